"""What `qmsctl audit conduct` shows: a question, the list of them, and how far the audit has come."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.closing import rivals_of
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import Message, current_language, list_of, tr, tr_n
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.reports.conducting import Put, whom_to_ask
from qmsctl.reports.marks import CONTESTED, FINDING_STATUSES, GRADES, OUTCOMES, UNANSWERED

__all__ = ["hint_lines", "listed", "outcome_of", "progress", "question_lines"]


def question_lines(put: Put) -> Iterator[Message]:
    """Yield the lines that put one question."""
    question, language = put.asked.question, current_language()
    yield tr("Question {number} of {total}: {id}", number=put.number, total=put.total, id=question.id)
    for clause in put.clauses:
        yield tr("Clause {clause}: {title}", clause=clause.id, title=clause.title(language))
    yield Message("{text}", (("text", _one_line(question.text)),))
    if question.ask:
        yield tr("Whom to ask: {people}", people=_one_line(whom_to_ask(question, language)))
    if question.look_for:
        yield tr("Look for: {text}", text=_one_line(question.look_for))
    if question.sample:
        yield tr("Sample: {text}", text=_one_line(question.sample))
    yield from map(_document, put.documents)
    if not put.documents:
        yield tr("No document in force answers this clause.")
    if put.last is not None:
        yield _last(put.last, question.id)
    yield from map(_finding, put.findings)
    for answer in put.answers:
        yield _answered(answer)
    if len(put.answers) > 1:
        yield tr("These answers contest one another; the next one corrects them all.")


def hint_lines(put: Put) -> Iterator[Message]:
    """Yield what helps to judge the answer to a question, for whoever asks for help there."""
    question = put.asked.question
    if question.lapse:
        yield tr("A lapse looks like this: {text}", text=_one_line(question.lapse))
    if question.strength:
        yield tr("Better than required looks like this: {text}", text=_one_line(question.strength))


def _one_line(text: str | None) -> str:
    """Return *text* without its line breaks: every line that is said stands alone."""
    return " ".join((text or "").split())


def _document(document: ControlledDocument) -> Message:
    in_force = document.in_force
    title = document.document.title if document.document else ""
    if in_force is None:
        return Message("{id}", (("id", document.id),))
    return tr(
        "In force: {document} {title}, revision {revision}, since {day}",
        document=document.id,
        title=title,
        revision=in_force.revision,
        day=in_force.effective,
    )


def _last(record: Filed[Evidence], question: str) -> Message:
    """Return what an earlier audit came to: on the same question, or else on the same clause."""
    fact = record.fact
    audit, day, result = fact.audit, fact.occurred, OUTCOMES[fact.result].word
    text = _one_line(fact.seen or fact.reason)
    if fact.question is not None and fact.question.id == question:
        return tr(
            "Last time: {audit}, {day}: {result}. {text}", audit=audit, day=day, result=result, text=text
        )
    other = fact.question.id if fact.question is not None else record_name(record)
    return tr(
        "Last time on the clause, {question}: {audit}, {day}: {result}. {text}",
        question=other,
        audit=audit,
        day=day,
        result=result,
        text=text,
    )


def _finding(finding: ControlledFinding) -> Message:
    return tr(
        "Found before: {number}, {grade}, {state}: {title}",
        number=finding.number,
        grade=GRADES[finding.grade].word,
        state=FINDING_STATUSES[finding.status].word,
        title=_one_line(finding.raised.fact.title),
    )


def _answered(record: Filed[Evidence]) -> Message:
    fact = record.fact
    return tr(
        "Answered: {result}, {day}, in {name}. {text}",
        result=OUTCOMES[fact.result].word,
        day=fact.occurred,
        name=record_name(record),
        text=_one_line(fact.seen or fact.reason),
    )


def outcome_of(audit: ControlledAudit, index: int, system: System) -> str:
    """Return what came of question number *index*, counted from 0: a key of `OUTCOMES`."""
    answers = rivals_of(audit.asked[index], audit, system)
    if len(answers) > 1:
        return CONTESTED
    return answers[0].fact.result if answers else UNANSWERED


def listed(audit: ControlledAudit, system: System) -> Iterator[Message]:
    """Yield a line for every question, and how far the audit has come."""
    for index, asked in enumerate(audit.asked):
        yield tr(
            "{number}  {id}  {clauses}  {outcome}",
            number=index + 1,
            id=asked.question.id,
            clauses=list_of(asked.question.clauses),
            outcome=OUTCOMES[outcome_of(audit, index, system)].word,
        )
    yield progress(audit, system)


def progress(audit: ControlledAudit, system: System) -> Message:
    """Return how many questions have their answer in the history."""
    done = sum(
        outcome_of(audit, index, system) not in (UNANSWERED, CONTESTED) for index in range(len(audit.asked))
    )
    return tr_n(
        "{done} of {count} question is answered and saved.",
        "{done} of {count} questions are answered and saved.",
        len(audit.asked),
        done=done,
    )
