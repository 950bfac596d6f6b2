"""How grave a problem is, and what an organisation says about single rules."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from qmsctl.messages import Message, tr, tr_n

__all__ = ["NO_OPTIONS", "Option", "Options", "Revision", "RuleSetting", "Severity", "Unit"]


class Severity(Enum):
    """How grave a problem is for the state of the repository.

    It is not the grade of an audit finding, and neither follows from the other.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Higher is graver."""
        return {"error": 3, "warning": 2, "note": 1}[self.value]


class Unit(Enum):
    """What the figure of an option counts."""

    COUNT = "count"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Option:
    """A figure of a rule that an organisation may choose; declared beside the rule.  A greater one lets more pass."""

    name: str
    default: int
    unit: Unit
    meaning: Message
    """What it is, as a phrase that stands behind the figure: the days a review may be late."""
    least: int = 0
    most: int = 9999

    def read(self, text: str) -> int:
        """Return the figure written as *text*: `20`, or of days `30 days` as well.

        Raises:
            ValueError: it is none, or is too small or too large.
        """
        unit = r"(?: days?)?" if self.unit is Unit.DAYS else ""
        found = re.fullmatch(rf"([0-9]{{1,4}}){unit}", text, re.ASCII)
        if found is None or not self.least <= int(found[1]) <= self.most:
            raise ValueError(text)
        return int(found[1])

    @property
    def expected(self) -> Message:
        """How it is written, for whoever wrote something else."""
        if self.unit is Unit.DAYS:
            return tr(
                "write for example 30 days; from {least} to {most} days are possible",
                least=self.least,
                most=self.most,
            )
        return tr("write a whole number from {least} to {most}", least=self.least, most=self.most)

    def shown(self, figure: int) -> Message | str:
        """Return *figure* as it is printed."""
        return tr_n("{count} day", "{count} days", figure) if self.unit is Unit.DAYS else str(figure)

    def written(self, figure: int) -> str:
        """Return *figure* as it stands in `qms.yaml`."""
        if self.unit is Unit.DAYS:
            return f"{figure} day" if figure == 1 else f"{figure} days"
        return str(figure)


@dataclass(frozen=True, slots=True)
class Options:
    """The figures that were chosen for one rule; every other is as its rule has it."""

    chosen: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, option: Option) -> int:
        """Return the figure of *option*."""
        return self.chosen.get(option.name, option.default)

    def days(self, option: Option) -> dt.timedelta:
        """Return the days of *option*."""
        return dt.timedelta(days=self[option])


NO_OPTIONS: Final = Options()


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What is said about one rule, by `qms.yaml` and on the command line."""

    enabled: bool = True
    severity: Severity | None = None
    """`None` leaves the rule's own."""
    reason: str | None = None
    """Why a rule is off."""
    by_type: Mapping[str, Severity] = field(default_factory=dict)
    """The severity of problems of documents of a type, where it is another."""
    options: Options = NO_OPTIONS
    entry: str | None = None
    """The name under which `qms.yaml` switches it off: the rule's own, or that of its family."""

    def severity_for(self, type: str | None) -> Severity | None:
        """Return how grave a problem of a document of *type* is; `None` leaves the rule's own."""
        return self.severity if type is None else self.by_type.get(type, self.severity)


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit whose `qms.yaml` says how the check is set."""

    name: str
    """As it was asked for: a branch, a tag or a commit."""
    commit: str
