"""The register of documents: what is in force on the day, who stood by it, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.control.document_counts import is_audit_plan
from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditProgramme
from qmsctl.reports.announced import announced
from qmsctl.reports.marks import NOT_APPROVED_HERE, STATES, TRUST
from qmsctl.reports.origins import stated_where
from qmsctl.reports.people import in_phrase, named
from qmsctl.reports.selection import Selection
from qmsctl.reports.shown import Joined, Mark, Shown, Tone, natural_key
from qmsctl.reports.waiver_duties import held_until, waiver_over

__all__ = ["Registered", "approval_shown", "register"]


@dataclass(frozen=True, slots=True)
class Registered:
    """One language version of a document on the day."""

    id: str
    title: str | None
    type: str | None
    language: str
    revision: str | None
    """The one in force; `None` if none is."""
    effective: dt.date | None
    approved: Shown
    """By whom, on what day, on what basis."""
    trust: Mark | None
    owner: str | None
    """By the title of the role, or the name of the person."""
    review_due: dt.date | None
    state: Mark
    remarks: tuple[Mark, ...]
    """An overdue review, a later draft, a rival content, a text that is lost or another."""
    is_later: bool = False
    """Whether its file came into the history only after the day."""
    is_drafted: bool = False
    """Whether its file is a later draft of what is in force."""


EVERYTHING: Final = Selection()


def register(system: System, selection: Selection = EVERYTHING) -> tuple[Registered, ...]:
    """Return the documents of *selection* but the plans of audits, in every language, by id."""
    listed = [
        document for document in system.documents if not is_audit_plan(document) and selection.takes(document)
    ]
    listed.sort(key=lambda document: (natural_key(document.id), document.language))
    return tuple(_registered(document, system) for document in listed)


def _registered(document: ControlledDocument, system: System) -> Registered:
    approved = document.in_force
    decision = approved.decision if approved else None
    return Registered(
        document.id,
        document.document.title if document.document else None,
        document.document.type if document.document else None,
        document.language,
        approved.revision if approved else None,
        approved.effective if approved else None,
        approval_shown(decision, system) if decision else None,
        TRUST[decision.trust] if decision else None,
        _owner(document, system),
        document.review_due,
        _state(document),
        _remarks(document, system),
        is_later=_is_later(document, system),
        is_drafted=_has_later_draft(document),
    )


def _state(document: ControlledDocument) -> Mark:
    """Return the state of *document*; what needs no approval is no draft that awaits one."""
    if document.state is DocumentState.DRAFT and not document.demands.needs:
        return NOT_APPROVED_HERE
    return STATES[document.state]


def _owner(controlled: ControlledDocument, system: System) -> str | None:
    owner = controlled.document.owner if controlled.document else None
    return system.organisation.title(owner) if owner else None


def approval_shown(decision: Decision, system: System) -> Shown:
    """Return who decided, in which role, when, and on what basis."""
    record = decision.record.fact
    by = named(record.decider.role or record.decider.person, system.organisation)
    parts: list[Shown] = [by, record.decided]
    if record.decider.on_behalf_of:
        whom = in_phrase(record.decider.on_behalf_of, system.organisation)
        parts.insert(1, tr("on behalf of {whom}", whom=whom))
    if record.basis:
        parts.append(record.basis)
    if (stated := stated_where(decision)) is not None:
        parts.append(stated)
    return Joined(tuple(parts))


def _is_later(document: ControlledDocument, system: System) -> bool:
    """Return whether a draft was not in the history yet on the day."""
    if document.state is not DocumentState.DRAFT or document.working is None:
        return False
    touches = system.history.line_of(document.working.path)
    if not touches or system.history.begins_unknown(touches[0][0]):
        return False
    return system.day_of(touches[0][0].committed) > system.day


def _lost(document: ControlledDocument, system: System) -> Message | None:
    """Return why the tree shows no text of a document."""
    if document.id in system.unreadable:
        return tr("the file cannot be read; qmsctl check shows where")
    return tr("the file is gone from the tree") if document.in_force else None


def _has_later_draft(document: ControlledDocument) -> bool:
    return document.in_force is not None and document.is_drafted and document.working is not None


def _remarks(document: ControlledDocument, system: System) -> tuple[Mark, ...]:
    found: list[Mark] = []
    if document.review_due is not None and document.review_due < system.day:
        found.append(Mark(tr("review overdue"), "▲", Tone.CAUTION))
        found += _waived_review(document, system)
    if (ended_on := _period_over(document, system)) is not None:
        found.append(Mark(tr("its period ended on {day}", day=ended_on), "⊘", Tone.QUIET))
    if _has_later_draft(document) and document.working:
        revision = document.working.fact.revision
        draft = (
            tr("the tree holds another text than the one in force, and nothing in it says so")
            if document.is_changed_unmarked
            else tr("the tree holds a later draft, revision {revision}", revision=revision)
            if revision
            else tr("the tree holds a later draft")
        )
        found.append(Mark(draft, "◔", Tone.CALM))
    if document.superseded_text is not None:
        found.append(
            Mark(tr("the tree holds an earlier text, which is no longer in force"), "◔", Tone.CAUTION)
        )
    if _is_later(document, system):
        found.append(Mark(tr("not yet in the history on that day"), "○", Tone.QUIET))
    found += (Mark(message, "✗", Tone.BAD) for message in _faults(document, system))
    found += (Mark(message, "◔", Tone.CALM) for message in announced(document, system.day))
    if document.withdrawn:
        ended = document.withdrawn.record.fact
        found.append(Mark(tr("since {day}", day=ended.effective or ended.decided), "⊘", Tone.QUIET))
    return tuple(found)


def _waived_review(document: ControlledDocument, system: System) -> Iterator[Mark]:
    """Yield until when somebody answers for it that *document* is not reviewed in time."""
    path = document.working.path if document.working is not None else None
    if path is not None and (waiver := waiver_over((("overdue-review", path),), system)) is not None:
        yield Mark(held_until(waiver, system), "◔", Tone.CALM)


def _period_over(document: ControlledDocument, system: System) -> dt.date | None:
    """Return the last day of the period of an audit programme in force that has passed: nothing withdraws it."""
    stated = document.in_force_text
    if not isinstance(stated, AuditProgramme) or document.withdrawn is not None or stated.period is None:
        return None
    return stated.period[1] if stated.period[1] < system.day else None


def _faults(document: ControlledDocument, system: System) -> Iterator[Message]:
    """Yield what is wrong with the text of *document* or with its approvals."""
    if document.working is None and (lost := _lost(document, system)):
        yield lost
    if document.working is not None and document.working.path in system.malformed:
        yield tr("the fields at its head cannot be read; qmsctl check shows where")
    if document.blob_missing:
        yield tr("the text in force is not in this repository")
    if document.blob_mismatched:
        yield tr("the approval names another text than it says")
    if document.rivals:
        yield tr("another content was approved under the same revision")
