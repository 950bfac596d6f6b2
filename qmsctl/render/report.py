"""The report of an audit as text: laid out once, put into words once, and set in a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from qmsctl.messages import Language
from qmsctl.papers.audit_report import audit_report_paper
from qmsctl.render.paper_html import paper_html
from qmsctl.render.paper_markdown import paper_markdown
from qmsctl.render.worded import worded
from qmsctl.render.worded_blocks import WordedPaper
from qmsctl.reports.audit_report import AuditReport

__all__ = ["FORMATS", "render_report"]

FORMATS: Final[Mapping[str, Callable[[WordedPaper], str]]] = {
    "html": paper_html,
    "markdown": paper_markdown,
}


def render_report(report: AuditReport, format: str, language: Language) -> str:
    """Return *report* in *format*, with everything but the records in words of *language*.

    Args:
        report: the view of the audit.
        format: one of `FORMATS`.
        language: one of `messages.LANGUAGES`.
    """
    return FORMATS[format](worded(audit_report_paper(report), language))
