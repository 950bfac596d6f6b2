"""What changed in the people of `qms.yaml`, in words: who is there, under which addresses and keys, in which roles."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence

from qmsctl.messages import Message, tr
from qmsctl.model.listed_keys import ListedKey
from qmsctl.model.organisation import Assignment, Organisation, Person
from qmsctl.repo.public_keys import kind_of_key, ssh_fingerprint
from qmsctl.reports.differing import NOT_SET, differing, listed, or_not_set

__all__ = ["people_changes"]


def people_changes(before: Organisation, after: Organisation) -> Iterator[Message]:
    """Yield what *after* says of people otherwise than *before*."""
    for key, old, new in differing(before.people, after.people):
        if old is None and new is not None:
            yield tr("{name} ({key}) was added to the people", name=new.name, key=key)
            yield from _person(Person(name=new.name), new, after)
        elif new is None and old is not None:
            yield tr("{name} ({key}) was taken out of the people", name=old.name, key=key)
        elif old is not None and new is not None:
            yield from _person(old, new, after)


def _person(old: Person, new: Person, organisation: Organisation) -> Iterator[Message]:
    if old.name != new.name:
        yield tr("{before} is now called {after}", before=old.name, after=new.name)
    if old.unit != new.unit:
        yield tr(
            "{name}: unit {after}, before: {before}",
            name=new.name,
            after=or_not_set(new.unit),
            before=or_not_set(old.unit),
        )
    if old.reports_to != new.reports_to:
        yield tr(
            "{name}: superior {after}, before: {before}",
            name=new.name,
            after=organisation.title(new.reports_to) if new.reports_to else NOT_SET,
            before=organisation.title(old.reports_to) if old.reports_to else NOT_SET,
        )
    if old.competence != new.competence:
        yield tr("{name}: the record of competence for audits has changed", name=new.name)
    if old.worked != new.worked:
        yield tr("{name}: what is recorded of earlier work, which ties auditors, has changed", name=new.name)
    if old.emails != new.emails:
        yield tr(
            "{name}: addresses in git {after}, before: {before}; by them it is judged who recorded an approval",
            name=new.name,
            after=listed(new.emails),
            before=listed(old.emails),
        )
    if old.keys != new.keys:
        yield tr(
            "{name}: signing keys {after}, before: {before}; by them it is judged whose signature counts",
            name=new.name,
            after=_keys(new.keys),
            before=_keys(old.keys),
        )
    for role in dict.fromkeys(assignment.role for assignment in (*new.roles, *old.roles)):
        was, now = (tuple(one for one in person.roles if one.role == role) for person in (old, new))
        if was != now:
            yield _assigned(new.name, organisation.title(role), was, now)


def _assigned(name: str, role: str, was: Sequence[Assignment], now: Sequence[Assignment]) -> Message:
    if not was:
        return tr("{name} has the role {role} ({span})", name=name, role=role, span=_spans(now))
    if not now:
        return tr("{name} no longer has the role {role} ({span})", name=name, role=role, span=_spans(was))
    return tr(
        "{name} has the role {role} {after}, before: {before}",
        name=name,
        role=role,
        after=_spans(now),
        before=_spans(was),
    )


def _spans(assignments: Sequence[Assignment]) -> tuple[Message, ...]:
    return tuple(_span(assignment) for assignment in assignments)


def _keys(listed: Sequence[ListedKey]) -> tuple[Message, ...]:
    named = (
        Message(
            "{kind} {name} ({span})", (("kind", one.kind), ("name", _key_name(one.key)), ("span", _span(one)))
        )
        for one in listed
    )
    return tuple(named) or (NOT_SET,)


def _key_name(key: str) -> str:
    """Return by what people tell *key*: the fingerprint `ssh-keygen -l` prints, or the beginning of a digest."""
    if kind_of_key(key) == "ssh":
        return ssh_fingerprint(base64.b64decode(key.split()[1]))
    return f"sha256:{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _span(assignment: Assignment | ListedKey) -> Message:
    if assignment.from_ and assignment.until:
        return tr("from {day} until {end}", day=assignment.from_, end=assignment.until)
    if assignment.from_:
        return tr("since {day}", day=assignment.from_)
    if assignment.until:
        return tr("until {end}", end=assignment.until)
    return tr("at all times")
