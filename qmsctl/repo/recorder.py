"""Commits exactly what was written, as the person git says it is."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import tr
from qmsctl.repo.git import GitFailedError
from qmsctl.repo.signing import QUESTION, signing_options
from qmsctl.repo.writing import LockedError, NoRoomError, run_writing, writing_in

if TYPE_CHECKING:
    pass

__all__ = [
    "Identity",
    "LockedError",
    "NoIdentityError",
    "NoRoomError",
    "Recorder",
    "create_repository",
]

_UNDER_WAY: Final = ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD")
_NO_FILTER: Final = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
_FILE, _PROGRAM = "100644", "100755"
"""Git's modes of files."""
_IDENT: Final = re.compile(r"(?P<name>.*) <(?P<email>[^<>]*)> \d+ [+-]\d{4}")


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and an e-mail address, as git knows them."""

    name: str
    email: str


class NoIdentityError(QmsctlError):
    """Git does not know who is working here."""

    def __init__(self) -> None:
        super().__init__(
            tr("git does not know your name and e-mail address, and a record needs both"),
            tr('tell it once: git config --global user.name "Your Name", and the same with user.email'),
        )


def create_repository(folder: Path, branch: str) -> None:
    """Make *folder* a git repository whose first branch is *branch*.

    Raises:
        GitMissingError: there is no git.
        GitFailedError: git cannot make one there.
    """
    run_writing(
        writing_in(folder),
        "init",
        "--quiet",
        "--object-format=sha1",
        f"--initial-branch={branch}",
        "--template=",
    )


class Recorder:
    """Writes commits into one repository."""

    def __init__(self, top: Path, patience: float = 10.0, *, sign: bool = False) -> None:
        self._top: Final = top.absolute()
        self._git: Final = writing_in(self._top)
        self._sign: Final = sign
        """Whether commits are signed, with the key that this person's own settings of git name."""
        self._patience: Final = patience
        """Seconds to wait for somebody else's `index.lock`."""

    def identity(self) -> Identity:
        """Return who git says is working here.

        Raises:
            NoIdentityError: it does not know.
        """
        try:
            # Unasked, git makes an address up from the machine's name; and a bad date is no matter of names.
            answer = run_writing(
                self._git, "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT",
                env={"GIT_AUTHOR_DATE": "@0 +0000"},
            )  # fmt: skip
        except GitFailedError:
            raise NoIdentityError from None
        known = _IDENT.fullmatch(answer)
        if known is None or not known["email"]:
            raise NoIdentityError
        return Identity(known["name"], known["email"])

    def commit(
        self,
        paths: Iterable[str],
        message: str,
        *,
        who: Identity | None = None,
        when: dt.datetime | None = None,
        stored: Mapping[str, bytes] | None = None,
    ) -> str:
        """Commit the files *paths* as they are on disk, and nothing else that may be staged.

        Args:
            paths: from the top of the repository; a file that is gone is recorded as gone.
            message: the commit's message.
            who: author and committer; by default the person git knows.
            when: the time of the commit; by default now.
            stored: what is stored of some of *paths* instead of the bytes on disk, in which a checkout
                may have changed the line ends.

        Returns:
            The id of the commit.

        Raises:
            NoIdentityError: git does not know who is working here.
            RefusedError: a merge is under way, a path is a link, the branch moved meanwhile, or nothing can be signed.
            NoRoomError: the disk is full; the branch is as it was.
            LockedError: somebody holds the index or the branch, or a git that was killed did.
            GitFailedError: git cannot do it; the branch is as it was.
        """
        self.refuse_merge()
        who = who or self.identity()
        how = self._signing() if self._sign else ()
        env = _commit_environment(who, when)
        old = self._head()
        named = sorted(set(paths))
        modes = self._modes(named, old)
        contents = stored or {}
        entries = [self._entry(path, modes.get(path, _FILE), contents.get(path)) for path in named]
        with tempfile.TemporaryDirectory() as folder:
            own = {**env, "GIT_INDEX_FILE": str(Path(folder) / "index")}
            run_writing(self._git, "read-tree", *([old] if old else ["--empty"]), env=own)
            self._stage(entries, own)
            tree = run_writing(self._git, "write-tree", "--missing-ok", env=own)
        parents = ["-p", old] if old else []
        new = self._written([tree, *parents], message, how, env)
        # The index comes first: one that lagged behind would let the next `git commit` delete the records.
        before = self._staged(named)
        self._stage_patiently(entries)
        try:
            run_writing(self._git, "update-ref", "-m", "qmsctl", "HEAD", new, old or "0" * len(new), env=env)
        except (NoRoomError, LockedError):
            self._stage_patiently(before)
            raise
        except GitFailedError as failure:
            self._stage_patiently(before)
            raise RefusedError(
                tr("somebody else committed at the same moment, so nothing was committed"),
                tr("run the same command again; what it wrote is still there"),
            ) from failure
        return new

    def _signing(self) -> tuple[str, ...]:
        """Return what makes git sign, with nothing in it that the repository says."""
        try:
            listed = run_writing(self._git, *QUESTION)
        except GitFailedError:  # nothing is set at all
            listed = ""
        return signing_options(listed)

    def _written(self, facts: Sequence[str], message: str, how: Sequence[str], env: Mapping[str, str]) -> str:
        """Write the commit object, signed if *how* says how, and return its id."""
        sent = message.encode("utf-8", "replace")
        try:
            return run_writing(
                self._git, *how, "commit-tree", *(("-S",) if how else ()), *facts, sent=sent, env=env
            )
        except GitFailedError as failure:
            if not how:
                raise
            raise RefusedError(
                tr(
                    "it could not be signed, so nothing was recorded: {complaint}",
                    complaint=failure.complaint.strip(),
                ),
                tr(
                    "see that your key is where git looks for it and that its passphrase can be asked for, then try again"
                ),
            ) from failure

    def refuse_merge(self) -> None:
        """Refuse to record while a merge is under way.

        Raises:
            RefusedError: one is.
        """
        folder = Path(run_writing(self._git, "rev-parse", "--absolute-git-dir"))
        if any((folder / name).exists() for name in _UNDER_WAY):
            raise RefusedError(
                tr("a merge or rebase is under way here, so nothing can be recorded"),
                tr("finish it or abort it with git, then run the same command again"),
            )

    def _head(self) -> str | None:
        try:
            return run_writing(self._git, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitFailedError:
            return None

    def _modes(self, paths: Sequence[str], commit: str | None) -> dict[str, str]:
        """Return which of *paths* are programs in *commit*: recording does not change what a file is."""
        if commit is None:
            return {}
        known = run_writing(self._git, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *paths)
        listed = (line.partition("\t") for line in known.split("\0") if line)
        return {path: _PROGRAM for facts, _, path in listed if facts.startswith(_PROGRAM)}

    def _entry(self, path: str, mode: str, content: bytes | None) -> str:
        """Return the index line for *path* with *content*, or as it is on disk: its bytes, unconverted."""
        file = self._top / path
        if file.is_symlink():
            raise RefusedError(
                tr("{path} is a link, and only files are recorded", path=path),
                tr("replace the link by the file itself"),
            )
        if not file.is_file():
            return self._gone(path)
        if content is None:
            blob = run_writing(self._git, "hash-object", "-w", "--no-filters", "--", str(file))
        else:
            blob = run_writing(self._git, "hash-object", "-w", "--no-filters", "--stdin", sent=content)
        return f"{mode} {blob}\t{path}\0"

    def _gone(self, path: str) -> str:
        """Return the index line that takes *path* out."""
        return f"0 {'0' * self._length}\t{path}\0"

    @cached_property
    def _length(self) -> int:
        """How many hexadecimal digits git's names have here."""
        return 64 if run_writing(self._git, "rev-parse", "--show-object-format") == "sha256" else 40

    def _staged(self, paths: Sequence[str]) -> list[str]:
        """Return the index lines that make the real index say of *paths* what it says now."""
        known = run_writing(self._git, "ls-files", "--stage", "-z", "--full-name", "--", *paths)
        return [*(self._gone(path) for path in paths), known]

    def _stage(self, entries: Sequence[str], env: Mapping[str, str]) -> None:
        lines = os.fsencode("".join(entries))
        run_writing(
            self._git, "update-index", "-z", "--index-info", sent=lines, env={**env, **self._no_filters}
        )

    @cached_property
    def _no_filters(self) -> dict[str, str]:
        """What keeps git from running filters, as it would on files that changed while their index was written."""
        try:
            known = run_writing(self._git, "config", "--name-only", "-z", "--get-regexp", r"^filter\.")
        except GitFailedError:  # there are none
            return {}
        filters = sorted({name.rpartition(".")[0] for name in known.split("\0") if name})
        settings = [(f"{name}.{key}", value) for name in filters for key, value in _NO_FILTER]
        keys = {f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in enumerate(settings)}
        values = {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in enumerate(settings)}
        return {"GIT_CONFIG_COUNT": str(len(settings)), **keys, **values}

    def _stage_patiently(self, entries: Sequence[str]) -> None:
        """Tell the real index what is to be committed, waiting for whoever holds it."""
        until = time.monotonic() + self._patience
        while True:
            try:
                self._stage(entries, {})
            except LockedError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return


def _commit_environment(who: Identity, when: dt.datetime | None) -> dict[str, str]:
    """Return what tells git the names and dates of a commit."""
    name, email = _utf8(who.name), _utf8(who.email)
    env = {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
    }
    if when is not None:
        moment = f"@{int(when.timestamp())} +0000"
        env |= {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    return env


def _utf8(text: str) -> str:
    """Return *text* so that a program is given it as UTF-8, whatever the locale would make of it."""
    return os.fsdecode(text.encode("utf-8", "surrogateescape"))
