"""A report as text: laid out once, put into words once, and set in a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from qmsctl.messages import Language
from qmsctl.papers.audit_report import audit_report_paper
from qmsctl.papers.blocks import Paper
from qmsctl.render.paper_html import paper_html
from qmsctl.render.paper_markdown import paper_markdown
from qmsctl.render.paper_text import paper_console, paper_plain
from qmsctl.render.worded import worded
from qmsctl.render.worded_blocks import WordedPaper
from qmsctl.reports.audit_report import AuditReport

__all__ = ["FORMATS", "render_paper", "render_report"]


def _json(paper: WordedPaper) -> str:
    return json.dumps(paper, ensure_ascii=False, indent=2) + "\n"


FORMATS: Final[Mapping[str, Callable[[WordedPaper], str]]] = {
    "html": paper_html,
    "markdown": paper_markdown,
    "plain": paper_plain,
    "json": _json,
}
"""The formats that are the same everywhere; that of a terminal depends on its width."""


def render_report(
    report: AuditReport, format: str, language: Language, *, width: int = 80, colour: bool = False
) -> str:
    """Return *report* in *format*, with everything but the records in words of *language*.

    Args:
        report: the view of the audit.
        format: one of `FORMATS`, or `console`.
        language: one of `messages.LANGUAGES`.
        width: of the terminal, in columns.
        colour: whether the terminal shows colours.
    """
    return render_paper(audit_report_paper(report), format, language, width=width, colour=colour)


def render_paper(
    paper: Paper, format: str, language: Language, *, width: int = 80, colour: bool = False
) -> str:
    """Return *paper* in *format*, with everything but the records in words of *language*."""
    words = worded(paper, language)
    if format == "console":
        return paper_console(words, width=width, colour=colour)
    return FORMATS[format](words)
