"""Where a result goes, and in which format if nobody says it."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final

from qmsctl.cli.terminal import out, out_for_programs, say
from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import Message, tr

__all__ = ["format_of", "hand_out", "is_file", "save"]

_ENDINGS: Final = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".json": "json",
    ".txt": "plain",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
    ".ics": "ics",
}


def is_file(output: Path | None) -> bool:
    """Return whether a result goes to a file: `-` stands for the standard output."""
    return output is not None and str(output) != "-"


def format_of(output: Path | None, formats: Collection[str]) -> str:
    """Return the format for where a result goes: a file by its ending, a terminal, or a pipe.

    Args:
        output: the file the caller named.
        formats: those that the result can be written in.  A name without an ending is plain text.

    Raises:
        QmsctlError: the ending stands for none of *formats*.
    """
    if output is None or not is_file(output):
        preferred = ("console", "plain") if sys.stdout.isatty() else ("plain",)
        return next((one for one in (*preferred, "plain", "markdown") if one in formats), "plain")
    ending = output.suffix.lower()
    format = _ENDINGS.get(ending) if ending else "plain"
    if format is not None and format in formats:
        return format
    endings = ", ".join(known for known, one in _ENDINGS.items() if one in formats and known != ".htm")
    raise QmsctlError(
        tr("the name {file} does not say how to write the result", file=str(output)),
        tr("let it end in one of {endings}, or add --format", endings=endings),
    )


def save(output: Path, content: str | bytes) -> None:
    """Write *content* to the file the caller named; a text as UTF-8.

    Raises:
        QmsctlError: it cannot be written there.
    """
    try:
        output.write_bytes(content if isinstance(content, bytes) else content.encode())
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be written: {reason}", file=str(output), reason=reason_of(fault)),
            tr("name a file in a folder that exists and that you may write to"),
        ) from fault


def hand_out(text: str, output: Path | None, format: str, saved: Message) -> None:
    """Print *text*, or write it to the file *output* and say *saved*."""
    if output is not None and is_file(output):
        save(output, text)
        say(saved)
    elif format in ("json", "ics"):
        out_for_programs(text)
    else:
        out(text)
