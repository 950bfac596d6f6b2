"""What changed in a document as lines: wrapped for a terminal, with or without colours, or each as one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from qmsctl.render.check_place import columns
from qmsctl.render.diff_outline import Line, Outline, Part, Run
from qmsctl.reports.text_diff import Kind

__all__ = ["render_lines"]

_MARKS: Final[Mapping[Kind | None, tuple[str, str]]] = {Kind.REMOVED: ("[-", "-]"), Kind.ADDED: ("{+", "+}")}
_COLOURS: Final[Mapping[Kind | None, tuple[str, str]]] = {
    Kind.REMOVED: ("\x1b[31;9m", "\x1b[0m"),
    Kind.ADDED: ("\x1b[32;4m", "\x1b[0m"),
}
"""Red and struck through, green and underlined: the line says it to whoever sees no colour."""
_LOOKALIKE: Final = re.compile(r"\[-|-\]|\{\+|\+\}")
"""What a text may hold and would be taken for a mark."""
_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class _Word:
    """Letters without a blank among them, of one kind."""

    text: str
    kind: Kind | None
    glued: bool
    """Whether it stands to the word before it without a blank."""


def render_lines(spoken: Outline, *, width: int | None = None, colour: bool = False) -> str:
    """Return *spoken* as lines of at most *width* columns, or each paragraph as one; the marks stand in for colour."""
    lines = [*_heading((Run(spoken.organisation),), width, colour=colour)]
    lines += _heading((Run(spoken.title),), width, colour=colour)
    for part in (*spoken.head, Part((Run(spoken.size),), ()), *spoken.parts, Part((Run(spoken.footer),), ())):
        lines.append("")
        lines += _heading(part.heading, width, colour=colour)
        for line in part.lines:
            lines += _wrapped(line, width, colour=colour)
    return "".join(f"{line}\n" for line in lines)


def _heading(runs: Sequence[Run], width: int | None, *, colour: bool) -> Iterator[str]:
    for line in _filled(_words(runs, colour=colour), width, "", "  ", colour=colour):
        bold = colour and all(run.kind in (None, Kind.EQUAL) for run in runs)
        yield f"\x1b[1m{line}\x1b[0m" if bold else line


def _wrapped(line: Line, width: int | None, *, colour: bool) -> Iterator[str]:
    lead = (_INDENT * 2 if line.deep else _INDENT) + (f"{line.mark} " if line.mark else "")
    label = [_Word(word, None, glued=False) for word in f"{line.label}:".split()] if line.label else []
    hanging = " " * min(columns(lead), 2 * len(_INDENT))
    first, *rest = [*_words(line.runs, colour=colour), _Word("", None, glued=True)]
    words = [*label, replace(first, glued=False), *rest]
    yield from _filled(words, width, lead, hanging, colour=colour)


def _words(runs: Sequence[Run], *, colour: bool) -> list[_Word]:
    """Return the words of *runs*, with marks around what came and went unless it is coloured."""
    found: list[_Word] = []
    for run in runs:
        glued = not run.text.startswith(" ")
        text = run.text.strip(" ") if colour else _LOOKALIKE.sub(r"\\\g<0>", run.text.strip(" "))
        if not colour and run.kind in _MARKS:
            text = text.join(_MARKS[run.kind])
        for number, word in enumerate(text.split(" ")):
            found.append(_Word(word, run.kind, glued=glued and number == 0))
    return found


def _filled(
    words: Sequence[_Word], width: int | None, lead: str, hanging: str, *, colour: bool
) -> Iterator[str]:
    """Yield *words* on lines of at most *width* columns; what is glued together is not torn apart."""
    line: list[_Word] = []
    used, room = columns(lead), width or 0
    clusters: list[list[_Word]] = []
    for word in words:
        if word.glued and clusters:
            clusters[-1].append(word)
        else:
            clusters.append([word])
    for cluster in clusters:
        needed = sum(columns(word.text) for word in cluster)
        if line and width is not None and used + 1 + needed > room:
            yield (lead + _painted(line, colour=colour)).rstrip()
            lead, used, line = hanging, columns(hanging), []
        used += needed + bool(line)
        line += cluster
    yield (lead + _painted(line, colour=colour)).rstrip()


def _painted(words: Sequence[_Word], *, colour: bool) -> str:
    """Return *words* on one line, each run of a kind in its colour."""
    text = ""
    for kind, group in groupby(words, key=lambda word: word.kind):
        run = list(group)
        said = run[0].text + "".join(("" if word.glued else " ") + word.text for word in run[1:])
        begin, end = _COLOURS.get(kind, ("", "")) if colour else ("", "")
        text += ("" if run[0].glued or not text else " ") + begin + said + end
    return text
