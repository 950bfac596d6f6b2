"""A quick look at words tells of each file what one by one they tell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.documents import sieve
from qmsctl.documents.sieve import Sieve

SIGNS = {
    "a": re.compile(rb"a\S?b").search,
    "digit": re.compile(rb"[0-9]").search,
    "c": re.compile(rb"(?<!\S)c(?!\S)").search,
}
EXACT = {"capital": re.compile(rb"[A-Z]").search}
WORDS = st.sampled_from([b"ab", b"AxB", b"a", b"b", b"c", b"C", b"cc", b"1", b"a1b", b"z", b"\xc5\x82"])
FILES = st.lists(
    st.lists(st.tuples(WORDS, st.sampled_from([b" ", b"\n", b"\r\n", b"\t "])), max_size=6), max_size=8
)


@pytest.mark.parametrize(("most", "large"), [(0, 1000), (3, 1000), (1000, 1000), (1000, 10)])
@given(files=FILES)
def test_a_file_tells_what_its_words_tell(
    files: list[list[tuple[bytes, bytes]]], most: int, large: int
) -> None:
    """Whatever was looked at before, and however little is remembered, a file of any size is searched for what its words tell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sieve, "_MOST", most)
        patch.setattr(sieve, "_LARGE", large)
        raws = [b"".join(word + blank for word, blank in file) for file in files]
        told = [
            {matter for word, _ in file for matter, sign in SIGNS.items() if sign(word.lower())}
            | {matter for word, _ in file for matter, sign in EXACT.items() if sign(word)}
            for file in files
        ]

        looking = Sieve(SIGNS, EXACT)
        assert [looking.look(raw) for raw in raws] == told
        assert [*Sieve(SIGNS, EXACT).look_at_each(raws)] == told
