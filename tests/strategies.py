"""What Hypothesis makes up: texts people paste, trees that documents hold, and files that hold them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from qmsctl.documents.source import Tree

__all__ = ["Mapped", "hostile_bytes", "keys", "mappings", "texts", "written"]

Mapped = dict[str, Tree]

_AWKWARD = [
    "", " ", "~", "null", "NO", "yes", "1.10", "8.10", "010", "0x1F", "1_000", "12:30:45", "2026-02-30", ".inf", "<<",
    "- a", "# no comment", "a # b", "a: b", "a:", ": a", "? a", "| a", "> a", "[a", "a]", "{a", "a}", "a, b", "*a", "&a",
    "!a", "%a", "@a", "`a`", "'a", 'a"b', "it's", "\\n", "---", "...", "--- a", " a", "a ", "\ta", "a\t", "\n", "\na",
    "a\n", "a\n\n", "a\nb", " a\n b", "a\n\n\nb", "a \nb", "- a\n- b\n", "a\n---\nb\n", "a\r\nb", "a\rb", "a\x85b",
    "a\u2028b", "a\u2029\nb", "\ufeffa", "Zażółć gęślą jaźń", "o\u0301", "한국어", "😀", "😀\n😀 ", "\u200b", "\u202eabc",
    "word " * 60,
]  # fmt: skip

_MARK = "\ufeff"
_READABLE = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
) | st.sampled_from(" \n\t\r\x85-:#,'\"[]{}&*!|>%@`\\")

texts: SearchStrategy[str] = st.sampled_from(_AWKWARD) | st.text(_READABLE, max_size=30)
"""Texts that may stand in a document."""

keys: SearchStrategy[str] = st.text(
    st.characters(categories=["Ll", "Lu", "Nd", "So"]) | st.sampled_from(" -_.:#'\""), min_size=1, max_size=12
).map(lambda key: unicodedata.normalize("NFC", key))
"""Names of fields and headings of sections."""


def _branches(leaves: SearchStrategy[Tree]) -> SearchStrategy[Tree]:
    return st.lists(leaves, max_size=4) | st.dictionaries(keys, leaves, max_size=4)


_trees: SearchStrategy[Tree] = st.recursive(st.none() | texts, _branches, max_leaves=12)

mappings: SearchStrategy[Mapped] = st.dictionaries(keys, _trees, min_size=1, max_size=5)
"""What a document may hold."""


def _double_quoted(text: str) -> str:
    escaped = (
        f"\\U{ord(c):08x}" if c in '"\\' or not c.isprintable() else c
        for c in text
    )  # fmt: skip
    return '"' + "".join(escaped) + '"'


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str) -> bool:
    return (
        text.isascii() and text.replace(" ", "x").isalnum() and text[0].isalpha() and not text.endswith(" ")
    )


def _is_line(text: str) -> bool:
    return text.isprintable() and _MARK not in text


def _scalar(draw: st.DrawFn, value: str, indent: str, *, key: bool = False) -> str:
    """Write *value* in one of the styles that can hold it."""
    if value in ("null", "Null", "NULL"):
        return _double_quoted(value)
    styles = ["double"]
    if value and _is_plain(value):
        styles.append("plain")
    if _is_line(value):
        styles.append("single")
    lines = value.split("\n")
    literal = len(lines) > 1 and lines[-1] == "" and len(lines[-2]) > 0 and not lines[0].startswith(" ")
    if not key and literal and all(map(_is_line, lines)) and lines[0]:
        styles.append("literal")
    match draw(st.sampled_from(styles)):
        case "plain":
            return value
        case "single":
            return _single_quoted(value)
        case "literal":
            return "|\n" + "\n".join(indent + line for line in lines[:-1])
        case _:
            return _double_quoted(value)


def _node(draw: st.DrawFn, tree: Tree, depth: int) -> str:
    """Write *tree* as it stands behind a `key:` or a `-`."""
    indent = "  " * depth
    if tree is None:
        return ""
    if isinstance(tree, str):
        return " " + _scalar(draw, tree, indent)
    if not tree:
        return " []" if isinstance(tree, Sequence) else " {}"
    comment = draw(st.sampled_from(["", " # why not", "\n"]))
    if isinstance(tree, Sequence):
        return comment + "".join(f"\n{indent}-{_node(draw, item, depth + 1)}" for item in tree)
    return comment + _fields(draw, tree, depth)


def _fields(draw: st.DrawFn, tree: Mapping[str, Tree], depth: int) -> str:
    indent = "  " * depth
    return "".join(
        f"\n{indent}{_scalar(draw, key, indent, key=True)}:{_node(draw, value, depth + 1)}"
        for key, value in tree.items()
    )


@st.composite
def written(draw: st.DrawFn, content: SearchStrategy[Mapped] = mappings) -> tuple[Mapped, bytes]:
    """Return a mapping and a file that holds it: styles, comments, line ends and byte order mark as they come."""
    tree = draw(content)
    text = draw(st.sampled_from(["", "# a comment: [", "---"])) + _fields(draw, tree, 0) + "\n"
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from(["", _MARK]))
    return tree, (mark + text.lstrip("\n").replace("\n", line_end)).encode()


_FRAGMENTS = [
    b"id: PS-01\n", b"---\n", b"...\n", b"- ", b"? ", b": ", b"[", b"]", b"{", b"}", b"&a ", b"*a ", b"!!python/object ",
    b"|\n", b">-\n", b"'", b'"', b"\\", b"\\uD800", b"%YAML 9.9\n", b"#", b"\t", b"\r", b"\r\n", b"\n", b"\x00", b"\x1b",
    b"\xef\xbb\xbf", b"\xff", b"\xc4", b"\xc4\x85", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xc2\x85", b"\xe2\x80\xa8",
    b"## Scope\n", b"##", b"```\n", b"a: b\n", b"  ", b"a: [" * 40, b"[" * 200,
]  # fmt: skip

hostile_bytes: SearchStrategy[bytes] = st.binary(max_size=60) | st.lists(
    st.sampled_from(_FRAGMENTS) | st.binary(max_size=4), max_size=14
).map(b"".join)
"""Files that nobody meant well."""
