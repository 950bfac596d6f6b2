"""What changed between two texts, as a person reads them: by sentence, then by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, pairwise
from typing import Final

from qmsctl.reports.alignment import Budget, Match, changed, common, matched
from qmsctl.reports.passages import Passage, number_of_words, passages, words_of

__all__ = [
    "NOTHING",
    "Kind",
    "PassageDiff",
    "Piece",
    "Size",
    "Status",
    "TextDiff",
    "compare_lines",
    "compare_texts",
    "laid_out",
    "size_of",
    "total",
]


class Kind(Enum):
    """What became of some words."""

    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


class Status(Enum):
    """What became of a part: a sentence, a step, a question, a section."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    """It stands elsewhere; it may have changed as well."""
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came, with the blank before them if there is one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many words came and went; what only moved is neither."""

    added: int = 0
    removed: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.added + other.added, self.removed + other.removed)


NOTHING: Final = Size()


@dataclass(frozen=True, slots=True)
class PassageDiff:
    """One sentence, item, heading or row."""

    status: Status
    pieces: tuple[Piece, ...]
    begins: bool
    """Whether a paragraph begins with it."""
    mark: str
    """What makes it an item or a heading."""
    old: int | None
    """Its number in the old text, from 1."""
    new: int | None


@dataclass(frozen=True, slots=True)
class TextDiff:
    """Two texts, compared; what went stands before what took its place."""

    passages: tuple[PassageDiff, ...]
    is_relaid: bool
    """Whether line breaks, blanks or marks of lists differ, and no word does."""

    @property
    def is_changed(self) -> bool:
        """Whether any word came, went or moved."""
        return any(passage.status is not Status.UNCHANGED for passage in self.passages)

    @property
    def size(self) -> Size:
        """How many words came and went."""
        return total(size_of(passage.pieces) for passage in self.passages)


def size_of(pieces: Iterable[Piece]) -> Size:
    """Return how many words came and went in *pieces*; signs are not counted."""
    added = removed = 0
    for piece in pieces:
        if piece.kind is Kind.ADDED:
            added += number_of_words(piece.text)
        elif piece.kind is Kind.REMOVED:
            removed += number_of_words(piece.text)
    return Size(added, removed)


def total(sizes: Iterable[Size]) -> Size:
    """Return the sum of *sizes*."""
    return sum(sizes, NOTHING)


def compare_lines(old: str, new: str, budget: Budget) -> tuple[Piece, ...]:
    """Return what came and went between two short texts, such as a title or what a step does."""
    return _pieces(words_of(old), words_of(new), budget)


def compare_texts(old: str, new: str, budget: Budget) -> TextDiff:
    """Return what changed between two texts of sections."""
    before, after = _alike_cut(passages(old), passages(new), budget)
    matches = matched(before, after, budget)
    pieces = _pieces_of(matches, before, after, budget)
    found = tuple(
        _passage_diff(match, before, after, pieces) for match in laid_out(matches, len(before), len(after))
    )
    same = not any(passage.status is not Status.UNCHANGED for passage in found)
    return TextDiff(found, same and old.strip() != new.strip())


def laid_out(matches: Sequence[Match], old: int, new: int) -> Iterator[tuple[int | None, int | None, bool]]:
    """Yield every part of two sides in the order of reading: its number on either side, and whether it moved.

    What went stands where it was, before what took its place.

    Args:
        matches: by the number on the new side.
        old: how many parts the old side has.
        new: how many the new one has.
    """
    by_new = {match.new: match for match in matches}
    known = {match.old for match in matches}
    steady = [(match.old, match.new) for match in matches if not match.moved]
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *steady, (old, new)]):
        if i >= 0:
            yield i, j, False
        yield from ((gone, None, False) for gone in range(i + 1, next_i) if gone not in known)
        for come in range(j + 1, next_j):
            match = by_new.get(come)
            yield (match.old, come, True) if match else (None, come, False)


def _alike_cut(
    old: tuple[Passage, ...], new: tuple[Passage, ...], budget: Budget
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Return both, cut into sentences at the same places where only the cuts differ.

    A line that breaks at another word must not look like a change.
    """
    steady = common([passage.words for passage in old], [passage.words for passage in new], budget)
    ours: list[Passage] = []
    theirs: list[Passage] = []
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *steady, (len(old), len(new))]):
        if i >= 0:
            ours.append(old[i])
            theirs.append(new[j])
        left, right = old[i + 1 : next_i], new[j + 1 : next_j]
        same = [word for p in left for word in p.words] == [word for p in right for word in p.words]
        ours += [_joined(left)] if same and left else left
        theirs += [_joined(right)] if same and right else right
    return tuple(ours), tuple(theirs)


def _joined(parts: Sequence[Passage]) -> Passage:
    words = tuple(word for part in parts for word in part.words)
    blanks = tuple(
        blank or (number > 0 and at == 0)
        for number, part in enumerate(parts)
        for at, blank in enumerate(part.blanks)
    )
    return replace(parts[0], words=words, blanks=blanks)


def _pieces_of(
    matches: Iterable[Match], old: Sequence[Passage], new: Sequence[Passage], budget: Budget
) -> dict[int, tuple[Piece, ...]]:
    """Return the pieces of each match that changed, by its number on the new side."""
    return {
        match.new: _pieces(old[match.old], new[match.new], budget) for match in changed(matches, old, new)
    }


def _pieces(old: Passage, new: Passage, budget: Budget) -> tuple[Piece, ...]:
    """Return *old* and *new* as one run of words, in which each is equal, removed or added."""
    pairs = common(old.words, new.words, budget)
    found: list[tuple[Kind, str]] = []
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *pairs, (len(old.words), len(new.words))]):
        if j >= 0:
            found.append((Kind.EQUAL, _written(new, j, after=bool(found))))
        found += [(Kind.REMOVED, _written(old, at)) for at in range(i + 1, next_i)]
        found += [(Kind.ADDED, _written(new, at, after=bool(found))) for at in range(j + 1, next_j)]
    return tuple(
        Piece(kind, "".join(text for _, text in run)) for kind, run in groupby(found, key=lambda one: one[0])
    )


def _written(passage: Passage, at: int, *, after: bool = False) -> str:
    """Return a word with its blank; the first has one if it stands *after* words of the other side."""
    return (" " if passage.blanks[at] or (at == 0 and after) else "") + passage.words[at]


def _whole(passage: Passage, kind: Kind) -> tuple[Piece, ...]:
    return (Piece(kind, "".join(_written(passage, at) for at in range(len(passage.words)))),)


def _passage_diff(
    place: tuple[int | None, int | None, bool],
    before: Sequence[Passage],
    after: Sequence[Passage],
    pieces: dict[int, tuple[Piece, ...]],
) -> PassageDiff:
    i, j, moved = place
    passage = after[j] if j is not None else before[i or 0]
    old, new = (None if number is None else number + 1 for number in (i, j))
    if i is None or j is None:
        kind, status = (Kind.ADDED, Status.ADDED) if i is None else (Kind.REMOVED, Status.REMOVED)
        return PassageDiff(status, _whole(passage, kind), passage.begins, passage.mark, old, new)
    words = pieces.get(j)
    status = Status.MOVED if moved else Status.CHANGED if words else Status.UNCHANGED
    return PassageDiff(status, words or _whole(passage, Kind.EQUAL), passage.begins, passage.mark, old, new)
