"""One way of keeping documents: what builds a repository, how it is adopted, and how the oracle reads it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.adopted.building import Building
from tests.adopted.pattern import KEEPS_A_PLACE, Pattern, Said

__all__ = ["Repository", "any_text", "head", "iso", "one_of", "said", "without"]


@dataclass(frozen=True)
class Repository:
    """One way of keeping documents."""

    name: str
    build: Callable[[Building], None]
    pattern: Pattern
    settings: str = ""
    """What `qms.yaml` could say of its kinds of documents, written by hand."""
    days: tuple[str, ...] = ("2026-11-30",)
    """On which its register is compared."""
    proposed: tuple[str, str] | None = None
    """The one change by hand to what adopt proposes: what stands there, and what it becomes."""
    adopted: Pattern | None = None
    """How the oracle reads it if adopt proposes to read it otherwise than the settings by hand do."""
    histories: tuple[str, ...] = ()
    """Ids of documents whose history is compared."""


def head(text: str) -> dict[str, str]:
    """Return the fields at the head of a Markdown file, as simply as can be."""
    found = re.match(r"(?:---\r?\n)?(.*?)\r?\n---\r?\n", text, re.DOTALL)
    return fields(found[1] if found else "")


def fields(text: str) -> dict[str, str]:
    """Return the fields of lines such as `key: value`."""
    pairs = (re.fullmatch(r"([\w-]+):[ \t]*(.*?)[ \t]*(?:[ \t]#.*)?", line) for line in text.splitlines())
    return {one[1]: one[2].strip("\"'") for one in pairs if one and one[2]}


def without(text: str, *fields: str) -> str:
    """Return *text* without the lines of *fields*."""
    return "\n".join(line for line in text.splitlines() if line.partition(":")[0] not in fields).strip()


def said(**given: str | None) -> Said:
    """Return what is said, without what only keeps the place of a value."""
    return {key: value for key, value in given.items() if value and not KEEPS_A_PLACE.fullmatch(value)}


_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def iso(text: str | None, form: str) -> str | None:
    """Return the day *text*, written as the form `D.M.Y`, `D/M/Y`, `Y-M-D` or `Mon D Y` says, as 2026-11-30."""
    parts = re.split(r"[-./ ,]+", (text or "").strip())
    named = dict(zip(re.split(r"[-./ ]", form), parts, strict=False))
    month = named.get("M") or str(
        _MONTHS.index(named["Mon"].lower()) + 1 if named.get("Mon", "").lower() in _MONTHS else 0
    )
    try:
        return dt.date(int(named["Y"]), int(month), int(named["D"])).isoformat()
    except (KeyError, ValueError):
        return None


def any_text(value: str) -> bool:
    """Return whether *value* may stand where any text may."""
    return bool(value)


def one_of(*words: str) -> Callable[[str], bool]:
    """Return what tells whether a value is one of *words*."""
    return lambda value: value in words
