"""The people of `qms.yaml` as text: for terminals, as plain lines, Markdown, a page to print, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from qmsctl import __version__
from qmsctl.messages import tr
from qmsctl.papers.blocks import Paper
from qmsctl.render.csv_text import csv_text
from qmsctl.render.sheet import Sheet, Table, console, markdown, plain
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.people_list import PeopleList, PersonListed
from qmsctl.reports.shown import Fact, Shown, in_words

__all__ = ["FORMATS", "people_paper", "render_people"]

SCHEMA: Final = "qmsctl.people/1"
FORMATS: Final = (
    "console",
    "plain",
    "markdown",
    "html",
    "csv",
    "csv-excel",
    "json",
    "docx",
    "pdf",
    "xlsx",
)
_COLUMNS: Final = (
    tr("Key"),
    tr("Name"),
    tr("E-mail addresses"),
    tr("Unit"),
    tr("Roles"),
    tr("Superior"),
    tr("Competence"),
    tr("Signing keys"),
)


def render_people(listed: PeopleList, format: str, language: str, *, width: int, colour: bool) -> str:
    """Return *listed* in one of `FORMATS` that are texts, in words of *language*."""
    if format == "console":
        return console(_sheet(listed), language, width=width, colour=colour)
    if format == "json":
        return _json(listed, language)
    if format in ("csv", "csv-excel"):
        headings = [column.into(language) for column in _COLUMNS]
        rows = [[in_words(cell, language) for cell in _row(one)] for one in listed.people]
        return csv_text(headings, rows, excel=format == "csv-excel")
    return {"plain": plain, "markdown": markdown, "html": html}[format](_sheet(listed), language)


def people_paper(listed: PeopleList, written: str) -> Paper:
    """Return *listed* as a paper for the formats that files have; names are in the language *written*."""
    return sheet_paper(_sheet(listed), "people", listed.day.isoformat(), written)


def _sheet(listed: PeopleList) -> Sheet:
    table = Table(tr("People"), _COLUMNS, tuple(tuple(_row(one)) for one in listed.people), key="people")
    return Sheet(
        listed.organisation,
        tr("People, their addresses and roles"),
        (Fact(tr("Roles as of"), listed.day),),
        (),
        tr("Cannot be established"),
        (table,),
        tr("Made by qmsctl {version} from qms.yaml, as of {day}", version=__version__, day=listed.day),
    )


def _row(one: PersonListed) -> Iterator[Shown]:
    yield one.key
    yield one.name
    yield one.emails
    yield one.unit_title
    yield tuple(role.shown for role in one.roles)
    yield one.reports_to
    yield one.competence
    yield one.keys or None


def _json(listed: PeopleList, language: str) -> str:
    """Return *listed* for programs; the schema is `docs/schema/people-1.json`."""
    people = [
        {
            "key": one.key,
            "name": one.name,
            "emails": [*one.emails],
            "unit": one.unit,
            "unit_title": one.unit_title,
            "reports_to": in_words(one.reports_to, language) or None,
            "roles": [
                {
                    "role": role.role,
                    "title": role.title,
                    "from": role.from_.isoformat() if role.from_ else None,
                    "until": role.until.isoformat() if role.until else None,
                    "held": role.held,
                }
                for role in one.roles
            ],
            "competence": [in_words(part, language) for part in one.competence],
            "keys": one.keys,
        }
        for one in listed.people
    ]
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "language": language,
        "organisation": listed.organisation,
        "day": listed.day.isoformat(),
        "people": people,
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
