"""`qmsctl audit status`, `minutes` and `close`: what stands in the way, and what the seal holds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of

_ANSWERS = """\
answers:
  - {question: Q1, result: conforms, seen: Ten procedures, where: Shelf 3, unit: OR, attachments: list.txt}
  - {question: Q2, result: does_not_conform, seen: Two of ten lack an approval, where: Shelf 3, unit: OR}
  - {question: Q3, result: not_audited, reason: The officer was ill.}
"""
_MINUTES = ("audit", "minutes", office.AUDIT)
_CLOSE = ("audit", "close", office.AUDIT, "--incomplete", "Agreed by telephone")


def _answered(here: Path) -> None:
    (here / "answers.yaml").write_text(_ANSWERS, encoding="utf-8")
    (here / "list.txt").write_text("PS-01\n", encoding="utf-8")
    done = qmsctl("audit", "conduct", office.AUDIT, "--answers", "answers.yaml", at=here)
    assert done.status == 0, done.err


def _name_of(here: Path, question: str) -> str:
    """Return the name of the record that answers *question*."""
    (path,) = (
        path
        for path in here.glob("audits/aud-2026-01-*/evidence/*.yaml")
        if f"id: {question}\n" in path.read_text(encoding="utf-8")
    )
    return path.stem


def _finished(here: Path) -> None:
    """Bring the open audit to where nothing stands in the way of closing it."""
    assert qmsctl("approve", office.AUDIT, "--by", "bob", "--basis", "Order 1/2026", at=here).status == 0
    _answered(here)
    raised = qmsctl(
        "finding", "raise", "--no-input", "--audit", office.AUDIT, "--grade", "minor", "--evidence", "Q2",
        "--clause", "7.5.2", "--title", "Approvals", "--requirement", "PS-01 asks for an approval.",
        "--found", "Two of ten procedures, PS-08 and PS-09, lack an approval.",
        "--statement", "Procedures are used without approval.", "--owner", "quality-officer", at=here,
    )  # fmt: skip
    assert raised.status == 0, raised.err
    concluded = qmsctl(
        *_MINUTES, "conclusions", "--text", "Documents are under control but for one case.", at=here
    )
    assert concluded.status == 0, concluded.err


SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/audit-status-1.json").read_text(encoding="utf-8"))


def _status(here: Path) -> dict[str, Any]:
    answer = json.loads(qmsctl("audit", "status", office.AUDIT, "--format", "json", at=here).out)
    jsonschema.validate(answer, SCHEMA, jsonschema.Draft202012Validator)
    told: dict[str, Any] = answer["audits"][0]
    return told


def test_status_of_an_audit_in_progress(here: Path) -> None:
    """What was asked and answered, by clause and unit, and what stands in the way, is told in every format."""
    _answered(here)

    told = _status(here)
    everything = qmsctl("audit", "status", at=here)
    one = qmsctl("audit", "status", office.AUDIT, at=here)

    assert {"asked": 3, "answered": 3, "contested": 0, "evidenced": 2} == {
        name: told["questions"][name] for name in ("asked", "answered", "contested", "evidenced")
    }
    assert [("7.5.1", 1), ("7.5.2", 1), ("9.2.1", 0)] == [
        (clause["clause"], clause["evidenced"]) for clause in told["clauses"]
    ]
    assert [("OR", 2), (None, 1)] == [(unit["unit"], unit["answers"]) for unit in told["units"]]
    assert ["plan", "unraised", "conclusions"] == [obstacle["kind"] for obstacle in told["obstacles"]]
    assert (
        "AUD-2026-01 | Documents of the office | 20 November 2026 | ◔ audit in progress | 3 of 3 | 0 of 0 | 3"
        in (everything.out)
    )
    assert "AUD-2025-01" in everything.out
    assert "With evidence of its own: 2 of 3" in one.out
    for obstacle in told["obstacles"]:
        assert obstacle["message"] in one.out
        assert obstacle["fix"] in one.out
    assert one.out == qmsctl("audit", "status", office.AUDIT, at=here).out


def test_closing_is_refused_with_everything_that_stands_in_the_way(here: Path) -> None:
    """An unagreed plan, open and contested questions, altered and uncommitted records: all of it in one list."""
    _answered(here)
    first = next(here.glob(f"audits/*/evidence/{_name_of(here, 'Q1')}.yaml"))
    other = first.with_name(f"{first.stem[:-8]}zzzzzzzz.yaml")
    other.write_bytes(first.read_bytes())
    office.commit(here, "A second answer", "2026-03-06")
    first.write_text(first.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    next(here.glob("audits/aud-2026-01-*/attachments/*/list.txt")).write_text("other\n", encoding="utf-8")
    waiting = first.with_name(f"{first.stem[:-8]}yyyyyyyy.yaml")
    waiting.write_bytes(other.read_bytes())
    before = state_of(here)

    done = qmsctl(*_CLOSE, at=here)

    assert done.status == 2
    for said in (
        "the plan of AUD-2026-01 is not approved",
        f"{waiting.relative_to(here).as_posix()} is written and not yet recorded",
        f"{first.relative_to(here).as_posix()} was changed after it had been recorded",
        "/list.txt is gone, or is not the file that was recorded",
        "has answers that contest one another",
        "Q2 does not conform, and no finding cites it",
        "AUD-2026-01 has no conclusions",
    ):
        assert said in done.out
    assert "AUD-2026-01 cannot be closed: 7 things stand in the way" in done.err
    assert before == state_of(here)


def test_a_closed_audit_is_sealed_and_can_only_be_corrected(here: Path) -> None:
    """The seal holds plan, evidence, attachment, conclusions and finding; what comes later shows as late."""
    _finished(here)
    done = qmsctl(*_CLOSE, at=here)
    assert done.status == 0, done.out
    closing = next(
        path
        for path in here.glob("audits/aud-2026-01-*/minutes/*.yaml")
        if "kind: audit_closed" in path.read_text(encoding="utf-8")
    )
    source = read_yaml(closing.name, closing.read_bytes())
    assert isinstance(source, Source)
    sealed = source.value("seal")
    assert isinstance(sealed, list | tuple)
    folder = closing.parent.parent
    made = [path for path in (*folder.rglob("*"), *here.glob("findings/*/*")) if path.is_file()]
    assert {path.relative_to(here).as_posix() for path in made} - {closing.relative_to(here).as_posix()} == {
        entry["file"] for entry in sealed
    }
    for entry in sealed:
        assert entry["sha256"] == hashlib.sha256((here / entry["file"]).read_bytes()).hexdigest()
    assert "closed" == _status(here)["state"]
    assert git("status", "--porcelain", at=here) == "?? answers.yaml\n?? list.txt\n"

    again = qmsctl(*_CLOSE, at=here)
    assert "is closed and sealed, so nothing is added to it" in again.err
    deviation = qmsctl(*_MINUTES, "deviation", "--text", "a", "--reason", "b", at=here)
    assert "is closed and sealed, so nothing is added to it" in deviation.err

    name = _name_of(here, "Q1")
    corrected = qmsctl(
        "evidence",
        "correct",
        name,
        "--seen",
        "Nine procedures",
        "--correction-reason",
        "Counted twice",
        at=here,
    )
    assert corrected.status == 0, corrected.err
    assert "shows as recorded after the seal" in corrected.err
    assert "late-record" in qmsctl("check", at=here).out
    anew = qmsctl(*_CLOSE, at=here)
    assert anew.status == 0, anew.out
    assert "late-record" not in qmsctl("check", at=here).out


def test_a_nonconformity_does_not_turn_into_conformity_unseen(here: Path) -> None:
    """Other words are needed, the finding is named, and the audit is not closed anew until one of both gives way."""
    _finished(here)
    assert qmsctl(*_CLOSE, at=here).status == 0
    name = _name_of(here, "Q2")
    conforms = ("evidence", "correct", name, "--result", "conforms", "--correction-reason", "Looked again")
    rests = "NC-2026-01-AE-1 rests on this evidence"

    as_before = qmsctl(*conforms, "--no-input", at=here)
    assert as_before.status == 2
    assert "these words told of what does not conform" in as_before.err
    assert "--seen" in as_before.err

    with Terminal(*conforms, "--dry-run", at=here) as terminal:
        terminal.answer("What was looked at", "All ten bear an approval")
        said = terminal.end()
    assert said.status == 0, said.out
    assert rests in said.out

    seen = ("--seen", "All ten bear an approval; two were in another folder.")
    corrected = qmsctl(*conforms, *seen, at=here)
    assert corrected.status == 0, corrected.err
    assert rests in corrected.err
    refuted = "NC-2026-01-AE-1 is a nonconformity, and none of its evidence shows one"
    assert refuted in qmsctl("check", "--format", "json", at=here).out
    assert ["refuted"] == [obstacle["kind"] for obstacle in _status(here)["obstacles"]]
    anew = qmsctl(*_CLOSE, at=here)
    assert (anew.status, refuted in anew.out) == (2, True)

    withdrawn = qmsctl(
        "finding", "withdraw", "NC-2026-01-AE-1", "--reason", "All ten bear an approval.", at=here
    )
    assert withdrawn.status == 0, withdrawn.err
    assert refuted not in qmsctl("check", "--format", "json", at=here).out
    assert qmsctl(*_CLOSE, at=here).status == 0


def test_conclusions_that_a_closed_audit_lacks(here: Path) -> None:
    """A closed audit without conclusions gets them late, and is closed anew over them."""
    assert "missing-conclusions" in qmsctl("check", at=here).out

    added = qmsctl("audit", "minutes", office.CLOSED, "conclusions", "--text", "Under control.", at=here)

    assert added.status == 0, added.err
    told = qmsctl("check", at=here).out
    assert "missing-conclusions" not in told
    assert "late-record" in told


def test_contested_answers_are_corrected_together(here: Path) -> None:
    """A correction that names one of two rivals is refused; one that names both settles the question."""
    _answered(here)
    one = _name_of(here, "Q1")
    path = next(here.glob(f"audits/*/evidence/{one}.yaml"))
    two = f"{one[:-8]}zzzzzzzz"
    path.with_name(f"{two}.yaml").write_bytes(path.read_bytes())
    office.commit(here, "A second answer", "2026-03-06")

    alone = qmsctl("evidence", "correct", one, "--correction-reason", "Agreed", at=here)
    assert alone.status == 2
    assert f"qmsctl evidence correct {one} {two}" in alone.err

    both = qmsctl("evidence", "correct", one, two, "--correction-reason", "Agreed", at=here)
    assert both.status == 0, both.err
    assert 0 == _status(here)["questions"]["contested"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("opening",), "the minutes of a meeting say who was there"),
        (("deviation", "--text", "The archive was not visited."), "a deviation needs a reason"),
        (("conclusions",), "conclusions say what the audit came to"),
        (("opening", "--present", "Ann Example"), "give the role, or the key of the person in qms.yaml: ann"),
        (("opening", "--present", "mayr"), "did you mean mayor?"),
        (
            ("opening", "--present", "auditor, Bob Example"),
            "give the role, or the key of the person in qms.yaml: bob",
        ),
        (("opening", "--present", "o"), "can be any of"),
        (("oppening", "--present", "auditor"), "did you mean opening?"),
        (("opening", "--present", "auditor", "--occurred", "2099-01-01"), "has not come yet"),
    ],
)
def test_minutes_that_would_say_nothing(pattern: Path, arguments: tuple[str, ...], said: str) -> None:
    """Minutes without what they are kept for are refused."""
    done = qmsctl(*_MINUTES, *arguments, at=pattern)

    assert done.status == 2
    assert said in done.err


def test_what_is_not_as_an_audit_goes_is_recorded_with_a_caution(here: Path) -> None:
    """A day outside the plan, a closing before the opening, conclusions with open questions: said, not refused."""
    answer = (
        "evidence",
        "add",
        "--no-input",
        "--audit",
        office.AUDIT,
        "--result",
        "not_audited",
        "--reason",
        "Ill.",
    )
    outside = qmsctl(*answer, "--question", "Q1", "--occurred", "2026-10-01", at=here)
    inside = qmsctl(*answer, "--question", "Q2", "--occurred", "2026-11-20", at=here)
    opening = qmsctl(*_MINUTES, "opening", "--present", "mayor", "--occurred", "2026-11-20", at=here)
    closing = qmsctl(*_MINUTES, "closing", "--present", "mayor", "--occurred", "2026-11-19", at=here)
    concluded = qmsctl(*_MINUTES, "conclusions", "--text", "Under control.", at=here)

    for done in (outside, inside, opening, closing, concluded):
        assert done.status == 0, done.err
    said = "is not the day of AUD-2026-01, which by its plan is 20 November 2026"
    assert (True, False) == (f"1 October 2026 {said}" in outside.err, said in inside.err)
    before = "the closing meeting on 19 November 2026 comes before the opening meeting on 20 November 2026"
    assert (True, False) == (before in closing.err, "meeting on" in opening.err)
    assert "1 question has no answer yet: Q3" in concluded.err


def test_minutes_in_a_terminal(here: Path) -> None:
    """What the conclusions need is asked for; a second text has to correct the first."""
    with Terminal("--lang", "pl", *_MINUTES, "conclusions", at=here) as terminal:
        terminal.answer("Wnioski z auditu", "Dokumenty są pod nadzorem.")
        terminal.answer("Obszar z zakresu, którego nie zbadano", "Archiwum: zamknięte")
        terminal.answer("Obszar z zakresu, którego nie zbadano", "")
        terminal.answer("W jakim stopniu spełniono kryteria", "Spełniono je.")
        terminal.answer("Rekomendacja", "Audit archiwum w 2027 roku")
        terminal.answer("Opinia, której do końca nie uzgodniono", "")
        terminal.answer("Zapisać to (tak/nie)", "tak")
        done = terminal.end()
    assert done.status == 0
    (path,) = here.glob("audits/aud-2026-01-*/minutes/*.yaml")
    source = read_yaml(path.name, path.read_bytes())
    assert isinstance(source, Source)
    assert ["Archiwum: zamknięte"] == source.value("not_covered")
    assert "Archiwum: zamknięte" in qmsctl("report", office.AUDIT, at=here).out


def _conclusions(here: Path) -> Source:
    """Return the conclusions that were recorded last, by what they correct."""
    sources = [
        read_yaml(path.stem, path.read_bytes()) for path in here.glob("audits/aud-2026-01-*/minutes/*")
    ]
    read = [one for one in sources if isinstance(one, Source) and one.value("kind") == "conclusions"]
    corrected = {name for one in read for name in (one.value("corrects") or ())}
    (last,) = (one for one in read if one.path not in corrected)
    return last


def test_conclusions_are_completed_as_the_report_says(here: Path) -> None:
    """What is given is added, all else stays; other words need a reason, and what changes nothing is refused."""
    first = ("--text", "Under control.", "--not-covered", "Archive: closed", "--occurred", "2026-03-04")
    assert qmsctl(*_MINUTES, "conclusions", *first, at=here).status == 0
    name = _conclusions(here).path
    hint = f"qmsctl audit minutes {office.AUDIT} conclusions --fulfilment …"
    assert hint in qmsctl("report", office.AUDIT, "--check", at=here).out

    as_printed = qmsctl(*hint.split()[1:], at=here)
    done = qmsctl(*hint.split()[1:-1], "All of them.", at=here)

    assert (as_printed.status, "this changes nothing" in as_printed.err) == (2, True)
    assert done.status == 0, done.err
    assert f"{office.AUDIT} has its conclusions already, in {name}." in done.err
    whole = _conclusions(here)
    fields = ("text", "fulfilment", "not_covered", "occurred", "corrects", "correction_reason")
    assert ["Under control.", "All of them.", ["Archive: closed"], "2026-03-04", [name], "completed"] == [
        whole.value(field) for field in fields
    ]

    reworded = (*_MINUTES, "conclusions", "--text", "Other")
    assert "a correction needs a reason" in qmsctl(*reworded, at=here).err
    assert qmsctl(*reworded, "--correction-reason", "Wrong", at=here).status == 0
    same = qmsctl(*_MINUTES, "conclusions", "--text", "Other", "--correction-reason", "Wrong", at=here)
    assert (same.status, "this changes nothing" in same.err) == (2, True)
    assert "All of them." == _conclusions(here).value("fulfilment")


def test_a_dialogue_proposes_the_conclusions_that_stand(here: Path) -> None:
    """It says first that there are some; Enter keeps each, and the reason is asked for."""
    assert qmsctl(*_MINUTES, "conclusions", "--text", "Under control.", at=here).status == 0

    with Terminal("--lang", "pl", *_MINUTES, "conclusions", at=here) as terminal:
        terminal.answer("ma już wnioski", "")
        terminal.answer("Obszar z zakresu, którego nie zbadano", "")
        terminal.answer("W jakim stopniu spełniono kryteria", "Spełniono je.")
        terminal.answer("Rekomendacja", "")
        terminal.answer("Opinia, której do końca nie uzgodniono", "")
        terminal.answer("[uzupełniono]", "")
        terminal.answer("Zapisać to (tak/nie)", "tak")
        done = terminal.end()

    assert done.status == 0, done.out
    whole = _conclusions(here)
    assert ["Under control.", "Spełniono je.", "uzupełniono"] == [
        whole.value(field) for field in ("text", "fulfilment", "correction_reason")
    ]


def test_an_audit_is_not_closed_by_the_way_without_its_report(here: Path) -> None:
    """The missing meeting and report are named with their commands; a reason is needed, asked for, and kept."""
    _finished(here)
    close = ("audit", "close", office.AUDIT)
    before = state_of(here)

    refused = qmsctl(*close, at=here)
    with Terminal("--lang", "pl", *close, at=here) as terminal:
        terminal.answer("Zamknąć mimo to (tak/nie)", "nie")
        declined = terminal.end()

    assert refused.status == 2
    for said in (f"audit minutes {office.AUDIT} closing", f"report {office.AUDIT} --issue", "--incomplete …"):
        assert said in refused.err
    assert "będzie oznaczone jako spóźnione" in " ".join(declined.out.split())
    assert before == state_of(here)

    with Terminal("--lang", "pl", *close, at=here) as terminal:
        terminal.answer("Zamknąć mimo to (tak/nie)", "tak")
        terminal.answer("Dlaczego audit jest zamykany bez tego", "Audytor odszedł")
        done = terminal.end()
    assert done.status == 0, done.out
    assert (
        "closed although it was not complete: Audytor odszedł" in qmsctl("report", office.AUDIT, at=here).out
    )


def test_a_report_is_still_issued_after_closing_and_shows_as_late(here: Path, tmp_path: Path) -> None:
    """It can be issued once, says that it is late, and is under the seal once the audit is closed anew."""
    _finished(here)
    assert qmsctl(*_CLOSE, at=here).status == 0
    copy = tmp_path / "x.html"

    issue = ("report", office.AUDIT, "--issue", "--incomplete")
    done = qmsctl(*issue, "-o", copy, at=here)

    assert done.status == 0, done.err
    assert "the report shows as late until the audit is closed anew" in done.err
    (kept,) = here.glob("audits/aud-2026-01-*/attachments/*/x.html")
    assert kept.relative_to(here).as_posix() in done.err
    assert kept.read_bytes() == copy.read_bytes()
    problems = qmsctl("check", at=here).out
    assert ("late-record" in problems, "disordered-audit" in problems) == (True, False)

    second = qmsctl(*issue, at=here)
    assert (second.status, f"qmsctl report {office.AUDIT} --issue --again …" in second.err) == (2, True)
    again = qmsctl("--lang", "pl", *issue, "--again", "Rozdzielnik był niepełny", at=here)
    assert again.status == 0, again.err
    assert [*here.glob(f"audits/aud-2026-01-*/attachments/*/raport-{office.AUDIT}.html")]
    told = qmsctl("report", office.AUDIT, "--format", "json", at=here).out
    assert ("x.html" in told, f"raport-{office.AUDIT}.html" in told) == (False, True)
    assert qmsctl("audit", "close", office.AUDIT, at=here).status == 0
    assert "late-record" not in qmsctl("check", at=here).out


def test_who_was_there_is_told_by_title_or_key(here: Path) -> None:
    """The roles are shown; keys, titles and parts of them are understood between commas, a guest stays as written."""
    who = "Who was there"
    with Terminal(*_MINUTES, "opening", at=here) as terminal:
        terminal.answer(who, "?")
        terminal.answer(who, "mayr")
        terminal.answer(who, "We agreed that the archive is left for the next audit, and on nothing else.")
        terminal.answer(who, "Quality officer, mayor; Clerk of the county, the weather")
        terminal.answer("Clerk of the county is no role of qms.yaml: record it as a guest (yes/no)", "yes")
        terminal.answer("the weather is no role of qms.yaml", "no")
        terminal.answer(who, "")
        terminal.answer("What was agreed", "")
        terminal.answer("Record this (yes/no)", "yes")
        done = terminal.end()

    assert done.status == 0, done.out
    assert "  Quality officer\n" in done.out
    assert "roles there are: Mayor, Quality officer, Auditor" in done.out
    assert "did you mean mayor?" in done.out
    assert "this is a sentence, and names nobody who was there" in " ".join(done.out.split())
    (path,) = here.glob("audits/aud-2026-01-*/minutes/*.yaml")
    source = read_yaml(path.name, path.read_bytes())
    assert isinstance(source, Source)
    assert source.value("present") == ["quality-officer", "mayor", "Clerk of the county"]


def test_who_was_there_is_checked_on_the_command_line_too(here: Path) -> None:
    """Titles become keys, nobody is named twice, and a guest is recorded as written, which is said."""
    done = qmsctl(
        *(*_MINUTES, "opening", "--present", "Quality officer, mayor", "--present", "Mayor"),
        *("--present", "Clerk of the county"),
        at=here,
    )

    assert done.status == 0, done.err
    assert "Clerk of the county is no role of qms.yaml, and is recorded as it is written" in done.err
    assert "mayor is no role" not in done.err
    (path,) = here.glob("audits/aud-2026-01-*/minutes/*.yaml")
    source = read_yaml(path.name, path.read_bytes())
    assert isinstance(source, Source)
    assert source.value("present") == ["quality-officer", "mayor", "Clerk of the county"]


def test_a_finding_cites_what_was_corrected_again_and_again(here: Path) -> None:
    """What stands for the evidence a finding cites is the last of its corrections: nothing has to be raised anew."""
    _finished(here)
    for note in ("Seen in March.", "Seen in April."):
        name = _standing(here, "Q2")
        done = qmsctl(
            *("evidence", "correct", name, "--note", note, "--correction-reason", "The month."), at=here
        )
        assert done.status == 0, done.err

    assert _status(here)["obstacles"] == []
    (number,) = (finding["number"] for finding in _status(here)["findings"])
    softer = ("finding", "regrade", number, "--grade", "observation", "--justification", "It is one case.")
    refused = qmsctl(*softer, at=here)
    assert f"so this is a nonconformity: {_standing(here, 'Q2')}" in refused.err


def _standing(here: Path, question: str) -> str:
    """Return the name of the last record that answers *question*: no other corrects it."""
    paths = [*here.glob("audits/aud-2026-01-*/evidence/*.yaml")]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    answers = [name for name, text in texts.items() if f"id: {question}\n" in text]
    (name,) = (name for name in answers if not any(f"- {name}" in text for text in texts.values()))
    return name


def test_the_page_names_every_field() -> None:
    """`docs/audit-status-json.md` names every field of the schema."""
    page = (ROOT / "docs/audit-status-json.md").read_text(encoding="utf-8")
    audit = SCHEMA["$defs"]["audit"]["properties"]
    inner = [audit[name]["items"]["properties"] for name in ("clauses", "units", "findings", "obstacles")]
    for field in (*SCHEMA["properties"], *audit, *(name for fields in inner for name in fields)):
        assert f"`{field}`" in page


def test_a_withdrawn_plan_is_no_audit_to_come(here: Path, tmp_path: Path) -> None:
    """The status says so, nothing stands in a way, nothing can be recorded in it, and a pack tells it."""
    assert qmsctl("approve", office.AUDIT, "--by", "bob", "--basis", "Order 1/2026", at=here).status == 0
    gone = (
        "withdraw",
        office.AUDIT,
        "--reason",
        "The unit is dissolved",
        "--by",
        "bob",
        "--basis",
        "Order 2",
    )
    withdrawn = qmsctl(*gone, at=here)
    assert (withdrawn.status, "Next: plan another audit" in withdrawn.err) == (0, True)
    pack = tmp_path / "x.zip"

    told = _status(here)
    with Terminal("audit", "conduct", office.AUDIT, at=here, columns=200) as terminal:
        conducted = terminal.end()
    assert f"the plan of {office.AUDIT} is withdrawn" in conducted.out
    refused = (
        qmsctl(*_MINUTES, "opening", "--present", "mayor", at=here),
        qmsctl(
            *("evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1"),
            *("--result", "not_audited", "--reason", "Ill."),
            at=here,
        ),
    )

    assert ("withdrawn", []) == (told["state"], told["obstacles"])
    assert "plan withdrawn, audit not held" in qmsctl("audit", "status", at=here).out
    for done in refused:
        assert done.status == 2
        assert f"the plan of {office.AUDIT} is withdrawn" in done.err
        assert "qmsctl audit plan" in done.err
    packed = qmsctl("pack", office.AUDIT, "-o", pack, at=here)
    assert f"The plan of {office.AUDIT} is withdrawn: the audit is not held." in packed.err


def test_what_was_recorded_is_followed_by_the_next_step(here: Path) -> None:
    """The approved plan, each of the minutes and the steps of a finding name the command that comes next."""
    approved = qmsctl("approve", office.AUDIT, "--by", "bob", "--basis", "Order 1/2026", at=here)
    opened = qmsctl(*_MINUTES, "opening", "--present", "mayor", at=here)
    _answered(here)
    met = qmsctl(*_MINUTES, "closing", "--present", "mayor", at=here)
    concluded = qmsctl(*_MINUTES, "conclusions", "--text", "Under control.", at=here)

    for done, command in (
        (approved, f"audit minutes {office.AUDIT} opening"),
        (opened, f"audit conduct {office.AUDIT}"),
        (met, f"audit minutes {office.AUDIT} conclusions"),
        (concluded, f"report {office.AUDIT} --issue"),
    ):
        assert done.status == 0, done.err
        assert done.err.rstrip().endswith(f"qmsctl {command}")
        assert done.err.count("Next: ") == 1
