"""The deadlines of a register of cases: where each case stands on a day, in figures, by kind and by month."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import AuditStatus
from qmsctl.control.case_columns import CaseReader
from qmsctl.control.cases import Case, CaseStanding
from qmsctl.control.registers import PinnedRegister
from qmsctl.control.system import System
from qmsctl.law import Law, Length, Rule, Unit
from qmsctl.messages import Message, tr, tr_n
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Mark, Numbered, Tone, natural_key

__all__ = ["NO_ADVICE", "STANDINGS", "CaseList", "Draws", "case_list", "draws", "length_in_words"]

STANDINGS: Final[Mapping[CaseStanding, Mark]] = {
    CaseStanding.OVERDUE: Mark(tr("open past its last day"), "▲", Tone.BAD),
    CaseStanding.UNKNOWN: Mark(tr("cannot be computed"), "?", Tone.CAUTION),
    CaseStanding.RUNNING_OUT: Mark(tr("running out"), "●", Tone.CAUTION),
    CaseStanding.OPEN: Mark(tr("open, time left"), "○", Tone.CALM),
    CaseStanding.LATE: Mark(tr("settled late"), "✗", Tone.BAD),
    CaseStanding.KEPT: Mark(tr("deadline kept"), "✓", Tone.GOOD),
}
"""Where a case stands, the most pressing first."""

NO_ADVICE: Final = tr(
    "This is computed from the register and from periods kept as data, and is no legal advice:"
    " whoever decides reads the act itself."
)

_BAD: Final = (CaseStanding.OVERDUE, CaseStanding.UNKNOWN, CaseStanding.LATE)
_NAMED: Final = 20
"""How many rows a command names."""
_MONTHS: Final = 24
"""How many months a picture shows; of more there are years."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Commands by which rows are drawn and recorded as evidence."""

    look: str | None
    """Shows the rows that are late or unclear; `None`: there are none."""
    record: str | None
    left_out: int
    """How many of these rows the commands do not name."""
    random_look: str
    random_record: str | None


@dataclass(frozen=True, slots=True)
class CaseList:
    """The cases of one register, the most pressing first."""

    organisation: str
    language: str
    """The organisation's."""
    register: str
    digest: str
    law: Law
    columns: Mapping[str, str]
    """Which column of the register was read for what."""
    soon: dt.date
    """The last day that is near."""
    cases: tuple[Case, ...]
    chosen: tuple[CaseStanding, ...]
    """Which of them are listed; empty: all."""
    units: Mapping[str, str]
    draws: Draws | None
    """`None`: the register is not what a commit holds, so nobody could draw from it again."""
    provenance: Provenance

    @property
    def day(self) -> dt.date:
        """The day that is asked about."""
        return self.provenance.day

    @property
    def rows(self) -> tuple[Case, ...]:
        """The cases that are listed."""
        return tuple(case for case in self.cases if not self.chosen or case.standing in self.chosen)

    @property
    def fails(self) -> bool:
        """Whether anything that is listed is late, or cannot be computed."""
        return any(case.standing in _BAD for case in self.rows)

    def counted(self, cases: tuple[Case, ...]) -> tuple[Numbered, ...]:
        """Return how many of *cases* there are of each standing."""
        found = [case.standing for case in cases]
        return tuple(Numbered(mark, found.count(standing)) for standing, mark in STANDINGS.items())

    @property
    def by_kind(self) -> tuple[tuple[str, tuple[Case, ...]], ...]:
        """The cases by what the register calls their kind."""
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            found.setdefault(case.kind, []).append(case)
        return tuple(
            (kind, tuple(cases)) for kind, cases in sorted(found.items(), key=lambda one: natural_key(one[0]))
        )

    @property
    def shows_years(self) -> bool:
        """Whether the last days are counted by year, because there are many months."""
        days = (case.last_day for case in self.cases if case.last_day is not None)
        return len({day.isoformat()[:7] for day in days}) > _MONTHS

    @property
    def by_month(self) -> tuple[tuple[str, tuple[Case, ...]], ...]:
        """The cases by the month of their last day, or by its year where there are many months."""
        digits = 4 if self.shows_years else 7
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            if case.last_day is not None:
                found.setdefault(case.last_day.isoformat()[:digits], []).append(case)
        return tuple((month, tuple(cases)) for month, cases in sorted(found.items()))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules by which the cases were judged, in the order of the law."""
        used = {case.rule.key for case in self.cases if case.rule is not None}
        return tuple(rule for rule in self.law.rules if rule.key in used)

    @property
    def repeated(self) -> tuple[str, ...]:
        """The marks that several rows bear."""
        names = [case.row.name for case in self.cases]
        return tuple(dict.fromkeys(name for name in names if names.count(name) > 1))

    @property
    def stated_otherwise(self) -> int:
        """In how many rows the register has another last day."""
        return sum(case.is_stated_otherwise for case in self.cases)


def case_list(  # noqa: PLR0913 - properties of a list, each by its name
    system: System,
    register: PinnedRegister,
    reader: CaseReader,
    found: tuple[Case, ...],
    *,
    soon: dt.date,
    chosen: tuple[CaseStanding, ...],
    drawn: Draws | None,
    made: Provenance,
) -> CaseList:
    """Return the list of the cases *found* in *register*.

    Args:
        system: on the day that is asked about.
        register: what they were read from.
        reader: read them, by the periods of a law.
        found: every case of the register.
        soon: the last day that is near.
        chosen: which standings are listed; empty: all.
        drawn: how rows are drawn and recorded.
        made: from what the list is made.
    """
    organisation = system.organisation
    return CaseList(
        organisation.organisation.name,
        organisation.language,
        register.path,
        register.digest,
        reader.law,
        {said: register.table.columns[index] for said, index in reader.columns.items()},
        soon,
        tuple(sorted(found, key=_order)),
        chosen,
        organisation.units,
        drawn,
        made,
    )


def draws(system: System, register: PinnedRegister, found: tuple[Case, ...], *, at_head: bool) -> Draws:
    """Return how rows of *register* are drawn, and recorded as evidence.

    Args:
        system: what is under audit; where one audit alone is under way, its id is proposed.
        register: as a commit holds it.
        found: its cases.
        at_head: whether it is the newest commit, from which evidence is drawn.
    """
    under_way = [audit.id for audit in system.audits if audit.status is AuditStatus.IN_PROGRESS]
    audit = ("--audit", under_way[0]) if len(under_way) == 1 else ()
    sample = ("qmsctl", "sample", register.path, "--rev", register.commit)
    evidence = ("qmsctl", "evidence", "add", *audit, "--register", register.path)
    wanted = [case.row.number for case in sorted(found, key=_order) if case.standing in _BAD]
    rows = [word for number in sorted(wanted[:_NAMED]) for word in ("--row", f"#{number}")]
    return Draws(
        shlex.join((*sample, *rows)) if rows else None,
        shlex.join((*evidence, *rows)) if rows and at_head else None,
        len(wanted) - len(wanted[:_NAMED]),
        shlex.join((*sample, "--rule", "sqrt")),
        shlex.join((*evidence, "--sample-rule", "sqrt")) if at_head else None,
    )


def _order(case: Case) -> tuple[int, dt.date, int]:
    return [*STANDINGS].index(case.standing), case.last_day or dt.date.min, case.row.number


def length_in_words(length: Length | None) -> Message:
    """Return how long a period is, in words."""
    if length is None:
        return tr("without delay; the law names no day")
    spoken = {
        Unit.DAY: tr_n("{count} day", "{count} days", length.count),
        Unit.WORKDAY: tr_n("{count} working day", "{count} working days", length.count),
        Unit.WEEK: tr_n("{count} week", "{count} weeks", length.count),
        Unit.MONTH: tr_n("{count} month", "{count} months", length.count),
        Unit.YEAR: tr_n("{count} year", "{count} years", length.count),
    }
    return spoken[length.unit]
