"""The tables of a Markdown file, as its writer sees them: every cell as text, with the line and the heading above.

GitHub Flavored Markdown, tables: a row of headings, below it a row of hyphens, and rows up to the next empty line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.documents.csv_table import LARGEST_TABLE, UnreadableTableError
from qmsctl.documents.sheet import Sheet, SheetCell, SheetRow
from qmsctl.messages import tr

__all__ = ["TableBelow", "markdown_tables"]

_FENCE: Final = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_RULE_CELL: Final = re.compile(r":?-+:?")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK: Final = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_STRONG: Final = re.compile(r"(?P<mark>\*\*|__|\*|~~)(?=\S)(?P<text>.+?)(?<=\S)(?P=mark)")
_CODE: Final = re.compile(r"(?P<mark>`+)(?P<text>.+?)(?P=mark)")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_COMMENT: Final = re.compile(r"<!--.*?-->")


@dataclass(frozen=True, slots=True)
class TableBelow:
    """A table, and what stands above it."""

    heading: str
    """The nearest heading above; empty if there is none."""
    sheet: Sheet
    """Its first row holds the headings of the columns."""


def markdown_tables(path: str, raw: bytes) -> tuple[TableBelow, ...]:
    """Return the tables of a Markdown file, from its top.

    Args:
        path: how the file is called in messages.
        raw: its bytes, UTF-8.

    Raises:
        UnreadableTableError: it is too large, or no text.
    """
    if len(raw) > LARGEST_TABLE:
        raise UnreadableTableError(
            tr("{path} is larger than {limit} bytes", path=path, limit=LARGEST_TABLE),
            tr("copy the table alone into a new file, without pictures"),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise UnreadableTableError(
            tr("line {line} of {path} is not UTF-8", line=line, path=path),
            tr("save the file as UTF-8: iconv -f CP1250 -t UTF-8"),
        ) from None
    return tuple(_tables(path, unicodedata.normalize("NFC", text).splitlines()))


def _tables(path: str, lines: Sequence[str]) -> Iterator[TableBelow]:
    heading, fence, at = "", "", 0
    while at < len(lines):
        line = lines[at]
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark["mark"]
            elif mark["mark"].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not fence and (found := _HEADING.match(line)):
            heading = _plain(found["text"])
        elif not fence and _begins(lines, at):
            rows = list(_rows(lines, at))
            yield TableBelow(heading, Sheet(path, tuple(rows)))
            at = rows[-1].number if len(rows) > 1 else at + 1
        at += 1


def _begins(lines: Sequence[str], at: int) -> bool:
    """Return whether a table begins at line *at*, counted from 0: the next one rules off as many cells."""
    if "|" not in lines[at] or at + 1 >= len(lines):
        return False
    ruled = _split(lines[at + 1])
    return all(map(_RULE_CELL.fullmatch, ruled)) and len(ruled) == len(_split(lines[at]))


def _rows(lines: Sequence[str], at: int) -> Iterator[SheetRow]:
    yield SheetRow(at + 1, tuple(SheetCell(_plain(cell)) for cell in _split(lines[at])))
    for number, line in enumerate(lines[at + 2 :], at + 3):
        if not line.strip() or _HEADING.match(line) or _FENCE.match(line):
            return
        yield SheetRow(number, tuple(SheetCell(_plain(cell)) for cell in _split(line)))


def _split(line: str) -> list[str]:
    """Return the cells of a row; a stroke behind a backslash belongs to its cell, even within code."""
    text = line.strip()
    cells, cell, escaped = [], "", False
    for character in text.removeprefix("|"):
        if character == "|" and not escaped:
            cells.append(cell.strip())
            cell = ""
        else:
            cell += character
        escaped = character == "\\" and not escaped
    return cells if text.endswith("|") and not cell.strip() and cells else [*cells, cell.strip()]


def _plain(cell: str) -> str:
    """Return what a reader of *cell* sees: the words of links, no signs of emphasis, no comments."""
    text = _BREAK.sub(" ", _COMMENT.sub("", cell).replace("\\|", "|"))
    code = _CODE.fullmatch(text.strip())
    if code is not None:
        return code["text"].strip()
    text = _LINK.sub(lambda found: found["text"], text)
    for _ in range(3):
        text = _STRONG.sub(lambda found: found["text"], text)
    text = _CODE.sub(lambda found: found["text"], text)
    return " ".join(_ESCAPED.sub(r"\1", text).split())
