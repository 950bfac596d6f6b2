"""What the files of a story say that is the same in every language: its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from qmsctl.model.record import Sample
from qmsctl.model.values import (
    FORBID_UNKNOWN,
    Day,
    FindingStepKind,
    Grade,
    Meaning,
    Method,
    MinutesKind,
    Result,
)

__all__ = [
    "AuditFacts",
    "Change",
    "Decided",
    "Draw",
    "Followed",
    "Held",
    "Seen",
    "Spanned",
    "Stepped",
    "Story",
    "Told",
    "Waived",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision about some documents."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    documents: tuple[str, ...]
    meaning: Meaning
    person: str
    role: str
    on: Day
    effective: Day | None = None
    basis: str | None = None
    """The name of a text of the words."""
    reason: str | None = None
    """The name of a text of the words."""
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spanned:
    """A time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    from_: Day
    until: Day | None = None
    """The first day on which it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A waiver, without its words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    key: str
    """The name of its reason among the bases."""
    rule: str
    document: str
    person: str
    role: str
    on: Day
    from_: Day | None = None
    until: Day
    basis: str | None = None
    """The name of a text of the words."""
    corrects: str | None = None
    """The name of the waiver that it takes the place of."""
    ended: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A document is changed by hand."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    document: str
    """Its id, or the path of another file."""
    as_: str
    """The name of the replacements among the words."""
    revision: str | None = None
    """The next revision; without it the revision stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One commit: who made it, when, and what was in it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    key: str
    who: str
    at: str
    """Date and time on the office's clock."""
    files: tuple[str, ...] = ()
    starters: tuple[str, ...] = ()
    """Ids of starter documents that are filled in and taken over."""
    own: tuple[str, ...] = ()
    """Ids of documents the office wrote itself."""
    model: tuple[str, ...] = ()
    """Ids of documents of the model office, or names of groups of them: written as they read on the day."""
    settings: bool = False
    """Whether `qms.yaml` is written as it reads on the day."""
    reads_on: Day | None = None
    """The day that those texts are for, if it is not that of the commit."""
    changes: tuple[Change, ...] = ()
    decisions: tuple[Decided, ...] = ()
    audit: str | None = None
    """The audit whose evidence, minutes, report and seal these are; by default the story's own."""
    evidence: tuple[str, ...] = ()
    seen_on: Day | None = None
    """In the place of single evidence: all that was seen on this day."""
    seen_by: tuple[str, ...] = ()
    """Those who saw it; by default whoever commits."""
    findings: tuple[str, ...] = ()
    """Keys of steps."""
    waivers: tuple[str, ...] = ()
    """Names of waivers."""
    minutes: tuple[str, ...] = ()
    report: str | None = None
    """The minutes with which the report is issued."""
    seal: str | None = None
    """The minutes with which the audit is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The history of the office."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    day: Day
    audit: str
    """The one that is reported."""
    audits: tuple[str, ...]
    """All of them, in the order in which they were held; the last is under way."""
    time_zone: str
    editions: Mapping[str, Spanned] = field(default_factory=dict)
    """When documents of the model office name the clauses of an edition."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By a name: ids of documents, or names of other groups."""
    waivers: tuple[Waived, ...] = ()
    commits: tuple[Told, ...]

    def members(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the ids that *names* stand for: groups by their members, each once if it is named once."""
        for name in names:
            if name in self.groups:
                yield from self.members(self.groups[name])
            else:
                yield name


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Rows are drawn from a register as it stands."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    register: str
    """Its name among the files of the words."""
    size: int
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Evidence, without its words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    question: str
    checklist: str | None = None
    """The one that asks it, if it is not the audit's own."""
    clauses: tuple[str, ...]
    """Of the edition of the audit."""
    auditor: str | None = None
    """Who of the team saw it, by key; by default whoever records it."""
    documents: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    result: Result
    method: Method | None = None
    sample: Sample | None = None
    draw: Draw | None = None
    """In the place of a sample: the rows are drawn when the evidence is recorded."""
    judged_against: tuple[str, ...] = ()
    unit: str
    occurred: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Minutes, without their words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    kind: MinutesKind
    key: str | None = None
    """Where a kind is held twice: the name of its words."""
    occurred: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """A step of a finding, without its words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    key: str
    """The finding and the step: `delay/raised`."""
    step: FindingStepKind | None = None
    """Where the key does not say it."""
    audit: str | None = None
    """The audit that raises it; without one the words say where it comes from."""
    edition: str | None = None
    """Of its clauses, where no audit raises it."""
    repeats: str | None = None
    """The earlier finding that comes back."""
    grade: Grade | None = None
    clauses: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """The questions whose evidence is cited."""
    evidence_audit: str | None = None
    """The audit that asked them, if it is not the one that raises the finding."""
    owner: str | None = None
    due: Day | None = None
    by: str | None = None
    accepted: bool | None = None
    effective: bool | None = None
    occurred: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFacts:
    """What an audit saw and held."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    edition: str
    """By which it judges."""
    checklist: str
    """Whose questions its evidence answers, unless it says another."""
    evidence: tuple[Seen, ...]
    minutes: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What became of every finding."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    steps: tuple[Stepped, ...]
