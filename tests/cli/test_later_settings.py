"""What a moment from before there was a `qms.yaml` is told: by the settings of now where those read it, and said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adoption.repositories import FENCED, begin, put
from tests.cli.program import git, qmsctl

OLD = "docs/sops/SOP-001-purchasing.md"


def commit_on(at: Path, day: str, message: str) -> str:
    """Commit everything in *at* on *day*, and return the commit."""
    moment = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    git("add", "-A", at=at)
    git("commit", "-q", "-m", message, at=at, env=moment)
    return git("rev-parse", "HEAD", at=at).strip()


@pytest.fixture
def adopted(tmp_path: Path) -> Path:
    """Documents of January, changed in May, and adopted in June."""
    at = tmp_path / "office"
    at.mkdir()
    git("init", "-q", "-b", "main", at=at)
    put(at, FENCED)
    commit_on(at, "2026-01-20", "Keep procedures")
    put(at, {OLD: FENCED[OLD].replace('version: "1.0"', 'version: "1.1"')})
    commit_on(at, "2026-05-10", "Revise one")
    assert qmsctl("adopt", "--yes", "--organisation", "Office", at=at).status == 0
    commit_on(at, "2026-06-01", "Adopt them")
    return at


@pytest.mark.parametrize(
    "words", [("--as-of", "2026-02-01"), ("--rev", "2026-02-01", "--on", "2026-02-01"), ("--rev", "HEAD~2")]
)
def test_documents_are_read_as_they_were_by_the_settings_of_now(
    adopted: Path, words: tuple[str, ...]
) -> None:
    """The register of February has the revision of then; that February had no settings is said, with since when there are."""
    done = qmsctl("register", *words, "--lang", "en", at=adopted)

    assert done.status == 0
    (row,) = (line for line in done.out.splitlines() if line.startswith("SOP-001"))
    assert row.split(" | ")[4] == "1.0"
    since, old = (git("rev-parse", "--short=10", name, at=adopted).strip() for name in ("HEAD", "HEAD~2"))
    said = " ".join(done.err.split())
    assert f"Commit {old} has no qms.yaml: the repository has one since commit {since}, 1 June 2026." in said
    assert "What it holds is read by the settings of now." in said
    polish = " ".join(qmsctl("register", *words, "--lang", "pl", at=adopted).err.split())
    assert f"jest w repozytorium od commitu {since}, 1 czerwca 2026 r." in polish
    assert "odczytano według obecnych ustawień" in polish


@pytest.mark.parametrize(
    "command", [("check",), ("status",), ("history", "SOP-001"), ("why", "SOP-001"), ("due",)]
)
def test_every_question_about_the_past_is_answered_so(adopted: Path, command: tuple[str, ...]) -> None:
    """It is said every time, also when the answer is known from before."""
    for _ in range(2):
        done = qmsctl(*command, "--as-of", "2026-02-01", "--lang", "en", at=adopted)
        assert done.status in (0, 1), done.err
        assert "is read by the settings of now" in " ".join(done.err.split())
        assert "SOP-001" in done.out or command == ("due",)


def test_nothing_is_said_of_a_moment_that_had_settings(adopted: Path) -> None:
    """Neither of now, nor of a commit with a `qms.yaml`, nor of a day that is looked at with the files of now."""
    for words in ((), ("--rev", "HEAD"), ("--as-of", "2026-06-02"), ("--on", "2026-02-01")):
        done = qmsctl("register", *words, "--lang", "en", at=adopted)
        assert done.status == 0
        assert "settings of now" not in " ".join(done.err.split())


def test_where_nothing_was_adopted_the_message_says_since_when_there_are_settings(tmp_path: Path) -> None:
    """`init` is no answer to a question about the past; a later day, or the files of now, are."""
    at = begin(tmp_path / "r", {"README.md": "# Office\n"})
    put(at, {"qms.yaml": "qms: '1'\norganisation: {name: X}\neditions: ['iso9001:2015']\n"})
    git("add", "-A", at=at)
    git("commit", "-qm", "Begin", at=at)
    since, old = (git("rev-parse", "--short=10", name, at=at).strip() for name in ("HEAD", "HEAD~1"))

    done = qmsctl("register", "--rev", "HEAD~1", "--lang", "en", at=at)

    said = " ".join(done.err.split())
    assert (done.status, done.out) == (2, "")
    assert f"commit {old} has no qms.yaml: the repository has one since commit {since}" in said
    assert "Next: ask about a day from then on: --as-of 20" in said
    assert "--on DAY" in said
    assert "init" not in said
    polish = " ".join(qmsctl("register", "--rev", "HEAD~1", "--lang", "pl", at=at).err.split())
    assert f"w commicie {old} nie ma qms.yaml" in polish


def test_a_repository_that_never_had_settings_is_told_how_to_begin(tmp_path: Path) -> None:
    """Then `init` is the next step as ever."""
    at = begin(tmp_path / "r", {"README.md": "# Office\n"})
    done = qmsctl("register", "--rev", "HEAD", "--lang", "en", at=at)
    assert done.status == 2
    assert "run qmsctl init" in " ".join(done.err.split())


def test_in_a_shallow_clone_since_when_there_are_settings_cannot_be_established(
    adopted: Path, tmp_path: Path
) -> None:
    """The commit at which the clone was cut off seems to bring `qms.yaml`, and is not said to."""
    put(adopted, {"docs/note.txt": "Later.\n"})
    commit_on(adopted, "2026-07-01", "Later")
    old = git("rev-parse", "HEAD~3", at=adopted).strip()
    git("config", "uploadpack.allowAnySHA1InWant", "true", at=adopted)
    git("clone", "-q", "--depth", "1", adopted.as_uri(), "shallow", at=tmp_path)
    at = tmp_path / "shallow"
    git("fetch", "-q", "--depth", "1", "origin", old, at=at)

    done = qmsctl("register", "--rev", old, "--lang", "en", at=at)
    polish = qmsctl("register", "--rev", old, "--lang", "pl", at=at)

    said = " ".join(done.err.split())
    assert "SOP-001" in done.out
    assert "1 July 2026" not in said
    assert (
        f"Commit {old[:10]} has no qms.yaml; since when the repository has one cannot be established,"
        " because the beginning of the history is missing. What it holds is read by the settings of now."
        " Next: fetch the whole history: git fetch --unshallow"
    ) in said
    assert "nie można ustalić, od kiedy jest w repozytorium" in " ".join(polish.err.split())

    settings = at / "qms.yaml"
    settings.write_text("qms: '1'\norganisation: {name: X}\neditions: ['iso9001:2015']\n")
    git("commit", "-q", "-a", "-m", "No kinds", "--amend", at=at)
    refused = qmsctl("register", "--rev", old, "--lang", "en", at=at)
    assert refused.status == 2
    assert "since when the repository has one cannot be established" in " ".join(refused.err.split())
    assert "--as-of" not in refused.err
