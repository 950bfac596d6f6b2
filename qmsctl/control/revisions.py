"""How revisions are counted: which one follows another, and which of two came first.

A revision is only a text, so every answer is about one style of writing it:
`3.1`, `A/1`, `wyd. 2`, `R15`, `II`.  Between two styles there is no order.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

__all__ = ["compare_revisions", "is_backward", "next_revision"]

_PART: Final = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W0-9_]+)|(?P<between>[\W_]+)")
_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_LETTER: Final = re.compile(r"[a-z]")
_ROMAN: Final = re.compile(r"(?=[IVX])(?P<tens>X{0,3})(?P<ones>IX|IV|V?I{0,3})")
_ONES: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_YEARLY: Final = re.compile(r"(?<![0-9])(?P<number>[0-9]+)(?P<between>\s*/\s*)(?P<year>(?:19|20)[0-9]{2})\Z")
"""`2/2026`: the second of its year."""
_DATE: Final = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<between>[-.])(?P<month>0[1-9]|1[0-2])"
    r"(?:(?P=between)(?P<day>0[1-9]|[12][0-9]|3[01]))?\Z"
)
"""`2026-01` or `2026-01-31`."""

_Order: TypeAlias = "tuple[int | str, ...]"
"""A place in a count."""


@dataclass(frozen=True)
class _Part:
    """A run of digits, of letters, or of what stands between them."""

    text: str
    kind: str
    last: bool
    """Whether nothing follows: only there a small letter counts, as in `1a`."""

    @cached_property
    def readings(self) -> dict[str, _Order]:
        """What it can be counted as, likeliest first, with its place in that count."""
        if self.kind == "number":
            return {"number": _numeric(self.text)}
        if self.kind != "word":
            return {}
        found: dict[str, _Order] = {}
        if _ROMAN.fullmatch(self.text):
            found["roman"] = (_roman_value(self.text), "")
        if _LETTERS.fullmatch(self.text) or (self.last and _LETTER.fullmatch(self.text)):
            found["letters" if self.text.isupper() else "letter"] = (len(self.text), self.text)
        return found

    def following(self, *, roman: bool) -> str | None:
        """Return what follows it, or `None` if it counts nothing or its count ends here."""
        for reading in self.readings:
            if reading == "number":
                return _successor(self.text, "0", "9", "1")
            if reading == "roman" and roman:
                return _roman(_roman_value(self.text) + 1)
            if reading == "letters":
                return None if self.text == "ZZZ" else _successor(self.text, "A", "Z", "A")
            if reading == "letter":
                return None if self.text == "z" else chr(ord(self.text) + 1)
        return None


def next_revision(text: str, *, day: dt.date | None = None, known: Collection[str] = ()) -> str:
    """Return the revision that follows *text* in its own style.

    `3.9` is followed by `3.10`, `02` by `03`, `A/1` by `A/2`, `Z` by `AA`, `wyd. II` by
    `wyd. III`, `2026-12` by `2027-01`.  What counts nothing begins to: `draft` is followed
    by `draft 2`.

    Args:
        text: a revision, without blanks around it.
        day: the day of the change: a revision that is a date proposes that date.
        known: earlier revisions of the same document.  `I` is the first Roman numeral
            unless one of them, such as `H`, can only be a letter.

    Returns:
        A revision that `compare_revisions` places after *text*.
    """
    return next(one for one in _candidates(text, day, known) if compare_revisions(text, one) == -1)


def compare_revisions(old: str, new: str) -> int | None:
    """Return -1 if *new* comes after *old*, 1 if before, 0 if neither, `None` if their styles differ.

    Numbers count by value, letters like the columns of a table (`Z` before `AA`), and a
    revision comes before its own sub-revisions: `1` before `1.1`.  Words must be the same.
    This orders pairs; texts that can be read in two ways, such as `I`, make no total order.
    No revision at all comes neither before nor after one.
    """
    if not (old and new):
        return None
    one, other = _YEARLY.search(old), _YEARLY.search(new)
    if one is None or other is None:
        return _compare(_parts(old), _parts(new)) if one is other else None
    same = _words(old[: one.start()]) == _words(new[: other.start()])
    return _sign(_in_year(one), _in_year(other)) if same else None


def is_backward(old: str, new: str) -> bool | None:
    """Return whether *new* comes before *old* in their common style; `None` if they have none."""
    order = compare_revisions(old, new)
    return None if order is None else order > 0


def _candidates(text: str, day: dt.date | None, known: Collection[str]) -> Iterator[str]:
    """Yield what may follow *text*, likeliest first; the last one always does."""
    if date := _DATE.search(text):
        yield from (text[: date.start()] + one for one in _dates(date, day))
    if yearly := _YEARLY.search(text):
        number = _successor(yearly["number"], "0", "9", "1")
        yield f"{text[: yearly.start()]}{number}{text[yearly.end('number') :]}"
    parts = _parts(text)
    roman = not any(_is_lettered(one, parts) for one in known)
    for index in range(len(parts) - 1, -1, -1):
        following = parts[index].following(roman=roman)
        if following is not None:
            pieces = [part.text for part in parts]
            yield "".join([*pieces[:index], following, *pieces[index + 1 :]])
            break
    yield f"{text} 2"


def _dates(date: re.Match[str], day: dt.date | None) -> Iterator[str]:
    """Yield the *day* as *date* is written, and the day or month after *date*."""
    year, month, between = int(date["year"]), int(date["month"]), date["between"]
    if date["day"] is None:
        later = (year, month + 1) if month < len(calendar.month_name) - 1 else (year + 1, 1)
        for one in (*([(day.year, day.month)] if day else []), later):
            yield f"{one[0]:04}{between}{one[1]:02}"
    elif int(date["day"]) <= calendar.monthrange(year, month)[1]:
        following = dt.date(year, month, int(date["day"])) + dt.timedelta(days=1)
        for on in (*([day] if day else []), following):
            yield f"{on.year:04}{between}{on.month:02}{between}{on.day:02}"


def _is_lettered(one: str, parts: Sequence[_Part]) -> bool:
    """Return whether *one* has a letter where *parts* have what can be Roman or a letter."""
    others = _parts(one)
    return len(others) == len(parts) and any(
        "roman" in part.readings and "letters" in other.readings and "roman" not in other.readings
        for part, other in zip(parts, others, strict=True)
    )


def _parts(text: str) -> tuple[_Part, ...]:
    found = list(_PART.finditer(text))
    return tuple(_Part(match[0], match.lastgroup or "", last=match.end() == len(text)) for match in found)


def _compare(old: Sequence[_Part], new: Sequence[_Part]) -> int | None:
    order = 0
    for one, other in zip(old, new, strict=False):
        step = _compare_parts(one, other)
        if step is None:
            return None
        order = order or step
    rest = (*old[len(new) :], *new[len(old) :])
    if any(part.kind == "word" and not part.readings for part in rest):
        return None  # `1.0 draft` is neither before nor after `1.0`
    if not order and any(part.readings for part in rest):
        order = -1 if len(old) < len(new) else 1
    return order


def _compare_parts(old: _Part, new: _Part) -> int | None:
    if old.kind != new.kind:
        return None
    for reading in ("number", "roman", "letters", "letter"):
        if reading in old.readings and reading in new.readings:
            return _sign(old.readings[reading], new.readings[reading])
    return 0 if _words(old.text) == _words(new.text) else None


def _words(text: str) -> str:
    """Return *text* as it counts for the style: neither capitals nor blanks around it matter."""
    return text.strip().casefold()


def _in_year(found: re.Match[str]) -> _Order:
    return (*_numeric(found["year"]), *_numeric(found["number"]))


def _sign(old: _Order, new: _Order) -> int:
    return (old > new) - (old < new)


def _numeric(digits: str) -> _Order:
    """Return the place of a number among others, however many digits it has."""
    bare = digits.lstrip("0")
    return len(bare), bare


def _successor(text: str, zero: str, last: str, first: str) -> str:
    """Return what follows *text* in a count with carrying: `09` `10`, `99` `100`, `AZ` `BA`, `ZZ` `AAA`.

    Args:
        text: digits or letters.
        zero: what *last* turns into when it is carried over.
        last: the highest of them.
        first: what is put in front when all are carried over.
    """
    head = text.rstrip(last)
    carried = zero * (len(text) - len(head))
    return f"{head[:-1]}{chr(ord(head[-1]) + 1)}{carried}" if head else first + carried


def _roman_value(text: str) -> int:
    found = _ROMAN.fullmatch(text)
    return 10 * len(found["tens"]) + _ONES.index(found["ones"]) if found else 0


def _roman(value: int) -> str | None:
    """Return *value* as a Roman numeral of `X`, `V` and `I`; beyond 39 nobody counts revisions so."""
    tens, ones = divmod(value, 10)
    return "X" * tens + _ONES[ones] if tens < len("XXXX") else None
