"""Blocks of a paper that stand in rows and columns, as tables of a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from qmsctl.messages import Language, tr
from qmsctl.render.column_widths import table_widths
from qmsctl.render.wide_column import without_wide
from qmsctl.render.word_words import Speech
from qmsctl.render.word_xml import TONES, Face, cell, kept, paragraph, row, run, table
from qmsctl.render.worded_blocks import (
    WordedBars,
    WordedCell,
    WordedColumn,
    WordedFact,
    WordedFacts,
    WordedFigures,
    WordedGrid,
    WordedNumber,
    WordedSignatureLine,
    WordedSignatures,
    WordedTable,
)
from qmsctl.render.words import MarkWords, MissingWords, is_missing

__all__ = ["SPACER", "WordTables"]

SPACER: Final = paragraph("", "Spacer")
"""Stands after each table: Word joins two tables that follow each other."""

_WASH: Final = "F3F5F8"
_SMALL: Final = 15
"""Half points of letters in a table that hardly fits."""
_BELOW: Final = 16
_EMPTY: Final = paragraph("", "TableText")
_LABEL: Final = 30
"""Percent of the width that labels of facts have."""
_SPACE: Final = 41
"""The width of a space of nine points, in twentieths of a point."""
_PADDING: Final = 300
"""What stays free at the end of the longest bar."""
_BAR_COLUMNS: Final = (34, 40, 26)
"""Percent of the width: what it is about, the bar, its numbers."""
_FILLS: Final = {"good": "9BD0B3", "bad": "8F1D24", "caution": "E3B34C", "calm": "7FA9D0", "quiet": "D3D9E0"}
_LONGEST_WHOLE: Final = 2000
"""From how many letters on a text may go on upon the next page: it would leave most of a page empty."""
_FIGURES_A_ROW: Final = 6
_SIGNATURES_A_ROW: Final = 3
_LINE: Final = '<w:top w:val="single" w:sz="6" w:space="0" w:color="4D5968"/>'


class WordTables:
    """Sets the tables of one paper.

    Args:
        speech: sets words.
        language: of the paper.
    """

    def __init__(self, speech: Speech, language: Language) -> None:
        self.speech = speech
        self.language = language
        self.legend: list[MarkWords] = []
        """Of the last bars."""

    def facts(self, block: WordedFacts, room: int, title: str) -> str:
        """Return labelled values as rows; what is missing is said in one of them, if it is gathered."""
        facts = block["facts"]
        if block["gathers"]:
            there = [fact for fact in facts if not is_missing(fact["value"])]
            missing = [fact for fact in facts if is_missing(fact["value"])]
            facts = there + _gathered(missing)
        return self._facts_table(facts, room, title, paired=block["paired"]) if facts else ""

    def _facts_table(self, facts: Sequence[WordedFact], room: int, title: str, *, paired: bool) -> str:
        whole = room * _LABEL // 100
        widths = [whole, room - whole]
        if paired:
            label = room * 19 // 100
            widths = [label, room // 2 - label, label, room - room // 2 - label]
        rows: list[str] = []
        waiting: list[str] = []
        for fact in facts:
            alone = fact["long"] or not paired
            if waiting and (alone or len(waiting) == 4):  # noqa: PLR2004 - two labels with their values
                rows.append(row(self._filled(waiting, widths)))
                waiting = []
            span = len(widths) - 1 if alone else 1
            where = len(waiting)
            waiting += [
                cell(paragraph(run(fact["label"], Face(colour="4D5968")), "TableText"), widths[where]),
                cell(self._values(fact), sum(widths[where + 1 : where + 1 + span]), span=span),
            ]
            if alone:
                rows.append(row(waiting, whole=len(fact["value"]["text"]) < _LONGEST_WHOLE))
                waiting = []
        if waiting:
            rows.append(row(self._filled(waiting, widths)))
        return table(rows, widths, style="FactsTable", title=title, heads=(False, True)) + SPACER

    def _filled(self, cells: list[str], widths: Sequence[int]) -> list[str]:
        """Return *cells* with an empty one over the columns that are left."""
        left = widths[len(cells) :]
        return [*cells, cell(_EMPTY, sum(left), span=len(left))] if left else cells

    def _values(self, fact: WordedFact) -> str:
        many = fact["value"]["kind"] == "many" and fact["long"]
        return self.speech.paragraphs(fact["value"], "TableBullet" if many else "TableText")

    def table(self, block: WordedTable, room: int, caption: str) -> str:
        """Return a table under *caption*, if there is one; its heading is repeated on every page."""
        whole, wide, below = without_wide(block)
        columns = whole["columns"]
        widths, small = table_widths(whole, room)
        size = _SMALL if small else None
        rows = [self._heading(whole, widths, size)]
        for at, group in enumerate(whole["groups"]):
            if group["head"]:
                rows.append(self._group_row(group["head"], columns, widths, size))
            for number, cells in enumerate(group["rows"]):
                # No page ends after the first row of a group, or before the last: nobody reads one by itself.
                alone = number in (0, len(group["rows"]) - 2) and len(group["rows"]) > 1
                made = self._row(whole, cells, widths, size, keep=alone and wide is None)
                if wide is not None:
                    made = self._with_wide(made, wide["label"], below[at][number], widths, size)
                rows.append(made)
        heads = (True, block["heads"] == 0 and wide is None)
        note = paragraph(run(block["note"]), "BodyText3", keep=True) if block["note"] else ""
        return (
            (paragraph(caption, "Caption") if caption else "")
            + note
            + table(rows, widths, style="ReportTable", title=block["caption"], heads=heads)
            + SPACER
        )

    def _group_row(
        self,
        head: Sequence[WordedCell],
        columns: Sequence[WordedColumn],
        widths: Sequence[int],
        size: int | None,
    ) -> str:
        """Return the row above those that belong to it; it stays with the first of them."""
        return row(
            [
                cell(kept(self._cell(one, size, bold=True, look=column["look"])), width, shade=_WASH)
                for one, column, width in zip(head, columns, widths, strict=True)
            ]
        )

    def _row(
        self,
        table: WordedTable,
        cells: Sequence[WordedCell],
        widths: Sequence[int],
        size: int | None,
        *,
        keep: bool,
    ) -> str:
        looks = [column["look"] for column in table["columns"]]
        set_ = [
            self._cell(one, size, bold=number == table["heads"], look=looks[number])
            for number, one in enumerate(cells)
        ]
        return row([cell(kept(one) if keep else one, width) for one, width in zip(set_, widths, strict=True)])

    def _with_wide(
        self, made: str, label: str, one: WordedCell, widths: Sequence[int], size: int | None
    ) -> str:
        """Return the row *made* with what stands below it in one row, which no program takes apart."""
        soft = Face(colour=TONES["quiet"], size=size or _BELOW)
        if one["value"] is None and one["below"] is None:
            told = SPACER
        elif one["value"] is not None and one["value"]["kind"] == "code":
            told = paragraph(run(f"{label}: ", soft) + self.speech.runs(one["value"], soft), "TableText")
        else:
            told = paragraph(run(label, soft), "TableText") + self._cell(one, size)
        inner = table((made,), widths, style="InnerTable", title="", heads=(False, False))
        return row([cell(inner + told, sum(widths), span=len(widths))])

    def _heading(self, block: WordedTable, widths: Sequence[int], size: int | None) -> str:
        columns = block["columns"]
        tallest = max((len(one["label"]) for one in columns if one["upright"]), default=0)
        cells = [
            cell(
                paragraph(run(column["label"], Face(bold=True, size=size)), "TableHeading"),
                width,
                upright=column["upright"],
                bottom=not column["upright"],
            )
            for column, width in zip(columns, widths, strict=True)
        ]
        return row(cells, heading=True, height=min(200 + 90 * tallest, 3000) if tallest else 0)

    def _cell(self, one: WordedCell, size: int | None, *, bold: bool = False, look: str = "text") -> str:
        """Return the paragraphs of a cell."""
        text = ""
        if one["value"] is not None:
            zero = look == "count" and one["value"]["text"] == "0"
            tone = "quiet" if zero else one["tone"] or ""
            face = Face(bold=bold or (bool(one["tone"]) and not zero), size=size, colour=TONES.get(tone))
            text = self.speech.paragraphs(one["value"], "TableText", face)
        if one["below"]:
            below = Face(size=_SMALL if size else _BELOW, colour=TONES["quiet"])
            text += self.speech.paragraphs(one["below"], "TableText", below)
        return text or _EMPTY

    def figures(self, block: WordedFigures, room: int, title: str) -> str:
        """Return numbers in large letters, each over its word."""
        numbers = block["numbers"]
        if not numbers:
            return ""
        columns = min(len(numbers), _FIGURES_A_ROW)
        widths = [room // columns] * columns
        rows: list[str] = []
        for start in range(0, len(numbers), columns):
            some = numbers[start : start + columns]
            rows.append(row(self._filled([self._figure(one, widths[0]) for one in some], widths)))
        return table(rows, widths, style="FactsTable", title=title, heads=(False, False)) + SPACER

    def _figure(self, number: WordedNumber, width: int) -> str:
        colour = TONES.get(number["mark"]["tone"]) if number["count"] else TONES["quiet"]
        return cell(
            paragraph(run(str(number["count"]), Face(colour=colour)), "Figure")
            + paragraph(self.speech.mark(number["mark"]), "TableText"),
            width,
        )

    def bars(self, block: WordedBars, room: int) -> str:
        """Return stacked bars as shaded spaces; their numbers stand beside them."""
        widths = [room * share // 100 for share in _BAR_COLUMNS]
        most = max((sum(one["count"] for one in bar["numbers"]) for bar in block["bars"]), default=0)
        rows = []
        for bar in block["bars"]:
            numbers = [one for one in bar["numbers"] if one["count"]]
            drawn = "".join(
                _segment(one["mark"], one["count"] * (widths[1] - _PADDING) // max(most, 1))
                for one in numbers
            )
            # LibreOffice takes the last letter of a line for what it was before it was made wider.
            drawn += run("\N{NO-BREAK SPACE}") if drawn else ""
            told = run("  ").join(
                run(f"{one['mark']['symbol']}\N{NO-BREAK SPACE}{one['count']}", _inked(one["mark"]))
                for one in numbers
            ) or run(block["none"], Face(style="SubtleEmphasis"))
            title = run(f"{bar['id']}  " if bar["id"] else "", Face(bold=True)) + self.speech.runs(
                bar["title"]
            )
            texts = (title, drawn, told)
            rows.append(row([cell(paragraph(t, "TableText"), w) for t, w in zip(texts, widths, strict=True)]))
        if not rows:
            return ""
        # Bars after bars often share a legend, and the first page has little room.
        used = {one["mark"]["text"] for bar in block["bars"] for one in bar["numbers"] if one["count"]}
        marks = [mark for mark in block["legend"] if mark["text"] in used]
        known = all(mark in self.legend for mark in marks)
        legend = "" if known else self._legend(marks, filled=True)
        self.legend = self.legend if known else marks
        return (
            paragraph(run(block["caption"]), "Caption")
            + legend
            + table(rows, widths, style="FactsTable", title=block["caption"], heads=(False, True))
            + SPACER
        )

    def _legend(self, marks: Sequence[MarkWords], *, filled: bool = False) -> str:
        def entry(mark: MarkWords) -> str:
            swatch = _segment(mark, 4 * _SPACE) + run("\N{NO-BREAK SPACE}") if filled else ""
            return swatch + self.speech.mark(mark)

        return paragraph(run("    ").join(map(entry, marks)), "BodyText3", keep=True)

    def grid(self, block: WordedGrid, room: int) -> str:
        """Return marks over columns of time as a table of symbols; the words of each stand at the end."""
        columns = block["columns"]
        name, tail = room * 24 // 100, room * 18 // 100
        narrow = (room - name - tail) // max(len(columns), 1)
        widths = [name, *([narrow] * len(columns)), room - name - narrow * len(columns)]
        head = [
            cell(_EMPTY, name),
            *(
                cell(
                    "".join(paragraph(run(line, Face(size=_SMALL)), "TableHeading") for line in lines),
                    narrow,
                )
                for lines in columns
            ),
            cell(_EMPTY, widths[-1]),
        ]
        rows = [row(head, heading=True)]
        marks: dict[str, MarkWords] = {}
        for one in block["rows"]:
            cells = [cell(paragraph(run(one["name"], Face(bold=True)), "TableText"), name)]
            for number in range(len(columns)):
                places = [place for place in one["places"] if place["column"] == number]
                symbols = (run(place["mark"]["symbol"], _inked(place["mark"])) for place in places)
                cells.append(cell(paragraph("".join(symbols), "TableText"), narrow))
                marks |= {place["mark"]["text"]: place["mark"] for place in places}
            told = [place["text"] for place in sorted(one["places"], key=lambda place: place["column"])]
            ends = [run(text, Face(size=_BELOW)) for text in (*told, one["tail"]) if text]
            cells.append(cell("".join(paragraph(end, "TableText") for end in ends) or _EMPTY, widths[-1]))
            rows.append(row(cells))
        return (
            paragraph(run(block["caption"]), "Caption")
            + (self._legend(list(marks.values())) if marks else "")
            + table(rows, widths, style="ReportTable", title=block["caption"], heads=(True, True))
            + SPACER
        )

    def signatures(self, block: WordedSignatures, room: int, title: str) -> str:
        """Return places to sign, beside each other, each with a line to write on."""
        lines = block["lines"]
        if not lines:
            return ""
        columns = min(len(lines), _SIGNATURES_A_ROW)
        # A narrow column between two keeps their lines apart.
        gap = room * 4 // 100
        wide = (room - gap * (columns - 1)) // columns
        widths = [wide if number % 2 == 0 else gap for number in range(columns * 2 - 1)]
        rows: list[str] = []
        for start in range(0, len(lines), columns):
            some = lines[start : start + columns]
            space: list[str] = []
            signed: list[str] = []
            for number, line in enumerate(some):
                if number:
                    space.append(cell(_EMPTY, gap))
                    signed.append(cell(_EMPTY, gap))
                space.append(cell(paragraph("", "TableText", keep=True), wide))
                signed.append(cell(self._signature(line), wide, borders=_LINE))
            rows += [row(self._filled(space, widths), height=1100), row(self._filled(signed, widths))]
        return table(rows, widths, style="TableNormal", title=title, heads=(False, False)) + SPACER

    def _signature(self, line: WordedSignatureLine) -> str:
        """Return who signs, and what to write above."""
        soft = Face(colour=TONES["quiet"], size=_BELOW)
        name = tr("name").into(self.language) + ":"
        texts = (
            self.speech.runs(line["role"], Face(bold=True)),
            run(name, soft) if is_missing(line["name"]) else self.speech.runs(line["name"]),
            run(tr("date and signature").into(self.language), soft),
        )
        return "".join(paragraph(text, "TableText") for text in texts)


def _gathered(missing: Sequence[WordedFact]) -> list[WordedFact]:
    """Return one fact that says what all the others lack."""
    if not missing:
        return []
    labels = " · ".join(fact["label"] for fact in missing)
    words = MissingWords(kind="missing", text=labels)
    return [WordedFact(label=missing[0]["value"]["text"], value=words, long=True)]


def _segment(mark: MarkWords, width: int) -> str:
    """Return a shaded space of *width* twentieths of a point: no picture, and silent when read aloud."""
    shade = _FILLS.get(mark["tone"], _FILLS["quiet"])
    return run("\N{NO-BREAK SPACE}", Face(shade=shade, wider=max(width - _SPACE, 1)))


def _inked(mark: MarkWords) -> Face:
    return Face(bold=True, colour=TONES.get(mark["tone"]))
