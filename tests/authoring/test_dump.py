"""What is written as YAML reads back as it was, by qmsctl and by any other program; what could not is refused."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.authoring.files import dump
from qmsctl.documents.source import Source, Tree
from qmsctl.documents.yaml import BIGGEST, read_yaml
from qmsctl.errors import RefusedError
from tests.strategies import Mapped, keys, mappings, texts


def back(fields: Mapped) -> Tree:
    """Write *fields* and read them back."""
    read = read_yaml("x.yaml", dump(fields))
    assert isinstance(read, Source), read
    assert read.flaws == ()
    return read.tree


def said(tree: Tree) -> Tree:
    """Return *tree* without fields that say nothing."""
    if isinstance(tree, dict):
        kept = {key: said(value) for key, value in tree.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    if isinstance(tree, list):
        return [said(value) for value in tree]
    return tree


@with_settings(max_examples=300)
@given(texts.filter(bool))
def test_every_text_reads_back(text: str) -> None:
    """Line ends of every kind, quotes, blanks at both ends, emoji: a text is the same afterwards."""
    assert back({"seen": text, "list": [text], "inner": {"seen": text}}) == {
        "seen": text,
        "list": [text],
        "inner": {"seen": text},
    }


@with_settings(max_examples=150)
@given(mappings)
def test_every_tree_reads_back(tree: Mapped) -> None:
    """Whatever is nested in whatever, only fields that say nothing are left out."""
    tree["id"] = "PS-01"

    assert back(tree) == said(tree)


@with_settings(max_examples=150)
@given(
    st.dictionaries(
        keys,
        st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"]), min_size=1)
        | st.sampled_from(["NO", "1.10", "null", "~", "2026-01-01", "12:30", "0o7", "=", "<<"]),
    )
)
def test_other_programs_read_texts_too(fields: dict[str, str]) -> None:
    """A program that guesses types is given no chance to: what looks like a number or a day is in quotes."""
    assert yaml.load(dump(fields), Loader=yaml.SafeLoader) == fields or not fields


@pytest.mark.parametrize("value", [7, True, 1.5], ids=repr)
def test_what_is_no_text_becomes_one(value: object) -> None:
    """Numbers and truth values are written as texts."""
    assert yaml.load(dump({"size": value}), Loader=yaml.SafeLoader) == {"size": str(value)}


def test_fields_keep_their_order_and_long_texts_their_lines() -> None:
    """A record is read by people: in the order of its fields, with paragraphs as paragraphs."""
    content = dump(
        {"record": "evidence", "audit": "A-1", "units": ["OR"], "seen": "One line.\nŻółć 😀.\n", "note": ""}
    )

    assert content.decode() == (
        "record: evidence\naudit: A-1\nunits:\n  - OR\nseen: |\n  One line.\n  Żółć 😀.\n"
    )


FORBIDDEN = [
    *(chr(number) for number in (*range(9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160))),
    "\ud800",
    "\udcff",
    "\ufffe",
    "\uffff",
]


@pytest.mark.parametrize("character", FORBIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_what_may_not_stand_in_yaml_is_refused(character: str) -> None:
    """A control character, half a pair or a byte that is no text is refused, and the field is named."""
    fields = {
        "result": "conforms",
        "judged_against": [{"document": "PS-01"}, {"revision": f"3{character}1\n"}],
    }
    with pytest.raises(RefusedError) as caught:
        dump(fields)

    code = f"U+{ord(character):04X}"
    expected = f"judged_against.2.revision holds the character {code}, which may not stand in a document"
    assert str(caught.value.message) == expected
    assert caught.value.hint is not None


def test_a_forbidden_character_in_a_key_is_refused() -> None:
    """Keys are texts like all others."""
    with pytest.raises(RefusedError, match=r"sample holds the character U\+0007"):
        dump({"sample": {"a\x07": "b"}})


@with_settings(max_examples=150)
@given(
    st.dictionaries(
        keys,
        st.text(st.characters(), max_size=8) | st.lists(st.text(st.characters(), max_size=8), max_size=2),
        max_size=3,
    )
)
def test_what_is_written_can_be_read(fields: dict[str, str | list[str]]) -> None:
    """Any text at all is either written so that it reads back, or refused."""
    try:
        content = dump({"id": "x", **fields})
    except RefusedError:
        return
    read = read_yaml("x.yaml", content)

    assert isinstance(read, Source)
    assert read.tree == said({"id": "x", **fields})


def test_what_is_too_large_to_be_read_is_refused() -> None:
    """A record that qmsctl could not read again is not written."""
    assert len(dump({"seen": "x" * (BIGGEST - 100)})) < BIGGEST
    with pytest.raises(RefusedError, match=f"larger than {BIGGEST} bytes"):
        dump({"seen": "x" * BIGGEST})
