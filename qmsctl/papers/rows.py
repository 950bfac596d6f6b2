"""Rows and cells that several papers have: some of many ids, a document with its language, a problem of the check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from qmsctl.messages import tr
from qmsctl.papers.blocks import Cell, Column, Look, Row, Table
from qmsctl.reports.open_points import ProblemFound
from qmsctl.reports.register import Registered
from qmsctl.reports.shown import Code, Joined, Shown, Translated, natural_key

__all__ = ["problems_table", "some", "some_ids", "titled"]

_MOST: Final = 12
"""How many ids one cell holds."""


def some(values: Sequence[Shown], most: int) -> Shown:
    """Return the first *most* of *values* and how many more there are; none is an empty text."""
    if not values:
        return ""
    more = len(values) - most
    rest = (tr("and {count} more", count=more),) if more > 0 else ()
    return Joined((*values[:most], *rest))


def some_ids(ids: Iterable[str]) -> Shown:
    """Return *ids* as people sort them, as many as a cell holds, and how many more there are."""
    ordered: list[str] = sorted(ids, key=natural_key)
    return some(ordered, _MOST)


def titled(document: Registered) -> Shown:
    """Return the title of *document*, with its language."""
    title: Shown = Translated(((document.language, document.title),)) if document.title else None
    return Joined((title, f"({document.language})"), " ")


def problems_table(caption: Shown, problems: Iterable[ProblemFound], *, filters: int | None = None) -> Table:
    """Return *problems* of the check as a table; rows can be chosen by the words of the column *filters*."""
    columns = (
        Column(tr("Severity")),
        Column(tr("Rule")),
        Column(tr("Place"), Look.NAMES),
        Column(tr("Problem"), Look.TEXT),
        Column(tr("What to do"), Look.TEXT),
    )
    rows = tuple(map(_problem, problems))
    return Table.of("problems", caption, columns, rows, heads=1, filters=filters)


def _problem(problem: ProblemFound) -> Row:
    unsure = None if problem.is_established else tr("cannot be established")
    return (
        Cell(problem.severity, below=unsure),
        f"{problem.rule} {problem.slug}",
        Code(problem.place),
        problem.message,
        problem.fix,
    )
