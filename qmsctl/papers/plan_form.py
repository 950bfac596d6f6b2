"""The plan of an audit as a paper to agree on and to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Facts, Listing, Paper, Paragraph, Part, Section
from qmsctl.papers.forms import LINE, signed
from qmsctl.papers.frame import again, framed, made_section
from qmsctl.papers.planned import schedule_blocks, team_blocks
from qmsctl.reports.criteria import CriterionNamed
from qmsctl.reports.plan_form import PlanForm
from qmsctl.reports.shown import Fact, Joined, Shown

__all__ = ["plan_paper"]


def plan_paper(form: PlanForm) -> Paper:
    """Return *form* laid out, in the order of the form that Polish offices use."""
    about = form.about
    title = tr("Audit plan No. {audit}", audit=about.audit)
    return framed(
        "audit-plan",
        about.audit,
        title,
        organisation=about.organisation,
        written=form.language,
        made=form.provenance,
        command=_command(form),
        cover=(
            Fact(tr("Audit number"), about.audit),
            Fact(tr("Kind of audit"), about.kind),
            Fact(tr("Days of the audit"), about.days),
            Fact(tr("Revision of the plan"), about.plan_revision),
            Fact(about.agreed_label, about.plan_approved),
        ),
        sections=_sections(form),
        subtitle=about.title,
        standing=about.plan_state,
    )


def _sections(form: PlanForm) -> Iterator[Section]:
    yield Section.of("general", "1", tr("General information"), _general(form))
    yield Section.of("objectives", "2", tr("Objectives of the audit"), [Paragraph(form.objectives)])
    yield Section.of("scope", "3", tr("Scope of the audit"), [Facts(form.scope.facts)])
    yield Section.of(
        "criteria", "4", tr("Criteria of the audit"), [_listed(_criterion(c) for c in form.criteria)]
    )
    yield Section.of(
        "team", "5", tr("Audit team"), team_blocks(form.team, tr("What keeps the audit impartial"))
    )
    auditees = (Joined((one.role, one.unit)) if one.unit else one.role for one in form.auditees)
    yield Section.of("auditees", "6", tr("Representatives of the auditees"), [_listed(auditees)])
    yield Section.of("methods", "7", tr("Methods and checklists"), _methods(form))
    yield Section.of("schedule", "8", tr("Schedule of the audit"), schedule_blocks(form.schedule))
    yield Section.of("signatures", "9", tr("Distribution list and signatures"), _signatures(form))
    yield made_section(form.provenance, _command(form))


def _command(form: PlanForm) -> str | None:
    return again(form.provenance, "plan", form.about.audit)


def _listed(items: Iterable[Shown]) -> Block:
    listed = tuple(items)
    return Listing(listed) if listed else Paragraph(None)


def _general(form: PlanForm) -> Iterator[Block]:
    about = form.about
    yield Facts(
        (
            Fact(
                tr("Audited organisation"),
                Joined((about.organisation, about.address)) if about.address else about.organisation,
            ),
            Fact(tr("Audit client"), about.client),
            Fact(tr("Places"), about.places),
            Fact(tr("Way of auditing"), form.mode),
            Fact(tr("Entry of the audit programme"), form.programme or tr("none")),
            Fact(tr("Earlier findings to look at again"), form.follow_up or tr("none")),
        ),
        paired=True,
    )


def _criterion(criterion: CriterionNamed) -> Shown:
    return Joined((criterion.name, criterion.extent)) if criterion.extent else criterion.name


def _methods(form: PlanForm) -> Iterator[Block]:
    yield Facts(
        (
            Fact(tr("Methods"), form.methods, long=True),
            Fact(tr("Checklists"), form.checklists or tr("none"), long=True),
        )
    )


def _signatures(form: PlanForm) -> Iterator[Block]:
    yield Part(tr("Distribution list"), (Paragraph(form.distribution),))
    yield Facts((Fact(tr("Accepted by, on"), form.accepted_by if form.accepted_by is not None else LINE),))
    yield Part(
        tr("Signatures"),
        (signed((tr("lead auditor"), form.lead), (tr("accepted by"), None)),),
    )
