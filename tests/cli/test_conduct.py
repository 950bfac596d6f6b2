"""`qmsctl audit conduct` in a terminal: question by question, saved at once, and it goes on where it stopped."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl

_CONDUCT = ("audit", "conduct", office.AUDIT)
_RESULT = "? help)"
_MORE = "Enter saves, a letter adds: "
_EVE = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Eve Example"), ("EMAIL", "eve@example.org"))
}


@pytest.fixture(scope="module")
def agreed(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which the plan of the audit is approved; nobody may change it."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("agreed") / "office")
    done = qmsctl("approve", office.AUDIT, "--by", "bob", "--basis", "Order 5", at=folder)
    assert done.status == 0, done.err
    return folder


@pytest.fixture
def here(agreed: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may do with as it likes."""
    return office.copy(agreed, tmp_path / "office")


def _records(here: Path, kind: str = "evidence") -> list[Source]:
    """Return the records of the open audit, or every finding, in the order in which they were recorded."""
    places = {"evidence": "audits/aud-2026-01-*/evidence", "findings": "findings/*"}
    found = [read_yaml(path.name, path.read_bytes()) for path in sorted(here.glob(f"{places[kind]}/*.yaml"))]
    return [source for source in found if isinstance(source, Source)]


def _by_question(here: Path) -> dict[str, Source]:
    return {str(source.value("question", "id")): source for source in _records(here)}


def _subjects(here: Path) -> list[str]:
    return git("log", "--format=%s", "v1..HEAD", at=here).splitlines()


def test_a_conduct_with_a_break(here: Path) -> None:
    """Each answer is a record and a commit of its own; stopped, the same command goes on with what is open."""
    before = len(_subjects(here))
    with Terminal(*_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.answer(_RESULT, "c")
        terminal.answer("What was looked at", "The list of ten procedures; nine were approved in 2026.")
        terminal.answer("another auditor find it", "Folder procedures/")
        terminal.answer(_MORE, "m")
        terminal.answer("(a number; empty: not said)", "1")
        terminal.answer(_MORE, "r")
        terminal.answer("Who was asked", "Ann Example")
        terminal.answer("Who was asked", "Quality officer")
        terminal.answer(_MORE, "d")
        terminal.answer("On which day", "20.11.2026")
        terminal.press("on 20 November 2026, in Organisational Department, judged", b"")
        terminal.answer(_MORE, "")
        terminal.press("Saved: Q1 conforms", b"")
        terminal.press("Question 2 of 3: Q2", b"")
        terminal.answer(_RESULT, "n")
        terminal.answer("Reason", "")
        terminal.answer("this cannot stay empty", ":q")
        first = terminal.end()

    assert first.status == 0
    assert "Question 1 of 3: Q1\nClause 7.5.1: General\nWhich documents does the office need?\n" in first.out
    assert "Look for: A list of documents\n" in first.out
    assert "In force: PS-01 Control of documents, revision 1.0, since 1 February 2026\n" in first.out
    assert "Last time: AUD-2025-01, 20 November 2025: conforms. The list of documents" in first.out
    assert "Ann Example is a person, and evidence names roles" in first.out
    assert "asked: Quality officer, method: review of documents" in first.out.replace("\n", " ")
    assert "1 of 3 questions are answered and saved." in first.out
    assert "Next: qmsctl audit conduct AUD-2026-01" in first.out
    (record,) = _records(here)
    assert record.value("judged_against", 0, "document") == "PS-01"
    assert (record.value("asked"), record.value("method")) == ("Quality officer", "document_review")
    assert record.value("recorder", "email") == "eve@example.org"
    assert record.value("occurred") == "2026-11-20"
    assert _subjects(here)[: len(_subjects(here)) - before] == [
        "Record evidence of AUD-2026-01, Q1: conforms"
    ]
    assert git("status", "--porcelain", at=here) == ""

    with Terminal(*_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.press("Question 2 of 3: Q2", b"")
        terminal.answer(_RESULT, "u")
        terminal.answer("Reason", "The officer was ill.")
        terminal.answer(_MORE, "")
        terminal.press("Question 3 of 3: Q3", b"")
        terminal.answer(_RESULT, "n")
        terminal.answer("Reason", "It is the first year.")
        terminal.answer(_MORE, "")
        second = terminal.end()

    assert second.status == 0
    assert (
        "3 of 3 questions are answered and saved.\nNext: record the closing meeting: qmsctl audit minutes"
        in (second.out)
    )
    assert {"Q1": "conforms", "Q2": "not_audited", "Q3": "not_applicable"} == {
        question: source.value("result") for question, source in _by_question(here).items()
    }


def test_a_plan_that_is_not_approved(pattern: Path, tmp_path: Path) -> None:
    """Before the first answer it is asked whether to begin all the same; other commands only say it."""
    here = office.copy(pattern, tmp_path / "office")
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer("Begin all the same (yes/no)", "no")
        declined = terminal.end()
    added = qmsctl(
        "evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1",
        "--result", "not_audited", "--reason", "No time", at=here,
    )  # fmt: skip
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "q")
        going_on = terminal.end()

    assert (0, False) == (declined.status, "Question 1 of 3" in declined.out)
    assert "Next: qmsctl approve AUD-2026-01" in declined.out
    assert added.status == 0
    assert "The plan of AUD-2026-01 is not approved yet" in added.err
    assert ("The plan is not approved yet" in going_on.out, "Begin all" in going_on.out) == (True, False)


def test_commands_lead_from_question_to_question(here: Path) -> None:
    """Back, skip, find by number, id, clause and word, list and help work; what was skipped is asked about at the end."""
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "?")
        terminal.press(":s  skip: leave this question for later", b"")
        terminal.answer(_RESULT, "x")
        terminal.answer("answer with one of the letters: c, d, n, u", "s")
        terminal.answer("Question 2 of 3: Q2", "b")
        terminal.answer("Question 1 of 3: Q1", "f 9.2")
        terminal.answer("Question 3 of 3: Q3", "f approves")
        terminal.answer("Question 2 of 3: Q2", "f auditors")
        terminal.answer("Question 3 of 3: Q3", "f approving document")
        terminal.answer("Question 2 of 3: Q2", "f q1")
        terminal.answer("Question 1 of 3: Q1", "f 3")
        terminal.answer("Question 3 of 3: Q3", "f zebra")
        terminal.press("no question matches zebra", b"")
        terminal.answer(_RESULT, "l")
        terminal.answer("3  Q3  9.2.1  unanswered", "f 7.5")
        terminal.press("1  Q1  Which documents", b"")
        terminal.answer("Which of them", "2")
        terminal.answer("Question 2 of 3: Q2", "c")
        terminal.answer("What was looked at", "Approvals")
        terminal.answer("another auditor find it", ":nonsense")
        terminal.answer("there is no command :nonsense", ":back")
        terminal.answer("What was looked at, and what did it show [Approvals]", "")
        terminal.answer("another auditor find it", ":s")
        terminal.answer("Question 3 of 3: Q3", "s")
        terminal.answer("3 questions were left for later.", "yes")
        terminal.answer("Question 1 of 3: Q1", ":stop")
        done = terminal.end()

    assert done.status == 0
    assert _records(here) == []


def test_what_does_not_conform_leads_to_its_finding(here: Path) -> None:
    """The finding is asked for right after the answer and cites it; left for later, the next step is said."""
    with Terminal(*_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.answer(_RESULT, "d")
        terminal.answer("How many are there in all", "10")
        terminal.answer("How many of them were looked at", "10")
        terminal.answer("How were they chosen", "all")
        terminal.answer(
            "What was looked at", "Two of ten procedures of the list, PS-08 and PS-09, have no approval."
        )
        terminal.answer("another auditor find it", "Folder procedures/")
        terminal.press("sample: 10 of 10", b"")
        terminal.answer(_MORE, "")
        terminal.answer("Grade [2]", "3")
        terminal.answer("answer with a number from 1 to 2", "2")
        terminal.answer("Title", "Procedures without a sign")
        terminal.answer("Clauses", ":b")
        terminal.answer(
            "Title: a short name for lists [Procedures without a sign]", "Procedures without approval"
        )
        terminal.answer("Clauses", "")
        terminal.answer("Documents", "")
        terminal.answer("Act of law", "")
        terminal.answer("Which units does it concern (- for none) [Organisational Department]", "")
        terminal.answer("What is required", "PS-01 asks for an approval of every procedure.")
        terminal.answer("What is not fulfilled", "Procedures are used without approval.")
        terminal.answer("Who answers for it", "quality-officer")
        terminal.answer("By which day", "")
        terminal.press("Finding NC-2026-01-E1: raised\r\n", b"")
        terminal.press("  Title: Procedures without approval\r\n  Grade: minor nonconformity\r\n", b"")
        terminal.press("  Units: Organisational Department\r\n", b"")
        terminal.press("  Owner: Quality officer\r\n  Response due on: ", b"")
        terminal.press("  Evidence cited: answer to Q1\r\n", b"")
        terminal.answer("Record this finding", ":b")
        terminal.answer("By which day", "")
        terminal.answer("Record this finding", "yes")
        terminal.press("Raised: NC-2026-01-E1, minor nonconformity.", b"")
        terminal.answer("Question 2 of 3: Q2", "d")
        terminal.answer("How many are there in all", "")
        terminal.answer("What was looked at", "One of three approvals of May 2026 is not signed.")
        terminal.answer("another auditor find it", "Folder approvals/")
        terminal.answer(_MORE, "")
        terminal.answer("Grade [2]", ":s")
        terminal.answer("The finding is still to be raised:\r\nqmsctl finding raise --audit AUD-2026-01", "q")
        done = terminal.end()

    assert done.status == 0
    assert "Who answers for it (a role or person) [quality-officer]" not in done.out
    (finding,) = _records(here, "findings")
    assert finding.value("title") == "Procedures without approval"
    answer = _by_question(here)["Q1"]
    assert [answer.path.removesuffix(".yaml")] == finding.value("evidence")
    assert ("minor", ["OR"]) == (finding.value("grade"), finding.value("units"))
    assert {"population": "10", "size": "10", "method": "all"} == answer.value("sample")


def test_enter_saves_with_a_sample_that_was_added_last(here: Path) -> None:
    """A sample that is told where the whole is shown changes nothing about Enter: it saves at once."""
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "d")
        terminal.answer("How many are there in all", "")
        terminal.answer("What was looked at", "Two of ten procedures have no approval.")
        terminal.answer("another auditor find it", "Folder procedures/")
        terminal.answer(_MORE, "s")
        terminal.answer("How many are there in all", "10")
        terminal.answer("How many of them were looked at", "2")
        terminal.answer("How were they chosen", "judgement")
        terminal.press("sample: 2 of 10", b"")
        terminal.answer(_MORE, "")
        terminal.answer("Grade [2]", ":q")
        done = terminal.end()

    assert done.out.count("sample: 2 of 10") == 1
    assert "Saved: Q1 does not conform" in done.out


def test_a_conduct_in_polish(here: Path) -> None:
    """Prompts, letters and commands are Polish: z is conforming, w goes back, k ends."""
    with Terminal("--lang", "pl", *_CONDUCT, at=here) as terminal:
        terminal.press("Pytanie 1 z 3: Q1", b"")
        terminal.answer("(z zgodne, n niezgodne, d nie dotyczy, b nie badano; ? pomoc)", "z")
        terminal.answer("Co obejrzano", "Wykaz dziesięciu procedur.")
        terminal.answer("inny auditor", ":w")
        terminal.answer("Co obejrzano i co to wykazało [Wykaz dziesięciu procedur.]", "")
        terminal.answer("inny auditor", "Folder procedur")
        terminal.press("Można dodać: z załącznik, p próba, r rola rozmówcy", b"")
        terminal.answer("Enter zapisuje, litera dodaje: ", "u")
        terminal.answer("(może być pusta)", "Żółta teczka")
        terminal.answer("Enter zapisuje, litera dodaje: ", "")
        terminal.press("Zapisano: Q1 zgodne", b"")
        terminal.answer("Pytanie 2 z 3: Q2", "p")
        terminal.answer("Pytanie 3 z 3: Q3", "k")
        done = terminal.end()

    assert done.status == 0
    assert "Zapisano odpowiedzi na 1 z 3 pytań.\nDalej: qmsctl audit conduct AUD-2026-01" in done.out
    (record,) = _records(here)
    assert ("conforms", "Żółta teczka") == (record.value("result"), record.value("note"))


def test_an_answer_is_corrected_with_its_reason(here: Path) -> None:
    """Whoever goes back to an answered question sees the answer, keeps what is right, and says why it changes."""
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "c")
        terminal.answer("What was looked at", "Ten procedures")
        terminal.answer("another auditor find it", "Folder procedures/")
        terminal.answer(_MORE, "")
        terminal.answer("Question 2 of 3: Q2", "b")
        terminal.press("Answered: conforms", b"")
        terminal.answer("? help) [c]: ", "")
        terminal.answer("Why is the answer corrected", "A procedure was counted twice.")
        terminal.answer("[Ten procedures]", "Nine procedures")
        terminal.answer("[Folder procedures/]", "")
        terminal.answer(_MORE, "")
        terminal.answer("Question 2 of 3: Q2", "q")
        done = terminal.end()

    assert done.status == 0
    first, second = sorted(_records(here), key=lambda record: record.value("corrects") is not None)
    assert [first.path.removesuffix(".yaml")] == second.value("corrects")
    assert ("Nine procedures", "Folder procedures/") == (second.value("seen"), second.value("where"))
    assert first.value("judged_against") == second.value("judged_against")
    assert "Correct evidence of AUD-2026-01, Q1: conforms" == _subjects(here)[0]


def test_ctrl_c_says_what_is_saved(here: Path) -> None:
    """Interrupted, it says how many answers are saved; the one being typed is lost, and nothing else."""
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "n")
        terminal.answer("Reason", "Not in this year.")
        terminal.answer(_MORE, "")
        terminal.answer("Question 2 of 3: Q2", "c")
        terminal.press("What was looked at", b"half a sent\x03")
        done = terminal.end()

    assert done.status == 130
    assert "1 of 3 questions are answered and saved." in done.out
    assert git("status", "--porcelain", at=here) == ""
    assert ["Q1"] == list(_by_question(here))


def test_ctrl_c_says_which_answer_has_no_finding(here: Path) -> None:
    """Interrupted while its finding is worded, it says that the saved answer still has none, and the next step."""
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "d")
        terminal.answer("How many are there in all", "")
        terminal.answer("What was looked at", "Two of ten procedures have no approval.")
        terminal.answer("another auditor find it", "Folder procedures/")
        terminal.answer(_MORE, "")
        terminal.press("Grade [2]", b"\x03")
        done = terminal.end()

    assert done.status == 130
    (answer,) = _records(here)
    assert f"--evidence {answer.path.removesuffix('.yaml')}" in done.out
    assert "1 of 3 questions are answered and saved." in done.out


def test_an_answer_is_saved_in_a_moment(here: Path) -> None:
    """Between the last line of an answer and the next question no half second passes."""
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "n")
        terminal.answer("Reason", "Not in this year.")
        terminal.answer(_MORE, "")  # the first commit loads what makes commits
        terminal.answer("Question 2 of 3: Q2", "n")
        terminal.answer("Reason", "Not in this year.")
        terminal.answer(_MORE, "")
        began = time.monotonic()
        terminal.answer("Question 3 of 3: Q3", "q")
        took = time.monotonic() - began
        terminal.end()

    assert took < 0.5


def test_attachments_and_their_names(here: Path) -> None:
    """The Tab key completes the name of a file; what is no file is asked for again."""
    (here / "photo of the board.txt").write_text("board\n", encoding="utf-8")
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "c")
        terminal.answer("What was looked at", "The notice board")
        terminal.answer("another auditor find it", "Ground floor")
        terminal.answer(_MORE, "a")
        terminal.answer("A file to attach", "procedures")
        terminal.answer("there is no file procedures to attach", "")
        terminal.answer(_MORE, "a")
        terminal.press("A file to attach (empty: none): ", b"photo\t")
        terminal.press("photo of the board.txt", b"\n")
        terminal.press("attached: photo of the board.txt", b"")
        terminal.answer(_MORE, "")
        terminal.answer("Question 2 of 3: Q2", "q")
        done = terminal.end()

    assert done.status == 0
    (record,) = _records(here)
    assert str(record.value("attachments", 0, "file")).endswith("/photo of the board.txt")
    assert git("status", "--porcelain", at=here) == '?? "photo of the board.txt"\n'


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("audit", "conduct", office.CLOSED), "the audit AUD-2025-01 is closed and sealed"),
        (("audit", "conduct", "AUD-2026-10"), "there is no audit AUD-2026-10"),
        ((*_CONDUCT, "--unit", "XX"), "the organisation has no unit XX"),
    ],
)
def test_what_cannot_be_conducted(pattern: Path, arguments: tuple[str, ...], said: str) -> None:
    """A closed audit, an unknown one, or an unknown unit is refused before the first question."""
    with Terminal(*arguments, at=pattern) as terminal:
        done = terminal.end()

    assert done.status == 2
    assert said in done.out


def test_without_a_terminal(pattern: Path) -> None:
    """Where nobody can be asked, the answers come from a file."""
    done = qmsctl(*_CONDUCT, at=pattern)

    assert done.status == 2
    assert "--answers is needed, and nobody can be asked here" in done.err


def test_records_left_by_a_crash_are_recorded_first(here: Path) -> None:
    """What an earlier command wrote and nobody committed is committed before the first question."""
    qmsctl(
        "evidence", "add", "--no-input", "--no-commit", "--audit", office.AUDIT, "--question", "Q1",
        "--result", "not_audited", "--reason", "No time", at=here,
    )  # fmt: skip
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer("Question 2 of 3: Q2", "q")
        done = terminal.end()

    assert "Recorded with it, because it was written before and not yet recorded" in done.out.replace(
        "\n", " "
    )
    assert git("status", "--porcelain", at=here) == ""


def test_somebody_else_answers_meanwhile(here: Path) -> None:
    """An answer that somebody else recorded while this one was typed is shown, and can be corrected or left."""
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "n")
        terminal.answer("Reason", "Not needed.")
        terminal.press(_MORE, b"")
        other = qmsctl(
            "evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1",
            "--result", "not_audited", "--reason", "No time", at=here,
        )  # fmt: skip
        assert other.status == 0
        terminal.answer(_MORE, "")
        terminal.press("the question Q1 is answered already", b"")
        terminal.press("Answered: not audited", b"")
        terminal.answer("? help) [u]: ", "s")
        terminal.answer("Question 2 of 3: Q2", "q")
        assert terminal.end().status == 0

    assert len(_records(here)) == 1


def test_a_folder_that_cannot_be_written(here: Path) -> None:
    """What cannot be saved is said, and what was typed can be saved again."""
    folder = next(here.glob("audits/aud-2026-01-*"))
    (folder / "evidence").write_text("in the way\n", encoding="utf-8")
    with Terminal(*_CONDUCT, at=here) as terminal:
        terminal.answer(_RESULT, "n")
        terminal.answer("Reason", "Not needed.")
        terminal.answer(_MORE, "")
        terminal.press("make room on the disk", b"")
        (folder / "evidence").unlink()
        terminal.answer("? help) [n]: ", "")
        terminal.answer("Reason [Not needed.]: ", "")
        terminal.answer(_MORE, "")
        terminal.answer("Question 2 of 3: Q2", "q")
        assert terminal.end().status == 0

    assert len(_records(here)) == 1


def test_a_clock_that_runs_behind_is_said(here: Path) -> None:
    """Whoever records before the last record hears that the clock is wrong."""
    folder = next(here.glob("audits/aud-2026-01-*")) / "minutes"
    folder.mkdir()
    record = (
        "record: minutes\naudit: AUD-2026-01\nkind: opening\noccurred: 2026-11-20\npresent: [auditor]\n"
        "recorded: 2099-01-01T12:00:00Z\nrecorder: {name: Eve Example, email: eve@example.org}\n"
    )
    (folder / "20990101T120000Z-aaaaaaaa.yaml").write_text(record, encoding="utf-8")
    office.commit(here, "Minutes", "2026-03-05")

    done = qmsctl(
        "evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1",
        "--result", "not_audited", "--reason", "No time", at=here,
    )  # fmt: skip

    assert done.status == 0
    assert "The clock of this computer runs behind: 20990101T120000Z-aaaaaaaa" in done.err


def test_the_sample_is_chosen_before_anything_is_seen(here: Path) -> None:
    """Rows of a register are drawn at the prompt for the result; the same rows stay when somebody goes back."""
    register = here / "registers/cases.csv"
    register.parent.mkdir()
    register.write_text("case\n" + "".join(f"OR.{n}\n" for n in range(1, 25)), encoding="utf-8")
    office.commit(here, "Register", "2026-03-03")
    with Terminal(*_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.answer(_RESULT, "m")
        terminal.answer("How many are there in all", "cases")
        terminal.press("cases has 24 rows.", b"")
        terminal.answer("How many rows are drawn from cases: ", "3")
        terminal.press("Drawn: ", b"")
        terminal.answer(_RESULT, "m")
        terminal.answer("(empty: no sample) [cases]", "")
        terminal.answer("How many rows are drawn from cases [3]", "")
        terminal.answer(_RESULT, "d")
        terminal.answer("What was looked at", ":m")
        terminal.answer("a sample is chosen at the prompt for the result", "Two of three have no date.")
        terminal.answer("another auditor find it", "Register of cases")
        terminal.press("sample: 3 of 24", b"")
        terminal.answer(_MORE, "")
        terminal.answer("Grade [2]", ":q")
        done = terminal.end()

    assert done.status == 0
    first, second = (line for line in done.out.splitlines() if line.startswith("Drawn: "))
    assert first == second
    (answer,) = _records(here)
    drawn = [str(answer.value("sample", "items", index)) for index in range(3)]
    assert "Drawn: " + ", ".join(drawn) == first
    assert "registers/cases.csv" == answer.value("sample", "register")


def test_a_drawn_sample_stays_with_a_correction(here: Path) -> None:
    """Whoever corrects an answer keeps its sample with Enter, replaces it, or empties it with a minus sign."""
    done = qmsctl(
        "evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1", "--result",
        "does_not_conform", "--seen", "One of 5", "--where", "Shelf 3", "--population", "9", "--sample", "5",
        at=here, env=_EVE,
    )  # fmt: skip
    assert done.status == 0, done.err
    with Terminal(*_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.answer("Question 2 of 3: Q2", "b")
        terminal.answer("? help) [d]: ", "")
        terminal.answer("Why is the answer corrected", "Nobody knows how many there are.")
        terminal.answer(
            "How many are there in all, or the name of a register to draw from (empty: no sample) [9]", "-"
        )
        terminal.answer("[One of 5]", "")
        terminal.answer("[Shelf 3]", "")
        terminal.answer(_MORE, "")
        terminal.answer("Grade [2]", ":q")
        assert terminal.end().status == 0

    corrected = next(one for one in _records(here) if one.value("corrects") is not None)
    assert corrected.value("sample") is None


@pytest.mark.parametrize(
    ("language", "so_far", "kept"),
    [
        ("en", "So far:", "[Enter keeps it, + and a blank add a line]"),
        ("pl", "Dotychczas:", "[Enter zachowuje, plus i odstęp dopisują wiersz]"),
    ],
)
def test_a_proposed_text_of_several_lines(here: Path, language: str, so_far: str, kept: str) -> None:
    """What stands in several lines is shown in lines of its own; Enter keeps it, a plus adds a line to it."""
    (here / "answers.yaml").write_text(
        'answers:\n  - {question: Q1, result: conforms, where: Shelf 3,\n     seen: "PS-01\\nPS-02, żółta"}\n',
        encoding="utf-8",
    )
    assert 0 == qmsctl(*_CONDUCT, "--answers", "answers.yaml", at=here).status
    back, more = {"en": ("b", _MORE), "pl": ("w", "Enter zapisuje, litera dodaje: ")}[language]
    with Terminal("--lang", language, *_CONDUCT, at=here) as terminal:
        terminal.answer("2 z 3: Q2" if language == "pl" else "2 of 3: Q2", back)
        terminal.answer({"en": "? help) [c]: ", "pl": "? pomoc) [z]: "}[language], "")
        terminal.answer({"en": "Why is", "pl": "Dlaczego"}[language], "One was missing.")
        terminal.press(f"{so_far}\r\n  PS-01\r\n  PS-02, żółta\r\n", b"")
        terminal.answer(kept, "+ PS-03")
        terminal.answer("[Shelf 3]", {"en": ":b", "pl": ":w"}[language])
        terminal.press("  PS-03\r\n", b"")
        terminal.answer(kept, "")
        terminal.answer("[Shelf 3]", "")
        terminal.answer(more, "")
        terminal.answer({"en": "? help)", "pl": "? pomoc)"}[language], {"en": "q", "pl": "k"}[language])
        done = terminal.end()

    assert done.status == 0
    assert "\\x0a" not in done.out
    corrected = next(one for one in _records(here) if one.value("corrects") is not None)
    assert "PS-01\nPS-02, żółta\nPS-03" == corrected.value("seen")


def test_a_correction_says_what_rests_on_the_answer(here: Path) -> None:
    """An open finding that cites the answer is said before it is corrected, and no second one is asked for.

    The words of the answer cannot show conformity.
    """
    added = qmsctl(
        "evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1", "--result",
        "does_not_conform", "--seen", "Two of ten have no approval", "--where", "Shelf 3", at=here, env=_EVE,
    )  # fmt: skip
    assert added.status == 0, added.err
    raised = qmsctl(
        "finding", "raise", "--no-input", "--audit", office.AUDIT, "--evidence", "Q1", "--grade", "minor",
        "--title", "No approval", "--requirement", "PS-01 asks for an approval of each procedure",
        "--found", "2 of 10 procedures", "--statement", "Approving is not ensured.", "--owner", "quality-officer",
        at=here, env=_EVE,
    )  # fmt: skip
    assert raised.status == 0, raised.err
    with Terminal(*_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.answer("Question 2 of 3: Q2", "b")
        terminal.press("NC-2026-01-E1 rests on this evidence and is open", b"")
        terminal.answer("? help) [d]: ", "")
        terminal.answer("Why is the answer corrected", "There are three.")
        terminal.answer("How many are there in all", "")
        terminal.answer("[Two of ten have no approval]", "Three of ten have no approval")
        terminal.answer("[Shelf 3]", "")
        terminal.answer(_MORE, "")
        terminal.press(
            "NC-2026-01-E1 rests on it already; to raise another\r\none:\r\nqmsctl finding raise", b""
        )
        terminal.answer("Question 2 of 3: Q2", "b")
        terminal.press("NC-2026-01-E1 rests on this evidence and is open", b"")
        terminal.answer("? help) [d]: ", "c")
        terminal.answer("Why is the answer corrected", "They were approved on paper.")
        terminal.answer("What was looked at, and what did it show: ", "Three of ten have no approval")
        terminal.answer("these words told of what does not conform", "Ten approvals on paper")
        terminal.answer("[Shelf 3]", "")
        terminal.answer(_MORE, "")
        terminal.answer("Question 2 of 3: Q2", "q")
        assert terminal.end().status == 0

    assert {"conforms", "does_not_conform"} == {str(one.value("result")) for one in _records(here)}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("The plan of AUD-2026-01 is not approved yet", "1 November 2026 is not the day of")),
        ("pl", ("Plan AUD-2026-01 nie jest jeszcze zatwierdzony", "1 listopada 2026 r. nie jest dniem")),
    ],
)
def test_answers_of_a_file_come_with_the_same_cautions(
    pattern: Path, tmp_path: Path, language: str, said: tuple[str, ...]
) -> None:
    """A plan that is not approved and a day outside of it are said for a file of answers too, each of them once."""
    here = office.copy(pattern, tmp_path / "office")
    (here / "answers.csv").write_text(
        "question,result,reason,day,note\nQ1,not audited,No time,2026-11-01,Bob Example was ill\n"
        "Q2,not audited,No time,2026-11-01,\n",
        encoding="utf-8",
    )
    for command in (
        ("audit", "conduct", office.AUDIT, "--answers", "answers.csv", "--dry-run"),
        ("audit", "import", office.AUDIT, "answers.csv", "--yes"),
    ):
        done = qmsctl("--lang", language, *command, at=here)
        assert done.status == 0, done.err
        assert [1] * len(said) == [done.err.count(one) for one in said], done.err
        assert "Bob Example" in done.err
        assert "--note" not in done.err


def test_commands_that_are_proposed_can_be_pasted(pattern: Path, tmp_path: Path) -> None:
    """An id with a blank stands in quotation marks wherever a command with it is proposed."""
    here = office.copy(pattern, tmp_path / "office")
    plan = next(here.glob("audits/aud-2026-01-*/audit.yaml"))
    text = plan.read_text(encoding="utf-8").replace(f"id: {office.AUDIT}", "id: AUD 2026")
    plan.write_text(text, encoding="utf-8")
    office.commit(here, "Rename", "2026-03-03")
    with Terminal("audit", "conduct", "AUD 2026", at=here) as terminal:
        terminal.answer("Begin all the same (yes/no)", "no")
        declined = terminal.end()
    with Terminal("audit", "conduct", "AUD 2026", at=here) as terminal:
        terminal.answer("Begin all the same (yes/no)", "yes")
        terminal.answer(_RESULT, "d")
        terminal.answer("How many are there in all", "")
        terminal.answer("What was looked at", "Two of ten have no approval.")
        terminal.answer("another auditor find it", "Shelf 3")
        terminal.answer(_MORE, "")
        terminal.answer("Grade [2]", ":q")
        done = terminal.end()

    assert "Next: qmsctl approve 'AUD 2026'" in declined.out
    assert "qmsctl finding raise --audit 'AUD 2026' --evidence" in done.out.replace("\n", " ")
    assert "Next: qmsctl audit conduct 'AUD 2026'" in done.out


def test_somebody_outside_the_team_records_for_an_auditor(here: Path) -> None:
    """Who is in no team is asked once who audits; answers and the report go by that auditor, numbers by who records."""
    plan = next(here.glob("audits/aud-2026-01-*/audit.yaml"))
    text = plan.read_text(encoding="utf-8")
    team = "[{person: eve, role: lead_auditor, letter: E}, {person: bob, role: auditor, letter: B}]"
    plan.write_text(text.replace("[{person: eve, role: lead_auditor, letter: E}]", team), encoding="utf-8")
    office.commit(here, "Add an auditor", "2026-03-05")

    with Terminal(*_CONDUCT, at=here, columns=200) as terminal:
        terminal.answer("Who of it audits", "Bob")
        terminal.answer(_RESULT, "d")
        terminal.answer("How many are there in all", "")
        terminal.answer("What was looked at", "Ten procedures; two have no approval.")
        terminal.answer("another auditor find it", "Registry")
        terminal.answer(_MORE, "")
        terminal.answer("Grade [2]", "2")
        terminal.answer("Title", "Procedures without approval")
        for question in ("Clauses", "Documents", "Act of law", "Which units"):
            terminal.answer(question, "")
        terminal.answer("What is required", "PS-01 asks for an approval of every procedure.")
        terminal.answer("What is not fulfilled", "Procedures are used without approval.")
        terminal.answer("Who answers for it", "quality-officer")
        terminal.answer("By which day", "")
        terminal.answer("Record this finding", "yes")
        terminal.answer(_RESULT, "q")
        done = terminal.end()

    assert done.status == 0, done.out
    assert "Raised: NC-2026-01-AE-1" in done.out
    assert _records(here)[-1].value("auditor") == "bob"
    evidence = max(here.glob("audits/aud-2026-01-*/evidence/*.yaml")).stem
    by_hand = qmsctl(
        "finding", "raise", "--audit", office.AUDIT, "--evidence", evidence, "--grade", "minor",
        "--clause", "7.5.2", "--requirement", "PS-01 asks for an approval of every form.",
        "--found", "Two of ten forms have none.", "--statement", "Forms are used without approval.",
        "--owner", "quality-officer", "--no-input", at=here,
    )  # fmt: skip
    assert "Its number is NC-2026-01-AE-2." in by_hand.err, by_hand.err
    report = qmsctl("report", office.AUDIT, "--format", "plain", at=here).out
    assert "Auditor: auditor B" in report
    assert "EVD015" not in qmsctl("check", at=here).out


def test_what_did_not_apply_is_judged_by_what_is_in_force(here: Path) -> None:
    """An answer corrected from "not applicable" to "conforms" pins the document in force, as a first answer does."""
    done = qmsctl(
        "evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1", "--result",
        "not_applicable", "--reason", "No archive", at=here, env=_EVE,
    )  # fmt: skip
    assert done.status == 0, done.err
    with Terminal(*_CONDUCT, at=here, env=_EVE, columns=200) as terminal:
        terminal.answer(_RESULT, "f Q1")
        terminal.answer(_RESULT, "c")
        terminal.answer("Why is the answer corrected", "There is one.")
        terminal.answer("What was looked at", "The archive")
        terminal.answer("another auditor find it", "Room 3")
        terminal.press("judged against PS-01", b"")
        terminal.answer(_MORE, "")
        terminal.answer(_RESULT, "q")
        done = terminal.end()

    assert done.status == 0, done.out
    # Both may be recorded in one second, so that their names tell no order.
    (correction,) = (record for record in _records(here) if record.value("corrects"))
    assert correction.value("judged_against", 0, "document") == "PS-01"


def _say_what_helps(here: Path) -> None:
    """Add to the first question whom to ask and how to judge the answer."""
    file = here / "checklists/cl-01.yaml"
    hints = (
        'ask: [clerk, archivist], lapse: "An old form lies about.", strength: "No form is needed.", look_for:'
    )
    file.write_text(file.read_text(encoding="utf-8").replace("look_for:", hints), encoding="utf-8")
    office.commit(here, "Say what helps", "2026-02-01")


@pytest.mark.parametrize(
    ("language", "shown", "helped"),
    [
        (
            "en",
            "Whom to ask: clerk, archivist\n",
            "A lapse looks like this: An old form lies about.\nBetter than required looks like this: No form is needed.\n",
        ),
        (
            "pl",
            "Kogo zapytać: pracownik, archivist\n",
            "Tak wygląda uchybienie: An old form lies about.\nTak wygląda mocna strona: No form is needed.\n",
        ),
    ],
)
def test_a_question_mark_shows_what_helps_to_judge(
    here: Path, language: str, shown: str, helped: str
) -> None:
    """A question says whom to ask; a question mark adds what a lapse looks like, and what is better than required."""
    _say_what_helps(here)

    with Terminal("--lang", language, *_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.answer("; ? ", "?")
        terminal.answer("; ? ", "q" if language == "en" else "k")
        out = terminal.end().out
    with Terminal("--lang", language, *_CONDUCT, at=here, env=_EVE) as terminal:
        terminal.answer("; ? ", "q" if language == "en" else "k")
        unasked = terminal.end().out

    assert shown in out
    assert helped in out
    assert helped not in unasked


def test_a_sheet_says_what_helps_to_judge(here: Path) -> None:
    """The table to fill in has whom to ask, what a lapse looks like and what is better than required."""
    _say_what_helps(here)

    heading, first, *_ = qmsctl(
        "--lang", "pl", "audit", "sheet", office.AUDIT, "--format", "csv", at=here
    ).out.splitlines()
    row = dict(zip(heading.split(";"), first.split(";"), strict=False))

    assert "pracownik, archivist" == row["Kogo zapytać"]
    assert "An old form lies about." == row["Jak wygląda uchybienie"]
    assert "No form is needed." == row["Jak wygląda mocna strona"]
