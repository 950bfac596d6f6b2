"""Which files of a system differ between a commit and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from qmsctl.repo.repository import Repository
from qmsctl.repo.snapshot import Kind, Snapshot, blob_name, is_shown, listing_files

__all__ = ["changed_files"]


def changed_files(
    repository: Repository, base: str, commit: str | None, folders: Sequence[str], files: Sequence[str]
) -> frozenset[str]:
    """Return the files that were added, changed, moved or taken away since *base*.

    Args:
        repository: where they are.
        base: the commit to compare with.
        commit: the later commit; `None` for the files on disk, whether git was told of them or not.
        folders: those of the system.
        files: what belongs to it beside them.

    Raises:
        GitFailedError: git cannot list a commit.
    """
    before = _names(repository, base, folders, files)
    if commit is not None:
        after = _names(repository, commit, folders, files)
        return frozenset(path for path in {*before, *after} if before.get(path) != after.get(path))
    tree = repository.working_tree()
    there = [file for file in files if (repository.root / file).is_file()]
    kinds = {entry.path: entry.kind for entry in tree.entries(folders)} | dict.fromkeys(there, Kind.FILE)
    found = {path for path in before if path not in kinds}
    found.update(path for path, kind in kinds.items() if _differs(tree, path, kind, before.get(path)))
    return frozenset(found)


def _names(
    repository: Repository, commit: str, folders: Sequence[str], files: Sequence[str]
) -> Mapping[str, str]:
    """Return git's names of the contents of *commit*, by path."""
    with listing_files(repository.git, commit, repository.prefix) as listed:
        return {path: name for path, name in listed().items() if path in files or is_shown(path, folders)}


def _differs(tree: Snapshot, path: str, kind: Kind, name: str | None) -> bool:
    """Return whether *path* on disk is not what git calls *name*; other ends of lines make no difference.

    Git may have been told to write them as this machine does.
    """
    if name is None or kind is not Kind.FILE:
        return name is None
    with suppress(OSError):
        raw = tree.read(path)
        return name not in (
            blob_name(raw, len(name)),
            blob_name(raw.replace(b"\r\n", b"\n"), len(name)),
        )
    return True
