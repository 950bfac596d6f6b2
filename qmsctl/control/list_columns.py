"""What the rows of a list of documents state that somebody keeps by hand: which column says what, and where it begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from qmsctl.control.case_columns import folded
from qmsctl.control.list_cells import id_meant
from qmsctl.documents.markdown_table import TableBelow, markdown_tables
from qmsctl.documents.sheet import Sheet, SheetCell, SheetRow, column_letters, read_sheets
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.document_kind import FieldName
from qmsctl.model.field_spellings import meaning_of
from qmsctl.model.master_list import MasterColumns, MasterList
from qmsctl.model.naming import is_markdown
from qmsctl.model.organisation import Organisation
from qmsctl.model.schema import closest

__all__ = [
    "FIELDS",
    "ListPlace",
    "ListRead",
    "ListTable",
    "column_of_ids",
    "columns_called",
    "headed_tables",
    "list_settings",
    "list_tables",
    "said_by",
    "with_columns",
]

FIELDS: Final = tuple(one.name for one in fields(MasterColumns))
"""What columns can say, in the order in which it is shown."""

_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "id": (
        "id", "doc id", "document id", "symbol", "symbol dokumentu", "oznaczenie", "oznaczenie dokumentu",
        "sygnatura", "identyfikator", "identifier", "document no", "document number", "doc no", "doc number",
        "document code", "kod dokumentu", "sop id", "sop no", "sop number", "nr dokumentu", "numer dokumentu",
        "nr dok", "nr symbol", "symbol nr", "symbol numer", "nr procedury", "kod", "code", "reference", "ref",
        "number", "numer", "no", "nr",
    ),
    "title": (
        "title", "document title", "tytul", "tytul dokumentu", "nazwa dokumentu", "tytul nazwa", "nazwa tytul",
        "nazwa instrukcji", "nazwa formularza", "nazwa karty", "nazwa zalacznika", "document name", "nazwa",
        "name", "document", "dokument", "procedura", "procedure",
    ),
    "type": ("type", "document type", "typ", "typ dokumentu", "rodzaj", "rodzaj dokumentu"),
    "language": ("language", "lang", "jezyk", "wersja jezykowa"),
    "revision": (
        "revision", "rev", "current revision", "revision no", "version", "ver", "current version", "version no",
        "issue", "rewizja", "wydanie", "nr wydania", "aktualne wydanie", "obowiazujace wydanie", "wersja",
        "aktualna wersja", "aktualna rewizja", "aktualna edycja", "edycja", "nr edycji", "numer edycji",
        "nr rewizji", "numer rewizji", "nr wersji", "numer wersji", "wydanie nr", "edycja nr", "wydanie edycja",
        "wydanie wersja", "wyd",
    ),
    "effective": (
        "in force since", "in force from", "effective", "effective date", "effective from", "effective since",
        "date effective", "valid from", "obowiazuje od", "obowiazuje od dnia", "data obowiazywania",
        "data wejscia w zycie", "data wprowadzenia", "data obowiazywania od", "wazne od", "od dnia",
    ),
    "approved": ("approved by and on", "zatwierdzil a dnia", "approval", "zatwierdzenie"),
    "approved_by": (
        "approved by", "approver", "zatwierdzil", "zatwierdzila", "zatwierdzil a", "kto zatwierdzil",
        "zatwierdzajacy", "osoba zatwierdzajaca", "zatwierdzone przez", "zatwierdzony przez", "wydal",
    ),
    "approved_on": (
        "approved on", "approval date", "date approved", "date of approval", "approved", "zatwierdzono",
        "zatwierdzono dnia", "data zatwierdzenia", "dzien zatwierdzenia",
    ),
    "owner": (
        "owner", "document owner", "wlasciciel", "wlasciciel dokumentu", "wlasciciel procedury",
        "osoba odpowiedzialna", "odpowiedzialny", "odpowiedzialna", "odpowiedzialny a", "odpowiada",
        "odpowiada za dokument", "odpowiedzialny za dokument", "osoba odpowiedzialna za dokument", "kto odpowiada",
        "prowadzacy", "opiekun", "opiekun dokumentu", "responsible", "responsible person",
    ),
    "review_due": (
        "next review", "next review date", "next review due", "review due", "review by", "nastepny przeglad",
        "data nastepnego przegladu", "termin przegladu", "termin nastepnego przegladu", "przeglad do",
        "najblizszy przeglad", "termin najblizszego przegladu", "kolejny przeglad",
    ),
    "state": ("state", "status", "stan", "stan dokumentu", "status dokumentu"),
}  # fmt: skip
"""By what a column says: what it is called in lists, without marks on letters; the surest first.

What fields of documents are called counts besides (`model/field_spellings.py`).
"""
_FIELDS: Final[Mapping[FieldName, str]] = {
    "id": "id", "title": "title", "type": "type", "language": "language", "revision": "revision",
    "effective": "effective", "approved_by": "approved_by", "approved_on": "approved_on",
    "review_due": "review_due", "status": "state",
}  # fmt: skip
"""By a field of documents: what a column says that is called as the field is.

Not the owner: above the columns of a matrix of readers stand roles, and some of them are called as owners are.
"""
_ANY_NUMBER: Final = frozenset(("kod", "code", "reference", "ref", "number", "numer", "no", "nr"))
"""Headings of ids that stand as well above the numbers of rows, or of anything."""

_ABOVE: Final = 30
"""How many rows of titles may stand above the headings."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where something stands in a list."""

    file: str
    line: int
    """Of a text file; of a workbook, the row of the sheet."""
    column: str | None = None
    """What its column is called."""
    cell: str | None = None
    """Sheet and cell of a workbook, such as `List!B4`."""

    @property
    def text(self) -> str:
        """It, as tools write places."""
        return f"{self.file}:{self.cell}" if self.cell else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class ListTable:
    """One table that has a column for the ids of documents."""

    heading: str
    """What stands above it, or on the tab of its sheet."""
    sheet: Sheet
    header: SheetRow
    columns: Mapping[str, int]
    """By what it says: the column, counted from 0."""

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """What stands below the headings."""
        return tuple(row for row in self.sheet.rows if row.number > self.header.number and row.filled)

    def cell(self, row: SheetRow, at: int) -> SheetCell:
        """Return the cell in column *at* of *row*; one that is merged into another shows what that one holds."""
        cell = row.cells[at] if at < len(row.cells) else SheetCell("")
        return cell if cell.text else SheetCell(self.sheet.unmerged(row, at))

    def place(self, row: SheetRow, at: int) -> ListPlace:
        """Return where the cell in column *at* of *row* stands."""
        heading = self.header.text(at) or None
        title = self.sheet.title
        address = None if title is None else f"{title}!{column_letters(at)}{row.number}"
        return ListPlace(self.sheet.path, row.number, heading, address)

    @property
    def others(self) -> tuple[int, ...]:
        """The columns with a heading that say nothing that is known."""
        known = set(self.columns.values())
        return tuple(at for at in self.header.filled if at not in known)

    @property
    def unheaded(self) -> tuple[int, ...]:
        """The columns without a heading in which something stands."""
        return tuple(sorted({at for row in self.rows for at in row.filled} - set(self.header.filled)))


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a file holds."""

    table: ListTable
    """The one that is meant."""
    left: tuple[ListTable, ...]
    """Further tables with a column for ids, which are not looked at."""
    encoding: str


def list_settings(organisation: Organisation, path: str) -> MasterList | None:
    """Return how `qms.yaml` says that the list *path* is read; `None` if it says nothing."""
    return next((one for one in organisation.master_lists.values() if path in one.files), None)


def with_columns(columns: MasterColumns, named: Mapping[str, str]) -> MasterColumns:
    """Return *columns* with those that somebody *named*.

    Raises:
        RefusedError: no column says such a thing.
    """
    for said in named:
        if said not in FIELDS:
            near = closest(said, FIELDS)
            raise RefusedError(
                tr("nothing of a document is called {word}", word=said),
                tr("did you mean {near}?", near=near)
                if near
                else tr("write one of: {expected}", expected=list_of(FIELDS)),
            )
    return MasterColumns(**{said: named.get(said, getattr(columns, said)) for said in FIELDS})


def list_tables(path: str, raw: bytes, stated: MasterList, ids: Collection[str]) -> ListRead:
    """Return the table of *raw* that lists documents: the first, or the one under the heading that is named.

    Args:
        path: how the file is called in messages; its ending tells Markdown from other texts.
        raw: its bytes.
        stated: how it is read.
        ids: those of the documents there are, as people mean them: where no column is called as one of ids is,
            the one is taken that holds them.

    Raises:
        RefusedError: there is no such table, or it lacks a column that is named.
        MissingExtraError: it is a workbook and the extra `xlsx` is not installed.
    """
    meant = headed_tables(path, raw, stated)
    tables = [table for one in meant if (table := _table(one, stated.columns, ids)) is not None]
    if not tables:
        headings = [
            cell.text for one in meant for row in one.sheet.rows[:1] for cell in row.cells if cell.text
        ]
        raise _no_column(path, "id", stated.columns, headings)
    table = tables[0]
    for said in FIELDS:
        if getattr(stated.columns, said) is not None and said not in table.columns:
            raise _no_column(
                path, said, stated.columns, [cell.text for cell in table.header.cells if cell.text]
            )
    return ListRead(table, tuple(tables[1:]), table.sheet.encoding)


def headed_tables(path: str, raw: bytes, stated: MasterList) -> tuple[TableBelow, ...]:
    """Return the tables of *raw*, or those under the heading that *stated* names.

    Raises:
        RefusedError: nothing of it can be read, or no table stands under that heading.
        MissingExtraError: it is a workbook and the extra `xlsx` is not installed.
    """
    found = markdown_tables(path, raw) if is_markdown(path) else _sheets(path, raw)
    meant = [one for one in found if stated.heading is None or folded(one.heading) == folded(stated.heading)]
    if stated.heading is not None and not meant:
        known = list_of([one.heading for one in found if one.heading]) or "-"
        raise RefusedError(
            tr("no table of {path} stands under {heading}", path=path, heading=stated.heading),
            tr("name one of these with --heading: {known}", known=known),
        )
    return tuple(meant)


def said_by(heading: str) -> str | None:
    """Return what a column called *heading* usually says; `None` if that is not known."""
    plain = folded(heading)
    return next((said for said, names in _USUAL.items() if plain in names), None) or _as_a_field(heading)


def _as_a_field(heading: str) -> str | None:
    """Return what a column says that is called as a field of documents is."""
    meant = meaning_of(heading)
    return _FIELDS.get(meant[0]) if meant is not None else None


def _sheets(path: str, raw: bytes) -> tuple[TableBelow, ...]:
    return tuple(TableBelow(one.title or "", one) for one in read_sheets(path, raw) if not one.hidden)


def _table(one: TableBelow, named: MasterColumns, ids: Collection[str]) -> ListTable | None:
    """Return the table that begins with the first row which names a column for ids; `None` if there is none."""
    for row in one.sheet.rows[:_ABOVE]:
        columns = columns_called(row, named)
        if "id" in columns and (len(row.filled) > 1 or named.id is not None):
            table = ListTable(one.heading, one.sheet, row, columns)
            return table if named.id is not None else _with_ids(table, ids)
    header = next((row for row in one.sheet.rows[:_ABOVE] if len(row.filled) > 1), None)
    if header is None or named.id is not None:
        return None
    columns = columns_called(header, named)
    rows = ListTable(one.heading, one.sheet, header, columns).rows
    column = column_of_ids(rows, ids)
    if column is None:
        return None
    others = {said: at for said, at in columns.items() if at != column}
    return ListTable(one.heading, one.sheet, header, {"id": column, **others})


def _with_ids(table: ListTable, ids: Collection[str]) -> ListTable:
    """Return *table*; where its ids stand below something like `Nr` and are none, with the column that has them."""
    at = table.columns["id"]
    if folded(table.header.text(at)) not in _ANY_NUMBER:
        return table
    if any(id_meant(table.cell(row, at).text) in ids for row in table.rows):
        return table
    column = column_of_ids(table.rows, ids)
    if column is None:
        return table
    others = {said: other for said, other in table.columns.items() if other not in (at, column)}
    return replace(table, columns={"id": column, **others})


def column_of_ids(rows: Sequence[SheetRow], ids: Collection[str]) -> int | None:
    """Return the column, counted from 0, in which most cells of *rows* are *ids*; `None` if none holds any."""
    found: dict[int, int] = {}
    for row in rows:
        for at in row.filled:
            if id_meant(row.text(at)) in ids:
                found[at] = found.get(at, 0) + 1
    return max(found, key=lambda at: (found[at], -at), default=None)


def columns_called(header: SheetRow, named: MasterColumns) -> Mapping[str, int]:
    """Return which column says what, by the names that are given and else by the usual ones."""
    there: dict[str, int] = {}
    for at, cell in enumerate(header.cells):
        there.setdefault(folded(cell.text), at)
    columns: dict[str, int] = {}
    for said in FIELDS:
        if (name := getattr(named, said)) is not None and folded(name) in there:
            columns[said] = there[folded(name)]
    for said in FIELDS:
        usual = () if getattr(named, said) is not None else _USUAL[said]
        free = (there[name] for name in usual if name in there and there[name] not in columns.values())
        if (found := next(free, None)) is not None:
            columns[said] = found
    for heading, at in there.items():
        said = _as_a_field(heading) or "-"
        if said in FIELDS and getattr(named, said) is None and at not in columns.values():
            columns.setdefault(said, at)
    return columns


def _no_column(path: str, said: str, named: MasterColumns, headings: Sequence[str]) -> RefusedError:
    name = getattr(named, said)
    known = list_of(list(dict.fromkeys(headings))) or "-"
    message: Message = (
        tr("no table of {path} has a column {column}", path=path, column=name)
        if name is not None
        else tr("no column of {path} is known to hold the ids of documents", path=path)
    )
    return RefusedError(
        message,
        tr(
            "name it: --column {example}; the columns are: {known}",
            example=f'{said}="…"',
            known=known,
        ),
    )
