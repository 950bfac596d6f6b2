"""The thirty fields of a report: each is there because of what is recorded, or written by qmsctl and said to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from qmsctl.control.findings import FindingStatus
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.course import Event
from qmsctl.reports.marks import CONTESTED, OUTCOMES, UNANSWERED
from qmsctl.reports.questions import Tally
from qmsctl.reports.report_fields import FieldState, report_fields
from tests.reports.office import TEXT, office, report_of

THERE, PARTLY, MISSING, WRITTEN = FieldState.THERE, FieldState.PARTLY, FieldState.MISSING, FieldState.WRITTEN
EMPTY = """
```yaml title="audits/{AUD-2026-09}/audit.yaml"
id: AUD-2026-09
type: audit
title: An audit that nobody has planned any further
revision: "1"
kind: surveillance
```
"""
CONCLUSIONS = TEXT[TEXT.index("recommendation: Utrzymać") :].partition("\n")[0]
FULL = (
    TEXT.replace(
        CONCLUSIONS,
        CONCLUSIONS
        + """
fulfilment: Kryteria spełniono.
programme_issues: Brak.
next_audits: Dostawcy.
use_of_marks: Bez uwag.
certified_scope: Bez zmian.
not_covered: [Dostawcy]
opinions: [Naczelnik ocenia ustalenie inaczej.]""",
    ).replace(
        "client: mayor",
        "client: mayor\nconducted_by: Auditorzy sp. z o.o.\ntogether_with: [Audit BHP]\n"
        "schedule: [{time: 9-10, what: Otwarcie}]",
    )
    + """
```yaml title="audits/{AUD-2026-01}/minutes/20261021T150000Z-mmmmmmm9.yaml"
record: minutes
audit: AUD-2026-01
kind: closing
occurred: 2026-10-21
present: [head-so]
recorded: 2026-10-21T15:00:00Z
```

```yaml title="findings/{f-minor}/20261110T120000Z-fffffffa.yaml"
record: finding
finding: f-minor
step: action
action: Wykaz wydań wisi na stanowiskach.
owner: head-so
due: 2027-01-31
occurred: 2026-11-10
recorded: 2026-11-10T12:00:00Z
```
"""
)
GENERATED = {"R17", "R20", "R28"}


@cache
def full() -> AuditReport:
    """Return the report of an audit of which everything is recorded."""
    made = report_of(office(FULL).system())
    issued = replace(made.identification, is_draft=False)
    return replace(made, identification=issued)


@cache
def empty() -> AuditReport:
    """Return the report of an audit of which nothing is known but that it is planned."""
    return report_of(office(TEXT.partition('```yaml title="audits/')[0] + EMPTY).system(), "AUD-2026-09")


def states(report: AuditReport) -> dict[str, FieldState]:
    """Return the state of each field."""
    return {field.id: field.state for field in report_fields(report)}


def tallied(**counts: int) -> Tally:
    """Return a tally of questions."""
    return Tally(tuple((outcome, counts.get(outcome, 0)) for outcome in OUTCOMES))


def test_all_of_it_can_be_there() -> None:
    """Where everything is recorded nothing is missing; what changed was not looked at here."""
    found = states(full())

    assert {id for id, state in found.items() if state is MISSING} == {"R15"}
    assert {id for id, state in found.items() if state is WRITTEN} == GENERATED
    assert {id for id, state in found.items() if state is PARTLY} == set()


def test_nothing_is_there_for_nothing() -> None:
    """Of an audit about which nothing is recorded only its kind is known, and whose system it audits."""
    found = states(empty())

    assert {id for id, state in found.items() if state is THERE} == {"R04"}
    assert {id for id, state in found.items() if state is WRITTEN} == GENERATED
    assert {id for id, state in found.items() if state is PARTLY} == {"R02"}


def test_what_qmsctl_writes_is_never_lacking() -> None:
    """Neither is what an audit of another kind has."""
    assert {field.id for field in report_fields(empty()) if field.is_lacking}.isdisjoint(GENERATED | {"R22"})


def quiet(report: AuditReport) -> AuditReport:
    """Return *report* as it is where nothing departed from the plan, all is answered, and all agreed."""
    said = replace(report.conclusions[-1], not_covered=())
    return replace(
        report,
        conclusions=(said,),
        course=tuple(replace(event, opinions=()) for event in report.course if event.key != "deviation"),
        tally=tallied(conforms=3, not_audited=1),
        results=(),
        scope=replace(report.scope, units=()),
    )


def moved(report: AuditReport) -> AuditReport:
    """Return *report* with evidence from a day after the audit."""
    late = replace(report.evidence[0], occurred=dt.date(2026, 10, 22))
    return replace(report, evidence=(late,))


def disputed(report: AuditReport) -> AuditReport:
    """Return *report* with a finding that the auditee disputes."""
    return replace(report, findings=(replace(report.findings[0], status=FindingStatus.DISPUTED),))


def unshown(report: AuditReport) -> AuditReport:
    """Return *report* with a finding that names no evidence."""
    return replace(report, findings=(replace(report.findings[0], evidence=(), evidence_text=None),))


def with_event(report: AuditReport, key: str, *opinions: str) -> AuditReport:
    """Return *report* with one more event."""
    event = Event(key, dt.date(2026, 10, 21), (), "Said.", opinions)
    return replace(report, course=(*report.course, event))


@pytest.mark.parametrize(
    ("id", "change", "expected"),
    [
        ("R02", lambda r: replace(r, auditees=()), PARTLY),
        ("R06", lambda r: replace(r, scope=replace(r.scope, begins=None, ends=None)), PARTLY),
        ("R08", lambda r: replace(r, auditees=(), course=()), PARTLY),
        ("R09", lambda r: replace(r, identification=replace(r.identification, places=())), PARTLY),
        ("R10", quiet, THERE),
        ("R10", lambda r: replace(quiet(r), is_concluded=False), MISSING),
        ("R10", lambda r: replace(quiet(r), tally=tallied(**{UNANSWERED: 1})), MISSING),
        ("R10", lambda r: moved(quiet(r)), MISSING),
        ("R10", lambda r: with_event(moved(quiet(r)), "deviation"), THERE),
        ("R12", lambda r: replace(r, evidence=tuple(e for e in r.evidence if e.result == "not_audited")), MISSING),
        ("R12", unshown, PARTLY),
        ("R16", quiet, THERE),
        ("R16", lambda r: replace(quiet(r), is_concluded=False), MISSING),
        ("R16", lambda r: replace(quiet(r), tally=tallied(**{CONTESTED: 1})), PARTLY),
        ("R16", lambda r: disputed(quiet(r)), PARTLY),
        ("R16", lambda r: with_event(disputed(quiet(r)), "closing", "He sees it otherwise."), THERE),
        ("R24", lambda r: replace(r, course=(*r.course, Event("closing", None, (), None))), MISSING),
        ("R25", quiet, THERE),
        ("R25", lambda r: replace(quiet(r), is_concluded=False), MISSING),
        ("R25", lambda r: replace(quiet(r), results=r.results), PARTLY),
        ("R25", lambda r: replace(quiet(r), tally=tallied(**{UNANSWERED: 1})), PARTLY),
        ("R25", lambda r: replace(quiet(r), scope=r.scope), THERE),
        ("R25", lambda r: replace(quiet(r), scope=r.scope, units=r.units[1:]), PARTLY),
        ("R26", lambda r: replace(r, findings=()), MISSING),
        ("R30", lambda r: replace(r, distribution=()), PARTLY),
    ],
)  # fmt: skip
def test_a_field_follows_from_what_it_tells(
    id: str, change: Callable[[AuditReport], AuditReport], expected: FieldState
) -> None:
    """That an audit is concluded earns nothing by itself: what its records show has to be told."""
    assert states(change(full()))[id] is expected
