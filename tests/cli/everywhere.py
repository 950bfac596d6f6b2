"""What one call shows in a wide terminal and in a narrow one, in a pipe, and in a poor locale; and all commands."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.main import get_group

from qmsctl.cli.app import app
from tests.cli.program import Outcome, Terminal, qmsctl, without_escapes

__all__ = ["COMMANDS", "NARROW", "Shown", "everywhere"]

NARROW, _WIDE = 40, 400
"""Columns of the terminals."""


def _commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[str]:  # noqa: ANN401 - Typer's types are private
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from _commands(command, (*words, name))
        else:
            yield " ".join((*words, name))


COMMANDS = tuple(_commands(get_group(app)))
"""Every command of the tree, in the order of the help."""


@dataclass(frozen=True)
class Shown:
    """What one call shows in each surrounding."""

    narrow: Outcome
    piped: Outcome | None = None
    wide: Outcome | None = None
    poor: Outcome | None = None

    @property
    def _all(self) -> list[Outcome]:
        return [one for one in (self.narrow, self.piped, self.wide, self.poor) if one is not None]

    @property
    def statuses(self) -> set[int]:
        """How it ended in each."""
        return {one.status for one in self._all}

    @property
    def lost(self) -> list[str]:
        """The words that a wide terminal shows, and a narrow one does not.

        Of a line of a file, with carets below it, a narrow terminal shows the part around the place.
        """
        joined = "".join(self.narrow.says.split())
        lines = self.wide.says.splitlines() if self.wide else []
        quoted = {above for above, below in itertools.pairwise(lines) if re.fullmatch(r" +\^+", below)}
        words = {word for line in lines if line not in quoted for word in line.split()}
        words = {word for word in words if any(letter.isalnum() for letter in word)}
        return sorted(word for word in words if word not in joined)

    @property
    def too_wide(self) -> list[str]:
        """The lines over the width of a narrow terminal, but those that are to be copied in one piece.

        Such are a command, and a name without a blank.
        """
        return [
            line
            for line in self.narrow.says.splitlines()
            if _columns(line) > NARROW and " " in line.strip() and not re.match(r"\s*(qmsctl|git) ", line)
        ]

    @property
    def broken(self) -> list[str]:
        """Letters that did not arrive: written out, replaced, or turned into question marks."""
        return [found for one in self._all for found in re.findall(r"\\u[0-9a-f]{4}|\ufffd|\w\?\w", one.says)]


def everywhere(folder: Path, words: list[str], *, compared: bool = True) -> Shown:
    """Return what the call of *words* in *folder* shows in each surrounding.

    Args:
        folder: where it is called.
        words: of the command line.
        compared: whether in more than the narrow terminal: in what they add, no language differs from another.
    """
    narrow = _in_a_terminal(folder, words, NARROW)
    if not compared:
        return Shown(narrow)
    poor = qmsctl(*words, at=folder, env={"LC_ALL": "C", "LANG": None})
    return Shown(narrow, qmsctl(*words, at=folder), _in_a_terminal(folder, words, _WIDE), poor)


def _in_a_terminal(folder: Path, words: list[str], columns: int) -> Outcome:
    with Terminal(*words, at=folder, columns=columns, env={"CI": "true"}) as terminal:
        done = terminal.end()
    return Outcome(done.status, without_escapes(done.out), "")


def _columns(line: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in line
    )
