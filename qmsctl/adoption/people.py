"""Who works on the documents, by the history, and whom or which role the documents name as their owner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qmsctl.adoption.shapes import printable
from qmsctl.model.bare_name import bare_name
from qmsctl.model.mapping import is_placeholder
from qmsctl.model.naming import slug
from qmsctl.repo.history import History

__all__ = ["FoundPeople", "FoundPerson", "found_people"]

_MOST_OWNERS: Final = 80
_EMAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_NAME_AND_EMAIL: Final = re.compile(r"(?P<name>[^<>@]+?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>")
_PERSON: Final = re.compile(
    r"[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]\.?){0,2}(?: [^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)?){1,2}"
)
_ROLE_WORD: Final = re.compile(
    r"manage|officer|head|director|lead|chief|team|department|board|committee|owner|engineer|quality|safety"
    r"|coordinator|administrator|president|executive|assurance|control|service|office|group|staff|human|general"
    r"|kierownik|dyrektor|pełnomocnik|dział|zespół|specjalista|główn|burmistrz|wójt|prezydent|sekretarz|naczelnik"
    r"|leiter|beauftragt|abteilung|geschäfts|leitung|vorstand|sjef|leder|ansvarlig|avdeling",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"[,;]")
_BOT: Final = re.compile(
    r"\[bot\]|(?:^|[-_ ])bot$|dependabot|renovate|github-actions|noreply@github\.com$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody whom the history or a document names."""

    key: str
    name: str
    emails: tuple[str, ...]
    commits: int
    """To files of documents; 0 if only documents name them."""


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """People and roles, and which word of a document means whom."""

    people: tuple[FoundPerson, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    """Titles by key."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """By what documents say: the key of the person or the role."""
    nameless: tuple[str, ...] = ()
    """What documents give for who approved them, and what names no person: titles, teams."""
    too_many: int = 0
    """How many owners there are, if they are too many to be listed."""


def found_people(
    history: History, paths: Collection[str], owners: Iterable[str], approvers: Iterable[str]
) -> FoundPeople:
    """Return who is named.

    Args:
        history: of the repository.
        paths: of the documents.
        owners: what documents say of their owners, once for each document.
        approvers: whom documents name as the ones who approved them, once for each document.
    """
    people = _authors(history, paths)
    named = Counter(" ".join(owner.split()) for owner in owners)
    decided = list(
        dict.fromkeys(" ".join(printable(part).split()) for one in approvers for part in _PARTS.split(one))
    )
    nameless = tuple(_take_approvers(decided, people))
    if len(named) > _MOST_OWNERS:
        return FoundPeople(tuple(people), nameless=nameless, too_many=len(named))
    roles: dict[str, str] = {}
    meant: dict[str, str] = {}
    for owner, _ in named.most_common():
        person = _known(owner, people)
        if person is None and (_has_address(owner) or _is_titled(owner)):
            person = _stated(owner, people)
            people.append(person)
        if person is not None:
            meant[owner] = person.key
            continue
        key = _free(slug(owner) or "role", {*roles, *(one.key for one in people)})
        roles[key] = owner
        meant[owner] = key
    titles = {**roles, **{one.key: one.name for one in people}}
    # What is called as its title is known by it; only other words have to be explained.
    told = {
        text: key for text, key in meant.items() if text != key and text.casefold() != titles[key].casefold()
    }
    return FoundPeople(tuple(people), roles, told, nameless)


def _take_approvers(names: Sequence[str], people: list[FoundPerson]) -> Iterator[str]:
    """Add to *people* those of *names* that name somebody, and yield the others."""
    for name in names[:_MOST_OWNERS]:
        if is_placeholder(name) or _known(name, people) is not None:
            continue
        if _has_address(name) or _is_person(bare_name(name)):
            people.append(_stated(name, people))
        else:
            yield name


def _authors(history: History, paths: Collection[str]) -> list[FoundPerson]:
    """Return who wrote the commits that touched *paths*; one name with several addresses is one person."""
    commits: Counter[str] = Counter()
    emails: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    counted: set[str] = set()
    for path in paths:
        for commit, _ in history.of(path):
            if commit.id in counted or commit.is_merge:
                continue
            counted.add(commit.id)
            name = " ".join(printable(commit.author).split())
            if not name or _BOT.search(name) or _BOT.search(commit.author_email):
                continue
            folded = name.casefold()
            names.setdefault(folded, name)
            commits[folded] += 1
            if _EMAIL.fullmatch(commit.author_email) and commit.author_email.isprintable():
                emails.setdefault(folded, Counter())[commit.author_email] += 1
    found: list[FoundPerson] = []
    for folded, count in sorted(commits.items(), key=lambda one: (-one[1], one[0])):
        addresses = tuple(address for address, _ in emails.get(folded, Counter()).most_common())
        local = addresses[0].partition("@")[0] if addresses else ""
        key = _free(slug(names[folded]) or slug(local) or "person", {one.key for one in found})
        found.append(FoundPerson(key, names[folded], addresses, count))
    return found


def _free(key: str, taken: Collection[str]) -> str:
    return next(one for one in (key, *(f"{key}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _known(owner: str, people: Sequence[FoundPerson]) -> FoundPerson | None:
    folded = owner.casefold()
    bare = bare_name(owner).casefold()
    both = _NAME_AND_EMAIL.fullmatch(owner)
    email = (both["email"] if both else owner).casefold()
    handle = folded.removeprefix("@")
    for one in people:
        addresses = {address.casefold() for address in one.emails}
        if folded in (one.name.casefold(), one.key) or email in addresses:
            return one
        if bare == bare_name(one.name).casefold():
            return one
        if handle in {address.partition("@")[0] for address in addresses}:
            return one
    return None


def _has_address(name: str) -> bool:
    """Return whether *name* is an address, or a name with one: then it names a person."""
    return _EMAIL.fullmatch(name) is not None or _NAME_AND_EMAIL.fullmatch(name) is not None


def _is_person(name: str) -> bool:
    """Return whether *name* looks like that of a person, and not like a role or a team."""
    return _PERSON.fullmatch(name) is not None and _ROLE_WORD.search(name) is None


def _is_titled(name: str) -> bool:
    """Return whether *name* is that of a person because a title stands before it, or a position behind it."""
    bare = bare_name(name)
    return bare != name and _is_person(bare)


def _stated(owner: str, people: Sequence[FoundPerson]) -> FoundPerson:
    both = _NAME_AND_EMAIL.fullmatch(owner)
    name = bare_name(both["name"] if both else owner)
    emails = (both["email"],) if both else (owner,) if _EMAIL.fullmatch(owner) else ()
    key = slug(name.partition("@")[0]) or "person"
    return FoundPerson(_free(key, {one.key for one in people}), name, emails, 0)
