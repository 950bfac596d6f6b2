"""The fictional office at work: each commit of the story becomes one in the repository."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from qmsctl.authoring.files import write
from qmsctl.authoring.records import Clerk, RecordFile, approval_record
from qmsctl.authoring.starter import ATTRIBUTES, without_translation_mark
from qmsctl.demo.audit import AuditRoom, Pinned
from qmsctl.demo.material import Material, folded, moment
from qmsctl.demo.story import Change, Decided, Told
from qmsctl.model.configuration import CONFIGURATION, load_organisation
from qmsctl.model.document import Document
from qmsctl.model.organisation import Organisation
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed
from qmsctl.repo.recorder import Identity, Recorder, create_repository
from qmsctl.repo.snapshot import MemorySnapshot, blob_name
from qmsctl.shipped import shipped

__all__ = ["Office", "filled", "open_office"]

Made: TypeAlias = "Callable[[Clerk], Iterable[RecordFile]]"
"""What one person records at one moment."""

_BETWEEN_RECORDS: Final = dt.timedelta(seconds=37)
"""How far apart the records of one commit were made."""

_PLACEHOLDER: Final = re.compile(r"\[(?:uzupełnij|fill in): (?P<what>[^\]]+)\]")
_REVISION: Final = re.compile(r'^revision: "[^"]*"$', re.MULTILINE)


def open_office(folder: Path, material: Material) -> Office:
    """Make an empty repository in *folder* for the office of *material*."""
    organisation, _ = load_organisation(MemorySnapshot({CONFIGURATION: material.file(CONFIGURATION)}))
    create_repository(folder, organisation.branch or "main")
    # What is random in the names of records must be the same every time.
    random = Random(f"{material.story.audit} {material.language}")  # noqa: S311 - protects nothing
    files: dict[str, bytes] = {}
    written: dict[str, str] = {}
    in_force: dict[str, Pinned] = {}
    room = AuditRoom(folder, material, files, written, in_force)
    recorder = Recorder(folder)
    return Office(folder, material, organisation, recorder, random.choice, files, written, in_force, room)


@dataclass(slots=True)
class Office:
    """The repository and all that is in it, while the story is told."""

    folder: Path
    material: Material
    organisation: Organisation
    recorder: Recorder
    pick: Callable[[str], str]
    files: dict[str, bytes]
    """By path: the tree as it stands."""
    written: dict[str, str]
    """By path: the commit that brought the content that stands."""
    in_force: dict[str, Pinned]
    """By id of a document."""
    room: AuditRoom
    """Sees the tree as it stands."""
    documents: dict[str, str] = field(default_factory=dict)
    """By id: the paths of the documents."""

    def tell(self, told: Told) -> str:
        """Make one commit of the story and return its id."""
        before = dict(self.files)
        self.files |= self._documents(told)
        person = self.organisation.people[told.who]
        who = Identity(person.name, person.emails[0])
        when = moment(told.at, ZoneInfo(self.material.story.time_zone))
        makers = list(self._makers(told))
        for place, make in enumerate(makers, 1):
            clerk = Clerk(
                who, when - (len(makers) - place) * _BETWEEN_RECORDS, self.pick, self.organisation.folders
            )
            for record in make(clerk):
                self.files[record.path] = record.content
        changed = {path: raw for path, raw in self.files.items() if before.get(path) != raw}
        write(self.folder, {path: raw for path, raw in changed.items() if path not in before})
        for path, raw in changed.items():
            if path in before:
                (self.folder / path).write_bytes(raw)
        commit = self.recorder.commit(changed, self.material.words.messages[told.key], who=who, when=when)
        self.written |= dict.fromkeys(changed, commit)
        return commit

    def _documents(self, told: Told) -> dict[str, bytes]:
        """Return the files that people wrote or changed by hand."""
        changed: dict[str, bytes] = {}
        for name in told.files:
            placed = self.material.words.files[name]
            changed[placed.path] = self.material.file(placed.from_)
            if placed.path == CONFIGURATION:
                changed[".gitattributes"] = ATTRIBUTES.encode()
                changed[".gitignore"] = b"/reports/\n"  # what `report` writes can be written again
        for starter in told.starters:
            changed[self._place(starter)] = filled(
                _starter(starter, self.material.language), self.material.placeholders
            )
        for own in told.own:
            changed[self._place(own)] = self.material.file(f"{own.lower()}.yaml")
        for change in told.changes:
            path = self.documents.get(change.document, change.document)
            changed[path] = self._changed(change, changed.get(path) or self.files[path])
        return changed

    def _place(self, id: str) -> str:
        """Return where the document *id* lies, and remember it."""
        folders = self.organisation.folders
        if id in self.material.audits:
            path = f"{folders.of_audit(id)}/audit.yaml"
        else:
            others = {"CL-": folders.checklists, "PA-": folders.programmes}
            path = f"{others.get(id[:3], folders.procedures)}/{id.lower()}.yaml"
        self.documents[id] = path
        return path

    def _changed(self, change: Change, raw: bytes) -> bytes:
        """Return the document *raw* after *change*.

        Raises:
            ValueError: what is to be replaced is not there exactly once.
        """
        text = raw.decode()
        for replacement in self.material.changes[change.as_]:
            if text.count(replacement.old) != 1:
                raise ValueError(change.document, replacement.old)
            text = text.replace(replacement.old, replacement.new)
        if change.revision:
            text = _REVISION.sub(f'revision: "{change.revision}"', text, count=1)
        return text.encode()

    def _makers(self, told: Told) -> Iterator[Made]:
        """Yield what makes the records of one commit, in the order in which they were made."""
        for decided in told.decisions:
            for document in decided.documents:
                yield partial(self._decision, decided, document)
        audit = told.audit or self.material.story.audit
        for question in told.evidence:
            yield partial(self.room.evidence, audit, question)
        for step in told.findings:
            yield partial(self.room.step, step)
        for kind in told.minutes:
            yield partial(self.room.minutes, audit, kind)
        if told.report:
            yield partial(self.room.report, audit, told.report)
        if told.seal:
            yield partial(self.room.seal, audit, told.seal)

    def _decision(self, decided: Decided, id: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Record that somebody decided on the document *id*."""
        path = self.documents[id]
        document = _read(path, self.files[path])
        bases = self.material.words.bases
        fields: dict[str, object] = {
            "decider": {"person": decided.person, "role": decided.role},
            "decided": decided.on,
            "effective": decided.effective,
            "basis": bases[decided.basis] if decided.basis else None,
            "successor": decided.successor,
            "reason": bases[decided.reason] if decided.reason else None,
        }
        if decided.meaning == "approved" and path in self.written:
            blob = blob_name(document.source.raw)
            self.in_force[id] = Pinned(document.fact.revision, self.written[path], blob)
        return [approval_record(clerk, document, self.material.language, decided.meaning, fields)]


def _read(path: str, raw: bytes) -> Filed[Document]:
    document = read_document(path, raw)
    if document is None:
        raise ValueError(path)
    return document


def _starter(id: str, language: str) -> bytes:
    """Return the starter document *id* in *language*, as the authentic version it becomes."""
    kind = "checklists" if id.startswith("CL-") else "procedures"
    raw = (shipped(kind) / f"{id.lower()}.{language}.yaml").read_bytes()
    return without_translation_mark(folded(raw))


def filled(raw: bytes, placeholders: Mapping[str, str]) -> bytes:
    """Return the starter document *raw* with its gaps filled.

    Args:
        raw: the document.
        placeholders: what to write, by the words of the gap.

    Raises:
        KeyError: a gap has nothing to fill it.
    """
    return _PLACEHOLDER.sub(lambda gap: placeholders[gap["what"]], raw.decode()).encode()
