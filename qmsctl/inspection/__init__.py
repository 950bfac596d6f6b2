"""Rules over a system: asked once, sorted once, counted once.

Every format and every report is made from the one `Inspection` this makes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from qmsctl.control.coverage import ClauseCoverage
from qmsctl.control.document_counts import document_counts
from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver
from qmsctl.documents.place import Place
from qmsctl.inspection.applicable import Applicable
from qmsctl.inspection.asking import Asked, ask, off, problems_of, types_of_files
from qmsctl.inspection.baseline import Baseline, BaselineSeen
from qmsctl.inspection.lowering import Lowered
from qmsctl.inspection.mendable import judged
from qmsctl.inspection.outcome import Outcome, Reported
from qmsctl.inspection.scope import Scope
from qmsctl.inspection.triage import Waived, triage
from qmsctl.inspection.waiving import waivers_over
from qmsctl.model.authority import NO_AUTHORITY, Authority
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.rule import AnyRule, waivers
from qmsctl.settings import Revision, RuleSetting, Severity

__all__ = [
    "Checked",
    "Inspection",
    "Outcome",
    "Reported",
    "SwitchedOff",
    "Verdict",
    "Waived",
    "inspect",
]


_SETTINGS: Final = Place(CONFIGURATION)


class Verdict(Enum):
    """What the check comes to."""

    CLEAN = "clean"
    """No rule violations were found among what was looked at."""
    PROBLEMS = "problems"


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
    fail_on: Severity = Severity.ERROR
    """The least severity that ends the check with status 1."""
    settings_from: Revision | None = None
    """The commit whose `qms.yaml` sets rules, severities, options and the level that fails, if it is another."""
    scope: Scope | None = None
    """Which problems were asked for, if not all: the others are not among `problems`."""
    settings_place: Place = _SETTINGS
    """Where `qms.yaml` says how the check is set; the file as a whole if it says nothing."""

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
    def lowered(self) -> tuple[Lowered, ...]:
        """What is set lower than qmsctl has it, in the order of the rules."""
        found: dict[str, list[str]] = {}
        for outcome in self.outcomes:
            for setting in outcome.lowered:
                found.setdefault(setting, []).append(outcome.slug)
        return tuple(Lowered(setting, tuple(rules)) for setting, rules in found.items())

    @property
    def worst_first(self) -> tuple[Reported, ...]:
        """The problems, the gravest first and otherwise in their order: for readers who do not see all of them."""
        return tuple(sorted(self.problems, key=lambda problem: -problem.severity.rank))

    def of(self, severity: Severity) -> int:
        """Return how many problems have *severity*."""
        return sum(problem.severity is severity for problem in self.problems)

    @property
    def fixable(self) -> int:
        """How many problems `qmsctl check --fix` mends."""
        return sum(problem.fixable for problem in self.problems)

    def fails(self, at: Severity) -> bool:
        """Return whether a problem is at least as grave as *at*."""
        return any(problem.severity.rank >= at.rank for problem in self.problems)

    @property
    def verdict(self) -> Verdict:
        """What it comes to."""
        return Verdict.PROBLEMS if self.problems else Verdict.CLEAN


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
        settings: what is said about single rules, by rule id.
        working_tree: whether the files are those on disk, or those of the commit.
        prefix: from the top of the repository to the folder of `qms.yaml`.
        baseline: the problems that are known.
    """
    by_id = {rule.id: rule for rule in rules}
    applicable = Applicable(system) if system.organisation.kinds else None
    types = types_of_files(system) if any(setting.by_type for setting in settings.values()) else {}

    def asked_of(rule: AnyRule, told: System) -> Asked:
        setting = settings.get(rule.id, RuleSetting())
        return ask(rule, told, setting, types, applicable) if setting.enabled else off(rule, told, setting)

    over = waivers_over(system.waivers, rules)
    asked = {rule.id: asked_of(rule, system) for rule in rules if rule.over is not waivers}
    applied = over.applied(problems_of(asked.values()), rules, settings) if system.waivers else ()
    told = replace(system, applied_waivers=applied)
    asked |= {rule.id: asked_of(rule, told) for rule in rules if rule.over is waivers}
    documents = tuple(sorted(_checked(system), key=lambda document: document.path))
    found = sorted(problems_of(asked.values()), key=_order)
    by_path = {document.path: document for document in documents}
    sorted_out = triage(found, over, baseline, by_id, by_path, system.organisation)
    return Inspection(
        system.organisation.organisation.name,
        system.day,
        system.history.head,
        working_tree,
        judged(sorted_out.counting, system, working_tree=working_tree),
        tuple(asked[rule.id].outcome(*sorted_out.excused) for rule in rules),
        system.clauses,
        _counts(system),
        system.authority,
        documents,
        prefix,
        # What does not count is not mended either.
        tuple(replace(one, problem=replace(one.problem, edits=())) for one in sorted_out.waived),
        tuple(replace(one, edits=()) for one in sorted_out.known),
        sorted_out.baseline,
        applied,
        settings_place=system.qms.configuration.at_key("rules"),
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


def _counts(system: System) -> dict[str, int]:
    """Return how much was looked at."""
    counted = document_counts(system.documents)
    return {
        "files": len(system.qms.paths) + 1,  # qms.yaml
        "documents": counted.files,
        "in_force": counted.in_force_with_plans,
        "records": len(system.qms.records),
        "audits": len(system.audits),
        "evidence": sum(len(audit.evidence) for audit in system.audits),
        "findings": len(system.findings),
        "commits": len(system.history.commits),
    }
