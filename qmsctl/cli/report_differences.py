"""Where a file differs from the one that the repository gives: the places, with what stands here and there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import Final

from qmsctl.errors import MissingExtraError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.render.pdf_words import pdf_producer
from qmsctl.render.pieces import Piece, differing_parts, pieces_of

__all__ = ["differences"]

_SHOWN: Final = 5
"""How many of the places that differ are shown, and how many pieces of each."""
_BEFORE: Final = 40
"""How much of a long piece is shown before what differs."""
_LINE: Final = 160
"""How much of a piece is shown."""
_MANY: Final = 5000
"""From how many pieces on those that stand in many places are no help in finding out what belongs together."""
_OFFICE: Final = ("docx", "xlsx")
_OF_LINES: Final = ("html", "markdown", "plain", "json")


def differences(
    file: Path, format: str, old: bytes, new: bytes, *, alike: Message | None = None
) -> Iterator[Message | str]:
    """Yield how much differs and what the first of it is, each with its place.

    Args:
        file: its name.
        format: what both are.
        old: what it holds.
        new: what the repository gives, which is something else.
        alike: what else speaks for it, said only where no difference of its words is named.
    """
    if format == "pdf":
        yield from _printers(old, new)
    try:
        here, there = pieces_of(format, old), pieces_of(format, new)
    except MissingExtraError as lacking:
        yield tr("{file} is not what its commit, day and language give.", file=str(file))
        yield from (said for said in (lacking.message, lacking.hint, alike) if said is not None)
        return
    if here is None or there is None:
        yield tr("{file} is not what its commit, day and language give.", file=str(file))
        yield tr("What it says cannot be read here: it is damaged, or another program saved it anew.")
        if alike is not None:
            yield alike
        return
    parts = list(_parts(_rows(here), _rows(there)))
    yield _counted(file, format, sum(max(len(part.here), len(part.there)) for part in parts))
    if not parts:
        yield from _elsewhere(format, old, new)
        if alike is not None:
            yield alike
    for part in parts[:_SHOWN]:
        yield (part.here or part.there)[0].place
        here_said, there_said = _shown(part.here[:_SHOWN], part.there[:_SHOWN])
        yield from (f"  - {text}" for text in here_said)
        yield from (f"  + {text}" for text in there_said)
    if len(parts) > _SHOWN:
        yield tr("and further places: {count}", count=len(parts) - _SHOWN)
    if parts:
        yield tr("What stands in the file has a minus, what the repository gives has a plus.")
    yield tr(
        "Another version of qmsctl may set a report otherwise; the report names the version it was made with."
    )


def _shown(here: Sequence[Piece], there: Sequence[Piece]) -> tuple[list[str], list[str]]:
    """Return what is shown of the pieces of both sides: where those of a pair are long, the words that differ."""
    left, right = ([" ".join(piece.text.split()) for piece in side] for side in (here, there))
    starts = [_alike(one, other) for one, other in zip(left, right, strict=False)]
    starts += [0] * (max(len(left), len(right)) - len(starts))
    return (
        [_window(text, start) for text, start in zip(left, starts, strict=False)],
        [_window(text, start) for text, start in zip(right, starts, strict=False)],
    )


def _alike(one: str, other: str) -> int:
    """Return how many characters the two have in common at their beginning."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _window(text: str, at: int) -> str:
    """Return *text*, or of a long one what stands around the place *at*; an ellipsis stands for what is left out."""
    if len(text) <= _LINE:
        return text
    start = max(0, min(at - _BEFORE, len(text) - _LINE))
    if start:
        start = text.find(" ", start, at) + 1 or start  # words are not cut
    end = min(start + _LINE, len(text))
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands in one file, and what stands in its place in the other; one of them may be nothing."""

    here: tuple[Piece, ...]
    there: tuple[Piece, ...]


_Row = tuple[Piece, ...]
"""What moves together: the cells of a row, or one piece outside of tables."""


def _rows(pieces: Sequence[Piece]) -> list[_Row]:
    keyed = groupby(enumerate(pieces), lambda one: one[1].row or -one[0] - 1)
    return [tuple(piece for _, piece in row) for _, row in keyed]


def _parts(here: Sequence[_Row], there: Sequence[_Row]) -> Iterator[_Part]:
    """Yield what differs: rows that came or went, and in the others the cells.

    What both files begin and end with is not looked at twice.
    """
    import difflib

    old, new = list(map(_texts, here)), list(map(_texts, there))
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    left = shorter - head
    tail = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    one, other = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=max(len(one), len(other)) > _MANY)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield from _within(here[start + head : end + head], there[first + head : last + head])


def _texts(row: _Row) -> tuple[str, ...]:
    return tuple(piece.text for piece in row)


def _within(here: Sequence[_Row], there: Sequence[_Row]) -> Iterator[_Part]:
    """Yield the cells that differ where as many rows stand in the place of others, or else the rows."""
    in_tables = any(piece.row for row in (*here, *there) for piece in row)
    if not in_tables or [len(row) for row in here] != [len(row) for row in there]:
        yield _Part(tuple(chain.from_iterable(here)), tuple(chain.from_iterable(there)))
        return
    for one, other in zip(chain.from_iterable(here), chain.from_iterable(there), strict=True):
        if one.text != other.text:
            yield _Part((one,), (other,))


def _counted(file: Path, format: str, count: int) -> Message:
    if format in _OF_LINES:
        return tr_n(
            "{file} is not what its commit, day and language give: {count} line differs.",
            "{file} is not what its commit, day and language give: {count} lines differ.",
            max(count, 1),
            file=str(file),
        )
    if count == 0:
        return tr(
            "{file} is not byte for byte what its commit, day and language give, but every word is the same.",
            file=str(file),
        )
    if format == "docx":
        return tr_n(
            "{file} is not what its commit, day and language give: {count} paragraph or cell differs.",
            "{file} is not what its commit, day and language give: {count} paragraphs or cells differ.",
            count,
            file=str(file),
        )
    if format == "pdf":
        return tr_n(
            "{file} is not what its commit, day and language give: {count} printed line differs.",
            "{file} is not what its commit, day and language give: {count} printed lines differ.",
            count,
            file=str(file),
        )
    return tr_n(
        "{file} is not what its commit, day and language give: {count} cell differs.",
        "{file} is not what its commit, day and language give: {count} cells differ.",
        count,
        file=str(file),
    )


def _elsewhere(format: str, old: bytes, new: bytes) -> Iterator[Message]:
    """Yield what differs where every piece is the same."""
    if format in _OFFICE:
        if parts := differing_parts(old, new):
            yield tr(
                "Its look or what it says of itself differs, in these parts: {parts}", parts=list_of(parts)
            )
        else:
            yield tr("Another program has packed it anew; what is in it is the same.")
    elif format == "pdf":
        yield tr("Whether it looks the same cannot be established: look at both.")
    else:
        yield tr("Only line ends or the end of the file differ.")


def _printers(old: bytes, new: bytes) -> Iterator[Message]:
    """Yield that two files come from two programs, if they do."""
    here, there = pdf_producer(old), pdf_producer(new)
    if here != there:
        yield tr(
            "It was printed by another program ({theirs}) than the one here ({ours}), "
            "and another program writes other bytes: only the words can be compared.",
            theirs=here or "?",
            ours=there or "?",
        )
