"""From what a report is made: the day, the commit, and whether anything on disk departs from it."""

from __future__ import annotations

from qmsctl import __version__
from qmsctl.control.system import System
from qmsctl.inspection.key_source import key_source
from qmsctl.reports.audit_report import Provenance

__all__ = ["made_from"]


def made_from(system: System, *, working_tree: bool) -> Provenance:
    """Return from what a report about *system* is made.

    Args:
        system: on the day of the report.
        working_tree: whether its files are those on disk, and not those of a commit.
    """
    return Provenance(
        system.day,
        system.history.head,
        working_tree,
        system.history.complete,
        __version__,
        system.uncommitted if working_tree else (),
        key_source(system.authority),
    )
