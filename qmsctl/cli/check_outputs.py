"""Where the result of a check goes: any number of files, each in a format of its own, and the standard output."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.cli.output import save
from qmsctl.cli.terminal import colour, out, out_for_programs, say, width
from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import Message, tr
from qmsctl.render.check_formats import CHECK_FORMATS, CheckFormat, Surface

__all__ = ["Target", "default_format", "deliver", "targets"]

_ENDINGS: Final = {one.ending: one for one in CHECK_FORMATS.values() if one.ending}
_NAMED: Final = re.compile(r"(?P<format>[A-Za-z][\w-]*)=(?P<file>.*)", re.DOTALL)

SUMMARY: Final = "GITHUB_STEP_SUMMARY"
_SUMMARY_ROOM: Final = 1024 * 1024
"""Bytes of a step's summary: GitHub shows nothing of one that has more."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place the result goes to."""

    format: CheckFormat
    file: Path | None = None
    """`None` is the standard output."""
    room: int | None = None
    """Bytes that are left in a summary, behind which the result is put."""

    @property
    def surface(self) -> Surface:
        """What the text for it is written on."""
        return Surface(width(), colour=self.file is None and colour(), room=self.room)


def targets(
    outputs: Sequence[str], format: CheckFormat | None, environment: Mapping[str, str]
) -> tuple[Target, ...]:
    """Return where the result goes.

    Args:
        outputs: each `FILE`, `FORMAT=FILE`, or `-` in place of the file.
        format: for what names none.
        environment: says whether this is a job of GitHub Actions.

    Raises:
        QmsctlError: a format does not exist, a name does not say the format, or two results would go to one place.
    """
    found = [_target(output, format, environment) for output in outputs]
    bare = any(not _NAMED.fullmatch(output) for output in outputs)
    printed = any(target.file is None for target in found)
    if not printed and (not found or _is_github(environment) or (format is not None and not bare)):
        found.append(Target(format if format and not bare else default_format(environment)))
    _refuse_two_at_one_place(found)
    summary = environment.get(SUMMARY)
    to_github = any(target.file is None and target.format.name == "github" for target in found)
    if _is_github(environment) and to_github and summary:
        file = Path(summary)
        room = _SUMMARY_ROOM - (file.stat().st_size if file.is_file() else 0)
        found.append(Target(CHECK_FORMATS["markdown"], file, room))
    return tuple(found)


def default_format(environment: Mapping[str, str]) -> CheckFormat:
    """Return the format for where standard output leads: a job of GitHub Actions, a terminal, or a pipe."""
    if _is_github(environment):
        return CHECK_FORMATS["github"]
    return CHECK_FORMATS["console" if sys.stdout.isatty() else "plain"]


def deliver(
    chosen: Sequence[Target], texts: Sequence[str], verdict: str, environment: Mapping[str, str]
) -> None:
    """Write each of *texts* to its target; where none of them is printed, say the *verdict*.

    Lines that GitHub's runner would obey as commands are printed to it so that it does not.

    Raises:
        QmsctlError: a file cannot be written.  A summary that cannot is only told: the result has been printed.
    """
    for target, text in zip(chosen, texts, strict=True):
        if target.file is None:
            if not target.format.for_people:
                out_for_programs(text)
            else:
                out(_without_commands(text) if _is_github(environment) else text)
        elif target.room is not None:
            _append(target.file, text)
        else:
            save(target.file, text)
            say(tr("The result is in {file}.", file=str(target.file)))
    if all(target.file is not None for target in chosen):
        say(Message("{verdict}", (("verdict", verdict),)))


def _without_commands(text: str) -> str:
    from qmsctl.render.check_github import harmless

    return "\n".join(harmless(line) for line in text.split("\n"))


def _is_github(environment: Mapping[str, str]) -> bool:
    return environment.get("GITHUB_ACTIONS") == "true"


def _target(output: str, format: CheckFormat | None, environment: Mapping[str, str]) -> Target:
    """Return the place that one `-o` names."""
    named = _NAMED.fullmatch(output)
    name = named["file"] if named else output
    if not name:
        raise QmsctlError(
            tr("-o {given} names no file", given=output or "''"),
            tr("write FORMAT=FILE, such as -o sarif=qms.sarif; - in place of the file prints it"),
        )
    file = None if name == "-" else Path(name)
    if named:
        return Target(_format_named(named["format"], output), file)
    if format is not None or file is None:
        return Target(format or default_format(environment), file)
    return Target(_format_by_ending(file), file)


def _format_named(name: str, output: str) -> CheckFormat:
    if name in CHECK_FORMATS:
        return CHECK_FORMATS[name]
    from qmsctl.model.schema import closest

    near = closest(name, tuple(CHECK_FORMATS))
    raise QmsctlError(
        tr("{name} is no format of a check", name=name),
        tr("did you mean {near}?", near=near)
        if near
        else tr(
            "write one of: {expected}; if this is the name of a file: ./{file}",
            expected=", ".join(CHECK_FORMATS),
            file=output,
        ),
    )


def _format_by_ending(file: Path) -> CheckFormat:
    if not file.suffix:
        return CHECK_FORMATS["plain"]
    if file.name.lower().endswith(".sarif.json"):
        return CHECK_FORMATS["sarif"]
    format = _ENDINGS.get(file.suffix.lower())
    if format is None:
        raise QmsctlError(
            tr("the name {file} does not say how to write the result", file=str(file)),
            tr(
                "let it end in one of {endings}, or name the format before it, such as gitlab=FILE",
                endings=", ".join(_ENDINGS),
            ),
        )
    return format


def _refuse_two_at_one_place(found: Sequence[Target]) -> None:
    places = [target.file and os.path.realpath(target.file) for target in found]
    for target, place in zip(found, places, strict=True):
        if places.count(place) > 1:
            where = tr("the standard output") if target.file is None else str(target.file)
            raise QmsctlError(
                tr("two results would go to one place: {place}", place=where),
                tr("name another file for one of them"),
            )


def _append(file: Path, text: str) -> None:
    """Put *text* behind what a summary holds."""
    try:
        with file.open("ab") as stream:
            stream.write(("\n" if stream.tell() else "").encode() + text.encode())
    except OSError as fault:
        say(
            tr(
                "the summary of the job cannot be written: {reason} ({variable} names {file})",
                reason=reason_of(fault),
                variable=SUMMARY,
                file=str(file),
            )
        )
