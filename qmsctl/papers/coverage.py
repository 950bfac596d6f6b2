"""Coverage of clauses as a paper: a matrix of what there is for each, then by clause and by document."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qmsctl.control.coverage import Level
from qmsctl.messages import list_of, tr
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
from qmsctl.papers.frame import again_by, framed, made_section, overview
from qmsctl.papers.rows import some_ids
from qmsctl.reports.coverage import BY_WAY, ON_LEVELS, ClauseCovered, Coverage, Covering, EditionCovered
from qmsctl.reports.marks import LEVELS
from qmsctl.reports.shown import Fact, Joined, Shown, Tone, natural_key

__all__ = ["coverage_paper"]


def coverage_paper(view: Coverage) -> Paper:
    """Return *view* laid out."""
    title = tr("Coverage of clauses")
    made = view.provenance
    names = tuple(deadline.name for deadline in view.deadlines)
    return framed(
        "coverage",
        "coverage",
        title,
        organisation=view.organisation,
        written=view.language,
        made=made,
        command=_command(view),
        cover=overview(
            view.organisation, made, Fact(tr("Editions of the standard"), names), *view.wanted.facts
        ),
        sections=_sections(view),
        subtitle=Joined(names),
        landscape=True,
    )


def _command(view: Coverage) -> str | None:
    asked = view.wanted
    options = (
        *(("--edition", key) for key in asked.editions),
        *(("--level", level) for level in asked.levels),
        *(("--clause", clause) for clause in asked.clauses),
    )
    return again_by(view.provenance, "coverage", *(word for pair in options for word in pair))


def _sections(view: Coverage) -> Iterator[Section]:
    yield Section("levels", "1", tr("Clauses by level"), tuple(_levels(view)))
    yield Section(
        "matrix", "2", tr("Documents, questions and evidence for each clause"), _each(view, _matrix)
    )
    yield Section(
        "clauses", "3", tr("Each clause: who claims it, who asks, what shows it"), _each(view, _clauses)
    )
    yield Section("documents", "4", tr("Each document: the clauses it is there for"), tuple(_documents(view)))
    yield made_section(view.provenance, _command(view))


def _levels(view: Coverage) -> Iterator[Block]:
    yield Paragraph(ON_LEVELS, Style.SMALL)
    for deadline in view.deadlines:
        if deadline.deadline is not None:
            yield Notice(Joined((deadline.name, deadline.deadline), ": "), deadline.deadline.tone)
    for said in view.amendments:
        yield Paragraph(said, Style.SMALL)
    if not view.editions:
        yield Paragraph(tr("No clause is as it was asked for."))
    if view.unnamed:
        heading = tr("Documents that no clause names")
        columns = (Column(tr("Id")), Column(tr("Title"), Look.TITLE), Column(tr("State")))
        rows = tuple((one.id, one.title, one.state) for one in view.unnamed)
        yield Part(heading, (Table.of("documents-unnamed", heading, columns, rows),))
    for one in view.editions:
        blocks: list[Block] = [Figures(one.levels)]
        if one.by_way_of is not None:
            yield Notice(Joined((Joined((one.name, one.by_way_of), " ← "), BY_WAY), ": "))
        if one.exclusions:
            blocks.append(Facts((Fact(tr("Clauses the organisation excludes"), one.exclusions, long=True),)))
        bars = tuple(
            Bar(number, one.main_title(number), one.levels_of(clauses))
            for number, clauses in one.chapters.items()
        )
        caption = Joined((tr("Clauses by main clause and level"), one.name), ": ")
        blocks.append(Bars(f"levels-{_key(one)}", caption, bars, tuple(LEVELS.values()), tr("no clause")))
        yield Part(one.name, tuple(blocks))


def _each(view: Coverage, table_of: Callable[[EditionCovered], Table]) -> tuple[Block, ...]:
    """Return a table for each edition."""
    if not view.editions:
        return (Paragraph(tr("No clause is as it was asked for.")),)
    return tuple(Part(one.name, (table_of(one),)) for one in view.editions)


def _matrix(one: EditionCovered) -> Table:
    """Return how much there is for each clause: a gap is an empty place among numbers."""
    columns = (
        Column(tr("Clause")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("documents that claim it"), Look.COUNT, upright=True),
        Column(tr("of them in force"), Look.COUNT, upright=True),
        Column(tr("questions about it"), Look.COUNT, upright=True),
        Column(tr("evidence that still holds"), Look.COUNT, upright=True),
        Column(tr("open nonconformities"), Look.COUNT, upright=True),
        Column(tr("Level")),
    )
    groups = tuple(
        Group(
            tuple(_counted(clause) for clause in clauses),
            (number, one.main_title(number), "", "", "", "", "", ""),
        )
        for number, clauses in one.chapters.items()
    )
    caption = Joined((tr("How much there is for each clause"), one.name), ": ")
    return Table(f"matrix-{_key(one)}", caption, columns, groups, filters=7)


def _counted(clause: ClauseCovered) -> Row:
    covered = clause.covered
    counts: tuple[Cell | Shown, ...] = (
        Cell(len(covered.claimed_by), tone=Tone.CALM),
        Cell(len(covered.documented_by), tone=Tone.GOOD),
        Cell(len(covered.asked_by), tone=Tone.CALM),
        Cell(len(covered.evidence), tone=Tone.GOOD),
        Cell(len(covered.open_nonconformities), tone=Tone.BAD),
    )
    return (clause.id, Cell(clause.title, below=clause.by_way_of), *counts, clause.level)


def _clauses(one: EditionCovered) -> Table:
    columns = (
        Column(tr("Clause")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("Level")),
        Column(tr("Documents"), Look.NAMES),
        Column(tr("Asked by"), Look.NAMES),
        Column(tr("Last evidence")),
        Column(tr("Open nonconformities")),
    )
    groups = tuple(
        Group(
            tuple(_named(clause) for clause in clauses),
            (number, one.main_title(number), "", "", "", "", ""),
        )
        for number, clauses in one.chapters.items()
    )
    caption = Joined((tr("Each clause, what documents it and what evidences it"), one.name), ": ")
    return Table(f"clauses-{_key(one)}", caption, columns, groups, filters=2)


def _named(clause: ClauseCovered) -> Row:
    covered = clause.covered
    last = clause.last_evidence
    excluded = covered.level is Level.EXCLUDED
    return (
        clause.id,
        Cell(clause.title, below=clause.by_way_of),
        Cell(clause.level, below=covered.reason if excluded else None),
        Cell(some_ids(covered.documented_by), below=_only_claimed(clause)),
        some_ids(covered.asked_by),
        Cell(last[0], below=last[1]) if last else "",
        some_ids(covered.open_nonconformities),
    )


def _only_claimed(clause: ClauseCovered) -> Shown:
    """Return the documents that name the clause and are not in force with a real text."""
    documented = clause.covered.documented_by
    rest = [id for id in clause.covered.claimed_by if id not in documented]
    return (
        tr("only claimed by: {documents}", documents=list_of(sorted(rest, key=natural_key))) if rest else None
    )


def _documents(view: Coverage) -> Iterator[Block]:
    for one in view.editions:
        rows = tuple(_document(document) for document in view.documents_of(one.key))
        if rows:
            columns = (
                Column(tr("Id")),
                Column(tr("Title"), Look.TITLE),
                Column(tr("State")),
                Column(tr("Clauses it claims"), Look.NAMES),
                Column(tr("of them documented"), Look.NAMES),
                Column(tr("of them evidenced"), Look.NAMES),
            )
            caption = Joined((tr("Documents, and the clauses they are there for"), one.name), ": ")
            table = Table.of(f"documents-{_key(one)}", caption, columns, rows)
            yield Part(one.name, (table,))
        else:
            yield Part(one.name, (Paragraph(tr("No document claims any of these clauses.")),))
    if not view.editions:
        yield Paragraph(tr("No clause is as it was asked for."))


def _document(one: Covering) -> Row:
    return (
        one.id,
        one.title,
        one.state,
        Joined(one.claimed),
        Joined(one.documented) if one.documented else "",
        Joined(one.evidenced) if one.evidenced else "",
    )


def _key(one: EditionCovered) -> str:
    return one.key.replace(":", "-")
