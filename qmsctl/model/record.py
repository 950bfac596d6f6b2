"""Records: what is retained, written once, and corrected only by another record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from qmsctl.model.document import Criterion
from qmsctl.model.values import (
    FORBID_UNKNOWN,
    BlobName,
    Day,
    DigestOfFile,
    FindingStepKind,
    Grade,
    Meaning,
    Method,
    MinutesKind,
    Moment,
    Named,
    Result,
)

__all__ = [
    "Answered",
    "Approval",
    "Attachment",
    "Decider",
    "Evidence",
    "FindingSource",
    "FindingStep",
    "IssuedReport",
    "JudgedAgainst",
    "Minutes",
    "Record",
    "Recorder",
    "Sample",
    "Sealed",
    "Waiver",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """Who recorded, as git named them at the time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    recorded: Moment
    recorder: Recorder
    corrects: tuple[Named, ...] = ()
    """Names of the records it takes the place of."""
    correction_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who decided, and in which role."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    person: Named
    role: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Record):
    """Somebody stood by one revision of a document, in one meaning."""

    record: Literal["approval"]
    document: Named
    language: Named
    revision: Named = ""
    """Not stated of documents that bear none: they are told from others by their content."""
    meaning: Meaning
    content: Named
    """Digest of the content that was decided on."""
    blob: BlobName
    """Git's name of the bytes that hold it."""
    decider: Decider
    decided: Day
    effective: Day | None = None
    basis: str | None = None
    successor: str | None = None
    reason: str | None = None
    """Why it was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The question of a checklist that evidence answers."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    checklist: Named
    id: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was drawn from what, so that it can be drawn again."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    population: int | None = None
    size: int | None = None
    method: str | None = None
    seed: str | None = None
    items: tuple[str, ...] = ()
    """What was looked at, as the register calls it."""
    register: Named | None = None
    """The CSV it was drawn from, by its path from the folder of `qms.yaml`."""
    commit: BlobName | None = None
    """The commit whose register it was."""
    digest: DigestOfFile | None = None
    """SHA-256 of the register."""
    strata: str | None = None
    """The column whose values each got their share."""
    filter: tuple[str, ...] = ()
    """The conditions that every row of the population meets."""
    rows: tuple[int, ...] = ()
    """The rows drawn, by their numbers; the first after the header is 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAgainst:
    """A document as it stood when something was judged against it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    document: Named
    language: str | None = None
    revision: Named = ""
    """Not stated of documents that bear none."""
    commit: BlobName | None = None
    blob: BlobName


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that evidence cites, below the audit's `attachments/`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    file: Named
    sha256: DigestOfFile
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """What was seen in an audit, and what it showed."""

    record: Literal["evidence"]
    audit: Named
    question: Answered | None = None
    criteria: tuple[Criterion, ...] = ()
    result: Result
    reason: str | None = None
    """Why it is not applicable, or was not audited."""
    method: Method | None = None
    seen: str | None = None
    where: str | None = None
    sample: Sample | None = None
    judged_against: tuple[JudgedAgainst, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    asked: str | None = None
    """A role, not a name."""
    unit: str | None = None
    auditor: str | None = None
    """Who of the team saw it, by the key of `qms.yaml`; by default whoever recorded it."""
    occurred: Day
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    """The report that was issued."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    file: Named
    sha256: DigestOfFile
    commit: BlobName


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A file that closing an audit seals."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    file: Named
    sha256: DigestOfFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(Record):
    """What happened in the course of an audit."""

    record: Literal["minutes"]
    audit: Named
    kind: MinutesKind
    occurred: Day
    present: tuple[str, ...] = ()
    text: str | None = None
    reason: str | None = None
    """Why the audit departed from its plan, or was closed without its closing meeting or its report."""
    not_covered: tuple[str, ...] = ()
    """What lay within the scope and was not looked at, each with the reason."""
    opinions: tuple[str, ...] = ()
    """Opinions between auditors and auditees that were not reconciled."""
    recommendation: str | None = None
    fulfilment: str | None = None
    """How far the criteria are fulfilled, and whether the system is effective."""
    obstacles: tuple[str, ...] = ()
    """What stood in the way of the audit, and may make its conclusions less sure."""
    programme_issues: str | None = None
    """What matters for the programme of audits."""
    next_audits: str | None = None
    """What the next audits should look at."""
    use_of_marks: str | None = None
    """How the organisation uses its certificate and marks."""
    certified_scope: str | None = None
    """Whether the scope of the certificate still fits, and the objectives are reached."""
    report: IssuedReport | None = None
    seal: tuple[Sealed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSource:
    """Where a finding comes from."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    audit: str | None = None
    complaint: str | None = None
    inspection: str | None = None
    management_review: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStep(Record):
    """A finding is raised, and then taken step by step to its closing."""

    record: Literal["finding"]
    finding: Named
    """The identity: random, never shown to people."""
    step: FindingStepKind
    occurred: Day
    # raised
    number: str | None = None
    source: FindingSource | None = None
    grade: Grade | None = None
    title: str | None = None
    criteria: tuple[Criterion, ...] = ()
    units: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    requirement: str | None = None
    evidence_text: str | None = None
    statement: str | None = None
    evidence: tuple[str, ...] = ()
    owner: str | None = None
    due: Day | None = None
    repeats: str | None = None
    """The identity of an earlier finding that this one repeats."""
    # the steps after it
    reason: str | None = None
    """Why it is disputed or withdrawn, or why the response to it is rejected."""
    justification: str | None = None
    correction: str | None = None
    containment: str | None = None
    """What was done at once about the consequences."""
    extent: str | None = None
    cause: str | None = None
    cause_method: str | None = None
    """How the cause was found: five whys, a cause-and-effect diagram."""
    accepted: bool | None = None
    """Whether somebody will act on what asks for no correction; or whether the response to a nonconformity will do."""
    action: str | None = None
    criterion: str | None = None
    proof: str | None = None
    effective: bool | None = None
    by: str | None = None
    text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    """Files below the `attachments/` of the finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Record):
    """Somebody answers for it that a rule is broken in one document, for a reason and until a day."""

    record: Literal["waiver"]
    rule: Named
    document: Named
    """Of which the problems are: the id of a document, the name of a record, or `qms.yaml`."""
    reason: str
    decider: Decider
    decided: Day
    from_: Day | None = None
    """The first day; by default the day decided."""
    until: Day
    """The last day."""
    basis: str | None = None
    ended: Day | None = None
    """In a correction: the day from which it holds no longer, although it should have lasted until a later one."""
