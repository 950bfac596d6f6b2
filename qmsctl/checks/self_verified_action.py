"""FND007: whoever answers for a finding or its action judged the response or the effectiveness."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.follow_up import is_owner
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND007", over=nonconformities, severity=Severity.ERROR, clauses=("10.2.1", "9.2.2"))
def self_verified_action(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Nobody judges their own response or the effectiveness of their own action."""
    if finding.last("verified") is None and finding.last("reviewed") is None:
        yield NotApplicable()
    owner = finding.raised.fact.owner
    for step in finding.steps:
        if step.fact.step == "action":
            owner = step.fact.owner or owner
        elif step.fact.step == "verified":
            yield from _compared(finding, step, owner, system)
        elif step.fact.step == "reviewed":
            yield from _reviewed(finding, step, owner, system)


def _compared(
    finding: ControlledFinding, step: Filed[FindingStep], owner: str | None, system: System
) -> Iterator[Answer]:
    """Yield what is wrong with one verification of an action of *owner*."""
    by = step.fact.by
    if not by or not owner:
        yield CannotEstablish(
            step.at("by"),
            tr("{finding} does not say who verified the action and who owned it", finding=finding.number),
            tr("record a correction that names the verifier or the owner of the action"),
        )
    elif is_owner(by, owner, step.fact.occurred, system.organisation):
        yield Problem(
            step.at("by"),
            tr(
                "the action of {finding} was verified on {verified} by its owner, {owner}",
                finding=finding.number,
                verified=step.fact.occurred,
                owner=system.organisation.title(by),
            ),
            tr("let somebody else verify the effectiveness, and record that"),
        )


def _reviewed(
    finding: ControlledFinding, step: Filed[FindingStep], owner: str | None, system: System
) -> Iterator[Answer]:
    """Yield what is wrong with who accepted or rejected a response of *owner*."""
    by = step.fact.by
    if not by or not owner:
        yield CannotEstablish(
            step.at("by"),
            tr(
                "{finding} does not say who reviewed the response and who answered for it",
                finding=finding.number,
            ),
            tr("record a correction that names the reviewer or who answers for the finding"),
        )
    elif is_owner(by, owner, step.fact.occurred, system.organisation):
        yield Problem(
            step.at("by"),
            tr(
                "the response to {finding} was reviewed on {reviewed} by {owner}, who answers for it",
                finding=finding.number,
                reviewed=step.fact.occurred,
                owner=system.organisation.title(by),
            ),
            tr("let somebody else review the response, and record that"),
        )
