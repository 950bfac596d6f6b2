"""A paper as a Word file: headings, lists and tables of the styles that offices know.

The file is written directly, as the few parts that Office Open XML demands: every machine gives
the same bytes, nothing has to be installed, and a report of thousands of rows takes no longer than
its text.  The styles are `templates/word/styles.xml`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from string import Template
from typing import Final

from qmsctl.messages import Language, tr
from qmsctl.render.remaking import made_again_by
from qmsctl.render.word_tables import SPACER, WordTables
from qmsctl.render.word_words import Speech, bookmarks_of
from qmsctl.render.word_xml import (
    NAMESPACES,
    TONES,
    Face,
    bookmarked,
    compact,
    escaped,
    field,
    kept,
    linked,
    paragraph,
    run,
    tag_of,
)
from qmsctl.render.worded_blocks import (
    WordedBlock,
    WordedCard,
    WordedFacts,
    WordedNotice,
    WordedPaper,
    WordedSection,
    WordedSteps,
    WordedTable,
    called,
    has_contents,
)
from qmsctl.render.zipped import zipped
from qmsctl.shipped import shipped

__all__ = ["paper_word"]

_LONG, _SHORT, _MARGIN = 16838, 11906, 1417
"""A4, with margins of 2.5 cm, in twentieths of a point."""
_DEEPEST: Final = 6
_FIRST_PAGE: Final = "summary"
"""The section that has to fit one page, as in print."""
_WHOLE_CARD: Final = "evidence"
"""What a card is about that no page tears, as in print: it is shown to somebody by itself."""
_LONGEST_CARD: Final = 2500
"""Letters of a card that certainly fits on one page; a longer one may go on upon the next."""
_STYLES: Final = {"plain": None, "said": "Quote", "small": "BodyText3"}


def paper_word(paper: WordedPaper, on: dt.date) -> bytes:
    """Return *paper* as a Word file (.docx).

    Args:
        paper: in words of one language.
        on: the day the file says it was made; equal papers of one day give equal bytes.
    """
    language = tag_of(paper["language"]) or "en-GB"
    width, height = (_LONG, _SHORT) if paper["landscape"] else (_SHORT, _LONG)
    orientation = "landscape" if paper["landscape"] else "portrait"
    places = {"language": language, "right": str(width - 2 * _MARGIN)}

    def part(name: str) -> str:
        text = (shipped("templates") / "word" / name).read_text("utf-8")
        return Template(text).substitute(places)

    body = _Body(paper, width - 2 * _MARGIN).whole()
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}" w:orient="{orientation}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}" '
        'w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    parts = {
        "[Content_Types].xml": part("content-types.xml"),
        "_rels/.rels": part("package-relations.xml"),
        "word/document.xml": _root("document", f"<w:body>{body}{page}</w:body>"),
        "word/_rels/document.xml.rels": part("document-relations.xml"),
        "word/styles.xml": part("styles.xml"),
        "word/numbering.xml": part("numbering.xml"),
        "word/settings.xml": part("settings.xml"),
        "word/header1.xml": _root("hdr", _header(paper)),
        "word/footer1.xml": _root("ftr", _footer(paper)),
        "docProps/core.xml": _properties(paper, language, on),
    }
    return zipped({name: text.encode("utf-8") for name, text in parts.items()})


_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _root(name: str, inner: str) -> str:
    return f"{_DECLARATION}<w:{name} {NAMESPACES}>{inner}</w:{name}>"


_TAB: Final = "<w:r><w:tab/></w:r>"


def _header(paper: WordedPaper) -> str:
    """Return whose the paper is and what it is; before that, that nobody may use it, if so."""
    stamp = run(f"{paper['stamp']} · ", Face(bold=True, colour=TONES["bad"])) if paper["stamp"] else ""
    return paragraph(stamp + run(paper["organisation"]) + _TAB + run(paper["title"]), "Header")


def _footer(paper: WordedPaper) -> str:
    """Return of what and from what the paper is, and the number of the page."""
    about = f"{called(paper)} · {paper['made_from']}"
    # The places of a phrase are kept as marks that no translation contains, and become fields.
    phrase = tr("Page {page} of {pages}", page="\x01", pages="\x02").into(paper["language"])
    before, _, rest = phrase.partition("\x01")
    between, _, after = rest.partition("\x02")
    page = run(before) + field("PAGE", "1") + run(between) + field("NUMPAGES", "1") + run(after)
    return paragraph(run(about) + _TAB + page, "Footer")


def _properties(paper: WordedPaper, language: str, on: dt.date) -> str:
    """Return the properties that a file manager shows."""
    moment = f"{on.isoformat()}T00:00:00Z"
    title, author, subject = (escaped(paper[key]) for key in ("title", "organisation", "id"))
    again = made_again_by(paper)
    command = f"<dc:description>{escaped(again)}</dc:description>" if again else ""
    return (
        f"{_DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"{command}<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    )


class _Body:
    """Sets the body of one paper."""

    def __init__(self, paper: WordedPaper, room: int) -> None:
        self.paper = paper
        self.room = room
        self.language: Language = paper["language"]
        self.bookmarks = bookmarks_of(paper)
        self.speech = Speech(self.bookmarks)
        self.tables = WordTables(self.speech, self.language)
        self.numbers = {anchor: number for number, anchor in enumerate(self.bookmarks)}
        self.placed: set[str] = set()
        self.about = paper["title"]
        """What a table without a caption of its own is about: the heading it stands under."""

    def whole(self) -> str:
        sections = "".join(map(self._section, self.paper["sections"]))
        foot = paragraph(run(" · ".join(self.paper["foot"])), "BodyText3")
        return self._cover() + self._contents() + sections + foot

    def _anchored(self, runs: str, anchor: str) -> str:
        if anchor in self.placed or anchor not in self.bookmarks:
            return runs
        self.placed.add(anchor)
        return bookmarked(runs, self.bookmarks[anchor], self.numbers[anchor])

    def _cover(self) -> str:
        paper = self.paper
        system = tr("Quality Management System").into(self.language)
        text = paragraph(run(paper["organisation"], Face(bold=True)), more='<w:spacing w:after="0"/>')
        text += paragraph(run(system, Face(colour=TONES["quiet"])))
        text += paragraph(run(paper["title"]), "Title")
        if paper["subtitle"]["kind"] != "missing":
            text += paragraph(self.speech.runs(paper["subtitle"]), "Subtitle")
        if paper["standing"]:
            text += paragraph(self.speech.mark(paper["standing"]))
        if paper["cover"]:
            facts = WordedFacts(kind="facts", facts=paper["cover"], paired=paper["landscape"], gathers=False)
            text += self.tables.facts(facts, self.room, paper["title"])
        return text

    def _contents(self) -> str:
        """Return the list of sections: a field that Word can renew, with its links already in it."""
        sections = self.paper["sections"]
        if not has_contents(self.paper):
            return ""
        numbered = any(one["number"] for one in sections)
        entries = [
            linked(
                run(f"{one['number']}\t{one['heading']}" if numbered else one["heading"]),
                self.bookmarks[one["key"]],
            )
            for one in sections
        ]
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\n \\z </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        entries[0] = begin + entries[0]
        entries[-1] += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        heading = paragraph(run(tr("Contents").into(self.language)), "TOCHeading")
        return heading + "".join(paragraph(entry, "TOC1") for entry in entries)

    def _section(self, section: WordedSection) -> str:
        self.about = section["heading"]
        text = f"{section['number']}\N{EM SPACE}{section['heading']}" if section["number"] else self.about
        if section["is_annex"]:
            text = f"{tr('Annex').into(self.language)} {text}"
        more = '<w:pageBreakBefore/><w:spacing w:before="0"/>' if section["new_page"] else ""
        heading = paragraph(self._anchored(run(text), section["key"]), "Heading1", more=more)
        blocks = self._blocks(section["blocks"], 2)
        return heading + (compact(blocks) if section["key"] == _FIRST_PAGE else blocks)

    def _blocks(self, blocks: Sequence[WordedBlock], level: int) -> str:
        return "".join(self._kept(block, blocks[number + 1 :], level) for number, block in enumerate(blocks))

    def _kept(self, block: WordedBlock, rest: Sequence[WordedBlock], level: int) -> str:
        """Return a block; what explains the one after it stays on its page, and so does what is signed below."""
        text = self._block(block, level)
        if rest and rest[0]["kind"] == "signatures":
            before, row, last = text.rpartition("<w:tr>")
            return before + row + kept(last)
        explains = block["kind"] == "notice" or (block["kind"] == "paragraph" and block["style"] == "small")
        return kept(text) if explains and rest else text

    def _block(self, block: WordedBlock, level: int) -> str:  # noqa: C901, PLR0911 - one arm for each kind
        match block["kind"]:
            case "paragraph":
                many = block["value"]["kind"] == "many"
                style = "ListBullet" if many else _STYLES.get(block["style"])
                return self.speech.paragraphs(block["value"], style)
            case "notice":
                return self._notice(block)
            case "facts":
                return self.tables.facts(block, self.room, self.about)
            case "list":
                style = "ListBullet" if block["bulleted"] else "ListPlain"
                return "".join(paragraph(self.speech.runs(item), style) for item in block["items"])
            case "table":
                return self._table(block)
            case "figures":
                return self.tables.figures(block, self.room, self.about)
            case "bars":
                return self.tables.bars(block, self.room)
            case "grid":
                return self.tables.grid(block, self.room)
            case "steps":
                return self._steps(block)
            case "part":
                heading = paragraph(self.speech.runs(block["heading"]), _heading(level))
                return heading + self._blocks(block["blocks"], level + 1)
            case "card":
                return self._card(block, level)
            case "signatures":
                return self.tables.signatures(block, self.room, self.about)

    def _table(self, block: WordedTable) -> str:
        """Return a table; a caption that repeats the heading above it is left to those who hear it read."""
        repeats = block["caption"] == self.about
        mark = self._anchored("" if repeats else run(block["caption"]), f"table-{block['key']}")
        return (mark if repeats else "") + self.tables.table(block, self.room, "" if repeats else mark)

    def _notice(self, block: WordedNotice) -> str:
        colour = TONES.get(block["tone"], TONES["calm"])
        edge = f'<w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="{colour}"/></w:pBdr>'
        return paragraph(self.speech.runs(block["value"]), "Notice", more=edge)

    def _steps(self, block: WordedSteps) -> str:
        text = ""
        for step in block["steps"]:
            head = self.speech.runs(step["head"], Face(bold=True))
            if step["aside"]["kind"] != "missing":
                soft = Face(colour=TONES["quiet"])
                head += run(" (", soft) + self.speech.runs(step["aside"], soft) + run(")", soft)
            text += paragraph(head, keep=bool(step["facts"]))
            if step["facts"]:
                facts = WordedFacts(kind="facts", facts=step["facts"], paired=False, gathers=False)
                text += self.tables.facts(facts, self.room, step["head"]["text"])
        return text

    def _card(self, card: WordedCard, level: int) -> str:
        """Return everything about one thing, under a heading set apart by a wash and a line of its tone."""
        colour = TONES.get(card["marks"][0]["tone"], TONES["calm"]) if card["marks"] else TONES["calm"]
        apart = (
            f'<w:pBdr><w:left w:val="single" w:sz="36" w:space="6" w:color="{colour}"/></w:pBdr>'
            '<w:shd w:val="clear" w:color="auto" w:fill="F3F5F8"/><w:ind w:left="170"/>'
        )
        heading = self.speech.runs(card["heading"], Face(struck=card["struck"]))
        text = paragraph(self._anchored(heading, card["anchor"]), _heading(level), more=apart)
        if card["marks"]:
            text += paragraph(run("    ").join(map(self.speech.mark, card["marks"])), keep=True, more="")
        self.about = card["heading"]["text"]
        text += self._blocks(card["blocks"], level + 1)
        fits = sum(map(len, _TEXT.findall(text))) <= _LONGEST_CARD
        return (_on_one_page(text) if card["about"] == _WHOLE_CARD and fits else text) + SPACER


_TEXT: Final = re.compile(r"(?<=>)[^<>]+(?=<)")


def _on_one_page(text: str) -> str:
    """Return paragraphs and tables, each of which stays on the page of the next; what follows them need not."""
    before, row, last = text.rpartition("<w:tr>")
    return kept(before) + row + last if row else text


def _heading(level: int) -> str:
    return f"Heading{min(level, _DEEPEST)}"
