"""The office that four auditors audit, and its clones: real git, and one process of it for many commits."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from qmsctl.authoring.files import Draft
from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.authoring.starter import ATTRIBUTES
from qmsctl.control.system import System, control
from qmsctl.model.naming import folder_name
from qmsctl.model.organisation import Folders
from qmsctl.model.qms import load
from qmsctl.model.reading import read_document
from qmsctl.repo.recorder import Identity
from qmsctl.repo.repository import Repository
from tests import LONG

__all__ = ["AUDIT", "BEGAN", "DAY", "QUESTIONS", "TEAM", "Clone", "git", "plan_audit", "system_at"]

AUDIT: Final = "AUD-2026-02"
DAY: Final = dt.date(2027, 3, 1)
"""The day on which everything is looked at."""
TEAM: Final[Mapping[str, Identity]] = {
    "A": Identity("Ann Example", "ann@example.org"),
    "B": Identity("Bob Example", "bob@example.org"),
    "C": Identity("Cyd Example", "cyd@example.org"),
    "D": Identity("Dan Example", "dan@example.org"),
}
"""By letter."""

BEGAN: Final = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
QUESTIONS: Final = 240 if LONG else 24

_QMS = """\
qms: 1
organisation: {name: Example Office}
language: en
time_zone: Europe/Warsaw
branch: main
editions: [iso9001:2015]
units: {OR: Organisational Department, FN: Finance}
roles: {mayor: Mayor, head-or: Head of OR, auditor: Auditor}
people:
  ann: {name: Ann Example, emails: [ann@example.org], roles: [{role: auditor}]}
  bob: {name: Bob Example, emails: [bob@example.org], roles: [{role: auditor}]}
  cyd: {name: Cyd Example, emails: [cyd@example.org], roles: [{role: auditor}]}
  dan: {name: Dan Example, emails: [dan@example.org], roles: [{role: auditor}]}
  max: {name: Max Other, emails: [max@example.org], roles: [{role: mayor}]}
findings: {deadlines: {minor: {answer: 5 working days}, major: {answer: 2 working days}}}
"""
_PROCEDURE = """\
id: PS-01
type: procedure
title: Control of documents
revision: "1.0"
owner: head-or
clauses: {iso9001:2015: [7.5.1, 7.5.2]}
sections:
  purpose: Everybody works from the revision that is in force.
"""
_CHECKLIST = """\
id: CL-02
type: checklist
title: Questions about documents
revision: "1.0"
owner: head-or
edition: iso9001:2015
questions:
"""
_PLAN = f"""\
id: {AUDIT}
type: audit
title: Documents of the office
revision: "1.0"
owner: head-or
kind: internal
client: mayor
objectives: Find out whether documents are controlled.
scope: {{text: The whole office, units: [OR, FN]}}
criteria: [{{edition: iso9001:2015, clauses: ["7.5"]}}]
team:
  - {{person: ann, role: lead_auditor, letter: A}}
  - {{person: bob, role: auditor, letter: B}}
  - {{person: cyd, role: auditor, letter: C}}
  - {{person: dan, role: auditor, letter: D}}
auditees: [{{role: head-or, unit: OR}}]
days: [2026-11-20]
methods: Interviews and a review of documents
checklists: [{{checklist: CL-02}}]
"""


def git(
    *arguments: str, at: Path, who: Identity = TEAM["A"], when: dt.datetime = BEGAN, sent: bytes = b""
) -> str:
    """Run git in the folder *at* as *who*, whose clock says *when*, and return what it prints."""
    env = dict(os.environ)
    for role in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{role}_NAME": who.name, f"GIT_{role}_EMAIL": who.email}
        env[f"GIT_{role}_DATE"] = f"{when.timestamp():.0f} +0100"
    done = subprocess.run(["git", *arguments], cwd=at, env=env, input=sent, capture_output=True, check=False)
    assert done.returncode == 0, f"{arguments}: {(done.stdout + done.stderr).decode()}"
    return done.stdout.decode().strip()


def system_at(repository: Repository, commit: str) -> System:
    """Return the system that *commit* holds, on the day on which everything is looked at."""
    qms, history = load(repository.at(commit)), repository.history(commit)
    return control(qms, history, DAY, repository.git.blobs)


def plan_audit(folder: Path) -> None:
    """Make the office in *folder*, with one procedure in force and the plan of an audit."""
    folder.mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main", "--template=", at=folder)
    questions = "".join(
        f'  - {{id: Q{n}, clauses: [7.5.{1 + n % 2}], text: "What about document {n}?"}}\n'
        for n in range(1, QUESTIONS + 1)
    )
    path = "procedures/ps-01.yaml"
    document = read_document(path, _PROCEDURE.encode())
    assert document is not None
    mayor, when = Identity("Max Other", "max@example.org"), BEGAN - dt.timedelta(days=9)
    clerk = Clerk(mayor, when, random.Random(0).choice, Folders())  # noqa: S311 - protects nothing
    decided = {"decider": {"person": "max"}, "decided": "2026-11-11", "effective": "2026-11-11"}
    approval = approval_record(clerk, document, "en", "approved", decided)
    files = {
        ".gitattributes": ATTRIBUTES.encode(),
        "qms.yaml": _QMS.encode(),
        path: _PROCEDURE.encode(),
        "checklists/cl-02.yaml": (_CHECKLIST + questions).encode(),
        f"audits/{folder_name(AUDIT)}/audit.yaml": _PLAN.encode(),
        approval.path: approval.content,
    }
    with Clone(folder) as clone:
        clone.commit(Draft(files, "Begin\n"), mayor, when)


class Clone:
    """A repository into which many commits are made by one process of git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        known = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", "HEAD"], cwd=folder, capture_output=True, check=False
        )
        self.head = self._origin = known.stdout.decode().strip() or None
        self._git = subprocess.Popen(
            ["git", "fast-import", "--quiet", "--done"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._git:
            self._git.communicate(b"done\n")
        assert self._git.returncode == 0

    def commit(self, draft: Draft, who: Identity, when: dt.datetime) -> str:
        """Commit *draft* as *who*, whose clock says *when*, and return the id of the commit."""
        by = f"{who.name} <{who.email}> {when.timestamp():.0f} +0100".encode()
        message = draft.message.encode()
        stream = [b"commit refs/heads/main\nmark :1\nauthor ", by, b"\ncommitter ", by]
        stream.append(b"\ndata %d\n%s\n" % (len(message), message))
        if self._origin is not None:  # what follows continues the branch
            stream.append(b"from %s\n" % self._origin.encode())
            self._origin = None
        for path, content in draft.files.items():
            stream.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content))
        stream.append(b"\nget-mark :1\n")
        assert self._git.stdin is not None
        assert self._git.stdout is not None
        self._git.stdin.write(b"".join(stream))
        self._git.stdin.flush()
        self.head = self._git.stdout.readline().decode().strip()
        return self.head
