"""What the rows of a register of cases state: which column holds what, as `qms.yaml` or the usual names say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from qmsctl.control.row_conditions import column_of
from qmsctl.documents.csv_table import Row, Table
from qmsctl.errors import RefusedError
from qmsctl.law import Law, Rule
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.case_registers import CaseColumns, CaseRegister
from qmsctl.model.organisation import Organisation

__all__ = ["CaseReader", "case_reader", "folded", "settings_of"]

_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "received": ("received", "data wplywu", "wplyw", "data wniesienia", "data wszczecia", "data doreczenia"),
    "kind": ("kind", "rodzaj", "rodzaj sprawy", "typ"),
    "closed": ("closed", "settled", "data zalatwienia", "data zakonczenia", "data zawiadomienia"),
    "extended": ("extended", "new date", "nowy termin", "termin przedluzony"),
    "announced": ("announced", "zawiadomienie o zwloce", "data zawiadomienia o zwloce"),
    "paused": ("paused", "okresy niewliczane", "niewliczane"),
    "unit": ("unit", "department", "wydzial", "komorka"),
    "stated": ("deadline", "due", "termin", "termin zalatwienia"),
}
"""By what a column holds: what it is usually called, without marks on letters."""


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads the rows of one register."""

    columns: Mapping[str, int]
    law: Law
    kind: str | None
    """What every case is, where no column says it."""
    kinds: Mapping[str, str]
    """By the word of the register, folded: the kind of case of the law."""

    def has(self, said: str) -> bool:
        """Return whether there is a column for *said*."""
        return said in self.columns

    def cell(self, row: Row, said: str) -> str:
        """Return what *row* has in the column for *said*; nothing if there is none."""
        return row.cells[self.columns[said]] if said in self.columns else ""

    def kind_of(self, row: Row) -> str:
        """Return what kind of case *row* is, in the words of the register."""
        return " ".join(self.cell(row, "kind").split()) or self.kind or ""

    def rule_of(self, row: Row) -> Rule | None:
        """Return the rule of the law for the case of *row*."""
        word = self.kind_of(row)
        return self.law.rule(self.kinds.get(folded(word), word))


def settings_of(organisation: Organisation, path: str) -> CaseRegister | None:
    """Return how `qms.yaml` says that the register *path* is read; `None` if it says nothing."""
    return next((one for one in organisation.registers.values() if path in one.files), None)


def case_reader(table: Table, settings: CaseRegister | None, law: Law) -> CaseReader:
    """Return what reads the rows of *table*.

    Raises:
        RefusedError: the day of receipt or the kind has no column, or `qms.yaml` names what is not there.
    """
    stated = settings or CaseRegister(files=(table.path,))
    usual = {folded(name): index for index, name in reversed(list(enumerate(table.columns)))}
    columns: dict[str, int] = {}
    for said in (one.name for one in fields(CaseColumns)):
        named = getattr(stated.columns, said)
        if named is not None:
            columns[said] = column_of(table, named)
        elif (known := next((usual[name] for name in _USUAL[said] if name in usual), None)) is not None:
            columns[said] = known
    if "received" not in columns or not ("kind" in columns or stated.kind):
        lacking = "received" if "received" not in columns else "kind"
        raise RefusedError(
            tr("no column of {path} is known to hold the day a case was received", path=table.path)
            if lacking == "received"
            else tr("no column of {path} is known to hold the kind of case", path=table.path),
            _naming(table, lacking, is_listed=settings is not None),
        )
    for word in (*stated.kinds.values(), *((stated.kind,) if stated.kind else ())):
        if law.rule(word) is None:
            raise RefusedError(
                tr(
                    "{kind}, as qms.yaml calls cases of {path}, is no kind of {law}",
                    kind=word,
                    path=table.path,
                    law=law.key,
                ),
                tr("write one of: {expected}", expected=list_of([rule.key for rule in law.rules])),
            )
    kinds = {folded(word): kind for word, kind in stated.kinds.items()}
    return CaseReader(columns, law, stated.kind, kinds)


def _naming(table: Table, lacking: str, *, is_listed: bool) -> Message:
    """Return what to write into `qms.yaml`: it may have entries under `registers` already, and one key stands once."""
    if is_listed:
        return tr(
            "name it in qms.yaml, in the entry of this file under registers: {example}; its columns are: {known}",
            example=f"columns: {{{lacking}: …}}",
            known=list_of(table.columns),
        )
    return tr(
        "name it in qms.yaml, as an entry under registers: {example}; its columns are: {known}",
        example=f"cases: {{files: [{table.path}], columns: {{{lacking}: …}}}}",
        known=list_of(table.columns),
    )


def folded(name: str) -> str:
    """Return *name* in lower case and without marks: `Data_wpływu` and `data wplywu` are one."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l"))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())
