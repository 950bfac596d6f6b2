"""Numbers of findings: each recorder counts in a series of their own, so that clones do not collide."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import string
from collections.abc import Collection, Mapping
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.naming import slug
from qmsctl.model.organisation import Organisation

__all__ = ["next_number", "refuse_number", "series_of"]

_NUMBER: Final = re.compile(r"[\w./-]{1,60}")

_PREFIXES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"major": "NC", "minor": "NC", "observation": "OB", "opportunity": "OI", "strength": "ST"},
    "pl": {"major": "NC", "minor": "NC", "observation": "SP", "opportunity": "PD", "strength": "MS"},
}
"""By language and grade: how a number begins."""


def next_number(  # noqa: PLR0913 - what a number is made of
    system: System,
    audit: str | None,
    person: str,
    *,
    grade: str = "minor",
    day: dt.date | None = None,
    taken: Collection[str] = (),
) -> str:
    """Return the number of the next finding that *person* records.

    Numbers of one series go up whatever the grade; a withdrawn or corrected
    finding keeps its own, and gaps are allowed.

    Args:
        system: what was recorded so far, whether it counts or not.
        audit: the audit it was found in; `None` for any other source.
        person: the key of the recorder in `qms.yaml`, or the address under which git knows them.
        grade: the grade; it gives the letters in front.
        day: the day it is raised, whose year the number has outside audits; by default that of *system*.
        taken: numbers given since *system* was opened.
    """
    held = system.audit(audit) if audit else None
    prefix = _PREFIXES.get(system.language_of(audit), _PREFIXES["en"]).get(grade, "NC")
    series = series_of(system.organisation, held, audit, person, day or system.day)
    numbers = [*(step.fact.number for step in system.qms.finding_steps if step.fact.number), *taken]
    pattern = re.compile(rf"[^-]+-{re.escape(series)}([0-9]{{1,9}})")
    used = [int(found[1]) for number in numbers if (found := pattern.fullmatch(number))]
    return f"{prefix}-{series}{max(used, default=0) + 1}"


def refuse_number(system: System, number: str, otherwise: Message, taken: Collection[str] = ()) -> None:
    """Refuse a *number* that somebody gives and no finding can get.

    Args:
        system: what was recorded so far, whether it counts or not.
        number: the number.
        otherwise: what to do if another finding has it.
        taken: numbers given since *system* was opened.

    Raises:
        RefusedError: it is none, or another finding has or had it.
    """
    if not _NUMBER.fullmatch(number):
        raise RefusedError(
            tr("{number} is no number of a finding", number=number),
            tr("use letters, digits, hyphens, dots and slashes, without blanks"),
        )
    if number in taken or any(step.fact.number == number for step in system.qms.finding_steps):
        raise RefusedError(tr("another finding has the number {number}", number=number), otherwise)


def series_of(
    organisation: Organisation, held: ControlledAudit | None, audit: str | None, person: str, day: dt.date
) -> str:
    """Return what the numbers of *person* have between the prefix and the count.

    In an audit it is what tells the audit apart and the recorder's letter,
    `2026-03-B`; outside it is the year and the recorder's initials, `2026-AK-`.
    """
    key = person if person in organisation.people else organisation.person_with(person)
    if audit is None:
        return f"{day:%Y}-{_initials(organisation, key, person)}-"
    short = re.sub(r"^[^0-9]*?(?=[0-9]{4}(?:[^0-9]|$))", "", audit) or audit
    letter = _letter(held, key) if held else None
    return f"{short}-{letter}" if letter else f"{short}-{_initials(organisation, key, person)}-"


def _letter(audit: ControlledAudit, key: str | None) -> str | None:
    """Return the letter of the team member *key*: the plan's, or the first free one by their place in the team."""
    team = audit.plan.fact.team
    letters: dict[str, str | None] = {member.person: member.letter for member in team if member.letter}
    free = (letter for letter in string.ascii_uppercase if letter not in letters.values())
    for member in team:
        if member.person not in letters:
            letters[member.person] = next(free, None)
    return letters.get(key or "")


def _initials(organisation: Organisation, key: str | None, address: str) -> str:
    """Return letters that tell the recorder apart from everybody in `qms.yaml`."""
    if key is None:
        return (
            "X" + hashlib.sha256(address.casefold().encode("utf-8", "surrogatepass")).hexdigest()[:3].upper()
        )
    own = _of_name(organisation.people[key].name) or _of_name(key)
    same = [
        other
        for other, person in organisation.people.items()
        if (_of_name(person.name) or _of_name(other)) == own
    ]
    return own if len(same) == 1 else f"{own}{sorted(same).index(key) + 1}"


def _of_name(name: str) -> str:
    return "".join(word[0] for part in name.split() if (word := slug(part))).upper()
