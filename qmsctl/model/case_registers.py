"""Where `qms.yaml` says how registers of cases are read: which column holds what, and which word names which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from qmsctl.model.values import FORBID_UNKNOWN, FolderName, Named

__all__ = ["CaseColumns", "CaseRegister"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseColumns:
    """What each column of a register of cases is called; one that is left out is looked for under its usual names."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    received: Named | None = None
    """The day from which the period is counted."""
    kind: Named | None = None
    closed: Named | None = None
    """The day the case was settled; empty while it is open."""
    extended: Named | None = None
    """Another last day that was announced."""
    announced: Named | None = None
    """The day on which it was announced."""
    paused: Named | None = None
    """Days that do not count: `2026-05-04..2026-05-10`, several with a blank or a comma between."""
    unit: Named | None = None
    stated: Named | None = None
    """The last day as the register itself has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRegister:
    """How the registers of cases of one kind are read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    files: tuple[FolderName, ...]
    """The CSV files, by their paths from the folder of `qms.yaml`."""
    law: str | None = None
    """Whose periods count, such as `kpa`."""
    kind: str | None = None
    """What every case is, where no column says it."""
    columns: CaseColumns = field(default_factory=CaseColumns)
    kinds: Mapping[str, str] = field(default_factory=dict)
    """By the word of the register: the kind of case of the law."""
