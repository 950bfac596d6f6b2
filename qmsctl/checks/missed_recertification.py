"""AUD020: the window for the recertification audit has passed."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.certificate import CertificateDays
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, certificates, rule
from qmsctl.settings import Severity


@rule("AUD020", over=certificates, severity=Severity.WARNING, clauses=("9.2.1",))
def missed_recertification(days: CertificateDays, system: System) -> Iterator[Answer]:
    """The recertification audit is concluded in time before the certificate ends."""
    if system.day < days.recertification_from:
        yield NotApplicable()
    elif days.recertification_is_missed:
        yield Problem(
            system.qms.configuration.at("certificate", "valid_until"),
            tr(
                "the recertification audit was to be concluded by {day}; the certificate is valid until {last}",
                day=days.recertification_until,
                last=days.last_day,
            ),
            tr("arrange it with the certification body at once, or enter the new certificate in qms.yaml"),
        )
