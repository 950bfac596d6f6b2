"""How the reader calls the program: hints name commands that work as they are printed."""

from __future__ import annotations

import os
import re
from typing import Final

__all__ = ["COMMANDS", "as_typed"]

COMMANDS: Final = (
    "approve", "audit", "changes", "check", "coverage", "demo", "diff", "due", "evidence", "explain", "finding", "gap",
    "history", "init", "pack", "register", "report", "review", "revise", "rules", "sample", "show", "stamp", "status",
    "verify", "why", "withdraw",
)  # fmt: skip
"""The names of all commands: only before one of them is the program's name a call."""

_CALL: Final = re.compile(rf"(?<![\w./-])qmsctl (?=(?:{'|'.join(COMMANDS)})\b)")


def as_typed(text: str) -> str:
    """Return *text* with the program called as the one who called it did: `./run` in a clone says how."""
    command = os.environ.get("QMSCTL_COMMAND")
    return _CALL.sub(lambda _: f"{command} ", text) if command else text
