"""What somebody probably meant who wrote a key that does not exist: they may have written a title instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qmsctl.model.organisation import Organisation
from qmsctl.model.schema import closest

__all__ = ["nearest_key", "titles_of"]


def nearest_key(word: str, titles: Mapping[str, str]) -> str | None:
    """Return the key of *titles* that *word*, which is none, comes closest to, be it by its key or its title."""
    known = {title: key for key, title in titles.items()} | {key: key for key in titles}
    near = closest(word, list(known))
    return known[near] if near is not None else None


def titles_of(organisation: Organisation, sections: Iterable[str]) -> Mapping[str, str]:
    """Return what *sections* of `qms.yaml` hold: units, processes, roles or people, each with what it is called."""
    found: dict[str, str] = {}
    for section in sections:
        if section == "units":
            found |= organisation.units
        elif section == "processes":
            found |= {key: process.name for key, process in organisation.processes.items()}
        elif section == "roles":
            found |= organisation.roles
        elif section == "people":
            found |= {key: person.name for key, person in organisation.people.items()}
    return found
