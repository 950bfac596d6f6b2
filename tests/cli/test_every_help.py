"""The help of every command in a narrow terminal, in a pipe, in a poor locale, in both languages: all of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_group

from qmsctl.cli.app import app
from qmsctl.messages import LANGUAGES
from tests.cli.program import Terminal, qmsctl, without_escapes

_NARROW, _WIDE = 40, 400


def _commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[str]:  # noqa: ANN401 - Typer's types are private
    """Yield every command of the tree."""
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from _commands(command, (*words, name))
        else:
            yield " ".join((*words, name))


_NAMES = ["", *dict.fromkeys(name.split()[0] for name in _commands(get_group(app)) if " " in name)]
"""qmsctl itself, and its groups of commands."""
_NAMES += _commands(get_group(app))


def _in_a_terminal(folder: Path, words: list[str], columns: int) -> tuple[int, str]:
    with Terminal(*words, at=folder, columns=columns, env={"CI": "true"}) as terminal:
        done = terminal.end()
    return done.status, without_escapes(done.out)


def _said(text: str) -> set[str]:
    """Return the words of *text*: what has a letter or a figure in it."""
    return {word for word in text.split() if any(letter.isalnum() for letter in word)}


def _columns(line: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in line
    )


def _too_wide(text: str) -> list[str]:
    """Return the lines over the width, but those of a command or name that is to be copied in one piece."""
    return [
        line
        for line in text.splitlines()
        if _columns(line) > _NARROW and " " in line.strip() and not re.match(r"\s*(qmsctl|git) ", line)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", _NAMES)
def test_help_everywhere(tmp_path: Path, name: str, language: str) -> None:
    """Forty columns hold every word that a wide terminal shows; a pipe and a poor locale get the same, whole."""
    words = ["--lang", language, *name.split(), "-h"]
    status, wide = _in_a_terminal(tmp_path, words, _WIDE)
    narrow_status, narrow = _in_a_terminal(tmp_path, words, _NARROW)
    piped = qmsctl(*words, at=tmp_path)
    poor = qmsctl(*words, at=tmp_path, env={"LC_ALL": "C", "LANG": None})
    joined = "".join(narrow.split())

    assert (status, narrow_status, piped.status) == (0, 0, 0)
    assert poor == piped
    assert [word for word in sorted(_said(wide)) if word not in joined] == []
    assert _too_wide(narrow) == []
    for text in (wide, narrow, piped.says):
        assert re.search(r"\\u[0-9a-f]{4}|\ufffd|\w\?\w", text) is None
