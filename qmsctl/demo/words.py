"""What people wrote in a story, in one language: messages, bases, what was seen and answered, and older texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from qmsctl.model.values import FORBID_UNKNOWN, Day

__all__ = [
    "Aged",
    "AuditWords",
    "Documented",
    "FindingWords",
    "Older",
    "Replacement",
    "Words",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Words that take the place of others."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A file of the story and where it goes."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    path: str
    from_: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenWords:
    """What evidence says."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    seen: str | None = None
    where: str | None = None
    asked: str | None = None
    reason: str | None = None
    note: str | None = None
    attachments: tuple[str, ...] = ()
    """Files of the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWords:
    """What minutes say."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    present: tuple[str, ...] = ()
    text: str
    reason: str | None = None
    fulfilment: str | None = None
    recommendation: str | None = None
    next_audits: str | None = None
    not_covered: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    programme_issues: str | None = None
    use_of_marks: str | None = None
    certified_scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """What a text of the model office said until a day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    until: Day
    """The first day on which it says what it says now."""
    in_: tuple[str, ...] = ()
    """The documents; empty: wherever it stands."""
    now: str
    """What it says now, and did not say then."""
    then: str = ""
    """What stood there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """How the texts of the model office differ from what they were."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    values: Mapping[str, str] = field(default_factory=dict)
    """What they name: the organisation, its town and its address."""
    older: tuple[Older, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people wrote besides documents, audits and findings, in one language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    files: Mapping[str, Placed]
    messages: Mapping[str, str]
    bases: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWords:
    """What an audit recorded, in one language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    evidence: Mapping[str, SeenWords]
    minutes: Mapping[str, HeldWords]
    report: str | None = None
    """The name of the report's file, without its ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWords:
    """What was found and answered, in one language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    steps: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """How the office's documents differ from the starter documents."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    placeholders: Mapping[str, str]
    changes: Mapping[str, tuple[Replacement, ...]]
