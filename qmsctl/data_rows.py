"""Rows of the tables that ship with the code: cells between upright strokes below a line of headings.

Lines before the headings that begin with `#` say where the whole table comes from: `source`, `basis`, `checked`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["founded", "rows_of"]


def rows_of(file: Path) -> tuple[Mapping[str, str], ...]:
    """Return the rows of *file*, each by its headings.

    Raises:
        ValueError: a row has more or fewer cells than there are headings; the message names its place.
    """
    lines = list(enumerate(file.read_text(encoding="utf-8").splitlines(), 1))
    (_, head), *rest = (one for one in lines if not one[1].startswith("#"))
    headings = head.split("|")
    found = []
    for number, line in rest:
        cells = line.split("|")
        if len(cells) != len(headings):
            reason = f"{file.name}:{number}: {len(cells)} cells below {len(headings)} headings"
            raise ValueError(reason)
        found.append(dict(zip(headings, cells, strict=True)))
    return tuple(found)


def founded(file: Path) -> Mapping[str, str]:
    """Return what *file* says before its headings about where it comes from."""
    told = (line[1:].partition(":") for line in file.read_text("utf-8").splitlines() if line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in told}
