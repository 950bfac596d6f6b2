"""Starts processes of the program: really, or by forking one that has imported it already.

Either way the program runs in a process of its own, with its own streams, folder, variables, signals
and status; `tests/cli/test_starting.py` compares the two.
`QMSCTL_TESTS_START=really` makes every start a real one.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import selectors
import signal
import socket
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

__all__ = ["FRESH", "FRESH_FAMILIES", "ZYGOTE", "Process", "Starter", "communicate", "fresh"]

ZYGOTE = Path(__file__).with_name("zygote.py")
SEEDS = 2
"""How many processes fork in turn: each has another seed for hashes, as two starts of Python have."""

LOCALE = ("LANG", "LC_")
OFTEN = 10
"""How many calls in another locale are really started before processes are kept for it, too."""

FRESH = ("LANG", "LOCPATH", "PATH", "_TYPER_STANDARD_TRACEBACK", "TYPER_USE_RICH", "GLIBC_TUNABLES")
FRESH_FAMILIES = ("PYTHON", "_PYTHON", "LC_", "LD_", "MALLOC_", "GIT_PYTHON_")
"""Names of variables, and how names begin, that are read at the start or while modules are imported.

A call that has another value for one of them is really started.
"""

_NUMBER = struct.Struct("=q")  # as in the zygote
_LOGIN = "import os, sys; os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])"


class Process(Protocol):
    """A process that was started, whichever way: what of `subprocess.Popen` the tests need."""

    @property
    def pid(self) -> int:
        """Its number."""

    def poll(self) -> int | None:
        """Return the status if the process has ended."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the status: the signal's negative number if one ended it."""

    def kill(self) -> None:
        """End the process at once."""


class _Forked:
    """A process that a zygote forked and reports on."""

    def __init__(self, zygote: socket.socket, call: bytes, streams: Sequence[int]) -> None:
        self._line, far = socket.socketpair()
        with far:
            socket.send_fds(zygote, [b"!"], [*streams, far.fileno()])
        self._line.sendall(_NUMBER.pack(len(call)) + call)
        self._heard = b""
        self._status: int | None = None
        self.pid = self._number(None)

    def poll(self) -> int | None:
        """Return the status if the process has ended."""
        try:
            return self.wait(0)
        except TimeoutError:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the status: the signal's negative number if one ended it."""
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(self._number(timeout))
            self._line.close()
        return self._status

    def kill(self) -> None:
        """End the process at once."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _number(self, timeout: float | None) -> int:
        self._line.settimeout(timeout or (None if timeout is None else 1e-6))
        while len(self._heard) < _NUMBER.size:
            piece = self._line.recv(_NUMBER.size - len(self._heard))
            if not piece:
                message = "the process that forks the program has ended"
                raise RuntimeError(message)
            self._heard += piece
        (number,) = _NUMBER.unpack(self._heard)
        self._heard = b""
        return int(number)


class Starter:
    """Starts the program: forks it where nobody could tell the difference, and really starts it elsewhere."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        """Remember the module that Python runs as the program, and the usual variables."""
        self._module = module
        self._environment = environment
        self._user = os.geteuid()
        self._zygotes: list[socket.socket] = []
        self._turn = 0
        self._asked: Counter[frozenset[tuple[str, str]]] = Counter()
        self._others: dict[frozenset[tuple[str, str]], Starter] = {}

    def start(
        self,
        arguments: Sequence[str | bytes | os.PathLike[str]],
        at: Path,
        variables: Mapping[str, str],
        streams: tuple[int, int, int],
        *,
        terminal: bool = False,
    ) -> Process:
        """Start the program in the folder *at*; in a *terminal*, it owns the one that is its input."""
        if self.may_fork(variables):
            return self._fork(arguments, at, variables, streams, terminal=terminal)
        if other := self._other(variables):
            return other.start(arguments, at, variables, streams, terminal=terminal)
        before = (sys.executable, "-c", _LOGIN) if terminal else ()
        stdin, stdout, stderr = streams
        return subprocess.Popen(
            [*before, sys.executable, "-m", self._module, *arguments],
            cwd=at,
            env=variables,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )

    def may_fork(self, variables: Mapping[str, str]) -> bool:
        """Return whether everything that a start reads is as it was when the zygotes started."""
        return (
            os.environ.get("QMSCTL_TESTS_START") != "really"
            and os.geteuid() == self._user
            and fresh(variables) == fresh(self._environment)
        )

    def _other(self, variables: Mapping[str, str]) -> Starter | None:
        """Return what forks in another locale, once many calls asked for the very same one.

        Where `LC_ALL` does not stand, Python may set `LC_CTYPE` by itself when it starts.
        """
        others = {name: value for name, value in variables.items() if not name.startswith(LOCALE)}
        usual = {name: value for name, value in self._environment.items() if name.startswith(LOCALE)}
        if "LC_ALL" not in variables or not self.may_fork(others | usual):
            return None
        read = frozenset((name, value) for name, value in variables.items() if name.startswith(LOCALE))
        self._asked[read] += 1
        if self._asked[read] > OFTEN and read not in self._others:
            self._others[read] = Starter(self._module, variables)
        return self._others.get(read)

    def _fork(
        self,
        arguments: Sequence[str | bytes | os.PathLike[str]],
        at: Path,
        variables: Mapping[str, str],
        streams: Sequence[int],
        *,
        terminal: bool,
    ) -> Process:
        umask = os.umask(0)
        os.umask(umask)
        call = {
            "arguments": [os.fsdecode(argument) for argument in arguments],
            "folder": str(at.absolute()),
            "variables": dict(variables),
            "module": self._module,
            "umask": umask,
            "terminal": terminal,
        }
        return _Forked(self._zygote(), json.dumps(call).encode(), streams)

    def _zygote(self) -> socket.socket:
        """Return the socket of the one whose turn it is."""
        self._turn = (self._turn + 1) % SEEDS
        while len(self._zygotes) < SEEDS:
            near, far = socket.socketpair()
            with far:
                started = subprocess.Popen(
                    [sys.executable, ZYGOTE, str(far.fileno())],
                    env=dict(self._environment),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[far.fileno()],
                )
            atexit.register(_end, started, near)
            self._zygotes.append(near)
        return self._zygotes[self._turn]


def fresh(variables: Mapping[str, str]) -> dict[str, str]:
    """Return those of the *variables* that only a real start reads."""
    return {
        name: value for name, value in variables.items() if name in FRESH or name.startswith(FRESH_FAMILIES)
    }


def _end(zygote: subprocess.Popen[bytes], line: socket.socket) -> None:
    """Let a zygote see that no more calls come, and wait until it is gone."""
    line.close()
    zygote.wait()


def communicate(
    start: Callable[[tuple[int, int, int]], Process], sent: bytes, patience: float
) -> tuple[int, bytes, bytes]:
    """Start a process between pipes, send it *sent*, and return its status and what it wrote."""
    (stdin, to), (out, stdout), (err, stderr) = os.pipe(), os.pipe(), os.pipe()
    try:
        process = start((stdin, stdout, stderr))
    finally:
        for end in (stdin, stdout, stderr):
            os.close(end)
    until = time.monotonic() + patience
    written: dict[int, bytes] = {out: b"", err: b""}
    with selectors.DefaultSelector() as ends:
        ends.register(to, selectors.EVENT_WRITE)
        ends.register(out, selectors.EVENT_READ)
        ends.register(err, selectors.EVENT_READ)
        while ends.get_map():
            ready = ends.select(max(until - time.monotonic(), 0))
            if not ready:
                process.kill()
                process.wait()
                raise TimeoutError(patience)
            for key, _ in ready:
                if key.fd == to:
                    sent = _write(to, sent)
                    ended = not sent
                else:
                    piece = os.read(key.fd, 1 << 16)
                    written[key.fd] += piece
                    ended = not piece
                if ended:
                    ends.unregister(key.fd)
                    os.close(key.fd)
    return process.wait(patience), written[out], written[err]


def _write(file: int, content: bytes) -> bytes:
    """Write the beginning of *content* into a pipe, and return what is left for later."""
    try:
        return content[os.write(file, content[: select.PIPE_BUF]) :]
    except BrokenPipeError:  # the program reads no more
        return b""
