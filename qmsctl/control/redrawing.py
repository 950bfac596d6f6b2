"""Samples drawn again: whether the register that evidence pins still gives the rows that were looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.control.documents import BlobReader
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.plain import as_plain
from qmsctl.model.record import Evidence, Sample
from qmsctl.model.schema import Filed
from qmsctl.repo.history import History

if TYPE_CHECKING:
    from qmsctl.documents.csv_table import Table

__all__ = ["Redraw", "redraw"]


@dataclass(frozen=True, slots=True)
class Redraw:
    """What came of drawing a recorded sample again."""

    fault: Message | None
    """Why it does not come out as recorded; `None` if it does."""
    established: bool = True
    """False if what it was drawn from is not here, so that nobody can tell."""


@dataclass(frozen=True, slots=True)
class _Pinned:
    """A recorded sample and the content of the register it was drawn from."""

    path: str
    """Of the record."""
    sample: Sample
    blob: str

    @property
    def key(self) -> str:
        """What the outcome depends on, but for the version of qmsctl."""
        stated = json.dumps([self.blob, as_plain(self.sample)], sort_keys=True)
        return hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()


def redraw(
    evidence: Iterable[Filed[Evidence]], history: History, read_blobs: BlobReader, cache: Cache = NO_CACHE
) -> Mapping[str, Redraw]:
    """Return what comes of drawing each pinned sample again, by the path of its record.

    Args:
        evidence: the records.
        history: the commits that the samples name.
        read_blobs: reads the registers out of it; it is called once, and only if there is one to read.
        cache: knows which samples came out before.
    """
    known = cache.shelf("redraws")
    outcomes: dict[str, Redraw] = {}
    pinned: list[_Pinned] = []
    contents: dict[str, Mapping[str, str | None]] = {}
    for record in evidence:
        sample = record.fact.sample
        if sample is None or sample.register is None:
            continue
        if sample.register not in contents:
            contents[sample.register] = _contents_at(history, sample.register)
        found = _content(sample, history, contents[sample.register])
        if isinstance(found, Redraw):
            outcomes[record.path] = found
        elif known.get((one := _Pinned(record.path, sample, found)).key):
            outcomes[record.path] = Redraw(None)
        else:
            pinned.append(one)
    registers = read_blobs({one.blob for one in pinned}) if pinned else {}
    tables: dict[str, Table | RefusedError] = {}
    for one in pinned:
        outcomes[one.path] = outcome = _drawn_again(one, registers.get(one.blob), tables)
        if outcome.fault is None:
            known.put(one.key, "again")
    return outcomes


def _contents_at(history: History, path: str) -> Mapping[str, str | None]:
    """Return what git calls the content of *path* in each commit."""
    touched = {commit.id: change.after for commit, change in history.of(path)}
    found: dict[str, str | None] = {}
    for commit in history.commits:
        # What a commit changes is told as seen from its first parent.
        before = found.get(commit.parents[0]) if commit.parents else None
        found[commit.id] = touched.get(commit.id, before)
    return found


def _content(sample: Sample, history: History, contents: Mapping[str, str | None]) -> str | Redraw:
    """Return what git calls the register of *sample*, or why there is none."""
    path = sample.register or ""
    if sample.commit is None:
        return Redraw(tr("the commit of the register {path} is not recorded", path=path))
    if sample.commit not in contents:
        return Redraw(
            tr(
                "commit {commit}, whose register was sampled, is not in the history",
                commit=sample.commit[:10],
            ),
            established=history.complete,
        )
    return contents[sample.commit] or Redraw(
        tr("commit {commit} holds no register {path}", commit=sample.commit[:10], path=path)
    )


def _drawn_again(one: _Pinned, raw: bytes | None, tables: dict[str, Table | RefusedError]) -> Redraw:
    """Return what comes of drawing the sample of *one* from the register *raw*."""
    from qmsctl.control.registers import PinnedRegister, sample_of  # noqa: PLC0415 - few repositories need it
    from qmsctl.control.sampling import asked_again, draw  # noqa: PLC0415

    sample, path = one.sample, one.sample.register or ""
    if raw is None:
        return Redraw(
            tr("the content of {path} is not in the repository, so nothing can be drawn from it", path=path),
            established=False,
        )
    digest = hashlib.sha256(raw).hexdigest()
    if sample.digest is not None and digest != sample.digest:
        return Redraw(tr("the register {path} has the digest {digest} there", path=path, digest=digest))
    try:
        if one.blob not in tables:
            tables[one.blob] = _table(path, raw)
        table = tables[one.blob]
        if isinstance(table, RefusedError):
            return Redraw(table.message)
        wanted = asked_again(sample)
        register = PinnedRegister(path, sample.commit or "", digest, table)
        again = sample_of(register, wanted, draw(table, wanted))
    except RefusedError as refused:
        return Redraw(refused.message)
    return Redraw(_difference(sample, again))


def _table(path: str, raw: bytes) -> Table | RefusedError:
    from qmsctl.documents.csv_table import read_table  # noqa: PLC0415

    try:
        return read_table(path, raw)
    except RefusedError as refused:
        return refused


def _difference(sample: Sample, again: Sample) -> Message | None:
    """Return how the recorded *sample* differs from what is drawn *again*."""
    if sample.population != again.population:
        return tr(
            "its register gives a population of {found}, not {stated}",
            found=again.population or 0,
            stated="-" if sample.population is None else sample.population,
        )
    if sample.rows != again.rows:
        return tr(
            "its register gives the rows {found}, not {stated}",
            found=list_of([str(number) for number in again.rows]),
            stated=list_of([str(number) for number in sample.rows]) or "-",
        )
    if sample.items != again.items:
        return tr(
            "its register calls these rows {found}, not {stated}",
            found=list_of(again.items),
            stated=list_of(sample.items) or "-",
        )
    return None
