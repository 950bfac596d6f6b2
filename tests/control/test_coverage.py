"""How far a clause is answered: claimed, documented, evidenced."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.control.coverage import ClauseCoverage, Level
from tests.pages import Example, example

DOCUMENT = """\
```yaml title="procedures/ps-01.yaml" approved="2026-01-05"
id: PS-01
type: procedure
title: Internal audits
revision: "1"
clauses: {{"iso9001:2015": [9.2]}}
sections: {{purpose: {text}}}
```
"""

AUDIT = """\
```yaml title="audits/{AUD-1}/audit.yaml" approved="2026-02-01"
id: AUD-1
type: audit
title: Internal audit
revision: "1"
kind: internal
criteria: [{edition: "iso9001:2015"}]
```

```yaml title="audits/{AUD-1}/evidence/20260301T100000Z-aaaaaaaa.yaml"
record: evidence
audit: AUD-1
criteria: [{edition: "iso9001:2015", clauses: [9.2.1]}]
result: conforms
seen: the programme
where: shelf 3
occurred: 2026-03-01
recorded: 2026-03-01T10:00:00Z
```
"""

NONCONFORMITY = """\
```yaml title="findings/{abc}/20260302T100000Z-aaaaaaaa.yaml"
record: finding
finding: abc
step: raised
number: NC-1
source: {audit: AUD-1}
grade: minor
criteria: [{edition: "iso9001:2015", clauses: [9.2]}]
occurred: 2026-03-02
recorded: 2026-03-02T10:00:00Z
```
"""


def clause(made: Example, number: str = "9.2.1", day: str = "2026-11-22") -> ClauseCoverage:
    """Return the coverage of *number* on *day*."""
    made.day = dt.date.fromisoformat(day)
    return next(covered for covered in made.system().clauses if covered.clause.id == number)


def test_clause_that_no_document_names_is_unclaimed() -> None:
    """A clause stays unclaimed beside documents about others."""
    assert clause(example(DOCUMENT.format(text="text"), "-"), "7.4").level is Level.UNCLAIMED


def test_group_claims_every_leaf_below_it() -> None:
    """A document that names 9.2 claims 9.2.1 and 9.2.2."""
    made = example(DOCUMENT.format(text="text"), "-")

    assert clause(made, "9.2.1").claimed_by == ("PS-01",)
    assert clause(made, "9.2.2").level is Level.DOCUMENTED


@pytest.mark.parametrize("text", ['""', "TBD", "'[fill in: who]'"])
def test_empty_text_and_placeholders_do_not_document(text: str) -> None:
    """An approved document that says nothing documents nothing."""
    assert clause(example(DOCUMENT.format(text=text), "-")).level is Level.CLAIMED


def test_deleted_text_turns_a_clause_back() -> None:
    """Deleting the text of a procedure in force takes its clauses back to claimed."""
    made = example(DOCUMENT.format(text="text"), "-")
    path = "procedures/ps-01.yaml"
    assert clause(made).level is Level.DOCUMENTED

    made.files[path] = made.files[path].replace(b"sections: {purpose: text}\n", b"")
    assert clause(made).level is Level.CLAIMED


def test_conforming_evidence_makes_a_clause_evidenced() -> None:
    """The clause the evidence names is evidenced, and its neighbour is not."""
    made = example(DOCUMENT.format(text="text") + AUDIT, "-")

    assert clause(made, "9.2.1").level is Level.EVIDENCED
    assert clause(made, "9.2.2").level is Level.DOCUMENTED


@pytest.mark.parametrize(
    ("day", "level"), [("2029-02-28", Level.EVIDENCED), ("2029-03-01", Level.DOCUMENTED)]
)
def test_evidence_counts_for_three_years(day: str, level: Level) -> None:
    """Evidence counts for one cycle of an audit programme."""
    assert clause(example(DOCUMENT.format(text="text") + AUDIT, "-"), day=day).level is level


def test_open_nonconformity_holds_a_clause_back() -> None:
    """No clause is evidenced while a nonconformity on it is open."""
    covered = clause(example(DOCUMENT.format(text="text") + AUDIT + NONCONFORMITY, "-"))

    assert covered.level is Level.DOCUMENTED
    assert covered.open_nonconformities == ("NC-1",)


def test_exclusion_of_a_group_covers_its_leaves() -> None:
    """A clause excluded with a reason is excluded with everything below it."""
    made = example(DOCUMENT.format(text="text"), "-")
    made.files["qms.yaml"] += b'exclusions: {"iso9001:2015": {8.3: the office designs nothing}}\n'
    covered = clause(made, "8.3.4")

    assert covered.level is Level.EXCLUDED
    assert covered.reason == "the office designs nothing"


def test_evidence_judged_against_an_older_revision_no_longer_counts() -> None:
    """Evidence says nothing about a document that was revised since."""
    pinned = AUDIT.replace(
        "occurred: 2026-03-01\n",
        "occurred: 2026-03-01\njudged_against: [{document: PS-01, revision: '0', blob: " + "0" * 40 + "}]\n",
    )

    assert clause(example(DOCUMENT.format(text="text") + pinned, "-")).level is Level.DOCUMENTED


def test_evidence_of_a_plan_that_nobody_approved_does_not_count() -> None:
    """What nobody agreed to look at is no audit evidence."""
    unapproved = AUDIT.replace(' approved="2026-02-01"', "")

    assert clause(example(DOCUMENT.format(text="text") + unapproved, "-")).level is Level.DOCUMENTED


def test_evidence_of_a_plan_that_was_changed_after_its_approval_does_not_count() -> None:
    """A plan widened after its approval is not what was agreed."""
    made = example(DOCUMENT.format(text="text") + AUDIT, "-")
    (path,) = [path for path in made.files if path.endswith("audit.yaml")]
    assert clause(made).level is Level.EVIDENCED

    made.files[path] += b"objectives: something else\n"
    assert clause(made).level is Level.DOCUMENTED


PLAN = """\
```yaml title="audits/{AUD-1}/audit.yaml" ATTRIBUTES
id: AUD-1
type: audit
title: Internal audit
revision: "REVISION"
kind: internal
criteria: [{edition: "iso9001:2015"CLAUSES}]
```
"""


def plan(revision: str, clauses: str = "", attributes: str = "") -> str:
    """Return the fence of one state of the plan."""
    named = f", clauses: [{clauses}]" if clauses else ""
    return PLAN.replace("ATTRIBUTES", attributes).replace("REVISION", revision).replace("CLAUSES", named)


def test_later_draft_of_a_plan_leaves_the_evidence_counting() -> None:
    """A plan that is being revised, and not yet approved anew, is still the plan that was agreed."""
    draft = plan("2", "7.5")

    assert clause(example(DOCUMENT.format(text="text") + AUDIT + draft, "-")).level is Level.EVIDENCED


def test_evidence_is_judged_by_the_plan_of_its_day() -> None:
    """A plan narrowed after the audit takes nothing from what was looked at before."""
    later = plan("2", "7.5", 'approved="2026-05-01"')

    assert clause(example(DOCUMENT.format(text="text") + AUDIT + later, "-")).level is Level.EVIDENCED


def test_plan_widened_later_adds_nothing_to_what_was_agreed() -> None:
    """Evidence that lay outside the plan of its day stays outside when a later plan names its clause."""
    narrow = AUDIT.replace('{edition: "iso9001:2015"}]', '{edition: "iso9001:2015", clauses: [7.5]}]')
    later = plan("2", "9.2", 'approved="2026-05-01"')

    assert clause(example(DOCUMENT.format(text="text") + narrow + later, "-")).level is Level.DOCUMENTED


def test_evidence_of_a_plan_that_is_lost_does_not_count() -> None:
    """Where nobody can read any more what had been agreed, nothing is guessed."""
    made = example(DOCUMENT.format(text="text") + AUDIT + plan("2", "9.2", 'approved="2026-05-01"'), "-")
    assert clause(made).level is Level.EVIDENCED

    made.blobs = {name: raw for name, raw in made.blobs.items() if b'revision: "1"\nkind' not in raw}

    assert clause(made).level is Level.DOCUMENTED


def test_plan_approved_after_its_evidence_counts_from_then_on() -> None:
    """Evidence from before any approval of its plan is judged by the plan in force: `unagreed-audit` reports it."""
    late = AUDIT.replace('approved="2026-02-01"', 'approved="2026-04-01"')
    made = example(DOCUMENT.format(text="text") + late, "-")

    assert clause(made, day="2026-03-31").level is Level.DOCUMENTED
    assert clause(made, day="2026-04-01").level is Level.EVIDENCED


def test_two_answers_to_one_question_count_neither() -> None:
    """Of two current answers to one question none makes a clause evidenced."""
    checklist = """\
```yaml title="checklists/cl-1.yaml" approved="2026-01-05"
id: CL-1
type: checklist
title: Questions
revision: "1"
edition: iso9001:2015
questions: [{id: Q-1, clauses: [9.2.1], text: Is there a programme?}]
```
"""
    asking = AUDIT.replace("kind: internal\n", "kind: internal\nchecklists: [{checklist: CL-1}]\n")
    answer = asking.replace("result:", "question: {checklist: CL-1, id: Q-1}\nresult:")
    again = answer[answer.index('```yaml title="audits/{AUD-1}/evidence') :].replace("aaaaaaaa", "bbbbbbbb")

    assert clause(example(DOCUMENT.format(text="text") + checklist + answer, "-")).level is Level.EVIDENCED
    assert (
        clause(example(DOCUMENT.format(text="text") + checklist + answer + again, "-")).level
        is Level.DOCUMENTED
    )


def test_clauses_are_listed_in_the_order_of_documents_and_questions() -> None:
    """Whoever claims a clause, and asks about it, is named once, in one order."""
    second = DOCUMENT.format(text="text").replace("ps-01", "ps-02").replace("PS-01", "PS-02")
    covered = clause(example(second.replace("[9.2]", "[9, 9.2.1]") + DOCUMENT.format(text="text"), "-"))

    assert covered.claimed_by == ("PS-01", "PS-02")
    assert covered.documented_by == ("PS-01", "PS-02")


def test_evidence_outside_the_criteria_of_its_audit_does_not_count() -> None:
    """A clause that the plan does not name is not audited by the way."""
    narrow = AUDIT.replace('{edition: "iso9001:2015"}]', '{edition: "iso9001:2015", clauses: [7.5]}]')

    assert clause(example(DOCUMENT.format(text="text") + narrow, "-")).level is Level.DOCUMENTED


def test_deleted_document_no_longer_documents() -> None:
    """A document whose file is gone claims its clauses and documents none."""
    made = example(DOCUMENT.format(text="text") + AUDIT, "-")
    del made.files["procedures/ps-01.yaml"]

    assert clause(made).level is Level.CLAIMED
