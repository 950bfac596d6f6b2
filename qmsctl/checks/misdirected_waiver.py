"""WAI005: a waiver names a rule or a document that does not exist, or a rule that cannot be waived."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver, WaiverState
from qmsctl.messages import tr
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, rule, waivers
from qmsctl.settings import Severity


@rule("WAI005", over=waivers, severity=Severity.ERROR, clauses=("7.5.3.2",), unwaivable=Unwaivable.WAIVER)
def misdirected_waiver(applied: AppliedWaiver, system: System) -> Iterator[Answer]:
    """A waiver names a rule that can be waived, and a document that is there."""
    waiver = applied.waiver
    fact = waiver.record.fact
    if waiver.state in (WaiverState.EXPIRED, WaiverState.ENDED):
        yield NotApplicable()
        return
    if applied.rule is None:
        yield Problem(
            waiver.record.at("rule"),
            tr("a waiver names the rule {rule}, and no rule is called so", rule=fact.rule),
            tr("did you mean {near}?", near=applied.near)
            if applied.near
            else tr("qmsctl rules lists them all"),
        )
    elif applied.unwaivable is not None:
        yield Problem(
            waiver.record.at("rule"),
            tr("{rule} cannot be waived: {reason}", rule=fact.rule, reason=applied.unwaivable),
            tr("mend the problem itself; the waiver counts for nothing"),
        )
    if not waiver.subject.paths:
        near = closest(fact.document, list(system.documents_by_id))
        yield Problem(
            waiver.record.at("document"),
            tr("a waiver is for {document}, and nothing is called so", document=fact.document),
            tr("did you mean {near}?", near=near)
            if near
            else tr("name a document by its id, a record by its name, or qms.yaml"),
        )
