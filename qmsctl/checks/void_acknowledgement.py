"""REV020: the register of acknowledgements, or a row of it, does not count."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.acknowledged import Acknowledged, Acknowledgements
from qmsctl.control.system import System
from qmsctl.documents.place import Place, Span
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity


def rows(system: System) -> Iterator[Acknowledged | Acknowledgements]:
    """The rows of the register of acknowledgements; the register itself if it cannot be read."""
    register = system.acknowledgements
    if register is not None and register.fault is not None:
        yield register
    elif register is not None:
        yield from register.rows


@rule("REV020", over=rows, severity=Severity.WARNING, clauses=("7.3", "7.5.3.1"))
def void_acknowledgement(row: Acknowledged | Acknowledgements, system: System) -> Iterator[Answer]:
    """Every row of the register of acknowledgements names a document, a person and a day that is no later than today."""
    if isinstance(row, Acknowledgements):
        if row.fault is not None:
            yield Problem(system.qms.configuration.at("acknowledgements", "register"), *row.fault)
        return
    settings = system.organisation.acknowledgements
    place = Place(settings.register if settings else "", Span(0, 0, row.line, 1))
    person, day = row.written
    if row.document not in system.documents_by_id:
        yield Problem(
            place,
            tr("no document has the id {document}", document=row.document),
            tr("correct the row; ids are written as qmsctl register shows them"),
        )
    if row.person is None:
        yield Problem(
            place,
            tr("{person} is nobody of qms.yaml, so nobody has read this", person=person or "–"),  # noqa: RUF001 - a dash
            tr("write the key or the name of the person as it stands under people: in qms.yaml"),
        )
    if row.day is None:
        yield Problem(
            place,
            tr("“{day}” is no day", day=day),
            tr("write the day as 2026-11-22 or 22.11.2026"),
        )
    elif row.day > system.day:
        yield Problem(
            place,
            tr("the day {day} has not come yet", day=row.day),
            tr("correct the row; what is to be read does not count as read"),
        )
