"""How many documents there are, and how they stand: counted at one place, so that no two papers count otherwise.

Plans of audits are documents, and are no part of the register of documents: they are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.model.document import AuditPlan

__all__ = ["DocumentCounts", "document_counts", "is_audit_plan"]


def is_audit_plan(document: ControlledDocument) -> bool:
    """Return whether *document* is the plan of an audit, by its file or by its text in force."""
    stated = document.working.fact if document.working is not None else None
    return isinstance(stated, AuditPlan) or isinstance(document.in_force_text, AuditPlan)


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """Language versions of documents; each is approved by itself."""

    listed: int
    """In the register: all but the plans of audits, the withdrawn ones too."""
    in_force: int
    """Of those, how many have a revision in force, whatever their file holds."""
    departing: int
    """Of those, how many have a file that is not what was approved under its revision, or none."""
    drafts: int
    """Of those in the register, how many have a file that awaits its approval."""
    unreadable: int
    """Of those in the register, how many have a file whose head cannot be read: no drafts, nobody knows what they are."""
    files: int
    """Files of documents, plans of audits included."""
    in_force_with_plans: int
    """Documents of which a revision is in force, plans of audits included."""


def document_counts(documents: Iterable[ControlledDocument]) -> DocumentCounts:
    """Return how many of *documents* stand how."""
    every = tuple(documents)
    listed = [one for one in every if not is_audit_plan(one)]
    current = [one for one in listed if one.withdrawn is None]
    return DocumentCounts(
        len(listed),
        sum(one.in_force is not None for one in current),
        sum(
            one.state is DocumentState.DRIFTED or (one.working is None and one.in_force is not None)
            for one in current
        ),
        sum(one.is_drafted and bool(one.demands.needs) for one in current),
        sum(one.unreadable for one in current),
        sum(one.working is not None for one in every),
        sum(one.in_force is not None for one in every),
    )
