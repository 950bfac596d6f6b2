"""AUD019: the surveillance audit of the certification body is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.certificate import CertificateDays
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, certificates, rule
from qmsctl.settings import Severity


@rule("AUD019", over=certificates, severity=Severity.WARNING, clauses=("9.2.1",))
def overdue_surveillance(days: CertificateDays, system: System) -> Iterator[Answer]:
    """The certification body audits within twelve months of its decision, then every calendar year."""
    if days.surveillance_due is None:
        yield NotApplicable()
    elif days.surveillance_is_overdue:
        yield Problem(
            system.qms.configuration.at("certificate"),
            tr("the surveillance audit was due by {day}", day=days.surveillance_due),
            tr("arrange it with the certification body, or add its day to surveillances of the certificate"),
        )
