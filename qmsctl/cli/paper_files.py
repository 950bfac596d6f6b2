"""Papers as files that other programs open: Word, PDF, and tables for spreadsheets."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cli.output import hand_out, is_file, save
from qmsctl.cli.terminal import say
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr

if TYPE_CHECKING:
    from qmsctl.papers.blocks import Paper
    from qmsctl.render.worded_blocks import WordedPaper

__all__ = ["FILES", "READ", "TABLES", "hand_out_file", "hand_out_printed", "office_file", "table_text"]

TABLES: Final = ("csv", "csv-excel")
"""The formats that hold one table of a paper."""

READ: Final = ("docx", "pdf", "xlsx")
"""The formats that hold a whole paper."""

FILES: Final = (*READ, *TABLES)
"""The formats that `hand_out_file` writes; the others are texts that people read as they are."""


def hand_out_file(
    paper: Paper,
    format: str,
    language: str,
    on: dt.date,
    output: Path | None,
    saved: Message,
    *,
    table: str | None = None,
    page: Callable[[], str] | None = None,
) -> None:
    """Write *paper* to *output* in one of `FILES`, or print it where no person looks, and say *saved*.

    Args:
        paper: what is written.
        format: one of `FILES`.
        language: of its words.
        on: the day that a file names as the one it was made on.
        output: where to; `-` is the standard output.
        saved: what is said when it is there.
        table: the key of the table, for the formats that hold one.
        page: makes the page that is printed, if it is another than the one of every paper.

    Raises:
        QmsctlError: it cannot be written there, nothing here prints, or there is no such table.
    """
    from qmsctl.render.worded import worded

    words = worded(paper, language, format if format in ("docx", "pdf", "xlsx") else "html")
    if table is not None and format not in TABLES:
        raise QmsctlError(
            tr("--table is for CSV files, which hold one table"),
            tr("add --format csv, or name a file that ends in .csv"),
        )
    if format in TABLES:
        hand_out(table_text(words, format, table), output, format, saved)
    elif format == "pdf":
        from qmsctl.render.paper_html import paper_html

        hand_out_printed(page() if page else paper_html(words), paper.kind, on, output, saved)
    else:
        _refuse_terminal(paper.kind, format, output)
        _hand_out_bytes(office_file(words, format, on), output, saved)


def table_text(words: WordedPaper, format: str, table: str | None) -> str:
    """Return one *table* of a paper in one of `TABLES`.

    Raises:
        QmsctlError: there is no such table, or it is not said which of several.
    """
    from qmsctl.render.paper_tables import paper_tables, table_csv, table_named
    from qmsctl.render.remaking import for_a_table

    chosen = table_named(paper_tables(words), table)
    return table_csv(chosen, excel=format == "csv-excel", again=for_a_table(words, chosen.key))


def office_file(words: WordedPaper, format: str, on: dt.date) -> bytes:
    """Return a paper as a Word file or a workbook; *on* is the day that the file names as the one it was made on.

    Raises:
        MissingExtraError: what writes it is not installed.
    """
    if format == "docx":
        from qmsctl.render.paper_word import paper_word

        return paper_word(words, on)
    from qmsctl.render.paper_workbook import paper_workbook

    return paper_workbook(words)


def hand_out_printed(page: str, kind: str, on: dt.date, output: Path | None, saved: Message) -> None:
    """Write *page* as a PDF file to *output*, or print it where no person looks, and say *saved*.

    Args:
        page: as HTML.
        kind: what it is, by which a file is named where nobody named one.
        on: the day that the file names as the one it was made on.
        output: where to; `-` is the standard output.
        saved: what is said when it is there.

    Raises:
        QmsctlError: it cannot be written there, or nothing here prints.
    """
    from qmsctl.printing import printed

    _refuse_terminal(kind, "pdf", output)
    named = output if output is not None and is_file(output) else Path(kind)
    _hand_out_bytes(printed(page, on, named.with_suffix(".html")), output, saved)


def _refuse_terminal(kind: str, format: str, output: Path | None) -> None:
    """Refuse to write bytes where a person looks."""
    if not is_file(output) and sys.stdout.isatty():
        raise QmsctlError(
            tr("a file of the format {format} is not for the terminal", format=format),
            tr("name a file, for example: -o {file}", file=f"{kind}.{format}"),
        )


def _hand_out_bytes(content: bytes, output: Path | None, saved: Message) -> None:
    if output is not None and is_file(output):
        save(output, content)
        say(saved)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
