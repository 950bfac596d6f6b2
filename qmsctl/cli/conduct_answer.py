"""One answer of `qmsctl audit conduct`: what its result needs, step by step, and back again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, get_args

from qmsctl.authoring.correction import open_findings_on, repeats_nonconformity
from qmsctl.authoring.evidence import NewEvidence, pinned_document
from qmsctl.authoring.evidence_cautions import day_outside_plan, named_people
from qmsctl.authoring.meant import unit_meant
from qmsctl.cli.asking import show_known
from qmsctl.cli.conduct_prompts import EMPTIED, Prompts, TurnError
from qmsctl.cli.conduct_sample import Sampled, Step
from qmsctl.cli.options import read_day
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import say
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.plain import as_plain
from qmsctl.model.values import Method
from qmsctl.reports.conducting import Put
from qmsctl.reports.marks import METHODS, OUTCOMES

__all__ = ["Answering", "Here", "unit_named"]

_JUDGED: Final = ("conforms", "does_not_conform")


@dataclass(slots=True)
class Here:
    """What stays the same from one answer to the next until somebody changes it."""

    day: dt.date
    unit: str | None = None
    auditor: str | None = None
    """Key of the one who audits, where somebody outside the team records."""
    among: tuple[str, ...] = ()
    """The units that the plan audits, if there are several: then each answer says of which it is."""


@dataclass(slots=True)
class Answering:
    """What is typed in answer to one question."""

    session: Session
    audit: str
    """The id of the audit."""
    put: Put
    prompts: Prompts
    here: Here
    result: str | None = None
    texts: dict[str, str] = field(default_factory=dict)
    """By the name of the field."""
    documents: tuple[str, ...] | None = None
    """Ids of what it is judged against; `None`: of what is in force."""
    attachments: list[Path] = field(default_factory=list)
    sample: Sampled = field(init=False)
    sampled: bool = False
    """Whether the sample was chosen before its question came."""

    def __post_init__(self) -> None:
        self.sample = Sampled(self.session, self.prompts)

    @property
    def system(self) -> System:
        """The system it is answered in."""
        return self.session.system

    def begin(self) -> None:
        """Say what rests on the answer that is to be corrected, and take over what it says."""
        for caution in open_findings_on(self.system, self.audit, self._corrects):
            say(caution)
        if len(self.put.answers) != 1:
            return
        fact = self.put.answers[0].fact
        self.result = fact.result
        said = {"seen": fact.seen, "where": fact.where, "reason": fact.reason, "note": fact.note}
        said |= {"method": fact.method, "asked": fact.asked}
        if fact.sample is not None:
            self.sample.take_over(as_plain(fact.sample))
        self.texts = {name: text for name, text in said.items() if text}
        if (
            fact.result in _JUDGED
        ):  # what was not judged named no document, and is judged now by those in force
            self.documents = tuple(judged.document for judged in fact.judged_against)
        self.here = replace(
            self.here, day=fact.occurred, unit=fact.unit, auditor=fact.auditor or self.here.auditor
        )

    def ask(self) -> None:
        """Ask for everything the result needs.

        Raises:
            TurnError: a command leads to another question, or stops.
            InputEndedError: nobody answers any more.
        """
        index = 0
        while index < len(steps := self._steps()):
            step = steps[index]
            try:
                step()
            except TurnError as turn:
                if turn.command != "back" or index == 0:
                    raise
                index -= 1
            else:
                if step == self._more:  # what was added there may have made the steps before it more
                    return
                index += 1

    def _steps(self) -> Sequence[Step]:
        steps: list[Step] = [self._result]
        if self.put.answers:
            steps.append(
                lambda: self._text("correction_reason", tr("Why is the answer corrected"), needed=True)
            )
        if self.result in _JUDGED:
            # As an auditor works: what is looked at is chosen first, then seen, then written down.
            if self.result == "does_not_conform" and not self.sampled:
                steps += self.sample.steps()
            steps.append(self._seen)
            steps.append(
                lambda: self._text("where", tr("Where does another auditor find it again"), needed=True)
            )
        elif self.result is not None:
            steps.append(lambda: self._text("reason", tr("Reason"), needed=True))
        if self.here.among and self.result is not None:
            steps.append(self._which_unit)
        return (*steps, self._more)

    def _sample_first(self) -> None:
        """Choose what is looked at before anything is seen."""
        try:
            self.sample.ask()
        except TurnError as turn:
            if turn.command != "back":
                raise
        self.sampled = bool(self.sample.figures)

    @property
    def _corrects(self) -> tuple[str, ...]:
        """The names of the answers that this one takes the place of."""
        return tuple(record_name(answer) for answer in self.put.answers)

    def _seen(self) -> None:
        """Ask what was seen; what showed a nonconformity is not proposed for what conforms."""

        def is_stale(words: str) -> bool:
            return self.result == "conforms" and repeats_nonconformity(self.system, self._corrects, words)

        def check(answer: str) -> str:
            if is_stale(answer):
                raise RefusedError(
                    tr("these words told of what does not conform, so they cannot show that it conforms")
                )
            return answer

        if is_stale(self.texts.get("seen", "")):
            del self.texts["seen"]
            say(tr("What was seen then did not conform; say what shows now that it conforms."))
        self._text("seen", tr("What was looked at, and what did it show"), needed=True, check=check)

    def _result(self) -> None:
        while True:
            try:
                self.result = self.prompts.result(self.result)
            except TurnError as turn:
                if turn.command != "sample":
                    raise
                self._sample_first()
            else:
                return

    def _text(
        self, name: str, question: Message, *, needed: bool = False, check: Callable[[str], str] = str
    ) -> None:
        def checked(answer: str) -> str:
            if answer == EMPTIED and not needed:
                return ""
            if not answer and needed:
                raise RefusedError(tr("this cannot stay empty"))
            return check(answer)

        self.texts[name] = self.prompts.line(question, default=self.texts.get(name) or None, check=checked)

    def _more(self) -> None:
        """Show what is going to be saved, and ask for whatever else there is, until nothing is."""
        additions: dict[str, Step] = {
            "attachment": self._attachment,
            "sample": self.sample.ask,
            "asked": lambda: self._text(
                "asked", tr("Who was asked (a role; empty: nobody)"), check=self._role
            ),
            "method": self._method,
            "note": lambda: self._text("note", tr("Note (may be empty)")),
            "documents": self._judged_against,
            "unit": self._unit,
            "day": self._day,
        }
        offered = (
            list(additions) if self.result in _JUDGED else ["attachment", "asked", "note", "unit", "day"]
        )
        while True:
            say(self._summary())
            for caution in named_people(self.system, self.evidence()):
                say(caution)
            chosen = self.prompts.more(offered)
            if not chosen:
                return
            try:
                additions[chosen]()
            except TurnError as turn:
                if turn.command != "back":
                    raise

    def _summary(self) -> Message:
        """Return what would be saved, beside the texts."""
        parts: list[Message] = [OUTCOMES[self.result or "unanswered"].word, tr("on {day}", day=self.here.day)]
        if self.here.unit:
            parts.append(tr("in {unit}", unit=self._unit_title(self.here.unit)))
        if self.result in _JUDGED and self._pinned:
            parts.append(tr("judged against {documents}", documents=list_of(self._pinned)))
        if sample := self.sample.figures:
            size, population = str(sample.get("size") or "-"), str(sample.get("population") or "-")
            parts.append(tr("sample: {size} of {population}", size=size, population=population))
        if asked := self.texts.get("asked"):
            parts.append(tr("asked: {role}", role=asked))
        if (method := self.texts.get("method")) and self.result in _JUDGED:
            parts.append(tr("method: {method}", method=METHODS[method]))
        if self.texts.get("note"):
            parts.append(tr("with a note"))
        if self.attachments:
            parts.append(tr("attached: {files}", files=list_of([file.name for file in self.attachments])))
        return tr("To be saved: {parts}", parts=tuple(parts))

    @property
    def _pinned(self) -> tuple[str, ...]:
        """The documents it is judged against."""
        if self.documents is not None:
            return self.documents
        return tuple(document.id for document in self.put.documents) if self.result in _JUDGED else ()

    @property
    def _keeps_documents(self) -> bool:
        """Whether a correction rests on what the answer rests on: at the revision and commit of then."""
        before = self.put.answers[0].fact.judged_against if len(self.put.answers) == 1 else ()
        return bool(before) and self._pinned == tuple(judged.document for judged in before)

    def _role(self, answer: str) -> str:
        names = {person.name.casefold() for person in self.system.organisation.people.values()}
        if answer.casefold() in names:
            raise RefusedError(
                tr("{name} is a person, and evidence names roles", name=answer),
                tr("give the role of whoever was asked, such as: inspector"),
            )
        return answer

    def _method(self) -> None:
        methods = get_args(Method)
        for number, method in enumerate(methods, 1):
            say(Message("  {number}  {word}", (("number", number), ("word", METHODS[method]))))

        def check(answer: str) -> str:
            if answer in methods or answer in ("", EMPTIED):
                return answer.replace(EMPTIED, "")
            if answer.isdecimal() and 1 <= int(answer) <= len(methods):
                return str(methods[int(answer) - 1])
            raise QmsctlError(tr("answer with a number from 1 to {last}", last=len(methods)))

        known = self.texts.get("method")
        default = str(methods.index(known) + 1) if known in methods else None
        question = tr("How it was found out (a number; empty: not said)")
        self.texts["method"] = self.prompts.line(question, default=default, check=check)

    def _judged_against(self) -> None:
        def check(answer: str) -> str:
            if answer == EMPTIED:
                return ""
            ids = answer.replace(",", " ").split()
            for id in ids:
                pinned_document(self.system, id)
            return " ".join(ids)

        question = tr("Judged against which documents (ids; a minus sign: none)")
        self.documents = tuple(
            self.prompts.line(question, default=" ".join(self._pinned) or None, check=check).split()
        )

    def _which_unit(self) -> None:
        """Ask in which of the units that the plan audits it was answered; Enter takes the last one."""
        if self.here.unit is None:
            show_known({key: self._unit_title(key) for key in self.here.among})
        self._unit()

    def _unit(self) -> None:
        def check(answer: str) -> str:
            if answer in ("", EMPTIED):
                return ""
            return unit_named(self.system, answer)

        if not self.here.among:
            show_known(self.system.organisation.units)
        known = self._unit_title(self.here.unit) if self.here.unit else None
        question = (
            tr("In which unit (a minus sign: none)")
            if known
            else tr("In which unit (its symbol or name; may be empty)")
        )
        self.here.unit = self.prompts.line(question, default=known, check=check) or None

    def _unit_title(self, key: str) -> str:
        return self.system.organisation.units.get(key, key)

    def _day(self) -> None:
        def check(answer: str) -> str:
            return read_day(answer).isoformat()

        answer = self.prompts.line(tr("On which day"), default=self.here.day.isoformat(), check=check)
        self.here.day = read_day(answer)
        for caution in day_outside_plan(self.system, self.audit, self.here.day):
            say(caution)

    def _attachment(self) -> None:
        def check(answer: str) -> str:
            if answer and not Path(answer).expanduser().is_file():
                raise RefusedError(tr("there is no file {file} to attach", file=answer))
            return answer

        answer = self.prompts.line(tr("A file to attach (empty: none)"), check=check, file=True)
        if answer:
            self.attachments.append(Path(answer).expanduser())

    def evidence(self) -> NewEvidence:
        """Return what was typed."""
        said = self.texts.get
        judged, corrected = self.result in _JUDGED, self.put.answers
        return NewEvidence(
            self.audit,
            self.result or "",
            self.here.day,
            self.put.asked.question.id,
            seen=(said("seen") or None) if judged else None,
            where=(said("where") or None) if judged else None,
            reason=None if judged else said("reason"),
            method=(said("method") or None) if judged else None,
            sample=self.sample.figures if judged else {},
            judged_against=self._pinned if judged and not self._keeps_documents else (),
            attachments=tuple(self.attachments),
            asked=said("asked") or None,
            auditor=self.here.auditor,
            unit=self.here.unit,
            note=said("note") or None,
            corrects=self._corrects,
            correction_reason=said("correction_reason"),
            kept=corrected[0].fact if len(corrected) == 1 else None,
        )


def unit_named(system: System, answer: str) -> str:
    """Return the unit that *answer* names, by key or title.

    Raises:
        RefusedError: the organisation has none of that name.
    """
    return unit_meant(system, answer)
