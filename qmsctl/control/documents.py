"""Document control: which revision is in force, who stood by it, and whether the file still is it.

The states follow from the file, the approval records, the history and the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from qmsctl.control.records import Counted, count, record_name
from qmsctl.model.document import Document
from qmsctl.model.organisation import DocumentType, Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.reading import read_document
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.model.values import add_months
from qmsctl.repo.history import Commit, History

__all__ = [
    "Approved",
    "BlobReader",
    "ControlledDocument",
    "Decision",
    "DocumentState",
    "Trust",
    "control_documents",
]

BlobReader = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Reads blobs by git's names for them, all at once; a missing one is missing from the answer."""


class Trust(Enum):
    """How sure it is that somebody decided what a record says."""

    DECLARED = "declared"
    """A record says so."""
    RECORDED = "recorded"
    """The decider's own commit added the record."""


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


@dataclass(frozen=True, slots=True)
class Decision:
    """An approval record and how far it can be trusted."""

    record: Filed[Approval]
    trust: Trust
    commit: Commit | None
    """The commit that added it."""


@dataclass(frozen=True, slots=True)
class Approved:
    """One content that was approved under one revision, with every meaning its type demands."""

    revision: str
    content: str
    blob: str
    effective: dt.date
    decisions: tuple[Decision, ...]

    def decided_as(self, meaning: str) -> Decision | None:
        """Return the latest decision in *meaning*."""
        found = [d for d in self.decisions if d.record.fact.meaning == meaning]
        return found[-1] if found else None


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

    @property
    def document(self) -> Document | None:
        """What is in force, or else what the tree holds."""
        return self.in_force_text or (self.working.fact if self.working else None)

    @property
    def is_drafted(self) -> bool:
        """Whether the file is a revision that awaits its approval."""
        return (
            self.working is not None
            and self.content not in {one.content for one in self.approved}
            and self.working.fact.revision not in {one.revision for one in self.approved}
        )

    @property
    def holds_what_is_in_force(self) -> bool:
        """Whether the tree still holds what is in force: unchanged, or as a later draft."""
        if self.in_force is None or self.working is None:
            return False
        if self.content == self.in_force.content:
            return True
        to_come = {one.content for one in self.approved if one.effective > self.in_force.effective}
        return self.in_force_text is not None and (self.is_drafted or self.content in to_come)


def control_documents(
    qms: Qms, history: History, day: dt.date, read_blobs: BlobReader
) -> tuple[tuple[ControlledDocument, ...], Counted[Approval]]:
    """Return every document of *qms* with its state on *day*, and its approvals sorted by whether they count."""
    counted = count(qms.approvals, history)
    decisions = [_decision(record, qms.organisation, history) for record in counted.current]
    by_document: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        record = decision.record.fact
        by_document.setdefault((record.document, record.language), []).append(decision)
    working: dict[tuple[str, str], Filed[Document]] = {}
    for document in sorted(qms.documents, key=lambda document: document.path):
        # A second document of the same id is reported as such; the first stands for the id.
        working.setdefault((document.fact.id, document.fact.language or ""), document)
    drafts = [
        _controlled(key, working.get(key), by_document.get(key, []), qms.organisation, day)
        for key in sorted({*working, *by_document})
    ]
    contents = read_blobs(_moved_on(drafts))
    return tuple(_with_text(draft, contents) for draft in drafts), counted


def _decision(record: Filed[Approval], organisation: Organisation, history: History) -> Decision:
    """Return *record* with its level of trust: git's raw author decides, never a mailmap."""
    commit = history.recorded(record.path)
    recorder = organisation.person_with(commit.author_email) if commit else None
    own = recorder is not None and recorder == record.fact.decider.person
    return Decision(record, Trust.RECORDED if own else Trust.DECLARED, commit)


def _controlled(
    key: tuple[str, str],
    working: Filed[Document] | None,
    decisions: list[Decision],
    organisation: Organisation,
    day: dt.date,
) -> ControlledDocument:
    """Return one document with its state; the text in force is added later."""
    id, language = key
    demands = organisation.type_of(working.fact.type) if working else DocumentType()
    approved, rivals = _approved(decisions, demands, day)
    withdrawn = _withdrawn(decisions, day)
    alive = [one for one in approved if withdrawn is None or one.effective > _ends(withdrawn)]
    effective = [one for one in alive if one.effective <= day]
    in_force = effective[-1] if effective else None
    content = working.source.digest if working else None
    return ControlledDocument(
        id,
        language,
        working,
        _state(working, content, approved, in_force, withdrawn if not alive else None),
        in_force,
        working.fact if working and in_force and content == in_force.content else None,
        tuple(approved),
        tuple(decisions),
        tuple(rivals),
        withdrawn if not alive else None,
        _review_due(working, in_force, decisions, demands, day),
        content,
        demands=demands,
    )


def _ends(withdrawn: Decision) -> dt.date:
    return withdrawn.record.fact.effective or withdrawn.record.fact.decided


def _withdrawn(decisions: list[Decision], day: dt.date) -> Decision | None:
    """Return the last withdrawal that has taken effect by *day*."""
    ended = [d for d in decisions if d.record.fact.meaning == "withdrawn" and _ends(d) <= day]
    return max(ended, key=_ends) if ended else None


def _approved(
    decisions: list[Decision], demands: DocumentType, day: dt.date
) -> tuple[list[Approved], list[Approved]]:
    """Return the contents that bear every decision the type demands, and those whose revision was taken.

    The newest stands last: by the day it takes effect, then the day decided,
    then the name of the record; never by the revision, which is only a text.
    """
    groups: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        record = decision.record.fact
        if record.decided <= day and record.meaning != "withdrawn":
            groups.setdefault((record.revision, record.content), []).append(decision)
    complete: list[tuple[tuple[dt.date, dt.date, str], Approved]] = []
    for (revision, content), group in groups.items():
        if not set(demands.needs) <= {d.record.fact.meaning for d in group}:
            continue
        last = max(
            (d for d in group if d.record.fact.meaning == "approved"),
            key=lambda d: d.record.fact.decided,
            default=group[-1],
        )
        record = last.record.fact
        effective = record.effective or record.decided
        approved = Approved(revision, content, record.blob, effective, tuple(group))
        complete.append(((effective, record.decided, record_name(last.record)), approved))
    # A revision belongs to the content that was first recorded under it, whatever day a later one claims.
    complete.sort(key=lambda pair: (pair[1].decisions[-1].record.fact.recorded, pair[0]))
    owners: dict[str, str] = {}
    for _, approved in complete:
        owners.setdefault(approved.revision, approved.content)
    complete.sort(key=lambda pair: pair[0])
    kept = [approved for _, approved in complete if owners[approved.revision] == approved.content]
    rivals = [approved for _, approved in complete if owners[approved.revision] != approved.content]
    return kept, rivals


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
        same = [one for one in approved if one.revision == working.fact.revision]
        if same and content not in {one.content for one in same}:
            return DocumentState.DRIFTED
    if in_force is not None:
        return DocumentState.IN_FORCE
    return DocumentState.APPROVED if approved else DocumentState.DRAFT


def _review_due(
    working: Filed[Document] | None,
    in_force: Approved | None,
    decisions: list[Decision],
    demands: DocumentType,
    day: dt.date,
) -> dt.date | None:
    """Return the day by which what is in force must be reviewed again."""
    months = (working.fact.review_every if working else None) or demands.review_every
    if in_force is None or months is None:
        return None
    reviewed = [
        d.record.fact.decided
        for d in decisions
        if d.record.fact.meaning == "reaffirmed"
        and d.record.fact.content == in_force.content
        and d.record.fact.decided <= day
    ]
    return add_months(max([in_force.effective, *reviewed]), months)


def _moved_on(drafts: list[ControlledDocument]) -> Iterator[str]:
    """Yield the blobs of what is in force where the tree holds something else."""
    for draft in drafts:
        if draft.in_force is not None and draft.in_force_text is None:
            yield draft.in_force.blob


def _with_text(draft: ControlledDocument, contents: Mapping[str, bytes]) -> ControlledDocument:
    """Return *draft* with the text in force, read from history if need be."""
    if draft.in_force is None or draft.in_force_text is not None:
        return draft
    raw = contents.get(draft.in_force.blob)
    text = None if raw is None else read_document(draft.working.path if draft.working else "x.yaml", raw)
    verified = text is not None and text.source.digest == draft.in_force.content
    return replace(draft, in_force_text=text.fact if text and verified else None, blob_missing=not verified)
