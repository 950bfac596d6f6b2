"""What a text looks like: a day, a revision, an interval, numbers of clauses, an id, a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from qmsctl.model.document_kind import DAYS
from qmsctl.model.foreign_dates import months_in
from qmsctl.model.mapped_document import STATUSES

__all__ = [
    "clause_numbers",
    "fits",
    "is_day_like",
    "is_id_like",
    "is_revision_like",
    "printable",
    "status_of",
]

_DAY: Final = re.compile(
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[T ].*)?|[0-9]{1,2}[-/.][ ]?[0-9]{1,2}[-/.][ ]?[0-9]{2}(?:[0-9]{2})?(?:\.| ?r\.| ?roku)?"
    r"|[0-9]{8}|[^\W\d_]{3,12}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}"
    r"|[0-9]{1,2}(?:st|nd|rd|th)?\.? ?-?[^\W\d_]{3,12}\.?,? ?-?[0-9]{4}(?: ?r\.?| ?roku)?"
)
_REVISION: Final = re.compile(
    r"(?:v|ver|version|r|rev|revision|wyd|wydanie|wersja|ed|issue)?[. ]{0,2}[0-9]{1,3}(?:[._][0-9]{1,3}){0,3}[a-z]?"
    r"|[A-Z](?:[/.-]?[0-9]{1,3})?|v?[0-9]+\.[0-9]+\.[0-9]+[-+][\w.]+",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"(?:iso[ -]?[0-9]{4,5}(?::[0-9]{4})?[ ,:-]*)?(?:clauses?|pkt|punkt|kap|abschnitt|§)?[ .]*"
    r"(?P<number>(?:[1-9]|10)(?:\.[0-9]{1,2}){0,4})\.?(?:[ :-].*)?",
    re.IGNORECASE,
)
_ID: Final = re.compile(r"[^\s|<>{}\[\]]{1,40}(?: [^\s|<>{}\[\]]{1,20}){0,2}")
_SPLIT: Final = re.compile(r"[,;]")
_WORDS: Final = re.compile(r"\w[\w ()-]{0,40}")


def printable(text: str) -> str:
    """Return *text* without what nobody can see or type: control characters, bytes that are no letters."""
    return text if text.isprintable() else "".join(one for one in text if one.isprintable() or one in "\n\t")


def is_day_like(text: str) -> bool:
    """Return whether *text* looks like a day in digits or with the name of a month, be there such a day or not."""
    return _DAY.fullmatch(text.strip()) is not None


def is_revision_like(text: str) -> bool:
    """Return whether *text* looks like `3.1`, `R15`, `A/1`, `wyd. 2`."""
    return _REVISION.fullmatch(text.strip()) is not None and not is_day_like(text)


def is_id_like(text: str) -> bool:
    """Return whether *text* is short, has a digit, and is no day, number or sentence."""
    bare = text.strip()
    return _ID.fullmatch(bare) is not None and any(one.isdigit() for one in bare) and not is_day_like(bare)


def clause_numbers(texts: Sequence[str]) -> list[str]:
    """Return the numbers of clauses that *texts* name."""
    found = (_CLAUSE.fullmatch(one.strip()) for text in texts for one in _SPLIT.split(text))
    return [one["number"] for one in found if one is not None]


def status_of(text: str) -> str | None:
    """Return what the status *text* means, if nobody has to explain it."""
    return STATUSES.get(text.strip().casefold().replace("_", " ").replace("-", " "))


def fits(name: str, texts: Sequence[str]) -> bool:
    """Return whether *texts*, which are no placeholders, look like values of the field *name*."""
    text = texts[0].strip() if texts else ""
    if name == "clauses":
        return bool(clause_numbers(texts)) or text.casefold() in _ALL
    test = is_day_like if name in DAYS else _TESTS.get(name, bool)
    return test(text)


def _is_interval(text: str) -> bool:
    return months_in(text) is not None or text.isalpha()


def _is_word(text: str) -> bool:
    return _WORDS.fullmatch(text) is not None and not is_day_like(text)


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and not is_day_like(text)


def _is_somebody(text: str) -> bool:
    return bool(text) and not is_day_like(text) and not is_revision_like(text)


_ALL: Final = frozenset(("all", "wszystkie", "alle"))
_TESTS: Final[Mapping[str, Callable[[str], bool]]] = {
    **dict.fromkeys(("status", "type", "language"), _is_word),
    **dict.fromkeys(("owner", "prepared_by", "checked_by", "approved_by"), _is_somebody),
    "id": _is_id,
    "revision": is_revision_like,
    "review_every": _is_interval,
}
