"""Which documents a register lists, in the words of whoever asks: keys as files write them, or what is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError
from qmsctl.messages import LANGUAGES, Message, current_language, tr
from qmsctl.model.document import Document
from qmsctl.model.own_standards import NO_MAPS, MappedClauses
from qmsctl.model.schema import closest
from qmsctl.reports.marks import DOCUMENT_TYPES, STATES
from qmsctl.standards import EDITIONS, edition

__all__ = ["Asked", "Selection", "in_languages", "keys_called", "selection"]

_Names: TypeAlias = "Mapping[str, Collection[str]]"
"""By key: what else it is called, first in the words of whoever asks."""
_Unknown: TypeAlias = "Callable[[str], Message]"
"""Says that a word names nothing."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents a register lists; `None` and `()` leave nothing out."""

    types: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    """Keys of roles or people."""
    states: tuple[str, ...] = ()
    """Values of `DocumentState`."""
    clause: str | None = None
    """A clause of any edition, or one above what documents claim."""
    mapped: MappedClauses = NO_MAPS
    """What maps name documents for."""

    def takes(self, controlled: ControlledDocument) -> bool:
        """Return whether *controlled* belongs to it."""
        document = controlled.document
        if document is None:
            return not (self.types or self.units or self.owners or self.clause) and self._takes_state(
                controlled
            )
        return (
            self._takes_state(controlled)
            and (not self.types or document.type in self.types)
            and (not self.units or not set(self.units).isdisjoint(document.units))
            and (not self.owners or document.owner in self.owners)
            and (self.clause is None or self._claims(document))
        )

    def _takes_state(self, controlled: ControlledDocument) -> bool:
        return not self.states or controlled.state.value in self.states

    def _claims(self, document: Document) -> bool:
        wanted = self.clause or ""
        return any(
            claimed == wanted or claimed.startswith(wanted + ".") or wanted.startswith(claimed + ".")
            for clauses in (
                *document.clauses.values(),
                *self.mapped.by_document.get(document.id, {}).values(),
            )
            for claimed in clauses
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a selection as they were written."""

    types: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    clause: str | None = None


def selection(system: System, asked: Asked) -> Selection:
    """Return the selection that *asked* means in *system*.

    Raises:
        QmsctlError: a word names nothing that is there; the hint names what is.
    """
    return Selection(
        keys_called(asked.types, _types(system), lambda word: tr("there is no type {word}", word=word)),
        keys_called(asked.units, _units(system), lambda word: tr("there is no unit {word}", word=word)),
        keys_called(asked.owners, _owners(system), lambda word: tr("there is no owner {word}", word=word)),
        keys_called(asked.states, _states(), lambda word: tr("there is no state {word}", word=word)),
        _clause(asked.clause, system),
        system.qms.mapped,
    )


def keys_called(words: Iterable[str], names: _Names, unknown: _Unknown) -> tuple[str, ...]:
    """Return the keys that *words* name; several may be called the same.

    Args:
        words: as somebody wrote them.
        names: by key, what else it is called.
        unknown: says that a word names nothing.

    Raises:
        QmsctlError: a word names nothing; the hint names what is there.
    """
    found: list[str] = []
    for word in words:
        folded = word.strip().casefold()
        exact = [key for key in names if key == word]
        named = exact or [
            key for key, others in names.items() if folded in {one.casefold() for one in (key, *others)}
        ]
        if not named:
            raise QmsctlError(unknown(word), _hint(folded, names))
        found += named
    return tuple(found)


def _hint(folded: str, names: _Names) -> Message:
    written = {one.casefold(): one for key, others in names.items() for one in (key, *others)}
    near = closest(folded, tuple(written))
    if near is not None:
        return tr("did you mean {near}?", near=written[near])
    shown = sorted(next(iter(others), key) for key, others in names.items())
    return tr("write one of: {expected}", expected=", ".join(shown) or "-")


def in_languages(message: Message) -> list[str]:
    """Return *message* in every language, that of whoever asks first."""
    spoken = current_language()
    return [message.into(spoken), *(message.into(one) for one in LANGUAGES if one != spoken)]


def _documents(system: System) -> Iterable[Document]:
    return (one.document for one in system.documents if one.document is not None)


def _types(system: System) -> _Names:
    keys = {*system.organisation.types, *(one.type for one in _documents(system))}
    return {key: in_languages(DOCUMENT_TYPES[key]) if key in DOCUMENT_TYPES else [] for key in keys}


def _units(system: System) -> _Names:
    written = {unit: () for one in _documents(system) for unit in one.units}
    return {**written, **{key: (name,) for key, name in system.organisation.units.items()}}


def _owners(system: System) -> _Names:
    organisation = system.organisation
    keys = {*organisation.roles, *organisation.people}
    keys |= {one.owner for one in _documents(system) if one.owner}
    return {key: (organisation.title(key),) for key in keys}


def _states() -> _Names:
    return {state.value: in_languages(STATES[state].word) for state in DocumentState}


def _clause(wanted: str | None, system: System) -> str | None:
    """Return *wanted* if an edition of the organisation has it, or a document claims it."""
    if wanted is None:
        return None
    editions = [edition(key) for key in system.organisation.editions if key in EDITIONS]
    claimed = {clause for one in _documents(system) for clauses in one.clauses.values() for clause in clauses}
    claimed |= {one.clause for one in system.qms.mapped.clauses}
    if wanted not in claimed and not any(one.clause(wanted) for one in editions):
        raise QmsctlError(
            tr("there is no clause {word}", word=wanted),
            tr(
                "write a clause of {editions}, such as 7.5",
                editions=", ".join(one.designation for one in editions),
            ),
        )
    return wanted
