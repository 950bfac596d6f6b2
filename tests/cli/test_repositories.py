"""Places that cannot be checked, and moments that can: each refusal says where and what next."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of, unprivileged, without_escapes

_ON = ("--on", "2026-11-22")


def _refused(done_err: str, *words: str) -> None:
    """Assert that standard error is one sentence with *words*, and one with the next step."""
    sentence, step = done_err.splitlines()[-2:]
    assert sentence.startswith("qmsctl: ")
    assert step.startswith("Next: ")
    for word in words:
        assert word in done_err


# Where


def test_outside_a_repository(tmp_path: Path) -> None:
    """A folder that git does not know is refused."""
    done = qmsctl("check", at=tmp_path)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, "is not in a git repository", "qmsctl init")


def test_bare_repository(tmp_path: Path) -> None:
    """A repository without files is refused."""
    git("init", "--quiet", "--bare", "--initial-branch=main", at=tmp_path)

    done = qmsctl("check", at=tmp_path)

    assert 2 == done.status
    _refused(done.err, "without files", "clone it")


def test_folder_that_is_gone(tmp_path: Path) -> None:
    """A current folder that somebody deleted is refused."""
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"import os, sys; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); os.execv(sys.argv[1], sys.argv[1:])"

    done = qmsctl("check", at=tmp_path, before=(shutil.which("python3") or "python3", "-c", script))

    assert 2 == done.status
    _refused(done.err)


def test_no_configuration(tmp_path: Path) -> None:
    """A repository without `qms.yaml` is not a quality management system."""
    git("init", "--quiet", at=tmp_path)

    done = qmsctl("check", at=tmp_path)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, "there is no qms.yaml", "qmsctl init")


def test_no_commit_yet(here: Path) -> None:
    """Before the first commit the working tree can be checked; nothing is recorded yet."""
    shutil.rmtree(here / ".git")
    git("init", "--quiet", "--initial-branch=main", at=here)

    done = qmsctl("check", *_ON, at=here)

    assert (0, "") == (done.status, done.err)
    assert "before the first commit" in done.out
    assert "unrecorded-record" in done.out
    assert "in force 0" in done.out
    assert "commits 0" in done.out


def test_no_commit_yet_has_no_revision(here: Path) -> None:
    """Before the first commit no revision can be named."""
    shutil.rmtree(here / ".git")
    git("init", "--quiet", "--initial-branch=main", at=here)

    done = qmsctl("check", "--rev", "HEAD", at=here)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, "HEAD")


def test_no_document(here: Path) -> None:
    """A check of nothing does not pass."""
    for folder in ("procedures", "checklists", "audits", "approvals"):
        shutil.rmtree(here / folder)

    done = qmsctl("check", *_ON, at=here)

    assert (3, "") == (done.status, done.out)
    _refused(done.err, "not one document", "procedures")


def test_no_document_as_json(here: Path) -> None:
    """Without a result there is no JSON either."""
    for folder in ("procedures", "checklists", "audits", "approvals"):
        shutil.rmtree(here / folder)

    done = qmsctl("check", "--format", "json", at=here)

    assert (3, "") == (done.status, done.out)


def test_git_is_missing(here: Path, tmp_path: Path) -> None:
    """Without git nothing can be read, and the message says how to get it."""
    (tmp_path / "empty").mkdir()

    for words in (("check",), ("init", "--no-input", "--edition", "2015"), ("evidence", "add")):
        done = qmsctl(*words, at=here, env={"PATH": str(tmp_path / "empty")})

        assert (2, "") == (done.status, done.out)
        _refused(done.err, "git is not installed", "apt install git")


def test_git_is_not_needed_for_help(tmp_path: Path) -> None:
    """Rules and help can be read without git."""
    (tmp_path / "empty").mkdir()

    assert 0 == qmsctl("rules", at=tmp_path, env={"PATH": str(tmp_path / "empty")}).status
    assert 0 == qmsctl("check", "-h", at=tmp_path, env={"PATH": str(tmp_path / "empty")}).status


# The configuration


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("langauge: en", "18:1", "did you mean language?"),
        ("rules: {overdue-revew: {enabled: no, reason: x}}", "18:9", "did you mean overdue-review?"),
        ("rules: {overdue-review: {enabled: no}}", "18:9", "without a reason"),
        ("rules: {overdue-review: {severity: fatal}}", "18:36", "write one of: error, warning, note"),
        ("recording: {commit: perhaps}", "18:21", "write yes or no"),
        ("scope: [a, b]", "18:8", "one text"),
    ],
    ids=["key", "rule", "reason", "severity", "truth", "list"],
)
def test_fault_in_the_configuration(here: Path, line: str, place: str, said: str) -> None:
    """A fault of `qms.yaml` is named with its place, and the check does not run on half of it."""
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write(line + "\n")

    done = qmsctl("check", at=here)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, f"qms.yaml:{place}: ", said, "qms.yaml cannot be used as it is")


def test_all_faults_in_the_configuration_are_named_at_once(here: Path) -> None:
    """Nobody has to run the check once per mistyped rule."""
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write("rules: {no-such-rule-a: {}, no-such-rule-b: {}}\n")

    done = qmsctl("check", at=here)

    assert "no-such-rule-a" in done.err
    assert "no-such-rule-b" in done.err


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "1:1"),
        (b"- a\n", "1:1"),
        (b"qms: 1\n\tname: x\n", "2:1"),
        (b"qms: \xff\n", "1:6"),
        (b"[" * 100_000, "1:33"),
        (b"#" * 10_000_000, "1:1"),
    ],
    ids=["empty", "list", "tab", "bytes", "brackets", "large"],
)
def test_configuration_that_cannot_be_read(here: Path, content: bytes, place: str) -> None:
    """A `qms.yaml` that is no YAML mapping is named with the place where it ends to be one."""
    (here / "qms.yaml").write_bytes(content)

    done = qmsctl("check", at=here)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, f"qms.yaml:{place}: ")
    assert max(map(len, done.err.splitlines())) < 1000


def test_unknown_time_zone(here: Path) -> None:
    """A time zone that does not exist is named with its place."""
    file = here / "qms.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Europe/Warsaw", "Europe/Krakow"), encoding="utf-8"
    )

    done = qmsctl("check", at=here)

    assert 2 == done.status
    _refused(done.err, "qms.yaml:4:12: ", "Europe/Krakow")


def test_escape_sequence_in_the_configuration(here: Path) -> None:
    """What `qms.yaml` says does not reach the terminal as a command, in no message."""
    file = here / "qms.yaml"
    hostile = r'"\e]0;owned\a\n\e[31mred"'
    file.write_text(file.read_text(encoding="utf-8").replace("Europe/Warsaw", hostile), encoding="utf-8")

    done = qmsctl("check", at=here)

    assert 2 == done.status
    assert "\x1b" not in done.says
    assert r"\x1b]0;owned" in done.err


def test_unreadable_configuration(here: Path) -> None:
    """A `qms.yaml` that may not be read is not taken for a missing one."""
    (here / "qms.yaml").chmod(0)

    done = qmsctl("check", at=here, before=unprivileged())

    assert (2, "") == (done.status, done.out)
    _refused(done.err, "qms.yaml")


# The folder


def test_folder_option_before_and_after_the_command(here: Path, tmp_path: Path) -> None:
    """`-C` works on both sides of the command, as if started there."""
    inside = qmsctl("check", *_ON, at=here)

    assert inside == qmsctl("-C", str(here), "check", *_ON, at=tmp_path)
    assert inside == qmsctl("check", "-C", here, *_ON, at=tmp_path)
    assert inside == qmsctl("-C", here.parent, "check", "-C", here.name, *_ON, at=tmp_path)
    assert inside == qmsctl("check", *_ON, at=here / "procedures")


def test_folder_option_names_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    done = qmsctl("-C", "nowhere\x1b[31m", "check", at=tmp_path)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, r"nowhere\x1b[31m", "-C")


def test_system_in_a_subfolder(here: Path, tmp_path: Path) -> None:
    """The system may lie below the top of a larger repository; paths begin at its folder."""
    top = tmp_path / "larger"
    top.mkdir()
    shutil.rmtree(here / ".git")
    here.rename(top / "office")
    git("init", "--quiet", "--initial-branch=main", at=top)
    office.commit(top, "All", "2026-01-05")

    done = qmsctl("check", *_ON, at=top / "office/procedures")

    assert "procedures/ps-02.md:5:11: warning REV001" in done.out
    assert "commits 1" in done.out


# The moment


def test_revision_by_tag_commit_and_day(here: Path) -> None:
    """`--rev` takes a tag, a commit and a day, and they lead to the same result."""
    first = git("rev-parse", "v1", at=here).strip()

    by_tag = qmsctl("check", "--rev", "v1", *_ON, at=here)

    assert f"commit {first[:10]}." in by_tag.out
    assert "documents 2, in force 0" in by_tag.out
    assert by_tag == qmsctl("check", "--rev", first[:12], *_ON, at=here)
    assert by_tag == qmsctl("check", "--rev", "2026-01-31", *_ON, at=here)
    assert (
        by_tag.out.replace("22 November", "31 January")
        == qmsctl("check", "--as-of", "2026-01-31", at=here).out
    )


def test_revision_does_not_look_at_the_working_tree(here: Path) -> None:
    """What lies in the working tree does not change what a commit holds, not even a broken `qms.yaml`."""
    expected = qmsctl("check", "--rev", "v1", *_ON, at=here)
    (here / "procedures/ps-09.yaml").write_text("- broken\n", encoding="utf-8")
    (here / "qms.yaml").write_text("- broken\n", encoding="utf-8")

    assert expected == qmsctl("check", "--rev", "v1", *_ON, at=here)


def test_revision_does_not_need_todays_configuration(here: Path) -> None:
    """A commit from before `qms.yaml` was spoiled can still be checked."""
    expected = qmsctl("check", "--rev", "v1", *_ON, at=here)
    (here / "qms.yaml").write_text("- broken\n", encoding="utf-8")
    office.commit(here, "Spoil", "2026-05-01")

    assert expected == qmsctl("check", "--rev", "v1", *_ON, at=here)


@pytest.mark.parametrize(
    "rev", ["nonsense", "2025-12-31", "2026-02-30", "--all", "HEAD:qms.yaml", "v1..main", ""]
)
def test_unknown_revision(here: Path, rev: str) -> None:
    """What is no commit, tag or day of the history is refused; the working tree does not stand in for it."""
    done = qmsctl("check", f"--rev={rev}", at=here)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, rev)


def test_day_of_the_check(here: Path) -> None:
    """`--on` asks what held on a day: before its approval nothing was in force."""
    before = qmsctl("check", "--on", "2026-01-31", at=here)
    after = qmsctl("check", "--on", "2026-02-01", at=here)

    assert "in force 0" in before.out
    assert "in force 1" in after.out


@pytest.mark.parametrize(
    ("day", "written"),
    [("31.1.2026", "2026-01-31"), ("1 lutego 2026", "2026-02-01"), ("1 May 2026", "2026-05-01")],
)
@pytest.mark.parametrize("option", ["--on", "--as-of"])
def test_day_as_people_write_it(here: Path, option: str, day: str, written: str) -> None:
    """A day may be written with dots, and with the name of its month."""
    assert qmsctl("check", option, day, at=here) == qmsctl("check", option, written, at=here)


@pytest.mark.parametrize("option", ["--on", "--as-of"])
def test_yesterday_is_of_the_calendar_of_the_organisation(here: Path, option: str) -> None:
    """On an island where the day begins last, yesterday is the day before that day."""
    settings = here / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    days = set()
    for zone in ("Etc/GMT+12", "Pacific/Kiritimati"):  # at any moment these two have different days
        settings.write_text(re.sub(r"(?m)^time_zone:.*$", f"time_zone: {zone}", text), encoding="utf-8")
        office.commit(here, f"Move to {zone}", "2026-06-01")
        done = qmsctl("check", option, "yesterday", at=here)
        assert done.status in (0, 1), done.err
        days.add(re.search(r"State of (.*?);", done.out).group(1))  # type: ignore[union-attr]
    assert len(days) == 2


@pytest.mark.parametrize("day", ["2026-02-30", "yestermorn", "31.02.2026", "", "٢٠٢٦-01-01"])
@pytest.mark.parametrize("option", ["--on", "--as-of"])
def test_impossible_day(here: Path, option: str, day: str) -> None:
    """What is no day of the calendar is refused."""
    done = qmsctl("check", f"{option}={day}", at=here)

    assert (2, "") == (done.status, done.out)
    _refused(done.err, day)


def test_fail_on(here: Path) -> None:
    """Warnings end with status 1 only if they are asked to."""
    statuses = [
        qmsctl("check", *_ON, "--fail-on", level, at=here).status for level in ("error", "warning", "note")
    ]

    assert [0, 1, 1] == statuses


def test_every_format_has_the_same_status(here: Path) -> None:
    """The format changes nothing about the status."""
    (here / "procedures/ps-09.yaml").write_text("- broken\n", encoding="utf-8")

    assert {1} == {qmsctl("check", *_ON, "--format", f, at=here).status for f in ("console", "plain", "json")}


def test_deleted_text_turns_clauses_red_in_every_format(here: Path) -> None:
    """A procedure without its text documents nothing, whichever format says so."""
    file = here / "procedures/ps-01.yaml"
    file.write_text(file.read_text(encoding="utf-8").partition("sections:")[0], encoding="utf-8")
    with Terminal("check", *_ON, at=here) as terminal:
        console = without_escapes(terminal.end().out)
    plain = qmsctl("check", *_ON, at=here)
    data = json.loads(qmsctl("check", *_ON, "--format", "json", at=here).out)

    for text in (console, plain.out):
        assert "only claimed: 7.5.1, 7.5.2, 9.2.1" in text
        assert "evidenced 0, documented 0" in " ".join(text.split())
    claimed = [clause["clause"] for clause in data["clauses"] if clause["level"] == "claimed"]
    assert ["7.5.1", "7.5.2", "9.2.1"] == claimed
    assert 1 == plain.status


# Nothing is written


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--format", "json", "--rev", "v1"),
        ("check", "--as-of", "2026-02-01", "--lang", "pl"),
        ("rules",),
        ("explain", "DOC001"),
        ("evidence", "add", "--audit", office.AUDIT, "--question", "Q1", "--result", "conforms", "--seen", "x",
         "--where", "y", "--dry-run"),
        ("evidence", "add", "--audit", office.AUDIT),
        ("init", "--dry-run", "--no-input"),
    ],
    ids=lambda words: " ".join(words[:3]),
)  # fmt: skip
def test_nothing_is_written(here: Path, words: tuple[str, ...]) -> None:
    """A command that reads changes no file, no folder, not the index, no time of change."""
    (here / "procedures/ps-02.md").touch()  # git would like to refresh its index now
    git("config", "core.fsmonitor", "touch owned; false", at=here)
    (here / "new.txt").write_text("staged", encoding="utf-8")
    git("add", "new.txt", at=here)
    listed = git("status", "--porcelain", at=here)
    before = state_of(here)

    qmsctl(*words, at=here)

    assert before == state_of(here)
    assert listed == git("status", "--porcelain", at=here)


def test_read_only_repository(here: Path) -> None:
    """A repository that nobody may write can be checked."""
    expected = qmsctl("check", *_ON, at=here)
    for folder, _, _ in os.walk(here):
        Path(folder).chmod(0o555)
    try:
        done = qmsctl("check", *_ON, at=here, before=unprivileged())
    finally:
        for folder, _, _ in os.walk(here):
            Path(folder).chmod(0o755)

    assert expected == done
