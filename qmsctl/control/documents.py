"""Document control: which revision is in force, who stood by it, and whether the file still is it.

The states follow from the file, the approval records, the history and the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Final

from qmsctl.control.approved import Approved, approved_contents
from qmsctl.control.records import Counted, count
from qmsctl.control.stood_in import stood_in
from qmsctl.control.trust import Decision, decision_on
from qmsctl.documents.place import Place
from qmsctl.model.document import Document
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.mapped_document import MappedDocument, declared_of
from qmsctl.model.organisation import DocumentType, Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.repo.history import History
from qmsctl.repo.signatures import NO_SIGNATURES, Signatures

__all__ = [
    "Approved",
    "BlobReader",
    "ControlledDocument",
    "DocumentState",
    "as_demanded",
    "by_id",
    "control_documents",
]

BlobReader = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Reads blobs by git's names for them, all at once; a missing one is missing from the answer."""


_MARKS: Final = ("revision", "status", "approved_by", "approved_on")
"""The fields by which a text says that it is approved, or that it is not."""


class DocumentState(Enum):
    """Where a document stands on a day."""

    DRAFT = "draft"
    """No revision of it has ever been in force."""
    APPROVED = "approved"
    """Approved, and to take effect later."""
    IN_FORCE = "in_force"
    DRIFTED = "drifted"
    """The file bears a revision that was approved with another content."""
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"
    """The fields at the head of its file cannot be read, so nothing tells whether it was ever approved."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one approved revision to the next, approved or drafted."""

    before: Approved
    revision: str
    content: str
    stated: Filed[Approval] | Filed[Document]
    """What says that it is the next revision: its approval, or the file."""
    drafted: bool = False

    @property
    def place(self) -> Place:
        """Where the next revision is stated."""
        return self.stated.at("revision")


@dataclass(frozen=True, slots=True)
class ControlledDocument:
    """A document in one language, with everything that is known of it on a day."""

    id: str
    language: str
    working: Filed[Document] | None
    """As the tree holds it; `None` if it is gone."""
    state: DocumentState
    in_force: Approved | None
    in_force_text: Document | None
    """What is in force, read from history when the file has moved on."""
    approved: tuple[Approved, ...]
    """Every content that was ever approved, the newest last."""
    decisions: tuple[Decision, ...]
    """Every decision that counts, in the order it was recorded."""
    rivals: tuple[Approved, ...] = ()
    """Contents approved under a revision that another content already bore."""
    withdrawn: Decision | None = None
    review_due: dt.date | None = None
    content: str | None = None
    """The digest of the working file."""
    blob_missing: bool = False
    """The content in force is no longer in the repository."""
    demands: DocumentType = field(default_factory=DocumentType)
    blob_mismatched: bool = False
    """The bytes that the approval in force names are there, and are not what it says."""
    to_come: tuple[Approved, ...] = ()
    """What was approved and takes effect after the day, the newest last."""
    texts: Mapping[str, Filed[Document]] = field(default_factory=dict)
    """What was read of it, by digest: the file, what is in force and to come, of a plan every revision."""
    unreadable: bool = False
    """The fields at the head of its file cannot be read: it says neither its revision nor anything else."""
    unchanged: frozenset[str] = frozenset()
    """Of its steps, the contents that differ from those before in nothing but the revision, by digest."""
    kind: DocumentKind | None = None
    """How its file is read; `None` if it is gone, or in qmsctl's own form."""

    @property
    def in_force_file(self) -> Filed[Document] | None:
        """What is in force, as it is or was written."""
        return None if self.in_force is None else self.texts.get(self.in_force.content)

    @property
    def document(self) -> Document | None:
        """What is in force, or else what the tree holds."""
        return self.in_force_text or (self.working.fact if self.working else None)

    @property
    def is_drafted(self) -> bool:
        """Whether the file is a revision that awaits its approval."""
        return (
            self.working is not None
            and not self.unreadable
            and self.content not in {one.content for one in self.approved}
            and self.working.fact.revision not in {one.revision for one in self.approved if one.revision}
        )

    @property
    def bears_revisions(self) -> bool:
        """Whether its file has a place for a revision, so that a decision on it has to name one."""
        return self.kind is None or self.kind.tells("revision")

    @property
    def is_changed_unmarked(self) -> bool:
        """Whether the file departs from what was approved, and nothing in it tells it from that: no revision, no status.

        Where tags approve, and the text has no place to say anything of itself, nobody takes it for approved.
        """
        if self.working is None or self.working.fact.revision or not (self.is_drafted and self.approved):
            return False
        if self.kind is not None and "tags" in self.kind.approvals and not any(map(self.kind.tells, _MARKS)):
            return False
        declared = declared_of(self.working.fact)
        return declared.status != "draft" and not declared.unclear

    @property
    def superseded_text(self) -> Approved | None:
        """What the file holds, if that was approved once and another text has taken its place since."""
        if self.in_force is None or self.content == self.in_force.content:
            return None
        earlier = self.approved[: self.approved.index(self.in_force)]
        return next((one for one in reversed(earlier) if one.content == self.content), None)

    @property
    def holds_what_is_in_force(self) -> bool:
        """Whether the tree still holds what is in force: unchanged, or as a later draft."""
        if self.in_force is None or self.working is None:
            return False
        if self.content == self.in_force.content:
            return True
        to_come = {one.content for one in self.approved if one.effective > self.in_force.effective}
        return self.in_force_text is not None and (self.is_drafted or self.content in to_come)

    @property
    def standing(self) -> tuple[Approved, ...]:
        """What is in force, and what is to come after it."""
        return self.to_come if self.in_force is None else (self.in_force, *self.to_come)

    @property
    def steps(self) -> Iterator[Step]:
        """The steps to what is in force, to what is to come, and to the draft."""
        for one in self.standing:
            if (before := self._before(one)) is not None:
                yield Step(before, one.revision, one.content, one.decision.record)
        if self.working is not None and self.content is not None and self.standing and self.is_drafted:
            revision = self.working.fact.revision
            yield Step(self.standing[-1], revision, self.content, self.working, drafted=True)

    def _before(self, one: Approved) -> Approved | None:
        """Return what was approved before *one*, unless a withdrawal ended it: then *one* begins anew."""
        index = self.approved.index(one)
        earlier = self.approved[index - 1] if index else None
        if earlier is None or any(earlier.effective <= end < one.effective for end in self._ends):
            return None
        return earlier

    def in_force_on(self, day: dt.date) -> Approved | None:
        """Return what was in force on another *day* than the one it was controlled for."""
        approved, _ = approved_contents(self.decisions, self.demands, day)
        alive = _alive(approved, _withdrawn(self.decisions, day))
        return next((one for one in reversed(alive) if one.effective <= day), None)

    @property
    def _ends(self) -> Iterator[dt.date]:
        """The days of its withdrawals."""
        return (_ends(d) for d in self.decisions if d.record.fact.meaning == "withdrawn")


def by_id(documents: Iterable[ControlledDocument]) -> dict[str, list[ControlledDocument]]:
    """Return the language versions of each of *documents*, the authentic one first."""
    found: dict[str, list[ControlledDocument]] = {}
    for document in documents:
        found.setdefault(document.id, []).append(document)
    for versions in found.values():
        versions.sort(
            key=lambda d: (d.document is not None and d.document.translates is not None, d.language)
        )
    return found


def control_documents(
    qms: Qms,
    history: History,
    day: dt.date,
    signatures: Signatures = NO_SIGNATURES,
    others: Mapping[tuple[str, str], Sequence[Decision]] = MappingProxyType({}),
) -> tuple[tuple[ControlledDocument, ...], Counted[Approval]]:
    """Return every document of *qms* with its state on *day*, and its approvals sorted by whether they count.

    What is in force is not read here: `with_texts` does that for all of them at once.

    Args:
        qms: what the files state.
        history: how they came to be.
        day: the day whose state is asked for.
        signatures: of commits and tags.
        others: by id and language, the decisions that are no records.
    """
    counted = count(qms.approvals, history)
    whose = cache(qms.organisation.person_with)
    top = qms.organisation.folders.approvals
    stood = stood_in(qms.organisation, history)
    decided = (decision_on(record, top, whose, history, signatures) for record in counted.current)
    decisions = [
        one if (place := stood(one.record.fact.blob)) is None else replace(one, stood=place)
        for one in decided
    ]
    # Records come last: where both say that somebody approved, it is the record that is shown.
    by_document: dict[tuple[str, str], list[Decision]] = {key: [*made] for key, made in others.items()}
    for decision in decisions:
        record = decision.record.fact
        by_document.setdefault((record.document, record.language), []).append(decision)
    working: dict[tuple[str, str], Filed[Document]] = {}
    for document in sorted(qms.documents, key=lambda document: document.path):
        # A second document of the same id is reported as such; the first stands for the id.
        working.setdefault((document.fact.id, document.fact.language or ""), document)
    keys = sorted({*working, *by_document})
    broken = frozenset(fault.path for fault in qms.malformed)
    found = (
        _controlled(key, file, by_document.get(key, []), _demands(file, qms.organisation), day)
        for key in keys
        for file in (working.get(key),)
    )
    kinds = qms.organisation.kinds
    if kinds:
        found = (_of_kind(one, kinds) for one in found)
    return tuple(_as_read(one, broken) for one in found), counted


def _of_kind(document: ControlledDocument, kinds: Mapping[str, DocumentKind]) -> ControlledDocument:
    """Return *document* with how its file is read, if it is there and not in qmsctl's own form."""
    fact = document.working.fact if document.working else None
    return replace(document, kind=kinds.get(fact.kind)) if isinstance(fact, MappedDocument) else document


def _as_read(document: ControlledDocument, broken: frozenset[str]) -> ControlledDocument:
    """Return *document*; where the fields of its file are *broken*, it is no draft: nobody can tell what it is."""
    if document.working is None or document.working.path not in broken:
        return document
    draft = document.state is DocumentState.DRAFT
    return replace(document, unreadable=True, state=DocumentState.UNREADABLE if draft else document.state)


def _demands(file: Filed[Document] | None, organisation: Organisation) -> DocumentType:
    """Return what the type of a document demands; where its *file* is gone, what any type does."""
    return organisation.type_of(file.fact.type) if file else DocumentType()


def as_demanded(document: ControlledDocument, demands: DocumentType, day: dt.date) -> ControlledDocument:
    """Return *document*, whose file is gone, with its state on *day* now that its type's *demands* are known."""
    return _controlled((document.id, document.language), None, document.decisions, demands, day)


def _controlled(
    key: tuple[str, str],
    working: Filed[Document] | None,
    decisions: Sequence[Decision],
    demands: DocumentType,
    day: dt.date,
) -> ControlledDocument:
    """Return one document with its state."""
    id, language = key
    approved, rivals = approved_contents(decisions, demands, day)
    withdrawn = _withdrawn(decisions, day)
    alive = _alive(approved, withdrawn)
    effective = [one for one in alive if one.effective <= day]
    in_force = effective[-1] if effective else None
    content = working.source.digest if working else None
    return ControlledDocument(
        id,
        language,
        working,
        _state(working, content, approved, in_force, withdrawn if not alive else None),
        in_force,
        None,
        tuple(approved),
        tuple(decisions),
        tuple(rivals),
        withdrawn if not alive else None,
        None,
        content,
        demands=demands,
        to_come=tuple(one for one in alive if one.effective > day),
    )


def _ends(withdrawn: Decision) -> dt.date:
    return withdrawn.record.fact.effective or withdrawn.record.fact.decided


def _alive(approved: Iterable[Approved], withdrawn: Decision | None) -> list[Approved]:
    """Return what of *approved* the last withdrawal has not ended."""
    return [one for one in approved if withdrawn is None or one.effective > _ends(withdrawn)]


def _withdrawn(decisions: Sequence[Decision], day: dt.date) -> Decision | None:
    """Return the last withdrawal that has taken effect by *day*."""
    ended = [d for d in decisions if d.record.fact.meaning == "withdrawn" and _ends(d) <= day]
    return max(ended, key=_ends) if ended else None


def _state(
    working: Filed[Document] | None,
    content: str | None,
    approved: list[Approved],
    in_force: Approved | None,
    withdrawn: Decision | None,
) -> DocumentState:
    if withdrawn is not None:
        return DocumentState.WITHDRAWN
    if working is not None:
        revision = working.fact.revision
        same = [one for one in approved if revision and one.revision == revision]
        if same and content not in {one.content for one in same}:
            return DocumentState.DRIFTED
    if in_force is not None:
        return DocumentState.IN_FORCE
    return DocumentState.APPROVED if approved else DocumentState.DRAFT
