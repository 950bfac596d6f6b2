"""Work that is done beside, in a second process, where the machine has a second processor for it.

It saves time and nothing else: what nobody did beside, whoever needs it does.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Final
from weakref import finalize

__all__ = ["Beside"]

_START: Final = "import sys; sys.path.append(sys.argv[1]); import qmsctl.beside as b; b.serve(sys.argv[2])"
_PACKAGES: Final = Path(__file__).parent.parent
_PIECE: Final = 1 << 20
"""Bytes that are written at once."""


class Beside:
    """A text that a second process works out, out of what it is sent.

    It is another Python with the modules of this one, which reads and writes nothing else.
    It is ended with this process, or when nobody can ask for its text any more.
    """

    def __init__(self, function: str, sent: Iterable[bytes]) -> None:
        """Begin; whatever keeps it from being done is no fault, and `result` says that there is nothing.

        Args:
            function: `module:function` of qmsctl; it takes a stream of what was *sent* and returns a text in ASCII.
            sent: is written for it; it begins when all of it is.
        """
        self._text: str | None = None
        self._begun: Final = _begun(function, sent) if _has_room() else None
        self._end: Final = finalize(self, _ended, self._begun)

    def result(self) -> str | None:
        """Wait for the text and return it; `None`: nobody worked it out, or not to its end."""
        if self._end.detach() is not None and self._begun is not None:  # it was not asked before
            process, output = self._begun
            with output:
                if process.wait() == 0:
                    output.seek(0)
                    self._text = output.read().decode("ascii")
        return self._text


def _has_room() -> bool:
    """Return whether there is a Python to start, and a processor for it."""
    return bool(sys.executable) and not getattr(sys, "frozen", False) and _processors() > 1


def _processors() -> int:
    """Return on how many processors this process may run."""
    allowed = getattr(os, "sched_getaffinity", None)  # not every system can tell
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _begun(function: str, sent: Iterable[bytes]) -> tuple[subprocess.Popen[bytes], IO[bytes]] | None:
    """Start the second process, and return it with the file of its text; `None` if it cannot be started."""
    # -P: the folder in which it is started may belong to anybody, and no module is taken from there.
    command = [sys.executable, "-P", "-c", _START, str(_PACKAGES), function]
    try:
        with tempfile.TemporaryFile(buffering=_PIECE) as given:
            given.writelines(sent)
            given.seek(0)
            with ExitStack() as stack:
                output = stack.enter_context(tempfile.TemporaryFile())
                process = subprocess.Popen(  # noqa: S603 - the Python that runs this
                    command, stdin=given, stdout=output, stderr=subprocess.DEVNULL, cwd=_PACKAGES
                )
                stack.pop_all()  # it is closed with the process
                return process, output
    except OSError:
        return None


def _ended(begun: tuple[subprocess.Popen[bytes], IO[bytes]] | None) -> None:
    """End the second process, for whose text nobody waits."""
    if begun is not None:
        process, output = begun
        output.close()
        with suppress(OSError):
            process.kill()
        process.wait()


def serve(function: str) -> None:
    """Do what `function` names, in the second process: what it raises is raised again where it is done in its place."""
    gc.disable()  # as in the first
    module, _, name = function.partition(":")
    work: Callable[[IO[bytes]], str] = getattr(import_module(module), name)
    sys.stdout.buffer.write(work(sys.stdin.buffer).encode("ascii"))
    sys.stdout.flush()
    os._exit(0)  # what it holds in its memory need not be freed one by one
