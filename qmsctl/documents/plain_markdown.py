"""A text that somebody wrote in Markdown, as its headings, passages and tables; its marks stay as they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from qmsctl.documents.csv_table import LARGEST_TABLE
from qmsctl.documents.markdown import parts as parts_of
from qmsctl.documents.source import Malformed, Text, decode
from qmsctl.documents.written_text import (
    FOOTNOTES,
    HTML,
    PICTURES,
    Grid,
    Heading,
    Part,
    Passage,
    UnreadableTextError,
    WrittenText,
)
from qmsctl.documents.yaml import parse
from qmsctl.messages import tr

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_plain_markdown"]

_PICTURE: Final = re.compile(r"!\[(?P<words>[^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]+\](?!:)")
_NOTE: Final = re.compile(r"^\[\^[^\]\s]+\]:", re.MULTILINE)


def read_plain_markdown(path: str, raw: bytes) -> WrittenText:
    """Return the text of a Markdown file, with the fields of its head if it has one.

    Args:
        path: how the file is called in messages.
        raw: its bytes.

    Raises:
        UnreadableTextError: it is no text, or its head cannot be read.
    """
    if len(raw) > LARGEST_TABLE:
        raise UnreadableTextError(
            tr("{path} is larger than {limit} bytes", path=path, limit=LARGEST_TABLE), tr("split it")
        )
    text = decode(path, raw.removeprefix(b"\xef\xbb\xbf"))
    if isinstance(text, Malformed):
        raise UnreadableTextError(
            tr("{file}, line {line}: {message}", file=path, line=text.place.line, message=text.message),
            text.fix,
        )
    found = parts_of(text.content)
    start = found[2] if found else 0
    head = _head(path, text, found) if found else {}
    left_out: Counter[str] = Counter()
    body = text.content[start:].replace("\r\n", "\n")
    parts = tuple(_parts(body, left_out))
    return WrittenText(parts, {kind: count for kind, count in left_out.items() if count}, (), head)


def _head(path: str, text: Text, found: tuple[int, int, int]) -> Mapping[str, str]:
    head = parse(path, text, found[0], found[1])
    if isinstance(head, Malformed):
        raise UnreadableTextError(
            tr("{file}, line {line}: {message}", file=path, line=head.place.line, message=head.message),
            head.fix,
        )
    return {key: value for key, value in head.tree.items() if isinstance(value, str) and value.strip()}


def _parts(body: str, left_out: Counter[str]) -> Iterator[Part]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where a text is imported

    lines = body.split("\n")
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    for at, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0:
            continue
        first, last = token.map
        written = "\n".join(lines[first:last]).strip("\n")
        if token.type == "heading_open":
            yield Heading(int(token.tag[1:]), _words(tokens[at + 1]))
        elif token.type == "table_open":
            yield Grid(tuple(_rows(tokens[at:])))
        elif token.type == "html_block" and written.lstrip().startswith("<!--"):
            left_out[HTML] += 1
        elif written.strip() and token.type != "hr":
            left_out[HTML] += token.type == "html_block"
            shown = written if token.type in ("fence", "code_block") else _without_pictures(written, left_out)
            yield Passage(shown.rstrip())


def _without_pictures(text: str, left_out: Counter[str]) -> str:
    left_out[PICTURES] += len(_PICTURE.findall(text))
    left_out[FOOTNOTES] += len(_FOOTNOTE.findall(text)) if _NOTE.search(text) is None else 0
    return _PICTURE.sub(r"\g<words>", text)


def _words(token: Token) -> str:
    return "".join(
        " " if child.type == "softbreak" else child.content
        for child in token.children or ()
        if child.type in ("text", "code_inline", "softbreak")
    ).strip()


def _rows(tokens: list[Token]) -> Iterator[tuple[str, ...]]:
    row: list[str] = []
    for at, token in enumerate(tokens):
        if token.type == "table_close":
            return
        if token.type == "tr_open":
            row = []
        elif token.type in ("th_open", "td_open"):
            row.append(_words(tokens[at + 1]))
        elif token.type == "tr_close":
            yield tuple(row)
