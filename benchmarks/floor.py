"""The least that reading a repository takes: git and libyaml by themselves, on the same data."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from benchmarks.process import Program

__all__ = ["EVENTS", "LIBYAML", "START", "SUMMANDS", "floor_programs"]

GIT_LOG: Final = "`git log --raw` over the history"
GIT_BLOBS: Final = "`git cat-file --batch` over the documents' historical blobs"
LIBYAML: Final = "libyaml over the files, with the start of Python"
EVENTS: Final = "the same with PyYAML's events instead of libyaml alone"
START: Final = "start of Python alone"
SUMMANDS: Final = (GIT_LOG, GIT_BLOBS, LIBYAML)
"""What the floor is the sum of.  The start of the interpreter is in the pass of libyaml."""

_LOG: Final = (
    "git", "-c", "core.commitGraph=false", "log", "--topo-order", "--reverse", "--raw", "-z", "--no-abbrev",
    "--no-renames", "--root", "--diff-merges=first-parent", "--no-ext-diff", "--no-textconv", "--no-notes",
    "--format=%H%x00%P%x00%at%x00%ct%x00%an%x00%ae%x00%cn%x00%ce%x00%B", "HEAD",
)  # fmt: skip
"""What qmsctl asks git for the history."""
_DOCUMENT: Final = re.compile(
    rb"(?:procedures|checklists|programmes)/.*\.(?:yaml|md)|audits/[^/]*/audit\.yaml"
)
_CHANGE: Final = re.compile(rb":\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [A-Z]")


def floor_programs(folder: Path, environment: dict[str, str], scratch: Path) -> dict[str, Program]:
    """Return the programs whose times are the floor of the repository in *folder*, and two beside them.

    Args:
        folder: the repository.
        environment: what the programs run in.
        scratch: takes the list of blobs.
    """
    blobs = scratch / "blobs"
    with blobs.open("wb") as file:
        file.writelines(name + b"\n" for name in _historical_blobs(folder, environment))
    libyaml = Path(__file__).with_name("libyaml_pass.py")
    batch = ("git", "cat-file", "--batch", "--buffer")
    return {
        GIT_LOG: Program(_LOG, folder, environment),
        GIT_BLOBS: Program(batch, folder, environment, stdin=blobs),
        LIBYAML: Program((sys.executable, str(libyaml), str(folder), "raw"), folder, environment),
        EVENTS: Program((sys.executable, str(libyaml), str(folder), "events"), folder, environment),
        START: Program((sys.executable, "-c", "pass"), folder, environment),
    }


def _historical_blobs(folder: Path, environment: dict[str, str]) -> Iterator[bytes]:
    """Yield git's names of every content a document ever had, each once, in the order of the history.

    They are taken from a stream: the kernel counts the memory of whoever starts a process as that
    of the process too, so whoever measures must stay small.
    """
    seen: set[bytes] = set()
    with subprocess.Popen(_LOG, cwd=folder, env=environment, stdout=subprocess.PIPE) as log:
        fields = _fields(log.stdout) if log.stdout else iter(())
        for field in fields:
            change = _CHANGE.fullmatch(field.lstrip(b"\n"))
            if change is None:
                continue
            path, name = next(fields), change[1]
            if _DOCUMENT.fullmatch(path) and name.strip(b"0") and name not in seen:
                seen.add(name)
                yield name


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands between the NULs of *stream*."""
    rest = b""
    while block := stream.read(1 << 16):
        *whole, rest = (rest + block).split(b"\0")
        yield from whole
    yield rest
