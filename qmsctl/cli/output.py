"""Where a result goes, and in which format if nobody says it."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cache import NO_CACHE
from qmsctl.cli.terminal import out, out_for_programs, say
from qmsctl.errors import QmsctlError, RefusedError, reason_of
from qmsctl.messages import Message, list_of, tr

if TYPE_CHECKING:
    from qmsctl.model.organisation import Folders

__all__ = ["format_asked", "format_of", "format_said", "hand_out", "is_file", "save"]

_SETTINGS: Final = "qms.yaml"
_BASELINE: Final = "qms-baseline.json"
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


def format_said(format: str | None, *, json: bool) -> str | None:
    """Return the format that `--format` and `--json` name together; `None` if neither was given.

    Args:
        format: what was given with `--format`.
        json: whether `--json` was given.

    Raises:
        QmsctlError: the two say different things.
    """
    if json and format not in (None, "json"):
        raise QmsctlError(
            tr("{one} and {other} exclude each other", one="--json", other=f"--format {format}"),
            tr("leave one of them out"),
        )
    return "json" if json else format


def format_asked(format: str | None, output: Path | None, formats: Collection[str], *, json: bool) -> str:
    """Return the format of a command that has `--json` beside `--format`, or else what `format_of` finds.

    Args:
        format: what was given with `--format`.
        output: the file the caller named.
        formats: those that the result can be written in.
        json: whether `--json` was given.

    Raises:
        QmsctlError: the two say different things, or the format or the ending of the file is none of *formats*.
    """
    chosen = format_said(format, json=json) or format_of(output, formats)
    if chosen not in formats:
        raise QmsctlError(
            tr("{word} is no value of {option}", word=chosen, option="--format"),
            tr("write one of: {expected}", expected=", ".join(formats)),
        )
    return chosen


def save(output: Path, content: str | bytes) -> None:
    """Write *content* to the file the caller named, in place of what it holds; a text as UTF-8.

    Raises:
        RefusedError: it holds a part of a quality management system.
        QmsctlError: it cannot be written there.
    """
    _refuse_controlled(output)
    try:
        output.write_bytes(content if isinstance(content, bytes) else content.encode())
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be written: {reason}", file=str(output), reason=reason_of(fault)),
            tr("name a file in a folder that exists and that you may write to"),
        ) from fault


def hand_out(text: str, output: Path | None, format: str, saved: Message, *, verbatim: bool = False) -> None:
    """Print *text*, or write it to the file *output* and say *saved*; *verbatim*: as for `out`."""
    if output is not None and is_file(output):
        save(output, text)
        say(saved)
    elif format in ("json", "ics"):
        out_for_programs(text)
    else:
        out(text, verbatim=verbatim)


def _refuse_controlled(output: Path) -> None:
    """Refuse to put a result in the place of a document, a record, a register or the settings of any system.

    Raises:
        RefusedError: *output* is one, or leads to one.
    """
    file = Path(os.path.realpath(output))
    if not file.is_file():
        return
    for root in file.parents:
        if not (root / _SETTINGS).is_file():
            continue
        folders = _folders(root).all
        for name in (_SETTINGS, _BASELINE, *folders):
            place = root / name
            # Some file systems take another case for the same name.
            if place.exists() and any(place.samefile(one) for one in (file, *file.parents)):
                raise RefusedError(
                    tr("{file} belongs to the quality management system, so it is kept", file=str(output)),
                    tr("name a new file, or one outside its folders: {folders}", folders=list_of(folders)),
                )


def _folders(root: Path) -> Folders:
    """Return where the system in *root* keeps its files; the default, if its settings cannot be read."""
    from qmsctl.cli.options import caching
    from qmsctl.model.configuration import load_organisation
    from qmsctl.model.organisation import Folders
    from qmsctl.repo.repository import open_repository
    from qmsctl.repo.snapshot import WorkingTree

    try:
        cache = open_repository(root).cache(os.environ) if caching() else NO_CACHE
        return load_organisation(WorkingTree(root), cache)[0].folders
    except QmsctlError:
        return Folders()
