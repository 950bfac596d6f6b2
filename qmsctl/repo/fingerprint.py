"""What tells one state of a repository from another, without reading what is in it."""

from __future__ import annotations

import hashlib
import marshal
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import attrgetter, itemgetter
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
    names: list[str] = []
    facts: list[tuple[int, ...]] = []
    """What tells one state of a file from another, for each file; there are tens of thousands."""
    tops = [""] if "" in folders else folders
    for file in files:
        with suppress(OSError):
            facts.append(_FACTS(os.lstat(root / file)))
            names.append(file)
    waiting = [os.path.join(root, folder) for folder in reversed(tops)]  # noqa: PTH118 - there are thousands below
    while waiting:
        folder = waiting.pop()
        names.append(folder)
        try:
            children = sorted(os.scandir(folder), key=_BY_NAME)
        except NotADirectoryError:
            facts.append(_FACTS(os.lstat(folder)))
            names.append("/")  # so is no name
            continue
        except OSError as fault:
            names.append(f"{fault.errno}")
            continue
        for child in children:  # each belongs to the folder that was named last
            try:
                if child.name == ".git":  # where branches point and which objects there are is told apart
                    continue
                if child.is_dir(follow_symlinks=False):
                    waiting.append(child.path)
                else:
                    facts.append(_FACTS(child.stat(follow_symlinks=False)))
                    names.append(child.name)
            except OSError as fault:
                names.append(f"{child.name} {fault.errno}")
    # No name has a NUL in it.
    digest = hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape"))
    digest.update(marshal.dumps(facts, _PLAIN))
    return digest.hexdigest(), max(map(max, map(_TIMES, facts)), default=0) / 1e9


_BY_NAME: Final = attrgetter("name")
_FACTS: Final = attrgetter("st_mode", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")
_TIMES: Final = itemgetter(3, 4)
_PLAIN: Final = 2
"""The form of `marshal` in which the same numbers are the same bytes, whatever else refers to them."""
