"""CLS007: nobody has seen records that the standard always demands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from qmsctl.control.audit_coverage import Coverable
from qmsctl.control.demanded import DemandedHere, Whereabouts, demanded_here
from qmsctl.control.system import System
from qmsctl.messages import list_of, tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity
from qmsctl.standards import edition


def editions(system: System) -> Iterator[tuple[DemandedHere, ...]]:
    """What each edition demands: one answer for all of it, since one audit can show all of it."""
    for _, ones in groupby(demanded_here(system), key=lambda one: one.edition):
        yield tuple(ones)


@rule(
    "CLS007",
    over=editions,
    severity=Severity.NOTE,
    clauses=(
        "7.1.5.1", "7.2", "8.4.1", "8.5.3", "8.5.6", "8.6", "8.7.2", "9.1.1", "9.2.2", "9.3.3", "10.2.2",
    ),
)  # fmt: skip
def unseen_records(demanded: tuple[DemandedHere, ...], system: System) -> Iterator[Answer]:
    """All records that the standard always demands are kept here, or an internal audit looks at them in time."""
    wanted = [
        one
        for one in demanded
        if one.demanded.always
        and one.demanded.mode.wants_records
        and one.whereabouts is not Whereabouts.EXCLUDED
    ]
    if not wanted:
        yield NotApplicable()
        return
    every = system.organisation.auditing.every
    looked_at = {
        (row.edition, row.key)
        for row in system.audited
        if row.kind is Coverable.CLAUSE and (row.planned is not None or not row.is_due(system.day, every))
    }
    unseen = [
        one.demanded.clause
        for one in wanted
        if not one.is_seen and (one.edition, one.demanded.clause) not in looked_at
    ]
    if unseen:
        key = demanded[0].edition
        yield Problem(
            system.qms.configuration.at("editions", system.organisation.editions.index(key)),
            tr_n(
                "of the records that {edition} always demands, those of {count} clause were not looked at, and no audit of it is planned: {clauses}",
                "of the records that {edition} always demands, those of {count} clauses were not looked at, and no audit of them is planned: {clauses}",
                len(unseen),
                edition=edition(key).designation,
                clauses=list_of(unseen),
            ),
            tr(
                "put the clauses into the audit programme, and record where the records are: qmsctl report readiness lists them"
            ),
        )
