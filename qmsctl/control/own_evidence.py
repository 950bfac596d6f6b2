"""Which answers have evidence of their own: something that only this question made somebody look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed

__all__ = ["with_own_evidence"]


def with_own_evidence(answers: Iterable[Filed[Evidence]]) -> frozenset[str]:
    """Return the paths of those of *answers* that have evidence of their own.

    That is a file, a sample, a pinned document, or words about what was seen that no other answer repeats.
    """
    judged = [record for record in answers if record.fact.result in ("conforms", "does_not_conform")]
    times = Counter(words for record in judged if (words := _words(record.fact)))
    return frozenset(
        record.path
        for record in judged
        if record.fact.attachments
        or record.fact.sample is not None
        or record.fact.judged_against
        or times[_words(record.fact)] == 1
    )


def _words(fact: Evidence) -> str:
    """Return what was seen, so that the same words in another spelling are the same."""
    return " ".join((fact.seen or "").casefold().split())
