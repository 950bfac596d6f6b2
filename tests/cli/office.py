"""A small office with a history: one procedure in force, a draft, two audits, one of them closed."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import shutil
from collections.abc import Mapping
from pathlib import Path

from qmsctl.authoring.records import Clerk, RecordFile, approval_record, evidence_record, minutes_record
from qmsctl.model.naming import folder_name
from qmsctl.model.organisation import Folders
from qmsctl.model.reading import read_document
from qmsctl.repo.recorder import Identity
from tests.cli.program import git

__all__ = ["AUDIT", "CLOSED", "build", "commit", "copy", "hold_now"]

AUDIT = "AUD-2026-01"
CLOSED = "AUD-2025-01"

_QMS = """\
qms: 1
organisation: {name: Example Office}
language: en
time_zone: Europe/Warsaw
branch: main
editions: [iso9001:2015]
exclusions:
  iso9001:2015: {4: Elsewhere, 5: Elsewhere, 6: Elsewhere, 7.1: Elsewhere, 7.2: Elsewhere, 7.3: Elsewhere, 7.4: Elsewhere,
                 7.5.3: Elsewhere, 8: Elsewhere, 9.1: Elsewhere, 9.2.2: Elsewhere, 9.3: Elsewhere, 10: Elsewhere}
units: {OR: Organisational Department}
roles: {mayor: Mayor, quality-officer: Quality officer, auditor: Auditor}
people:
  ann: {name: Ann Example, emails: [ann@example.org], unit: OR, roles: [{role: quality-officer}]}
  bob: {name: Bob Example, emails: [bob@example.org], roles: [{role: mayor}]}
  eve: {name: Eve Example, emails: [eve@example.org], roles: [{role: auditor}]}
types:
  procedure: {id: PS-##, sections: [purpose]}
"""

_PROCEDURE = """\
id: PS-01
type: procedure
title: Control of documents
revision: "1.0"
owner: quality-officer
clauses: {iso9001:2015: [7.5.1, 7.5.2]}
sections:
  purpose: Everybody works from the revision that is in force.
"""

_DRAFT = """\
---
id: PS-02
type: procedure
title: Internal audits
revision: "0.1"
owner: quality-officer
clauses: {iso9001:2015: [9.2.1]}
---

## Purpose

Audits find out whether the system does what it says.
"""

_CHECKLIST = """\
id: CL-01
type: checklist
title: Questions about documents
revision: "1.0"
owner: quality-officer
edition: iso9001:2015
questions:
  - {id: Q1, clauses: [7.5.1], text: "Which documents does the office need?", look_for: A list of documents}
  - {id: Q2, clauses: [7.5.2], text: "Who approves a document?"}
  - {id: Q3, clauses: [9.2.1], text: "When was the last audit?"}
"""

_AUDIT = """\
id: {id}
type: audit
title: Documents of the office
revision: "1.0"
owner: quality-officer
kind: internal
client: mayor
objectives: Find out whether documents are controlled.
scope: {{text: The whole office, units: [OR]}}
criteria: [{{edition: iso9001:2015, clauses: ["7.5", 9.2.1]}}]
team: [{{person: eve, role: lead_auditor, letter: E}}]
auditees: [{{role: quality-officer, unit: OR}}]
days: [{day}]
methods: Interviews and a review of documents
checklists: [{{checklist: CL-01, questions: [{questions}]}}]
"""


def build(folder: Path) -> None:
    """Make the office in *folder*: four commits, a tag, and always the same ids."""
    folder.mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main", "--template=", at=folder)
    _write(
        folder, {"qms.yaml": _QMS, "procedures/ps-01.yaml": _PROCEDURE, "checklists/cl-01.yaml": _CHECKLIST}
    )
    commit(folder, "Begin", "2026-01-05")
    git("tag", "v1", at=folder)
    _put(folder, *_approvals(folder))
    commit(folder, "Approve PS-01", "2026-02-01", who="Bob Example <bob@example.org>")
    plans = {
        f"audits/{folder_name(audit)}/audit.yaml": _AUDIT.format(id=audit, day=day, questions=questions)
        for audit, day, questions in ((CLOSED, "2025-11-20", "Q1"), (AUDIT, "2026-11-20", "Q1, Q2, Q3"))
    }
    _write(folder, {**plans, "procedures/ps-02.md": _DRAFT})
    commit(folder, "Plan the audits", "2026-03-01", who="Eve Example <eve@example.org>")
    _put(folder, *_closed())
    commit(folder, "Close the audit of 2025", "2026-03-02", who="Eve Example <eve@example.org>")


def hold_now(folder: Path) -> None:
    """Let the open audit take place today: what the program records now is of a day of its plan."""
    plan = next(folder.glob(f"audits/{folder_name(AUDIT)}/audit.yaml"))
    today = dt.datetime.now(dt.UTC).date()
    days = f"days: [2026-11-20, {today}, {today + dt.timedelta(days=1)}]"
    text = plan.read_text(encoding="utf-8").replace("days: [2026-11-20]", days)
    plan.write_text(text, encoding="utf-8")
    commit(folder, "Hold the audit now", "2026-03-03", who="Eve Example <eve@example.org>")


def copy(office: Path, to: Path) -> Path:
    """Copy the *office*, so that a test may spoil it."""
    return Path(shutil.copytree(office, to, symlinks=True))


def commit(folder: Path, message: str, day: str, who: str = "Ann Example <ann@example.org>") -> str:
    """Commit everything that lies in *folder*, and return the id of the commit."""
    name, _, email = who.rstrip(">").partition(" <")
    moment = f"{day}T12:00:00+00:00"
    git("add", "--all", at=folder)
    env = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", name), ("EMAIL", email), ("DATE", moment))
    }
    git("commit", "--quiet", "--no-gpg-sign", f"--message={message}", at=folder, env=env)
    return git("rev-parse", "HEAD", at=folder).strip()


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def _put(folder: Path, *records: RecordFile) -> None:
    _write(folder, {record.path: record.content.decode() for record in records})


def _clerk(name: str, email: str, day: str) -> Clerk:
    """Return a clerk whose records are named the same every time."""
    letters = itertools.cycle("abcdefgh")
    when = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return Clerk(Identity(name, email), when, lambda _: next(letters), Folders())


def _approvals(folder: Path) -> list[RecordFile]:
    path = "procedures/ps-01.yaml"
    document = read_document(path, (folder / path).read_bytes())
    assert document is not None
    clerk = _clerk("Bob Example", "bob@example.org", "2026-02-01")
    fields = {"decider": {"person": "bob"}, "decided": "2026-02-01", "effective": "2026-02-01"}
    return [approval_record(clerk, document, "en", "approved", fields)]


def _closed() -> list[RecordFile]:
    clerk = _clerk("Eve Example", "eve@example.org", "2026-03-02")
    seen = {
        "question": {"checklist": "CL-01", "id": "Q1"},
        "criteria": [{"edition": "iso9001:2015", "clauses": ["7.5.1"]}],
        "result": "conforms",
        "seen": "The list of documents names one procedure.",
        "where": "procedures/",
        "occurred": "2025-11-20",
    }
    answer = evidence_record(clerk, CLOSED, seen)
    seal = [{"file": answer.path, "sha256": hashlib.sha256(answer.content).hexdigest()}]
    closed = {"occurred": "2025-11-21", "seal": seal}
    return [answer, minutes_record(clerk, CLOSED, "audit_closed", closed)]
