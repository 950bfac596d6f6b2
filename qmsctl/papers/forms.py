"""What papers that are signed and filled in by hand have in common: room to write."""

from __future__ import annotations

from typing import Final

from qmsctl.messages import Message
from qmsctl.papers.blocks import Block, SignatureLine, Signatures
from qmsctl.reports.shown import Fact, Joined, Room, Shown

__all__ = [
    "LINE",
    "NARROW_ROOM",
    "PAGE_WIDE_ROOM",
    "ROOM",
    "boxes",
    "filled",
    "signed",
]

LINE: Final = Room()
"""Room for a word or a day, written by hand."""
ROOM: Final = Room(lines=2, dots=48)
"""Room for a sentence, written by hand."""
NARROW_ROOM: Final = Room(lines=2)
"""The same in a narrow column."""
PAGE_WIDE_ROOM: Final = Room(lines=4, dots=96)
"""Room for what an auditor sees and where: as wide as the page."""


def filled(label: Message, value: Shown, *, long: bool = False) -> Fact:
    """Return the field *label* with *value*, or with room to write it by hand where nothing is recorded."""
    is_empty = value is None or value in ((), "")
    room: Shown = ROOM if long else LINE
    return Fact(label, room if is_empty else value, long=long)


def boxes(*words: Shown) -> Shown:
    """Return *words* with a box to tick before each."""
    return Joined(tuple(Joined(("☐", word), "\N{NO-BREAK SPACE}") for word in words), "\n")


def signed(*lines: tuple[Shown, Shown]) -> Block:
    """Return places to sign: a role and a name each; where no name is known there is room for it."""
    return Signatures(tuple(SignatureLine(role, name if name is not None else LINE) for role, name in lines))
