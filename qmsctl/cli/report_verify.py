"""`qmsctl report --verify`: whether a file still is the report that it says it is, and if not, where it differs."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

from qmsctl.cli.report_made import Asked
from qmsctl.cli.terminal import out
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import LANGUAGES, Message, tr, tr_n
from qmsctl.render.visible import visible

__all__ = ["Claimed", "claimed", "compare"]

_LARGEST: Final = 64 * 1024 * 1024
"""No report of words is larger."""
_SHOWN: Final = 5
"""How many of the lines that differ are shown."""
_LINE: Final = 160
"""How much of a line is shown."""

_IN_HTML: Final = re.compile(r'<meta name="qmsctl-command" content="([^"]*)">')
_IN_MARKDOWN: Final = re.compile(r'^\[qmsctl-command\]: # (".*")$', re.MULTILINE)
_WORDS: Final = (1, 2)
"""How many words name a paper: of a plan, which audit's it is too."""
_COMMIT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HEADING: Final = re.compile(r"<h[1-4][^>]*>(.*?)</h[1-4]>|^#{1,6} (.*)$")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a file says of how it was made."""

    asked: Asked
    format: str
    language: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


def claimed(file: Path, wanted: Asked) -> Claimed:
    """Return what *file* says of itself.

    Raises:
        QmsctlError: it cannot be read, says nothing, or says it is another paper than the *wanted* one.
    """
    content = _read(file)
    text = content.decode("utf-8", "replace")
    found, format = _IN_HTML.search(text), "html"
    command = html.unescape(found[1]) if found else ""
    if found is None:
        found, format = _IN_MARKDOWN.search(text), "markdown"
        command = _unquoted(found[1]) if found else ""
    asked, language = _asked(command, file)
    if asked.words != wanted.words:
        other, audit = " ".join(asked.words), " ".join(wanted.words)
        raise QmsctlError(
            tr("{file} says it is the report of {other}, not of {audit}", file=str(file), other=other, audit=audit),
            tr("verify it as that: qmsctl report {other} --verify {file}",
               other=shlex.join(asked.words), file=shlex.quote(str(file))),
        )  # fmt: skip
    return Claimed(asked, format, language, content)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise QmsctlError(
                tr("{file} is too large to be a report", file=str(file)), tr("name the file of the report")
            )
        return file.read_bytes()
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("check its name, and that you may read it"),
        ) from fault


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return ""


def _asked(command: str, file: Path) -> tuple[Asked, str]:
    """Return what the *command* in *file* asks for: only what a report can be asked for is understood."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    options: dict[str, str] = {}
    flags = {"--as-issued": False, "--public": False}
    named = list(takewhile(lambda word: not word.startswith("-"), words[2:]))
    rest = iter(words[2 + len(named) :])
    for word in rest:
        if word in flags:
            flags[word] = True
        else:
            options[word] = next(rest, "")
    rev, on = options.pop("--rev", ""), options.pop("--on", "")
    language, visit = options.pop("--report-lang", ""), options.pop("--visit", None)
    sound = (
        words[:2] == ["qmsctl", "report"]
        and len(named) in _WORDS
        and _COMMIT.fullmatch(rev)
        and _DAY.fullmatch(on)
        and (visit is None or _DAY.fullmatch(visit))
        and language in LANGUAGES
        and not options
    )
    if not sound:
        raise QmsctlError(
            tr("{file} does not say from which commit and day it was made", file=str(file)),
            tr(
                "verify the HTML or Markdown that qmsctl wrote from a commit; a draft with changes cannot be verified"
            ),
        )
    about = named[1] if len(named) > 1 else None
    asked = Asked(named[0], rev, on, None, flags["--as-issued"], flags["--public"], about, visit)
    return asked, language


def compare(
    file: Path, told: Claimed, day: dt.date, present: System, made: Callable[[str, str], str]
) -> bool:
    """Say whether *file* is what it says, and where it is not; return whether it is.

    Args:
        file: its name.
        told: what it says of itself.
        day: whose state it shows.
        present: the system as it is now, which knows what was issued.
        made: makes the report anew, in a format and a language.
    """
    anew = made(told.format, told.language).encode("utf-8")
    for line in _issued(told, present):
        out(visible(str(line)) + "\n")
    if anew == told.content:
        out(visible(str(tr(
            "{file} is the report of {audit} as of {day} from commit {commit}: every byte is the same.",
            file=str(file), audit=" ".join(told.asked.words), day=day, commit=(told.asked.rev or "")[:10],
        ))) + "\n")  # fmt: skip
        return True
    for difference in _differences(file, told.content.decode("utf-8", "replace"), anew.decode("utf-8")):
        out(visible(str(difference)) + "\n")
    return False


def _issued(told: Claimed, system: System) -> Iterator[Message]:
    """Yield that a record names the digest of the file, if one does."""
    audit = system.audit(told.asked.audit)
    for minutes in audit.minutes if audit else ():
        issued = minutes.fact.report
        if issued is not None and issued.sha256 == told.digest:
            yield tr("Its digest is that of the report issued on {day}.", day=minutes.fact.occurred)


def _differences(file: Path, old: str, new: str) -> Iterator[Message | str]:
    """Yield how many lines differ and which the first of them are, each with the heading it stands under."""
    import difflib

    here, there = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, here, there, autojunk=False)
    parts = [part for part in matcher.get_opcodes() if part[0] != "equal"]
    count = sum(max(part[2] - part[1], part[4] - part[3]) for part in parts)
    yield tr_n(
        "{file} is not what its commit, day and language give: {count} line differs.",
        "{file} is not what its commit, day and language give: {count} lines differ.",
        max(count, 1),
        file=str(file),
    )
    if not parts:
        yield tr("Only line ends or the end of the file differ.")
    for _, start, end, first, last in parts[:_SHOWN]:
        yield tr("Line {line}, under “{heading}”:", line=start + 1, heading=_heading(here, start))
        yield from (f"  - {line.strip()[:_LINE]}" for line in here[start:end][:_SHOWN])
        yield from (f"  + {line.strip()[:_LINE]}" for line in there[first:last][:_SHOWN])
    if len(parts) > _SHOWN:
        yield tr("and further places: {count}", count=len(parts) - _SHOWN)
    yield tr(
        "Another version of qmsctl may set a report otherwise; the report names the version it was made with."
    )


def _heading(lines: list[str], at: int) -> str:
    """Return the last heading before the line *at*."""
    for line in reversed(lines[: at + 1]):
        found = _HEADING.search(line)
        if found:
            return " ".join(re.sub(r"<[^>]*>", "", html.unescape(found[1] or found[2])).split())
    return "-"
