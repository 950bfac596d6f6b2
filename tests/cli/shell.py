"""Types commands in a shell that finds the program in its `PATH`, as readers of the documentation do.

What the shell finds there is `handing_over.py`: this process then starts the program in its place, with its words,
folder, variables and streams, in the way that `tests/cli/starting.py` chooses.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.cli.program import ENVIRONMENT, start
from tests.cli.starting import Process, fresh

_HANDS_OVER = Path(__file__).with_name("handing_over.py")


class Shell:
    """A shell in which `qmsctl` can be typed, with no terminal; use it in `with`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="qmsctl-shell-")
        program = Path(self._folder.name, "qmsctl")
        text = _HANDS_OVER.read_text(encoding="utf-8")
        program.write_text(f"#!{sys.executable} -IS\n{text}", encoding="utf-8")
        program.chmod(0o755)
        self._calls = socket.socket(socket.AF_UNIX)
        self._calls.bind(f"{self._folder.name}/socket")
        self._calls.listen()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._calls.shutdown(socket.SHUT_RDWR)
        self._listener.join()
        self._calls.close()
        self._folder.cleanup()

    def type(self, command: str, folder: Path, variables: Mapping[str, str]) -> list[str]:
        """Type *command* in *folder*, and return the lines of both streams.

        *variables* are all that the shell has; but what the start of Python reads is as usual, with the program
        in the path.
        """
        own = {name: value for name, value in variables.items() if name not in fresh(variables)}
        path = os.pathsep.join((self._folder.name, ENVIRONMENT["PATH"]))
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env={**own, **fresh(ENVIRONMENT), "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.stdout.decode().splitlines()

    def _listen(self) -> None:
        """Start the program for every call that comes, until none can come any more; several may run at once."""
        while True:
            try:
                line, _ = self._calls.accept()
            except OSError:
                return
            process = self._start(line)
            threading.Thread(target=_answer, args=(line, process)).start()

    def _start(self, line: socket.socket) -> Process:
        """Start the program with what it is called with on *line*; its path is without the folder of the call."""
        _, streams, _, _ = socket.recv_fds(line, 1, 3)
        with ExitStack() as closed:
            for stream in streams:
                closed.callback(os.close, stream)
            with line.makefile("rb") as sent:
                call = json.loads(sent.read())
            variables = call["variables"]
            variables["PATH"] = variables["PATH"].removeprefix(self._folder.name + os.pathsep)
            stdin, stdout, stderr = streams
            return start(call["words"], Path(call["folder"]), variables, (stdin, stdout, stderr))


def _answer(line: socket.socket, process: Process) -> None:
    """Say on *line* how *process* ends."""
    with line:
        line.sendall(b"%d" % process.wait())
