"""What a decision comes to, said to whoever has just recorded it: what holds from when, and what is still missing."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from qmsctl.authoring.decision import NewDecision, named_document
from qmsctl.authoring.decision_order import last_end
from qmsctl.authoring.files import Draft
from qmsctl.cache import NO_CACHE
from qmsctl.cli.next_step import say_next_of_audit
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import say
from qmsctl.control.approved_texts import with_texts
from qmsctl.control.documents import Approved, ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Trust
from qmsctl.control.turns import turn_of, turns
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.document import references
from qmsctl.model.reading import read_file
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.reports.commands import approve_command, first_needed

__all__ = ["tell_outcome"]

_DECISIONS: Final[Mapping[str, Message]] = {
    "prepared": tr("preparation"),
    "checked": tr("checking"),
    "approved": tr("approval"),
    "reaffirmed": tr("confirmation that it is up to date"),
    "withdrawn": tr("withdrawal"),
}
"""What can be missing before a revision takes effect."""


def tell_outcome(session: Session, new: NewDecision, draft: Draft, *, recorded: bool) -> None:
    """Say on standard error what the decision comes to.

    Args:
        session: as it was before the decision was recorded.
        new: the decision.
        draft: its record.
        recorded: whether it was committed; until then it does not count.
    """
    document, _ = named_document(session.system, new.document, new.language)
    decision = _decision(draft)
    after = replace(document, decisions=(*document.decisions, decision))
    if not recorded:
        say(tr("It does not count yet. Once it is committed:"))
    for message in _outcome(session, after, decision.record.fact):
        say(message)
    if recorded and decision.record.fact.meaning == "approved" and after.in_force_on(session.system.day):
        say_next_of_audit(session.system, after.id)


def _decision(draft: Draft) -> Decision:
    """Return what the record of *draft* states, as control would have it."""
    ((path, content),) = draft.files.items()
    filed = read_file(path, content, NO_CACHE.shelf("")).filed
    if filed is None or not isinstance(filed.fact, Approval):
        raise ValueError(path)  # it was written a moment ago, from the same model
    return Decision(Filed(filed.fact, filed.source), Trust.DECLARED, None)


def _outcome(session: Session, after: ControlledDocument, fact: Approval) -> Iterator[Message]:
    if fact.meaning == "withdrawn":
        yield from _withdrawn(session.system, after, fact)
    elif fact.meaning == "reaffirmed":
        yield from _reviewed(session, after, fact)
    else:
        yield from _approved(session.system, after, fact)


def _approved(system: System, after: ControlledDocument, fact: Approval) -> Iterator[Message]:
    """Yield what is still missing, or from when the revision is in force."""
    known = turns(after.decisions)
    turn = turn_of(after.decisions[-1], known)  # the one that was just recorded
    same = [
        d
        for d in after.decisions
        if (d.record.fact.revision, d.record.fact.content, turn_of(d, known))
        == (fact.revision, fact.content, turn)
    ]
    recorded = {d.record.fact.meaning for d in same}
    missing = [meaning for meaning in after.demands.needs if meaning not in recorded]
    if missing:
        yield tr("Still missing: {meanings}.", meanings=tuple(_DECISIONS[meaning] for meaning in missing))
        yield tr("Next: {fix}", fix=approve_command(after, system.organisation, first_needed(missing)))
        return
    now = after.in_force_on(system.day)
    begins = min(
        d.record.fact.effective or d.record.fact.decided
        for d in same
        if d.record.fact.meaning in ("approved", fact.meaning)
    )
    if now is not None and (now.revision, now.content) == (fact.revision, fact.content):
        yield _in_force(after, fact.revision, now.effective)
    elif begins > system.day:
        yield _to_come(after, fact.revision, begins, now)
    elif now is not None:
        yield _overtaken(after, fact.revision, now)
    end = last_end(after)
    if end is not None and end >= begins:
        yield tr("It is also recorded that {document} is withdrawn from {day}.", document=after.id, day=end)


def _in_force(after: ControlledDocument, revision: str, since: dt.date) -> Message:
    if not revision:
        return tr(
            "{document}: the text in the file is approved and in force from {day}.",
            document=after.id,
            day=since,
        )
    return tr(
        "{document} revision {revision} is approved and in force from {day}.",
        document=after.id,
        revision=revision,
        day=since,
    )


def _overtaken(after: ControlledDocument, revision: str, now: Approved) -> Message:
    if not revision:
        return tr(
            "{document}: the text in the file is approved, but that of {day} is in force: it took effect later.",
            document=after.id,
            day=now.effective,
        )
    return tr(
        "{document} revision {revision} is approved, but revision {current} is in force: it took effect later.",
        document=after.id,
        revision=revision,
        current=now.revision,
    )


def _to_come(after: ControlledDocument, revision: str, begins: dt.date, now: Approved | None) -> Message:
    if not revision:
        return tr(
            "{document}: the text in the file is approved; it takes effect on {day}.",
            document=after.id,
            day=begins,
        )
    if now is None:
        return tr(
            "{document} revision {revision} is approved; it takes effect on {day}; until then no revision is in force.",
            document=after.id,
            revision=revision,
            day=begins,
        )
    return tr(
        "{document} revision {revision} is approved; it takes effect on {day}; until then revision {current} is in force.",
        document=after.id,
        revision=revision,
        day=begins,
        current=now.revision,
    )


def _reviewed(session: Session, after: ControlledDocument, fact: Approval) -> Iterator[Message]:
    """Yield that the revision stays, and when it is to be reviewed again."""
    system = session.system
    (document,), _ = with_texts(
        (after,), system.organisation, system.day, session.repository.git.blobs, NO_CACHE
    )
    if document.review_due is None:
        yield (
            tr("{document} revision {revision} stays in force.", document=after.id, revision=fact.revision)
            if fact.revision
            else tr("{document} stays in force as it is.", document=after.id)
        )
        return
    if not fact.revision:
        yield tr(
            "{document} stays in force as it is; the next review is due by {day}.",
            document=after.id,
            day=document.review_due,
        )
        return
    yield tr(
        "{document} revision {revision} stays in force; the next review is due by {day}.",
        document=after.id,
        revision=fact.revision,
        day=document.review_due,
    )


def _withdrawn(system: System, after: ControlledDocument, fact: Approval) -> Iterator[Message]:
    """Yield when the document ends, what begins all the same, and who still refers to it."""
    end = fact.effective or fact.decided
    referring = _referring(system, after.id)
    if referring:
        yield tr(
            "{document} is withdrawn from {day}; documents that still refer to it: {documents}.",
            document=after.id,
            day=end,
            documents=list_of(referring),
        )
        yield tr("Next: {fix}", fix=shlex.join(("qmsctl", "revise", referring[0])))
    else:
        yield tr("{document} is withdrawn from {day}; no document refers to it.", document=after.id, day=end)
    if system.audit(after.id) is not None:
        yield tr("Next: {fix}", fix=tr("plan another audit in its place, if it is needed: qmsctl audit plan"))
    for one in after.approved:
        if one.effective > end:
            yield (
                tr(
                    "The withdrawal does not end revision {revision}: it takes effect later, on {day}.",
                    revision=one.revision,
                    day=one.effective,
                )
                if one.revision
                else tr(
                    "The withdrawal does not end the text that takes effect later, on {day}.",
                    day=one.effective,
                )
            )


def _referring(system: System, id: str) -> list[str]:
    """Return the documents of the tree that name *id*, each once, without itself and the withdrawn."""
    return sorted(
        {
            d.id
            for d in system.documents
            if d.working is not None
            and d.id != id
            and d.state is not DocumentState.WITHDRAWN
            and any(named == id for _, named in references(d.working.fact))
        }
    )
