"""What people mean by a word they type: a role, person, unit or process by key, title or name; a day; one of a few words."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import LANGUAGES, Message, list_of, tr
from qmsctl.messages.days import parse_day
from qmsctl.model.schema import closest
from qmsctl.standards import EDITIONS

__all__ = [
    "METHOD_WORDS",
    "YES_OR_NO",
    "AmbiguousError",
    "day_meant",
    "edition_meant",
    "holder_meant",
    "key_meant",
    "one_called",
    "person_meant",
    "person_or_role",
    "process_meant",
    "refuse_unknown_word",
    "unit_meant",
    "word_meant",
]

METHOD_WORDS: Final[Mapping[str, Message]] = {
    "document_review": tr("review of documents"),
    "record_review": tr("review of records"),
    "interview": tr("interview"),
    "observation": tr("observation of the work"),
    "measurement": tr("measurement"),
    "system_extract": tr("extract from a system"),
}
"""How something is found out, in the words of the report."""

YES_OR_NO: Final[Mapping[str, Message]] = {"yes": tr("yes"), "no": tr("no")}

_SHORT: Final[Mapping[str, str]] = {
    "c": "conforms",
    "nc": "does_not_conform",
    "n/a": "not_applicable",
    "z": "conforms",
    "nz": "does_not_conform",
    "nd": "not_applicable",
    "nb": "not_audited",
    "duża": "major",
    "duża niezgodność": "major",
    "mała": "minor",
    "mała niezgodność": "minor",
}
"""What forms on paper and people in a hurry write, in English and in Polish."""


class AmbiguousError(RefusedError):
    """What somebody typed fits several things; whoever can be asked may say which."""

    def __init__(self, word: str, found: Mapping[str, str]) -> None:
        super().__init__(
            tr("{word} can be any of: {known}", word=word, known=list_of([*found])),
            tr("write more of the name"),
        )
        self.word: Final = word
        self.found: Final = found
        """Keys with what they are called."""


def edition_meant(system: System, audit: ControlledAudit | None, stated: str | None) -> str:
    """Return the edition whose clauses are meant.

    Raises:
        RefusedError: nobody says which, or nobody knows it.
    """
    if stated is not None:
        refuse_unknown_word(stated, EDITIONS, "--edition")
        return stated
    possible = audit.plan.fact.editions if audit else system.organisation.editions
    known = list(dict.fromkeys(key for key in possible if key in EDITIONS))
    if len(known) != 1:
        raise RefusedError(
            tr("a clause alone does not say of which edition it is"),
            tr("name the edition with --edition: {known}", known=list_of(known or list(EDITIONS))),
        )
    return known[0]


def person_or_role(system: System, word: str) -> str:
    """Return the key of the role or person that *word* names: a key, a title or a name, or a part of one.

    Raises:
        RefusedError: `qms.yaml` knows none.
    """
    organisation = system.organisation
    if word in organisation.roles or word in organisation.people:
        return word
    titles = {key: organisation.title(key) for key in (*organisation.roles, *organisation.people)}
    return one_called(
        word,
        titles,
        tr("qms.yaml knows no role and nobody called {word}", word=word),
        tr("roles there are: {known}", known=list_of([*organisation.roles.values()]) or "-"),
    )


def person_meant(system: System, word: str) -> str:
    """Return the key of the person that *word* names: a key or a name, or a part of one.

    Raises:
        RefusedError: `qms.yaml` knows none.
    """
    names = {key: person.name for key, person in system.organisation.people.items()}
    return one_called(
        word,
        names,
        tr("qms.yaml knows no person {person}", person=word),
        tr("people there are: {known}", known=_with_titles(names)),
    )


def unit_meant(system: System, word: str) -> str:
    """Return the key of the unit that *word* names: a key or a title, or a part of one.

    Raises:
        RefusedError: the organisation has none.
    """
    units = system.organisation.units
    return one_called(
        word,
        units,
        tr("the organisation has no unit {unit}", unit=word),
        tr("units there are: {known}", known=_with_titles(units)),
    )


def process_meant(system: System, word: str) -> str:
    """Return the key of the process that *word* names: a key or a title, or a part of one.

    Raises:
        RefusedError: the organisation has none.
    """
    processes = {key: process.name for key, process in system.organisation.processes.items()}
    return one_called(
        word,
        processes,
        tr("the organisation has no process {process}", process=word),
        tr("processes there are: {known}", known=_with_titles(processes)),
    )


def holder_meant(system: System, word: str, day: dt.date) -> str:
    """Return the key of the person that *word* names, or of the one who holds the role it names on *day*.

    Raises:
        RefusedError: `qms.yaml` knows neither, or nobody holds the role then.
    """
    organisation = system.organisation
    try:
        return person_meant(system, word)
    except AmbiguousError:
        raise
    except RefusedError as refusal:
        try:
            role = one_called(word, organisation.roles, refusal.message, refusal.hint)
        except AmbiguousError:
            raise
        except RefusedError:
            raise refusal from None
    people = organisation.people.items()
    holders = {key: person.name for key, person in people if role in person.roles_on(day)}
    if len(holders) > 1:
        raise AmbiguousError(word, holders)
    if not holders:
        raise RefusedError(
            tr("nobody holds the role {owner} on {day}", owner=organisation.title(role), day=day),
            tr(
                "name a person, or say who holds the role: {command}",
                command=f"qmsctl people edit PERSON --role {shlex.quote(f'{role}={day}')}",
            ),
        )
    return next(iter(holders))


def one_called(word: str, titles: Mapping[str, str], refusal: Message, known: Message | None) -> str:
    """Return the key that *word* names among *titles*; a key goes before a title, the whole before a part.

    Raises:
        AmbiguousError: it names several.
        RefusedError: it names none, as *refusal* and *known* say.
    """
    if word in titles:
        return word
    folded = " ".join(word.casefold().split())
    found = [key for key, title in titles.items() if folded in (title.casefold(), key.casefold())]
    found = found or [key for key, title in titles.items() if folded and folded in title.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousError(word, {key: titles[key] for key in found})
    near = closest(word, [*titles, *titles.values()])
    raise RefusedError(refusal, tr("did you mean {near}?", near=near) if near else known)


def _with_titles(titles: Mapping[str, str]) -> str:
    return list_of([f"{key} ({title})" for key, title in titles.items()]) or "-"


def day_meant(written: str) -> dt.date:
    """Return the day that is meant: 2026-10-20, or 20.10.2026 and 20 października 2026 as people write it.

    Raises:
        RefusedError: it is no day.
    """
    with suppress(ValueError):
        if (day := parse_day(written)) is not None:
            return day
    raise RefusedError(
        tr("{given} is not a day of the calendar", given=written),
        tr("write year-month-day, for example 2026-11-22"),
    )


def word_meant(word: str, known: Mapping[str, Message], option: str) -> str:
    """Return the key of *known* that *word* after *option* stands for, as `key_meant` does.

    Raises:
        RefusedError: it stands for none.
    """
    return key_meant(word, known, tr("{word} is no value of {option}", word=word, option=option))


def key_meant(word: str, known: Mapping[str, Message], refusal: Message) -> str:
    """Return the key of *known* that *word* stands for: a key, its words in any language, or a short form.

    Raises:
        RefusedError: it stands for none, as *refusal* says; the next step is in the words of the reader.
    """
    folded = " ".join(word.casefold().replace("_", " ").split())
    for key, said in known.items():
        if folded in (key.replace("_", " "), *(said.into(language).casefold() for language in LANGUAGES)):
            return key
    if _SHORT.get(folded) in known:
        return _SHORT[folded]
    near = closest(word, [*known, *map(str, known.values())])
    raise RefusedError(
        refusal,
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=tuple(known.values())),
    )


def refuse_unknown_word(word: str, known: Sequence[str], option: str) -> None:
    """Refuse a *word* after *option* that is none of those *known*.

    Raises:
        RefusedError: it is none.
    """
    if word in known:
        return
    near = closest(word, known)
    raise RefusedError(
        tr("{word} is no value of {option}", word=word, option=option),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=list_of(known)),
    )
