"""Reads a file as its organisation writes it: in qmsctl's own form, or in one that `qms.yaml` describes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import Final

from qmsctl.cache import NO_CACHE, Shelf
from qmsctl.documents.digest import content_digest
from qmsctl.documents.foreign import read_foreign, unplaced
from qmsctl.documents.later_flaws import LaterFlaws
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Flaw, Malformed, Parsed, Source
from qmsctl.model.document import Document
from qmsctl.model.document_kind import DocumentKind, FieldName
from qmsctl.model.file_patterns import matches
from qmsctl.model.mapped_document import MappedDocument, MappedSource
from qmsctl.model.mapping import Mapped, mapped
from qmsctl.model.naming import is_markdown, is_readable
from qmsctl.model.nearest import titles_of
from qmsctl.model.organisation import Organisation
from qmsctl.model.plain import as_plain, from_plain
from qmsctl.model.reading import Reading, examine_document, fault_of, read_document, read_file
from qmsctl.model.schema import Filed, as_fact, fact_of
from qmsctl.model.sought import Terms
from qmsctl.repo.git import blob_name
from qmsctl.repo.snapshot import Entry, Kind

__all__ = ["Reader", "blob_of", "examine_again", "read_again", "reader_of"]


@dataclass(frozen=True)
class Reader:
    """Reads the files of one organisation."""

    kinds: Mapping[str, DocumentKind] = field(default_factory=dict)
    """By name: what is not written in qmsctl's form."""
    edition: str = ""
    """Whose clauses documents name that do not say so."""
    tops: tuple[str, ...] = ()
    """How the paths of documents begin that are written in qmsctl's form."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Of roles, people, units and processes, by what they are called, in lower case."""

    def may_hold_document(self, path: str) -> bool:
        """Return whether a document may be, or have been, in the file *path*."""
        own = path.startswith(self.tops) and is_readable(path)
        return own or (bool(self.kinds) and self.kind_of(path) is not None)

    def kind_of(self, path: str) -> str | None:
        """Return the name of the kind that the file *path* is of; `None` if it is written in qmsctl's form."""
        known = self._kinds_of
        if path not in known:  # a history names the same files again and again
            known[path] = next((name for name, kind in self.kinds.items() if kind.holds(path)), None)
        return known[path]

    @cached_property
    def _kinds_of(self) -> dict[str, str | None]:
        return {}

    def beside_kind(self, path: str) -> str | None:
        """Return the name of the kind whose fields are to stand beside the file *path*."""
        return next((name for name, kind in self.kinds.items() if kind.wants_beside(path)), None)

    def may_stand_beside(self, path: str) -> bool:
        """Return whether fields may stand beside the file *path*, under its name without its ending."""
        return any(kind.may_stand_beside(path) for kind in self.kinds.values())

    @cached_property
    def stand_beside(self) -> bool:
        """Whether the fields of some documents stand in files of their own."""
        return any(kind.stands_beside for kind in self.kinds.values())

    def is_known_by_name(self, path: str) -> bool:
        """Return whether the name of the file *path* is the only thing that says which document it is."""
        name = self.kind_of(path)
        return name is not None and self.kinds[name].is_known_by_name

    @property
    def knows_by_name(self) -> bool:
        """Whether there are documents of which only the name of the file says which they are."""
        return any(kind.is_known_by_name for kind in self.kinds.values())

    def reads_only_name(self, path: str) -> bool:
        """Return whether the file *path* is of a kind of which only the names are read, be it text or not."""
        name = self.kind_of(path) if self.kinds else None
        return name is not None and self.kinds[name].metadata == ("name",)

    def looks_into(self, folder: str) -> bool:
        """Return whether files of some kind may lie in *folder*."""
        below = folder + "/"
        return any(
            any(not root or below.startswith(root + "/") or root.startswith(below) for root in kind.roots)
            and not any(matches(f"{below}x", one) or matches(folder, one) for one in kind.except_)
            for kind in self.kinds.values()
        )

    def may_be_read(self, entry: Entry) -> bool:
        """Return whether *entry* is a file of some kind, or what stands where such files may lie.

        A link with an ending leads to a file, and counts by its own name.
        """
        if entry.kind is Kind.FILE or self.kind_of(entry.path) is not None:
            return self.kind_of(entry.path) is not None
        is_file = entry.kind is Kind.SYMLINK and bool(PurePosixPath(entry.path).suffix)
        return not is_file and self.looks_into(entry.path)

    def key(self, blob: str, path: str) -> str:
        """Return what tells apart what *blob* says as the file *path*: for some kinds it is the name that says it."""
        name = self.kind_of(path) if self.kinds else None
        return blob if name is None else f"{blob} {self._digests[name]} {path}"

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        """What tells one setting of each kind from another."""
        stated = {
            name: json.dumps([name, self.edition, self.keys, as_plain(kind)], sort_keys=True)
            for name, kind in self.kinds.items()
        }
        return {name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in stated.items()}

    @cached_property
    def terms(self) -> Mapping[str, Terms]:
        """By kind, how its files are read."""
        return {name: Terms(kind, name, self.edition, self.keys) for name, kind in self.kinds.items()}

    def file(self, path: str, raw: bytes, known: Shelf) -> Reading:
        """Read the document or record that the file *path* holds.

        Args:
            path: from the root of the quality management system; it says how the file is written.
            raw: the bytes.
            known: the facts that clean files stated, by git's name for their contents.
        """
        name = self.kind_of(path) if self.kinds else None
        return read_file(path, raw, known) if name is None else self._mapped(path, raw, name, known)

    def document(self, path: str, raw: bytes) -> Filed[Document] | None:
        """Return the document that *raw* holds, or `None` if it cannot be read as one.

        Args:
            path: where it stands or stood; it says how the file is written.
            raw: the bytes.
        """
        if (name := self.kind_of(path)) is None:
            return read_document(path, raw)
        filed = self._mapped(path, raw, name, NO_CACHE.shelf("facts")).filed
        return _as_document(filed)

    def in_any_form(self, path: str, raw: bytes) -> Filed[Document] | None:
        """Return the document that *raw* holds, whose file was later called *path* and may be written otherwise."""
        # A document may have been YAML before it became Markdown; nothing is both.
        found = self.document(path, raw) or read_document(path, raw) or read_document(_other_form(path), raw)
        if found is not None or self.kind_of(path) is not None:
            return found
        for name in self.kinds:  # it was converted since
            filed = self._mapped(path, raw, name, NO_CACHE.shelf("facts"))
            if filed.malformed is None and (document := _as_document(filed.filed)) is not None:
                return document
        return None

    def stated(self, path: str, raw: bytes) -> tuple[str, str]:
        """Return the id and the title of the document in the file *path*, which is of some kind; faults do not count."""
        found = self._map(path, raw, self.kind_of(path) or "")
        tree = {} if isinstance(found, Malformed) else found.parsed.tree
        id, title = tree.get("id"), tree.get("title")
        return id if isinstance(id, str) else path, title if isinstance(title, str) else ""

    def examine(self, path: str, raw: bytes) -> tuple[Filed[Document] | None, tuple[Flaw | Malformed, ...]]:
        """Return what `document` does, and every fault of how it is written, as a check reports them."""
        if (name := self.kind_of(path)) is None:
            return examine_document(path, raw)
        read = self._mapped(path, raw, name, NO_CACHE.shelf("facts"))
        faults = (*((read.malformed,) if read.malformed else ()), *read.flaws)
        return _as_document(read.filed), faults

    def fault(self, path: str, raw: bytes) -> Malformed | Flaw | None:
        """Return why `document` gets none out of *raw*; `None` if it does, or if *raw* is a record."""
        if (name := self.kind_of(path)) is None:
            return fault_of(path, raw)
        return self._mapped(path, raw, name, NO_CACHE.shelf("facts")).malformed

    def _mapped(self, path: str, raw: bytes, name: str, known: Shelf) -> Reading:
        """Read a file that is of the kind *name*."""
        blob = blob_name(raw)
        key = f"{blob} {self._digests[name]} {path}"
        if (kept := known.get(key)) is not None:
            digest, plain = kept.split("\n", 1)
            fact = from_plain(MappedDocument, json.loads(plain))
            return Reading(Filed(fact, self._source(path, raw, name, digest, blob)))
        read = self._quickly(path, raw, name, blob) or self._carefully(path, raw, name, blob)
        filed = read.filed
        if filed is not None and read.malformed is None and not read.flaws and known.keeps:
            known.put(key, f"{filed.source.digest}\n{json.dumps(as_plain(filed.fact), ensure_ascii=False)}")
        return read

    def _quickly(self, path: str, raw: bytes, name: str, blob: str) -> Reading | None:
        """Read a file whose fields stand line by line at its head: where, is found when somebody asks."""
        terms = self.terms[name]
        foreign = unplaced(raw) if terms.kind.metadata == ("head",) else None
        if foreign is None:
            return None
        found = mapped(path, foreign, terms)
        tree = found.parsed.tree
        if isinstance(sections := tree.get("sections"), Mapping):
            tree = {**tree, "sections": {key: text for key, text in sections.items() if text is not None}}
        fact = fact_of(tree, MappedDocument)
        if fact is None:
            return None
        source = self._source(path, raw, name, content_digest(found.said), blob, found, placed=False)
        flaws = LaterFlaws(lambda: source.parsed.flaws) if found.parsed.flaws else ()
        return Reading(Filed(fact, source), flaws=flaws)

    def _carefully(self, path: str, raw: bytes, name: str, blob: str) -> Reading:
        """Read a file of which there may be something to say."""
        found = self._map(path, raw, name)
        if isinstance(found, Malformed):
            return Reading(malformed=found)
        parsed, broken = found.parsed, found.broken
        source = self._source(path, raw, name, content_digest(found.said), blob, found)
        stated, flaws = as_fact(source, MappedDocument)
        filed = None if stated is None else Filed(stated, source)
        return Reading(filed, broken, (*parsed.flaws, *flaws))

    def _map(self, path: str, raw: bytes, name: str) -> Mapped | Malformed:
        terms = self.terms[name]
        foreign = read_foreign(path, raw, terms.kind.metadata, terms.named)
        if isinstance(foreign, Malformed):
            return foreign
        return mapped(path, foreign, terms)

    def _source(  # noqa: PLR0913, PLR0917 - all that is known of it
        self,
        path: str,
        raw: bytes,
        name: str,
        digest: str,
        blob: str,
        found: Mapped | None = None,
        *,
        placed: bool = True,
    ) -> MappedSource:
        again = _Again(partial(self._map, path, raw, name), found, placed=placed)
        return MappedSource(
            path,
            raw,
            again.parsed,
            reader=self,
            said=again.said,
            said_with=again.said_with,
            digest=digest,
            name=blob,
        )


class _Again:
    """What a file means, found out when somebody asks, and kept from then on."""

    def __init__(self, find: partial[Mapped | Malformed], found: Mapped | None, *, placed: bool) -> None:
        """Keep what finds it out, and what was *found* before, be it with its places or not."""
        self._find: Final = find
        self._found = found
        self._placed = placed

    def _mapped(self, *, placed: bool) -> Mapped:
        if self._found is None or (placed and not self._placed):
            found = self._find()
            if isinstance(found, Malformed):  # it was read before
                raise RuntimeError(found.path)
            self._found, self._placed = found, True
        return self._found

    def parsed(self) -> Parsed:
        return self._mapped(placed=True).parsed

    def said(self) -> Mapping[str, Tree]:
        return self._mapped(placed=False).said

    def said_with(self, instead: Mapping[FieldName, str]) -> Mapping[str, Tree] | None:
        return self._mapped(placed=False).said_with(instead)


def _as_document(filed: Filed[object] | None) -> Filed[Document] | None:
    return Filed(filed.fact, filed.source) if filed and isinstance(filed.fact, Document) else None


def _other_form(path: str) -> str:
    """Return *path* with the ending of the other form a document can have."""
    return path + (".yaml" if is_markdown(path) else ".md")


def blob_of(key: str) -> str:
    """Return the name of the blob in a key that `Reader.key` made."""
    return key.partition(" ")[0]


def reader_of(organisation: Organisation) -> Reader:
    """Return what reads the files of *organisation*."""
    folders = organisation.folders
    tops = (folders.procedures, folders.checklists, folders.programmes, folders.audits)
    edition = next(iter(organisation.editions), "")
    keys = _keys(organisation) if organisation.kinds else {}
    return Reader(organisation.kinds, edition, tuple(top.rstrip("/") + "/" for top in tops), keys)


def _keys(organisation: Organisation) -> Mapping[str, str]:
    """Return the keys of what *organisation* names, by what it is called; two that are called the same are left out."""
    called: dict[str, set[str]] = {}
    titles = titles_of(organisation, ("units", "processes", "roles", "people"))
    for key, title in titles.items():
        called.setdefault(title.strip().casefold(), set()).add(key)
    return {title: keys.pop() for title, keys in sorted(called.items()) if len(keys) == 1}


def read_again(filed: Filed[Document], raw: bytes) -> Filed[Document] | None:
    """Return the document that *raw* holds, read as *filed* was; `None` if it cannot be."""
    return _reader_of_file(filed.source).document(filed.path, raw)


def examine_again(
    filed: Filed[Document], raw: bytes
) -> tuple[Filed[Document] | None, tuple[Flaw | Malformed, ...]]:
    """Return what `read_again` does, and every fault of how it is written, as a check reports them."""
    return _reader_of_file(filed.source).examine(filed.path, raw)


def _reader_of_file(source: Source) -> Reader:
    if isinstance(source, MappedSource) and isinstance(source.reader, Reader):
        return source.reader
    return _OWN_FORM


_OWN_FORM: Final = Reader()
