"""The lists of a Word file: what number or mark each item has, and how that is written in Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

__all__ = ["WordNumbers", "figure", "tag"]

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PLAIN: Final = re.compile(r"%\d[.)]?")
_PLACE: Final = re.compile(r"%([1-9])")
_FIGURE: Final = re.compile(r"\d{1,4}", re.ASCII)
_INDENT: Final = 4
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                 (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS: Final = 26
_LEVELS: Final = 9


def tag(name: str) -> str:
    """Return *name* as elements and attributes of Word's XML are called."""
    return f"{{{_W}}}{name}"


def figure(text: str) -> int | None:
    """Return the number that *text* writes, if it is small enough to count anything by; else `None`."""
    return int(text) if _FIGURE.fullmatch(text) else None


class WordNumbers:
    """Counts the items of lists, one after the other."""

    def __init__(self, numbering: ET.Element | None) -> None:
        """Take the part that says how lists are numbered, if there is one."""
        self._levels: dict[str, Mapping[int, tuple[str, str, int]]] = {}
        """By list and level: how it counts, what stands around the number, and where it begins."""
        self._counted: dict[str, list[int]] = {}
        self._depth = -1
        """How deep the item before stands; -1 where none stands before."""
        if numbering is None:
            return
        kinds = {
            one.get(tag("abstractNumId"), ""): _levels(one) for one in numbering.iter(tag("abstractNum"))
        }
        for one in numbering.iter(tag("num")):
            kind = one.find(tag("abstractNumId"))
            named = kind.get(tag("val"), "") if kind is not None else ""
            self._levels[one.get(tag("numId"), "")] = kinds.get(named, {})

    def knows(self, key: str) -> bool:
        """Return whether there is a list *key*; 0 stands for none."""
        return key != "0" and key in self._levels

    def rest(self) -> None:
        """Take note that something else than an item stands here."""
        self._depth = -1

    def item(self, key: str, level: int, text: str) -> str:
        """Return *text* as the next item of the list *key* on *level*, counted from 0."""
        level = min(level, _LEVELS - 1)
        form, around, _ = self._levels[key].get(level) or self._levels[key].get(0, ("bullet", "", 1))
        counted = self._counted.setdefault(
            key, [self._levels[key].get(at, ("", "", 1))[2] - 1 for at in range(_LEVELS)]
        )
        counted[level] += 1
        for deeper in range(level + 1, _LEVELS):
            counted[deeper] = self._levels[key].get(deeper, ("", "", 1))[2] - 1
        # An item stands at most one deeper than the one before, or Markdown would not take it for one.
        self._depth = min(level, self._depth + 1)
        indent = " " * _INDENT * self._depth
        if form in ("bullet", "none"):
            return f"{indent}- {text}"
        if form == "decimal" and _PLAIN.fullmatch(around):
            return f"{indent}{counted[level]}. {text}"
        return f"{indent}- {self._label(key, around, counted)} {text}"

    def _label(self, key: str, around: str, counted: list[int]) -> str:
        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            return _counted_as(self._levels[key].get(at, ("decimal", "", 1))[0], max(1, counted[at]))

        return _PLACE.sub(number, around)


def _levels(kind: ET.Element) -> Mapping[int, tuple[str, str, int]]:
    found = {}
    for level in kind.iter(tag("lvl")):
        at, start = figure(level.get(tag("ilvl"), "")), figure(_of(level, "start"))
        if at is not None:
            begins = 1 if start is None else start
            found[at] = (_of(level, "numFmt") or "decimal", _of(level, "lvlText"), begins)
    return found


def _of(parent: ET.Element, name: str) -> str:
    found = parent.find(tag(name))
    return found.get(tag("val"), "") if found is not None else ""


def _counted_as(form: str, number: int) -> str:
    if form in ("lowerLetter", "upperLetter"):
        times, letter = divmod(number - 1, _LETTERS)
        text = chr(ord("a") + letter) * min(times + 1, _LEVELS)
    elif form in ("lowerRoman", "upperRoman"):
        text, left = "", min(number, 3999)
        for worth, sign in _ROMAN:
            times, left = divmod(left, worth)
            text += sign * times
    else:
        return str(number)
    return text.upper() if form.startswith("upper") else text
