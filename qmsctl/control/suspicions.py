"""What each file may hold, by one quick look at its words for all rules that look for some."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import Final, TypeAlias

from qmsctl.control.untestable import sign_of_untestable
from qmsctl.documents.sensitive import SIGNS, SensitiveKind
from qmsctl.documents.sieve import Sieve, Sign
from qmsctl.model.qms import Qms

__all__ = ["Named", "Suspicions"]


class Named(Enum):
    """Whether there is what a text names."""

    UNKNOWN = "unknown"


Suspicion: TypeAlias = SensitiveKind | Named | str
"""A kind of what must not be there, the name of something unknown, or the language of untestable words."""


class Suspicions:
    """Looks at each file once, whichever rule is the first to ask."""

    def __init__(self, languages: Collection[str], unknown: Sign) -> None:
        """Look in documents for untestable words of these *languages* too, and for names that are *unknown*."""
        signs: dict[Suspicion, Sign] = dict(SIGNS.items())
        self._records: Final[Sieve[Suspicion]] = Sieve(signs)
        signs.update((language, sign_of_untestable(language)) for language in languages)
        self._sieve: Final[Sieve[Suspicion]] = Sieve(signs, {Named.UNKNOWN: unknown})
        self._known: Final[dict[str, frozenset[Suspicion]]] = {}

    def look_at(self, qms: Qms) -> None:
        """Look at all documents and records of *qms*, which takes less time than one by one.

        How a record is worded is not asked, nor whom it names.
        """
        for sieve, files in ((self._sieve, qms.documents), (self._records, qms.records)):
            found = sieve.look_at_each(file.source.raw for file in files)
            self._known.update(zip((file.path for file in files), found, strict=True))

    def of(self, path: str, raw: bytes) -> frozenset[Suspicion]:
        """Return what *raw*, which the file *path* holds, has to be searched for.

        What is not among it is certain not to be there.
        """
        if path not in self._known:
            self._known[path] = self._sieve.look(raw)
        return self._known[path]
