"""Where `qms.yaml` says that acknowledgements of documents are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from qmsctl.model.values import FORBID_UNKNOWN, FolderName, Span

__all__ = ["Acknowledging"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledging:
    """Where it is kept who has read which document."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    register: FolderName
    """The CSV file, by its path from the folder of `qms.yaml`."""
    within: Span = "14 days"
    """How long after a revision took effect its readers may take."""
