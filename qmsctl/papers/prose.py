"""What people wrote as Markdown, as blocks: paragraphs, lists, tables, headings, quotations; nothing in it acts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from qmsctl.messages import Message
from qmsctl.papers.blocks import Block, Column, Listing, Look, Paragraph, Part, Style, Table
from qmsctl.reports.shown import Code, Joined, Shown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["prose_blocks"]

_DEEPER = "\N{EN DASH} "
"""Stands before an item of a list within a list."""


def prose_blocks(text: str, caption: str, key: str) -> tuple[Block, ...]:
    """Return *text*, which is Markdown, as blocks; emphasis is left out, and markup stays text.

    A heading begins a part, which goes on to the next one.

    Args:
        text: what somebody wrote.
        caption: of the tables in it: the heading that they stand under.
        key: with which the keys of its tables begin.
    """
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - only where a document is laid out

    tokens = _parser().parse(text)
    numbers = itertools.count(1)

    def table(node: SyntaxTreeNode) -> Block:
        return _table(node, caption, f"{key}-{next(numbers)}")

    return tuple(_parts(SyntaxTreeNode(tokens).children, table))


@cache
def _parser() -> MarkdownIt:
    """Return what reads Markdown as the page of a document does: no raw HTML, no pictures."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - as above

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])


def _parts(nodes: Sequence[SyntaxTreeNode], table: Callable[[SyntaxTreeNode], Block]) -> Iterator[Block]:
    heading: Shown = None
    under: list[Block] = []
    for node in nodes:
        if node.type == "table":
            under.append(table(node))
            continue
        if node.type != "heading":
            under += _blocks(node)
            continue
        yield from _part(heading, under)
        heading, under = _words(node), []
    yield from _part(heading, under)


def _part(heading: Shown, blocks: list[Block]) -> Iterator[Block]:
    if heading is None:
        yield from blocks
    else:
        yield Part(heading, tuple(blocks))


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    """Yield *node*, which is no heading at the top."""
    if node.type in ("bullet_list", "ordered_list"):
        yield Listing(tuple(_items(node, 0)), bulleted=node.type == "bullet_list")
    elif node.type == "blockquote":
        for inner in node.children:
            for block in _blocks(inner):
                yield Paragraph(block.value, Style.SAID) if isinstance(block, Paragraph) else block
    elif node.type in ("fence", "code_block"):
        for line in node.content.splitlines():
            yield Paragraph(Code(line))
    elif node.type != "hr":
        yield Paragraph(_words(node))


def _table(node: SyntaxTreeNode, caption: str, key: str) -> Table:
    """Return a table; what stands in its first row heads its columns, and an empty cell says nothing."""
    head, *rest = [row for part in node.children for row in part.children]
    columns = tuple(Column(_heading(cell), Look.TEXT) for cell in head.children)
    rows = tuple(tuple(_words(cell) if cell.children else "" for cell in row.children) for row in rest)
    return Table.of(key, caption, columns, rows)


def _heading(cell: SyntaxTreeNode) -> Message:
    words = "".join(
        part.text if isinstance(part, Code) else part
        for part in _inline(cell)
        if isinstance(part, Code | str)
    )
    return Message("{text}", (("text", words),))


def _items(listed: SyntaxTreeNode, depth: int) -> Iterator[Shown]:
    """Yield the items of a list, and after each those of the lists in it."""
    first = int(listed.attrs.get("start", 1)) if listed.type == "ordered_list" else None
    for number, item in enumerate(listed.children):
        lead = _DEEPER * depth + (f"{first + number}. " if first is not None else "")
        for part in item.children:
            if part.type in ("bullet_list", "ordered_list"):
                yield from _items(part, depth + 1)
            elif part.type in ("fence", "code_block"):
                yield from (Code(line) for line in part.content.splitlines())
            elif part.type == "blockquote":
                yield from (_words(inner) for inner in part.children)
            else:
                yield Joined((lead, _words(part)), "") if lead else _words(part)
                lead = ""


def _words(node: SyntaxTreeNode) -> Shown:
    """Return the words of *node*; a link says where it leads, since paper cannot be clicked."""
    parts = [part for part in _inline(node) if part != ""]
    merged: list[Shown] = []
    for part in parts:
        if merged and isinstance(part, str) and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return merged[0] if len(merged) == 1 else Joined(tuple(merged), "")


def _inline(node: SyntaxTreeNode) -> Iterator[Shown]:
    for child in node.children:
        if child.type == "text":
            yield child.content
        elif child.type == "code_inline":
            yield Code(child.content)
        elif child.type == "softbreak":
            yield " "
        elif child.type == "hardbreak":
            yield "\n"
        elif child.type == "link":
            yield from _inline(child)
            to = str(child.attrs.get("href", ""))
            if to and to not in "".join(one for one in _inline(child) if isinstance(one, str)):
                yield f" ({to})"
        else:
            yield from _inline(child)
