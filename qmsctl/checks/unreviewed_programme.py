"""AUD040: the period of an audit programme is over, and nobody wrote down what was learnt from it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import ProgrammeReview
from qmsctl.rule import Answer, NotApplicable, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD040", over=programmes, severity=Severity.NOTE, clauses=("9.2.2", "10.3"))
def unreviewed_programme(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """A programme whose period is over was reviewed."""
    period = programme.stated.fact.period
    if period is None or system.day <= period[1]:
        yield NotApplicable()
    elif not _says_something(programme.stated.fact.review):
        yield Problem(
            programme.stated.at("review"),
            tr("{programme} ended on {day}, and was not reviewed", programme=programme.id, day=period[1]),
            tr(
                "write under review what went as planned, what did not, and what the next programme does otherwise"
            ),
        )


def _says_something(review: ProgrammeReview | None) -> bool:
    return review is not None and bool((review.text or "").strip() or any(map(str.strip, review.lessons)))
