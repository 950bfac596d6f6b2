"""A report fit for publication: without attachments and without documents of restricted access."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping

from qmsctl.control.system import System
from qmsctl.messages import tr_n
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.evidence import EvidenceSeen

__all__ = ["for_publication", "restricted_documents"]


def restricted_documents(system: System) -> Mapping[str, tuple[str, ...]]:
    """Return the documents of restricted access by id, with their titles in every language.

    What is in force or lies on the disk as restricted is restricted.
    """
    found: dict[str, list[str]] = {}
    for document in system.documents:
        facts = [fact for fact in (document.document, document.working and document.working.fact) if fact]
        if any(fact.classification == "restricted" for fact in facts):
            found.setdefault(document.id, []).extend(fact.title for fact in facts)
    return {id: tuple(dict.fromkeys(titles)) for id, titles in found.items()}


def for_publication(report: AuditReport, restricted: Collection[str]) -> AuditReport:
    """Return *report* without the rows of documents of restricted access, and without attachments.

    Args:
        report: the view of the audit.
        restricted: the ids of those documents.
    """
    changes = report.changes
    if changes is not None:
        documents = tuple(change for change in changes.documents if change.id not in restricted)
        changes = dataclasses.replace(changes, documents=documents)
    return dataclasses.replace(
        report,
        evidence=tuple(_bare(seen) for seen in report.evidence),
        register=tuple(document for document in report.register if document.id not in restricted),
        changes=changes,
    )


def _bare(seen: EvidenceSeen) -> EvidenceSeen:
    count = len(seen.attachments)
    if not count:
        return seen
    left_out = tr_n("{count} attachment, left out here", "{count} attachments, left out here", count)
    return dataclasses.replace(seen, attachments=(left_out,))
