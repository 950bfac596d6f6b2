"""Days as other people write them, read by the forms that `qms.yaml` names and by no other.

Nobody can tell `03/04/2026` from `03/04/2026`: which is the month, only the form says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Final, TypeAlias

from qmsctl.model.values import Written

__all__ = ["CLEAR_FORMS", "DateForm", "date_form", "months_in", "read_day", "written_as"]

CLEAR_FORMS: Final = (
    "YYYY-MM-DD", "YYYY-M-D", "YYYY/MM/DD", "YYYY.MM.DD", "YYYY.M.D", "YYYYMMDD", "MMM D YYYY", "MMM D, YYYY",
    "D MMM YYYY", "D. MMM YYYY", "D-MMM-YYYY",
)  # fmt: skip
"""Forms in which nobody can take the day for the month."""
_TOKEN: Final = re.compile(r"YYYY|YY|MMMM|MMM|MM|M|DD|D")
_MONTHS: Final = (
    "january february march april may june july august september october november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "januar februar märz april mai juni juli august september oktober november dezember",
)
_SHORTEST: Final = 3
_NUMBERS: Final = {name: number for months in _MONTHS for number, name in enumerate(months.split(), start=1)}
_EXPRESSIONS: Final = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "MMM": r"(?P<name>[^\W\d_]{3,})\.?",
    "MMMM": r"(?P<name>[^\W\d_]{3,})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
}
_CENTURY: Final = 2000
_YEAR: Final = re.compile(r"(?<=[0-9])\s{0,3}r(?:\.|oku)\Z")
"""`12.09.2024 r.`: what Polish days end with, whatever their form."""
_INTERVAL: Final = re.compile(
    r"(?:every |co |alle )?(?P<count>[0-9]{1,3})?\s*(?P<unit>[^\W\d_]*)\.?", re.IGNORECASE
)
_UNITS: Final = {
    **dict.fromkeys(("", "m", "mo", "month", "months", "miesiąc", "miesiące", "miesięcy"), 1),
    **dict.fromkeys(("monat", "monate", "monaten", "måned", "måneder"), 1),
    **dict.fromkeys(("y", "yr", "year", "years", "rok", "lata", "lat", "jahr", "jahre"), 12),
    **dict.fromkeys(("quarter", "quarters", "kwartał", "kwartały"), 3),
}
_WORDS: Final = {
    **dict.fromkeys(("monthly", "miesięcznie"), 1),
    **dict.fromkeys(("quarterly", "kwartalnie"), 3),
    **dict.fromkeys(("half-yearly", "biannual", "biannually", "semi-annual", "półrocznie"), 6),
    **dict.fromkeys(("annual", "annually", "yearly", "rocznie", "corocznie", "jährlich", "årlig"), 12),
    **dict.fromkeys(("biennial", "biennially"), 24),
}


def date_form(text: str) -> str:
    """Return *text* if it says how days are written.

    Raises:
        ValueError: year, month and day do not each stand in it once, or other letters do.
    """
    tokens = [found[0][0] for found in _TOKEN.finditer(text)]
    if sorted(tokens) != ["D", "M", "Y"] or re.search(r"[A-Za-z]", _TOKEN.sub("", text)):
        raise ValueError(text)
    return text


DateForm: TypeAlias = Annotated[str, Written("date_form", date_form)]
"""`YYYY-MM-DD`, `D.M.YYYY`, `MMM D YYYY`: two letters stand for two digits, one for one or two."""


def read_day(text: str, forms: Iterable[str]) -> dt.date | None:
    """Return the day that *text* is in the first of *forms* it is written in; `None` if it is in none."""
    bare = _YEAR.sub("", text.strip())
    for form in forms:
        found = _of_form(form).fullmatch(bare)
        if found is None:
            continue
        said = found.groupdict()
        month = int(said["month"]) if said.get("month") else _month_named(said.get("name") or "")
        year = int(said["year"]) if said.get("year") else _CENTURY + int(said.get("short") or 0)
        try:
            return dt.date(year, month, int(said["day"]))
        except ValueError:
            continue
    return None


def written_as(day: dt.date, form: str) -> str:
    """Return *day* as the form *form* writes it, months by their English names."""
    name = _MONTHS[0].split()[day.month - 1].capitalize()
    written = {
        "YYYY": f"{day.year:04}",
        "YY": f"{day.year % 100:02}",
        "MMMM": name,
        "MMM": name[:_SHORTEST],
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "DD": f"{day.day:02}",
        "D": str(day.day),
    }
    return _TOKEN.sub(lambda token: written[token[0]], form)


@cache
def _of_form(form: str) -> re.Pattern[str]:
    written, at = "", 0
    for token in _TOKEN.finditer(form):
        written += re.escape(form[at : token.start()]) + _EXPRESSIONS[token[0]]
        at = token.end()
    return re.compile(written + re.escape(form[at:]), re.IGNORECASE)


def _month_named(name: str) -> int:
    """Return the month called *name*, or so abbreviated; 0 for none, or for more than one."""
    folded = name.casefold()
    found = {number for month, number in _NUMBERS.items() if month.startswith(folded)}
    return found.pop() if len(folded) >= _SHORTEST and len(found) == 1 else 0


def months_in(text: str) -> int | None:
    """Return the months of an interval such as `6 months`, `12`, `2 years`, `Annual`; `None` for anything else."""
    folded = text.strip().casefold()
    if folded in _WORDS:
        return _WORDS[folded]
    found = _INTERVAL.fullmatch(folded)
    if found is None or (found["count"] is None and not found["unit"]):
        return None
    months = _UNITS.get(found["unit"])
    if months is None:
        return None
    return int(found["count"] or 1) * months or None
