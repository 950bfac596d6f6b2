"""A paper put into words of one language: the one view that every format sets."""

from __future__ import annotations

from qmsctl.messages import Language
from qmsctl.papers import blocks as laid
from qmsctl.render.worded_blocks import (
    SCHEMA,
    WordedBar,
    WordedBars,
    WordedBlock,
    WordedCard,
    WordedCell,
    WordedColumn,
    WordedFact,
    WordedFacts,
    WordedFigures,
    WordedGrid,
    WordedGridRow,
    WordedGroup,
    WordedListing,
    WordedNotice,
    WordedNumber,
    WordedPaper,
    WordedParagraph,
    WordedPart,
    WordedPlace,
    WordedSection,
    WordedSignatureLine,
    WordedSignatures,
    WordedStep,
    WordedSteps,
    WordedTable,
)
from qmsctl.render.words import Wording, printable
from qmsctl.reports.shown import Fact, Numbered, Shown

__all__ = ["worded", "worded_grid"]


def worded(paper: laid.Paper, language: Language, ending: str = "html") -> WordedPaper:
    """Return *paper* in words of *language*: equal papers give equal words.

    Args:
        paper: what is put into words.
        language: of the words.
        ending: of the name of the file it is for, which it says how to make again.
    """
    return _Worded(Wording(language, paper.written, ending)).paper(paper)


def worded_grid(grid: laid.Grid, language: Language) -> WordedGrid:
    """Return a picture that stands outside of papers in words of *language*."""
    return _grid(grid, Wording(language, language))


def _grid(grid: laid.Grid, say: Wording) -> WordedGrid:
    return WordedGrid(
        kind="grid",
        key=printable(grid.key),
        caption=say.plain(grid.caption),
        columns=[[printable(line) for line in lines] for lines in grid.columns],
        rows=[
            WordedGridRow(
                name=say.plain(name),
                places=[
                    WordedPlace(column=place.column, mark=say.mark(place.mark), text=say.plain(place.words))
                    for place in places
                ],
                tail=say.plain(tail) if tail else "",
            )
            for name, places, tail in grid.rows
        ],
    )


class _Worded:
    """Puts the blocks of one paper into words."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def paper(self, paper: laid.Paper) -> WordedPaper:
        say = self.wording
        return WordedPaper(
            schema=SCHEMA,
            kind=paper.kind,
            id=say.plain(paper.id),
            language=say.language,
            written=paper.written,
            organisation=say.plain(paper.organisation),
            title=say.plain(paper.title),
            subtitle=say.words(paper.subtitle),
            standing=say.mark(paper.standing) if paper.standing else None,
            cover=self._facts(paper.cover),
            sections=[
                WordedSection(
                    key=section.key,
                    number=section.number,
                    heading=say.plain(section.heading),
                    is_annex=section.is_annex,
                    new_page=section.new_page,
                    blocks=self._blocks(section.blocks),
                )
                for section in paper.sections
            ],
            made_from=say.plain(paper.made_from),
            command=printable(paper.command) if paper.command else None,
            foot=[say.plain(part) for part in paper.foot],
            landscape=paper.landscape,
            stamp=say.plain(paper.stamp) if paper.stamp else None,
        )

    def _blocks(self, blocks: tuple[laid.Block, ...]) -> list[WordedBlock]:
        return [self._block(block) for block in blocks]

    def _block(self, block: laid.Block) -> WordedBlock:  # noqa: C901, PLR0911 - one arm for each kind
        say = self.wording
        match block:
            case laid.Paragraph():
                return WordedParagraph(
                    kind="paragraph", value=say.words(block.value), style=block.style.value
                )
            case laid.Notice():
                return WordedNotice(kind="notice", value=say.words(block.value), tone=block.tone.value)
            case laid.Facts():
                return WordedFacts(
                    kind="facts", facts=self._facts(block.facts), paired=block.paired, gathers=block.gathers
                )
            case laid.Listing():
                items = [say.words(item) for item in block.items]
                return WordedListing(kind="list", items=items, bulleted=block.bulleted)
            case laid.Figures():
                return WordedFigures(kind="figures", numbers=self._numbers(block.numbers))
            case laid.Part():
                return WordedPart(
                    kind="part", heading=say.words(block.heading), blocks=self._blocks(block.blocks)
                )
            case laid.Table():
                return self._table(block)
            case laid.Bars():
                return self._bars(block)
            case laid.Grid():
                return _grid(block, say)
            case laid.Steps():
                steps = [
                    WordedStep(
                        head=say.words(step.head), aside=say.words(step.aside), facts=self._facts(step.facts)
                    )
                    for step in block.steps
                ]
                return WordedSteps(kind="steps", steps=steps)
            case laid.Card():
                return self._card(block)
            case laid.Signatures():
                lines = [
                    WordedSignatureLine(role=say.words(line.role), name=say.words(line.name))
                    for line in block.lines
                ]
                return WordedSignatures(kind="signatures", lines=lines)

    def _numbers(self, numbers: tuple[Numbered, ...]) -> list[WordedNumber]:
        return [WordedNumber(mark=self.wording.mark(one.mark), count=one.count) for one in numbers]

    def _facts(self, facts: tuple[Fact, ...]) -> list[WordedFact]:
        say = self.wording
        return [
            WordedFact(label=say.plain(fact.label), value=say.words(fact.value), long=fact.long)
            for fact in facts
        ]

    def _table(self, table: laid.Table) -> WordedTable:
        say = self.wording
        return WordedTable(
            kind="table",
            key=printable(table.key),
            caption=say.plain(table.caption),
            columns=[
                WordedColumn(label=say.plain(one.label), look=one.look.value, upright=one.upright)
                for one in table.columns
            ],
            groups=[
                WordedGroup(
                    head=self._row(group.head) if group.head else None,
                    rows=[self._row(row) for row in group.rows],
                )
                for group in table.groups
            ],
            heads=table.heads,
            note=say.plain(table.note) if table.note else None,
            filters=table.filters,
            wide=table.wide,
        )

    def _row(self, row: laid.Row) -> list[WordedCell]:
        return [self._cell(cell) for cell in row]

    def _cell(self, cell: laid.Cell | Shown) -> WordedCell:
        say = self.wording
        if not isinstance(cell, laid.Cell):
            return WordedCell(value=None if cell == "" else say.words(cell), tone=None, below=None)
        return WordedCell(
            value=None if cell.value == "" else say.words(cell.value),
            tone=cell.tone.value if cell.tone else None,
            below=say.words(cell.below) if cell.below else None,
        )

    def _bars(self, bars: laid.Bars) -> WordedBars:
        say = self.wording
        return WordedBars(
            kind="bars",
            key=printable(bars.key),
            caption=say.plain(bars.caption),
            bars=[
                WordedBar(
                    id=printable(bar.id), title=say.words(bar.title), numbers=self._numbers(bar.numbers)
                )
                for bar in bars.bars
            ],
            legend=[say.mark(mark) for mark in bars.legend],
            none=say.plain(bars.none),
        )

    def _card(self, card: laid.Card) -> WordedCard:
        return WordedCard(
            kind="card",
            anchor=card.anchor,
            heading=self.wording.words(card.heading),
            marks=[self.wording.mark(mark) for mark in card.marks],
            blocks=self._blocks(card.blocks),
            about=card.kind,
            struck=card.struck,
        )
