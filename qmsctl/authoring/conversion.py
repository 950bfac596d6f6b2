"""Documents of other forms turned into qmsctl's own: which can be, where they go, and what becomes of their approvals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.changed_entry import with_entries
from qmsctl.authoring.converted_text import OURS, Becomes, converted_text
from qmsctl.authoring.revision import Standing, propose
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.documents.place import Path, Tree
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedDocument, stands_under_path
from qmsctl.model.naming import folder_name, is_markdown, slug
from qmsctl.model.reader import reader_of
from qmsctl.model.reading import examine_document
from qmsctl.model.schema import Filed

__all__ = ["Conversion", "Converted", "Left", "conversion_of", "message_of"]

_MANY: Final = 5
_FORMS_OF_THEIR_OWN: Final = frozenset({"checklist", "audit", "programme"})
"""Types whose documents have fields that no other form has."""
_SAME: Final = tuple(name for name in OURS if name not in ("revision", "language"))
"""Fields that say after the conversion what they said before."""


@dataclass(frozen=True, slots=True)
class Converted:
    """One document in qmsctl's form."""

    before: Filed[Document]
    kind: str
    path: str
    """Where it goes."""
    content: bytes
    revision: str
    """What it bears there."""
    fields: tuple[Becomes, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A document that stays as it is, and why."""

    path: str
    kind: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Conversion:
    """What becomes of the documents of other forms."""

    documents: tuple[Converted, ...]
    left: tuple[Left, ...]
    settings: bytes
    """What `qms.yaml` is to hold."""


def conversion_of(system: System) -> Conversion:
    """Return what becomes of every document of another form.

    Raises:
        RefusedError: there is none, something is not committed, or `qms.yaml` cannot be changed in place.
    """
    mapped = [
        one
        for one in system.documents
        if one.working is not None and isinstance(one.working.fact, MappedDocument)
    ]
    broken = [fault for fault in system.qms.malformed if reader_of(system.organisation).kind_of(fault.path)]
    if not mapped and not broken:
        raise RefusedError(
            tr("there is no document in another form than qmsctl's"),
            tr("see what there is: qmsctl register"),
        )
    if files := system.uncommitted:
        raise RefusedError(
            tr(
                "not everything is committed, and a conversion is to be a commit of its own: {files}",
                files=list_of([*files[:_MANY], *(["…"] if len(files) > _MANY else [])]),
            ),
            tr("commit what was changed, or take it back with git restore"),
        )
    making = _Making(system)
    found = [making.of(one) for one in mapped]
    done = tuple(one for one in found if isinstance(one, Converted))
    left = [one for one in found if isinstance(one, Left)]
    read = {one.working.path for one in mapped if one.working is not None}
    left += [
        Left(fault.path, making.reader.kind_of(fault.path) or "", fault.message)
        for fault in broken
        if fault.path not in read
    ]
    kinds = {one.kind for one in done} - {one.kind for one in left}
    return Conversion(done, tuple(sorted(left, key=lambda one: one.path)), _settings(system, kinds))


def _settings(system: System, kinds: set[str]) -> bytes:
    """Return `qms.yaml` with the mark that only the history has documents of *kinds*."""
    entries: Mapping[Path, Tree] = {("kinds", kind, "converted"): "yes" for kind in sorted(kinds)}
    return with_entries(system.qms.configuration, entries) if entries else system.qms.configuration.raw


class _Making:
    """Makes each document in turn."""

    def __init__(self, system: System) -> None:
        self._system: Final = system
        self.reader: Final = reader_of(system.organisation)
        self._taken: Final = {*system.history.files, *system.qms.paths, *system.qms.others}
        self._faults: Final[dict[str, Message]] = {}
        # What cannot be used as it stands is kept among the further fields; what is given twice would be lost.
        for flaw in reversed([one for one in system.qms.flaws if one.kind == "duplicate-key"]):
            self._faults[flaw.place.path] = flaw.message
        for fault in system.qms.malformed:
            self._faults[fault.path] = fault.message
        self._ids: Final[dict[tuple[str, str], int]] = {}
        for one in system.qms.documents:
            key = (one.fact.id, one.fact.language or "")
            self._ids[key] = self._ids.get(key, 0) + 1

    def of(self, controlled: ControlledDocument) -> Converted | Left:
        """Return *controlled* in qmsctl's form, or why it stays."""
        working = controlled.working
        if working is None or not isinstance(working.fact, MappedDocument):
            raise TypeError(controlled.id)
        fact = working.fact
        reason = next(self._reasons(working, fact), None)
        if reason is not None:
            return Left(working.path, fact.kind, reason)
        path = self._path(fact.id, controlled.language, markdown=is_markdown(working.path))
        if self.reader.kind_of(path) is not None:
            return Left(
                working.path,
                fact.kind,
                tr(
                    "a kind of documents would read {path} as well: name another folder below folders in qms.yaml",
                    path=path,
                ),
            )
        made = self._made(controlled, working, fact, path)
        if isinstance(made, Converted):
            self._taken.add(path)
        return made

    def _reasons(self, working: Filed[Document], fact: MappedDocument) -> Iterator[Message]:
        """Yield why a document cannot be converted."""
        if self._ids.get((fact.id, fact.language or ""), 0) > 1:
            yield tr("several documents have the id {document}", document=fact.id)
        if working.path in self._system.qms.beside or self.reader.reads_only_name(working.path):
            yield tr("its text is a file of its own, which stays what it is")
        if stands_under_path(working):
            yield tr("it says no id")
        if not fact.revision:
            yield tr("it says no revision")
        if fact.type in _FORMS_OF_THEIR_OWN:
            yield tr("a document of the type {type} has fields of its own", type=fact.type)
        if (fault := self._faults.get(working.path)) is not None:
            yield fault

    def _path(self, id: str, language: str, *, markdown: bool) -> str:
        folder = self._system.organisation.folders.procedures.rstrip("/")
        own = language == self._system.organisation.language
        ending = ("" if own else f".{language}") + (".md" if markdown else ".yaml")
        path = f"{folder}/{slug(id) or folder_name(id)}{ending}"
        return path if path not in self._taken else f"{folder}/{folder_name(id)}{ending}"

    def _made(
        self, controlled: ControlledDocument, working: Filed[Document], fact: MappedDocument, path: str
    ) -> Converted | Left:
        kind = self._system.organisation.kinds[fact.kind]
        language = controlled.language
        revision = fact.revision
        content, fields = converted_text(working, kind, revision, language)
        read, faults = examine_document(path, content)
        if read is not None:
            # Under its revision another content may have been approved, and nobody approves this one for them.
            standing, revision = propose(controlled, read, self._system.day)
            if standing is Standing.TAKEN:
                content, fields = converted_text(working, kind, revision, language)
                read, faults = examine_document(path, content)
        if read is None or faults:
            message = faults[0].message if faults else tr("it cannot be written in qmsctl's form")
            return Left(working.path, fact.kind, message)
        differing = [name for name in _SAME if getattr(read.fact, name) != getattr(fact, name)]
        if differing or (content.count(b"\n## ") < len(fact.sections) and is_markdown(path)):
            return Left(
                working.path,
                fact.kind,
                tr(
                    "it would say something else afterwards: {fields}",
                    fields=list_of(differing or ["sections"]),
                ),
            )
        return Converted(working, fact.kind, path, content, revision, fields)


def message_of(conversion: Conversion) -> str:
    """Return the message of the commit: that everything has another form, and nothing else is meant."""
    subject = tr_n(
        "{count} document in qmsctl's form",
        "{count} documents in qmsctl's form",
        len(conversion.documents),
    )
    return f"{subject}\n\n{tr('Their ids are the same; what they declared of approvals stays in their texts.')}\n"
