"""Registers whose rows have a day by which something is to be done: of suppliers, of trainings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from qmsctl.model.values import FORBID_UNKNOWN, FolderName, Months

__all__ = ["DatedRegister"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRegister:
    """Which register it is, and which of its columns say what is to be done by when."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    register: FolderName
    """The CSV file, by its path from the folder of `qms.yaml`."""
    about: Literal["supplier", "training"]
    subject: str
    """The column that names the supplier or the training."""
    day: str
    """The column of the day: by which it is due, or with `every`, on which it was done last."""
    every: Months | None = None
    """How often it is done anew."""
    done: str | None = None
    """The column that says, by holding anything at all, that it was done."""
    owner: str | None = None
    """The column that names who answers for it: a role or a person of `qms.yaml`, or a unit."""
