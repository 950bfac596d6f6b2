"""The faults that the stories were given, so that a check has something to find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.messages import Message, tr

__all__ = ["PLANTED", "Planted"]


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault the demonstration was given, so that a check has something to find."""

    rule: str
    """The slug of the rule that reports it."""
    what: Message


_IN_01: Final = Planted(
    "changed-after-approval",
    tr("IN-01 was changed after it had been approved, and still calls itself revision 1"),
)

PLANTED: Final[Mapping[str, tuple[Planted, ...]]] = {
    "two-years": (
        Planted(
            "unapproved-revision",
            tr("a draft of revision 2 of PS-09 lies where revision 1 is in force"),
        ),
        _IN_01,
        Planted(
            "overdue-review",
            tr("PS-08 should have been reviewed in October 2026"),
        ),
        Planted(
            "withdrawn-reference",
            tr("PS-04 still refers to IN-02, which was withdrawn"),
        ),
        Planted(
            "self-approval",
            tr("revision 2 of PP-06 was approved by the person who had written it"),
        ),
        Planted(
            "overdue-action",
            tr("the action on NC-2026-DM-1 was due on 16 October 2026, and nobody has recorded it as done"),
        ),
    ),
    "ten-years": (
        _IN_01,
        Planted(
            "unapproved-revision",
            tr("IN-08 is a draft that has never been approved"),
        ),
        Planted(
            "unapproved-revision",
            tr("a draft of revision 7 of PP-04 lies where revision 6 is in force"),
        ),
        Planted(
            "overdue-action",
            tr("what NC-2026-01-C1 asks for was due on 25 November 2026, and has not been answered"),
        ),
        Planted(
            "late-audit",
            tr("the audit of external funds was planned for May 2026, and was not held"),
        ),
        Planted(
            "unauthorised-waiver",
            tr("the IT officer waived the review of IN-04, and may not"),
        ),
    ),
}
"""By story: everything that a check of it finds on its day."""
