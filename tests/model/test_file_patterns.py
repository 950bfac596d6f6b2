"""Patterns of paths and names: what they match, and that no name holds them up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from qmsctl.model.file_patterns import NamePattern, PathPattern, fixed_part, matches, parts_of


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("docs/**/*.md", "docs/a.md", True),
        ("docs/**/*.md", "docs/x/y/a.md", True),
        ("docs/**/*.md", "docs/a.MD", False),
        ("docs/**/*.md", "other/a.md", False),
        ("docs/**", "docs/x/y", True),
        ("docs/**", "docs", False),
        ("*.md", "x/a.md", False),
        ("**/*.md", "a.md", True),
        ("**/b/**/d/*.md", "a/b/c/d/e.md", True),
        ("**/b/**/d/*.md", "a/b/d/x/d/e.md", True),
        ("**/b/**/d/*.md", "a/b/d/x/e/e.md", False),
        ("a*b*c.md", "aXbcYbc.md", True),
        ("docs/SOP?.md", "docs/SOP1.md", True),
        ("docs/*.md", "docs/x/y.md", False),
        ("docs/a [1].md", "docs/a [1].md", True),
        ("품질/*.md", "품질/매뉴얼.md", True),
        ("procedury/ł*.md", "procedury/łąka (kopia).md", True),
        ("x/é.md", "x/e\u0301.md", True),
    ],
)
def test_paths(pattern: str, path: str, *, expected: bool) -> None:
    """`*` stands for any name, `**` for any folders, and everything else for itself."""
    assert matches(path, pattern) is expected


def test_where_files_lie() -> None:
    """Only the folder before the first sign that stands for others has to be looked into."""
    assert ["docs/sop", "", "a", ""] == [
        fixed_part(one) for one in ("docs/sop/*.md", "*.md", "a/*/b.md", "**/x")
    ]


@pytest.mark.parametrize("text", ["", "/a", "a/", "a//b", "../a", "a/./b", "a/b**", "a\\b", "*" * 9, "a\nb"])
def test_what_is_no_pattern_of_paths(text: str) -> None:
    """A pattern stays inside the system."""
    with pytest.raises(ValidationError):
        TypeAdapter(PathPattern).validate_python(text)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("{id:SOP-###}_{title}_v{revision}", "SOP-012_Purchasing_v3.1",
         {"id": "SOP-012", "title": "Purchasing", "revision": "3.1"}),
        ("{id:SOP-###} {title}", "SOP-01 Short", None),
        ("{id:??-##}-{title}", "PS-02-a-b", {"id": "PS-02", "title": "a-b"}),
        ("{id:P*} rev {revision}", "P-SZJ/003 rev 02", {"id": "P-SZJ/003", "revision": "02"}),
        ("{slug}_{revision}", "complaints_R15", {"slug": "complaints", "revision": "R15"}),
        ("{title} ({language})", "Skargi (pl)", {"title": "Skargi", "language": "pl"}),
        ("{title}[{id}]", "Łąka [1][Q-1]", {"title": "Łąka", "id": "1][Q-1"}),
        ("{id}", "", None),
    ],
)  # fmt: skip
def test_names(pattern: str, text: str, expected: dict[str, str] | None) -> None:
    """A name says what stands in braces; what stands between two literal parts ends where the second first comes."""
    assert parts_of(text, pattern) == expected


@pytest.mark.parametrize("text", ["", "SOP", "{idd}", "{id}{title}", "{id}-{id}", "{id", "id}", "{}"])
def test_what_is_no_pattern_of_names(text: str) -> None:
    """It names what it says, once each, with something between."""
    with pytest.raises(ValidationError):
        TypeAdapter(NamePattern).validate_python(text)


def test_no_path_holds_a_pattern_up() -> None:
    """Nothing is tried again, so that time grows with the length of a path only."""
    assert not matches("a" * 4000, "*a*a*a*a*a*a*a*b")
    assert not matches("a/" * 2000 + "c", "**/a/**/a/**/a/**/a/**/b")
    assert not matches("a/" * 2000 + "c", "**/**/**/**/x")
    assert parts_of("a" * 100_000, "{id:*a*a*a*a*b} {title}") is None
    assert parts_of("-" * 100_000, "{id}-{title}-{revision}_{status}") is None


def whole(names: list[str]) -> str:
    """Return the path of *names*."""
    return "/".join(names)


names = st.text(alphabet="ab", min_size=1, max_size=3)


@given(
    st.lists(names, min_size=1, max_size=5),
    st.lists(st.sampled_from(["a", "*", "**", "?", "*b", "a*"]), max_size=4),
)
def test_against_one_that_tries_everything(path: list[str], pattern: list[str]) -> None:
    """It matches what one matches that tries every way."""
    pattern = [*pattern, "*"]

    assert matches(whole(path), whole(pattern)) is _tries_everything(path, pattern)


def _tries_everything(path: list[str], pattern: list[str]) -> bool:
    if not pattern:
        return not path
    first, rest = pattern[0], pattern[1:]
    if first == "**":
        return any(_tries_everything(path[cut:], rest) for cut in range(len(path) + 1))
    return bool(path) and _is_named(path[0], first) and _tries_everything(path[1:], rest)


def _is_named(name: str, pattern: str) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(_is_named(name[cut:], pattern[1:]) for cut in range(len(name) + 1))
    return bool(name) and pattern[0] in ("?", name[0]) and _is_named(name[1:], pattern[1:])
