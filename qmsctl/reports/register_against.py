"""The register of documents beside a list that somebody keeps by hand: what either lacks, and each cell that differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from qmsctl.adoption.written_days import DateOrder, WrittenDays, written_days
from qmsctl.control.document_counts import is_audit_plan
from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.list_cells import (
    as_compared,
    day_of,
    id_meant,
    is_iso,
    is_placeholder,
    says_nothing,
    seems_a_day,
)
from qmsctl.control.list_columns import FIELDS, ListPlace, ListRead, ListTable
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.documents.sheet import SheetCell, SheetRow
from qmsctl.messages import tr
from qmsctl.model.master_list import MasterList
from qmsctl.reports.marks import STATES
from qmsctl.reports.selection import Selection
from qmsctl.reports.shown import Shown, natural_key
from qmsctl.reports.stated_values import StatedValue, stated_value

__all__ = ["Compared", "Difference", "Kind", "documents_by_meaning", "register_against"]


class Kind(Enum):
    """How a list departs from what the files and the history say."""

    MISSING = "missing"
    """A document, or a reader, that the list lacks."""
    UNKNOWN = "unknown"
    """A row, or a column of a matrix, that names nothing there is."""
    TWICE = "twice"
    DIFFERS = "differs"
    UNREAD = "unread"
    """A cell seems to hold a day, in a form that nobody named: whether it is the same cannot be said."""
    PLACEHOLDER = "placeholder"
    """A cell waits to be filled in, or is empty where there is a value."""
    ALIKE = "alike"
    """An id is written with other characters, capital letters or blanks."""
    OTHERWISE = "otherwise"
    """A day is written in another form and means the same: nothing differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One departure."""

    kind: Kind
    document: str
    """Its id: as the document has it, or as the list has it where there is no document."""
    language: str | None = None
    said: str | None = None
    """Which value, by its name; of a matrix, the reader as it is shown."""
    listed: str | None = None
    stated: Shown = None
    listed_at: ListPlace | None = None
    stated_at: Place | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A list and what came of comparing it."""

    organisation: str
    language: str
    """The organisation's."""
    day: dt.date
    commit: str | None
    complete: bool
    """Whether the whole history was there."""
    file: str
    from_commit: bool
    """Whether the list was read out of the commit looked at, and not from the disk."""
    heading: str
    encoding: str = "UTF-8"
    matrix: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    """By what it says: the heading of a column that is compared."""
    others: tuple[str, ...] = ()
    """The headings of columns that nothing is compared with."""
    unheaded: tuple[str, ...] = ()
    """The letters of columns in which something stands, below no heading."""
    left: tuple[str, ...] = ()
    """The headings of further tables, which were not looked at."""
    rows: int = 0
    documents: int = 0
    """How many of the list are compared."""
    beyond: int = 0
    """How many of the list were not asked for."""
    differences: tuple[Difference, ...] = ()

    def unread_forms(self, order: DateOrder) -> WrittenDays:
        """Return how the days may be written that nobody could read.

        Args:
            order: what comes first where no cell shows which number is the month.
        """
        return written_days((one.listed or "" for one in self.of(Kind.UNREAD)), order)

    @property
    def differs(self) -> bool:
        """Whether the list says anything that the files and the history do not, lacks what they say, or is unread."""
        return any(one.kind is not Kind.OTHERWISE for one in self.differences)

    def of(self, kind: Kind) -> tuple[Difference, ...]:
        """Return the differences of one *kind*."""
        return tuple(one for one in self.differences if one.kind is kind)


def documents_by_meaning(
    documents: Sequence[ControlledDocument],
) -> Mapping[str, tuple[ControlledDocument, ...]]:
    """Return *documents* by their ids as people mean them, the authentic version of each first."""
    found: dict[str, list[ControlledDocument]] = {}
    for document in documents:
        found.setdefault(id_meant(document.id), []).append(document)
    return {meant: tuple(versions) for meant, versions in found.items()}


def register_against(
    system: System, read: ListRead, stated: MasterList, selection: Selection
) -> tuple[tuple[Difference, ...], int]:
    """Return where the list *read* departs from the register, by document, and how many rows were not asked for.

    Args:
        system: on the day that is asked about.
        read: the table.
        stated: how its words and days are read.
        selection: which documents are asked for.
    """
    comparing = _Comparing(system, read.table, stated, selection)
    return tuple(comparing.differences()), comparing.beyond


class _Comparing:
    """Compares the rows of one list."""

    def __init__(self, system: System, table: ListTable, stated: MasterList, selection: Selection) -> None:
        self._system, self._table, self._stated = system, table, stated
        self._words = {as_compared(word).casefold(): meaning for word, meaning in stated.words.items()}
        every = [
            one for versions in system.documents_by_id.values() for one in versions if not is_audit_plan(one)
        ]
        self._known = documents_by_meaning(every)
        self._asked = [one for one in every if selection.takes(one)]
        self._seen: dict[tuple[str, str], SheetRow] = {}
        self.beyond = 0
        """Rows about documents that are not asked for."""

    def differences(self) -> Iterator[Difference]:
        of_rows = [one for row in self._table.rows for one in self._of_row(row)]
        missing = list(self._missing())
        yield from sorted(
            (*missing, *of_rows),
            key=lambda one: (natural_key(one.document), one.listed_at.line if one.listed_at else 0),
        )

    def _of_row(self, row: SheetRow) -> Iterator[Difference]:
        written = self._cell(row, "id").text
        if says_nothing(written) or is_placeholder(written):
            yield Difference(
                Kind.PLACEHOLDER, written, said="id", listed=written, listed_at=self._place(row, "id")
            )
            return
        document = self._meant(row, written)
        if document is None:
            yield Difference(
                Kind.UNKNOWN, written, listed=self._cell(row, "title").text, listed_at=self._place(row, "id")
            )
            return
        key = (document.id, document.language)
        if (first := self._seen.setdefault(key, row)) is not row:
            yield Difference(
                Kind.TWICE,
                *key,
                listed=written,
                listed_at=self._place(row, "id"),
                stated=tr("first on line {line}", line=first.number),
            )
        if document not in self._asked:
            self.beyond += 1
            return
        if as_compared(written) != document.id:
            yield self._difference(
                Kind.ALIKE, document, row, "id", stated_value("id", document, self._system)
            )
        yield from self._of_document(row, document)

    def _of_document(self, row: SheetRow, document: ControlledDocument) -> Iterator[Difference]:
        for said in FIELDS:
            if said in self._table.columns and said != "id":
                value = stated_value(said, document, self._system)
                kind = self._compared(self._cell(row, said), value)
                if kind is not None:
                    yield self._difference(kind, document, row, said, value)
        if document.state is DocumentState.WITHDRAWN and "state" not in self._table.columns:
            place = document.withdrawn.record.at("meaning") if document.withdrawn else None
            yield Difference(
                Kind.DIFFERS,
                document.id,
                document.language,
                "state",
                None,
                STATES[document.state].word,
                self._place(row, "id"),
                place,
            )

    def _compared(self, cell: SheetCell, value: StatedValue) -> Kind | None:
        """Return how *cell* departs from *value*; `None` if it does not."""
        nothing = value.day is None and not value.written
        if says_nothing(cell.text):
            return None if nothing else Kind.PLACEHOLDER
        if is_placeholder(cell.text):
            return Kind.PLACEHOLDER
        if value.day is not None:
            day = day_of(cell, self._stated.dates)
            if day is None and seems_a_day(cell.text):
                return Kind.UNREAD
            if day != value.day:
                return Kind.DIFFERS
            return None if is_iso(cell) else Kind.OTHERWISE
        text = self._words.get(as_compared(cell.text).casefold())
        return None if value.is_written(cell.text) or (text and value.is_written(text)) else Kind.DIFFERS

    def _meant(self, row: SheetRow, written: str) -> ControlledDocument | None:
        """Return the document that *row* is about: in the language it names, else the organisation's, else the first."""
        versions = self._known.get(id_meant(written), ())
        exact = [one for one in versions if one.id == as_compared(written)] or versions
        language = self._cell(row, "language").text if "language" in self._table.columns else ""
        wanted = (as_compared(language).casefold(), self._system.organisation.language)
        named = [one for name in wanted for one in exact if one.language == name]
        return next(iter((*named, *exact)), None)

    def _missing(self) -> Iterator[Difference]:
        """Yield the documents that no row is about; a version in another language only if the list tells them apart."""
        ids = {id for id, _ in self._seen}
        apart = "language" in self._table.columns
        for document in self._asked:
            if document.state is DocumentState.WITHDRAWN:
                continue
            if (document.id, document.language) in self._seen or (not apart and document.id in ids):
                continue
            if not apart:
                ids.add(document.id)
            place = document.working.at("id") if document.working else None
            title = document.document.title if document.document else None
            stated = (title, STATES[document.state].word) if title else STATES[document.state].word
            yield Difference(Kind.MISSING, document.id, document.language, stated=stated, stated_at=place)

    def _difference(
        self, kind: Kind, document: ControlledDocument, row: SheetRow, said: str, value: StatedValue
    ) -> Difference:
        cell = self._cell(row, said)
        return Difference(
            kind,
            document.id,
            document.language,
            said,
            cell.text,
            value.shown,
            self._place(row, said),
            value.place,
        )

    def _cell(self, row: SheetRow, said: str) -> SheetCell:
        at = self._table.columns.get(said)
        return SheetCell("") if at is None else self._table.cell(row, at)

    def _place(self, row: SheetRow, said: str) -> ListPlace:
        return self._table.place(row, self._table.columns[said])
