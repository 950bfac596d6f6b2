"""What changed in a period: the first page an external auditor asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.inspection.key_source import key_source
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.reports.audit_changes import (
    AuditChange,
    FindingChange,
    RecordAltered,
    audit_changes,
    finding_changes,
    records_altered,
)
from qmsctl.reports.decisions import DecisionReported, decisions_recorded
from qmsctl.reports.document_changes import DocumentChange, document_changes
from qmsctl.reports.period import CommitReported, Doubt, Moment, Period
from qmsctl.reports.settings_changes import SettingChange, settings_changes

__all__ = ["Changes", "LookedAt", "changes"]


_MANY: Final = 5
"""How many files are named where there are more."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """How much was compared: nothing found is worth no more than what was looked at."""

    commits: int
    """Of the period."""
    documents_then: int
    documents_now: int
    approvals: int
    findings: int
    audits: int
    files: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed between two moments."""

    organisation: str
    language: str
    """The organisation's."""
    since: Moment
    until: Moment
    doubts: tuple[Doubt, ...]
    looked_at: LookedAt
    keys: Message | None
    """Whose keys counted at the end, and who says so; `None` if nobody's."""
    documents: tuple[DocumentChange, ...]
    decisions: tuple[DecisionReported, ...]
    """Prepared, checked, approved, withdrawn."""
    reviews: tuple[DecisionReported, ...]
    """Reaffirmed after a periodic review."""
    findings: tuple[FindingChange, ...]
    audits: tuple[AuditChange, ...]
    settings: tuple[SettingChange, ...]
    settings_commits: tuple[CommitReported, ...]
    """Those that changed `qms.yaml`."""
    altered: tuple[RecordAltered, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed, as far as that can be established."""
        return not any(
            (
                self.documents,
                self.decisions,
                self.reviews,
                self.findings,
                self.audits,
                self.settings,
                self.settings_commits,
                self.altered,
            )
        )


def changes(period: Period) -> Changes:
    """Return what changed in *period*."""
    decisions = tuple(decisions_recorded(period))
    return Changes(
        period.now.organisation.organisation.name,
        period.now.organisation.language,
        period.since,
        period.until,
        (*period.doubts, *_doubts(period)),
        _looked_at(period),
        key_source(period.now.authority),
        tuple(document_changes(period)),
        tuple(one for one in decisions if one.meaning != "reaffirmed"),
        tuple(one for one in decisions if one.meaning == "reaffirmed"),
        tuple(finding_changes(period)),
        tuple(audit_changes(period)),
        tuple(settings_changes(period.settings_then, period.now.organisation))
        if period.settings_then
        else (),
        tuple(_settings_commits(period)),
        tuple(records_altered(period)),
    )


def _looked_at(period: Period) -> LookedAt:
    now = period.now
    return LookedAt(
        len(period.commits),
        len(period.then.documents) if period.then else 0,
        len(now.documents),
        len(now.qms.approvals),
        len(now.findings),
        len(now.audits),
        len(now.qms.paths),
    )


def _settings_commits(period: Period) -> Iterator[CommitReported]:
    """Yield the commits of the period that changed `qms.yaml`; a merge only repeats them."""
    for commit, _ in period.now.history.of(CONFIGURATION):
        if commit.id not in period.known_before and not commit.is_merge:
            yield period.reported(commit)


def _doubts(period: Period) -> Iterator[Doubt]:
    """Yield what the two systems themselves leave open."""
    if period.then is not None and (lost := _paths(period.then)):
        yield Doubt(
            tr_n(
                "{count} file could not be read at the beginning, so what changed in it cannot be established: {files}",
                "{count} files could not be read at the beginning, so what changed in them cannot be established: "
                "{files}",
                len(lost),
                files=_some(lost),
            ),
            tr("the past cannot be mended; name a later moment with --since, if one will do"),
        )
    if lost := _paths(period.now):
        yield Doubt(
            tr_n(
                "{count} file cannot be read at the end, so what changed in it cannot be established: {files}",
                "{count} files cannot be read at the end, so what changed in them cannot be established: {files}",
                len(lost),
                files=_some(lost),
            ),
            tr("qmsctl check says where the fault is and how to mend it"),
        )
    if period.now.unrecorded:
        yield Doubt(
            tr_n(
                "{count} record is written and not in the history: it does not count yet",
                "{count} records are written and not in the history: they do not count yet",
                len(period.now.unrecorded),
            ),
            tr("commit them, and ask again"),
        )
    if period.until.working_tree and period.now.uncommitted:
        yield Doubt(
            tr_n(
                "{count} file on disk is not what the last commit holds: {files}",
                "{count} files on disk are not what the last commit holds: {files}",
                len(period.now.uncommitted),
                files=_some(period.now.uncommitted),
            ),
            tr("commit them, or leave them out with --until HEAD"),
        )


def _paths(system: System) -> tuple[str, ...]:
    """Return the files that are there and cannot be read."""
    return tuple(fault.path for fault in system.qms.malformed)


def _some(paths: Sequence[str]) -> str:
    """Return the first of *paths*, and dots for the others."""
    return list_of([*paths[:_MANY], *(["…"] if len(paths) > _MANY else [])])
