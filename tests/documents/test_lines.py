"""What is written line by line is read without the parser, and never otherwise than the parser reads it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qmsctl.documents.lines import field_by_line, values_by_line
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import DEEPEST, read_yaml
from tests.strategies import keys, texts

RECORD = """\
record: evidence
audit: AUD-2026-01
criteria:
  - edition: iso9001:2015
    clauses:
      - 7.5.1
    act: 'Kodeks postępowania administracyjnego'
seen: |-
  Trzy z dziesięciu formularzy nie mają oznaczenia rewizji.

    Wcięte zostaje wcięte: także # to, i: to.
where: teczka 431, poz. 21
judged_against:
- document: PS-05
  revision: "3"
asked: [clerk, head-of-unit]
attachments: []
note: |
  Koniec.

recorded: 2026-11-23T10:00:00Z
"""

_INDENTS = st.sampled_from(["", "", "", "  ", "  ", "    ", " ", "   "])
_KEYS = st.sampled_from(["id", "a", "b", "iso9001:2015", "null", "x.y", "2026"]) | keys
_VALUES = st.one_of(
    texts.filter(lambda text: "\n" not in text),
    st.sampled_from(
        ["|", "|-", "|+", ">", "|2", "[a, b]", "[a, null]", "[]", "[a,b]", "{}", "'a'", '"a"', '"\\t"']
    ),
    st.sampled_from(
        ["plain", "plain # no", "plain #no", "a:b", "a: b", "12:30", "null", "~", "„cytat”", "(x)", "x "]
    ),
)
_LINE = st.one_of(
    st.builds("{}{}: {}".format, _INDENTS, _KEYS, _VALUES),
    st.builds("{}{}:".format, _INDENTS, _KEYS),
    st.builds("{}- {}: {}".format, _INDENTS, _KEYS, _VALUES),
    st.builds("{}- {}:".format, _INDENTS, _KEYS),
    st.builds("{}- {}".format, _INDENTS, _VALUES),
    st.builds("{}{}".format, _INDENTS, _VALUES),
    st.sampled_from(["", "", "-", "  -", "# remark", "---", "...", "\t", "? a", "<<: x"]),
)
files = st.builds(
    "{}{}".format, st.lists(_LINE, max_size=9).map("\n".join), st.sampled_from(["\n", "\n", "\n\n", ""])
)
"""Files that look as if they were written line by line."""


@given(text=files)
@example(text="a: b\n c: d\n")
@example(text="a: b\n  continued\n")
@example(text="a: |\n  b\n c\n")
@example(text="a: |\n  b\n   \n  c\n  \nd: e\n")
@example(text="a: |\n\n  b\n")
@example(text="a:\n- b\n- c: d\n  e: f\ng: h\n")
@example(text="a:\n  - b\n  c: d\n")
@example(text="- a: b\n")
@example(text="a: 'b' 'c'\n")
@example(text="a: b\na: c\n")
@example(text="a:\nb: c\n")
@example(text="a: |\n  b\n# remark\n  c\n")
def test_lines_are_read_as_the_parser_reads_them(text: str) -> None:
    """Whatever is read by line is what the parser reads, and the parser has nothing to add."""
    values = values_by_line(text)

    if values is not None:
        parsed = read_yaml("x.yaml", text.encode())
        assert isinstance(parsed, Source)
        assert (dict(parsed.tree), parsed.flaws) == (values, ())


@given(text=files, key=_KEYS)
@example(text="a: b\nid: 'x'\n", key="id")
@example(text="\nid:   [a, b]\n", key="id")
@example(text="a: |\n  id: b\nid: ą\n", key="id")
def test_a_field_stands_where_the_parser_finds_it(text: str, key: str) -> None:
    """The place of a value is the one that the parser gives it."""
    found = field_by_line(text.encode(), key)

    if found is not None:
        parsed = read_yaml("x.yaml", text.encode())
        assert isinstance(parsed, Source)
        assert found[1] == parsed.at(key).span


def test_records_are_read_by_line() -> None:
    """A record as qmsctl writes it needs no parser, and neither do the places of its fields."""
    values = values_by_line(RECORD)
    parsed = read_yaml("x.yaml", RECORD.encode())

    assert isinstance(parsed, Source)
    assert values == dict(parsed.tree)
    for key in ("record", "where", "asked", "attachments", "recorded"):
        assert (found := field_by_line(RECORD.encode(), key)) is not None
        assert found[1] == parsed.at(key).span


@pytest.mark.parametrize("key", ["criteria", "seen", "missing"])
def test_a_value_on_other_lines_is_left_to_the_parser(key: str) -> None:
    """Where a block or a list ends, or that a field is missing, is for the parser to say."""
    assert field_by_line(RECORD.encode(), key) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b",
        "a: b\r\n",
        "a:\tb\n",
        "a: b # remark\n",
        "a: >\n  b\n",
        "a: &x b\n",
        "a: null\n",
        "a:\n",
        "a: b\u2028\n",
        "\ufeffa: b\n",
        "a: 'it''s'\n",
        'a: "\\x41"\n',
        "o\u0301: b\n",
        "".join(f"{'  ' * depth}a:\n" for depth in range(DEEPEST)) + "  " * DEEPEST + "a: b\n",
    ],
)
def test_anything_else_is_left_to_the_parser(text: str) -> None:
    """What is written in any other way is not read by line."""
    assert values_by_line(text) is None
