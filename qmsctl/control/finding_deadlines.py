"""By when the steps of a finding are due: as `qms.yaml` says, or as is usual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Final

from qmsctl.control.working_days import after
from qmsctl.model.finding_settings import Deadlines
from qmsctl.model.organisation import Organisation

__all__ = ["DEFAULT_DEADLINES", "deadlines_of", "first_due"]

DEFAULT_DEADLINES: Final[Mapping[str, Deadlines]] = {
    "major": Deadlines(
        acknowledge="3 days", correct="14 days", answer="30 days", implement="60 days", verify="90 days"
    ),
    "minor": Deadlines(
        acknowledge="7 days", correct="30 days", answer="30 days", implement="90 days", verify="90 days"
    ),
    "observation": Deadlines(assess="60 days"),
    "opportunity": Deadlines(assess="90 days"),
    "strength": Deadlines(),
}
"""What counts where `qms.yaml` says nothing; ISO 9001 itself knows no numbers."""


def deadlines_of(organisation: Organisation, grade: str) -> Deadlines:
    """Return by when the steps of a finding of *grade* are taken."""
    usual = DEFAULT_DEADLINES.get(grade, Deadlines())
    stated = next((own for key, own in organisation.findings.deadlines.items() if key == grade), None)
    if stated is None:
        return usual
    return replace(
        usual,
        **{
            field.name: given
            for field in fields(stated)
            if (given := getattr(stated, field.name)) is not None
        },
    )


def first_due(organisation: Organisation, grade: str, raised: dt.date) -> dt.date | None:
    """Return by when a finding of *grade* is answered or assessed; `None` if it asks for no answer."""
    deadlines = deadlines_of(organisation, grade)
    span = deadlines.answer or deadlines.assess
    return after(raised, span) if span else None
