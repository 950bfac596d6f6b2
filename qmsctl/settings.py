"""How grave a problem is, and what an organisation says about single rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["RuleSetting", "Severity"]


class Severity(Enum):
    """How grave a problem is for the state of the repository.

    It is not the grade of an audit finding, and neither follows from the other.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Higher is graver."""
        return {"error": 3, "warning": 2, "note": 1}[self.value]


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What `qms.yaml` says about one rule."""

    enabled: bool = True
    severity: Severity | None = None
    """`None` leaves the rule's own."""
    reason: str | None = None
    """Why a rule is off; without one it stays on."""
