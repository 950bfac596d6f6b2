"""The papers that are signed and filled in by hand: the plan, the checklist, cards, the register, minutes of a review."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from qmsctl.checks import RULES
from qmsctl.control.system import System
from qmsctl.inspection import inspect
from qmsctl.messages import LANGUAGES
from qmsctl.papers.blocks import Paper
from qmsctl.papers.card_form import card_paper
from qmsctl.papers.checklist_form import checklist_paper
from qmsctl.papers.coverage import coverage_paper
from qmsctl.papers.finding_register import finding_register_paper
from qmsctl.papers.gap import gap_paper
from qmsctl.papers.management_review import management_review_paper
from qmsctl.papers.plan_form import plan_paper
from qmsctl.papers.readiness import readiness_paper
from qmsctl.render.report import render_paper
from qmsctl.render.worded import worded
from qmsctl.reports.card_form import card_form
from qmsctl.reports.checklist_form import checklist_form
from qmsctl.reports.coverage import Wanted as WantedClauses
from qmsctl.reports.coverage import coverage
from qmsctl.reports.finding_list import Wanted, find_findings, list_of_findings
from qmsctl.reports.gap import gap
from qmsctl.reports.management_review import management_review
from qmsctl.reports.plan_form import plan_form
from qmsctl.reports.provenance import Provenance, provenance
from qmsctl.reports.readiness import readiness
from tests.papers.reading import from_html, from_json, from_markdown, from_plain, on_a_page
from tests.papers.worded_reading import links, sections, table, targets, texts
from tests.reports.office import AUDIT, TEXT, office

DOTS = "......"


@cache
def system(text: str = TEXT) -> System:
    """Return the office that *text* describes."""
    return office(text).system()


def made(of: System) -> Provenance:
    """Return from what a paper about *of* is made."""
    return provenance(of, inspect(of, RULES, {}))


def card(number: str, of: System | None = None) -> Paper:
    """Return the card of a finding."""
    held = of or system()
    return card_paper(card_form(held, held.findings_by_number[number][0], made(held)))


def plan() -> Paper:
    """Return the plan of the audit."""
    return plan_paper(plan_form(system(), AUDIT, made(system())))


def checklist(of: System | None = None) -> Paper:
    """Return the checklist of the audit."""
    held = of or system()
    return checklist_paper(checklist_form(held, AUDIT, made(held)))


def register() -> Paper:
    """Return the register of findings."""
    listed = list_of_findings(system(), find_findings(system(), Wanted()))
    return finding_register_paper(listed, made(system()), "pl")


def review(of: System | None = None) -> Paper:
    """Return the frame of the minutes of a management review."""
    held = of or system()
    return management_review_paper(management_review(held, made(held)))


def ready() -> Paper:
    """Return the report of readiness."""
    return readiness_paper(readiness(system(), inspect(system(), RULES, {})))


def covered() -> Paper:
    """Return the coverage of clauses."""
    return coverage_paper(coverage(system(), made(system()), WantedClauses()))


def between() -> Paper:
    """Return what lies between two editions."""
    return gap_paper(gap(system(), made(system()), "iso9001:2015", "iso9001:2026"))


PAPERS = {
    "plan": plan,
    "checklist": checklist,
    "card": lambda: card("NC-2026-01-A2"),
    "register": register,
    "review": review,
    "readiness": ready,
    "coverage": covered,
    "gap": between,
}
each_paper = pytest.mark.parametrize("lay_out", PAPERS.values(), ids=PAPERS.keys())


@each_paper
def test_every_link_leads_somewhere(lay_out: Callable[[], Paper]) -> None:
    """What is linked is in the same paper."""
    paper = lay_out()

    assert links(paper) <= targets(paper)


@each_paper
def test_the_same_is_said_in_both_languages(lay_out: Callable[[], Paper]) -> None:
    """Both languages have the same sections and blocks, and Polish no English heading."""
    paper = lay_out()
    english, polish = sections(paper, "en"), sections(paper, "pl")

    assert list(english) == list(polish)
    for key, section in english.items():
        assert [block["kind"] for block in section["blocks"]] == [
            block["kind"] for block in polish[key]["blocks"]
        ]
        assert section["heading"] != polish[key]["heading"]


@each_paper
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_tells_the_same(lay_out: Callable[[], Paper], language: str) -> None:
    """Headings, tables cell by cell, and figures are those of the one view, in every format."""
    paper = lay_out()
    expected = from_json(worded(paper, language))
    html = from_html(render_paper(paper, "html", language))
    markdown = from_markdown(render_paper(paper, "markdown", language))
    plain = from_plain(render_paper(paper, "plain", language))

    for told, tables in (
        (html, on_a_page(worded(paper, language))),
        (markdown, expected.tables),
        (plain, expected.tables),
    ):
        assert {caption: told.tables.get(caption) for caption in tables} == tables
        assert told.figures == expected.figures
        assert all(any(heading in one for one in told.headings) for heading in expected.headings)


def test_the_plan_has_the_fields_of_the_form() -> None:
    """Number, kind, objectives, scope, criteria, team, auditees, methods, schedule, distribution and signatures."""
    held = sections(plan(), "pl")

    assert list(held) == [
        "general", "objectives", "scope", "criteria", "team", "auditees", "methods", "schedule", "signatures",
        "made-from",
    ]  # fmt: skip
    assert "Ustalenie, czy system" in texts(held["objectives"])
    assert "Procesy obsługi interesanta" in texts(held["scope"])
    assert "KPA art. 237" in texts(held["criteria"])
    assert "CL-URZAD" in texts(held["methods"])
    assert "Prezydent" in texts(held["signatures"])
    assert [row[0] for row in table(plan(), "team")] == ["lead auditor", "auditor"]


def test_who_accompanies_the_team_is_no_member_of_it() -> None:
    """A guide and an observer stand in a table of their own, and a technical expert in that of the team."""
    lead = "  - {person: max, role: auditor"
    others = "".join(
        f"  - {{person: bob, role: {role}}}\n" for role in ("guide", "observer", "technical_expert")
    )
    told = system(TEXT.replace(lead, others + lead, 1))
    paper = plan_paper(plan_form(told, AUDIT, made(told)))

    assert [row[0] for row in table(paper, "team")] == ["lead auditor", "auditor", "technical expert"]
    assert [row[0] for row in table(paper, "accompanying")] == ["observer", "guide"]
    assert {len(row) for row in table(paper, "accompanying")} == {4}


def test_a_plan_without_a_schedule_says_so() -> None:
    """An empty schedule is told; one that is there has its rows in order."""
    rows = """schedule:
  - {day: 2026-10-20, time: "9:00", what: spotkanie otwierające}
  - {day: 2026-10-20, time: 9:30-11:00, process: P-Z1, clauses: ["7.5"], auditor: max, auditee: head-or}
distribution:"""
    scheduled = system(TEXT.replace("distribution:", rows, 1))
    paper = plan_paper(plan_form(scheduled, AUDIT, made(scheduled)))

    assert "The plan has no schedule." in texts(sections(plan())["schedule"])
    assert [row[1] for row in table(paper, "schedule")] == ["9:00", "9:30-11:00"]


def test_an_answered_question_has_its_evidence_and_another_has_room() -> None:
    """What is recorded is filled in; beside the rest there are boxes to tick and lines to write on."""
    rows = table(checklist(), "questions")
    blank = [row for row in rows if "☐" in row[5]]
    answered = [row for row in rows if "☐" not in row[5]]

    assert blank
    assert answered
    assert all(DOTS in row[4] and DOTS in row[6] for row in blank)
    assert not any(DOTS in row[4] for row in answered)


def test_a_checklist_before_the_audit_is_blank() -> None:
    """Without a record of the audit every question waits for its answer."""
    parts = TEXT.split("\n```yaml ")
    bare = "\n```yaml ".join(
        part for part in parts if "/evidence/" not in part[:80] and "/minutes/" not in part[:80]
    )
    paper = checklist(system(bare))
    words = paper.standing

    assert words is not None
    assert words.word.into("en") == "blank, to be filled in"
    assert all("☐" in row[5] for row in table(paper, "questions"))


def test_the_card_has_four_parts_with_room_for_what_is_missing() -> None:
    """What the records say is printed, and what nobody recorded is left to be written by hand."""
    held = sections(card("NC-2026-01-A2"))

    assert [held[key]["number"] for key in ("found", "response", "done", "effectiveness")] == [
        "I", "II", "III", "IV",
    ]  # fmt: skip
    finding = system().findings_by_number["NC-2026-01-A2"][0]
    assert finding.raised.fact.statement is not None
    assert finding.raised.fact.statement.strip() in texts(held["found"])
    assert DOTS in texts(held["done"])
    assert "☐" in texts(held["effectiveness"])
    assert "raised" in texts(held["steps"])


def test_a_major_nonconformity_asks_for_immediate_containment() -> None:
    """A minor one does not, unless something is recorded."""
    assert "Immediate containment" in str(sections(card("NC-2026-01-A10"))["response"])
    assert "Immediate containment" not in str(sections(card("NC-2026-01-A2"))["response"])


def test_what_is_no_nonconformity_has_no_corrective_action() -> None:
    """Neither an observation nor a strength has the parts about correction and effectiveness."""
    for number in ("SP-2026-01-A1", "MS-2026-01-A1"):
        assert {"done", "effectiveness"}.isdisjoint(sections(card(number)))


def test_a_withdrawn_finding_says_so_on_its_card() -> None:
    """It stays shown, with what became of it."""
    assert "This finding was withdrawn" in texts(sections(card("NC-2026-01-B1"))["found"])


def test_the_register_holds_the_findings_of_every_source() -> None:
    """Each finding has one row, from audits and elsewhere, the withdrawn ones too."""
    numbers = [row[0].partition(" ")[0] for row in table(register(), "findings")]

    assert sorted(numbers) == sorted(finding.number for finding in system().findings)
    assert "NC-2026-S-1" in numbers
    assert "NC-2026-01-B1" in numbers


@pytest.mark.parametrize(
    ("editions", "clauses", "parties"),
    [
        ("iso9001:2008", "5.6.2", False),
        ("iso9001:2015", "9.3.2", False),
        ("iso9001:2026", "9.3.2", True),
    ],
)
def test_a_review_has_the_inputs_of_its_edition(editions: str, clauses: str, *, parties: bool) -> None:
    """Each input names the clause that asks for it; only the edition of 2026 asks for interested parties."""
    of = system(TEXT.replace("editions: [iso9001:2015", f"editions: [{editions}", 1))
    said = str(sections(review(of))["inputs"])

    assert f"clause {clauses}" in said
    assert ("need and expect" in said) is parties
    assert ("Whether there are enough resources" in said) is (editions != "iso9001:2008")
    assert ("Changes that may affect the system" in said) is (editions == "iso9001:2008")


def test_a_review_is_given_what_is_recorded() -> None:
    """Audits, nonconformities and what can be improved are filled in; the rest has room."""
    held = sections(review())

    assert [row[0] for row in table(review(), "audits")] == [AUDIT]
    assert "NC-2026-01-A10" in [row[0] for row in table(review(), "nonconformities")]
    assert "PD-2026-01-A1" in [row[0] for row in table(review(), "improvements")]
    assert len(table(review(), "decisions")) > 3
    assert DOTS in texts(held["general"])


def test_decisions_of_earlier_reviews_are_followed_up() -> None:
    """What is recorded as coming from a management review is the first input; without any that is said."""
    none = "No finding or action is recorded here as coming from a management review."
    assert none in texts(sections(review())["inputs"])

    step = next(part for part in TEXT.split("\n```") if "number: NC-2026-S-1" in part)
    source = next(line for line in step.splitlines() if line.startswith("source:"))
    of = system(TEXT.replace(step, step.replace(source, "source: {management_review: PZ-2025}")))

    assert [row[0] for row in table(review(of), "earlier")] == ["NC-2026-S-1"]


@pytest.mark.parametrize(("accepted", "word"), [("true", "found sufficient"), ("false", "rejected")])
def test_a_card_says_what_came_of_the_response(accepted: str, word: str) -> None:
    """Part II says whether the response was accepted, and by whom; without a judgement it says nothing."""
    judged = f"""
```yaml title="findings/{{f-minor}}/20261106T120000Z-fffffffa.yaml"
record: finding
finding: f-minor
step: reviewed
accepted: {accepted}
reason: Przyczyna nie tłumaczy skali.
by: eve
occurred: 2026-11-06
recorded: 2026-11-06T12:00:00Z
recorder: {{name: Anna Kowalska, email: ann@example.org}}
```
"""
    of = system(TEXT + judged)
    held = sections(card("NC-2026-01-A2", of))

    assert word in texts(held["response"])
    assert word not in texts(sections(card("NC-2026-01-A2"))["response"])
