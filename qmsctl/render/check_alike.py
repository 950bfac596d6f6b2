"""Problems that say the same of many things at one place, told once to whoever reads them on a terminal.

Only how they are told: each of them is a problem of its own, counts, and is a line in every other format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qmsctl.inspection import Reported

__all__ = ["told_together"]

_FEWEST: Final = 4
"""Fewer are read one by one."""


def told_together(problems: Iterable[Reported]) -> Iterator[tuple[Reported, int]]:
    """Yield each of *problems* with 1, or in the place of the first of many that are alike, all of them with how many.

    Alike are those of one rule at one place that differ in one value of their message, such as a clause.
    """
    found: dict[object, list[Reported]] = {}
    for one in problems:
        found.setdefault(_likeness(one), []).append(one)
    for several in found.values():
        name = _differing(several) if len(several) >= _FEWEST else None
        if name is None:
            yield from ((one, 1) for one in several)
        else:
            yield _joined(several, name), len(several)


def _likeness(problem: Reported) -> object:
    """Return what *problem* has in common with those that are told with it."""
    if problem.edits or problem.message.plural is not None:
        return id(problem)
    names = tuple(name for name, _ in problem.message.values)
    return (
        problem.rule,
        problem.severity,
        problem.established,
        problem.place,
        problem.fix,
        problem.message.text,
        names,
    )


def _differing(problems: list[Reported]) -> str | None:
    """Return the one value in which the messages of *problems* differ, if it is a text in all of them."""
    names = [name for name, _ in problems[0].message.values]
    said = [dict(one.message.values) for one in problems]
    differing = [name for name in names if any(values[name] != said[0][name] for values in said)]
    if len(differing) != 1 or not all(isinstance(values[differing[0]], str) for values in said):
        return None
    return differing[0]


def _joined(problems: list[Reported], name: str) -> Reported:
    """Return the first of *problems* with what all of them say in the value *name*."""
    first = problems[0]
    every = ", ".join(str(dict(one.message.values)[name]) for one in problems)
    values = tuple((key, every if key == name else value) for key, value in first.message.values)
    return replace(first, message=replace(first.message, values=values))
