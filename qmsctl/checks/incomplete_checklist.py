"""AUD046: a checklist about a whole edition leaves out a clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.audit_coverage import leaves_of
from qmsctl.control.system import System
from qmsctl.messages import list_of, tr, tr_n
from qmsctl.model.document import Checklist
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, checklists, rule
from qmsctl.settings import Severity
from qmsctl.standards import EDITIONS, edition

_WHOLE: Final = 0.8
"""The share of clauses from which on a checklist is meant to ask about all of them; one of an area names few."""


@rule("AUD046", over=checklists, severity=Severity.WARNING, clauses=("9.2.2",))
def incomplete_checklist(filed: Filed[Checklist], system: System) -> Iterator[Answer]:
    """A checklist that asks about nearly all clauses of its edition asks about each that applies."""
    key = filed.fact.edition
    if key not in EDITIONS:
        yield NotApplicable()
        return
    excluded = system.organisation.excluded
    applying = [leaf.id for leaf in edition(key).leaves if excluded(key, leaf.id) is None]
    asked = leaves_of(key, (clause for question in filed.fact.questions for clause in question.clauses))
    left = [clause for clause in applying if clause not in asked]
    if len(left) > len(applying) * (1 - _WHOLE):
        yield NotApplicable()
    elif left:
        yield Problem(
            filed.at_key("questions"),
            tr_n(
                "the checklist asks about all clauses but {count}: {clauses}",
                "the checklist asks about all clauses but {count}: {clauses}",
                len(left),
                clauses=list_of(left),
            ),
            tr("write a question about each of them, or exclude them in qms.yaml with a reason"),
        )
