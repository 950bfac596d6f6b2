"""Asks one rule about every subject, and counts what it answers."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from operator import length_hint
from typing import Final

from qmsctl.control.exposed import without_secrets
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.errors import QmsctlError
from qmsctl.inspection.applicable import Applicable
from qmsctl.inspection.lowering import lowered
from qmsctl.inspection.outcome import Outcome, Reported
from qmsctl.messages import tr
from qmsctl.rule import Answer, AnyRule, CannotEstablish, NotApplicable, Problem
from qmsctl.settings import RuleSetting, Severity

__all__ = ["Asked", "ask", "off", "problems_of", "types_of_files"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one rule answered."""

    rule: AnyRule
    setting: RuleSetting
    conforming: int = 0
    tally: Mapping[str, int] = field(default_factory=dict)
    at_fault: Sequence[Sequence[Reported]] = ()
    """The problems of each subject that has some."""
    unknown: Sequence[Reported] = ()
    place: Place | None = None
    """Where `qms.yaml` switches it off."""
    crash: str = ""
    """How the rule failed by an error of qmsctl's own, as Python tells it; empty if it answered."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many subjects it was not asked about, by why: see `Outcome`."""

    def outcome(self, waived: frozenset[int], known: frozenset[int]) -> Outcome:
        """Return the figures; a subject counts as nonconforming if one of its problems counts.

        Args:
            waived: the problems, by `id`, that are waived.
            known: those that the baseline knows.
        """
        rule, excused = self.rule, waived | known
        open_ = [found for found in self.at_fault if not excused.issuperset(map(id, found))]
        settled = [found for found in self.at_fault if excused.issuperset(map(id, found))]
        pardoned = sum(not waived.isdisjoint(map(id, found)) for found in settled)
        return Outcome(
            rule.id,
            rule.slug,
            rule.summary,
            self.conforming,
            len(open_),
            self.tally.get(_NOT_APPLICABLE, 0),
            self.tally.get(_UNKNOWN, 0),
            enabled=self.setting.enabled,
            reason=None if self.setting.enabled else self.setting.reason,
            waived=pardoned,
            known=len(settled) - pardoned,
            place=self.place,
            crash=self.crash,
            lowered=tuple(lowered(rule, self.setting)),
            left_out=dict(self.left_out),
        )


def problems_of(asked: Iterable[Asked]) -> Iterator[Reported]:
    """Yield every problem that was found."""
    for one in asked:
        told: set[int] = set()
        for found in one.at_fault:
            # What is said of many subjects is one problem.
            yield from (reported for reported in found if id(reported) not in told)
            told.update(map(id, found))
        yield from one.unknown


def types_of_files(system: System) -> Mapping[str, str]:
    """Return the type of the document that a file holds, or that its record decides on, by path."""
    types: dict[str, str] = {}
    for document in system.documents:
        stated = document.document
        if stated is None:
            continue
        for decision in document.decisions:
            types[decision.record.path] = stated.type
        if document.working is not None:
            types[document.working.path] = document.working.fact.type
    return types


def off(rule: AnyRule, system: System, setting: RuleSetting) -> Asked:
    """Return that *rule* was not asked: it has looked at nothing."""
    source = system.qms.configuration
    place = source.at_key("rules", setting.entry) if setting.entry else Place(source.path)
    return Asked(rule, setting, place=place)


def ask(
    rule: AnyRule,
    system: System,
    setting: RuleSetting,
    types: Mapping[str, str],
    applicable: Applicable | None = None,
) -> Asked:
    """Ask one rule about every subject.

    One that fails by an error of its own keeps no other from answering; what it had not looked at yet counts
    as one subject of which nothing can be established.

    Args:
        rule: what is asked.
        system: what it is asked about.
        setting: what is said about the rule.
        types: of the documents that files hold, by path.
        applicable: sorts out what the rule cannot be asked about, if there may be anything.
    """
    at_fault: list[list[Reported]] = []
    unknown: dict[tuple[Place, str], Reported] = {}
    tally: Counter[str] = Counter()
    shared: dict[tuple[Place, str], Reported] = {}
    asking = _Asking(applicable)
    inapplicable = 0
    for answers in asking.answers(rule, system, setting):
        if len(answers) == 1 and type(answers[0]) is NotApplicable:  # as of nearly all that do not conform
            inapplicable += 1
            continue
        tally[_kind(answers)] += 1
        found = []
        for answer in answers:
            if not isinstance(answer, Problem | CannotEstablish):
                continue
            chosen = setting.severity_for(types.get(answer.place.path))
            shown = replace(answer, place=without_secrets(answer.place, system.day))
            reported = _reported(rule, shown, chosen)
            if isinstance(answer, Problem) and answer.shared:
                found.append(shared.setdefault((answer.place, answer.message.into("en")), reported))
            elif reported.established:
                found.append(reported)
            else:
                # What is missing for many subjects is counted for each and said once.
                unknown.setdefault((answer.place, answer.message.into("en")), reported)
        if found:
            at_fault.append(found)
    tally[_NOT_APPLICABLE] += inapplicable
    doubts = [*unknown.values()]
    if asking.crash:
        tally[_UNKNOWN] += 1
        doubts.append(_crashed(rule, asking, system))
    if asking.left_out:
        tally[_NOT_APPLICABLE] += asking.left_out.total()
    return Asked(
        rule,
        setting,
        asking.conforming,
        tally,
        at_fault,
        tuple(doubts),
        crash=asking.crash,
        left_out=asking.left_out,
    )


class _Asking:
    """How many subjects conform, and how the rule failed, if it did."""

    def __init__(self, applicable: Applicable | None) -> None:
        self._applicable: Final = applicable
        self.left_out: Final[Counter[str]] = Counter()
        self.conforming = 0
        self.kind = ""
        self.crash = ""

    def answers(self, rule: AnyRule, system: System, setting: RuleSetting) -> Iterator[list[Answer]]:
        """Yield what *rule* says about each subject that does not conform, until it fails."""
        subjects: Iterator[object] = iter(())
        total = others = 0
        try:
            over = rule.over(system)
            if self._applicable is not None:
                over = self._applicable.among(rule, over, self.left_out)
            all_of_them = [*over]
            subjects, total = iter(all_of_them), len(all_of_them)
            # There are a million subjects, and nearly all conform: for those, no line of Python runs here.
            answered = map(rule.check, subjects, *map(repeat, rule.told(system, setting.options)))
            for answers in filter(None, map(list, answered)):
                others += 1
                yield answers
        except QmsctlError:
            raise  # what keeps anything from being read is no error of the rule
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other rules are to be asked
            self.kind = type(fault).__name__
            self.crash = traceback.format_exc()
            others += total > 0  # the one that was being looked at
        self.conforming = total - length_hint(subjects) - others


def _crashed(rule: AnyRule, asking: _Asking, system: System) -> Reported:
    """Return that *rule* failed: it weighs as an error whatever settings say, since nobody foresaw it."""
    return Reported(
        rule.id,
        rule.slug,
        Severity.ERROR,
        Place(system.qms.configuration.path),
        tr(
            "internal error of qmsctl in {rule} ({kind}); what it looks at cannot be established",
            rule=rule.slug,
            kind=asking.kind,
        ),
        tr("send the file that standard error names to the makers, with the command you gave"),
        established=False,
    )


def _reported(rule: AnyRule, answer: Problem | CannotEstablish, chosen: Severity | None) -> Reported:
    """Return *answer* with its weight: the one that was *chosen*, or else the rule's own."""
    established = isinstance(answer, Problem)
    # Not knowing is never a pass: it weighs as an error unless settings lower the rule.
    own = rule.severity if established else Severity.ERROR
    return Reported(
        rule.id,
        rule.slug,
        chosen or own,
        answer.place,
        answer.message,
        answer.fix,
        established=established,
        edits=answer.edits if isinstance(answer, Problem) else (),
    )


_NOT_APPLICABLE: Final = "not applicable"
_UNKNOWN: Final = "cannot be established"
_NONCONFORMING: Final = "nonconforming"


def _kind(answers: Sequence[object]) -> str:
    """Return what the answers about one subject come to: the gravest of them."""
    kinds = {type(answer) for answer in answers}
    if Problem in kinds:
        return _NONCONFORMING
    return _UNKNOWN if CannotEstablish in kinds else _NOT_APPLICABLE
