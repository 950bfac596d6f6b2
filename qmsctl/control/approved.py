"""What was approved of a document: each content with the decisions it rests on, in the order in which they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from qmsctl.control.records import record_name
from qmsctl.control.trust import Decision
from qmsctl.control.turns import turn_of, turns
from qmsctl.model.organisation import DocumentType

__all__ = ["Approved", "approved_contents"]


@dataclass(frozen=True, slots=True)
class Approved:
    """One content that was approved under one revision, with every meaning its type demands."""

    revision: str
    content: str
    blob: str
    effective: dt.date
    decisions: tuple[Decision, ...]

    @property
    def named(self) -> str:
        """What tells it from others: its revision, or its content where documents bear none."""
        return self.revision or self.content

    def decided_as(self, meaning: str) -> Decision | None:
        """Return the latest decision in *meaning*."""
        found = [d for d in self.decisions if d.record.fact.meaning == meaning]
        return found[-1] if found else None

    @property
    def decision(self) -> Decision:
        """The decision that put it in force: the latest approval, or where its type demands none the last of all."""
        return self.decided_as("approved") or self.decisions[-1]


def approved_contents(
    decisions: Sequence[Decision], demands: DocumentType, day: dt.date
) -> tuple[list[Approved], list[Approved]]:
    """Return the contents that bear every decision the type demands, and those whose revision was taken.

    The newest stands last: by the day it takes effect, then the day decided,
    then the name of the record; never by the revision, which is only a text.
    """
    groups: dict[tuple[str, str, int], list[Decision]] = {}
    known = turns(decisions)
    for decision in decisions:
        record = decision.record.fact
        if record.decided <= day and record.meaning != "withdrawn":
            turn = turn_of(decision, known)
            groups.setdefault((record.revision, record.content, turn), []).append(decision)
    complete: list[tuple[tuple[dt.date, dt.date, str], Approved]] = []
    for (revision, content, _), group in groups.items():
        if not set(demands.needs) <= {d.record.fact.meaning for d in group}:
            continue
        # Where two approved the same text, apart from each other, it holds from the first of their days.
        order, first = min(
            ((_order(d), d) for d in group if d.record.fact.meaning == "approved"),
            default=(_order(group[-1]), group[-1]),
            key=lambda pair: pair[0],
        )
        complete.append((order, Approved(revision, content, first.record.fact.blob, order[0], tuple(group))))
    # A revision belongs to the content that was first recorded under it, whatever day a later one claims.
    complete.sort(key=lambda pair: (pair[1].decisions[-1].record.fact.recorded, pair[0]))
    owners: dict[str, str] = {}
    for _, approved in complete:
        owners.setdefault(approved.named, approved.content)
    complete.sort(key=lambda pair: pair[0])
    kept = [approved for _, approved in complete if owners[approved.named] == approved.content]
    rivals = [approved for _, approved in complete if owners[approved.named] != approved.content]
    return kept, rivals


def _order(decision: Decision) -> tuple[dt.date, dt.date, str]:
    """Return what puts approvals in order: the day it takes effect, the day decided, the record's name."""
    record = decision.record.fact
    return record.effective or record.decided, record.decided, record_name(decision.record)
