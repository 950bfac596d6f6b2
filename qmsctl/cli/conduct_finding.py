"""The finding that an answer leads to: asked for right after it, while what was seen is before everybody's eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeAlias

from qmsctl.authoring.evidence import NewEvidence
from qmsctl.authoring.finding import NewFinding, new_finding, person_or_role, remarks_of
from qmsctl.authoring.records import Clerk
from qmsctl.cli.conduct_prompts import Prompts, TurnError
from qmsctl.cli.recording import record_and_go_on, this_second
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import say
from qmsctl.control.wording import Remark
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import Message, tr
from qmsctl.reports.conducting import Put
from qmsctl.reports.marks import GRADES
from qmsctl.settings import Severity

__all__ = ["raise_finding"]

_GRADES: Final = ("minor", "major")
_PARTS: Final[Mapping[str, Message]] = {
    "title": tr("Title of the finding, in a few words"),
    "requirement": tr("Requirement: what should be, and where that is said"),
    "evidence_text": tr("Evidence: what, where, when, how many of how many"),
    "statement": tr("Statement: one sentence on what is not fulfilled"),
    "justification": tr("Why it is a major nonconformity"),
}

Step: TypeAlias = Callable[[], None]


def raise_finding(
    session: Session, clerk: Clerk, answered: tuple[NewEvidence, str], put: Put, prompts: Prompts
) -> Session:
    """Ask for the finding of an answer that does not conform, record it, and return the session as it is then.

    Args:
        session: with the answer in it.
        clerk: who records.
        answered: the answer and the name of its record.
        put: the question.
        prompts: asks.

    Raises:
        TurnError: somebody stops.
        InputEndedError: nobody answers any more.
    """
    new, name = answered
    say(tr("It does not conform, so a finding is raised from it now; :s leaves that for later."))
    wording = _Wording(session, new, name, put, prompts)
    try:
        wording.ask()
    except TurnError as turn:
        command = f"qmsctl finding raise --audit {new.audit} --evidence {name}"
        say(tr("The finding is still to be raised: {command}", command=command))
        if turn.command == "stop":
            raise
        return session
    draft = new_finding(session.system, wording.finding, replace(clerk, when=this_second()))
    after = record_and_go_on(session, draft, commit=True)
    number = next(f.number for f in after.system.findings if f.raised.path in draft.files)
    say(tr("Raised: {finding}, {grade}.", finding=number, grade=GRADES[wording.finding.grade].word))
    return after


@dataclass(slots=True)
class _Wording:
    """A finding that is being worded."""

    session: Session
    answered: NewEvidence
    name: str
    """Of the record it rests on."""
    put: Put
    prompts: Prompts
    grade: str = _GRADES[0]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def finding(self) -> NewFinding:
        """The finding as it is worded now."""
        said = self.texts.get
        return NewFinding(
            self.grade,
            self.session.system.day,
            self.answered.audit,
            title=said("title") or None,
            clauses=self.put.asked.question.clauses,
            documents=tuple(self.answered.judged_against),
            units=(self.answered.unit,) if self.answered.unit else (),
            requirement=said("requirement") or None,
            evidence_text=said("evidence_text") or None,
            statement=said("statement") or None,
            justification=said("justification") or None,
            evidence=(self.name,),
            owner=said("owner") or None,
        )

    def ask(self) -> None:
        """Ask for every part, show what is wrong with the wording, and ask again for what is refused."""
        self.texts["evidence_text"] = self.answered.seen or ""
        steps = self._steps()
        index = 0
        while index < len(steps):
            try:
                steps[index]()
            except TurnError as turn:
                if turn.command != "back":
                    raise
                index = max(0, index - 1)
            else:
                index += 1
                steps = self._steps()

    def _steps(self) -> Sequence[Step]:
        parts = [part for part in _PARTS if part != "justification" or self.grade == "major"]
        return (self._grade, *(partial(self._part, part) for part in parts), self._owner, self._judge)

    def _grade(self) -> None:
        def check(answer: str) -> str:
            if answer in ("1", "2"):
                return _GRADES[int(answer) - 1]
            if answer in _GRADES:
                return answer
            raise QmsctlError(tr("answer with a number from 1 to {last}", last=len(_GRADES)))

        question = tr("Grade (1 {minor}, 2 {major})", minor=GRADES["minor"].word, major=GRADES["major"].word)
        self.grade = self.prompts.line(question, default=str(_GRADES.index(self.grade) + 1), check=check)

    def _part(self, name: str) -> None:
        def check(answer: str) -> str:
            if not answer:
                raise RefusedError(tr("this cannot stay empty"))
            return answer

        self.texts[name] = self.prompts.line(_PARTS[name], default=self.texts.get(name) or None, check=check)

    def _owner(self) -> None:
        def check(answer: str) -> str:
            return person_or_role(self.session.system, answer) if answer not in ("", "-") else ""

        roles = ", ".join(self.session.system.organisation.roles)
        question = tr("Who answers for it (a role: {roles}; empty: not yet known)", roles=roles)
        self.texts["owner"] = self.prompts.line(
            question, default=self.texts.get("owner") or None, check=check
        )

    def _judge(self) -> None:
        """Say what is wrong with the wording: an error is mended now, a warning may stand."""
        while True:
            remarks = remarks_of(self.session.system, self.finding)
            for remark in remarks:
                say(remark.message)
                say(tr("Next: {fix}", fix=remark.fix))
            errors = [remark for remark in remarks if remark.severity is Severity.ERROR]
            chosen = errors[0].field if errors else self._chosen(remarks)
            if chosen is None:
                return
            self._part(chosen)

    def _chosen(self, remarks: Sequence[Remark]) -> str | None:
        """Return which part is to be worded anew; nothing if the finding is to be recorded as it is."""
        parts = list(dict.fromkeys(remark.field for remark in remarks))
        if not parts:
            return None

        def check(answer: str) -> str:
            if not answer or (answer.isdecimal() and 1 <= int(answer) <= len(parts)):
                return answer
            raise QmsctlError(tr("answer with a number from 1 to {last}", last=len(parts)))

        for number, part in enumerate(parts, 1):
            say(Message("  {number}  {part}", (("number", number), ("part", _PARTS[part]))))
        answer = self.prompts.line(
            tr("Enter records it as it is; a number words that part anew"), check=check
        )
        return parts[int(answer) - 1] if answer else None
