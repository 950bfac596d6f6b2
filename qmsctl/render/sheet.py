"""A sheet of facts and tables as text: for terminals, as plain lines, as Markdown; `sheet_paper` has its page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.messages import Message
from qmsctl.papers.blocks import Grid
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.shown import Fact, Shown, in_words

__all__ = ["Sheet", "Table", "console", "markdown", "plain"]

EMPTY = "-"
"""What stands in a cell that holds nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind; the first cell names what the row is about."""

    heading: Message
    columns: tuple[Message, ...]
    rows: tuple[tuple[Shown, ...], ...]
    note: Message | None = None
    """What has to be known to read it."""
    picture: Grid | None = None
    """The same rows over columns of time; only pages and papers have room for it."""
    like_picture: bool = False
    """Its own columns are those of the picture: one of the two is enough for a paper."""
    key: str = ""
    """What a program and `--table` call it: lower case, joined by hyphens; unique in its sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed on one or more pages about one thing."""

    organisation: str
    heading: Message
    facts: tuple[Fact, ...]
    doubts: tuple[Message, ...]
    """What cannot be established, each with how to mend it."""
    doubts_heading: Message
    tables: tuple[Table, ...]
    footer: Message


def _words(value: Shown, language: str) -> str:
    """Return *value* on one line, as it stands in a cell or after its label."""
    return " ".join(in_words(value, language).strip().split("\n"))


def _cell(value: Shown, language: str) -> str:
    return _words(value, language) or EMPTY


def plain(sheet: Sheet, language: str) -> str:
    """Return lines for programs and pipes: nothing cut, columns told apart by a bar."""

    def lines() -> Iterator[str]:
        yield f"{sheet.organisation}: {sheet.heading.into(language)}"
        for fact in sheet.facts:
            yield f"{fact.label.into(language)}: {_cell(fact.value, language)}"
        for doubt in sheet.doubts:
            yield f"{sheet.doubts_heading.into(language)}: {doubt.into(language)}"
        for table in sheet.tables:
            yield ""
            yield f"{table.heading.into(language)} ({len(table.rows)})"
            yield " | ".join(column.into(language) for column in table.columns)
            for row in table.rows:
                yield " | ".join(_cell(value, language) for value in row)

    return "".join(f"{visible(line)}\n" for line in lines())


def markdown(sheet: Sheet, language: str) -> str:
    """Return a Markdown text; what people wrote stays text in it."""

    def clean(text: str) -> str:
        return escape_line(visible(text))

    def lines() -> Iterator[str]:
        yield f"# {clean(sheet.heading.into(language))}"
        yield ""
        yield clean(sheet.organisation)
        yield ""
        for fact in sheet.facts:
            yield f"- **{clean(fact.label.into(language))}:** {clean(_cell(fact.value, language))}"
        if sheet.doubts:
            yield f"\n## {clean(sheet.doubts_heading.into(language))}\n"
            yield from (f"- {clean(doubt.into(language))}" for doubt in sheet.doubts)
        for table in sheet.tables:
            yield f"\n## {clean(table.heading.into(language))}\n"
            if table.note:
                yield f"{clean(table.note.into(language))}\n"
            yield f"| {' | '.join(clean(column.into(language)) for column in table.columns)} |"
            yield f"| {' | '.join('---' for _ in table.columns)} |"
            for row in table.rows:
                yield f"| {' | '.join(clean(_cell(value, language)) for value in row)} |"
        yield f"\n---\n\n{clean(sheet.footer.into(language))}"

    return "".join(f"{line}\n" for line in lines())


def console(sheet: Sheet, language: str, *, width: int, colour: bool) -> str:
    """Return what a terminal shows: one block to a row, wrapped, so that nothing is cut."""

    def strong(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if colour else text

    def wrapped(text: str, first: str = "", then: str = "  ") -> list[str]:
        return textwrap.wrap(visible(text), width, initial_indent=first, subsequent_indent=then) or [""]

    def lines() -> Iterator[str]:
        yield from map(strong, wrapped(f"{sheet.organisation}: {sheet.heading.into(language)}"))
        for fact in sheet.facts:
            yield from wrapped(f"{fact.label.into(language)}: {_cell(fact.value, language)}")
        for doubt in sheet.doubts:
            yield from wrapped(f"{sheet.doubts_heading.into(language)}: {doubt.into(language)}", "! ")
        for table in sheet.tables:
            yield ""
            yield from map(strong, wrapped(f"{table.heading.into(language)} ({len(table.rows)})"))
            for row in table.rows:
                yield from wrapped(_title(row, language), "  ", "    ")
                for column, value in zip(table.columns[2:], row[2:], strict=True):
                    if text := _words(value, language):
                        yield from wrapped(f"{column.into(language)}: {text}", "      ", "        ")

    return "".join(f"{line}\n" for line in lines())


def _title(row: tuple[Shown, ...], language: str) -> str:
    """Return the first two cells: they say what the row is about."""
    return "  ".join(filter(None, (_words(value, language) for value in row[:2])))
