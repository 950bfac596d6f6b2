"""What a row of a file of answers can say, under which headings, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from qmsctl.messages import LANGUAGES, Message, list_of, tr
from qmsctl.model.schema import closest

__all__ = [
    "COLUMNS",
    "SHOWN",
    "AnswerFile",
    "Row",
    "as_typed",
    "column_named",
    "repeated",
    "says_anything",
    "unknown_column",
]

COLUMNS: Final[Mapping[str, Message]] = {
    "question": tr("Question"),
    "result": tr("Result"),
    "seen": tr("What was seen"),
    "where": tr("Where it is found again"),
    "reason": tr("Reason"),
    "population": tr("How many there are"),
    "size": tr("How many were looked at"),
    "sampling": tr("How they were chosen"),
    "method": tr("Method"),
    "asked": tr("Role that was asked"),
    "unit": tr("Unit"),
    "day": tr("Day"),
    "auditor": tr("Auditor"),
    "documents": tr("Documents judged against"),
    "attachments": tr("Attachments"),
    "note": tr("Note"),
    "correction_reason": tr("Reason of the correction"),
}
"""What a row can say, by the name that files use, with the heading of its column."""

SHOWN: Final[Mapping[str, Message]] = {
    "number": tr("No."),
    "clauses": tr("Clauses"),
    "text": tr("Text of the question"),
    "whom": tr("Whom to ask"),
    "look_for": tr("What to look for"),
    "wanted": tr("Sample to take"),
    "lapse": tr("What a lapse looks like"),
    "strength": tr("What better than required looks like"),
    "in_force": tr("In force"),
    "last_time": tr("Last time"),
    "so_far": tr("Answered already"),
}
"""Columns of a blank sheet that are for whoever fills it in; what stands in them is passed over."""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as a file states it."""

    line: int
    texts: Mapping[str, str]
    """By the names of `COLUMNS`, without those that are empty; a list has one entry to a line."""
    sheet: str | None = None
    """The sheet of a workbook, in which `line` is the number of the row."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """The addresses of the cells of a workbook, such as `D7`, by the names of `COLUMNS`."""

    def at(self, file: Path, message: Message, column: str | None = None) -> Message:
        """Return *message* with its place: the line of *file*, or the sheet and the row or the cell of *column*."""
        cell = self.cells.get(column or "")
        if self.sheet is None:
            return tr("{file}, line {line}: {message}", file=str(file), line=self.line, message=message)
        if cell is None:
            return tr(
                "{file}, sheet {sheet}, row {line}: {message}",
                file=str(file),
                sheet=self.sheet,
                line=self.line,
                message=message,
            )
        return tr(
            "{file}, sheet {sheet}, cell {cell}: {message}",
            file=str(file),
            sheet=self.sheet,
            cell=cell,
            message=message,
        )


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What a file of answers states."""

    rows: tuple[Row, ...]
    """Those that say anything."""
    audit: str | None = None
    """The audit that the file itself says they are of."""


def says_anything(row: Row) -> bool:
    """Return whether *row* says more than which question it is about."""
    return bool(set(row.texts) - {"question"})


def column_named(heading: str) -> str | None:
    """Return the name of the column under *heading*, in whatever language it is; `None` if there is no such column."""
    folded = " ".join(heading.casefold().split())
    for name, said in (*COLUMNS.items(), *SHOWN.items()):
        if folded in (name, *(said.into(language).casefold() for language in LANGUAGES)):
            return name
    return None if folded else ""


def unknown_column(name: str) -> tuple[Message, Message]:
    """Return what is wrong with the heading *name* that no column has, and what was probably meant."""
    near = closest(name, list(COLUMNS))
    return tr("no column is called {name}", name=name), (
        tr("did you mean {near}?", near=near)
        if near
        else tr("columns there are: {known}", known=list_of(list(COLUMNS)))
    )


def repeated(names: Sequence[str]) -> str | None:
    """Return the first of *names* that two columns have, if there is one."""
    return next((name for name in names if name and names.count(name) > 1), None)


def as_typed(cell: str) -> str:
    """Return what was typed into a cell: an apostrophe before what looks like a formula is not part of it."""
    text = "\n".join(line.strip() for line in cell.strip().splitlines())
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") and text[1:2] else text
