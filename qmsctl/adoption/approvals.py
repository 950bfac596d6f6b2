"""How approval shows in a repository: tags, trailers of commits, merges on the main line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.adoption.shapes import is_revision_like, status_of
from qmsctl.model.naming import slug
from qmsctl.repo.history import History

__all__ = ["FoundTags", "FoundTrailers", "found_bare_tags", "found_tags", "found_trailers", "merged_share"]

_TRAILER: Final = re.compile(
    r"^(?P<key>Approved-by|Reviewed-by|Acked-by|Zatwierdził):[ \t]*\S", re.MULTILINE | re.IGNORECASE
)
_REST: Final = re.compile(
    r"(?P<between>[-_/@ .]{1,2})(?P<word>(?:[^\W\d_]{1,12}[-_. ]?)?)(?P<revision>[0-9][\w./-]*)"
    r"|(?P<before>[-_/@ .]{1,2})(?P<letter>[A-Z](?:[/.-]?[0-9]{1,3})?)"
)
"""What follows the name of a document: `_v1.0`, `-wyd2`, `/R15`, `_A`."""
_NO_APPROVAL: Final = frozenset(
    (
        "backup",
        "before",
        "old",
        "review",
        "rc",
        "test",
        "tmp",
        "wip",
        "przed",
        "projekt",
        "robocza",
        "roboczy",
        "stara",
        "stary",
    )
)
"""Words in the name of a tag that approves nothing."""
_MOST_TAGS: Final = 20_000
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class FoundTags:
    """Tags that are named after a document, and after its revision if it bears one."""

    pattern: str
    matching: tuple[str, ...]
    all: int
    """How many tags there are."""
    current: int
    """How many of them name the revision that the file bears; where none does, how many documents they name."""

    bare: bool = False
    """Whether the documents bear no revision."""


@dataclass(frozen=True, slots=True)
class FoundTrailers:
    """Trailers of commits that touched documents."""

    counts: tuple[tuple[str, int], ...]
    commits: int


def found_tags(history: History, revisions: Mapping[str, str]) -> FoundTags | None:
    """Return by which pattern tags are named after documents; `None` if they are not.

    Args:
        history: with the tags.
        revisions: the revision of each document, by its id.
    """
    names: dict[str, tuple[str, str]] = {}
    for id in revisions:
        names.setdefault(id.casefold(), ("{id}", id))
        if short := slug(id):
            names.setdefault(short, ("{slug}", id))
    tags = [tag.name for tag in history.tags[:_MOST_TAGS] if tag.name.isprintable()]
    named = {tag: found for tag in tags if (found := _named(tag, names, revisions)) is not None}
    for pattern, _ in Counter(one.pattern for one in named.values()).most_common(1):
        matching = tuple(tag for tag, one in named.items() if one.pattern == pattern)
        current = sum(revisions[named[tag].document] == named[tag].revision for tag in matching)
        if len(matching) >= _FEWEST or current:
            return FoundTags(pattern, matching, len(history.tags), current)
    return None


def found_bare_tags(history: History, ids: Collection[str]) -> FoundTags | None:
    """Return by which pattern tags are named after documents that bear no revision; `None` if they are not.

    What tells one tag of a document from the next is no revision, but counts as one: a number, a day.

    Args:
        history: with the tags.
        ids: of the documents.
    """
    names: dict[str, tuple[str, str]] = {}
    for id in ids:
        names.setdefault(id, ("{id}", id))
        if short := slug(id):
            names.setdefault(short, ("{slug}", id))
    tags = [tag.name for tag in history.tags[:_MOST_TAGS] if tag.name.isprintable()]
    found: dict[str, dict[str, str]] = {}
    for tag in tags:
        if (named := _bare(tag, names)) is not None:
            found.setdefault(named[0], {})[tag] = named[1]
    documents = {pattern: len(set(named.values())) for pattern, named in found.items()}
    best = max(documents, key=lambda pattern: documents[pattern], default=None)
    if best is None or documents[best] < _FEWEST:
        return None
    return FoundTags(best, tuple(found[best]), len(history.tags), documents[best], bare=True)


def _bare(tag: str, names: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Return the pattern by which *tag* is named, and the document of *names* that it names."""
    whole = [(begin, len(tag)) for begin in (0, *(cut + 1 for cut, sign in enumerate(tag) if sign == "/"))]
    for start, end in (*whole, *_words(tag)):
        known = names.get(tag[start:end])
        if known is None or re.search(r"[{}]", tag) or _says_otherwise(tag[:start], tag[end:]):
            continue
        rest = _REST.fullmatch(tag[end:])
        if rest is not None and rest["revision"]:
            return f"{tag[:start]}{known[0]}{rest['between']}{rest['word']}{{revision}}", known[1]
        return f"{tag[:start]}{known[0]}{tag[end:]}", known[1]
    return None


def _says_otherwise(*around: str) -> bool:
    """Return whether what stands *around* the name of a document says that it is a draft, or has ended."""
    words = (word for text in around for word in re.findall(r"[^\W\d_]+", text.casefold()))
    return any(word in _NO_APPROVAL or status_of(word) in ("draft", "withdrawn") for word in words)


@dataclass(frozen=True, slots=True)
class _Named:
    """What the name of a tag says."""

    pattern: str
    document: str
    revision: str


def _named(tag: str, names: Mapping[str, tuple[str, str]], revisions: Mapping[str, str]) -> _Named | None:
    """Return which document of *names* and which revision *tag* names; `None` if it names none."""
    for start, end in _words(tag):
        known = names.get(tag[start:end].casefold())
        rest = _REST.fullmatch(tag[end:])
        if known is None or rest is None or re.search(r"[{}]", tag):
            continue
        place, id = known
        if tag[start:end] != id:
            if tag[start:end] != slug(id):
                continue  # written otherwise than any pattern says
            place = "{slug}"
        between, revision = _parted(rest, revisions[id])
        if is_revision_like(revision):
            return _Named(f"{tag[:start]}{place}{between}{{revision}}", id, revision)
    return None


def _parted(rest: re.Match[str], borne: str) -> tuple[str, str]:
    """Return what stands before the revision in *rest*, and the revision as the document writes it, *borne*."""
    if rest["letter"] is not None:
        return rest["before"], rest["letter"]
    word = rest["word"]
    if word and borne.casefold().startswith(word.casefold()):
        return rest["between"], word + rest["revision"]  # the letter is part of the revision: `R15`
    return rest["between"] + word, rest["revision"]


def _words(tag: str) -> list[tuple[int, int]]:
    """Return the stretches of *tag* between its separators, those from the start and the long ones first."""
    cuts = [match.start() for match in re.finditer(r"[-_/@ .]", tag)]
    begins = [0, *(cut + 1 for cut in cuts if tag[cut] == "/")]
    pairs = [(begin, cut) for begin in begins for cut in cuts if cut > begin]
    return sorted(pairs, key=lambda one: (one[0], -one[1]))


def found_trailers(history: History, paths: Collection[str]) -> FoundTrailers:
    """Return how many commits that touched *paths* bear a trailer that speaks of approval."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for path in paths:
        for commit, _ in history.of(path):
            if commit.id in seen:
                continue
            seen.add(commit.id)
            counts.update({match["key"].capitalize() for match in _TRAILER.finditer(commit.message)})
    return FoundTrailers(tuple(counts.most_common()), len(seen))


def merged_share(history: History, paths: Collection[str]) -> tuple[int, int]:
    """Return how many commits of the main line changed *paths*, and how many of them are merges."""
    line: set[str] = set()
    name = history.head
    while name is not None and name in history.by_id and name not in line:
        line.add(name)
        parents = history.by_id[name].parents
        name = parents[0] if parents else None
    touched = {
        commit.id: commit.is_merge for path in paths for commit, _ in history.of(path) if commit.id in line
    }
    return len(touched), sum(touched.values())
