"""Decisions on documents as a report of a period shows them: what, who, who recorded it, when, and how sure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.records import record_name
from qmsctl.control.trust import Decision
from qmsctl.messages import Message
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.reports.people import in_phrase
from qmsctl.reports.period import CommitReported, Period
from qmsctl.reports.shown import natural_key

__all__ = ["DecisionReported", "decision_reported", "decisions_recorded"]


@dataclass(frozen=True, slots=True)
class DecisionReported:
    """One approval record."""

    document: str
    language: str
    revision: str
    meaning: str
    person: str | Message
    role: str | Message | None
    on_behalf_of: str | Message | None
    decided: dt.date
    effective: dt.date | None
    basis: str | None
    reason: str | None
    """Why it was withdrawn."""
    successor: str | None
    recorder: str
    recorded: dt.date
    """As the record says."""
    trust: str | None
    """A value of `Trust`; `None`: the record does not count."""
    standing: str
    """`counts`, `corrected` or `contested`"""
    correction_reason: str | None
    commit: CommitReported | None
    """The one that added the record."""


def decisions_recorded(period: Period) -> Iterator[DecisionReported]:
    """Yield the decisions whose records came into the history in *period*, by document and day."""
    counting = {
        decision.record.path: decision for document in period.now.documents for decision in document.decisions
    }
    new = [record for record in period.now.qms.approvals if period.is_new(record)]
    new.sort(
        key=lambda record: (
            natural_key(record.fact.document),
            record.fact.language,
            record.fact.decided,
            record.fact.recorded,
            record_name(record),
        )
    )
    for record in new:
        yield decision_reported(record, counting.get(record.path), period)


def decision_reported(record: Filed[Approval], decision: Decision | None, period: Period) -> DecisionReported:
    """Return *record* as it is shown.

    Args:
        record: the record.
        decision: what follows from it; `None` if it does not count.
        period: names people, and knows when commits reached the main line.
    """
    fact, organisation = record.fact, period.now.organisation
    folder = organisation.folders.approvals
    commit = decision.commit if decision else period.now.history.recorded(record.path, folder)
    decider = fact.decider
    return DecisionReported(
        fact.document,
        fact.language,
        fact.revision,
        fact.meaning,
        in_phrase(decider.person, organisation),
        in_phrase(decider.role, organisation) if decider.role else None,
        in_phrase(decider.on_behalf_of, organisation) if decider.on_behalf_of else None,
        fact.decided,
        fact.effective,
        fact.basis,
        fact.reason,
        fact.successor,
        fact.recorder.name,
        period.now.day_of(fact.recorded),
        decision.trust.value if decision else None,
        _standing(record, decision, period),
        fact.correction_reason,
        period.reported(commit) if commit else None,
    )


def _standing(record: Filed[Approval], decision: Decision | None, period: Period) -> str:
    if decision is not None:
        return "counts"
    contested = {one.path for one in period.now.contested}
    return "contested" if record.path in contested else "corrected"
