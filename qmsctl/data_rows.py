"""Rows of the tables that ship with the code: cells between upright strokes below a line of headings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["rows_of"]


def rows_of(file: Path) -> tuple[Mapping[str, str], ...]:
    """Return the rows of *file*, each by its headings.

    Raises:
        ValueError: a row has more or fewer cells than there are headings; the message names its place.
    """
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    headings = head.split("|")
    found = []
    for number, line in enumerate(lines, 2):
        cells = line.split("|")
        if len(cells) != len(headings):
            reason = f"{file.name}:{number}: {len(cells)} cells below {len(headings)} headings"
            raise ValueError(reason)
        found.append(dict(zip(headings, cells, strict=True)))
    return tuple(found)
