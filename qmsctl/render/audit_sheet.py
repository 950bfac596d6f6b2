"""The blank checklist of an audit: as a page to print with room to write, as Markdown, and as tables to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from qmsctl import __version__
from qmsctl.authoring.answer_row import COLUMNS, SHOWN
from qmsctl.authoring.evidence import RESULT_WORDS
from qmsctl.authoring.meant import METHOD_WORDS
from qmsctl.messages import Message, list_of, tr
from qmsctl.papers.blocks import Paper
from qmsctl.papers.forms import LINE, PAGE_WIDE_ROOM
from qmsctl.render.csv_text import csv_text
from qmsctl.render.sheet import Sheet, Table, console, markdown
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.render.workbook import Grid, workbook
from qmsctl.reports.audit_sheet import BlankSheet
from qmsctl.reports.conducting import Put, whom_to_ask
from qmsctl.reports.marks import OUTCOMES
from qmsctl.reports.shown import Fact, Shown, in_words

__all__ = [
    "FORMATS",
    "blank_sheet_paper",
    "render_blank_sheet",
    "render_blank_sheet_console",
    "sheet_workbook",
    "table_of",
]

FORMATS: Final = ("html", "markdown", "csv")
"""As text; a workbook is bytes."""

_ROOM: Final = "\N{NO-BREAK SPACE}"
"""A line with nothing on it, to write on."""
_BOX: Final = "☐ {word}"
_SAID: Final = tuple(name for name in COLUMNS if name != "question")
"""What somebody fills in."""
_ORDER: Final = ("number", "question", *(name for name in SHOWN if name != "number"), *_SAID)
"""The columns of a table, by name."""
_RESULTS: Final = ("conforms", "does_not_conform", "not_applicable", "not_audited")


def render_blank_sheet(sheet: BlankSheet, format: str, language: str) -> str:
    """Return *sheet* in one of `FORMATS`, in words of *language*."""
    if format == "csv":
        return _csv(sheet, language)
    if format == "html":
        return html(_sheet(sheet, language, PAGE_WIDE_ROOM, LINE), language)
    return markdown(_sheet(sheet, language, _ROOM), language)


def render_blank_sheet_console(sheet: BlankSheet, language: str, *, width: int, colour: bool) -> str:
    """Return *sheet* for a terminal of *width* columns: one block for each question."""
    return console(_sheet(sheet, language, _ROOM), language, width=width, colour=colour)


def blank_sheet_paper(sheet: BlankSheet, written: str, language: str) -> Paper:
    """Return *sheet* as a paper.

    Args:
        sheet: the questions.
        written: the language in which they are written.
        language: that of the words beside the boxes.
    """
    return sheet_paper(_sheet(sheet, language, PAGE_WIDE_ROOM, LINE), "audit-sheet", sheet.audit, written)


def _sheet(sheet: BlankSheet, language: str, room: Shown, line: Shown = _ROOM) -> Sheet:
    """Return the page, with *room* to write on beside each question, and a *line* for a word."""
    rows = tuple(_row(put, language, room) for put in sheet.questions)
    columns = (
        tr("No."),
        tr("Question"),
        tr("Judged against"),
        tr("Result"),
        tr("Evidence: what was seen, where, sample"),
    )
    return Sheet(
        sheet.organisation,
        tr("List of questions of the audit {audit}", audit=sheet.audit),
        (
            Fact(tr("Title"), sheet.title),
            Fact(tr("Days of the audit"), sheet.days),
            Fact(tr("Units"), sheet.units),
            Fact(tr("Unit and date"), line),
            Fact(tr("Auditor"), line),
        ),
        (),
        tr("What cannot be established"),
        (Table(tr("Questions"), columns, rows, key="questions"),),
        tr("State of {day}; made by qmsctl {version}.", day=sheet.day, version=__version__),
    )


def _row(put: Put, language: str, room: Shown) -> tuple[Shown, ...]:
    question = put.asked.question
    asked: tuple[Shown, ...] = (
        tr("{id}, clause {clauses}", id=question.id, clauses=list_of(question.clauses)),
        question.text,
        *((tr("Whom to ask: {people}", people=whom_to_ask(question, language)),) if question.ask else ()),
        *((tr("Look for: {text}", text=question.look_for),) if question.look_for else ()),
        *((tr("Sample: {text}", text=question.sample),) if question.sample else ()),
    )
    boxes = tuple(
        _BOX.format(word=OUTCOMES[result].word.into(language)).replace(" ", _ROOM) for result in _RESULTS
    )
    return (put.number, asked, (*_in_force(put), *_last(put)) or _ROOM, boxes, room)


def _in_force(put: Put) -> Iterator[Message]:
    for document in put.documents:
        if document.in_force is not None:
            revision = document.in_force.revision
            yield tr("{document} revision {revision}", document=document.id, revision=revision)


def _last(put: Put) -> Iterator[Message]:
    if put.last is not None:
        fact = put.last.fact
        yield tr("last time ({audit}): {result}", audit=fact.audit, result=OUTCOMES[fact.result].word)
    for finding in put.findings:
        yield tr("{number}: {title}", number=finding.number, title=finding.raised.fact.title or "")


def _answered(put: Put) -> Iterator[Message]:
    for answer in put.answers:
        yield tr("{result}, {day}", result=OUTCOMES[answer.fact.result].word, day=answer.fact.occurred)


def table_of(sheet: BlankSheet, language: str) -> Iterator[list[str]]:
    """Yield the rows of the table to fill in, its headings first: what is shown, then what is to be said."""
    headings = {**SHOWN, **COLUMNS}
    yield [headings[name].into(language) for name in _ORDER]
    for put in sheet.questions:
        question = put.asked.question
        shown = (
            list_of(question.clauses),
            question.text,
            whom_to_ask(question, language),
            question.look_for or "",
            question.sample or "",
            question.lapse or "",
            question.strength or "",
            in_words(tuple(_in_force(put)), language),
            in_words(tuple(_last(put)), language),
            in_words(tuple(_answered(put)), language),
        )
        cells = [str(put.number), question.id, *(" ".join(text.split()) for text in shown)]
        yield [*cells, *("" for _ in _SAID)]


def _csv(sheet: BlankSheet, language: str) -> str:
    """Return what a Polish spreadsheet program opens at a double click."""
    headings, *rows = table_of(sheet, language)
    return csv_text(headings, rows, excel=True)


def sheet_workbook(sheet: BlankSheet, language: str) -> bytes:
    """Return the table to fill in as an Excel workbook that offers what can be chosen.

    Raises:
        MissingExtraError: the extra `xlsx` is not installed.
    """
    headings, *rows = table_of(sheet, language)
    offered = {_ORDER.index(name): texts for name, texts in _offered(sheet, language).items() if texts}
    grid = Grid(
        sheet.audit,
        headings,
        rows,
        choices=offered,
        frozen=_ORDER.index("text"),
        open=frozenset(map(_ORDER.index, _SAID)),
    )
    title = tr("List of questions of the audit {audit}", audit=sheet.audit).into(language)
    return workbook((grid,), title=title, language=language, subject=sheet.audit)


def _offered(sheet: BlankSheet, language: str) -> Mapping[str, Sequence[str]]:
    """Return what can be chosen, by the name of the column; `audit import` understands each of them."""
    return {
        "result": [word.into(language) for word in RESULT_WORDS.values()],
        "method": [word.into(language) for word in METHOD_WORDS.values()],
        "unit": sheet.known_units,
        "auditor": sheet.auditors,
    }
