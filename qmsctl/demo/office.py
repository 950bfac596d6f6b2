"""The fictional office at work: each commit of the story becomes one in the repository."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from qmsctl.authoring.records import Clerk, RecordFile, approval_record, waiver_record
from qmsctl.authoring.starter import ATTRIBUTES, without_translation_mark
from qmsctl.demo.audit import AuditRoom, Pinned
from qmsctl.demo.material import Material, folded, moment
from qmsctl.demo.story import Change, Decided, Told
from qmsctl.model.configuration import CONFIGURATION, load_organisation
from qmsctl.model.document import Document
from qmsctl.model.organisation import Organisation
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed
from qmsctl.repo.chronicle import Chronicle
from qmsctl.repo.recorder import Identity
from qmsctl.repo.snapshot import MemorySnapshot, blob_name
from qmsctl.shipped import shipped

__all__ = ["Office", "filled", "open_office"]

Made: TypeAlias = "Callable[[Clerk], Iterable[RecordFile]]"
"""What one person records at one moment."""

_BETWEEN_RECORDS: Final = dt.timedelta(seconds=37)
"""How far apart the records of one commit were made."""

_PLACEHOLDER: Final = re.compile(r"\[(?:uzupełnij|fill in): (?P<what>[^\]]+)\]")
_BESIDE_SETTINGS: Final[Mapping[str, bytes]] = {
    ".gitattributes": ATTRIBUTES.encode(),
    ".gitignore": b"/reports/\n",  # what `report` writes can be written again
}
_REVISION: Final = re.compile(r'^revision: "[^"]*"$', re.MULTILINE)


def open_office(folder: Path, material: Material) -> Office:
    """Make an empty repository in *folder* for the office of *material*."""
    organisation, _ = load_organisation(MemorySnapshot({CONFIGURATION: material.file(CONFIGURATION)}))
    chronicle = Chronicle(folder, organisation.branch or "main")
    # What is random in the names of records must be the same every time.
    random = Random(f"{material.story.audit} {material.language}")  # noqa: S311 - protects nothing
    files: dict[str, bytes] = {}
    written: dict[str, str] = {}
    in_force: dict[str, Pinned] = {}
    room = AuditRoom(folder, material, chronicle, files, written, in_force)
    return Office(folder, material, organisation, chronicle, random.choice, files, written, in_force, room)


@dataclass(slots=True)
class Office:
    """The repository and all that is in it, while the story is told."""

    folder: Path
    material: Material
    organisation: Organisation
    chronicle: Chronicle
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
    issued: Counter[str] = field(default_factory=Counter)
    """By id: how many revisions of a document of the model office there are."""
    withdrawn: set[str] = field(default_factory=set)
    """Ids of documents that no text refers to any more."""
    waivers: dict[str, str] = field(default_factory=dict)
    """By the story's name for a waiver: the name of its record."""

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
        commit = self.chronicle.commit(changed, self.material.words.messages[told.key], who, when)
        self.written |= dict.fromkeys(changed, commit)
        return commit

    def finish(self) -> None:
        """Put all that was told into the repository, and the files where people find them."""
        self.chronicle.finish()
        for folder in {(self.folder / path).parent for path in self.files}:
            folder.mkdir(parents=True, exist_ok=True)
        for path, raw in self.files.items():
            (self.folder / path).write_bytes(raw)

    def _documents(self, told: Told) -> dict[str, bytes]:
        """Return the files that people wrote or changed by hand."""
        changed: dict[str, bytes] = {}
        for name in told.files:
            placed = self.material.words.files[name]
            changed[placed.path] = self.material.file(placed.from_)
            if placed.path == CONFIGURATION:
                changed |= _BESIDE_SETTINGS
        for starter in told.starters:
            changed[self._place(starter)] = self._started(starter, told)
        for own in told.own:
            changed[self._place(own)] = self.material.file(f"{own.lower()}.yaml")
            self.issued[own] += 1
        changed |= self._of_model_office(told)
        for change in told.changes:
            path = self.documents.get(change.document, change.document)
            changed[path] = self._changed(change, changed.get(path) or self.files[path])
        return changed

    def _started(self, id: str, told: Told) -> bytes:
        """Return the starter document *id* with its gaps filled, as it read when it was taken over."""
        self.issued[id] += 1
        raw = filled(_starter(id, self.material.language), self.material.placeholders)
        if self.material.texts is None:
            return raw
        return self.material.texts.starter_on(raw.decode(), id, _reads_on(told), self.issued[id])

    def _of_model_office(self, told: Told) -> Iterator[tuple[str, bytes]]:
        """Yield the settings and the documents of the model office as they read when they were written."""
        texts = self.material.texts
        ids = tuple(self.material.story.members(told.model))
        if texts is None or not (ids or told.settings):
            return
        day = _reads_on(told)
        if told.settings:
            yield CONFIGURATION, texts.settings_on(day)
            yield from _BESIDE_SETTINGS.items()
        paths = {id: self._place(id) for id in ids}
        for id, path in paths.items():
            self.issued[id] += 1
            yield (
                path,
                texts.document_on(
                    id, day, _written_on(told), self.issued[id], self.documents.keys() - self.withdrawn
                ),
            )

    def _place(self, id: str) -> str:
        """Return where the document *id* lies, and remember it."""
        folders = self.organisation.folders
        if id in self.material.audits:
            path = f"{folders.of_audit(id)}/audit.yaml"
        else:
            others = {"CL-": folders.checklists, "PA-": folders.programmes}
            path = f"{others.get(id[:3], folders.procedures)}/{id.lower().replace('/', '-')}.yaml"
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
            for document in self.material.story.members(decided.documents):
                yield partial(self._decision, decided, document)
        audit = told.audit or self.material.story.audit
        for question in (*told.evidence, *self._seen(told, audit)):
            yield partial(self.room.evidence, audit, question)
        for step in told.findings:
            yield partial(self.room.step, step)
        for waiver in told.waivers:
            yield partial(self._waiver, waiver)
        for kind in told.minutes:
            yield partial(self.room.minutes, audit, kind)
        if told.report:
            yield partial(self.room.report, audit, told.report)
        if told.seal:
            yield partial(self.room.seal, audit, told.seal)

    def _seen(self, told: Told, audit: str) -> Iterator[str]:
        """Yield the questions that were answered on the day that *told* records, by those who saw it."""
        if told.seen_on is None:
            return
        for question, seen in self.material.audits[audit].evidence.items():
            if seen.occurred == told.seen_on and seen.auditor in (told.seen_by or (told.who,)):
                yield question

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
        if decided.meaning == "withdrawn":
            self.withdrawn.add(id)
        if decided.meaning == "approved" and path in self.written:
            blob = blob_name(document.source.raw)
            self.in_force[id] = Pinned(document.fact.revision, self.written[path], blob)
        return [approval_record(clerk, document, self.material.language, decided.meaning, fields)]

    def _waiver(self, key: str, clerk: Clerk) -> Iterable[RecordFile]:
        """Record the waiver *key*."""
        waived = next(one for one in self.material.story.waivers if one.key == key)
        bases = self.material.words.bases
        fields: dict[str, object] = {
            "reason": bases[waived.key],
            "decider": {"person": waived.person, "role": waived.role},
            "decided": waived.on,
            "from": waived.from_,
            "until": waived.until,
            "basis": bases[waived.basis] if waived.basis else None,
            "ended": waived.ended,
            "corrects": [self.waivers[waived.corrects]] if waived.corrects else None,
        }
        record = waiver_record(clerk, waived.rule, waived.document, fields)
        self.waivers[key] = record.name
        return [record]


def _written_on(told: Told) -> dt.date:
    """Return the day of the commit *told*."""
    return dt.date.fromisoformat(told.at.split()[0])


def _reads_on(told: Told) -> dt.date:
    """Return the day that the texts of *told* are for."""
    return told.reads_on or _written_on(told)


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
