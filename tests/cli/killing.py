"""Kills the program at the moment of a write: as a power cut would, but at a place that can be named.

A module that Python loads by itself at its start counts what is about to be written, and kills the
process at the number it is told.  Nothing of this is in the program.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.cli.program import ENVIRONMENT, PROGRAM

__all__ = ["killed_at", "points_of"]

_AT_START = """\
import os, signal, subprocess, tempfile

_count = 0
_writing = {"hash-object", "read-tree", "update-index", "write-tree", "commit-tree", "update-ref"}


def _point():
    global _count
    _count += 1
    if _count == int(os.environ["KILL_AT"]):
        os.kill(os.getpid(), signal.SIGKILL)


def _wrapped(function):
    def call(*arguments, **named):
        _point()
        return function(*arguments, **named)

    return call


for _name in ("replace", "rename", "link", "unlink", "fsync", "mkdir", "rmdir", "chmod"):
    setattr(os, _name, _wrapped(getattr(os, _name)))
tempfile.mkstemp = _wrapped(tempfile.mkstemp)


class _Popen(subprocess.Popen):
    def __init__(self, command, *arguments, **named):
        writes = not isinstance(command, str) and _writing.intersection(command)
        if writes:
            _point()
        super().__init__(command, *arguments, **named)
        if writes:
            _point()


subprocess.Popen = _Popen


def _tell():
    if os.environ.get("KILL_COUNT"):
        with open(os.environ["KILL_COUNT"], "w") as stream:
            stream.write(str(_count))


import atexit

atexit.register(_tell)
"""


def points_of(*arguments: str, at: Path, folder: Path) -> int:
    """Return how many writes the program makes when nothing stops it.

    Args:
        arguments: of the command line.
        at: the current folder.
        folder: where to put what counts.
    """
    told = folder / "count"
    done = _run(arguments, at, folder, {"KILL_AT": "0", "KILL_COUNT": str(told)})
    assert done == 0
    return int(told.read_text(encoding="ascii"))


def killed_at(point: int, *arguments: str, at: Path, folder: Path) -> None:
    """Run the program and kill it at the write number *point*."""
    done = _run(arguments, at, folder, {"KILL_AT": str(point)})
    assert done == -9, f"write {point} never came"


def _run(arguments: tuple[str, ...], at: Path, folder: Path, env: Mapping[str, str]) -> int:
    (folder / "sitecustomize.py").write_text(_AT_START, encoding="utf-8")
    done = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=at,
        env={**ENVIRONMENT, **env, "PYTHONPATH": os.pathsep.join((str(folder), str(Path.cwd())))},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode
