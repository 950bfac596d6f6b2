"""A system to which records were added, and nothing else: known at once, without reading anything anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from qmsctl.cache import NO_CACHE
from qmsctl.control.audits import control_audits
from qmsctl.control.findings import control_findings
from qmsctl.control.system import System
from qmsctl.model.qms import Qms
from qmsctl.model.reading import read_file
from qmsctl.model.record import Evidence, FindingStep, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.repo.commit import Change, Commit
from qmsctl.repo.git import blob_name
from qmsctl.repo.history import History

__all__ = ["appended"]


def appended(system: System, files: Mapping[str, bytes], commit: Commit | None) -> System:
    """Return *system* with the evidence, minutes and findings that *files* hold.

    The coverage of clauses stays what it was.

    Args:
        system: as it was before.
        files: records and attachments, by path.
        commit: the commit that holds them, or `None` if none does yet.
    """
    qms = _with_files(system.qms, files)
    history = system.history if commit is None else _with_commit(system.history, files, commit)
    findings, steps = control_findings(qms, history, system.day)
    audits, evidence, minutes = control_audits(qms, history, system.day, system.documents, findings)
    sorted_records = (evidence, minutes, steps)
    return replace(
        system,
        qms=qms,
        history=history,
        audits=audits,
        findings=findings,
        contested=(
            *(record for record in system.contested if not _is_counted(record.fact)),
            *(Filed(r.fact, r.source) for counted in sorted_records for r in counted.contested),
        ),
        unrecorded=(
            *(record for record in system.unrecorded if not _is_counted(record.fact)),
            *(Filed(r.fact, r.source) for counted in sorted_records for r in counted.unrecorded),
        ),
    )


def _is_counted(fact: Record) -> bool:
    return isinstance(fact, Evidence | Minutes | FindingStep)


def _with_files(qms: Qms, files: Mapping[str, bytes]) -> Qms:
    records: list[Filed[Record]] = []
    attachments = dict(qms.attachments)
    for path, content in files.items():
        if "/attachments/" in path:
            attachments[path] = hashlib.sha256(content).hexdigest()
            continue
        filed = read_file(path, content, NO_CACHE.shelf("")).filed
        if filed is not None and isinstance(filed.fact, Record):
            records.append(Filed(filed.fact, filed.source))
    return replace(
        qms,
        evidence=(
            *qms.evidence,
            *(Filed(r.fact, r.source) for r in records if isinstance(r.fact, Evidence)),
        ),
        minutes=(*qms.minutes, *(Filed(r.fact, r.source) for r in records if isinstance(r.fact, Minutes))),
        finding_steps=(
            *qms.finding_steps,
            *(Filed(r.fact, r.source) for r in records if isinstance(r.fact, FindingStep)),
        ),
        attachments=attachments,
        paths=qms.paths | {record.path for record in records},
    )


def _with_commit(history: History, files: Mapping[str, bytes], commit: Commit) -> History:
    names = {path: blob_name(content, len(commit.id)) for path, content in files.items()}
    changes = tuple(Change(path, None, name) for path, name in names.items() if path not in history.files)
    whole = replace(commit, changes=changes)
    touches = dict(history.touches)
    for change in changes:
        touches[change.path] = (*touches.get(change.path, ()), (whole, change))
    return replace(
        history, commits=(*history.commits, whole), files={**history.files, **names}, touches=touches
    )
