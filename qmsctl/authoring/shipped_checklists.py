"""The checklists that come with qmsctl: which there are for an edition, and what of each an organisation gets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.files import Draft
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.document import Checklist
from qmsctl.model.reading import read_document
from qmsctl.model.schema import closest
from qmsctl.shipped import shipped, without_translation_mark

__all__ = [
    "ShippedChecklist",
    "about_transition",
    "checklists_to_begin_with",
    "draft_checklists",
    "offered",
    "shipped_name",
]

_EDITION: Final = re.compile(r"^edition: (.*)$", re.MULTILINE)
_OF_ONE_EDITION: Final = re.compile(r"-\d{4}$")
"""How the name of a checklist ends that is about an edition, and not about an area of work."""
_AREAS: Final = ("iso9001:2015", "iso9001:2026")
"""The editions in which the clauses that areas of work are asked about have the same numbers and meaning."""
_TRANSITION: Final = ("iso9001:2015", "iso9001:2026")
"""The editions between which the checklist about a transition asks."""
_TO_BEGIN: Final = "complaints-kpa"
"""The area that every new system begins with: an office has complaints before it has an audit."""


@dataclass(frozen=True, slots=True)
class ShippedChecklist:
    """One checklist that ships, as an organisation gets it."""

    name: str
    """As somebody types it: its id in small letters, without what all ids of checklists begin with."""
    edition: str
    content: bytes

    @property
    def id(self) -> str:
        """The id of the document that it becomes."""
        return f"CL-{self.name.upper()}"

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"cl-{self.name}.yaml"

    @property
    def fact(self) -> Checklist:
        """What it says."""
        read = read_document(self.file, self.content)
        assert read is not None and isinstance(read.fact, Checklist)  # noqa: S101, PT018 - it ships, and a test reads it
        return read.fact


def offered(editions: Sequence[str], language: str) -> tuple[ShippedChecklist, ...]:
    """Return the checklists that an organisation with *editions* can have, in *language*, by name.

    Those about areas of work are for the first of its editions in which they can be asked; those about an
    edition are for whoever works with it, or is on the way to it.
    """
    area = next((edition for edition in editions if edition in _AREAS), None)
    return tuple(_offered(area, language))


def _offered(area: str | None, language: str) -> Iterator[ShippedChecklist]:
    for file in sorted(shipped("checklists").glob(f"cl-*.{language}.yaml")):
        name = file.name.removeprefix("cl-").partition(".")[0]
        text = without_translation_mark(file.read_bytes()).decode()
        stated = _EDITION.search(text)
        edition = stated[1] if stated else ""
        if _OF_ONE_EDITION.search(name):
            yield ShippedChecklist(name, edition, text.encode())
        elif area is not None:
            yield ShippedChecklist(name, area, _EDITION.sub(f"edition: {area}", text, count=1).encode())


def checklists_to_begin_with(edition: str, language: str) -> Iterator[ShippedChecklist]:
    """Yield the checklists of a new system: that of its whole *edition*, and one of an area that every office has."""
    whole = f"iso9001-{edition.rpartition(':')[2]}"
    for one in offered((edition,), language):
        if one.name in (whole, _TO_BEGIN):
            yield one


def draft_checklists(names: Sequence[str], system: System) -> Draft:
    """Return the checklists *names* as documents of *system*, in its language.

    Args:
        names: as people type them: `services`, `CL-SERVICES`, `cl-services.yaml`.
        system: gets them.

    Raises:
        RefusedError: no such checklist ships for the editions of the system, or the system has it already.
    """
    organisation = system.organisation
    known = {one.name: one for one in offered(organisation.editions, organisation.language)}
    chosen = [known[name] for name in dict.fromkeys(_meant(name, known) for name in names)]
    for one in chosen:
        present = [document.working for document in system.documents_by_id.get(one.id, ())]
        for working in filter(None, present):
            raise RefusedError(
                tr("{document} is here already, in {file}", document=one.id, file=working.path),
                tr("leave it out; it is changed as any document is: qmsctl revise {id}", id=one.id),
            )
    return Draft(
        {f"{organisation.folders.checklists}/{one.file}": one.content for one in chosen},
        f"{tr('Take over {checklists}', checklists=list_of([one.id for one in chosen]))}\n",
    )


def shipped_name(name: str, system: System) -> str | None:
    """Return the name of the checklist that *system* could take over, if *name* is one."""
    organisation = system.organisation
    known = {one.name for one in offered(organisation.editions, organisation.language)}
    folded = _folded(name)
    return folded if folded in known else None


def about_transition(system: System, before: str, after: str) -> str | None:
    """Return the name of the checklist about the way from *before* to *after*, if one ships that *system* lacks."""
    if (before, after) != _TRANSITION:
        return None
    name = f"transition-{after.rpartition(':')[2]}"
    here = any(document.working for document in system.documents_by_id.get(f"CL-{name.upper()}", ()))
    return None if here else name


def _folded(name: str) -> str:
    return name.casefold().removeprefix("cl-").removesuffix(".yaml")


def _meant(name: str, known: dict[str, ShippedChecklist]) -> str:
    folded = _folded(name)
    if folded in known:
        return folded
    near = closest(folded, tuple(known))
    raise RefusedError(
        tr("no checklist that comes with qmsctl is called {name}", name=name),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=list_of(tuple(known))),
    )
