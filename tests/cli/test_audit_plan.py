"""`qmsctl audit plan`: the plan it writes, what it takes over by itself, and what it refuses with which reason."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from pathlib import Path

import pytest

from qmsctl.authoring.records import Clerk, finding_record
from qmsctl.model.document import AuditPlan
from qmsctl.model.organisation import Folders
from qmsctl.model.reading import read_document
from qmsctl.repo.recorder import Identity
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of

_PLAN = ("audit", "plan", "--no-input")
_NEEDED = ("--day", "2026-12-10", "--lead", "eve")


def _file(here: Path) -> Path:
    (path,) = here.glob("audits/aud-2026-02-*/audit.yaml")
    return path


def _plan(here: Path) -> AuditPlan:
    """Return the plan that was written."""
    read = read_document("audit.yaml", _file(here).read_bytes())
    assert read is not None
    assert isinstance(read.fact, AuditPlan)
    return read.fact


def _with_findings(here: Path) -> None:
    """Raise three findings in the audit of 2025: one is open, one closed, one open and of another clause."""
    letters = itertools.cycle("abcdefghijk")
    when = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
    clerk = Clerk(Identity("Eve Example", "eve@example.org"), when, lambda _: next(letters), Folders())
    for number, clause, steps in (("A1", "7.5.2", ()), ("A2", "7.5.1", ("closed",)), ("A3", "9.2.1", ())):
        raised = {
            "occurred": "2026-03-02",
            "number": f"NC-2025-01-{number}",
            "source": {"audit": office.CLOSED},
            "grade": "minor",
            "title": "No approval",
            "criteria": [{"edition": "iso9001:2015", "clauses": [clause]}],
        }
        records = [finding_record(clerk, number.lower() * 4, "raised", raised)]
        records += [
            finding_record(clerk, number.lower() * 4, step, {"occurred": "2026-03-03"}) for step in steps
        ]
        for record in records:
            (here / record.path).parent.mkdir(parents=True, exist_ok=True)
            (here / record.path).write_bytes(record.content)
    office.commit(here, "Raise findings", "2026-03-03")


def test_by_flags(here: Path) -> None:
    """Everything an option says is in the plan; the rest follows; exactly the plan is committed."""
    words = (
        *_NEEDED, "--day", "2026-12-11", "--title", "Control of documents", "--kind", "internal",
        "--objectives", "Find out whether documents are controlled.", "--scope", "Documents", "--unit", "OR",
        "--from", "2026-01-01", "--until", "2026-11-30", "--clause", "7.5", "--document", "PS-01", "--act", "KPA art. 237",
        "--auditor", "ann", "--observer", "bob", "--safeguard", "ann=Eve sees all evidence.",
        "--auditee", "quality-officer=OR", "--place", "Town hall", "--mode", "hybrid", "--methods", "Interviews",
        "--row", "2026-12-10 9:00; unit=OR; clauses=7.5.1, 7.5.2; auditor=eve; auditee=quality-officer",
        "--row", "15:00; what=closing meeting", "--distribution", "mayor", "--client", "mayor",
    )  # fmt: skip

    done = qmsctl(*_PLAN, *words, at=here)

    assert 0 == done.status, done.err
    assert """\
id: AUD-2026-02
type: audit
title: Control of documents
language: en
revision: "1"
owner: quality-officer
kind: internal
client: mayor
objectives: Find out whether documents are controlled.
scope: {text: Documents, units: [OR], from: "2026-01-01", until: "2026-11-30"}
criteria:
  - {edition: "iso9001:2015", clauses: ["7.5"]}
  - {document: PS-01}
  - {act: KPA art. 237}
team:
  - {person: eve, role: lead_auditor, letter: A}
  - {person: ann, role: auditor, letter: B, safeguard: Eve sees all evidence.}
  - {person: bob, role: observer}
auditees:
  - {role: quality-officer, unit: OR}
days: ["2026-12-10", "2026-12-11"]
places: [Town hall]
mode: hybrid
methods: Interviews
checklists:
  - {checklist: CL-01, clauses: ["7.5"]}
schedule:
  - day: "2026-12-10"
    time: "9:00"
    unit: OR
    clauses: [7.5.1, 7.5.2]
    auditor: eve
    auditee: quality-officer
  - {time: "15:00", what: closing meeting}
distribution: [mayor]
""" == _file(here).read_text(encoding="utf-8")
    assert [str(_file(here).relative_to(here))] == git("show", "--name-only", "--format=", at=here).split()
    assert "Next: qmsctl approve AUD-2026-02" in done.err
    assert 0 == qmsctl("approve", "AUD-2026-02", "--by", "bob", "--basis", "Order 5", at=here).status
    assert "- Ann Example: Eve sees all evidence." in qmsctl("report", "AUD-2026-02", at=here).out.replace(
        "\\", ""
    )
    sheet = qmsctl("show", "AUD-2026-02", "--draft", at=here).out
    assert "Organisational Department; 7.5.1, 7.5.2; Eve Example; Quality officer\n" in sheet


def test_what_is_left_of_earlier_audits(here: Path) -> None:
    """What is open from earlier audits and concerns the new one is in its plan; what is closed or elsewhere is not."""
    _with_findings(here)

    done = qmsctl(*_PLAN, *_NEEDED, "--clause", "7.5", at=here)

    assert ("NC-2025-01-A1",) == _plan(here).follow_up
    assert "To be followed up: NC-2025-01-A1 No approval" in done.err
    told = json.loads(qmsctl("audit", "status", "AUD-2026-02", "--format", "json", at=here).out)
    assert ["NC-2025-01-A1"] == [finding["number"] for finding in told["audits"][0]["follow_up"]]
    shown = qmsctl("audit", "status", "AUD-2026-02", at=here).out
    assert "NC-2025-01-A1 | No approval" in shown.partition("Follow-up of earlier audits")[2]


def test_conflicts_are_shown(here: Path) -> None:
    """Whoever plans sees who has a stake in what, and how to answer it; it stops nothing."""
    done = qmsctl(*_PLAN, *_NEEDED, "--auditor", "ann", "--document", "PS-01", at=here)

    assert 0 == done.status
    assert (
        "Not impartial: Ann Example owns the document PS-01, changed the text of the document PS-01."
        in done.err
    )
    assert '--safeguard "ann=TEXT"' in done.err


def test_single_questions(here: Path) -> None:
    """Questions that are named are asked, and no others."""
    assert 0 == qmsctl(*_PLAN, *_NEEDED, "--question", "Q2", "--question", "Q3", at=here).status
    (selection,) = _plan(here).checklists
    assert ("CL-01", ("Q2", "Q3"), ()) == (selection.checklist, selection.questions, selection.clauses)


def test_number_of_another_year(here: Path) -> None:
    """The id is the next free one of the year in which the audit begins, in the form of those there are."""
    done = qmsctl(*_PLAN, "--day", "2027-02-01", "--lead", "eve", "--dry-run", at=here)
    assert "id: AUD-2027-01\n" in done.out


def test_dry_run_and_no_commit(here: Path) -> None:
    """`--dry-run` shows the plan and writes nothing; `--no-commit` writes it and commits nothing."""
    before, head = state_of(here), git("rev-parse", "HEAD", at=here)
    assert "title: Audit AUD-2026-02" in qmsctl(*_PLAN, *_NEEDED, "--dry-run", at=here).out
    assert before == state_of(here)

    assert 0 == qmsctl(*_PLAN, *_NEEDED, "--no-commit", at=here).status
    assert _file(here).is_file()
    assert head == git("rev-parse", "HEAD", at=here)


@pytest.mark.parametrize(
    ("words", "said", "step"),
    [
        ((), "--day is needed", "-h"),
        (("--day", "2026-12-10"), "--lead is needed", "-h"),
        (("--day", "2026-02-30"), "2026-02-30 is not a day", "year-month-day"),
        ((*_NEEDED, "--unit", "XX"), "the organisation has no unit XX", "OR (Organisational Department)"),
        ((*_NEEDED, "--process", "P-1"), "the organisation has no process P-1", "-"),
        ((*_NEEDED, "--auditor", "anna"), "qms.yaml knows no person anna", "did you mean ann?"),
        ((*_NEEDED, "--auditor", "example"), "example can be any of: ann, bob, eve", "write more of the name"),
        ((*_NEEDED, "--client", "majer"), "knows no role and nobody called majer", "did you mean mayor?"),
        ((*_NEEDED, "--auditee", "clerk"), "knows no role and nobody called clerk", "roles there are"),
        ((*_NEEDED, "--auditee", "mayor=XX"), "the organisation has no unit XX", "OR"),
        ((*_NEEDED, "--distribution", "everybody"), "nobody called everybody", "roles there are"),
        ((*_NEEDED, "--from", "2026-11-30", "--until", "2026-01-01"), "ends on 1 January 2026", "--until"),
        ((*_NEEDED, "--edition", "2014"), "no edition is called 2014", "iso9001:2015"),
        ((*_NEEDED, "--edition", "2026"), "ISO 9001:2026 asks for objectives", "--objectives"),
        ((*_NEEDED, "--clause", "8.10"), "ISO 9001:2015 has no clause 8.10", "below 8 there are: 8.1, 8.2"),
        ((*_NEEDED, "--clause", "7.5.3.3"), "ISO 9001:2015 has no clause 7.5.3.3", "7.5.3.1, 7.5.3.2"),
        ((*_NEEDED, "--clause", "4.2.3"), "ISO 9001:2015 has no clause 4.2.3", "this number is in ISO 9001:2008"),
        ((*_NEEDED, "--clause", "gardening"), "ISO 9001:2015 has no clause gardening", "check the number"),
        ((*_NEEDED, "--clause", "nonconform"), "nonconform can be any of: 8.7, 8.7.1", "write more"),
        ((*_NEEDED, "--edition", "2015", "--clause", "2008 4.2.3"), "4.2.3 is a clause of ISO 9001:2008", "--edition"),
        ((*_NEEDED, "--document", "PS-1"), "there is no document PS-1", "did you mean PS-0"),
        ((*_NEEDED, "--checklist", "PS-01"), "PS-01 is no checklist", "CL-01"),
        (
            (*_NEEDED, "--checklist", "CL-SERVICES"),
            "there is no document CL-SERVICES",
            "take it over first: qmsctl audit checklist services",
        ),
        ((*_NEEDED, "--question", "Q9"), "no checklist of this audit has a question Q9", "check the id"),
        ((*_NEEDED, "--kind", "internl"), "internl is no value of --kind", "did you mean internal?"),
        ((*_NEEDED, "--mode", "far"), "far is no value of --mode", "on site"),
        ((*_NEEDED, "--safeguard", "ann"), "ann is no value of --safeguard", "equals sign"),
        ((*_NEEDED, "--safeguard", "ann=x"), "ann is not in the team", "add the person"),
        ((*_NEEDED, "--row", "9:00; who=eve"), "a row of the schedule has no who", "auditor"),
        ((*_NEEDED, "--row", "9:00; auditor=bob"), "bob is in the schedule and not in the team", "eve"),
        ((*_NEEDED, "--id", office.AUDIT), "there is a document AUD-2026-01 already", "qmsctl revise"),
        ((*_NEEDED, "--row", "at ten; unit=OR"), "at ten is no time", "9:00-10:30"),
        ((*_NEEDED, "--row", "9:75; unit=OR"), "9:75 is no time", "9:00-10:30"),
        ((*_NEEDED, "--row", "2026-12-10 11:00-10:00"), "11:00-10:00 ends before it begins", "two rows"),
        ((*_NEEDED, "--row", "9:30 \u2013 9.15; unit=OR"), "9:30 \u2013 9.15 ends before it begins", "two rows"),
        ((*_NEEDED, "--from-programme", "1"), "no audit programme has an entry 1", "-"),
        ((*_NEEDED, "--title", "a\x1b[2Jb"), "U+001B", "delete it"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_refusal(pattern: Path, words: tuple[str, ...], said: str, step: str) -> None:
    """What could not be followed is refused with the reason and the next step; nothing is written."""
    before = state_of(pattern)

    done = qmsctl(*_PLAN, *words, at=pattern)

    assert (2, "") == (done.status, done.out)
    assert re.fullmatch(rf"qmsctl: .*{re.escape(said)}.*\nNext: .*{re.escape(step)}.*\n", done.err), done.err
    assert before == state_of(pattern)


def test_the_id_has_the_form_of_its_type(here: Path) -> None:
    """Where audits have ids of one form, another is refused; where they have not, a blank does not break a command."""
    free = qmsctl(*_PLAN, *_NEEDED, "--id", "Audit 5", at=here)
    assert free.status == 0, free.err
    assert "qmsctl approve 'Audit 5'" in " ".join(free.err.split())
    settings = here / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("types:\n", "types:\n  audit: {id: AUD-####-##}\n"), encoding="utf-8")
    office.commit(here, "Give audits a form", "2026-03-04")
    said = "the id Audit 6 does not have the form AUD-####-## of its type"

    refused = qmsctl(*_PLAN, *_NEEDED, "--id", "Audit 6", at=here)
    with Terminal("audit", "plan", *_NEEDED, at=here) as terminal:
        terminal.answer("Id of the audit", "Audit 6")
        terminal.answer("Id of the audit", "AUD-2026-06")
        terminal.answer("Title", "Documents")
        terminal.kill()
        shown = terminal.shown

    assert (2, True, True) == (refused.status, said in refused.err, "a digit for #" in refused.err)
    assert said in shown


_ASKED = {
    "en": (
        "Days of the audit", "Id of the audit", "Title", "Who ordered the audit", "Edition of the standard",
        "Clauses (empty: all)", "Units that are audited", "Scope in words", "First day of the work",
        "Last day of the work", "Objectives", "Lead auditor", "Other auditors", "Who answers for it",
        "How is it carried out", "Place", "Methods", "Day and time for Organisational Department", "Who audits it",
        "Who gets the report", "What keeps the audit impartial nevertheless", "Record this (yes/no)", "yes",
    ),
    "pl": (
        "Dni auditu", "Identyfikator auditu", "Tytuł", "Kto zlecił audit", "Wydanie normy",
        "Punkty normy (puste: wszystkie)", "Auditowane komórki", "Zakres opisany słowami", "Pierwszy dzień badanego",
        "Ostatni dzień badanego", "Cel", "Auditor wiodący", "Pozostali auditorzy", "Kto odpowiada za",
        "W jakim trybie odbywa się audit", "Miejsce", "Metody", "Dzień i godzina: Organisational Department",
        "Kto prowadzi audit tej części", "Kto otrzyma raport", "Co mimo to zapewnia bezstronność", "(tak/nie)", "tak",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "pl"])
def test_dialogue(here: Path, language: str) -> None:
    """In a terminal what is missing is asked for, line by line; a wrong answer is asked for again."""
    (days, id, title, client, edition, clauses, units, scope, first, last, objectives, lead, others, auditees, mode,
     place, methods, time, who, reports, safeguard, record, yes) = _ASKED[language]  # fmt: skip
    with Terminal("--lang", language, "audit", "plan", at=here) as terminal:
        terminal.answer(days, "2026-12-32")
        terminal.answer(days, "2026-12-11, 2026-12-10")
        terminal.answer(id, "")
        terminal.answer(title, "Documents")
        terminal.answer(client, "emperor")
        terminal.answer(client, "")
        terminal.answer(edition, "ISO 9001:2015")
        terminal.answer(clauses, "7.5.1 7.9")
        terminal.answer(clauses, "7.5.1, 7.5.2")
        terminal.answer(units, "organisational department")
        terminal.answer(scope, "")
        terminal.answer(first, "2026-01-01")
        terminal.answer(last, "2025-12-31")
        terminal.answer(last, "")
        terminal.answer(objectives, "")
        terminal.answer(objectives, "Find out.")
        terminal.answer(lead, "auditor")
        terminal.answer(others, "Ann Example, bob")
        terminal.answer(auditees, "Quality officer = OR, mayor")
        terminal.answer(mode, "2")
        terminal.answer(place, "")
        terminal.answer(methods, "Interviews")
        terminal.answer(time, "2026-12-10 11:00-10:30")
        terminal.answer(time, "2026-12-10 9:00-10:30")
        terminal.answer(who, "ann")
        terminal.answer(reports, "")
        terminal.answer(safeguard, "Eve sees all evidence.")
        terminal.answer(record, yes)
        done = terminal.end()
    plan = _plan(here)

    assert 0 == done.status, done.out
    assert [dt.date(2026, 12, 10), dt.date(2026, 12, 11)] == [*plan.days]
    assert ("7.5.1", "7.5.2") == plan.criteria[0].clauses
    assert {"eve": None, "ann": "Eve sees all evidence.", "bob": None} == {
        member.person: member.safeguard for member in plan.team
    }
    assert "mayor" == plan.client
    assert (dt.date(2026, 1, 1), dt.date(2026, 12, 9)) == (plan.scope.from_, plan.scope.until)
    assert [("quality-officer", "OR"), ("mayor", None)] == [(one.role, one.unit) for one in plan.auditees]
    assert ("mayor", "quality-officer") == plan.distribution
    assert ["A", "B", "C"] == [member.letter for member in plan.team]
    assert ("remote", "Interviews", "Find out.") == (plan.mode, plan.methods, plan.objectives)
    assert "OR" == plan.schedule[0].unit
    assert "" == git("status", "--porcelain", at=here)


def test_words_people_use(here: Path) -> None:
    """Options take titles, names and roles, an edition as it is printed, a clause with its edition or by its title."""
    words = (
        "--day", "2026-12-10", "--lead", "Eve Example", "--observer", "mayor", "--auditor", "Ann",
        "--safeguard", "Ann Example=Eve sees all evidence.", "--unit", "organisational department",
        "--clause", "ISO 9001:2015 7.5.1", "--clause", "Internal audit", "--document", "Control of documents",
        "--auditee", "Quality officer = Organisational Department", "--client", "Mayor", "--distribution", "Bob Example",
        "--kind", "internal audit", "--mode", "on site", "--owner", "Quality officer",
        "--row", "2026-12-10 9:00; unit=Organisational; clauses=7.5.1; auditor=Eve; auditee=Quality officer",
    )  # fmt: skip

    done = qmsctl(*_PLAN, *words, at=here)
    plan = _plan(here)

    assert 0 == done.status, done.err
    assert [("eve", "lead_auditor"), ("ann", "auditor"), ("bob", "observer")] == [
        (member.person, member.role) for member in plan.team
    ]
    assert "Eve sees all evidence." == plan.team[1].safeguard
    assert (("OR",), ("7.5.1", "9.2")) == (plan.scope.units, plan.criteria[0].clauses)
    assert "PS-01" == plan.criteria[1].document
    assert [("quality-officer", "OR")] == [(one.role, one.unit) for one in plan.auditees]
    assert ("mayor", ("bob",), "quality-officer") == (plan.client, plan.distribution, plan.owner)
    assert ("internal", "on_site") == (plan.kind, plan.mode)
    (row,) = plan.schedule
    assert ("OR", ("7.5.1",), "eve", "quality-officer") == (row.unit, row.clauses, row.auditor, row.auditee)


def test_a_clause_names_its_edition(here: Path) -> None:
    """A clause with its edition says by which edition is judged; of two editions each has its own."""
    one = qmsctl(*_PLAN, *_NEEDED, "--clause", "2008 4.2.3", "--checklist", "CL-01", "--dry-run", at=here)
    words = ("--edition", "2015", "--edition", "2008", "--clause", "2015/7.5.1", "--clause", "4.2.3 (2008)")
    two = qmsctl(*_PLAN, *_NEEDED, *words, "--dry-run", at=here)

    assert 0 == one.status == two.status, (one.err, two.err)
    assert 'criteria:\n  - {edition: "iso9001:2008", clauses: [4.2.3]}\n' in one.out
    assert (
        'criteria:\n  - {edition: "iso9001:2015", clauses: [7.5.1]}\n  - {edition: "iso9001:2008", clauses: [4.2.3]}\n'
        in two.out
    )


def test_several_fit(here: Path) -> None:
    """In a terminal a word that fits several things is followed by a question which of them it is."""
    words = ("--day", "2026-12-10", "--lead", "Example", "--title", "Documents", "--client", "mayor")
    with Terminal("audit", "plan", *words, at=here) as terminal:
        terminal.answer("Which one is Example", "eve")
        terminal.answer("Id of the audit", "")
        terminal.answer("Edition of the standard", "2015")
        terminal.answer("Clauses (empty: all)", "nonconform")
        terminal.answer("Which one is nonconform", "10.2")
        terminal.answer("Units that are audited", "XX")
        terminal.answer("Units that are audited", "OR")
        terminal.kill()
        shown = terminal.shown

    assert "eve  Eve Example" in shown
    assert "the organisation has no unit XX" in shown


def test_lead_without_the_role(here: Path) -> None:
    """Whoever is to audit without the role of an auditor is named, with the command that gives it to them."""
    told = qmsctl(*_PLAN, "--day", "2026-12-10", "--lead", "ann", "--dry-run", at=here).err
    held = qmsctl(*_PLAN, *_NEEDED, "--dry-run", at=here).err

    assert "Ann Example does not hold the role of an auditor on 10 December 2026." in told
    assert re.search(r"Next: qmsctl people edit ann --role auditor=\d{4}-\d\d-\d\d\n", told)
    assert "does not hold the role" not in held


def test_no_role_of_an_auditor(here: Path) -> None:
    """Where qms.yaml has no such role, the hint says how to add one; a supplier's audit wants none."""
    settings = here / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace(", auditor: Auditor", "").replace("[{role: auditor}]", "[{role: mayor}]"),
        encoding="utf-8",
    )
    office.commit(here, "Take out the auditors", "2026-03-04")

    told = qmsctl(*_PLAN, *_NEEDED, "--dry-run", at=here).err
    supplier = qmsctl(
        *_PLAN, *_NEEDED, "--kind", "second_party", "--auditee", "Head of sales=Sales", "--dry-run", at=here
    )

    assert "Next: qmsctl people edit " in told
    assert " --new-role 'auditor=Internal auditor' --role auditor=" in told
    assert "does not hold the role" not in supplier.err
    assert "  - {role: Head of sales, unit: Sales}\n" in supplier.out
