"""What of an audit needs a decision: every finding that somebody has to decide about, and whose turn it is."""

from __future__ import annotations

import datetime as dt
import shlex
from functools import cache

import pytest

from qmsctl.checks import RULES
from qmsctl.control.findings import finding_called
from qmsctl.control.steps_due import AwaitedStep, awaited_step, steps_due
from qmsctl.control.system import System
from qmsctl.inspection import inspect
from qmsctl.reports.audit_report import audit_report
from qmsctl.reports.card_form import card_form
from qmsctl.reports.document_duties import finding_command
from qmsctl.reports.finding_due import Due, due_of
from qmsctl.reports.needing_decision import needing_decision
from qmsctl.reports.provenance import provenance_of
from qmsctl.reports.shown import in_words
from tests.pages import example

NUMBER = "NC-2026-07-E1"
AUDIT = """
```yaml title="audits/{AUD-2026-07}/audit.yaml" approved="2026-10-01"
id: AUD-2026-07
type: audit
title: Control of documents
language: en
revision: "1"
kind: internal
criteria: [{edition: iso9001:2015, clauses: ["7.5"]}]
team: [{person: eve, role: lead_auditor, letter: E}]
days: [2026-10-20]
```
"""
CONCLUDED = """
```yaml title="audits/{AUD-2026-07}/minutes/20261021T140000Z-mmmmmmm3.yaml"
record: minutes
audit: AUD-2026-07
kind: conclusions
text: The system is maintained.
occurred: 2026-10-21
recorded: 2026-10-21T14:00:00Z
```
"""


def step(index: int, fields: str) -> str:
    """Return a record of a step that was taken *index* days after 20 October."""
    day = dt.date(2026, 10, 20) + dt.timedelta(days=index)
    return f"""
```yaml title="findings/{{7kq2m9ab}}/{day:%Y%m%d}T120000Z-aaaaaaa{index}.yaml"
record: finding
finding: 7kq2m9ab
{fields}
occurred: {day}
recorded: {day}T12:00:00Z
```
"""


@cache
def system(grade: str, *steps: str, concluded: bool = True, source: str = "{audit: AUD-2026-07}") -> System:
    """Return an office with an audit and one finding of it, about which *steps* were taken."""
    raised = (
        f"step: raised\nnumber: {NUMBER}\nsource: {source}\ngrade: {grade}\ntitle: Use before approval\n"
        "owner: clerk\ndue: 2026-12-31\ncriteria: [{edition: iso9001:2015, clauses: [7.5.2]}]"
    )
    records = "".join(step(index, fields) for index, fields in enumerate((raised, *steps)))
    return example(AUDIT + (CONCLUDED if concluded else "") + records, "none").system()


def told(here: System, *, is_issued: bool = True) -> list[tuple[str | None, str, str | None]]:
    """Return what waits for a decision, in English: about which finding, what, and whose turn it is."""
    audit = here.audit_named("AUD-2026-07")
    return [
        (one.finding, in_words(one.what, "en"), in_words(one.who, "en") if one.who else None)
        for one in needing_decision(audit, here, is_issued=is_issued)
    ]


def of_findings(here: System) -> list[tuple[str, str | None]]:
    """Return what waits for a decision about findings."""
    return [(what, who) for finding, what, who in told(here) if finding == NUMBER]


ACK = "step: acknowledged"
RESPONSE = "step: response\ncorrection: It was withdrawn.\nextent: No other.\ncause: Nobody looks."
ACTION = "step: action\naction: The list shows the approval.\nowner: clerk\ndue: 2027-03-31\ncriterion: None in three months."
LATE = ACTION.replace("2027-03-31", "2026-11-10")
ACCEPTED = "step: reviewed\naccepted: true\nby: eve"
REJECTED = "step: reviewed\naccepted: false\nreason: Too little.\nby: eve\ndue: 2027-01-31"
DONE = "step: done\nproof: In the list."
EFFECTIVE = "step: verified\neffective: true\nby: eve\nseen: 2 of 2."
VAIN = "step: verified\neffective: false\nby: eve\nseen: 1 of 2."
CLOSED = "step: closed\nby: eve"
DISPUTED = "step: disputed\nreason: It bears one."
UPHELD = "step: upheld\njustification: It bears none."
TAKEN_UP = "step: assessed\naccepted: true"
DECLINED = "step: assessed\naccepted: false\nreason: It costs more than it brings."
TEAM = "the audit team"
REVIEW = [("accept the response, or reject it with the reason", TEAM)]
CLOSE = [("close it", TEAM)]
ANSWER = "record the correction, the extent and the cause"
PLANNED = (ACK, RESPONSE, ACTION)


@pytest.mark.parametrize(
    ("grade", "steps", "expected"),
    [
        ("minor", (), [("record that it is acknowledged or disputed, and then what is done about it", "Clerk")]),
        ("minor", (ACK,), [(ANSWER, "Clerk")]),
        ("minor", (DISPUTED,), [("answer the dispute: uphold the finding, regrade it or withdraw it", TEAM)]),
        ("minor", (ACK, DISPUTED, UPHELD), [(ANSWER, "Clerk")]),
        ("minor", (ACK, RESPONSE), [("record the corrective action, with its owner and its due date", "Clerk")]),
        ("minor", PLANNED, REVIEW),
        ("minor", (*PLANNED, ACCEPTED), []),
        ("minor", (*PLANNED, "step: reviewed\nby: eve"), REVIEW),  # it does not say what came of it
        ("minor", (*PLANNED, REJECTED), [("give a new response, because the last one was not accepted", "Clerk")]),
        ("minor", (*PLANNED, REJECTED, ACTION), REVIEW),
        ("minor", (ACK, RESPONSE, LATE, ACCEPTED), [("record that the action was carried out, or agree on a new due date; overdue since 10 November 2026", "Clerk")]),
        ("minor", (*PLANNED, ACCEPTED, DONE), [("have the effectiveness checked by somebody other than the owner of the action", TEAM)]),
        ("minor", (*PLANNED, DONE, EFFECTIVE), CLOSE),
        ("minor", (*PLANNED, DONE, VAIN), [("record another action, because the last one was not effective", "Clerk")]),
        ("minor", (*PLANNED, DONE, EFFECTIVE, CLOSED), []),
        ("minor", ("step: withdrawn\nreason: It bears one.",), []),
        ("observation", (), [("record whether it is taken up, and the reason if it is not", "Clerk")]),
        ("opportunity", (DISPUTED,), [("answer the dispute: uphold the finding, regrade it or withdraw it", TEAM)]),
        ("observation", (TAKEN_UP,), [("carry out what was decided, and close it", "Clerk")]),
        ("observation", (DECLINED,), CLOSE),
        ("observation", (TAKEN_UP, ACTION), []),
        ("observation", (TAKEN_UP, ACTION, DONE), CLOSE),
        ("observation", (TAKEN_UP, "step: regraded\ngrade: minor\njustification: It is one."), [(ANSWER, "Clerk")]),
        ("observation", (TAKEN_UP, CLOSED), []),
        ("strength", (), []),
    ],
)  # fmt: skip
def test_findings(grade: str, steps: tuple[str, ...], expected: list[tuple[str, str | None]]) -> None:
    """A finding is told as long as somebody has to decide or to answer; an agreed action that is not late is not."""
    assert of_findings(system(grade, *steps)) == expected


def test_one_that_the_audit_looks_at_again() -> None:
    """A finding from elsewhere that was open when the audit began is told like its own; a later one is not."""
    earlier = system("minor", source="{other: A walk through the office}")
    assert of_findings(earlier) == []  # it was raised on the day on which the audit began

    made = example(
        AUDIT.replace("2026-10-20", "2026-10-21")
        + step(0, f"step: raised\nnumber: {NUMBER}\nsource: {{other: A walk}}\ngrade: minor\ntitle: Use"),
        "none",
    )
    assert [who for _, who in of_findings(made.system())] == [None]  # nobody answers for it by name


def test_the_audit_itself() -> None:
    """Its conclusions and its report; a report that is being issued does not say that it is not."""
    draft, whole = system("strength", concluded=False), system("strength")
    issued = ("The report is not issued yet.", TEAM)

    assert [(None, "The conclusions of the audit are not recorded.", TEAM)] == told(draft, is_issued=False)
    assert issued in [one[1:] for one in told(whole, is_issued=False)]
    assert issued not in [one[1:] for one in told(whole)]
    report = audit_report(whole, "AUD-2026-07", inspect(whole, RULES, {}), issued_on=whole.day)
    assert "The report is not issued yet." not in [in_words(one.what, "en") for one in report.needed]


@pytest.mark.parametrize(
    ("review", "told"),
    [(ACCEPTED, "found sufficient"), (REJECTED, "rejected"), ("step: reviewed\nby: eve", None)],
)
def test_the_card_tells_a_review_that_says_what_came_of_it(review: str, told: str | None) -> None:
    """One that says neither that the response will do nor that it will not is not told as a rejection."""
    here = system("minor", *PLANNED, review)
    card = card_form(here, finding_called(here.findings, NUMBER), provenance_of(here, working_tree=True))

    assert (told is None) == (card.reviewed is None)
    assert told is None or told in in_words(card.reviewed, "en")


@pytest.mark.parametrize(
    ("grade", "steps", "awaited", "verb"),
    [
        ("minor", (*PLANNED, DONE), AwaitedStep.VERIFY, "verify"),
        # the effectiveness of what is no nonconformity is not checked
        ("observation", (TAKEN_UP, ACTION, DONE), AwaitedStep.CLOSE, "close"),
        ("observation", (DECLINED,), AwaitedStep.CLOSE, "close"),
        ("observation", (TAKEN_UP,), AwaitedStep.CARRY_OUT, "close"),
        ("observation", (TAKEN_UP, ACTION), AwaitedStep.CARRY_OUT, "respond"),
        ("observation", (TAKEN_UP, "step: regraded\ngrade: minor\njustification: It is one."), AwaitedStep.ANSWER, "respond"),
        ("minor", (DISPUTED,), AwaitedStep.SETTLE, "dispute"),
        ("minor", (ACK, "step: regraded\ngrade: observation\njustification: It is none."), AwaitedStep.ASSESS, "respond"),
        ("strength", (), None, "respond"),
    ],
)  # fmt: skip
def test_the_next_step_is_one_that_can_be_taken(
    grade: str, steps: tuple[str, ...], awaited: AwaitedStep | None, verb: str
) -> None:
    """What a finding waits for follows from its grade as well, and so do the command and the days."""
    finding = finding_called(system(grade, *steps).findings, NUMBER)

    assert awaited_step(finding) is awaited
    assert shlex.split(finding_command(finding))[2] == verb
    assert AwaitedStep.CLOSE not in [one.step for one in steps_due(finding)]


@pytest.mark.parametrize(
    ("grade", "steps", "expected"),
    [
        ("minor", (), Due.RESPONSE),
        ("minor", (*PLANNED, REJECTED), Due.RESPONSE),
        ("minor", PLANNED, Due.ACTION),
        ("minor", (*PLANNED, DONE), Due.CHECK),
        ("minor", (*PLANNED, DONE, EFFECTIVE), Due.ACTION),
        ("minor", (*PLANNED, DONE, EFFECTIVE, CLOSED), Due.ACTION),
        ("observation", (), Due.RESPONSE),
        ("observation", (TAKEN_UP,), Due.OTHER),
        ("observation", (TAKEN_UP, ACTION, DONE), Due.ACTION),  # nobody checks whether it was effective
        ("observation", (DECLINED, CLOSED), Due.OTHER),
        ("minor", ("step: withdrawn\nreason: It bears one.",), Due.OTHER),
    ],
)
def test_what_the_day_is_for(grade: str, steps: tuple[str, ...], expected: Due) -> None:
    """The label of the day follows from what the finding waits for."""
    assert due_of(finding_called(system(grade, *steps).findings, NUMBER)) is expected
