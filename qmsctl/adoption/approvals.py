"""How approval shows in a repository: tags, trailers of commits, merges on the main line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.adoption.shapes import is_revision_like
from qmsctl.model.file_patterns import parts_of
from qmsctl.model.naming import slug
from qmsctl.repo.history import History

__all__ = ["FoundTags", "FoundTrailers", "found_tags", "found_trailers", "merged_share"]

_TRAILER: Final = re.compile(
    r"^(?P<key>Approved-by|Reviewed-by|Acked-by|Zatwierdził):[ \t]*\S", re.MULTILINE | re.IGNORECASE
)
_REST: Final = re.compile(
    r"(?P<between>[-_/@ .]{1,2}(?:(?:v|rev|r)\.?)?)(?P<revision>[0-9A-Z][\w.-]*)", re.IGNORECASE
)
_MOST_TAGS: Final = 20_000
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class FoundTags:
    """Tags that are named after a document and its revision."""

    pattern: str
    matching: tuple[str, ...]
    all: int
    """How many tags there are."""
    current: int
    """How many of them name the revision that the file bears."""


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
    tags = [tag.name for tag in history.tags[:_MOST_TAGS]]
    patterns = Counter(pattern for tag in tags if (pattern := _pattern(tag, names, revisions)) is not None)
    for pattern, _ in patterns.most_common(_FEWEST):
        if re.search(r"[{}]", re.sub(r"\{(?:id|slug|revision)\}", "", pattern)):
            continue
        found = [(tag, parts_of(tag, pattern) or {}) for tag in tags]
        named = [(tag, of, parts) for tag, parts in found if (of := _document(parts, names)) is not None]
        current = sum(revisions[of] == parts["revision"] for _, of, parts in named)
        if len(named) >= _FEWEST or current:
            return FoundTags(pattern, tuple(tag for tag, _, _ in named), len(history.tags), current)
    return None


def _pattern(tag: str, names: Mapping[str, tuple[str, str]], revisions: Mapping[str, str]) -> str | None:
    """Return the pattern by which *tag* names a document of *names* and a revision; `None` if it does not."""
    for start, end in _words(tag):
        known = names.get(tag[start:end].casefold())
        rest = _REST.fullmatch(tag[end:])
        if known is None or rest is None:
            continue
        place, id = known
        if place == "{id}" and tag[start:end] != id:
            place = "{slug}"  # written otherwise than the id is
        between = rest["between"]
        if between[-1].isalpha() and revisions[id].casefold().startswith(between[-1].casefold()):
            between = between.rstrip("vrRVeE.")  # the letter is part of the revision
        return f"{tag[:start]}{place}{between}{{revision}}"
    return None


def _document(parts: Mapping[str, str], names: Mapping[str, tuple[str, str]]) -> str | None:
    name = parts.get("id") or parts.get("slug") or ""
    known = names.get(name.casefold())
    return known[1] if known and is_revision_like(parts.get("revision", "")) else None


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
