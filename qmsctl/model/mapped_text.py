"""What documents of other forms say as texts: their sections, and the whole that is approved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from qmsctl.documents.foreign import Foreign, folded
from qmsctl.documents.place import Path, Span, Tree
from qmsctl.model.document_kind import NOT_CONTENT, FieldName
from qmsctl.model.sections import section_named

__all__ = ["LINE_END", "as_text", "lines_of_fields", "said_in", "sections_of"]

NOTHING_ELSE: Final[Mapping[Path, str]] = MappingProxyType({})
LINE_END: Final = re.compile(r"\r\n|\n|\r")
_WORD: Final = re.compile(r"\w")
_MARKS: Final = " \t|*_:·;,-\\`>"
"""What stands around fields in a text."""
_RULE: Final = re.compile(r"[|:][-|: ]*")


def sections_of(foreign: Foreign, named: frozenset[str]) -> dict[str, Tree]:
    """Return the sections by their names; the text before the first is one, without its title and the fields in it.

    Args:
        foreign: the file.
        named: what fields are called that its kind names, folded.
    """
    sections = {section_named(title): text for title, text in reversed([*foreign.sections.items()])}
    content, starts = foreign.text.content, [span.start for span in foreign.headings.values()]
    end = content.rfind("\n", 0, min(starts)) + 1 if starts else len(content)
    dropped = lines_of_fields(foreign, named, foreign.title)
    first = foreign.text.span(foreign.body_start, foreign.body_start).line
    lines = enumerate(_lines(content[foreign.body_start : end]), first)
    if text := "\n".join(line for number, line in lines if number not in dropped).strip():
        return {"text": text, **sections}
    return {**sections}


def lines_of_fields(foreign: Foreign, named: frozenset[str], title: str | None) -> frozenset[int]:
    """Return the lines of the text that say nothing but fields, by number; that of the heading *title* is one.

    Args:
        foreign: the file.
        named: what fields are called that its kind names, folded: where none of them stands, a table is a text.
        title: the heading that need not be said again.
    """
    spans: dict[int, list[Span]] = {}
    meant: set[int] = set()
    for path, key in foreign.keys.items():
        value = foreign.spans.get(path)
        if len(path) == 1 and key.start >= foreign.body_start and value is not None:
            for span in (key, value):
                spans.setdefault(span.line, []).append(span)
            if folded(str(path[0])) in named:
                meant |= {key.line, value.line}
    lines = _lines(foreign.text.content) if spans else []
    found = {
        line for line, inside in spans.items() if line <= len(lines) and not _beside(lines[line - 1], inside)
    }
    # The rule below a row of names belongs to it.
    found |= {line + 1 for line in found if line < len(lines) and _RULE.fullmatch(lines[line].strip())}
    # So do the row without names and the rule above rows of fields.
    for line in sorted(found):
        above = line - 1
        while above not in found and above > 0 and _RULE.fullmatch(lines[above - 1].strip()):
            found.add(above)
            above -= 1
    for together in _together(found):
        if meant.isdisjoint(together):
            found -= together
    if foreign.title_span is not None and foreign.title == title:
        found.add(foreign.title_span.line)
    return frozenset(found)


def _lines(text: str) -> list[str]:
    return LINE_END.split(text) if "\r" in text else text.split("\n")


def _together(lines: set[int]) -> Iterator[set[int]]:
    """Yield those of *lines* that stand below one another."""
    group: set[int] = set()
    for line in sorted(lines):
        if group and line - 1 not in group:
            yield group
            group = set()
        group.add(line)
    if group:
        yield group


def _beside(line: str, spans: list[Span]) -> str:
    """Return what stands in *line* beside *spans*, without the marks that set fields apart."""
    left = list(line)
    for span in spans:
        left[span.column - 1 : span.column - 1 + span.end - span.start] = " " * (span.end - span.start)
    return "".join(left).strip(_MARKS) if len(left) == len(line) and not _WORD.search("".join(left)) else line


def as_text(value: Tree, depth: int = 0) -> str:
    """Return *value* as somebody would write it: lists and fields on lines of their own."""
    before = "  " * depth
    if value is None or isinstance(value, str):
        return f"{before}{value or ''}"
    if isinstance(value, Mapping):
        pairs = [
            (f"{before}{key}:", inner if inner is None or isinstance(inner, str) else None, inner)
            for key, inner in value.items()
        ]
        return "\n".join(
            f"{key} {text}" if text else f"{key}\n{as_text(inner, depth + 1)}" if inner else key
            for key, text, inner in pairs
        )
    return "\n".join(f"{before}- {as_text(inner, depth + 1).strip()}" for inner in value)


def said_in(
    foreign: Foreign, keys_of: Mapping[FieldName, str], instead: Mapping[Path, str] = NOTHING_ELSE
) -> Mapping[str, Tree]:
    """Return what a file says without what tells of approval and review.

    Args:
        foreign: the file.
        keys_of: what each field is called there.
        instead: what is taken to stand in its places.
    """
    left_out = {key for field, key in keys_of.items() if field in NOT_CONTENT}
    fields: Mapping[str, Tree] = foreign.fields
    for path, text in instead.items():
        fields = _replaced(fields, path, text)
    head = {key: value for key, value in fields.items() if key not in left_out and key != "sections"}
    if foreign.body is None:
        return {"head": head}
    # Where the fields stand in the text, what tells of approval and review is taken out of it.
    content, at = "", foreign.body_start
    written: dict[Path, str] = {**{(key,): "" for key in left_out}, **instead}
    inside = sorted(
        (span, text)
        for path, text in written.items()
        if (span := foreign.spans.get(path)) is not None and span.start >= at
    )
    for span, text in inside:
        content += foreign.text.content[at : span.start] + text
        at = span.end
    return {"head": head, "body": (content + foreign.text.content[at:]).strip()}


def _replaced(tree: Mapping[str, Tree], path: Path, text: str) -> Mapping[str, Tree]:
    """Return *tree* with *text* under *path*, where something stands."""
    key, *rest = path
    inner = tree.get(str(key))
    if not rest:
        return {**tree, str(key): text}
    return {**tree, str(key): _replaced(inner, tuple(rest), text)} if isinstance(inner, Mapping) else tree
