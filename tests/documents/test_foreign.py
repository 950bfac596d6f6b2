"""Documents as other people keep them: every field is found where it stands, and nothing can hold the reader up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.documents.foreign import Foreign, folded, read_foreign
from qmsctl.documents.source import Malformed

ALL = ("head", "table", "lines")


def read(content: str | bytes, *places: str, named: tuple[str, ...] = ()) -> Foreign:
    """Return what a file says that can be read."""
    raw = content if isinstance(content, bytes) else content.encode()
    found = read_foreign("x.md", raw, places or ALL, frozenset(map(folded, named)))
    assert isinstance(found, Foreign), found
    return found


def shown(found: Foreign, *path: str | int) -> str:
    """Return the text that stands where the value under *path* stands."""
    span = found.spans[path]
    return found.text.content[span.start : span.end]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_head_between_fences(end: str, mark: bytes) -> None:
    """It is read whatever ends its lines and whatever begins the file; the text below keeps its title."""
    text = "---\ndoc_id: SOP-1\nversion: 1.10 # as printed\nowner: ''\n---\n# Purchasing\n\n## Purpose\n\nTo buy.\n"

    found = read(mark + text.replace("\n", end).encode())

    assert found.fields == {"doc_id": "SOP-1", "version": "1.10", "owner": ""}
    assert "1.10" == shown(found, "version")
    assert (found.title, found.spans["version",].line) == ("Purchasing", 3)
    assert found.sections == {"Purpose": "To buy."}


def test_a_head_that_nothing_opens() -> None:
    """Fields at the top count without fences, up to a line of hyphens, an empty one or a heading."""
    assert read("doc_id: SOP-1\ntitle: X\n---\nText\n").fields == {"doc_id": "SOP-1", "title": "X"}
    assert read("doc_id: SOP-1\ntitle: X\n\nText: with a colon\n").fields == {"doc_id": "SOP-1", "title": "X"}
    assert read("doc_id: SOP-1\n# Heading\n").title == "Heading"


def test_a_text_that_begins_with_a_colon_is_no_head() -> None:
    """What nothing opens and nothing ends is a text if it cannot be read as fields."""
    found = read("Note: this is: a text\nthat goes on.\n")

    assert (found.fields, found.broken) == ({}, None)
    assert found.body == "Note: this is: a text\nthat goes on."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: a: b\n---\n# Text\n", 2, "a second colon stands in the value"),
        ("---\n- a\n- b\n---\n# Text\n", 2, "the file holds a list or a bare text, not fields with names"),
        ("---\ntitle: [a\n---\n# Text\n", 2, "a bracket is opened and never closed"),
        ("---\ntitle: A\n\n# Text\n", 1, "the fields that begin here never end"),
        ("title: a: b\n---\n# Text\n", 1, "a second colon stands in the value"),
    ],
)
def test_a_broken_head(text: str, line: int, message: str) -> None:
    """It is a fault at its place, and what stands below it is read."""
    found = read(text)

    assert found.broken is not None
    assert found.broken.place.line == line
    assert str(found.broken.message) == message
    assert (found.title, found.fields) == ("Text", {})


def test_an_empty_head_says_nothing() -> None:
    """Two fences with nothing between are no fault."""
    assert read("---\n---\n# Text\n").broken is None


def test_tables() -> None:
    """Rows of name and value count, once or twice in a row; marks around them do not, and a bar can be escaped."""
    text = (
        "# X\n\n| **Document-ID** | `P-SZJ/003` | Wydanie | 02 |\n|:---|---|:-:|---:|\n"
        "| Właściciel | Jan \\| Ewa | Data | 2026-01-05 |\n\n## Cel\n\n| Field | not this |\n|---|---|\n"
    )

    found = read(text, "table", named=("Document-ID", "Wydanie", "Właściciel"))

    assert found.fields == {
        "Document-ID": "P-SZJ/003",
        "Wydanie": "02",
        "Właściciel": "Jan | Ewa",
        "Data": "2026-01-05",
    }
    assert "Jan \\| Ewa" == shown(found, "Właściciel")
    assert (
        "Document-ID" == found.text.content[found.keys["Document-ID",].start : found.keys["Document-ID",].end]
    )


def test_a_row_below_the_names_of_its_columns() -> None:
    """A table of two rows is read by its columns, unless it is names and values in turn that somebody looks for."""
    columns = "| 문서코드 | Rev. | Owner |\n|---|---|---|\n| QM-01 | 04 | Kim |\n"
    in_turn = "| Id | Q-1 | Rev. | 04 |\n|---|---|---|---|\n| Owner | Kim | Status | Draft |\n"

    assert read(columns, "table").fields == {"문서코드": "QM-01", "Rev.": "04", "Owner": "Kim"}
    assert read(columns, "table", named=("문서코드", "Rev.", "Owner")).fields["Owner"] == "Kim"
    assert read(in_turn, "table", named=("Id", "Rev.", "Owner", "Status")).fields == {
        "Id": "Q-1", "Rev.": "04", "Owner": "Kim", "Status": "Draft",
    }  # fmt: skip


def test_bold_lines() -> None:
    """`**Field:** value` counts in lines of text and items of lists, several in one line too."""
    text = (
        "# X\n\n- **Document_ID:** SOP-007\n* **Revision**: 1.0 · **Eier:** Kari Nordmann\n"
        "__Status:__ Published  \n**Gültig ab:**\n**a * b:** no\n\n## Scope\n\n**Not:** this\n"
    )

    found = read(text, "lines")

    assert found.fields == {
        "Document_ID": "SOP-007",
        "Revision": "1.0",
        "Eier": "Kari Nordmann",
        "Status": "Published",
        "Gültig ab": None,
    }
    assert "1.0" == shown(found, "Revision")


def test_the_place_that_counts_most_comes_first() -> None:
    """Of two places the first that has a field counts; one without a value is looked for in the next."""
    text = "---\nid: A\nowner:\n---\n| Id | B |\n|---|---|\n| Owner | Boss |\n"

    assert read(text, "head", "table").fields["id"] == "A"
    assert read(text, "head", "table").fields["Owner"] == "Boss"
    assert read(text, "table", "head").fields["Id"] == "B"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A title #\n", "A title"),
        ("# C#\n", "C#"),
        ("  #   Two   \r\n", "Two"),
        ("#No title\n# \n# Third\n", "Third"),
        ("## Section\n", None),
    ],
)
def test_the_first_heading(text: str, title: str | None) -> None:
    """It is the title of the text, without what marks it."""
    found = read(text)

    assert found.title == title
    if title is not None and found.title_span is not None:
        assert found.text.content[found.title_span.start : found.title_span.end] == title


def test_spellings() -> None:
    """Names of fields are compared as a person would: capitals, blanks, hyphens of any kind are one."""
    assert (
        len(set(map(folded, ("Document-ID", "document_id", "Document ID", "documentId", "Document\u2011ID"))))
        == 1
    )
    assert folded("Właściciel") != folded("Wlasciciel")


LONG = 60_000
"""Characters that nobody gets through who tries each of them against each other."""


@pytest.mark.parametrize(
    "text",
    [
        "# " + "# " * LONG + "x",
        "#" + " " * LONG + "\n",
        "# a" + " " * LONG + "b",
        "|" + " " * LONG + "x",
        "| -" + " " * LONG + "x |\n",
        "|" + "-" * LONG + "x",
        "|" + "-|" * LONG + "x",
        "| a |\n" * LONG,
        "**" * LONG,
        "**a" * LONG,
        ("**a" + " " * 80) * (LONG // 80),
        "**a:** " * (LONG // 7),
        "a" * LONG + ":",
        "|" * LONG,
        "\\|" * LONG,
        "---\n" * LONG,
        "a: b\n" * (LONG // 5),
        "\r" * LONG,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_holds_the_reader_up(text: str) -> None:
    """Time grows with the length of a text, and with nothing else."""
    read_foreign("x.md", text.encode(), ALL)


PIECES = (
    *(
        "---",
        "\n",
        "\r\n",
        "|",
        "**",
        "__",
        ":",
        " ",
        "- ",
        "# ",
        "## ",
        "a",
        "Id",
        "wersja",
        "1.0",
        "\\",
        "\t",
        '"',
    ),
    *(
        "[",
        "{",
        "]",
        "`",
        "\ufeff",
        "\u2011",
        "문서",
        "#",
        "&a",
        "*a",
        "\r",
        "---\n",
        "|---|---|\n",
        "```\n",
        "\x00",
    ),
)
pieces = st.sampled_from(PIECES)
texts = st.lists(pieces, max_size=40).map("".join)


@given(st.one_of(st.binary(max_size=200), texts.map(str.encode)), st.permutations(ALL))
def test_whatever_the_bytes(raw: bytes, places: list[str]) -> None:
    """Reading any bytes raises nothing, and every place lies in the file and holds what it is said to hold."""
    found = read_foreign("x.md", raw, tuple(places))

    if isinstance(found, Malformed):
        return
    content = found.text.content
    for span in (*found.spans.values(), *found.keys.values()):
        assert 0 <= span.start <= span.end <= len(content)
    if found.title is not None and found.title_span is not None:
        assert content[found.title_span.start : found.title_span.end] == found.title
    for path, span in found.keys.items():
        if len(path) == 1 and span.start >= found.body_start:
            assert content[span.start : span.end] == path[0]
    for key, value in found.fields.items():
        place = found.spans.get((key,))
        if isinstance(value, str) and place is not None and place.start >= found.body_start:
            assert content[place.start : place.end].replace("\\|", "|") == value
