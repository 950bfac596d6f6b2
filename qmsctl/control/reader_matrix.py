"""A matrix of documents and their readers that somebody keeps by hand, whichever of the two its rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.acknowledged import EVERYONE
from qmsctl.control.case_columns import folded
from qmsctl.control.list_cells import as_compared, id_meant, says_nothing
from qmsctl.control.list_columns import (
    ListPlace,
    ListTable,
    column_of_ids,
    columns_called,
    headed_tables,
    said_by,
)
from qmsctl.documents.sheet import SheetCell, SheetRow
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.master_list import MasterList
from qmsctl.model.organisation import Organisation

__all__ = ["Heading", "Matrix", "is_marked", "is_matrix", "reader_called", "reader_matrix"]

_ALL: Final = ("everyone", "everybody", "all", "all staff", "all employees", "wszyscy", "wszyscy pracownicy")
_UNMARKED: Final = frozenset(("no", "nie", "false", "0", "✗", "✘", "❌", "☐"))
_FIRST: Final = 30
"""How many rows of titles may stand above the headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a row or a column is about."""

    text: str
    place: ListPlace
    at: int
    """Which row, or which column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Documents by readers."""

    table: ListTable
    documents: tuple[Heading, ...]
    readers: tuple[Heading, ...]
    rows: tuple[SheetRow, ...]
    turned: bool
    """Whether the columns are documents."""

    def cell(self, document: Heading, reader: Heading) -> tuple[SheetCell, ListPlace]:
        """Return what stands where *document* and *reader* meet, and where that is."""
        row, at = (reader.at, document.at) if self.turned else (document.at, reader.at)
        return self.table.cell(self.rows[row], at), self.table.place(self.rows[row], at)


def is_marked(text: str) -> bool:
    """Return whether a cell says that somebody reads a document: it holds a mark, a letter or a day."""
    return not says_nothing(text) and as_compared(text).casefold() not in _UNMARKED


def reader_called(name: str, organisation: Organisation, words: Mapping[str, str]) -> str | None:
    """Return the key of the role, unit or person called *name*, or `everyone`; `None` if nobody is called so.

    Args:
        name: as somebody wrote it.
        organisation: knows the keys, titles and names.
        words: by a word of the list: the key that it stands for.
    """
    stands_for = {folded(word): key for word, key in words.items()}
    plain = folded(stands_for.get(folded(name), name))
    if plain in _ALL:
        return EVERYONE
    known = (
        *((key, (key, title)) for key, title in organisation.roles.items()),
        *((key, (key, title)) for key, title in organisation.units.items()),
        *((key, (key, person.name)) for key, person in organisation.people.items()),
    )
    return next((key for key, names in known if plain and plain in map(folded, names)), None)


def is_matrix(table: ListTable, organisation: Organisation, words: Mapping[str, str]) -> bool:
    """Return whether *table* says nothing of documents but their titles, and names readers above its columns."""
    return not set(table.columns) - {"id", "title"} and any(
        reader_called(table.header.text(at), organisation, words) is not None for at in table.others
    )


def reader_matrix(
    path: str, raw: bytes, stated: MasterList, ids: frozenset[str]
) -> tuple[Matrix, tuple[ListTable, ...], str]:
    """Return the first matrix of *raw*, further ones that are not looked at, and what the file was read as.

    Args:
        path: how the file is called in messages.
        raw: its bytes.
        stated: how it is read.
        ids: those of the documents there are, as people mean them.

    Raises:
        RefusedError: neither rows nor columns are documents.
        MissingExtraError: it is a workbook and the extra `xlsx` is not installed.
    """
    found = [
        matrix
        for one in headed_tables(path, raw, stated)
        for row in one.sheet.rows[:_FIRST]
        for table in (ListTable(one.heading, one.sheet, row, columns_called(row, stated.columns)),)
        if (matrix := _matrix(table, ids)) is not None
    ]
    firsts: dict[int, Matrix] = {}
    for matrix in found:
        firsts.setdefault(id(matrix.table.sheet), matrix)
    matrices = [*firsts.values()]
    if not matrices:
        raise RefusedError(
            tr("neither the rows nor the columns of a table of {path} are documents", path=path),
            tr("name the column that holds their ids: --column {example}", example='id="…"'),
        )
    return matrices[0], tuple(one.table for one in matrices[1:]), matrices[0].table.sheet.encoding


def _matrix(table: ListTable, ids: frozenset[str]) -> Matrix | None:
    """Return the matrix that begins with the header of *table*; `None` if none does."""

    def known(text: str) -> bool:
        return id_meant(text) in ids

    header, rows = table.header, table.rows
    across = [at for at in header.filled if known(header.text(at))]
    if across and not any(known(row.text(at)) for row in rows for at in row.filled):
        return _turned(table, rows)
    column = table.columns.get("id")
    if column is None or not any(known(row.text(column)) for row in rows):
        column = column_of_ids(rows, ids) if column is None else column
    if column is None or len(header.filled) < 2:  # noqa: PLR2004 - the documents and one reader
        return None
    readers = [
        Heading(header.text(at), table.place(header, at), at)
        for at in header.filled
        if at != column and said_by(header.text(at)) is None and at not in table.columns.values()
    ]
    documents = [
        Heading(table.cell(row, column).text, table.place(row, column), at) for at, row in enumerate(rows)
    ]
    return Matrix(table, tuple(documents), tuple(readers), rows, turned=False) if readers else None


def _turned(table: ListTable, rows: Sequence[SheetRow]) -> Matrix | None:
    """Return the matrix whose columns are documents."""
    first = table.header.filled[0] if said_by(table.header.text(table.header.filled[0])) is not None else 0
    documents = [
        Heading(table.header.text(at), table.place(table.header, at), at)
        for at in table.header.filled
        if at > first
    ]
    readers = [Heading(row.text(first), table.place(row, first), at) for at, row in enumerate(rows)]
    return Matrix(table, tuple(documents), tuple(readers), tuple(rows), turned=True)
