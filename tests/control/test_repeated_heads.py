"""A head that repeats is read once, and says what it says when it is read with its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.cache import NO_CACHE
from qmsctl.control.repeated_heads import RepeatedHeads, SaysOfItself
from qmsctl.model.configuration import load_organisation
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.plain import as_plain
from qmsctl.model.reader import Reader, reader_of
from qmsctl.repo.snapshot import MemorySnapshot

_QMS = """\
qms: 1
organisation: {name: Example Works}
editions: [iso9001:2015]
roles: {office: The office}
kinds:
  named: {files: named/*.md, name: "{id}-{revision}", fields: {title: title}}
  parts: {files: parts/*.md, fields: {title: title}, parts: {reference: "{id} rev {revision}"}}
  inner: {files: inner/*.md, fields: {id: id, approved_on: approval.date}}
  tables: {files: tables/*.md, metadata: [head, table], fields: {id: id, revision: version}}
  given: {files: given/*.md, fields: {id: id, title: title, status: status, approved_by: by}, fixed: {status: approved, approved_by: Jane Roe}}
  sops:
    files: docs/**/*.md
    fields:
      id: [doc_id, id]
      title: title
      revision: version
      language: lang
      status: status
      owner: owner
      clauses: clauses
      approved_by: [approver, approvers]
      approved_on: [approved, day]
      effective: day
      review_every: every
      reviewed_on: reviewed
    values: {status: {going: approved}}
    fixed: {type: procedure, checked_by: Jane Roe}
"""
READER = reader_of(load_organisation(MemorySnapshot({"qms.yaml": _QMS}))[0])
_LINES = (
    "doc_id: SOP-1", "doc_id: TBD", "doc-id: SOP-2", "id: SOP-3", 'id: "SOP 4"', "id: [a]", "id:", "title: A # remark",
    "title: [Name]", "version: 1.10", 'version: "2.0"', "version: null", "lang: pl", "lang: klingon", "status: Approved",
    "status: going", "status: half way", "status:", "owner: The office", "owner: [Name]", "owner: {a: b}",
    "clauses: [7.5.1, 8.5]", "clauses: All", "approver: Jane Roe", "approvers: [Jane Roe, John Doe]", "approvers: TBD",
    "approved: 2026-01-13", "approved: 2023-14-05", "day: 2026-02-01", "day: yyyy-mm-dd", "every: 6 months",
    "every: often", "reviewed: 2026-03-01", "other: x", "other: 'y'", "sections: {}", "reference: Q-7 rev C",
    "by: John Doe", "by: TBD", "approval: {date: 2026-01-13}", "- a list", "broken: [", "  indented: x", "version: 1.10", "note: |\n  Two\n  lines",
)  # fmt: skip
_TEXTS = (
    "",
    "Text.",
    "# Title\n\n## Purpose\n\nText.\n",
    "## Zażółć\n\ne\u0301\n",
    "| id | T-1 |\n|---|---|\n",
    "---\n",
)
_PATHS = (
    "docs/a.md",
    "named/N-1-2.md",
    "named/N-3-4.md",
    "parts/p.md",
    "inner/i.md",
    "tables/t.md",
    "given/g.md",
)


def read_whole(reader: Reader, path: str, raw: bytes) -> SaysOfItself | None:
    """Return what *raw* says, read as a whole."""
    found = reader.document(path, raw)
    if found is None or not isinstance(found.fact, MappedDocument):
        return None
    fact = found.fact
    declared = as_plain(fact.declared)
    assert isinstance(declared, dict)
    return SaysOfItself(fact.kind, fact.id, fact.language, fact.revision, found.source.digest, declared)


@given(
    contents=st.lists(
        st.tuples(
            st.sampled_from(_PATHS),
            st.lists(st.sampled_from(_LINES), max_size=6),
            st.sampled_from(_TEXTS),
            st.sampled_from(("\n", "\r\n")),
        ),
        max_size=12,
    )
)
def test_the_same_as_when_read_whole(contents: list[tuple[str, list[str], str, str]]) -> None:
    """Whatever was read before, each content says what it says by itself."""
    heads = RepeatedHeads(READER)
    for path, lines, text, end in contents:
        raw = "\n".join(("---", *lines, "---", text)).replace("\n", end).encode()
        assert heads.read(path, raw) == read_whole(READER, path, raw)


@given(
    path=st.sampled_from(_PATHS),
    # A list would end where the remark does.
    lines=st.lists(st.sampled_from([line for line in _LINES if line != "- a list"]), min_size=1, max_size=6),
    text=st.sampled_from(_TEXTS),
    end=st.sampled_from(("\n", "\r\n")),
)
def test_places_are_found_when_somebody_asks(path: str, lines: list[str], text: str, end: str) -> None:
    """A head that is written line by line says what it says where a remark makes the parser read it."""
    shelf = NO_CACHE.shelf("facts")
    read, parsed = (
        READER.file(path, "\n".join(("---", *lines, *remark, "---", text)).replace("\n", end).encode(), shelf)
        for remark in ((), ("# remark",))
    )

    assert (read.filed is None, read.malformed is None) == (parsed.filed is None, parsed.malformed is None)
    assert [*read.flaws] == [*parsed.flaws]
    assert bool(read.flaws) == bool(parsed.flaws)
    if read.filed is not None and parsed.filed is not None:
        assert read.filed.fact == parsed.filed.fact
        if path != "tables/t.md":  # what stands there below the head has other lines
            assert read.filed.source.digest == parsed.filed.source.digest
            assert read.filed.source.digest_under("7") == parsed.filed.source.digest_under("7")
        source = parsed.filed.source
        above = source.text.content.index("# remark")
        fields = [where for where, span in source.spans.items() if span.start < above]
        assert [read.filed.at(*where) for where in fields] == [source.at(*where) for where in fields]


def test_what_a_kind_fixes_holds_only_where_no_field_says_otherwise() -> None:
    """A field below another one is not overruled by what all documents of the kind have in common."""
    raw = b"---\nid: G-1\nstatus: Draft\nby: John Doe\ntitle: G\n---\nText.\n"
    said = RepeatedHeads(READER).read("given/g.md", raw)

    assert said is not None
    assert said.declared == {"status": "draft", "approved_by": ["John Doe"]}


@pytest.mark.parametrize(
    "raw", [b"", b"\xff", b"---\n", b"---\nid: A", b"id: A\n---\nText", b"\xef\xbb\xbf---\nid: A\n---\n"]
)
def test_what_has_no_clear_head(raw: bytes) -> None:
    """What is cut off, unfenced or no text is read as it always is."""
    for path in _PATHS:
        assert RepeatedHeads(READER).read(path, raw) == read_whole(READER, path, raw)
    assert RepeatedHeads(READER).read("other.md", raw) is None
