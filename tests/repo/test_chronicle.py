"""A history that is given to git in one go is the one that single commits would have made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from qmsctl.repo.chronicle import Chronicle
from qmsctl.repo.recorder import Identity, Recorder, create_repository
from qmsctl.repo.writing import run_writing, writing_in

ANN = Identity("Ann Example", "ann@example.org")
ZOFIA = Identity("Zofia Żak", "zofia@example.org")
BEGIN = dt.datetime(2015, 1, 5, 9, 30, tzinfo=dt.UTC)
HISTORY = (
    (
        ANN,
        "Begin\n",
        {"a.yaml": b"one\n", "a/b.yaml": b"two\n", "a/c/d.yaml": b"three\n", "a.b": b"\x00\xff"},
    ),
    (ZOFIA, "Zażółć\n\ngęślą jaźń\n", {"a/c/d.yaml": b"", 'żółw "2".txt': "ż".encode(), "z/y/x.md": b"x"}),
    (ANN, "No line end", {"a/b.yaml": b"two again\n"}),
)
"""Who committed, what they said, and what they wrote."""


def one_by_one(folder: Path) -> list[str]:
    """Return the commits that the recorder makes of the history."""
    create_repository(folder, "main")
    recorder = Recorder(folder)
    made = []
    for number, (who, message, files) in enumerate(HISTORY):
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        made.append(recorder.commit(files, message, who=who, when=BEGIN + dt.timedelta(days=number)))
    return made


def test_commits_are_those_of_the_recorder(tmp_path: Path) -> None:
    """With the same ids, whether git is given them at once or in parts."""
    single, whole, parts = (tmp_path / name for name in ("single", "whole", "parts"))
    for folder in (single, whole, parts):
        folder.mkdir()
    known = one_by_one(single)
    at_once, by_parts = Chronicle(whole, "main"), Chronicle(parts, "main")
    made: dict[str, list[str]] = {"whole": [], "parts": []}
    for number, (who, message, files) in enumerate(HISTORY):
        when = BEGIN + dt.timedelta(days=number)
        made["whole"].append(at_once.commit(files, message, who, when))
        made["parts"].append(by_parts.commit(files, message, who, when))
        by_parts.write()
    at_once.finish()
    by_parts.finish()

    assert made == {"whole": known, "parts": known}
    for folder in (whole, parts):
        git = writing_in(folder)
        assert run_writing(git, "rev-parse", "HEAD") == known[-1]
        assert run_writing(git, "symbolic-ref", "HEAD") == "refs/heads/main"
        assert run_writing(git, "fsck", "--strict", "--full", "--no-progress") == ""
        assert run_writing(git, "diff-index", "--cached", "HEAD") == ""


def test_nothing_told_is_nothing_written(tmp_path: Path) -> None:
    """A second call gives git nothing again."""
    chronicle = Chronicle(tmp_path, "main")
    first = chronicle.commit({"a": b"1"}, "One\n", ANN, BEGIN)
    chronicle.write()
    chronicle.write()

    assert run_writing(writing_in(tmp_path), "rev-list", "--count", first) == "1"
