"""Whether what audits rest on is still what was recorded: records, attachments, and samples drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from qmsctl.cache import Shelf
from qmsctl.control.records import (
    deleted_by,
    first_written,
    had_to_be_moved,
    record_name,
    recorded_paths,
)
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Folders
from qmsctl.model.reading import read_file
from qmsctl.model.record import Evidence, FindingStep, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit

__all__ = ["EachBlob", "Integrity", "Kept", "verify"]

EachBlob = Callable[[Iterable[str]], Iterable[tuple[str, bytes]]]
"""Reads blobs by git's names for them, one after the other; a missing one is left out."""


class Integrity(Enum):
    """How something stands to what was recorded."""

    WHOLE = "whole"
    ALTERED = "altered"
    PUT_BACK = "put_back"
    """It is what was recorded, and was something else in between, which no correction explains."""
    MISSING = "missing"
    MOVED = "moved"
    UNRECORDED = "unrecorded"
    """No commit holds it."""
    UNKNOWN = "unknown"
    """What would be needed to tell is not here."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing an audit rests on."""

    kind: str
    """`evidence`, `minutes`, `finding`, `attachment` or `sample`."""
    path: str
    audit: str | None
    """The audit it belongs to; `None` for a finding from elsewhere, or where nobody can tell."""
    state: Integrity = Integrity.WHOLE
    commit: Commit | None = None
    """The commit that did it, if one did and it is known."""
    detail: Message | None = None

    @property
    def holds(self) -> bool:
        """Whether it can be relied on."""
        return self.state is Integrity.WHOLE


def verify(system: System, each_blob: EachBlob, audit: str | None = None) -> tuple[Kept, ...]:
    """Return everything that one *audit*, or all of them and their findings, rest on, by path.

    Args:
        system: the system as the files state it now.
        each_blob: reads contents from history; it is called once for attachments, and once for what is gone.
        audit: the id of one audit; by default everything.
    """
    look = _Look(system, each_blob)
    found = [*look.records(), *look.gone(), *look.attachments(), *look.samples()]
    chosen = [one for one in found if audit in (None, one.audit)]
    return tuple(sorted(chosen, key=lambda one: (one.audit or "", one.path, one.kind)))


@dataclass(frozen=True)
class _Look:
    """Looks at one system."""

    system: System
    each_blob: EachBlob

    @cached_property
    def _audit_of_finding(self) -> Mapping[str, str | None]:
        steps = self.system.qms.finding_steps
        return {s.fact.finding: s.fact.source.audit for s in steps if s.fact.source is not None}

    @cached_property
    def _corrected(self) -> frozenset[str]:
        """The names of the records that a correction explains."""
        return frozenset(name for record in self.system.qms.records for name in record.fact.corrects)

    @cached_property
    def _records(self) -> Sequence[tuple[str, Filed[Record]]]:
        qms = self.system.qms
        found: list[tuple[str, Filed[Record]]] = [("evidence", Filed(e.fact, e.source)) for e in qms.evidence]
        found += [("minutes", Filed(m.fact, m.source)) for m in qms.minutes]
        found += [("finding", Filed(s.fact, s.source)) for s in qms.finding_steps]
        return found

    def _audit_of(self, fact: Record) -> str | None:
        if isinstance(fact, Evidence | Minutes):
            return fact.audit
        return self._audit_of_finding.get(fact.finding) if isinstance(fact, FindingStep) else None

    def records(self) -> Iterator[Kept]:
        """Yield every record that can be read."""
        for kind, record in self._records:
            kept = Kept(kind, record.path, self._audit_of(record.fact))
            yield self._compared(kept, record)

    def _compared(self, kept: Kept, record: Filed[Record]) -> Kept:
        """Return how *record* stands to what was first written."""
        history = self.system.history
        line = [(commit, change.after) for commit, change in history.line_of(record.path) if change.after]
        if not line:
            return replace(kept, state=Integrity.UNRECORDED)
        if record.path not in history.files:
            return replace(kept, state=Integrity.MISSING, commit=deleted_by(record.path, history))
        first = line[0][1]
        if not record.source.is_blob(first):
            committed = record.source.is_blob(history.files[record.path])
            others = (commit for commit, name in line if record.source.is_blob(name))
            return replace(kept, state=Integrity.ALTERED, commit=next(others, None) if committed else None)
        return self._unchanged(kept, record, line)

    def _unchanged(self, kept: Kept, record: Filed[Record], line: Sequence[tuple[Commit, str]]) -> Kept:
        """Return how *record* stands, which holds what its *line* of contents began with."""
        history, first = self.system.history, line[0][1]
        folders = self.system.organisation.folders
        written = first_written(record, history, folders)
        earlier = written[1].path if written is not None else record.path
        if earlier != record.path and not had_to_be_moved(record, earlier, folders):
            mover = next((commit for commit, change in history.of(record.path) if change.after), None)
            detail = tr("it was first written as {path}", path=earlier)
            return replace(kept, state=Integrity.MOVED, commit=mover, detail=detail)
        other = next((commit for commit, name in line if name != first), None)
        if other is not None and record_name(record) not in self._corrected:
            return replace(kept, state=Integrity.PUT_BACK, commit=other)
        if not history.complete:
            return replace(kept, state=Integrity.UNKNOWN, detail=_SHALLOW)
        return kept

    def gone(self) -> Iterator[Kept]:
        """Yield the records that the history held and that are not there, or cannot be read any more."""
        system, folders = self.system, self.system.organisation.folders
        read = {record.path for _, record in self._records}
        # No audit made them: the rules on records tell what became of them.
        decided = tuple(folder.rstrip("/") + "/" for folder in (folders.approvals, folders.waivers))
        lost: dict[str, str] = {}
        for path in recorded_paths(system.history, folders):
            held = [change.after for _, change in system.history.of(path) if change.after]
            elsewhere_told = path.startswith(decided)
            elsewhere = path not in system.qms.paths and held and held[-1] in system.contents_of_records
            if held and path not in read and not elsewhere_told and not elsewhere:
                lost[path] = held[0]
        contents = dict(self.each_blob(lost.values())) if lost else {}
        facts = {path: _fact_of(path, contents[blob]) for path, blob in lost.items() if blob in contents}
        sources = {
            f.finding: f.source.audit for f in facts.values() if isinstance(f, FindingStep) and f.source
        }
        for path, blob in lost.items():
            kept = self._as_it_was(path, facts.get(path), sources)
            if path in system.qms.paths:
                changes = [
                    commit for commit, change in system.history.of(path) if change.after not in (None, blob)
                ]
                yield replace(
                    kept,
                    state=Integrity.ALTERED,
                    commit=changes[0] if changes else None,
                    detail=tr("it cannot be read as a record any more"),
                )
            else:
                yield replace(kept, state=Integrity.MISSING, commit=deleted_by(path, system.history))

    def _as_it_was(self, path: str, fact: Record | None, sources: Mapping[str, str | None]) -> Kept:
        """Return the record *path* that was *fact*; *sources* are the audits of findings that are gone."""
        kind = _kind_by_path(path, self.system.organisation.folders)
        if isinstance(fact, FindingStep):
            return Kept(kind, path, self._audit_of(fact) or sources.get(fact.finding))
        return Kept(kind, path, self._audit_of(fact) if fact else self._audit_by_path(path))

    def _audit_by_path(self, path: str) -> str | None:
        folders = self.system.organisation.folders
        there = (
            audit.id for audit in self.system.audits if path.startswith(f"{folders.of_audit(audit.id)}/")
        )
        return next(there, None)

    def attachments(self) -> Iterator[Kept]:
        """Yield every attachment and every issued report, each once for every digest it should have."""
        folders, history = self.system.organisation.folders, self.system.history
        cited: dict[tuple[str, str], Filed[Evidence] | Filed[Minutes]] = {}
        for path, digest, record in self._cited(folders):
            cited.setdefault((path, digest), record)
        names = {name for path, _ in cited if (name := history.files.get(path))}
        committed = (
            {name: hashlib.sha256(raw).hexdigest() for name, raw in self.each_blob(names)} if names else {}
        )
        for (path, digest), record in cited.items():
            kept = Kept("attachment", path, record.fact.audit)
            content = committed.get(history.files.get(path, ""))
            yield self._attached(kept, digest, content, corrected=record_name(record) in self._corrected)

    def _cited(self, folders: Folders) -> Iterator[tuple[str, str, Filed[Evidence] | Filed[Minutes]]]:
        """Yield path and digest of every file that evidence attaches, or that was issued as a report."""
        for record in self.system.qms.evidence:
            for attachment in record.fact.attachments:
                top = folders.of_audit(record.fact.audit)
                yield f"{top}/attachments/{attachment.file}", attachment.sha256, record
        for minutes in self.system.qms.minutes:
            if (report := minutes.fact.report) is not None:
                top = folders.of_audit(minutes.fact.audit)
                yield f"{top}/attachments/{report.file}", report.sha256, minutes

    @cached_property
    def _attachments_by_digest(self) -> Mapping[str, str]:
        return {digest: path for path, digest in self.system.qms.attachments.items() if digest}

    def _attached(self, kept: Kept, digest: str, committed: str | None, *, corrected: bool) -> Kept:
        """Return how the attachment *kept* stands to the *digest* that was recorded.

        Args:
            kept: the attachment.
            digest: what its record says.
            committed: that of what the last commit holds; `None` if it holds nothing that can be read.
            corrected: whether a correction explains what happened to its record.
        """
        history = self.system.history
        present = self.system.qms.attachments.get(kept.path)
        touched = [(commit, change.after) for commit, change in history.of(kept.path) if change.after]
        if present is None:
            return self._absent(kept, digest)
        if not present or (committed is None and kept.path in history.files):
            lacking = tr("its content is not in the repository") if present else tr("the file cannot be read")
            return replace(kept, state=Integrity.UNKNOWN, detail=lacking)
        if present != digest or committed not in (None, digest):
            by_commit = committed not in (None, digest)
            detail = tr("its digest is {digest}", digest=present if present != digest else committed or "-")
            last = touched[-1][0] if touched and by_commit else None
            return replace(kept, state=Integrity.ALTERED, commit=last, detail=detail)
        if kept.path not in history.files:
            return replace(kept, state=Integrity.UNRECORDED)
        other = next((commit for commit, name in touched if name != history.files[kept.path]), None)
        if other is not None and not corrected:
            return replace(kept, state=Integrity.PUT_BACK, commit=other)
        return kept

    def _absent(self, kept: Kept, digest: str) -> Kept:
        """Return what became of the attachment *kept*, which is not where it should be."""
        moved = self._attachments_by_digest.get(digest)
        if moved is not None:
            return replace(kept, state=Integrity.MOVED, detail=tr("it lies at {path}", path=moved))
        return replace(kept, state=Integrity.MISSING, commit=deleted_by(kept.path, self.system.history))

    def samples(self) -> Iterator[Kept]:
        """Yield every sample that pins a register, drawn again."""
        for record in self.system.qms.evidence:
            outcome = self.system.redraws.get(record.path)
            if outcome is None:
                continue
            kept = Kept("sample", record.path, record.fact.audit, detail=outcome.fault)
            if outcome.fault is not None:
                state = Integrity.ALTERED if outcome.established else Integrity.UNKNOWN
                kept = replace(kept, state=state)
            yield kept


_SHALLOW = tr("the beginning of the history is missing here: git fetch --unshallow brings it")


def _fact_of(path: str, raw: bytes) -> Record | None:
    filed = read_file(path, raw, Shelf()).filed
    return filed.fact if filed is not None and isinstance(filed.fact, Record) else None


def _kind_by_path(path: str, folders: Folders) -> str:
    if path.startswith(folders.findings.rstrip("/") + "/"):
        return "finding"
    return "minutes" if "/minutes/" in path else "evidence"
