"""One document as it is handed out: title block, text, change card, and what makes a printed copy checkable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from qmsctl.control.contents import Content, LostTextError, drafted, in_force, of_revision
from qmsctl.control.documents import Approved, ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.unknown_document import UnreadableDocumentError
from qmsctl.control.versions import Version
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document, Step
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.sections import SECTIONS
from qmsctl.reports.announced import announced, none_in_force
from qmsctl.reports.document_history import DocumentHistory, document_history
from qmsctl.reports.endings import end_of
from qmsctl.reports.origins import stated_where
from qmsctl.reports.planned_sections import planned_sections

__all__ = ["DocumentSheet", "SectionShown", "Signed", "StepShown", "document_sheet", "standing"]


@dataclass(frozen=True, slots=True)
class Signed:
    """One line of the title block."""

    meaning: str
    """prepared, checked or approved"""
    person: str | None
    role: str | None
    day: dt.date | None
    basis: str | None
    trust: str | None
    stated: Message | None = None
    """Where it is stated, if not in a record, which gives its basis."""
    origin: str | None = None
    """The value of `Origin`."""


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of a procedure."""

    do: str
    who: str | None
    when: str | None
    record: str | None


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section under its heading."""

    heading: str
    text: str
    """Markdown."""
    steps: tuple[StepShown, ...]


@dataclass(frozen=True, slots=True)
class DocumentSheet:
    """A document in one language and one revision."""

    organisation: str
    id: str
    title: str
    language: str
    revision: str
    standing: str
    """in_force, draft, superseded, to_come or withdrawn"""
    effective: dt.date | None
    owner: str | None
    block: tuple[Signed, ...]
    sections: tuple[SectionShown, ...]
    legal_basis: tuple[str, ...]
    related: tuple[str, ...]
    card: DocumentHistory
    day: dt.date
    commit: str | None
    """The commit that brought this text, or on which the working tree stands."""
    announced: tuple[Message, ...] = ()
    """What was decided on what is in force, and has not taken effect yet."""
    day_was_named: bool = False
    """Whether somebody asked for the day: then nobody knows the day of printing."""


def document_sheet(
    controlled: ControlledDocument,
    versions: Sequence[Version],
    system: System,
    *,
    draft: bool = False,
    revision: str | None = None,
) -> DocumentSheet:
    """Return *controlled* as it is in force, or as a draft, or in one revision.

    Raises:
        QmsctlError: nothing of it is in force, or it never had that revision.
    """
    chosen, commit = _chosen(controlled, versions, system, draft=draft, revision=revision)
    document, approved = chosen.document, chosen.approved
    title = system.organisation.title
    stands = standing(controlled, approved, system.day)
    return DocumentSheet(
        system.organisation.organisation.name,
        controlled.id,
        document.title,
        controlled.language,
        document.revision,
        stands,
        approved.effective if approved else None,
        title(document.owner) if document.owner else None,
        tuple(_block(controlled, approved, system)),
        tuple(_sections(document, controlled.language, system)),
        document.legal_basis,
        document.related,
        document_history(controlled, versions, system),
        system.day,
        commit,
        tuple(announced(controlled, system.day)) if stands == "in_force" else (),
    )


def _chosen(
    controlled: ControlledDocument,
    versions: Sequence[Version],
    system: System,
    *,
    draft: bool,
    revision: str | None,
) -> tuple[Content, str | None]:
    """Return the content to show, and its commit."""
    if draft:
        working = drafted(controlled, versions)
        if working is None and controlled.id in system.unreadable:
            raise UnreadableDocumentError(controlled.id)
        if working is None:
            raise QmsctlError(
                tr("the tree holds no file of {document}", document=controlled.id),
                tr("leave --draft out to see what is in force"),
            )
        return working, system.history.head
    chosen = (
        in_force(controlled, versions) if revision is None else of_revision(controlled, versions, revision)
    )
    if chosen is None and controlled.in_force is not None:
        raise LostTextError(controlled.id, controlled.in_force.revision)
    if chosen is None:
        raise QmsctlError(*none_in_force(controlled, system.day))
    return chosen, chosen.version.commit.id if chosen.version else None


def standing(controlled: ControlledDocument, approved: Approved | None, day: dt.date) -> str:
    """Return where a content stands on *day*: in_force, draft, superseded, to_come or withdrawn."""
    if approved is None:
        return "draft"
    if controlled.in_force is not None and approved.content == controlled.in_force.content:
        return "in_force"
    if approved.effective > day:
        return "to_come"
    same = (one for one in controlled.approved if one.content == approved.content)
    _, by_withdrawal = end_of(next(same, None), controlled, day)
    return "withdrawn" if by_withdrawal else "superseded"


def _block(controlled: ControlledDocument, approved: Approved | None, system: System) -> Iterator[Signed]:
    """Yield prepared, checked and approved, each with who and when, or without."""
    title = system.organisation.title
    for meaning in ("prepared", "checked", "approved"):
        decision = approved.decided_as(meaning) if approved else None
        if decision is None:
            if meaning != "checked" or "checked" in controlled.demands.needs:
                yield Signed(meaning, None, None, None, None, None)
            continue
        fact = decision.record.fact
        yield Signed(
            meaning,
            title(fact.decider.person),
            title(fact.decider.role) if fact.decider.role else None,
            fact.decided,
            fact.basis,
            decision.trust.value,
            stated_where(decision),
            decision.origin.value,
        )


def _sections(document: Document, language: str, system: System) -> Iterator[SectionShown]:
    """Yield the sections in the order qmsctl knows, then those of the document's own."""
    if isinstance(document, AuditPlan | AuditProgramme):
        for heading, text in planned_sections(document, system.organisation, language):
            yield SectionShown(heading, text, ())
    if isinstance(document, MappedDocument) and document.file_digest is not None:
        yield _file_shown(document, document.file_digest, language, system)
    known = [name for name in SECTIONS if name in document.sections]
    for name in [*known, *(name for name in document.sections if name not in SECTIONS)]:
        section = document.sections[name]
        headings = SECTIONS.get(name)
        heading = headings.get(language, headings["en"]) if headings else name
        if isinstance(section, str):
            yield SectionShown(heading, section.strip(), ())
        elif section is not None:
            yield SectionShown(heading, "", tuple(_step(step) for step in section))
    if isinstance(document, Checklist):
        for question in document.questions:
            text = "\n\n".join(part for part in (question.text, question.look_for) if part)
            yield SectionShown(f"{question.id} ({list_of(question.clauses)})", text, ())


def _file_shown(document: MappedDocument, digest: str, language: str, system: System) -> SectionShown:
    """Return which file the text of *document* is, and how it is told from others."""
    paths = (
        one.working.path for one in system.documents if one.id == document.id and one.working is not None
    )
    beside = system.qms.beside
    files = (beside[path].path if path in beside else path for path in paths)
    name = PurePosixPath(next(files, "-")).name
    words = tr("The text is the file {file}, with the SHA-256 digest {digest}.", file=name, digest=digest)
    return SectionShown(tr("File").into(language), words.into(language), ())


def _step(step: Step) -> StepShown:
    return StepShown(step.do, step.who, step.when, step.record)
