"""Fields on lines of their own are read without the parser, and stand where the parser finds them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qmsctl.documents.lined_fields import lined_fields
from qmsctl.documents.source import Parsed, Text
from qmsctl.documents.yaml import parse
from tests.documents.test_lines import files

_KEYS = ("id", "a", "c.d", "e-f", "iso:9", "null", "2026", "ż", "z\u0307", "true")
_VALUES = (
    "plain text", "a (b)", "1.10", "2026-01-02", "'quoted: x'", '"double # y"', "", "null", "~", "[a, b.c, a]", "[]",
    "[b, b]", "[a,b]", "[a, null]", "-", "(x)", "/a/b", "„cytat”", "a#b", "a #b", "a:b", "a: b", "yes", "'null'", '""',
    "'it''s'", "żółć", "[żó, a]", "x.  y", "x ", "|", "{a: b}", "*a",
)  # fmt: skip
_FIELDS = st.lists(
    st.tuples(st.sampled_from(_KEYS), st.sampled_from((": ", ":  ")), st.sampled_from(_VALUES)),
    max_size=6,
    unique_by=lambda field: field[0],
).map(lambda fields: "".join(f"{key}{colon if value else ':'}{value}\n" for key, colon, value in fields))


@given(text=st.one_of(_FIELDS, _FIELDS, files), before=st.sampled_from(("", "---\n", "---  \r\n")))
@example(text="a:\nb: [a, a]\n\nc: 'd'\n", before="---\r\n")
@example(text="a:\n  b: c\n", before="")
@example(text="a: b\na: c\n", before="")
@example(text="a: b\n c\n", before="")
def test_they_are_read_as_the_parser_reads_them(text: str, before: str) -> None:
    """Values and places are those of the parser, which has nothing to add."""
    whole, start = Text(before + text), max(len(before) - 1, 0)
    read = lined_fields(whole, start, len(whole.content))

    if read is not None:
        parsed = parse("x.md", whole, start)
        assert isinstance(parsed, Parsed)
        spans = {path: span for path, span in parsed.spans.items() if path}
        assert (read.tree, read.spans, read.keys, parsed.flaws) == (parsed.tree, spans, parsed.keys, ())


def test_a_usual_head_is_read() -> None:
    """Nothing of a head as people write it needs the parser."""
    text = Text('---\nid: SOP-1\ntytuł: "A: b"\nclauses: [7.5, 8.1]\napproved_by:\n---\n')
    read = lined_fields(text, 3, text.content.rindex("---"))

    assert read is not None
    assert read.tree == {"id": "SOP-1", "tytuł": "A: b", "clauses": ["7.5", "8.1"], "approved_by": None}


@pytest.mark.parametrize("text", ["", "\n", "a: b", "a: |\n  b\n", "a:\n- b\n", "a: b # c\n", "a: \x07\n"])
def test_what_is_written_otherwise_is_left_to_the_parser(text: str) -> None:
    """Blocks, lists below their field and remarks are for the parser."""
    assert lined_fields(Text(text), 0, len(text)) is None
