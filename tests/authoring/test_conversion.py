"""Documents of other forms become qmsctl's own, and nothing that they said is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.authoring.converted_text import converted_text
from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.reader import Reader
from qmsctl.model.reading import examine_document

KIND = DocumentKind(
    files=("docs/**",),
    metadata=("head", "table", "lines"),
    fields={
        "id": ("doc_id",),
        "title": ("title",),
        "revision": ("version", "meta.rev"),
        "owner": ("owner",),
        "clauses": ("clauses",),
        "related": ("see also",),
        "status": ("status",),
        "approved_by": ("approved by",),
        "approved_on": ("approved",),
        "review_every": ("review",),
    },
    fixed={"type": "procedure"},
)
READER = Reader({"sop": KIND}, "iso9001:2015")

words = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="|*_`#"), min_size=1, max_size=20
).filter(lambda text: text.strip() and "\x85" not in text)
values = st.recursive(
    words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=5
)
heads = st.fixed_dictionaries(
    {
        "doc_id": st.just("SOP-1"),
        "title": words,
        "version": st.from_regex(r"[1-9][0-9]?\.[0-9]", fullmatch=True),
    },
    optional={
        "owner": words,
        "clauses": st.sampled_from(["8.4.1, 8.4.2", "8.4", "All"]) | st.just(["7.5.1", "8.4"]),
        "see also": st.lists(words, max_size=3),
        "status": st.sampled_from(["approved", "Draft", "TBD", "odd"]),
        "approved by": words,
        "approved": st.sampled_from(["2026-01-02", "2023-14-05", "13/01/2026"]),
        "review": st.sampled_from(["6 months", "Annual", "now and then"]),
        "Notes": values,
        "łączność": values,
        "x y": values,
    },
)
bodies = st.lists(
    st.sampled_from(
        [
            "Everybody knows it.",
            "## Purpose",
            "## Purpose",
            "## 1. Scope",
            "## Further fields",
            "# Another title",
            "| A | B |\n|---|---|\n| one | two |",
            "- item\n  - inner item",
            "**Note:** what is bold",
            "```\n## no heading\n```",
            "> quoted **Rev:** 7",
        ]
    ),
    max_size=6,
).map("\n\n".join)


def leaves(tree: object) -> Iterator[str]:
    """Yield every text of a tree, keys below the first included."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, Mapping):
        for key, inner in tree.items():
            yield key
            yield from leaves(inner)
    elif isinstance(tree, Sequence):
        for inner in tree:
            yield from leaves(inner)


def folded(text: str) -> str:
    """Return *text* without what a layout changes."""
    return re.sub(r"[\s\\]+", " ", text).strip()


def converted(path: str, raw: bytes, kind: DocumentKind = KIND) -> bytes:
    """Return what a file becomes."""
    filed = Reader({"sop": kind}, "iso9001:2015").document(path, raw)
    assert filed is not None
    return converted_text(filed, kind, filed.fact.revision, "en")[0]


def all_said(raw: bytes, path: str) -> str:
    """Return everything that a document in qmsctl's form says, as one text."""
    filed, faults = examine_document(path, raw)
    assert filed is not None
    assert faults == ()
    return folded(" ".join((*leaves(filed.source.tree), filed.source.body or "")))


@given(head=heads, body=bodies, ends=st.sampled_from(["\n", "\r\n"]))
def test_every_value_and_every_line_is_found_again(head: dict[str, Any], body: str, ends: str) -> None:
    """Whatever stands in the head or in the text is in the converted document, which has no faults."""
    written = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000)
    raw = f"---\n{written}---\n\n{body}\n".replace("\n", ends).encode()
    read = READER.document("docs/a.md", raw)
    told = read_yaml("docs/a.yaml", written.encode())
    if read is None or isinstance(told, Malformed):
        return  # a check says so, and it is not converted
    after = converted("docs/a.md", raw)
    said = all_said(after, "procedures/sop-1.md")
    for text in leaves(list(told.tree.values())):
        pieces = [text] if folded(text) in said else re.split(r"[,;]", text)
        assert all(folded(piece) in said for piece in pieces), text
    for line in body.splitlines():
        assert folded(line.lstrip("# ")) in said


@given(head=heads)
def test_the_fields_mean_the_same_afterwards(head: dict[str, Any]) -> None:
    """What a kind understood of a document is what the document in qmsctl's form says."""
    written = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000)
    raw = f"---\n{written}---\n\nEverybody knows it.\n".encode()
    before = READER.document("docs/a.md", raw)
    if before is None:
        return
    after, faults = examine_document("procedures/sop-1.md", converted("docs/a.md", raw))
    assert after is not None
    assert faults == ()
    for field in ("id", "title", "revision", "type", "owner", "clauses", "related", "review_every"):
        assert getattr(after.fact, field) == getattr(before.fact, field)


def test_fields_in_the_text_leave_it_and_whatever_else_stands_in_their_lines_does_not() -> None:
    """Tables and bold lines that are nothing but fields go; a line that says more stays whole."""
    raw = b"""\
# Storage

| Document | T-1 |
|---|---|
| Version | 3 |
| Colour | red |

**Owner:** Ann | **Site:** North
See also **Form:** F-1 for more (as a rule).

| Size | Price |
|---|---|
| small | 1 |

## Purpose

| Version | of a table further down |
|---|---|

## Purpose

Twice.
"""
    kind = DocumentKind(
        files=("docs/**",),
        metadata=("table", "lines"),
        fields={"id": ("Document",), "revision": ("Version",), "owner": ("Owner",)},
        fixed={"type": "procedure", "title": "Storage"},
    )
    assert (
        converted("docs/t.md", raw, kind).decode()
        == """\
---
id: T-1
type: procedure
title: Storage
revision: "3"
owner: Ann
---

## Text

See also **Form:** F-1 for more (as a rule).

| Size | Price |
|---|---|
| small | 1 |

## Purpose

| Version | of a table further down |
|---|---|

## Purpose (2)

Twice.

## Further fields

- Colour: red
- Site: North
"""
    )


def test_a_document_in_yaml() -> None:
    """What nobody has named are its sections, and comments are kept."""
    raw = b"""\
doc_id: Y-1  # as printed
title: Cleaning
meta: {rev: '2', by: nobody}
steps: [wash, dry]
purpose: Everything is clean.
approved by: Jane Roe
"""
    kind = DocumentKind(files=("docs/**",), metadata=("yaml",), fields=KIND.fields, fixed=KIND.fixed)
    assert (
        converted("docs/y.yaml", raw, kind).decode()
        == """\
id: Y-1
type: procedure
title: Cleaning
revision: "2"
sections:
  steps: |-
    - wash
    - dry
  purpose: Everything is clean.
  Further fields: |-
    - meta.by: nobody
    - approved by: Jane Roe
    - # as printed
"""
    )
