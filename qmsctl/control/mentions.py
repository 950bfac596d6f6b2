"""Which documents and processes a text names by their ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.documents.sieve import Sign
from qmsctl.model.naming import has_form
from qmsctl.model.organisation import Organisation

__all__ = ["Mentions"]

_ID: Final = re.compile(r"(?<![\w/.-])[^\W\d_][^\W_]*+(?:[-/][^\W_]++)++(?![\w/-])")
_DIGITS: Final = re.compile(r"\d+")
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

    def sign_of_unknown(self, knows: Callable[[str], bool]) -> Sign:
        """Return what tells of words of a file whether one may name a document or a process that does not exist.

        Args:
            knows: tells whether there is a document of an id; it must answer alike each time.
        """

        def sign(words: bytes) -> bool:
            text = words.decode("utf-8", "replace")
            return (
                "\\" in text  # an escape can stand for any letter
                or any(not knows(found[0]) for found in self.documents(text))
                or any(self.unknown_processes(text))
            )

        return sign

    def documents(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each place of *text* that has the form of the id of a document."""
        return (found for found in _ID.finditer(text) if any(has_form(found[0], form) for form in self.forms))

    def unknown_processes(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each place of *text* that is written as the processes are, and is none of them."""
        for found in _ID.finditer(text):
            if found[0] not in self.processes and _DIGITS.sub("#", found[0]) in self.shapes:
                yield found
