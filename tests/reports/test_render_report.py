"""A report in HTML and in Markdown: the same view, the same words, nothing that acts."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from qmsctl.messages import LANGUAGES, Message
from qmsctl.papers.audit_report import audit_report_paper
from qmsctl.render.report import FORMATS, render_report
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.course import Event
from qmsctl.reports.shown import Translated
from tests.catalogues import missing
from tests.reports.office import TEXT, office, report, report_of
from tests.reports.reading import markdown_tables, read_page
from tests.reports.test_audit_report import without_text

ROOT = Path(__file__).parent.parent.parent

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(2)"> | a | "onload="x" \'y\' `b` **c** _d_ '
    "[e](javascript:f) ![g](http://example.org/h) <!-- i --> &lt;j&gt; {{ k }} {% l %} </style> \\"
)

each_format: Callable[[Any], Any] = pytest.mark.parametrize("format", ["html", "markdown"])
every_format: Callable[[Any], Any] = pytest.mark.parametrize("format", FORMATS)
each_language: Callable[[Any], Any] = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def made() -> AuditReport:
    """Return the report of the office's audit."""
    return report()


_KNOWN_WORDS = ("outcome", "grade", "result", "counts", "between", "language", "symbol")
"""Fields that hold one of a few words: a file with any other word is refused when it is read."""


def poisoned(value: Any, poison: str) -> Any:  # noqa: ANN401 - walks a view of any shape
    """Return *value* with *poison* at the end of every text that a file could hold."""
    if isinstance(value, str):
        return value.rstrip("\n") + poison
    if isinstance(value, Message):
        return dataclasses.replace(value, values=_poisoned_pairs(value.values, poison))
    if isinstance(value, Translated):
        return Translated(_poisoned_pairs(value.texts, poison))
    if isinstance(value, tuple):
        return tuple(poisoned(one, poison) for one in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    known = (*_KNOWN_WORDS, "key") if isinstance(value, Event) else _KNOWN_WORDS
    fields = {
        field.name: poisoned(getattr(value, field.name), poison)
        for field in dataclasses.fields(value)
        if field.name not in known
    }
    return dataclasses.replace(value, **fields)


def _poisoned_pairs(pairs: tuple[tuple[str, Any], ...], poison: str) -> tuple[tuple[str, Any], ...]:
    return tuple((name, poisoned(value, poison)) for name, value in pairs)


@every_format
@each_language
def test_every_format_carries_everything(made: AuditReport, format: str, language: str) -> None:
    """Every finding, every piece of evidence, every question, clause and document is in every format."""
    text = render_report(made, format, language).replace("\\", "").replace("<wbr>", "")
    names = [
        *(finding.number for finding in (*made.findings, *made.earlier)),
        *(record.name for record in made.evidence),
        *(question.id for question in made.questions),
        *(document.id for document in made.register),
        *(clause.id for results in made.results for group in results.groups for clause in group.clauses),
        *(attention.what for attention in made.open_points.attention),
        *(problem.place for problem in made.open_points.problems),
        *(checked.outcome.rule for checked in made.looked_at.checks),
        *(section.heading.into(language) for section in audit_report_paper(made).sections),
        made.provenance.commit or "",
    ]

    assert [name for name in names if name not in text] == []


@each_language
def test_both_formats_have_the_same_tables(made: AuditReport, language: str) -> None:
    """Row by row, what a table says in HTML it says in Markdown."""
    page = read_page(render_report(made, "html", language))
    tables = markdown_tables(render_report(made, "markdown", language))
    for caption, rows in page.tables.items():
        found = next(
            (table for table in tables if [row[0] for row in table] == [row[0] for row in rows]), None
        )
        assert found is not None, f"Markdown has no table like {caption}"
        for row, other in zip(rows[1:], found[1:], strict=True):
            assert figures(row) == figures(other)


def figures(row: list[str]) -> list[str]:
    """Return the numbers and symbols of a row, which no way of writing lists changes."""
    return re.findall(r"\d[\d.]*|[✓✗○◔◑●▲■◆★≠⊘?]", " ".join(row))


@each_language
def test_both_formats_have_the_same_counts(made: AuditReport, language: str) -> None:
    """The figures of the summary are those of the view, in either format."""
    html = render_report(made, "html", language)
    markdown = render_report(made, "markdown", language)
    for numbered in (*made.tally.marks, *made.grades, *made.results[0].levels):
        word = numbered.mark.word.into(language)

        assert f"- {numbered.mark.into(language)}: {numbered.count}" in markdown
        assert f"</span> {word}</dt><dd>{numbered.count}</dd>" in html


@each_format
@each_language
def test_the_same_report_gives_the_same_bytes(format: str, language: str) -> None:
    """Two reports made from the same files are equal to the byte."""
    made = (report_of(office().system()), report_of(office().system()))

    assert render_report(made[0], format, language) == render_report(made[1], format, language)


@each_format
def test_the_bytes_do_not_depend_on_the_process(made: AuditReport, format: str) -> None:
    """Another process, with another order of its sets, writes the same."""
    program = (
        "import sys; from tests.reports.office import report; from qmsctl.render.report import render_report;"
        f"sys.stdout.buffer.write(render_report(report(), {format!r}, 'pl').encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1234", "PYTHONPATH": str(ROOT)}
    other = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, capture_output=True
    )

    assert other.stdout.decode() == render_report(made, format, "pl")


@each_language
def test_what_people_wrote_stays_text_in_html(made: AuditReport, language: str) -> None:
    """Hostile text everywhere adds no element, no attribute and no address to the page."""
    clean = read_page(render_report(made, "html", language))
    page = read_page(render_report(poisoned(made, HOSTILE), "html", language))

    # An id has no language until words stand beside it; where a long name or an id may break, hangs on its letters.
    told, expected = (
        [
            e.tag
            for e in one.elements
            if (e.tag, set(e.attributes)) != ("span", {"lang"}) and e.tag not in ("wbr", "i")
        ]
        for one in (page, clean)
    )
    assert told == expected
    assert {name for e in page.elements for name in e.attributes} == {
        name for e in clean.elements for name in e.attributes
    }
    assert page.unclosed == []


@each_language
def test_what_people_wrote_stays_text_in_markdown(made: AuditReport, language: str) -> None:
    """Hostile text everywhere changes nothing in how the Markdown is built, and brings in no HTML."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    clean = parser.parse(render_report(made, "markdown", language))
    tokens = parser.parse(render_report(poisoned(made, HOSTILE), "markdown", language))
    inline = {child.type for token in tokens for child in token.children or ()}

    assert [token.type for token in tokens] == [token.type for token in clean]
    assert inline <= {"text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close"}


@each_format
def test_line_breaks_of_hostile_text_begin_nothing(made: AuditReport, format: str) -> None:
    """A line that looks like a heading, a table or a list is no such thing."""
    poison = "\n# heading\n\n| a | b |\n| - | - |\n\n- item\n1. one\n```\n<b>\n===\n---\n    code"
    text = render_report(poisoned(made, poison), format, "en")
    if format == "markdown":
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
        clean = MarkdownIt("commonmark").enable("table").parse(render_report(made, format, "en"))
        kinds = {"heading_open", "table_open", "tr_open", "ordered_list_open", "hr"}

        assert {token.type for token in tokens}.isdisjoint({"html_block", "fence", "code_block"})
        assert [t.type for t in tokens if t.type in kinds] == [t.type for t in clean if t.type in kinds]
    else:
        assert len(read_page(text).all("h1", "h2", "h3", "h4", "b")) == len(
            read_page(render_report(made, "html", "en")).all("h1", "h2", "h3", "h4", "b")
        )


def test_a_style_sheet_cannot_be_left(made: AuditReport) -> None:
    """The id of an audit in the footer of the pages stays inside its quotes."""
    about = dataclasses.replace(made.identification, audit='A"; } </style><script>', organisation="Łódź")
    html = render_report(dataclasses.replace(made, identification=about), "html", "en")
    style = html[html.index("<style>") : html.index("</style>")]

    assert r'content:"A\000022\00003b\000020\00007d\000020\00003c\00002fstyle' in style
    assert r'content:"\000141\0000f3d\00017a"' in style


@every_format
def test_what_cannot_be_seen_is_made_visible(made: AuditReport, format: str) -> None:
    """Control characters, halves of surrogates and turned writing do not reach the reader."""
    text = render_report(poisoned(made, "\x00\x1b[31m\u202e\ud800\u200b"), format, "pl")

    assert re.search("[\x00-\x08\x0b-\x1f\x7f\u202e\u200b\ud800-\udfff]", text) is None
    assert "\N{REPLACEMENT CHARACTER}" in text
    assert text.encode("utf-8")


@each_format
def test_lines_people_wrote_are_kept(made: AuditReport, format: str) -> None:
    """Evidence of two lines is shown on two."""
    text = render_report(made, format, "pl")
    expected = {
        "html": "<i>F-07</i> w wydaniu 2.<br>\nObowiązuje wydanie 4.",
        "markdown": "  > Na 2 z 5 stanowisk używano formularza F-07 w wydaniu 2.\\\n  > Obowiązuje wydanie 4.",
    }

    assert expected[format] in text


@each_format
@each_language
def test_what_is_missing_is_said(format: str, language: str) -> None:
    """A plan with nothing but what it must have gives a report that says what it lacks."""
    text = office().files["audits/aud-2026-01-ce4747/audit.yaml"].decode()
    bare = "".join(
        line + "\n"
        for line in text.splitlines()
        if line.partition(":")[0] in ("id", "type", "title", "language", "revision", "kind")
    )
    start = TEXT.index('```yaml title="audits/{AUD-2026-01}/audit.yaml"')
    made = report(TEXT[:start] + f'```yaml title="audits/{{AUD-2026-01}}/audit.yaml"\n{bare}```\n')
    rendered = render_report(made, format, language)
    word = "not recorded" if language == "en" else "nie podano"

    assert made.objectives is None
    assert rendered.count(word) >= 20


@each_format
@each_language
def test_a_document_without_its_text_turns_its_clauses(format: str, language: str) -> None:
    """Deleting what a procedure says takes its clauses from documented to claimed in every format."""
    levels = []
    for text in (TEXT, without_text()):
        rendered = render_report(report(text), format, language)
        tables = [
            *markdown_tables(rendered),
            *(read_page(rendered).tables.values() if format == "html" else ()),
        ]
        levels.append(next(row[-1] for table in tables for row in table if row[0] == "7.5.3.1"))
    documented, claimed = ("documented", "claimed") if language == "en" else ("udokumentowane", "tylko")

    assert [level.partition(" ")[2].partition(" ")[0].rstrip(";") for level in levels] == [
        documented,
        claimed,
    ]


def test_a_question_is_asked_in_the_language_of_the_report(made: AuditReport) -> None:
    """Where a checklist has a translation its questions are read in it, and marked as foreign where not."""
    english = render_report(made, "html", "en")

    assert "Who approves a document before it is issued?" in english
    assert "Kto zatwierdza dokument przed wydaniem?" not in english
    assert '<span lang="pl">Jak długo przechowuje się zapisy?</span>' in english
    assert "Kto zatwierdza dokument przed wydaniem?" in render_report(made, "html", "pl")


def test_an_issued_report_is_no_draft() -> None:
    """A report made to be issued does not call itself a draft."""
    system = office().system()
    made = report_of(system)
    issued = dataclasses.replace(
        made, identification=dataclasses.replace(made.identification, is_draft=False)
    )

    assert "This is a draft" in render_report(made, "html", "en")
    assert "This is a draft" not in render_report(issued, "html", "en")


def test_an_audit_without_criteria_has_a_report(made: AuditReport) -> None:
    """Nothing to show is said in both formats, and no chart is drawn."""
    bare = dataclasses.replace(
        made, criteria=(), results=(), team=(), auditees=(), findings=(), earlier=(), evidence=(), questions=(),
        register=(), conclusions=(), units=(),
    )  # fmt: skip
    for text in (render_report(bare, "html", "en"), render_report(bare, "markdown", "en")):
        assert "The audit has no edition of a standard among its criteria." in text
        assert "No evidence is recorded." in text
        assert "<svg viewBox" not in text


@pytest.mark.parametrize("known", [0, 3])
def test_what_is_waived_or_known_has_a_column(made: AuditReport, known: int) -> None:
    """Of all that a rule looked at the table says what became of it; the baseline only where there is one."""
    outcome = dataclasses.replace(
        made.looked_at.checks[0].outcome,
        conforming=68, nonconforming=0, waived=1, known=known, cannot_be_established=0, not_applicable=5,
    )  # fmt: skip
    one = dataclasses.replace(made.looked_at.checks[0], outcome=outcome)
    few = dataclasses.replace(made, looked_at=dataclasses.replace(made.looked_at, checks=(one,)))
    table = read_page(render_report(few, "html", "en")).tables["Rules, and how many subjects each looked at"]

    extra = ["known by the baseline"] if known else []
    assert table[0][2:] == [
        "looked at", "conforming", "nonconforming", "problem waived", *extra, "cannot be established",
        "rule not applicable",
    ]  # fmt: skip
    assert table[1][2:] == [str(69 + known), "68", "0", "1", *(["3"] if known else []), "0", "5"]


def test_every_text_of_the_report_has_a_translation() -> None:
    """The Polish catalogue lacks nothing that the report says."""
    assert missing("pl", "qmsctl/reports", "templates") == {}
