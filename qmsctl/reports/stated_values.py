"""What the files and the history say of a document, value by value: as it is shown, as others may write it, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.list_cells import as_compared
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.documents.place import Place
from qmsctl.messages import LANGUAGES, tr
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.reports.marks import DOCUMENT_TYPES, STATES
from qmsctl.reports.register import approval_shown
from qmsctl.reports.shown import Shown, in_words

__all__ = ["StatedValue", "called", "place_of", "stated_value"]


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One value of a document."""

    shown: Shown
    """`None`: there is none."""
    written: frozenset[str] = frozenset()
    """How others may write it: as it is if capital letters count, and else in small letters."""
    day: dt.date | None = None
    exactly: bool = False
    """Whether capital letters count."""
    place: Place | None = None
    """Where it stands; where it would stand, if there is none; `None` where no file would say it."""

    def is_written(self, text: str) -> bool:
        """Return whether *text* says the same."""
        plain = as_compared(text)
        return (plain if self.exactly else plain.casefold()) in self.written


def stated_value(said: str, document: ControlledDocument, system: System) -> StatedValue:
    """Return what is known of *document*.

    Args:
        said: which value, by the name that a column of a list has for it.
        document: on the day of *system*.
        system: knows titles of roles and names of people.
    """
    return _VALUES[said](document, system)


def called(key: str, system: System, day: dt.date) -> frozenset[str]:
    """Return in small letters how people write *key*: itself, its title or name, and whoever it comes to on *day*.

    A role is also called by the names of those who hold it, and a person by the roles that they hold.
    """
    organisation = system.organisation
    names = {key, organisation.title(key), organisation.units.get(key, key)}
    names.update(person.name for person in organisation.people.values() if key in person.roles_on(day))
    if key in organisation.people:
        names.update(organisation.title(role) for role in organisation.people[key].roles_on(day))
    return _folded(names)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(as_compared(name).casefold() for name in names)


def place_of(document: ControlledDocument, *field: str | int) -> Place | None:
    """Return where the *field* of what is in force stands; the approval where the tree has another text."""
    text = document.working
    if text is not None and (document.in_force is None or document.content == document.in_force.content):
        return text.at(*field)
    if (decision := _decision(document)) is not None:
        return decision.record.at("blob")
    return text.at(*field) if text is not None else None


def _decision(document: ControlledDocument) -> Decision | None:
    return document.in_force.decision if document.in_force is not None else None


def _record(document: ControlledDocument, *fields: str) -> Place | None:
    """Return where the decision says the first of *fields* that it has; else where a revision would be approved."""
    decision = _decision(document)
    if decision is None:
        return document.working.at("revision") if document.working else None
    record: Filed[Approval] = decision.record
    stated = next((field for field in fields if getattr(record.fact, field) is not None), fields[-1])
    return record.at(stated)


def _own(field: str, *, exactly: bool = False) -> Callable[[ControlledDocument, System], StatedValue]:
    """Return what finds a text that the document itself states."""

    def find(document: ControlledDocument, system: System) -> StatedValue:
        del system
        text = getattr(document.document, field) if document.document else None
        place = place_of(document, field)
        return (
            _exact(text, place)
            if exactly
            else StatedValue(text, _folded((text,) if text else ()), place=place)
        )

    return find


def _exact(text: str | None, place: Place | None) -> StatedValue:
    written = frozenset((as_compared(text),)) if text else frozenset()
    return StatedValue(text, written, exactly=True, place=place)


def _id(document: ControlledDocument, system: System) -> StatedValue:
    del system
    return _exact(document.id, place_of(document, "id"))


def _type(document: ControlledDocument, system: System) -> StatedValue:
    del system
    key = document.document.type if document.document else None
    if key is None:
        return StatedValue(None)
    word = DOCUMENT_TYPES.get(key)
    names = [word.into(language) for language in LANGUAGES] if word else []
    return StatedValue(word or key, _folded((key, *names)), place=place_of(document, "type"))


def _language(document: ControlledDocument, system: System) -> StatedValue:
    del system
    return StatedValue(document.language, _folded((document.language,)), place=place_of(document, "language"))


def _revision(document: ControlledDocument, system: System) -> StatedValue:
    del system
    working, in_force = document.working, document.in_force
    if working is not None and not working.fact.revision and (in_force is None or not in_force.revision):
        return StatedValue(tr("none; the file says none"), place=working.at("revision"))
    if in_force is None:
        shown = (
            tr("none in force; the file says {revision}", revision=working.fact.revision) if working else None
        )
        return StatedValue(shown, place=working.at("revision") if working else None)
    if working is not None and working.fact.revision == in_force.revision:
        return _exact(in_force.revision, working.at("revision"))
    return _exact(in_force.revision, _record(document, "revision"))


def _effective(document: ControlledDocument, system: System) -> StatedValue:
    del system
    day = document.in_force.effective if document.in_force else None
    return StatedValue(day, day=day, place=_record(document, "effective", "decided"))


def _approved_by(document: ControlledDocument, system: System) -> StatedValue:
    decision = _decision(document)
    if decision is None:
        return StatedValue(None, place=_record(document, "decider"))
    fact = decision.record.fact
    keys = (fact.decider.person, fact.decider.role, fact.decider.on_behalf_of)
    names = {name for key in keys if key for name in called(key, system, fact.decided)}
    shown = system.organisation.title(fact.decider.role or fact.decider.person)
    return StatedValue(shown, frozenset(names), place=decision.record.at("decider"))


def _approved_on(document: ControlledDocument, system: System) -> StatedValue:
    del system
    decision = _decision(document)
    day = decision.record.fact.decided if decision else None
    return StatedValue(day, day=day, place=_record(document, "decided"))


def _approved(document: ControlledDocument, system: System) -> StatedValue:
    decision = _decision(document)
    if decision is None:
        return StatedValue(None, place=_record(document, "decided"))
    fact = decision.record.fact
    whole = approval_shown(decision, system)
    names = {
        name
        for key in (fact.decider.person, fact.decider.role)
        if key
        for name in called(key, system, fact.decided)
    }
    written = {f"{name}, {day}" for name in names for day in _days(fact.decided)}
    return StatedValue(
        whole,
        _folded((*(in_words(whole, language) for language in LANGUAGES), *written)),
        place=decision.record.at("decided"),
    )


def _days(day: dt.date) -> tuple[str, ...]:
    return (day.isoformat(), *(in_words(day, language) for language in LANGUAGES))


def _owner(document: ControlledDocument, system: System) -> StatedValue:
    owner = document.document.owner if document.document else None
    place = place_of(document, "owner")
    if owner is None:
        return StatedValue(None, place=place)
    return StatedValue(system.organisation.title(owner), called(owner, system, system.day), place=place)


def _review_due(document: ControlledDocument, system: System) -> StatedValue:
    del system
    return StatedValue(document.review_due, day=document.review_due, place=place_of(document, "review_every"))


def _state(document: ControlledDocument, system: System) -> StatedValue:
    del system
    mark = STATES[document.state]
    names = (mark.word.into(language) for language in LANGUAGES)
    place = document.withdrawn.record.at("meaning") if document.withdrawn else _record(document, "meaning")
    return StatedValue(mark.word, _folded((document.state.value, *names)), place=place)


_VALUES: Final[Mapping[str, Callable[[ControlledDocument, System], StatedValue]]] = {
    "id": _id,
    "title": _own("title", exactly=True),
    "type": _type,
    "language": _language,
    "revision": _revision,
    "effective": _effective,
    "approved": _approved,
    "approved_by": _approved_by,
    "approved_on": _approved_on,
    "owner": _owner,
    "review_due": _review_due,
    "state": _state,
}
