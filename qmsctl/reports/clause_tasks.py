"""What has to be done about clauses and demanded information, about what cannot be established, and the rest of the check."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from qmsctl.control.coverage import ClauseCoverage, Level
from qmsctl.control.demanded import Whereabouts
from qmsctl.control.system import System
from qmsctl.inspection import Reported
from qmsctl.messages import Message, tr, tr_n
from qmsctl.reports.criteria import clause_list, edition_named
from qmsctl.reports.demanded import DemandedInEdition
from qmsctl.reports.doubts import Unestablished
from qmsctl.reports.people import named
from qmsctl.reports.shown import Code, Joined, Link, Shown
from qmsctl.reports.tasks import Horizon, Task, Urgency, programme_owner
from qmsctl.settings import Severity

__all__ = ["clause_tasks", "demanded_tasks", "doubt_tasks", "rule_tasks"]

_SETTLED: Final = (("unclaimed-clause", ""), ("undocumented-clause", ""))
"""What the check says of clauses: those of demanded information are told with it, the others by `clause_tasks`."""
_LISTED: Final = 8
"""How many clauses are named one by one."""
_NAMED: Final = 3
"""How many problems of one rule are told where there are more."""


def doubt_tasks(doubts: Iterable[Unestablished], horizon: Horizon) -> Iterator[Task]:
    """Yield what cannot be established, each with how to mend it: nothing else is sure until then."""
    for doubt in doubts:
        answers = ((doubt.slug, doubt.path),) if doubt.slug and doubt.path else ()
        yield Task(
            Urgency.FIRST,
            doubt.fix,
            doubt.message,
            Code(doubt.path, "doubts") if doubt.path else Link(tr("the repository"), "doubts"),
            doubt.command,
            None,
            horizon.by(),
            answers,
        )


def demanded_tasks(found: Iterable[DemandedInEdition], system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what an edition always demands and cannot be found: one task for each edition and kind of lack."""
    for one in found:
        absent = one.lacking(Whereabouts.NOWHERE, Whereabouts.CLAIMED)
        if absent:
            yield Task(
                Urgency.BEFORE,
                tr("write it, have it approved, and let it name the clause; or have the records at hand"),
                Joined((one.name, _absent(len(absent))), ": "),
                Link(_clauses(row.demanded.clause for row in absent), "demanded"),
                None,
                None,
                horizon.by(),
                _SETTLED,
            )
        unseen = one.lacking(Whereabouts.UNSEEN)
        if unseen:
            yield Task(
                Urgency.BEFORE,
                tr("have the records at hand, and let an internal audit sample them"),
                Joined((one.name, _unseen(len(unseen))), ": "),
                Link(_clauses(row.demanded.clause for row in unseen), "demanded"),
                None,
                programme_owner(system),
                horizon.by(),
            )


def _absent(count: int) -> Message:
    return tr_n(
        "{count} piece of documented information that is always demanded was not found",
        "{count} pieces of documented information that are always demanded were not found",
        count,
    )


def _unseen(count: int) -> Message:
    return tr_n(
        "{count} kind of record that is always demanded is documented, and no audit has seen one",
        "{count} kinds of records that are always demanded are documented, and no audit has seen one",
        count,
    )


def _clauses(numbers: Iterable[str]) -> Message:
    """Return which clauses, or how many where the list would be longer than what is said of them."""
    listed = tuple(numbers)
    if len(listed) > _LISTED:
        return tr_n("{count} clause", "{count} clauses", len(listed))
    return clause_list(listed)


def clause_tasks(system: System, found: Sequence[DemandedInEdition], horizon: Horizon) -> Iterator[Task]:
    """Yield how far clauses are not answered, beyond the demanded information that is a matter of its own."""
    told = {
        (one.key, row.demanded.clause)
        for one in found
        for row in one.lacking(Whereabouts.NOWHERE, Whereabouts.CLAIMED, Whereabouts.UNSEEN)
    }
    for key in system.organisation.editions:
        of_edition = [one for one in system.clauses if one.edition == key]
        rest = [one for one in of_edition if (key, one.clause.id) not in told]
        for level, what, slug in _LEVELS:
            lacking = [one for one in rest if one.level is level]
            if lacking:
                answers = ((slug, ""),) if slug else ()
                who = programme_owner(system) if level is Level.DOCUMENTED else None
                task = _about_clauses(key, lacking, what, horizon)
                yield replace(task, who=who, answers=answers)


_LEVELS: Final = (
    (
        Level.UNCLAIMED,
        tr("name each in the document that answers it, or exclude it in qms.yaml with the reason"),
        "unclaimed-clause",
    ),
    (
        Level.CLAIMED,
        tr("have a document that answers them approved, and its text complete"),
        "undocumented-clause",
    ),
    (Level.DOCUMENTED, tr("let an internal audit look at them, or say at the visit when it will"), None),
)


def _about_clauses(
    key: str,
    lacking: Sequence[ClauseCoverage],
    what: Message,
    horizon: Horizon,
) -> Task:
    count = len(lacking)
    said = {
        Level.UNCLAIMED: tr_n("no document names {count} clause", "no document names {count} clauses", count),
        Level.CLAIMED: tr_n(
            "{count} clause is named, and no document in force answers it",
            "{count} clauses are named, and no document in force answers them",
            count,
        ),
        Level.DOCUMENTED: tr_n(
            "{count} clause is documented, and no audit has evidence of it that still holds",
            "{count} clauses are documented, and no audit has evidence of them that still holds",
            count,
        ),
    }[lacking[0].level]
    command = "qmsctl audit programme" if lacking[0].level is Level.DOCUMENTED else "qmsctl check"
    return Task(
        Urgency.BEFORE,
        what,
        Joined((edition_named(key), said), ": "),
        Link(_clauses(one.clause.id for one in lacking), "clauses"),
        command,
        None,
        horizon.by(),
    )


def rule_tasks(problems: Sequence[Reported], system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield the rest of what the check found: one task for each rule, so that nothing of it is lost."""
    for slug in dict.fromkeys(problem.slug for problem in problems):
        own = [problem for problem in problems if problem.slug == slug]
        is_error = any(problem.severity is Severity.ERROR for problem in own)
        paths = tuple(dict.fromkeys(problem.place.path for problem in own))
        yield Task(
            Urgency.NOW if is_error else Urgency.BEFORE,
            tuple(dict.fromkeys(problem.fix for problem in own))[:_NAMED],
            _messages(own),
            Joined(
                (
                    *(Code(path, "problems") for path in paths[:_NAMED]),
                    *(("…",) if len(paths) > _NAMED else ()),
                )
            ),
            shlex.join(("qmsctl", "explain", slug)),
            _who(paths, system),
            horizon.by(),
        )


def _messages(problems: Sequence[Reported]) -> Shown:
    told: tuple[Shown, ...] = tuple(problem.message for problem in problems[:_NAMED])
    more = len(problems) - _NAMED
    return (*told, tr("and {count} more", count=more)) if more > 0 else told


def _who(paths: Iterable[str], system: System) -> Shown:
    """Return the one who owns all the files, if somebody does."""
    wanted = frozenset(paths)
    owners = {
        document.working.fact.owner
        for document in system.documents
        if document.working is not None and document.working.path in wanted
    }
    owner = owners.pop() if len(owners) == 1 else None
    return named(owner, system.organisation) if owner else None
