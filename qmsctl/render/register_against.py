"""The register beside a list kept by hand as text: for terminals, as plain lines, Markdown, a page, CSV and JSON.

The schema of the JSON is `docs/schema/register-against-1.json`.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

from qmsctl import __version__
from qmsctl.adoption.written_days import WrittenDays
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr, tr_n
from qmsctl.papers.blocks import Paper
from qmsctl.render.csv_text import csv_text
from qmsctl.render.sheet import Sheet, Table, console, markdown, plain
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.register_against import Compared, Difference, Kind
from qmsctl.reports.shown import Fact, Joined, Shown, in_words, short

__all__ = ["against_paper", "render_against"]

SCHEMA: Final = "qmsctl.register-against/1"

_SAID: Final[Mapping[str, Message]] = {
    "id": tr("Id"),
    "title": tr("Title"),
    "type": tr("Type"),
    "language": tr("Language"),
    "revision": tr("Revision"),
    "effective": tr("In force since"),
    "approved": tr("Approved by and on"),
    "approved_by": tr("Approved by"),
    "approved_on": tr("Approved on"),
    "owner": tr("Owner"),
    "review_due": tr("Next review"),
    "state": tr("State"),
}
_KINDS: Final[Mapping[Kind, tuple[Message, Message]]] = {
    Kind.MISSING: (tr("Documents that the list lacks"), tr("the list lacks it")),
    Kind.UNKNOWN: (tr("Rows for which there is no document"), tr("there is no document")),
    Kind.TWICE: (tr("Documents that have more than one row"), tr("more than one row")),
    Kind.DIFFERS: (tr("Cells that differ"), tr("differs")),
    Kind.UNREAD: (tr("Days that could not be read"), tr("the day could not be read")),
    Kind.PLACEHOLDER: (tr("Cells that wait to be filled in"), tr("waits to be filled in")),
    Kind.ALIKE: (tr("Ids that are written otherwise"), tr("the id is written otherwise")),
    Kind.OTHERWISE: (
        tr("Days that are written otherwise and are the same"),
        tr("written otherwise, the same day"),
    ),
}
"""By kind: the heading above them, and what it is called beside one."""
_KINDS_OF_MATRIX: Final[Mapping[Kind, tuple[Message, Message]]] = {
    **_KINDS,
    Kind.MISSING: (tr("What the matrix lacks"), tr("the matrix lacks it")),
    Kind.UNKNOWN: (tr("What the matrix names and nobody knows"), tr("nobody knows it")),
    Kind.DIFFERS: (tr("Who has to read what, and the matrix says otherwise"), tr("differs")),
}
_COLUMNS: Final = (
    tr("Document"),
    tr("What"),
    tr("In the list"),
    tr("In the register"),
    tr("Where in the list"),
    tr("Where in the system"),
)


def render_against(compared: Compared, format: str, language: str, *, width: int, colour: bool) -> str:
    """Return *compared* in one of the formats that are texts, in words of *language*."""
    if format == "console":
        return console(_sheet(compared), language, width=width, colour=colour)
    if format == "json":
        return _json(compared, language)
    if format in ("csv", "csv-excel"):
        return _csv(compared, language, excel=format == "csv-excel")
    return {"plain": plain, "markdown": markdown, "html": html}[format](_sheet(compared), language)


def against_paper(compared: Compared) -> Paper:
    """Return *compared* as a paper for the formats that files have."""
    return sheet_paper(_sheet(compared), "register-against", compared.day.isoformat(), compared.language)


def said_in_words(said: str | None) -> Shown:
    """Return which value *said* is, as people call it; a reader of a matrix by what the matrix calls them."""
    return _SAID.get(said or "", said)


def _kinds(compared: Compared) -> Mapping[Kind, tuple[Message, Message]]:
    return _KINDS_OF_MATRIX if compared.matrix else _KINDS


def _sheet(compared: Compared) -> Sheet:
    return Sheet(
        compared.organisation,
        tr("The matrix of readers {file} beside the register", file=compared.file)
        if compared.matrix
        else tr("The list {file} beside the register of documents", file=compared.file),
        tuple(_facts(compared)),
        tuple(_doubts(compared)),
        tr("Not compared"),
        tuple(_tables(compared)),
        tr("State of {day}, made from the history; it says nothing of later days.", day=compared.day),
    )


def _facts(compared: Compared) -> Iterator[Fact]:
    yield Fact(tr("As of"), compared.day)
    yield Fact(tr("Commit"), short(compared.commit) if compared.commit else None)
    if compared.from_commit:
        yield Fact(tr("The list"), tr("as the commit holds it"))
    if compared.heading:
        yield Fact(tr("Table"), compared.heading)
    yield Fact(tr("Rows"), compared.rows)
    yield Fact(tr("Documents"), compared.documents)
    if compared.matrix:
        names = tuple(heading for _, heading in compared.columns)
        yield Fact(tr("Readers compared"), Joined(names, "; "))
    else:
        columns = tuple(Joined((said_in_words(said), heading), ": ") for said, heading in compared.columns)
        yield Fact(tr("Columns compared"), Joined(columns, "; "))
    for kind, (heading, _) in _kinds(compared).items():
        if found := len(compared.of(kind)):
            yield Fact(heading, found)
    if not compared.differs:
        yield Fact(tr("Result"), tr("nothing differs in what was compared"))


def _doubts(compared: Compared) -> Iterator[Message]:
    if not compared.complete:
        yield tr(
            "The beginning of the history is missing, so who recorded the approvals cannot be established."
        )
    yield from _unread(compared)
    if compared.others:
        yield tr(
            "columns of which nobody knows what they say: {columns}; name one with --column NAME=HEADING",
            columns=", ".join(compared.others),
        )
    if compared.unheaded:
        yield tr("columns without a heading: {columns}", columns=", ".join(compared.unheaded))
    for heading in compared.left:
        yield tr("a further table with ids, under: {heading}; name it with --heading", heading=heading or "-")
    if compared.beyond:
        yield tr("rows about documents that were not asked for: {count}", count=compared.beyond)
    if compared.encoding != "UTF-8":
        yield tr(
            "the file is not UTF-8 and was read as {encoding}; look whether the letters are right",
            encoding=compared.encoding,
        )


def _unread(compared: Compared) -> Iterator[Message]:
    """Yield how many days could not be read, and which forms would read them, where any would."""
    found, other = compared.unread_forms("day-first"), compared.unread_forms("month-first")
    none = [text for text in found.unread if text in other.unread]
    count, options = len(compared.of(Kind.UNREAD)) - len(none), _options(found)
    if options and found.sure:
        yield tr_n(
            "{count} day is written in a form that nobody named; name it: {option}",
            "{count} days are written in a form that nobody named; name it: {option}",
            count,
            option=options,
        )
    elif options:
        yield tr_n(
            "{count} day is written in a form that nobody named; name it: {first} if the day comes first in it, {other} if the month does",
            "{count} days are written in a form that nobody named; name it: {first} if the day comes first in them, {other} if the month does",
            count,
            first=options,
            other=_options(other),
        )
    if none:
        yield tr_n(
            "{count} cell is in no form a day of the calendar: {cells}",
            "{count} cells are in no form a day of the calendar: {cells}",
            len(none),
            cells=", ".join(dict.fromkeys(none)),
        )


def _options(days: WrittenDays) -> str:
    return " ".join(f"--date-form {shlex.quote(form)}" for form in days.forms)


def _tables(compared: Compared) -> Iterator[Table]:
    for kind, (heading, _) in _kinds(compared).items():
        if found := compared.of(kind):
            rows = tuple(tuple(_cells(one)) for one in found)
            yield Table(heading, _COLUMNS, rows, key=kind.value)


def _cells(one: Difference) -> Iterator[Shown]:
    yield one.document
    yield said_in_words(one.said)
    yield one.listed
    yield one.stated if not isinstance(one.stated, tuple) else Joined(one.stated)
    yield one.listed_at.text if one.listed_at else None
    yield _place(one.stated_at)


def _place(place: Place | None) -> str | None:
    return f"{place.path}:{place.line}" if place else None


def _csv(compared: Compared, language: str, *, excel: bool) -> str:
    headings = [column.into(language) for column in (tr("Difference"), *_COLUMNS)]
    rows = (
        [word.into(language), *(_bare(cell, language) for cell in _cells(one))]
        for kind, (_, word) in _kinds(compared).items()
        for one in compared.of(kind)
    )
    return csv_text(headings, rows, excel=excel)


def _bare(value: Shown, language: str) -> str:
    """Return *value* as data: a day as 2026-11-22."""
    iso = getattr(value, "isoformat", None)
    return str(iso()) if iso is not None else in_words(value, language)


def _json(compared: Compared, language: str) -> str:
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": compared.organisation,
        "language": language,
        "day": compared.day.isoformat(),
        "commit": compared.commit,
        "history_complete": compared.complete,
        "list": {
            "file": compared.file,
            "from_commit": compared.from_commit,
            "heading": compared.heading or None,
            "encoding": compared.encoding,
            "matrix": compared.matrix,
            "columns": [{"field": said, "heading": heading} for said, heading in compared.columns],
            "not_compared": [*compared.others],
            "columns_without_heading": [*compared.unheaded],
            "tables_left": [*compared.left],
            "rows": compared.rows,
        },
        "documents": compared.documents,
        "rows_not_asked_for": compared.beyond,
        "differs": compared.differs,
        "totals": {kind.value: len(compared.of(kind)) for kind in Kind},
        "differences": [_datum(one, language) for one in compared.differences],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _datum(one: Difference, language: str) -> Mapping[str, Any]:
    listed, stated = one.listed_at, one.stated_at
    return {
        "kind": one.kind.value,
        "document": one.document,
        "document_language": one.language,
        "field": one.said,
        "list": one.listed,
        "register": _bare(one.stated, language) if one.stated is not None else None,
        "list_place": {"line": listed.line, "column": listed.column, "cell": listed.cell} if listed else None,
        "unread_day": one.kind is Kind.UNREAD,
        "register_place": {"path": stated.path, "line": stated.line, "column": stated.column}
        if stated
        else None,
    }
