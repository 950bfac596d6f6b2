"""What became of the audits of a programme, what was audited last, and what a team lacks."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.control.audit_coverage import Coverable, LastAudited, leaves_of
from qmsctl.control.competence import Lacking, lacking
from qmsctl.control.programme import Progress, month_end
from qmsctl.control.system import System
from tests.pages import example

OFFICE = """\
```yaml title="qms.yaml"
qms: 1
organisation: {name: Example Office}
language: en
editions: [iso9001:2015]
exclusions: {"iso9001:2015": {8.3: Elsewhere}}
units: {OR: Organisation, SO: Civic Affairs}
processes: {P-1: {name: Documents}, P-2: {name: Decisions}}
roles: {auditor: Auditor}
people:
  ann: {name: Ann, competence: {trained: [{standard: "iso9001:2015", day: 2026-10-20}], led: 1}}
  eve: {name: Eve, competence: {trained: [{standard: "iso9001:2026"}]}}
```

"""

PROGRAMME = """\
```yaml title="programmes/pa-1.yaml"
id: PA-1
type: programme
title: Programme
revision: "1"
from: 2026-01-01
until: 2026-12-31
criteria: [{edition: "iso9001:2015"}]
entries:
  - {id: "1", month: 2026-10%s}
```

"""


def audit(rest: str = "", id: str = "AUD-1", kind: str = "internal") -> str:
    """Return the plan of an audit."""
    return f"""\
```yaml title="audits/{{{id}}}/audit.yaml"
id: {id}
type: audit
title: Audit
revision: "1"
kind: {kind}
scope: {{processes: [P-1], units: [OR]}}
criteria: [{{edition: "iso9001:2015"}}]
days: [2026-10-20]
team: [{{person: ann, role: lead_auditor}}]
{rest}
```

"""


def concluded(day: str = "2026-10-21", id: str = "AUD-1", kind: str = "conclusions") -> str:
    """Return minutes of an audit."""
    return f"""\
```yaml title="audits/{{{id}}}/minutes/{day.replace("-", "")}T100000Z-aaaaaaaa.yaml"
record: minutes
audit: {id}
kind: {kind}
occurred: {day}
recorded: {day}T10:00:00Z
```

"""


def seen(clauses: str, result: str = "conforms", unit: str = "SO", id: str = "AUD-1") -> str:
    """Return evidence of an audit."""
    return f"""\
```yaml title="audits/{{{id}}}/evidence/20261020T120000Z-{"bbbbbbbb" if result == "conforms" else "cccccccc"}.yaml"
record: evidence
audit: {id}
criteria: [{{edition: "iso9001:2015", clauses: [{clauses}]}}]
result: {result}
unit: {unit}
occurred: 2026-10-20
recorded: 2026-10-20T12:00:00Z
```

"""


def system(text: str, day: str = "2026-11-22") -> System:
    """Return the office with *text* on a day."""
    made = example(OFFICE + text, "")
    made.day = dt.date.fromisoformat(day)
    return made.system()


NAMED = 'programme: {id: PA-1, entry: "1"}'


@pytest.mark.parametrize(
    ("entry", "audits", "day", "expected"),
    [
        ("", "", "2026-10-31", Progress.PLANNED),
        ("", "", "2026-11-01", Progress.LATE),
        (", moved_to: 2026-12", "", "2026-11-22", Progress.MOVED),
        (", moved_to: 2026-12", "", "2027-01-01", Progress.LATE),
        (", state: cancelled", "", "2026-11-22", Progress.CANCELLED),
        ("", audit(NAMED), "2026-10-20", Progress.PLANNED),
        ("", audit(NAMED) + concluded("2026-10-20", kind="opening"), "2026-10-20", Progress.UNDER_WAY),
        ("", audit(NAMED) + concluded("2026-10-20", kind="opening"), "2026-11-22", Progress.LATE),
        ("", audit(NAMED) + concluded(), "2026-11-22", Progress.DONE),
        (", audit: AUD-1", audit() + concluded(), "2026-11-22", Progress.DONE),
        # what was done after all is done, whatever the programme says
        (", state: cancelled, audit: AUD-1", audit() + concluded(), "2026-11-22", Progress.DONE),
        ("", audit('programme: {id: PA-2, entry: "1"}') + concluded(), "2026-11-22", Progress.LATE),
        ("", audit(NAMED) + concluded("2026-12-02"), "2026-11-22", Progress.LATE),
    ],
)
def test_progress(entry: str, audits: str, day: str, expected: Progress) -> None:
    """What is done follows from the audits; the rest from the programme and the day."""
    (programme,) = system(PROGRAMME % entry + audits, day).programmes
    assert [expected] == [one.progress for one in programme.entries]


def rows(text: str) -> dict[str, LastAudited]:
    """Return what was audited last in the office with *text*, by key."""
    return {one.key: one for one in system(text).audited}


def test_what_was_audited_last() -> None:
    """A process counts once its audit is concluded, a clause and a unit on the day of evidence that was looked at."""
    found = rows(audit() + concluded() + seen("7.5, 9.2.1") + seen("4.1", "not_audited"))
    last = dt.date(2026, 10, 21)

    assert (last, "AUD-1") == (found["P-1"].last, found["P-1"].audit)
    assert found["P-2"].last is None
    assert (last, dt.date(2026, 10, 20)) == (found["OR"].last, found["SO"].last)
    assert {"7.5.1", "7.5.2", "7.5.3.1", "7.5.3.2", "9.2.1"} == {
        key for key, one in found.items() if one.kind is Coverable.CLAUSE and one.last
    }
    assert "Elsewhere" == found["8.3.1"].excluded


@pytest.mark.parametrize("kind", ["surveillance", "second_party"])
def test_audits_of_others_do_not_count(kind: str) -> None:
    """What the certification body audits is not the organisation's own audit."""
    assert all(one.last is None for one in rows(audit(kind=kind) + concluded() + seen("7.5")).values())


def test_an_audit_that_is_not_concluded_covers_nothing() -> None:
    """As long as an audit runs, nothing counts as audited by it: no process, no unit and no clause."""
    running = rows(audit() + seen("7.5.1"))
    assert {None} == {running[key].last for key in ("P-1", "SO", "7.5.1")}

    ended = rows(audit() + seen("7.5.1") + concluded())
    assert None not in {ended[key].last for key in ("P-1", "SO", "7.5.1")}


def test_planned_next() -> None:
    """The next month of a programme is shown; what is past, done or cancelled is none."""
    found = rows(PROGRAMME % ", processes: [P-1], clauses: [4], moved_to: 2026-12, state: moved")
    assert dt.date(2026, 12, 1) == found["P-1"].planned == found["4.1"].planned
    assert found["P-2"].planned is None
    assert rows(PROGRAMME % ", processes: [P-1]")["P-1"].planned is None
    whole = rows(PROGRAMME % ", moved_to: 2026-12")
    assert dt.date(2026, 12, 1) == whole["10.3"].planned


@pytest.mark.parametrize(
    ("last", "every", "day", "due"),
    [
        ("2024-02-29", 12, "2025-02-28", False),
        ("2024-02-29", 12, "2025-03-01", True),
        (None, 36, "2026-01-01", True),
    ],
)
def test_due(last: str | None, every: int, day: str, due: bool) -> None:  # noqa: FBT001 - a row of the table
    """Something is due once the interval has passed since its last audit, and if there was none."""
    when = dt.date.fromisoformat(last) if last else None
    row = LastAudited(Coverable.PROCESS, "P", None, when, None, (), None)
    assert due == row.is_due(dt.date.fromisoformat(day), every)


def test_leaves() -> None:
    """A clause stands for all below it, and one below a leaf for the leaf; nobody's clause for nothing."""
    assert {"7.5.1", "7.5.2", "7.5.3.1", "7.5.3.2"} == leaves_of("iso9001:2015", ["7.5"])
    assert {"4.1"} == leaves_of("iso9001:2015", ["4.1.7"])
    assert frozenset() == leaves_of("iso9001:2015", ["77"]) == leaves_of("nobody's", ["4"])


def test_month_end() -> None:
    """The last day of February is that of its year."""
    assert [dt.date(2028, 2, 29), dt.date(2026, 12, 31)] == [
        month_end(dt.date(2028, 2, 1)),
        month_end(dt.date(2026, 12, 5)),
    ]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", Lacking((), None, 1)),
        ("days: [2026-10-19]", Lacking(("iso9001:2015",), None, 1)),
        ("team: [{person: eve, role: lead_auditor}, {person: ann, role: auditor}]", Lacking((), "eve", 0)),
        ("team: [{person: ann, role: lead_auditor}, {person: eve, role: auditor}]\ncriteria: [{edition: 'iso9001:2026'}]", Lacking((), None, 1)),
        ("team: [{person: eve, role: observer}, {person: ann, role: lead_auditor}]\ncriteria: [{edition: 'iso9001:2026'}]", Lacking(("iso9001:2026",), None, 1)),
    ],
)  # fmt: skip
def test_competence(rest: str, expected: Lacking) -> None:
    """The team together knows the editions by the first day; whoever leads has audited before."""
    text = audit(rest)
    for field in ("days", "team", "criteria"):
        if field in rest:
            lines = text.splitlines()
            first = next(i for i, line in enumerate(lines) if line.startswith(f"{field}:"))
            text = "\n".join([*lines[:first], *lines[first + 1 :]]) + "\n"
    made = system(text)
    assert expected == lacking(made.audits[0].plan.fact, made.audits, made.organisation, made.day)


def test_experience_is_gathered_here() -> None:
    """A concluded audit in which somebody audited counts from the day after."""
    earlier = audit(id="AUD-0").replace("2026-10-20", "2026-03-01").replace("ann", "eve") + concluded(
        "2026-03-02", "AUD-0"
    )
    made = system(earlier + audit().replace("person: ann", "person: eve"))
    assert lacking(made.audits[1].plan.fact, made.audits, made.organisation, made.day).inexperienced is None
