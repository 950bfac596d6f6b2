"""The digest of a content: blind to how a file is written, not to what it says."""

from __future__ import annotations

import hashlib
import json
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.documents.digest import content_digest
from qmsctl.documents.markdown import read_markdown
from qmsctl.documents.source import Source, Tree
from qmsctl.documents.yaml import read_yaml
from tests.strategies import Mapped, mappings, written

DOCUMENT = """\
id: PS-01
title: Zażółć gęślą jaźń
sections:
  purpose: |
    One line.
    Another.
  steps:
    - do: Register it.
      who: clerk
"""


def digest(text: str | bytes, path: str = "x.yaml") -> str:
    """Return the digest of a file's content."""
    raw = text.encode() if isinstance(text, str) else text
    read = read_markdown(path, raw) if path.endswith(".md") else read_yaml(path, raw)
    assert isinstance(read, Source), read
    return content_digest(read.content)


@pytest.mark.parametrize(
    "text",
    [
        "# a comment\n" + DOCUMENT.replace("PS-01\n", "PS-01  # as printed\n"),
        "".join(sorted(DOCUMENT.splitlines(keepends=True)[:2], reverse=True))
        + DOCUMENT.partition("jaźń\n")[2],
        DOCUMENT.replace("PS-01", "'PS-01'").replace("Register it.", '"Register it."'),
        DOCUMENT.replace("|\n    One line.\n    Another.\n", '"One line.\\nAnother.\\n"\n'),
        DOCUMENT.replace("\n", "\r\n"),
        "\ufeff" + DOCUMENT,
        unicodedata.normalize("NFD", DOCUMENT),
        DOCUMENT.replace(
            "    - do: Register it.\n      who: clerk\n", "    [{who: clerk, do: Register it.}]\n"
        ),
    ],
    ids=["comment", "order", "quotes", "block", "CRLF", "BOM", "NFD", "flow"],
)
def test_how_a_file_is_written_does_not_count(text: str) -> None:
    """A comment, the order of fields, quotes, line ends and the form of accents leave the digest as it is."""
    assert text != DOCUMENT
    assert digest(text) == digest(DOCUMENT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("PS-01", "PS-02"),
        ("One", "Two"),
        ("jaźń", "jazn"),
        ("clerk", "Clerk"),
        ("Another.\n", "Another. \n"),
        ("steps", "stages"),
        ("    - do: Register it.\n", "    - do: Register it.\n    - do: Register it.\n"),
        ("PS-01\n", "PS-01\nowner: clerk\n"),
        ("PS-01\n", "PS-01\nowner:\n"),
    ],
)
def test_what_a_file_says_counts(old: str, new: str) -> None:
    """One changed word, an added field, even one without a value, make another digest."""
    assert old in DOCUMENT
    assert digest(DOCUMENT.replace(old, new, 1)) != digest(DOCUMENT)


@with_settings(max_examples=100)
@given(st.data(), mappings)
def test_any_two_ways_of_writing_give_one_digest(data: st.DataObject, tree: Mapped) -> None:
    """However a content is written, in whatever order, its digest is the same."""
    one = data.draw(written(st.just(tree)))[1]
    other = data.draw(written(st.permutations(list(tree.items())).map(dict)))[1]

    assert digest(one) == digest(other) == content_digest(tree)


@given(mappings)
@example({"a": "\n\u0303", "b": ["\r", "\\r"], "c": {"o\u0301": "\u0338"}})
@example({"o\u0301": "a", "p": "b"})
@example({"a": "\u0338", "b": '"\u0301', "c": "\\\u0301", "d": None, "e": []})
def test_every_text_counts_in_one_form(tree: Mapped) -> None:
    """The digest is taken over texts in the form NFC with plain line ends, whatever stands around them."""
    canonical = json.dumps(folded(tree), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert content_digest(tree) == f"content-1:sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


@with_settings(max_examples=50)
@given(mappings, mappings)
def test_two_contents_have_two_digests(one: Mapped, other: Mapped) -> None:
    """Contents that differ in more than accents and line ends differ in their digests."""
    assume(folded(one) != folded(other))

    assert content_digest(one) != content_digest(other)


def folded(tree: Tree) -> object:
    """Return *tree* without what does not count."""
    if isinstance(tree, dict):
        return {unicodedata.normalize("NFC", key): folded(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [folded(value) for value in tree]
    if isinstance(tree, str):
        return unicodedata.normalize("NFC", "\n".join(tree.replace("\r\n", "\n").split("\r")))
    return None


def test_a_section_cannot_hide_behind_another_spelling_of_its_heading() -> None:
    """Of two keys that read alike only one is in the content, so the digest vouches for all that is shown."""
    twice = "sections:\n  Zako\u0144czenie: one\n  Zakon\u0301czenie: {}\n"

    assert digest(twice.format("two")) == digest("sections: {Zakończenie: one}")
    assert digest(twice.format("two")) == digest(twice.format("three"))


def test_the_body_of_a_markdown_document_counts() -> None:
    """A changed word below the fields makes another digest, blanks around the body do not."""
    text = "---\nid: a\n---\n## Scope\none\n"

    assert digest(text.replace("\n## ", "\n\n\n## ").replace("\n", "\r\n"), "x.md") == digest(text, "x.md")
    assert digest(text.replace("one", "two"), "x.md") != digest(text, "x.md")
    assert digest(text.replace("## ", "# "), "x.md") != digest(text, "x.md")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x.yaml", 'id: a\nrevision: "{}"\nsections: {{scope: one}}\n'),
        ("x.md", '---\nrevision: "{}"\nid: a\n---\n## Scope\none\n'),
        ("x.yaml", 'id: a\nhead: {{revision: "1"}}\nbody: text\nrevision: "{}"\n'),
    ],
)
def test_digest_under_another_revision(path: str, text: str) -> None:
    """It is the digest of the same text with nothing but the revision exchanged."""
    read = read_markdown if path.endswith(".md") else read_yaml
    source = read(path, text.format("wyd. 3").encode())

    assert isinstance(source, Source)
    assert source.digest_under("wyd. 2") == digest(text.format("wyd. 2"), path)
    assert source.digest_under("wyd. 3") == digest(text.format("wyd. 3"), path)
    assert source.digest_under("wyd. 2") != source.digest_under("wyd. 3")
