"""The revision of a document is changed where it stands, and nothing else is."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.authoring.revision_field import with_revision
from qmsctl.errors import RefusedError
from qmsctl.model.document import Document
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed

YAML = """\
# Control of documents; revision: 9 in a comment is no revision
id: PS-01
type: procedure
title: "revision: 7"
revision: {value}  # as printed
owner: quality-officer
sections:
  purpose: "Say revision: 3.1"
"""
MARKDOWN = f"""\
---
{YAML.partition("sections")[0]}---

## Purpose

revision: 3.1
"""


def filed(text: str | bytes, path: str = "procedures/ps-01.yaml") -> Filed[Document]:
    """Return the document that *text* holds."""
    document = read_document(path, text if isinstance(text, bytes) else text.encode())
    assert document is not None
    return document


def changed_lines(before: str, after: str) -> list[str]:
    """Return the lines of *after* that are not those of *before*; there are as many of each."""
    lines = zip(before.split("\n"), after.split("\n"), strict=True)
    return [new for old, new in lines if old != new]


WAYS = [
    ('"3.1"', "3.2", '"3.2"'),
    ("'3.1'", "3.2", "'3.2'"),
    ("3.1", "3.2", '"3.2"'),
    ("1.9", "1.10", '"1.10"'),
    ("A/1", "A/2", "A/2"),
    ("R15", "R16", "R16"),
    ("wyd. 2", "wyd. 3", "wyd. 3"),
    ("'wyd. 2'", "wyd. 3", "'wyd. 3'"),
    ("A", "B", "B"),
    ("M", "N", '"N"'),
    ("X", "Y", '"Y"'),
    ("NN", "NO", '"NO"'),
    ("02", "03", '"03"'),
    ("2026-01", "2026-02", '"2026-02"'),
    ("A", "A: 1", '"A: 1"'),
    ("A", "A #1", '"A #1"'),
    ("A", "-", '"-"'),
    ("A", 'A"1\\', 'A"1\\'),
    ('"A"', 'A"1\\', '"A\\"1\\\\"'),
    ("'A'", "A'1", "'A''1'"),
    ('"A"', 'A"1', '"A\\"1"'),
    ("! A", "B", '"B"'),
    ("Ł", "ż 2", "ż 2"),
]


@pytest.mark.parametrize(("value", "revision", "written"), WAYS)
@pytest.mark.parametrize("text", [YAML, MARKDOWN], ids=["YAML", "Markdown"])
def test_one_line_changes(text: str, value: str, revision: str, written: str) -> None:
    """One value of one line changes; quotes stay, and come where another program would read a number."""
    path = "procedures/ps-01.md" if text is MARKDOWN else "procedures/ps-01.yaml"
    before = text.format(value=value)
    after = with_revision(filed(before, path), revision).decode()

    assert changed_lines(before, after) == [f"revision: {written}  # as printed"]
    assert filed(after, path).fact.revision == revision
    head = after.removeprefix("---\n").partition("\n---\n")[0]
    assert yaml.load(head, yaml.SafeLoader)["revision"] == revision


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_bytes_around_it_stay(end: str, mark: str) -> None:
    """Line ends and a byte order mark are what they were."""
    before = (mark + YAML.format(value='"3.1"').replace("\n", end)).encode()

    assert with_revision(filed(before), "3.2") == before.replace(b'"3.1"', b'"3.2"')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{id: PS-01, type: procedure, title: T, revision: A}\n", "{id: PS-01, type: procedure, title: T, revision: B}\n"),
        ("{id: PS-01, revision: A,type: procedure, title: T}\n", "{id: PS-01, revision: B,type: procedure, title: T}\n"),
        ("id: PS-01\ntype: procedure\ntitle: T\nrevision: A", "id: PS-01\ntype: procedure\ntitle: T\nrevision: B"),
        ("id: PS-01\nrevision: |-\n  A\ntype: procedure\ntitle: T\n", 'id: PS-01\nrevision: "B"\ntype: procedure\ntitle: T\n'),
        ("id: PS-01\nrevision: >-\n  A\n\ntype: procedure\ntitle: T\n", 'id: PS-01\nrevision: "B"\n\ntype: procedure\ntitle: T\n'),
        ("id: PS-01\nrevision:\n  A\ntype: procedure\ntitle: T\n", "id: PS-01\nrevision:\n  B\ntype: procedure\ntitle: T\n"),
        ('"id": PS-01\n"revision" : A\n? type\n: procedure\ntitle: T\n', '"id": PS-01\n"revision" : B\n? type\n: procedure\ntitle: T\n'),
    ],
)  # fmt: skip
def test_unusual_ways_of_writing(before: str, after: str) -> None:
    """However the field is written, the document says the same but for its revision."""
    assert with_revision(filed(before), "B").decode() == after


def test_bracket_in_a_list_of_fields() -> None:
    """Inside brackets a comma would end the value, so it gets quotes."""
    before = "{id: PS-01, type: procedure, title: T, revision: A}\n"

    assert with_revision(filed(before), "B, 2").decode() == before.replace("revision: A", 'revision: "B, 2"')


def test_what_cannot_be_written_is_refused() -> None:
    """A revision with a character that may not stand in a document is refused, with the way out."""
    with pytest.raises(RefusedError, match="cannot be written") as caught:
        with_revision(filed(YAML.format(value='"1"')), "1\ufffe")
    assert caught.value.hint is not None
    assert 'revision: "1' in str(caught.value.hint)


named = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff\ufeff"),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip())


@given(named, named, st.sampled_from([YAML, MARKDOWN]))
def test_any_revision_can_be_written(old: str, new: str, text: str) -> None:
    """Whatever stands there and whatever is to stand there, the file then says it, and says nothing else anew."""
    path = "procedures/ps-01.md" if text is MARKDOWN else "procedures/ps-01.yaml"
    quoted = old.replace("'", "''")
    before = filed(text.format(value=f"'{quoted}'"), path)
    after = filed(with_revision(before, new), path)

    assert after.fact.revision == new
    assert after.source.tree == {**before.source.tree, "revision": new}
    assert len(changed_lines(before.source.text.content, after.source.text.content)) == (old != new)
