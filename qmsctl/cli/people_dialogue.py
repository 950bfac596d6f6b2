"""Asks for what is said of a person in `qms.yaml`: of a new one, or what changes about one who is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from qmsctl.authoring.meant import unit_meant
from qmsctl.authoring.people import PersonGiven, address, new_key, proposed_key, role_of
from qmsctl.cli.asking import not_empty, picked, show_known, show_titles
from qmsctl.cli.options import read_day
from qmsctl.cli.terminal import ask, confirm, say
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, current_language, format_day, list_of, tr
from qmsctl.model.naming import slug
from qmsctl.model.organisation import Assignment, Organisation
from qmsctl.repo.recorder import Identity

__all__ = ["changes", "complete"]


def complete(
    system: System, who: Identity, key: str | None, given: PersonGiven
) -> tuple[str | None, PersonGiven]:
    """Return the key of a new person, and *given* with what nobody gave, asked for.

    Args:
        system: the organisation.
        who: whom git names: proposed where nobody is known by that address yet.
        key: of the person, if it was given.
        given: what the command line says.
    """
    organisation = system.organisation
    is_new = organisation.person_with(who.email) is None
    proposed = is_new and (not given.emails or who.email in given.emails)
    name = given.name or ask(
        tr("First name and surname"), default=who.name if proposed else None, check=_one_line
    )
    emails = given.emails
    if not emails:
        own = is_new and name == who.name

        def checked(word: str) -> str:
            return address(organisation, word, None) if word and word != "-" else ""

        question = (
            tr("E-mail address under which git knows them (- for none)")
            if own
            else tr("E-mail address under which git knows them (may be empty)")
        )
        emails = tuple(filter(None, [ask(question, default=who.email if own else None, check=checked)]))
    unit = given.unit or _unit(system, None)
    whole = replace(given, name=name, emails=emails, unit=unit or None)
    if not given.roles:
        whole = _with_roles(organisation, whole, system.day)
    if key is None:
        taken = {*organisation.people, *organisation.roles, *whole.new_roles}
        key = ask(
            tr("Short name by which files name them"),
            default=proposed_key(name, taken),
            check=lambda word: new_key(organisation, not_empty(word)),
        )
    return key, whole


def changes(system: System, key: str) -> PersonGiven:
    """Ask what changes about the person *key*; Enter keeps what is proposed."""
    organisation = system.organisation
    person = organisation.people[key]
    name = ask(tr("First name and surname"), default=person.name, check=_one_line)
    emails = _addresses(organisation, key)
    dropped: tuple[str, ...] = ()
    if person.emails:

        def checked(word: str) -> str:
            if word and word.casefold() not in {email.casefold() for email in person.emails}:
                raise RefusedError(
                    tr("{name} has no address {email}", name=person.name, email=word),
                    tr("addresses there are: {known}", known=list_of([*person.emails])),
                )
            return word

        dropped = tuple(filter(None, [ask(tr("An address to take out (empty: none)"), check=checked)]))
    unit = _unit(system, person.unit)
    ended = tuple(_ended(organisation, person.roles, system.day))
    given = PersonGiven(
        None if name == person.name else name,
        emails,
        dropped,
        unit if unit != person.unit else None,
        ended=ended,
    )
    return _with_roles(organisation, given, system.day)


def _one_line(answer: str) -> str:
    return " ".join(not_empty(answer).split())


def _addresses(organisation: Organisation, key: str) -> tuple[str, ...]:
    """Show the addresses there are, and ask for another one."""
    known = organisation.people[key].emails
    if known:
        say(tr("Addresses there are: {known}", known=list_of(known)))

    def checked(word: str) -> str:
        return address(organisation, word, key) if word else ""

    return tuple(
        filter(None, [ask(tr("Another address under which git knows them (empty: none)"), check=checked)])
    )


def _unit(system: System, known: str | None) -> str:
    """Ask in which unit they work, if the organisation has any."""
    units = system.organisation.units
    if not units:
        return ""
    if known is None:
        show_known(units)
    find = picked(lambda word: unit_meant(system, word))
    return ask(
        tr("In which unit (its symbol or name; may be empty)") if known is None else tr("In which unit"),
        default=units.get(known, known) if known else None,
        check=lambda word: find(word) if word else "",
    )


def _ended(
    organisation: Organisation, roles: tuple[Assignment, ...], today: dt.date
) -> Iterator[tuple[str, dt.date]]:
    """Ask of each role that goes on whether it ends."""
    for one in roles:
        if one.until is not None or not one.holds(today):
            continue

        def checked(word: str, begins: dt.date | None = one.from_) -> str:
            if not word:
                return ""
            day = read_day(word)
            if begins is not None and day < begins:
                raise RefusedError(
                    tr("a role cannot end on {until}, before it begins on {day}", until=day, day=begins)
                )
            return day.isoformat()

        question = tr("Last day in the role {role} (empty: it goes on)", role=organisation.title(one.role))
        if answer := ask(question, check=checked):
            yield one.role, read_day(answer)


def _with_roles(organisation: Organisation, given: PersonGiven, today: dt.date) -> PersonGiven:
    """Show the roles there are, and ask for those they get, each with its days, until no more is named."""
    show_titles(organisation.roles.values())
    roles, new = list(given.roles), dict(given.new_roles)
    question = tr("A role they get (empty: none)")
    while role := _role(organisation, question, new):
        roles.append(_days(role, new.get(role) or organisation.title(role), today))
        question = tr("Another role (empty: no more)")
    return replace(given, roles=tuple(roles), new_roles=new)


def _role(organisation: Organisation, question: Message, new: dict[str, str]) -> str:
    """Ask for a role; one that the organisation has not had so far can be entered in *new*."""
    titled = replace(organisation, roles={**organisation.roles, **new})

    unknown: list[str] = []

    def found(word: str) -> str:
        return role_of(titled, word)

    def checked(word: str) -> str:
        unknown.clear()
        if not word:
            return ""
        try:
            return picked(found)(word)
        except RefusedError as refusal:
            key = new_key(titled, slug(word))
            say(refusal.message)
            unknown.append(key)
            return word

    while answer := ask(question, check=checked):
        if not unknown:
            return answer
        if confirm(tr("Enter {role} as a new role of the organisation (yes/no)", role=answer)):
            new[unknown[0]] = answer
            return unknown[0]
    return ""


def _days(role: str, title: str, today: dt.date) -> Assignment:
    """Ask from which day until which somebody holds a role."""
    begins = read_day(
        ask(
            tr("First day in the role {role}", role=title),
            default=format_day(today, current_language()),
            check=lambda word: read_day(word).isoformat(),
        )
    )

    def checked(word: str) -> str:
        if not word:
            return ""
        day = read_day(word)
        if day < begins:
            raise RefusedError(
                tr("a role cannot end on {until}, before it begins on {day}", until=day, day=begins)
            )
        return day.isoformat()

    answer = ask(tr("Last day in the role {role} (may be empty)", role=title), check=checked)
    return Assignment(role=role, from_=begins, until=read_day(answer) if answer else None)
