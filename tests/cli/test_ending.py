"""The end of the process: at once, and with everything written; these tests start Python as users do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import ENVIRONMENT, PROGRAM, qmsctl

QUIET = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONWARNINGS"}
"""The variables of somebody who does not ask Python for warnings: only then does the program end at once."""
END = """\
import atexit, sys
from qmsctl import __main__
atexit.register(print, "registered")
__main__.main = lambda: {main}
{before}
__main__.start()
"""


def _ended(main: str, *, before: str = "", options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run `start` with *main* in the place of the program."""
    return subprocess.run(
        [sys.executable, *options, "-c", END.format(main=main, before=before)],
        env=QUIET,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", [("check",), ("check", "--format", "json"), ("rules",), ("--nonsense",)])
def test_everything_is_written(pattern: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Output, errors and status are those of a process that ends in Python's own way."""
    here = office.copy(pattern, tmp_path / "office")
    slow = qmsctl(*words, at=here)

    done = subprocess.run(
        [*PROGRAM, *words], cwd=here, env=QUIET, capture_output=True, text=True, check=False
    )

    assert (slow.status, slow.out, slow.err) == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("options", [(), ("-X", "dev"), ("-W", "error")])
@pytest.mark.parametrize("status", [0, 1, 130])
def test_what_is_registered_runs_and_is_written(status: int, options: tuple[str, ...]) -> None:
    """What is registered for the end runs once, what nobody flushed is written, and the status is the program's."""
    done = _ended(f"print('unflushed', end=' ') or {status}", options=options)

    assert (done.returncode, done.stdout, done.stderr) == (status, "unflushed registered\n", "")


@pytest.mark.parametrize(("options", "ends_at_once"), [((), True), (("-X", "dev"), False)])
def test_nothing_is_taken_apart(options: tuple[str, ...], ends_at_once: bool) -> None:  # noqa: FBT001 - a table
    """What a module still holds is not freed one by one, unless somebody wants to hear what was left open."""
    held = "class Held:\n def __del__(self): print('freed')\nheld = Held()"

    assert ("freed" not in _ended("0", before=held, options=options).stdout) is ends_at_once


def test_an_output_without_room_is_complained_of() -> None:
    """What cannot be written at the very end is no success."""
    done = _ended("print('x') or 0", before="sys.stdout = open('/dev/full', 'w')")

    assert done.returncode == 120
    assert "No space left on device" in done.stderr
