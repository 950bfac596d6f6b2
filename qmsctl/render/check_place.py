"""The source line of a problem and the caret under it, as wide as a terminal shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw, Malformed
from qmsctl.messages import Message, tr
from qmsctl.render.visible import visible

if TYPE_CHECKING:
    from qmsctl.inspection import Reported

__all__ = ["LONGEST", "columns", "excerpt", "fault_lines", "next_step"]

LONGEST: Final = 400
"""Columns of a source line that are shown at most: a whole file may stand on one line."""

_WIDE: Final = frozenset("WF")


def excerpt(place: Place, width: int = LONGEST) -> tuple[str, ...]:
    """Return the source line of *place* and a line with carets below it, or nothing if there is none.

    Of a line wider than *width* the part around the place is shown.
    """
    source = place.source_line
    if not source.strip():
        return ()
    start = place.column - 1
    pointed = source[start : start + (place.span.end - place.span.start if place.span else 1)].rstrip()
    after = _fitting(source[start : start + width], width - width // 3)
    before = _fitting(source[max(0, start - width) : start], width - columns(after), from_end=True)
    after = _fitting(source[start : start + width], width - columns(before))
    carets = min(max(1, columns(visible(pointed[:width]))), max(1, columns(after)))
    return before + after, " " * columns(before) + "^" * carets


def next_step(problem: Reported) -> Message:
    """Return what to do about *problem*, and whether `qmsctl check --fix` does it."""
    if problem.fixable:
        return tr("Next: {fix} [qmsctl check --fix does it]", fix=problem.fix)
    return tr("Next: {fix}", fix=problem.fix)


def fault_lines(fault: Flaw | Malformed) -> Iterator[str]:
    """Yield where a file is at fault, what is wrong there, and what to do, in the language spoken."""
    place = fault.place
    yield f"{place.path}:{place.line}:{place.column}: {fault.message}"
    yield from (f"    {line}" for line in excerpt(place))
    yield f"    {tr('Next: {fix}', fix=fault.fix)}"


def _fitting(text: str, width: int, *, from_end: bool = False) -> str:
    """Return as much of the beginning, or of the end, of *text* as *width* columns show."""
    letters: Iterable[str] = reversed(text) if from_end else text
    kept: list[str] = []
    for letter in map(visible, letters):
        width -= columns(letter)
        if width < 0:
            break
        kept.append(letter)
    return "".join(reversed(kept) if from_end else kept)


def columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes: Korean letters take two, accents none."""
    if text.isascii():
        return len(text)
    return sum(_letter_columns(letter) for letter in text)


def _letter_columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
