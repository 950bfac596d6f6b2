"""REV010: a decision was recorded long after it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin
from qmsctl.messages import tr, tr_n
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit
from qmsctl.rule import Answer, NotApplicable, Problem, beginning_missing, rule
from qmsctl.settings import Option, Options, Severity, Unit

# An ordinance is signed, published and filed within a month; later nobody writes from memory alone.
LONGEST: Final = Option("days", 30, Unit.DAYS, tr("how long after a decision it is recorded at the latest"))


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A decision that counts, and the commit by which the repository first knew of it."""

    record: Filed[Approval]
    commit: Commit | None


def _decisions(system: System) -> Iterator[_Recorded]:
    """Yield every decision that counts; of a correction, the first record that it corrects tells when."""
    corrected = {name for record in system.qms.approvals for name in record.fact.corrects}
    named = {name: one for one in system.qms.approvals if (name := record_name(one)) in corrected}
    for document in system.documents:
        for decision in document.decisions:
            if not _gives_day(decision):
                continue
            yield _Recorded(decision.record, _first(decision.record, decision.commit, named, system))


def _gives_day(decision: Decision) -> bool:
    """Return whether somebody said when it was decided: of most origins, the commit is all that says it."""
    fact = decision.record.fact
    # A document that gives only the day from which it holds gives none for the decision.
    by_itself = decision.origin is Origin.FIELDS and fact.effective != fact.decided
    return decision.origin is Origin.RECORD or by_itself


def _first(
    record: Filed[Approval], commit: Commit | None, named: Mapping[str, Filed[Approval]], system: System
) -> Commit | None:
    """Return the earliest of the commits that added *record* and what it corrects."""
    waiting, seen = list(record.fact.corrects), set[str]()
    while waiting:
        name = waiting.pop()
        corrected = named.get(name)
        if corrected is None or name in seen:
            continue
        seen.add(name)
        waiting.extend(corrected.fact.corrects)
        earlier = system.history.recorded(corrected.path)
        if earlier is not None and (commit is None or earlier.committed < commit.committed):
            commit = earlier
    return commit


@rule("REV010", over=_decisions, severity=Severity.WARNING, clauses=("7.5.3.2",), options=(LONGEST,))
def late_recording(decision: _Recorded, system: System, options: Options) -> Iterator[Answer]:
    """Every decision is recorded soon after it is made."""
    record = decision.record
    person = system.organisation.title(record.fact.decider.person)
    if decision.commit is None:
        if system.history.complete:
            yield NotApplicable()  # a merge added it, and `unfounded-approval` asks what it rests on
            return
        yield beginning_missing(
            system,
            tr(
                "the beginning of the history is missing, so when decisions were recorded cannot be established"
            ),
        )
        return
    recorded = system.day_of(decision.commit.committed)
    days = (recorded - record.fact.decided).days
    if days > options[LONGEST]:
        yield Problem(
            record.at("decided"),
            tr_n(
                "{person} decided on {decided}, and it was recorded on {recorded}, {count} day later",
                "{person} decided on {decided}, and it was recorded on {recorded}, {count} days later",
                days,
                person=person,
                decided=record.fact.decided,
                recorded=recorded,
            ),
            tr("keep the paper named in the basis: it alone shows when the decision was made")
            if record.fact.basis
            else tr("record a correction whose basis names the paper that shows when the decision was made"),
        )
