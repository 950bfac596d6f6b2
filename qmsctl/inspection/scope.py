"""Which problems of a check were asked for: those in some places, or those that a change brings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qmsctl.inspection.fingerprint import fingerprints
from qmsctl.settings import Revision

if TYPE_CHECKING:
    from qmsctl.inspection import Inspection
    from qmsctl.inspection.outcome import Reported

__all__ = ["Change", "Scope", "brought_by", "counting_prints", "within"]


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
    waived: int = 0
    """Waived problems that were not asked for, and are not shown."""
    known: int = 0
    """Problems known from the baseline that were not asked for, and are not shown."""

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
    waived = tuple(one for one in inspection.waived if _lies_in(one.problem.place.path, places))
    known = tuple(one for one in inspection.known if _lies_in(one.place.path, places))
    return replace(
        inspection,
        problems=kept,
        waived=waived,
        known=known,
        documents=tuple(one for one in inspection.documents if _lies_in(one.path, places)),
        scope=Scope(
            places,
            foreign,
            elsewhere=len(inspection.problems) - len(kept),
            waived=len(inspection.waived) - len(waived),
            known=len(inspection.known) - len(known),
        ),
    )


def _lies_in(path: str, places: tuple[str, ...]) -> bool:
    return any(not place or path == place or path.startswith(f"{place}/") for place in places)


def brought_by(
    change: Change, touched: Collection[str], inspection: Inspection, older: Collection[str] | None
) -> Inspection:
    """Return *inspection* with the problems that a change touches or brings; the older ones are counted.

    A problem belongs to the change if it stands in a file that the change
    touches, or if the same check did not find it where the change begins: then
    the change broke it from elsewhere.  What is waived or known is told where the
    change touches its file; elsewhere it is counted.

    Args:
        change: what lies between.
        touched: the files that it adds, changes or takes away.
        inspection: of what is checked.
        older: the fingerprints of the problems that count where the change begins; `None`: every problem is shown.
    """
    scope = inspection.scope or Scope()
    if older is None:
        return replace(inspection, scope=replace(scope, change=change))
    prints = _prints(inspection)

    def belongs(problem: Reported) -> bool:
        return problem.place.path in touched or prints[id(problem)] not in older

    kept = tuple(one for one in inspection.problems if belongs(one))
    waived = tuple(one for one in inspection.waived if one.problem.place.path in touched)
    known = tuple(one for one in inspection.known if one.place.path in touched)
    shown = {one.place.path for one in kept}.union(touched)
    change = replace(change, older=len(inspection.problems) - len(kept))
    return replace(
        inspection,
        problems=kept,
        waived=waived,
        known=known,
        # A document of which older problems are not shown has not passed: only those of the change are told of.
        documents=tuple(one for one in inspection.documents if one.path in shown),
        scope=replace(
            scope,
            change=change,
            waived=scope.waived + len(inspection.waived) - len(waived),
            known=scope.known + len(inspection.known) - len(known),
        ),
    )


def counting_prints(inspection: Inspection) -> frozenset[str]:
    """Return by what the problems are known again that count: what is waived comes up when its waiver goes."""
    prints = _prints(inspection)
    return frozenset(prints[id(problem)] for problem in inspection.problems)


def _prints(inspection: Inspection) -> dict[int, str]:
    """Return the fingerprint of each problem that was found, by its `id`."""
    return dict(zip(map(id, inspection.found), fingerprints(inspection), strict=True))
