"""Markdown documents: fields in the head, sections under the headings."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.documents.markdown import read_markdown
from qmsctl.documents.source import Malformed, Source

DOCUMENT = """\
---
id: PS-01
revision: 1.10
---
# PS-01 Complaints

## Purpose

Every complaint is answered.

## Scope ##
All departments.
### Not here
"""


def source(text: str) -> Source:
    """Read a document that can be read."""
    read = read_markdown("ps-01.md", text.encode())
    assert isinstance(read, Source), read
    return read


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
def test_head_and_sections_are_read(line_end: str, mark: str) -> None:
    """Fields keep their text, and each second-level heading begins a section."""
    read = source(mark + DOCUMENT.replace("\n", line_end))

    assert read.value("id") == "PS-01"
    assert read.value("revision") == "1.10"
    assert read.value("sections", "Purpose") == "Every complaint is answered."
    assert read.value("sections", "Scope") == f"All departments.{line_end}### Not here"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_places_in_head_and_body_are_those_of_the_file(line_end: str) -> None:
    """A field and a heading are shown at their own line of the whole file."""
    read = source(DOCUMENT.replace("\n", line_end))

    assert (read.at("revision").line, read.at("revision").column) == (3, 11)
    assert (read.at_key("sections", "Scope").line, read.at_key("sections", "Scope").column) == (11, 4)
    assert read.at_key("sections", "Scope").source_line == "## Scope ##"


@pytest.mark.parametrize(
    "text",
    ["", "words", "---\nid: a\n", "--\nid: a\n--\n", "\n---\nid: a\n---\n", "# Title\n---\nid: a\n---\n"],
)
def test_a_document_without_a_head_is_malformed(text: str) -> None:
    """The first line must open the fields, and another must close them."""
    read = read_markdown("ps-01.md", text.encode())

    assert isinstance(read, Malformed)
    assert str(read.message) == "the document does not begin with its fields between two lines of ---"
    assert read.place.line == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\nid: a\ntitle: b: c\n---\n", 3, "a second colon stands in the value"),
        ("---\n- a\n---\n", 2, "the file holds a list or a bare text, not fields with names"),
        ("---\n---\n", 1, "the file is empty"),
    ],
)
def test_a_fault_in_the_head_has_its_line(text: str, line: int, message: str) -> None:
    """A fault in the fields is shown at its line of the file."""
    read = read_markdown("ps-01.md", text.encode())

    assert isinstance(read, Malformed)
    assert (read.place.line, str(read.message)) == (line, message)


def test_a_heading_in_a_block_of_code_is_none() -> None:
    """What stands between fences is an example, whatever it looks like."""
    read = source("---\nid: a\n---\n## Steps\n~~~~\n## no heading\n~~~\n## none yet\n~~~~\n## Records\nB5\n")

    assert read.value("sections") == {"Steps": "~~~~\n## no heading\n~~~\n## none yet\n~~~~", "Records": "B5"}


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("## Scope", "Scope"),
        ("##\tScope\t", "Scope"),
        ("## Scope ##", "Scope"),
        ("## C#", "C#"),
        ("## ##", ""),
        ("## ", ""),
    ],
)
def test_the_marks_that_close_a_heading_are_not_its_title(heading: str, title: str) -> None:
    """A row of # behind a blank closes a heading; one behind a letter belongs to it."""
    assert source(f"---\nid: a\n---\n{heading}\ntext\n").value("sections") == {title: "text"}


def test_the_first_of_two_sections_counts() -> None:
    """A heading that comes again is a flaw at its second place; its text is not put in place of the first."""
    read = source("---\nid: a\n---\n## Scope\none\n## Scope\ntwo\n")

    assert read.value("sections") == {"Scope": "one"}
    assert [(flaw.kind, flaw.place.line, flaw.place.column) for flaw in read.flaws] == [
        ("duplicate-key", 6, 4)
    ]


def test_sections_in_the_head_are_a_flaw() -> None:
    """The headings are the sections, so a field of that name would be passed over."""
    read = source("---\nid: a\nsections: {scope: one}\n---\n## Scope\ntwo\n")

    assert read.value("sections") == {"Scope": "two"}
    assert [(flaw.kind, flaw.place.line) for flaw in read.flaws] == [("unknown-field", 3)]
    assert read.content == {"head": {"id": "a"}, "body": "## Scope\ntwo"}


@with_settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text("abc ĄĘ#", min_size=1)
            .map(str.strip)
            .filter(lambda title: title.strip("# ") == title and title),
            st.text("abc\n ĄĘ#>-", max_size=20).map(str.strip).filter(lambda text: "##" not in text),
        ),
        unique_by=lambda section: section[0],
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_sections_are_read_as_they_are_written(sections: list[tuple[str, str]], line_end: str) -> None:
    """Titles and texts come back, each at its place."""
    text = "---\nid: a\n---\n" + "".join(f"## {title}\n\n{body}\n\n" for title, body in sections)
    read = source(text.replace("\n", line_end))

    assert read.value("sections") == {title: body.replace("\n", line_end) or None for title, body in sections}
    for title, body in sections:
        span = read.spans["sections", title]
        assert read.text.content[span.start : span.end].strip() == body.replace("\n", line_end)
        assert read.at_key("sections", title).source_line == f"## {title}"


@pytest.mark.parametrize(
    "text",
    [
        "---\nid: a\n---\n## " + "#" * 900_000 + "x",
        "---" + " " * 1_000_000 + "x",
        "---\nid: a\n---\n" + "```\n" * 250_000,
    ],
    ids=["marks", "blanks", "fences"],
)
def test_long_lines_are_read_in_a_moment(text: str) -> None:
    """No text makes the search for headings slow."""
    begun = time.process_time()
    read_markdown("ps-01.md", text.encode())

    assert time.process_time() - begun < 2  # of CPU, so that other work on the machine does not count
