"""The audits the office conducts: their evidence, findings and minutes, their reports and seals."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from qmsctl.authoring.records import (
    Clerk,
    RecordFile,
    attachment_file,
    evidence_record,
    finding_record,
    minutes_record,
)
from qmsctl.cache import NO_CACHE
from qmsctl.checks import RULES
from qmsctl.control.registers import PinnedRegister, sample_of
from qmsctl.control.sampling import Wanted, draw
from qmsctl.control.system import System, control
from qmsctl.control.touched import touched_since
from qmsctl.control.versions import Past
from qmsctl.demo.material import Material
from qmsctl.demo.story import Draw, Seen, Stepped
from qmsctl.documents.csv_table import read_table
from qmsctl.inspection import inspect
from qmsctl.inspection.bar import bar_of, said_in_file
from qmsctl.messages import tr
from qmsctl.model.plain import as_plain
from qmsctl.model.qms import load
from qmsctl.model.record import Sample
from qmsctl.render.report import render_report
from qmsctl.repo.arrival import arrivals
from qmsctl.repo.chronicle import Chronicle
from qmsctl.repo.repository import Repository, open_repository
from qmsctl.reports.audit_report import audit_before, audit_report
from qmsctl.reports.changes import Changes, changes
from qmsctl.reports.period import Moment, Period

__all__ = ["AuditRoom", "Pinned"]

_SOURCES: Final = ("complaint", "inspection", "management_review", "other")
"""Where a finding comes from that no audit raised: words say which."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A document as it came into force."""

    revision: str
    commit: str
    """The commit that brought the text."""
    blob: str


@dataclass(slots=True)
class AuditRoom:
    """Where the audit team writes its records."""

    folder: Path
    material: Material
    chronicle: Chronicle
    files: Mapping[str, bytes]
    """By path: the tree as it stands."""
    written: Mapping[str, str]
    """By path: the commit that brought the content that stands."""
    in_force: Mapping[str, Pinned]
    names: dict[tuple[str | None, str], str] = field(default_factory=dict)
    """By audit and question: the name of the record that answers it."""
    findings: dict[str, str] = field(default_factory=dict)
    """By the story's name for a finding: its identity."""
    raised: list[tuple[str | None, str]] = field(default_factory=list)
    """Audits, and the paths of the records that raise their findings."""

    def evidence(self, audit: str, question: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Record the answer to *question* of *audit*."""
        audited = self.material.audits[audit]
        seen, words = audited.evidence[question], audited.words.evidence[question]
        attached = [
            attachment_file(clerk, audit, name, self.material.file(name)) for name in words.attachments
        ]
        fields: dict[str, object] = {
            "question": {"checklist": seen.checklist or audited.checklist, "id": question},
            "criteria": _criteria(seen, audited.edition, self.material.language),
            "result": seen.result,
            "reason": words.reason,
            "method": seen.method,
            "seen": words.seen,
            "where": self._pinned_sources(words.where),
            "sample": as_plain(self._drawn(seen.draw) if seen.draw else seen.sample),
            "judged_against": [self._judged_against(document) for document in seen.judged_against],
            "attachments": [cited for _, cited in attached],
            "asked": words.asked,
            "unit": seen.unit,
            "auditor": seen.auditor,
            "occurred": seen.occurred,
            "note": words.note,
        }
        record = evidence_record(clerk, audit, fields)
        self.names[audit, question] = record.name
        return [*(file for file, _ in attached), record]

    def _drawn(self, wanted: Draw) -> Sample:
        """Return the rows that *wanted* draws from a register as the last commit that changed it holds it."""
        path = self.material.words.files[wanted.register].path
        raw = self.files[path]
        table = read_table(path, raw)
        register = PinnedRegister(path, self.written[path], hashlib.sha256(raw).hexdigest(), table)
        question = Wanted(size=wanted.size, seed=wanted.seed)
        return sample_of(register, question, draw(table, question))

    def _pinned_sources(self, where: str | None) -> str | None:
        """Return *where* with the commits of the registers that were sampled, in the places that name them."""
        for name, placed in self.material.words.files.items():
            if where and f"{{{name}}}" in where:
                where = where.replace(f"{{{name}}}", self.written[placed.path][:10])
        return where

    def _judged_against(self, id: str) -> Mapping[str, object]:
        pinned = self.in_force[id]
        return {
            "document": id,
            "language": self.material.language,
            "revision": pinned.revision,
            "commit": pinned.commit,
            "blob": pinned.blob,
        }

    def minutes(self, audit: str, kind: str, clerk: Clerk, **more: object) -> Iterable[RecordFile]:
        """Record the minutes of *audit* of the kind *kind*."""
        audited = self.material.audits[audit]
        held, words = audited.minutes[kind], audited.words.minutes[kind]
        fields: dict[str, object] = {
            "occurred": held.occurred,
            "present": list(words.present),
            "text": words.text,
            "reason": words.reason,
            "fulfilment": words.fulfilment,
            "recommendation": words.recommendation,
            "next_audits": words.next_audits,
            "not_covered": list(words.not_covered),
            "opinions": list(words.opinions),
            "obstacles": list(words.obstacles),
            "programme_issues": words.programme_issues,
            "use_of_marks": words.use_of_marks,
            "certified_scope": words.certified_scope,
            **more,
        }
        return [minutes_record(clerk, audit, held.kind, fields)]

    def step(self, key: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Record the step *key* of a finding."""
        stepped, words = self.material.steps[key], dict(self.material.step_words[key])
        finding, _, named = key.partition("/")
        kind = stepped.step or named
        cited = stepped.evidence_audit or stepped.audit
        raised: dict[str, object] = {}
        if kind == "raised":
            self.findings[finding] = clerk.token()
            source, edition = self._raised_by(stepped, words)
            raised = {"source": source, "criteria": _criteria(stepped, edition, self.material.language)}
        fields: dict[str, object] = {
            "number": words.pop("number", None),
            "source": raised.get("source"),
            "grade": stepped.grade,
            "title": words.pop("title", None),
            "criteria": raised.get("criteria"),
            "units": list(stepped.units),
            "processes": list(stepped.processes),
            **words,
            "accepted": stepped.accepted,
            "effective": stepped.effective,
            "evidence": [self.names[cited, question] for question in stepped.evidence],
            "owner": stepped.owner,
            "due": stepped.due,
            "by": stepped.by,
            "repeats": self.findings[stepped.repeats] if stepped.repeats else None,
            "occurred": stepped.occurred,
        }
        record = finding_record(clerk, self.findings[finding], kind, fields)
        if kind == "raised":
            self.raised.append((stepped.audit, record.path))
        return [record]

    def _raised_by(self, stepped: Stepped, words: dict[str, str]) -> tuple[Mapping[str, str], str]:
        """Return where a finding comes from, taken out of *words* if it is no audit, and the edition it names."""
        if stepped.audit:
            return {"audit": stepped.audit}, self.material.audits[stepped.audit].edition
        source: dict[str, str] = {kind: words.pop(kind) for kind in _SOURCES if kind in words}
        if stepped.edition is None:
            raise ValueError(stepped.key)
        return source, stepped.edition

    def report(self, audit: str, kind: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Issue the report of *audit* as the repository has it before this record."""
        audited = self.material.audits[audit]
        self.chronicle.write()
        commit, content = issued_report(
            self.folder, audit, audited.minutes[kind].occurred, self.material.language
        )
        file, cited = attachment_file(clerk, audit, f"{audited.words.report}.html", content)
        issued = {"file": cited["file"], "sha256": cited["sha256"], "commit": commit}
        return [file, *self.minutes(audit, kind, clerk, report=issued)]

    def seal(self, audit: str, kind: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Close *audit* over all that it made: plan, evidence, attachments, minutes, findings as raised."""
        folder = clerk.folders.of_audit(audit) + "/"
        found = [path for source, path in self.raised if source == audit]
        paths = sorted([*(path for path in self.files if path.startswith(folder)), *found])
        sealed = [{"file": path, "sha256": hashlib.sha256(self.files[path]).hexdigest()} for path in paths]
        return self.minutes(audit, kind, clerk, seal=sealed)


def issued_report(folder: Path, audit: str, day: dt.date, language: str) -> tuple[str, bytes]:
    """Return the commit the repository in *folder* stands on, and the report of *audit* made from it.

    Args:
        folder: the repository.
        audit: the id of the audit.
        day: the day the report is issued.
        language: its language.
    """
    repository = open_repository(folder)
    commit = repository.commit_named("HEAD")
    system = _known(repository, commit, day)
    bar = bar_of(RULES, said_in_file(system.organisation, system.qms.configuration, RULES))
    inspection = inspect(system, RULES, bar.rules, working_tree=False)
    report = audit_report(
        system, audit, inspection, issued_on=day, changes=_changes(repository, system, audit)
    )
    return commit, render_report(report, "html", language).encode()


def _known(repository: Repository, commit: str, day: dt.date) -> System:
    """Return the system of *commit* on *day*."""
    return control(load(repository.at(commit)), repository.history(commit), day, repository.git.blobs)


def _changes(repository: Repository, now: System, audit: str) -> Changes | None:
    """Return what changed since the audit before *audit* was closed."""
    before = audit_before(now.audit_named(audit), now)
    closing = before.last("audit_closed") if before else None
    if closing is None:
        return None
    recorded = now.history.recorded(closing.path, now.organisation.folders.audits)
    if recorded is None:
        return None
    then = _known(repository, recorded.id, closing.fact.occurred)
    past = Past(now.organisation, now.history, repository.git.each_blob, NO_CACHE.shelf("headings"))
    why = tr("the commit that recorded its closing")
    return changes(
        Period(
            Moment(closing.fact.occurred, recorded.id, why),
            Moment(now.day, now.history.head, why),
            then,
            now,
            then.organisation,
            touched_since(past, then.history.by_id.keys()),
            arrivals(now.history, repository.main_line(now.organisation.branch)),
        )
    )


def _criteria(judged: Seen | Stepped, edition: str, language: str) -> list[Mapping[str, object]]:
    """Return by what something was judged."""
    return [
        {"edition": edition, "clauses": list(judged.clauses)},
        *({"document": document} for document in judged.documents),
        *({"act": _cited(act, language)} for act in judged.acts),
    ]


def _cited(act: str, language: str) -> str:
    """Return *act* as it is cited in *language*: `KPA art. 237`, in Polish `art. 237 KPA`."""
    code, article, number = act.partition(" art. ")
    return f"{article.strip()} {number} {code}" if language == "pl" and article else act
