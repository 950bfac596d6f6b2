"""A document of another form as qmsctl writes it: every value has a place, and what has none stands in a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.files import dump_for_people
from qmsctl.documents.foreign import Foreign, folded, read_foreign
from qmsctl.documents.markdown import headed
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Malformed
from qmsctl.messages import Language, Message, tr
from qmsctl.model.document import Document
from qmsctl.model.document_kind import NOT_CONTENT, DocumentKind, FieldName
from qmsctl.model.mapped_text import LINE_END, as_text, lines_of_fields
from qmsctl.model.schema import Filed
from qmsctl.model.sections import SECTIONS, section_named

__all__ = ["FURTHER", "Becomes", "converted_text"]

FURTHER: Final[Message] = tr("Further fields")
"""The heading of the section that holds what qmsctl has no field for."""
_OURS: Final = (
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
    ours: FieldName | None
    """The field that it becomes; nothing if it goes to the further ones."""


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
    head: dict[str, Tree] = {name: tree[name] for name in _OURS if tree.get(name)}
    became = tuple(_became(foreign, kind, head))
    head["revision"] = revision
    kept = {one.field: foreign.fields[one.field] for one in became if one.ours is None}
    further = "\n".join((*_further(kept), *(f"- # {one}" for one in _comments(foreign))))
    name = FURTHER.into(language)
    if foreign.body is None:
        sections = {**_sections(tree), **({name: further} if further else {})}
        return dump_for_people({**head, "sections": sections}), became
    body = _body(foreign, str(tree.get("title", "")), language)
    if further:
        body = f"{body}\n\n## {name}\n\n{further}"
    return b"---\n" + dump_for_people(head) + f"---\n\n{body.strip()}\n".encode(), became


def _sections(tree: Mapping[str, Tree]) -> Mapping[str, Tree]:
    sections = tree.get("sections")
    return sections if isinstance(sections, Mapping) else {}


def _became(foreign: Foreign, kind: DocumentKind, head: Mapping[str, Tree]) -> Iterator[Becomes]:
    """Yield for each field which of ours says all that it said; none, if none does."""
    meant: dict[str, FieldName] = {}
    for name, spelled in kind.fields.items():
        for one in spelled:
            meant.setdefault(folded(one), name)
    for field, value in foreign.fields.items():
        if value is None or field == "sections":
            continue  # the headings make the sections
        ours = meant.get(folded(field))
        says = (
            {_plain(text) for text in _leaves(head.get(ours))} if ours and ours not in NOT_CONTENT else set()
        )
        said = {_plain(one) for text in _leaves(value) for one in _items(text, kind)}
        whole = {_plain(text) for text in _leaves(value)}
        yield Becomes(field, ours if says and (whole <= says or said <= says) else None)


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


def _body(foreign: Foreign, title: str, language: Language) -> str:
    """Return the text below the fields: without lines that are nothing but fields, and every heading once."""
    content, start = foreign.text.content, foreign.body_start
    parts = list(headed(content, start))
    first = content.rfind("\n", start, parts[0].at) + 1 if parts else len(content)
    dropped = lines_of_fields(foreign, title)
    lines = enumerate(LINE_END.split(content[start:first]), foreign.text.span(start, start).line)
    intro = "\n".join(line for number, line in lines if number not in dropped).strip()
    pieces = [f"## {SECTIONS[_TEXT].get(language, 'Text')}\n\n{intro}"] if intro else []
    taken = {_TEXT} if intro else set()
    for part in parts:
        heading, count = part.title, 1
        while (known := section_named(heading)) in taken:
            count += 1
            heading = f"{part.title} ({count})"
        taken.add(known)
        pieces.append(f"## {heading}\n\n{content[part.start : part.end].strip(_BLANK_LINES)}".rstrip())
    return LINE_END.sub("\n", "\n\n".join(pieces))
