"""What changed in a document, as text: for a terminal, as plain lines, Markdown, a page to print, or JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from qmsctl.render.diff_json import render_json
from qmsctl.render.diff_lines import render_lines
from qmsctl.render.diff_markdown import render_markdown
from qmsctl.render.diff_outline import outline
from qmsctl.reports.document_diff import DocumentDiff

__all__ = ["FORMATS", "render_diff", "render_diff_console"]


def render_diff(diff: DocumentDiff, format: str, language: str) -> str:
    """Return *diff* in one of `FORMATS`, the document's words as they are, the rest in *language*."""
    return FORMATS[format](diff, language)


def render_diff_console(diff: DocumentDiff, language: str, *, width: int, colour: bool) -> str:
    """Return *diff* for a terminal of *width* columns."""
    return render_lines(outline(diff, language), width=width, colour=colour)


def _html(diff: DocumentDiff, language: str) -> str:
    """Return a page of its own, without a request to anywhere."""
    from qmsctl.render.page import render_page  # noqa: PLC0415 - loads Jinja2

    spoken = outline(diff, language)
    return render_page(
        "diff.html.j2", language, spoken=spoken, spoken_in=diff.language, page_foot=spoken.title
    )


FORMATS: Final[Mapping[str, Callable[[DocumentDiff, str], str]]] = {
    "plain": lambda diff, language: render_lines(outline(diff, language)),
    "markdown": lambda diff, language: render_markdown(outline(diff, language)),
    "html": _html,
    "json": render_json,
}
