"""A process that has imported the program, and forks a new process for every call of it.

Tests start the program thousands of times, and most of a start is importing, and making what the program
makes once out of its own files and keeps.  This script does both once, runs nothing, and waits.  For every
call it forks; the child takes over the streams, the current folder, the variables, the mask of new files and
the arguments of the call, and then does what `python -m qmsctl` does.  Nothing of the program is replaced,
and its status is its own.

It is a script and no module of the tests: nothing of theirs may be in the program's process.
`tests/cli/starting.py` is the other side, and says for which calls this start is as good as a real one.
"""

# ruff: noqa: SLF001 - what the program and Python keep to themselves has no public names

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import struct
import sys
import threading
import time
from typing import Any

import qmsctl
from qmsctl import cache, messages, standards
from qmsctl.control import untestable
from qmsctl.model import authority, organisation, plain, reading, rule_settings, schema
from qmsctl.render import page, paper_html

NUMBER = struct.Struct("=q")
"""How numbers cross the socket: the length of a call, the id of the process, how it ended."""

_LATE = (
    "git", "jinja2.ext", "markdown_it", "pydantic.dataclasses", "pydantic.main", "pydantic.types",
    "pydantic.type_adapter", "pydantic._internal._generate_schema", "typer._click.decorators",
)  # fmt: skip
"""What commands import only when they run, beside the modules of the program."""


def import_all() -> None:
    """Import what any command may need."""
    for module in pkgutil.walk_packages(qmsctl.__path__, "qmsctl."):
        if module.name != "qmsctl.__main__":  # it is what a call runs
            importlib.import_module(module.name)
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"  # as the program does before it imports GitPython
    for name in _LATE:
        importlib.import_module(name)


def prepare() -> None:
    """Let the program make what it makes once of its own files alone, and keeps: no call has a part in it."""
    for edition in standards.EDITIONS:
        standards.edition(edition)
    for fact in (*reading._STATED, organisation.Organisation, rule_settings.CheckEntry, authority.TrustFile):
        schema._adapter(fact)  # type: ignore[arg-type]  # classes are hashable
    for fact in (*reading._STATED, organisation.Organisation):
        plain._decoder(fact)  # type: ignore[arg-type]  # as above
    cache._build()
    for language in messages.LANGUAGES:
        messages.catalogue(language)
        untestable.sign_of_untestable(language)
        for template in ("diff", "pack-page"):
            page._shared_environment(language).get_template(f"{template}.html.j2")
        for template in (paper_html.TEMPLATE, paper_html.BLOCKS):
            paper_html._environment(language).get_template(template)


def serve(control: socket.socket) -> tuple[socket.socket, list[int]] | None:
    """Fork for every call that arrives; return the call in the child, and nothing when no more can come."""
    woken, wake = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 1 << 16)
            _report(running)
        if control.fileno() not in ready:
            continue
        word, files, _, _ = socket.recv_fds(control, 1, 4)
        if not word:
            return None
        caller = socket.socket(fileno=files.pop())
        child = os.fork()
        if not child:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for unneeded in (control, *running.values()):
                unneeded.close()
            return caller, files
        for file in files:
            os.close(file)
        running[child] = caller
        _send(caller, child)


def _report(running: dict[int, socket.socket]) -> None:
    """Tell every caller whose process has ended how it ended."""
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        caller = running.pop(child)
        _send(caller, status)
        caller.close()


def _send(caller: socket.socket, number: int) -> None:
    try:
        caller.sendall(NUMBER.pack(number))
    except OSError:
        return  # who called does not wait any more


def become(caller: socket.socket, files: list[int]) -> str:
    """Make this process look like one started with the call that *caller* sends; return what it is to run."""
    call = _call(caller)
    for target, file in enumerate(files):
        os.dup2(file, target)
    caller.close()
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    if call["terminal"]:
        os.login_tty(0)
    os.umask(call["umask"])
    os.environ.clear()
    os.environ.update(call["variables"])
    time.tzset()
    os.chdir(call["folder"])
    sys.argv[:] = ["-m", *call["arguments"]]
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as Python does for -m
    for file, name in enumerate(("stdin", "stdout", "stderr")):
        stream = _stream(file, getattr(sys, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    return str(call["module"])


def _call(caller: socket.socket) -> dict[str, Any]:
    with caller.makefile("rb") as stream:
        (length,) = NUMBER.unpack(stream.read(NUMBER.size))
        call: dict[str, Any] = json.loads(stream.read(length))
    return call


def _stream(file: int, like: io.TextIOWrapper) -> io.TextIOWrapper:
    """Open a standard stream as Python does when it starts: lines at a time in a terminal and for errors."""
    buffer = open(file, f"{like.mode}b", closefd=False)  # noqa: SIM115 - it lasts as long as the process
    assert isinstance(buffer, io.BufferedReader | io.BufferedWriter)
    buffer.raw.__dict__["name"] = like.name
    lines = like.line_buffering or buffer.isatty()
    made = io.TextIOWrapper(buffer, like.encoding, like.errors, "\n", line_buffering=lines)
    made.__dict__["mode"] = like.mode
    return made


def leave(status: int) -> None:
    """End as Python does after `sys.exit`, but do not take every imported module apart first.

    That takes longer than most commands, and the kernel does it at once.  Threads are waited for, what is
    registered for the end runs, what nobody holds any more is found and complains, streams are flushed.
    Where that fails nothing is ended, and the interpreter deals with it.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # Python has no public name for it
    atexit._run_exitfuncs()  # as above
    gc.collect()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(status & 0xFF)


def main() -> None:
    """Serve the socket whose number is the only argument; in a child, be the program."""
    control = socket.socket(fileno=int(sys.argv[1]))
    del sys.path[0]  # the folder of this script
    import_all()
    prepare()
    gc.freeze()  # what was imported and made need not be looked through again in every child
    try:
        call = serve(control)
    except KeyboardInterrupt:
        return
    if call is None:
        control.close()
        return
    module = become(*call)
    try:
        runpy._run_module_as_main(module)  # type: ignore[attr-defined]  # this is what `python -m` calls
    except SystemExit as end:
        end.__traceback__ = None
        if isinstance(end.code, int):
            leave(end.code)
        raise


if __name__ == "__main__":
    main()
