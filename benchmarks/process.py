"""Runs a program as a person would and says what the whole of it took."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self

__all__ = ["Figures", "Program", "observed"]

_MEGABYTE: Final = 1_000_000
_KIBIBYTE: Final = 1024
_COUNTING_GIT: Final = """\
#!/bin/sh
printf '%s\\n' "$*" >>"{log}"
exec "{git}" "$@"
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run took."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of processor time, user and system, of the process and all it waited for."""
    peak: float
    """Megabytes of the largest process among them, as the kernel reports it."""
    tree: float
    """Megabytes that all of them held at one moment, what several share counted once; 0 if nobody looked."""
    timed_out: bool


@dataclass(frozen=True, slots=True)
class Program:
    """A command, where it runs, and what goes in and out."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    stdin: Path | None = None
    stdout: Path | None = None
    """Where the output goes; nowhere by default."""
    stderr: Path | None = None
    accepted: frozenset[int] = field(default=frozenset({0}))
    """What it may end with."""

    def run(self, timeout: float | None = None, look_every: float | None = None) -> Figures:
        """Run it once.

        Args:
            timeout: seconds after which it is killed with all it started.
            look_every: seconds between two looks at the memory of all its processes.

        Raises:
            subprocess.CalledProcessError: it ended as it should not have.
        """
        started = time.perf_counter()
        with ExitStack() as stack:
            process = self._start(stack)
            if timeout is not None:
                timer = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL))
                stack.callback(timer.cancel)
                timer.start()
            watch = stack.enter_context(_Watch(process.pid, look_every)) if look_every else None
            try:
                _, ended, usage = os.wait4(process.pid, 0)
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)  # who interrupts the measuring means the measured too
                raise
            wall = time.perf_counter() - started
        process.returncode = status = os.waitstatus_to_exitcode(ended)
        timed_out = timeout is not None and status == -signal.SIGKILL
        if status not in self.accepted and not timed_out:
            raise subprocess.CalledProcessError(status, list(self.command))
        peak = usage.ru_maxrss * _KIBIBYTE / _MEGABYTE
        most = watch.most * _KIBIBYTE / _MEGABYTE if watch else 0.0
        return Figures(wall, usage.ru_utime + usage.ru_stime, peak, most, timed_out)

    def _start(self, stack: ExitStack) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdin=stack.enter_context(self.stdin.open("rb")) if self.stdin else subprocess.DEVNULL,
            stdout=stack.enter_context(self.stdout.open("wb")) if self.stdout else subprocess.DEVNULL,
            stderr=stack.enter_context(self.stderr.open("wb")) if self.stderr else None,
            start_new_session=True,
        )


class _Watch:
    """Adds up the memory of a tree of processes again and again, and keeps the most there ever was."""

    def __init__(self, pid: int, every: float) -> None:
        self.most = 0
        """Kibibytes."""
        self._pid: Final = pid
        self._every: Final = every
        self._over: Final = threading.Event()
        self._thread: Final = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(self._every):
            self.most = max(self.most, sum(_tree(self._pid)))


def _tree(pid: int, above: str = "") -> Iterator[int]:
    """Yield the kibibytes of *pid* and of all processes below it, as far as they can still be seen.

    A page that several processes hold counts for each of them with its share (`Pss` in proc(5)).
    """
    memory = _told(Path(f"/proc/{pid}/smaps_rollup"))
    addresses = memory.partition(" ")[0]
    if addresses and addresses == above:
        return  # about to become another program, it still borrows the memory of its parent
    share = _SHARE.search(memory)
    yield int(share[1]) if share else 0
    for child in _children(pid):
        yield from _tree(child, addresses)


def _children(pid: int) -> list[int]:
    """Return the processes that any thread of *pid* has started; none of one that is gone."""
    threads = Path(f"/proc/{pid}/task")
    try:
        files = [threads / name / "children" for name in os.listdir(threads)]  # noqa: PTH208 - the names are wanted
    except OSError:
        return []
    return [int(child) for file in files for child in _told(file).split()]


_SHARE: Final = re.compile(r"^Pss: +(\d+) kB$", re.MULTILINE)


def _told(file: Path) -> str:
    """Return what the kernel tells in *file*; nothing of a process that is gone."""
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""


_OFTEN: Final = 0.02
"""Seconds between two looks: each takes the kernel a few milliseconds."""


def observed(program: Program, scratch: Path) -> tuple[Figures, list[str]]:
    """Run *program* under observation: return what it took, with the memory of its tree, and its calls of git."""
    log, folder = scratch / "git-calls", scratch / "counting"
    folder.mkdir(exist_ok=True)
    log.write_bytes(b"")
    wrapper = folder / "git"
    wrapper.write_text(_COUNTING_GIT.format(log=log, git=shutil.which("git")), encoding="utf-8")
    wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    path = f"{folder}{os.pathsep}{program.environment['PATH']}"
    watched = replace(program, environment={**program.environment, "PATH": path})
    return watched.run(look_every=_OFTEN), log.read_text(encoding="utf-8").splitlines()
