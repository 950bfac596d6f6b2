"""What came of verifying a pack: each question that was asked, of how many things, and what does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

from qmsctl.messages import Message
from qmsctl.packs.description import Description

__all__ = ["QUESTIONS", "PackVerified", "Question", "Standing", "Trouble"]

Question: TypeAlias = Literal[
    "files", "manifest", "description", "history", "origin", "documents", "attachments", "seals",
    "papers", "signature", "time_stamp",
]  # fmt: skip
QUESTIONS: Final[tuple[Question, ...]] = (
    "files", "manifest", "description", "history", "origin", "documents", "attachments", "seals",
    "papers", "signature", "time_stamp",
)  # fmt: skip
"""In the order in which they are asked."""


class Standing(Enum):
    """How something of a pack stands."""

    BROKEN = "broken"
    """It does not hold."""
    UNKNOWN = "unknown"
    """It cannot be established."""
    NOTE = "note"
    """It holds, or nothing speaks against it, and whoever relies on it has to know this."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that has to be said of a pack."""

    question: Question
    name: str
    """The file it is about; empty where it is the pack as a whole."""
    standing: Standing
    detail: Message


@dataclass(frozen=True, slots=True)
class PackVerified:
    """All that came of it."""

    description: Description | None
    """`None` if it cannot be read."""
    manifest: str | None
    """SHA-256 of the manifest."""
    looked_at: Mapping[Question, int]
    """Of how many things each question was asked."""
    troubles: tuple[Trouble, ...]

    @property
    def broken(self) -> tuple[Trouble, ...]:
        """What does not hold, or cannot be established."""
        return tuple(one for one in self.troubles if one.standing is not Standing.NOTE)

    @property
    def notes(self) -> tuple[Trouble, ...]:
        """What has to be known besides."""
        return tuple(one for one in self.troubles if one.standing is Standing.NOTE)

    @property
    def holds(self) -> bool:
        """Whether everything holds that was asked about."""
        return not self.broken
