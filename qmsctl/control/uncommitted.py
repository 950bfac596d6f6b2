"""Which files are not what the last commit holds: changed, new or gone."""

from __future__ import annotations

from qmsctl.model.naming import is_readable
from qmsctl.model.qms import Qms
from qmsctl.model.reader import reader_of
from qmsctl.repo.history import History

__all__ = ["uncommitted"]


def uncommitted(qms: Qms, history: History) -> tuple[str, ...]:
    """Return the paths of what was read, or is missing, that differ from the last commit of *history*."""
    read = {one.path: one.source for one in (*qms.documents, *qms.records)}
    read[qms.configuration.path] = qms.configuration
    changed = {path for path, source in read.items() if not source.is_blob(history.files.get(path))}
    # A file that could not be read is known by its path alone: it is in the commit, or it is new.
    changed |= {path for path in qms.paths if path not in read and path not in history.files}
    changed |= {
        file.path
        for file in qms.beside.values()
        if file.digest is not None and file.names and history.files.get(file.path) not in file.names
    }
    folders = qms.organisation.folders
    tops = tuple(folder.rstrip("/") + "/" for folder in folders.all if folder != folders.registers)
    there = {*qms.paths, *qms.attachments}
    kind_of = reader_of(qms.organisation).kind_of
    held = (
        path
        for path in history.files
        if (path.startswith(tops) and is_readable(path)) or (qms.organisation.kinds and kind_of(path))
    )
    return tuple(sorted(changed | {path for path in held if path not in there and not _ignored(path)}))


def _ignored(path: str) -> bool:
    """Return whether the loader passes *path* over wherever it lies."""
    return path.rpartition("/")[2].casefold() == "readme.md" or any(
        part.startswith(".") for part in path.split("/")
    )
