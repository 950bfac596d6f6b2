"""Papers on a terminal: set for eyes, without the marks of Markdown."""

from __future__ import annotations

import re

import pytest

from qmsctl.messages import LANGUAGES
from qmsctl.render.paper_text import paper_console, paper_plain
from qmsctl.render.worded import worded
from tests.papers.every_block import every_block, hostile

WIDTHS = (32, 80, 200)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [False, True])
def test_a_terminal_sees_no_marks_of_markdown(language: str, width: int, *, colour: bool) -> None:
    """Neither hashes before headings nor bars between cells; a pipe gets both, to be cut by programs."""
    paper = worded(every_block(), language)
    shown = paper_console(paper, width=width, colour=colour)

    assert not re.search(r"^(?:\x1b\[1m)? *#|\|", shown, re.MULTILINE)
    assert re.search(r"^## .*^\S.* \| ", paper_plain(paper), re.MULTILINE | re.DOTALL)


def test_headings_are_underlined_where_no_colour_sets_them_apart() -> None:
    """Title and sections as wide as they are, wrapped ones as wide as their longest line; in colour they are bold."""
    paper = worded(every_block(), "en")
    lines = paper_console(paper, width=80, colour=False).splitlines()
    at = lines.index("1 Findings")

    assert lines[at + 1] == "─" * len("1 Findings")
    assert lines[1] == "─" * len(lines[0])
    narrow = paper_console(paper, width=32, colour=False).splitlines()
    under = next(index for index, line in enumerate(narrow) if set(line) == {"─"})
    assert len(narrow[under]) == max(map(len, narrow[:under])) <= 32
    bold = paper_console(paper, width=80, colour=True)
    assert "\x1b[1m1 Findings\x1b[0m\n" in bold
    assert "─" not in bold


def test_what_begins_with_a_hash_is_no_heading() -> None:
    """A text that somebody wrote stays as it is."""
    shown = paper_console(worded(hostile("# not one"), "en"), width=80, colour=True)
    assert "\n# not one\n" in shown
