"""A report fit for publication: without attachments and without documents of restricted access."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.record import Evidence, FindingStep
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.evidence import EvidenceSeen

__all__ = ["Withheld", "for_publication", "withheld"]

_DOCUMENT: Final = tr("a document of restricted access")
_FILE: Final = tr("an attached file")


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not for publication."""

    documents: frozenset[str]
    """The ids of documents of restricted access."""
    words: Mapping[str, Message]
    """Ids and titles of those documents and names of attached files, and what stands instead."""


def withheld(system: System) -> Withheld:
    """Return what of *system* is not for publication.

    A document is restricted if the text in force or the one on the disk says so.  The files are those that
    evidence and the steps of findings cite; a report that was issued is none of them.
    """
    words: dict[str, Message] = {}
    documents: set[str] = set()
    for document in system.documents:
        facts = [fact for fact in (document.document, document.working and document.working.fact) if fact]
        if any(fact.classification == "restricted" for fact in facts):
            documents.add(document.id)
            words |= dict.fromkeys((document.id, *(fact.title for fact in facts)), _DOCUMENT)
    for record in system.qms.records:
        fact = record.fact
        if isinstance(fact, Evidence | FindingStep):
            names = (attachment.file.rpartition("/")[2] for attachment in fact.attachments)
            words |= dict.fromkeys(names, _FILE)
    return Withheld(frozenset(documents), words)


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
    copy = report.copy
    if copy is not None:
        copy = dataclasses.replace(
            copy,
            differing=tuple(document for document in copy.differing if document.id not in restricted),
            gone=tuple(document for document in copy.gone if document.id not in restricted),
        )
    return dataclasses.replace(
        report,
        copy=copy,
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
