"""The checklist of an audit as a paper: to be filled in by hand, or as it was filled in."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.messages import tr
from qmsctl.papers.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Figures,
    Look,
    Paper,
    Paragraph,
    Row,
    Section,
    Table,
)
from qmsctl.papers.forms import LINE, NARROW_ROOM, PAGE_WIDE_ROOM, boxes, signed
from qmsctl.papers.frame import again, framed, made_section
from qmsctl.reports.checklist_form import ChecklistForm, QuestionOnForm
from qmsctl.reports.evidence import EvidenceSeen
from qmsctl.reports.marks import OUTCOMES, UNANSWERED
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone

__all__ = ["checklist_paper"]

_EVIDENCE = 4
"""The column that takes the whole width: there is most to write."""
_ANSWERS = ("conforms", "does_not_conform", "not_applicable", "not_audited")


def checklist_paper(form: ChecklistForm) -> Paper:
    """Return *form* laid out."""
    about = form.about
    title = tr("Checklist of audit No. {audit}", audit=about.audit)
    return framed(
        "checklist",
        about.audit,
        title,
        organisation=about.organisation,
        written=form.language,
        made=form.provenance,
        command=_command(form),
        cover=(
            Fact(tr("Audit number"), about.audit),
            Fact(tr("Days of the audit"), form.days),
            Fact(tr("Units"), form.units or LINE),
            Fact(tr("Auditors"), tuple(one.name for one in form.team if not one.accompanies) or LINE),
        ),
        sections=_sections(form),
        subtitle=about.title,
        standing=_standing(form),
        landscape=True,
    )


def _standing(form: ChecklistForm) -> Mark:
    open_questions = form.tally.of(UNANSWERED)
    if not form.questions or open_questions == len(form.questions):
        return Mark(tr("blank, to be filled in"), "○", Tone.CAUTION)
    if open_questions:
        return Mark(tr("filled in as far as answers are recorded"), "◔", Tone.CALM)
    return Mark(tr("filled in"), "●", Tone.CALM)


def _sections(form: ChecklistForm) -> Iterator[Section]:
    yield Section.of("questions", "1", tr("Questions"), _questions(form))
    sums: tuple[Block, ...] = (Figures(form.tally.marks),)
    yield Section.of("sums", "2", tr("Questions by result"), sums)
    lines = tuple((one.role, one.name) for one in form.team if not one.accompanies)
    signatures: Block = signed(*lines, (tr("representative of the auditees"), None))
    yield Section.of(
        "signatures", "3", tr("Signatures"), (Facts((Fact(tr("Unit and date"), LINE),)), signatures)
    )
    yield made_section(form.provenance, _command(form))


def _command(form: ChecklistForm) -> str | None:
    return again(form.provenance, "checklist", form.about.audit)


def _questions(form: ChecklistForm) -> Iterator[Block]:
    if not form.questions:
        yield Paragraph(tr("The plan asks no question of a checklist."))
        return
    columns = (
        Column(tr("No."), Look.COUNT),
        Column(tr("Clauses")),
        Column(tr("Question"), Look.TEXT),
        Column(tr("Judged against"), Look.TEXT),
        Column(tr("Evidence and where it is found again"), Look.TEXT),
        Column(tr("Result")),
        Column(tr("Remarks and findings"), Look.TEXT),
    )
    rows = tuple(_row(question) for question in form.questions)
    yield Table.of("questions", tr("Questions, evidence and results"), columns, rows, wide=_EVIDENCE)


def _row(question: QuestionOnForm) -> Row:
    hints: list[Shown] = []
    if question.look_for:
        hints.append(tr("Look for: {text}", text=question.look_for))
    if question.sample:
        hints.append(tr("Sample: {text}", text=question.sample))
    asked = question.asked
    return (
        question.number,
        Cell(question.reference, below=asked.id),
        Cell(asked.text, below=tuple(hints) or None),
        Cell(question.judged_against or "", below=question.before or None),
        _seen(question.answers),
        _result(question),
        _remarks(question),
    )


def _seen(answers: tuple[EvidenceSeen, ...]) -> Shown | Cell:
    """Return what was seen and where; answers that contest one another stand side by side."""
    if not answers:
        return PAGE_WIDE_ROOM
    if len(answers) > 1:
        return tuple(_in_short(one) for one in answers)
    (answer,) = answers
    where = tuple(part for part in (answer.where, answer.sample) if part)
    return Cell(answer.seen or tr("nothing was looked at"), below=where or None)


def _in_short(answer: EvidenceSeen) -> Shown:
    return Joined((answer.mark, answer.seen or answer.reason or tr("nothing was looked at")), ": ")


def _result(question: QuestionOnForm) -> Shown | Cell:
    if not question.answers:
        return boxes(*(OUTCOMES[result].word for result in _ANSWERS))
    return Cell(question.asked.mark, below=question.asked.reason)


def _remarks(question: QuestionOnForm) -> Shown:
    if not question.answers:
        return NARROW_ROOM
    notes = tuple(one.note for one in question.answers if one.note)
    return (*question.asked.findings, *notes) or ""
