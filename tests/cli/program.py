"""Starts the real program as its users do: in a pipe, or in a terminal of a given width."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pty
import re
import select
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.cli.starting import Starter, communicate

__all__ = [
    "ENVIRONMENT",
    "NOBODY",
    "PROGRAM",
    "Outcome",
    "Terminal",
    "git",
    "qmsctl",
    "start",
    "state_of",
    "unprivileged",
    "without_escapes",
]

_CACHES = tempfile.TemporaryDirectory(prefix="qmsctl-caches-")
PROGRAM = (sys.executable, "-m", "qmsctl")
PATIENCE = 30.0
"""Seconds after which a program that does not answer is taken for stuck."""

ENVIRONMENT: Mapping[str, str] = {
    "PATH": os.environ.get("PATH", os.defpath),
    "HOME": "/nonexistent",
    "XDG_CACHE_HOME": _CACHES.name,
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "TERM": "xterm-256color",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONWARNINGS": "error",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann Example",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "Ann Example",
    "GIT_COMMITTER_EMAIL": "ann@example.org",
}
"""Nothing of the machine the tests run on but its programs."""

NOBODY: Mapping[str, str | None] = {
    f"GIT_{role}_{field}": None for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")
}
"""What takes away the name by which git knows who is working here."""

_STARTER = Starter("qmsctl", ENVIRONMENT)
start = _STARTER.start
"""Starts the program: `qmsctl(...)`, `Terminal(...)` and `Shell` of `shell.py` do it for tests."""

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Outcome:
    """What a call came to."""

    status: int
    out: str
    err: str

    @property
    def says(self) -> str:
        """Both streams."""
        return self.out + self.err


def qmsctl(
    *arguments: str | os.PathLike[str] | bytes,
    at: Path,
    sent: str | None = None,
    before: tuple[str, ...] = (),
    env: Mapping[str, str | None] | None = None,
) -> Outcome:
    """Run the program in the folder *at*, in a pipe.

    Args:
        arguments: of the command line.
        at: the current folder.
        sent: standard input; by default there is none.
        before: words that stand before the program: `setpriv` and its options.
        env: variables beside `ENVIRONMENT`; `None` takes one out.
    """
    variables = _environment(env or {})
    typed = b"" if sent is None else sent.encode("utf-8", "surrogateescape")
    if before:
        done = subprocess.run(
            [*before, *PROGRAM, *arguments],
            cwd=at, env=variables, input=typed, capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        status, streams = done.returncode, [done.stdout, done.stderr]
    else:
        status, *streams = communicate(lambda ends: start(arguments, at, variables, ends), typed, PATIENCE)
    out, err = (stream.decode("utf-8", "backslashreplace") for stream in streams)
    assert "Traceback" not in out
    assert "Traceback" not in err
    return Outcome(status, out, err)


def _environment(variables: Mapping[str, str | None]) -> dict[str, str]:
    chosen = {**ENVIRONMENT, **variables}
    return {name: value for name, value in chosen.items() if value is not None}


def git(*arguments: str, at: Path, env: Mapping[str, str | None] | None = None) -> str:
    """Run git in the folder *at* and return what it prints."""
    done = subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments],
        cwd=at,
        env=_environment({"GIT_OPTIONAL_LOCKS": "0", **(env or {})}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8", "backslashreplace")


def without_escapes(text: str) -> str:
    """Return *text* without the sequences that colour it."""
    return _ESCAPE.sub("", text)


class Terminal:
    """A terminal in which the program runs, and somebody who types."""

    def __init__(
        self,
        *arguments: str | os.PathLike[str],
        at: Path,
        columns: int = 80,
        env: Mapping[str, str | None] | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        # The program gets the terminal for its own, so that Ctrl-C reaches it.
        self._process = start(arguments, at, _environment(env or {}), (slave, slave, slave), terminal=True)
        os.close(slave)
        self._seen = b""
        self._read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def answer(self, question: str, line: str) -> None:
        """Wait until *question* is shown after what was answered last, and type *line*."""
        wanted = question.encode()
        while (at := self._seen.find(wanted, self._read)) < 0:
            assert self._more(), f"{question!r} is never asked:\n{self.shown}"
        self._read = at + len(wanted)
        os.write(self._master, line.encode() + b"\n")

    def press(self, question: str, key: bytes) -> None:
        """Wait until *question* is shown, and press one key."""
        while self._seen.find(question.encode(), self._read) < 0:
            assert self._more(), f"{question!r} is never asked:\n{self.shown}"
        self._until_it_waits()
        os.write(self._master, key)

    def _until_it_waits(self) -> None:
        """Wait until the program sleeps, as it does when a person is slow to type.

        Readline shows its prompt a moment before it waits for keys, and a Ctrl-C of that moment is not seen
        before the next key.
        """
        for _ in range(1000):
            if Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "S":
                return
            time.sleep(0.01)

    @property
    def shown(self) -> str:
        """Everything that was shown so far, as it was sent."""
        return self._seen.decode("utf-8", "backslashreplace").replace("\r\n", "\n")

    def kill(self) -> None:
        """Kill the program, as a power cut would."""
        self._process.kill()
        self._process.wait()

    def end(self) -> Outcome:
        """Wait for the end of the program; both streams are what the terminal showed."""
        while self._more():
            pass
        status = self._process.wait(PATIENCE)
        assert "Traceback" not in self.shown
        return Outcome(status, self.shown, self.shown)

    def _more(self) -> bool:
        """Read what comes next; return whether there was anything."""
        ready, _, _ = select.select([self._master], [], [], PATIENCE)
        assert ready, f"the program is stuck:\n{self.shown}"
        try:
            piece = os.read(self._master, 1 << 16)
        except OSError:  # the program has closed its end
            return False
        self._seen += piece
        return bool(piece)


def state_of(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return everything in *folder*, its `.git` included: kind, size, time of change and bytes."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        content = ""
        if stat.S_ISLNK(status.st_mode):
            content = str(path.readlink())
        elif stat.S_ISREG(status.st_mode):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        found[str(path.relative_to(folder))] = (status.st_mode, status.st_size, status.st_mtime_ns, content)
    return found


def unprivileged() -> tuple[str, ...]:
    """Return words that take from the superuser, under whom CI may run, the right to read everything."""
    if os.geteuid() != 0:
        return ()
    program = shutil.which("setpriv")
    assert program, "setpriv (util-linux) is needed to test unreadable files as the superuser"
    return (program, "--bounding-set", "-dac_override,-dac_read_search")
