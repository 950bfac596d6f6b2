"""Several things on one line of text."""

from __future__ import annotations

import pytest

from qmsctl.reports.shown import in_a_row


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("one", "two"), "one; two"),
        (("one", "", "two"), "one; two"),
        (("It was closed.", "Reason: none"), "It was closed. Reason: none"),
        (("Was it closed?", "No"), "Was it closed? No"),
        (("21 maja 2026 r.", "Bogdan Lis"), "21 maja 2026 r.; Bogdan Lis"),
        (("art. 35 ust.", "1"), "art. 35 ust.; 1"),
        (("one.", ""), "one."),
        ((), ""),
    ],
)
def test_a_semicolon_stands_where_no_sentence_ends(parts: tuple[str, ...], line: str) -> None:
    """After a full stop it would be one mark too many; after an abbreviation it is needed."""
    assert in_a_row(parts) == line
