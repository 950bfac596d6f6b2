"""The deadlines of a register of cases as a paper: figures and pictures, each case with its row, and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from qmsctl.control.cases import Case
from qmsctl.law import Basis, Law, Rule
from qmsctl.messages import Message, Translated, tr, tr_n
from qmsctl.papers.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Facts,
    Figures,
    Look,
    Notice,
    Paper,
    Paragraph,
    Row,
    Section,
    Style,
    Table,
)
from qmsctl.papers.frame import again_by, framed, made_section, overview
from qmsctl.reports.deadlines import NO_ADVICE, STANDINGS, CaseList, length_in_words
from qmsctl.reports.shown import Code, Fact, Joined, Shown, month_in_words

__all__ = ["BASES", "deadlines_paper"]


BASES: Final[Mapping[Basis, Message]] = {
    Basis.SEEN: tr("source read"),
    Basis.RECALLED: tr("unverified"),
}
_NOT_COMPARED: Final = tr("not compared with the act")


def deadlines_paper(view: CaseList, within: str) -> Paper:
    """Return *view* laid out; *within* is how far ahead was looked, as it was typed."""
    title = tr("Deadlines of cases")
    made, command = view.provenance, _command(view, within)
    law = Translated(view.law.title)
    chosen = (Fact(tr("Only"), tuple(STANDINGS[one] for one in view.chosen)),) if view.chosen else ()
    return framed(
        "deadlines",
        view.register,
        title,
        organisation=view.organisation,
        written=view.language,
        made=made,
        command=command,
        cover=overview(
            view.organisation,
            made,
            Fact(tr("Register"), view.register),
            Fact(tr("Law"), law),
            Fact(tr("Running out until"), view.soon),
            *chosen,
        ),
        sections=(
            Section("summary", "1", tr("Where the cases stand"), tuple(_summary(view))),
            Section("cases", "2", tr("Each case and its last day"), tuple(_cases(view))),
            Section("sample", "3", tr("Rows as a sample and as evidence"), tuple(_draws(view))),
            Section("rules", "4", tr("By which rules"), tuple(_rules(view))),
            made_section(made, command),
        ),
        subtitle=Joined((view.register, law), " · "),
        landscape=True,
    )


def _command(view: CaseList, within: str) -> str | None:
    only = (word for one in view.chosen for word in ("--standing", one.value))
    words = (view.register, "--law", view.law.key, "--within", within, *only)
    return again_by(view.provenance, "deadlines", *words)


def _summary(view: CaseList) -> Iterator[Block]:
    yield Notice(NO_ADVICE)
    if view.repeated:
        yield Notice(
            tr_n(
                "{count} mark stands in more than one row, so a case may be counted twice: {marks}",
                "{count} marks stand in more than one row each, so cases may be counted twice: {marks}",
                len(view.repeated),
                marks=", ".join(view.repeated[:10]),
            )
        )
    if view.stated_otherwise:
        yield Notice(
            tr_n(
                "In {count} row the register has another last day than the law gives.",
                "In {count} rows the register has another last day than the law gives.",
                view.stated_otherwise,
            )
        )
    yield Figures(view.counted(view.cases))
    marks, none = tuple(STANDINGS.values()), tr("no case")
    kinds = tuple(Bar("", kind or tr("kind not said"), view.counted(cases)) for kind, cases in view.by_kind)
    yield Bars("kinds", tr("Cases by kind"), kinds, marks, none)
    if view.by_month:
        months = tuple(Bar("", _period(key), view.counted(cases)) for key, cases in view.by_month)
        caption = (
            tr("Cases by the year of their last day")
            if view.shows_years
            else tr("Cases by the month of their last day")
        )
        yield Bars("months", caption, months, marks, none)


def _period(key: str) -> Shown:
    """Return what *key* counts by: a month, `2026-10`, in words; a year as it is."""
    return month_in_words(key) if "-" in key else key


def _cases(view: CaseList) -> Iterator[Block]:
    if not view.rows:
        yield Paragraph(tr("No case stands as it was asked for."))
        return
    columns = (
        Column(tr("Case")),
        Column(tr("Standing of the case")),
        Column(tr("Last day")),
        Column(tr("Received, settled")),
        Column(tr("Kind of case")),
        Column(tr("Why, and what else there is to say"), Look.TEXT),
    )
    caption = tr("Cases, the most pressing first")
    rows = tuple(_row(view, case) for case in view.rows)
    yield Table.of("cases", caption, columns, rows, filters=1)


def _row(view: CaseList, case: Case) -> Row:
    said = (case.reason, *case.remarks) if case.reason else case.remarks
    return (
        Cell(case.row.name, below=tr("line {line}", line=case.row.line)),
        Cell(STANDINGS[case.standing], below=_days(case)),
        Cell(case.last_day or "", below=case.rule.article if case.rule and case.last_day else None),
        Cell(case.received or "", below=tr("settled {day}", day=case.closed) if case.closed else None),
        Cell(case.kind, below=view.units.get(case.unit, case.unit) or None),
        Joined(said, "; ") if said else "",
    )


def _days(case: Case) -> Message | None:
    """Return how many days were or are left, or how many too late it is."""
    if case.days is None:
        return None
    if case.days < 0:
        return tr_n("{count} day too late", "{count} days too late", -case.days)
    if case.closed is not None:
        return (
            tr_n("{count} day before its end", "{count} days before its end", case.days)
            if case.days
            else None
        )
    return tr_n("{count} day left", "{count} days left", case.days) if case.days else tr("its last day")


def _draws(view: CaseList) -> Iterator[Block]:
    drawn = view.draws
    if drawn is None:
        yield Notice(
            tr(
                "The register is not what a commit holds, so nobody could draw the same rows again."
                " Commit it, and ask anew."
            )
        )
        return
    yield Paragraph(
        tr("Each command can be pasted as it stands; the one for evidence asks for what it still needs."),
        Style.SMALL,
    )
    yield Facts(
        tuple(
            Fact(label, Code(command))
            for label, command in (
                (tr("Show the rows that are late or unclear"), drawn.look),
                (tr("Record these rows as evidence"), drawn.record),
                (tr("Draw rows at random"), drawn.random_look),
                (tr("Record rows drawn at random as evidence"), drawn.random_record),
            )
            if command
        )
    )
    if drawn.left_out:
        yield Paragraph(
            tr_n(
                "{count} further row is late or unclear; the commands name the first ones.",
                "{count} further rows are late or unclear; the commands name the first ones.",
                drawn.left_out,
            )
        )


def _rules(view: CaseList) -> Iterator[Block]:
    law, rules = view.law, view.rules
    read = tuple(Joined((said, column), ": ") for said, column in view.columns.items())
    founded, note = _founded(law.basis, law.note)
    facts = (
        Fact(tr("Columns that were read"), read, long=True),
        Fact(tr("Law"), Translated(law.title)),
        Fact(tr("Published in"), law.journal),
        Fact(tr("How well it is founded"), founded),
        Fact(tr("Note"), note, long=True),
        Fact(tr("Source, and the day it was looked up"), _looked_up(law)),
    )
    yield Facts(tuple(fact for fact in facts if fact.value))
    if not rules:
        return
    columns = (
        Column(tr("Kind of case")),
        Column(tr("Period")),
        Column(tr("Counted from"), Look.TEXT),
        Column(tr("Article")),
        Column(tr("How well it is founded")),
        Column(tr("Note"), Look.TEXT),
        Column(tr("Source, and the day it was looked up"), Look.TEXT),
    )
    rows = tuple(_rule(rule) for rule in rules)
    caption = tr("The periods of the law, as they were looked up")
    yield Table.of("rules", caption, columns, rows)
    yield Paragraph(
        tr(
            "The day of the event does not count. An end on a Saturday or a public holiday moves to the next working"
            " day. Days that do not count move the end by as many days. All of it: docs/deadlines.md."
        ),
        Style.SMALL,
    )


def _rule(rule: Rule) -> Row:
    return (
        Translated(rule.title),
        length_in_words(rule.length),
        Translated(rule.begins),
        rule.article,
        *_founded(rule.basis, rule.note),
        _looked_up(rule),
    )


def _looked_up(one: Law | Rule) -> Shown:
    # On the day beside a row that is recalled nobody opened the act.
    return Joined((one.source, one.checked if one.basis is Basis.SEEN else _NOT_COMPARED), "; ")


def _founded(basis: Basis, note: tuple[tuple[str, str], ...]) -> tuple[Shown, Shown]:
    return BASES[basis], Translated(note) if note else ""
