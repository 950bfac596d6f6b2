"""Where a result goes, and in which format if nobody says it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from qmsctl.cli.report import save
from qmsctl.cli.terminal import out, out_for_programs, say
from qmsctl.messages import Message

__all__ = ["format_of", "hand_out"]

_ENDINGS: Final = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json"}


def format_of(output: Path | None) -> str:
    """Return the format for where it goes: a file by its name, a terminal, or a pipe."""
    if output is not None and str(output) != "-":
        return _ENDINGS.get(output.suffix.lower(), "plain")
    return "console" if sys.stdout.isatty() else "plain"


def hand_out(text: str, output: Path | None, format: str, saved: Message) -> None:
    """Print *text*, or write it to the file *output* and say *saved*."""
    if output is not None and str(output) != "-":
        save(output, text)
        say(saved)
    elif format == "json":
        out_for_programs(text)
    else:
        out(text)
