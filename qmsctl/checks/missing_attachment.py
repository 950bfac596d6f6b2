"""EVD003: a file that evidence names is not there."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, evidence, rule
from qmsctl.settings import Severity


@rule(
    "EVD003",
    over=evidence,
    severity=Severity.ERROR,
    clauses=("7.5.3.1", "9.2.2"),
    unwaivable=Unwaivable.INTEGRITY,
)
def missing_attachment(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Every file that evidence names is there."""
    if not record.fact.attachments:
        yield NotApplicable()
    folder = f"{system.organisation.folders.of_audit(record.fact.audit)}/attachments"
    for index, attachment in enumerate(record.fact.attachments):
        if f"{folder}/{attachment.file}" not in system.qms.attachments:
            yield Problem(
                record.at("attachments", index, "file"),
                tr(
                    "the attachment {file} of {record} is not in {folder}",
                    file=attachment.file,
                    record=record_name(record),
                    folder=folder,
                ),
                tr("put the file back where the record says it is, unchanged"),
            )
