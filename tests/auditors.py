"""Four auditors: what each of them records apart, as the commits of a clone."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final, get_args

from qmsctl.authoring.answer_row import Row
from qmsctl.authoring.answers import Sitting, draft_answers
from qmsctl.authoring.evidence import NewEvidence, asked_in, draft_evidence
from qmsctl.authoring.files import Draft
from qmsctl.authoring.finding import NewFinding, new_finding
from qmsctl.authoring.finding_step import NewStep, draft_steps
from qmsctl.authoring.minutes import NewMinutes, draft_minutes
from qmsctl.authoring.records import Clerk
from qmsctl.control.appended import appended
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.closing import rivals_of
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.model.values import FindingStepKind
from qmsctl.repo.commit import Commit
from qmsctl.repo.repository import open_repository
from tests.clones import AUDIT, BEGAN, QUESTIONS, TEAM, Clone, git, plan_audit, system_at

__all__ = ["KINDS", "Act", "Auditor", "begin"]

Act = tuple[str, int]
"""What an auditor does, one of `KINDS`, and a number that everything about it follows from."""
KINDS: Final = ("answer", "sheet", "seen", "correct", "finding", "complaint", "step", "minutes")


_RESULTS: Final = ("conforms", "does_not_conform", "not_applicable", "not_audited", "conforms")


def begin(folder: Path) -> None:
    """Make the office in *folder*: its plan is recorded, and so are some answers, findings and a meeting."""
    plan_audit(folder)
    repository = open_repository(folder)
    with Clone(folder) as clone:
        lead = Auditor("A", 0, system_at(repository, clone.head or ""), clone, when=BEGAN - dt.timedelta(1))
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


class Auditor:
    """Somebody of the team at work on a clone: each act is recorded and committed before the next."""

    def __init__(
        self, letter: str, seed: int, system: System, clone: Clone, *, when: dt.datetime = BEGAN
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
