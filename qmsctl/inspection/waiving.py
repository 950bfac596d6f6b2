"""Takes problems out of the count for which somebody answers until a day: each is shown with who and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmsctl.control.waivers import AppliedWaiver, ControlledWaiver, WaiverState
from qmsctl.model.schema import closest

if TYPE_CHECKING:
    from qmsctl.inspection.outcome import Reported
    from qmsctl.rule import AnyRule
    from qmsctl.settings import RuleSetting

__all__ = ["Waivers", "Waiving", "waivers_over"]


@dataclass(frozen=True, slots=True)
class Waiving:
    """The waiver under which a problem is not counted, as results show it."""

    record: str
    """The name of the record."""
    path: str
    waiver: ControlledWaiver
    approver: str
    """Who answers for it, by name."""
    role: str | None
    """In which role, by its title."""


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a system over the rules that are asked."""

    covering: Mapping[tuple[str, str], Sequence[ControlledWaiver]]
    """By rule and path, in the order they were recorded."""
    named: Sequence[tuple[ControlledWaiver, AnyRule | None]]
    """Each with the rule that it names."""

    def over(self, problem: Reported) -> ControlledWaiver | None:
        """Return the waiver in force under which *problem* is not counted: of several, the one that lasts longest."""
        if not problem.established:
            return None
        found = [
            one
            for one in self.covering.get((problem.rule, problem.place.path), ())
            if one.state is WaiverState.IN_FORCE
        ]
        return max(found, key=lambda one: one.record.fact.until, default=None)

    def applied(
        self,
        problems: Iterable[Reported],
        rules: Sequence[AnyRule],
        settings: Mapping[str, RuleSetting],
    ) -> tuple[AppliedWaiver, ...]:
        """Return what each waiver comes to when *problems* are what all rules found.

        Args:
            problems: those that waivers take out of the count, and those that they do not.
            rules: those that were asked.
            settings: what `qms.yaml` says about single rules.
        """
        waived: Counter[str] = Counter()
        back: Counter[str] = Counter()
        for problem in problems:
            candidates = (
                self.covering.get((problem.rule, problem.place.path), ()) if problem.established else ()
            )
            lasting = [one for one in candidates if one.state is WaiverState.IN_FORCE]
            for one in candidates:
                if one in lasting:
                    waived[one.record.path] += 1
                elif not lasting and one.state is WaiverState.EXPIRED:
                    back[one.record.path] += 1
        words = [word for rule in rules for word in (rule.id, rule.slug)]
        return tuple(
            AppliedWaiver(
                waiver,
                rule.id if rule else None,
                None if rule else closest(waiver.record.fact.rule, words),
                rule.unwaivable.reason if rule and rule.unwaivable else None,
                rule is not None and (rule.id not in settings or settings[rule.id].enabled),
                waived[waiver.record.path],
                back[waiver.record.path],
            )
            for waiver, rule in self.named
        )


def waivers_over(waivers: Sequence[ControlledWaiver], rules: Sequence[AnyRule]) -> Waivers:
    """Return *waivers* over *rules*, which they name by id or by slug."""
    from qmsctl.rule import rules_by_name  # noqa: PLC0415 - whoever has rules has loaded it

    by_name = rules_by_name(rules)
    covering: dict[tuple[str, str], list[ControlledWaiver]] = {}
    named: list[tuple[ControlledWaiver, AnyRule | None]] = []
    for waiver in waivers:
        rule = by_name.get(waiver.record.fact.rule.casefold())
        named.append((waiver, rule))
        if rule is not None and rule.unwaivable is None:
            for path in waiver.subject.paths:
                covering.setdefault((rule.id, path), []).append(waiver)
    return Waivers(covering, named)
