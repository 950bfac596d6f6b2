"""REV009: a decision takes effect before it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Origin
from qmsctl.messages import Message, tr
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity

TAKES_EFFECT: Final = frozenset({"approved", "withdrawn"})
"""The meanings that have a day from which they hold."""

_OTHERWISE: Final = tr(
    "let the document say from which day it really holds; have the next text approved before it takes effect"
)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision, and since when what it was about is said to hold."""

    record: Filed[Approval]
    by_record: bool
    held_from: dt.date | None
    """`None` if the decision is not one without which nothing would hold."""


def _decisions(system: System) -> Iterator[_Decided]:
    """Yield every decision that counts."""
    for document in system.documents:
        held_from = _held_from(document)
        for decision in document.decisions:
            by_record = decision.origin is Origin.RECORD
            yield _Decided(decision.record, by_record, held_from.get(id(decision.record)))


def _held_from(document: ControlledDocument) -> dict[int, dt.date]:
    """Return since when what was decided holds, by the `id` of the record of each first decision that it needs."""
    found: dict[int, dt.date] = {}
    for one in (*document.approved, *document.rivals):
        approval = one.decided_as("approved")
        # What came before an approval that is itself too late is not reported beside it.
        since = max(one.effective, approval.record.fact.decided) if approval else one.effective
        for meaning in document.demands.needs:
            made = [d.record for d in one.decisions if d.record.fact.meaning == meaning]
            # Whoever decides the same once more, later, makes nothing hold that did not.
            first = min(made, key=lambda record: (record.fact.decided, record.path), default=None)
            if first is not None:
                found[id(first)] = since
    return found


@rule("REV009", over=_decisions, severity=Severity.WARNING, clauses=("7.5.2", "7.5.3.2"))
def retroactive_approval(decision: _Decided, system: System) -> Iterator[Answer]:
    """Nothing takes effect before it was decided."""
    del system
    fact = decision.record.fact
    if fact.meaning in TAKES_EFFECT and fact.effective is not None and fact.effective < fact.decided:
        yield Problem(
            decision.record.at("effective"),
            _message(fact, fact.effective),
            tr("record a correction in which it takes effect on the day of the decision or later")
            if decision.by_record
            else _OTHERWISE,
        )
    elif decision.held_from is not None and decision.held_from < fact.decided:
        yield Problem(
            decision.record.at("decided"),
            _message(fact, decision.held_from),
            tr("record a correction of the approval in which it takes effect once everything is decided")
            if decision.by_record
            else _OTHERWISE,
        )
    elif decision.held_from is None and fact.meaning not in TAKES_EFFECT:
        yield NotApplicable()


def _message(fact: Approval, effective: dt.date) -> Message:
    if fact.meaning == "withdrawn":
        return tr(
            "the withdrawal of {document} takes effect on {effective}, and was decided only on {decided}",
            document=fact.document,
            effective=effective,
            decided=fact.decided,
        )
    if not fact.revision:
        return _of_its_text(fact, effective)
    phrases = {
        "prepared": tr(
            "revision {revision} of {document} takes effect on {effective}, and is said to be prepared"
            " only on {decided}",
            revision=fact.revision,
            document=fact.document,
            effective=effective,
            decided=fact.decided,
        ),
        "checked": tr(
            "revision {revision} of {document} takes effect on {effective}, and was checked only on {decided}",
            revision=fact.revision,
            document=fact.document,
            effective=effective,
            decided=fact.decided,
        ),
    }
    return phrases.get(
        fact.meaning,
        tr(
            "revision {revision} of {document} takes effect on {effective}, and was approved only on {decided}",
            revision=fact.revision,
            document=fact.document,
            effective=effective,
            decided=fact.decided,
        ),
    )


def _of_its_text(fact: Approval, effective: dt.date) -> Message:
    """Return the same of a document that bears no revision."""
    document, decided = fact.document, fact.decided
    phrases = {
        "prepared": tr(
            "the text of {document} takes effect on {effective}, and is said to be prepared only on {decided}",
            document=document,
            effective=effective,
            decided=decided,
        ),
        "checked": tr(
            "the text of {document} takes effect on {effective}, and was checked only on {decided}",
            document=document,
            effective=effective,
            decided=decided,
        ),
    }
    return phrases.get(
        fact.meaning,
        tr(
            "the text of {document} takes effect on {effective}, and was approved only on {decided}",
            document=document,
            effective=effective,
            decided=decided,
        ),
    )
