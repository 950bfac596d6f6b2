"""What `qms.yaml` says about audits: the certificate, and what the organisation demands of its auditors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from qmsctl.model.values import FORBID_UNKNOWN, Day, Months, Named

__all__ = ["Auditing", "Certificate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The certificate of the system."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    edition: Named
    number: str | None = None
    body: str | None = None
    """Who issued it."""
    decided: Day
    """The day of the decision that began the cycle."""
    valid_until: Day
    surveillances: tuple[Day, ...] = ()
    """The days of surveillance audits that are not kept here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditing:
    """What the organisation demands of its audits."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    every: Months = 36
    """Every process and clause is audited at least so often."""
    experience: int = 1
    """How many audits somebody led or took part in before leading one."""
    independence: Months = 24
    """For how long nobody audits what they were responsible for, worked on or advised on."""
    strict: bool = False
    """No safeguard makes up for auditing one's own work, whatever the edition."""
