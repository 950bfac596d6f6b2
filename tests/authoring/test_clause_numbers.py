"""Clauses of another edition beside those that a document names: one line more, and not one byte beside it."""

from __future__ import annotations

import difflib

import pytest

from qmsctl.authoring.clause_numbers import with_clauses
from qmsctl.errors import RefusedError
from qmsctl.model.document import Document
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed

HEAD = 'id: PS-01\ntype: procedure\ntitle: Zażółć\nrevision: "1"\n'


def filed(text: str, path: str = "procedures/ps-01.yaml") -> Filed[Document]:
    """Return the document that *text* states."""
    document = read_document(path, text.encode())
    assert document is not None
    return document


def changed(before: str, after: bytes) -> list[str]:
    """Return the lines that differ, each with its sign."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.decode().splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("clauses:\n  iso9001:2015: [7.4]  # why\n", ["+   iso9001:2026: [7.4, 10.1]\n"]),
        ("clauses:\n    iso9001:2015: ['7.4']\nowner: x\n", ["+     iso9001:2026: ['7.4', '10.1']\n"]),
        ("clauses:\n  iso9001:2015: [7.4,\n    7.3]\nowner: x\n", ["+   iso9001:2026: [7.4, 10.1]\n"]),
        (
            'clauses:\n  "iso9001:2015":\n    - "7.4" # a\n\nowner: x\n',
            ['+   "iso9001:2026":\n', '+     - "7.4"\n', '+     - "10.1"\n'],
        ),
        (
            "clauses:\n  iso9001:2015:\n  - 7.4\nowner: x\n",
            ["+   iso9001:2026:\n", "+   - 7.4\n", "+   - 10.1\n"],
        ),
        ("clauses:\r\n  iso9001:2015: [7.4]\r\nowner: x\r\n", ["+   iso9001:2026: [7.4, 10.1]\r\n"]),
        (
            "clauses: {iso9001:2015: [7.4], iso9001:2008: [5.5.3]}\n",
            [
                "- clauses: {iso9001:2015: [7.4], iso9001:2008: [5.5.3]}\n",
                "+ clauses: {iso9001:2015: [7.4], iso9001:2026: [7.4, 10.1], iso9001:2008: [5.5.3]}\n",
            ],
        ),
    ],
)
def test_they_are_written_as_those_beside_them(written: str, expected: list[str]) -> None:
    """In brackets or as a list, with quotes or without, with the line ends of the file."""
    text = HEAD + written
    after = with_clauses(filed(text), "iso9001:2015", "iso9001:2026", ("7.4", "10.1"))

    assert changed(text, after) == expected
    read = filed(after.decode())
    assert read.fact.clauses["iso9001:2026"] == ("7.4", "10.1")
    assert read.fact.clauses["iso9001:2015"] == ("7.4",) or "7.3" in written


def test_the_last_line_may_lack_its_end() -> None:
    """Nothing is added behind it but the new line."""
    text = HEAD + "clauses:\n  iso9001:2015: [7.4]"
    after = with_clauses(filed(text), "iso9001:2015", "iso9001:2026", ("7.4",))

    assert after.decode() == text + "\n  iso9001:2026: [7.4]"


def test_a_markdown_document_keeps_its_text() -> None:
    """Only the fields at its head get a line; a byte order mark stays."""
    text = f"\ufeff---\n{HEAD}clauses:\n  iso9001:2015: [7.4]\n---\n\n## Purpose\n\nclauses: none\n"
    after = with_clauses(
        filed(text, "procedures/ps-01.md"), "iso9001:2015", "iso9001:2026", ("7.4",)
    ).decode()

    assert after == text.replace("[7.4]\n", "[7.4]\n  iso9001:2026: [7.4]\n")


@pytest.mark.parametrize(
    "written",
    ["clauses:\n  ? iso9001:2015\n  : [7.4]\n", "clauses:\n  ? iso9001:2015\n  :\n  - 7.4\n"],
)
def test_what_cannot_be_added_to_is_refused(written: str) -> None:
    """A spelling of YAML that nobody uses by hand is not guessed at: the line to write is said."""
    with pytest.raises(RefusedError) as refused:
        with_clauses(filed(HEAD + written), "iso9001:2015", "iso9001:2026", ("7.4",))

    assert "procedures/ps-01.yaml: the clauses cannot be added" in refused.value.message.into("en")
    assert refused.value.hint is not None
    assert "iso9001:2026: [7.4]" in refused.value.hint.into("en")
