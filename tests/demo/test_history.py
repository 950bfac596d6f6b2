"""The history of the demonstration: the same everywhere, sound, and made by six people."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from qmsctl.messages import LANGUAGES
from tests.demo.conftest import Opened

ROOT = Path(__file__).parent.parent.parent

CONFIGURATION = """\
[user]
    name = Somebody Else
    email = somebody@else.example
    signingKey = 0xDEADBEEF
[commit]
    gpgSign = true
    template = {folder}/template
    verbose = true
    cleanup = verbatim
[tag]
    gpgSign = true
[gpg]
    program = /bin/false
[core]
    autocrlf = true
    eol = crlf
    safecrlf = true
    fileMode = false
    hooksPath = {folder}/hooks
    attributesFile = {folder}/attributes
    excludesFile = {folder}/ignored
    commentChar = R
    abbrev = 4
[init]
    defaultBranch = x
    templateDir = {folder}/template-of-repositories
    defaultObjectFormat = sha256
[i18n]
    commitEncoding = ISO-8859-2
    logOutputEncoding = ISO-8859-2
[log]
    showSignature = true
[gc]
    auto = 1
"""


def hostile(folder: Path) -> Mapping[str, str]:
    """Return an environment in which git is set to everything that could change a commit."""
    folder.mkdir()
    (folder / "config").write_text(CONFIGURATION.format(folder=folder))
    (folder / "template").write_text("Reviewed-by:\n")
    (folder / "attributes").write_text("* text eol=crlf\n")
    (folder / "ignored").write_text("*.yaml\n*.csv\n")
    for hooks in ("hooks", "template-of-repositories/hooks"):
        (folder / hooks).mkdir(parents=True)
        for hook in ("pre-commit", "reference-transaction", "post-index-change"):
            (folder / hooks / hook).write_text("#!/bin/sh\nexit 1\n")
            (folder / hooks / hook).chmod(0o755)
    return {
        **os.environ,
        "GIT_CONFIG_GLOBAL": str(folder / "config"),
        "GIT_AUTHOR_NAME": "Somebody Else",
        "GIT_AUTHOR_EMAIL": "somebody@else.example",
        "GIT_AUTHOR_DATE": "2001-02-03T04:05:06Z",
        "GIT_COMMITTER_DATE": "2001-02-03T04:05:06Z",
        "GIT_DEFAULT_HASH": "sha256",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "pl_PL.ISO-8859-2",
        "LANG": "pl_PL.ISO-8859-2",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(ROOT),
    }


def git(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Return what git says about the repository in *folder*."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_commits_are_the_same_everywhere(demo: Opened, tmp_path: Path) -> None:
    """Settings of git, time zone, locale, umask and hash seed change no commit."""
    language = demo.demonstration.language
    folder = tmp_path / "demo"
    environment = hostile(tmp_path / "home")
    program = (
        "import os, pathlib, sys; os.umask(0o077); from qmsctl.demo import build;"
        "build(pathlib.Path(sys.argv[1]), sys.argv[2])"
    )
    subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", program, str(folder), language],
        env=environment,
        cwd=tmp_path,
        check=True,
    )

    assert git(folder, "rev-parse", "HEAD").strip() == demo.repository.head
    assert git(folder, "status", "--porcelain", environment=environment) == ""
    assert git(folder, "status", "--porcelain") == ""
    assert git(folder, "symbolic-ref", "HEAD").strip() == "refs/heads/main"


def test_repository_is_sound(demo: Opened) -> None:
    """Git finds nothing wrong, and nothing that is not committed."""
    folder = demo.demonstration.folder

    assert git(folder, "fsck", "--strict", "--full", "--no-progress") == ""
    assert git(folder, "status", "--porcelain", "--ignored") == ""


def test_six_people_made_it_in_two_years(demo: Opened) -> None:
    """Between autumn 2024 and the day on which it is looked at."""
    commits = demo.system.history.commits
    people = {demo.system.organisation.person_with(commit.author_email) for commit in commits}
    times = [commit.committed for commit in commits]

    assert len(commits) == demo.demonstration.commits
    assert 43 <= len(commits) <= 51
    assert len(people) == 6
    assert None not in people
    assert times == sorted(times)
    assert times[0].date() > dt.date(2024, 9, 1)
    assert times[-1].date() == demo.demonstration.day
    assert all(commit.committer_email == commit.author_email for commit in commits)


def test_commits_are_made_in_office_hours(demo: Opened) -> None:
    """On working days, between seven and four o'clock in UTC's neighbourhood."""
    for commit in demo.system.history.commits:
        assert commit.committed.weekday() < 5
        assert 5 <= commit.committed.hour <= 15


def test_records_are_recorded_by_who_committed_them(demo: Opened) -> None:
    """A record names the author of its commit, and the minutes before it."""
    for record in demo.system.qms.records:
        commit = demo.system.history.recorded(record.path)
        assert commit is not None
        assert record.fact.recorder.email == commit.author_email
        assert dt.timedelta(0) <= commit.committed - record.fact.recorded < dt.timedelta(minutes=30)


def test_both_languages_tell_the_same_story(both: tuple[Opened, ...]) -> None:
    """The same people did the same things at the same times."""
    told = [
        [
            (commit.author_email, commit.committed, len(commit.changes))
            for commit in opened.system.history.commits
        ]
        for opened in both
    ]
    answered = [
        {
            (record.fact.question.id, record.fact.result, record.fact.occurred)
            for record in opened.system.qms.evidence
            if record.fact.question
        }
        for opened in both
    ]

    assert len(both) == len(LANGUAGES)
    assert all(one == told[0] for one in told)
    assert all(one == answered[0] for one in answered)
