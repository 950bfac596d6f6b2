"""EVD004: a file that evidence names is not the one that was recorded."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Attachment, Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, Unwaivable, evidence, rule
from qmsctl.settings import Severity


@rule(
    "EVD004",
    over=evidence,
    severity=Severity.ERROR,
    clauses=("7.5.3.1", "7.5.3.2"),
    unwaivable=Unwaivable.INTEGRITY,
)
def altered_attachment(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Every file that evidence names is the one that was recorded."""
    folder = f"{system.organisation.folders.of_audit(record.fact.audit)}/attachments"
    there = [
        (index, attachment, system.qms.attachments[path])
        for index, attachment in enumerate(record.fact.attachments)
        if (path := f"{folder}/{attachment.file}") in system.qms.attachments
    ]
    if not there:
        yield NotApplicable()
    for index, attachment, digest in there:
        yield from _compared(record, index, attachment, digest)


def _compared(record: Filed[Evidence], index: int, attachment: Attachment, digest: str) -> Iterator[Answer]:
    """Yield what is wrong with one attachment whose bytes have the SHA-256 *digest*."""
    if not digest:
        yield CannotEstablish(
            record.at("attachments", index, "file"),
            tr(
                "the attachment {file} cannot be read, so nobody can tell whether it changed",
                file=attachment.file,
            ),
            tr("give yourself the right to read the attachment"),
        )
    elif digest != attachment.sha256:
        yield Problem(
            record.at("attachments", index, "sha256"),
            tr(
                "the attachment {file} is not the file that {record} describes: its digest is {digest}",
                file=attachment.file,
                record=record_name(record),
                digest=digest,
            ),
            tr("put the original file back; if it was wrong from the start, record a correction"),
        )
    elif attachment.file.partition("/")[0] != digest:
        yield Problem(
            record.at("attachments", index, "file"),
            tr(
                "the attachment {file} does not lie in the folder that bears its digest, {digest}",
                file=attachment.file,
                digest=digest,
            ),
            tr("add the file again under its digest, then record a correction that names it there"),
        )
