"""The dialogue of `qmsctl audit conduct`: plain lines, each answer recorded when it is given."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from qmsctl.authoring.correction import waiting_answers
from qmsctl.authoring.evidence import draft_evidence, open_audit, refuse_unrecorded_plan
from qmsctl.authoring.evidence_cautions import auditors_beside, day_outside_plan, is_agreed
from qmsctl.authoring.records import Clerk
from qmsctl.cli.conduct_answer import Answering, Here
from qmsctl.cli.conduct_finding import raise_finding
from qmsctl.cli.conduct_prompts import Prompts, TurnError, letters
from qmsctl.cli.conduct_words import hint_lines, listed, outcome_of, progress, question_lines
from qmsctl.cli.next_step import say_next_of_audit
from qmsctl.cli.recording import record, record_and_go_on, this_second
from qmsctl.cli.session import Session, open_session
from qmsctl.cli.terminal import choose, confirm, say, say_refusal, tell
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr, tr_n
from qmsctl.reports.commands import approve_command, first_needed
from qmsctl.reports.conducting import Earlier, earlier, matching, put
from qmsctl.reports.marks import OUTCOMES, UNANSWERED

__all__ = ["Conducting"]


@dataclass(slots=True)
class Conducting:
    """Somebody who conducts an audit in a terminal."""

    session: Session
    id: str
    """Of the audit."""
    clerk: Clerk
    here: Here
    commit: bool
    dry_run: bool
    before: Earlier = field(init=False)
    skipped: set[int] = field(default_factory=set)
    """Questions left for later, counted from 0."""

    def __post_init__(self) -> None:
        self.before = earlier(self.audit, self.system)

    @property
    def system(self) -> System:
        """The system with everything that was recorded so far."""
        return self.session.system

    @property
    def audit(self) -> ControlledAudit:
        """The audit as it stands."""
        return self.system.audit_named(self.id)

    def run(self) -> None:
        """Put one question after the other until all are answered or somebody stops.

        Raises:
            InputEndedError: nobody answers any more.
        """
        if not self._begin():
            return
        upcoming = self._open_after(-1)
        if upcoming is None and not self.skipped:
            upcoming = self._to_correct()
        while upcoming is not None:
            at = upcoming
            try:
                upcoming = self._answered(at)
            except TurnError as turn:
                if turn.command == "stop":
                    break
                upcoming = self._turned(turn, at)
        self.tell_progress()

    def tell_progress(self) -> None:
        """Say how far the audit has come, and with which command it goes on."""
        say(progress(self.audit, self.system))
        left = [index for index in range(len(self.audit.asked)) if self._is_open(index)]
        if left:
            say(tr("Next: {fix}", fix=shlex.join(["qmsctl", "audit", "conduct", self.id])))
        else:
            say_next_of_audit(self.system, self.id)

    def _begin(self) -> bool:
        """Say what begins, and return whether it does: nobody begins by oversight before the plan is agreed."""
        audit = open_audit(self.system, self.id)
        refuse_unrecorded_plan(self.system, audit)
        if not audit.asked:
            raise RefusedError(
                tr("the plan of {audit} asks no question", audit=self.id),
                tr("name a checklist in the plan, or record evidence by clause: qmsctl evidence add"),
            )
        say(Message("{id}: {title}", (("id", audit.id), ("title", audit.plan.fact.title))))
        if not is_agreed(audit, self.system):
            say(tr("The plan is not approved yet; have it approved before the first question."))
            if not audit.evidence and not confirm(tr("Begin all the same (yes/no)")):
                say(tr("Next: {fix}", fix=self._approval()))
                return False
        for caution in day_outside_plan(self.system, self.id, self.here.day):
            say(caution)
            letter = next(letter for letter, key in letters("more").items() if key == "day")
            say(tr("To give another day, answer {letter} before you save an answer.", letter=letter))
        say(progress(audit, self.system))
        say(
            tr(
                "Each answer is saved when it is given; Ctrl-C stops at any moment. A question mark shows the commands."
            )
        )
        units = audit.plan.fact.scope.units
        if self.here.unit is None and len(units) == 1:
            self.here.unit = units[0]
        elif self.here.unit is None:
            self.here.among = units
        self._whose_eyes()
        return True

    def _approval(self) -> str:
        """Return the command that records the first decision which the plan still needs."""
        plan = self.system.document_named(self.id, self.audit.plan.fact.language)
        done = {one.record.fact.meaning for one in plan.decisions if one.record.fact.content == plan.content}
        missing = [meaning for meaning in plan.demands.needs if meaning not in done]
        return approve_command(plan, self.system.organisation, first_needed(missing))

    def _whose_eyes(self) -> None:
        """Find out, once, who of the team audits where somebody outside it types: evidence is by an auditor."""
        team = auditors_beside(self.system, self.id, self.clerk.who.email)
        if not team or self.here.auditor is not None:
            return
        title = self.system.organisation.title
        if len(team) == 1:
            self.here.auditor = team[0]
            person = title(team[0])
            say(
                tr(
                    "You are not in the team: the answers are recorded as seen by its auditor, {person}.",
                    person=person,
                )
            )
            return
        choices = [(key, Message("{name}", (("name", title(key)),))) for key in team]
        self.here.auditor = choose(tr("You are not in the team. Who of it audits"), choices)

    def _is_open(self, index: int) -> bool:
        if outcome_of(self.audit, index, self.system) != UNANSWERED:
            return False
        return not waiting_answers(self.system, self.audit, self.audit.asked[index])

    def _open_after(self, at: int) -> int | None:
        """Return the next question without an answer, from the beginning again after the last one."""
        total = len(self.audit.asked)
        order: Sequence[int] = [*range(at + 1, total), *range(at + 1)]
        left = [index for index in order if self._is_open(index)]
        fresh = next((index for index in left if index not in self.skipped), None)
        if fresh is not None or not left:
            return fresh
        say(tr_n("{count} question was left for later.", "{count} questions were left for later.", len(left)))
        if not confirm(tr("Go through them now (yes/no)")):
            return None
        self.skipped.clear()
        return min(left)

    def _answered(self, at: int) -> int | None:
        """Put question number *at*, record the answer, and return which one comes next."""
        self._look_again()
        question = put(self.audit, at, self.system, self.before)
        tell("\n")
        for line in question_lines(question):
            say(line)
        prompts = Prompts(self._listing, tuple(hint_lines(question)))
        answering = Answering(self.session, self.id, question, prompts, self.here)
        answering.begin()
        while True:
            answering.ask()
            try:
                self._record(answering)
            except RefusedError as refusal:
                say_refusal(refusal)
                if put(self.audit, at, self.system, self.before).answers != question.answers:
                    return at  # somebody else has answered it meanwhile: it is put anew, with that answer
            else:
                break
        return self._open_after(at)

    def _look_again(self) -> None:
        """Read everything anew if somebody else has recorded something meanwhile."""
        if self.session.repository.head != self.system.history.head:
            self.session = open_session()
            self.before = earlier(self.audit, self.system)

    def _record(self, answering: Answering) -> None:
        self._look_again()
        clerk = replace(self.clerk, when=this_second())
        new = answering.evidence()
        draft = draft_evidence(self.system, new, clerk)
        if self.dry_run:
            record(self.session, draft, dry_run=True, commit=False)
            self.skipped.add(answering.put.number - 1)
            return
        self.session = record_and_go_on(self.session, draft, commit=self.commit)
        (path,) = (path for path in draft.files if path.endswith(".yaml") and "/evidence/" in path)
        name = path.rpartition("/")[2].removesuffix(".yaml")
        question, result = answering.put.asked.question.id, OUTCOMES[new.result].word
        if self.commit:
            say(tr("Saved: {question} {result}, in {name}.", question=question, result=result, name=name))
        else:
            say(
                tr(
                    "Written, and not yet recorded: {question} {result}, in {name}.",
                    question=question,
                    result=result,
                    name=name,
                )
            )
        if new.result == "does_not_conform" and self.commit:
            self.session = raise_finding(self.session, clerk, (new, name), answering.prompts)

    def _turned(self, turn: TurnError, at: int) -> int | None:
        """Return which question comes after a command that leaves question number *at*."""
        if turn.command == "back":
            if at == 0:
                say(tr("This is the first question."))
            return max(0, at - 1)
        if turn.command == "find":
            return self._found(turn.argument, at)
        self.skipped.add(at)
        return self._open_after(at)

    def _to_correct(self) -> int | None:
        """Ask which answer is to be corrected where every question has one; nobody need correct any."""
        question = tr("Every question has its answer. Which one is to be corrected (empty: none)")
        try:
            wanted = Prompts(self._listing).line(question)
        except TurnError:
            return None
        return self._found(wanted, 0) if wanted else None

    def _found(self, wanted: str, at: int) -> int:
        """Return the question that somebody means by *wanted*, or the same one again."""
        prompts = Prompts(self._listing)
        try:
            wanted = wanted or prompts.line(tr("Which question (number, id, clause or word)"))
        except TurnError:
            return at
        found = matching(self.audit, wanted)
        if len(found) == 1:
            return found[0]
        if not found:
            say(tr("no question matches {word}", word=wanted))
            return at
        for index in found:
            asked = self.audit.asked[index].question
            named = (("number", index + 1), ("id", asked.id), ("text", asked.text))
            say(Message("  {number}  {id}  {text}", named))
        try:
            number = prompts.line(tr("Which of them (its number; empty: none)"))
        except TurnError as turn:
            return self._found(turn.argument, at) if turn.command == "find" else at
        return int(number) - 1 if number.isdecimal() and int(number) - 1 in found else at

    def _listing(self) -> Iterator[Message]:
        return listed(self.audit, self.system)
