"""Rules over a system: asked once, sorted once, counted once.

Every format and every report is made from the one `Inspection` this makes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from qmsctl.control.coverage import ClauseCoverage
from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver
from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw
from qmsctl.errors import ConfigurationError
from qmsctl.inspection.baseline import Baseline, BaselineSeen
from qmsctl.inspection.triage import Waived, triage
from qmsctl.inspection.waiving import waivers_over
from qmsctl.messages import Message, tr
from qmsctl.model.authority import NO_AUTHORITY, Authority
from qmsctl.model.configuration import BrokenConfigurationError
from qmsctl.model.schema import closest
from qmsctl.rule import AnyRule, CannotEstablish, Problem, waivers
from qmsctl.settings import RuleSetting, Severity

__all__ = [
    "Checked",
    "Inspection",
    "Outcome",
    "Reported",
    "Verdict",
    "Waived",
    "find_rule",
    "inspect",
    "rule_settings",
]


class Verdict(Enum):
    """What the check comes to."""

    CLEAN = "clean"
    """No rule violations were found among what was looked at."""
    PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class Reported:
    """A problem with all that triage adds to it."""

    rule: str
    slug: str
    severity: Severity
    place: Place
    message: Message
    fix: Message
    established: bool = True
    """False if it could not be established whether there is a problem."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule looked at, and what came of it; the figures count subjects."""

    rule: str
    slug: str
    summary: str
    conforming: int
    nonconforming: int
    not_applicable: int
    cannot_be_established: int
    enabled: bool = True
    reason: str | None = None
    """Why it is switched off."""
    waived: int = 0
    """Subjects of which nothing counts, because problems of theirs are waived."""
    known: int = 0
    """Subjects of which nothing counts, because the baseline knows their problems."""

    @property
    def looked_at(self) -> int:
        """How many subjects the rule had something to say about."""
        return self.conforming + self.nonconforming + self.cannot_be_established + self.waived + self.known


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that was looked at, whether anything is wrong with it or not."""

    path: str
    id: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """The result of one check."""

    organisation: str
    day: dt.date
    commit: str | None
    """The commit that was checked, or on which the working tree stands."""
    working_tree: bool
    problems: tuple[Reported, ...]
    """Those that count."""
    outcomes: tuple[Outcome, ...]
    clauses: tuple[ClauseCoverage, ...]
    counts: Mapping[str, int]
    """How many documents, records and the like were read."""
    authority: Authority = NO_AUTHORITY
    """Whose keys counted."""
    documents: tuple[Checked, ...] = ()
    """The documents of the tree, by path."""
    prefix: str = ""
    """From the top of the repository to the folder of `qms.yaml`, with a `/` at its end; empty if they are the same."""
    waived: tuple[Waived, ...] = ()
    """Problems that do not count, because somebody answers for them."""
    known: tuple[Reported, ...] = ()
    """Problems that do not count, because the baseline knows them."""
    baseline: BaselineSeen | None = None
    """What became of the baseline, if there is one."""
    waivers: tuple[AppliedWaiver, ...] = ()
    """What each waiver comes to."""

    @property
    def found(self) -> tuple[Reported, ...]:
        """Every problem, whether it counts or not, in the order of the result."""
        excused = (*(one.problem for one in self.waived), *self.known)
        return tuple(sorted((*self.problems, *excused), key=_order)) if excused else self.problems

    @property
    def documents_by_path(self) -> Mapping[str, Checked]:
        """The documents of the tree by their paths."""
        return {document.path: document for document in self.documents}

    @property
    def worst_first(self) -> tuple[Reported, ...]:
        """The problems, the gravest first and otherwise in their order: for readers who do not see all of them."""
        return tuple(sorted(self.problems, key=lambda problem: -problem.severity.rank))

    def of(self, severity: Severity) -> int:
        """Return how many problems have *severity*."""
        return sum(problem.severity is severity for problem in self.problems)

    def fails(self, at: Severity) -> bool:
        """Return whether a problem is at least as grave as *at*."""
        return any(problem.severity.rank >= at.rank for problem in self.problems)

    @property
    def verdict(self) -> Verdict:
        """What it comes to."""
        return Verdict.PROBLEMS if self.problems else Verdict.CLEAN


def find_rule(name: str, rules: Iterable[AnyRule]) -> AnyRule:
    """Return the rule whose id or slug is *name*.

    Raises:
        ConfigurationError: no rule is called so.
    """
    known = tuple(rules)
    for rule in known:
        if name.casefold() in (rule.id.casefold(), rule.slug):
            return rule
    near = closest(name, [word for rule in known for word in (rule.id, rule.slug)])
    raise ConfigurationError(
        tr("no rule is called {name}", name=name),
        tr("did you mean {near}?", near=near) if near else tr("qmsctl rules lists them all"),
    )


def rule_settings(system: System, rules: Sequence[AnyRule]) -> dict[str, RuleSetting]:
    """Return what `qms.yaml` says about single rules, by rule id.

    Raises:
        BrokenConfigurationError: it names a rule that does not exist, or switches one off without a reason.
    """
    settings: dict[str, RuleSetting] = {}
    flaws: list[Flaw] = []
    for name, entry in system.organisation.rules.items():
        place = system.qms.configuration.at_key("rules", name)
        try:
            rule = find_rule(name, rules)
        except ConfigurationError as fault:
            flaws.append(
                Flaw("wrong-value", place, fault.message, fault.hint or tr("qmsctl rules lists them all"))
            )
            continue
        if not entry.enabled and not (entry.reason or "").strip():
            message = tr("the rule {name} is switched off without a reason", name=name)
            fix = tr("add a reason to it in qms.yaml; it is printed with every check")
            flaws.append(Flaw("missing-field", place, message, fix))
        severity = Severity(entry.severity) if entry.severity else None
        settings[rule.id] = RuleSetting(entry.enabled, severity, entry.reason)
    if flaws:
        raise BrokenConfigurationError(tuple(flaws))
    return settings


def inspect(  # noqa: PLR0913 - all on which the result depends
    system: System,
    rules: Sequence[AnyRule],
    settings: Mapping[str, RuleSetting],
    *,
    working_tree: bool = True,
    prefix: str = "",
    baseline: Baseline | None = None,
) -> Inspection:
    """Ask every rule about every subject of *system*.

    Args:
        system: what is checked.
        rules: what is asked, in the order of the outcomes; those over waivers are asked last.
        settings: what `qms.yaml` says about single rules, by rule id.
        working_tree: whether the files are those on disk, or those of the commit.
        prefix: from the top of the repository to the folder of `qms.yaml`.
        baseline: the problems that are known.
    """
    by_id = {rule.id: rule for rule in rules}
    over = waivers_over(system.waivers, rules)
    asked = {
        rule.id: _ask(rule, system, settings.get(rule.id, RuleSetting()))
        for rule in rules
        if rule.over is not waivers
    }
    applied = over.applied(_reported(asked.values()), rules, settings) if system.waivers else ()
    told = replace(system, applied_waivers=applied)
    asked |= {
        rule.id: _ask(rule, told, settings.get(rule.id, RuleSetting()))
        for rule in rules
        if rule.over is waivers
    }
    documents = tuple(sorted(_checked(system), key=lambda document: document.path))
    found = sorted(_reported(asked.values()), key=_order)
    by_path = {document.path: document for document in documents}
    sorted_out = triage(found, over, baseline, by_id, by_path, system.organisation)
    return Inspection(
        system.organisation.organisation.name,
        system.day,
        system.history.head,
        working_tree,
        sorted_out.counting,
        tuple(asked[rule.id].outcome(*sorted_out.excused) for rule in rules),
        system.clauses,
        _counts(system),
        system.authority,
        documents,
        prefix,
        sorted_out.waived,
        sorted_out.known,
        sorted_out.baseline,
        applied,
    )


def _checked(system: System) -> Iterator[Checked]:
    """Yield the documents that the tree holds."""
    for document in system.documents:
        if document.working is not None:
            working = document.working
            yield Checked(working.path, document.id, document.language, working.fact.title)


def _order(problem: Reported) -> tuple[object, ...]:
    message = problem.message.into("en")
    return (
        problem.place.path,
        problem.place.line,
        problem.place.column,
        problem.rule,
        _as_people_sort(message),
        message,
    )


def _as_people_sort(text: str) -> tuple[str | tuple[int, str], ...]:
    """Return a key that sorts clause 8.2 before 8.10: numbers by their value, however many digits they have."""
    parts = _DIGITS.split(text)
    return tuple(
        (len(part.lstrip("0")), part.lstrip("0")) if index % 2 else part for index, part in enumerate(parts)
    )


_DIGITS: Final = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one rule answered."""

    rule: AnyRule
    setting: RuleSetting
    conforming: int = 0
    tally: Mapping[str, int] = field(default_factory=dict)
    at_fault: Sequence[Sequence[Reported]] = ()
    """The problems of each subject that has some."""
    unknown: Sequence[Reported] = ()

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
        )


def _reported(asked: Iterable[_Asked]) -> Iterator[Reported]:
    """Yield every problem that was found."""
    for one in asked:
        for found in one.at_fault:
            yield from found
        yield from one.unknown


def _ask(rule: AnyRule, system: System, setting: RuleSetting) -> _Asked:
    """Ask one rule about every subject, and count what it answers."""
    if not setting.enabled:
        return _Asked(rule, setting)
    severity = setting.severity or rule.severity
    # Not knowing is never a pass: it weighs as an error unless settings lower the rule.
    weight = setting.severity or Severity.ERROR
    at_fault: list[list[Reported]] = []
    unknown: dict[tuple[Place, str], Reported] = {}
    tally: Counter[str] = Counter()
    conforming = 0
    check = rule.check
    for subject in rule.over(system):
        answers = tuple(check(subject, system))
        if not answers:
            conforming += 1
            continue
        tally[_kind(answers)] += 1
        found = []
        for answer in answers:
            if isinstance(answer, Problem):
                told = (answer.place, answer.message, answer.fix)
                found.append(Reported(rule.id, rule.slug, severity, *told))
            elif isinstance(answer, CannotEstablish):
                # What is missing for many subjects is counted for each and said once.
                said = (answer.place, answer.message.into("en"))
                told = (answer.place, answer.message, answer.fix)
                unknown.setdefault(said, Reported(rule.id, rule.slug, weight, *told, established=False))
        if found:
            at_fault.append(found)
    return _Asked(rule, setting, conforming, tally, at_fault, tuple(unknown.values()))


_NONCONFORMING: Final = "nonconforming"
_NOT_APPLICABLE: Final = "not applicable"
_UNKNOWN: Final = "cannot be established"


def _kind(answers: Sequence[object]) -> str:
    """Return what the answers about one subject come to: the gravest of them."""
    kinds = {type(answer) for answer in answers}
    if Problem in kinds:
        return _NONCONFORMING
    return _UNKNOWN if CannotEstablish in kinds else _NOT_APPLICABLE


def _counts(system: System) -> dict[str, int]:
    """Return how much was looked at."""
    return {
        "files": len(system.qms.paths) + 1,  # qms.yaml
        "documents": sum(document.working is not None for document in system.documents),
        "in_force": sum(document.in_force is not None for document in system.documents),
        "records": len(system.qms.records),
        "audits": len(system.audits),
        "evidence": sum(len(audit.evidence) for audit in system.audits),
        "findings": len(system.findings),
        "commits": len(system.history.commits),
    }
