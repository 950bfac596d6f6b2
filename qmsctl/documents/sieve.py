"""A quick look at the words of many files: which of them need a closer one, and for what.

Many files are written with few words, so each word is looked at once, however often it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Final, Generic, TypeAlias, TypeVar

__all__ = ["Sieve", "Sign"]

Matter = TypeVar("Matter", bound=Hashable)

Sign: TypeAlias = Callable[[bytes], object]
"""Tells of words with blanks or line ends between them, their ASCII letters small, whether one is a sign.

It must judge each word by itself: true of many if it is true of one of them, and only then.
"""

_MOST: Final = 1 << 15
"""Words that are remembered: those of a language are, and names, days and digests do not fill the memory."""
_LARGE: Final = 1 << 18
"""Bytes from which on a file is not taken apart: its words would fill the memory by themselves."""


class Sieve(Generic[Matter]):
    """Looks for signs of several matters at once."""

    def __init__(self, signs: Mapping[Matter, Sign]) -> None:
        """Take the *signs*, by what they are signs of."""
        self._signs: Final = tuple(signs.items())
        self._harmless: Final[set[bytes]] = set()
        self._telling: Final[dict[bytes, frozenset[Matter]]] = {}

    def look(self, raw: bytes) -> frozenset[Matter]:
        """Return the matters of which a word of *raw* is a sign; words end at blanks as ASCII has them."""
        if len(raw) >= _LARGE:
            folded = raw.lower()
            return frozenset(matter for matter, sign in self._signs if sign(folded))
        harmless, telling = self._harmless, self._telling
        if len(harmless) + len(telling) > _MOST:
            harmless.clear()
            telling.clear()
        others = [word for word in raw.split() if word not in harmless]
        if not others:
            return frozenset()
        new = {word for word in others if word not in telling}
        known = (telling[word] for word in others if word not in new)
        return frozenset[Matter]().union(self._learn(new) if new else (), *known)

    def _learn(self, new: Collection[bytes]) -> frozenset[Matter]:
        """Remember of each of the *new* words what it is a sign of, and return what one of them is a sign of."""
        together = b"\n".join(new).lower()
        signs = [(matter, sign) for matter, sign in self._signs if sign(together)]
        if not signs:
            self._harmless.update(new)
            return frozenset()
        for word in new:
            folded = word.lower()
            if told := frozenset(matter for matter, sign in signs if sign(folded)):
                self._telling[word] = told
            else:
                self._harmless.add(word)
        return frozenset(matter for matter, _ in signs)
