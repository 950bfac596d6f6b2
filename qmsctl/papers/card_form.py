"""The card of a nonconformity as a paper: parts I to IV, with room to write where nothing is recorded yet."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Facts, Notice, Paper, Section, Step, Steps
from qmsctl.papers.forms import boxes, filled, signed
from qmsctl.papers.frame import again, framed, made_section
from qmsctl.reports.card_form import CardForm
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone

__all__ = ["card_paper"]


def card_paper(form: CardForm) -> Paper:
    """Return *form* laid out; a finding that is no nonconformity has the parts that concern it."""
    found = form.found
    title = (
        tr("Nonconformity card {number}", number=found.number)
        if found.is_nonconformity
        else tr("Finding {number}", number=found.number)
    )
    return framed(
        "finding-card",
        found.number,
        title,
        organisation=form.organisation,
        written=form.language,
        made=form.provenance,
        command=_command(form),
        cover=(
            Fact(tr("Number"), found.number),
            Fact(tr("Source"), found.source),
            Fact(tr("Raised on"), found.raised),
            Fact(tr("Grade"), found.grade_mark),
            Fact(tr("Owner"), found.owner),
            Fact(found.due_label, found.due),
        ),
        sections=_sections(form),
        subtitle=found.title,
        standing=found.status_mark,
    )


def _sections(form: CardForm) -> Iterator[Section]:
    yield Section.of("found", "I", tr("What was found"), _found(form))
    if form.found.is_nonconformity:
        yield Section.of("response", "II", tr("Correction, cause and corrective action"), _response(form))
        yield Section.of("done", "III", tr("Confirmation that the action was carried out"), _done(form))
        yield Section.of("effectiveness", "IV", tr("Assessment of effectiveness"), _effectiveness(form))
    elif form.found.response:
        yield Section.of("response", "II", tr("Response and follow-up"), iter((Facts(form.found.response),)))
    steps = Steps(
        tuple(
            Step(Joined((step.occurred, step.kind), ": "), step.recorded, step.facts) for step in form.steps
        )
    )
    yield Section("steps", "A", tr("Steps so far"), (steps,), is_annex=True)
    yield made_section(form.provenance, _command(form), "B")


def _command(form: CardForm) -> str | None:
    return again(form.provenance, "card", form.found.number)


def _found(form: CardForm) -> Iterator[Block]:
    found = form.found
    if found.is_withdrawn:
        yield Notice(tr("This finding was withdrawn: it was raised in error."))
    yield Facts(
        (
            Fact(tr("Criteria"), found.criteria, long=True),
            Fact(tr("Units"), found.units or tr("none named")),
            Fact(tr("Processes"), found.processes or tr("none named")),
            *((Fact(tr("Repeats"), found.repeats),) if found.repeats else ()),
        ),
        paired=True,
    )
    yield Facts((*found.substance, Fact(tr("Evidence cited"), found.evidence or tr("none"), long=True)))
    if found.remarks:
        yield Facts(found.remarks)
    yield Facts(
        (
            Fact(tr("Recorded"), form.recorded_by),
            filled(tr("Acknowledged by the auditee on"), form.acknowledged),
        ),
        paired=True,
    )
    yield signed((tr("auditor"), form.auditor), (tr("representative of the auditees"), None))


def _response(form: CardForm) -> Iterator[Block]:
    immediate = (
        (filled(tr("Immediate containment"), form.containment, long=True),)
        if form.containment or form.found.grade == "major"
        else ()
    )
    method = (Fact(tr("How the cause was found"), form.cause_method, long=True),) if form.cause_method else ()
    yield Facts(
        (
            filled(tr("Correction"), form.correction, long=True),
            *immediate,
            filled(tr("Extent: similar cases"), form.extent, long=True),
            filled(tr("Cause"), form.cause, long=True),
            *method,
            filled(tr("Corrective action"), form.action, long=True),
            filled(tr("Criterion of effectiveness"), form.criterion, long=True),
        )
    )
    if form.reviewed is not None:
        yield Facts((Fact(tr("Response"), form.reviewed),))
    yield Facts(
        (
            filled(tr("Owner of the action"), form.action_owner),
            filled(tr("Action due on"), form.action_due),
        ),
        paired=True,
    )
    yield signed((tr("owner of the action"), form.action_owner))


def _done(form: CardForm) -> Iterator[Block]:
    yield Facts(
        (
            filled(tr("Proof that it was done"), form.proof, long=True),
            filled(tr("Carried out on"), form.done),
        )
    )
    yield signed((tr("auditor"), None))


def _effectiveness(form: CardForm) -> Iterator[Block]:
    yield Facts(
        (
            Fact(tr("Check of effectiveness"), _verdict(form)),
            filled(tr("Checked on"), form.checked),
            filled(tr("By whom"), form.checked_by),
            filled(tr("Closed on"), form.closed),
        ),
        paired=True,
    )
    yield signed((tr("QMS representative"), None))


def _verdict(form: CardForm) -> Shown:
    if form.is_effective is None:
        return boxes(tr("effective"), tr("not effective"))
    if form.is_effective:
        return Mark(tr("effective"), "✓", Tone.GOOD)
    return Mark(tr("not effective"), "✗", Tone.BAD)
