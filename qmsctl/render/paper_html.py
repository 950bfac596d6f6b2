"""A paper as one HTML page: no request to anywhere, no script, and nothing that print leaves out.

Everything people wrote is escaped by the environment, not by the templates.
The same words give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from qmsctl import __version__
from qmsctl.render.charts import bar_chart, fill_of, grid_charts
from qmsctl.render.column_widths import table_widths
from qmsctl.render.own_templates import NO_TEMPLATES, WHOLE, OwnTemplates
from qmsctl.render.page import css_string, html_environment
from qmsctl.render.remaking import made_again_by
from qmsctl.render.wide_column import without_wide
from qmsctl.render.worded_blocks import WordedBlock, WordedFact, WordedPaper, WordedTable, called
from qmsctl.render.words import Words, printable, unbroken

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["paper_html"]

TEMPLATE: Final = "paper.html.j2"
BLOCKS: Final = "paper-blocks.html.j2"

MOST_CHOICES: Final = 8
"""By how many words of a column rows can be chosen: the style sheet has a rule for each."""

LONGEST_WHOLE: Final = 16
"""Letters of an id that is never broken."""

CROWDED: Final = 3
"""From how many columns of sentences on each gets less room."""

_LETTERS: Final[Mapping[str, str]] = {"count": "n", "text": "t", "names": "m", "title": "h"}
"""By which letter a table names the look of a column: said once for a table, it is not said for every cell."""

_UPRIGHT, _ACROSS = 10840, 16390
"""What stands between the margins of A4, in twentieths of a point: letters have eight points there, not nine."""

_BLANK_LINES: Final = re.compile(r"\n\s*\n")
_STYLE: Final = re.compile(r"<style>.*?</style>", re.DOTALL)
_INDENTED: Final = re.compile(
    r"(?:/\*.*?\*/|(?<=[{;}\n,])\s+|(?<=[\w-]:)\s+|(?<![\d.])0(?=\.\d)|\s+(?=[{}]))", re.DOTALL
)
"""What a style sheet says to those who write it: comments, and blanks that part nothing."""

_OPTION: Final = re.compile(r"(?<= )--?[\w-]+")
"""An option of a command: who types it from paper has to see that its hyphens belong to it."""
_MOMENT: Final = re.compile(r"\d{8}T\d{6}Z-")
"""How the name of a record begins, after which it may break."""
_YEAR: Final = re.compile(r"(?<=\b\d{4}) (?=r\.)")
"""Between a year and the word for it in Polish, which never begins a line."""
_HYPHENED: Final = re.compile(r"(?<![\w./-])(?=[\w.-]*\d)[A-ZĄĆĘŁŃÓŚŹŻ]\w*(?:-\w+(?:\.\d+)*)+(?![\w/-]|\.\w)")
"""What looks like an id: it begins with a capital, has hyphens, and a digit somewhere."""


def paper_html(paper: WordedPaper, own: OwnTemplates = NO_TEMPLATES) -> str:
    """Return *paper* as a page.

    Args:
        paper: what to set.
        own: the organisation's own templates.

    Raises:
        BrokenTemplateError: one of them cannot be used.
    """
    environment = _environment(paper["language"])
    blocks = environment.get_template(BLOCKS).make_module({"across": paper["landscape"]})
    content = _content(paper, own, blocks)
    text = environment.get_template(TEMPLATE).render(
        paper=paper,
        content=content,
        called=called(paper),
        command=made_again_by(paper),
        version=__version__,
        most_choices=MOST_CHOICES,
        **_columns(paper),
    )
    text = _STYLE.sub(lambda style: _INDENTED.sub("", style[0]), text, count=1)
    return printable(_YEAR.sub("\N{NO-BREAK SPACE}", _BLANK_LINES.sub("\n", text)))


@cache
def _environment(language: str) -> Environment:
    """Return the one environment of *language* for papers, which compiles each template once."""
    environment = html_environment(language)
    environment.filters.update(_filters())
    return environment


def _content(paper: WordedPaper, own: OwnTemplates, blocks: Any) -> Markup:  # noqa: ANN401 - macros have no type
    """Return what stands between head and foot: each section by its own template, or as it comes with qmsctl."""
    from markupsafe import Markup  # noqa: PLC0415 - with Jinja2

    kind = paper["kind"]
    tools = {"value": blocks.value, "block": blocks.block, "blocks": blocks.blocks, "mark": blocks.mark}
    sections = {}
    for section in paper["sections"]:
        made = blocks.section_of(section)
        if own.has(kind, section["key"], "html"):
            values = {"paper": paper, "section": section, "original": made, **tools}
            made = own.set_in_html(kind, section["key"], values)
        sections[section["key"]] = made
    if own.has(kind, WHOLE, "html"):
        return own.set_in_html(kind, WHOLE, {"paper": paper, "sections": sections, **tools})
    return Markup("\n").join(sections.values())


def _filters() -> Mapping[str, Any]:
    from markupsafe import Markup, escape  # noqa: PLC0415

    def whole(text: str) -> Markup:
        return Markup(_HYPHENED.sub(_unbroken_id, str(escape(text))))  # noqa: S704 - escaped

    def lines(text: str) -> Markup:
        return Markup("<br>\n").join(map(whole, text.strip().splitlines()))

    def by_itself(text: str) -> Markup:
        # What stands alone has the room of its cell: without marks for breaks, a page is smaller.
        return escape(text) if _is_whole(text) else lines(text)

    def breaking(text: str) -> Markup:
        if " " in text:
            return Markup(_OPTION.sub(r"<i>\g<0></i>", str(whole(text))))  # noqa: S704 - escaped
        moment = _MOMENT.match(text)
        end = moment.end() if moment else 0
        return Markup("<wbr>").join(part for part in (text[:end], text[end:]) if part)

    def labels(table: WordedTable) -> Markup:
        return Markup(_labels(table))  # noqa: S704 - letters, digits, backslashes, and what is written here

    return {
        "lines": lines,
        "breaking": breaking,
        "by_itself": by_itself,
        "without_pair": _without_pair,
        "bar_chart": bar_chart,
        "grid_charts": grid_charts,
        "fill_of": fill_of,
        "choices": _choices,
        "is_wide": _is_wide,
        "is_whole": _is_whole,
        "looks": _looks,
        "shares": _shares,
        "without_wide": without_wide,
        "unbroken": unbroken,
        "labels": labels,
    }


def _columns(paper: WordedPaper) -> dict[str, Any]:
    """Return for the style sheet how many columns a table of *paper* has at most, and which have which look."""
    used: dict[str, set[int]] = {}
    most = 1
    for table in _tables(block for section in paper["sections"] for block in section["blocks"]):
        columns = without_wide(table)[0]["columns"]
        most = max(most, len(columns))
        for number, column in enumerate(columns, start=1):
            if letter := _LETTERS.get(column["look"]):
                used.setdefault(letter, set()).add(number)
    return {"most_columns": most, "used": {letter: sorted(numbers) for letter, numbers in used.items()}}


def _tables(blocks: Iterable[WordedBlock]) -> Iterator[WordedTable]:
    for block in blocks:
        if block["kind"] == "table":
            yield block
        elif block["kind"] in ("part", "card"):
            yield from _tables(block["blocks"])


def _unbroken_id(found: re.Match[str]) -> str:
    """Return an id set so that no line breaks at its hyphens, unless it is long."""
    return f"<i>{found[0]}</i>" if len(found[0]) <= LONGEST_WHOLE else found[0]


def _without_pair(facts: Sequence[WordedFact]) -> set[int]:
    """Return the places of those *facts* beside which nothing stands where two stand in a row."""
    alone: set[int] = set()
    waiting: int | None = None
    for at, one in enumerate(facts):
        if one["long"]:
            alone |= set() if waiting is None else {waiting}
            waiting = None
        else:
            waiting = at if waiting is None else None
    return alone if waiting is None else {*alone, waiting}


def _choices(table: WordedTable) -> list[str]:
    """Return the words of the column by which rows of *table* can be chosen; none if that is no help."""
    column = table["filters"]
    if column is None:
        return []
    cells = [row[column]["value"] for group in table["groups"] for row in group["rows"]]
    words = list(dict.fromkeys(cell["text"] for cell in cells if cell is not None))
    return words if 1 < len(words) <= MOST_CHOICES else []


def _is_wide(table: WordedTable) -> bool:
    """Return whether *table* is better moved sideways on a telephone than taken apart row by row."""
    return any(column["upright"] for column in table["columns"])


def _looks(table: WordedTable) -> str:
    """Return the classes of *table* by which its columns, and the heads of its rows, get their look."""
    looks = [column["look"] for column in table["columns"]]
    heads = looks[table["heads"]]
    named = [f"{_LETTERS[look]}{number}" for number, look in enumerate(looks, start=1) if look in _LETTERS]
    crowded = ["crowded"] if looks.count("text") >= CROWDED else []
    cells = [row[table["heads"]]["value"] for group in table["groups"] for row in group["rows"]]
    whole = ["whole-heads"] if all(cell is None or _is_whole(_text_of(cell)) for cell in cells) else []
    return " ".join([f"{heads}-heads", *whole, *crowded, *named])


def _shares(table: WordedTable, across: object) -> list[str]:
    """Return how wide each column of *table* is, in percent: measured as on paper, upright or *across*."""
    widths, _ = table_widths(table, _ACROSS if across else _UPRIGHT)
    return [f"{width * 100 / sum(widths):.1f}".removesuffix(".0") for width in widths]


def _is_whole(text: str) -> bool:
    """Return whether *text* is an id short enough never to be broken at its hyphens."""
    return len(text) <= LONGEST_WHOLE and not any(letter.isspace() for letter in text)


def _text_of(words: Words) -> str:
    """Return the text of a cell that holds one; a space, which is no id, for what holds more."""
    if words["kind"] == "link":
        return _text_of(words["value"])
    return words["text"] if words["kind"] in ("text", "code") else " "


def _labels(table: WordedTable) -> str:
    """Return the variables of *table* that hold what stands before each cell where rows are taken apart."""
    return ";".join(
        f"--c{number}:'{css_string(column['label'])}'"
        for number, column in enumerate(table["columns"], start=1)
        if number != table["heads"] + 1
    )
