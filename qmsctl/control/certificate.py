"""The calendar of a certificate: surveillance, recertification, and the last day on which it is valid.

As ISO/IEC 17021-1 lays it down: the first surveillance within twelve months of the
decision, then one in every calendar year but that of recertification.  That is the year
in which the window of recertification ends, which need not be the year in which the
certificate does: one that is valid until January is renewed in the year before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.programme import concluded_on
from qmsctl.model.auditing import Certificate
from qmsctl.model.values import add_months
from qmsctl.standards import EDITIONS, edition

__all__ = ["CertificateDays", "certificate_days"]

_FIRST: Final = 12
"""Months from the decision to the first surveillance, at the most."""
_WINDOW: Final = (6, 3)
"""Months before the last valid day between which recertification is usually carried out."""


@dataclass(frozen=True, slots=True)
class CertificateDays:
    """What a certificate demands on a day."""

    certificate: Certificate
    day: dt.date
    """The day on which it is looked at."""
    last_day: dt.date
    """The earlier of the end of the cycle and the end of the edition."""
    edition_end: dt.date | None
    """The last day on which a certificate may name its edition; not verified against the original."""
    surveillances: tuple[dt.date, ...]
    """Those that were carried out, in order."""
    surveillance_due: dt.date | None
    """By when the next has to be carried out; `None` if recertification comes first."""
    recertification_from: dt.date
    recertification_until: dt.date
    recertified: dt.date | None
    """The day the recertification audit was concluded, or the transition audit in its place."""

    @property
    def ends_with_edition(self) -> bool:
        """Whether the edition ends before the cycle does."""
        return self.edition_end is not None and self.edition_end < self.certificate.valid_until

    @property
    def surveillance_is_overdue(self) -> bool:
        """Whether a surveillance should have been carried out by now."""
        return self.surveillance_due is not None and self.surveillance_due < self.day

    @property
    def recertification_is_missed(self) -> bool:
        """Whether the window has passed without recertification."""
        return self.recertified is None and self.recertification_until < self.day


def certificate_days(
    certificate: Certificate, audits: Iterable[ControlledAudit], day: dt.date
) -> CertificateDays:
    """Return what *certificate* demands on *day*.

    Args:
        certificate: as `qms.yaml` states it.
        audits: those of the certification body are among them, as far as they are kept here.
        day: nothing after it counts.
    """
    kept = [(audit.plan.fact.kind, when) for audit in audits if (when := concluded_on(audit)) is not None]
    stated = [one for one in certificate.surveillances if one <= day]
    done = {*stated, *(when for kind, when in kept if kind == "surveillance")}
    own = sorted(when for when in done if certificate.decided < when <= certificate.valid_until)
    end = edition(certificate.edition).transition_end if certificate.edition in EDITIONS else None
    last = min(certificate.valid_until, end or dt.date.max)
    opens, closes = (add_months(last, -months) for months in _WINDOW)
    # A certificate that ends with its edition is renewed by the audit that moves it to the next one.
    renewing = {"recertification", *(("transition",) if last < certificate.valid_until else ())}
    renewed = sorted(when for kind, when in kept if kind in renewing and when >= opens)
    return CertificateDays(
        certificate,
        day,
        last,
        end,
        tuple(own),
        None if renewed else _surveillance_due(certificate, own, closes.year),
        opens,
        closes,
        renewed[0] if renewed else None,
    )


def _surveillance_due(certificate: Certificate, done: Sequence[dt.date], renewal: int) -> dt.date | None:
    """Return by when the next surveillance is due: the earliest obligation that nothing fulfils.

    Args:
        certificate: whose decision the first one follows.
        done: the days of those that were carried out, in order.
        renewal: the year of recertification, in which none is due.
    """
    first = add_months(certificate.decided, _FIRST)
    if not done:
        return first
    years = {when.year for when in done}
    for year in range(min(years), renewal):
        if year not in years and year > done[0].year:
            return dt.date(year, 12, 31)
    return None
