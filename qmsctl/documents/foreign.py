"""Documents as other people keep them: where their fields stand, and the text below.

Fields keep the names they have in the file.  What they mean is said in `qms.yaml`, and not here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from qmsctl.documents.lfs_pointer import pointed_to
from qmsctl.documents.lined_fields import lined_fields
from qmsctl.documents.lines import values_by_line
from qmsctl.documents.lookalike import meant_text
from qmsctl.documents.markdown import headed, parts
from qmsctl.documents.place import Path, Place, Span
from qmsctl.documents.source import Flaw, Malformed, Parsed, Text, Tree, decode
from qmsctl.documents.yaml import BIGGEST, parse, read_yaml
from qmsctl.messages import tr

__all__ = ["Foreign", "folded", "read_foreign", "unplaced"]

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_UNFENCED: Final = re.compile(r"[^\W\d][\w .-]{0,60}:(?:[ \t]|\r?$)", re.MULTILINE)
_OPENED: Final = re.compile(r"---[ \t]*(?:\r\n|\n|\r)(?=[^\W\d][\w .-]{0,60}:(?:[ \t\r\n]|\Z))")
_MARKED: Final = len("---")
_BOLD: Final = re.compile(
    r"\*\*(?P<key>[^*\r\n|]{1,80}?)[ \t]{0,8}(?::\*\*|\*\*[ \t]{0,8}:)"
    r"|__(?P<under>[^_\r\n|]{1,80}?)[ \t]{0,8}(?::__|__[ \t]{0,8}:)"
)
_RULE: Final = re.compile(r":?-+:?")
_CELL: Final = re.compile(r"(?:[^|\\]|\\.)*")
_TITLE: Final = re.compile(r"^[ ]{0,3}#[ \t]+(?P<title>[^\s#][^\r\n]*)", re.MULTILINE)
_SECTION: Final = re.compile(r"^[ ]{0,3}##[ \t]", re.MULTILINE)
_FAR: Final = 16 * 1024
"""Characters within which the lines and tables at the top of a document stand."""
_MARKS: Final = " \t*_`"


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a file says in its own words."""

    text: Text
    fields: Mapping[str, Tree]
    """In the order of the places, and of the file."""
    spans: Mapping[Path, Span]
    keys: Mapping[Path, Span]
    sections: Mapping[str, Tree] = field(default_factory=dict)
    headings: Mapping[str, Span] = field(default_factory=dict)
    title: str | None = None
    """The first heading of its text."""
    title_span: Span | None = None
    body: str | None = None
    body_start: int = 0
    flaws: tuple[Flaw, ...] = ()
    broken: Malformed | None = None
    """Why the fields at its beginning cannot be read; the rest of the file was."""


@lru_cache(maxsize=4096)
def folded(key: str) -> str:
    """Return *key* as it is compared: `Document-ID`, `document_id` and `document id` are one."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFC", meant_text(key))).casefold()


def read_foreign(
    path: str, raw: bytes, places: tuple[str, ...], named: frozenset[str] = frozenset()
) -> Foreign | Malformed:
    """Read a document that is not in qmsctl's form.

    Args:
        path: of the file.
        raw: its bytes.
        places: where its fields stand, the one that counts most first: `yaml`, `head`, `table`, `lines` or `sidecar`.
        named: what the fields are called that somebody looks for, folded: they tell a row of names from a row of values.
    """
    if "yaml" in places or "sidecar" in places:
        read = read_yaml(path, raw)
        return (
            read
            if isinstance(read, Malformed)
            else Foreign(read.text, read.tree, read.spans, read.keys, flaws=read.flaws)
        )
    if places == ("name",):
        # Nobody reads what is in it: what tells one content from another is the digest of its bytes.
        pointer = pointed_to(raw)
        digest = pointer[0] if pointer else hashlib.sha256(raw).hexdigest()
        return Foreign(Text(""), {"sha256": digest}, {}, {})
    if len(raw) > BIGGEST:
        return Malformed(
            path,
            Place(path),
            tr("the file is larger than {limit} bytes", limit=BIGGEST),
            tr("split it, or move what is no document out of the folder"),
        )
    text = decode(path, raw)
    if isinstance(text, Malformed):
        return text
    head, start, broken = _head(path, text) if "head" in places else (None, 0, None)
    found = _body(text, start)
    if broken is not None:
        return replace(found, broken=broken)
    for place in places:
        if place == "head":
            told = head
        else:
            of_text = (
                _of_tables(text.content, start, named) if place == "table" else _of_lines(text.content, start)
            )
            told = _gathered(text, of_text)
        if told is not None:
            found = _with(found, told)
    return found


def unplaced(raw: bytes) -> Foreign | None:
    """Return what a document says with a head that is written line by line, without the places of its fields.

    Of its headings only the first is among those it names.  `None` if `read_foreign` has to read it.
    """
    text = decode("", raw) if len(raw) <= BIGGEST else None
    cut = parts(text.content) if isinstance(text, Text) else None
    if cut is None or not isinstance(text, Text):
        return None
    start, end, body = cut
    fields = values_by_line(text.content[start:end])
    return None if fields is None else _body(text, body, fields)


def _head(path: str, text: Text) -> tuple[Parsed | None, int, Malformed | None]:
    """Return the fields at the head of *text*, where its body begins, and why its head cannot be read."""
    cut = parts(text.content)
    fenced = cut is not None
    if cut is None and (opening := _OPENED.match(text.content)):
        # A head that nothing ends would swallow the whole text.
        end = _end_of_fields(text.content, opening.end())
        span = text.span(0, _MARKED)
        broken = Malformed(
            path,
            Place(path, span, text.line_of(span)),
            tr("the fields that begin here never end"),
            tr("write --- on a line of its own below the last field"),
        )
        return None, end, broken
    cut = cut or _unfenced(text.content)
    if cut is None:
        return None, 0, None
    start, end, body = cut
    if fenced and not text.content[start:end].strip():
        return None, body, None
    head = lined_fields(text, start, end) or parse(path, text, start, end)
    if not isinstance(head, Malformed):
        return head, body, None
    # What nothing opens and nothing ends may be a text that begins with a word and a colon.
    return (None, body, head) if fenced or body > end else (None, 0, None)


def _end_of_fields(content: str, start: int) -> int:
    """Return where the first line without a field begins, from *start* on."""
    at = start
    while (line := _LINE.match(content, at)) is not None and line.end() > at:
        if not line[0].strip():
            return at
        at = line.end()
    return at


def _unfenced(content: str) -> tuple[int, int, int] | None:
    """Return where fields that nothing opens begin and end, and where the body begins."""
    if not _UNFENCED.match(content):
        return None
    at = 0
    while at < len(content):
        line = _LINE.match(content, at)
        if line is None:
            break
        bare = line[0].strip()
        if bare in ("---", "..."):
            return 0, at, line.end()
        if not bare or bare.startswith("#"):
            break
        at = line.end()
    return 0, at, at


def _body(text: Text, start: int, fields: Mapping[str, Tree] | None = None) -> Foreign:
    """Return the text below the fields, which end at *start*: its title and its sections.

    Where the *fields* are known their places are not asked for, nor those of the sections.
    """
    content = text.content
    sections: dict[str, Tree] = {}
    headings: dict[str, Span] = {}
    spans: dict[Path, Span] = {}
    if fields is None:
        spans["sections",] = text.span(start, len(content))
    for part in headed(content, start):
        if part.title in sections:
            continue
        sections[part.title] = content[part.start : part.end].strip() or None
        if fields is None:
            spans["sections", part.title] = text.span(part.start, part.end)
        if fields is None or not headings:
            headings[part.title] = text.span(part.at, part.at + len(part.title))
    found = _TITLE.search(content, start)
    title = _without_closing(found["title"]) if found else ""
    at = found.start("title") if found else 0
    body = content[start:].strip()
    return Foreign(
        text,
        fields or {},
        spans,
        {},
        sections,
        headings,
        title or None,
        text.span(at, at + len(title)) if title else None,
        body,
        start,
    )


def _without_closing(heading: str) -> str:
    """Return *heading* without the signs that may follow it, which blanks set off."""
    bare = heading.rstrip()
    shorter = bare.rstrip("#")
    return shorter.rstrip() if shorter[-1:] in (" ", "\t") else bare


@dataclass(frozen=True, slots=True)
class _Said:
    """One field in the text of a document; offsets in characters."""

    key: str
    key_at: int
    value: str
    value_at: int


def _with(found: Foreign, told: Parsed) -> Foreign:
    """Return *found* with those fields of *told* that it has not."""
    new = {key: value for key, value in told.tree.items() if found.fields.get(key) is None}
    return replace(
        found,
        fields={**found.fields, **new},
        spans={
            **found.spans,
            **{path: span for path, span in told.spans.items() if path[:1] and path[0] in new},
        },
        keys={**found.keys, **{path: span for path, span in told.keys.items() if path[0] in new}},
        flaws=(*found.flaws, *told.flaws),
    )


def _gathered(text: Text, said: Iterator[_Said]) -> Parsed:
    """Return what stands in the text as fields; of two that are called the same the first counts."""
    tree: dict[str, Tree] = {}
    spans: dict[Path, Span] = {}
    keys: dict[Path, Span] = {}
    for one in said:
        if one.key in tree:
            continue
        tree[one.key] = one.value.replace("\\|", "|") or None
        spans[one.key,] = text.span(one.value_at, one.value_at + len(one.value))
        keys[one.key,] = text.span(one.key_at, one.key_at + len(one.key))
    return Parsed(text, tree, spans, keys)


def _top(content: str, start: int) -> int:
    """Return where the top of a document ends: at its first section, or so far down."""
    section = _SECTION.search(content, start, start + _FAR)
    return section.start() if section else min(len(content), start + _FAR)


def _of_lines(content: str, start: int) -> Iterator[_Said]:
    """Yield what `**Field:** value` says, several in one line too."""
    end = _top(content, start)
    at = start
    while at < end:
        line = _LINE.match(content, at)
        if line is None or line.end() == at:
            return
        at = line.end()
        if line[0].lstrip().startswith("|"):
            continue  # a table
        keys = list(_BOLD.finditer(content, line.start(), line.end()))
        for key, following in zip_longest(keys, keys[1:]):
            stop = following.start() if following else line.end()
            yield _said(content, key.span(key.lastgroup or "key"), (key.end(), stop), "|·;,\\")


def _said(content: str, key: tuple[int, int], value: tuple[int, int], between: str = "") -> _Said:
    """Return the field whose *key* and *value* stand there, without blanks and marks around them."""
    written = content[slice(*value)]
    bare = written.strip(_MARKS + "\r\n" + between)
    at = value[0] + (written.index(bare) if bare else 0)
    name = content[slice(*key)]
    shown = name.strip(_MARKS + ":")
    return _Said(shown, key[0] + (name.index(shown) if shown else 0), bare, at)


def _of_tables(content: str, start: int, named: frozenset[str]) -> Iterator[_Said]:
    """Yield what the tables at the top say: rows of field and value, or one row below the names of its columns."""
    table: list[list[tuple[int, int]]] = []
    end, at = _top(content, start), start
    while at < end:
        line = _LINE.match(content, at)
        if line is None or line.end() == at:
            break
        at = line.end()
        row = line[0].strip()
        if not row.startswith("|") and not (table and "|" in row):
            yield from _of_table(content, table, named)
            table = []
        elif not _is_rule(row):
            table.append(_cells(content, line.start(), line.start() + len(line[0].rstrip())))
    yield from _of_table(content, table, named)


def _is_rule(row: str) -> bool:
    """Return whether *row* stands between the names of the columns and what is in them."""
    return all(_RULE.fullmatch(cell.strip()) for cell in row.strip("|").split("|"))


def _of_table(content: str, table: list[list[tuple[int, int]]], named: frozenset[str]) -> Iterator[_Said]:
    """Yield what one table says."""
    if not table:
        return
    if len(table) == _NAMES_AND_ROW and len(table[0]) > _KEY_AND_VALUE and _are_names(content, table, named):
        for key, value in zip(*table, strict=False):
            yield _said(content, key, value)
        return
    for row in table:
        for key, value in zip(row[::2], row[1::2], strict=False):
            if content[slice(*key)].strip(_MARKS + ":"):
                yield _said(content, key, value)


def _are_names(content: str, table: list[list[tuple[int, int]]], named: frozenset[str]) -> bool:
    """Return whether the first row of *table* names what stands in the second, and not fields and values in turn."""
    first, second = ([content[slice(*cell)].strip(_MARKS + ":") for cell in row] for row in table)
    in_turn = sum(folded(cell) in named for cell in (*first[::2], *second[::2]))
    return all(first) and sum(folded(cell) in named for cell in first) >= in_turn


_NAMES_AND_ROW: Final = 2
_KEY_AND_VALUE: Final = 2


def _cells(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the cells of the row from *start* to *end* stand."""
    found: list[tuple[int, int]] = []
    while start < end and content[start] in " \t":
        start += 1
    at = start + 1 if content[start : start + 1] == "|" else start
    while at < end:
        cell = _CELL.match(content, at, end)
        stop = cell.end() if cell else end
        found.append((at, stop))
        at = stop + 1
    return found
