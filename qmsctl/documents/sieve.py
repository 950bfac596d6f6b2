"""A quick look at the words of many files: which of them need a closer one, and for what.

Many files are written with few words, so each word is looked at once, however often it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from typing import Final, Generic, TypeAlias, TypeVar

__all__ = ["Sieve", "Sign"]

Matter = TypeVar("Matter", bound=Hashable)

Sign: TypeAlias = Callable[[bytes], object]
"""Tells of words with blanks or line ends between them, whether one is a sign; their ASCII letters are small.

It must judge each word by itself: true of many if it is true of one of them, and only then.
"""

_MOST: Final = 1 << 15
"""Words that are remembered: those of a language are, and names, days and digests do not fill the memory."""
_FEW: Final = 20
"""Words that are sought in each file one by one before it is taken apart."""
_LARGE: Final = 1 << 18
"""Bytes from which on a file is not taken apart: its words would fill the memory by themselves."""


@dataclass(frozen=True, slots=True)
class _Look(Generic[Matter]):
    """One sign."""

    matter: Matter
    sign: Sign
    exact: bool
    """Whether it is shown words with their capitals."""


class Sieve(Generic[Matter]):
    """Looks for signs of several matters at once."""

    def __init__(self, signs: Mapping[Matter, Sign], exact: Mapping[Matter, Sign] | None = None) -> None:
        """Take the *signs*, by what they are signs of; the *exact* ones are shown words with their capitals."""
        self._signs: Final = (
            *(_Look(matter, sign, exact=False) for matter, sign in signs.items()),
            *(_Look(matter, sign, exact=True) for matter, sign in (exact or {}).items()),
        )
        self._harmless: Final[set[bytes]] = set()
        self._telling: Final[dict[bytes, frozenset[Matter]]] = {}

    def look(self, raw: bytes) -> frozenset[Matter]:
        """Return the matters of which a word of *raw* is a sign; words end at blanks as ASCII has them."""
        if len(raw) >= _LARGE:
            return _matters(_told_by(raw, self._signs))
        self._forget()
        harmless, telling = self._harmless, self._telling
        others = [*filterfalse(harmless.__contains__, raw.split())]
        if not others:
            return frozenset()
        new = {word for word in others if word not in telling}
        known = (telling[word] for word in others if word not in new)
        return frozenset[Matter]().union(self._learn(new) if new else (), *known)

    def look_at_each(self, files: Iterable[bytes]) -> Iterator[frozenset[Matter]]:
        """Yield for each of *files* what `look` returns: many are looked at together, as most hold nothing."""
        small: list[bytes] = []
        size = 0
        for raw in files:
            if size + len(raw) >= _LARGE:
                yield from self._look_at_all(small)
                small, size = [], 0
            small.append(raw)
            size += len(raw)
        yield from self._look_at_all(small)

    def _look_at_all(self, files: Collection[bytes]) -> Iterator[frozenset[Matter]]:
        """Yield for each of *files* what `look` returns; they are looked at together unless one is large."""
        together = b"\n".join(files)
        if len(together) < _LARGE:
            self._forget()
            words = set(together.split())
            if new := words.difference(self._harmless, self._telling):
                self._learn(new)
            marks = self._telling.keys() & words
            if len(marks) <= _FEW:
                nothing = frozenset[Matter]()
                yield from (
                    self.look(raw) if any(mark in raw for mark in marks) else nothing for raw in files
                )
                return
        yield from map(self.look, files)

    def _forget(self) -> None:
        if len(self._harmless) + len(self._telling) > _MOST:
            self._harmless.clear()
            self._telling.clear()

    def _learn(self, new: Collection[bytes]) -> frozenset[Matter]:
        """Remember of each of the *new* words what it is a sign of, and return what one of them is a sign of."""
        return _matters(self._learn_by_halves([*new], self._signs))

    def _learn_by_halves(
        self, new: Sequence[bytes], among: Iterable[_Look[Matter]]
    ) -> Sequence[_Look[Matter]]:
        """Learn the *new* words as `_learn` does, if no sign but those *among* can be there.

        Few words are signs, so those that are none are looked at by thousands, and not one by one.
        """
        signs = _told_by(b"\n".join(new), among)
        if not signs:
            self._harmless.update(new)
        elif len(new) == 1:
            self._telling[new[0]] = _matters(signs)
        else:
            half = len(new) // 2
            for part in (new[:half], new[half:]):
                self._learn_by_halves(part, signs)
        return signs


def _told_by(words: bytes, signs: Iterable[_Look[Matter]]) -> Sequence[_Look[Matter]]:
    """Return those of the *signs* that one of the *words* is."""
    small = words.lower()
    return [look for look in signs if look.sign(words if look.exact else small)]


def _matters(signs: Iterable[_Look[Matter]]) -> frozenset[Matter]:
    return frozenset([look.matter for look in signs])
