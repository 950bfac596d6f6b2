"""What papers that are signed and filled in by hand have in common: room to write, and their foot."""

from __future__ import annotations

import shlex
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Block, Facts, Paragraph, Section, SignatureLine, Signatures
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Code, Fact, Joined, Shown

__all__ = [
    "LINE",
    "NARROW_ROOM",
    "ROOM",
    "again",
    "again_by",
    "again_said",
    "boxes",
    "filled",
    "foot",
    "made_section",
    "signed",
]

LINE: Final = Message("." * 24)
"""Room for a word or a day, written by hand."""
ROOM: Final = Joined((Message("." * 48),) * 2, "\n")
"""Room for a sentence, written by hand."""
NARROW_ROOM: Final = Joined((LINE, LINE), "\n")
"""The same in a narrow column."""


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


def foot(title: Message, organisation: str, made: Provenance) -> tuple[Shown, ...]:
    """Return what stands at the end of a paper."""
    return (
        title,
        organisation,
        Joined((tr("as of"), made.day), " "),
        made.made_from,
        f"qmsctl {made.version}",
    )


def again(made: Provenance, *words: str) -> str | None:
    """Return the command `qmsctl report` with *words* that makes a paper again; `None` if no commit holds it all."""
    return again_by(made, "report", *words)


def again_by(made: Provenance, *words: str) -> str | None:
    """Return the command *words* of qmsctl that makes a paper again; `None` if no commit holds it all."""
    if made.commit is None or made.uncommitted:
        return None
    return shlex.join(("qmsctl", *words, "--rev", made.commit, "--on", made.day.isoformat()))


def again_said(command: str | None) -> Shown:
    """Return how a paper is made again by *command*; `None`: that it cannot be."""
    if command is None:
        return tr(
            "This report was not made from a commit alone, so it cannot be made again. "
            "Commit the files, and make it anew."
        )
    return Joined((tr("Make it again:"), Code(f"{command} -o again.html")), " ")


def made_section(made: Provenance, command: str | None, letter: str = "A") -> Section:
    """Return the annex that says from what a paper was made, and by which *command* it is made again."""
    heading = tr("From what this was made")
    return Section(
        "made-from", letter, heading, (Facts(made.facts), Paragraph(again_said(command))), is_annex=True
    )
