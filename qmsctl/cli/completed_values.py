"""What may stand for a parameter of a command, by the word that its help has for it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, get_args

from qmsctl.cache import Cache
from qmsctl.messages import Translated, current_language
from qmsctl.model.configuration import CONFIGURATION, load_organisation
from qmsctl.model.organisation import Organisation
from qmsctl.model.own_standards import own_editions
from qmsctl.model.stated_ids import (
    StatedId,
    stated_audits,
    stated_documents,
    stated_findings,
    stated_programmes,
)
from qmsctl.model.values import AuditMode, Grade, Method
from qmsctl.repo.snapshot import Kind, WorkingTree
from qmsctl.standards import EDITIONS, edition, take_own_editions

__all__ = ["values_of"]


def values_of(parameter: Any) -> Iterator[StatedId]:  # noqa: ANN401 - Typer's types are private
    """Yield what may stand for *parameter*, each once; nothing if that is anything at all.

    Raises:
        QmsctlError: it is stated in files, and these are no system that can be read.
    """
    seen: set[str] = set()
    for word in _words(parameter):
        found = _SOURCES[word](_Here()) if word in _SOURCES else _choice(word)
        for one in found:
            if one.id not in seen:
                seen.add(one.id)
                yield one


def _words(parameter: Any) -> list[str]:  # noqa: ANN401 - as above
    """Return the words between which the help lets choose, as they are in English."""
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return [str(getattr(choice, "value", choice)) for choice in choices]
    return [word for word in re.split(r"[^\w-]+", getattr(parameter, "placeholder", None) or "") if word]


def _choice(word: str) -> Iterable[StatedId]:
    """Return *word* where it is to be typed as it stands; the others stand for something else."""
    return [StatedId(word)] if word == word.lower() else []


@dataclass
class _Here:
    """The system around the current folder."""

    @cached_property
    def root(self) -> Path:
        here = Path.cwd()
        return next((one for one in (here, *here.parents) if (one / CONFIGURATION).is_file()), here)

    @cached_property
    def files(self) -> WorkingTree:
        return WorkingTree(self.root)

    @cached_property
    def organisation(self) -> Organisation:
        cache = Cache.of(self.root, os.environ)
        known, _ = load_organisation(self.files, cache)
        cache.save()
        take_own_editions(own_editions(known, self.files.read)[0])
        return known


def _documents(here: _Here) -> Iterable[StatedId]:
    return stated_documents(here.files, here.organisation)


def _audits(here: _Here) -> Iterable[StatedId]:
    return stated_audits(here.files, here.organisation.folders)


def _findings(here: _Here) -> Iterable[StatedId]:
    return stated_findings(here.files, here.organisation.folders)


def _programmes(here: _Here) -> Iterable[StatedId]:
    return stated_programmes(here.files, here.organisation.folders)


def _registers(here: _Here) -> Iterable[StatedId]:
    entries = here.files.entries([here.organisation.folders.registers])
    return [StatedId(one.path) for one in entries if one.kind is Kind.FILE and one.path.endswith(".csv")]


def _people(here: _Here) -> Iterable[StatedId]:
    return [StatedId(key, person.name) for key, person in here.organisation.people.items()]


def _roles(here: _Here) -> Iterable[StatedId]:
    return [StatedId(key, title) for key, title in here.organisation.roles.items()]


def _units(here: _Here) -> Iterable[StatedId]:
    return [StatedId(key, name) for key, name in here.organisation.units.items()]


def _processes(here: _Here) -> Iterable[StatedId]:
    return [StatedId(key, process.name) for key, process in here.organisation.processes.items()]


def _types(here: _Here) -> Iterable[StatedId]:
    return [StatedId(name) for name in here.organisation.types]


def _clauses(here: _Here) -> Iterable[StatedId]:
    language = current_language()
    editions = [key for key in here.organisation.editions if key in EDITIONS]
    known = [clause for key in editions for clause in edition(key).clauses]
    return [StatedId(clause.id, clause.title(language)) for clause in known]


def _editions(here: _Here) -> Iterable[StatedId]:
    del here
    return [StatedId(key, edition(key).designation) for key in EDITIONS]


def _laws(here: _Here) -> Iterable[StatedId]:
    from qmsctl.law import laws

    own = [StatedId(key, law.title) for key, law in here.organisation.laws.items()]
    return own + [
        StatedId(law.key, Translated(law.title).into(current_language())) for law in laws().values()
    ]


def _rules(here: _Here) -> Iterable[StatedId]:
    """Yield every rule under its name and its id: the first line of its module says both."""
    del here
    for file in sorted((Path(__file__).parent.parent / "checks").glob("*.md")):
        module = file.with_suffix(".py")
        if module.is_file():
            with module.open(encoding="utf-8") as lines:
                id = lines.readline().removeprefix('"""').partition(":")[0]
            slug = module.stem.replace("_", "-")
            yield StatedId(slug, id)
            yield StatedId(id, slug)


def _lists(here: _Here) -> Iterable[StatedId]:
    """Yield the checklists that come with qmsctl."""
    from qmsctl.authoring.shipped_checklists import offered

    known = here.organisation
    return [StatedId(one.name) for one in offered(known.editions, known.language)]


def _kinds(here: _Here) -> Iterable[StatedId]:
    from qmsctl.authoring.editor_files import STATED

    del here
    return map(StatedId, STATED)


def _literals(type: Any) -> Callable[[_Here], Iterable[StatedId]]:  # noqa: ANN401 - a choice of words
    words = [StatedId(word) for word in get_args(type)]
    return lambda _: words


_SOURCES: Final[Mapping[str, Callable[[_Here], Iterable[StatedId]]]] = {
    "DOCUMENT": _documents,
    "AUDIT": _audits,
    "FINDING": _findings,
    "PROGRAMME": _programmes,
    "REGISTER": _registers,
    "LAW": _laws,
    "RULE": _rules,
    "PERSON": _people,
    "ROLE": _roles,
    "OWNER": lambda here: [*_roles(here), *_people(here)],
    "OF": lambda here: [*_audits(here), *_findings(here)],
    "UNIT": _units,
    "PROCESS": _processes,
    "TYPE": _types,
    "CLAUSE": _clauses,
    "EDITION": _editions,
    "KIND": _kinds,
    "LIST": _lists,
    "GRADE": _literals(Grade),
    "MODE": _literals(AuditMode),
    "METHOD": _literals(Method),
}
"""By the word that the help has for a parameter, in English."""
