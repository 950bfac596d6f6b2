"""What `qms.yaml` says: the organisation, its people and roles, and how it controls documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from qmsctl.model.acknowledging import Acknowledging
from qmsctl.model.auditing import Auditing, Certificate
from qmsctl.model.case_registers import CaseRegister
from qmsctl.model.dated_register import DatedRegister
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.finding_settings import FindingSettings
from qmsctl.model.listed_keys import ListedKey
from qmsctl.model.master_list import MasterList
from qmsctl.model.naming import folder_name
from qmsctl.model.own_law import OwnLaw
from qmsctl.model.rule_settings import RuleEntry, SeverityName, WaiverSettings
from qmsctl.model.values import (
    FORBID_UNKNOWN,
    Day,
    FolderName,
    Meaning,
    Months,
    Named,
    TrustLevel,
)

__all__ = [
    "Assignment",
    "Competence",
    "DocumentType",
    "Folders",
    "Identity",
    "Organisation",
    "PastWork",
    "Person",
    "Process",
    "Recording",
    "Training",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the organisation is."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: Named
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process of the organisation."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: Named
    owner: str | None = None
    fields: tuple[str, ...] = ()
    """Fields of work that whoever audits it has to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A role somebody has, from a day and perhaps until one."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    role: Named
    from_: Day | None = None
    until: Day | None = None
    """The last day on which it is held."""

    def holds(self, day: dt.date) -> bool:
        """Return whether the role is held on *day*."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What somebody was trained in, and when."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    standard: Named
    """An edition, such as `iso9001:2026`, or another standard, such as `iso19011:2026`."""
    day: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """What somebody brings to an audit."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    trained: tuple[Training, ...] = ()
    fields: tuple[str, ...] = ()
    """Fields of work whose language they speak: local taxes, building law."""
    led: int = 0
    """Audits led before those that are kept here."""
    shadowed: int = 0
    """Audits taken part in beside whoever led them, before those that are kept here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWork:
    """What somebody worked on, or advised on, before: it ties them for a time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    process: str | None = None
    unit: str | None = None
    advised: bool = False
    """Whether they gave advice, and others did the work."""
    from_: Day | None = None
    until: Day | None = None
    """The last day; without it, it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works in the system; files name them by their key."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: Named
    emails: tuple[str, ...] = ()
    """The addresses under which git knows them."""
    unit: str | None = None
    roles: tuple[Assignment, ...] = ()
    reports_to: str | None = None
    """The person, or the role, they answer to."""
    competence: Competence | None = None
    worked: tuple[PastWork, ...] = ()
    """What they did before that no role of theirs shows."""
    keys: tuple[ListedKey, ...] = ()
    """The keys they sign with."""

    def roles_on(self, day: dt.date) -> frozenset[str]:
        """Return the roles held on *day*."""
        return frozenset(assignment.role for assignment in self.roles if assignment.holds(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """What every document of one type must have."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: str | None = None
    """The form of the ids: `#` a digit, `?` a letter, `*` any text."""
    needs: tuple[Meaning, ...] = ("approved",)
    """The approvals without which it is not in force."""
    approvers: tuple[str, ...] = ()
    """The roles that may approve it; empty: any."""
    trust: TrustLevel = "declared"
    """How sure its approvals have to be, at the least."""
    review_every: Months | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Where things are, from the folder of `qms.yaml`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    procedures: FolderName = "procedures"
    checklists: FolderName = "checklists"
    registers: FolderName = "registers"
    approvals: FolderName = "approvals"
    programmes: FolderName = "programmes"
    audits: FolderName = "audits"
    findings: FolderName = "findings"
    waivers: FolderName = "waivers"

    def of_approvals(self, document: str) -> str:
        """Return the folder of the approvals of *document*."""
        return f"{self.approvals.rstrip('/')}/{folder_name(document)}"

    def of_audit(self, audit: str) -> str:
        """Return the folder of *audit*."""
        return f"{self.audits.rstrip('/')}/{folder_name(audit)}"

    def of_finding(self, finding: str) -> str:
        """Return the folder of *finding*."""
        return f"{self.findings.rstrip('/')}/{folder_name(finding)}"

    def of_waivers(self, document: str) -> str:
        """Return the folder of the waivers for *document*."""
        return f"{self.waivers.rstrip('/')}/{folder_name(document)}"

    @property
    def all(self) -> tuple[str, ...]:
        """Every folder."""
        return (
            self.procedures,
            self.checklists,
            self.registers,
            self.approvals,
            self.programmes,
            self.audits,
            self.findings,
            self.waivers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How recording commands behave."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    commit: bool = True
    late_after: int = 7
    """Days after which what was seen counts as recorded late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Everything `qms.yaml` says."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    qms: Literal["1"]
    organisation: Identity
    language: Literal["en", "pl"] = "en"
    time_zone: str = "Europe/Warsaw"
    branch: str | None = None
    scope: str | None = None
    editions: tuple[str, ...]
    catalogues: Mapping[str, FolderName] = field(default_factory=dict)
    """By the key of an edition: the file with its clauses, for standards and criteria of the organisation's own."""
    clause_maps: Mapping[str, FolderName] = field(default_factory=dict)
    """By the key of an edition: the file that says which documents answer its clauses."""
    exclusions: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    """By edition and clause: why the clause does not apply."""
    units: Mapping[str, str] = field(default_factory=dict)
    unit_heads: Mapping[str, str] = field(default_factory=dict)
    """By unit: the person, or the role, at its head."""
    processes: Mapping[str, Process] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    certificate: Certificate | None = None
    auditing: Auditing = field(default_factory=Auditing)
    folders: Folders = field(default_factory=Folders)
    types: Mapping[str, DocumentType] = field(default_factory=dict)
    recording: Recording = field(default_factory=Recording)
    findings: FindingSettings = field(default_factory=FindingSettings)
    acknowledgements: Acknowledging | None = None
    registers: Mapping[str, CaseRegister] = field(default_factory=dict)
    """By a name of the organisation's own: registers of cases, and how they are read."""
    dated_registers: tuple[DatedRegister, ...] = ()
    master_lists: Mapping[str, MasterList] = field(default_factory=dict)
    """By a name of the organisation's own: lists of documents kept by hand, and how they are read."""
    kinds: Mapping[str, DocumentKind] = field(default_factory=dict)
    """By a name of the organisation's own: documents that are not written in qmsctl's form, and how they are read."""
    laws: Mapping[str, OwnLaw] = field(default_factory=dict)
    """By a name of the organisation's own: periods that it answers cases in."""
    avoided_words: tuple[Named, ...] = ()
    """Words that no document says; a `*` at the end of one stands for any ending."""
    fail_on: SeverityName = "error"
    """The least severity that ends the check with status 1."""
    rules: Mapping[str, RuleEntry] = field(default_factory=dict)
    """By rule, or by family of rules."""
    waivers: WaiverSettings = field(default_factory=WaiverSettings)

    @property
    def roots(self) -> tuple[str, ...]:
        """Every folder in which files of the system lie; an empty one is that of `qms.yaml` itself."""
        below = (folder for kind in self.kinds.values() for folder in kind.roots)
        return tuple(dict.fromkeys((*self.folders.all, *below)))

    @property
    def watched(self) -> tuple[str, ...]:
        """The folders, and the further files that `qms.yaml` names: what is in them decides what is found."""
        return (*self.roots, *self.catalogues.values(), *self.clause_maps.values())

    def type_of(self, name: str) -> DocumentType:
        """Return what documents of the type *name* must have."""
        return self.types.get(name, DocumentType())

    def person_with(self, email: str) -> str | None:
        """Return the key of the person git knows under *email*."""
        folded = email.casefold()
        return next(
            (
                key
                for key, person in self.people.items()
                if any(folded == known.casefold() for known in person.emails)
            ),
            None,
        )

    def title(self, key: str) -> str:
        """Return how a role or person is shown: roles by their title, people by their name."""
        if key in self.roles:
            return self.roles[key]
        return self.people[key].name if key in self.people else key

    def excluded(self, edition: str, clause: str) -> str | None:
        """Return why *clause* of *edition* does not apply, or `None` if it does.

        An exclusion of a clause covers what lies below it.
        """
        reasons = self.exclusions.get(edition, {})
        for number in (clause.rsplit(".", cut)[0] for cut in range(clause.count(".") + 1)):
            if reasons.get(number):
                return reasons[number]
        return None
