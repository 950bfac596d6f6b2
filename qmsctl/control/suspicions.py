"""What each file may hold, by one quick look at its words for all rules that look for some."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, TypeAlias

from qmsctl.control.untestable import sign_of_untestable
from qmsctl.documents.sensitive import SIGNS, SensitiveKind
from qmsctl.documents.sieve import Sieve, Sign

__all__ = ["Suspicions"]

Suspicion: TypeAlias = SensitiveKind | str
"""A kind of what must not be there, or the language of untestable words."""


class Suspicions:
    """Looks at each file once, whichever rule is the first to ask."""

    def __init__(self, languages: Collection[str]) -> None:
        """Look for untestable words of these *languages* too."""
        signs: dict[Suspicion, Sign] = dict(SIGNS.items())
        signs.update((language, sign_of_untestable(language)) for language in languages)
        self._sieve: Final = Sieve(signs)
        self._known: Final[dict[str, frozenset[Suspicion]]] = {}

    def of(self, path: str, raw: bytes) -> frozenset[Suspicion]:
        """Return what *raw*, which the file *path* holds, has to be searched for.

        What is not among it is certain not to be there.
        """
        if path not in self._known:
            self._known[path] = self._sieve.look(raw)
        return self._known[path]
