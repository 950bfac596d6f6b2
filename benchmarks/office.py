"""The office whose repository is made: its people with dated roles, and its `qms.yaml`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final

__all__ = [
    "AUDITOR",
    "CHANGES_OF_ROLES",
    "FIRST_DAY",
    "LAST_DAY",
    "MAILMAP",
    "PEOPLE",
    "PREFIXES",
    "SECRETARY",
    "UNITS",
    "Person",
    "approver",
    "configuration",
    "officer",
]

FIRST_DAY: Final = dt.date(2019, 1, 7)
LAST_DAY: Final = dt.date(2026, 11, 20)

UNITS: Final = ("OR", "SO", "GK", "ZP", "IT", "FN", "KD", "AR", "DR", "OS", "US", "KS")
PREFIXES: Final = {
    "manual": "KJ",
    "procedure": "PS",
    "instruction": "IN",
    "process_card": "KP",
    "service_card": "KU",
    "form": "FO",
    "checklist": "CL",
}

_FIRST: Final = (
    "Anna", "Jan", "Ewa", "Piotr", "Łucja", "Marek", "Żaneta", "Tomasz", "Grażyna", "Paweł", "Świetlana", "Adam", "Beata",
    "Michał", "Dorota", "Rafał", "Iwona", "Karol", "Zofia", "Błażej",
)  # fmt: skip
_LAST: Final = ("Przykład", "Wzorzec", "Próbka", "Wskaźnik", "Załącznik", "Aneks", "Rejestr", "Segregator")
_ASCII: Final = str.maketrans("ąćęłńóśźżŁŻŚ", "acelnoszzLZS")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in the office."""

    key: str
    name: str
    email: str
    other_name: str
    """A second spelling that git knows; the same as the first for most."""
    unit: str


def _people() -> tuple[Person, ...]:
    people = []
    for number in range(40):
        name = f"{_FIRST[number % 20]} {_LAST[number % 8]}-{_LAST[number // 8]}"
        plain = name.translate(_ASCII).lower().replace(" ", ".")
        other = name.translate(_ASCII) if number % 5 == 0 else name
        key = f"p{number:02}-{plain.split('.')[0]}"
        people.append(Person(key, name, f"{plain}@urzad.example", other, UNITS[number % len(UNITS)]))
    return tuple(people)


PEOPLE: Final = _people()
MAILMAP: Final = "".join(
    f"{person.name} <{person.email}> {person.other_name} <{person.email}>\n"
    for person in PEOPLE
    if person.other_name != person.name
)

_MAYORS: Final = ((0, None, "2024-05-06"), (1, "2024-05-07", None))
_OFFICERS: Final = ((2, None, "2022-12-31"), (3, "2023-01-01", None))
SECRETARY: Final = 4
"""Who of `PEOPLE` it is."""
AUDITOR: Final = 25
_FIRST_HEAD: Final = 10
CHANGES_OF_ROLES: Final = (dt.date(2023, 1, 2), dt.date(2024, 5, 7))
"""Days on which roles changed hands."""


def _holder(terms: tuple[tuple[int, str | None, str | None], ...], day: dt.date) -> Person:
    return next(PEOPLE[number] for number, _, until in terms if until is None or day.isoformat() <= until)


def officer(day: dt.date) -> Person:
    """Return the quality officer on *day*."""
    return _holder(_OFFICERS, day)


def approver(type: str, day: dt.date, random: Random) -> tuple[Person, str]:
    """Return who approves a document of *type* on *day*, and in which role."""
    if type in ("procedure", "manual") and random.random() < 0.5:
        return _holder(_MAYORS, day), "mayor"
    if type in ("procedure", "manual", "process_card", "checklist"):
        return PEOPLE[SECRETARY], "secretary"
    number = random.randrange(len(UNITS))
    return PEOPLE[_FIRST_HEAD + number], f"head-{UNITS[number].lower()}"


def configuration(day: dt.date) -> bytes:
    """Return `qms.yaml` as it was on *day*: without roles that were given later."""
    roles: dict[int, list[str]] = {number: [] for number in range(len(PEOPLE))}
    for role, terms in (("mayor", _MAYORS), ("quality-officer", _OFFICERS)):
        for number, since, until in terms:
            if since is None or since <= day.isoformat():
                ended = f", until: {until}" if until and until < day.isoformat() else ""
                roles[number].append(f"{{role: {role}{f', from: {since}' if since else ''}{ended}}}")
    roles[SECRETARY].append("{role: secretary}")
    for number, unit in enumerate(UNITS):
        roles[_FIRST_HEAD + number].append(f"{{role: head-{unit.lower()}}}")
    people = []
    for number, person in enumerate(PEOPLE):
        held = [*roles[number], "{role: clerk}"]
        people.append(
            f"  {person.key}:\n    name: {person.name}\n    emails: [{person.email}]\n    unit: {person.unit}\n"
            f"    roles:\n" + "".join(f"      - {role}\n" for role in held)
        )
    heads = "".join(f"  head-{unit.lower()}: Naczelnik Wydziału {unit}\n" for unit in UNITS)
    units = "".join(f"  {unit}: Wydział {unit}\n" for unit in UNITS)
    return f"""\
qms: 1
organisation:
  name: Urząd Miasta Przykładowo
language: pl
time_zone: Europe/Warsaw
branch: main
scope: Realizacja usług administracji publicznej.
editions: [iso9001:2015]
exclusions:
  iso9001:2015:
    8.3: Zakres usług urzędu określają ustawy, więc urząd ich nie projektuje.
units:
{units}roles:
  mayor: Prezydent Miasta
  secretary: Sekretarz Miasta
  quality-officer: Pełnomocnik ds. SZJ
  clerk: Pracownik urzędu
{heads}people:
{"".join(people)}types:
  manual: {{id: KJ-*, review_every: 60 months}}
  procedure:
    id: PS-*
    needs: [prepared, approved]
    approvers: [mayor, secretary]
    review_every: 36 months
    sections: [purpose, scope, terms, responsibilities, steps, records]
  instruction: {{id: IN-*, review_every: 60 months, sections: [purpose, steps]}}
  process_card: {{id: KP-*, approvers: [mayor, secretary], review_every: 60 months, sections: [purpose, measures]}}
  service_card: {{id: KU-*, review_every: 60 months, sections: [scope, steps]}}
  form: {{id: FO-*, review_every: 60 months}}
  checklist: {{id: CL-*, approvers: [mayor, secretary], review_every: 60 months}}
""".encode()
