"""Which of the problems that were found count: not those that are waived, nor those that the baseline knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmsctl.control.waivers import ControlledWaiver
from qmsctl.inspection.baseline import Baseline, BaselineSeen
from qmsctl.inspection.fingerprint import fingerprints_of
from qmsctl.inspection.waiving import Waivers, Waiving
from qmsctl.model.organisation import Organisation

if TYPE_CHECKING:
    from qmsctl.inspection import Checked
    from qmsctl.inspection.outcome import Reported
    from qmsctl.rule import AnyRule

__all__ = ["Triage", "Waived", "can_be_known", "triage"]


@dataclass(frozen=True, slots=True)
class Waived:
    """A problem for which somebody answers until a day, so that it does not count."""

    problem: Reported
    by: Waiving


@dataclass(frozen=True, slots=True)
class Triage:
    """What was found, sorted by whether it counts."""

    counting: tuple[Reported, ...]
    waived: tuple[Waived, ...]
    known: tuple[Reported, ...]
    baseline: BaselineSeen | None

    @property
    def excused(self) -> tuple[frozenset[int], frozenset[int]]:
        """Which problems, by `id`, are waived, and which are known."""
        waived = frozenset(id(one.problem) for one in self.waived)
        return waived, frozenset(map(id, self.known))


def can_be_known(problem: Reported, rules: Mapping[str, AnyRule]) -> bool:
    """Return whether the baseline may hold *problem*: not what nobody could establish, nor what is never excused.

    Args:
        problem: what was found.
        rules: those that were asked, by id.
    """
    return problem.established and rules[problem.rule].unwaivable is None


def triage(  # noqa: PLR0913, PLR0917 - all on which it depends whether a problem counts
    found: Sequence[Reported],
    waivers: Waivers,
    baseline: Baseline | None,
    rules: Mapping[str, AnyRule],
    documents: Mapping[str, Checked],
    organisation: Organisation,
) -> Triage:
    """Sort *found*, which stays in its order.

    Args:
        found: every problem, in the order of the result.
        waivers: those of the system.
        baseline: what is known; `None`: nothing is.
        rules: those that were asked, by id.
        documents: those of the tree, by path.
        organisation: names the approvers.
    """
    prints = fingerprints_of(found, documents) if baseline is not None else ("",) * len(found)
    expected = baseline.fingerprints if baseline is not None else frozenset()
    counting: list[Reported] = []
    waived: list[Waived] = []
    known: list[Reported] = []
    refused: set[str] = set()
    for problem, fingerprint in zip(found, prints, strict=True):
        waiver = waivers.over(problem)
        if waiver is not None:
            waived.append(Waived(problem, _waiving(waiver, organisation)))
        elif fingerprint in expected and can_be_known(problem, rules):
            known.append(problem)
        else:
            counting.append(problem)
            refused |= {fingerprint} & expected
    seen = None
    if baseline is not None:
        fixed = len(expected.difference(prints))
        seen = BaselineSeen(baseline.written, len(expected) - fixed - len(refused), fixed, len(refused))
    return Triage(tuple(counting), tuple(waived), tuple(known), seen)


def _waiving(waiver: ControlledWaiver, organisation: Organisation) -> Waiving:
    decider = waiver.record.fact.decider
    role = organisation.title(decider.role) if decider.role else None
    return Waiving(waiver.name, waiver.record.path, waiver, organisation.title(decider.person), role)
