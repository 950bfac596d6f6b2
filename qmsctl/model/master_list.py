"""Where `qms.yaml` says how lists of documents that somebody keeps by hand are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from qmsctl.model.foreign_dates import DateForm
from qmsctl.model.values import FORBID_UNKNOWN, FolderName, Named

__all__ = ["MasterColumns", "MasterList"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterColumns:
    """What each column of a list of documents is called; one that is left out is looked for under its usual names."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: Named | None = None
    title: Named | None = None
    type: Named | None = None
    language: Named | None = None
    revision: Named | None = None
    """The one in force."""
    effective: Named | None = None
    """Since when it is in force."""
    approved: Named | None = None
    """By whom and on what day, in one cell."""
    approved_by: Named | None = None
    approved_on: Named | None = None
    owner: Named | None = None
    review_due: Named | None = None
    """The day of the next review."""
    state: Named | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterList:
    """How a list of documents, or a matrix of their readers, is read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    files: tuple[FolderName, ...]
    """Markdown, CSV or Excel files, by their paths from the folder of `qms.yaml`."""
    heading: Named | None = None
    """The heading above the table, or the name of the sheet."""
    columns: MasterColumns = field(default_factory=MasterColumns)
    dates: tuple[DateForm, ...] = ()
    """How days are written in it besides 2026-11-22, such as `DD.MM.YYYY`."""
    words: Mapping[str, str] = field(default_factory=dict)
    """By a word of the list: the key of the role, person, unit, type or state that it stands for."""
    matrix: bool = False
    """Whether it says who reads which document."""
