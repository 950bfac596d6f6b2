"""Which documents and processes a text names by their ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from qmsctl.model.naming import has_form
from qmsctl.model.organisation import Organisation

__all__ = ["Mentions"]

_ID: Final = re.compile(r"(?<![\w/.-])[^\W\d_][^\W_]*(?:[-/][^\W_]+)+(?![\w/-])")
_DIGITS: Final = re.compile(r"\d+")
_MOST: Final = 1 << 15
"""Words that are remembered: those of a language are, and names, days and numbers do not fill the memory."""
_AHEAD: Final = frozenset({"audit", "programme"})
"""Types whose documents are named before anybody writes them: the audit of next year."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """How documents and processes of an organisation are named in its texts."""

    forms: frozenset[str]
    """The forms of ids of documents: those that begin with a letter and count, so that no other word has them."""
    processes: frozenset[str]
    shapes: frozenset[str]
    """The keys of processes that count, each number written as `#`."""
    harmless: set[str] = field(default_factory=set, compare=False, repr=False)
    """Words that were looked at and name nothing unknown: texts are many, and their words few."""

    @classmethod
    def of(cls, organisation: Organisation) -> Mentions:
        """Return how *organisation* names its documents and processes."""
        forms = {
            one.id
            for name, one in organisation.types.items()
            if one.id and "#" in one.id and one.id[:1].isalpha() and name not in _AHEAD
        }
        processes = frozenset(organisation.processes)
        shapes = {_DIGITS.sub("#", key) for key in processes if _ID.fullmatch(key)}
        return cls(frozenset(forms), processes, frozenset(shape for shape in shapes if "#" in shape))

    def may_be_unknown(self, texts: Iterable[str], knows: Callable[[str], bool]) -> bool:
        """Return whether a word of *texts* names a document or a process that does not exist.

        Args:
            texts: what is looked at.
            knows: tells whether there is a document of an id; it must answer alike each time.
        """
        if len(self.harmless) > _MOST:
            self.harmless.clear()
        for word in (
            set(chain.from_iterable(map(str.split, texts))) - self.harmless
        ):  # no id has a blank in it
            if any(not knows(found[0]) for found in self.documents(word)) or any(
                self.unknown_processes(word)
            ):
                return True
            self.harmless.add(word)
        return False

    def documents(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each place of *text* that has the form of the id of a document."""
        return (found for found in _ID.finditer(text) if any(has_form(found[0], form) for form in self.forms))

    def unknown_processes(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each place of *text* that is written as the processes are, and is none of them."""
        for found in _ID.finditer(text):
            if found[0] not in self.processes and _DIGITS.sub("#", found[0]) in self.shapes:
                yield found
