"""Where `qms.yaml` says how findings are followed up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from qmsctl.model.values import FORBID_UNKNOWN, Grade, Span

__all__ = ["Deadlines", "FindingSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """By when each step of the follow-up of a finding is taken."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    acknowledge: Span | None = None
    """After it was raised."""
    correct: Span | None = None
    answer: Span | None = None
    """Extent, cause and the plan of the action."""
    implement: Span | None = None
    verify: Span | None = None
    """After the action was carried out."""
    assess: Span | None = None
    """Of what is no nonconformity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSettings:
    """How findings are followed up."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    deadlines: Mapping[Grade, Deadlines] = field(default_factory=dict)
    """By grade; what is left out is as qmsctl has it."""
    settled_by: tuple[str, ...] = ()
    """The roles that answer a dispute, each where those before it answer for the finding themselves."""
