"""Who has to read which document beside a matrix that somebody keeps by hand, and who has read it, if the matrix says when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.acknowledged import EVERYONE, readers_of
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
from qmsctl.control.list_columns import ListPlace
from qmsctl.control.reader_matrix import Heading, Matrix, is_marked, reader_called
from qmsctl.control.system import System
from qmsctl.documents.place import Place, Span
from qmsctl.documents.sheet import SheetCell
from qmsctl.messages import list_of, tr
from qmsctl.model.master_list import MasterList
from qmsctl.reports.register_against import Difference, Kind, documents_by_meaning
from qmsctl.reports.selection import Selection
from qmsctl.reports.shown import Shown, natural_key
from qmsctl.reports.stated_values import place_of

__all__ = ["readers_against"]


def readers_against(
    system: System, matrix: Matrix, stated: MasterList, selection: Selection
) -> tuple[tuple[Difference, ...], int]:
    """Return where *matrix* departs from what documents say of their readers, and how many documents were not asked for.

    Args:
        system: on the day that is asked about.
        matrix: documents by readers.
        stated: how its words and days are read.
        selection: which documents are asked for.
    """
    comparing = _Comparing(system, matrix, stated, selection)
    found = sorted(comparing.differences(), key=lambda one: natural_key(one.document))
    return tuple(found), comparing.beyond


class _Comparing:
    """Compares one matrix."""

    def __init__(self, system: System, matrix: Matrix, stated: MasterList, selection: Selection) -> None:
        self._system, self._matrix, self._stated = system, matrix, stated
        self._every = [
            versions[0] for versions in system.documents_by_id.values() if not is_audit_plan(versions[0])
        ]
        self._known = documents_by_meaning(self._every)
        self._asked = [one for one in self._every if selection.takes(one)]
        named = ((one, reader_called(one.text, system.organisation, stated.words)) for one in matrix.readers)
        self._columns = {heading: key for heading, key in named if key is not None}
        self.beyond = 0
        """Documents of the matrix that are not asked for."""

    def differences(self) -> Iterator[Difference]:
        yield from self._of_readers()
        seen: dict[str, Heading] = {}
        for heading in self._matrix.documents:
            if says_nothing(heading.text):
                continue
            versions = self._known.get(id_meant(heading.text), ())
            if is_placeholder(heading.text) or not versions:
                kind = Kind.PLACEHOLDER if is_placeholder(heading.text) else Kind.UNKNOWN
                yield Difference(kind, heading.text, listed=heading.text, listed_at=heading.place)
                continue
            document = next((one for one in versions if one.id == as_compared(heading.text)), versions[0])
            if (first := seen.setdefault(document.id, heading)) is not heading:
                yield Difference(
                    Kind.TWICE,
                    document.id,
                    listed=heading.text,
                    stated=tr("first at {place}", place=first.place.text),
                    listed_at=heading.place,
                )
            if document not in self._asked:
                self.beyond += 1
                continue
            if as_compared(heading.text) != document.id:
                place = place_of(document, "id")
                yield Difference(
                    Kind.ALIKE, document.id, None, "id", heading.text, document.id, heading.place, place
                )
            yield from self._of_document(document, heading)
        for document in self._asked:
            readers = self._readers(document)
            if document.id not in seen and readers and document.state is not DocumentState.WITHDRAWN:
                shown = tuple(self._title(one) for one in readers)
                yield Difference(
                    Kind.MISSING, document.id, stated=shown, stated_at=place_of(document, "readers")
                )

    def _of_readers(self) -> Iterator[Difference]:
        """Yield the readers nobody knows, and those that stand in the matrix more than once."""
        seen: dict[str, Heading] = {}
        for heading in self._matrix.readers:
            key = self._columns.get(heading)
            if key is None:
                if not says_nothing(heading.text):
                    yield Difference(Kind.UNKNOWN, "", None, heading.text, heading.text, None, heading.place)
            elif (first := seen.setdefault(key, heading)) is not heading:
                stated = tr("first at {place}", place=first.place.text)
                yield Difference(Kind.TWICE, "", None, heading.text, heading.text, stated, heading.place)

    def _of_document(self, document: ControlledDocument, heading: Heading) -> Iterator[Difference]:
        readers = self._readers(document)
        for column, key in self._columns.items():
            cell, place = self._matrix.cell(heading, column)
            expected = self._has_to_read(key, readers)
            kind = _kind(cell.text, expected=expected)
            if kind is not None:
                yield Difference(
                    kind,
                    document.id,
                    None,
                    column.text,
                    cell.text,
                    _word(expected=expected),
                    place,
                    self._place(document, key, readers),
                )
            elif expected:
                yield from self._of_day(document, (column, key), cell, place)
        for reader in readers:
            if not self._has_column(reader):
                yield Difference(
                    Kind.MISSING,
                    document.id,
                    None,
                    self._title(reader),
                    None,
                    _word(expected=True),
                    heading.place,
                    self._place(document, reader, readers),
                )

    def _readers(self, document: ControlledDocument) -> tuple[str, ...]:
        return document.document.readers if document.document else ()

    def _people(self, key: str) -> frozenset[str]:
        return readers_of(key, self._system.organisation, self._system.day) or frozenset()

    def _has_to_read(self, key: str, readers: tuple[str, ...]) -> bool:
        """Return whether *readers* name *key*, everyone, or for a person what they are part of."""
        if key in readers or EVERYONE in readers:
            return True
        is_person = key in self._system.organisation.people
        return is_person and any(key in self._people(one) for one in readers)

    def _has_column(self, reader: str) -> bool:
        """Return whether *reader* is in the matrix, or everybody they stand for."""
        keys = set(self._columns.values())
        people = self._people(reader)
        return reader in keys or (reader == EVERYONE and bool(keys)) or (bool(people) and people <= keys)

    def _of_day(
        self, document: ControlledDocument, reader: tuple[Heading, str], cell: SheetCell, place: ListPlace
    ) -> Iterator[Difference]:
        """Yield what is recorded about who read what is in force, if *cell* names a day and that is another."""
        (column, key), text = reader, cell.text
        day = day_of(cell, self._stated.dates)
        if day is None:
            if seems_a_day(text):
                word = _word(expected=True)
                yield Difference(Kind.UNREAD, document.id, None, column.text, text, word, place)
            return
        found = self._read_on(document, key)
        if found[0] != day:
            yield Difference(Kind.DIFFERS, document.id, None, column.text, text, found[0], place, found[1])
        elif not is_iso(cell):
            yield Difference(Kind.OTHERWISE, document.id, None, column.text, text, found[0], place, found[1])

    def _read_on(self, document: ControlledDocument, key: str) -> tuple[Shown, Place | None]:
        """Return the day on which the last of those *key* stands for read what is in force, or why there is none."""
        register, in_force = self._system.acknowledgements, document.in_force
        if register is None or in_force is None:
            return tr("no register says who has read it"), None
        rows = {
            row.person: row
            for row in register.rows
            if (row.document, row.revision) == (document.id, in_force.revision)
            and row.day is not None
            and row.day <= self._system.day
        }
        people = self._people(key)
        lacking = sorted(people - set(rows), key=natural_key)
        if lacking or not people:
            names = list_of([self._system.organisation.title(one) for one in lacking]) or "-"
            return tr("not acknowledged by: {people}", people=names), Place(register.path)
        last = max((rows[one] for one in people), key=lambda row: row.day or dt.date.min)
        return last.day, Place(register.path, Span(0, 0, last.line, 1))

    def _place(self, document: ControlledDocument, key: str, readers: tuple[str, ...]) -> Place | None:
        return place_of(document, "readers", *((readers.index(key),) if key in readers else ()))

    def _title(self, reader: str) -> str:
        organisation = self._system.organisation
        return organisation.units.get(reader) or organisation.title(reader)


def _kind(text: str, *, expected: bool) -> Kind | None:
    """Return how a cell departs from whether somebody is *expected* to read the document; `None` if it does not."""
    is_mark = set(as_compared(text).casefold()) == {"x"}  # so many of them would wait to be filled in
    if is_placeholder(text) and not says_nothing(text) and not is_mark:
        return Kind.PLACEHOLDER
    return Kind.DIFFERS if is_marked(text) is not expected else None


def _word(*, expected: bool) -> Shown:
    return tr("has to read it") if expected else tr("does not have to read it")
