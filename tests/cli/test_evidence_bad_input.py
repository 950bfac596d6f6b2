"""What evidence cannot take with it or refer to: one sentence, a next step, and nothing written."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl, state_of

ADD = ("evidence", "add", "--no-input", "--audit", office.AUDIT, "--auditor", "eve")
SEEN = ("--result", "conforms", "--seen", "All is well.", "--where", "The files")
ANSWER = (*ADD, "--question", "Q1", *SEEN)


def refused(here: Path, *words: str | Path) -> str:
    """Return the sentence by which a call is refused; nothing of it is left behind."""
    before = state_of(here)
    done = qmsctl(*words, at=here)
    assert (2, "") == (done.status, done.out)
    caution = r"(?:The plan of AUD-2026-01 is not approved yet; [^\n]+\n)?"
    told = re.fullmatch(caution + r"qmsctl: ([^\n]+)\nNext: [^\n]+\n", done.err)
    assert told, done.err
    assert before == state_of(here)
    return told[1]


@pytest.fixture
def beside(here: Path) -> Path:
    """A folder beside the office, for what is to be attached."""
    folder = here.parent / "beside"
    folder.mkdir()
    return folder


def attachments(here: Path) -> list[Path]:
    """Return the attachments of the open audit."""
    return sorted(here.glob("audits/aud-2026-01-*/attachments/*/*"))


def test_no_files(here: Path, beside: Path) -> None:
    """A folder, a link, a device and a pipe are told apart, and none is waited for."""
    secret = beside / "secret.txt"
    secret.write_text("secret\n", encoding="utf-8")
    (here / "link.txt").symlink_to(secret)
    (here / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(here / "pipe")

    assert "is a folder" in refused(here, *ANSWER, "--attach", beside)
    assert "link.txt is a link, and links are not followed" == refused(here, *ANSWER, "--attach", "link.txt")
    assert "is a link" in refused(here, *ANSWER, "--attach", "loop.txt")
    assert "pipe is no regular file" == refused(here, *ANSWER, "--attach", "pipe")
    assert "/dev/zero is no regular file" == refused(here, *ANSWER, "--attach", "/dev/zero")
    assert "there is no file gone.txt" in refused(here, *ANSWER, "--attach", "gone.txt")
    assert "there is no file qms.yaml/x" in refused(here, *ANSWER, "--attach", "qms.yaml/x")


def test_a_file_of_two_gigabytes(here: Path, beside: Path) -> None:
    """A file that is too large to keep for ever is refused before it is read."""
    large = beside / "recording.mp4"
    with large.open("wb") as file:
        file.truncate(2 * 1024**3)

    assert f"{large} is larger than 67108864 bytes" == refused(here, *ANSWER, "--attach", large)


def test_names(here: Path, beside: Path) -> None:
    """A file is kept under its own name, whatever path and script it comes in; an unfit name is refused."""
    korean = beside / "감사 증거.txt"
    korean.write_text("evidence\n", encoding="utf-8")
    apart = beside / unicodedata.normalize("NFD", "żółć.txt")
    apart.write_text("taken apart\n", encoding="utf-8")
    long = beside / ("증" * 80 + ".txt")
    long.write_text("long\n", encoding="utf-8")
    (beside / "a:b.txt").write_text("colon\n", encoding="utf-8")

    assert "a:b.txt is no name under which a file can be kept" in refused(
        here, *ANSWER, "--attach", beside / "a:b.txt"
    )
    assert "is too long a name" in refused(here, *ANSWER, "--attach", long)
    attached = (
        "--attach",
        "../beside/감사 증거.txt",
        "--attach",
        apart,
        "--attach",
        "procedures/../qms.yaml",
    )
    done = qmsctl(*ANSWER, *attached, "--attach", korean, at=here)

    assert 0 == done.status, done.err
    assert {"감사 증거.txt", "żółć.txt", "qms.yaml"} == {path.name for path in attachments(here)}
    assert "" == git("status", "--porcelain", at=here)
    assert 0 == qmsctl("evidence", "verify", office.AUDIT, at=here).status


def test_the_same_name_again(here: Path, beside: Path) -> None:
    """Another content under the same name lies beside the first; what was tampered with is not overwritten."""
    note = beside / "note.txt"
    for question, text in (("Q1", "first\n"), ("Q2", "second\n")):
        note.write_text(text, encoding="utf-8")
        done = qmsctl(*ADD, "--question", question, *SEEN, "--attach", note, at=here)
        assert 0 == done.status, done.err
    assert {"first\n", "second\n"} == {path.read_text(encoding="utf-8") for path in attachments(here)}
    digest = hashlib.sha256(b"second\n").hexdigest()
    (kept,) = (path for path in attachments(here) if path.parent.name == digest)
    kept.write_text("tampered\n", encoding="utf-8")

    assert "exists already" in refused(
        here, *ADD, "--question", "Q3", *SEEN, "--occurred", "2026-11-20", "--attach", note
    )


def test_one_bad_attachment_of_two(here: Path, beside: Path) -> None:
    """Where one attachment is refused, nothing of the other is left behind."""
    (beside / "good.txt").write_text("good\n", encoding="utf-8")

    assert "is a folder" in refused(here, *ANSWER, "--attach", beside / "good.txt", "--attach", beside)


def test_editions(here: Path) -> None:
    """An edition has to be known, and named by the criteria of the audit; where they name two, one is chosen."""
    assert "no edition is called iso9001:2051" == refused(here, *ANSWER, "--edition", "iso9001:2051")
    assert "the question Q1 is one of iso9001:2015" == refused(here, *ANSWER, "--edition", "2026")
    free = (*ADD, *SEEN, "--clause", "7.5.1", "--no-commit")
    plan = next(here.glob("audits/aud-2026-01-*/audit.yaml"))
    text = plan.read_text(encoding="utf-8").replace(
        "criteria: [", "criteria: [{edition: iso9001:2008, clauses: [4.2.3]}, "
    )
    without = re.sub(r"checklists: .*\n", "", text)
    plan.write_text(without, encoding="utf-8")
    office.commit(here, "Name two editions", "2026-03-03")

    assert "names no single edition" in refused(here, *free)
    assert "the criteria of AUD-2026-01 do not name iso9001:2026" == refused(here, *free, "--edition", "2026")
    done = qmsctl(*free, "--edition", "2015", at=here)

    assert 0 == done.status, done.err
    (record,) = here.glob("audits/aud-2026-01-*/evidence/*.yaml")
    assert "edition: iso9001:2015" in record.read_text(encoding="utf-8")


def test_a_question_of_another_edition(here: Path) -> None:
    """A question whose checklist asks by an edition that the audit's criteria do not name is not answered."""
    checklist = here / "checklists/cl-01.yaml"
    text = checklist.read_text(encoding="utf-8").replace("edition: iso9001:2015", "edition: iso9001:2026")
    checklist.write_text(text, encoding="utf-8")
    office.commit(here, "Ask by the new edition", "2026-03-03")

    assert "the criteria of AUD-2026-01 do not name iso9001:2026" == refused(here, *ANSWER)


def test_named_people(here: Path) -> None:
    """Whoever was asked is given by role: a person's name, in any case, is refused."""
    assert "Ann Example is a person" in refused(here, *ANSWER, "--asked", "Ann Example")
    assert "clerk (Bob Example) names a person" in refused(here, *ANSWER, "--asked", "clerk (Bob Example)")


def test_a_caution_before_a_name_is_recorded(here: Path) -> None:
    """A text that names somebody of `qms.yaml` is recorded, and whoever records is told that it does."""
    done = qmsctl(*ANSWER, "--note", "Bob Example was there.", "--dry-run", at=here)

    assert 0 == done.status
    assert "--note names a person, and evidence speaks of roles: Bob Example" in done.err
    assert "names a person" not in qmsctl(*ANSWER, "--note", "The mayor was there.", "--dry-run", at=here).err
