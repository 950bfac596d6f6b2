"""FND023: a file that proves a step of a finding is gone, or is another one."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, Unwaivable, findings, rule
from qmsctl.settings import Severity


@rule(
    "FND023",
    over=findings,
    severity=Severity.ERROR,
    clauses=("7.5.3.1", "10.2.2"),
    unwaivable=Unwaivable.INTEGRITY,
)
def lost_proof(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Every file that a step of a finding names is there, unchanged."""
    if not any(step.fact.attachments for step in finding.steps):
        yield NotApplicable()
    folder = f"{system.organisation.folders.of_finding(finding.id)}/attachments"
    for step in finding.steps:
        for index, attachment in enumerate(step.fact.attachments):
            digest = system.qms.attachments.get(f"{folder}/{attachment.file}")
            place = step.at("attachments", index, "file")
            if digest is None:
                yield Problem(
                    place,
                    tr(
                        "the proof {file} of {finding} is not in {folder}",
                        file=attachment.file,
                        finding=finding.number,
                        folder=folder,
                    ),
                    tr("put the file back where the record says it is, unchanged"),
                )
            elif not digest:
                yield CannotEstablish(
                    place,
                    tr(
                        "the attachment {file} cannot be read, so nobody can tell whether it changed",
                        file=attachment.file,
                    ),
                    tr("give yourself the right to read the attachment"),
                )
            elif digest != attachment.sha256:
                yield Problem(
                    place,
                    tr(
                        "the proof {file} of {finding} is not the file that was recorded",
                        file=attachment.file,
                        finding=finding.number,
                    ),
                    tr("put the original file back; if it was wrong from the start, record a correction"),
                )
