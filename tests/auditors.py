"""Four auditors and the office they audit: what each of them records apart, as the commits of a clone."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self, get_args

from qmsctl.authoring.answer_file import Row
from qmsctl.authoring.answers import Sitting, draft_answers
from qmsctl.authoring.evidence import NewEvidence, asked_in, draft_evidence
from qmsctl.authoring.files import Draft
from qmsctl.authoring.finding import NewFinding, new_finding
from qmsctl.authoring.finding_step import NewStep, draft_steps
from qmsctl.authoring.minutes import NewMinutes, draft_minutes
from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.authoring.starter import ATTRIBUTES
from qmsctl.control.appended import appended
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.closing import rivals_of
from qmsctl.control.records import record_name
from qmsctl.control.system import System, control
from qmsctl.errors import RefusedError
from qmsctl.model.naming import folder_name
from qmsctl.model.organisation import Folders
from qmsctl.model.qms import load
from qmsctl.model.reading import read_document
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.model.values import FindingStepKind
from qmsctl.repo.commit import Commit
from qmsctl.repo.recorder import Identity
from qmsctl.repo.repository import Repository, open_repository
from tests import LONG

__all__ = [
    "AUDIT",
    "DAY",
    "KINDS",
    "QUESTIONS",
    "TEAM",
    "Act",
    "Auditor",
    "Clone",
    "begin",
    "git",
    "system_at",
]

Act = tuple[str, int]
"""What an auditor does, one of `KINDS`, and a number that everything about it follows from."""
KINDS: Final = ("answer", "sheet", "seen", "correct", "finding", "complaint", "step", "minutes")

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

_BEGAN: Final = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
_RESULTS: Final = ("conforms", "does_not_conform", "not_applicable", "not_audited", "conforms")
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
    *arguments: str, at: Path, who: Identity = TEAM["A"], when: dt.datetime = _BEGAN, sent: bytes = b""
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


def begin(folder: Path) -> None:
    """Make the office in *folder*: its plan is recorded, and so are some answers, a finding and a meeting."""
    folder.mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main", "--template=", at=folder)
    questions = "".join(
        f'  - {{id: Q{n}, clauses: [7.5.{1 + n % 2}], text: "What about document {n}?"}}\n'
        for n in range(1, QUESTIONS + 1)
    )
    path = "procedures/ps-01.yaml"
    document = read_document(path, _PROCEDURE.encode())
    assert document is not None
    mayor, when = Identity("Max Other", "max@example.org"), _BEGAN - dt.timedelta(days=9)
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
    repository = open_repository(folder)
    with Clone(folder) as clone:
        lead = Auditor("A", 0, system_at(repository, clone.head or ""), clone, when=_BEGAN - dt.timedelta(1))
        for act in (
            ("answer", 1),
            ("answer", 2),
            ("seen", 1),
            ("finding", 1),
            ("finding", 2),
            ("minutes", 0),
        ):
            lead.does(act)
    git("reset", "--quiet", "--hard", at=folder)


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


class Auditor:
    """Somebody of the team at work on a clone: each act is recorded and committed before the next."""

    def __init__(
        self, letter: str, seed: int, system: System, clone: Clone, *, when: dt.datetime = _BEGAN
    ) -> None:
        self.who = TEAM[letter]
        self.system = system
        self.files: dict[str, bytes] = {}
        """Everything recorded here."""
        self._clone, self._when = clone, when
        self._random = random.Random(f"{letter}{seed}")  # noqa: S311 - protects nothing
        self._papers = tuple(_papers(clone.folder.parent / f"papers of {letter}"))

    def does(self, act: Act) -> None:
        """Do *act*, or what comes next where nobody may do that any more."""
        kind, number = act
        self._when += dt.timedelta(
            seconds=number % 3
        )  # somebody quick, or a sheet, records twice in a second
        clerk = Clerk(self.who, self._when, self._random.choice, self.system.organisation.folders)
        draft = getattr(self, f"_{kind}")(number, clerk)
        made = self._clone.commit(draft, self.who, self._when)
        told = Commit(made, (), self.who.name, self.who.email, self._when, "", "", self._when, "")
        self.system = appended(self.system, draft.files, told)
        self.files |= draft.files

    @property
    def _audit(self) -> ControlledAudit:
        return self.system.audit_named(AUDIT)

    def _answer(self, number: int, clerk: Clerk) -> Draft:
        """Answer a question, or correct whatever answers it has."""
        question = f"Q{1 + number % QUESTIONS}"
        asked = asked_in(self._audit, question)
        standing = rivals_of(asked, self._audit, self.system)
        new = self._seen_as(number, clerk, question=question)
        return draft_evidence(self.system, _correcting(new, standing), clerk)

    def _sheet(self, number: int, clerk: Clerk) -> Draft:
        """Bring back a sheet with answers to some questions that nobody answered here."""
        asked = self._audit.asked
        free = [one.question.id for one in asked if not rivals_of(one, self._audit, self.system)]
        texts = {"result": "not_audited", "reason": f"{self.who.name} had no time."}
        rows = [
            Row(line, {"question": question, **texts}) for line, question in enumerate(free[: 1 + number % 3])
        ]
        if not rows:
            return self._answer(number, clerk)
        found = draft_answers(self.system, rows, Sitting(AUDIT, clerk.when.date()), clerk)
        assert not found.faults
        return found.draft

    def _seen(self, number: int, clerk: Clerk) -> Draft:
        """Record something seen beside the questions."""
        new = replace(self._seen_as(number, clerk), clauses=(f"7.5.{1 + number % 3}",))
        return draft_evidence(self.system, new, clerk)

    def _correct(self, number: int, clerk: Clerk) -> Draft:
        """Correct something seen beside the questions."""
        free = [record for record in self._audit.evidence if record.fact.question is None]
        if not free:
            return self._answer(number, clerk)
        chosen = free[number % len(free)]
        new = replace(self._seen_as(number, clerk), clauses=chosen.fact.criteria[0].clauses)
        return draft_evidence(self.system, _correcting(new, [chosen]), clerk)

    def _seen_as(self, number: int, clerk: Clerk, question: str | None = None) -> NewEvidence:
        result = _RESULTS[number % 5]
        judged = result in ("conforms", "does_not_conform")
        paper = self._papers[number // len(_RESULTS) % len(self._papers)]
        return NewEvidence(
            AUDIT,
            result,
            clerk.when.date(),
            question,
            seen=f"{number} of 90 procedures bear no approval." if judged else None,
            where="Folder procedures/" if judged else None,
            reason=None if judged else "The unit was closed.",
            method="record_review" if judged else None,
            sample={"population": "90", "size": str(1 + number % 90), "method": "random"}
            if number % 2
            else {},
            judged_against=("PS-01",) if judged and number % 3 == 0 else (),
            attachments=(paper,) if judged and number % 4 else (),
            unit=(None, "OR", "FN")[number % 3],
        )

    def _finding(self, number: int, clerk: Clerk) -> Draft:
        """Raise a finding on something that the audit saw."""
        seen = self._audit.evidence
        if not seen:
            return self._answer(number, clerk)
        cited = seen[number % len(seen)]
        failing = cited.fact.result == "does_not_conform"
        grades = ("minor", "major") if failing else ("observation", "opportunity", "strength")
        return self._raised(
            NewFinding(
                grades[number % len(grades)], clerk.when.date(), AUDIT, evidence=(record_name(cited),)
            ),
            number,
            clerk,
        )

    def _complaint(self, number: int, clerk: Clerk) -> Draft:
        """Raise a finding that no audit made."""
        return self._raised(
            NewFinding("minor", clerk.when.date(), f"OR.1510.{number}.2026", "complaint"), number, clerk
        )

    def _raised(self, new: NewFinding, number: int, clerk: Clerk) -> Draft:
        whole = replace(
            new,
            title=f"Procedures without approval ({number})",
            edition="iso9001:2015",
            clauses=("7.5.2",),
            units=("OR",),
            requirement="PS-01 asks for an approval of every procedure.",
            evidence_text=f"{number} of 90 procedures of the list bear no approval.",
            statement="Approval before use is not ensured.",
            justification="Nothing is approved at all." if new.grade == "major" else None,
            owner="head-or",
        )
        return new_finding(self.system, whole, clerk)

    def _step(self, number: int, clerk: Clerk) -> Draft:
        """Go on with a finding: the first step that may follow."""
        findings = self.system.findings
        day = clerk.when.date()
        kinds = get_args(FindingStepKind)[1:]
        for turn in range(len(kinds) * len(findings)):
            kind = kinds[(number + turn) % len(kinds)]
            finding = findings[(number + turn // len(kinds)) % len(findings)]
            with suppress(RefusedError):
                return draft_steps(
                    self.system, finding.id, (_step_of(kind, number, day, self._papers),), clerk
                )
        return self._complaint(number, clerk)

    def _minutes(self, number: int, clerk: Clerk) -> Draft:
        """Record minutes, or correct the conclusions that were drawn."""
        kind = ("opening", "deviation", "conclusions", "closing")[number % 4]
        new = NewMinutes(
            AUDIT,
            kind,
            clerk.when.date(),
            ("head-or", "auditor"),
            f"Said by {self.who.name}.",
            "It took longer.",
        )
        if kind == "conclusions":
            drawn = [record for record in self.system.qms.minutes if record.fact.kind == kind]
            corrected = {name for record in drawn for name in record.fact.corrects}
            names = tuple(name for record in drawn if (name := record_name(record)) not in corrected)
            new = replace(new, corrects=names, correction_reason="More was found." if names else None)
        return draft_minutes(self.system, new, clerk)


def _correcting(new: NewEvidence, standing: Sequence[Filed[Evidence]]) -> NewEvidence:
    if not standing:
        return new
    names = tuple(record_name(record) for record in standing)
    return replace(new, corrects=names, correction_reason="It was looked at again.", kept=standing[0].fact)


def _step_of(kind: str, number: int, day: dt.date, papers: Sequence[Path]) -> NewStep:
    """Return a step that says everything its *kind* is for."""
    said = f"Said in step {number}."
    attached = tuple(papers[number % 3 :][:1])
    step = NewStep(kind, day, text=said, reason=said, justification=said, attachments=attached)
    if kind == "response":
        parts = (
            replace(step, correction="Approved."),
            replace(step, extent="None."),
            replace(step, cause="No list."),
        )
        return parts[number % 3]
    if kind == "action":
        return replace(step, action="A list is kept.", owner="head-or", due=day, criterion="None is missing.")
    if kind == "regraded":
        return replace(step, grade=("minor", "major", "observation")[number % 3])
    return replace(
        step,
        accepted=number % 2 == 0,
        effective=number % 2 == 0,
        proof="The list",
        criterion="None is missing.",
    )


def _papers(folder: Path) -> Iterator[Path]:
    """Yield files to attach: two auditors attach the same, or others under the same name; no name is easy."""
    folder.mkdir(exist_ok=True)
    papers = {
        "minutes.txt": b"The same for all\r\n",
        "copy of minutes.txt": b"The same for all\r\n",
        "za\u017c\u00f3\u0142\u0107.txt": b"Of " + folder.name.encode(),
        "photo.png": bytes(range(256)),
        "own.txt": b"Of " + folder.name.encode() + b"\n",
    }
    for name, content in papers.items():
        (folder / name).write_bytes(content)
        yield folder / name
