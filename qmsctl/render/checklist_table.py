"""A checklist as a table that `qmsctl import` reads back: as CSV, as a workbook, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from qmsctl import __version__
from qmsctl.authoring.foreign_words import CHECKLIST_COLUMNS
from qmsctl.authoring.imported import FIELDS
from qmsctl.messages import tr
from qmsctl.model.document import Checklist, Question
from qmsctl.render.csv_text import csv_text
from qmsctl.render.workbook import Grid, workbook

__all__ = ["checklist_csv", "checklist_json", "checklist_workbook"]

SCHEMA: Final = "qmsctl.checklist/1"

_VALUES: Final[Mapping[str, Callable[[Question], str]]] = {
    "id": lambda question: question.id,
    "clauses": lambda question: ", ".join(question.clauses),
    "question": lambda question: question.text,
    "ask": lambda question: ", ".join(question.ask),
    "look_for": lambda question: question.look_for or "",
    "sample": lambda question: question.sample or "",
    "lapse": lambda question: question.lapse or "",
    "strength": lambda question: question.strength or "",
}
"""By the column of `import`: what a question says in it."""


def _rows(checklist: Checklist) -> list[list[str]]:
    return [[value(question).strip() for value in _VALUES.values()] for question in checklist.questions]


def _headings(language: str) -> list[str]:
    return [CHECKLIST_COLUMNS[name].into(language) for name in _VALUES]


def checklist_csv(checklist: Checklist, language: str, *, excel: bool) -> str:
    """Return the questions as CSV; what the document says of itself has no place in one table."""
    return csv_text(_headings(language), _rows(checklist), excel=excel)


def checklist_workbook(checklist: Checklist, language: str) -> bytes:
    """Return the questions on one sheet, and what the document says of itself on another.

    Raises:
        MissingExtraError: the extra `xlsx` is not installed.
    """
    stated = {name: getattr(checklist, name) for name in FIELDS}
    facts = [[FIELDS[name].into(language), value] for name, value in stated.items() if value]
    questions = Grid(tr("Questions").into(language), _headings(language), _rows(checklist), frozen=1)
    document = Grid(
        tr("Document").into(language), [tr("Field").into(language), tr("Value").into(language)], facts
    )
    return workbook(
        [questions, document],
        title=f"{checklist.id} {checklist.title}",
        language=language,
        subject=checklist.id,
    )


def checklist_json(checklist: Checklist, organisation: str) -> str:
    """Return the checklist for programs.  The schema is `docs/schema/checklist-1.json`."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": organisation,
        "id": checklist.id,
        "title": checklist.title,
        "revision": checklist.revision,
        "language": checklist.language,
        "owner": checklist.owner,
        "edition": checklist.edition,
        "questions": [
            {
                "id": question.id,
                "clauses": list(question.clauses),
                "text": question.text,
                "ask": list(question.ask),
                "look_for": question.look_for,
                "sample": question.sample,
                "lapse": question.lapse,
                "strength": question.strength,
            }
            for question in checklist.questions
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
