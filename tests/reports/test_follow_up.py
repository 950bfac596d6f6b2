"""What became of findings and evidence: every step, every doubt, every change is said."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from html import unescape

import pytest

from qmsctl.control.redrawing import Redraw
from qmsctl.messages import tr
from qmsctl.model.record import Sample
from qmsctl.render.report import render_report
from qmsctl.reports.audit_report import AuditReport, UnknownAuditError
from qmsctl.reports.evidence import EvidenceSeen, sample_shown
from qmsctl.reports.findings import FindingReported
from qmsctl.reports.people import called, in_phrase, person_named
from qmsctl.reports.shown import Shown, in_words
from tests.reports.office import TEXT, office, report, report_of

EVE = "recorder: {name: Ewa Lis, email: eve@example.org}"


def step(day: str, kind: str, body: str, finding: str = "f-minor") -> str:
    """Return the fence of one step of a finding."""
    name = f"{day.replace('-', '')}T080000Z-{kind[:8]:x<8}"
    return f"""
```yaml title="findings/{{{finding}}}/{name}.yaml"
record: finding
finding: {finding}
step: {kind}
{body}
occurred: {day}
recorded: {day}T08:00:00Z
{EVE}
```
"""


def evidence(name: str, body: str) -> str:
    """Return the fence of one piece of evidence without a question."""
    return f"""
```yaml title="audits/{{AUD-2026-01}}/evidence/20261021T1{name}.yaml"
record: evidence
audit: AUD-2026-01
{body}
occurred: 2026-10-21
```
"""


def finding(made: AuditReport, number: str = "NC-2026-01-A2") -> FindingReported:
    """Return one finding of the report."""
    return next(finding for finding in made.findings if finding.number == number)


def seen(made: AuditReport, name: str) -> EvidenceSeen:
    """Return one piece of evidence of the report."""
    return next(record for record in made.evidence if record.name.endswith(name))


def facts(shown: FindingReported | EvidenceSeen) -> dict[str, str]:
    """Return what is labelled how, in English."""
    parts = shown.facts if isinstance(shown, EvidenceSeen) else (*shown.response, *shown.remarks)
    return {fact.label.text: in_words(fact.value, "en") for fact in parts}


CLOSING = (
    step("2026-11-06", "acknowledged", "text: Przyjęto.")
    + step(
        "2026-11-07", "action", "action: Lista stanowisk.\nowner: head-or\ndue: 2026-11-20\ncriterion: Zero."
    )
    + step("2026-11-10", "done", "proof: Protokół kontroli stanowisk.")
    + step("2026-11-15", "verified", "effective: yes\nby: ann\ntext: Skontrolowano 25 stanowisk.")
    + step("2026-11-16", "closed", "by: ann")
)


def test_a_closed_nonconformity_shows_its_whole_course() -> None:
    """Correction, cause, action, proof, effectiveness and closing stand in the report."""
    made = finding(report(TEXT + CLOSING))

    assert made.status_mark.word.text == "finding closed"
    assert not made.is_open
    assert (made.owner, made.due) == ("Naczelnik Wydziału Organizacyjnego", dt.date(2026, 11, 20))
    assert all(facts(made).values())
    assert facts(made)["Check of effectiveness"] == ("✓ effective, 15 November 2026, Anna Kowalska")
    assert facts(made)["Closed"] == "16 November 2026, Anna Kowalska"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("effective: no", "✗ not effective, 15 November 2026, by whom is not recorded"),
        (
            "text: Nic nie wiadomo.",
            "result not recorded, 15 November 2026, by whom is not recorded",
        ),
    ],
)
def test_a_check_of_effectiveness_says_what_it_lacks(body: str, expected: str) -> None:
    """A check without a result or a name is not taken for a passed one."""
    assert (
        facts(finding(report(TEXT + step("2026-11-15", "verified", body))))["Check of effectiveness"]
        == expected
    )


def test_a_closing_without_a_name_says_so() -> None:
    """Who closed a finding is said to be missing."""
    made = finding(report(TEXT + step("2026-11-16", "closed", "text: Zamknięto.")))

    assert facts(made)["Closed"] == "16 November 2026, by whom is not recorded"


def test_a_dispute_and_a_regrading_are_shown_with_their_reasons() -> None:
    """The auditee's objection stands beside the finding."""
    disputed = step("2026-11-08", "disputed", "reason: Formularze były wycofane.")
    made = report(TEXT + disputed + step("2026-11-09", "regraded", "grade: major"))

    assert facts(finding(made))["Disputed"] == "8 November 2026, Formularze były wycofane."
    assert (
        facts(finding(made))["Regraded"] == "9 November 2026, major nonconformity, no justification recorded"
    )
    assert facts(finding(made, "NC-2026-01-B1")) == {
        "Withdrawn": "23 October 2026, Podpis elektroniczny znajduje się w zapisie zatwierdzenia."
    }


def test_a_finding_without_a_source_is_followed_up() -> None:
    """Where an earlier finding came from is said, or said to be missing."""
    sources = ("source: {inspection: K-1}", "source: {management_review: P-1}", "source: {other: Radny}", "")
    raised = [
        step(f"2026-0{index}-01", "raised", f"number: X-{index}\ngrade: minor\n{source}", f"f-{index}")
        for index, source in enumerate(sources, 1)
    ]
    shown = {
        earlier.number: in_words(earlier.source, "en") for earlier in report(TEXT + "".join(raised)).earlier
    }

    assert [shown[f"X-{index}"] for index in range(1, 5)] == [
        "inspection K-1",
        "management review P-1",
        "Radny",
        "",
    ]


def test_what_is_recorded_after_the_seal_is_late() -> None:
    """Evidence, findings and minutes that the seal does not hold are marked."""
    plan = "audits/aud-2026-01-ce4747/audit.yaml"
    closed = f"""
```yaml title="audits/{{AUD-2026-01}}/minutes/20261110T090000Z-mmmmmmm5.yaml"
record: minutes
audit: AUD-2026-01
kind: audit_closed
text: Zamknięto.
occurred: 2026-11-10
seal: [{{file: {plan}, sha256: {"0" * 64}}}]
recorded: 2026-11-10T09:00:00Z
{EVE}
```
"""
    made = report(TEXT + closed)

    assert seen(made, "aaaaaaa1").warnings[0].word.text == "recorded after the audit was sealed"
    assert finding(made).warnings[-1].word.text == "recorded after the audit was sealed"
    assert in_words(made.course[-2].text, "en") == "1 file sealed by its digest. Zamknięto."


def test_an_issued_report_is_named_with_its_digest() -> None:
    """A copy can be held against the file that was issued."""
    digest = "ab" * 32
    issued = f"""
```yaml title="audits/{{AUD-2026-01}}/minutes/20261102T090000Z-mmmmmmm4.yaml"
record: minutes
audit: AUD-2026-01
kind: report_issued
text: Wysłano.
occurred: 2026-11-02
report: {{file: {digest}/raport.html, sha256: {digest}, commit: {"c" * 40}}}
recorded: 2026-11-02T09:00:00Z
{EVE}
```
"""
    made = report(TEXT + issued)
    shown = {fact.label.text: in_words(fact.value, "en") for fact in made.identification.facts}

    assert shown["Report issued"] == f"2 November 2026, raport.html, SHA-256 {digest}"
    assert in_words(made.course[-2].text, "en") == (
        f"raport.html, SHA-256 {digest}, made from commit cccccccccc. Wysłano."
    )


@pytest.mark.parametrize(
    ("recorder", "expected"),
    [
        ("{name: X, email: x@example.org}", "somebody who is not in qms.yaml"),
        ("{name: A, email: ann@example.org}", "Pełnomocnik ds. SZJ, not of the audit team"),
    ],
)
def test_evidence_from_outside_the_team_says_so(recorder: str, expected: str) -> None:
    """Whoever recorded without being an auditor is not shown as one."""
    body = f"result: conforms\nrecorder: {recorder}"

    assert (
        in_words(seen(report(TEXT + evidence("1000Z-outsider", body)), "outsider").recorded_by, "en")
        == expected
    )


def test_a_recorder_without_a_role_is_not_of_the_team() -> None:
    """Somebody known who holds no role on the day is not given one."""
    text = TEXT.replace("unit: OR, roles: [{role: quality-officer}]", "unit: OR")
    body = "result: conforms\nrecorder: {name: A, email: ann@example.org}"

    assert in_words(seen(report(text + evidence("1000Z-outsider", body)), "outsider").recorded_by, "en") == (
        "somebody not of the audit team"
    )


def test_a_document_that_is_gone_is_not_called_unchanged() -> None:
    """Evidence judged against a document nobody has says that it is not there."""
    body = f'result: conforms\njudged_against: [{{document: PS-99, revision: "1", blob: {"a" * 40}}}]'
    made = report(TEXT + evidence("2000Z-nodocume", body))

    assert in_words(seen(made, "nodocume").judged_against, "en") == (
        "PS-99 revision 1, commit not recorded, ✗ the document is not there any more"
    )


@pytest.mark.parametrize(
    ("digest", "file", "expected"),
    [
        ("f" * 64, "protokol.txt", "✗ the file was changed"),
        ("f" * 64, "gone.txt", "✗ the file is missing"),
    ],
)
def test_an_attachment_that_is_not_what_it_was_is_marked(digest: str, file: str, expected: str) -> None:
    """A changed or missing file is said to be so."""
    real = seen(report(), "aaaaaaa3").attachments
    folder = in_words(real, "en").partition("SHA-256 ")[2][:64]
    body = f"result: conforms\nattachments: [{{file: {folder}/{file}, sha256: {digest}, size: 1}}]"

    assert in_words(
        seen(report(TEXT + evidence("3000Z-attached", body)), "attached").attachments, "en"
    ).endswith(expected)


def test_an_attachment_that_cannot_be_read_is_marked() -> None:
    """Not being able to read a file is not taken for its being unchanged."""
    made = office()
    system = made.system()
    path = next(iter(system.qms.attachments))
    unreadable = {**system.qms.attachments, path: ""}
    object.__setattr__(system.qms, "attachments", unreadable)

    assert in_words(seen(report_of(system), "aaaaaaa3").attachments, "en").endswith(
        "✗ the file cannot be read"
    )


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (Sample(population=148, size=10, method="random", seed="42"), "10 of 148, drawn at random, seed 42"),
        (Sample(size=3, method="every tenth"), "3, out of a number that is not recorded, every tenth"),
        (Sample(population=5), "out of 5, how many is not recorded"),
        (Sample(items=("a", "b")), "size not recorded, items: a, b"),
        (
            Sample(
                size=1, population=3, register="r/a.csv", commit="ab" * 20, filter=("x=1", "y!="), strata="z"
            ),
            "1 of 3, register r/a.csv, commit ababababab, only rows where x=1, y!=, in strata of z",
        ),
        (Sample(size=1, population=3, register="r/a.csv"), "1 of 3, register r/a.csv, commit not recorded"),
        (None, ""),
    ],
)
def test_a_sample_says_what_it_lacks(sample: Sample | None, expected: str) -> None:
    """A sample can be drawn again, or the report says why not."""
    shown: Shown = sample_shown(sample)

    assert in_words(shown, "en") == expected


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (Redraw(None), "3 of 9, ✓ drawn again, the same"),
        (Redraw(tr("it is another")), "3 of 9, ✗ drawn again, not the same"),
        (
            Redraw(tr("it is not here"), established=False),
            "3 of 9, ? whether it comes out again cannot be established",
        ),
    ],
)
def test_a_sample_is_drawn_again(again: Redraw, expected: str) -> None:
    """The report says whether the register that was sampled still gives the same rows."""
    assert in_words(sample_shown(Sample(population=9, size=3), again), "en") == expected


def test_a_correction_is_shown_with_its_reason() -> None:
    """Evidence that takes the place of another names it and says why."""
    made = seen(report(), "bbbbbbb2")

    assert facts(made)["Takes the place of"] == "20261021T093000Z-bbbbbbb1"
    assert facts(made)["Reason of the correction"] == "Pomyłka w dacie rejestru."


def test_more_than_one_conclusion_is_an_open_point() -> None:
    """Two records of conclusions are shown, and have to be corrected into one."""
    second = TEXT[TEXT.index('```yaml title="audits/{AUD-2026-01}/minutes/20261021T140000Z-mmmmmmm3.yaml"') :]
    second = second[: second.index("```\n") + 4].replace("mmmmmmm3", "mmmmmmm6")
    made = report(TEXT + "\n" + second)

    assert len(made.conclusions) == 2
    assert [a.what[-13:] for a in made.open_points.attention if "conclusions" in a.why.text] == [
        "mmmmmmm3.yaml",
        "mmmmmmm6.yaml",
    ]


def test_a_question_that_its_checklist_lacks_is_named() -> None:
    """A plan that asks for a question nobody wrote is not one question shorter."""
    text = TEXT.replace("{checklist: CL-URZAD}\n", "{checklist: CL-URZAD, questions: [Q-4.1-1, Q-99]}\n")

    assert [a.what for a in report(text).open_points.attention][:1] == ["Q-99"]


def test_an_unwritten_approval_of_the_plan_is_named() -> None:
    """A decision on the plan, or a step of a finding, that is not in the history yet is listed."""
    approval = f"""
```yaml title="approvals/{{AUD-2026-01}}/20261102T090000Z-pppppppp.yaml" uncommitted
record: approval
document: AUD-2026-01
language: pl
revision: "1"
meaning: reaffirmed
content: content-1:sha256:{"0" * 64}
blob: {"0" * 40}
decider: {{person: bob}}
decided: 2026-11-02
recorded: 2026-11-02T09:00:00Z
{EVE}
```
"""
    unwritten = step("2026-11-08", "disputed", "reason: Nie.").replace('.yaml"', '.yaml" uncommitted')
    attention = [a.what for a in report(TEXT + approval + unwritten).open_points.attention]

    assert sum("pppppppp" in what or "disputed" in what for what in attention) == 2


def test_nobody_can_mean_an_audit_where_there_is_none() -> None:
    """Without any audit, or without one of a like name, the hint says what there is."""
    with pytest.raises(UnknownAuditError) as refused:
        report_of(office().system(), "X")

    assert refused.value.hint is not None
    assert refused.value.hint.into("en") == "the audits here are: AUD-2026-01"
    assert UnknownAuditError("X", ()).hint is not None


def test_a_shallow_history_is_said() -> None:
    """A report from a shallow clone says that its beginning is missing."""
    system = office().system()
    object.__setattr__(system.history, "complete", False)
    shown = {f.label.text: in_words(f.value, "en") for f in report_of(system).provenance.facts}

    assert shown["History"].startswith("✗ shallow")


MOVED = (
    step("2026-11-06", "acknowledged", "text: Przyjęto.")
    + step("2026-11-07", "response", "cause: Brak listy.\ntext: Odpowiedź naczelnika.")
    + step("2026-11-08", "action", "action: Lista stanowisk.\nowner: head-or\ndue: 2026-11-20\ntext: Plan.")
    + step(
        "2026-11-09", "action-2", "action: Lista stanowisk.\nowner: head-or\ndue: 2026-12-20\ntext: Aneks."
    )
    + step("2026-11-10", "done", "proof: Protokół.\ntext: Zrobiono.")
    + step("2026-11-15", "verified", "effective: yes\nby: ann\ntext: Skontrolowano.")
    + step("2026-11-16", "closed", "by: ann\ntext: Koniec.")
).replace("step: action-2", "step: action")


def steps(shown: FindingReported) -> list[tuple[str, dict[str, str]]]:
    """Return the steps with what is labelled how, in English."""
    return [
        (one.kind.text, {fact.label.text: in_words(fact.value, "en") for fact in one.facts})
        for one in shown.steps
    ]


def test_every_step_keeps_its_text() -> None:
    """What somebody wrote at a step is in the report."""
    shown = steps(finding(report(TEXT + MOVED)))
    texts = [facts.get("Text of the record", facts.get("Reason of the change")) for _, facts in shown]

    assert texts[-7:] == [
        "Przyjęto.", "Odpowiedź naczelnika.", "Plan.", "Aneks.", "Zrobiono.", "Skontrolowano.", "Koniec.",
    ]  # fmt: skip


def test_a_due_date_that_was_moved_says_from_when_and_why() -> None:
    """The earlier day of an action is not lost when a later step gives another."""
    made = finding(report(TEXT + MOVED))
    moved = [facts for _, facts in steps(made) if "Due date of the action" in facts]

    assert moved == [
        {
            "Due date of the action": "moved from 20 November 2026 to 20 December 2026 on 9 November 2026",
            "Reason of the change": "Aneks.",
        }
    ]
    assert facts(made)["Action due on"] == "20 December 2026, moved from 20 November 2026 on 9 November 2026"


def test_a_due_date_that_was_moved_for_no_reason_says_so() -> None:
    """A day moved without a word is said to be."""
    made = finding(report(TEXT + MOVED.replace("text: Aneks.\n", "")))

    assert [f["Reason of the change"] for _, f in steps(made) if "Reason of the change" in f] == [
        "no reason recorded"
    ]


def test_an_earlier_step_of_a_kind_is_not_lost() -> None:
    """What a later response replaced is in the steps."""
    more = step("2026-11-17", "response", "cause: Inna przyczyna.")
    made = finding(report(TEXT + MOVED + more))

    assert facts(made)["Cause"] == "Inna przyczyna."
    assert "Brak listy." in [said.get("Cause") for _, said in steps(made)]


@pytest.mark.parametrize("format", ["html", "markdown"])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_nothing_of_a_finding_is_lost(format: str, language: str) -> None:
    """Every text of every step of every finding is in the report, in either format."""
    system = office(TEXT + MOVED).system()
    text = unescape(re.sub(r"\\|</?i>", "", render_report(report_of(system), format, language)))
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    lost = [
        (step.path, line)
        for finding in system.findings
        for step in finding.steps
        for field in dataclasses.fields(step.fact)
        if field.name not in ("record", "finding", "step", "recorded", "recorder")
        for line in str(getattr(step.fact, field.name)).splitlines()
        if isinstance(getattr(step.fact, field.name), str)
        and field.name not in ("grade", "owner", "by")
        and line.strip() not in text
    ]

    assert lost == []


def test_who_is_not_in_qms_yaml_is_marked() -> None:
    """A key that nobody explains is not taken for the name of a person or the title of a role."""
    text = TEXT.replace("{person: eve, role: lead_auditor", "{person: stranger, role: lead_auditor") + step(
        "2026-11-16", "closed", "by: nobody"
    )
    made = report(text)

    assert in_words(made.team[0].name, "en") == "stranger ▲ not in qms.yaml"
    assert in_words(made.signatures[0].name, "pl") == "stranger ▲ brak w qms.yaml"
    assert facts(finding(made))["Closed"] == "16 November 2026, nobody ▲ not in qms.yaml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mayor", "Prezydent Miasta"),
        ("ann", "Anna Kowalska"),
        ("head-xx", "head-xx ▲ not in qms.yaml"),
        ("Stanowisko ds. skarg", "Stanowisko ds. skarg"),
    ],
)
def test_words_are_no_keys(text: str, expected: str) -> None:
    """Whoever is described in words need not be in qms.yaml; a bare key must."""
    assert in_words(called(text, office().system().organisation), "en") == expected


def test_a_role_is_nobodys_name() -> None:
    """The key of a role does not make its title a member of the team."""
    organisation = office().system().organisation

    assert in_words(person_named("mayor", organisation), "en") == "mayor ▲ not in qms.yaml"
    assert str(in_phrase("mayor", organisation)) == "Prezydent Miasta"
    assert str(in_phrase("head-xx", organisation)) == "head-xx (not in qms.yaml)"
