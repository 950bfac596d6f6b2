"""The audit the office conducts: its evidence, findings and minutes, its report and its seal."""

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
from qmsctl.checks import RULES
from qmsctl.control.system import control
from qmsctl.demo.story import Material, Seen, Stepped
from qmsctl.inspection import inspect, rule_settings
from qmsctl.model.qms import load
from qmsctl.model.record import Sample
from qmsctl.render.report import render_report
from qmsctl.repo.repository import open_repository
from qmsctl.reports.audit_report import audit_report

__all__ = ["AuditRoom", "Pinned"]

EDITION: Final = "iso9001:2015"
CHECKLIST: Final = "CL-ISO9001-2015"


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
    files: Mapping[str, bytes]
    """By path: the tree as it stands."""
    written: Mapping[str, str]
    """By path: the commit that brought the content that stands."""
    in_force: Mapping[str, Pinned]
    names: dict[str, str] = field(default_factory=dict)
    """By question: the name of the record that answers it."""
    findings: dict[str, str] = field(default_factory=dict)
    """By the story's name for a finding: its identity."""
    raised: list[str] = field(default_factory=list)
    """The paths of the records that raise findings."""

    @property
    def audit(self) -> str:
        """The id of the audit."""
        return self.material.story.audit

    def evidence(self, question: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Record the answer to *question*."""
        seen, words = self.material.evidence[question], self.material.words.evidence[question]
        attached = [
            attachment_file(clerk, self.audit, name, self.material.file(name)) for name in words.attachments
        ]
        fields: dict[str, object] = {
            "question": {"checklist": CHECKLIST, "id": question},
            "criteria": _criteria(seen),
            "result": seen.result,
            "reason": words.reason,
            "method": seen.method,
            "seen": words.seen,
            "where": self._pinned_sources(words.where),
            "sample": _sample(seen.sample),
            "judged_against": [self._judged_against(document) for document in seen.judged_against],
            "attachments": [cited for _, cited in attached],
            "asked": words.asked,
            "unit": seen.unit,
            "occurred": seen.occurred,
            "note": words.note,
        }
        record = evidence_record(clerk, self.audit, fields)
        self.names[question] = record.name
        return [*(file for file, _ in attached), record]

    def _pinned_sources(self, where: str | None) -> str | None:
        """Return *where* with the commit of the register that was sampled."""
        register = self.written.get(self.material.words.files["register"].path, "")
        return where.replace("{register}", register[:10]) if where else None

    def _judged_against(self, id: str) -> Mapping[str, object]:
        pinned = self.in_force[id]
        return {
            "document": id,
            "language": self.material.language,
            "revision": pinned.revision,
            "commit": pinned.commit,
            "blob": pinned.blob,
        }

    def minutes(self, kind: str, clerk: Clerk, **more: object) -> Iterable[RecordFile]:
        """Record the minutes of *kind*."""
        held, words = self.material.minutes[kind], self.material.words.minutes[kind]
        fields: dict[str, object] = {
            "occurred": held.occurred,
            "present": list(words.present),
            "text": words.text,
            "reason": words.reason,
            "recommendation": words.recommendation,
            **more,
        }
        return [minutes_record(clerk, self.audit, held.kind, fields)]

    def step(self, key: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Record the step *key* of a finding."""
        stepped, words = self.material.steps[key], self.material.words.steps[key]
        finding, _, named = key.partition("/")
        kind = stepped.step or named
        if kind == "raised":
            self.findings[finding] = clerk.token()
        fields: dict[str, object] = {
            "number": words.get("number"),
            "source": {"audit": self.audit} if kind == "raised" else None,
            "grade": stepped.grade,
            "title": words.get("title"),
            "criteria": _criteria(stepped) if kind == "raised" else None,
            "units": list(stepped.units),
            "processes": list(stepped.processes),
            **{name: text for name, text in words.items() if name not in ("number", "title")},
            "evidence": [self.names[question] for question in stepped.evidence],
            "owner": stepped.owner,
            "due": stepped.due,
            "by": stepped.by,
            "occurred": stepped.occurred,
        }
        record = finding_record(clerk, self.findings[finding], kind, fields)
        if kind == "raised":
            self.raised.append(record.path)
        return [record]

    def report(self, kind: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Issue the report as the repository has it before this record."""
        commit, content = issued_report(
            self.folder, self.audit, self.material.minutes[kind].occurred, self.material.language
        )
        name = f"{self.material.words.report}.html"
        file, cited = attachment_file(clerk, self.audit, name, content)
        issued = {"file": cited["file"], "sha256": cited["sha256"], "commit": commit}
        return [file, *self.minutes(kind, clerk, report=issued)]

    def seal(self, kind: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Close the audit over all that it made: plan, evidence, attachments, minutes, findings as raised."""
        folder = clerk.folders.of_audit(self.audit) + "/"
        paths = [*(path for path in self.files if path.startswith(folder)), *self.raised]
        sealed = [
            {"file": path, "sha256": hashlib.sha256(self.files[path]).hexdigest()} for path in sorted(paths)
        ]
        return self.minutes(kind, clerk, seal=sealed)


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
    system = control(load(repository.at(commit)), repository.history(commit), day, repository.git.blobs)
    inspection = inspect(system, RULES, rule_settings(system, RULES), working_tree=False)
    report = audit_report(system, audit, inspection, issued_on=day)
    return commit, render_report(report, "html", language).encode()


def _criteria(judged: Seen | Stepped) -> list[Mapping[str, object]]:
    """Return by what something was judged."""
    return [
        {"edition": EDITION, "clauses": list(judged.clauses)},
        *({"document": document} for document in judged.documents),
        *({"act": act} for act in judged.acts),
    ]


def _sample(sample: Sample | None) -> Mapping[str, object] | None:
    """Return what was drawn from what."""
    if sample is None:
        return None
    return {
        "population": sample.population,
        "size": sample.size,
        "method": sample.method,
        "seed": sample.seed,
        "items": list(sample.items),
    }
