"""A document revised: whether it may be, which revision its new text bears, and what its commit says."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.authoring.edited_copy import with_line_ends_of
from qmsctl.authoring.revision_field import with_revision
from qmsctl.control.audits import AuditStatus
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.revisions import compare_revisions, is_backward, next_revision
from qmsctl.control.system import System
from qmsctl.documents.source import Flaw, Malformed
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedSource
from qmsctl.model.reader import examine_again, read_again
from qmsctl.model.schema import Filed

__all__ = [
    "FaultyTextError",
    "Revised",
    "Standing",
    "draft_revision",
    "examine_edited",
    "propose",
    "refuse_revision",
    "refuse_shape",
    "revisable",
    "style_left",
]

_ONE_LINE: Final = re.compile(r"(?!\s)[^\n\x00-\x1f\x7f-\x9f\u2028\u2029]+(?<!\s)")


class FaultyTextError(RefusedError):
    """A text cannot be taken over; the message names each place."""

    def __init__(self, path: str, flaws: tuple[Flaw | Malformed, ...], hint: Message) -> None:
        super().__init__(tr("the text of {path} cannot be taken over as it is", path=path), hint)
        self.flaws: Final = flaws


class Standing(Enum):
    """How a new text stands to the revision it bears."""

    SAME = "same"
    """What was approved under it: only comments, quotes or the order of fields have changed."""
    DRAFT = "draft"
    """Nothing was ever approved under it."""
    TAKEN = "taken"
    """Another text was approved under it, so it needs a revision of its own."""


@dataclass(frozen=True, slots=True)
class Revised:
    """What a revision would write and commit."""

    document: Filed[Document]
    """As it will be."""
    after: bytes
    """What the file will hold on disk."""
    stored: bytes
    """What the history will hold: a checkout may have other line ends."""
    message: str
    """The message of the commit: the document and its revision, then the reason."""

    @property
    def path(self) -> str:
        """Where it stands, from the root of the quality management system."""
        return self.document.path


def revisable(system: System, id: str, language: str | None) -> tuple[ControlledDocument, Filed[Document]]:
    """Return the document *id* and its file.

    Raises:
        UnknownDocumentError: there is none.
        FaultyTextError: its file cannot be read.
        RefusedError: the tree no longer holds it, it was withdrawn, or its audit is closed.
    """
    unreadable = tuple(fault for fault in system.qms.malformed if fault.id == id)
    asked = language or system.organisation.language
    readable = any(one.working and one.language == asked for one in system.documents_by_id.get(id, ()))
    if unreadable and not readable:
        hint = tr("open the file in an editor, mend what is named above, and run the same command again")
        raise FaultyTextError(unreadable[0].path, unreadable, hint)
    document = system.document_named(id, language)
    if document.working is None:
        raise RefusedError(
            tr(
                "there is no readable file of {document}, so there is nothing to revise", document=document.id
            ),
            tr("qmsctl check says what is wrong with it; put it back if it is gone"),
        )
    if document.withdrawn is not None:
        successor = document.withdrawn.record.fact.successor
        raise RefusedError(
            tr("{document} is withdrawn, and a withdrawn document is not revised", document=document.id),
            tr("revise what takes its place: qmsctl revise {successor}", successor=shlex.quote(successor))
            if successor
            else tr("write a new document with an id of its own"),
        )
    audit = system.audit(document.id)
    if audit is not None and audit.status is AuditStatus.CLOSED:
        raise RefusedError(
            tr("the audit {audit} is closed, and its plan is under the seal", audit=document.id),
            tr("record what has to be said about it as minutes or findings"),
        )
    return document, document.working


def examine_edited(
    before: Filed[Document], raw: bytes, language: str
) -> tuple[Filed[Document] | None, tuple[Flaw | Malformed, ...]]:
    """Return the document that *raw* holds, and everything that keeps it from taking the place of *before*.

    Args:
        before: the document as it was opened.
        raw: the new bytes.
        language: of a document that names none.
    """
    document, flaws = examine_again(before, raw)
    if document is None:
        return None, flaws
    if isinstance(before.source, MappedSource):
        # It was read so far in spite of them; whoever changes something else need not mend them first.
        _, earlier = examine_again(before, before.source.raw)
        known = {(flaw.message, flaw.fix) for flaw in earlier}
        flaws = tuple(flaw for flaw in flaws if (flaw.message, flaw.fix) not in known)
    identity = (
        ("id", before.fact.id, document.fact.id),
        ("language", before.fact.language or language, document.fact.language or language),
    )
    changed = tuple(
        Flaw(
            "wrong-value",
            document.at(field),
            tr(
                "{field} was {before} and is {after} now: that is another document",
                field=field,
                before=was,
                after=now,
            ),
            tr("write {before} again; a new document is a new file", before=was),
        )
        for field, was, now in identity
        if was != now
    )
    return document, (*flaws, *changed)


def propose(controlled: ControlledDocument, edited: Filed[Document], day: dt.date) -> tuple[Standing, str]:
    """Return how the text *edited* stands to the revision it bears, and the revision it should bear.

    A draft keeps its revision: only what was approved cannot change without a new one.
    """
    revision = edited.fact.revision
    taken = _taken(controlled)
    if not revision or revision not in taken:
        return Standing.DRAFT, revision
    if edited.source.digest in taken[revision]:
        return Standing.SAME, revision
    return Standing.TAKEN, _free(revision, taken, day)


def refuse_shape(revision: str) -> None:
    """Refuse a *revision* that no document can bear.

    Raises:
        RefusedError: it is no single line, or has blanks around it.
    """
    if not _ONE_LINE.fullmatch(revision):
        raise RefusedError(
            tr("{given} is empty or has blanks around it", given=revision),
            tr("write at least one character, on one line, without blanks before or after"),
        )


def refuse_revision(controlled: ControlledDocument, edited: Filed[Document], revision: str) -> None:
    """Refuse a *revision* that the text *edited* cannot bear.

    Raises:
        RefusedError: it is no single line, was approved with another text, or comes before the newest one.
    """
    if not revision and not edited.fact.revision:
        return  # its texts are told apart by what they say
    refuse_shape(revision)
    contents = _taken(controlled).get(revision, frozenset())
    if contents and _with(edited, revision).source.digest not in contents:
        raise RefusedError(
            tr(
                "revision {revision} of {document} was approved with another content",
                revision=revision,
                document=controlled.id,
            ),
            _give_later(controlled, revision),
        )
    newest = controlled.approved[-1].revision if controlled.approved else None
    if newest and is_backward(newest, revision):
        raise RefusedError(
            tr(
                "revision {revision} comes before {newest}, which was approved already",
                revision=revision,
                newest=newest,
            ),
            _give_later(controlled, newest),
        )


def style_left(controlled: ControlledDocument, revision: str) -> str | None:
    """Return the revision that would continue the count if *revision* does not, or `None` if it does.

    A document that was never approved has no count to continue.
    """
    newest = controlled.approved[-1].revision if controlled.approved else None
    if not newest or revision == newest or compare_revisions(newest, revision) in (-1, 1):
        return None  # an earlier one is refused for being earlier
    return _free(newest, _taken(controlled))


def draft_revision(
    controlled: ControlledDocument,
    edited: Filed[Document],
    revision: str,
    committed: bytes | None,
    reason: str,
) -> Revised:
    """Return the file with *revision* in its field, and the message of its commit.

    Args:
        controlled: the document as it is controlled now.
        edited: its new text.
        revision: what the text is to bear.
        committed: what the history holds of the file; `None`: nothing yet.
        reason: why it changes.

    Raises:
        RefusedError: the text cannot bear the revision.
    """
    refuse_revision(controlled, edited, revision)
    document = _with(edited, revision)
    stored = document.source.raw if committed is None else with_line_ends_of(committed, document.source.raw)
    subject = _subject(controlled, document, committed)
    return Revised(document, document.source.raw, stored, f"{subject}\n\n{reason}".strip() + "\n")


def _subject(controlled: ControlledDocument, after: Filed[Document], committed: bytes | None) -> Message:
    """Return what the commit does to which document."""
    id, revision = controlled.id, after.fact.revision
    if not revision:
        return (
            tr("{document}: first draft", document=id)
            if committed is None
            else tr("{document}: changed", document=id)
        )
    if committed is None:
        return tr("{document}: first draft, revision {revision}", document=id, revision=revision)
    before = read_again(after, committed)
    if before is not None and before.fact.revision != revision:
        if not (old := before.fact.revision):
            return tr("{document}: first revision {revision}", document=id, revision=revision)
        return tr("{document}: revision {before} → {revision}", document=id, before=old, revision=revision)
    if after.source.digest in _taken(controlled).get(revision, frozenset()):
        return tr("{document}: revision {revision}, comments and layout only", document=id, revision=revision)
    return tr("{document}: draft of revision {revision}", document=id, revision=revision)


def _with(edited: Filed[Document], revision: str) -> Filed[Document]:
    """Return *edited* with *revision* in its field.

    Raises:
        RefusedError: the field cannot be changed in place.
    """
    if edited.fact.revision == revision:
        return edited
    read = read_again(edited, with_revision(edited, revision))
    return read or edited  # it was read once already


def _taken(controlled: ControlledDocument) -> dict[str, frozenset[str]]:
    """Return the digests of what was approved under each revision, contradicting approvals included."""
    found: dict[str, set[str]] = {}
    for one in (*controlled.approved, *controlled.rivals):
        found.setdefault(one.revision, set()).add(one.content)
    return {revision: frozenset(contents) for revision, contents in found.items()}


def _give_later(controlled: ControlledDocument, revision: str) -> Message:
    return tr(
        "give a later one with --next, such as {revision}", revision=_free(revision, _taken(controlled))
    )


def _free(revision: str, taken: Collection[str], day: dt.date | None = None) -> str:
    """Return the first revision after *revision* under which nothing was approved."""
    following = next_revision(revision, day=day, known=taken)
    while following in taken:
        following = next_revision(following, known=taken)
    return following
