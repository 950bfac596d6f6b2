"""REV014: a document was withdrawn before the one that takes its place was in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity


def withdrawn(system: System) -> Iterator[ControlledDocument]:
    """Yield every document that is withdrawn, whether its file is there or not."""
    return (document for document in system.documents if document.withdrawn is not None)


@rule("REV014", over=withdrawn, severity=Severity.WARNING, clauses=("7.5.3.2", "6.3"), records_alone=True)
def succession_gap(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """What takes the place of a withdrawn document is in force from the first day without it."""
    withdrawal = document.withdrawn
    successor = withdrawal.record.fact.successor if withdrawal else None
    if withdrawal is None or successor is None or successor == document.id or successor in system.unreadable:
        yield NotApplicable()  # `succession-cycle` reports who succeeds itself, `malformed-file` the other
        return
    day = withdrawal.record.fact.effective or withdrawal.record.fact.decided
    versions = system.documents_by_id.get(successor, ())
    heirs = [v for v in versions if v.language == document.language] or versions
    if not any(heir.in_force_on(day) for heir in heirs):
        yield Problem(
            withdrawal.record.at("successor"),
            _message(document.id, successor, day, [one for heir in heirs for one in _later(heir, day)])
            if heirs
            else tr(
                "{document} was withdrawn on {day} in favour of {successor}, and there is no such document",
                document=document.id,
                day=day,
                successor=successor,
            ),
            tr(
                "put {successor} into force, or record a correction of the withdrawal"
                " with the right day and successor",
                successor=successor,
            ),
        )


def _later(heir: ControlledDocument, day: dt.date) -> Iterator[dt.date]:
    """Yield the days after *day* on which a revision of *heir* took or takes effect."""
    return (one.effective for one in heir.approved if one.effective > day)


def _message(document: str, successor: str, day: dt.date, later: list[dt.date]) -> Message:
    if not later:
        return tr(
            "{document} was withdrawn on {day} in favour of {successor}, which was not in force on that day",
            document=document,
            day=day,
            successor=successor,
        )
    return tr(
        "{document} was withdrawn on {day} in favour of {successor}, which is in force only from {later} on",
        document=document,
        day=day,
        successor=successor,
        later=min(later),
    )
