"""The result of a check as Markdown: for the summary of a CI job, or a comment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.inspection import Inspection, Reported
from qmsctl.messages import tr
from qmsctl.render.check_excused import waived_note
from qmsctl.render.check_forge import forge_path, left_out
from qmsctl.render.check_text import severity_word, summary, verdict
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible

__all__ = ["render_markdown"]

_RESERVED: Final = 400
"""Bytes kept free for the sentence that counts what is left out, in any language."""


def render_markdown(inspection: Inspection, language: str, room: int | None = None) -> str:
    """Return the result as Markdown: the verdict, the problems with the gravest first, and what was looked at.

    For: summaries of jobs, comments, wikis.
    A problem is: a row of a table, the gravest first.
    Severities: in words.

    Args:
        inspection: the result.
        language: of the words.
        room: bytes the text may have; problems that do not fit are counted.
    """
    heads = [
        tr("Severity"),
        tr("Place"),
        tr("Rule"),
        tr("Problem"),
        tr("Next step"),
    ]
    before = [
        f"# {_line(tr('Check of {organisation}', organisation=inspection.organisation).into(language))}"
    ]
    before += ["", f"**{verdict(inspection).into(language)}**", ""]
    after = [f"- {_line(message.into(language))}" for message, _ in summary(inspection)]
    excused = list(_excused(inspection, language))
    if room is not None:
        spare = room - sum(len(line.encode()) + 1 for line in (*before, *after)) - _RESERVED
        excused = _fitting(excused, spare // 2)
    after = [*excused, *after]
    table = [_row([head.into(language) for head in heads]), "|---" * len(heads) + "|"]
    rows = [_problem(inspection, problem, language) for problem in inspection.worst_first]
    if room is not None:
        fixed = sum(len(line.encode()) + 1 for line in (*before, *table, "", "", "", *after))
        rows = _fitting(rows, room - fixed - _RESERVED)
    missing = len(inspection.problems) - len(rows)
    listed = [*table, *rows, ""] if rows else []
    counted = [left_out(missing).into(language), ""] if missing else []
    return "\n".join([*before, *listed, *counted, *after, ""])


def _problem(inspection: Inspection, problem: Reported, language: str) -> str:
    place = problem.place
    where = f"{forge_path(inspection, place.path)}:{place.line}:{place.column}"
    cells = (
        severity_word(problem).into(language),
        where,
        f"{problem.rule} {problem.slug}",
        problem.message.into(language),
        problem.fix.into(language),
    )
    return _row([_line(cell) for cell in cells])


def _excused(inspection: Inspection, language: str) -> Iterator[str]:
    """Yield what does not count, as lists."""
    if inspection.waived:
        yield from (f"## {_line(tr('Waived').into(language))}", "")
        for waived in inspection.waived:
            note = _line(waived_note(waived).into(language))
            yield f"- {_told(inspection, waived.problem, language)}. {note}"
        yield ""
    if inspection.known:
        yield from (f"## {_line(tr('Known from the baseline').into(language))}", "")
        yield from (f"- {_told(inspection, problem, language)}" for problem in inspection.known)
        yield ""


def _told(inspection: Inspection, problem: Reported, language: str) -> str:
    """Return where a problem is, of which rule, and what it says, on one line."""
    place = problem.place
    where = f"{forge_path(inspection, place.path)}:{place.line}:{place.column}"
    return _line(f"{where} {problem.rule} {problem.slug}: {problem.message.into(language)}")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(text: str) -> str:
    return escape_line(visible(text))


def _fitting(rows: list[str], room: int) -> list[str]:
    """Return as many of *rows* from the beginning as *room* bytes hold."""
    for number, row in enumerate(rows):
        room -= len(row.encode()) + 1
        if room < 0:
            return rows[:number]
    return rows
