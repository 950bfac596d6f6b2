"""A report as text: laid out once, put into words once, and set in a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.messages import Language
from qmsctl.papers.audit_report import audit_report_paper
from qmsctl.papers.blocks import Paper
from qmsctl.render.own_templates import NO_TEMPLATES, OwnTemplates
from qmsctl.render.paper_html import paper_html
from qmsctl.render.paper_markdown import paper_markdown
from qmsctl.render.paper_text import paper_console, paper_plain
from qmsctl.render.worded import worded
from qmsctl.render.worded_blocks import WordedPaper
from qmsctl.reports.audit_report import AuditReport

__all__ = ["FORMATS", "Manner", "render_paper", "render_report"]


def _json(paper: WordedPaper, own: OwnTemplates = NO_TEMPLATES) -> str:
    del own  # data has no templates
    return json.dumps(paper, ensure_ascii=False, indent=2) + "\n"


def _plain(paper: WordedPaper, own: OwnTemplates = NO_TEMPLATES) -> str:
    del own  # neither have lines for programs
    return paper_plain(paper)


FORMATS: Final[Mapping[str, Callable[[WordedPaper, OwnTemplates], str]]] = {
    "html": paper_html,
    "markdown": paper_markdown,
    "plain": _plain,
    "json": _json,
}
"""The formats that are the same everywhere; that of a terminal depends on its width."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a paper is set besides its format and language."""

    width: int = 80
    """Of the terminal, in columns."""
    colour: bool = False
    """Whether the terminal shows colours."""
    own: OwnTemplates = NO_TEMPLATES
    """The organisation's own templates."""
    ending: str = "html"
    """Of the name of the file that it says how to make again."""


def render_report(report: AuditReport, format: str, language: Language, manner: Manner = Manner()) -> str:
    """Return *report* in *format*, with everything but the records in words of *language*.

    Args:
        report: the view of the audit.
        format: one of `FORMATS`, or `console`.
        language: one of `messages.LANGUAGES`.
        manner: how else it is set.

    Raises:
        BrokenTemplateError: one of the organisation's own templates cannot be used.
    """
    return render_paper(audit_report_paper(report), format, language, manner)


def render_paper(paper: Paper, format: str, language: Language, manner: Manner = Manner()) -> str:
    """Return *paper* in *format*, with everything but the records in words of *language*.

    Raises:
        BrokenTemplateError: one of the organisation's own templates cannot be used.
    """
    words = worded(paper, language, manner.ending)
    if format == "console":
        return paper_console(words, width=manner.width, colour=manner.colour)
    return FORMATS[format](words, manner.own)
