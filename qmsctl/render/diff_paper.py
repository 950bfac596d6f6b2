"""What changed in a document as a paper: what went and came is said in words, and needs no colour."""

from __future__ import annotations

from typing import Final

from qmsctl.messages import Language, Message, tr
from qmsctl.papers.blocks import Block, Listing, Paper, Paragraph, Section
from qmsctl.render.diff_outline import Line, Part, Run, outline
from qmsctl.reports.document_diff import DocumentDiff
from qmsctl.reports.shown import Joined, Shown, short
from qmsctl.reports.text_diff import Kind

__all__ = ["diff_paper"]

_DEEP: Final = "\N{EN DASH} "
"""Stands before a line that belongs to the one before it."""


def diff_paper(diff: DocumentDiff, commit: str | None, language: Language) -> Paper:
    """Return *diff* laid out.

    Args:
        diff: what changed.
        commit: the last of the history it was made from.
        language: of what is said about the changes; the words of the document stay as they are.
    """
    spoken = outline(diff, language)
    parts = (*spoken.head, Part((Run(spoken.size),), ()), *spoken.parts)
    made = tr(
        "State of {day}; made from the history up to commit {commit}.", day=diff.day, commit=_of(commit)
    )
    return Paper(
        kind="comparison",
        id=diff.id,
        written=diff.language,
        organisation=diff.organisation,
        title=_own(spoken.title),
        subtitle=None,
        standing=None,
        cover=(),
        sections=tuple(_section(number, part) for number, part in enumerate(parts, 1)),
        made_from=made,
        command=None,
        foot=(_own(spoken.footer),),
    )


def _of(commit: str | None) -> str:
    return short(commit) if commit else "-"


def _section(number: int, part: Part) -> Section:
    lines = tuple(map(_line, part.lines))
    blocks: tuple[Block, ...] = ()
    if len(lines) == 1:
        blocks = (Paragraph(lines[0]),)
    elif lines:
        blocks = (Listing(lines),)
    heading = _own("".join(str(_run(run)) for run in part.heading))
    return Section(f"part-{number}", "", heading, blocks)


def _line(line: Line) -> Shown:
    lead = _DEEP if line.deep else ""
    lead += f"{line.mark} " if line.mark else ""
    lead += f"{line.label}: " if line.label else ""
    first: tuple[Shown, ...] = (_own(lead),) if lead else ()
    return Joined((*first, *map(_shown, line.runs)), "")


def _shown(run: Run) -> Shown:
    """Return *run* so that the words of the document are in its language."""
    return run.text if run.kind is Kind.EQUAL else _run(run)


def _run(run: Run) -> Message:
    blank = " " if run.text.startswith(" ") else ""
    text = run.text.strip()
    if run.kind is Kind.REMOVED:
        return Message("{blank}{said}", (("blank", blank), ("said", tr("[removed: {text}]", text=text))))
    if run.kind is Kind.ADDED:
        return Message("{blank}{said}", (("blank", blank), ("said", tr("[added: {text}]", text=text))))
    return _own(run.text)


def _own(text: str) -> Message:
    """Return *text* as it is: it was put into words already."""
    return Message("{text}", (("text", text),))
