"""What tells one state of a repository from another, without reading what is in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import Final

from qmsctl.repo.git import Git

__all__ = ["history_fingerprint", "tree_fingerprint"]


def history_fingerprint(git: Git) -> str:
    """Return a digest of where every branch and tag of a repository points, and of which objects it holds.

    It differs after a commit, a fetch, a rewritten or cut history, and after an
    object was taken away: of the files of objects, names, sizes and times count.
    """
    digest = hashlib.sha256()
    digest.update(git.run("for-each-ref", "--format=%(objectname) %(refname)"))
    named = git.run("rev-parse", "--path-format=absolute", "--git-common-dir", "--git-dir")
    folders = [Path(os.fsdecode(line)) for line in dict.fromkeys(named.splitlines())]
    for file in (folder / name for folder in folders for name in ("HEAD", "shallow")):
        digest.update(file.read_bytes() if file.is_file() else b"-")
    for line in _objects(folders[0] / "objects"):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _objects(folder: Path) -> Iterator[str]:
    """Yield what the file system says of the folders of loose objects, and of each pack."""
    for inner in (folder, folder / "pack", folder / "info"):
        if not inner.is_dir():
            continue
        for entry in sorted(os.scandir(inner), key=lambda entry: entry.name):
            status = entry.stat(follow_symlinks=False)
            yield f"{entry.name} {status.st_size} {status.st_mtime_ns} {status.st_ino}\n"


def tree_fingerprint(root: Path, folders: Sequence[str], files: Sequence[str]) -> tuple[str, float]:
    """Return a digest of what the file system says of all that lies below *folders*, and of *files*.

    What is named among the folders and is a file counts as one.

    It differs whenever a file was written, moved or replaced, as far as the
    file system can tell.  With it comes the last moment at which anything
    changed, in seconds: what changed a moment ago could change again unnoticed.
    """
    latest = 0
    lines: list[str] = []
    tops = [""] if "" in folders else folders
    for file in files:
        with suppress(OSError):
            latest = max(latest, _note(lines, file, os.lstat(root / file)))
    waiting = [os.path.join(root, folder) for folder in reversed(tops)]  # noqa: PTH118 - there are thousands below
    while waiting:
        folder = waiting.pop()
        lines.append(folder)
        try:
            children = sorted(os.scandir(folder), key=_BY_NAME)
        except NotADirectoryError:
            latest = max(latest, _note(lines, folder, os.lstat(folder)))
            continue
        except OSError as fault:
            lines.append(f"{fault.errno}")
            continue
        for child in children:  # each belongs to the folder that was named last
            try:
                if child.name == ".git":  # where branches point and which objects there are is told apart
                    continue
                if child.is_dir(follow_symlinks=False):
                    waiting.append(child.path)
                else:
                    latest = max(latest, _note(lines, child.name, child.stat(follow_symlinks=False)))
            except OSError as fault:
                lines.append(f"{child.name} {fault.errno}")
    # No name has a NUL in it.
    return hashlib.sha256("\0".join(lines).encode("utf-8", "surrogateescape")).hexdigest(), latest / 1e9


_BY_NAME: Final = attrgetter("name")


def _note(lines: list[str], name: str, status: os.stat_result) -> int:
    """Add to *lines* what tells one state of a file from another, and return when it changed last, in nanoseconds."""
    written, changed = status.st_mtime_ns, status.st_ctime_ns
    lines.append(f"{name} {status.st_mode} {status.st_ino} {status.st_size} {written} {changed}")
    return max(changed, written)
