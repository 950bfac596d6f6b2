"""What every test stands on: nothing of the machine it runs on, and a repository when it wants one."""

from __future__ import annotations

import functools
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from qmsctl.demo import Demonstration, build
from qmsctl.messages import use_language
from tests import LONG
from tests.browser import CHROMIUM
from tests.catalogues import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["ANN", "BOB", "Files", "Person", "Repo", "somebody"]

settings.register_profile(
    "qmsctl", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=1000 if LONG else 100
)
settings.load_profile("qmsctl")

Person = tuple[str, str]
"""A name and an e-mail address."""
Files = Mapping[str, str | bytes | None]
"""Contents by path; nothing deletes the file."""

ANN: Person = ("Ann Example", "ann@example.org")
BOB: Person = ("Bob Example", "bob@example.org")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell lets what it starts in the background, and everything that starts in turn, ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_LOCALE = ("QMSCTL_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE")
_CONFIGURATION = """\
[user]
    name = Ann Example
    email = ann@example.org
[init]
    defaultBranch = main
[commit]
    gpgSign = false
[protocol "file"]
    allow = always
"""


def pytest_collection_finish() -> None:
    """Do not look again and again, in whatever every test stands on, for what could be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def isolation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the settings of whoever runs it: of git, of the shell, of the language."""
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text(_CONFIGURATION)
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("GIT_") or name in (*_LOCALE, "EMAIL", "XDG_CONFIG_HOME"):
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture(autouse=True)
def english() -> None:
    """Messages are English until a test says otherwise."""
    use_language("en")


class Repo:
    """A git repository made by hand; its clock goes on by an hour with every commit."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top = top
        self._hours = 0
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", *options)

    def git(self, *arguments: str | bytes, sent: bytes = b"", **variables: str | bytes) -> bytes:
        """Run git here and return what it prints, without the line end behind it."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.top,
            env={**os.environb, **{name.encode(): os.fsencode(value) for name, value in variables.items()}},
            input=sent,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.removesuffix(b"\n")

    def says(self, *arguments: str | bytes) -> str:
        """Run git here and return what it prints, as text."""
        return self.git(*arguments).decode("utf-8", "surrogateescape")

    def write(self, files: Files) -> None:
        """Write *files*; a path may hold any byte but NUL."""
        for path, content in files.items():
            file = self.top / path
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self,
        files: Files | None = None,
        message: str | bytes = "Change",
        *,
        who: tuple[str | bytes, str | bytes] = ANN,
        when: str | None = None,
        authored: str | None = None,
    ) -> str:
        """Write *files*, commit everything below the top, and return the id of the commit.

        Args:
            files: what to write first.
            message: kept as it is.
            who: author and committer.
            when: the committer's date, as git reads it; by default an hour after the last.
            authored: the author's date; by default the same.
        """
        self.write(files or {})
        self._hours += 1
        when = when or f"@{1_767_225_600 + 3600 * self._hours} +0100"
        self.git("add", "--all")
        self.git(
            "commit", "--quiet", "--allow-empty", "--allow-empty-message", "--no-verify", "--cleanup=verbatim", "-F", "-",
            sent=message.encode() if isinstance(message, str) else message,
            GIT_AUTHOR_NAME=who[0], GIT_AUTHOR_EMAIL=who[1], GIT_AUTHOR_DATE=authored or when,
            GIT_COMMITTER_NAME=who[0], GIT_COMMITTER_EMAIL=who[1], GIT_COMMITTER_DATE=when,
        )  # fmt: skip
        return self.head

    @property
    def head(self) -> str:
        """The id of the last commit."""
        return self.says("rev-parse", "HEAD")

    def raw_commit(self, content: bytes) -> str:
        """Store *content* as a commit, whatever git thinks of it, and return its id."""
        return self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", sent=content).decode()


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """An empty repository."""
    return Repo(tmp_path / "office")


@contextmanager
def somebody() -> Iterator[None]:
    """Be nobody in particular, to whom the rights of files apply: to root they do not."""
    if os.getuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def reachable(tmp_path: Path) -> Path:
    """The test's own folder, which anybody may enter."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o005:
            folder.chmod(folder.stat().st_mode | 0o055)
    return tmp_path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return the variables of somebody who works here for the first time, with a name in git."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n  name = Anna Kowalska\n  email = a.kowalska@przykladowo.example\n"
    )
    programs = home / "bin"
    programs.mkdir()
    (programs / "qmsctl").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qmsctl "$@"\n')
    (programs / "qmsctl").chmod(0o755)
    return {
        "HOME": str(home),
        "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
        "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }


@pytest.fixture(scope="session")
def demonstrations(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Demonstration]:
    """The demonstration in a language, built once for every test that asks; nobody may change it."""
    folder = tmp_path_factory.mktemp("demonstrations")
    return functools.cache(lambda language: build(folder / language, language))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once for all pages that are looked at."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()
