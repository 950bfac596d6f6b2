"""What documents of other forms say as texts: their sections, and the whole that is approved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from qmsctl.documents.foreign import Foreign
from qmsctl.documents.place import Path, Tree
from qmsctl.model.document_kind import NOT_CONTENT, FieldName
from qmsctl.model.sections import section_named

__all__ = ["as_text", "said_in", "sections_of"]

NOTHING_ELSE: Final[Mapping[Path, str]] = MappingProxyType({})
_RULE: Final = re.compile(r"[|:][-|: ]*")


def sections_of(foreign: Foreign) -> dict[str, Tree]:
    """Return the sections by their names; the text before the first is one, without its title and the fields in it."""
    named = {section_named(title): text for title, text in reversed([*foreign.sections.items()])}
    content, starts = foreign.text.content, [span.start for span in foreign.headings.values()]
    end = content.rfind("\n", 0, min(starts)) + 1 if starts else len(content)
    told = (*foreign.keys.values(), *((foreign.title_span,) if foreign.title_span else ()))
    lines = {span.line for span in told if foreign.body_start <= span.start < end}
    kept: list[str] = []
    for number, line in enumerate(
        content[foreign.body_start : end].splitlines(), foreign.text.span(foreign.body_start, end).line
    ):
        # The rule below a row of names belongs to it.
        if number not in lines and not (number - 1 in lines and _RULE.fullmatch(line.strip())):
            kept.append(line)
    if text := "\n".join(kept).strip():
        return {"text": text, **named}
    return {**named}


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
