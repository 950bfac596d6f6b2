"""How the reader calls the program: hints name commands that work as they are printed."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Final

__all__ = ["COMMANDS", "as_typed"]

COMMANDS: Final = (
    "adopt", "approve", "audit", "changes", "check", "completion", "coverage", "deadlines", "demo", "diff", "due",
    "evidence", "explain", "export", "finding", "gap", "glossary", "history", "import", "init", "pack", "people",
    "register", "report", "review",
    "revise", "rules", "sample",
    "schema", "settings", "show", "stamp", "status", "verify", "waive", "waivers", "why", "withdraw",
)  # fmt: skip
"""The names of all commands: only before one of them is the program's name a call."""


@cache
def _call() -> re.Pattern[str]:
    """Return what finds a call; most runs never need it."""
    return re.compile(rf"(?<![\w./-])qmsctl (?=(?:{'|'.join(COMMANDS)})\b)")


def as_typed(text: str) -> str:
    """Return *text* with the program called as the one who called it did: `./run` in a clone says how."""
    command = os.environ.get("QMSCTL_COMMAND")
    return _call().sub(lambda _: f"{command} ", text) if command else text
