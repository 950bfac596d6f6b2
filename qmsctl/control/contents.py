"""Which content of a document is meant: what is in force, what the tree holds, or what a revision was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qmsctl.control.documents import Approved, ControlledDocument
from qmsctl.control.versions import Version
from qmsctl.documents.source import Source
from qmsctl.errors import QmsctlError
from qmsctl.messages import list_of, tr
from qmsctl.model.document import Document

__all__ = [
    "Content",
    "LostTextError",
    "UnknownRevisionOfDocumentError",
    "drafted",
    "in_force",
    "of_approval",
    "of_revision",
    "revisions_of",
]


@dataclass(frozen=True, slots=True)
class Content:
    """One content of a document, and what it stands on."""

    document: Document
    source: Source | None
    """`None` if it is known only by its record: no commit of the history holds it where documents lie."""
    approved: Approved | None
    version: Version | None
    """The commit that brought it; `None`: it is not in the history."""
    others: int = 0
    """Further contents that bore the same revision."""
    is_substitute: bool = False
    """Whether something else was approved under the revision, and the history does not hold it."""


class LostTextError(QmsctlError):
    """What was approved is not in the repository, or is not what its approval says."""

    def __init__(self, id: str, revision: str) -> None:
        super().__init__(
            tr(
                "the repository does not hold the text of {document} that was approved as revision {revision}",
                document=id,
                revision=revision,
            ),
            tr(
                "clone all of the repository, without --depth and --filter; qmsctl check says more about the approval"
            ),
        )


class UnknownRevisionOfDocumentError(QmsctlError):
    """A document never had that revision."""

    def __init__(self, id: str, revision: str, known: Sequence[str]) -> None:
        super().__init__(
            tr("{document} has no revision {revision}", document=id, revision=revision),
            tr("revisions there are: {known}", known=list_of(known) or "-"),
        )


def revisions_of(versions: Sequence[Version]) -> tuple[str, ...]:
    """Return the revisions a document had, in the order in which each was first written."""
    return tuple(dict.fromkeys(version.document.fact.revision for version in versions))


def drafted(controlled: ControlledDocument, versions: Sequence[Version]) -> Content | None:
    """Return what the tree holds, approved or not; `None` if it holds no file of the document."""
    if controlled.working is None:
        return None
    working, content = controlled.working, controlled.content
    approved = next((one for one in controlled.approved if one.content == content), None)
    return Content(working.fact, working.source, approved, _version_of(versions, content))


def in_force(controlled: ControlledDocument, versions: Sequence[Version]) -> Content | None:
    """Return what is in force; `None` if nothing is, or its text is lost."""
    approved, text = controlled.in_force, controlled.in_force_text
    if approved is None or text is None:
        return None
    return of_approval(approved, versions) or Content(text, None, approved, None)


def of_approval(approved: Approved, versions: Sequence[Version]) -> Content | None:
    """Return what was *approved*; `None` if no commit of the history holds it where documents lie."""
    version = _version_of(versions, approved.content)
    if version is None:
        return None
    return Content(version.document.fact, version.document.source, approved, version)


def of_revision(controlled: ControlledDocument, versions: Sequence[Version], revision: str) -> Content:
    """Return what was approved as *revision*, or else what was last written under it.

    Raises:
        UnknownRevisionOfDocumentError: nothing was written under it.
    """
    approved = next((one for one in controlled.approved if one.revision == revision), None)
    written = [v for v in versions if v.document.fact.revision == revision]
    exact = [v for v in written if approved is not None and v.content == approved.content]
    chosen = (exact or written)[-1:]
    if not chosen:
        raise UnknownRevisionOfDocumentError(controlled.id, revision, revisions_of(versions))
    contents = {v.content for v in written} | {r.content for r in controlled.rivals if r.revision == revision}
    return Content(
        chosen[0].document.fact,
        chosen[0].document.source,
        approved if exact else None,
        chosen[0],
        others=len(contents - {chosen[0].content}),
        is_substitute=approved is not None and not exact,
    )


def _version_of(versions: Sequence[Version], content: str | None) -> Version | None:
    return next((version for version in versions if version.content == content), None)
