"""What changed in a period, in words: moments, commits, and the rows of records, findings and audits."""

from __future__ import annotations

from qmsctl.messages import Message, tr, tr_n
from qmsctl.render.history_words import dates_of, trust_word, why_changed
from qmsctl.reports.audit_changes import FINDING_HAPPENINGS, AuditChange, FindingChange, RecordAltered
from qmsctl.reports.decisions import DecisionReported
from qmsctl.reports.marks import (
    AUDIT_KINDS,
    AUDIT_STATUSES,
    FINDING_STATUSES,
    FINDING_STEPS,
    GRADES,
    MEANINGS,
    MINUTES,
)
from qmsctl.reports.period import CommitReported, Moment
from qmsctl.reports.shown import Joined, Shown, short, then_now

__all__ = [
    "altered_row",
    "audit_row",
    "commit_words",
    "decision_row",
    "finding_row",
    "moment_words",
    "review_row",
    "settings_commit_row",
    "signed",
]


def moment_words(moment: Moment) -> Message:
    """Return which moment an end of the period is, and why."""
    if moment.commit is None:
        return tr("{day}: {why}", day=moment.day, why=moment.why)
    return tr("{day}, commit {commit}: {why}", day=moment.day, commit=short(moment.commit), why=moment.why)


def commit_words(commit: CommitReported) -> Message:
    """Return the reason a commit gives, and whose it is."""
    return tr(
        "{subject} (commit {commit}, {author}; {dates})",
        subject=why_changed(commit.subject, commit.reason),
        commit=short(commit.commit),
        author=commit.author,
        dates=dates_of(commit.authored, commit.committed, commit.reached),
    )


def signed(decision: DecisionReported) -> tuple[Shown, Shown]:
    """Return who decided and when, and how sure that is."""
    who: list[Shown] = [part for part in (decision.person, decision.role) if part]
    if decision.on_behalf_of:
        who.append(tr("on behalf of {whom}", whom=decision.on_behalf_of))
    lines: tuple[Shown, ...] = (Joined(tuple(who)), decision.decided, decision.basis)
    return tuple(line for line in lines if line), trust_word(decision.trust) if decision.trust else None


def _recorded(decision: DecisionReported) -> Shown:
    commit = tr("commit {commit}", commit=short(decision.commit.commit)) if decision.commit else None
    return tuple(part for part in (decision.recorder, decision.recorded, commit) if part)


def _remarks(decision: DecisionReported) -> tuple[Shown, ...]:
    found: list[Shown] = []
    if decision.standing == "corrected":
        found.append(tr("does not count: another record corrects it"))
    if decision.standing == "contested":
        found.append(tr("does not count: two records correct the same one"))
    if decision.correction_reason:
        found.append(tr("a correction: {reason}", reason=decision.correction_reason))
    if decision.reason:
        found.append(tr("reason: {reason}", reason=decision.reason))
    if decision.successor:
        found.append(tr("successor: {document}", document=decision.successor))
    return tuple(found)


def decision_row(decision: DecisionReported) -> tuple[Shown, ...]:
    """Return the cells about a decision."""
    ends = decision.meaning in ("approved", "withdrawn")
    return (
        decision.document,
        MEANINGS.get(decision.meaning, decision.meaning),
        decision.revision,
        *signed(decision),
        (decision.effective or decision.decided) if ends else None,
        _recorded(decision),
        _remarks(decision),
    )


def review_row(decision: DecisionReported) -> tuple[Shown, ...]:
    """Return the cells about a review after which a document stayed as it was."""
    return (
        decision.document,
        decision.revision,
        *signed(decision),
        _recorded(decision),
        _remarks(decision),
    )


def _both(then: Shown, now: Shown) -> Shown:
    """Return what was and what is, once if they are the same."""
    if then is None:
        return now
    return then_now(then, now if now is not None else tr("no longer there"))


def finding_row(change: FindingChange) -> tuple[Shown, ...]:
    """Return the cells about a finding."""
    grades = (GRADES[grade] if grade else None for grade in (change.grade_then, change.grade_now))
    statuses = (
        FINDING_STATUSES[status] if status else None for status in (change.status_then, change.status_now)
    )
    return (
        change.number,
        change.title,
        tuple(FINDING_HAPPENINGS[what] for what in change.happened),
        _both(*grades),
        _both(*statuses),
        tuple(Joined((FINDING_STEPS[step], day)) for step, day in change.steps),
    )


def audit_row(change: AuditChange) -> tuple[Shown, ...]:
    """Return the cells about an audit."""
    recorded: list[Shown] = [Joined((MINUTES[kind], day)) for kind, day in change.minutes]
    if change.evidence:
        recorded.append(tr_n("{count} piece of evidence", "{count} pieces of evidence", change.evidence))
    if change.late:
        recorded.append(
            tr_n(
                "{count} record came after the audit was sealed",
                "{count} records came after the audit was sealed",
                change.late,
            )
        )
    statuses = (
        AUDIT_STATUSES[status] if status else None for status in (change.status_then, change.status_now)
    )
    return change.id, change.title, AUDIT_KINDS[change.kind], change.days, _both(*statuses), tuple(recorded)


def settings_commit_row(commit: CommitReported) -> tuple[Shown, ...]:
    """Return the cells about a commit that changed `qms.yaml`."""
    dates = dates_of(commit.authored, commit.committed, commit.reached)
    return short(commit.commit), (commit.author, dates), why_changed(commit.subject, commit.reason)


def altered_row(altered: RecordAltered) -> tuple[Shown, ...]:
    """Return the cells about a record that should have stayed as it was."""
    what = tr("record deleted") if altered.gone else tr("record changed")
    return altered.path, what, commit_words(altered.commit) if altered.commit else None
