"""CLS006: a document that the standard always demands is not there, or not in force."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.demanded import DemandedHere, Whereabouts, demanded_here
from qmsctl.control.system import System
from qmsctl.messages import Translated, list_of, tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity
from qmsctl.standards import edition


@rule(
    "CLS006",
    over=demanded_here,
    severity=Severity.WARNING,
    clauses=("4.3", "5.2.2", "6.2.1", "7.5.1"),
    needs=("clauses",),
)
def missing_information(demanded: DemandedHere, system: System) -> Iterator[Answer]:
    """Every document that the standard always demands is in force."""
    stated = demanded.demanded
    excluded = demanded.whereabouts is Whereabouts.EXCLUDED
    if excluded or not stated.always or not stated.mode.wants_document:
        yield NotApplicable()
        return
    if demanded.is_documented:
        return
    place = system.qms.configuration.at("editions", system.organisation.editions.index(demanded.edition))
    values = {"clause": stated.clause, "edition": edition(demanded.edition).designation}
    what = Translated(stated.what)
    if claimed := demanded.clause.claimed_by:
        yield Problem(
            place,
            tr_n(
                "clause {clause} of {edition} demands a document ({what}): {documents} names the clause, but not in a text that is in force",
                "clause {clause} of {edition} demands a document ({what}): {documents} name the clause, but not in a text that is in force",
                len(claimed),
                what=what,
                documents=list_of(claimed),
                **values,
            ),
            tr("finish the text, restore it or have it approved; the problems of the document say which"),
        )
    else:
        yield Problem(
            place,
            tr(
                "clause {clause} of {edition} demands a document ({what}), and none names the clause",
                what=what,
                **values,
            ),
            tr(
                "write it, name the clause in it and have it approved; usually it is: {artefact}",
                artefact=Translated(stated.artefact),
            ),
        )
