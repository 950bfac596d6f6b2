"""The first sheet of a paper as a workbook: all that it says beside its tables, and where each table has its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from qmsctl.messages import tr
from qmsctl.render.paper_cells import cell_of, cell_text, told_step
from qmsctl.render.worded_blocks import WordedBlock, WordedFact, WordedPaper, WordedSection, WordedTable
from qmsctl.render.words import is_missing
from qmsctl.render.workbook import Entry

__all__ = ["HEADINGS", "cover_rows"]

HEADINGS = (tr("Section"), tr("What"), tr("Value"))
"""Of the columns of the first sheet."""

_Row: TypeAlias = tuple[Entry, ...]


def cover_rows(paper: WordedPaper) -> Iterator[_Row]:
    """Yield the rows of the first sheet, in the order of *paper*: what it says, and the name of each table in its place."""
    language = paper["language"]
    title = paper["title"]
    yield (title, tr("Organisation").into(language), paper["organisation"])
    if not is_missing(paper["subtitle"]):
        yield (title, "", cell_text(paper["subtitle"]))
    if paper["standing"]:
        yield (title, tr("Status").into(language), paper["standing"]["text"])
    yield from _facts(title, paper["cover"])
    for section in paper["sections"]:
        yield from _Section(paper, section).rows()
    if paper["foot"]:
        yield (title, "", " · ".join(paper["foot"]))


def _facts(place: str, facts: Sequence[WordedFact]) -> Iterator[_Row]:
    yield from ((place, fact["label"], cell_of(fact["value"])) for fact in facts)


class _Section:
    """Tells one section in rows; what stands under a heading of its own says so in the first column."""

    def __init__(self, paper: WordedPaper, section: WordedSection) -> None:
        language = paper["language"]
        annex = tr("Annex").into(language) if section["is_annex"] else ""
        number = f"{section['number']}." if section["number"] else ""
        self.section = section
        self.heading = " ".join(filter(None, (annex, number, section["heading"])))
        self.table = tr("Table").into(language)

    def rows(self) -> Iterator[_Row]:
        """Yield them in the order of the section."""
        yield from self._told(self.heading, self.section["blocks"])

    def _told(self, place: str, blocks: Sequence[WordedBlock]) -> Iterator[_Row]:
        for block in blocks:
            if block["kind"] == "part":
                yield from self._told(f"{place}: {cell_text(block['heading'])}", block["blocks"])
            else:
                yield from self._block(place, block)
        if any(block["kind"] == "card" for block in blocks):
            yield (place, self.table, self.section["heading"])

    def _block(self, place: str, block: WordedBlock) -> Iterator[_Row]:
        match block["kind"]:
            case "facts":
                yield from _facts(place, block["facts"])
            case "figures":
                yield from ((place, one["mark"]["text"], one["count"]) for one in block["numbers"])
            case "paragraph" | "notice":
                yield (place, "", cell_text(block["value"]))
            case "list":
                yield from ((place, "", cell_text(item)) for item in block["items"])
            case "steps":
                for step in block["steps"]:
                    yield (place, cell_text(step["head"]), "\n".join(told_step(step)))
            case "signatures":
                yield from (
                    (place, cell_text(line["role"]), cell_of(line["name"])) for line in block["lines"]
                )
            case "table":
                yield from self._table(place, block)
            case "bars":
                yield (place, self.table, block["caption"])

    def _table(self, place: str, table: WordedTable) -> Iterator[_Row]:
        yield (place, self.table, table["caption"])
        if table["note"]:
            yield (place, table["caption"], table["note"])
