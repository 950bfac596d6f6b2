"""Everything a check may look at: all documents and records of one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, TypeGuard, TypeVar

from qmsctl.cache import NO_CACHE, Cache, Shelf
from qmsctl.documents.later_flaws import Flaws, LaterFlaws
from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw, Malformed, Source
from qmsctl.documents.yaml import BIGGEST
from qmsctl.errors import NothingToCheckError
from qmsctl.messages import list_of, tr
from qmsctl.model.configuration import BrokenConfigurationError, load_organisation, not_here
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document
from qmsctl.model.naming import is_readable
from qmsctl.model.organisation import Organisation
from qmsctl.model.own_standards import MappedClauses, mapped_clauses, own_editions, unknown_documents
from qmsctl.model.reader import Reader, reader_of
from qmsctl.model.reading import Reading
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Record, Waiver
from qmsctl.model.schema import Filed
from qmsctl.model.sidecars import FileBeside, as_it_lies_there, file_beside, look_at
from qmsctl.repo.snapshot import Entry, Kind, MissingContentError, Snapshot
from qmsctl.standards import take_own_editions

__all__ = ["Qms", "gather", "load"]

AnyRecord = TypeVar("AnyRecord", bound=Record)

_BIGGEST_UNREAD: Final = 32 * 1024 * 1024 - 1
"""Bytes of a file of which only the name is read: a larger one is not read whole."""


def _nothing(path: str) -> bytes:
    """Read a file of a system that was made of no files."""
    raise FileNotFoundError(path)


@dataclass(frozen=True, slots=True)
class Qms:
    """The quality management system as its files state it, on no particular day."""

    organisation: Organisation
    configuration: Source
    documents: tuple[Filed[Document], ...] = ()
    """Of every type: checklists and audit plans too."""
    approvals: tuple[Filed[Approval], ...] = ()
    evidence: tuple[Filed[Evidence], ...] = ()
    minutes: tuple[Filed[Minutes], ...] = ()
    finding_steps: tuple[Filed[FindingStep], ...] = ()
    waivers: tuple[Filed[Waiver], ...] = ()
    malformed: tuple[Malformed, ...] = ()
    flaws: Flaws = ()
    attachments: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the files below `attachments/` of audits and findings, by path; empty if one cannot be read."""
    paths: frozenset[str] = frozenset()
    """Every file that was read."""
    others: frozenset[str] = frozenset()
    """Every other file of the folders: registers, attachments, and whatever else lies there."""
    beside: Mapping[str, FileBeside] = field(default_factory=dict)
    """By path of the fields that stand beside a file: the file."""
    unaccompanied: Mapping[str, str] = field(default_factory=dict)
    """Files beside which fields should stand and do not, each with the name of its kind."""
    read: Callable[[str], bytes] = field(default=_nothing, compare=False, repr=False)
    """Reads one of the files; raises OSError if it is gone or may not be read."""
    mapped: MappedClauses = field(default_factory=MappedClauses)
    """What maps say about clauses and documents."""

    @property
    def records(self) -> tuple[Filed[Record], ...]:
        """Every record, of every kind."""
        return (*self.approvals, *self.evidence, *self.minutes, *self.finding_steps, *self.waivers)

    @property
    def checklists(self) -> Iterator[Filed[Checklist]]:
        """The documents that are checklists."""
        for document in self.documents:
            if isinstance(document.fact, Checklist):
                yield Filed(document.fact, document.source)

    @property
    def audits(self) -> Iterator[Filed[AuditPlan]]:
        """The documents that are plans of audits."""
        for document in self.documents:
            if isinstance(document.fact, AuditPlan):
                yield Filed(document.fact, document.source)

    @property
    def programmes(self) -> Iterator[Filed[AuditProgramme]]:
        """The documents that are programmes of audits."""
        for document in self.documents:
            if isinstance(document.fact, AuditProgramme):
                yield Filed(document.fact, document.source)


def load(
    snapshot: Snapshot, cache: Cache = NO_CACHE, settings: tuple[Organisation, Source] | None = None
) -> Qms:
    """Read everything in *snapshot*.  A file that cannot be read stops nothing.

    Args:
        snapshot: the files.
        cache: knows what many of them state.
        settings: what its `qms.yaml` says, if that was read before.

    Raises:
        ConfigurationError: there is no `qms.yaml`, or it has faults.
        NothingToCheckError: there is not one document, readable or not.
    """
    qms = gather(snapshot, settings or load_organisation(snapshot, cache), cache)
    if qms.unaccompanied:
        return qms
    if not qms.documents and not qms.malformed and not qms.flaws and qms.organisation.kinds:
        raise NothingToCheckError(
            tr(
                "no file matches a kind of documents of qms.yaml ({kinds}), and there is no other document",
                kinds=list_of(sorted(qms.organisation.kinds)),
            ),
            tr("correct files: of these kinds; paths are written from the folder of qms.yaml"),
        )
    if not qms.documents and not qms.malformed and not qms.flaws:
        raise NothingToCheckError(
            tr("there is not one document here, so there is nothing to check"),
            tr("write one into {folder}, or run qmsctl init", folder=qms.organisation.folders.procedures),
        )
    return qms


def gather(
    snapshot: Snapshot,
    settings: tuple[Organisation, Source],
    cache: Cache = NO_CACHE,
    other: Qms | None = None,
) -> Qms:
    """Read everything in *snapshot*, be it nothing.

    Args:
        snapshot: the files.
        settings: what a `qms.yaml` says, which may be that of another moment.
        cache: knows what many of the files state.
        other: what was gathered at another moment; what did not change since states the same.

    Raises:
        BrokenConfigurationError: a catalogue of clauses that `qms.yaml` names has faults.
    """
    organisation, configuration = settings
    own, faults = own_editions(organisation, snapshot.read)
    if faults and other is None:
        raise BrokenConfigurationError(faults)
    take_own_editions(own, beside=other is not None)
    loader = _Loader(organisation, cache, _unblemished(other, organisation) if other else {})
    for entry in snapshot.entries(organisation.roots, sized=False):
        loader.take(snapshot, entry)
    return _with_maps(loader.qms(configuration, snapshot), snapshot)


def _with_maps(qms: Qms, snapshot: Snapshot) -> Qms:
    """Return *qms* with what maps of clauses to documents say, and what is wrong with them."""
    mapped = mapped_clauses(qms.organisation, snapshot.read)
    qms = replace(qms, paths=qms.paths | frozenset(qms.organisation.catalogues.values()))
    if not mapped.paths:
        return qms
    ids = {document.fact.id for document in qms.documents}
    ids |= {approval.fact.document for approval in qms.approvals}
    ids |= {fault.id for fault in qms.malformed if fault.id is not None}
    return replace(
        qms,
        mapped=mapped,
        malformed=(*qms.malformed, *(one for one in mapped.faults if isinstance(one, Malformed))),
        flaws=(
            *qms.flaws,
            *(one for one in mapped.faults if isinstance(one, Flaw)),
            *unknown_documents(mapped, ids),
        ),
        paths=qms.paths | frozenset(mapped.paths),
    )


@dataclass(slots=True)
class _Loader:
    """Gathers what the files state."""

    organisation: Organisation
    cache: Cache
    gathered: Mapping[str, Filed[Document | Record]]
    """By path: what clean files stated at another moment."""
    documents: list[Filed[Document]] = field(default_factory=list)
    records: list[Filed[Record]] = field(default_factory=list)
    malformed: list[Malformed] = field(default_factory=list)
    flaws: list[Flaws] = field(default_factory=list)
    attachments: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    accompanied: dict[str, str] = field(default_factory=dict)
    """Files beside which fields are to stand, each with the name of its kind."""
    siblings: set[str] = field(default_factory=set)
    """Files that may share their name with the fields of a document."""
    reader: Reader = field(init=False)
    known: Shelf = field(init=False)
    innermost: tuple[tuple[str, str], ...] = ()
    """The folders, and how what is in them begins; those that lie in others first: the registers even share
    one with documents."""

    def __post_init__(self) -> None:
        self.reader, self.known = reader_of(self.organisation), self.cache.shelf("facts")
        ordered = sorted(self.organisation.folders.all, key=len, reverse=True)
        self.innermost = tuple((folder, folder.rstrip("/") + "/") for folder in ordered)

    def take(self, snapshot: Snapshot, entry: Entry) -> None:
        """Take in one path of the snapshot."""
        if self.reader.kinds and self.reader.may_be_read(entry):
            self._read(snapshot, entry)
            return
        if self.reader.stand_beside and entry.kind is Kind.FILE:
            kind = self.reader.beside_kind(entry.path)
            if kind is not None:
                self.accompanied[entry.path] = kind
            elif self.reader.may_stand_beside(entry.path):
                self.siblings.add(entry.path)
        folders = self.organisation.folders
        for top, begins in self.innermost:
            if entry.path.startswith(begins) or entry.path == top:
                break
        else:
            return
        if (
            top in (folders.audits, folders.findings)
            and "/attachments/" in entry.path
            and entry.kind is Kind.FILE
        ):
            self.others.append(entry.path)
            self.attachments[entry.path] = _digest(snapshot, entry.path)
            return
        registers_only = top == folders.registers and folders.all.count(top) == 1
        unread = registers_only or entry.path.rpartition("/")[2].casefold() == "readme.md"
        if entry.kind is Kind.FILE and (unread or not is_readable(entry.path)):
            self.others.append(entry.path)
            return
        if not unread:
            self._read(snapshot, entry)

    def _read(self, snapshot: Snapshot, entry: Entry) -> None:
        """Read what the path *entry* holds."""
        self.paths.append(entry.path)
        limit = _BIGGEST_UNREAD if self.reader.reads_only_name(entry.path) else BIGGEST
        if fault := _not_a_file(entry, limit):
            self.malformed.append(fault)
            return
        raw = _bytes(snapshot, entry.path, limit)
        if isinstance(raw, Malformed):
            self.malformed.append(raw)
            return
        before = self.gathered.get(entry.path)
        if before is not None and before.source.raw == raw:
            self._keep(Reading(before))
        else:
            self._keep(self.reader.file(entry.path, raw, self.known))

    def _keep(self, reading: Reading) -> None:
        """Keep what came of reading a file."""
        if reading.flaws:
            self.flaws.append(reading.flaws)
        if reading.malformed is not None:
            self.malformed.append(reading.malformed)
        if reading.filed is None:
            return
        fact = reading.filed.fact
        if isinstance(fact, Document):
            self.documents.append(Filed(_in_language(fact, self.organisation), reading.filed.source))
        elif _states(reading.filed, Record):
            self.records.append(reading.filed)

    def _of(self, type: type[AnyRecord]) -> tuple[Filed[AnyRecord], ...]:
        """Return the records of one *type*."""
        return tuple(record for record in self.records if _states(record, type))

    def qms(self, configuration: Source, snapshot: Snapshot) -> Qms:
        """Return what was gathered."""
        beside = dict(self._beside(snapshot)) if self.reader.stand_beside else {}
        claimed = {file.path for file in beside.values()}
        return Qms(
            self.organisation,
            configuration,
            tuple(as_it_lies_there(one, beside.get(one.path)) for one in self.documents),
            self._of(Approval),
            self._of(Evidence),
            self._of(Minutes),
            self._of(FindingStep),
            self._of(Waiver),
            tuple(self.malformed),
            LaterFlaws(lambda: [*chain.from_iterable(self.flaws)]) if self.flaws else (),
            self.attachments,
            frozenset(self.paths),
            frozenset(self.others),
            beside,
            {path: kind for path, kind in sorted(self.accompanied.items()) if path not in claimed},
            snapshot.read,
        )

    def _beside(self, snapshot: Snapshot) -> Iterator[tuple[str, FileBeside]]:
        """Yield by path of the fields what they stand beside; where they cannot be read, it is there all the same."""
        for path in self.paths:
            kind = self.reader.kind_of(path)
            if kind is not None and self.reader.kinds[kind].stands_beside:
                beside = file_beside(path, self.accompanied.keys() | self.siblings)
                yield path, look_at(snapshot, beside, self.cache)


def _unblemished(qms: Qms, organisation: Organisation) -> dict[str, Filed[Document | Record]]:
    """Return by path what the files of *qms* state of which there is nothing else to say.

    What a document states includes the language of its *organisation*, if it names none itself.
    """
    if qms.organisation.language != organisation.language:
        return {}
    blemished = {flaw.place.path for flaw in qms.flaws}
    filed: tuple[Filed[Document | Record], ...] = (*qms.documents, *qms.records)
    return {one.source.path: one for one in filed if one.source.path not in blemished}


def _states(filed: Filed[Document | Record], type: type[AnyRecord]) -> TypeGuard[Filed[AnyRecord]]:
    """Return whether what *filed* states is a record of one *type*."""
    return isinstance(filed.fact, type)


def _digest(snapshot: Snapshot, path: str) -> str:
    try:
        return snapshot.digest(path)
    except OSError:
        return ""


def _not_a_file(entry: Entry, limit: int) -> Malformed | None:
    """Return why *entry* is not read, if it is not a file, or one larger than *limit*."""
    if entry.kind is Kind.FILE:
        return _too_large(entry.path, limit) if entry.size is not None and entry.size > limit else None
    place = Place(entry.path)
    if entry.kind is Kind.SYMLINK:
        return Malformed(
            entry.path,
            place,
            tr("this is a link, and links are not followed"),
            tr("put the file itself in its place"),
        )
    if entry.kind is Kind.SUBMODULE:
        return Malformed(
            entry.path,
            place,
            tr("another repository belongs here, so what it holds cannot be established"),
            tr(
                "check it by itself: git submodule update --init, then qmsctl -C {path} check",
                path=entry.path,
            ),
            established=False,
        )
    return Malformed(
        entry.path,
        place,
        tr("this cannot be read: it is no regular file, or you may not open it"),
        tr("give yourself the right to read it, or move it out of the folder"),
    )


def _too_large(path: str, limit: int) -> Malformed:
    return Malformed(
        path,
        Place(path),
        tr("the file is larger than {limit} bytes", limit=limit),
        tr("split it, or move what is no document out of the folder"),
    )


def _bytes(snapshot: Snapshot, path: str, limit: int) -> bytes | Malformed:
    """Return the bytes of the file *path*, or why they are not to be had: it may be larger than *limit*."""
    try:
        raw = snapshot.read(path)
    except MissingContentError:
        return not_here(path)
    except OSError:
        return _not_opened(path)
    return _too_large(path, limit) if len(raw) > limit else raw


def _not_opened(path: str) -> Malformed:
    return Malformed(
        path,
        Place(path),
        tr("the file cannot be opened"),
        tr("give yourself the right to read it, or move it out of the folder"),
    )


def _in_language(document: Document, organisation: Organisation) -> Document:
    """Return *document* with the organisation's language if it names none."""
    return document if document.language else replace(document, language=organisation.language)
