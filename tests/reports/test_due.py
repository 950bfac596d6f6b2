"""Dated duties: each is told by its day, names who answers for it, and is the same wherever it is told."""

from __future__ import annotations

import base64
import datetime as dt
import re
from dataclasses import replace

import pytest

from qmsctl.checks import RULES
from qmsctl.inspection import inspect
from qmsctl.papers.due import due_paper
from qmsctl.render.due import render_due
from qmsctl.reports.audit_duties import BEGINNINGS
from qmsctl.reports.due import DueList, Standing, WantedDuties, all_duties, due_list
from qmsctl.reports.duties import Duty, DutyKind
from qmsctl.reports.readiness import readiness
from qmsctl.reports.shown import in_words
from tests.pages import DAY, QMS, Example, example
from tests.papers.worded_reading import links, table, targets
from tests.render.calendar_reading import read_calendar
from tests.reports.office import TEXT, office

YEARS = dt.date(2036, 1, 1)
PROCEDURE = """
```yaml title="procedures/ps-01.yaml" approved="{day}"
id: PS-01
type: procedure
title: Control of documents
language: en
revision: "1"
owner: quality-officer
units: [OR]
review_every: 12 months
sections: {{purpose: It says how documents are written and approved.}}
```
"""
CURRENT = PROCEDURE.format(day="2026-02-01")
FINDING = """
```yaml title="findings/{{01JZX0000000000000000000AA}}/20261101T120000Z-abcdefgh.yaml" commit="2026-11-01 Eve Example <eve@example.org>"
record: finding
finding: 01JZX0000000000000000000AA
step: raised
number: NC-2026-01-E1
{grade}
title: Use before approval
requirement: A document is approved before use.
evidence_text: One of two procedures bears no approval.
statement: Approval before use is not ensured.
units: [OR]
owner: clerk
source: {{other: A walk through the office}}
criteria: [{{edition: iso9001:2015, clauses: [7.5.2]}}]
occurred: 2026-11-01
recorded: 2026-11-01T12:00:00Z
recorder: {{name: Eve Example, email: eve@example.org}}
```
"""


def made(text: str = CURRENT, qms: str = "") -> Example:
    """Return a small system with *text* in it, and *qms* at the end of its settings."""
    built = example(text, "none")
    if qms:
        built.files["qms.yaml"] = (QMS + qms).encode()
    return built


def listed(built: Example, until: dt.date = YEARS, **wanted: object) -> DueList:
    """Return what is due in *built*."""
    return due_list(built.system(), until, WantedDuties(**wanted))  # type: ignore[arg-type]


def told(view: DueList, kind: DutyKind) -> list[tuple[str, dt.date, Standing]]:
    """Return what is told of *kind*: about what, by when, and how it stands."""
    return [
        (in_words(row.duty.thing, "en"), row.duty.due, row.standing)
        for row in view.rows
        if row.duty.kind is kind
    ]


@pytest.mark.parametrize(
    ("approved", "until", "standing"),
    [
        ("2025-11-21", DAY, Standing.OVERDUE),
        ("2025-11-22", DAY, Standing.TODAY),  # on the day itself it is not overdue
        ("2025-11-23", DAY, None),
        ("2025-11-23", dt.date(2026, 11, 23), Standing.SOON),
    ],
)
def test_a_review_is_told_by_its_day(approved: str, until: dt.date, standing: Standing | None) -> None:
    """It is overdue from the day after; what is due after the time that is looked at is not told."""
    found = told(listed(made(PROCEDURE.format(day=approved)), until), DutyKind.REVIEW)

    assert [one[2] for one in found] == ([] if standing is None else [standing])


def test_nothing_is_due_where_nothing_has_a_day() -> None:
    """Then the paper says so, every format can be written, and the calendar is one all the same."""
    view = listed(made(CURRENT.replace("review_every: 12 months\n", "")))

    assert (view.rows, view.is_overdue) == ((), False)
    assert "Nothing that is recorded is due until 1 January 2036." in render_due(view, "plain", "en")
    assert read_calendar(render_due(view, "ics", "en").encode()).all("VEVENT") == []


def test_who_answers_and_which_command() -> None:
    """A duty names who answers for it, and the command that does it."""
    (row,) = listed(made(PROCEDURE.format(day="2025-11-01"))).rows

    assert in_words(row.duty.who, "en") == "Quality officer"
    assert (row.duty.owners, row.duty.units) == (("quality-officer",), ("OR",))
    assert (row.duty.command, row.days) == ("qmsctl review PS-01", -21)


@pytest.mark.parametrize(
    ("grade", "steps"),
    [
        (
            "grade: minor",
            [
                ("acknowledge", dt.date(2026, 11, 8)),
                ("answer", dt.date(2026, 12, 1)),
                ("correct", dt.date(2026, 12, 1)),
            ],
        ),
        ("grade: observation", [("assess", dt.date(2026, 12, 31))]),
        ("grade: strength", []),
    ],
)
def test_steps_of_a_finding(grade: str, steps: list[tuple[str, dt.date]]) -> None:
    """Each step that waits has its own day; what asks for no answer has none."""
    found = [
        row.duty
        for row in listed(made(CURRENT + FINDING.format(grade=grade))).rows
        if row.duty.kind is DutyKind.FINDING
    ]

    assert [(duty.step, duty.due) for duty in found] == steps
    assert all(duty.owners == ("clerk",) and duty.units == ("OR",) for duty in found)


WAIVED = """
```yaml title="waivers/{{PS-01}}/20261101T100000Z-aaaaaaaa.yaml" commit="2026-11-01 Bob Example <bob@example.org>"
record: waiver
rule: {rule}
document: PS-01
reason: The procedure is written anew.
decider: {{person: bob, role: mayor}}
decided: 2026-11-01
until: {until}
recorded: 2026-11-01T10:00:00Z
```
"""
LATE = PROCEDURE.format(day="2025-11-01")


@pytest.mark.parametrize("rule", ["overdue-review", "DUE001"])
def test_what_is_waived_is_due_by_the_end_of_its_waiver(rule: str) -> None:
    """Somebody answers for the delay until then: it is told, it is not overdue, and it is not the first thing to do."""
    built = made(LATE + WAIVED.format(rule=rule, until="2026-12-31"))
    view = listed(built, DAY)
    (row,) = [one for one in view.rows if one.duty.kind is DutyKind.REVIEW]

    assert (row.duty.due, row.standing, view.is_overdue) == (dt.date(2026, 12, 31), Standing.SOON, False)
    assert in_words(row.duty.why, "en") == (
        "its review was due on 1 November 2026; waived until 31 December 2026 by Mayor"
    )
    system = built.system()
    found = readiness(system, inspect(system, RULES, {}), visit=dt.date(2027, 1, 15))
    (task,) = [one for one in found.tasks if one.command == "qmsctl review PS-01"]
    assert (task.urgency.name, task.due) == ("BEFORE", dt.date(2026, 12, 31))
    (review,) = found.reviews
    assert in_words(review.waived, "en") == "waived until 31 December 2026 by Mayor"


@pytest.mark.parametrize(
    "waiver",
    [
        WAIVED.format(rule="overdue-review", until="2026-11-21"),
        WAIVED.format(rule="missing-owner", until="2026-12-31"),
        WAIVED.format(rule="overdue-review", until="2026-12-31").replace("person: bob", "person: nobody"),
    ],
    ids=["expired", "another rule", "nobody who may"],
)
def test_what_no_waiver_in_force_covers_is_overdue(waiver: str) -> None:
    """A waiver that has expired, is for another rule, or counts for nothing, postpones nothing."""
    ((_, due, standing),) = told(listed(made(LATE + waiver), DAY), DutyKind.REVIEW)

    assert (due, standing) == (dt.date(2026, 11, 1), Standing.OVERDUE)


DISPUTED = (
    FINDING.format(grade="grade: minor")
    + """
```yaml title="findings/{01JZX0000000000000000000AA}/20261110T120000Z-bbbbbbbb.yaml" commit="2026-11-10 Ann Example <ann@example.org>"
record: finding
finding: 01JZX0000000000000000000AA
step: disputed
reason: The approval is on paper.
occurred: 2026-11-10
recorded: 2026-11-10T12:00:00Z
recorder: {name: Ann Example, email: ann@example.org}
```
"""
)


@pytest.mark.parametrize(
    ("settled_by", "owner", "who", "owners"),
    [
        ("[quality-officer, mayor]", "clerk", "Quality officer", ("quality-officer",)),
        ("[quality-officer, mayor]", "quality-officer", "Mayor", ("mayor",)),
        ("[quality-officer, mayor]", "ann", "Mayor", ("mayor",)),  # who holds the role, named as a person
        ("[quality-officer]", "ann", "", ()),
        ("[]", "clerk", "", ()),
    ],
)
def test_a_dispute_is_settled_in_its_own_time_by_somebody_else(
    settled_by: str, owner: str, who: str, owners: tuple[str, ...]
) -> None:
    """It is due as long after it was raised as the auditee has to acknowledge a finding, and never its owner's."""
    text = CURRENT + DISPUTED.replace("owner: clerk", f"owner: {owner}")
    view = listed(made(text, f"findings: {{settled_by: {settled_by}}}\n"))
    (duty,) = [row.duty for row in view.rows if row.duty.kind is DutyKind.FINDING]

    assert (duty.step, duty.due) == ("settle", dt.date(2026, 11, 17))
    assert (in_words(duty.who, "en"), duty.owners) == (who, owners)
    system = made(text, f"findings: {{settled_by: {settled_by}}}\n").system()
    found = readiness(system, inspect(system, RULES, {}), visit=DAY)
    (task,) = [one for one in found.tasks if one.command == duty.command]
    assert (task.urgency.name, in_words(task.who, "en")) == ("NOW", who)  # it was due five days ago


PLAN = """
```yaml title="audits/{AUD-2026-07}/audit.yaml"
id: AUD-2026-07
type: audit
title: Control of documents
language: en
revision: "1"
kind: internal
owner: quality-officer
criteria: [{edition: iso9001:2015, clauses: ["7.5"]}]
team: [{person: eve, role: lead_auditor, letter: E}]
days: [2026-12-07, 2026-12-08]
```
"""
CERTIFICATE = """\
certificate: {edition: iso9001:2015, number: "118/2025", body: Certifiers, decided: 2025-06-04, valid_until: 2028-06-03}
"""


def test_the_certificate_has_a_calendar() -> None:
    """Surveillance, recertification and the end are told; the certificate without a calendar tells nothing."""
    found = told(listed(made(qms=CERTIFICATE)), DutyKind.CERTIFICATE)

    assert [(day, standing) for _, day, standing in found] == [
        (dt.date(2026, 6, 4), Standing.OVERDUE),
        (dt.date(2028, 3, 3), Standing.SOON),
        (dt.date(2028, 6, 3), Standing.SOON),
    ]
    assert told(listed(made()), DutyKind.CERTIFICATE) == []


def test_recertification_is_told_from_the_day_it_usually_begins() -> None:
    """It can be done before it is due, so it is told from then on."""
    view = listed(made(qms=CERTIFICATE), dt.date(2027, 12, 3))
    before = listed(made(qms=CERTIFICATE), dt.date(2027, 12, 2))

    assert "recertification" in [row.duty.step for row in view.rows]
    assert "recertification" not in [row.duty.step for row in before.rows]


@pytest.mark.parametrize(
    ("roles", "count"),
    [
        ("[{role: auditor, until: 2026-12-31}]", 1),
        ("[{role: auditor, until: 2026-11-21}]", 0),  # it has ended
        ("[{role: auditor}]", 0),
        ("[{role: auditor, until: 2026-12-31}, {role: auditor, from: 2027-01-01}]", 0),
    ],
)
def test_a_role_that_ends_without_a_successor(roles: str, count: int) -> None:
    """It is told if nobody holds it on the day after."""
    built = made()
    built.files["qms.yaml"] = QMS.replace("[{role: auditor}]", roles).encode()

    assert len(told(listed(built), DutyKind.ROLE)) == count


def test_a_training_that_is_to_come() -> None:
    """It is told until its day; one that was attended is not."""
    built = made()
    built.files["qms.yaml"] = QMS.replace(
        "roles: [{role: auditor}]",
        "roles: [{role: auditor}], competence: {trained: [{standard: iso9001:2026, day: 2026-12-08},"
        " {standard: iso19011:2018, day: 2024-12-08}]}",
    ).encode()

    assert told(listed(built), DutyKind.COMPETENCE) == [("Eve Example", dt.date(2026, 12, 8), Standing.SOON)]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (["2026-12-31"], [(dt.date(2026, 12, 31), Standing.SOON)]),
        (["2025-12-31", "2026-10-31"], [(dt.date(2026, 10, 31), Standing.OVERDUE)]),
        (["2026-12-31", None], []),  # another goes on
    ],
)
def test_the_last_key_of_somebody_ends(
    ends: list[str | None], expected: list[tuple[dt.date, Standing]]
) -> None:
    """It is told for whoever holds a role, and not while another of their keys goes on."""
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in (b"ssh-ed25519", bytes(32)))
    key = f"ssh-ed25519 {base64.b64encode(blob).decode()}"
    keys = ", ".join(f"{{kind: ssh, key: {key}{f', until: {end}' if end else ''}}}" for end in ends)
    built = made()
    built.files["qms.yaml"] = QMS.replace(
        "roles: [{role: mayor}]", f"roles: [{{role: mayor}}], keys: [{keys}]"
    ).encode()

    found = [(day, standing) for _, day, standing in told(listed(built), DutyKind.KEY)]
    assert found == expected


@pytest.mark.parametrize(("standard", "count"), [("iso9001:2008", 1), ("iso9001:2015", 0)])
def test_a_team_that_lacks_a_training(standard: str, count: int) -> None:
    """It is to be mended by the first day of the audit; a team that knows its editions asks for nothing."""
    built = made(CURRENT + PLAN)
    built.files["qms.yaml"] = QMS.replace(
        "roles: [{role: auditor}]",
        f"roles: [{{role: auditor}}], competence: {{led: 2, trained: [{{standard: {standard}}}]}}",
    ).encode()

    assert (
        told(listed(built), DutyKind.COMPETENCE)
        == [("AUD-2026-07", dt.date(2026, 12, 7), Standing.SOON)] * count
    )


def test_the_days_of_a_planned_audit() -> None:
    """It begins on its first day and is concluded by its last; one that has passed is to be concluded."""
    audits = [
        (row.duty.step, row.duty.due, row.standing)
        for row in listed(made(CURRENT + PLAN)).rows
        if row.duty.kind is DutyKind.AUDIT
    ]
    over = listed(made(CURRENT + PLAN.replace("2026-12-0", "2026-11-0")))

    assert audits == [
        ("begin", dt.date(2026, 12, 7), Standing.SOON),
        ("conclude", dt.date(2026, 12, 8), Standing.SOON),
    ]
    assert told(over, DutyKind.AUDIT) == [("AUD-2026-07", dt.date(2026, 11, 8), Standing.OVERDUE)]


def test_the_visit_of_a_certification_body() -> None:
    """Nobody here can hold it, but everybody has to be ready for it."""
    (duty,) = [
        row.duty
        for row in listed(made(CURRENT + PLAN.replace("kind: internal", "kind: surveillance"))).rows
        if row.duty.kind is DutyKind.AUDIT
    ]

    assert (duty.step, duty.command) == ("visit", "qmsctl report readiness --visit 2026-12-07")


def test_choosing() -> None:
    """By person, role, unit and kind; the list says by what it was chosen."""
    built = made(PROCEDURE.format(day="2026-01-01") + FINDING.format(grade="grade: minor"))
    every = listed(built)

    assert len(every.rows) == 4
    assert every.chosen == ()
    mine = listed(built, person="ann")  # she is the quality officer
    assert [row.duty.kind for row in mine.rows] == [DutyKind.REVIEW]
    assert [row.duty.kind for row in listed(built, owners=("clerk",)).rows] == [DutyKind.FINDING] * 3
    assert len(listed(built, kinds=(DutyKind.REVIEW,)).rows) == 1
    assert listed(built, units=("SO",)).rows == ()
    assert [one.into("en") for one in mine.chosen] == ["for which Ann Example answers"]


def test_readiness_tells_the_same_duties() -> None:
    """Whatever is due until a day is told by the report of readiness for a visit on that day, with the same command."""
    built = office(TEXT)
    system = built.system()
    visit = system.day + dt.timedelta(days=400)
    ready = readiness(system, inspect(system, RULES, {}), visit=visit)
    commands = {(in_words(task.thing, "en"), task.command) for task in ready.tasks}
    # Readiness is for the visit, and an audit that is concluded has begun.
    duties = [row.duty for row in due_list(system, visit).rows if row.duty.step not in BEGINNINGS]
    assert duties
    assert [] == [one for one in duties if (in_words(one.thing, "en"), one.command) not in commands]


def test_an_audit_is_concluded_by_one_day() -> None:
    """It is told by its plan or by its programme, never by both."""
    concluding = [
        in_words(duty.thing, "en")
        for duty in all_duties(office(TEXT).system())
        if duty.kind is DutyKind.AUDIT and duty.step not in BEGINNINGS
    ]

    assert len(concluding) == len(set(concluding))


def test_every_format_tells_every_duty() -> None:
    """Whatever the format, each duty is there with its command and its day, in both languages."""
    view = due_list(office(TEXT).system(), YEARS)
    paper = due_paper(view)

    assert view.rows
    assert links(paper) <= targets(paper)
    for language in ("en", "pl"):
        assert len(table(paper, "duties", language)) == len(view.rows)
        calendar = read_calendar(render_due(view, "ics", language).encode())
        assert [event.day("DTSTART") for event in calendar.all("VEVENT")] == [
            row.duty.due for row in view.rows
        ]
        for format in ("plain", "markdown", "html", "csv", "json", "ics"):
            text = render_due(view, format, language)
            assert text == render_due(view, format, language)
            unfolded = re.sub(r"\r\n |\\|</?i>", "", text)
            assert [] == [row for row in view.rows if (row.duty.command or "") not in unfolded], format


def test_events_keep_their_identity() -> None:
    """The UID of a duty is the same whatever its day becomes, and alarms ring before a day that is to come."""
    (soon,) = _events(listed(made(PROCEDURE.format(day="2026-01-01"))))
    (late,) = _events(listed(made(PROCEDURE.format(day="2025-01-01"))))

    assert soon.value("UID") == late.value("UID")
    assert soon.day("DTSTART") != late.day("DTSTART")
    assert [alarm.value("TRIGGER") for alarm in soon.all("VALARM")] == ["-P14D", "-P1D"]
    assert late.all("VALARM") == []


def test_a_hostile_title_stays_text_in_a_calendar() -> None:
    """What would end a value, a line or an event is escaped; control characters are shown."""
    view = listed(made(PROCEDURE.format(day="2026-01-01")))
    (row,) = view.rows
    hostile = 'a;b,c\\d\nEND:VEVENT\r\nX:\x1b[31m "żółć" ' + "ł" * 80
    duty = replace(row.duty, thing=hostile)
    (event,) = _events(replace(view, rows=(replace(row, duty=duty),)))

    summary = event.value("SUMMARY")
    assert summary.startswith("a;b,c\\d\nEND:VEVENT\nX:")
    assert "\x1b" not in summary
    assert "ł" * 80 in summary


def _events(view: DueList) -> list:  # type: ignore[type-arg]  # of the components that are read
    return read_calendar(render_due(view, "ics", "en").encode()).all("VEVENT")


def test_files_that_cannot_be_read_are_said() -> None:
    """What they demand is not known, and the list does not keep silent about it."""
    view = listed(made(CURRENT + '\n```yaml title="procedures/ps-02.yaml"\nid: [\n```\n'))

    assert view.unreadable == ("procedures/ps-02.yaml",)
    assert "1 file cannot be read" in render_due(view, "plain", "en")


def test_duties_have_names_of_their_own() -> None:
    """Kind, subject and step tell each duty from every other."""
    for built in (office(TEXT), made(CURRENT + FINDING.format(grade="grade: minor"), CERTIFICATE)):
        duties: list[Duty] = [*all_duties(built.system())]
        assert len({duty.identity for duty in duties}) == len(duties)
