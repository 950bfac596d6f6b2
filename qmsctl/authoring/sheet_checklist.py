"""A checklist out of a table that somebody made in Excel or as CSV: which column is what, and what each row is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qmsctl.authoring.answer_row import as_typed
from qmsctl.authoring.clause_list import clauses_in
from qmsctl.authoring.imported import FIELDS, Found, Imported
from qmsctl.authoring.question_ids import question_ids
from qmsctl.authoring.sheet_columns import (
    QuestionSheet,
    below,
    not_taken,
    shortened,
    understood,
    with_questions,
)
from qmsctl.authoring.title_block import DECISIONS, labelled_line, title_block
from qmsctl.documents.sheet import Sheet, SheetRow
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.standards import Edition, clause_key

__all__ = ["checklist_in", "titles_above"]

_LISTED: Final = re.compile(r"[,;\n]+")
_TEXTS: Final = ("look_for", "sample", "lapse", "strength")
_HEADING_CLAUSE: Final = re.compile(r"^(?:pkt\.?|punkt|clause)?\s*(?P<clause>\d+(?:\.\d+)+)\b", re.IGNORECASE)


@dataclass
class _Rows:
    """What comes of the rows of all sheets."""

    edition: Edition
    questions: list[dict[str, object]] = field(default_factory=list)
    ids: list[tuple[str, str]] = field(default_factory=list)
    """Of each question: what stands in the columns for its id and its number."""
    headings: list[str] = field(default_factory=list)
    dropped: list[Message] = field(default_factory=list)
    doubtful: list[Message] = field(default_factory=list)
    under: tuple[str, ...] = ()
    """Clauses of the heading above."""
    by_heading: int = 0
    merged: int = 0


def titles_above(sheets: Sequence[Sheet], named: Mapping[str, str]) -> Imported:
    """Return what stands above the headings of the columns, and on sheets of labels and values: title, id, revision.

    Raises:
        RefusedError: no sheet has a column of questions, or one that was named.
    """
    fields: dict[str, str] = {}
    found: list[Found] = []
    decisions: list[Found] = []
    read = with_questions(sheets, named)
    tables = [(one.sheet, [row for row in one.sheet.rows if row.number < one.header.number]) for one in read]
    used = {id(one.sheet) for one in read}
    tables += [(sheet, list(sheet.rows)) for sheet in sheets if id(sheet) not in used and not sheet.hidden]
    for sheet, rows in tables:
        for row in rows:
            stated = title_block([[cell.text for cell in row.cells]])
            for one in stated:
                shown = Found(
                    FIELDS.get(one.field, Message("{label}", (("label", one.label),))),
                    one.value,
                    sheet.place(row),
                )
                if one.field in DECISIONS:
                    decisions.append(shown)
                elif fields.setdefault(one.field, one.value) is one.value:
                    found.append(shown)
            alone = row.filled
            if (
                not stated
                and len(alone) == 1
                and sheet in [one.sheet for one in read]
                and "title" not in fields
            ):
                fields["title"] = " ".join(row.text(alone[0]).split())
                found.append(Found(FIELDS["title"], fields["title"], sheet.place(row)))
    return Imported(fields, {}, tuple(found), (), tuple(decisions), is_checklist=True)


def checklist_in(sheets: Sequence[Sheet], named: Mapping[str, str], edition: Edition) -> Imported:
    """Return the questions that the *sheets* hold, with what was understood and what was dropped.

    Args:
        sheets: of the file.
        named: headings of columns by what they hold, where the caller names them.
        edition: whose clauses they are.

    Raises:
        RefusedError: no sheet has a column of questions, one that was named is not there, or there is no question.
    """
    read = with_questions(sheets, named)
    rows = _Rows(edition)
    found: list[Found] = []
    for one in read:
        found += understood(one)
        rows.dropped += not_taken(one)
        _take(one, rows)
    taken = {one.sheet.title for one in read}
    for sheet in sheets:
        if sheet.title is not None and sheet.title not in taken and sheet.rows and not _labels_only(sheet):
            rows.dropped.append(
                tr("sheet {sheet}: hidden", sheet=sheet.title)
                if sheet.hidden
                else tr("sheet {sheet}: no column of questions", sheet=sheet.title)
            )
    if not rows.questions:
        raise RefusedError(
            tr("there is no question in {file}", file=sheets[0].path),
            tr('name the column of the questions: --column question="HEADING"'),
        )
    ids, how = question_ids(rows.ids)
    questions = [{"id": id, **question} for id, question in zip(ids, rows.questions, strict=True)]
    found.append(Found(tr("Questions"), str(len(questions)), how))
    found += _told(rows)
    return Imported(
        {}, {"questions": questions}, tuple(found), (*rows.dropped, *rows.doubtful), is_checklist=True
    )


def _labels_only(sheet: Sheet) -> bool:
    """Return whether a sheet says who the document is, and asks nothing."""
    stated = [row for row in sheet.rows if title_block([[cell.text for cell in row.cells]])]
    return len(stated) > 1 and len(stated) >= len(sheet.rows) - 1


def _told(rows: _Rows) -> Iterator[Found]:
    clauses = sorted(
        {one for question in rows.questions for one in _list(question.get("clauses"))}, key=clause_key
    )
    if clauses:
        yield Found(
            tr("Clauses"), list_of(clauses), tr("clauses of {edition}", edition=rows.edition.designation)
        )
    if rows.headings:
        yield Found(
            tr("Headings between the rows"),
            list_of([shortened(one) for one in rows.headings]),
            tr_n(
                "{count} question has its clauses from the heading above it",
                "{count} questions have their clauses from the heading above them",
                rows.by_heading,
            ),
        )
        rows.dropped.append(
            tr_n(
                "{count} heading between the rows: a checklist has none",
                "{count} headings between the rows: a checklist has none",
                len(rows.headings),
            )
        )
    if rows.merged:
        yield Found(
            tr("Merged cells"),
            str(rows.merged),
            tr("what a merged cell shows counts for each of its rows"),
        )


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _take(one: QuestionSheet, rows: _Rows) -> None:
    rows.under = ()
    for row in below(one):
        if _is_heading(row, one):
            _take_heading(row, rows)
            continue
        text = " ".join(one.sheet.unmerged(row, one.columns["question"]).split())
        if not text:
            stated = labelled_line(" ".join(row.text(at) for at in row.filled))
            if row.filled and stated is None:
                rows.dropped.append(tr("{place}: no question stands in this row", place=one.sheet.place(row)))
            continue
        _take_question(row, as_typed(text), one, rows)


def _is_heading(row: SheetRow, one: QuestionSheet) -> bool:
    """Return whether *row* stands above those below it: one text, which no other row of questions would be."""
    if len(row.filled) != 1:
        return False
    (at,) = row.filled
    if (row.number, at) in one.sheet.merged:
        return False
    spans = (row.number, at + 1) in one.sheet.merged
    if at != one.columns["question"] or spans:
        return not one.sheet.unmerged(row, one.columns["question"]) or spans
    marking = [one.columns[name] for name in ("id", "number", "clauses") if name in one.columns]
    return (
        bool(marking)
        and not row.text(at).rstrip().endswith("?")
        and not any(one.sheet.unmerged(row, mark) for mark in marking)
    )


def _take_heading(row: SheetRow, rows: _Rows) -> None:
    text = " ".join(row.text(row.filled[0]).split())
    rows.headings.append(text)
    stated = _HEADING_CLAUSE.match(text)
    clause = rows.edition.clause(stated["clause"]) if stated else None
    rows.under = (clause.id,) if clause else ()


def _take_question(row: SheetRow, text: str, one: QuestionSheet, rows: _Rows) -> None:
    question: dict[str, object] = {"clauses": _clauses(row, one, rows), "text": text}
    for name in ("ask", *_TEXTS):
        at = one.columns.get(name)
        said = as_typed(one.sheet.unmerged(row, at)) if at is not None else ""
        if said and name == "ask":
            question[name] = [part for word in _LISTED.split(said) if (part := " ".join(word.split()))]
        elif said:
            question[name] = said
    rows.merged += sum((row.number, at) in one.sheet.merged for at in one.columns.values())
    rows.questions.append(question)
    marks = [_text(row, one, name) for name in ("id", "number")]
    rows.ids.append((marks[0], marks[1]))


def _text(row: SheetRow, one: QuestionSheet, name: str) -> str:
    at = one.columns.get(name)
    return as_typed(row.text(at)) if at is not None else ""


def _clauses(row: SheetRow, one: QuestionSheet, rows: _Rows) -> list[str]:
    at = one.columns.get("clauses")
    said = one.sheet.unmerged(row, at) if at is not None else ""
    if at is None or not said:
        rows.by_heading += bool(rows.under)
        return list(rows.under)
    listed = clauses_in(said, rows.edition)
    place = one.sheet.place(row, at)
    for number in listed.unknown:
        rows.dropped.append(
            tr(
                "{place}: {edition} has no clause {clause}",
                place=place,
                edition=rows.edition.designation,
                clause=number,
            )
        )
    if at < len(row.cells) and row.cells[at].number and rows.edition.clause(f"{said}0"):
        rows.doubtful.append(
            tr(
                "{place}: Excel holds a number; was it {clause} or {other}?",
                place=place,
                clause=said,
                other=f"{said}0",
            )
        )
    if not listed.known and not listed.unknown:
        rows.dropped.append(tr("{place}: {text} names no clause", place=place, text=shortened(said)))
    return list(listed.known)
