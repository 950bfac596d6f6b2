"""What a cell of a list kept by hand says: a day, a text, nothing, or that somebody has still to fill it in."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from qmsctl.control.text import PLACEHOLDER
from qmsctl.documents.lookalike import meant_text
from qmsctl.documents.sheet import SheetCell
from qmsctl.messages.days import is_ambiguous_day, parse_day
from qmsctl.model.foreign_dates import CLEAR_FORMS, read_day

__all__ = ["as_compared", "day_of", "id_meant", "is_iso", "is_placeholder", "says_nothing", "seems_a_day"]

_ISO: Final = "YYYY-MM-DD"
_NOTHING: Final = frozenset(
    ("", "-", "--", "---", "n/a", "n.a.", "n/d", "nd", "n.d.", "nie dotyczy", "not applicable", "brak", "none", "null", "nil")
)  # fmt: skip
_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212]+")
_WAITING: Final = re.compile(
    r"\[[^\[\]]*\]|<[^<>]*>|\.{3,}|…+|_{2,}|\?+|x{3,}|to be (?:defined|completed|confirmed)|do uzupełnienia|(?:yyyy|rrrr).mm.dd|dd.mm.(?:yyyy|rrrr)",
    re.IGNORECASE,
)


def as_compared(text: str) -> str:
    """Return *text* as it is compared: letters composed, any run of blanks as one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def id_meant(text: str) -> str:
    """Return the id that somebody who wrote *text* meant: look-alike characters, case and blanks do not count."""
    return " ".join(meant_text(unicodedata.normalize("NFC", text)).casefold().split())


def says_nothing(text: str) -> bool:
    """Return whether *text* says that there is nothing to say: it is empty, a dash, or a word for it."""
    return _DASHES.sub("-", as_compared(text).casefold()) in _NOTHING


def is_placeholder(text: str) -> bool:
    """Return whether *text* stands where a value belongs: `TBD`, `[Name]`, `yyyy-mm-dd`."""
    plain = as_compared(text)
    return _WAITING.fullmatch(plain) is not None or PLACEHOLDER.search(plain) is not None


def day_of(cell: SheetCell, forms: Iterable[str]) -> dt.date | None:
    """Return the day that *cell* holds: as Excel knows it, as 2026-11-22, or in the first of *forms* that fits."""
    return cell.day or read_day(_day_alone(cell.text), (_ISO, *forms))


def is_iso(cell: SheetCell) -> bool:
    """Return whether *cell* holds a day that is written in no form of anybody's own."""
    return cell.day is not None or read_day(_day_alone(cell.text), (_ISO,)) is not None


def _day_alone(text: str) -> str:
    """Return *text* without what Polish writes behind the year."""
    return as_compared(text).removesuffix(" r.").removesuffix(" roku")


def seems_a_day(text: str) -> bool:
    """Return whether *text* may be a day that somebody wrote in a form of their own."""
    plain = as_compared(text)
    try:
        return (
            is_ambiguous_day(plain)
            or parse_day(plain) is not None
            or read_day(plain, CLEAR_FORMS) is not None
        )
    except ValueError:  # the calendar has no such day
        return True
