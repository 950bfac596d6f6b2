"""Registers: the CSV files that audits sample, found by name and pinned to the commit that holds them."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from qmsctl.control.sampling import Drawn, Wanted
from qmsctl.documents.csv_table import LARGEST_TABLE, Table, UnreadableTableError, read_table
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.record import Sample
from qmsctl.model.schema import closest
from qmsctl.repo.snapshot import Entry, Kind, MissingContentError, Snapshot

__all__ = ["PinnedRegister", "pin", "sample_of"]


@dataclass(frozen=True, slots=True)
class PinnedRegister:
    """A register as one commit holds it."""

    path: str
    commit: str
    digest: str
    """SHA-256 of its bytes."""
    table: Table


def pin(snapshot: Snapshot, commit: str, folder: str, name: str, present: Snapshot | None) -> PinnedRegister:
    """Return the register that somebody calls *name*.

    Args:
        snapshot: the files of *commit*.
        commit: the commit whose register counts.
        folder: where registers lie.
        name: its path, or its name with or without the ending.
        present: the working tree; a register that only lies there is not drawn from.

    Raises:
        RefusedError: there is none, or more than one, or it cannot be read.
    """
    entry = _found(snapshot, folder, name)
    if entry is None:
        known = [one.path for one in _registers(snapshot, folder)]
        uncommitted = _found(present, folder, name) if present else None
        if uncommitted is not None:
            raise RefusedError(
                tr("{path} is not in the commit, so nobody could draw from it again", path=uncommitted.path),
                tr("commit it first: git add {file}, then git commit", file=uncommitted.path),
            )
        near = closest(name, [*known, *map(_stem, known)])
        raise RefusedError(
            tr("there is no register {name}", name=name),
            tr("did you mean {near}?", near=near)
            if near
            else tr("registers there are: {known}", known=", ".join(known) or "-"),
        )
    raw = _read(snapshot, entry)
    return PinnedRegister(entry.path, commit, hashlib.sha256(raw).hexdigest(), read_table(entry.path, raw))


def sample_of(register: PinnedRegister, wanted: Wanted, drawn: Drawn) -> Sample:
    """Return what evidence records of the rows that *wanted* has *drawn* from *register*."""
    return Sample(
        population=drawn.population,
        size=drawn.size,
        method=drawn.method,
        seed=drawn.seed,
        items=tuple(row.name for row in drawn.rows),
        register=register.path,
        commit=register.commit,
        digest=register.digest,
        strata=wanted.strata if drawn.method in ("random", "systematic") else None,
        filter=wanted.filter,
        rows=tuple(row.number for row in drawn.rows),
    )


def _registers(snapshot: Snapshot, folder: str) -> Sequence[Entry]:
    return [one for one in snapshot.entries([folder]) if one.path.casefold().endswith(".csv")]


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _found(snapshot: Snapshot, folder: str, name: str) -> Entry | None:
    """Return the register called *name*: by its path from the root or from the folder, else by its name alone.

    Raises:
        RefusedError: several are called so.
    """
    there = _registers(snapshot, folder)
    wanted = name.removeprefix("./")
    for path in (wanted, f"{folder.rstrip('/')}/{wanted}"):
        if exact := [one for one in there if one.path == path]:
            return exact[0]
    called = [one for one in there if wanted in (posixpath.basename(one.path), _stem(one.path))]
    if len(called) > 1:
        raise RefusedError(
            tr("more than one register is called {name}", name=name),
            tr("name one of them by its path: {known}", known=", ".join(one.path for one in called)),
        )
    return called[0] if called else None


def _read(snapshot: Snapshot, entry: Entry) -> bytes:
    """Return the bytes of the register *entry*.

    Raises:
        RefusedError: it is no file, too large, or not in the repository.
    """
    if entry.kind is not Kind.FILE:
        raise RefusedError(
            tr("{path} is no regular file, and links are not followed", path=entry.path),
            tr("put the register itself in its place and commit it"),
        )
    if (entry.size or 0) > LARGEST_TABLE:  # read_table says so too, but only once it is in memory
        raise UnreadableTableError(
            tr("{path} is larger than {limit} bytes", path=entry.path, limit=LARGEST_TABLE),
            tr("split the register, by year for example"),
        )
    try:
        return snapshot.read(entry.path)
    except MissingContentError:
        raise RefusedError(
            tr(
                "the content of {path} is not in the repository, so nothing can be drawn from it",
                path=entry.path,
            ),
            tr("clone the repository anew, without --filter; git fsck lists what is missing or damaged here"),
        ) from None
