"""Markdown documents: fields between two lines of three hyphens, then sections under their headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from qmsctl.documents.place import Path, Place, Span
from qmsctl.documents.source import Flaw, Malformed, Parsed, Source, Tree, decode, given_twice
from qmsctl.documents.yaml import BIGGEST, parse
from qmsctl.messages import tr

__all__ = ["Headed", "cut", "headed", "parts", "read_markdown"]

_FENCE: Final = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_HEADING_OR_CODE: Final = re.compile(
    r"^(?:##[ \t]+(?P<title>[^\r\n]*)|[ ]{0,3}(?P<code>`{3,}|~{3,}))", re.MULTILINE
)


def read_markdown(path: str, raw: bytes) -> Source | Malformed:
    """Read the Markdown document *raw*, which stands in the file *path*.

    Its second-level headings become the keys of `sections`.
    """
    if len(raw) > BIGGEST:
        return Malformed(
            path,
            Place(path),
            tr("the file is larger than {limit} bytes", limit=BIGGEST),
            tr("split it, or move what is no document out of the folder"),
        )
    text = decode(path, raw)
    if isinstance(text, Malformed):
        return text
    found = parts(text.content)
    if found is None:
        return Malformed(
            path,
            Place(path, text.span(0, 0), text.line_of(text.span(0, 0))),
            tr("the document does not begin with its fields between two lines of ---"),
            tr("write --- on the first line, then id: and the other fields, then --- again"),
        )
    start, end, body = found
    head = parse(path, text, start, end)
    if isinstance(head, Malformed):
        return head
    return Source(path, raw, _with_sections(path, _without_sections(path, head), body))


def parts(content: str) -> tuple[int, int, int] | None:
    """Return where the fields of a Markdown document begin and end, and where its body begins."""
    opening = _FENCE.match(content)
    if opening is None:
        return None
    at = opening.end()
    while (at := content.find("\n---", at) + 1) > 0:  # which is found faster than the beginning of a line
        closing = _FENCE.match(content, at)
        if closing is not None:
            return opening.end(), at, closing.end()
    return None


@dataclass(frozen=True, slots=True)
class Headed:
    """A stretch of a Markdown body under a second-level heading; offsets in characters."""

    title: str
    at: int
    """Where the title stands."""
    start: int
    end: int
    """Of the text below the heading."""


def headed(content: str, start: int) -> Iterator[Headed]:
    """Yield what stands under each second-level heading of the body that begins at *start*."""
    headings = list(_headings(content, start))
    for heading, following in zip_longest(headings, headings[1:]):
        end = following.start() if following else len(content)
        yield Headed(_title(heading["title"]), heading.start("title"), heading.end(), end)


def cut(body: str) -> tuple[tuple[str | None, str], ...]:
    """Return every part of the *body* of a Markdown document: its heading and its text.

    What stands before the first heading has none, and of two headings alike both are there.
    """
    sections = list(headed(body, 0))
    begun = body[: body.rfind("\n", 0, sections[0].at) + 1] if sections else body
    parts = ((section.title, body[section.start : section.end].strip()) for section in sections)
    return ((None, begun.strip()), *parts) if begun.strip() else tuple(parts)


def _without_sections(path: str, head: Parsed) -> Parsed:
    """Return *head* without `sections`: in a Markdown document the headings make them."""
    if "sections" not in head.tree:
        return head
    flaw = Flaw(
        "unknown-field",
        Source(path, b"", head).at_key("sections"),
        tr("sections stands among the fields, but in a Markdown document the headings make them"),
        tr("move its texts below the second ---, each under a heading that begins with ##"),
    )
    return replace(
        head,
        tree={key: value for key, value in head.tree.items() if key != "sections"},
        spans={key: span for key, span in head.spans.items() if key[:1] != ("sections",)},
        keys={key: span for key, span in head.keys.items() if key[:1] != ("sections",)},
        flaws=(*head.flaws, flaw),
    )


def _with_sections(path: str, head: Parsed, start: int) -> Parsed:
    """Return *head* with the sections of the body that begins at *start*; of two alike the first counts."""
    text = head.text
    sections: dict[str, Tree] = {}
    spans: dict[Path, Span] = {("sections",): text.span(start, len(text.content))}
    keys: dict[Path, Span] = {}
    first: dict[str, Span] = {}
    flaws: list[Flaw] = []
    for part in headed(text.content, start):
        title = part.title
        place = text.span(part.at, part.at + len(title))
        known = first.setdefault(unicodedata.normalize("NFC", title), place)
        if known is not place:
            flaws.append(given_twice(Place(path, place, text.line_of(place)), title, known.line))
            continue
        sections[title] = text.content[part.start : part.end].strip() or None
        spans["sections", title] = text.span(part.start, part.end)
        keys["sections", title] = place
    return replace(
        head,
        tree={**head.tree, "sections": sections},
        spans={**head.spans, **spans},
        keys={**head.keys, **keys},
        flaws=(*head.flaws, *flaws),
        body=text.content[start:].strip(),
    )


def _headings(content: str, start: int) -> Iterator[re.Match[str]]:
    """Yield the second-level headings from *start*; a line within a block of code is none."""
    code = ""
    for line in _HEADING_OR_CODE.finditer(content, start):
        marks = line["code"] or ""
        if not code and marks:
            code = marks
        elif code and marks.startswith(code):
            code = ""
        elif not code:
            yield line


def _title(written: str) -> str:
    """Return the title of a heading without the marks that may close it: `Scope ##`, but `C#`."""
    title = written.rstrip(" \t")
    bare = title.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else title
