"""Of what a paper consists: sections, and in them the blocks that every format knows how to set.

A paper is laid out once.  `qmsctl.render.worded` puts it into the words of a language, and
each format sets the same words; so no format can say more, or less, than another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from qmsctl.messages import Message
from qmsctl.reports.shown import Fact, Mark, Numbered, Shown, Tone

__all__ = [
    "Bar",
    "Bars",
    "Block",
    "Card",
    "Cell",
    "Column",
    "Facts",
    "Figures",
    "Grid",
    "Group",
    "Listing",
    "Look",
    "Notice",
    "Paper",
    "Paragraph",
    "Part",
    "Place",
    "Row",
    "Section",
    "SignatureLine",
    "Signatures",
    "Step",
    "Steps",
    "Style",
    "Table",
]


class Style(Enum):
    """How a paragraph is set."""

    PLAIN = "plain"
    SAID = "said"
    """The words of somebody, as they were recorded."""
    SMALL = "small"
    """What explains the rest."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of its own."""

    value: Shown
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must not miss."""

    value: Shown
    tone: Tone = Tone.CAUTION


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values."""

    facts: tuple[Fact, ...]
    paired: bool = False
    """Where there is room, two stand beside each other."""
    gathers: bool = False
    """What is missing is said in one line, not in the way of what is there."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences or things, one below the other."""

    items: tuple[Shown, ...]
    bulleted: bool = True


class Look(Enum):
    """What a column holds, by which it is given its room."""

    TEXT = "text"
    """Sentences."""
    TITLE = "title"
    SHORT = "short"
    """A word, a day, a number: it does not break."""
    COUNT = "count"
    NAMES = "names"
    """Ids and paths, which may break anywhere."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its heading."""

    label: Message
    look: Look = Look.SHORT
    upright: bool = False
    """Its heading is written upwards, because its cells are narrow."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than its value."""

    value: Shown
    tone: Tone | None = None
    """What is counted is of this tone, if there is any."""
    below: Shown = None
    """What stands in smaller letters below."""


Row: TypeAlias = "tuple[Cell | Shown, ...]"
"""One cell for each column; the one that heads the row is the table's."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, below a row of their own."""

    rows: tuple[Row, ...]
    head: Row | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind."""

    key: str
    """What a program and a spreadsheet call it: lower case, joined by hyphens; unique in its paper."""
    caption: Shown
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    heads: int = 0
    """Which cell names what the row is about."""
    note: Message | None = None
    """What has to be known to read it."""
    filters: int | None = None
    """By the words of which column a reader may choose rows."""
    wide: int | None = None
    """Which column stands below its row, as wide as the table: where people write, and what they wrote there."""

    @classmethod
    def of(  # noqa: PLR0913 - properties of a table, each by its name
        cls,
        key: str,
        caption: Shown,
        columns: tuple[Column, ...],
        rows: tuple[Row, ...],
        *,
        heads: int = 0,
        note: Message | None = None,
        filters: int | None = None,
        wide: int | None = None,
    ) -> Table:
        """Return a table without groups."""
        return cls(key, caption, columns, (Group(rows),), heads, note, filters, wide)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows, without the heads of groups."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True)
class Figures:
    """Few large numbers beside each other."""

    numbers: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is about, and its parts in order."""

    id: str
    title: Shown
    numbers: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars on one scale; the numbers stand beside them."""

    key: str
    caption: Shown
    bars: tuple[Bar, ...]
    legend: tuple[Mark, ...]
    none: Message
    """What is said of a bar without parts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A mark of a grid, and what it says in words."""

    column: int
    mark: Mark
    words: Shown


@dataclass(frozen=True, slots=True)
class Grid:
    """Marks over columns of time, as a picture; a table beside it says the same."""

    key: str
    caption: Message
    columns: tuple[tuple[str, str], ...]
    """The two lines of each heading."""
    rows: tuple[tuple[Shown, tuple[Place, ...], Shown], ...]
    """A name, its marks, and the words at the end."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, with what was recorded of it."""

    head: Shown
    aside: Shown
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What happened, in its order."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks under a heading of their own."""

    heading: Shown
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about one thing, set apart."""

    anchor: str
    """Where links lead to; unique in its paper."""
    heading: Shown
    marks: tuple[Mark, ...]
    blocks: tuple[Block, ...]
    kind: str
    """What it is about: a grade, or `evidence`."""
    struck: bool = False
    """It no longer stands."""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A place to sign."""

    role: Shown
    name: Shown


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, beside each other."""

    lines: tuple[SignatureLine, ...]


Block: TypeAlias = (
    "Paragraph | Notice | Facts | Listing | Table | Figures | Bars | Grid | Steps | Part | Card | Signatures"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a paper."""

    key: str
    """What links and an organisation's own templates call it; unique in its paper."""
    number: str
    """Empty for what stands before the first; a letter for an annex."""
    heading: Message
    blocks: tuple[Block, ...]
    is_annex: bool = False
    new_page: bool = False
    """It begins a page where it is printed."""

    @classmethod
    def of(
        cls, key: str, number: str, heading: Message, blocks: Iterable[Block], *, new_page: bool = False
    ) -> Section:
        """Return the section that holds *blocks*."""
        return cls(key, number, heading, tuple(blocks), new_page=new_page)

    @classmethod
    def annex(cls, key: str, letter: str, heading: Message, blocks: Iterable[Block]) -> Section:
        """Return the annex that holds *blocks*, on a page of its own."""
        return cls(key, letter, heading, tuple(blocks), is_annex=True, new_page=True)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed about one thing."""

    kind: str
    """Which paper it is, such as `audit-report`: an organisation's own templates are named after it."""
    id: str
    """Of what: the number of the audit, the id of the document."""
    written: str
    """The language of the records and documents that it tells of."""
    organisation: str
    title: Message
    subtitle: Shown
    standing: Mark | None
    """Whether it is a draft, issued, in force."""
    cover: tuple[Fact, ...]
    sections: tuple[Section, ...]
    made_from: Shown
    """The commit: it stands at the foot of each page."""
    command: str | None
    """What makes it again, byte for byte; `None`: nothing does."""
    foot: tuple[Shown, ...]
    """What it is, and from what it was made: at its end."""
    landscape: bool = False
    stamp: Message | None = None
    """What stands across every printed page, so that nobody uses it."""
