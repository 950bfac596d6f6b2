"""What a text names: a quick look at its words tells whether any of it is unknown."""

from __future__ import annotations

import pytest

from qmsctl.control.mentions import Mentions
from qmsctl.documents.sieve import Sieve


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask for it as PS-03 says.", True),
        ("P-2 hands over its forms.", True),
        ("Kept under PS-02 (see PS-03), by P-1.", True),
        ("Kept under PS-02, by P-1, in folder PS-03/2026.", False),
        ("", False),
        ("Kept under \\x50S-02.", True),  # may stand for anything
    ],
)
def test_one_unknown_name_is_enough(text: str, *, expected: bool) -> None:
    """A document alone or a process alone tells, in the first text as in one that repeats its words."""
    mentions = Mentions(frozenset({"PS-##"}), frozenset({"P-1"}), frozenset({"P-#"}))

    looking = Sieve({}, {"unknown": mentions.sign_of_unknown("PS-02".__eq__)})

    for _ in range(2):
        assert bool(looking.look(f"Kept under PS-02.\n{text}".encode())) is expected
