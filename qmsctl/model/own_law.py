"""Where `qms.yaml` says in which periods an organisation answers cases that no law of qmsctl speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from qmsctl.model.values import FORBID_UNKNOWN, Day, Named, Period

__all__ = ["OwnLaw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLaw:
    """Periods that an organisation set itself, or took from a law that qmsctl does not have."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    title: Named
    """What sets them: a procedure, an act, a contract."""
    source: Named | None = None
    """Where it is found; by default the title says so."""
    checked: Day
    """The day somebody looked them up there."""
    periods: Mapping[str, Period]
    """By the kind of case, as registers write it: how long it may take from the day it was received."""
