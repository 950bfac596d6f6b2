"""Texts that people wrote stay text in Markdown."""

from __future__ import annotations

import pytest

from qmsctl.render.markdown_text import escape_block, escape_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain 8.10", "plain 8.10"),
        ("a | b", "a \\| b"),
        ("# heading", "\\# heading"),
        ("- item", "\\- item"),
        ("1. first", "1\\. first"),
        ("8.1 stays", "8.1 stays"),
        ("<b>&amp;", "&lt;b>&amp;amp;"),
        ("`code` *x* _y_", "\\`code\\` \\*x\\* \\_y\\_"),
        ("two\nlines", "two lines"),
        ("back\\slash", "back\\\\slash"),
        ("  ", ""),
    ],
)
def test_a_line_is_disarmed(text: str, expected: str) -> None:
    """Nothing in a line acts."""
    assert escape_line(text) == expected


def test_a_block_keeps_its_lines() -> None:
    """Lines end in hard breaks, and empty ones part paragraphs."""
    assert escape_block("one\ntwo\n\n# three", "  ") == "  > one\\\n  > two\n  >\n  > \\# three"


def test_an_empty_block_is_a_quotation() -> None:
    """Nothing to quote gives an empty quotation."""
    assert escape_block("") == ">"
