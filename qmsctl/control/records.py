"""Which records count: those in the history that no other record corrects."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.repo.history import History

__all__ = ["Counted", "count", "record_name"]

AnyRecord = TypeVar("AnyRecord", bound=Record)


def record_name(record: Filed[Record]) -> str:
    """Return the name by which other records cite *record*: its file's, without the ending."""
    return posixpath.splitext(posixpath.basename(record.path))[0]


@dataclass(frozen=True, slots=True)
class Counted(Generic[AnyRecord]):
    """Records of one kind, sorted by whether they count."""

    current: tuple[Filed[AnyRecord], ...]
    """In the history, and corrected by none."""
    contested: tuple[Filed[AnyRecord], ...]
    """Two of them correct the same record: neither counts until a correction names both."""
    unrecorded: tuple[Filed[AnyRecord], ...]
    """Written and not yet in the history."""

    @property
    def uncorrected(self) -> tuple[Filed[AnyRecord], ...]:
        """All that no record has taken the place of: faults in the others cannot be mended any more."""
        return (*self.current, *self.contested, *self.unrecorded)


def count(records: Iterable[Filed[AnyRecord]], history: History) -> Counted[AnyRecord]:
    """Sort *records* by whether they count, in the order in which they were recorded."""
    ordered = sorted(records, key=lambda record: (record.fact.recorded, record.path))
    kept = [record for record in ordered if record.path in history.files]
    corrected = {name for record in kept for name in record.fact.corrects}
    standing = [record for record in kept if record_name(record) not in corrected]
    doubly = _doubly_corrected(standing)
    contested = [record for record in standing if doubly.intersection(record.fact.corrects)]
    paths = {record.path for record in contested}
    return Counted(
        tuple(record for record in standing if record.path not in paths),
        tuple(contested),
        tuple(record for record in ordered if record.path not in history.files),
    )


def _doubly_corrected(standing: Sequence[Filed[AnyRecord]]) -> frozenset[str]:
    """Return the names that more than one standing record corrects."""
    times = Counter(name for record in standing for name in set(record.fact.corrects))
    return frozenset(name for name, number in times.items() if number > 1)
