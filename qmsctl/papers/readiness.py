"""Readiness for an audit as a paper: the figures and what has to be done first, then all that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.messages import tr, tr_n
from qmsctl.papers.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Facts,
    Figures,
    Group,
    Look,
    Notice,
    Paper,
    Paragraph,
    Part,
    Row,
    Section,
    Style,
    Table,
)
from qmsctl.papers.changes_since import changes_blocks
from qmsctl.papers.frame import again, framed, made_section, overview
from qmsctl.papers.readiness_audits import audits_blocks, certificate_blocks, impartiality_blocks
from qmsctl.papers.readiness_parts import (
    NAMED,
    demanded_blocks,
    documents_blocks,
    doubts_blocks,
    findings_blocks,
    in_force_blocks,
    problems_blocks,
    reviews_blocks,
)
from qmsctl.papers.rows import some
from qmsctl.reports.coverage import ON_LEVELS, ClauseCovered, EditionCovered
from qmsctl.reports.marks import LEVELS
from qmsctl.reports.readiness import Readiness
from qmsctl.reports.shown import Code, Fact, Joined, Link, Shown
from qmsctl.reports.tasks import URGENCIES, Task

__all__ = ["readiness_paper"]


def readiness_paper(view: Readiness) -> Paper:
    """Return *view* laid out."""
    title = tr("Readiness for the audit")
    made = view.provenance
    return framed(
        "readiness",
        "readiness",
        title,
        organisation=view.organisation,
        written=view.language,
        made=made,
        command=_command(view),
        cover=overview(
            view.organisation,
            made,
            Fact(tr("Visit"), _visit(view)),
            Fact(tr("Editions of the standard"), tuple(one.name for one in view.editions)),
        ),
        sections=_sections(view),
        subtitle=_visit(view),
        standing=view.standing,
    )


def _visit(view: Readiness) -> Shown:
    """Return for when it was made."""
    horizon = view.horizon
    if horizon.visit is None:
        return tr("no day is named; what falls due until {day} is told", day=horizon.last)
    count = (horizon.visit - horizon.day).days
    if count < 0:
        said = tr("{day}, which has passed", day=horizon.visit)
    else:
        said = tr_n("{day}, in {count} day", "{day}, in {count} days", count, day=horizon.visit)
    return Joined((horizon.audit, said)) if horizon.audit else said


def _sections(view: Readiness) -> tuple[Section, ...]:
    return (
        Section("summary", "", tr("Summary"), tuple(_summary(view)), new_page=True),
        Section.of("tasks", "1", tr("What to do before the visit"), tasks_blocks(view)),
        Section.of(
            "documents", "2", tr("Documents whose file is not what is in force"), documents_blocks(view)
        ),
        Section.of("clauses", "3", tr("Clauses: claimed, documented, evidenced"), _clauses(view)),
        Section.of("demanded", "4", tr("Documented information that is demanded"), demanded_blocks(view)),
        Section.of(
            "changes",
            "5",
            tr("Changes since the last audit"),
            changes_blocks(view.changes, view.last_audit),
        ),
        Section.of("findings", "6", tr("Open findings"), findings_blocks(view)),
        Section.of("reviews", "7", tr("Periodic reviews"), reviews_blocks(view)),
        Section.of("audits", "8", tr("Audits"), audits_blocks(view)),
        Section.of("certificate", "9", tr("Certificate"), certificate_blocks(view)),
        Section.of("impartiality", "10", tr("Impartiality of audits"), impartiality_blocks(view)),
        Section.of("doubts", "11", tr("What cannot be established"), doubts_blocks(view)),
        Section.annex("problems", "A", tr("Everything the check found"), problems_blocks(view)),
        Section.annex("register", "B", tr("Documents in force"), in_force_blocks(view)),
        made_section(view.provenance, _command(view), "C"),
    )


def _command(view: Readiness) -> str | None:
    visit = view.horizon.visit
    words = ("--visit", visit.isoformat()) if visit else ()
    return again(view.provenance, "readiness", *words)


def _summary(view: Readiness) -> Iterator[Block]:
    """Yield the figures: how much is to be done, how documents stand, how far clauses are answered."""
    if view.doubts:
        yield Notice(
            Joined(
                (
                    tr_n(
                        "{count} thing cannot be established; what it concerns may look better or worse than it is.",
                        "{count} things cannot be established; what they concern may look better or worse than it is.",
                        len(view.doubts),
                    ),
                    Link(tr("How to mend that"), "doubts"),
                ),
                " ",
            )
        )
    yield Part(Link(tr("What to do before the visit"), "tasks"), (Figures(view.urgencies),))
    yield Part(Link(tr("Documents by state"), "documents"), (Figures(view.states),))
    for one in view.editions:
        heading = Joined((tr("Clauses by level"), one.name), ": ")
        yield Part(Link(heading, "clauses"), (Figures(one.levels),))
    yield Facts(tuple(_counts(view)), paired=True)
    yield Paragraph(
        tr(
            "This report says what is recorded and what is to be done. Whether the system conforms is for the auditors to conclude."
        ),
        Style.SMALL,
    )


def _counts(view: Readiness) -> Iterator[Fact]:
    held = view.documents
    yield Fact(
        tr("Documents in the register"),
        tr(
            "{count}, plans of audits not counted; with a revision in force: {in_force}; with a file that departs "
            "from it: {departing}; with a draft: {drafts}",
            count=held.listed,
            in_force=held.in_force,
            departing=held.departing,
            drafts=held.drafts,
        ),
    )
    if held.unreadable:
        yield Fact(tr("Documents with a head that cannot be read"), held.unreadable)
    late = sum(finding.is_overdue for finding in view.findings)
    findings = tr_n("{count} open", "{count} open", len(view.findings))
    yield Fact(tr("Findings"), Joined((findings, tr_n("{count} overdue", "{count} overdue", late))))
    overdue = sum(one.is_late for one in view.reviews)
    reviews = tr_n("{count} overdue", "{count} overdue", overdue)
    soon = tr_n("{count} due soon", "{count} due soon", len(view.reviews) - overdue)
    yield Fact(tr("Periodic reviews"), Joined((reviews, soon)))
    lacking = sum(row.is_lacking for one in view.demanded for row in one.found)
    total = sum(row.demanded.always for one in view.demanded for row in one.found)
    yield Fact(
        tr("Documented information that is always demanded"),
        tr("{found} of {all} found", found=total - lacking, all=total),
    )
    if view.certificate is not None:
        yield Fact(tr("Certificate valid until"), view.certificate.last_day)
    yield Fact(tr("Problems the check found"), len(view.problems))
    if view.waived:
        yield Fact(tr("Problems that are waived"), len(view.waived))


def tasks_blocks(view: Readiness) -> Iterator[Block]:
    """Yield what has to be done, the most urgent first."""
    if not view.tasks:
        yield Paragraph(tr("Nothing was found that has to be done before the visit."))
        return
    columns = (
        Column(tr("No."), Look.COUNT),
        Column(tr("Urgency")),
        Column(tr("What to do, and why"), Look.TEXT),
        Column(tr("What it is about"), Look.NAMES),
        Column(tr("Next command"), Look.TEXT),
        Column(tr("Who answers for it")),
        Column(tr("By when")),
    )
    rows = tuple(_task(number, task) for number, task in enumerate(view.tasks, 1))
    yield Table.of(
        "tasks",
        tr("What to do before the visit, the most urgent first"),
        columns,
        rows,
        heads=2,
        filters=1,
        wide=4,
    )


def _task(number: int, task: Task) -> Row:
    return (
        number,
        URGENCIES[task.urgency],
        Cell(task.what, below=task.why),
        task.thing,
        Code(task.command) if task.command else "",
        task.who or tr("nobody is named"),
        task.due or tr("as soon as possible"),
    )


def _clauses(view: Readiness) -> Iterator[Block]:
    yield Paragraph(ON_LEVELS, Style.SMALL)
    for one in view.editions:
        yield Part(one.name, tuple(_edition(one)))


def _edition(one: EditionCovered) -> Iterator[Block]:
    if one.exclusions:
        yield Facts((Fact(tr("Clauses the organisation excludes"), one.exclusions, long=True),))
    key = one.key.replace(":", "-")
    yield Bars(
        f"levels-{key}",
        Joined((tr("Clauses by main clause and level"), one.name), ": "),
        tuple(
            Bar(number, one.main_title(number), one.levels_of(clauses))
            for number, clauses in one.chapters.items()
        ),
        tuple(LEVELS.values()),
        tr("no clause"),
    )
    yield Table(
        f"clauses-{key}",
        Joined((tr("Each clause, what documents it and what evidences it"), one.name), ": "),
        (
            Column(tr("Clause")),
            Column(tr("Title"), Look.TITLE),
            Column(tr("Level")),
            Column(tr("Documents"), Look.NAMES),
            Column(tr("Last evidence")),
            Column(tr("Open nonconformities")),
        ),
        tuple(
            Group(
                tuple(_clause(clause) for clause in clauses),
                (number, one.main_title(number), "", "", "", ""),
            )
            for number, clauses in one.chapters.items()
        ),
        filters=2,
    )


def _clause(clause: ClauseCovered) -> Row:
    covered = clause.covered
    ids = covered.documented_by or covered.claimed_by
    last = clause.last_evidence
    return (
        covered.clause.id,
        clause.title,
        clause.level,
        some(ids, NAMED),
        Cell(last[0], below=last[1]) if last else "",
        Joined(tuple(Link(number, "findings") for number in covered.open_nonconformities))
        if covered.open_nonconformities
        else "",
    )
