"""A paper that holds every kind of block and of value, for tests of what formats set."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from qmsctl.messages import tr
from qmsctl.papers.blocks import (
    Bar,
    Bars,
    Card,
    Cell,
    Column,
    Facts,
    Figures,
    Grid,
    Group,
    Listing,
    Look,
    Notice,
    Paper,
    Paragraph,
    Part,
    Place,
    Section,
    SignatureLine,
    Signatures,
    Step,
    Steps,
    Style,
    Table,
)
from qmsctl.reports.marks import GRADES, OUTCOMES
from qmsctl.reports.shown import Code, Fact, Joined, Link, Numbered, Tone, Translated

__all__ = ["every_block", "hostile"]

CONFORMS, FAILS, SKIPPED = OUTCOMES["conforms"], OUTCOMES["does_not_conform"], OUTCOMES["not_audited"]
MAJOR, MINOR, STRENGTH = GRADES["major"], GRADES["minor"], GRADES["strength"]


def every_block() -> Paper:
    """Return a paper of the fictional office."""
    return Paper(
        kind="audit-report",
        id="AUD-2026-03",
        written="pl",
        organisation="Urząd Miasta Przykładowo",
        title=tr("Audit report No. {audit}", audit="AUD-2026-03"),
        subtitle=Translated((("pl", "Obsługa mieszkańców"), ("en", "Serving residents"))),
        standing=SKIPPED,
        cover=(
            Fact(tr("Result"), FAILS),
            Fact(tr("Day"), dt.date(2026, 3, 14)),
            Fact(tr("Scope"), None),
            Fact(tr("Document"), (Code("PR-07", to="PR-07"), Code("PR-08"), "Regulamin"), long=True),
        ),
        sections=(_summary(), _findings(), _annex()),
        made_from="commit 0123456789",
        command="qmsctl report AUD-2026-03 --as-of 2026-03-14",
        foot=("Urząd Miasta Przykładowo", "2026-03-14", "qmsctl 1.0", "commit 0123456789"),
    )


def _summary() -> Section:
    return Section(
        "summary",
        "",
        tr("Summary"),
        (
            Notice(tr("The conclusions of the audit are not recorded."), Tone.BAD),
            Paragraph("Jedno zdanie po polsku.\nI drugie w nowym wierszu."),
            Paragraph("Kto pyta, nie błądzi.", Style.SAID),
            Paragraph(tr("Document"), Style.SMALL),
            Figures((Numbered(MAJOR, 1), Numbered(MINOR, 0), Numbered(STRENGTH, 12))),
            Bars(
                "by-clause",
                tr("Results"),
                (
                    Bar("7", "Wsparcie", (Numbered(CONFORMS, 8), Numbered(FAILS, 2))),
                    Bar("8", Code("działania"), (Numbered(CONFORMS, 20), Numbered(SKIPPED, 1))),
                    Bar("10", "Doskonalenie", ()),
                ),
                (CONFORMS, FAILS, SKIPPED),
                tr("unanswered"),
            ),
            Table(
                "results",
                tr("Results"),
                (
                    Column(tr("Clause"), Look.SHORT),
                    Column(tr("Document"), Look.TEXT),
                    Column(tr("Day"), Look.SHORT),
                    Column(tr("conforms"), Look.COUNT, upright=True),
                    Column(tr("does not conform"), Look.COUNT, upright=True),
                ),
                (
                    Group(
                        (
                            ("8.2", "Przegląd wymagań", dt.date(2026, 3, 2), 3, Cell(2, Tone.BAD)),
                            (
                                "8.10",
                                Cell(Code("procedures/obsluga.yaml"), below="Biuro Obsługi"),
                                None,
                                0,
                                Cell(0, Tone.BAD),
                            ),
                        ),
                        ("8", "Działania operacyjne", "", 3, 2),
                    ),
                    Group((("9", (CONFORMS, Link("zob. NC-1", "finding-1")), "", 1, 0),)),
                ),
                note=tr("Document"),
            ),
        ),
    )


def _findings() -> Section:
    card = Card(
        "finding-1",
        Joined((Code("NC-2026-03-A1"), "Brak nadzoru"), " "),
        (MAJOR, FAILS),
        (
            Facts(
                (
                    Fact(tr("Clause"), "8.2"),
                    Fact(tr("Owner"), None),
                    Fact(tr("Day"), dt.date(2026, 3, 3)),
                    Fact(tr("Result"), None),
                    Fact(tr("Scope"), "Całość\nurzędu", long=True),
                ),
                paired=True,
                gathers=True,
            ),
            Steps(
                (
                    Step(tr("raised"), dt.date(2026, 3, 5), (Fact(tr("Owner"), "Pełnomocnik"),)),
                    Step("Odpowiedź", None, ()),
                )
            ),
        ),
        "major",
    )
    return Section(
        "findings",
        "1",
        tr("Findings"),
        (
            Part("Niezgodności", (card, replace(card, anchor="finding-2", struck=True, marks=()))),
            Listing((Link("Podsumowanie", "summary"), "Bez odsyłacza", Link("Donikąd", "nowhere"))),
            Listing(("Zdanie pierwsze.", "Zdanie drugie."), bulleted=False),
        ),
        new_page=True,
    )


def _annex() -> Section:
    return Section(
        "annex-programme",
        "A",
        tr("Audit programme"),
        (
            Grid(
                "months",
                tr("Audit programme"),
                (("I", "2026"), ("II", "2026"), ("III", "2026")),
                (
                    ("Biuro Obsługi", (Place(0, CONFORMS, "AUD-2026-01"), Place(2, SKIPPED, "jeszcze")), "x"),
                    ("Archiwum", (), None),
                ),
            ),
            Signatures((SignatureLine(tr("Owner"), "Jan Przykładowy"), SignatureLine("Audytor", None))),
        ),
        is_annex=True,
    )


def hostile(text: str) -> Paper:
    """Return a paper with *text* wherever people write."""
    section = Section(
        "only",
        "1",
        tr("Summary"),
        (
            Paragraph(text),
            Facts((Fact(tr("Scope"), text), Fact(tr("Document"), (text, Code(text, to=text))))),
            Table.of("t", tr("Results"), (Column(tr("Clause")),), ((text,), (Cell(text, below=text),))),
            Card(text, text, (MAJOR,), (Listing((text, Link(text, text))),), "major"),
            Bars(
                "b",
                text,
                (Bar(text, text, (Numbered(CONFORMS, 1),)), Bar(text, text, ())),
                (CONFORMS,),
                tr("unanswered"),
            ),
            Signatures((SignatureLine(text, text),)),
        ),
    )
    return Paper(
        "audit-report",
        text,
        "pl",
        text,
        tr("Summary"),
        text,
        None,
        (),
        (section, replace(section, key="b", blocks=section.blocks[:2])),
        text,
        text,
        (text,),
    )
