"""Rules over a system: asked once, sorted once, counted once.

Every format and every report is made from the one `Inspection` this makes.
"""

from __future__ import annotations

import datetime as dt
import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.coverage import ClauseCoverage
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr
from qmsctl.model.authority import NO_AUTHORITY, Authority
from qmsctl.rule import Answer, AnyRule, CannotEstablish, Problem
from qmsctl.settings import Revision, RuleSetting, Severity

__all__ = [
    "Checked",
    "Inspection",
    "Outcome",
    "Reported",
    "SwitchedOff",
    "Verdict",
    "inspect",
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
    place: Place | None = None
    """Where `qms.yaml` switches it off; the file as a whole if something else does."""
    crash: str = ""
    """How the rule failed by an error of qmsctl's own, as Python tells it; empty if it answered."""

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
class SwitchedOff:
    """Rules that are off by one entry, and so for one reason."""

    rules: tuple[str, ...]
    """Their names."""
    reason: str
    place: Place


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
    fail_on: Severity = Severity.ERROR
    """The least severity that ends the check with status 1."""
    settings_from: Revision | None = None
    """The commit whose `qms.yaml` sets rules, severities, options and the level that fails, if it is another."""

    @property
    def failed(self) -> bool:
        """Whether the check ends with status 1."""
        return self.fails(self.fail_on)

    @property
    def switched_off(self) -> tuple[SwitchedOff, ...]:
        """The rules that were not asked, by what switches them off; in the order of the rules."""
        found: dict[tuple[str, Place], list[str]] = {}
        for outcome in self.outcomes:
            if not outcome.enabled and outcome.place is not None:
                found.setdefault((outcome.reason or "", outcome.place), []).append(outcome.slug)
        return tuple(SwitchedOff(tuple(rules), reason, place) for (reason, place), rules in found.items())

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
        settings: what is said about single rules, by rule id.
        working_tree: whether the files are those on disk, or those of the commit.
        prefix: from the top of the repository to the folder of `qms.yaml`.
    """
    problems: list[Reported] = []
    outcomes: list[Outcome] = []
    types = _types(system) if any(setting.by_type for setting in settings.values()) else {}
    for rule in rules:
        setting = settings.get(rule.id, RuleSetting())
        if not setting.enabled:
            outcomes.append(_off(rule, system, setting))
            continue
        found, outcome = _ask(rule, system, setting, types)
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


def _types(system: System) -> Mapping[str, str]:
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


def _off(rule: AnyRule, system: System, setting: RuleSetting) -> Outcome:
    """Return that *rule* was not asked: it has looked at nothing."""
    source = system.qms.configuration
    place = source.at_key("rules", setting.entry) if setting.entry else Place(source.path)
    return Outcome(
        rule.id,
        rule.slug,
        rule.summary,
        conforming=0,
        nonconforming=0,
        not_applicable=0,
        cannot_be_established=0,
        enabled=False,
        reason=setting.reason,
        place=place,
    )


def _ask(
    rule: AnyRule, system: System, setting: RuleSetting, types: Mapping[str, str]
) -> tuple[list[Reported], Outcome]:
    """Ask one rule about every subject, and count what it answers.

    One that fails by an error of its own keeps no other from answering; what it had not looked at yet counts
    as one subject of which nothing can be established.
    """
    reported: list[Reported] = []
    tally: Counter[str] = Counter()
    conforming = 0
    unknown: set[tuple[Place, str]] = set()
    crash = _Crash()
    for answers in crash.answers(rule, system, setting):
        if not answers:
            conforming += 1
            continue
        tally[_kind(answers)] += 1
        for answer in answers:
            if isinstance(answer, CannotEstablish):
                # What is missing for many subjects is counted for each and said once.
                said = (answer.place, answer.message.into("en"))
                if said in unknown:
                    continue
                unknown.add(said)
            if isinstance(answer, Problem | CannotEstablish):
                reported.append(_reported(rule, answer, setting.severity_for(types.get(answer.place.path))))
    if crash.told:
        tally[_UNKNOWN] += 1
        reported.append(_crashed(rule, crash, system))
    return reported, Outcome(
        rule.id,
        rule.slug,
        rule.summary,
        conforming,
        tally[_NONCONFORMING],
        tally[_NOT_APPLICABLE],
        tally[_UNKNOWN],
        crash=crash.told,
    )


class _Crash:
    """How a rule failed, if it did."""

    def __init__(self) -> None:
        self.kind = ""
        self.told = ""

    def answers(self, rule: AnyRule, system: System, setting: RuleSetting) -> Iterator[tuple[Answer, ...]]:
        """Yield what *rule* says about each subject, until it fails."""
        try:
            for subject in rule.over(system):
                yield tuple(rule.ask(subject, system, setting.options))
        except QmsctlError:
            raise  # what keeps anything from being read is no error of the rule
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other rules are to be asked
            self.kind = type(fault).__name__
            self.told = traceback.format_exc()


def _crashed(rule: AnyRule, crash: _Crash, system: System) -> Reported:
    """Return that *rule* failed: it weighs as an error whatever settings say, since nobody foresaw it."""
    return Reported(
        rule.id,
        rule.slug,
        Severity.ERROR,
        Place(system.qms.configuration.path),
        tr(
            "internal error of qmsctl in {rule} ({kind}); what it looks at cannot be established",
            rule=rule.slug,
            kind=crash.kind,
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
