"""Files that cannot be read: each says where, why, and what to do, and none takes long."""

from __future__ import annotations

import time

import pytest

from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import BIGGEST, DEEPEST, read_yaml


def refused(raw: bytes | str) -> tuple[int, int, str]:
    """Return line, column and message of a file that cannot be read."""
    read = read_yaml("x.yaml", raw.encode() if isinstance(raw, str) else raw)
    assert isinstance(read, Malformed), read
    assert str(read.fix)
    return read.place.line, read.place.column, str(read.message)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", (1, 1, "the file is empty")),
        ("# a comment alone\n", (1, 1, "the file is empty")),
        ("\n\n- a\n- b\n", (3, 1, "the file holds a list or a bare text, not fields with names")),
        ("only words", (1, 1, "the file holds a list or a bare text, not fields with names")),
        ("id: a\n---\nid: b\n", (2, 1, "a second document begins in the same file")),
        ("id: a\n...\nmore\n", (3, 1, "the file is not YAML from here on: did not find expected <document start>")),
        ("a: &x [1]\n", (1, 4, "the anchor &x marks a value for use elsewhere")),
        ("a: 1\nb: *x\n", (2, 4, "the alias *x stands for a value written elsewhere")),
        ("a: !!int 1\n", (1, 4, "the tag tag:yaml.org,2002:int asks for a special type")),
        ("a: !!python/object/apply:os.system [x]\n", (1, 4, "the tag tag:yaml.org,2002:python/object/apply:os.system asks for a special type")),
        ("? [a]\n: b\n", (1, 3, "a list or mapping stands where a field's name belongs")),
        ("{a: b}: c\n", (1, 1, "a list or mapping stands where a field's name belongs")),
        ("a: b: c\n", (1, 5, "a second colon stands in the value")),
        ("a: x\n\tb: y\n", (2, 1, "a tab stands where only spaces may indent")),
        ("a:\n\t- x\n", (2, 1, "a value begins with a tab or another character that YAML keeps for itself")),
        ("a: @x\n", (1, 4, "a value begins with a tab or another character that YAML keeps for itself")),
        ("a: 'x\nb: y\n", (1, 4, "a quotation mark is opened and never closed")),
        ("a: 'it's'\n", (1, 8, "this line does not fit the lines above it")),
        ("a: x\nb\nc: d\n", (3, 1, "this line has no colon, so it names no field")),
        ("a: [x, y\nb: z\n", (1, 4, "a bracket is opened and never closed")),
        ("b: z\na: {x: 1\nc: z\n", (2, 4, "a bracket is opened and never closed")),
        ("a: - x\n", (1, 4, "a list begins on the line of its field")),
        ("a: [,]\n", (1, 5, "a value is missing between brackets or commas")),
        ('a: "\\uD800"\n', (1, 7, "the file is not YAML from here on: found invalid Unicode character escape code")),
        ("a: x\x07y\n", (1, 5, "the character U+0007 may not stand in a document")),
        ("id: ż\na: \x00\n", (2, 4, "the character U+0000 may not stand in a document")),
        ("\ufeff\ufeffid: a\n", (1, 1, "the character U+FEFF may not stand in a document")),
        (b"id: a\ntitle: \xb3\n", (2, 8, "the file is not UTF-8 text: byte 14 cannot be read")),
        ("\ufeffą".encode() + b"\xff", (1, 2, "the file is not UTF-8 text: byte 6 cannot be read")),
        (b"\x89PNG\r\n\x1a\n\x00\x00", (1, 1, "the file is not UTF-8 text: byte 1 cannot be read")),
        ("id: a".encode("utf-16"), (1, 1, "the file is not UTF-8 text: byte 1 cannot be read")),
        (b"%YAML 9.9\n---\nid: a\n", (1, 1, "the file is not YAML from here on: found incompatible YAML document")),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where_and_why(
    raw: bytes | str, expected: tuple[int, int, str]
) -> None:
    """Line and column lead to the fault, and the sentence names it in the words of whoever wrote the file."""
    assert refused(raw) == expected


def test_the_line_at_fault_is_shown() -> None:
    """The line that holds the fault is there for the caret to point into, also if its bytes cannot be read."""
    for raw in (b"id: a\r\ntitle: b: c\r\n", b"id: a\ntitle: \xc5\xbc\xb3\n"):
        read = read_yaml("x.yaml", raw)

        assert isinstance(read, Malformed)
        assert read.place.source_line in ("title: b: c", "title: ż")


LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (LAUGHS, "the anchor &a"),
        ("[" * 100_000, f"more than {DEEPEST} deep"),
        ("a: " + "[" * 100_000, f"more than {DEEPEST} deep"),
        ("- " * 100_000, f"more than {DEEPEST} deep"),
        ("{" * 100_000, "where a field's name belongs"),
        ("? " * 100_000, "where a field's name belongs"),
        ("".join(" " * depth + "a:\n" for depth in range(500)), f"more than {DEEPEST} deep"),
        ("x" * 10_000_000, f"larger than {BIGGEST} bytes"),
        ("k" * 5000 + ": v", "a second colon"),
    ],
    ids=["laughs", "brackets", "value", "hyphens", "braces", "questions", "deep", "ten megabytes", "key"],
)
def test_what_is_made_to_break_readers_is_refused_at_once(raw: str, words: str) -> None:
    """Neither depth nor length nor aliases cost more than a moment, and the process stays alive."""
    begun = time.monotonic()

    assert words in refused(raw)[2]
    assert time.monotonic() - begun < 2


def test_the_deepest_and_the_largest_file_can_be_read() -> None:
    """The limits themselves are allowed."""
    deepest = "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    largest = b"a: " + b"x" * (BIGGEST - 3)

    assert not isinstance(read_yaml("x.yaml", deepest.encode()), Malformed)
    assert not isinstance(read_yaml("x.yaml", largest), Malformed)
    assert isinstance(read_yaml("x.yaml", largest + b"x"), Malformed)
