"""One file: the document or record it states, or why it states none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final

from qmsctl.cache import Shelf
from qmsctl.documents.digest import content_digest
from qmsctl.documents.later_flaws import Flaws
from qmsctl.documents.lines import field_by_line, field_in_lines
from qmsctl.documents.markdown import read_markdown
from qmsctl.documents.place import Path, Span, Tree
from qmsctl.documents.quick import quick_markdown, yaml_by_events, yaml_by_line
from qmsctl.documents.source import Find, Flaw, Malformed, Parsed, Source, given_twice, whole
from qmsctl.documents.yaml import BIGGEST, read_yaml
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document
from qmsctl.model.naming import is_markdown
from qmsctl.model.plain import as_plain, from_plain
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Record, Waiver
from qmsctl.model.schema import Filed, as_fact, as_json, closest, fact_of
from qmsctl.model.sections import section_named
from qmsctl.repo.git import blob_name

__all__ = ["TYPES", "Reading", "examine_document", "fault_of", "read_document", "read_file"]

_STATED_ID: Final = re.compile(
    rb"^id:[ \t]*['\"]?(?P<id>[^\s'\"#][^\r\n'\"#]*?)['\"]?[ \t]*\r?$", re.MULTILINE
)
"""How a file that cannot be read still says which document it is."""

_DOCUMENT_TYPES: Final[Mapping[str, type[Document]]] = {
    "checklist": Checklist,
    "programme": AuditProgramme,
    "audit": AuditPlan,
}
TYPES: Final = tuple(_DOCUMENT_TYPES)
"""The types of documents that qmsctl knows by itself."""
_RECORD_TYPES: Final[Mapping[str, type[Record]]] = {
    "approval": Approval,
    "evidence": Evidence,
    "minutes": Minutes,
    "finding": FindingStep,
    "waiver": Waiver,
}
_STATED: Final[tuple[type[Document | Record], ...]] = (
    Document,
    *_DOCUMENT_TYPES.values(),
    *_RECORD_TYPES.values(),
)
_COMPACT: Final = json.JSONEncoder(separators=(",", ":"))
_TYPES: Final = {stated.__name__: stated for stated in _STATED}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file."""

    filed: Filed[Document | Record] | None = None
    malformed: Malformed | None = None
    flaws: Flaws = ()


def read_file(path: str, raw: bytes, known: Shelf) -> Reading:
    """Read the document or record that the file *path* holds.

    Args:
        path: from the root of the quality management system; its ending says how it is written.
        raw: the bytes.
        known: the facts that clean files stated, by git's name for their contents.
    """
    name = blob_name(raw)
    key = f"{name} {'md' if is_markdown(path) else 'yaml'}"
    kept = known.get(key)
    if kept is not None:
        stated_as, digest, plain = kept.split("\n", 2)
        find = None if is_markdown(path) else field_by_line
        return Reading(
            Filed(
                from_plain(_TYPES[stated_as], json.loads(plain)),
                _known_source(path, raw, digest or None, name, find),
            )
        )
    quickly = _read_quickly(path, raw, name)
    if quickly is None:
        return _read_carefully(path, raw)
    if known.keeps:
        fact = quickly.fact
        # What pydantic serialises stays in memory in UTF-8 too, which long texts shall not.
        digest, text = (
            (quickly.source.digest, _COMPACT.encode(as_plain(fact)))
            if isinstance(fact, Document)
            else ("", as_json(fact))
        )
        known.put(key, f"{type(fact).__name__}\n{digest}\n{text}")
    return Reading(quickly)


def read_document(path: str, raw: bytes) -> Filed[Document] | None:
    """Return the document that *raw* holds, or `None` if it cannot be read as one.

    Args:
        path: where it stands or stood; its ending says how it is written.
        raw: the bytes.
    """
    quickly = _read_quickly(path, raw, None)
    if quickly is None:
        source = _parse(path, raw)
        return None if isinstance(source, Malformed) else _as_document(source)[0]
    return Filed(quickly.fact, quickly.source) if isinstance(quickly.fact, Document) else None


def examine_document(path: str, raw: bytes) -> tuple[Filed[Document] | None, tuple[Flaw | Malformed, ...]]:
    """Return what `read_document` does, and every fault of how it is written, as a check reports them."""
    source = _parse(path, raw)
    if isinstance(source, Malformed):
        return None, (source,)
    document, flaws = _as_document(source)
    return document, (*source.flaws, *flaws)


def fault_of(path: str, raw: bytes) -> Malformed | Flaw | None:
    """Return why `read_document` gets no document out of *raw*; `None` if it does, or if *raw* is a record."""
    source = _parse(path, raw)
    if isinstance(source, Malformed):
        return source
    document, flaws = (None, ()) if source.value("record") is not None else _as_document(source)
    return flaws[0] if document is None and flaws else None


def _read_quickly(path: str, raw: bytes, name: str | None) -> Filed[Document | Record] | None:
    """Return what a clean file states; `None` if there is anything to say about how it is written."""
    body: str | None = None
    find: Find | None = None
    tree: Mapping[str, Tree] | None
    if is_markdown(path):
        read = quick_markdown(raw)
        tree, body = (None, None) if read is None else read
    else:
        tree = yaml_by_line(raw)
        find = field_by_line if tree is None else field_in_lines
        tree = tree or yaml_by_events(raw)
    if tree is None:
        return None
    named = _renamed(tree) if body is not None else tree
    type = _type_of(named)
    fact = None if type is None or named is None else fact_of(named, type)
    if fact is None:
        return None
    # What a record says as a whole is nowhere cited: its bytes are.
    digest = content_digest(whole(tree, body)) if isinstance(fact, Document) else None
    return Filed(fact, _known_source(path, raw, digest, name, find))


def _renamed(tree: Mapping[str, Tree]) -> Mapping[str, Tree] | None:
    """Return *tree* with its headings replaced by the names of the sections, unless two name the same."""
    sections = tree.get("sections")
    if not isinstance(sections, Mapping):
        return tree
    renamed = {section_named(heading): text for heading, text in sections.items()}
    return {**tree, "sections": renamed} if len(renamed) == len(sections) else None


def _type_of(tree: Mapping[str, Tree] | None) -> type[Document | Record] | None:
    """Return what a file with *tree* states, or `None` if nobody knows such a record."""
    if tree is None:
        return None
    kind = tree.get("record")
    if isinstance(kind, str):
        return _RECORD_TYPES.get(kind)
    return _DOCUMENT_TYPES.get(str(tree.get("type")), Document)


def _known_source(path: str, raw: bytes, digest: str | None, name: str | None, find: Find | None) -> Source:
    """Return a clean file whose values are known; where they stand is found when somebody asks."""
    return Source(path, raw, partial(_parsed_again, path, raw), digest=digest, name=name, find=find)


@lru_cache(
    maxsize=256
)  # what a rule asks of one file it asks in a row, and all of them would fill the memory
def _parsed_again(path: str, raw: bytes) -> Parsed:
    """Return what a file that was read before says, now with its places."""
    source = _parse(path, raw)
    if not isinstance(source, Source):  # it was clean when its values were read
        raise RuntimeError(path)  # noqa: TRY004 - no type is wrong, but this module
    is_record = isinstance(source.value("record"), str)
    return (source if is_record else _with_section_names(source)[0]).parsed


def _read_carefully(path: str, raw: bytes) -> Reading:
    """Read a file of which there is something to say."""
    source = _parse(path, raw)
    if isinstance(source, Malformed):
        return Reading(malformed=source)
    kind = source.value("record")
    if isinstance(kind, str):
        type = _RECORD_TYPES.get(kind)
        if type is None:
            return Reading(flaws=(*source.flaws, _unknown_record(source, kind)))
        record, flaws = as_fact(source, type)
        filed: Filed[Document | Record] | None = None if record is None else Filed(record, source)
        return Reading(filed, flaws=(*source.flaws, *flaws))
    document, flaws = _as_document(source)
    return Reading(
        None if document is None else Filed(document.fact, document.source), flaws=(*source.flaws, *flaws)
    )


def _parse(path: str, raw: bytes) -> Source | Malformed:
    read = read_markdown(path, raw) if is_markdown(path) else read_yaml(path, raw)
    if isinstance(read, Malformed) and (stated := _STATED_ID.search(raw[:BIGGEST])):
        return replace(read, id=stated["id"].decode("utf-8", "replace"))
    return read


def _as_document(source: Source) -> tuple[Filed[Document] | None, tuple[Flaw, ...]]:
    source, doubled = _with_section_names(source)
    fact, flaws = as_fact(source, _DOCUMENT_TYPES.get(str(source.value("type")), Document))
    return (None if fact is None else Filed(fact, source)), (*doubled, *flaws)


def _unknown_record(source: Source, kind: str) -> Flaw:
    near = closest(kind, list(_RECORD_TYPES))
    fix: Message = (
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=", ".join(_RECORD_TYPES))
    )
    return Flaw("wrong-value", source.at("record"), tr("no record is called {kind}", kind=kind), fix)


def _with_section_names(source: Source) -> tuple[Source, tuple[Flaw, ...]]:
    """Return *source* with the headings of a Markdown document replaced by the names of the sections.

    Of two headings that begin the same section, such as Scope and Zakres, the first counts.
    """
    sections = source.value("sections")
    if source.body is None or not isinstance(sections, Mapping):
        return source, ()
    headings: dict[str, str] = {}
    flaws: list[Flaw] = []
    for heading in sections:
        first = headings.setdefault(section_named(heading), heading)
        if first != heading:
            line = source.at_key("sections", first).line
            flaws.append(given_twice(source.at_key("sections", heading), section_named(heading), line))
    renamed: dict[str, Tree] = {name: sections[heading] for name, heading in headings.items()}

    def moved(spans: Mapping[Path, Span]) -> dict[Path, Span]:
        others = {path: span for path, span in spans.items() if path[:1] != ("sections",) or len(path) == 1}
        named: dict[Path, Span] = {
            ("sections", name): spans["sections", heading] for name, heading in headings.items()
        }
        return {**others, **named}

    parsed = replace(
        source.parsed,
        tree={**source.tree, "sections": renamed},
        spans=moved(source.parsed.spans),
        keys=moved(source.keys),
    )
    return Source(source.path, source.raw, parsed), tuple(flaws)
