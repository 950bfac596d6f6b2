"""The catalogues and the maps of clauses that `qms.yaml` names, read from the files of one moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from qmsctl.documents.csv_table import Row, Table, UnreadableTableError, read_table
from qmsctl.documents.place import Place, Span
from qmsctl.documents.source import Flaw, Malformed, Source
from qmsctl.messages import Message, tr
from qmsctl.model.catalogue import ClauseMap, edition_in
from qmsctl.model.organisation import Organisation
from qmsctl.standards import Edition

__all__ = ["NO_MAPS", "MappedClause", "MappedClauses", "mapped_clauses", "own_editions", "unknown_documents"]

_CLAUSE: Final = ("clause", "clauses", "criterion", "punkt", "kryterium", "wymaganie")
_DOCUMENTS: Final = ("documents", "document", "dokumenty", "dokument", "symbol")


@dataclass(frozen=True, slots=True)
class MappedClause:
    """One clause for which a map names documents."""

    edition: str
    clause: str
    place: Place
    documents: tuple[tuple[str, Place], ...]
    """Ids, each where it stands."""


@dataclass(frozen=True, slots=True)
class MappedClauses:
    """What all maps say."""

    clauses: tuple[MappedClause, ...] = ()
    faults: tuple[Flaw | Malformed, ...] = ()
    paths: tuple[str, ...] = ()
    by_document: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """By id of a document and by edition: the clauses that maps name it for."""

    def of(self, document: str, edition: str) -> tuple[str, ...]:
        """Return the clauses of *edition* for which maps name *document*."""
        return self.by_document.get(document, {}).get(edition, ())

    def place(self, document: str, edition: str) -> Place | None:
        """Return where a map first names *document* for a clause of *edition*."""
        return next(
            (
                place
                for one in self.clauses
                if one.edition == edition
                for id, place in one.documents
                if id == document
            ),
            None,
        )


def own_editions(
    organisation: Organisation, read: Callable[[str], bytes]
) -> tuple[Mapping[str, Edition], tuple[Flaw | Malformed, ...]]:
    """Return the editions of the catalogues that *organisation* names, by their keys, and what is wrong with them.

    Args:
        organisation: names the files.
        read: reads one of them; raises OSError if it is gone or may not be read.
    """
    found: dict[str, Edition] = {}
    faults: list[Flaw | Malformed] = []
    for key, path in organisation.catalogues.items():
        try:
            raw = read(path)
        except OSError:
            faults.append(
                _unread(path, tr("the catalogue {path} is not there, or cannot be read", path=path))
            )
            continue
        found[key], wrong = edition_in(key, path, raw)
        faults += wrong
    return found, tuple(faults)


def mapped_clauses(organisation: Organisation, read: Callable[[str], bytes]) -> MappedClauses:
    """Return what the maps say that *organisation* names; a fault in one stops nothing.

    Args:
        organisation: names the files.
        read: reads one of them; raises OSError if it is gone or may not be read.
    """
    if not organisation.clause_maps:
        return NO_MAPS
    clauses: list[MappedClause] = []
    faults: list[Flaw | Malformed] = []
    for edition, path in organisation.clause_maps.items():
        try:
            raw = read(path)
        except OSError:
            faults.append(
                _unread(path, tr("the map of clauses {path} is not there, or cannot be read", path=path))
            )
            continue
        rows, wrong = (
            _of_csv(edition, path, raw) if path.casefold().endswith(".csv") else _of_yaml(edition, path, raw)
        )
        clauses += rows
        faults += wrong
    by: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in clauses:
        for id, _ in one.documents:
            own = by.setdefault(id, {})
            own[one.edition] = tuple(dict.fromkeys((*own.get(one.edition, ()), one.clause)))
    return MappedClauses(tuple(clauses), tuple(faults), tuple(organisation.clause_maps.values()), by)


NO_MAPS: Final = MappedClauses()


def unknown_documents(mapped: MappedClauses, ids: Collection[str]) -> Iterator[Flaw]:
    """Yield a flaw for each document of *mapped* that is none of *ids*."""
    from qmsctl.model.schema import closest  # noqa: PLC0415 - heavy, and only needed where there is a map

    for one in mapped.clauses:
        for id, place in one.documents:
            if id not in ids:
                near = closest(id, sorted(ids))
                yield Flaw(
                    "wrong-value",
                    place,
                    tr("no document has the id {document}", document=id),
                    tr("did you mean {near}?", near=near) if near else tr("correct the id, or take it out"),
                )


def _unread(path: str, message: Message) -> Malformed:
    fix = tr("add the file and commit it, or correct its path in qms.yaml")
    return Malformed(path, Place(path), message, fix)


def _of_yaml(edition: str, path: str, raw: bytes) -> tuple[list[MappedClause], tuple[Flaw | Malformed, ...]]:
    from qmsctl.documents.yaml import read_yaml  # noqa: PLC0415 - heavy, and only needed where there is one
    from qmsctl.model.schema import as_fact  # noqa: PLC0415

    source = read_yaml(path, raw)
    if isinstance(source, Malformed):
        return [], (source,)
    stated, flaws = as_fact(source, ClauseMap)
    rows = [] if stated is None else list(_rows_of(edition, stated, source))
    return rows, (*source.flaws, *flaws)


def _rows_of(edition: str, stated: ClauseMap, source: Source) -> Iterator[MappedClause]:
    for clause, documents in stated.clauses.items():
        places = (source.at("clauses", clause, index) for index in range(len(documents)))
        yield MappedClause(
            edition, clause, source.at_key("clauses", clause), tuple(zip(documents, places, strict=True))
        )


def _of_csv(edition: str, path: str, raw: bytes) -> tuple[list[MappedClause], tuple[Flaw | Malformed, ...]]:
    try:
        table = read_table(path, raw)
        clause, documents = _column(table, _CLAUSE), _column(table, _DOCUMENTS)
    except UnreadableTableError as fault:
        fix = fault.hint or tr("save it as CSV in the spreadsheet program")
        return [], (Malformed(path, Place(path), fault.message, fix),)
    return [_of_row(edition, path, row, clause, documents) for row in table.rows if row.cells[clause]], ()


def _of_row(edition: str, path: str, row: Row, clause: int, documents: int) -> MappedClause:
    place = Place(path, Span(0, 0, row.line, 1))
    ids = (one.strip() for part in row.cells[documents].splitlines() for one in _ids(part))
    return MappedClause(edition, row.cells[clause], place, tuple((id, place) for id in ids if id))


def _ids(cell: str) -> Collection[str]:
    """Return the ids in *cell*: between commas or semicolons, since an id may hold a blank."""
    return cell.replace(";", ",").split(",")


def _column(table: Table, names: Collection[str]) -> int:
    """Return the column that is called by one of *names*.

    Raises:
        UnreadableTableError: none is.
    """
    called = [column.casefold() for column in table.columns]
    for name in names:
        if name in called:
            return called.index(name)
    raise UnreadableTableError(
        tr("{path} has no column {column}", path=table.path, column=next(iter(names))),
        tr("its first row has to name the columns clause and documents"),
    )
