"""Which problems of a check were asked for: those in some places, or those that a change brings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qmsctl.inspection.fingerprint import fingerprints
from qmsctl.settings import Revision

if TYPE_CHECKING:
    from qmsctl.inspection import Inspection, Reported

__all__ = ["Change", "Scope", "brought_by", "within"]


@dataclass(frozen=True, slots=True)
class Change:
    """What lies between a commit and what is checked."""

    revision: Revision
    """What was asked for, and the commit where the change begins."""
    files: int
    """How many files of the system it adds, changes or takes away."""
    everything: bool
    """Whether it touches `qms.yaml`, so that every problem may be its doing."""
    older: int = 0
    """Problems that were there before, and are not shown."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which problems were asked for, and how many others there are."""

    places: tuple[str, ...] = ()
    """Files and folders, from the folder of `qms.yaml`; none: all of the system."""
    foreign: tuple[str, ...] = ()
    """Files that were asked for and are none of the system: nothing of them was looked at."""
    elsewhere: int = 0
    """Problems that are not in the places, and are not shown."""
    change: Change | None = None

    @property
    def hidden(self) -> int:
        """How many problems are not shown."""
        return self.elsewhere + (self.change.older if self.change else 0)


def within(inspection: Inspection, places: tuple[str, ...], foreign: tuple[str, ...]) -> Inspection:
    """Return *inspection* with the problems in *places* only; the others are counted.

    Args:
        inspection: of the whole system.
        places: files and folders; the empty text is the whole system.
        foreign: what was asked for beside them and is no file of the system.
    """
    kept = tuple(one for one in inspection.problems if _lies_in(one.place.path, places))
    documents = tuple(one for one in inspection.documents if _lies_in(one.path, places))
    scope = Scope(places, foreign, elsewhere=len(inspection.problems) - len(kept))
    return replace(inspection, problems=kept, documents=documents, scope=scope)


def _lies_in(path: str, places: tuple[str, ...]) -> bool:
    return any(not place or path == place or path.startswith(f"{place}/") for place in places)


def brought_by(
    change: Change, touched: Collection[str], inspection: Inspection, known: Mapping[str, object] | None
) -> Inspection:
    """Return *inspection* with the problems that a change touches or brings; the older ones are counted.

    A problem belongs to the change if it stands in a file that the change
    touches, or if the same check did not find it where the change begins: then
    the change broke it from elsewhere.

    Args:
        change: what lies between.
        touched: the files that it adds, changes or takes away.
        inspection: of what is checked.
        known: the fingerprints of the problems where the change begins; `None`: every problem counts.
    """
    scope = inspection.scope or Scope()
    if known is None:
        return replace(inspection, scope=replace(scope, change=change))
    prints = dict(zip(map(id, inspection.problems), fingerprints(inspection), strict=True))

    def belongs(problem: Reported) -> bool:
        return problem.place.path in touched or prints[id(problem)] not in known

    kept = tuple(one for one in inspection.problems if belongs(one))
    shown = {one.place.path for one in kept}.union(touched)
    # A document of which older problems are not shown has not passed: only those of the change are told of.
    documents = tuple(one for one in inspection.documents if one.path in shown)
    change = replace(change, older=len(inspection.problems) - len(kept))
    return replace(inspection, problems=kept, documents=documents, scope=replace(scope, change=change))
