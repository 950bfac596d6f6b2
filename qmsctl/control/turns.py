"""Texts that bear no revision, and come back: which time each decision is about.

What bears a revision comes back under a new one, or as what it was.  What bears none is told from other texts by its
content, and one that comes back after another was approved is decided on anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qmsctl.control.trust import Decision, Origin

__all__ = ["turn_of", "turn_to_come", "turns"]


def turns(decisions: Sequence[Decision]) -> Mapping[int, int]:
    """Return by identity how often the text of each of *decisions* had been there before, with another in between.

    What is no record knows it from the history; a record is about the last time before it, or begins the next.
    Decisions on what bears a revision are left out.
    """
    found: dict[int, int] = {}
    approved: list[Decision] = []
    latest: dict[str, int] = {}
    for decision in sorted((d for d in decisions if not d.record.fact.revision), key=_when):
        fact = decision.record.fact
        turn = decision.returned
        if decision.origin is Origin.RECORD:
            turn = _next(fact.content, approved, latest)
        found[id(decision)] = turn
        if fact.meaning == "approved":
            approved.append(decision)
            latest[fact.content] = max(latest.get(fact.content, 0), turn)
    return found


def turn_of(decision: Decision, known: Mapping[int, int]) -> int:
    """Return which time *decision* is about, by what `turns` found; of what bears a revision always the first."""
    return known.get(id(decision), 0)


def turn_to_come(content: str | None, decisions: Sequence[Decision]) -> int:
    """Return which time a record is about that is made of *content* now, after all of *decisions*."""
    known = turns(decisions)
    approved = [d for d in sorted(decisions, key=_when) if d.record.fact.meaning == "approved"]
    latest: dict[str, int] = {}
    for decision in approved:
        one = decision.record.fact.content
        latest[one] = max(latest.get(one, 0), turn_of(decision, known))
    return _next(content, approved, latest)


def _next(content: str | None, approved: Sequence[Decision], latest: Mapping[str, int]) -> int:
    """Return which time a record of *content* is about, after what was *approved*."""
    if content is None or content not in latest:
        return 0
    again = approved[-1].record.fact.content != content
    return latest[content] + again


def _when(decision: Decision) -> tuple[str, str]:
    """Return what puts decisions in order: the day from which they count, and when they were recorded."""
    fact = decision.record.fact
    day = fact.effective if fact.meaning == "approved" and fact.effective else fact.decided
    return day.isoformat(), fact.recorded.isoformat()
