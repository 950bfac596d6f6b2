"""What the records in a pack say, against the files in it: contents approved, attachments, reports, seals."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from qmsctl.cache import Shelf
from qmsctl.errors import ConfigurationError
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.configuration import load_organisation
from qmsctl.model.document import Document
from qmsctl.model.organisation import Folders, Organisation
from qmsctl.model.reader import Reader, reader_of
from qmsctl.model.reading import read_file
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.packs.approvals import Past, approval_faults
from qmsctl.packs.description import Description, PackedDocument, PackedFile
from qmsctl.packs.opened import OpenedPack
from qmsctl.packs.verified import Question, Standing, Trouble
from qmsctl.repo.snapshot import MemorySnapshot

__all__ = ["statements"]

_CONFIGURATION = "qms.yaml"
_BIGGEST = 1 << 25
"""Bytes of a record or document that is read."""


def statements(
    pack: OpenedPack,
    described: Description,
    files: Mapping[str, str] | None,
    past_of: Callable[[Organisation], Past | None],
) -> tuple[Mapping[Question, int], tuple[Trouble, ...]]:
    """Return of how many things it was asked whether they are what the records say, and which are not.

    Args:
        pack: the files.
        described: what the pack says about itself.
        files: git's names of the files of the commit, by path; `None` if the history cannot tell.
        past_of: tells what the history holds of approvals that are no records; nothing, if it cannot be read.
    """
    look = _Look(pack, described, past_of)
    troubles = [*look.documents(), *look.attachments(), *look.seals()]
    if files is not None:
        troubles += look.withheld(files)
    return look.counts, tuple(troubles)


@dataclass
class _Look:
    """Looks at the records of one pack."""

    pack: OpenedPack
    described: Description
    past_of: Callable[[Organisation], Past | None]
    counts: Counter[Question] = field(default_factory=Counter)

    @cached_property
    def _named(self) -> Mapping[str, str]:
        """The names of what was taken out of the commit, by path."""
        return {one.path: one.name for one in self.described.taken if one.name in self.pack.files}

    @cached_property
    def _left_out(self) -> frozenset[str]:
        return frozenset(one.path for one in self.described.left_out)

    @cached_property
    def _records(self) -> tuple[Filed[Record], ...]:
        found = (self._record(one) for one in self.described.records if one.path != _CONFIGURATION)
        return tuple(record for record in found if record is not None)

    def _record(self, packed: PackedFile) -> Filed[Record] | None:
        raw = self._read(packed.name)
        filed = read_file(packed.path, raw, Shelf()).filed if raw is not None else None
        return Filed(filed.fact, filed.source) if filed and isinstance(filed.fact, Record) else None

    def _read(self, name: str) -> bytes | None:
        file = self.pack.files.get(name)
        return file.read_bytes() if file is not None and file.stat().st_size <= _BIGGEST else None

    @cached_property
    def _organisation(self) -> Organisation | None:
        """As its settings say; `None` if they cannot be read."""
        raw = self._read(self._named.get(_CONFIGURATION, ""))
        if raw is None:
            return None
        try:
            return load_organisation(MemorySnapshot({_CONFIGURATION: raw}))[0]
        except ConfigurationError:
            return None

    @property
    def _folders(self) -> Folders | None:
        """Where the organisation keeps things."""
        return self._organisation.folders if self._organisation else None

    def documents(self) -> Iterator[Trouble]:
        """Yield which documents are not what was approved."""
        approvals: dict[tuple[str, str, str], list[Approval]] = {}
        for record in self._records:
            if isinstance(fact := record.fact, Approval):
                approvals.setdefault((fact.document, fact.content, fact.blob), []).append(fact)
        for one in self.described.documents:
            self.counts["documents"] += 1
            stood = approvals.get((one.id, one.content, one.blob), ())
            by_record = any(a.revision == one.revision and a.meaning == "approved" for a in stood)
            if not by_record and not any(a.meaning == "approved" for a in one.approvals):
                detail = tr(
                    "no record in the pack approves {document} {revision} with this content",
                    document=one.id,
                    revision=one.revision,
                )
                yield _broken("documents", one.source, detail)
                continue
            text = self._text(one)
            if (fault := self._content_fault(one, text)) is not None:
                yield _broken("documents", one.source, fault)
            yield from self._beside_records(one, text)
        yield from self._weak(approvals)

    def _text(self, one: PackedDocument) -> Filed[Document] | None:
        raw = self._read(one.source)
        reader = reader_of(self._organisation) if self._organisation else Reader()
        return reader.document(one.path, raw) if raw is not None else None

    def _content_fault(self, one: PackedDocument, text: Filed[Document] | None) -> Message | None:
        """Return why the file of a document is not the content that was approved; one that is missing was told."""
        if text is None:
            return tr("it cannot be read as a document") if one.source in self.pack.files else None
        if text.fact.id != one.id or text.fact.revision != one.revision:
            return tr("it is another document, or another revision, than its approval names")
        if text.source.digest != one.content:
            return tr(
                "its digest is {digest}, and {approved} was approved",
                digest=text.source.digest,
                approved=one.content,
            )
        return None

    @cached_property
    def _past(self) -> Past | None:
        return self.past_of(self._organisation) if self._organisation else None

    def _beside_records(self, one: PackedDocument, text: Filed[Document] | None) -> Iterator[Trouble]:
        """Yield which approvals of a document that are no records do not hold."""
        if self._organisation is None:
            if one.approvals:
                yield Trouble("documents", one.source, Standing.UNKNOWN, _UNSETTLED)
            return
        told: list[tuple[Standing, Message]] = []
        for approval in one.approvals:
            for fault in approval_faults(approval, one, text, self._organisation, self._past):
                if fault not in told:
                    told.append(fault)
                    yield Trouble("documents", one.source, *fault)

    def _weak(self, approvals: Mapping[tuple[str, str, str], list[Approval]]) -> Iterator[Trouble]:
        """Yield how many documents are approved by nothing that anybody but themselves, or git, says."""
        alone: Counter[str] = Counter()
        for one in self.described.documents:
            origins = {a.origin for a in one.approvals if a.meaning == "approved"}
            if len(origins) == 1 and not approvals.get((one.id, one.content, one.blob)):
                alone.update(origins)
        if count := alone["fields"]:
            detail = tr_n(
                "{count} document is approved by what it says of itself and by nothing else: that is declared.",
                "{count} documents are approved by what they say of themselves and by nothing else: that is declared.",
                count,
            )
            yield Trouble("documents", "", Standing.NOTE, detail)
        if count := alone["merge"]:
            detail = tr_n(
                "{count} document was merged, and nobody said that this approves it; qms.yaml counts it as an approval.",
                "{count} documents were merged, and nobody said that this approves them; qms.yaml counts it as an approval.",
                count,
            )
            yield Trouble("documents", "", Standing.NOTE, detail)

    def attachments(self) -> Iterator[Trouble]:
        """Yield which attachments and issued reports are not those that were recorded."""
        if self._folders is None:
            yield Trouble("attachments", _CONFIGURATION, Standing.UNKNOWN, _UNSETTLED)
        absent = 0
        for path, digest in sorted(set(self._cited())):
            name = self._named.get(path)
            if name is not None:
                self.counts["attachments"] += 1
                if self.pack.digests[name] != digest:
                    yield _broken(
                        "attachments",
                        name,
                        tr("its digest is not the one that was recorded: {digest}", digest=digest),
                    )
            elif path in self._left_out:
                absent += 1
            else:
                yield _broken("attachments", path, tr("a record names it, and it is not in the pack"))
        if absent:
            detail = tr_n(
                "{count} file that records name was left out when the pack was made.",
                "{count} files that records name were left out when the pack was made.",
                absent,
            )
            yield Trouble("attachments", "", Standing.NOTE, detail)

    def _cited(self) -> Iterator[tuple[str, str]]:
        """Yield path and digest of every file that evidence or a finding attaches, or that was issued as a report."""
        folders = self._folders
        if folders is None:
            return
        for record in self._records:
            if isinstance(fact := record.fact, Evidence):
                top = f"{folders.of_audit(fact.audit)}/attachments"
                yield from ((f"{top}/{one.file}", one.sha256) for one in fact.attachments)
            elif isinstance(fact, FindingStep):
                top = f"{folders.of_finding(fact.finding)}/attachments"
                yield from ((f"{top}/{one.file}", one.sha256) for one in fact.attachments)
            elif isinstance(fact, Minutes) and fact.report is not None:
                yield f"{folders.of_audit(fact.audit)}/attachments/{fact.report.file}", fact.report.sha256

    def seals(self) -> Iterator[Trouble]:
        """Yield what is under the seal of a closed audit and is not what was sealed."""
        for record in self._records:
            if not isinstance(fact := record.fact, Minutes):
                continue
            for sealed in fact.seal:
                name = self._named.get(sealed.file)
                if name is not None:
                    self.counts["seals"] += 1
                    if self.pack.digests[name] != sealed.sha256:
                        yield _broken(
                            "seals",
                            name,
                            tr("it is not what was sealed when {audit} was closed", audit=fact.audit),
                        )
                elif sealed.file not in self._left_out:
                    yield _broken(
                        "seals",
                        sealed.file,
                        tr("{audit} was closed with it, and it is not in the pack", audit=fact.audit),
                    )

    def withheld(self, files: Mapping[str, str]) -> Iterator[Trouble]:
        """Yield what the commit holds, and the pack should hold too, and does not."""
        folders = self._folders
        if folders is None:
            yield Trouble("origin", _CONFIGURATION, Standing.UNKNOWN, _UNSETTLED)
            return
        there = {one.path for one in self.described.taken}
        for path in sorted(_expected(files, folders, self.described)):
            if path not in there and path not in self._left_out:
                yield _broken(
                    "origin", path, tr("the commit holds it, and the pack does not, nor does it say why")
                )


def _expected(files: Iterable[str], folders: Folders, described: Description) -> Iterator[str]:
    """Yield which of *files* belong into the pack."""
    own = folders.audits.rstrip("/") if described.audit is None else folders.of_audit(described.audit)
    kept = (folders.approvals, folders.findings, folders.waivers, own)
    tops = tuple(f"{folder.rstrip('/')}/" for folder in kept)
    yield from (path for path in files if path.startswith(tops) or posixpath.normpath(path) == _CONFIGURATION)


def _broken(question: Question, name: str, detail: Message) -> Trouble:
    return Trouble(question, name, Standing.BROKEN, detail)


_UNSETTLED = tr("it cannot be read, so what the pack should hold cannot be established")
