"""DUE001: what is in force was not reviewed in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.model.mapped_document import declared_of
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Option, Options, Severity, Unit

GRACE: Final = Option("grace", 0, Unit.DAYS, tr("how long after its day a review may be late"))


@rule(
    "DUE001",
    over=documents,
    severity=Severity.WARNING,
    clauses=("7.5.2", "7.5.3.2"),
    options=(GRACE,),
    needs=(
        "review_every",
        "review_due",
    ),
)
def overdue_review(document: ControlledDocument, system: System, options: Options) -> Iterator[Answer]:
    """A document in force is reviewed within its interval."""
    if document.review_due is None or document.working is None:
        yield NotApplicable()
    elif system.day - document.review_due > options.days(GRACE):  # on the day it is due it is not yet overdue
        days = (system.day - document.review_due).days
        yield Problem(
            document.working.at(
                "review_due" if declared_of(document.working.fact).review_due else "review_every"
            ),
            tr_n(
                "the review of {document} was due on {due}, {count} day ago",
                "the review of {document} was due on {due}, {count} days ago",
                days,
                document=document.id,
                due=document.review_due,
            ),
            tr("review it, then record that it stays as it is or approve a next revision"),
        )
