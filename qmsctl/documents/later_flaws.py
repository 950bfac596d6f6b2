"""What is wrong with how files are written, found out when somebody asks: who lists documents does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, overload

from qmsctl.documents.source import Flaw

__all__ = ["Flaws", "LaterFlaws"]

Flaws: TypeAlias = Sequence[Flaw]


class LaterFlaws(Sequence[Flaw]):
    """One flaw or more, whatever they are; equal to any other sequence of the same."""

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], Flaws]) -> None:
        """Keep what finds them; it is called at most once."""
        self._find: Final = find
        self._found: Flaws | None = None

    @property
    def _all(self) -> Flaws:
        if self._found is None:
            self._found = tuple(self._find())
        return self._found

    @overload
    def __getitem__(self, index: int) -> Flaw: ...

    @overload
    def __getitem__(self, index: slice) -> Flaws: ...

    def __getitem__(self, index: int | slice) -> Flaw | Flaws:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self._all) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self._all))
