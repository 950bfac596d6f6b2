"""Documents: what is maintained, changes by revision, and counts once it is approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias

from qmsctl.documents.place import Path
from qmsctl.model.external import External
from qmsctl.model.values import (
    FORBID_UNKNOWN,
    AuditKind,
    AuditMode,
    Classification,
    Day,
    EntryState,
    Month,
    Months,
    Named,
    RoleInAudit,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = [
    "AuditPlan",
    "AuditProgramme",
    "Auditee",
    "Checklist",
    "ChecklistSelection",
    "Criterion",
    "Document",
    "ProgrammeEntry",
    "ProgrammeReview",
    "ProgrammeRisk",
    "ProgrammedAs",
    "Question",
    "ScheduleRow",
    "Scope",
    "Section",
    "Step",
    "TeamMember",
    "references",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a procedure: who does what by when, and what record stays."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    do: str
    who: str | None = None
    when: str | None = None
    record: str | None = None


class _TextOrSteps:
    """A section is a text, or a list of steps."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415 - only when a file is parsed

        del source
        return core_schema.tagged_union_schema(
            {
                "text": core_schema.nullable_schema(core_schema.str_schema()),
                "steps": handler.generate_schema(tuple[Step, ...]),
            },
            discriminator=lambda value: "steps" if isinstance(value, list | tuple) else "text",
        )


Section: TypeAlias = Annotated["str | tuple[Step, ...] | None", _TextOrSteps]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A controlled document in one language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: Named
    type: Named
    title: Named
    revision: Named
    """As printed; never taken for a number."""
    language: str | None = None
    """`None` stands for the organisation's."""
    translates: str | None = None
    """In a translation: the language of the authentic version."""
    owner: str | None = None
    """A role or a person."""
    units: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    clauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By edition: the clauses it claims to answer."""
    review_every: Months | None = None
    related: tuple[str, ...] = ()
    """Ids of documents it refers to."""
    legal_basis: tuple[str, ...] = ()
    retention: str | None = None
    classification: Classification | None = None
    applies_to: str | None = None
    readers: tuple[str, ...] = ()
    """Units, roles and people who have to acknowledge that they read it; `everyone` stands for all people."""
    external: External | None = None
    """Where it comes from, if it is none of the organisation's own."""
    sections: Mapping[str, Section] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One testable question of a checklist."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: Named
    clauses: tuple[str, ...] = ()
    text: str
    ask: tuple[str, ...] = ()
    """Whom to ask: kinds of people, not names."""
    look_for: str | None = None
    sample: str | None = None
    lapse: str | None = None
    strength: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Document):
    """A set of questions about one edition of a standard."""

    edition: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What is audited against: an edition's clauses, a document, or an act of law."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    edition: str | None = None
    clauses: tuple[str, ...] = ()
    """Of the edition; empty stands for all."""
    document: str | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Extent and boundaries of an audit."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    text: str | None = None
    units: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    from_: Day | None = None
    until: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A member of an audit team."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    person: Named
    role: RoleInAudit
    letter: str | None = None
    """The series of the findings this member numbers."""
    safeguard: str | None = None
    """What keeps the audit impartial where the member has a stake in what is audited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Auditee:
    """Who answers for what is audited."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    role: Named
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSelection:
    """The questions of one checklist that an audit asks."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    checklist: Named
    questions: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow:
    """One row of the schedule of an audit: who audits what, where and when."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    day: Day | None = None
    time: str | None = None
    """As printed: `9:00-10:30`."""
    what: str | None = None
    """In words, such as the opening meeting."""
    unit: str | None = None
    process: str | None = None
    clauses: tuple[str, ...] = ()
    """Of the editions among the criteria."""
    auditor: str | None = None
    """A person of the team."""
    auditee: str | None = None
    """A role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammedAs:
    """The entry of a programme that an audit fulfils."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: Named
    """Of the programme."""
    entry: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPlan(Document):
    """The plan of one audit."""

    kind: AuditKind
    client: str | None = None
    conducted_by: str | None = None
    """The organisation that audits, where it is not the audited one."""
    together_with: tuple[str, ...] = ()
    """Other audits, systems or organisations that it is held together with."""
    objectives: str | None = None
    scope: Scope = field(default_factory=Scope)
    criteria: tuple[Criterion, ...] = ()
    team: tuple[TeamMember, ...] = ()
    auditees: tuple[Auditee, ...] = ()
    days: tuple[Day, ...] = ()
    places: tuple[str, ...] = ()
    mode: AuditMode | None = None
    """Whether the auditors are there, or far away."""
    methods: str | None = None
    checklists: tuple[ChecklistSelection, ...] = ()
    schedule: tuple[ScheduleRow, ...] = ()
    distribution: tuple[str, ...] = ()
    programme: ProgrammedAs | None = None
    follow_up: tuple[str, ...] = ()
    """Numbers of findings of earlier audits that it looks at again."""

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions it is audited against."""
        return tuple(criterion.edition for criterion in self.criteria if criterion.edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRisk:
    """What may help or hinder a programme of audits, and what is done about it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    text: str
    action: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEntry:
    """One audit of a programme.  Whether it is done follows from the audits and is never typed."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: Named
    kind: AuditKind = "internal"
    title: str | None = None
    processes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    """Of the editions among the criteria; without clauses, processes and units an entry is about everything."""
    month: Month
    duration: str | None = None
    """In words: `2 days`."""
    mode: AuditMode | None = None
    lead: str | None = None
    team: tuple[str, ...] = ()
    """The others who audit."""
    audit: str | None = None
    """The id of the audit, once it is planned."""
    state: EntryState = "planned"
    moved_to: Month | None = None
    reason: str | None = None
    """Why it was moved or cancelled, or is late."""

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.state == "cancelled"

    @property
    def is_moved(self) -> bool:
        """Whether it takes place in another month than was planned first."""
        return not self.is_cancelled and (self.state == "moved" or self.moved_to is not None)

    @property
    def due_month(self) -> dt.date:
        """The first day of the month in which it is to take place."""
        return self.moved_to or self.month


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeReview:
    """What was learnt from a programme."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    day: Day | None = None
    text: str | None = None
    lessons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditProgramme(Document):
    """The audits of a year, or of a cycle of certification."""

    from_: Day | None = None
    until: Day | None = None
    """The last day."""
    objectives: str | None = None
    scope: Scope = field(default_factory=Scope)
    risks: tuple[ProgrammeRisk, ...] = ()
    opportunities: tuple[ProgrammeRisk, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    entries: tuple[ProgrammeEntry, ...] = ()
    resources: str | None = None
    confidentiality: str | None = None
    review: ProgrammeReview | None = None

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that its audits judge by."""
        return tuple(criterion.edition for criterion in self.criteria if criterion.edition)

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day; `None` if it does not say both, or they are the wrong way round."""
        if self.from_ is None or self.until is None or self.until < self.from_:
            return None
        return self.from_, self.until

    def covers(self, day: dt.date) -> bool:
        """Return whether *day* lies in its period."""
        return self.period is not None and self.period[0] <= day <= self.period[1]


def references(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield the ids of documents to which *document* refers, each with the path that leads to it."""
    for index, named in enumerate(document.related):
        yield ("related", index), named
    if isinstance(document, AuditPlan | AuditProgramme):
        for index, criterion in enumerate(document.criteria):
            if criterion.document is not None:
                yield ("criteria", index, "document"), criterion.document
    if isinstance(document, AuditPlan):
        for index, selection in enumerate(document.checklists):
            yield ("checklists", index, "checklist"), selection.checklist
