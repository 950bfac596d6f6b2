"""What the demonstration tells: read from the files of this package, which hold all of its prose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.record import Sample
from qmsctl.model.schema import as_fact
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
    "Audited",
    "Change",
    "Decided",
    "Draw",
    "Held",
    "Material",
    "Seen",
    "Stepped",
    "Story",
    "Told",
    "Words",
    "folded",
    "moment",
    "read_material",
]

PACKAGE: Final = Path(__file__).parent


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
    changes: tuple[Change, ...] = ()
    decisions: tuple[Decided, ...] = ()
    audit: str | None = None
    """The audit whose evidence, minutes, report and seal these are; by default the story's own."""
    evidence: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    """Keys of steps."""
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
    commits: tuple[Told, ...]


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
    clauses: tuple[str, ...]
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
    owner: str | None = None
    due: Day | None = None
    by: str | None = None
    accepted: bool | None = None
    effective: bool | None = None
    occurred: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class _Audited:
    """What an audit saw and held."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    evidence: tuple[Seen, ...]
    minutes: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Followed:
    """What became of every finding."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    steps: tuple[Stepped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Words that take the place of others."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A file of this package and where it goes."""

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
    """Files of this package."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people wrote besides documents, audits and findings, in one language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    files: Mapping[str, Placed]
    messages: Mapping[str, str]
    bases: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _AuditWords:
    """What an audit recorded, in one language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    evidence: Mapping[str, SeenWords]
    minutes: Mapping[str, HeldWords]
    report: str | None = None
    """The name of the report's file, without its ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _FindingWords:
    """What was found and answered, in one language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    steps: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Documented:
    """How the office's documents differ from the starter documents."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    placeholders: Mapping[str, str]
    changes: Mapping[str, tuple[Replacement, ...]]


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit saw and held, and what it wrote about it."""

    evidence: Mapping[str, Seen]
    """By question."""
    minutes: Mapping[str, Held]
    """By kind."""
    words: _AuditWords


@dataclass(frozen=True, slots=True)
class Material:
    """All that the demonstration in one language is made of."""

    language: str
    story: Story
    words: Words
    placeholders: Mapping[str, str]
    changes: Mapping[str, tuple[Replacement, ...]]
    audits: Mapping[str, Audited]
    """By id."""
    steps: Mapping[str, Stepped]
    """By key, and in the order in which they were taken."""
    step_words: Mapping[str, Mapping[str, str]]

    def file(self, name: str) -> bytes:
        """Return the file *name* of this language's folder."""
        return folded((PACKAGE / self.language / name).read_bytes())


def folded(raw: bytes) -> bytes:
    """Return *raw* with the line ends of git, whatever the checkout made of them."""
    return raw.replace(b"\r\n", b"\n")


AnyFact = TypeVar("AnyFact")


def read_material(language: str) -> Material:
    """Read all that the demonstration in *language* is made of."""
    documented = _read(f"{language}/documents.yaml", _Documented)
    story = _read("story.yaml", Story)
    return Material(
        language,
        story,
        _read(f"{language}/words.yaml", Words),
        documented.placeholders,
        documented.changes,
        {audit: _audited(audit, language) for audit in story.audits},
        {step.key: step for step in _read("findings.yaml", _Followed).steps},
        _read(f"{language}/words-findings.yaml", _FindingWords).steps,
    )


def _audited(audit: str, language: str) -> Audited:
    facts = _read(f"{audit.lower()}.yaml", _Audited)
    return Audited(
        {seen.question: seen for seen in facts.evidence},
        {held.kind: held for held in facts.minutes},
        _read(f"{language}/words-{audit.lower()}.yaml", _AuditWords),
    )


def _read(name: str, type: type[AnyFact]) -> AnyFact:
    source = read_yaml(name, folded((PACKAGE / name).read_bytes()))
    if isinstance(source, Malformed):
        raise ValueError(source.place, source.message)  # noqa: TRY004 - the file is broken, its type is not
    fact, flaws = as_fact(source, type)
    if fact is None or flaws or source.flaws:
        raise ValueError(name, [(flaw.place.line, flaw.message) for flaw in (*source.flaws, *flaws)])
    return fact


def moment(text: str, zone: dt.tzinfo) -> dt.datetime:
    """Return the moment that *text*, date and time on the clocks of *zone*, stands for."""
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(dt.UTC)
