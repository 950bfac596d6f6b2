"""Rules over a system: asked once, sorted once, counted once.

Every format and every report is made from the one `Inspection` this makes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.coverage import ClauseCoverage
from qmsctl.control.exposed import without_secrets
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw
from qmsctl.errors import ConfigurationError
from qmsctl.messages import Message, tr
from qmsctl.model.authority import NO_AUTHORITY, Authority
from qmsctl.model.configuration import BrokenConfigurationError
from qmsctl.model.schema import closest
from qmsctl.rule import AnyRule, CannotEstablish, Problem
from qmsctl.settings import RuleSetting, Severity

__all__ = [
    "Checked",
    "Inspection",
    "Outcome",
    "Reported",
    "Verdict",
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

    @property
    def looked_at(self) -> int:
        """How many subjects the rule had something to say about."""
        return self.conforming + self.nonconforming + self.cannot_be_established


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


def inspect(
    system: System,
    rules: Sequence[AnyRule],
    settings: Mapping[str, RuleSetting],
    *,
    working_tree: bool = True,
    prefix: str = "",
) -> Inspection:
    """Ask every rule about every subject of *system*.

    Args:
        system: what is checked.
        rules: what is asked, in the order of the outcomes.
        settings: what `qms.yaml` says about single rules, by rule id.
        working_tree: whether the files are those on disk, or those of the commit.
        prefix: from the top of the repository to the folder of `qms.yaml`.
    """
    problems: list[Reported] = []
    outcomes: list[Outcome] = []
    for rule in rules:
        setting = settings.get(rule.id, RuleSetting())
        found, outcome = _ask(rule, system, setting)
        problems.extend(found)
        outcomes.append(outcome)
    return Inspection(
        system.organisation.organisation.name,
        system.day,
        system.history.head,
        working_tree,
        tuple(sorted(problems, key=_order)),
        tuple(outcomes),
        system.clauses,
        _counts(system),
        system.authority,
        tuple(sorted(_checked(system), key=lambda document: document.path)),
        prefix,
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


def _ask(rule: AnyRule, system: System, setting: RuleSetting) -> tuple[list[Reported], Outcome]:
    """Ask one rule about every subject, and count what it answers."""
    if not setting.enabled:
        return [], Outcome(rule.id, rule.slug, rule.summary, 0, 0, 0, 0, enabled=False, reason=setting.reason)
    severity = setting.severity or rule.severity
    reported: list[Reported] = []
    tally: Counter[str] = Counter()
    conforming = 0
    unknown: set[tuple[Place, str]] = set()
    check = rule.check
    for subject in rule.over(system):
        answers = tuple(check(subject, system))
        if not answers:
            conforming += 1
            continue
        tally[_kind(answers)] += 1
        for answer in answers:
            if isinstance(answer, Problem):
                place = without_secrets(answer.place, system.day)
                reported.append(Reported(rule.id, rule.slug, severity, place, answer.message, answer.fix))
            elif isinstance(answer, CannotEstablish):
                # What is missing for many subjects is counted for each and said once.
                said = (answer.place, answer.message.into("en"))
                if said in unknown:
                    continue
                unknown.add(said)
                # Not knowing is never a pass: it weighs as an error unless settings lower the rule.
                weight = setting.severity or Severity.ERROR
                reported.append(
                    Reported(
                        rule.id,
                        rule.slug,
                        weight,
                        answer.place,
                        answer.message,
                        answer.fix,
                        established=False,
                    )
                )
    return reported, Outcome(
        rule.id,
        rule.slug,
        rule.summary,
        conforming,
        tally[_NONCONFORMING],
        tally[_NOT_APPLICABLE],
        tally[_UNKNOWN],
    )


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
