"""A text as words in passages: sentences, items of lists, headings and rows; its layout does not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Passage", "is_word", "number_of_words", "passages", "words_of"]

_PARTS: Final = r"\w+(?:[-./:,@'’&+]\w+)*"  # noqa: RUF001 - an apostrophe
"""A word with what joins its parts, such as 3.1, A/1 or e-mail."""
_WORD: Final = re.compile(rf"(?P<blank>\s*)(?P<word>{_PARTS}|[^\w\s])")
"""A word, or a sign that stands alone, and whether it stands apart."""
_COUNTED: Final = re.compile(_PARTS)

_BULLET: Final = re.compile(r"\s*(?P<mark>[-*+•]|#{1,6}|>)\s+(?=\S)")
_NUMBER: Final = re.compile(r"\s*(?P<mark>\d{1,4}[.)])\s+(?=\S)")
_FENCE: Final = re.compile(r"\s*(?:`{3,}|~{3,})")
_ROW: Final = re.compile(r"\s*\|")

_END: Final = re.compile(r"(?P<stop>[.!?…])(?P<closed>[\"”’)\]]*)\s+[\"„“‘(\[]?(?=\w)")  # noqa: RUF001 - quotes
"""What may end a sentence, with what may open the next one."""

_SHORT: Final = 3
"""Letters up to which a word before a full stop is taken for an abbreviation: `ust.`, `np.`, `r.`"""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is compared as one: a sentence, an item of a list without its mark, a heading, a row."""

    words: tuple[str, ...]
    blanks: tuple[bool, ...]
    """Whether a blank stands before each word."""
    begins: bool = True
    """Whether a paragraph begins with it."""
    mark: str = ""
    """What makes it an item or a heading: `-`, `2.`, `##`."""

    @property
    def core(self) -> tuple[str, ...]:
        """By which it is known: all of it."""
        return self.words


def is_word(word: str) -> bool:
    """Return whether *word* has a letter or a digit; the others are signs."""
    return word[0].isalnum() or word[0] == "_"


def number_of_words(text: str) -> int:
    """Return how many words *text* has, without the signs."""
    return sum(1 for _ in _COUNTED.finditer(text))


def words_of(text: str) -> Passage:
    """Return *text* as one passage."""
    found = _WORD.findall(unicodedata.normalize("NFC", text.rstrip()))
    # What is alike is kept once: a text of a million signs has few different ones.
    kept: dict[str, str] = {}
    words = tuple([kept.setdefault(word, word) for _, word in found])
    return Passage(words, tuple([number > 0 and blank != "" for number, (blank, _) in enumerate(found)]))


def passages(text: str) -> tuple[Passage, ...]:
    """Return the passages of *text*, which is Markdown or plain lines."""
    return tuple(passage for mark, block in _blocks(text) for passage in _sentences(mark, block))


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield each paragraph, item, heading, row and line of code, with its mark."""
    mark, lines, coded = "", list[str](), False
    for line in text.splitlines():
        fence = _FENCE.match(line) is not None
        begun = None if fence or coded else _begun(line, within=bool(lines) and not mark)
        if lines and (fence or coded or begun or not line.strip() or mark.startswith("#")):
            yield mark, " ".join(lines)
            mark, lines = "", []
        coded ^= fence
        mark, rest = begun or (mark, line)
        if rest.strip():
            lines.append(rest)
        if fence:
            yield "", rest
            lines = []
    yield mark, " ".join(lines)


def _begun(line: str, *, within: bool) -> tuple[str, str] | None:
    """Return mark and text of an item or heading that *line* begins, a row without a mark, or `None`.

    Args:
        line: of the text.
        within: whether it goes on with a paragraph, in which a number such as a year begins no item.
    """
    if item := _BULLET.match(line) or (None if within else _NUMBER.match(line)):
        return item["mark"], line[item.end() :]
    return ("", line) if _ROW.match(line) else None


def _sentences(mark: str, block: str) -> Iterator[Passage]:
    """Yield the sentences of *block*, the first with its *mark*."""
    start, begins = 0, True
    for end in [*_ends(block), len(block)]:
        passage = words_of(block[start:end])
        if passage.words:
            yield Passage(passage.words, passage.blanks, begins, mark if begins else "")
            begins = False
        start = end


def _ends(block: str) -> Iterator[int]:
    """Yield where the sentences of *block* end: before a capital, and not after an abbreviation."""
    for match in _END.finditer(block):
        before = block[max(0, match.start() - _SHORT - 1) : match.start()]
        if block[match.end()].isupper() and (match["stop"] != "." or not _is_abbreviated(before)):
            yield match.end("closed")


def _is_abbreviated(before: str) -> bool:
    """Return whether a full stop after *before*, the last letters of a word, belongs to the word."""
    if before.isalpha() and len(before) > _SHORT:
        return False
    last = before[-2:]
    return not (last.isdecimal() or (last.isalpha() and last.isupper()) or last[-1:] in ')]"”’')  # noqa: RUF001
