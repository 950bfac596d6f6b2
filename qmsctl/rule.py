"""What a rule is: a pure function from one subject to what is wrong with it.

A rule is declared once, in `checks/<slug>.py` beside its page `checks/<slug>.md`.
The engine asks it about every subject it is declared over, so that it can say
how many it looked at: nothing looked at is not a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final, Generic, TypeAlias, TypeVar, overload

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.certificate import CertificateDays
from qmsctl.control.coverage import ClauseCoverage
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver
from qmsctl.documents.edits import Edit
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.model.document import Checklist
from qmsctl.model.document_kind import Need
from qmsctl.model.record import Approval, Evidence, Record
from qmsctl.model.schema import Filed
from qmsctl.settings import Option, Options, Severity

__all__ = [
    "Answer",
    "CannotEstablish",
    "NotApplicable",
    "Problem",
    "Rule",
    "Unwaivable",
    "approvals",
    "audits",
    "beginning_missing",
    "certificates",
    "checklists",
    "clauses",
    "documents",
    "evidence",
    "files",
    "findings",
    "nonconformities",
    "programmes",
    "records",
    "rule",
    "texts",
    "waivers",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a subject, and where."""

    place: Place
    message: Message
    fix: Message
    """What to do; it is shown with the problem."""
    edits: tuple[Edit, ...] = ()
    """What would mend it, if a program can: the function `fix` beside the rule makes them."""
    shared: bool = False
    """Whether the rule says the very same of other subjects: each counts, and it is told once."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule has nothing to say about this subject."""


@dataclass(frozen=True, slots=True)
class CannotEstablish:
    """What the rule would need to know is missing: it neither passes nor finds a fault."""

    place: Place
    message: Message
    fix: Message


def beginning_missing(system: System, message: Message) -> CannotEstablish:
    """Return that *message* says what cannot be established where the beginning of the history is missing.

    It is about all subjects of a rule, so it stands at none of them: what is missing for each is said once.
    """
    return CannotEstablish(
        system.qms.configuration.at(),
        message,
        tr("fetch the whole history: git fetch --unshallow; in CI set fetch-depth: 0"),
    )


class Unwaivable(Enum):
    """Why neither a waiver nor the baseline takes the problems of a rule out of the count."""

    UNREAD = "unread"
    """As long as such a problem is there, part of a file is not read."""
    IDENTITY = "identity"
    """As long as it is there, a name means two things."""
    INTEGRITY = "integrity"
    """It says that a record or the history cannot be believed."""
    AUTHORITY = "authority"
    """It says that what is believed was changed."""
    WAIVER = "waiver"
    """It is about waivers."""

    @property
    def reason(self) -> Message:
        """The same in words."""
        return _REASONS[self]


_REASONS: Final = {
    Unwaivable.UNREAD: tr(
        "part of a file is not read as long as such a problem is there, and nobody knows what it hides"
    ),
    Unwaivable.IDENTITY: tr("one name stands for two things as long as such a problem is there"),
    Unwaivable.INTEGRITY: tr("it tells that a record, or the history, cannot be believed"),
    Unwaivable.AUTHORITY: tr("it tells that the change under check changes whom the check believes"),
    Unwaivable.WAIVER: tr("it is about waivers themselves"),
}

Answer: TypeAlias = "Problem | NotApplicable | CannotEstablish"

Subject = TypeVar("Subject")
Check: TypeAlias = Callable[[Subject, System], Iterable[Answer]]
ChoosyCheck: TypeAlias = Callable[[Subject, System, Options], Iterable[Answer]]
"""The check of a rule with options: the figures that hold are its third argument."""
Subjects: TypeAlias = Callable[[System], Iterable[Subject]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """A rule as it is declared; everything else about it is derived from this and its page."""

    id: str
    severity: Severity
    over: Subjects[Subject]
    """What it looks at."""
    check: Callable[..., Iterable[Answer]]
    clauses: tuple[str, ...]
    """Clauses of ISO 9001:2015 it helps to look after."""
    since: str
    options: tuple[Option, ...] = ()
    """The figures that an organisation may choose."""
    unwaivable: Unwaivable | None = None
    """Why its problems can never be waived; `None`: they can."""
    needs: tuple[Need, ...] = ()
    """What of it a document has to have one of, for the rule to have anything to ask."""
    records_alone: bool = False
    """Whether it asks about records, and so about no approval that is none."""

    def told(self, system: System, options: Options) -> tuple[object, ...]:
        """Return what the check is told beside its subject."""
        return (system, options) if self.options else (system,)

    @property
    def family(self) -> str:
        """The three letters of its subject, which all rules about it share."""
        return self.id[:3]

    @property
    def always(self) -> bool:
        """Whether nobody can switch it off: it is the only one that tells that a file is not read."""
        return self.unwaivable is Unwaivable.UNREAD

    @property
    def slug(self) -> str:
        """The name of the fault: `overdue-review`."""
        return self.check.__name__.replace("_", "-")

    def page(self, language: str = "en") -> str:
        """Return the page of the rule in *language*, as Markdown."""
        module = Path(__file__).parent / "checks" / self.check.__name__
        suffix = ".md" if language == "en" else f".{language}.md"
        return module.with_suffix(suffix).read_text(encoding="utf-8")

    @property
    def summary(self) -> str:
        """What it checks, in English, from the docstring of its function; a text of the catalogues."""
        return (self.check.__doc__ or "").partition("\n")[0].rstrip(".")


@overload
def rule(
    id: str,
    *,
    over: Subjects[Subject],
    severity: Severity,
    clauses: tuple[str, ...] = ...,
    since: str = ...,
    unwaivable: Unwaivable | None = ...,
    needs: tuple[Need, ...] = ...,
    records_alone: bool = ...,
) -> Callable[[Check[Subject]], Rule[Subject]]: ...


@overload
def rule(
    id: str,
    *,
    over: Subjects[Subject],
    severity: Severity,
    options: tuple[Option, ...],
    clauses: tuple[str, ...] = ...,
    since: str = ...,
    unwaivable: Unwaivable | None = ...,
    needs: tuple[Need, ...] = ...,
    records_alone: bool = ...,
) -> Callable[[ChoosyCheck[Subject]], Rule[Subject]]: ...


def rule(  # noqa: PLR0913 - all that is declared of a rule
    id: str,
    *,
    over: Subjects[Subject],
    severity: Severity,
    clauses: tuple[str, ...] = (),
    since: str = "0.1.0",
    options: tuple[Option, ...] = (),
    unwaivable: Unwaivable | None = None,
    needs: tuple[Need, ...] = (),
    records_alone: bool = False,
) -> Callable[[Callable[..., Iterable[Answer]]], Rule[Subject]]:
    """Make a rule of a check.

    Args:
        id: three letters for the subject and three digits, never used again.
        over: the subjects it looks at, such as `documents`.
        severity: how grave a problem is unless `qms.yaml` says otherwise.
        clauses: clauses of ISO 9001:2015 it helps to look after.
        since: the version that had it first.
        options: the figures that an organisation may choose; a check that has some takes them as `Options`.
        unwaivable: why neither a waiver nor the baseline takes its problems out of the count, if they cannot.
        needs: the fields of a document of which it needs one: where documents are kept in a form that has none
            of them, it is not asked, and the check says so.
        records_alone: whether it asks about records, and so about no approval that is none.
    """

    def declare(check: Callable[..., Iterable[Answer]]) -> Rule[Subject]:
        return Rule(id, severity, over, check, clauses, since, options, unwaivable, needs, records_alone)

    return declare


AnyRule: TypeAlias = "Rule[Any]"
"""A rule over subjects of any one kind."""


def rules_by_name(rules: Iterable[AnyRule]) -> dict[str, AnyRule]:
    """Return *rules* by what people call them, in lower case: their ids and their slugs."""
    return {name: rule for rule in rules for name in (rule.id.casefold(), rule.slug)}


def files(system: System) -> Iterator[str]:
    """Every file that was read, and `qms.yaml`."""
    yield CONFIGURATION
    yield from system.paths


def texts(system: System) -> Iterator[str]:
    """Every file of the folders that is text: documents, records, registers and attachments; and `qms.yaml`."""
    yield from system.exposed


def documents(system: System) -> Iterator[ControlledDocument]:
    """Every document that the tree holds, in every language."""
    return (document for document in system.documents if document.working is not None)


def checklists(system: System) -> Iterator[Filed[Checklist]]:
    """Every checklist that the tree holds and nobody has withdrawn, in every language."""
    for document in documents(system):
        if document.withdrawn is None and document.working is not None:
            fact = document.working.fact
            if isinstance(fact, Checklist):
                yield Filed(fact, document.working.source)


def records(system: System) -> Iterator[Filed[Record]]:
    """Every record, whether it counts or not."""
    return iter(system.qms.records)


def approvals(system: System) -> Iterator[Filed[Approval]]:
    """Every approval that counts."""
    return (decision.record for document in system.documents for decision in document.decisions)


def audits(system: System) -> Iterator[ControlledAudit]:
    """Every audit."""
    return iter(system.audits)


def programmes(system: System) -> Iterator[ControlledProgramme]:
    """Every audit programme that the tree holds."""
    return iter(system.programmes)


def certificates(system: System) -> Iterator[CertificateDays]:
    """The certificate, if there is one."""
    if system.certificate is not None:
        yield system.certificate


def evidence(system: System) -> Iterator[Filed[Evidence]]:
    """Every evidence that counts."""
    return (record for audit in system.audits for record in audit.evidence)


def findings(system: System) -> Iterator[ControlledFinding]:
    """Every finding that was not withdrawn."""
    return (finding for finding in system.findings if finding.status.value != "withdrawn")


def nonconformities(system: System) -> Iterator[ControlledFinding]:
    """Every finding that is graded as a nonconformity."""
    return (finding for finding in findings(system) if finding.is_nonconformity)


def clauses(system: System) -> Iterator[ClauseCoverage]:
    """Every leaf clause of the organisation's editions."""
    return iter(system.clauses)


def waivers(system: System) -> Iterator[AppliedWaiver]:
    """Every waiver that counts; a rule over them is asked after all others, when it is known what each one does."""
    return iter(system.applied_waivers)
