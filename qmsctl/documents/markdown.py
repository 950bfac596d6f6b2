"""Markdown documents: fields between two lines of three hyphens, then sections under their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from qmsctl.documents.place import Place, Span
from qmsctl.documents.source import Malformed, Source, Text, Tree, decode
from qmsctl.documents.yaml import BIGGEST, parse
from qmsctl.messages import tr

__all__ = ["read_markdown"]

_FENCE: Final = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_HEADING: Final = re.compile(r"^##[ \t]+(?P<title>[^\r\n]*?)[ \t#]*\r?$", re.MULTILINE)


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
    opening = _FENCE.match(text.content)
    closing = _FENCE.search(text.content, opening.end()) if opening else None
    if opening is None or closing is None:
        return Malformed(
            path,
            Place(path, text.span(0, 0), text.line_of(text.span(0, 0))),
            tr("the document does not begin with its fields between two lines of ---"),
            tr("write --- on the first line, then id: and the other fields, then --- again"),
        )
    head = parse(path, text, raw, opening.end(), closing.start())
    if isinstance(head, Malformed):
        return head
    sections, spans, keys = _sections(text, closing.end())
    tree: Mapping[str, Tree] = {**head.tree, "sections": sections}
    return Source(
        path,
        text,
        tree,
        {**head.spans, **spans},
        {**head.keys, **keys},
        head.flaws,
        raw,
        text.content[closing.end() :].strip(),
    )


def _sections(
    text: Text, start: int
) -> tuple[dict[str, Tree], dict[tuple[str | int, ...], Span], dict[tuple[str | int, ...], Span]]:
    """Return the sections of the body that begins at *start*, and where they and their headings stand."""
    sections: dict[str, Tree] = {}
    spans: dict[tuple[str | int, ...], Span] = {("sections",): text.span(start, len(text.content))}
    keys: dict[tuple[str | int, ...], Span] = {}
    headings = list(_HEADING.finditer(text.content, start))
    for index, heading in enumerate(headings):
        title = heading["title"]
        end = headings[index + 1].start() if index + 1 < len(headings) else len(text.content)
        sections[title] = text.content[heading.end() : end].strip() or None
        spans["sections", title] = text.span(heading.end(), end)
        keys["sections", title] = text.span(heading.start("title"), heading.end("title"))
    return sections, spans, keys
