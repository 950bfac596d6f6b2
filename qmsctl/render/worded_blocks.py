"""The shape of a paper in words of one language: plain data that every format sets.

It can be printed as JSON (`docs/paper-json.md`, `docs/schema/paper-1.json`) and is what an
organisation's own templates get; they see nothing else.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, TypedDict

from qmsctl.render.words import MarkWords, Words

__all__ = [
    "SCHEMA",
    "WordedBar",
    "WordedBars",
    "WordedBlock",
    "WordedCard",
    "WordedCell",
    "WordedColumn",
    "WordedFact",
    "WordedFacts",
    "WordedFigures",
    "WordedGrid",
    "WordedGridRow",
    "WordedGroup",
    "WordedListing",
    "WordedNotice",
    "WordedNumber",
    "WordedPaper",
    "WordedParagraph",
    "WordedPart",
    "WordedPlace",
    "WordedSection",
    "WordedSignatureLine",
    "WordedSignatures",
    "WordedStep",
    "WordedSteps",
    "WordedTable",
    "called",
    "has_contents",
]

SCHEMA: Final = "qmsctl-paper-1"
_FEW: Final = 4
"""Sections that are found without a list of them, where a paper lies across."""


def has_contents(paper: WordedPaper) -> bool:
    """Return whether *paper* begins with a list of its sections: a form with few of them needs none."""
    return len(paper["sections"]) > (_FEW if paper["landscape"] else 1)


def called(paper: WordedPaper) -> str:
    """Return what the foot of a page calls *paper*: its id if its title has it, or else its title."""
    return paper["id"] if paper["id"] in paper["title"] else paper["title"]


class WordedFact(TypedDict):
    """A labelled value."""

    label: str
    value: Words
    long: bool


class WordedNumber(TypedDict):
    """How many of something there are."""

    mark: MarkWords
    count: int


class WordedParagraph(TypedDict):
    """A text of its own."""

    kind: Literal["paragraph"]
    value: Words
    style: str


class WordedNotice(TypedDict):
    """What a reader must not miss."""

    kind: Literal["notice"]
    value: Words
    tone: str


class WordedFacts(TypedDict):
    """Labelled values."""

    kind: Literal["facts"]
    facts: list[WordedFact]
    paired: bool
    gathers: bool


class WordedListing(TypedDict):
    """Sentences or things, one below the other."""

    kind: Literal["list"]
    items: list[Words]
    bulleted: bool


class WordedColumn(TypedDict):
    """A column and its heading."""

    label: str
    look: str
    upright: bool


class WordedCell(TypedDict):
    """One cell; `value` is nothing where the cell is empty."""

    value: Words | None
    tone: str | None
    below: Words | None


class WordedGroup(TypedDict):
    """Rows that belong together, below a row of their own."""

    head: list[WordedCell] | None
    rows: list[list[WordedCell]]


class WordedTable(TypedDict):
    """Rows of one kind."""

    kind: Literal["table"]
    key: str
    caption: str
    columns: list[WordedColumn]
    groups: list[WordedGroup]
    heads: int
    note: str | None
    filters: int | None
    wide: int | None
    """Which column stands below its row, as wide as the table."""


class WordedFigures(TypedDict):
    """Few large numbers beside each other."""

    kind: Literal["figures"]
    numbers: list[WordedNumber]


class WordedBar(TypedDict):
    """One bar, with its parts in order."""

    id: str
    title: Words
    numbers: list[WordedNumber]


class WordedBars(TypedDict):
    """Stacked bars on one scale."""

    kind: Literal["bars"]
    key: str
    caption: str
    bars: list[WordedBar]
    legend: list[MarkWords]
    none: str


class WordedPlace(TypedDict):
    """A mark of a grid."""

    column: int
    mark: MarkWords
    text: str


class WordedGridRow(TypedDict):
    """A row of a grid."""

    name: str
    places: list[WordedPlace]
    tail: str


class WordedGrid(TypedDict):
    """Marks over columns of time."""

    kind: Literal["grid"]
    key: str
    caption: str
    columns: list[list[str]]
    rows: list[WordedGridRow]


class WordedStep(TypedDict):
    """Something that happened."""

    head: Words
    aside: Words
    facts: list[WordedFact]


class WordedSteps(TypedDict):
    """What happened, in its order."""

    kind: Literal["steps"]
    steps: list[WordedStep]


class WordedPart(TypedDict):
    """Blocks under a heading of their own."""

    kind: Literal["part"]
    heading: Words
    blocks: list[WordedBlock]


class WordedCard(TypedDict):
    """Everything about one thing, set apart."""

    kind: Literal["card"]
    anchor: str
    heading: Words
    marks: list[MarkWords]
    blocks: list[WordedBlock]
    about: str
    struck: bool


class WordedSignatureLine(TypedDict):
    """A place to sign."""

    role: Words
    name: Words


class WordedSignatures(TypedDict):
    """Places to sign."""

    kind: Literal["signatures"]
    lines: list[WordedSignatureLine]


WordedBlock: TypeAlias = (
    "WordedParagraph | WordedNotice | WordedFacts | WordedListing | WordedTable | WordedFigures | "
    "WordedBars | WordedGrid | WordedSteps | WordedPart | WordedCard | WordedSignatures"
)


class WordedSection(TypedDict):
    """A numbered part of a paper."""

    key: str
    number: str
    heading: str
    is_annex: bool
    new_page: bool
    blocks: list[WordedBlock]


class WordedPaper(TypedDict):
    """What is printed about one thing, in words of one language."""

    schema: str
    kind: str
    id: str
    language: str
    written: str
    """The language of the records."""
    organisation: str
    title: str
    subtitle: Words
    standing: MarkWords | None
    cover: list[WordedFact]
    sections: list[WordedSection]
    made_from: str
    command: str | None
    """What makes it again, byte for byte, but for language and format."""
    foot: list[str]
    landscape: bool
    stamp: str | None
    """What stands across every printed page, so that nobody uses it."""
