"""Makes a repository commit by commit through git's own import: thousands of commits take a second."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["ENVIRONMENT", "Building"]

ENVIRONMENT: Final[Mapping[str, str]] = {
    "PATH": os.environ.get("PATH", os.defpath),
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class Building:
    """A repository that is being made; it is whole after the `with` statement."""

    def __init__(self, folder: Path) -> None:
        """Begin a repository in *folder*."""
        self.folder: Final = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self._told: Final[list[bytes]] = []
        self._marks = 0
        self._heads: Final[dict[str, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.git("fast-import", "--quiet", "--date-format=raw", sent=b"".join(self._told))
            self.git("reset", "--quiet", "--hard", "main")

    def git(self, *call: str, sent: bytes | None = None) -> str:
        """Call git in the repository."""
        done = subprocess.run(
            ["git", "-C", str(self.folder), *call],
            env=dict(ENVIRONMENT),
            input=sent,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    def commit(  # noqa: PLR0913 - all that a commit says
        self,
        day: str,
        files: Mapping[str, str | bytes | None],
        message: str = "Change",
        *,
        who: str = "Ann Example <ann@example.org>",
        branch: str = "main",
        begin: str | None = None,
        merge: str | None = None,
    ) -> int:
        """Add a commit at noon of *day* and return its mark.

        Args:
            day: as 2026-11-30.
            files: contents by path; `None` takes a file away.
            message: its message.
            who: author and committer.
            branch: that it is added to.
            begin: the branch that a new branch begins from.
            merge: a branch that it merges.
        """
        self._marks += 1
        signed = f"{who} {self._seconds(day)} +0000\n".encode()
        said = message.encode()
        lines = [
            f"commit refs/heads/{branch}\nmark :{self._marks}\n".encode(),
            b"author " + signed,
            b"committer " + signed,
            b"data %d\n" % len(said) + said + b"\n",
        ]
        before = self._heads.get(branch) or (self._heads[begin] if begin else None)
        if before is not None:
            lines.append(f"from :{before}\n".encode())
        if merge is not None:
            lines.append(f"merge :{self._heads[merge]}\n".encode())
        for path, content in files.items():
            name = b'"' + path.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
            if content is None:
                lines.append(b"D " + name + b"\n")
            else:
                raw = content.encode() if isinstance(content, str) else content
                lines.append(b"M 100644 inline " + name + b"\ndata %d\n" % len(raw) + raw + b"\n")
        self._told.append(b"".join(lines))
        self._heads[branch] = self._marks
        return self._marks

    def tag(
        self,
        name: str,
        mark: int | None = None,
        *,
        day: str | None = None,
        who: str = "Ann Example <ann@example.org>",
    ) -> None:
        """Tag a commit, by default the last one of the main line; with a *day* the tag is an object of its own."""
        at = mark if mark is not None else self._heads["main"]
        if day is None:
            self._told.append(f"reset refs/tags/{name}\nfrom :{at}\n\n".encode())
            return
        said = f"tag {name}\nfrom :{at}\ntagger {who} {self._seconds(day)} +0000\ndata 8\napproved\n"
        self._told.append(said.encode())

    @staticmethod
    def _seconds(day: str) -> int:
        return int(dt.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp())
