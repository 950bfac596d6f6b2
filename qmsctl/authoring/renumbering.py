"""A document that names clauses of another edition beside its own: the text, its next revision, and its commit."""

from __future__ import annotations

from qmsctl.authoring.clause_numbers import with_clauses
from qmsctl.authoring.revision import Revised, Standing, draft_revision, propose, revisable
from qmsctl.control.system import System
from qmsctl.control.transition import DocumentMoved
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.reader import read_again
from qmsctl.standards.correlation import ClauseMap

__all__ = ["renumber"]


def renumber(
    system: System, moved: DocumentMoved, map: ClauseMap, committed: bytes | None, reason: str
) -> Revised:
    """Return the file of a document with the clauses of the other edition beside those that it names.

    What was approved cannot change without a revision of its own, so the text bears the next
    one and is a draft; a draft keeps its revision.

    Args:
        system: the quality management system.
        moved: the document, and what becomes of its clauses.
        map: how the clauses of the two editions correspond.
        committed: what the history holds of the file.
        reason: why it changes.

    Raises:
        RefusedError: it cannot be revised, or its file cannot be added to in place.
    """
    controlled, file = revisable(system, moved.controlled.id, moved.controlled.language)
    raw = with_clauses(file, map.before.key, map.after.key, moved.becomes)
    edited = read_again(file, raw)
    if edited is None:  # `with_clauses` has read it once already
        raise RefusedError(
            tr(
                "there is no readable file of {document}, so there is nothing to revise",
                document=controlled.id,
            ),
            tr("qmsctl check says what is wrong with it; put it back if it is gone"),
        )
    standing, revision = propose(controlled, edited, system.day)
    if standing is Standing.SAME:  # what was approved under it had these clauses
        revision = edited.fact.revision
    return draft_revision(controlled, edited, revision, committed, reason)
