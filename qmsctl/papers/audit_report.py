"""The report of an audit as a paper: its sections in the order of the form that Polish offices use."""

from __future__ import annotations

import datetime as dt

from qmsctl.messages import tr
from qmsctl.papers.anchors import Anchors
from qmsctl.papers.audit_annexes import checklist_blocks, evidence_blocks, looked_at_blocks, register_blocks
from qmsctl.papers.audit_findings import earlier_blocks, findings_blocks
from qmsctl.papers.audit_sections import (
    auditees_blocks,
    conclusions_blocks,
    course_blocks,
    criteria_blocks,
    open_blocks,
    plan_blocks,
    reservation_blocks,
    signatures_blocks,
)
from qmsctl.papers.audit_summary import summary_blocks
from qmsctl.papers.blocks import Facts, Paper, Paragraph, Section
from qmsctl.papers.changes_since import changes_blocks
from qmsctl.papers.frame import framed
from qmsctl.papers.planned import team_blocks
from qmsctl.papers.reproducing import report_command, reproducing_blocks
from qmsctl.reports.audit_report import AuditReport

__all__ = ["audit_report_paper"]


def audit_report_paper(report: AuditReport, *, public: bool = False) -> Paper:
    """Return *report* laid out; what is *public* is made again as such."""
    about = report.identification
    made = report.provenance
    title = tr("Audit report No. {audit}", audit=about.audit)
    return framed(
        "audit-report",
        about.audit,
        title,
        organisation=about.organisation,
        written=report.language,
        made=made,
        command=report_command(about.audit, made, as_issued=report.as_issued, public=public),
        cover=(*about.cover, *made.cover),
        sections=_sections(report, public=public),
        subtitle=about.title,
        standing=about.standing,
    )


def _sections(report: AuditReport, *, public: bool) -> tuple[Section, ...]:
    anchors = Anchors.of(
        evidence=(record.name for record in report.evidence),
        findings=(finding.number for finding in report.findings),
    )
    about = report.identification
    summary = Section("summary", "", tr("Summary"), tuple(summary_blocks(report, anchors)), new_page=True)
    return (
        summary,
        Section.of("general", "1", tr("General information"), [Facts(about.facts)], new_page=True),
        Section.of("objectives", "2", tr("Objectives of the audit"), [Paragraph(report.objectives)]),
        Section.of("scope", "3", tr("Scope of the audit"), [Facts(report.scope.facts)]),
        Section.of("criteria", "4", tr("Criteria of the audit"), criteria_blocks(report)),
        Section.of(
            "team", "5", tr("Audit team"), team_blocks(report.team, tr("What kept the audit impartial"))
        ),
        Section.of("auditees", "6", tr("Representatives of the auditees"), auditees_blocks(report)),
        Section.of("course", "7", tr("Course of the audit and samples"), course_blocks(report, anchors)),
        Section.of("findings", "8", tr("Findings of the audit"), findings_blocks(report, anchors)),
        Section.of("earlier", "9", tr("Follow-up of earlier findings"), earlier_blocks(report, anchors)),
        Section.of(
            "changes",
            "10",
            tr("Changes since the last audit"),
            changes_blocks(report.changes, report.changes_since, issued=_until(report)),
        ),
        Section.of(
            "conclusions", "11", tr("Conclusions: conformity and effectiveness"), conclusions_blocks(report)
        ),
        Section.of("open", "12", tr("Open points and agreed actions"), open_blocks(report, anchors)),
        Section.of("reservation", "13", tr("Sampling and confidentiality"), reservation_blocks()),
        Section.of("signatures", "14", tr("Distribution list and signatures"), signatures_blocks(report)),
        Section.annex("checklist", "A", tr("Checklist with answers"), checklist_blocks(report, anchors)),
        Section.annex("evidence", "B", tr("Evidence of the audit"), evidence_blocks(report)),
        Section.annex("register", "C", tr("Register of documents"), register_blocks(report)),
        Section.annex("schedule", "D", tr("Plan and schedule"), plan_blocks(report)),
        Section.annex("looked-at", "E", tr("What was looked at"), looked_at_blocks(report)),
        Section.annex(
            "reproducing",
            "F",
            tr("How to reproduce and verify this report"),
            reproducing_blocks(report, public=public),
        ),
    )


def _until(report: AuditReport) -> dt.date | None:
    """Return the day of issue, if changes are told until then and not until the day of the report."""
    return report.copy.issued if report.copy is not None and report.copy.is_here else None
