"""The calendar of a certificate."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.control.certificate import CertificateDays, certificate_days
from qmsctl.model.auditing import Certificate


def days(
    on: str, *surveillances: str, edition: str = "iso9001:2015", until: str = "2027-05-09"
) -> CertificateDays:
    """Return the calendar on a day of a certificate that was decided on 10 May 2024."""
    certificate = Certificate(
        edition=edition,
        decided=dt.date(2024, 5, 10),
        valid_until=dt.date.fromisoformat(until),
        surveillances=tuple(map(dt.date.fromisoformat, surveillances)),
    )
    return certificate_days(certificate, (), dt.date.fromisoformat(on))


@pytest.mark.parametrize(
    ("on", "done", "due", "overdue"),
    [
        ("2024-06-01", (), "2025-05-10", False),  # the first: twelve months after the decision
        ("2025-05-10", (), "2025-05-10", False),
        ("2025-05-11", (), "2025-05-10", True),
        ("2025-06-01", ("2025-04-22",), "2026-12-31", False),  # then every calendar year
        ("2027-01-01", ("2025-04-22",), "2026-12-31", True),
        (
            "2025-01-01",
            ("2024-12-10",),
            "2025-12-31",
            False,
        ),  # the first may come in the year of the decision
        ("2026-06-01", ("2025-04-22", "2026-05-04"), None, False),  # in the last year recertification comes
        (
            "2025-06-01",
            ("2025-04-22", "2026-05-04"),
            "2026-12-31",
            False,
        ),  # what has not happened yet does not count
        ("2025-06-01", ("2024-05-01",), "2025-05-10", True),  # what was before the decision neither
    ],
)
def test_surveillance(on: str, done: tuple[str, ...], due: str | None, overdue: bool) -> None:  # noqa: FBT001 - a row of the table
    """The first is due twelve months after the decision, then one in every year but the last."""
    found = days(on, *done)
    assert (due, overdue) == (
        found.surveillance_due.isoformat() if found.surveillance_due else None,
        found.surveillance_is_overdue,
    )


@pytest.mark.parametrize(
    ("on", "until", "done", "due"),
    [
        # Valid until January: recertification takes place in the year before, which has no surveillance.
        ("2026-11-27", "2027-01-31", ("2025-04-22",), None),
        ("2025-11-27", "2028-01-31", ("2025-04-22",), "2026-12-31"),
        ("2026-11-27", "2028-01-31", ("2025-04-22", "2026-05-04"), None),
        # The window ends with April, so that the year in which it began has its surveillance.
        ("2026-11-27", "2027-07-31", ("2025-04-22",), "2026-12-31"),
    ],
)
def test_the_year_of_recertification_has_no_surveillance(
    on: str, until: str, done: tuple[str, ...], due: str | None
) -> None:
    """It is that in which the window of recertification ends, whenever the certificate does."""
    found = days(on, *done, until=until).surveillance_due
    assert (found.isoformat() if found else None) == due


@pytest.mark.parametrize(
    ("edition", "until", "last", "opens", "closes"),
    [
        ("iso9001:2015", "2027-05-09", "2027-05-09", "2026-11-09", "2027-02-09"),
        ("iso9001:2015", "2029-11-30", "2029-09-30", "2029-03-30", "2029-06-30"),
        ("iso9001:2026", "2029-11-30", "2029-11-30", "2029-05-30", "2029-08-30"),
    ],
)
def test_last_day(edition: str, until: str, last: str, opens: str, closes: str) -> None:
    """The last valid day is the earlier of the end of the cycle and of the edition; recertification comes before it."""
    found = days("2026-11-22", edition=edition, until=until)
    assert (last, opens, closes) == tuple(
        day.isoformat() for day in (found.last_day, found.recertification_from, found.recertification_until)
    )
    assert (last != until) == found.ends_with_edition


def test_recertification_is_missed_after_its_window() -> None:
    """The window ends three months before the last day; on its last day it is not missed yet."""
    assert not days("2027-02-09").recertification_is_missed
    assert days("2027-02-10").recertification_is_missed
