"""The two ways in which tests start the program cannot be told apart."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import ENVIRONMENT, NOBODY, Outcome, Terminal, git, qmsctl, state_of
from tests.cli.shell import Shell
from tests.cli.starting import FRESH, FRESH_FAMILIES, ZYGOTE, Starter, communicate

_DAYS = ("--on", "2026-11-22")
_BOB = {f"GIT_{role}_{field}": value for role in ("AUTHOR", "COMMITTER") for field, value in (
    ("NAME", "Bob Example"), ("EMAIL", "bob@example.org"), ("DATE", "2026-04-03T12:00:00+00:00"))}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ({}, "forked"),
        ({"TZ": "Asia/Tokyo", "LANGUAGE": "pl", "COLUMNS": "50", "HOME": "/tmp", "EDITOR": "true"}, "forked"),  # noqa: S108 - nobody goes there
        (NOBODY, "forked"),
        ({"PATH": "/bin"}, "started"),
        ({"LANG": None}, "started"),
        ({"LC_ALL": "C"}, "started"),
        ({"PYTHONHASHSEED": "1"}, "started"),
        ({"PYTHONWARNINGS": None}, "started"),
    ],
)
def test_what_a_start_reads_is_really_started(
    change: dict[str, str | None], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a call whose variables are read by nothing before the program runs is forked."""
    monkeypatch.delenv("QMSCTL_TESTS_START", raising=False)
    variables = {name: value for name, value in {**ENVIRONMENT, **change}.items() if value is not None}

    assert (way == "forked") == Starter("qmsctl", ENVIRONMENT).may_fork(variables)


def _both(monkeypatch: pytest.MonkeyPatch, call: Callable[[str], object]) -> tuple[object, object]:
    """Return what *call* comes to when the program is forked, and when it is really started."""
    monkeypatch.delenv("QMSCTL_TESTS_START", raising=False)
    forked = call("forked")
    monkeypatch.setenv("QMSCTL_TESTS_START", "really")
    return forked, call("started")


@pytest.mark.parametrize(
    ("words", "sent", "env"),
    [
        (["--version"], None, {}),
        (["-h"], None, {"COLUMNS": "50"}),
        (["check", *_DAYS], None, {}),
        (["check", *_DAYS, "--no-cache", "--format", "json"], None, {"TZ": "Asia/Tokyo"}),
        (["check", *_DAYS, "--lang", "pl"], None, {"FORCE_COLOR": "1"}),
        (["register", "--nonsense"], None, {"LANGUAGE": "pl"}),
        (["report", office.CLOSED, *_DAYS, "--format", "markdown"], None, {"QMSCTL_LANG": "pl"}),
        (["evidence", "add", "--audit", office.AUDIT, "--question", "CL-01#Q1"], "conforms\n", _BOB),
        (["approve", "PS-02"], None, NOBODY),
        (["show", b"PS-\xff"], None, {}),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, list) else "",
)
def test_same_answer(
    words: list[str | bytes],
    sent: str | None,
    env: dict[str, str | None],
    pattern: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Either start gives the same status and the same bytes on both streams."""
    forked, started = _both(monkeypatch, lambda _: qmsctl(*words, at=pattern, sent=sent, env=env))

    assert forked == started


def test_same_answer_in_another_locale(pattern: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many calls have another locale, what forks for them answers as a real start does."""
    monkeypatch.setattr("tests.cli.starting.OFTEN", 1)
    env = {"LC_ALL": "C", "LANG": None, "QMSCTL_LANG": "pl"}
    started, forked, again = (qmsctl("check", *_DAYS, at=pattern, env=env) for _ in range(3))

    assert started == forked == again
    assert started.status == 0


def test_same_bytes_written(pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either start writes the same files with the same rights, and the same commit."""
    before = os.umask(0o027)
    try:
        made = _both(monkeypatch, lambda way: _written(pattern, tmp_path / way))
    finally:
        os.umask(before)

    assert made[0] == made[1]


def _written(pattern: Path, folder: Path) -> object:
    here = office.copy(pattern, folder)
    done = qmsctl("init", "new", "--dry-run", at=here)
    reported = qmsctl("report", office.CLOSED, *_DAYS, "--output", "report.html", at=here)
    revised = qmsctl(
        "revise", "PS-02", "--reason", "Mended", at=here, env={**_BOB, "EDITOR": "sed -i 's/find out/show/'"}
    )
    assert "Mended" in git("log", "-1", "--format=%B", at=here)
    files = {
        path: (state[0], state[3])
        for path, state in state_of(here).items()
        if not path.startswith(".git/") or path.startswith(".git/refs/heads")
    }
    return done, reported, revised, files


def test_same_in_a_terminal(pattern: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either start owns its terminal: it draws for its width, asks, and is stopped by Ctrl-C."""

    def drawn(_: str) -> Outcome:
        with Terminal("check", *_DAYS, at=pattern, columns=60) as terminal:
            return terminal.end()

    def stopped(_: str) -> Outcome:
        with Terminal("evidence", "add", at=pattern) as terminal:
            terminal.press(":", b"\x03")
            return terminal.end()

    for forked, started in (_both(monkeypatch, drawn), _both(monkeypatch, stopped)):
        assert forked == started
    assert stopped("").status == 130


_TYPED = """\
qmsctl check --on 2026-11-22 >check.txt; echo $?; head -2 check.txt
qmsctl nonsense 2>&1 | head -1; echo ${PIPESTATUS[*]}
cd procedures; LANGUAGE=pl qmsctl register --on 2026-11-22 2>/dev/null
echo conforms | qmsctl evidence add --audit AUD-2026-01 --question 'CL-01#Q1' 2>&1; echo $?
"""


def test_same_in_a_shell(pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell that hands its calls over shows what one shows that starts the program itself."""
    assert office.AUDIT in _TYPED
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "qmsctl").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qmsctl "$@"\n')
    (programs / "qmsctl").chmod(0o755)
    really = {**ENVIRONMENT, **_BOB, "PATH": os.pathsep.join((str(programs), ENVIRONMENT["PATH"]))}
    here = office.copy(pattern, tmp_path / "bash")

    with Shell() as shell:
        forked, started = _both(
            monkeypatch,
            lambda way: shell.type(_TYPED, office.copy(pattern, tmp_path / way), {**ENVIRONMENT, **_BOB}),
        )
    done = subprocess.run(
        ["bash", "-c", _TYPED], cwd=here, env=really, capture_output=True, text=True, check=True
    )

    assert forked == started == done.stdout.splitlines()


@pytest.fixture(scope="module")
def starter() -> Starter:
    """Starts `probe.py` of the current folder instead of the program."""
    return Starter("probe", ENVIRONMENT)


_PROBE = """\
import gettext, json, locale, os, resource, signal, sys, threading, time, warnings
streams = (sys.stdin, sys.stdout, sys.stderr)
seen = {
    "arguments": sys.argv[1:], "program": os.path.basename(sys.argv[0]), "first place": sys.path[0],
    "places": sorted(set(sys.path[1:])), "here": os.getcwd(),
    "variables": dict(os.environ), "files": sorted(os.listdir("/proc/self/fd"))[:3],
    "more files": len(os.listdir("/proc/self/fd")), "zone": time.tzname,
    "streams": [(s.encoding, s.errors, s.line_buffering, s.write_through, s.newlines, s.isatty(), s.name, s.mode)
                for s in streams],
    "kept": [sys.__stdin__ is sys.stdin, sys.__stdout__ is sys.stdout, sys.__stderr__ is sys.stderr],
    "signals": {str(s): str(signal.getsignal(s)) for s in signal.valid_signals()},
    "blocked": [str(s) for s in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
    "woken": signal.set_wakeup_fd(-1), "threads": threading.active_count(), "user": [os.getuid(), os.geteuid()],
    "limits": resource.getrlimit(resource.RLIMIT_NOFILE), "session": os.getsid(0) == os.getsid(os.getppid()),
    "flags": str(sys.flags), "warnings": str(warnings.filters), "locale": locale.setlocale(locale.LC_ALL),
    "main": (__name__, __package__, __spec__.name, sys.modules["__main__"].__dict__ is globals()),
    "mask": os.umask(0o22), "encoding": sys.getfilesystemencoding(),
}
print(json.dumps(seen, default=str))
"""


@pytest.mark.parametrize("kind", ["pipes", "terminal"])
def test_same_surroundings(
    kind: str, starter: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streams, variables, folder, signals, open files, mask, locale and session are those of a real start."""
    (tmp_path / "probe.py").write_text(_PROBE)
    variables = {**ENVIRONMENT, "TZ": "Asia/Tokyo", "ODD": "\udcff", "COLUMNS": "70"}

    def probe(_: str) -> object:
        return json.loads(
            _written_by(starter, ["a", "b c", "\udcfe"], tmp_path, variables, terminal=kind == "terminal")
        )

    forked, started = _both(monkeypatch, probe)

    assert forked == started


def _written_by(
    starter: Starter, words: list[str], at: Path, variables: dict[str, str], *, terminal: bool = False
) -> bytes:
    """Return what a process of *starter* writes into its terminal or a pipe; it ends well."""
    if not terminal:
        status, out, err = communicate(
            lambda ends: starter.start(words, at, variables, ends), b"", patience=30.0
        )
        assert (0, b"") == (status, err)
        return out
    master, slave = pty.openpty()
    process = starter.start(words, at, variables, (slave, slave, slave), terminal=True)
    os.close(slave)
    written = b""
    with contextlib.suppress(OSError):  # the other side is closed
        while piece := os.read(master, 1 << 16):
            written += piece
    os.close(master)
    assert 0 == process.wait(30.0)
    return written


_ENDS = {
    "status": "import sys; sys.exit(7)",
    "much": "import sys; sys.exit(256 + 5)",
    "nothing": "pass",
    "text": "import sys; sys.exit('the end')",
    "error": "raise ValueError('so')",
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "stopped": "raise KeyboardInterrupt",
    "full": "import sys; sys.stdout = open('/dev/full', 'w'); print('x'); sys.exit(0)",
    "at the end": "import atexit, sys; atexit.register(print, 'last'); sys.exit(3)",
    "left open": "import sys\nclass A: pass\na = A(); a.me = a; a.file = open('probe.py'); del a; sys.exit(0)",
}


@pytest.mark.parametrize("end", _ENDS)
def test_same_end(end: str, starter: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status, signal and last words are those of a real start, whichever way the program ends."""
    (tmp_path / "probe.py").write_text(_ENDS[end])

    def ended(_: str) -> tuple[int, bytes, list[bytes]]:
        status, out, err = communicate(
            lambda ends: starter.start([], tmp_path, ENVIRONMENT, ends), b"", patience=30.0
        )
        return status, out, err.splitlines()[-1:]  # above it, a traceback leads to another start

    forked, started = _both(monkeypatch, ended)

    assert forked == started


def test_hashes_differ_from_call_to_call(starter: Starter, tmp_path: Path) -> None:
    """Two calls in a row hash text differently, so that what depends on it is found."""
    (tmp_path / "probe.py").write_text("print(hash('qmsctl'))")

    seen = [_written_by(starter, [], tmp_path, dict(ENVIRONMENT)) for _ in range(2)]

    assert seen[0] != seen[1]


_SPY = """\
import os, runpy, sys
read, environment = set(), type(os.environ)
look_up = environment.__getitem__
environment.__getitem__ = lambda self, name: (read.add(name), look_up(self, name))[1]
# Handing everything on to git, as GitPython does, reads nothing.
environment.copy = lambda self: {os.fsdecode(name): os.fsdecode(value) for name, value in self._data.items()}
runpy.run_path(sys.argv[1])["import_all"]()
print(*sorted(read))
"""


def test_imports_read_only_what_a_real_start_is_for() -> None:
    """What modules look up in the environment while they are imported is what decides on a real start."""
    done = subprocess.run(
        [sys.executable, "-c", _SPY, ZYGOTE],
        env=dict(ENVIRONMENT),
        capture_output=True,
        text=True,
        check=True,
    )
    # Where `sysconfig` would put what a user installs, and with what the standard library would read XML.
    harmless = {"HOME", "PY_SAX_PARSER"}

    read = {name for name in done.stdout.split() if name not in FRESH and not name.startswith(FRESH_FAMILIES)}

    assert "TYPER_USE_RICH" in done.stdout
    assert read <= harmless
