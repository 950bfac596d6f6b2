"""A document of another form as qmsctl writes it: every value has a place, and what has none stands in a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from qmsctl.authoring.files import dump_for_people
from qmsctl.documents.foreign import Foreign, folded, read_foreign
from qmsctl.documents.markdown import headed
from qmsctl.documents.place import Span, Tree
from qmsctl.documents.source import Malformed
from qmsctl.messages import Language, Message, tr
from qmsctl.model.document import Document
from qmsctl.model.document_kind import DocumentKind, FieldName
from qmsctl.model.mapped_text import LINE_END, as_text, lines_of_fields
from qmsctl.model.schema import Filed
from qmsctl.model.sections import SECTIONS, section_named

__all__ = ["FURTHER", "OURS", "Becomes", "converted_text"]

FURTHER: Final[Message] = tr("Further fields")
"""The heading of the section that holds what qmsctl has no field for."""
OURS: Final = (
    "id",
    "type",
    "title",
    "revision",
    "language",
    "translates",
    "owner",
    "units",
    "processes",
    "clauses",
    "review_every",
    "related",
    "legal_basis",
    "retention",
    "classification",
    "applies_to",
    "readers",
)
"""Fields of a document in qmsctl's form, in the order in which they are written."""
_COMMENT: Final = re.compile(r"(?:^|[ \t])#[ \t]*(?P<text>[^\r\n]*\S)", re.MULTILINE)
_TEXT: Final = "text"
_BLANK_LINES: Final = "\r\n"


@dataclass(frozen=True, slots=True)
class Becomes:
    """Where a field of a document goes."""

    field: str
    """What it is called in its file."""
    ours: str | None
    """The field or section that it becomes; nothing if there is none for it."""
    kept: bool
    """Whether what it said stands among the further fields too: word for word it is nowhere else."""


def converted_text(
    document: Filed[Document], kind: DocumentKind, revision: str, language: Language
) -> tuple[bytes, tuple[Becomes, ...]]:
    """Return *document* in qmsctl's form, and where each of its fields went.

    What it declared of approvals is kept among its further fields: nobody invents a record of it.

    Args:
        document: as it stands, without faults.
        kind: how it is read.
        revision: what it is to bear.
        language: of its headings.
    """
    named = frozenset(map(folded, kind.spellings))
    foreign = read_foreign(document.path, document.source.raw, kind.metadata, named)
    if isinstance(foreign, Malformed):  # it was read before
        raise TypeError(document.path)
    tree = document.source.tree
    head: dict[str, Tree] = {name: tree[name] for name in OURS if tree.get(name)}
    dropped = lines_of_fields(foreign, named, str(tree.get("title", "")))
    stay = {str(path[0]) for path, key in foreign.keys.items() if _is_in_text(foreign, key, dropped)}
    fields = dict(_apart({name: one for name, one in foreign.fields.items() if name not in stay}, kind))
    became = tuple(_became(fields, kind, head, _sections(tree) if foreign.body is None else {}))
    head["revision"] = revision
    kept = {one.field: fields[one.field] for one in became if one.kept}
    further = "\n".join((*_further(kept), *(f"- # {one}" for one in _comments(foreign))))
    name = FURTHER.into(language)
    if foreign.body is None:
        sections = {**_sections(tree), **({name: further} if further else {})}
        return dump_for_people({**head, "sections": sections}), became
    body = _body(foreign, dropped, language)
    if further:
        headings = {part.title for part in headed(body, 0)}
        name = next(one for one in _numbered(name) if one not in headings)
        body = f"{body}\n\n## {name}\n\n{further}"
    return b"---\n" + dump_for_people(head) + f"---\n\n{body.strip()}\n".encode(), became


def _sections(tree: Mapping[str, Tree]) -> Mapping[str, Tree]:
    sections = tree.get("sections")
    return sections if isinstance(sections, Mapping) else {}


def _apart(fields: Mapping[str, Tree], kind: DocumentKind) -> Iterator[tuple[str, Tree]]:
    """Yield each of *fields* that says something; of those in which the kind names others, each by itself."""
    within = {folded(one.split(".")[0]) for spelled in kind.fields.values() for one in spelled if "." in one}
    for name, value in fields.items():
        if isinstance(value, Mapping) and folded(name) in within:
            yield from ((f"{name}.{key}", inner) for key, inner in value.items() if inner)
        elif value and name != "sections":
            yield name, value


def _became(
    fields: Mapping[str, Tree], kind: DocumentKind, head: Mapping[str, Tree], sections: Mapping[str, Tree]
) -> Iterator[Becomes]:
    """Yield for each of *fields* which of ours it becomes, and whether that says all that it said."""
    meant: dict[str, FieldName] = {}
    for name, spelled in kind.fields.items():
        for one in spelled:
            meant.setdefault(folded(one), name)
    for field, value in fields.items():
        section = section_named(field)
        if sections.get(section) == as_text(value):
            yield Becomes(field, f"sections.{section}", kept=False)
            continue
        found = meant.get(folded(field))
        ours = found if found is not None and found in head else None
        says = {_plain(text) for text in _leaves(head.get(ours or ""))}
        said = {_plain(one) for text in _leaves(value) for one in _items(text, kind)}
        whole = {_plain(text) for text in _leaves(value)}
        yield Becomes(field, ours, kept=ours is None or not (whole <= says or said <= says))


def _items(text: str, kind: DocumentKind) -> Sequence[str]:
    pattern = "|".join(map(re.escape, kind.separators))
    return [one for one in re.split(pattern, text) if one.strip()] if pattern else [text]


def _leaves(tree: Tree | None) -> Iterator[str]:
    """Yield every text in *tree*, the names of fields below the first included."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, Mapping):
        for key, inner in tree.items():
            yield key
            yield from _leaves(inner)
    else:
        for inner in tree or ():
            yield from _leaves(inner)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _further(fields: Mapping[str, Tree]) -> Iterator[str]:
    """Yield each of *fields* as an item of a list, under the name that it had."""
    for name, value in fields.items():
        text = as_text(value)
        if isinstance(value, str) and "\n" not in text:
            yield f"- {name}: {text}"
        else:
            yield f"- {name}:\n\n" + "\n".join(f"  {line}".rstrip() for line in text.splitlines())


def _comments(foreign: Foreign) -> Iterator[str]:
    """Yield the comments among the fields, and whatever else there looks like one."""
    end = foreign.body_start if foreign.body is not None else len(foreign.text.content)
    inside = [span for span in foreign.spans.values() if span.end <= end]
    for found in _COMMENT.finditer(foreign.text.content, 0, end):
        at = found.start("text")
        if not any(
            span.start <= at < span.end for span in inside if not _is_outer(span.start, span.end, foreign)
        ):
            yield found["text"]


def _is_outer(start: int, end: int, foreign: Foreign) -> bool:
    """Return whether what stands there holds other values."""
    return any(start <= one.start and one.end <= end and (one.start, one.end) != (start, end)
               for one in foreign.spans.values())  # fmt: skip


def _is_in_text(foreign: Foreign, key: Span, dropped: frozenset[int]) -> bool:
    """Return whether a field stands in the text in a line that stays."""
    return foreign.body is not None and key.start >= foreign.body_start and key.line not in dropped


def _numbered(name: str) -> Iterator[str]:
    """Yield *name*, and then *name* with a number behind it."""
    yield name
    yield from (f"{name} ({number})" for number in count(2))


def _body(foreign: Foreign, dropped: frozenset[int], language: Language) -> str:
    """Return the text below the fields: without lines that are nothing but fields, and every heading once."""
    content, start = foreign.text.content, foreign.body_start
    parts = list(headed(content, start))
    first = content.rfind("\n", start, parts[0].at) + 1 if parts else len(content)
    lines = enumerate(LINE_END.split(content[start:first]), foreign.text.span(start, start).line)
    intro = "\n".join(line for number, line in lines if number not in dropped).strip()
    pieces = [f"## {SECTIONS[_TEXT].get(language, 'Text')}\n\n{intro}"] if intro else []
    taken = {_TEXT} if intro else set()
    for part in parts:
        heading = next(one for one in _numbered(part.title) if section_named(one) not in taken)
        taken.add(section_named(heading))
        pieces.append(f"## {heading}\n\n{content[part.start : part.end].strip(_BLANK_LINES)}".rstrip())
    return LINE_END.sub("\n", "\n\n".join(pieces))
