"""A history that is made in one go: its commits are known at once, and git is given many of them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.repo.object_names import blob_name, object_name
from qmsctl.repo.recorder import Identity, create_repository
from qmsctl.repo.writing import run_writing, writing_in

if TYPE_CHECKING:
    from git import Git as GitPython

__all__ = ["Chronicle"]

_FILE: Final = b"100644"
_FOLDER: Final = b"40000"


class Chronicle:
    """The commits of a new repository, each on the one before, and its files as the last of them has them."""

    def __init__(self, folder: Path, branch: str) -> None:
        """Make a repository in *folder* whose first branch is *branch*.

        Raises:
            GitMissingError: there is no git.
            GitFailedError: git cannot make one there.
        """
        create_repository(folder, branch)
        self._git: Final[GitPython] = writing_in(folder)
        self._branch: Final = branch.encode()
        self._tree: Final = _Tree()
        """The files as they stand."""
        self._told: str | None = None
        """The last commit that git was given."""
        self._head: str | None = None
        self._pending: Final[list[bytes]] = []

    def commit(self, changed: Mapping[str, bytes], message: str, who: Identity, when: dt.datetime) -> str:
        """Add a commit and return its id; git is given it with the next `write`.

        Args:
            changed: by path from the top of the repository, the contents of what was written or changed.
            message: its message.
            who: author and committer.
            when: its time.
        """
        for path, content in changed.items():
            self._tree.put(path, blob_name(content))
        person = f"{who.name} <{who.email}> {int(when.timestamp())} +0000".encode()
        said = message.encode()
        before = b"parent %s\n" % self._head.encode() if self._head else b""
        facts = b"tree %s\n%sauthor %s\ncommitter %s\n\n" % (
            self._tree.named().encode(),
            before,
            person,
            person,
        )
        parts = [
            b"commit refs/heads/%s\nauthor %s\ncommitter %s\n" % (self._branch, person, person),
            b"data %d\n%s\n" % (len(said), said),
        ]
        if not self._pending and self._told:
            parts.append(b"from %s\n" % self._told.encode())
        for path, content in changed.items():
            parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(content), content))
        self._pending.extend(parts)
        self._head = object_name("commit", facts + said)
        return self._head

    def tag(self, name: str, message: str, who: Identity, when: dt.datetime) -> None:
        """Tag the last commit with a tag that says who made it, and when.

        Raises:
            GitFailedError: git cannot take it.
        """
        self.write()
        said = f"{message}\n".encode()
        person = f"{who.name} <{who.email}> {int(when.timestamp())} +0000".encode()
        told = b"tag %s\nfrom %s\ntagger %s\ndata %d\n%s\n" % (
            name.encode(),
            (self._told or "").encode(),
            person,
            len(said),
            said,
        )
        run_writing(self._git, "fast-import", "--quiet", sent=told)

    def write(self) -> None:
        """Give git all commits that it has not been given yet.

        Raises:
            GitFailedError: git cannot take them.
            ValueError: git made others of them.
        """
        if not self._pending or self._head is None:
            return
        run_writing(self._git, "fast-import", "--quiet", sent=b"".join(self._pending))
        self._pending.clear()
        made = run_writing(self._git, "rev-parse", "--verify", "HEAD")
        if made != self._head:
            raise ValueError(made, self._head)
        self._told = self._head

    def finish(self) -> None:
        """Give git the rest, and let its index say what the last commit has."""
        self.write()
        run_writing(self._git, "read-tree", "HEAD")


@dataclass(slots=True)
class _Tree:
    """A folder: what it holds, and git's name of it as long as nothing in it changes."""

    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, _Tree] = field(default_factory=dict)
    name: str | None = None

    def put(self, path: str, blob: str) -> None:
        """Let the file *path* have the content *blob*."""
        self.name = None
        folder, _, rest = path.partition("/")
        if rest:
            self.folders.setdefault(folder, _Tree()).put(rest, blob)
        else:
            self.files[path] = blob

    def named(self) -> str:
        """Return git's name of it: what it holds in the order of the bytes, folders as if they ended in `/`."""
        if self.name is None:
            lines = [(name.encode(), _FILE, name, blob) for name, blob in self.files.items()]
            below = [
                (f"{name}/".encode(), _FOLDER, name, tree.named()) for name, tree in self.folders.items()
            ]
            self.name = object_name(
                "tree",
                b"".join(
                    b"%s %s\0%s" % (mode, name.encode(), bytes.fromhex(held))
                    for _, mode, name, held in sorted([*lines, *below])
                ),
            )
        return self.name


def _quoted(path: str) -> bytes:
    """Return *path* as git takes it in a stream, whatever characters it has."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode()
