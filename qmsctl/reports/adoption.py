"""What a look at a repository found, what could not be told, and what the register would then hold."""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from qmsctl.adoption.mapped_fields import Sureness
from qmsctl.adoption.proposal import Adoption
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Origin
from qmsctl.messages import Message, tr, tr_of
from qmsctl.model.document_kind import FieldName
from qmsctl.model.field_spellings import meaning_of
from qmsctl.model.mapped_document import MappedDocument, Status
from qmsctl.model.values import add_months
from qmsctl.reports.shown import Mark, Tone, natural_key

__all__ = ["FIELD_NAMES", "STATUS_WORDS", "SURENESS", "Preview", "PreviewRow", "Untold", "preview", "untold"]

SURENESS: Final = {
    Sureness.CERTAIN: Mark(tr("sure"), "✓", Tone.GOOD),
    Sureness.LIKELY: Mark(tr("likely"), "◔", Tone.CALM),
    Sureness.GUESS: Mark(tr("a guess"), "?", Tone.CAUTION),
}
FIELD_NAMES: Final[dict[FieldName, Message]] = {
    "id": tr("id of the document"),
    "title": tr("title"),
    "revision": tr("revision"),
    "type": tr("type"),
    "language": tr("language"),
    "translates": tr("what it translates"),
    "status": tr("status"),
    "owner": tr("owner"),
    "units": tr("units"),
    "processes": tr("processes"),
    "clauses": tr("clauses"),
    "related": tr("related documents"),
    "legal_basis": tr("legal basis"),
    "retention": tr("retention"),
    "classification": tr("classification"),
    "applies_to": tr("to what it applies"),
    "readers": tr("readers"),
    "prepared_by": tr("who prepared it"),
    "prepared_on": tr("when it was prepared"),
    "checked_by": tr("who checked it"),
    "checked_on": tr("when it was checked"),
    "approved_by": tr("who approved it"),
    "approved_on": tr("when it was approved"),
    "effective": tr("from when it holds"),
    "review_every": tr("how often it is reviewed"),
    "reviewed_on": tr("when it was last reviewed"),
    "review_due": tr("when it is to be reviewed next"),
}
STATUS_WORDS: Final[dict[Status, Message]] = {
    "draft": tr_of("status of a document", "draft"),
    "approved": tr_of("status of a document", "approved"),
    "withdrawn": tr_of("status of a document", "withdrawn"),
}
"""What a document can say of itself: decisions are told in other words."""
_PLACES: Final = 3
_ROWS: Final = 10
_FOLDER: Final = 2


@dataclass(frozen=True, slots=True)
class Untold:
    """Something that a look could not tell."""

    what: Message
    count: int
    places: tuple[str, ...]
    """The first of them: files with lines, values, ids."""
    key: str
    """For programs."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A document as the register would show it."""

    id: str
    title: str
    revision: str
    owner: str | None
    status: Status | None
    review_due: dt.date | None
    path: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the register would hold."""

    day: dt.date
    documents: int
    with_id: int
    with_revision: int
    with_owner: int
    approved: tuple[tuple[Origin, int], ...]
    """How many are approved in any revision, by what says it."""
    with_review: int
    overdue: int
    unreadable: int
    rows: tuple[PreviewRow, ...]
    """The first ones."""


def preview(system: System) -> Preview:
    """Return what the register of *system*, which was read by the proposed settings, holds."""
    documents = sorted(
        (one for one in system.documents if one.working is not None),
        key=lambda one: (natural_key(one.id), one.language),
    )
    due = [_due(one) for one in documents]
    origins = Counter(origin for one in documents for origin in _origins(one))
    return Preview(
        system.day,
        len(documents),
        sum(one.working is not None and one.id != one.working.path for one in documents),
        sum(one.working is not None and bool(one.working.fact.revision) for one in documents),
        sum(one.working is not None and bool(one.working.fact.owner) for one in documents),
        tuple((origin, origins[origin]) for origin in Origin if origins[origin]),
        sum(day is not None for day in due),
        sum(day is not None and day < system.day for day in due),
        len({fault.path for fault in system.qms.malformed}),
        tuple(_row(one, system) for one in documents[:_ROWS]),
    )


def _due(document: ControlledDocument) -> dt.date | None:
    fact = document.working.fact if document.working else None
    if document.review_due is not None or not isinstance(fact, MappedDocument):
        return document.review_due
    said = fact.declared
    begun = said.reviewed_on or said.decided
    counted = add_months(begun, fact.review_every) if begun is not None and fact.review_every else None
    return said.review_due or counted


def _row(document: ControlledDocument, system: System) -> PreviewRow:
    working = document.working
    fact = working.fact if working else None
    owner = fact.owner if fact else None
    return PreviewRow(
        document.id,
        fact.title if fact else "",
        fact.revision if fact else "",
        system.organisation.title(owner) if owner else None,
        fact.declared.status if isinstance(fact, MappedDocument) else None,
        _due(document),
        working.path if working else "",
    )


def _origins(document: ControlledDocument) -> frozenset[Origin]:
    """Return by what *document* is said to be approved, in any revision."""
    return frozenset(one.origin for one in document.decisions if one.record.fact.meaning == "approved")


def untold(adoption: Adoption) -> tuple[Untold, ...]:
    """Return what a look could not tell, what concerns whole folders first."""
    return tuple(
        one
        for of in (_of_files, _of_folders, _of_ids, _of_values, _of_fields)
        for one in of(adoption)
        if one.count
    )


def _untold(key: str, what: Message, places: Sequence[str], count: int | None = None) -> Untold:
    return Untold(what, len(places) if count is None else count, tuple(places[:_PLACES]), key)


def _of_files(adoption: Adoption) -> Iterator[Untold]:
    looked = adoption.looked
    yield _untold(
        "submodule",
        tr(
            "other repositories (submodules) that are not looked into: check them out and adopt them by themselves"
        ),
        looked.submodules,
    )
    yield _untold(
        "broken-head",
        tr("files whose fields at the beginning cannot be read"),
        [f"{path}:{line}" for path, line in looked.broken],
    )
    yield _untold("unread", tr("files that may not be read, are no text or are too large"), looked.unread)
    yield _untold("link", tr("links, which are not followed"), looked.links)


def _of_folders(adoption: Adoption) -> Iterator[Untold]:
    looked = adoption.looked
    strange = [path for kind in adoption.kinds for path in kind.group.strangers]
    yield _untold(
        "no-field",
        tr("files that a kind matches and in which no field says anything: they stand under their path"),
        strange,
    )
    described = set(strange)
    headed = _by_folder([path for path in looked.headed if path not in described])
    for folder, paths in headed.items():
        yield _untold(
            "unmatched-folder",
            tr("texts with fields in {folder}, none of which a controlled document has", folder=folder),
            paths,
        )
    office = _by_folder(
        [path for path in looked.others if PurePosixPath(path).suffix not in (".yaml", ".yml")]
    )
    for folder, paths in office.items():
        yield _untold(
            "unnamed-files",
            tr("Word, PDF or Excel files in {folder} whose names say no id and revision", folder=folder),
            paths,
        )
    yield _untold(
        "template",
        tr("templates, whose values are still to be filled in: left out"),
        [one.path for one in adoption.templates],
    )


def _by_folder(paths: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(path.rpartition("/")[0] or ".", []).append(path)
    return {folder: inside for folder, inside in found.items() if len(inside) >= _FOLDER}


def _of_ids(adoption: Adoption) -> Iterator[Untold]:
    for kind in adoption.kinds:
        found = kind.field("id")
        said = {path for column in found.columns for path in column.texts} if found else set()
        if found is not None and kind.name_pattern is None:
            without = [one.path for one in kind.members if one.path not in said]
            yield _untold(
                "missing-id",
                tr(
                    "documents of {kind} without an id, or with one that only keeps its place", kind=kind.name
                ),
                without,
            )
        elif found is None and kind.name_pattern is None:
            yield _untold(
                "missing-id",
                tr(
                    "documents of {kind} of which nothing says the id: they stand under their path",
                    kind=kind.name,
                ),
                [one.path for one in kind.members],
            )
    doubled = [f"{id}: {', '.join(paths[:_PLACES])}" for id, paths in adoption.doubled]
    yield _untold("doubled-id", tr("ids that more than one document bears"), doubled)


def _of_values(adoption: Adoption) -> Iterator[Untold]:
    for word, count in adoption.unknown_statuses.items():
        yield _untold(
            "unknown-status",
            tr("documents with the status {word}: say below values what it means", word=word),
            (),
            count,
        )
    for kind in adoption.kinds:
        yield _untold(
            "unread-day",
            tr("values of {kind} that look like days and are none, or are written otherwise", kind=kind.name),
            kind.days.unread,
        )
        yield _untold(
            "unread-interval",
            tr(
                "intervals of {kind} that qmsctl cannot read: say below values how many months they are",
                kind=kind.name,
            ),
            kind.odd_intervals,
        )
    yield _untold(
        "unknown-clause", tr("numbers of clauses that the edition does not have"), adoption.edition.unknown
    )
    yield _untold(
        "unnamed-approver",
        tr("who approved documents, as a title or a team: say below people who that is"),
        adoption.people.nameless,
    )
    if adoption.people.too_many:
        yield _untold(
            "too-many-owners",
            tr("different owners: too many to be listed below roles"),
            (),
            adoption.people.too_many,
        )
    if adoption.spoken != adoption.language:
        yield _untold(
            "language", tr("language of the documents that qmsctl does not speak"), (adoption.spoken,)
        )


def _of_fields(adoption: Adoption) -> Iterator[Untold]:
    for kind in adoption.kinds:
        for found in kind.fields:
            if found.name == "id":
                continue
            empty = [f"{path}:{line}" for column in found.columns for path, line in column.empty.items()]
            what = tr(
                "values of {field} in {kind} that only keep the place of one",
                field=found.keys[0],
                kind=kind.name,
            )
            yield _untold("placeholder", what, empty)
        for column in kind.unmapped:
            if meaning_of(column.key) is None:
                what = tr(
                    "documents of {kind} with the field {field}, of which nobody knows what it says; if it is one of ours, name it: {option}",
                    field=column.key,
                    kind=kind.name,
                    option=f"--field NAME={shlex.quote(column.key)}",
                )
                yield Untold(what, column.count, column.examples, "unmapped-field")
            else:
                what = tr(
                    "documents of {kind} with the field {field}, whose values do not look like it or which another says",
                    field=column.key,
                    kind=kind.name,
                )
                yield Untold(what, column.count, column.examples, "other-field")
