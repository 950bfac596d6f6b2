"""What `qms.yaml` says about rules: which are asked, how grave they are, and who may waive them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from qmsctl.model.values import FORBID_UNKNOWN

__all__ = ["CheckEntry", "RuleEntry", "SeverityName", "WaiverSettings"]


SeverityName: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverSettings:
    """Who may waive rules."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    approvers: tuple[str, ...] = ()
    """The roles that may; empty: those that may approve the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """What is said about one rule, or about a family of rules; what is left out is said elsewhere."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    enabled: bool | None = None
    severity: SeverityName | None = None
    reason: str | None = None
    """Why it is off."""
    by_type: Mapping[str, SeverityName] = field(default_factory=dict)
    """The severity of problems of documents of a type."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The figures of the rule, as they are written: only the rule knows what they may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEntry:
    """What is said about the check on the command line, in the words of `qms.yaml`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    rules: Mapping[str, RuleEntry] = field(default_factory=dict)
