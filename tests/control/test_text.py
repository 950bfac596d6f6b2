"""Placeholders are searched for in the bytes of a file first, which never overlooks one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qmsctl.control.text import PLACEHOLDER, may_hold_placeholders
from qmsctl.documents.source import Source, Tree
from qmsctl.documents.yaml import read_yaml
from tests.strategies import written

_PIECES = st.sampled_from([
    "[", "]", "[ ", "\u00a0", "\x1f", "\n", " ", "  ", ". ", "- ", "fill in", "to be", "defined", "written", "insert",
    "\u0131nsert", "\u017ftanowisko", "tanowis\u212ao", "uzupełnij", "do uzupełnienia", "imię i nazwisko", "UNIT",
    "TBD", "tbc", "Todo", "FIXME", "xxx", "YYYY-MM-DD", "rrrr-mm-dd", "dd.mm.RRRR", "lorem ipsum", "who?",
])  # fmt: skip
_TEXTS = st.lists(_PIECES, min_size=1, max_size=6).map("".join)


def texts_of(tree: Tree) -> list[str]:
    """Return every text in *tree*."""
    if tree is None or isinstance(tree, str):
        return [tree or ""]
    inner = tree.values() if isinstance(tree, dict) else tree
    return [text for value in inner for text in texts_of(value)]


def holds_one(raw: bytes) -> bool:
    """Return whether a text of the YAML file *raw* holds a placeholder."""
    read = read_yaml("x.yaml", raw)
    assert isinstance(read, Source), read
    return any(PLACEHOLDER.search(text) for text in texts_of(dict(read.tree)))


@given(written(st.fixed_dictionaries({"id": st.just("PS-01"), "texts": st.lists(_TEXTS, max_size=3)})))
def test_no_placeholder_is_overlooked(made: tuple[dict[str, Tree], bytes]) -> None:
    """However a text is written, the bytes of its file show that it could hold a placeholder."""
    raw = made[1]

    assert may_hold_placeholders(raw) or not holds_one(raw)


@given(_TEXTS)
@example("[\u0131nsert the name]")
@example("[\u00a0Name ]")
def test_none_is_overlooked_in_plain_text(text: str) -> None:
    """What stands in a file as it is read, as in Markdown, shows it as well."""
    assert may_hold_placeholders(text.encode()) or not PLACEHOLDER.search(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"a: >\n  this is to\n  be defined\n",
        b"a: this is to\n  be  defined\n",
        b"a: 'this is to be\n\n  written'\n",
        b'a: "\\x5bfill in]"\n',
        "a: >-\n  do\n  uzupełnienia\n".encode(),
        b"a: [b, '[ Fill in]']\n",
    ],
)
def test_lines_that_are_broken_and_escapes_hide_none(raw: bytes) -> None:
    """A placeholder may go on in the next line, or be written with escapes."""
    assert may_hold_placeholders(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"clauses: [8.7.2, 9.1]\nasked: [head-of-unit]\n",
        "a: Urzędnik uzupełnia wykaz i dopisuje datę.\n".encode(),
        b"a: It has to be done, and then written down.\n",
    ],
)
def test_usual_files_need_no_closer_look(raw: bytes) -> None:
    """Lists, and words that are also in placeholders, are no sign of one."""
    assert not may_hold_placeholders(raw)
