"""The sheets of a file that hold questions: which row heads the columns, and what each column holds."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.foreign_words import CHECKLIST_COLUMNS, RESULT, checklist_column, folded_word
from qmsctl.authoring.imported import Found
from qmsctl.documents.sheet import Sheet, SheetRow, column_letters
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.schema import closest

__all__ = [
    "QuestionSheet",
    "below",
    "named_columns",
    "not_taken",
    "shortened",
    "understood",
    "with_questions",
]

_WITHIN: Final = 40
"""Rows from the top among which the headings of the columns stand."""
_SHOWN: Final = 60


def named_columns(given: Sequence[str]) -> dict[str, str]:
    """Return what was given with `--column question="Treść pytania"`: headings by the name of what they hold.

    Raises:
        RefusedError: it is not written so, or no column holds such a thing.
    """
    found: dict[str, str] = {}
    for one in given:
        name, equals, heading = (part.strip() for part in one.partition("="))
        name = {"text": "question", "clause": "clauses"}.get(name, name)
        if not equals or not heading:
            raise RefusedError(
                tr("{word} is no value of {option}", word=one, option="--column"),
                tr("write a name, an equals sign and a text"),
            )
        if name not in CHECKLIST_COLUMNS:
            near = closest(name, tuple(CHECKLIST_COLUMNS))
            raise RefusedError(
                tr("no column is called {name}", name=name),
                tr("did you mean {near}?", near=near)
                if near
                else tr("columns there are: {known}", known=list_of(list(CHECKLIST_COLUMNS))),
            )
        found[name] = heading
    return found


@dataclass
class QuestionSheet:
    """One sheet whose columns are known."""

    sheet: Sheet
    header: SheetRow
    columns: dict[str, int]
    """By what they hold."""
    others: dict[int, bool]
    """Columns that are not taken over, and whether they hold results."""


def with_questions(sheets: Sequence[Sheet], named: Mapping[str, str]) -> list[QuestionSheet]:
    """Return the visible sheets that have a column of questions.

    Raises:
        RefusedError: there is none, or a column that was named is in none of them.
    """
    read = [one for sheet in sheets if not sheet.hidden and (one := _headed(sheet, named)) is not None]
    for name, heading in named.items():
        if not any(name in one.columns for one in read):
            words = [shortened(row.text(at)) for row in _heads(sheets, read) for at in row.filled]
            raise RefusedError(
                tr("no column is headed {heading}", heading=heading),
                tr("headings there are: {known}", known=list_of(words) or "-"),
            )
    if not read:
        words = [shortened(row.text(at)) for row in _heads(sheets, read) for at in row.filled]
        raise RefusedError(
            tr("{file} has no column of questions; in its row of headings stand: {words}", file=sheets[0].path,
               words=list_of(words) or "-"),
            tr('name the column of the questions: --column question="HEADING"'),
        )  # fmt: skip
    return read


def _heads(sheets: Sequence[Sheet], read: Sequence[QuestionSheet]) -> list[SheetRow]:
    """Return the row that heads the columns, or the one that most likely does where none has one of questions."""
    if read:
        return [read[0].header]
    first = next((sheet for sheet in sheets if sheet.rows and not sheet.hidden), sheets[0])
    widest = max(first.rows[:_WITHIN], key=lambda row: len(row.filled), default=None)
    return [widest] if widest else []


def _headed(sheet: Sheet, named: Mapping[str, str]) -> QuestionSheet | None:
    """Return *sheet* with its columns, if one of its first rows heads a column of questions."""
    for row in sheet.rows[:_WITHIN]:
        said = {at: named_as for at in row.filled if (named_as := _column(row.text(at), named))}
        columns: dict[str, int] = {}
        for at, name in said.items():
            if name != RESULT:
                columns.setdefault(name, at)
        enough = "question" in columns and (len(row.filled) > 1 or len(sheet.rows[0].filled) == 1)
        if enough:
            others = {at: said.get(at) == RESULT for at in row.filled if at not in columns.values()}
            return QuestionSheet(sheet, row, columns, others)
    return None


def _column(heading: str, named: Mapping[str, str]) -> str | None:
    """Return what a column holds: what the caller says of its heading counts before what is usual."""
    folded = folded_word(heading)
    for name, wanted in named.items():
        if heading.strip() == wanted or folded == folded_word(wanted):
            return name
    usual = checklist_column(heading)
    return None if usual in named else usual


def understood(one: QuestionSheet) -> Iterator[Found]:
    """Yield what each column that is taken over holds, and where its heading stands."""
    for name, at in one.columns.items():
        yield Found(CHECKLIST_COLUMNS[name], one.header.text(at), one.sheet.place(one.header, at))
    if one.sheet.encoding == "Windows-1250":
        yield Found(
            tr("Letters"), one.sheet.encoding, tr("the file is no UTF-8; look whether the letters are right")
        )


def not_taken(one: QuestionSheet) -> Iterator[Message]:
    """Yield each column that is not taken over, and why."""
    for at, is_result in one.others.items():
        heading = one.header.text(at)
        filled = [row for row in below(one) if row.text(at)]
        if is_result:
            yield tr_n(
                "column {heading}: it is filled in during an audit ({count} cell)",
                "column {heading}: it is filled in during an audit ({count} cells)",
                len(filled),
                heading=heading,
            )
        else:
            yield tr_n(
                "column {heading}: unknown ({count} cell); --column NAME=… says what it holds",
                "column {heading}: unknown ({count} cells); --column NAME=… says what it holds",
                len(filled),
                heading=heading,
            )
    nameless = {at for row in below(one) for at in row.filled}
    for at in sorted(nameless - set(one.columns.values()) - set(one.others)):
        yield tr("column {letters}: it has no heading", letters=column_letters(at))


def below(one: QuestionSheet) -> Iterator[SheetRow]:
    """Yield the rows below the headings, but for those that repeat them."""
    for row in one.sheet.rows:
        if row.number > one.header.number and not _repeats(row, one):
            yield row


def _repeats(row: SheetRow, one: QuestionSheet) -> bool:
    """Return whether *row* has the headings of the columns again, as on every printed page."""
    return all(row.text(at) == one.header.text(at) for at in one.columns.values())


def shortened(text: str) -> str:
    """Return the beginning of *text*, as it is quoted in a message."""
    return textwrap.shorten(text, _SHOWN, placeholder=" …")
