"""Which rows of a register are meant: conditions on its columns, such as `Status=closed`."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from qmsctl.documents.csv_table import Row, Table
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.schema import closest

__all__ = ["column_of", "condition_on"]

_CONDITION: Final = re.compile(r"(?P<column>.+?)(?P<relation>!=|<=|>=|=)(?P<value>.*)", re.DOTALL)
_NUMBER: Final = re.compile(r"[+-]?\d{1,40}(?:[.,]\d{1,40})?", re.ASCII)
_DAY: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII)
_POLISH_DAY: Final = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)


def column_of(table: Table, name: str) -> int:
    """Return where the column *name* stands.

    Raises:
        RefusedError: there is none.
    """
    index = table.column(name)
    if index is None:
        near = closest(name, table.columns)
        raise RefusedError(
            tr("{path} has no column {column}", path=table.path, column=name),
            tr("did you mean {near}?", near=near)
            if near
            else tr("its columns are: {known}", known=", ".join(table.columns)),
        )
    return index


def condition_on(table: Table, text: str) -> Callable[[Row], bool]:
    """Return what tells whether a row meets the condition *text*.

    Raises:
        RefusedError: it is no condition on a column of *table*.
    """
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise RefusedError(
            tr("{condition} is no condition", condition=text),
            tr("write COLUMN=VALUE; != <= and >= work too"),
        )
    index, relation = column_of(table, found["column"]), found["relation"]
    value = unicodedata.normalize("NFC", found["value"].strip())
    if relation == "=":
        return lambda row: row.cells[index] == value
    if relation == "!=":
        return lambda row: row.cells[index] != value
    limit = _measure(value)
    kind = _measure_of(limit)

    def compares(row: Row) -> bool:
        cell = row.cells[index]
        if not cell:
            return False
        measured: object = cell if kind is str else _measure(cell)
        if _measure_of(measured) is not kind:
            raise RefusedError(
                tr(
                    "{cell}, at line {line} of {path}, cannot be compared with {value}",
                    cell=cell,
                    line=row.line,
                    path=table.path,
                    value=value,
                ),
                tr("write numbers and days alike in the whole column, days as 2026-11-22"),
            )
        at_most, at_least = measured <= limit, measured >= limit  # type: ignore[operator]  # of one kind
        return at_most if relation == "<=" else at_least

    return compares


def _measure(text: str) -> Fraction | dt.date | str:
    """Return the number or day that *text* writes, or *text* itself."""
    if _NUMBER.fullmatch(text):
        return Fraction(text.replace(",", "."))
    if day := _DAY.fullmatch(text) or _POLISH_DAY.fullmatch(text):
        try:
            return dt.date(int(day["year"]), int(day["month"]), int(day["day"]))
        except ValueError:
            return text
    return text


def _measure_of(value: object) -> type:
    return next(kind for kind in (Fraction, dt.date, str) if isinstance(value, kind))
