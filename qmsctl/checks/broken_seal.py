"""AUD005: what closing an audit sealed is gone or has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.documents.source import Source
from qmsctl.messages import tr
from qmsctl.model.record import Sealed
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, Unwaivable, audits, rule
from qmsctl.settings import Severity


@rule(
    "AUD005",
    over=audits,
    severity=Severity.ERROR,
    clauses=("9.2.2", "7.5.3.2"),
    unwaivable=Unwaivable.INTEGRITY,
)
def broken_seal(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """What closing an audit sealed is still there, unchanged."""
    sealed = list(_sealed(audit))
    if audit.status is not AuditStatus.CLOSED or not sealed:
        yield NotApplicable()
        return
    sources = {filed.path: filed.source for filed in (*system.qms.documents, *system.qms.records)}
    for place, entry in sealed:
        yield from _compared(place, entry, audit, system, sources)


def _sealed(audit: ControlledAudit) -> Iterator[tuple[Place, Sealed]]:
    for minutes in audit.minutes:
        if minutes.fact.kind == "audit_closed":
            yield from ((minutes.at("seal", i), entry) for i, entry in enumerate(minutes.fact.seal))


def _digest(raw: bytes, entry: Sealed) -> str:
    """Return the digest of *raw*; as sealed, if a checkout has changed no more than its line ends."""
    before = hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()
    return before if before == entry.sha256 else hashlib.sha256(raw).hexdigest()


def _compared(
    place: Place, entry: Sealed, audit: ControlledAudit, system: System, sources: Mapping[str, Source]
) -> Iterator[Answer]:
    """Yield what is wrong with one sealed file."""
    source = sources.get(entry.file)
    now = _digest(source.raw, entry) if source else system.qms.attachments.get(entry.file)
    if now == "" or (now is None and entry.file in system.qms.paths):
        yield CannotEstablish(
            place,
            tr("{file} is sealed and cannot be read, so nobody can tell whether it changed", file=entry.file),
            tr("make the file readable as it was when the audit was closed"),
        )
    elif now is None:
        yield Problem(
            place,
            tr("{file} is gone, although closing {audit} sealed it", file=entry.file, audit=audit.id),
            tr("restore the file from the history as it was when the audit was closed"),
        )
    elif now != entry.sha256:
        yield Problem(
            place,
            tr("{file} has changed since closing {audit} sealed it", file=entry.file, audit=audit.id),
            tr("restore the file from the history, and record what should change as a correction"),
        )
