"""What lists made from records have in common as text: what does not count above them, the day below them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from qmsctl.messages import Message, tr
from qmsctl.render.csv_text import csv_text
from qmsctl.render.sheet import Sheet, Table, console, markdown, plain
from qmsctl.render.sheet_paper import html
from qmsctl.reports.shown import Fact, Shown, in_words, short

__all__ = ["RecordList", "record_csv", "record_sheet", "written_sheet"]

Row = TypeVar("Row")


class RecordList(Protocol):
    """A list made from records."""

    @property
    def organisation(self) -> str:
        """Whose it is."""

    @property
    def day(self) -> dt.date:
        """The day that is asked about."""

    @property
    def commit(self) -> str | None:
        """The commit that was looked at."""

    @property
    def complete(self) -> bool:
        """Whether the whole history was there."""

    @property
    def unrecorded(self) -> Sequence[str]:
        """Files of records that no commit holds."""

    @property
    def contested(self) -> Sequence[str]:
        """Files of records that contradict each other."""


def record_sheet(
    listed: RecordList, heading: Message, facts: tuple[Fact, ...], tables: tuple[Table, ...]
) -> Sheet:
    """Return *tables* with what does not count of *listed* above them."""
    doubts = [
        *(
            tr("written and not yet recorded, so it does not count: {path}", path=path)
            for path in listed.unrecorded
        ),
        *(tr("contested, so it does not count: {path}", path=path) for path in listed.contested),
    ]
    if not listed.complete:
        doubts.append(tr("the beginning of the history is missing, so records may be missing too"))
    footer = tr(
        "State of {day}; commit {commit}.",
        day=listed.day,
        commit=short(listed.commit) if listed.commit else "-",
    )
    return Sheet(listed.organisation, heading, facts, tuple(doubts), tr("To be settled"), tables, footer)


_WRITTEN: Final[Mapping[str, Callable[[Sheet, str], str]]] = {
    "plain": plain,
    "markdown": markdown,
    "html": html,
}


def written_sheet(sheet: Sheet, format: str, language: str, *, width: int, colour: bool) -> str:
    """Return *sheet* as `console`, `plain`, `markdown` or `html`, in words of *language*."""
    if format == "console":
        return console(sheet, language, width=width, colour=colour)
    return _WRITTEN[format](sheet, language)


def record_csv(
    columns: Sequence[tuple[Message, Callable[[Row], Shown]]],
    rows: Iterable[Row],
    language: str,
    *,
    excel: bool,
) -> str:
    """Return *rows* as a table for programs: days are written as 2026-11-22.

    Args:
        columns: the heading of each, and what a row says in it.
        rows: of the list.
        language: of the words.
        excel: as `csv_text` has it.
    """

    def cell(value: Shown) -> str:
        return value.isoformat() if isinstance(value, dt.date) else in_words(value, language)

    headings = [heading.into(language) for heading, _ in columns]
    return csv_text(headings, ([cell(said(row)) for _, said in columns] for row in rows), excel=excel)
