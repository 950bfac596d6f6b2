"""What is looked for in the files of one kind of documents, and what it is called there: worked out once for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from qmsctl.documents.foreign import folded
from qmsctl.model.document_kind import FIELDS, DocumentKind, FieldName

__all__ = ["Sought", "Spelling", "Terms"]

NO_KEYS: Final[Mapping[str, str]] = MappingProxyType({})
_CALLED: Final = frozenset({"owner", "readers", "units", "processes"})
"""What qmsctl has by its key, and other people write as it is called."""
_UNLESS_NAMED: Final[Mapping[FieldName, tuple[str, ...]]] = {"sha256": ("sha256",)}
"""What fields are called beside a file if the kind does not say it."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a field is called, folded as names are compared: a name, or names with dots between."""

    whole: str
    first: str
    inner: tuple[str, ...]
    """The names below the first."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A field that a file may say."""

    name: FieldName
    spellings: tuple[Spelling, ...]
    asked_as: str | None
    """What it is called where it is missed; `None` if nobody misses it."""
    fixed: str | None
    """What all say that do not say otherwise."""
    pattern: str | None
    """By which the name of the file, or a part of a field, should say it."""
    words: Mapping[str, str]
    """What words stand for, as they are written."""
    folded_words: Mapping[str, str]
    """The same in lower case; of two words that are one the first counts."""

    def translated(self, value: str, called: Mapping[str, str]) -> str:
        """Return what the word *value* stands for, if the kind says so.

        Args:
            value: as it is written.
            called: the keys of roles, people, units and processes, by what they are called, in lower case.
        """
        if value in self.words:
            return self.words[value]
        if not self.folded_words and self.name not in _CALLED:
            return value
        bare = " ".join(value.split()).casefold()
        meant = self.folded_words.get(bare)
        if meant is None and self.name in _CALLED:
            meant = called.get(bare)
        return value if meant is None else meant


class Terms:
    """A kind of documents as an organisation uses it."""

    def __init__(
        self, kind: DocumentKind, name: str, edition: str, keys: Mapping[str, str] = NO_KEYS
    ) -> None:
        """Keep how files are read.

        Args:
            kind: says it.
            name: of the kind.
            edition: whose clauses files name where neither they nor the kind say so.
            keys: of roles, people, units and processes, by what they are called, in lower case.
        """
        self.kind: Final = kind
        self.name: Final = name
        self.edition: Final = kind.edition or edition
        self.keys: Final = keys

    @cached_property
    def sought(self) -> Mapping[FieldName, Sought]:
        """Every field of which anything says where it stands, in their order."""
        found = (self._sought(name) for name in FIELDS)
        return {one.name: one for one in found if one.spellings or one.pattern or one.fixed is not None}

    def _sought(self, name: FieldName) -> Sought:
        kind = self.kind
        spelled = kind.fields.get(name, _UNLESS_NAMED.get(name, ()) if kind.is_elsewhere else ())
        words = kind.values.get(name, {})
        patterns = (kind.name or "", *kind.parts.values())
        return Sought(
            name,
            tuple(_spelling(one) for one in spelled),
            spelled[0] if spelled and name not in _UNLESS_NAMED else None,
            kind.fixed.get(name),
            next((one for one in patterns if f"{{{name}" in one), None),
            words,
            {word.casefold(): meant for word, meant in reversed([*words.items()])},
        )

    @cached_property
    def named(self) -> frozenset[str]:
        """What the fields are called, folded."""
        return frozenset(map(folded, self.kind.spellings))

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The fields that say several things, folded, each with the pattern of its value."""
        return tuple((folded(name), pattern) for name, pattern in self.kind.parts.items())

    @cached_property
    def meant_by(self) -> Mapping[str, tuple[FieldName, ...]]:
        """By what a field is called, folded: what it may say."""
        meant: dict[str, dict[FieldName, None]] = {}
        for one in self.sought.values():
            for spelling in one.spellings:
                meant.setdefault(spelling.whole, {})[one.name] = None
        return {called: tuple(names) for called, names in meant.items()}


def _spelling(written: str) -> Spelling:
    first, *inner = written.split(".")
    return Spelling(folded(written), folded(first), tuple(inner))
