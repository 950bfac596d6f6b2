"""The result of a check as a table for spreadsheets, from which an office hands out what is to be mended."""

from __future__ import annotations

from typing import Final

from qmsctl.documents.place import Place
from qmsctl.inspection import Inspection
from qmsctl.messages import tr
from qmsctl.render.check_asides import Aside, asides
from qmsctl.render.check_excused import KNOWN, WAIVED
from qmsctl.render.check_forge import Entry, entries, forge_path
from qmsctl.render.check_text import SEVERITY_WORDS, severity_word
from qmsctl.render.csv_text import csv_text
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["render_csv", "render_csv_excel"]

_HEADINGS: Final = (
    tr("Severity"),
    tr("File"),
    tr("Line"),
    tr("Column"),
    tr("Rule"),
    tr("Problem"),
    tr("Next step"),
)


def render_csv(inspection: Inspection, language: str) -> str:
    """Return the result as a table with commas, in which every problem is a row.

    It holds nothing but rows, so what is to be known about the settings is in some of them.

    For: spreadsheets and lists of tasks.
    A problem is: a row; what does not count is one with the reason in place of the next step.
    Severities: in words.
    """
    return _table(inspection, language, excel=False)


def render_csv_excel(inspection: Inspection, language: str) -> str:
    """Return the same table with semicolons and a byte order mark.

    For: Excel, where it opens at a double click.
    A problem is: a row; what does not count is one with the reason in place of the next step.
    Severities: in words.
    """
    return _table(inspection, language, excel=True)


def _table(inspection: Inspection, language: str, *, excel: bool) -> str:
    rows = [_aside(inspection, aside, language) for aside in asides(inspection)]
    rows += [_problem(inspection, entry, language) for entry in entries(inspection)]
    return csv_text([heading.into(language) for heading in _HEADINGS], rows, excel=excel)


def _problem(inspection: Inspection, entry: Entry, language: str) -> list[str]:
    problem = entry.problem
    word = severity_word(problem) if entry.counts else KNOWN if entry.is_known else WAIVED
    next = entry.note(inspection) or problem.fix
    rule = f"{problem.rule} {problem.slug}"
    return [
        word.into(language),
        *_where(inspection, problem.place),
        rule,
        visible(problem.message.into(language)),
        visible(next.into(language)),
    ]


def _aside(inspection: Inspection, aside: Aside, language: str) -> list[str]:
    """Return what is no problem as a row of the mildest kind."""
    word = SEVERITY_WORDS[Severity.NOTE].into(language)
    text = visible(aside.text.into(language))
    return [word, *_where(inspection, aside.place), aside.name, text, ""]


def _where(inspection: Inspection, place: Place) -> tuple[str, str, str]:
    return visible(forge_path(inspection, place.path)), str(place.line), str(place.column)
