"""AUD021: the edition of the certificate ends before the certificate does."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.certificate import CertificateDays
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, certificates, rule
from qmsctl.settings import Severity
from qmsctl.standards import edition


@rule("AUD021", over=certificates, severity=Severity.WARNING, clauses=("6.3", "9.2.1"))
def outlived_edition(days: CertificateDays, system: System) -> Iterator[Answer]:
    """The edition that the certificate names lasts as long as the certificate."""
    if days.edition_end is None:
        yield NotApplicable()
    elif days.ends_with_edition:
        name = edition(days.certificate.edition).designation
        yield Problem(
            system.qms.configuration.at("certificate", "valid_until"),
            tr(
                "the certificate is to be valid until {until}, and certificates to {edition} end on {day}",
                until=days.certificate.valid_until,
                edition=name,
                day=days.edition_end,
            ),
            tr(
                "plan a transition audit to the next edition before that day; the day was not verified against the original source"
            ),
        )
