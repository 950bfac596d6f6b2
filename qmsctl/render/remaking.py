"""The command by which a file says that it is made again: how each format holds it."""

from __future__ import annotations

from typing import Final

from qmsctl.messages import tr
from qmsctl.render.worded_blocks import WordedPaper

__all__ = ["START", "as_a_line", "for_a_table", "made_again_by"]

START: Final = "qmsctl report "
"""How the commands begin that `report --verify` understands."""


def made_again_by(paper: WordedPaper, table: str | None = None) -> str | None:
    """Return the command that makes *paper* again in its language, or one *table* of it; `None` if nothing does."""
    if paper["command"] is None:
        return None
    command = f"{paper['command']} --report-lang {paper['language']}"
    return command if table is None else f"{command} --table {table}"


def for_a_table(paper: WordedPaper, table: str) -> str | None:
    """Return what the last heading of a CSV file of *table* says; `None` if nothing could verify the file by it."""
    command = made_again_by(paper, table)
    return command if command and command.startswith(START) else None


def as_a_line(paper: WordedPaper) -> str | None:
    """Return the last of the plain lines of *paper*; `None` if nothing makes it again."""
    command = made_again_by(paper)
    return command and tr("Made again by: {command}", command=command).into(paper["language"])
