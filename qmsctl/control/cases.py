"""The cases of a register, and where each stands on a day: kept, late, running out, or not to be computed and why.

The law's period decides.  What a register says besides, such as a last day of its own, is compared with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from qmsctl.control.case_columns import CaseReader
from qmsctl.control.periods import BeyondCalendarError, Pause, last_day
from qmsctl.documents.csv_table import Row, Table, day_in
from qmsctl.law import Length, Rule
from qmsctl.law.holidays import LOOKED_UP
from qmsctl.messages import Message, Translated, tr

__all__ = ["Case", "CaseStanding", "cases"]


class CaseStanding(Enum):
    """Where a case stands on a day."""

    OVERDUE = "overdue"
    """It is open, and its last day has passed."""
    UNKNOWN = "unknown"
    """Its last day cannot be computed, and the case says why."""
    RUNNING_OUT = "running_out"
    """It is open, and its last day is near."""
    OPEN = "open"
    LATE = "late"
    """It was settled after its last day."""
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a register, and what follows from it."""

    row: Row
    kind: str
    """As the register writes it."""
    rule: Rule | None
    unit: str
    received: dt.date | None
    closed: dt.date | None
    """Nothing while it was open on the day that is asked about."""
    period_ends: dt.date | None
    """The last day of the period of the law."""
    last_day: dt.date | None
    """The last day that counts: of the period, or another that was announced in time."""
    stated: dt.date | None
    """The last day as the register has it."""
    standing: CaseStanding
    days: int | None
    """How many days were left when it was settled, or are left on the day; fewer than none: how many too late."""
    reason: Message | None
    """Why nothing can be computed."""
    remarks: tuple[Message, ...]

    @property
    def is_stated_otherwise(self) -> bool:
        """Whether the register has a last day that is neither the law's nor the one announced."""
        return self.stated is not None and self.last_day is not None and self.stated not in self._own

    @property
    def _own(self) -> tuple[dt.date | None, ...]:
        return self.period_ends, self.last_day


class _UnclearError(Exception):
    """A row from which no last day can be computed."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason: Final = reason


def cases(table: Table, reader: CaseReader, day: dt.date, soon: dt.date) -> tuple[Case, ...]:
    """Return the cases of *table*, in its order.

    Args:
        table: the register.
        reader: reads its rows.
        day: the day that is asked about; what is settled later was open on it.
        soon: the last day that is near.
    """
    return tuple(_case(row, reader, day, soon) for row in table.rows)


def _case(row: Row, reader: CaseReader, day: dt.date, soon: dt.date) -> Case:
    nothing = Case(
        row,
        reader.kind_of(row),
        reader.rule_of(row),
        reader.cell(row, "unit"),
        *(day_in(reader.cell(row, "received")), None, None, None, day_in(reader.cell(row, "stated"))),
        CaseStanding.UNKNOWN,
        None,
        None,
        (),
    )
    try:
        return _judged(nothing, reader, day, soon)
    except _UnclearError as fault:
        return replace(nothing, reason=fault.reason)
    except BeyondCalendarError:
        known = tr(
            "its period leaves the years whose public holidays were looked up: {first} to {last}",
            first=LOOKED_UP[0],
            last=LOOKED_UP[-1],
        )
        return replace(nothing, reason=known)


def _judged(case: Case, reader: CaseReader, day: dt.date, soon: dt.date) -> Case:
    """Return *case* with its last day and where it stands.

    Raises:
        _UnclearError: its row does not say enough.
        BeyondCalendarError: nobody looked up the holidays of its years.
    """
    rule, length = _rule(case, reader)
    received, closed = _days(case.row, reader, day)
    end = last_day(received, length, _pauses(case.row, reader, rule, (received, length), closed))
    counts, remarks = _extended(case.row, reader, rule, (received, end), day)
    known = closed if closed is not None and closed <= day else None
    case = replace(case, received=received, closed=known, period_ends=end, last_day=counts)
    if case.is_stated_otherwise:
        remarks = (*remarks, tr("the register has {stated} as the last day", stated=case.stated or ""))
    elif case.stated is None and (cell := reader.cell(case.row, "stated")):
        remarks = (*remarks, tr("the last day of the register, {cell}, is no day", cell=cell))
    if known is not None:
        standing = CaseStanding.KEPT if known <= counts else CaseStanding.LATE
        return replace(case, standing=standing, days=(counts - known).days, remarks=remarks)
    near = CaseStanding.RUNNING_OUT if counts <= soon else CaseStanding.OPEN
    standing = CaseStanding.OVERDUE if counts < day else near
    return replace(case, standing=standing, days=(counts - day).days, remarks=remarks)


def _rule(case: Case, reader: CaseReader) -> tuple[Rule, Length]:
    if not case.kind:
        raise _UnclearError(tr("the row does not say what kind of case it is"))
    if case.rule is None:
        raise _UnclearError(
            tr("{kind} is no kind of case that {law} sets a period for", kind=case.kind, law=reader.law.key)
        )
    if case.rule.length is None:
        reason = tr("{article} names no day: such a case is settled without delay", article=case.rule.article)
        raise _UnclearError(reason)
    return case.rule, case.rule.length


def _days(row: Row, reader: CaseReader, day: dt.date) -> tuple[dt.date, dt.date | None]:
    """Return the day that *row* was received, and the day it was settled."""
    received = _day(row, reader, "received")
    if received is None:
        raise _UnclearError(tr("the day from which its period is counted is missing"))
    if received > day:
        raise _UnclearError(
            tr("it was received on {received}, after the day that is asked about", received=received)
        )
    closed = _day(row, reader, "closed")
    if closed is not None and closed < received:
        raise _UnclearError(tr("it was settled on {closed}, before it was received", closed=closed))
    return received, closed


def _day(row: Row, reader: CaseReader, said: str) -> dt.date | None:
    """Return the day that *row* has for *said*; nothing where the cell is empty."""
    cell = reader.cell(row, said)
    found = day_in(cell)
    if cell and found is None:
        raise _UnclearError(tr("{cell} is no day: write it as 2026-11-22 or 22.11.2026", cell=cell))
    return found


def _pauses(
    row: Row, reader: CaseReader, rule: Rule, period: tuple[dt.date, Length], closed: dt.date | None
) -> Sequence[Pause]:
    """Return the days of *row* that do not count."""
    ended: list[Pause] = []
    begun: list[dt.date] = []
    for text in reader.cell(row, "paused").replace(",", " ").replace(";", " ").split():
        first, between, last = (part.strip() for part in text.partition(".."))
        from_, until = day_in(first), day_in(last)
        if from_ is None or not between or (last and until is None) or (until is not None and until < from_):
            reason = tr("{cell} names no days that do not count: write 2026-05-04..2026-05-10", cell=text)
            raise _UnclearError(reason)
        if until is None:
            begun.append(from_)
        else:
            ended.append((from_, until))
    if (ended or begun) and rule.not_counted_by is None:
        raise _UnclearError(
            tr(
                "{law} names no days that do not count for a case of this kind, and the row has some",
                law=reader.law.key,
            )
        )
    for since in begun:
        if since <= last_day(*period, ended) and (closed is None or since <= closed):
            raise _UnclearError(
                tr("its period stands still since {since}, and nothing says until when", since=since)
            )
    return ended


def _extended(
    row: Row, reader: CaseReader, rule: Rule, period: tuple[dt.date, dt.date], day: dt.date
) -> tuple[dt.date, tuple[Message, ...]]:
    """Return the last day that counts, and what there is to say about another that *row* names."""
    received, end = period
    other = _day(row, reader, "extended")
    if other is None:
        return end, ()
    announced = _day(row, reader, "announced")
    in_vain = _why_not(other, announced if announced is None or announced <= day else None, reader, rule, end)
    if in_vain is not None:
        return end, (in_vain,)
    if rule.longest is not None and other > (most := last_day(received, rule.longest)):
        return most, (tr("{other} is later than the law allows", other=other),)
    said = tr(
        "the period itself ended on {end}; another day was announced ({article})",
        end=end,
        article=rule.extended_by or "",
    )
    doubt = tr("the register does not say when it was announced")
    return other, (said,) if announced else (said, doubt)


def _why_not(
    other: dt.date, announced: dt.date | None, reader: CaseReader, rule: Rule, end: dt.date
) -> Message | None:
    """Return why the day *other*, *announced* on a day or nobody knows when, does not count; `None` if it does."""
    if rule.extended_by is None:
        return tr("no article lets another day be announced for this: {kind}", kind=Translated(rule.title))
    if other <= end:
        return tr("the day announced, {other}, is not after the period's own end", other=other)
    if reader.has("announced") and announced is None:
        return tr("nothing shows that {other} was announced, so it does not count", other=other)
    if announced is not None and announced > end:
        return tr(
            "{other} was announced on {announced}, after the last day, so it does not count",
            other=other,
            announced=announced,
        )
    return None
