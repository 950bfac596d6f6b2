"""A report fit for publication: without attachments and without documents of restricted access."""

from __future__ import annotations

import dataclasses

from qmsctl.messages import tr_n
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.evidence import EvidenceSeen

__all__ = ["for_publication"]


def for_publication(report: AuditReport) -> AuditReport:
    """Return *report* without the names and digests of attachments: how many there are is said."""
    return dataclasses.replace(report, evidence=tuple(_bare(seen) for seen in report.evidence))


def _bare(seen: EvidenceSeen) -> EvidenceSeen:
    count = len(seen.attachments)
    if not count:
        return seen
    left_out = tr_n("{count} attachment, left out here", "{count} attachments, left out here", count)
    return dataclasses.replace(seen, attachments=(left_out,))
