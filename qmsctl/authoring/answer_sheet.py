"""What a file of answers states when it is written as YAML: what an editor offers to whoever fills it in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AnswerEntry", "AnswerSheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEntry:
    """One answer, by the names of `COLUMNS`: words in any language that qmsctl knows, days as people write them."""

    question: str
    result: str
    seen: str | None = None
    where: str | None = None
    reason: str | None = None
    population: str | None = None
    size: str | None = None
    sampling: str | None = None
    method: str | None = None
    asked: str | None = None
    unit: str | None = None
    day: str | None = None
    auditor: str | None = None
    documents: str | tuple[str, ...] | None = None
    attachments: str | tuple[str, ...] | None = None
    note: str | None = None
    correction_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheet:
    """The answers to questions of one audit."""

    audit: str | None = None
    answers: tuple[AnswerEntry, ...]
