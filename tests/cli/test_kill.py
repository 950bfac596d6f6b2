"""A process that is killed while it records leaves each record whole or absent, and the next command works.

A few writes are tried each time; `QMSCTL_TESTS_LONG=yes ./test tests/cli/test_kill.py` tries every one of them.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests import LONG
from tests.cli import office
from tests.cli.killing import killed_at, points_of
from tests.cli.program import ENVIRONMENT, PROGRAM, Outcome, Terminal, git, qmsctl

_ANSWERS = """\
answers:
  - {question: Q1, result: conforms, seen: The list of documents, where: Folder procedures, attachments: list.txt}
  - {question: Q2, result: not_audited, reason: The officer was ill.}
"""
_CONDUCT = ("audit", "conduct", office.AUDIT, "--answers", "answers.yaml")
_FEW = 6


def _chosen(points: int) -> Sequence[int]:
    """Return the writes at which the process is killed: all of them, or a few spread over the whole."""
    if LONG:
        return range(1, points + 1)
    return sorted({1 + round(step * (points - 1) / (_FEW - 1)) for step in range(_FEW)})


def _prepared(pattern: Path, to: Path) -> Path:
    here = office.copy(pattern, to)
    (here / "answers.yaml").write_text(_ANSWERS, encoding="utf-8")
    (here / "list.txt").write_text("PS-01\n" * 1000, encoding="utf-8")
    return here


def _records(here: Path) -> list[Path]:
    """Return the records of the open audit that are in the tree; each is whole."""
    found = sorted(here.glob("audits/aud-2026-01-*/evidence/*.yaml"))
    for path in found:
        source = read_yaml(path.name, path.read_bytes())
        assert isinstance(source, Source)
        assert source.value("recorder", "email")  # the last line of it
    return found


def test_killed_at_a_write(pattern: Path, tmp_path: Path) -> None:
    """Whatever was written is whole; git is in order; the same command records what is missing, once."""
    counting = tmp_path / "counting"
    counting.mkdir()
    points = points_of(*_CONDUCT, at=_prepared(pattern, tmp_path / "whole"), folder=counting)
    assert points > 20

    for point in _chosen(points):
        here = _prepared(pattern, tmp_path / f"killed-{point}")
        killed_at(point, *_CONDUCT, at=here, folder=counting)
        left = _records(here)
        assert len(left) <= 2
        git("fsck", "--no-dangling", at=here)

        again = _until_free(here)

        # What the killed process wrote is recorded now, or the same answers are.
        assert again.status == 0, f"killed at {point}: {again.err}"
        assert len(_records(here)) == 2
        assert set(left) <= set(_records(here))
        waiting = git("status", "--porcelain", "--untracked-files=all", at=here).splitlines()
        assert {"?? answers.yaml", "?? list.txt"} == {line for line in waiting if not line.endswith(".part")}
        problems = json.loads(qmsctl("check", "--format", "json", at=here).out)["problems"]
        assert not {"unrecorded-record", "contested-answer"}.intersection(one["slug"] for one in problems)


def _until_free(here: Path) -> Outcome:
    """Record again: first what was left, then the answers; a git that outlived its parent may still be at work."""
    time.sleep(0.1)
    left = qmsctl("audit", "minutes", office.AUDIT, "opening", "--present", "auditor", "--no-input", at=here)
    assert left.status == 0, left.err
    return qmsctl(*_CONDUCT, at=here)


def test_killed_while_an_answer_is_typed(here: Path) -> None:
    """At most the answer being typed is lost."""
    with Terminal("audit", "conduct", office.AUDIT, at=here) as terminal:
        terminal.answer("Begin all the same", "yes")
        terminal.answer("? help)", "n")
        terminal.answer("Reason", "Not in this year.")
        terminal.answer("Enter saves, a letter adds: ", "")
        terminal.press("Question 2 of 3: Q2", b"")
        terminal.answer("? help)", "c")
        terminal.press("What was looked at", b"half a sent")
        terminal.kill()

    assert len(_records(here)) == 1
    assert git("status", "--porcelain", at=here) == ""
    with Terminal("audit", "conduct", office.AUDIT, at=here) as terminal:
        terminal.press("Question 2 of 3: Q2", b"")
        terminal.answer("? help)", "q")
        assert terminal.end().status == 0


@pytest.mark.skipif(not LONG, reason="a long run, on request")
def test_killed_again_and_again_at_any_moment(pattern: Path, tmp_path: Path) -> None:
    """Processes killed after a random while, with their git, lose nothing that was said to be recorded."""
    for seed in range(40):
        here = _prepared(pattern, tmp_path / f"random-{seed}")
        process = subprocess.Popen(
            [*PROGRAM, *_CONDUCT], cwd=here, env=dict(ENVIRONMENT), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        time.sleep(random.Random(seed).uniform(0.2, 1.0))  # noqa: S311 - it decides when, and guards nothing
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        _records(here)
        for lock in (*here.glob(".git/*.lock"), *here.glob(".git/refs/heads/*.lock")):
            lock.unlink()  # of a git that was killed: the message of the next command names it
        assert _until_free(here).status == 0
        assert len(_records(here)) == 2
