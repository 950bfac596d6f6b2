"""Makes the report of an audit: the one way for printing, issuing and verifying it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qmsctl.errors import QmsctlError

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.control.audits import ControlledAudit
    from qmsctl.control.system import System
    from qmsctl.papers.blocks import Paper
    from qmsctl.reports.audit_report import AuditReport
    from qmsctl.reports.changes import Changes

__all__ = ["Asked", "audit_paper_of", "audit_report_of", "changes_since", "open_asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is asked for."""

    audit: str
    """The id of an audit, or one of the words of `report_papers.PAPERS`."""
    rev: str | None = None
    on: str | None = None
    as_of: str | None = None
    as_issued: bool = False
    """As the one that is issued on the day."""
    public: bool = False
    """Without names and attachments."""
    about: str | None = None
    """Of which audit or finding a paper is."""
    visit: str | None = None
    """The day of the visit that readiness is about."""

    @property
    def words(self) -> tuple[str, ...]:
        """What stands behind `qmsctl report`."""
        return (self.audit,) if self.about is None else (self.audit, self.about)


def open_asked(asked: Asked, trust: Path | None = None) -> Session:
    """Return the repository at the moment that is asked for."""
    from qmsctl.cli.session import open_session

    return open_session(rev=asked.rev, on=asked.on, as_of=asked.as_of, trust=trust, inspected=True)


def audit_report_of(asked: Asked, session: Session, trust: Path | None = None) -> AuditReport:
    """Return the report that is *asked* for, out of *session*.

    Raises:
        QmsctlError: there is no such audit.
    """
    from qmsctl.reports.audit_report import audit_report

    issued_from = None if asked.as_issued else _issued_from(asked.audit, session, trust)
    return audit_report(
        session.system,
        asked.audit,
        session.inspect(),
        issued_on=session.system.day if asked.as_issued else None,
        issued_from=issued_from,
        changes=_changes(asked.audit, session, trust, issued_from),
    )


def audit_paper_of(asked: Asked, made: AuditReport, session: Session) -> Paper:
    """Return *made* laid out, for publication if that is *asked*."""
    from qmsctl.papers.audit_report import audit_report_paper
    from qmsctl.papers.publication import published
    from qmsctl.reports.publication import for_publication, withheld

    if not asked.public:
        return audit_report_paper(made)
    kept = withheld(session.system)
    paper = audit_report_paper(for_publication(made, kept.documents), public=True)
    return published(paper, session.system.organisation, session.system.day, kept.words)


def _issued_from(id: str, session: Session, trust: Path | None) -> System | None:
    """Return the system as the last report of the audit *id* was issued from, if one was and its commit is here."""
    from qmsctl.cli.period import system_at
    from qmsctl.cli.report_issued import issues_of

    audit = session.system.audit(id)
    issues = issues_of(audit) if audit else []
    if not issues:
        return None
    try:
        return system_at(session, *issues[-1], trust)
    except QmsctlError:
        return None  # the report says that it cannot be established, and tells its own day


def _changes(id: str, session: Session, trust: Path | None, until: System | None) -> Changes | None:
    """Return what changed since the audit before, if there was one and it can be told."""
    from qmsctl.reports.audit_report import audit_before

    audit = session.system.audit(id)
    before = audit_before(audit, session.system) if audit else None
    return changes_since(before, session, trust, until)


def changes_since(
    before: ControlledAudit | None, session: Session, trust: Path | None, until: System | None = None
) -> Changes | None:
    """Return what changed since the audit *before*, if there is one and it can be told.

    Args:
        before: the audit.
        session: the repository at the moment that is looked at.
        trust: a file that says whose keys count.
        until: the system at an earlier moment, if the period ends there.
    """
    from qmsctl.cli.period import period_up_to
    from qmsctl.reports.changes import changes

    if before is None:
        return None
    try:
        return changes(period_up_to(session, before.id, trust, until))
    except QmsctlError:
        return None  # the report says that nobody looked, and with it that the field is missing
