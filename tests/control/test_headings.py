"""A heading says what parsing the whole document would say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qmsctl.cache import Cache, Shelf
from qmsctl.control.headings import Heading, Headings
from qmsctl.model.reader import Reader
from qmsctl.model.reading import read_document
from tests.catalogues import ROOT
from tests.strategies import hostile_bytes

REST = "type: procedure\ntitle: Title\n"
SHIPPED = sorted(path for folder in ("procedures", "checklists") for path in (ROOT / folder).rglob("*.yaml"))


def heading(raw: bytes, path: str = "x.yaml") -> Heading | None:
    """Return the heading of *raw*."""
    headings = Headings(Reader(), Shelf())
    headings.take("a", raw, path)
    return headings["a"]


def parsed(raw: bytes, path: str = "x.yaml") -> Heading | None:
    """Return what the whole of *raw* says, whichever form it has."""
    for form in (path, path + (".yaml" if path.endswith(".md") else ".md")):
        if document := read_document(form, raw):
            return Heading(document.fact.id, document.fact.revision, document.fact.language)
    return None


WRITTEN = [
    f"id: PS-01\n{REST}revision: 1.10\n",
    f"id: 'PS 2'\nrevision: \"wyd. 2\"  # the second\nlanguage: pl\n{REST}",
    f'id: "PS\\x2d01"\nrevision: A/1\n{REST}',
    f"id: PS-01\n  bis\nrevision: 1\n{REST}",
    f"id: PS-01\nrevision: ~\n{REST}",
    f"id: PS-01\nrevision: 1\nid: PS-02\n{REST}",
    f"'id': PS-01\nrevision: 1\n{REST}",
    f"id: PS-01\r\nrevision: '1'\r\n{REST}",
    f"id: PS: 01\nrevision: 1\n{REST}",
    f"id: PS#01\nrevision: 1 #2\n{REST}",
    f"id: >\n  PS-01\nrevision: 1\n{REST}",
    f"id: PS-01\nrevision: 1\n{REST}sections:\n  purpose: |\n    id: PS-99\n    revision: 9\n",
    f"---\nid: PS-01\nrevision: 1\n{REST}---\n## Purpose\nid: PS-99\nrevision: 7\n",
    f"--- \nid: PS-01\nrevision: 1\n{REST}",
    "id: PS-01\nrevision: 1\n",
    "{id: PS-01, revision: 1, type: procedure, title: T}\n",
    "record: approval\nid: x\n",
    "",
]


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("path", ["x.yaml", "x.md"])
def test_heading_is_what_the_document_says(text: str, path: str) -> None:
    """However its fields are written; only what has an id and a revision may be less than a document."""
    found, expected = heading(text.encode(), path), parsed(text.encode(), path)

    assert found == expected or (expected is None and found is not None and "title" not in text)


@given(raw=st.one_of(hostile_bytes, st.sampled_from(WRITTEN).map(str.encode)), end=hostile_bytes)
@example(raw=b"id: a\nrevision: b", end=b"\n c")
def test_heading_of_anything(raw: bytes, end: bytes) -> None:
    """Where the whole is a document, the heading is its own."""
    expected = parsed(raw + end)

    if expected is not None:
        assert heading(raw + end) == expected


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_heading_of_what_ships(path: Path) -> None:
    """Documents as people write them."""
    assert heading(path.read_bytes()) == parsed(path.read_bytes()) is not None


def test_headings_are_read_once(tmp_path: Path) -> None:
    """What is no document is known to be none, too."""
    cache = Cache(tmp_path / "c.sqlite")
    headings = Headings(Reader(), cache.shelf("headings"))
    assert list(headings.lacking(["a", "b"])) == ["a", "b"]
    headings.take("a", f"id: PS-01\nrevision: 1\n{REST}".encode(), "x.yaml")
    headings.take("b", b"no document", "x.yaml")
    cache.save()

    again = Headings(Reader(), Cache(tmp_path / "c.sqlite").shelf("headings"))

    assert list(again.lacking(["a", "b", "c"])) == ["c"]
    assert again["a"] == Heading("PS-01", "1", None)
    assert "b" in again
    assert again["b"] is None
    assert "c" not in again
