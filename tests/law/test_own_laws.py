"""Periods that an organisation set itself, in `qms.yaml`: read, used, and refused where they are none."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.control.own_laws import laws_for
from qmsctl.control.periods import last_day
from qmsctl.law import Length, Unit
from qmsctl.model.configuration import BrokenConfigurationError, load_organisation
from qmsctl.model.organisation import Organisation
from qmsctl.repo.snapshot import MemorySnapshot


def organisation(laws: str) -> Organisation:
    """Return what a `qms.yaml` with these *laws* says."""
    text = f"qms: 1\norganisation: {{name: X}}\neditions: [iso9001:2015]\nlaws: {laws}\n"
    return load_organisation(MemorySnapshot({"qms.yaml": text.encode()}))[0]


@pytest.mark.parametrize(
    ("period", "length"),
    [
        ("1 day", Length(1, Unit.DAY)),
        ("14 days", Length(14, Unit.DAY)),
        ("5 working days", Length(5, Unit.WORKDAY)),
        ("2 weeks", Length(2, Unit.WEEK)),
        ("1 month", Length(1, Unit.MONTH)),
        ("2 years", Length(2, Unit.YEAR)),
    ],
)
def test_periods(period: str, length: Length) -> None:
    """Every unit is read, and counted as those of a law are."""
    stated = organisation(
        f"{{Patients: {{title: PS-09, checked: 2026-11-01, periods: {{Urgent complaint: {period}}}}}}}"
    )
    law = laws_for(stated)["patients"]
    rule = law.rule("urgent  Complaint")

    assert rule is not None
    assert length == rule.length
    assert "PS-09" == rule.article == rule.source == law.source
    assert law.rule("complaint") is None
    assert last_day(dt.date(2026, 11, 2), length) > dt.date(2026, 11, 2)


def test_own_before_shipped() -> None:
    """A law of one's own stands before the one of qmsctl that has its name, and all others are still there."""
    stated = organisation("{kpa: {title: T, source: S, checked: 2026-11-01, periods: {skarga: 10 days}}}")

    assert "S" == laws_for(stated)["kpa"].source
    assert "petitions" in laws_for(stated)
    assert "kpa" in laws_for(organisation("{}"))


@pytest.mark.parametrize(
    "laws",
    [
        "{a: {title: T, periods: {x: 14 days}}}",
        "{a: {title: T, checked: 2026-02-30, periods: {x: 14 days}}}",
        "{a: {title: T, checked: 2026-11-01}}",
        "{a: {title: T, checked: 2026-11-01, periods: {x: soon}}}",
        "{a: {title: T, checked: 2026-11-01, periods: {x: 0 days}}}",
        "{a: {title: T, checked: 2026-11-01, periods: {x: 14}}}",
    ],
)
def test_what_is_no_law(laws: str) -> None:
    """A period that is none, and a law without a day or periods, stop at their place."""
    with pytest.raises(BrokenConfigurationError):
        organisation(laws)
