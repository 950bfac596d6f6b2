"""The table of contents of the site: what `docs/README.md` lists, and whatever it does not."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt

from handbook.sources import Source

__all__ = ["Entry", "Part", "contents"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the table of contents."""

    title: str
    source: Source


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the table of contents."""

    title: str
    entries: tuple[Entry, ...]


def contents(index: Source, known: Mapping[str, Source], words: Mapping[str, str]) -> list[Part]:
    """Return the parts that *index* has as headings, with the pages it links to below each.

    A page of the same language that it does not name, other than those of rules, comes last: in a part that has
    the title of the page of its folder, or else among further ones.
    """
    parts = [part for part in _listed(index, known) if part.entries]
    named = {entry.source.name for part in parts for entry in part.entries} | {index.name}
    rest: dict[str, list[Entry]] = {}
    for source in sorted(known.values(), key=lambda source: source.name):
        if (
            source.language == index.language
            and source.name not in named
            and not source.name.startswith("rules/")
        ):
            folder = posixpath.dirname(source.name)
            home = next(
                (
                    one
                    for one in known.values()
                    if (one.language, one.name) == (index.language, f"{folder}/index")
                ),
                None,
            )
            rest.setdefault(home.title if home else words["further"], []).append(Entry(source.title, source))
    return [*parts, *(Part(title, tuple(entries)) for title, entries in rest.items())]


def _listed(index: Source, known: Mapping[str, Source]) -> Iterable[Part]:
    """Yield the headings of *index*, each with the first link of every item below it."""
    title, entries = "", list[Entry]()
    tokens = MarkdownIt("commonmark").parse(index.text)
    for before, token in itertools.pairwise(tokens):
        if before.type == "heading_open":
            yield Part(title, tuple(entries))
            title, entries = token.content, []
        children = token.children or []
        if before.type == "paragraph_open" and children and before.level:
            link = next((place for place, child in enumerate(children) if child.type == "link_open"), None)
            target = str(children[link].attrGet("href")) if link is not None else ""
            path = posixpath.normpath(posixpath.join(posixpath.dirname(index.path), target))
            if link is not None and path in known:
                entries.append(Entry(children[link + 1].content, known[path]))
    yield Part(title, tuple(entries))
