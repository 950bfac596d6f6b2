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

__all__ = ["FILES", "READ", "TABLES", "hand_out_file"]

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

    words = worded(paper, language)
    if table is not None and format not in TABLES:
        raise QmsctlError(
            tr("--table is for CSV files, which hold one table"),
            tr("add --format csv, or name a file that ends in .csv"),
        )
    if format in TABLES:
        from qmsctl.render.paper_tables import paper_tables, table_csv, table_named

        text = table_csv(table_named(paper_tables(words), table), excel=format == "csv-excel")
        hand_out(text, output, format, saved)
        return
    to_file = output is not None and is_file(output)
    if not to_file and sys.stdout.isatty():
        raise QmsctlError(
            tr("a file of the format {format} is not for the terminal", format=format),
            tr("name a file, for example: -o {file}", file=f"{paper.kind}.{format}"),
        )
    if format == "docx":
        from qmsctl.render.paper_word import paper_word

        content = paper_word(words, on)
    elif format == "xlsx":
        from qmsctl.render.paper_workbook import paper_workbook

        content = paper_workbook(words)
    else:
        from qmsctl.printing import printed
        from qmsctl.render.paper_html import paper_html

        instead = (output if output is not None and to_file else Path(paper.kind)).with_suffix(".html")
        content = printed(page() if page else paper_html(words), on, instead)
    if output is not None and to_file:
        save(output, content)
        say(saved)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
