"""Closing an audit: refused while something stands in its way, otherwise a seal over everything it made."""

from __future__ import annotations

import datetime as dt
import hashlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from qmsctl.authoring.evidence import open_audit
from qmsctl.authoring.files import Draft
from qmsctl.authoring.records import Clerk, minutes_record
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.closing import obstacles
from qmsctl.control.system import System
from qmsctl.documents.source import Source
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.record import FindingStep
from qmsctl.repo.git import blob_name

__all__ = ["NewClosing", "closable_audit", "draft_closing", "sealed_files"]


@dataclass(frozen=True, slots=True)
class NewClosing:
    """That somebody wants to close an audit."""

    audit: str
    occurred: dt.date
    text: str | None = None
    """Anything there is to say about it."""
    incomplete: str | None = None
    """Why it is closed although its closing meeting is not recorded, or its report not issued."""


def closable_audit(system: System, id: str) -> ControlledAudit:
    """Return the audit *id*, which is open, or closed with records that its seal does not hold.

    Raises:
        RefusedError: there is none, or it is closed and all of it is sealed.
    """
    audit = system.audit_named(id)
    return audit if audit.late else open_audit(system, id)


def draft_closing(system: System, new: NewClosing, clerk: Clerk) -> Draft:
    """Return the record that closes an audit and seals everything it made.

    Args:
        system: the system on the day of recording.
        new: the closing.
        clerk: who records, and when.

    Raises:
        RefusedError: there is no such audit, it is closed, something stands in its way, the day is wrong, or it is
            not complete and nobody says why it is closed.
    """
    id, occurred = new.audit, new.occurred
    audit = closable_audit(system, id)
    if obstacles(audit, system):
        raise RefusedError(
            tr("something stands in the way of closing {audit}", audit=id),
            tr("qmsctl audit status {audit} shows what", audit=shlex.quote(id)),
        )
    incomplete = new.incomplete if audit.unfinished else None
    if audit.unfinished and not incomplete:
        raise RefusedError(
            tr("{audit} is not complete, so it was not closed", audit=id),
            tr(
                "record what is missing, or say why it is closed all the same: qmsctl audit close {audit} --incomplete …",
                audit=shlex.quote(id),
            ),
        )
    last = max((minutes.fact.occurred for minutes in audit.minutes), default=occurred)
    last = max((last, *(record.fact.occurred for record in audit.evidence)))
    if occurred < last or occurred > clerk.when.date() + dt.timedelta(days=1):
        raise RefusedError(
            tr("{audit} cannot have been closed on {day}", audit=id, day=occurred),
            tr("give a day from {last} on that has come, with --occurred", last=last),
        )
    sealed = sealed_files(audit, system)
    fields: dict[str, object] = {
        "occurred": occurred.isoformat(),
        "text": new.text,
        "reason": incomplete,
        "seal": [{"file": path, "sha256": digest} for path, digest in sealed],
    }
    record = minutes_record(clerk, audit.id, "audit_closed", fields)
    subject = tr("Close {audit}", audit=audit.id)
    said = [line for line in (new.text, incomplete) if line]
    return Draft({record.path: record.content}, "\n\n".join([str(subject), *said]) + "\n")


def sealed_files(audit: ControlledAudit, system: System) -> Sequence[tuple[str, str]]:
    """Return what closing *audit* seals, by path: plan, evidence, attachments, minutes and findings as raised."""
    records = (
        record
        for record in system.audit_records.made_by.get(audit.id, ())
        if not isinstance(record.fact, FindingStep) or record.fact.step == "raised"
    )
    digests = {record.path: _digest(record.source, system) for record in records}
    digests[audit.plan.path] = _digest(audit.plan.source, system)
    folder = f"{system.organisation.folders.of_audit(audit.id)}/attachments/"
    digests |= {path: digest for path, digest in system.qms.attachments.items() if path.startswith(folder)}
    return sorted(digests.items())


def _digest(source: Source, system: System) -> str:
    """Return the SHA-256 of what the history holds, whatever a checkout did to its line ends."""
    name = system.history.files.get(source.path, "")
    raw = source.raw
    if name and blob_name(raw, len(name)) != name:
        raw = raw.replace(b"\r\n", b"\n")
    return hashlib.sha256(raw).hexdigest()
