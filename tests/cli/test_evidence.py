"""`qmsctl evidence add`: what it records, what it commits, and what it refuses with which reason."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.cli import office
from tests.cli.program import NOBODY, Outcome, Terminal, git, qmsctl, state_of

_EVE = {"GIT_AUTHOR_NAME": "Eve Example", "GIT_AUTHOR_EMAIL": "eve@example.org"}
"""Who audits by the plan."""
_ADD = ("evidence", "add", "--no-input")
_Q1 = ("--audit", office.AUDIT, "--question", "Q1")
_CONFORMS = (
    "--result",
    "conforms",
    "--seen",
    "The list names one procedure.",
    "--where",
    "Folder procedures/",
)


def _evidence(here: Path) -> list[Path]:
    """Return the evidence of the open audit, by name."""
    return sorted(here.glob("audits/aud-2026-01-*/evidence/*.yaml"))


def _record(here: Path) -> Source:
    """Return the only record of the open audit."""
    (path,) = _evidence(here)
    source = read_yaml(path.name, path.read_bytes())
    assert isinstance(source, Source)
    return source


def _committed(here: Path) -> set[str]:
    """Return the paths that the last commit touched."""
    return set(git("show", "--name-only", "--format=", "HEAD", at=here).split("\n")) - {""}


def test_by_flags(here: Path) -> None:
    """Everything an option says is in the record, and the documents are pinned."""
    head = git("rev-parse", "HEAD", at=here).strip()
    more = (
        *("--method", "document_review", "--population", "12", "--sample", "3", "--sampling", "every fourth"),
        *(
            "--judged-against",
            "PS-01",
            "--asked",
            "Quality officer",
            "--unit",
            "OR",
            "--occurred",
            "2026-11-20",
        ),
        *("--note", "Seen together with the secretary.", "--clause", "7.5.3.1"),
    )

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, *more, at=here)
    record = _record(here)

    assert 0 == done.status, done.err
    assert {
        "record": "evidence",
        "audit": "AUD-2026-01",
        "question": {"checklist": "CL-01", "id": "Q1"},
        "criteria": [{"edition": "iso9001:2015", "clauses": ["7.5.1", "7.5.3.1"]}],
        "result": "conforms",
        "method": "document_review",
        "seen": "The list names one procedure.",
        "where": "Folder procedures/",
        "sample": {"population": "12", "size": "3", "method": "every fourth"},
        "judged_against": [
            {
                "document": "PS-01",
                "language": "en",
                "revision": "1.0",
                "commit": head,
                "blob": git("rev-parse", "HEAD:procedures/ps-01.yaml", at=here).strip(),
            }
        ],
        "asked": "Quality officer",
        "unit": "OR",
        "occurred": "2026-11-20",
        "note": "Seen together with the secretary.",
        "recorder": {"name": "Ann Example", "email": "ann@example.org"},
    } == {key: value for key, value in record.tree.items() if key != "recorded"}


def test_it_is_committed_and_nothing_else(here: Path) -> None:
    """The commit holds the record and its attachment, though something else is staged and changed."""
    (here / "staged.txt").write_text("staged\n", encoding="utf-8")
    git("add", "staged.txt", at=here)
    (here / "procedures/ps-01.yaml").write_text("changed: yes\n", encoding="utf-8")
    git("add", "procedures/ps-01.yaml", at=here)
    (here / "procedures/ps-02.md").unlink()
    (here / "list.pdf").write_bytes(b"%PDF-\r\n\x00\xff")
    listed = git("status", "--porcelain", at=here)

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, "--attach", "list.pdf", at=here)

    assert 0 == done.status, done.err
    assert listed == git("status", "--porcelain", at=here)
    digest = hashlib.sha256(b"%PDF-\r\n\x00\xff").hexdigest()
    attachment = f"audits/aud-2026-01-ce4747/attachments/{digest}/list.pdf"
    record = _evidence(here)[0].relative_to(here).as_posix()
    assert {attachment, record} == _committed(here)
    assert {attachment, record} == set(done.out.splitlines())
    assert b"%PDF-\r\n\x00\xff" == (here / attachment).read_bytes()
    size = git("cat-file", "-s", f"HEAD:{attachment}", at=here).strip()
    assert "9" == size


def test_message_and_author_of_the_commit(here: Path) -> None:
    """The commit says what was found, by the person git knows."""
    qmsctl(
        *_ADD,
        *_Q1,
        *_CONFORMS,
        at=here,
        env={"GIT_AUTHOR_NAME": "Żaneta Łoś", "GIT_AUTHOR_EMAIL": "zaneta@example.org"},
    )

    shown = git("log", "-1", "--format=%an <%ae>%n%cn <%ce>%n%B", at=here)
    assert shown == (
        "Żaneta Łoś <zaneta@example.org>\nŻaneta Łoś <zaneta@example.org>\n"
        "Record evidence of AUD-2026-01, Q1: conforms\n\nThe list names one procedure.\n\n"
    )
    assert {"name": "Żaneta Łoś", "email": "zaneta@example.org"} == _record(here).value("recorder")


def test_message_of_the_commit_in_polish(here: Path) -> None:
    """The commit is in the language that is spoken."""
    qmsctl("--lang", "pl", *_ADD, *_Q1, *_CONFORMS, at=here)

    assert "Dowód z auditu AUD-2026-01, Q1: zgodne" in git("log", "-1", "--format=%s", at=here)


def test_hooks_do_not_run(here: Path, tmp_path: Path) -> None:
    """A hook of the repository has no say in what is recorded."""
    hooks = here / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "commit-msg", "post-commit", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n", encoding="utf-8")
        (hooks / name).chmod(0o755)

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)

    assert 0 == done.status, done.err
    assert not (tmp_path / "ran").exists()


def test_the_check_counts_it(here: Path) -> None:
    """What was recorded raises no problem, and counts as evidence."""
    office.hold_now(here)
    qmsctl(*_ADD, *_Q1, *_CONFORMS, "--judged-against", "PS-01", at=here, env=_EVE)

    done = qmsctl("check", at=here)

    assert 0 == done.status, done.out
    assert "evidence 2" in done.out
    assert "/evidence/" not in done.out


def test_no_commit(here: Path) -> None:
    """`--no-commit` writes the record, which counts once it is committed."""
    head = git("rev-parse", "HEAD", at=here)

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, "--no-commit", at=here)

    assert 0 == done.status
    assert "not yet recorded" in done.err
    assert head == git("rev-parse", "HEAD", at=here)
    assert 1 == len(_evidence(here))
    assert "unrecorded-record" in qmsctl("check", at=here).out


def test_committing_is_switched_off(here: Path) -> None:
    """`recording: {commit: no}` leaves every commit to the person."""
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write("recording: {commit: no}\n")
    head = git("rev-parse", "HEAD", at=here)

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)

    assert 0 == done.status
    assert head == git("rev-parse", "HEAD", at=here)
    assert 1 == len(_evidence(here))


def test_dry_run(here: Path) -> None:
    """A dry run shows the files and the message and writes nothing."""
    (here / "list.pdf").write_bytes(b"%PDF \xff")
    before = state_of(here)

    day = ("--occurred", "2026-11-20")
    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, *day, "--attach", "list.pdf", "--dry-run", at=here)

    assert (0, "Nothing was written.") == (done.status, done.err.splitlines()[-1])
    assert "result: conforms\n" in done.out
    assert "(6 bytes)" in done.out
    assert "Record evidence of AUD-2026-01, Q1: conforms\n" in done.out
    assert before == state_of(here)


def test_attachments(here: Path, tmp_path: Path) -> None:
    """Files are copied under their digest: of the same name and of any, from anywhere."""
    office.hold_now(here)
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Skan umowy.pdf").write_text(folder, encoding="utf-8")
    (here / "zażółć 품질.txt").write_text("x", encoding="utf-8")
    files = (tmp_path / "one/Skan umowy.pdf", tmp_path / "two/Skan umowy.pdf", "zażółć 품질.txt")

    done = qmsctl(
        *_ADD,
        *_Q1,
        *_CONFORMS,
        *(word for file in files for word in ("--attach", str(file))),
        at=here,
        env=_EVE,
    )

    assert 0 == done.status, done.err
    assert 4 == len(_committed(here))
    assert "/evidence/" not in qmsctl("check", at=here).out
    assert "attachment" not in qmsctl("check", at=here).out


def test_attachment_of_another_evidence(here: Path) -> None:
    """One file can be attached to two answers; it is kept once."""
    (here / "list.pdf").write_text("x", encoding="utf-8")
    for question in ("Q1", "Q2"):
        words = ("--audit", office.AUDIT, "--question", question, *_CONFORMS, "--attach", "list.pdf")
        assert 0 == qmsctl(*_ADD, *words, at=here).status

    assert 1 == len(list(here.glob("audits/*/attachments/*/*")))
    assert 1 == len(_committed(here))


def test_question_is_found_in_any_case(here: Path) -> None:
    """People type ids as they come."""
    assert 0 == qmsctl(*_ADD, "--audit", office.AUDIT, "--question", "q1", *_CONFORMS, at=here).status
    assert {"checklist": "CL-01", "id": "Q1"} == _record(here).value("question")


def test_words_as_reports_print_them(here: Path) -> None:
    """Words of either language and the title of a unit do as well as keys, and nothing is asked for them."""
    words = ("--result", "Zgodne", "--method", "rozmowa", "--unit", "Organisational Department")
    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, *words, at=here)

    assert 0 == done.status, done.err
    record = _record(here)
    assert ("conforms", "interview", "OR") == tuple(map(record.value, ("result", "method", "unit")))
    refused = qmsctl("--lang", "pl", *_ADD, *_Q1, "--result", "chyba", at=here)
    assert "zgodne, niezgodne, nie dotyczy, nie badano" in refused.err


def test_evidence_without_a_question(here: Path) -> None:
    """A clause of the audit's edition is criterion enough."""
    done = qmsctl(*_ADD, "--audit", office.AUDIT, "--clause", "7.5.2", *_CONFORMS, at=here)

    assert 0 == done.status, done.err
    assert [{"edition": "iso9001:2015", "clauses": ["7.5.2"]}] == _record(here).value("criteria")


@pytest.mark.parametrize(
    ("words", "said", "step"),
    [
        ((*_Q1, "--result", "conforms"), "conforms needs evidence: what was looked at", "--seen"),
        ((*_Q1, "--result", "does_not_conform"), "does not conform needs evidence", "--seen"),
        ((*_Q1, "--result", "conforms", "--seen", "   "), "conforms needs evidence", "--seen"),
        ((*_Q1, "--result", "conforms", "--seen", "x"), "another auditor must be able to find", "--where"),
        ((*_Q1, "--result", "not_applicable"), "not applicable needs a reason", "--reason"),
        ((*_Q1, "--result", "not_audited", "--reason", " "), "not audited needs a reason", "--reason"),
        ((*_Q1, "--result", "conform"), "conform is no value of --result", "did you mean conforms?"),
        ((*_Q1, "--result", "major"), "major is no value of --result", "not audited"),
        ((*_Q1, *_CONFORMS, "--method", "guess"), "guess is no value of --method", "interview"),
        ((*_Q1, *_CONFORMS, "--sample", "some"), "some is no value of --sample", "digits"),
        ((*_Q1, *_CONFORMS, "--population", "-3"), "-3 is no value of --population", "digits"),
        ((*_Q1, *_CONFORMS, "--unit", "XX"), "the organisation has no unit XX", "OR"),
        ((*_Q1, *_CONFORMS, "--judged-against", "PS-1"), "there is no document PS-1", "did you mean PS-0"),
        ((*_Q1, *_CONFORMS, "--judged-against", "PS-02"), "no revision of PS-02 is in force", "approved first"),
        ((*_Q1, *_CONFORMS, "--attach", "no.pdf"), "there is no file no.pdf to attach", "check its name"),
        ((*_Q1, *_CONFORMS, "--attach", "."), "to attach", "one by one"),
        ((*_Q1, *_CONFORMS, "--occurred", "2026-02-30"), "2026-02-30 is not a day", "year-month-day"),
        ((*_Q1, *_CONFORMS, "--occurred", "2999-01-01"), "has not come yet", "the day on which it was seen"),
        ((*_Q1, *_CONFORMS, "--clause", "8.10"), "iso9001:2015 has no clause 8.10", "check the number"),
        ((*_Q1, *_CONFORMS, "--corrects", "nothing"), "there is no answer nothing to correct", "leave --corrects out"),
        ((*_Q1, *_CONFORMS, "--seen", "a\x00b".replace("\x00", "\x1b")), "U+001B", "delete it"),
        (("--audit", "AUD-2026-1", "--question", "Q1", *_CONFORMS), "no audit AUD-2026-1", "did you mean AUD-2026-01?"),
        (("--audit", office.CLOSED, "--question", "Q1", *_CONFORMS), "closed and sealed", "the next audit"),
        (("--audit", office.AUDIT, "--question", "Q9", *_CONFORMS), "asks no question Q9", "the plan of the audit"),
        (("--audit", office.AUDIT, *_CONFORMS), "--question is needed", "-h"),
        (("--question", "Q1", *_CONFORMS), "--audit is needed", "-h"),
        (_Q1, "--result is needed", "-h"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_refusal(here: Path, words: tuple[str, ...], said: str, step: str) -> None:
    """What would count for nothing is refused with the reason and the next step; nothing is written."""
    before = state_of(here)

    done = qmsctl(*_ADD, *words, at=here)

    assert (2, "") == (done.status, done.out)
    assert re.fullmatch(rf"qmsctl: .*{re.escape(said)}.*\nNext: .*{re.escape(step)}.*\n", done.err), done.err
    assert before == state_of(here)


def test_refusal_in_polish(here: Path) -> None:
    """The reason is given in Polish too."""
    done = qmsctl("--lang", "pl", *_ADD, *_Q1, "--result", "conforms", at=here)

    assert 2 == done.status
    assert "wymaga dowodu" in done.err
    assert "Dalej: " in done.err


def test_attachment_with_an_impossible_name(here: Path) -> None:
    """A file whose name no clone could keep is refused."""
    for name in (".hidden", "two\nlines.txt", "\x1b[31m.txt", " .txt"):
        (here / name).write_text("x", encoding="utf-8")
        done = qmsctl(*_ADD, *_Q1, *_CONFORMS, "--attach", name, at=here)

        assert (2, "") == (done.status, done.out)
        assert "\x1b" not in done.err
    assert [] == _evidence(here)


def test_text_that_is_no_text(here: Path) -> None:
    """Bytes that are no UTF-8 cannot be written down, and are refused."""
    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, "--note", b"za\xbf", at=here)

    assert (2, "") == (done.status, done.out)
    assert "this is not UTF-8 text" in done.err
    assert [] == _evidence(here)


# Corrections


def test_second_answer_is_refused(here: Path) -> None:
    """A question has one answer; the refusal names it and says how to correct it."""
    qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)
    name = _evidence(here)[0].stem

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)

    assert (2, "") == (done.status, done.out)
    assert f"the question Q1 is answered already, in {name}" in done.err
    assert f"qmsctl evidence correct {name}" in done.err


def test_correction(here: Path) -> None:
    """A correction is a new record that names the old one, which stays as it is."""
    qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)
    (first,) = _evidence(here)
    content = first.read_bytes()
    words = (
        "--result",
        "does_not_conform",
        "--seen",
        "Two are missing.",
        "--where",
        "Folder",
        "--corrects",
        first.stem,
    )

    refused = qmsctl(*_ADD, *_Q1, *words, at=here)
    done = qmsctl(*_ADD, *_Q1, *words, "--correction-reason", "Counted wrong.", at=here)
    second = next(path for path in _evidence(here) if path != first)

    assert "a correction needs a reason" in refused.err
    assert 0 == done.status, done.err
    assert content == first.read_bytes()
    assert f"corrects:\n  - {first.stem}\n" in second.read_text(encoding="utf-8")
    assert {second.relative_to(here).as_posix()} == _committed(here)
    assert "contested" not in qmsctl("check", at=here).out


# What must not be half-done


def test_merge_under_way(here: Path) -> None:
    """While a merge is under way nothing is recorded, and no file is left behind."""
    (here / ".git/MERGE_HEAD").write_text(git("rev-parse", "HEAD", at=here), encoding="utf-8")
    (here / "list.pdf").write_text("x", encoding="utf-8")
    before = set(state_of(here))

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, "--attach", "list.pdf", at=here)

    assert (2, "") == (done.status, done.out)
    assert "a merge or rebase is under way here" in done.err
    assert before == set(state_of(here))


def test_nobody_known_to_git(here: Path) -> None:
    """A record has a recorder: without a name nothing is written."""
    before = state_of(here)

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here, env=NOBODY)

    assert (2, "") == (done.status, done.out)
    assert "git config --global user.name" in done.err
    assert before == state_of(here)


def test_folder_that_leads_elsewhere(here: Path, tmp_path: Path) -> None:
    """Nothing is written through a link out of the repository."""
    (tmp_path / "elsewhere").mkdir()
    next(here.glob("audits/aud-2026-01-*")).joinpath("evidence").symlink_to(tmp_path / "elsewhere")

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)

    assert (2, "") == (done.status, done.out)
    assert "through a link" in done.err or "behind a link" in done.err
    assert [] == list((tmp_path / "elsewhere").iterdir())


def test_clones_that_record_apart_merge(here: Path, tmp_path: Path) -> None:
    """Two people record at the same time, and their clones merge without conflict."""
    for name, question in (("one", "Q1"), ("two", "Q2")):
        git("clone", "--quiet", str(here), str(tmp_path / name), at=tmp_path)
        words = ("--audit", office.AUDIT, "--question", question, *_CONFORMS)
        assert 0 == qmsctl(*_ADD, *words, at=tmp_path / name).status
    git("pull", "--quiet", "--no-rebase", "--no-edit", str(tmp_path / "two"), "main", at=tmp_path / "one")

    assert "evidence 3" in qmsctl("check", at=tmp_path / "one").out


# By prompts


_DIALOGUE = (
    ("Which audit", "Który audit", ""),
    ("Which question", "Które pytanie", ""),
    ("Result", "Wynik", "1"),
    ("in all", "łącznie", "12"),
    ("looked at", "obejrzano", "3"),
    ("chosen", "wybrano", "co czwarty"),
    ("what did it show", "wykazało", "Wykaz wymienia żółtą teczkę."),
    ("find it again", "inny auditor", "Szafa 3"),
    ("How it was found out", "Jak to ustalono", "1"),
    ("Judged against", "Względem których", "PS-01"),
    ("A file to attach", "Plik do dołączenia", "list.pdf"),
    ("A file to attach", "Plik do dołączenia", ""),
    ("Who was asked", "Kogo pytano", "Sekretarz"),
    ("In which unit", "W której komórce", "OR"),
    ("On which day", "Którego dnia", ""),
    ("Note", "Uwag", ""),
)
"""Every question, in English and in Polish, and an answer."""
_CONFIRM = {"en": ("Record this (yes/no)", "yes", "no"), "pl": ("Zapisać to (tak/nie)", "tak", "nie")}


def _prompted(here: Path, language: str, *, confirmed: bool) -> Outcome:
    """Answer every question of the dialogue in *language*."""
    (here / "list.pdf").write_text("x", encoding="utf-8")
    with Terminal("--lang", language, "evidence", "add", at=here) as terminal:
        for english, polish, answer in _DIALOGUE:
            terminal.answer(english if language == "en" else polish, answer)
        question, yes, no = _CONFIRM[language]
        terminal.answer(question, yes if confirmed else no)
        return terminal.end()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_by_prompts(here: Path, language: str) -> None:
    """Whoever gives no option is asked for everything, in both languages."""
    done = _prompted(here, language, confirmed=True)
    record = _record(here)

    assert 0 == done.status, done.out
    assert "Wykaz wymienia żółtą teczkę." == record.value("seen")
    assert {"population": "12", "size": "3", "method": "co czwarty"} == record.value("sample")
    assert ("PS-01", "Sekretarz") == (record.value("judged_against", 0, "document"), record.value("asked"))
    assert ("document_review", "OR") == (record.value("method"), record.value("unit"))
    assert 2 == len(_committed(here))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_prompts_show_the_record_before_it_is_written(here: Path, language: str) -> None:
    """A record cannot be edited afterwards: whoever says no has written nothing."""
    (here / "list.pdf").write_text("x", encoding="utf-8")
    before = state_of(here)

    done = _prompted(here, language, confirmed=False)

    assert 0 == done.status
    assert ": Wykaz wymienia żółtą teczkę.\n" in done.out
    assert {name: facts[3] for name, facts in before.items()} == {
        name: facts[3] for name, facts in state_of(here).items()
    }


def test_prompts_show_the_question(here: Path) -> None:
    """Whoever answers sees what is asked, and what to look for."""
    with Terminal("evidence", "add", at=here) as terminal:
        terminal.answer("Which audit [1]", "1")
        terminal.answer("Which question [Q1]", "Q9")
        terminal.answer("asks no question Q9", "Q1")
        terminal.answer("Result", "n")
        terminal.answer("answer with a number from 1 to 4", "not applicable")
        terminal.answer("Reason", "")
        terminal.answer("this cannot stay empty", "The office has no archive.")
        terminal.answer("Record this", "perhaps")
        terminal.answer("answer yes or no", "y")
        done = terminal.end()

    assert 0 == done.status
    assert "Which documents does the office need?" in done.out
    assert "Look for: A list of documents" in done.out
    assert "closed" not in done.out
    assert ("not_applicable", "The office has no archive.") == (
        _record(here).value("result"),
        _record(here).value("reason"),
    )


def test_prompts_refuse_early(here: Path) -> None:
    """A question that is answered already is refused before anything is typed."""
    qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)
    with Terminal("evidence", "add", "--audit", office.AUDIT, at=here) as terminal:
        terminal.answer("Which question [Q2]", "Q1")
        terminal.answer("is answered already", "Q3")
        terminal.answer("Result", "4")
        terminal.answer("Reason", "No time.")
        terminal.answer("Record this", "yes")
        done = terminal.end()
    with Terminal("evidence", "add", *_Q1, at=here) as terminal:
        refused = terminal.end()

    assert 0 == done.status
    assert 2 == refused.status
    assert "is answered already" in refused.out


def test_prompts_for_a_correction(here: Path) -> None:
    """Whoever corrects an answer is asked for the reason."""
    qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)
    name = _evidence(here)[0].stem
    with Terminal("evidence", "add", *_Q1, *_CONFORMS, "--corrects", name, at=here) as terminal:
        terminal.answer("Why is the answer corrected", "Mistyped.")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert 0 == done.status
    assert 2 == len(_evidence(here))


def test_prompts_in_an_audit_without_questions(here: Path) -> None:
    """Where an audit asks nothing, the clause is asked for."""
    plan = next(here.glob("audits/aud-2026-01-*/audit.yaml"))
    plan.write_text(re.sub("checklists: .*\n", "", plan.read_text(encoding="utf-8")), encoding="utf-8")
    office.commit(here, "Ask nothing", "2026-05-01")
    with Terminal("evidence", "add", "--audit", office.AUDIT, at=here) as terminal:
        terminal.answer("Which clause", "7.5.2")
        terminal.answer("Result", "not_audited")
        terminal.answer("Reason", "No time.")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert 0 == done.status
    assert [{"edition": "iso9001:2015", "clauses": ["7.5.2"]}] == _record(here).value("criteria")


def test_prompts_do_not_obey_what_they_show(here: Path) -> None:
    """Questions out of the repository cannot command the terminal."""
    checklist = here / "checklists/cl-01.yaml"
    text = checklist.read_text(encoding="utf-8").replace(
        "look_for: A list of documents", 'look_for: "\\e[31mred"'
    )
    checklist.write_text(text.replace("Which documents", "\\e[2JWhich documents"), encoding="utf-8")
    with Terminal("evidence", "add", at=here) as terminal:
        terminal.answer("Which audit", "1")
        terminal.answer("Which question", "Q1")
        terminal.press("Result", b"\x03")
        done = terminal.end()

    assert "\x1b" not in done.out
    assert "\x07" not in done.out
    assert r"\x1b[2JWhich documents" in done.out


def test_no_audit_is_open(here: Path) -> None:
    """Where no audit is open, that is said instead of asked."""
    for folder in here.glob("audits/aud-2026-01-*"):
        (folder / "audit.yaml").unlink()
    with Terminal("evidence", "add", at=here) as terminal:
        done = terminal.end()

    assert 2 == done.status
    assert "no audit is open" in done.out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--population", "3", "--sample", "10"), "10 cannot have been drawn from 3"),
        (("--population", "10", "--sample", "0"), "0 is no size of a sample"),
        (("--asked", "Bob Example"), "Bob Example is a person, and evidence names roles"),
        (("--clause", "4.1"), f"clause 4.1 is not among the criteria of {office.AUDIT}"),
    ],
)
def test_what_would_discredit_the_rest_is_refused(
    here: Path, arguments: tuple[str, ...], reason: str
) -> None:
    """Impossible samples, people's names and clauses nobody planned are refused, and nothing is written."""
    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, *arguments, at=here)

    assert done.status == 2
    assert reason in done.err
    assert _evidence(here) == []


def test_plan_that_no_commit_holds_takes_no_evidence(here: Path) -> None:
    """A plan that was changed and not committed is refused: nobody else would know what was audited."""
    (plan,) = here.glob("audits/aud-2026-01-*/audit.yaml")
    plan.write_text(plan.read_text() + "applies_to: everybody\n")

    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)

    assert done.status == 2
    assert f"the plan of {office.AUDIT} is not committed as it stands" in done.err
    assert _evidence(here) == []


def test_record_that_was_left_is_recorded_with_the_next(here: Path) -> None:
    """What an earlier command wrote and nobody committed goes with the next record, and is said."""
    written = qmsctl(*_ADD, *_Q1, *_CONFORMS, "--no-commit", at=here).out.strip()
    again = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here)
    following = qmsctl(*_ADD, "--audit", office.AUDIT, "--question", "Q2", *_CONFORMS, at=here)

    assert again.status == 2
    assert "an answer to Q1 is written already and not yet recorded" in again.err
    assert following.status == 0, following.err
    assert f"Recorded with it, because it was written before and not yet recorded: {written}" in following.err
    assert _committed(here) == {written, following.out.strip()}


def test_somebody_else_may_type_it_in(here: Path) -> None:
    """Who saw it is named beside who records it; where nobody is, that is said, and the check finds it."""
    done = qmsctl(*_ADD, *_Q1, *_CONFORMS, at=here, env=office_of("Ann Example", "ann@example.org"))

    assert done.status == 0, done.err
    assert "You are no auditor in the team of AUD-2026-01" in " ".join(done.err.split())
    assert "EVD015" in qmsctl("check", at=here).out

    named = qmsctl(
        *_ADD, "--audit", office.AUDIT, "--question", "Q2", *_CONFORMS, "--auditor", "eve", at=here,
        env=office_of("Ann Example", "ann@example.org"),
    )  # fmt: skip
    (record,) = [path for path in _evidence(here) if "auditor: eve" in path.read_text(encoding="utf-8")]

    assert named.status == 0, named.err
    assert "no auditor" not in named.err
    assert f"{record.name}" not in "".join(
        line for line in qmsctl("check", at=here).out.splitlines() if "EVD015" in line
    )


def office_of(name: str, email: str) -> dict[str, str]:
    """Return the variables by which git takes somebody for *name*."""
    return {
        **{f"GIT_{role}_NAME": name for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_EMAIL": email for role in ("AUTHOR", "COMMITTER")},
    }
