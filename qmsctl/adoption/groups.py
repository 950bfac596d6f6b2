"""Documents that are kept in one way, found by the folders they lie in and the fields they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from qmsctl.adoption.candidate import Candidate
from qmsctl.adoption.left_out import is_left_out
from qmsctl.model.field_spellings import folded, meaning_of
from qmsctl.model.file_patterns import matches
from qmsctl.model.mapping import is_placeholder

__all__ = ["Group", "grouped", "split_templates"]

_ALIKE: Final = 0.5
"""The share of fields from which two folders are kept in one way."""
_STRANGERS: Final = 0.25
"""The share of other files among those of a pattern up to which it is not drawn closer."""
_MOST_PATTERNS: Final = 8
_EMPTY: Final = 0.6
"""The share of placeholders among its values from which a file is a template."""
_TEMPLATES: Final = frozenset(
    (
        "templates",
        "template",
        "szablony",
        "szablon",
        "wzory",
        "wzór",
        "wzor",
        "wzorzec",
        "vorlagen",
        "vorlage",
        "maler",
        "mal",
    )
)


@dataclass(frozen=True, slots=True)
class Group:
    """Files that one kind of documents describes."""

    root: str
    """The folder that all of them lie in."""
    members: tuple[Candidate, ...]
    files: tuple[str, ...] = ()
    """Patterns that match them."""
    except_: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    """Other files that the patterns match."""


@dataclass(slots=True)
class _Cluster:
    root: str
    members: list[Candidate]
    keys: Counter[str]

    @property
    def usual(self) -> frozenset[str]:
        """What at least half of its files say."""
        return frozenset(key for key, count in self.keys.items() if count * 2 >= len(self.members))


def split_templates(candidates: Iterable[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Return the documents among *candidates*, and the templates, whose values are still to be filled in."""
    documents: list[Candidate] = []
    templates: list[Candidate] = []
    for one in candidates:
        (templates if _is_template(one) else documents).append(one)
    return documents, templates


def _is_template(candidate: Candidate) -> bool:
    meant = [(meaning[0], said) for key, said in candidate.fields.items() if (meaning := meaning_of(key))]
    if not meant:
        return False
    empty = sum(all(map(is_placeholder, said.texts)) for _, said in meant)
    named_so = not _TEMPLATES.isdisjoint(re.split(r"[-_. /]", candidate.path.casefold()))
    nameless = any(name == "id" and not any(map(_is_filled, said.texts)) for name, said in meant)
    return (empty >= _EMPTY * len(meant) and len(meant) > 1) or (named_so and nameless)


@dataclass(frozen=True, slots=True)
class _Apart:
    """What is no document, by what it is."""

    others: frozenset[str]
    templates: frozenset[str]
    aside: frozenset[str]


def _is_filled(id: str) -> bool:
    return not is_placeholder(id) and any(one.isdigit() for one in id)


def grouped(
    candidates: Sequence[Candidate], others: Iterable[str], templates: Iterable[str], aside: Iterable[str]
) -> tuple[Group, ...]:
    """Return *candidates* in groups that are kept in one way.

    Args:
        candidates: the documents.
        others: every other file that could be taken for one by its ending.
        templates: the files that are templates.
        aside: the files whose names say that they are no documents.
    """
    families: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        families.setdefault(_family(one), []).append(one)
    found = [cluster for members in families.values() for cluster in _clusters(members)]
    found.sort(key=lambda cluster: (-cluster.root.count("/") - bool(cluster.root), cluster.root))
    apart = _Apart(frozenset(others), frozenset(templates), frozenset(aside))
    groups = [_described(one, apart, [other for other in found if other is not one]) for one in found]
    return tuple(sorted(groups, key=lambda group: (group.root, group.files)))


def _family(candidate: Candidate) -> tuple[str, str]:
    ending = PurePosixPath(candidate.path).suffix
    return ("text" if candidate.place in ("head", "table", "lines") else str(candidate.place), ending)


def _clusters(members: list[Candidate]) -> list[_Cluster]:
    """Return clusters of *members*, folder by folder from the deepest to the top."""
    at: dict[str, list[_Cluster]] = {}
    for one in members:
        keys = Counter(folded(key) for key in one.fields if meaning_of(key) and "." not in key)
        own = at.setdefault(one.folder, [])
        # What lies side by side is one kind, unless it is called otherwise.
        if own:
            own[0].members.append(one)
            own[0].keys.update(keys)
        else:
            own.append(_Cluster(one.folder, [one], keys))
    depth = max((name.count("/") + 1 for name in at if name), default=0)
    for level in range(depth, 0, -1):
        for folder in sorted(name for name in at if name and name.count("/") + 1 == level):
            above = folder.rpartition("/")[0]
            at.setdefault(above, []).extend(at.pop(folder))
            at[above] = _joined(at[above], above)
    return [cluster for clusters in at.values() for cluster in clusters]


def _joined(clusters: list[_Cluster], folder: str) -> list[_Cluster]:
    """Return *clusters* of folders below *folder*, those that are kept alike as one."""
    result: list[_Cluster] = []
    for cluster in sorted(clusters, key=lambda one: (-len(one.members), one.root)):
        like = next((one for one in result if _are_alike(one, cluster)), None)
        if like is None:
            result.append(cluster)
            continue
        like.members.extend(cluster.members)
        like.keys.update(cluster.keys)
        if like.root != cluster.root:
            like.root = folder
    return result


def _ids(cluster: _Cluster) -> frozenset[str]:
    return frozenset(key for key in cluster.usual if (meaning := meaning_of(key)) and meaning[0] == "id")


def _are_alike(one: _Cluster, other: _Cluster) -> bool:
    if _ids(one) != _ids(other):
        return False  # `sop_id` and `template_id` say of what kind a document is
    union = one.usual | other.usual
    return not union or len(one.usual & other.usual) >= _ALIKE * len(union)


def _described(cluster: _Cluster, apart: _Apart, rest: list[_Cluster]) -> Group:
    """Return *cluster* with the patterns that match its files, and as few others as may be."""
    members = sorted(cluster.members, key=lambda one: one.path)
    paths = [one.path for one in members]
    foreign = apart.others | apart.templates | {one.path for other in rest for one in other.members}
    ending = PurePosixPath(paths[0]).suffix
    if members[0].place == "sidecar":
        ending = _shared_endings(paths)
    root = f"{cluster.root}/" if cluster.root else ""
    deep = any(one.folder != cluster.root for one in members)
    best = _patterns(root, ending, paths, deep=deep)
    strangers = _matched(best, foreign)
    if len(strangers) > _STRANGERS * len(paths):
        for closer in _closer(members, root, ending):
            found = _matched(closer, foreign)
            if len(found) < len(strangers):
                best, strangers = closer, found
            if len(found) <= _STRANGERS * len(paths):
                break
    except_ = _exceptions(best, paths, strangers, apart, rest)
    kept = tuple(path for path in strangers if not any(matches(path, one) for one in except_))
    return Group(cluster.root, tuple(members), best, except_, kept)


def _shared_endings(paths: list[str]) -> str:
    """Return the ending of files that lie beside others: `.docx.yaml`, or `.yaml` if they differ."""
    endings = {"".join(PurePosixPath(path).suffixes[-2:]) for path in paths}
    return endings.pop() if len(endings) == 1 else PurePosixPath(paths[0]).suffix


def _patterns(root: str, ending: str, paths: list[str], *, deep: bool) -> tuple[str, ...]:
    beside = ending.count(".") > 1  # whoever puts fields beside one file will do so with the next one
    if len(paths) == 1 and not beside and not _is_wild(paths[0]):
        return (paths[0],)
    root = _without_wild(root)
    return (f"{root}**/*{ending}",) if deep or "*" in root else (f"{root}*{ending}",)


def _closer(members: Sequence[Candidate], root: str, ending: str) -> Iterable[tuple[str, ...]]:
    """Yield closer patterns: by folder, by how the names begin, one by one."""
    folders = sorted({one.folder for one in members})
    if len(folders) <= _MOST_PATTERNS:
        yield tuple(
            _without_wild(f"{folder}/*{ending}" if folder else f"*{ending}", keep=True) for folder in folders
        )
    starts = sorted({_start(one.path) for one in members})
    if all(starts) and len(starts) <= _MOST_PATTERNS:
        deep = "**/" if any("/" in one.path.removeprefix(root) for one in members) else ""
        yield tuple(f"{_without_wild(root)}{deep}{start}*{ending}" for start in starts)
    if len(members) <= _MOST_PATTERNS:
        yield tuple(_without_wild(one.path) for one in members)


def _start(path: str) -> str:
    """Return the letters that the name of a file begins with, up to its first digit: `SOP-`."""
    name = PurePosixPath(path).name
    letters = "".join(name[: next((i for i, one in enumerate(name) if one.isdigit()), 0)])
    return "" if _is_wild(letters) else letters


def _is_wild(text: str) -> bool:
    return any(one in text for one in "*?\\") or not text.isprintable()


def _without_wild(text: str, *, keep: bool = False) -> str:
    """Return *text* as a pattern that matches it: a star in a name stands for itself only as any name."""
    if keep:
        head, _, tail = text.rpartition("/")
        return f"{_without_wild(head)}/{tail}" if head else tail
    return "/".join("*" if _is_wild(part) else part for part in text.split("/"))


def _matched(patterns: tuple[str, ...], paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in paths if any(matches(path, one) for one in patterns)))


def _exceptions(
    patterns: tuple[str, ...],
    own: Sequence[str],
    strangers: Iterable[str],
    apart: _Apart,
    rest: list[_Cluster],
) -> tuple[str, ...]:
    """Return patterns of what *patterns* match and is described elsewhere, a template, or no document at all."""
    found: dict[str, None] = {}
    inside = set(strangers)
    for path in sorted(inside & apart.templates):
        found[_first_fit(_of_folder_named(path, _TEMPLATES), path, own)] = None
    for path in sorted(_matched(patterns, apart.aside)):
        folder = next((f"**/{part}/**" for part in path.split("/")[:-1] if is_left_out(f"{part}/x.md")), None)
        found[_first_fit(folder or f"**/{PurePosixPath(path).name}", path, own)] = None
    for cluster in rest:
        theirs = [one for one in cluster.members if one.path in inside]
        if not theirs:
            continue
        whole = f"{_without_wild(cluster.root)}/**" if cluster.root else None
        if whole is not None and not _any_matches(own, whole):
            found[whole] = None
            continue
        for one in theirs:
            near = f"{_without_wild(one.folder)}/*" if one.folder else None
            found[_first_fit(near, one.path, own)] = None
    return tuple(one for one in found if not _any_matches(own, one))


def _of_folder_named(path: str, names: frozenset[str]) -> str | None:
    parts = path.split("/")[:-1]
    at = next((index for index, part in enumerate(parts) if part.casefold() in names), None)
    return None if at is None else _without_wild("/".join(parts[: at + 1])) + "/**"


def _first_fit(wide: str | None, path: str, own: Sequence[str]) -> str:
    """Return *wide* if it matches none of the files *own*, else the file *path* alone."""
    return wide if wide is not None and not _any_matches(own, wide) else _without_wild(path)


def _any_matches(paths: Iterable[str], pattern: str) -> bool:
    return any(matches(path, pattern) for path in paths)
