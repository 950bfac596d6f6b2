"""Words of a paper as runs of a Word file: marks, links, what is missing, other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from qmsctl.render.word_xml import TONES, Face, linked, paragraph, run, tag_of
from qmsctl.render.worded_blocks import WordedBlock, WordedPaper
from qmsctl.render.words import MarkWords, Words, unbroken

__all__ = ["Speech", "bookmarks_of"]

_PLAIN: Final = Face()
_LONGEST: Final = 30
"""Of what is kept of an anchor in the name of its bookmark; Word allows forty characters."""


def bookmarks_of(paper: WordedPaper) -> dict[str, str]:
    """Return the name of the bookmark for each anchor of *paper*: sections, tables and cards."""
    names: dict[str, str] = {}

    def add(anchor: str) -> None:
        safe = re.sub(r"[^A-Za-z0-9]+", "_", anchor)[:_LONGEST].strip("_")
        names.setdefault(anchor, f"_q{len(names) + 1}_{safe}")

    def walk(blocks: Iterable[WordedBlock]) -> None:
        for block in blocks:
            if block["kind"] == "card":
                add(block["anchor"])
                walk(block["blocks"])
            elif block["kind"] == "part":
                walk(block["blocks"])
            elif block["kind"] == "table":
                add(f"table-{block['key']}")

    for section in paper["sections"]:
        add(section["key"])
        walk(section["blocks"])
    return names


class Speech:
    """Sets words as runs.

    Args:
        bookmarks: the name of the bookmark for each anchor; a link to another place is plain text.
    """

    def __init__(self, bookmarks: Mapping[str, str]) -> None:
        self.bookmarks = bookmarks

    def mark(self, mark: MarkWords, face: Face = _PLAIN) -> str:
        """Return a status: its symbol, its word, and the colour of its tone."""
        text = f"{mark['symbol']}\N{NO-BREAK SPACE}{mark['text']}" if mark["symbol"] else mark["text"]
        return run(text, replace(face, bold=True, colour=TONES.get(mark["tone"])))

    def paragraphs(self, words: Words, style: str | None, face: Face = _PLAIN) -> str:
        """Return *words* as paragraphs of *style*; room to write is lines across whatever it stands in."""
        if words["kind"] == "room":
            return paragraph("", "WritingLine") * words["lines"]
        if words["kind"] == "many":
            return "".join(self.paragraphs(item, style, face) for item in words["items"])
        return paragraph(self.runs(words, face), style)

    def lines(self, words: Words, face: Face = _PLAIN) -> list[str]:
        """Return the runs of *words* for as many paragraphs as they have values."""
        if words["kind"] == "many":
            return [line for item in words["items"] for line in self.lines(item, face)]
        return [self.runs(words, face)]

    def runs(self, words: Words, face: Face = _PLAIN) -> str:  # noqa: PLR0911 - one arm for each kind
        """Return the runs of *words* within one paragraph."""
        match words["kind"]:
            case "room":
                return run(words["text"], face)
            case "text":
                tag = tag_of(words["language"]) if words["language"] else None
                return run(unbroken(words), replace(face, language=tag))
            case "mark":
                return self.mark(words, face)
            case "missing":
                return run(words["text"], Face(style="SubtleEmphasis", size=face.size))
            case "code":
                return self._linked(run(words["text"], replace(face, style="HTMLCode")), words["to"])
            case "link":
                # What leads nowhere must not look as if it did.
                known = words["to"] in self.bookmarks
                inner = replace(face, style=face.style or "Hyperlink") if known else face
                return self._linked(self.runs(words["value"], inner), words["to"])
            case "many":
                return run("; ", face).join(self.runs(item, face) for item in words["items"])
            case "joined":
                return run(words["between"], face).join(self.runs(part, face) for part in words["parts"])

    def _linked(self, runs: str, to: str | None) -> str:
        bookmark = self.bookmarks.get(to) if to else None
        # A link inside of a link is no file that Word opens.
        return linked(runs, bookmark) if bookmark and "<w:hyperlink" not in runs else runs
