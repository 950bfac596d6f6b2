"""Readiness for an audit: what has to be done, how urgent it is, and that nothing the check found is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.checks import RULES
from qmsctl.control.demanded import Whereabouts
from qmsctl.inspection import inspect
from qmsctl.papers.readiness import readiness_paper
from qmsctl.reports.readiness import Readiness, readiness
from qmsctl.reports.shown import in_words
from qmsctl.reports.tasks import Task, Urgency, left_over
from qmsctl.rule import AnyRule
from tests.pages import DAY, QMS, Example, declared_rules, example, section
from tests.papers.worded_reading import links, table, targets
from tests.reports.office import TEXT, office

PROCEDURE = """
```yaml title="procedures/ps-01.yaml" {how}
id: PS-01
type: procedure
title: Control of documents
language: en
revision: "{revision}"
owner: quality-officer
clauses: {{iso9001:2015: [7.5.1, 7.5.3.2]}}
review_every: 12 months
sections:
  purpose: |
    It says how documents of the office are written, checked, approved and handed out.
```
"""
APPROVED = 'approved="{day}"'


def view(made: Example, visit: dt.date | None = None) -> Readiness:
    """Return what is said of an example before a visit."""
    system = made.system()
    return readiness(system, inspect(system, RULES, {}), visit=visit)


def written(how: str, revision: str = "1", more: str = "") -> Example:
    """Return a system with one procedure."""
    return example(PROCEDURE.format(how=how, revision=revision) + more, "none")


def about(found: Readiness, thing: str) -> list[Task]:
    """Return what has to be done about *thing*."""
    return [task for task in found.tasks if in_words(task.thing, "en") == thing]


def words(task: Task) -> tuple[Urgency, str, str | None, dt.date | None]:
    """Return what a task says, without its reason."""
    return task.urgency, in_words(task.what, "en"), task.command, task.due


def test_a_document_in_force_asks_for_nothing() -> None:
    """A document whose review is not due has no task of its own."""
    assert about(view(written(APPROVED.format(day="2026-02-01"))), "PS-01") == []


def test_a_draft_has_to_be_approved_before_the_visit() -> None:
    """A draft is told with the command that approves it, who owns it, and the day of the visit."""
    visit = dt.date(2026, 12, 10)
    (task,) = about(view(written(""), visit), "PS-01")

    assert words(task) == (
        Urgency.BEFORE,
        "have revision 1 approved, or take the draft away",
        "qmsctl approve PS-01",
        visit,
    )
    assert in_words(task.why, "en") == "nothing of it is in force"
    assert in_words(task.who, "en") == "Quality officer"


def test_a_text_that_was_changed_after_its_approval_is_urgent() -> None:
    """A file that departs from what was approved under its revision comes before drafts."""
    changed = PROCEDURE.replace("handed out", "thrown away")
    made = written(APPROVED.format(day="2026-02-01"), more=changed.format(how="", revision="1"))
    (task,) = about(view(made), "PS-01")

    assert (task.urgency, task.command) == (Urgency.NOW, "qmsctl why PS-01")


@pytest.mark.parametrize(
    ("approved", "visit", "urgency"),
    [
        ("2025-11-21", None, Urgency.NOW),
        ("2025-11-22", None, Urgency.BEFORE),  # on the day it is due it is not overdue
        ("2026-01-21", None, Urgency.BEFORE),  # in sixty days
        ("2026-01-22", None, None),
        ("2026-01-22", dt.date(2027, 1, 22), Urgency.BEFORE),
        ("2025-11-30", dt.date(2026, 11, 29), None),
    ],
)
def test_reviews_are_told_until_the_visit(
    approved: str, visit: dt.date | None, urgency: Urgency | None
) -> None:
    """A review is told if it is overdue or falls due by the visit, or within sixty days if none is named."""
    found = view(written(APPROVED.format(day=approved)), visit)
    told = [task.urgency for task in about(found, "PS-01") if task.command == "qmsctl review PS-01"]

    assert told == ([] if urgency is None else [urgency])
    assert [one.document.id for one in found.reviews] == (["PS-01"] if urgency is not None else [])


def test_a_file_that_cannot_be_read_comes_first() -> None:
    """What cannot be established comes before all that could be found wrong."""
    broken = '\n```yaml title="procedures/ps-02.yaml"\nid: PS-02\ntitle: [\n```\n'
    found = view(written("", more=broken))

    first = found.tasks[0]
    assert (first.urgency, in_words(first.thing, "en")) == (Urgency.FIRST, "procedures/ps-02.yaml")
    assert [doubt.path for doubt in found.doubts] == ["procedures/ps-02.yaml"]


def test_a_record_that_no_commit_holds_cannot_be_counted() -> None:
    """It is told with the commands that record it."""
    record = """
```yaml title="approvals/{PS-01}/20260201T120000Z-abcdefgh.yaml" uncommitted
record: approval
document: PS-01
language: en
revision: "1"
meaning: approved
content: content-1:sha256:…
blob: …
decider: {person: bob, role: mayor}
decided: 2026-02-01
```
"""
    found = view(written("", more=record))
    (task,) = [task for task in found.tasks if task.urgency is Urgency.FIRST]

    assert task.command is not None
    assert task.command.startswith("git add -- approvals/ps-01-")


def test_the_most_urgent_comes_first_and_then_what_is_due_first() -> None:
    """The order is that of urgency, then of the day by which it is to be done."""
    order = [(task.urgency, task.due or dt.date.max) for task in view(office(TEXT)).tasks]

    assert order == sorted(order)


@pytest.mark.parametrize("rule", declared_rules(), ids=lambda rule: rule.slug)
def test_nothing_the_check_found_is_lost(rule: AnyRule) -> None:
    """Whatever rules report, somebody is told to mend it; everything can be said in both languages."""
    system = example(section(rule.page(), "Flagged"), rule.id).system()
    inspection = inspect(system, RULES, {})
    found = readiness(system, inspection)
    paper = readiness_paper(found)

    doubts = {doubt.message for doubt in found.doubts}
    commands = {task.command for task in found.tasks}
    for problem in inspection.problems:
        told = not left_over([problem], found.tasks)
        listed = f"qmsctl explain {problem.slug}" in commands
        assert told or (listed if problem.established else problem.message in doubts), problem.slug
    if inspection.problems:
        assert len(table(paper, "problems")) == len(inspection.problems)
    assert len(table(paper, "tasks", "pl")) == len(found.tasks)
    assert links(paper) <= targets(paper)


def test_it_never_says_that_the_system_conforms() -> None:
    """The standing counts what is to be done; that is all a program can know."""
    for made in (office(TEXT), written(""), written(APPROVED.format(day="2026-02-01"))):
        found = view(made)
        count = len(found.tasks)
        said = found.standing.word.into("en")
        expected = (
            "1 thing to do before the visit" if count == 1 else f"{count} things to do before the visit"
        )
        assert said == expected


def test_demanded_information_is_told_by_where_it_is() -> None:
    """A document in force that documents the clause is found, a draft is not, and silence is not found either."""
    drafted = {one.demanded.clause: one.whereabouts for one in view(written("")).demanded[0].found}
    approved = view(written(APPROVED.format(day="2026-02-01")))
    in_force = {one.demanded.clause: one.whereabouts for one in approved.demanded[0].found}

    assert drafted["7.5.3.2"] is Whereabouts.CLAIMED
    assert in_force["7.5.3.2"] is Whereabouts.FOUND
    assert in_force["5.2.2"] is Whereabouts.NOWHERE
    assert in_force["9.3.3"] is Whereabouts.NOWHERE


def test_an_excluded_clause_demands_nothing() -> None:
    """The reason of the exclusion is told with the clauses."""
    excluding = QMS + 'exclusions: {iso9001:2015: {"8.3": The office designs no services.}}\n'
    made = written("")
    made.files["qms.yaml"] = excluding.encode()
    found = view(made)
    rows = {one.demanded.clause: one.whereabouts for one in found.demanded[0].found}

    assert rows["8.3.3"] is Whereabouts.EXCLUDED
    assert [in_words(one, "en") for one in found.editions[0].exclusions] == [
        "8.3: The office designs no services."
    ]


def test_records_that_an_audit_saw_are_found_with_their_place() -> None:
    """What a record shows is found where conforming evidence that holds says it was seen."""
    found = view(office(TEXT))
    rows = [row for one in found.demanded for row in one.found if row.records]

    assert rows
    assert all(row.whereabouts is Whereabouts.FOUND for row in rows if row.demanded.mode.value == "retain")


@pytest.mark.parametrize(
    ("certificate", "thing", "urgency"),
    [
        ("{edition: iso9001:2015, number: X-1, decided: 2025-11-20, valid_until: 2028-11-19}", "X-1", Urgency.NOW),
        ("{edition: iso9001:2015, number: X-1, decided: 2025-12-20, valid_until: 2028-12-19}", "X-1", Urgency.BEFORE),
        ("{edition: iso9001:2015, number: X-1, decided: 2026-11-20, valid_until: 2029-11-19}", "X-1", None),
        ("{edition: iso9001:2015, number: X-1, decided: 2023-11-20, valid_until: 2026-11-19, surveillances: [2024-11-01, 2025-11-01]}", "X-1", Urgency.NOW),
    ],
    ids=["surveillance overdue", "surveillance due soon", "nothing due", "expired"],
)  # fmt: skip
def test_the_certificate_demands_its_days(certificate: str, thing: str, urgency: Urgency | None) -> None:
    """A surveillance that is overdue or due, and a certificate that has ended, are told."""
    made = written("")
    made.files["qms.yaml"] = (QMS + f"certificate: {certificate}\n").encode()
    tasks = about(view(made), thing)

    assert [task.urgency for task in tasks] == ([] if urgency is None else [urgency])


def test_the_next_external_audit_is_the_visit() -> None:
    """Where nobody names the day, the first planned audit of the certification body does."""
    plan = """
```yaml title="audits/{AUD-2026-09}/audit.yaml"
id: AUD-2026-09
type: audit
title: Surveillance
language: en
revision: "1"
kind: surveillance
days: [2026-12-03]
```
"""
    found = view(written("", more=plan))

    assert (found.horizon.visit, found.horizon.audit) == (dt.date(2026, 12, 3), "AUD-2026-09")
    assert found.horizon.last > DAY


def test_an_open_finding_is_told_with_its_next_step() -> None:
    """The command is the one that takes the next step, and the owner is named."""
    found = view(office(TEXT))
    tasks = {in_words(task.thing, "en"): task for task in found.tasks}

    for finding in found.findings:
        if finding.is_overdue:
            assert tasks[finding.number].urgency is Urgency.NOW
            assert finding.number in (tasks[finding.number].command or "")


def page_of(slug: str, part: str) -> Readiness:
    """Return what is said of the example under *part* on the page of a rule."""
    rule = next(rule for rule in declared_rules() if rule.slug == slug)
    return view(example(section(rule.page(), part), rule.id))


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("partial-auditor", "let somebody else audit this part, or write into the plan what keeps the audit impartial"),
        ("own-work-audited", "let somebody else audit this part"),
        ("overdue-review", "review it, and record that it stays as it is or revise it"),
        ("changed-after-approval", "put back the text that was approved, or have the new one approved as a revision of its own"),
    ],
)  # fmt: skip
def test_what_a_rule_flags_is_to_be_done_and_what_it_accepts_is_not(slug: str, said: str) -> None:
    """The things to do of their own agree with the rules about the same."""
    flagged, accepted = (
        [in_words(task.what, "en") for task in page_of(slug, part).tasks] for part in ("Flagged", "Accepted")
    )

    assert said in flagged
    assert said not in accepted


def test_a_late_audit_of_the_programme_is_to_be_carried_out() -> None:
    """With the command that plans it, or goes on with it."""
    late = [task for task in page_of("late-audit", "Flagged").tasks if task.urgency is Urgency.NOW]
    commands = [task.command or "" for task in late]

    assert any(
        command.startswith(("qmsctl audit plan --from-programme", "qmsctl audit conduct"))
        for command in commands
    )


def test_without_a_programme_one_is_begun() -> None:
    """The command names the year."""
    assert "qmsctl audit programme --new 2026" in [task.command for task in view(written("")).tasks]


def test_a_stake_with_a_safeguard_is_shown_and_nothing_to_do() -> None:
    """The part about impartiality names the safeguard; the list of what to do is silent."""
    found = page_of("partial-auditor", "Accepted")

    assert any(one.safeguard for one in found.conflicts)


AUDIT = """
```yaml title="audits/{AUD-2026-09}/audit.yaml"%s
id: AUD-2026-09
type: audit
title: Control of documents
language: en
revision: "1"
kind: internal
days: [%s]
```
"""
CONCLUDED = """
```yaml title="audits/{AUD-2026-09}/minutes/20261110T120000Z-aaaaaaaa.yaml"
record: minutes
audit: AUD-2026-09
kind: conclusions
text: The system is maintained.
occurred: 2026-11-10
recorded: 2026-11-10T12:00:00Z
```
"""


def test_a_plan_that_nobody_approved_is_told_once() -> None:
    """With the command that approves it, like any other draft."""
    found = [words(task) for task in about(view(written("", more=AUDIT % ("", "2026-12-10"))), "AUD-2026-09")]

    assert [command for _, _, command, _ in found].count("qmsctl approve AUD-2026-09") == 1
    assert [what for _, what, _, _ in found if "approve" in what] == [
        "have revision 1 approved, or take the draft away"
    ]


def test_a_concluded_audit_is_brought_to_its_end_step_by_step() -> None:
    """What comes next is what the terminal says after each step: a meeting first, and closing last."""
    plan = AUDIT % (' approved="2026-10-01"', "2026-11-10")
    commands = {task.command for task in about(view(written("", more=plan + CONCLUDED)), "AUD-2026-09")}

    assert "qmsctl audit minutes AUD-2026-09 closing" in commands
    assert "qmsctl audit close AUD-2026-09" not in commands
