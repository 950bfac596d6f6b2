"""Documents of external origin: acts of law, standards, forms of others.  They are watched and not written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from qmsctl.model.values import FORBID_UNKNOWN, Day, Months

__all__ = ["External"]


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """Where a document of external origin comes from, and when somebody last looked whether it has changed."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    source: str | None = None
    """Who issues it."""
    where: str | None = None
    """Where its text in force is found: an address, a shelf."""
    cited_as: tuple[str, ...] = ()
    """How other documents call it in `legal_basis`, besides its id and title."""
    changed: Day | None = None
    """The day its last change took effect, or takes it."""
    verified: Day | None = None
    """When somebody last looked."""
    verify_every: Months = 12
