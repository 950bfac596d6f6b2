"""Verdicts on signatures that were found before, in the user's cache."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Final

from qmsctl.cache import Shelf
from qmsctl.repo.verdicts import Standing, Verdict

__all__ = ["KeptVerdicts"]


class KeptVerdicts:
    """Verdicts by the name of what is signed and the digest of the listed keys."""

    def __init__(self, shelf: Shelf) -> None:
        """Take what lies on *shelf*."""
        self._shelf: Final = shelf

    def get(self, key: tuple[str, str], /) -> Verdict | None:
        """Return the verdict under *key*, or `None`."""
        kept = self._shelf.get(" ".join(key))
        if kept is None:
            return None
        standing, fingerprint, listed, made, begins, ends, program = json.loads(kept)
        return Verdict(Standing(standing), fingerprint, tuple(listed), made, begins, ends, program)

    def __setitem__(self, key: tuple[str, str], verdict: Verdict, /) -> None:
        standing, *rest = astuple(verdict)
        self._shelf.put(" ".join(key), json.dumps([standing.value, *rest]))
