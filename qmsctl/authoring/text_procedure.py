"""A procedure out of a text with headings, written in Word or Markdown: its sections, and what its title block says."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qmsctl.authoring.foreign_words import section_for, title_block_field
from qmsctl.authoring.imported import FIELDS, Found, Imported
from qmsctl.authoring.title_block import DECISIONS, Stated, is_title_block, labelled_line, title_block
from qmsctl.documents import written_text as kinds
from qmsctl.documents.written_text import Grid, Heading, Part, Passage, WrittenText, table_lines
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr, tr_n

__all__ = ["procedure_in"]

_SHOWN: Final = 60
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_LEFT_OUT: Final[Mapping[str, Callable[[int], Message]]] = {
    kinds.PICTURES: lambda n: tr_n("{count} picture", "{count} pictures", n),
    kinds.OBJECTS: lambda n: tr_n("{count} embedded object", "{count} embedded objects", n),
    kinds.FOOTNOTES: lambda n: tr_n("{count} footnote", "{count} footnotes", n),
    kinds.ENDNOTES: lambda n: tr_n("{count} endnote", "{count} endnotes", n),
    kinds.COMMENTS: lambda n: tr_n("{count} comment", "{count} comments", n),
    kinds.INSERTED: lambda n: tr_n(
        "{count} tracked insertion: its text is taken over as if it were accepted",
        "{count} tracked insertions: their text is taken over as if they were accepted",
        n,
    ),
    kinds.DELETED: lambda n: tr_n(
        "{count} tracked deletion: its text is left out as if it were accepted",
        "{count} tracked deletions: their text is left out as if they were accepted",
        n,
    ),
    kinds.MOVED: lambda n: tr_n(
        "{count} tracked move: the text stands where it was moved to",
        "{count} tracked moves: the text stands where it was moved to",
        n,
    ),
    kinds.HEADERS: lambda n: tr_n("{count} page header", "{count} page headers", n),
    kinds.FOOTERS: lambda n: tr_n("{count} page footer", "{count} page footers", n),
    kinds.TEXT_BOXES: lambda n: tr_n("{count} text box", "{count} text boxes", n),
    kinds.EQUATIONS: lambda n: tr_n("{count} equation", "{count} equations", n),
    kinds.CONTENTS: lambda n: tr_n("{count} table of contents", "{count} tables of contents", n),
    kinds.HTML: lambda n: tr_n("{count} passage of HTML", "{count} passages of HTML", n),
}
"""By what a text leaves out: how it is said."""


def procedure_in(text: WrittenText, name: str) -> Imported:
    """Return the sections of *text*, with what was understood and what was dropped.

    Args:
        text: as it was read.
        name: of the file, for messages.

    Raises:
        RefusedError: it has no headings, so nobody can tell its sections.
    """
    reading = _Reading()
    parts = list(_without_blocks(text, reading))
    level = _section_level(parts)
    if level is None:
        raise RefusedError(
            tr("{file} has no headings, so its sections cannot be told apart", file=name),
            tr("give the headings of its sections a style such as Heading 1, and import it again"),
        )
    _read(parts, level, reading)
    sections = {
        name: _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip() for name, lines in reading.sections.items()
    }
    empty = [name for name, section in sections.items() if not section]
    dropped = [_LEFT_OUT[kind](count) for kind, count in text.left_out.items()]
    dropped += [tr("section {section}: nothing stands below its heading", section=name) for name in empty]
    told = [*reading.found, *_told(reading, sections)]
    content = {"sections": {name: section for name, section in sections.items() if section}}
    return Imported(
        reading.fields, content, tuple(told), (*reading.dropped, *dropped), tuple(reading.decisions)
    )


@dataclass
class _Reading:
    """What comes of a text while it is read."""

    fields: dict[str, str] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    decisions: list[Found] = field(default_factory=list)
    dropped: list[Message] = field(default_factory=list)
    sections: dict[str, list[str]] = field(default_factory=dict)
    headed: dict[str, Message] = field(default_factory=dict)
    """By section: under which heading it stands, and whether qmsctl knows it."""
    counts: Counter[str] = field(default_factory=Counter)

    def state(self, one: Stated, where: Message) -> None:
        """Take note of *one* field; the first that says it counts."""
        shown = Found(FIELDS.get(one.field, Message("{label}", (("label", one.label),))), one.value, where)
        if one.field in DECISIONS:
            if shown not in self.decisions:
                self.decisions.append(shown)
        elif one.field not in self.fields:
            self.fields[one.field] = one.value
            self.found.append(shown)


def _without_blocks(text: WrittenText, reading: _Reading) -> Iterator[Part]:
    """Yield the parts of *text* but for title blocks, whose fields are taken note of."""
    for label, value in text.head.items():
        if (named := title_block_field(label)) is not None:
            reading.state(Stated(named, " ".join(value.split()), label), tr("head of the file"))
        else:
            reading.dropped.append(tr("field {label} of the head: {text}", label=label, text=_short(value)))
    above = True
    for part in text.parts:
        above = above and not (isinstance(part, Heading) and part.level > 0)
        if isinstance(part, Grid) and is_title_block(part.rows):
            for one in title_block(part.rows):
                reading.state(one, tr("title block"))
        elif above and isinstance(part, Passage) and (stated := labelled_line(part.text.removeprefix("- "))):
            reading.state(stated, tr("line above the first heading"))
        else:
            yield part
    for one in _in_margins(text):
        reading.state(one, tr("page header"))


def _in_margins(text: WrittenText) -> Iterator[Stated]:
    for margin in text.margins:
        if isinstance(margin, Grid):
            yield from title_block(margin.rows)
        elif stated := labelled_line(margin.text):
            yield stated


def _section_level(parts: Sequence[Part]) -> int | None:
    """Return the level of headings that begin sections: the highest, but for one that stands alone as the title."""
    levels = Counter(part.level for part in parts if isinstance(part, Heading) and part.level)
    if not levels:
        return None
    first = min(levels)
    deeper = [level for level in levels if level > first]
    heading = next(part for part in parts if isinstance(part, Heading) and part.level == first)
    if levels[first] == 1 and deeper and not section_for(heading.text)[1]:
        return min(deeper)
    return first


def _read(parts: Sequence[Part], level: int, reading: _Reading) -> None:
    current: list[str] | None = None
    before: Part | None = None
    for part in parts:
        if isinstance(part, Heading) and part.level == level:
            current = _begin(part.text, reading)
        elif isinstance(part, Heading) and part.level < level and current is None:
            _title(part.text, reading)
        elif current is None:
            _above(part, reading)
        else:
            _add(part, before, current, level, reading)
        before = part


def _begin(heading: str, reading: _Reading) -> list[str]:
    """Return the lines of the section that *heading* begins; of two alike, the second has its own name."""
    name, known = section_for(heading)
    if name in reading.sections and heading not in reading.sections:
        name, known = heading, False
    number = 1
    stem = name
    while name in reading.sections:
        number += 1
        name, known = f"{stem} ({number})", False
    reading.headed[name] = (
        tr("heading {heading}", heading=_short(heading))
        if known
        else tr("heading {heading}: no section of qmsctl, kept under its own name", heading=_short(heading))
    )
    return reading.sections.setdefault(name, [])


def _title(text: str, reading: _Reading) -> None:
    if "title" in reading.fields:
        if text != reading.fields["title"]:
            reading.dropped.append(tr("title {text}: another one is stated", text=_short(text)))
        return
    reading.state(Stated("title", text, ""), tr("heading of the whole"))


def _above(part: Part, reading: _Reading) -> None:
    """Keep what stands above the first section: the context of the document."""
    if isinstance(part, Heading):
        _title(part.text, reading)
        return
    name = "context"
    reading.headed.setdefault(name, tr("stands above the first heading"))
    _add(part, None, reading.sections.setdefault(name, []), 1, reading)


def _add(part: Part, before: Part | None, lines: list[str], level: int, reading: _Reading) -> None:
    if isinstance(part, Heading):
        depth = min(6, max(3, part.level - level + 2))
        lines += ["", f"{'#' * depth} {part.text}", ""]
    elif isinstance(part, Grid):
        reading.counts["tables"] += 1
        lines += ["", *table_lines(part.rows), ""]
    else:
        reading.counts["items"] += part.is_item
        if not (part.is_item and isinstance(before, Passage) and before.is_item):
            lines.append("")
        lines += part.text.split("\n")


def _told(reading: _Reading, sections: Mapping[str, str]) -> Iterator[Found]:
    for name, section in sections.items():
        if section:
            yield Found(tr("Section"), name, reading.headed[name])
    if reading.counts["tables"]:
        yield Found(tr("Tables"), str(reading.counts["tables"]), tr("kept, as Markdown"))
    if reading.counts["items"]:
        yield Found(tr("Items of lists"), str(reading.counts["items"]), tr("kept, as Markdown"))


def _short(text: str) -> str:
    return textwrap.shorten(text, _SHOWN, placeholder=" …")
