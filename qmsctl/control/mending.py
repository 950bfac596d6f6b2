"""What a file becomes by edits, and whether it may change in this way without a revision of its own."""

from __future__ import annotations

from collections.abc import Sequence

from qmsctl.control.documents import ControlledDocument
from qmsctl.documents.edits import Edit, with_edits
from qmsctl.model.document import Document
from qmsctl.model.reader import read_again
from qmsctl.model.schema import Filed

__all__ = ["edited", "is_decided", "is_held"]


def edited(filed: Filed[Document], edits: Sequence[Edit]) -> Filed[Document] | None:
    """Return *filed* with *edits*, read anew; `None` if nobody could read it as a document any more."""
    return read_again(filed, with_edits(filed.source, edits))


def is_decided(document: ControlledDocument) -> bool:
    """Return whether somebody stood by what the file says, as it says it: prepared, checked or approved it."""
    return any(decision.record.fact.content == document.content for decision in document.decisions)


def is_held(document: ControlledDocument, edits: Sequence[Edit]) -> bool:
    """Return whether *edits* would take from the file what somebody stood by: then it needs a new revision.

    How a file is written may change: quotes and blanks are no part of its content.
    """
    if document.working is None or not is_decided(document):
        return False
    after = edited(document.working, edits)
    return after is None or after.source.digest != document.content
