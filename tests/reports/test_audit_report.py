"""What the report of an audit says, before it is put into words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from qmsctl.control.findings import FindingStatus
from qmsctl.inspection import inspect
from qmsctl.papers.blocks import Paragraph
from qmsctl.papers.changes_since import changes_blocks
from qmsctl.reports.audit_report import AuditReport, UnknownAuditError, audit_report
from qmsctl.reports.clauses import ClauseResult
from qmsctl.reports.marks import LEVELS, OUTCOMES
from qmsctl.reports.shown import in_words, natural_key
from tests.pages import example
from tests.reports.office import AUDIT, TEXT, office, report, report_of


@pytest.fixture(scope="module")
def made() -> AuditReport:
    """Return the report of the office's audit."""
    return report()


def clause(made: AuditReport, id: str) -> ClauseResult:
    """Return the result of one clause."""
    return next(c for group in made.results[0].groups for c in group.clauses if c.id == id)


def test_an_unknown_audit_is_refused_with_the_audits_there_are() -> None:
    """Whoever mistypes the id of an audit is told the ids there are."""
    system = office().system()

    with pytest.raises(UnknownAuditError) as refused:
        report_of(system, "AUD-2026-1")

    assert refused.value.message.into("en") == "no audit is called AUD-2026-1"
    assert refused.value.hint is not None
    assert refused.value.hint.into("en") == f"did you mean {AUDIT}? The audits here are: {AUDIT}"


def test_every_question_is_counted_once(made: AuditReport) -> None:
    """The outcomes add up to the questions that the plan asks."""
    assert dict(made.tally.counts) == {
        "conforms": 3,
        "does_not_conform": 1,
        "not_applicable": 1,
        "not_audited": 1,
        "contested": 2,
        "unanswered": 4,
    }
    assert made.tally.asked == len(made.questions) == 12
    assert made.tally.answered == 4


def test_two_current_answers_are_contested(made: AuditReport) -> None:
    """Neither of two answers to one question counts, and both are shown."""
    contested = {question.id: question.answers for question in made.open_points.contested}

    assert contested["Q-9.2-1"] == ("20261020T110000Z-aaaaaaa6", "20261020T110500Z-aaaaaaa7")
    assert {e.name for e in made.evidence if e.is_contested} >= set(contested["Q-9.2-1"])


def test_two_corrections_of_one_answer_are_contested(made: AuditReport) -> None:
    """Two corrections of one record are shown, although neither is current."""
    question = next(question for question in made.questions if question.id == "Q-6.1-1")

    assert question.outcome == "contested"
    assert question.answers == ("20261021T100000Z-bbbbbbb2", "20261021T100500Z-bbbbbbb3")


def test_clauses_stand_in_the_order_of_people(made: AuditReport) -> None:
    """8.2 stands before 8.10, and 10 after 9."""
    ids = [c.id for group in made.results[0].groups for c in group.clauses]

    assert (
        ids.index("8.2.1") < ids.index("8.7.1") < ids.index("8.10") < ids.index("9.1.1") < ids.index("10.1")
    )


def test_a_clause_that_the_edition_lacks_is_not_lost(made: AuditReport) -> None:
    """Evidence that names clause 8.10, which does not exist, is shown there."""
    unknown = clause(made, "8.10")

    assert unknown.title is None
    assert not unknown.in_scope
    assert unknown.further.of("does_not_conform") == 1


def test_a_question_without_an_answer_examines_nothing(made: AuditReport) -> None:
    """A clause whose question waits for an answer, was not audited or does not apply was not examined."""
    not_examined = made.results[0].not_examined

    assert {"8.2.1", "8.4.1", "9.2.1"} <= set(not_examined)
    assert "7.5.2" not in not_examined


def test_examined_clauses_and_the_others_add_up(made: AuditReport) -> None:
    """Every clause in scope is examined, not audited, not applicable or without an answer."""
    results = made.results[0]
    clauses = [c for group in results.groups for c in group.clauses if c.is_to_be_examined]
    others = [results.unexamined_as(one) for one in ("not_audited", "not_applicable", "unanswered")]

    assert sum(map(len, others)) == len(results.not_examined)
    assert sum(c.is_examined for c in clauses) + len(results.not_examined) == results.to_examine
    assert all(
        c.questions.of(c.unexamined_as) or c.further.of(c.unexamined_as) or c.unexamined_as == "unanswered"
        for c in clauses
        if not c.is_examined
    )
    assert all(others)


def test_the_summary_says_every_outcome_apart(made: AuditReport) -> None:
    """The figures of the sentences add up to the questions and to the clauses."""
    sentences = [in_words(statement, "en") for statement in made.statements]

    assert sentences[0] == (
        "The plan asks 12 questions; judged: 4, not audited: 1, not applicable: 1, "
        "contradictory answers: 2, without an answer: 4."
    )
    figures = [int(figure) for figure in re.findall(r"\d+", sentences[2].partition(": ")[2])]
    assert figures[0] == sum(figures[1:])


def test_the_documents_of_a_clause_are_not_its_evidence(made: AuditReport) -> None:
    """A document documents a clause, or names it; the report says which."""
    said = {c.id: str(c.documented_in or "") for group in made.results[0].groups for c in group.clauses}

    assert said["7.5.3.1"] == "documented in: PS-01"
    assert said["8.3.1"] == ""
    assert str(clause(report(without_text()), "7.5.3.1").documented_in) == "named in: PS-01"


@pytest.mark.parametrize(
    ("count", "still", "expected"),
    [
        (1, 1, "1 nonconformity was found; 1 is still open."),
        (2, 1, "2 nonconformities were found; 1 is still open."),
        (3, 2, "3 nonconformities were found; 2 are still open."),
        (1, 0, "1 nonconformity was found; it is no longer open."),
        (2, 0, "2 nonconformities were found; none is open any more."),
    ],
)
def test_nonconformities_are_counted_in_whole_phrases(
    made: AuditReport, count: int, still: int, expected: str
) -> None:
    """One is, two are."""
    one = made.nonconformities[0]
    findings = tuple(dataclasses.replace(one, is_open=index < still) for index in range(count))

    assert dataclasses.replace(made, findings=findings).on_nonconformities.into("en") == expected


def test_excluded_clauses_need_not_be_examined(made: AuditReport) -> None:
    """What the organisation excludes counts neither as examined nor as missing."""
    assert "8.3.1" not in made.results[0].not_examined
    assert clause(made, "8.3.1").reason is not None


def test_evidence_without_a_question_is_counted_with_its_clauses(made: AuditReport) -> None:
    """Evidence recorded of the auditor's own accord shows at the clauses it names."""
    assert clause(made, "8.5.1").questions.asked == 0
    assert clause(made, "8.5.1").further.of("does_not_conform") == 1


def test_findings_stand_in_the_order_of_people(made: AuditReport) -> None:
    """NC-2026-01-A2 stands before NC-2026-01-A10."""
    assert [finding.number for finding in made.nonconformities] == [
        "NC-2026-01-A2",
        "NC-2026-01-A10",
        "NC-2026-01-B1",
    ]


def test_a_withdrawn_finding_is_shown_and_not_counted(made: AuditReport) -> None:
    """What was raised in error stays in the report, out of every figure."""
    withdrawn = next(finding for finding in made.findings if finding.number == "NC-2026-01-B1")

    assert withdrawn.status is FindingStatus.WITHDRAWN
    assert [numbered.count for numbered in made.grades] == [1, 1, 1, 1, 1]
    assert "NC-2026-01-B1" not in clause(made, "7.5.2").findings


def test_a_strength_is_not_an_open_point(made: AuditReport) -> None:
    """Nothing is left to do about a strength."""
    assert [finding.number for finding in made.open_points.findings] == [
        "NC-2026-01-A2",
        "NC-2026-01-A10",
        "SP-2026-01-A1",
        "PD-2026-01-A1",
    ]


def test_an_overdue_finding_is_marked(made: AuditReport) -> None:
    """A finding past its due date says so."""
    assert [finding.number for finding in made.findings if finding.is_overdue] == ["NC-2026-01-A2"]


def test_earlier_findings_are_followed_up(made: AuditReport) -> None:
    """A finding from before the audit that was open when it began is looked at."""
    assert [finding.number for finding in made.earlier] == ["NC-2026-S-1"]


def test_a_meeting_that_nobody_recorded_is_missing(made: AuditReport) -> None:
    """The closing meeting is listed without a day."""
    assert [(event.kind.text, event.occurred) for event in made.course][-1] == ("Closing meeting", None)


def test_evidence_says_whether_its_documents_changed(made: AuditReport) -> None:
    """What was judged against an unchanged document still holds, the rest says that it changed."""
    by_name = {record.name: record for record in made.evidence}

    assert "✓ unchanged since" in in_words(by_name["20261020T090000Z-aaaaaaa2"].judged_against, "en")
    assert "▲ changed since" in in_words(by_name["20261020T093000Z-aaaaaaa3"].judged_against, "en")


def test_an_attachment_is_held_to_its_digest(made: AuditReport) -> None:
    """The report says whether an attached file is still what was attached."""
    attached = in_words(next(r.attachments for r in made.evidence if r.attachments), "en")

    assert attached.startswith("protokol.txt, 36 bytes, SHA-256 ")
    assert attached.endswith("✓ the digest is right")


def test_people_are_shown_by_their_role_in_the_audit(made: AuditReport) -> None:
    """Evidence names the auditor by role and letter."""
    assert in_words(made.evidence[0].recorded_by, "en") == "lead auditor A"


def test_records_that_do_not_count_are_listed(made: AuditReport) -> None:
    """An unreadable, two contested and an uncommitted record are named with the reason."""
    reasons = [attention.why.text.partition(",")[0] for attention in made.open_points.attention]

    assert reasons == [
        "cannot be read",
        "contested: another record corrects the same one",
        "contested: another record corrects the same one",
        "written and not yet recorded in the history; it does not count",
    ]


def test_problems_of_other_files_are_counted_and_not_listed(made: AuditReport) -> None:
    """The problems shown are those of the audit's files and findings."""
    shown = made.open_points.problems

    assert shown
    assert all(problem.place.startswith(("audits/aud-2026-01-", "findings/f-")) for problem in shown)
    assert len(shown) + made.open_points.other_problems == made.looked_at.problems


def test_a_checklist_that_is_gone_is_said_to_be_missing() -> None:
    """Questions that cannot be known are not silently fewer questions."""
    text = TEXT.replace("{checklist: CL-URZAD}\n", "{checklist: CL-URZAD}\n  - {checklist: CL-GONE}\n")

    assert [a.what for a in report(text).open_points.attention][:1] == ["CL-GONE"]


def test_a_report_is_a_draft_until_it_is_issued(made: AuditReport) -> None:
    """Without the minutes that say so, a report is a draft."""
    assert made.identification.is_draft
    assert made.identification.standing.word.text == "draft, not yet issued"


def test_an_issued_report_names_its_day() -> None:
    """Once the minutes say that it was issued, a copy says when, and of what day it is."""
    issued = """\
```yaml title="audits/{AUD-2026-01}/minutes/20261102T090000Z-mmmmmmm4.yaml"
record: minutes
audit: AUD-2026-01
kind: report_issued
occurred: 2026-11-02
recorded: 2026-11-02T09:00:00Z
recorder: {name: Ewa Lis, email: eve@example.org}
```
"""
    made = report(TEXT + issued)

    assert not made.identification.is_draft
    assert made.identification.standing.word.into("en") == (
        "report issued on 2 November 2026; this copy shows the state of 22 November 2026"
    )
    assert [f.value for f in made.identification.facts if f.label.text == "Report issued"] == [None]
    assert made.course[-2].kind.text == "Report issued"


def test_a_report_can_be_made_to_be_issued() -> None:
    """The command that issues a report says so, since the record of it comes later."""
    system = office().system()
    made = audit_report(system, AUDIT, inspect(system, (), {}), issued_on=dt.date(2026, 11, 3))

    assert not made.identification.is_draft
    assert made.identification.standing.word.into("en") == "report issued on 3 November 2026"


def test_that_there_are_no_nonconformities_is_said_at_the_end(made: AuditReport) -> None:
    """Only a concluded audit that recorded evidence can say that it found no nonconformity."""
    concluded = dataclasses.replace(made, findings=())
    under_way = dataclasses.replace(concluded, is_concluded=False)

    assert concluded.on_nonconformities.text == "No nonconformities were found."
    assert under_way.on_nonconformities.text == (
        "No nonconformity is recorded so far; the audit is not concluded."
    )


def test_an_audit_under_way_has_a_draft() -> None:
    """Without conclusions, a report says that the audit is not concluded."""
    start = TEXT.index('```yaml title="audits/{AUD-2026-01}/minutes/20261021T140000Z-mmmmmmm3.yaml"')
    made = report(TEXT[:start] + TEXT[TEXT.index("```\n", start) + 4 :])

    assert made.conclusions == ()
    assert made.identification.standing.word.text == "draft, the audit is not concluded"


def test_a_planned_audit_finds_nothing() -> None:
    """An audit without any record does not say that there are no nonconformities."""
    fences = TEXT.split("```yaml ")
    kept = [
        f for f in fences if not any(part in f for part in ("/evidence/", "/minutes/", 'title="findings/'))
    ]
    made = report("```yaml ".join(kept))

    assert made.on_nonconformities.text == "No evidence is recorded, so nothing can be said about conformity."
    assert made.tally.of("unanswered") == made.tally.asked == 12
    assert made.identification.standing.word.text == "draft, the audit has not begun"


def test_a_document_without_its_text_documents_nothing() -> None:
    """Deleting what a procedure says takes its clauses back to claimed."""
    before = clause(report(), "7.5.3.1").level
    after = clause(report(without_text()), "7.5.3.1").level

    assert before == LEVELS[next(level for level in LEVELS if level.value == "documented")]
    assert after == LEVELS[next(level for level in LEVELS if level.value == "claimed")]


def without_text() -> str:
    """Return the office in which the text of PS-01 was deleted after its approval."""
    start = TEXT.index('```yaml title="procedures/ps-01.yaml"')
    fence = TEXT[start : TEXT.index("```\n", start) + 4]
    emptied = fence.replace('approved="2026-02-01"', 'commit="2026-11-01 Anna Kowalska <ann@example.org>"')
    emptied = emptied.replace("W urzędzie stosuje się wyłącznie aktualne dokumenty.", "")
    return TEXT.replace(fence, fence + "\n" + emptied)


def test_an_edition_nobody_knows_is_shown_as_it_is_written() -> None:
    """Criteria of an unknown edition do not stop the report, and its clauses have no titles."""
    made = report(
        TEXT.replace("- {document: PS-01}\n", '- {edition: "iso9001:1994", clauses: ["4.20"]}\n', 1)
    )
    unknown = next(results for results in made.results if results.key == "iso9001:1994")

    assert [(c.id, c.title, c.level) for group in unknown.groups for c in group.clauses] == [
        ("4.20", None, None)
    ]
    assert unknown.not_established == 1


def test_the_register_says_what_is_in_force(made: AuditReport) -> None:
    """A document in force has revision, day, approval and trust; a draft has none."""
    rows = {(document.id, document.language): document for document in made.register}

    assert rows["PS-01", "pl"].revision == "3.1"
    assert rows["PS-01", "pl"].effective == dt.date(2026, 2, 1)
    assert in_words(rows["PS-01", "pl"].approved, "en") == "Jan Nowak, 1 February 2026"
    assert rows["PS-02", "pl"].state.word.text == "the file departs from what was approved"
    assert rows["PS-10", "pl"].revision is None
    assert (AUDIT, "pl") not in rows


def test_numbers_inside_ids_count_as_numbers() -> None:
    """Ids sort as people sort them."""
    assert sorted(["NC-10", "NC-9", "NC-A", "NC-9-B2"], key=natural_key) == [
        "NC-9",
        "NC-9-B2",
        "NC-10",
        "NC-A",
    ]


def test_every_outcome_has_a_word_and_a_symbol_of_its_own() -> None:
    """No two outcomes look the same without colour."""
    assert len({mark.symbol for mark in OUTCOMES.values()}) == len(OUTCOMES)
    assert len({mark.word for mark in OUTCOMES.values()}) == len(OUTCOMES)


BEFORE = """
```yaml title="audits/{AUD-1}/audit.yaml"
id: AUD-1
type: audit
title: The first
revision: "1"
kind: internal
days: [2026-03-02]
```

```yaml title="audits/{AUD-1}/minutes/20260310T140000Z-mmmmmmm3.yaml"
record: minutes
audit: AUD-1
kind: conclusions
text: The system is maintained.
occurred: %s
recorded: 2026-03-10T14:00:00Z
```

```yaml title="audits/{AUD-2}/audit.yaml"
id: AUD-2
type: audit
title: The second
revision: "1"
kind: internal
days: [2026-03-20]
```
"""


@pytest.mark.parametrize(("concluded", "before"), [("2026-03-19", "AUD-1"), ("2026-03-20", None)])
def test_the_audit_before_was_concluded_before_this_one_began(concluded: str, before: str | None) -> None:
    """One that was still under way then is nothing to compare with, and the report does not say that there was none."""
    found = report_of(example(BEFORE % concluded, "none").system(), "AUD-2")
    first = next(changes_blocks(found.changes, found.changes_since))
    said = {
        None: "No other audit was concluded before this one began, so there is nothing to compare with.",
        "AUD-1": "What changed since audit AUD-1 was not looked at.",
    }

    assert isinstance(first, Paragraph)
    assert found.changes_since == before
    assert in_words(first.value, "en") == said[before]
