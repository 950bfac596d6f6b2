"""The page of a rule: Markdown in a pipe, and set for eyes on a terminal."""

from __future__ import annotations

import re

import pytest

from qmsctl.checks import RULES
from qmsctl.messages import LANGUAGES
from qmsctl.render.rule_text import page, render_page

WIDTH = 160


def _words(text: str) -> list[str]:
    """Return what is said, without the marks of Markdown, the colours and the lines under headings."""
    bare = re.sub(r"\x1b\[[01]m|^```\w*$|#+|`|─+|\]\([^)]*\)|\[", "", text, flags=re.MULTILINE)
    return bare.split()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("colour", [False, True])
def test_a_terminal_sees_no_marks_and_every_word(language: str, *, colour: bool) -> None:
    """No hash before a heading, no fence around an example, no backtick; and nothing that the page says is lost."""
    for rule in RULES:
        shown = render_page(rule, language, width=WIDTH, colour=colour)

        assert not re.search(r"^(?:\x1b\[1m)?#+ |^```", shown, re.MULTILINE), rule.slug
        assert _words(shown) == _words(page(rule, language)), rule.slug


def test_headings_are_set_apart() -> None:
    """In bold where colours show, or else underlined; examples stand to the right of the text."""
    rule = next(rule for rule in RULES if rule.id == "DUE001")
    plain = render_page(rule, "en", width=WIDTH, colour=False)

    assert "\nWhat it checks\n──────────────\n" in plain
    assert "\n    id: PS-01\n" in plain
    assert "\x1b[1mWhat it checks\x1b[0m\n" in render_page(rule, "en", width=WIDTH, colour=True)


def test_a_pipe_gets_the_page_as_it_is() -> None:
    """Markdown, for whatever reads it."""
    rule = RULES[0]

    assert render_page(rule, "en", width=None, colour=False) == page(rule, "en")
