"""How a reader makes the same report again, and sees that nothing in it was changed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Facts, Listing, Paragraph
from qmsctl.papers.frame import again, again_said
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Code, Fact, Joined, OnFile

__all__ = ["report_command", "reproducing_blocks"]


def report_command(audit: str, made: Provenance, *, as_issued: bool, public: bool = False) -> str | None:
    """Return the command that makes the report of *audit* again; `None` if it was not made from a commit alone."""
    command = again(made, audit)
    if command is None:
        return None
    flags = (*(("--as-issued",) if as_issued else ()), *(("--public",) if public else ()))
    return " ".join((command, *flags))


def reproducing_blocks(report: AuditReport, *, public: bool = False) -> Iterator[Block]:
    """Yield from what the report was made, and the commands that make it again."""
    made, about = report.provenance, report.identification
    yield Facts(made.facts)
    command = report_command(about.audit, made, as_issued=report.as_issued, public=public)
    if command is None:
        yield Paragraph(again_said(None))
        return
    yield Paragraph(
        tr(
            "The same commit, day, language and version give the same bytes, on any machine and in any folder."
        )
    )
    audit = shlex.quote(about.audit)
    yield Listing(
        (
            again_said(command),
            Joined(
                (
                    tr("See whether a file still is this report, and if not, where it differs:"),
                    OnFile(f"qmsctl report {audit} --verify"),
                ),
                " ",
            ),
            Joined((tr("See the commit it rests on:"), Code(f"git show --stat {made.commit}")), " "),
        )
    )
    if about.issue is not None and about.issue.digest and about.issue.file:
        facts = (
            Fact(tr("Issued on"), about.issue.occurred),
            Fact(tr("Issued file"), about.issue.file),
            Fact(tr("SHA-256 of the issued file"), Code(about.issue.digest), long=True),
            Fact(tr("Issued from commit"), about.issue.commit),
        )
        yield Facts(facts)
        digest = Code(f"sha256sum {shlex.quote(about.issue.file)}")
        yield Listing((Joined((tr("Its digest without qmsctl:"), digest), " "),))
