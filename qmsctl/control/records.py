"""Which records count, those in the history that no other record corrects; and where a record belongs."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from qmsctl.model.naming import RECORD_NAME, is_markdown, is_readable
from qmsctl.model.organisation import Folders
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Record, Waiver
from qmsctl.model.schema import Filed
from qmsctl.repo.git import blob_name
from qmsctl.repo.history import Commit, History, Touch

__all__ = [
    "Counted",
    "count",
    "deleted_by",
    "first_written",
    "had_to_be_moved",
    "home_of",
    "is_well_named",
    "record_name",
    "recorded_paths",
    "stamp_of",
]

AnyRecord = TypeVar("AnyRecord", bound=Record)


def record_name(record: Filed[Record]) -> str:
    """Return the name by which other records cite *record*: its file's, without the ending."""
    file = record.path.rpartition("/")[2]
    return file.rpartition(".")[0] or file


def home_of(fact: Record, folders: Folders) -> tuple[str, str] | None:
    """Return the field that says where *fact* belongs, and the folder it says."""
    if isinstance(fact, Approval):
        return "document", folders.of_approvals(fact.document)
    if isinstance(fact, Evidence):
        return "audit", f"{folders.of_audit(fact.audit)}/evidence"
    if isinstance(fact, Minutes):
        return "audit", f"{folders.of_audit(fact.audit)}/minutes"
    if isinstance(fact, FindingStep):
        return "finding", folders.of_finding(fact.finding)
    if isinstance(fact, Waiver):
        return "document", folders.of_waivers(fact.document)
    return None


def stamp_of(fact: Record) -> str:
    """Return how the name of the file of *fact* begins: with the time it was recorded."""
    written = fact.recorded.isoformat()[
        : len("2026-11-22T09:15:00")
    ]  # several times as fast as with a format
    return f"{written.replace('-', '').replace(':', '')}Z"


def is_well_named(fact: Record, path: str) -> bool:
    """Return whether the file *path* has a name that *fact* may have."""
    name, ending = posixpath.splitext(posixpath.basename(path))
    return ending == ".yaml" and RECORD_NAME.fullmatch(name) is not None and name.startswith(stamp_of(fact))


def had_to_be_moved(record: Filed[Record], earlier: str, folders: Folders) -> bool:
    """Return whether *record* was moved from *earlier* to where its fields say; a right name it keeps."""
    home = home_of(record.fact, folders)
    if (
        home is None
        or home[1] != posixpath.dirname(record.path)
        or not is_well_named(record.fact, record.path)
    ):
        return False
    same_name = posixpath.basename(earlier) == posixpath.basename(record.path)
    return same_name or not is_well_named(record.fact, earlier)


def first_written(record: Filed[Record], history: History, folders: Folders) -> Touch | None:
    """Return where *record* was first written, before it was moved or changed; `None` if no commit holds it."""
    first = next((touch for touch in history.line_of(record.path) if touch[1].after is not None), None)
    name = first[1].after if first else blob_name(record.source.raw, len(history.head or ""))
    elsewhere = history.brought(name or "")
    if elsewhere is None or (first is not None and elsewhere[1] is first[1]):
        return first
    return elsewhere if _may_hold_records(elsewhere[1].path, folders) else first


def recorded_paths(history: History, folders: Folders) -> Iterator[str]:
    """Yield the path of every record that *history* holds or held, in the order of the paths."""
    tops = tuple(
        folder.rstrip("/") + "/" for folder in (folders.approvals, folders.findings, folders.waivers)
    )
    audits = folders.audits.rstrip("/") + "/"
    for path in sorted(history.touches):
        if path.startswith(audits):
            parts = path.removeprefix(audits).split("/")
            belongs = len(parts) > 2 and parts[1] in ("evidence", "minutes")  # noqa: PLR2004 - audit, kind, file
        else:
            belongs = False
        if (belongs or path.startswith(tops)) and is_readable(path) and not is_markdown(path):
            yield path


def deleted_by(path: str, history: History) -> Commit | None:
    """Return the commit that deleted *path*; `None` if the deletion is not committed, or only a merge lost it."""
    if path in history.files:
        return None
    made = [commit for commit, change in history.of(path) if change.after is None]
    # A merge shows again what one of its sides has deleted.
    alone = [commit for commit in made if not commit.is_merge]
    chosen = alone or made
    return chosen[-1] if chosen else None


def _may_hold_records(path: str, folders: Folders) -> bool:
    tops = (folders.approvals, folders.findings, folders.audits, folders.waivers)
    return path.startswith(tuple(top.rstrip("/") + "/" for top in tops)) and "/attachments/" not in path


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
    standing = [record for record in kept if record_name(record) not in corrected] if corrected else kept
    doubly = _doubly_corrected(standing)
    contested = [record for record in standing if doubly.intersection(record.fact.corrects)] if doubly else []
    paths = {record.path for record in contested}
    return Counted(
        tuple(record for record in standing if record.path not in paths) if paths else tuple(standing),
        tuple(contested),
        tuple(record for record in ordered if record.path not in history.files),
    )


def _doubly_corrected(standing: Sequence[Filed[AnyRecord]]) -> frozenset[str]:
    """Return the names that more than one standing record corrects."""
    times = Counter(name for record in standing if record.fact.corrects for name in set(record.fact.corrects))
    return frozenset(name for name, number in times.items() if number > 1)
