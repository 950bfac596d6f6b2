"""Which parts of two sequences belong together: the same, alike, or moved; and never more work than a budget.

The usual algorithms take time that grows with the square, or the cube, of what
they are given, and what they are given may be made for that.  Whichever side
comes first, the answer is the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol, TypeVar

from qmsctl.reports.passages import is_word

__all__ = ["Budget", "Match", "Part", "changed", "common", "matched", "matched_by_name"]

Item = TypeVar("Item", bound=Hashable)
Pairs = list[tuple[int, int]]

_CELLS: Final = 3_000_000
"""What a comparison may cost: about a second."""
_UNBEGUN: Final = -1
_UP, _LEFT, _PAIR, _ON = 0, 1, 2, 4

_ALIKE: Final = 0.5
"""The share of words two parts have in common at least, if they are one part that was changed."""
_ALIKE_ELSEWHERE: Final = 0.75
"""As above, if it also moved."""
_RECOGNISED: Final = 3
"""Words that a part needs to be known again at another place; `Yes.` stands in many."""


@dataclass(slots=True)
class Budget:
    """What may still be spent on comparing."""

    cells: int = _CELLS
    exceeded: bool = False
    """Whether something was not compared as closely as it could be."""

    def spend(self, cells: int) -> bool:
        """Return whether *cells* can be paid for, and pay for them."""
        if cells > self.cells:
            self.exceeded = True
            return False
        self.cells -= cells
        return True


class Part(Protocol):
    """A sentence, a step or a question."""

    @property
    def words(self) -> tuple[str, ...]:
        """All of it; parts with the same words are the same."""

    @property
    def core(self) -> tuple[str, ...]:
        """By which people know it: of a step, what is done."""


@dataclass(frozen=True, slots=True)
class Match:
    """A part of the old side and the part of the new side that it became."""

    old: int
    new: int
    moved: bool


def matched(old: Sequence[Part], new: Sequence[Part], budget: Budget) -> tuple[Match, ...]:
    """Return which of *new* were which of *old*, in the order of *new*; each is matched once or not at all."""
    ours, theirs = [part.words for part in old], [part.words for part in new]
    if theirs < ours:
        turned = (Match(match.new, match.old, match.moved) for match in matched(new, old, budget))
        return tuple(sorted(turned, key=lambda match: match.new))
    steady = common(ours, theirs, budget)
    gaps = _Gaps(steady)
    free_old = sorted(set(range(len(old))) - {i for i, _ in steady})
    free_new = sorted(set(range(len(new))) - {j for _, j in steady})
    found = [*_same(ours, theirs, free_old, free_new)]
    left = {i: old[i] for i in set(free_old) - {i for i, _ in found}}
    right = {j: new[j] for j in set(free_new) - {j for _, j in found}}
    found += _alike(left, right, gaps, budget)
    still = gaps.in_order(found)
    everything = [Match(i, j, moved=False) for i, j in steady]
    everything += [Match(i, j, moved=(i, j) not in still) for i, j in found]
    return tuple(sorted(everything, key=lambda match: match.new))


def matched_by_name(old: Sequence[str], new: Sequence[str]) -> tuple[Match, ...]:
    """Return which of *new* bear the names of which of *old*, in the order of *new*; no name stands twice."""
    places = {name: i for i, name in enumerate(old)}
    pairs = [(places[name], j) for j, name in enumerate(new) if name in places]
    still = frozenset(_rising(sorted(pairs)))
    return tuple(Match(i, j, moved=(i, j) not in still) for i, j in pairs)


def changed(matches: Iterable[Match], old: Sequence[Part], new: Sequence[Part]) -> list[Match]:
    """Return those of *matches* whose words are not the same, the cheap ones first: they are compared for sure."""

    def cost(match: Match) -> tuple[int, list[tuple[str, ...]]]:
        ours, theirs = old[match.old].words, new[match.new].words
        return len(ours) * len(theirs), sorted((ours, theirs))

    return sorted((one for one in matches if old[one.old].words != new[one.new].words), key=cost)


def common(old: Sequence[Item], new: Sequence[Item], budget: Budget) -> Pairs:
    """Return the pairs of what is the same in both, in order: as much as can be, in runs as long as can be."""
    if list(new) < list(old):
        return [(i, j) for j, i in common(new, old, budget)]
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    ends = 0
    while ends < min(len(old), len(new)) - start and old[-1 - ends] == new[-1 - ends]:
        ends += 1
    inner = _inner(old, new, (start, len(old) - ends, start, len(new) - ends), budget)
    return [
        *((i, i) for i in range(start)),
        *inner,
        *((len(old) - ends + k, len(new) - ends + k) for k in range(ends)),
    ]


def _inner(
    old: Sequence[Item], new: Sequence[Item], bounds: tuple[int, int, int, int], budget: Budget
) -> Iterator[tuple[int, int]]:
    """Yield the pairs within *bounds*; if they are too wide, between what stands once on either side."""
    top, bottom, left, right = bounds
    cells = (bottom - top) * (right - left)
    if cells <= budget.cells and budget.spend(cells):
        yield from ((top + i, left + j) for i, j in _best(old[top:bottom], new[left:right]))
        return
    anchors = [(top + i, left + j) for i, j in _once(old[top:bottom], new[left:right])]
    for before, after in pairwise([(top - 1, left - 1), *anchors, (bottom, right)]):
        i, j = before
        if i >= top:
            yield before
        height, breadth = after[0] - i - 1, after[1] - j - 1
        if height and breadth and budget.spend(height * breadth):
            gap = _best(old[i + 1 : after[0]], new[j + 1 : after[1]])
            yield from ((i + 1 + k, j + 1 + m) for k, m in gap)


def _best(old: Sequence[Item], new: Sequence[Item]) -> Pairs:
    """Return the best pairs: words weigh more than signs, and a run more than its pieces.

    The time is that of one cell for each pair of an old and a new item.
    """
    width = len(new)
    best, run = [0] * (width + 1), [_UNBEGUN] * (width + 1)
    trail = bytearray(len(old) * width)
    for i, item in enumerate(old):
        weight = _weight(item)
        row_best, row_run = [0] * (width + 1), [_UNBEGUN] * (width + 1)
        for j, other in enumerate(new):
            value, step = best[j + 1], _UP
            if row_best[j] > value:
                value, step = row_best[j], _LEFT
            if item == other:
                on = run[j] + 1
                goes_on = on > best[j]
                score = weight + (on if goes_on else best[j])
                row_run[j + 1] = score
                if score >= value:
                    value, step = score, _PAIR
                step |= _ON if goes_on else 0
            row_best[j + 1] = value
            trail[i * width + j] = step
        best, run = row_best, row_run
    return _followed(trail, len(old), width)


def _followed(trail: bytearray, height: int, width: int) -> Pairs:
    """Return the pairs to which *trail* leads back."""
    pairs: Pairs = []
    i, j, on = height - 1, width - 1, False
    while i >= 0 and j >= 0:
        step = trail[i * width + j]
        if on or step & _PAIR:
            pairs.append((i, j))
            on = bool(step & _ON)
            i, j = i - 1, j - 1
        elif step & _LEFT:
            j -= 1
        else:
            i -= 1
    return pairs[::-1]


def _weight(item: Hashable) -> int:
    if isinstance(item, str):
        return 4 if is_word(item) else 1
    return 1 + len(item) if isinstance(item, tuple) else 1


def _once(old: Sequence[Item], new: Sequence[Item]) -> Pairs:
    """Return the pairs of what stands once on either side, as many as are in order."""
    there = {item for item, times in Counter(old).items() if times == 1}
    there &= {item for item, times in Counter(new).items() if times == 1}
    places = {item: j for j, item in enumerate(new) if item in there}
    return _rising([(i, places[item]) for i, item in enumerate(old) if item in places])


def _rising(pairs: Pairs) -> Pairs:
    """Return the longest part of *pairs*, sorted by their first, in which the second rises too."""
    tails: list[int] = []
    last: Pairs = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in pairs:
        at = bisect_left(tails, pair[1])
        before[pair] = last[at - 1] if at else None
        if at == len(tails):
            tails.append(pair[1])
            last.append(pair)
        else:
            tails[at], last[at] = pair[1], pair
    kept: Pairs = []
    link = last[-1] if last else None
    while link is not None:
        kept.append(link)
        link = before[link]
    return kept[::-1]


class _Gaps:
    """What lies between the pairs that stand fast."""

    def __init__(self, steady: Pairs) -> None:
        self._old = [i for i, _ in steady]
        self._new = [j for _, j in steady]

    def of_old(self, old: int) -> int:
        """Return the number of the gap in which *old* lies."""
        return bisect_left(self._old, old)

    def of_new(self, new: int) -> int:
        """Return the number of the gap in which *new* lies."""
        return bisect_left(self._new, new)

    def in_order(self, pairs: Pairs) -> frozenset[tuple[int, int]]:
        """Return those of *pairs* that did not move."""
        return frozenset(_rising(sorted((i, j) for i, j in pairs if self.of_old(i) == self.of_new(j))))


def _same(
    ours: Sequence[tuple[str, ...]], theirs: Sequence[tuple[str, ...]], old: list[int], new: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield parts that are the same and stand at another place."""
    there: dict[tuple[str, ...], list[int]] = {}
    for i in reversed(old):
        there.setdefault(ours[i], []).append(i)
    for j in new:
        if there.get(theirs[j]) and sum(map(is_word, theirs[j])) >= _RECOGNISED:
            yield there[theirs[j]].pop(), j


def _alike(old: Mapping[int, Part], new: Mapping[int, Part], gaps: _Gaps, budget: Budget) -> Pairs:
    """Return parts that are alike, the most alike first, and rather in their place than elsewhere."""
    found: Pairs = []
    for near in (True, False):
        here_old: dict[int, list[int]] = {}
        here_new: dict[int, list[int]] = {}
        for i in sorted(old.keys() - {i for i, _ in found}):
            if near or len(old[i].words) >= _RECOGNISED:
                here_old.setdefault(gaps.of_old(i) if near else 0, []).append(i)
        for j in sorted(new.keys() - {j for _, j in found}):
            if near or len(new[j].words) >= _RECOGNISED:
                here_new.setdefault(gaps.of_new(j) if near else 0, []).append(j)
        for gap, left in here_old.items():
            right = here_new.get(gap, [])
            words = sum(len(old[i].words) for i in left), sum(len(new[j].words) for j in right)
            if right and budget.spend((words[0] * len(right) + words[1] * len(left)) // 2):
                bags_old = {i: _Bags.of(old[i]) for i in left}
                bags_new = {j: _Bags.of(new[j]) for j in right}
                found += _likest(bags_old, bags_new, _ALIKE if near else _ALIKE_ELSEWHERE)
    return found


def _likest(old: Mapping[int, _Bags], new: Mapping[int, _Bags], least: float) -> Pairs:
    """Return the pairs that have at least the share *least* in common, each part in its best."""
    shares = ((bags.share(other), i, j) for i, bags in old.items() for j, other in new.items())
    ranked = sorted((-share, abs(i - j), i, j) for share, i, j in shares if share >= least)
    left, right = set(old), set(new)
    found: Pairs = []
    for _, _, i, j in ranked:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append((i, j))
    return found


@dataclass(frozen=True, slots=True)
class _Bags:
    """The words of a part, in no order."""

    words: Counter[str]
    core: Counter[str]

    @classmethod
    def of(cls, part: Part) -> _Bags:
        """Count the words of *part*."""
        words, core = (Counter(w.casefold() for w in text if is_word(w)) for text in (part.words, part.core))
        return cls(words, core)

    def share(self, other: _Bags) -> float:
        """Return what part of the words both have, between 0 and 1; the core may speak for the whole."""
        return max(_share(self.words, other.words), _share(self.core, other.core))


def _share(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
