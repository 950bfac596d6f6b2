"""A paper as Markdown, for a forge and for the summary of a CI job: no HTML, and nothing of a text acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from qmsctl.messages import Language, tr
from qmsctl.render.markdown_text import escape_block, escape_line
from qmsctl.render.own_templates import NO_TEMPLATES, WHOLE, OwnTemplates
from qmsctl.render.remaking import made_again_by
from qmsctl.render.worded_blocks import (
    WordedBars,
    WordedBlock,
    WordedCard,
    WordedCell,
    WordedFact,
    WordedFacts,
    WordedGrid,
    WordedPaper,
    WordedSection,
    WordedSignatures,
    WordedSteps,
    WordedTable,
)
from qmsctl.render.words import MarkWords, Words, is_missing
from qmsctl.reports.shown import in_a_row

__all__ = ["paper_markdown"]

_BLANK: Final = re.compile(r"\n{3,}")
_DEEPEST: Final = 6
"""Markdown has no deeper heading."""


def paper_markdown(paper: WordedPaper, own: OwnTemplates = NO_TEMPLATES) -> str:
    """Return *paper* as Markdown.

    Args:
        paper: what to set.
        own: the organisation's own templates.

    Raises:
        BrokenTemplateError: one of them cannot be used.
    """
    text = "\n".join(_Setter(paper["language"], own).paper(paper))
    return _BLANK.sub("\n\n", text).strip() + "\n"


def inline(words: Words) -> str:
    """Return *words* on one line, so that Markdown does not act on them."""
    match words["kind"]:
        case "mark":
            return escape_line(f"{words['symbol']} {words['text']}")
        case "many":
            return in_a_row(inline(item) for item in words["items"])
        case "joined":
            between = " " if words["between"] == "\n" else escape_between(words["between"])
            return between.join(inline(part) for part in words["parts"])
        case "link":
            return inline(words["value"])
        case _:
            return escape_line(words["text"])


def escape_between(between: str) -> str:
    """Return what stands between two texts; blanks at its ends stay."""
    return between.replace("&", "&amp;").replace("<", "&lt;")


def _marks(marks: Sequence[MarkWords]) -> str:
    return ", ".join(inline(mark) for mark in marks)


class _Setter:
    """Sets the blocks of one paper."""

    def __init__(self, language: Language, own: OwnTemplates) -> None:
        self.language = language
        self.own = own

    def paper(self, paper: WordedPaper) -> Iterator[str]:
        """Yield the lines of *paper*."""
        yield f"# {escape_line(paper['title'])}\n"
        yield f"{escape_line(paper['organisation'])}\\"
        yield f"{tr('Quality Management System').into(self.language)}\n"
        if not is_missing(paper["subtitle"]):
            yield f"**{inline(paper['subtitle'])}**\n"
        if paper["standing"]:
            yield f"{inline(paper['standing'])}\n"
        yield from self._facts(paper["cover"])
        yield from self._content(paper)
        yield ""
        yield " · ".join(escape_line(part) for part in paper["foot"])
        if command := made_again_by(paper):
            yield f"\n[qmsctl-command]: # {_quoted(command)}"

    def _content(self, paper: WordedPaper) -> Iterator[str]:
        """Yield what stands between head and foot: by an own template, or as it comes with qmsctl."""
        from markupsafe import Markup  # noqa: PLC0415 - with Jinja2

        kind, sections = paper["kind"], {}
        for section in paper["sections"]:
            made = "\n".join(self._section(section))
            if self.own.has(kind, section["key"], "md"):
                values = {"paper": paper, "section": section, "original": Markup(made)}  # noqa: S704 - just escaped
                made = self.own.set_in_markdown(kind, section["key"], values, escape_line)
            sections[section["key"]] = made
        if self.own.has(kind, WHOLE, "md"):
            marked = {key: Markup(made) for key, made in sections.items()}  # noqa: S704 - just escaped
            yield self.own.set_in_markdown(kind, WHOLE, {"paper": paper, "sections": marked}, escape_line)
            return
        yield from sections.values()

    def _section(self, section: WordedSection) -> Iterator[str]:
        number = section["number"]
        if section["is_annex"]:
            number = f"{tr('Annex').into(self.language)} {number}."
        elif number:
            number = f"{number}."
        yield "\n" + " ".join(filter(None, ("##", number, escape_line(section["heading"])))) + "\n"
        yield from self._blocks(section["blocks"], 3)

    def _blocks(self, blocks: Sequence[WordedBlock], level: int) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block, level)
            yield ""

    def _block(self, block: WordedBlock, level: int) -> Iterator[str]:  # noqa: C901, PLR0912 - an arm for each kind
        match block["kind"]:
            case "paragraph":
                yield from self._paragraph(block["value"], said=block["style"] == "said")
            case "notice":
                yield f"> {inline(block['value'])}"
            case "facts":
                yield from self._labelled(block)
            case "list":
                for item in block["items"]:
                    yield f"- {inline(item)}"
            case "figures":
                for one in block["numbers"]:
                    yield f"- {inline(one['mark'])}: {one['count']}"
            case "part":
                yield self._heading(block["heading"], level)
                yield from self._blocks(block["blocks"], level + 1)
            case "card":
                yield from self._card(block, level)
            case "table":
                yield from self._table(block)
            case "bars":
                yield from self._bars(block, level)
            case "grid":
                yield from self._grid(block, level)
            case "steps":
                yield from self._steps(block)
            case "signatures":
                yield from self._signatures(block)

    def _paragraph(self, words: Words, *, said: bool) -> Iterator[str]:
        if words["kind"] == "many":
            for item in words["items"]:
                yield f"- {inline(item)}"
        elif said or (words["kind"] == "text" and "\n" in words["text"]):
            yield escape_block(words["text"])
        else:
            yield inline(words)

    def _heading(self, words: Words, level: int) -> str:
        return f"{'#' * min(level, _DEEPEST)} {inline(words)}\n"

    def _labelled(self, block: WordedFacts) -> Iterator[str]:
        if not block["gathers"]:
            yield from self._facts(block["facts"])
            return
        yield from self._facts([fact for fact in block["facts"] if not is_missing(fact["value"])])
        lacking = [fact for fact in block["facts"] if is_missing(fact["value"])]
        if lacking:
            labels = " · ".join(escape_line(fact["label"]) for fact in lacking)
            yield f"- **{tr('What is not recorded').into(self.language)}:** {labels}"

    def _facts(self, facts: Sequence[WordedFact], indent: str = "") -> Iterator[str]:
        for fact in facts:
            yield from self._fact(fact, indent)

    def _fact(self, fact: WordedFact, indent: str) -> Iterator[str]:
        label = f"{indent}- **{escape_line(fact['label'])}:**"
        value, inner = fact["value"], indent + "  "
        if value["kind"] == "many":
            yield label
            for item in value["items"]:
                yield f"{inner}- {inline(item)}"
        elif fact["long"] and value["kind"] == "text" and "\n" in value["text"]:
            yield f"{label}\n\n{escape_block(value['text'], inner)}\n"
        else:
            yield f"{label} {inline(value)}"

    def _card(self, card: WordedCard, level: int) -> Iterator[str]:
        yield self._heading(card["heading"], level)
        yield _marks(card["marks"]) + "\n"
        yield from self._blocks(card["blocks"], level + 1)

    def _cell(self, cell: WordedCell) -> str:
        return in_a_row(inline(one) for one in (cell["value"], cell["below"]) if one is not None)

    def _table(self, table: WordedTable) -> Iterator[str]:
        yield f"**{escape_line(table['caption'])}**\n"
        counts = [column["look"] == "count" for column in table["columns"]]
        yield _row([escape_line(column["label"]) for column in table["columns"]])
        yield _row(["---:" if count else "---" for count in counts])
        for group in table["groups"]:
            if group["head"]:
                head = [self._cell(cell) for cell in group["head"]]
                yield _row(
                    [
                        f"**{text}**" if text and not count else text
                        for text, count in zip(head, counts, strict=True)
                    ]
                )
            for row in group["rows"]:
                yield _row([self._cell(cell) for cell in row])
        if table["note"]:
            yield f"\n{escape_line(table['note'])}"

    def _bars(self, bars: WordedBars, level: int) -> Iterator[str]:
        yield f"{'#' * min(level, _DEEPEST)} {escape_line(bars['caption'])}\n"
        total = tr("in all").into(self.language)
        yield _row(["", total, *(inline(mark) for mark in bars["legend"])])
        yield _row(["---", *("---:" for _ in range(len(bars["legend"]) + 1))])
        for bar in bars["bars"]:
            name = " ".join(filter(None, (escape_line(bar["id"]), inline(bar["title"]))))
            counts = [one["count"] for one in bar["numbers"]]
            yield _row([name, str(sum(counts)), *(str(count) for count in counts)])

    def _grid(self, grid: WordedGrid, level: int) -> Iterator[str]:
        yield f"{'#' * min(level, _DEEPEST)} {escape_line(grid['caption'])}\n"
        for row in grid["rows"]:
            words = [escape_line(place["text"]) for place in row["places"]]
            yield f"- **{escape_line(row['name'])}:** {'; '.join(filter(None, (*words, escape_line(row['tail']))))}"

    def _steps(self, steps: WordedSteps) -> Iterator[str]:
        for step in steps["steps"]:
            aside = "" if is_missing(step["aside"]) else f" ({inline(step['aside'])})"
            yield f"- **{inline(step['head'])}**{aside}"
            yield from self._facts(step["facts"], "  ")

    def _signatures(self, signatures: WordedSignatures) -> Iterator[str]:
        heads = (tr("Role"), tr("Name"), tr("date and signature"))
        yield _row([head.into(self.language) for head in heads])
        yield _row(["---"] * 3)
        for line in signatures["lines"]:
            yield _row([inline(line["role"]), "" if is_missing(line["name"]) else inline(line["name"]), ""])


def _quoted(text: str) -> str:
    """Return *text* as the title of a link, which no reader shows."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
