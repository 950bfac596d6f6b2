"""By when findings are followed up: what `qms.yaml` leaves out is as usual, and what it changes is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from qmsctl.control.finding_deadlines import deadlines_of, first_due
from qmsctl.model.finding_settings import Deadlines, FindingSettings
from qmsctl.model.organisation import Identity, Organisation
from qmsctl.model.values import Grade
from qmsctl.reports.settings_changes import settings_changes


def _organisation(deadlines: Mapping[Grade, Deadlines] | None = None) -> Organisation:
    return Organisation(
        qms="1",
        organisation=Identity(name="Example Office"),
        editions=("iso9001:2015",),
        findings=FindingSettings(deadlines=deadlines or {}),
    )


def test_settings_replace_only_what_they_name() -> None:
    """A grade that says one thing keeps the rest; another grade keeps all."""
    own = _organisation({"minor": Deadlines(answer="10 working days")})

    assert deadlines_of(own, "minor").answer == "10 working days"
    assert deadlines_of(own, "minor").acknowledge == "7 days"
    assert deadlines_of(own, "major") == deadlines_of(_organisation(), "major")
    assert first_due(own, "minor", dt.date(2026, 10, 30)) == dt.date(2026, 11, 16)
    assert first_due(own, "strength", dt.date(2026, 10, 30)) is None


def test_more_time_is_a_change_of_the_settings() -> None:
    """Whoever reads what changed in a period sees that findings may wait longer now."""
    said = [
        (change.part, change.message.into("pl"))
        for change in settings_changes(
            _organisation(), _organisation({"minor": Deadlines(correct="60 days")})
        )
    ]

    assert said == [("findings", "niezgodność mała, czas na korekcję: 60 dni, przedtem: 30 dni")]
