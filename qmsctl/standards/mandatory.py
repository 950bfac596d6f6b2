"""Documented information that an edition demands: where, of which kind, and what an office usually shows.

`mandatory.psv` of a standard holds it, in words of our own; no text of a standard.  How well each
row is founded is part of the data: no edition was read in the original for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from qmsctl.data_rows import rows_of
from qmsctl.standards import SHIPPED, folder_of

__all__ = ["Basis", "Demanded", "Mode", "demanded_by"]


class Mode(Enum):
    """What has to be done with documented information."""

    MAINTAIN = "maintain"
    """It is a document: kept up to date."""
    RETAIN = "retain"
    """It is a record: kept as it was."""
    BOTH = "both"

    @property
    def wants_document(self) -> bool:
        """Whether a document has to say it."""
        return self is not Mode.RETAIN

    @property
    def wants_records(self) -> bool:
        """Whether records have to show it."""
        return self is not Mode.MAINTAIN


class Basis(Enum):
    """How well it is founded that an edition demands something."""

    COMPARED = "compared"
    """Two independent lists agree, one of them the guidance of the committee that writes the standard (N1286)."""
    REPORTED = "reported"
    """Reports on the edition say that its list is that of the edition before."""
    RECALLED = "recalled"
    """Known from practice, and compared with nothing."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """One piece of documented information that an edition demands."""

    clause: str
    mode: Mode
    always: bool
    """Otherwise only as far as the organisation needs it, or where it applies."""
    basis: Basis
    what: tuple[tuple[str, str], ...]
    """By language, in words of our own."""
    artefact: tuple[tuple[str, str], ...]
    """By language: what it usually is."""


@cache
def demanded_by(edition: str) -> tuple[Demanded, ...]:
    """Return what *edition* demands, in the order of its clauses; nothing of one that is not known, or has no list.

    Source: ISO/TC 176 N1286 by way of secondary sources, for 2015; see `Basis` for the others.
    """
    file = folder_of(edition) / "mandatory.psv" if edition in SHIPPED else None
    return tuple(
        Demanded(
            row["clause"],
            Mode(row["mode"]),
            row["needed"] == "always",
            Basis(row["basis"]),
            (("en", row["what_en"]), ("pl", row["what_pl"])),
            (("en", row["artefact_en"]), ("pl", row["artefact_pl"])),
        )
        for row in (rows_of(file) if file is not None and file.is_file() else ())
        if row["edition"] == edition
    )
