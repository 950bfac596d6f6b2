"""People of `qms.yaml`: added, or changed in what they are called, where they work and which roles they hold."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from qmsctl.authoring.changed_entry import with_entries
from qmsctl.authoring.files import Rewritten
from qmsctl.authoring.meant import one_called, unit_meant
from qmsctl.control.system import System
from qmsctl.documents.place import Path, Tree
from qmsctl.documents.source import Source
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.configuration import CONFIGURATION, BrokenConfigurationError, load_organisation
from qmsctl.model.naming import slug
from qmsctl.model.organisation import Assignment, Organisation, Person
from qmsctl.repo.recorder import Identity
from qmsctl.repo.snapshot import MemorySnapshot

__all__ = [
    "PeopleChanged",
    "PersonGiven",
    "UnknownRecorderError",
    "added_person",
    "address",
    "changed_person",
    "new_key",
    "proposed_key",
    "role_of",
]

_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


class UnknownRecorderError(RefusedError):
    """Git names whoever is working here by an address that no person of `qms.yaml` has."""

    def __init__(self, organisation: Organisation, who: Identity, *, decides: bool = False) -> None:
        """Say so, and by which command they are known from then on.

        Args:
            organisation: the people there are.
            who: whom git names.
            decides: somebody else could be named as the one who decided.
        """
        folded = " ".join(who.name.casefold().split())
        same = [key for key, person in organisation.people.items() if person.name.casefold() == folded]
        words = ["edit", same[0]] if len(same) == 1 else ["add", "--name", who.name]
        command = shlex.join(["qmsctl", "people", *words, "--email", who.email])
        super().__init__(
            tr("git calls you {email}, and no person of qms.yaml has this address", email=who.email),
            tr("name who decided with --by, or say who you are: {command}", command=command)
            if decides
            else tr("say who you are: {command}", command=command),
        )


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """What somebody says of a person, in the words they type."""

    name: str | None = None
    emails: tuple[str, ...] = ()
    """Addresses they have beside those that are known."""
    dropped: tuple[str, ...] = ()
    """Addresses they have no longer."""
    unit: str | None = None
    roles: tuple[Assignment, ...] = ()
    """Roles they get, each with its days."""
    ended: tuple[tuple[str, dt.date], ...] = ()
    """Roles that end, each with the last day."""
    new_roles: Mapping[str, str] = field(default_factory=dict)
    """Roles that the organisation has not had so far, by key: the title."""


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """What a change of the people would write, and what `qms.yaml` says then."""

    key: str
    before: Organisation
    after: Organisation
    written: Rewritten


def proposed_key(name: str, taken: Iterable[str]) -> str:
    """Return a key for a person called *name* that none of those *taken* is: `j-zolc` for Jan Żółć."""
    words = [word for word in map(slug, name.split()) if word]
    first = f"{words[0][:1]}-{words[-1]}" if len(words) > 1 else "".join(words) or "person"
    known = set(taken)
    return next(key for key in _numbered(first) if key not in known)


def _numbered(word: str) -> Iterator[str]:
    yield word
    number = 2
    while True:
        yield f"{word}-{number}"
        number += 1


def new_key(organisation: Organisation, key: str) -> str:
    """Return *key* if a new person can have it.

    Raises:
        RefusedError: it is no key, or somebody or something else has it.
    """
    if not _KEY.fullmatch(key):
        raise RefusedError(
            tr("{key} is no key: it takes small letters without accents, digits and hyphens", key=key),
            tr("write for example {key}", key=slug(key) or "a-nowak"),
        )
    if key in organisation.people or key in organisation.roles:
        raise RefusedError(
            tr("{key} is taken already, by {title}", key=key, title=organisation.title(key)),
            tr("write for example {key}", key=proposed_key(key, {*organisation.people, *organisation.roles})),
        )
    return key


def address(organisation: Organisation, email: str, person: str | None) -> str:
    """Return the address *email* if *person* can have it.

    Raises:
        RefusedError: it is none, or somebody else has it.
    """
    if not _ADDRESS.fullmatch(email):
        raise RefusedError(
            tr("{email} is no e-mail address", email=email), tr("write for example a.nowak@urzad.example")
        )
    owner = organisation.person_with(email)
    if owner is not None and owner != person:
        raise RefusedError(
            tr("{name} has the address {email} already", name=organisation.people[owner].name, email=email),
            tr("to change that: {command}", command=shlex.join(["qmsctl", "people", "edit", owner])),
        )
    return email


def role_of(organisation: Organisation, word: str) -> str:
    """Return the key of the role that *word* names.

    Raises:
        RefusedError: the organisation has none of that name.
    """
    titles = organisation.roles
    known = list_of([f"{key} ({title})" for key, title in titles.items()]) or "-"
    return one_called(
        word,
        titles,
        tr("qms.yaml knows no role {role}", role=word),
        tr("roles there are: {known}", known=known),
    )


def added_person(system: System, key: str | None, given: PersonGiven) -> PeopleChanged:
    """Return `qms.yaml` with a new person in it.

    Args:
        system: the organisation, and its files.
        key: by which files name the person; by default one that is made of the name.
        given: what there is to say; the name at the least.

    Raises:
        RefusedError: it has no name, is there already, or cannot be written.
    """
    organisation = system.organisation
    if not given.name:
        raise RefusedError(tr("a person needs a name"), tr("give it with --name"))
    folded = " ".join(given.name.casefold().split())
    for known, person in organisation.people.items():
        if key is None and person.name.casefold() == folded:
            raise RefusedError(
                tr("{name} is there already, as {key}", name=person.name, key=known),
                tr(
                    "to change what is said of them: {command}; for somebody else of that name add --key",
                    command=shlex.join(["qmsctl", "people", "edit", known]),
                ),
            )
    taken = {*organisation.people, *organisation.roles, *given.new_roles}
    chosen = new_key(organisation, key) if key else proposed_key(given.name, taken)
    message = tr("Add {name} to the people", name=given.name)
    return _changed(system, chosen, Person(name=given.name), given, message.into(organisation.language))


def changed_person(system: System, key: str, given: PersonGiven) -> PeopleChanged:
    """Return `qms.yaml` with what was *given* said of the person *key*.

    Raises:
        RefusedError: nothing changes, or it cannot be written.
    """
    organisation = system.organisation
    person = organisation.people[key]
    message = tr("Change what is said of {name}", name=given.name or person.name)
    return _changed(system, key, person, given, message.into(organisation.language))


def _changed(system: System, key: str, person: Person, given: PersonGiven, message: str) -> PeopleChanged:
    organisation, source = system.organisation, system.qms.configuration
    _refuse_new_roles(organisation, given)
    titled = replace(organisation, roles={**organisation.roles, **given.new_roles})
    given = replace(given, unit=unit_meant(system, given.unit) if given.unit else None)
    new = _as_given(titled, key, person, given)
    if new == person and key in organisation.people and not given.new_roles:
        raise RefusedError(
            tr("nothing of this is new: qms.yaml says it already"),
            tr("see what it says: qmsctl people"),
        )
    wanted = replace(titled, people={**organisation.people, key: new})
    entries: dict[Path, Tree] = {("roles", role): title for role, title in given.new_roles.items()}
    entries["people", key] = _fields(source, key, person, new)
    raw = with_entries(source, entries)
    try:
        read, _ = load_organisation(MemorySnapshot({CONFIGURATION: raw}))
    except BrokenConfigurationError as fault:
        raise RefusedError(fault.flaws[0].message, fault.flaws[0].fix) from fault
    if read != wanted:
        raise RefusedError(
            tr("what would be written does not say what was meant, so nothing was written"),
            tr("change it in an editor, and commit the file"),
        )
    return PeopleChanged(key, organisation, read, Rewritten(CONFIGURATION, raw, raw, f"{message}\n"))


def _refuse_new_roles(organisation: Organisation, given: PersonGiven) -> None:
    for key in given.new_roles:
        new_key(organisation, key)


def _as_given(organisation: Organisation, key: str, person: Person, given: PersonGiven) -> Person:
    """Return *person* with what was given.

    Raises:
        RefusedError: there is no such unit or role, an address is somebody else's, or days contradict each other.
    """
    known = {email.casefold() for email in person.emails}
    added = [address(organisation, email, key) for email in dict.fromkeys(given.emails)]
    dropped = {email.casefold() for email in given.dropped}
    if missing := [email for email in given.dropped if email.casefold() not in known]:
        raise RefusedError(
            tr("{name} has no address {email}", name=person.name, email=missing[0]),
            tr("addresses there are: {known}", known=list_of([*person.emails]) or "-"),
        )
    emails = [email for email in person.emails if email.casefold() not in dropped]
    emails += [email for email in added if email.casefold() not in known]
    return replace(
        person,
        name=given.name or person.name,
        emails=tuple(emails),
        unit=given.unit or person.unit,
        roles=(*_ended(organisation, person, given.ended), *_assigned(organisation, person, given.roles)),
    )


def _assigned(
    organisation: Organisation, person: Person, roles: Sequence[Assignment]
) -> Iterator[Assignment]:
    """Yield *roles* by their keys, but for those that *person* holds just so."""
    for one in roles:
        assignment = replace(one, role=role_of(organisation, one.role))
        if one.from_ and one.until and one.until < one.from_:
            raise RefusedError(
                tr("a role cannot end on {until}, before it begins on {day}", until=one.until, day=one.from_),
                tr("write the first day, two dots and the last day: 2026-01-01..2026-12-31"),
            )
        begins, ends = one.from_ or dt.date.min, one.until or dt.date.max
        for held in person.roles:
            meets = (held.from_ or dt.date.min) <= ends and begins <= (held.until or dt.date.max)
            if held.role == assignment.role and held != assignment and meets:
                raise RefusedError(
                    tr(
                        "{name} holds the role {role} at that time already",
                        name=person.name,
                        role=organisation.title(held.role),
                    ),
                    tr("end it first with --end-role, or give other days"),
                )
        if assignment not in person.roles:
            yield assignment


def _ended(
    organisation: Organisation, person: Person, ended: Sequence[tuple[str, dt.date]]
) -> Iterator[Assignment]:
    """Yield the roles of *person*, those *ended* with their last day."""
    last = {role_of(organisation, word): day for word, day in ended}
    for role, day in last.items():
        if not any(one.role == role and one.holds(day) for one in person.roles):
            raise RefusedError(
                tr(
                    "{name} does not hold the role {role} on {day}",
                    name=person.name,
                    role=organisation.title(role),
                    day=day,
                ),
                tr("see what it says: qmsctl people"),
            )
    for one in person.roles:
        end = last.get(one.role)
        yield replace(one, until=end) if end is not None and one.holds(end) else one


def _fields(source: Source, key: str, old: Person, new: Person) -> Mapping[str, Tree]:
    """Return what has to be written of *new*, as `with_entries` takes it."""
    before = source.value("people", key)
    said = before if isinstance(before, Mapping) else {}
    fields: dict[str, Tree] = {}
    if new.name != old.name or not said:
        fields["name"] = new.name
    if new.emails != old.emails or not said:
        kept = [email if email in new.emails else None for email in old.emails] if said else []
        fields["emails"] = [*kept, *(email for email in new.emails if not said or email not in old.emails)]
    if new.unit != old.unit:
        fields["unit"] = new.unit
    if new.roles != old.roles:
        written = said.get("roles")
        rows = list(written) if written and not isinstance(written, str) else []
        fields["roles"] = [_row(one, rows[at] if at < len(rows) else {}) for at, one in enumerate(new.roles)]
    return fields


def _row(one: Assignment, written: Tree) -> Tree:
    """Return the assignment as a file has it; what was *written* of it stays as it is."""
    row = dict(written) if isinstance(written, Mapping) else {}
    said: dict[str, Tree] = {"role": one.role}
    if one.from_ is not None:
        said["from"] = one.from_.isoformat()
    if one.until is not None:
        said["until"] = one.until.isoformat()
    return {**row, **said}
