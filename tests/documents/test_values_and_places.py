"""Whatever a file says is kept as it is written, and its place is where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import example, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.documents.markdown import read_markdown
from qmsctl.documents.place import Path, Span
from qmsctl.documents.source import Malformed, Source, Tree
from qmsctl.documents.yaml import read_yaml
from tests.strategies import Mapped, hostile_bytes, mappings, written


def source(raw: str | bytes, path: str = "ps-01.yaml") -> Source:
    """Read a file that can be read."""
    content = raw.encode() if isinstance(raw, str) else raw
    read = read_markdown(path, content) if path.endswith(".md") else read_yaml(path, content)
    assert isinstance(read, Source), read
    return read


def under(read: Source, span: Span) -> str:
    """Return the text that *span* covers."""
    return read.text.content[span.start : span.end]


def values(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """Yield every value below *tree* and what leads to it."""
    yield path, tree
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from values(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from values(value, (*path, index))


@pytest.mark.parametrize(
    "text",
    [
        "1.10",
        "8.10",
        "NO",
        "no",
        "yes",
        "010",
        "0x1F",
        "1_000",
        "12:30:45",
        "2026-02-30",
        ".inf",
        "1e3",
        "wyd. 2",
        "A/1",
    ],
)
def test_plain_values_keep_their_text(text: str) -> None:
    """No number, day, time or truth value is guessed: a value is the text that stands there."""
    assert source(f"value: {text}\n").tree == {"value": text}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing_and_in_quotes_a_text(text: str) -> None:
    """A field without a value has none; the same in quotes is a text."""
    assert source(f"value: {text}\nquoted: '{text}'\n").tree == {"value": None, "quoted": text}


def test_keys_are_texts() -> None:
    """Clause 8.10 is a key of its own, and so are `no`, `null` and a key that begins with a NUL."""
    read = source('8.10: a\n8.1: b\nno: c\nnull: d\n"\\0id": e\nid: f\n')

    assert read.tree == {"8.10": "a", "8.1": "b", "no": "c", "null": "d", "\0id": "e", "id": "f"}
    assert read.flaws == ()


@with_settings(max_examples=150)
@given(written())
def test_what_is_written_is_read(case: tuple[Mapped, bytes]) -> None:
    """Every tree comes back from its file, in any style of writing it."""
    tree, raw = case

    assert source(raw).tree == tree


@with_settings(max_examples=60)
@given(mappings)
def test_what_pyyaml_writes_is_read(tree: Mapped) -> None:
    """Files that another program wrote are read as that program reads them."""
    raw = yaml.safe_dump(said(tree), allow_unicode=True, width=60).encode()
    expected = yaml.load(raw, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts and nothing else

    assert source(raw).tree == expected


def said(tree: Tree) -> Tree:
    """Return *tree* with a text wherever there is nothing, which PyYAML's plainest reader does not know."""
    if isinstance(tree, dict):
        return {key: said(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [said(value) for value in tree]
    return tree or ""


@with_settings(max_examples=150)
@given(written())
def test_the_text_under_a_span_is_the_value(case: tuple[Mapped, bytes]) -> None:
    """What a span covers, read by itself, is the value; what a key's span covers is the key."""
    tree, raw = case
    read = source(raw)

    for path, value in values(tree):
        if isinstance(value, str):
            assert source("alone: " + under(read, read.spans[path])).tree["alone"] == value
    for path, span in read.keys.items():
        assert list(source(under(read, span) + ": it").tree) == [path[-1]]


@with_settings(max_examples=80)
@given(written())
def test_every_value_has_its_line_and_column(case: tuple[Mapped, bytes]) -> None:
    """Line and column lead to where a span begins, counted as an editor counts, and the line is shown whole."""
    _, raw = case
    read = source(raw)
    text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")

    for span in (*read.spans.values(), *read.keys.values()):
        shown = lines[span.line - 1]
        rest = under(read, Span(span.start, span.start + 1, 1, 1))
        assert shown[span.column - 1 : span.column] == rest.replace("\r", "").replace("\n", "")
        assert read.text.line_of(span) == shown


@with_settings(max_examples=80)
@given(written(), st.lists(st.text(max_size=5) | st.integers(-3, 3), max_size=4))
def test_every_path_has_a_place(case: tuple[Mapped, bytes], path: list[str | int]) -> None:
    """Whatever one asks for, written or not, there is a place in the file to point at."""
    tree, raw = case
    read = source(raw)
    start = next(iter(tree))

    for asked in (path, [start, *path]):
        for place in (read.at(*asked), read.at_key(*asked)):
            assert place.path == "ps-01.yaml"
            assert place.span is not None
            assert 0 <= place.span.start <= place.span.end <= len(read.text.content)
        read.value(*asked)


def test_a_missing_field_is_shown_where_it_should_have_been() -> None:
    """What is not written is shown at the mapping that lacks it, or at the top of the file."""
    read = source("id: PS-01\nsteps:\n  - who: clerk\n")

    assert (read.at("steps", 0, "do").line, read.at("steps", 0, "do").column) == (3, 5)
    assert (read.at("title").line, read.at("title").column) == (1, 1)
    assert read.at("steps", 7).line == 3


@pytest.mark.parametrize(
    ("line_end", "line"),
    [("\n", 2), ("\r\n", 2), ("\r", 2), ("\u0085", 1), ("\u2028", 1), ("\u2029", 1)],
    ids=["LF", "CRLF", "CR", "NEL", "LS", "PS"],
)
def test_lines_are_those_of_an_editor(line_end: str, line: int) -> None:
    """YAML ends a line at six marks, editors and git at three; the number shown is the editor's."""
    read = source(f"id: PS-01{line_end}title: Complaints\n")

    assert read.tree == {"id": "PS-01", "title": "Complaints"}
    assert read.at("title").line == line
    assert under(read, read.spans["title",]) == "Complaints"
    assert read.at("title").source_line.endswith("title: Complaints")


def test_columns_count_characters() -> None:
    """A column is a number of characters, also behind letters that take several bytes."""
    read = source("\ufefftitle: {żółć: 😀, id: PS-01}\n")

    assert read.at("title", "id").column == 22
    assert under(read, read.spans["title", "id"]) == "PS-01"


def test_the_first_of_two_values_counts() -> None:
    """A key that is given again is a flaw at its second place, and what stands below it is dropped."""
    read = source("id: PS-01\nunits: [OR]\nid: {a: {b: c}, a: d}\n")

    assert read.tree == {"id": "PS-01", "units": ["OR"]}
    assert [(flaw.kind, flaw.place.line, flaw.place.column) for flaw in read.flaws] == [
        ("duplicate-key", 3, 1)
    ]
    assert str(read.flaws[0].message) == "id is given twice, first on line 1"


def test_keys_that_read_alike_are_the_same() -> None:
    """An accented letter written in two ways makes no second key: the digest could not tell them apart."""
    read = source("sections:\n  Zako\u0144czenie: one\n  Zakon\u0301czenie: two\n")

    assert read.tree == {"sections": {"Zakończenie": "one"}}
    assert [flaw.place.line for flaw in read.flaws] == [3]


@pytest.mark.parametrize("reader", [read_yaml, read_markdown], ids=["yaml", "markdown"])
@with_settings(max_examples=250)
@given(raw=hostile_bytes)
@example(raw=b"\xef\xbb\xbf\xc4\x85\xff")
@example(raw=b"---\n---\n")
@example(raw=b"\xef\xbb\xbf\xef\xbb\xbfid: x")
def test_nothing_makes_a_reader_fail(reader: object, raw: bytes) -> None:
    """Any bytes are a source or malformed, and every place lies inside the file."""
    assert callable(reader)
    read = reader("x.yaml", raw)

    size = len(raw.decode("utf-8", "replace"))
    places = [read.place] if isinstance(read, Malformed) else [flaw.place for flaw in read.flaws]
    spans = [place.span for place in places if place.span is not None]
    if isinstance(read, Source):
        spans += [*read.spans.values(), *read.keys.values()]
        assert read.tree == dict(read.tree)
    for span in spans:
        assert 0 <= span.start <= span.end <= size
        assert span.line >= 1
        assert span.column >= 1


@with_settings(max_examples=100)
@given(st.binary(max_size=40), st.binary(max_size=40))
def test_front_matter_hides_nothing(head: bytes, body: bytes) -> None:
    """A Markdown document of any bytes is a source or malformed too."""
    read = read_markdown("x.md", b"---\n" + head + b"\n---\n" + body)

    assert isinstance(read, Source | Malformed)
