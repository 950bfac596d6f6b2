"""What comes of a signature, whoever should have made it and whenever: what can be kept and used again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

__all__ = ["BAD", "UNSIGNED", "Standing", "Verdict", "Verdicts"]


class Standing(Enum):
    """How a signature stands."""

    UNSIGNED = "unsigned"
    GOOD = "good"
    """A listed key signed exactly this."""
    BAD = "bad"
    """It is no signature of this."""
    UNLISTED = "unlisted"
    """Nobody listed the key."""
    REVOKED = "revoked"
    """The key is listed, and says itself that it was revoked."""
    UNKNOWN = "unknown"
    """It cannot be verified here."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one signature; it depends on the signed object and on the listed keys alone."""

    standing: Standing
    key: str = ""
    """The fingerprint of the key."""
    listed: tuple[int, ...] = ()
    """Where the key stands among the listed ones."""
    made: int | None = None
    """Seconds: when the signature itself says it was made; an SSH signature says nothing."""
    begins: int | None = None
    """Seconds: from when the key itself says it is valid."""
    ends: int | None = None
    """Seconds: from when it is valid no more."""
    program: str = ""
    """What would be needed to verify it, where that cannot be done."""


UNSIGNED: Final = Verdict(Standing.UNSIGNED)
BAD: Final = Verdict(Standing.BAD)


class Verdicts(Protocol):
    """Verdicts that were found before: by the name of the commit or tag, and the digest of the listed keys."""

    def get(self, key: tuple[str, str], /) -> Verdict | None:
        """Return the verdict under *key*, or `None`."""
        ...

    def __setitem__(self, key: tuple[str, str], verdict: Verdict, /) -> None: ...
