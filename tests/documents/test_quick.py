"""Quick reading gives what careful reading gives, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given

from qmsctl.documents.markdown import read_markdown
from qmsctl.documents.quick import quick_markdown, quick_yaml
from qmsctl.documents.source import Source, Tree
from qmsctl.documents.yaml import read_yaml
from tests.catalogues import ROOT
from tests.strategies import hostile_bytes, written

SHIPPED = sorted(path for folder in ("procedures", "checklists") for path in (ROOT / folder).rglob("*.yaml"))


@given(raw=hostile_bytes)
@example(raw=b"a: 1\na: 2\n")
@example(raw=b"a: &x 1\nb: *x\n")
@example(raw=b"a: !!str 1\n")
@example(raw=b"a: 1\n---\nb: 2\n")
@example(raw="sections:\n  Zako\u0144czenie: one\n  Zakon\u0301czenie: two\n".encode())
@example(raw=b"\xef\xbb\xbfa: 1\n")
@example(raw=b"[a, b]: 1\n")
@example(raw=b"- a\n")
@example(raw=b"? : 1\n")
@example(raw=b"")
def test_yaml_is_read_alike(raw: bytes) -> None:
    """Whatever the quick reader answers, the careful one answers too, and has nothing to add."""
    quickly = quick_yaml(raw)
    carefully = read_yaml("x.yaml", raw)

    if quickly is not None:
        assert isinstance(carefully, Source)
        assert (carefully.tree, carefully.flaws) == (quickly, ())


@given(raw=hostile_bytes)
@example(raw=b"---\nid: x\n---\n## A\none\n## A\ntwo\n")
@example(raw=b"---\nid: x\nsections: {}\n---\n## A\none\n")
@example(raw="---\nid: x\n---\n## Zakon\u0301czenie\none\n".encode())
@example(raw=b"---\nid: x\n---\n```\n## no heading\n```\n## B ##\n")
def test_markdown_is_read_alike(raw: bytes) -> None:
    """The same holds for the fields, the sections and the body of a Markdown document."""
    quickly = quick_markdown(raw)
    carefully = read_markdown("x.md", raw)

    if quickly is not None:
        assert isinstance(carefully, Source)
        assert (carefully.tree, carefully.body, carefully.flaws) == (*quickly, ())


@given(case=written())
def test_clean_yaml_is_read_quickly(case: tuple[dict[str, Tree], bytes]) -> None:
    """Whatever way clean values are written, they need no careful reader."""
    tree, raw = case

    assert quick_yaml(raw) in (tree, None)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_documents_as_people_write_them_are_read_quickly(path: Path) -> None:
    """What ships is clean."""
    carefully = read_yaml(path.name, path.read_bytes())

    assert isinstance(carefully, Source)
    assert quick_yaml(path.read_bytes()) == carefully.tree
