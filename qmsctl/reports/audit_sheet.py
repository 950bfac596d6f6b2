"""The blank checklist of an audit: what a form to fill in on paper, or in a spreadsheet, says before anybody does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsctl.control.system import System
from qmsctl.reports.conducting import Put, earlier, put

__all__ = ["BlankSheet", "blank_sheet"]


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """The questions of one audit, each as it is put."""

    organisation: str
    audit: str
    title: str
    day: dt.date
    """As of which day it was made."""
    days: tuple[dt.date, ...]
    units: tuple[str, ...]
    auditors: tuple[str, ...]
    """Names of the audit team."""
    known_units: tuple[str, ...]
    """Those that an answer can come from: of the audit's scope, or else all that the organisation has."""
    questions: tuple[Put, ...]


def blank_sheet(system: System, id: str) -> BlankSheet:
    """Return the blank checklist of the audit *id*.

    Raises:
        RefusedError: there is no such audit.
    """
    audit = system.audit_named(id)
    before = earlier(audit, system)
    plan = audit.plan.fact
    titles = system.organisation.units
    units = tuple(titles.get(unit, unit) for unit in plan.scope.units)
    return BlankSheet(
        system.organisation.organisation.name,
        audit.id,
        plan.title,
        system.day,
        plan.days,
        units,
        tuple(dict.fromkeys(system.organisation.title(member.person) for member in plan.team)),
        units or tuple(titles.values()),
        tuple(put(audit, index, system, before) for index in range(len(audit.asked))),
    )
