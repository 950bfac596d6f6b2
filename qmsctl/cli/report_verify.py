"""`qmsctl report --verify`: whether a file still is the report that it says it is, and if not, where it differs."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cli.paper_output import PaperFormat, paper_content, written_paper
from qmsctl.cli.report_differences import differences
from qmsctl.cli.report_issued import issues_of
from qmsctl.cli.report_made import Asked, open_asked
from qmsctl.cli.report_papers import paper_of
from qmsctl.cli.report_since import since
from qmsctl.cli.terminal import out
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import LANGUAGES, Message, tr
from qmsctl.render.remaking_read import Remaking, remaking_in
from qmsctl.render.visible import visible

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.papers.blocks import Paper

__all__ = ["Claimed", "claimed", "verified"]

_LARGEST: Final = 64 * 1024 * 1024
"""No report of words is larger."""
_WORDS: Final = (1, 2)
"""How many words name a paper: of a plan, which audit's it is too."""
_COMMIT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a file says of how it was made."""

    asked: Asked
    format: PaperFormat
    language: str
    table: str | None
    """The key of the table, where the file holds one."""
    page: str | None
    """Of a PDF file, the SHA-256 of the page that was printed."""
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
    found = remaking_in(content)
    told = _claimed(found, content)
    if told is None:
        raise QmsctlError(
            tr("{file} does not say from which commit and day it was made", file=str(file)),
            tr(
                "verify a file that qmsctl report wrote from a commit, as it was written; "
                "a draft with changes, or what a terminal showed, cannot be verified"
            ),
        )
    if told.asked.words != wanted.words:
        other, audit = " ".join(told.asked.words), " ".join(wanted.words)
        raise QmsctlError(
            tr("{file} says it is the report of {other}, not of {audit}", file=str(file), other=other, audit=audit),
            tr("verify it as that: qmsctl report {other} --verify {file}",
               other=shlex.join(told.asked.words), file=shlex.quote(str(file))),
        )  # fmt: skip
    return told


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


def _claimed(found: Remaking, content: bytes) -> Claimed | None:
    """Return what the command that was *found* asks for: only what a report can be asked for is understood."""
    try:
        words = shlex.split(found.command)
    except ValueError:
        return None
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
    table = options.pop("--table", None)
    sound = (
        found.format in set(PaperFormat)
        and words[:2] == ["qmsctl", "report"]
        and len(named) in _WORDS
        and _COMMIT.fullmatch(rev)
        and _DAY.fullmatch(on)
        and (visit is None or _DAY.fullmatch(visit))
        and language in LANGUAGES
        and not options
    )
    if not sound:
        return None
    about = named[1] if len(named) > 1 else None
    asked = Asked(named[0], rev, on, None, flags["--as-issued"], flags["--public"], about, visit)
    return Claimed(asked, PaperFormat(found.format), language, table, found.page, content)


def verified(file: Path, told: Claimed, trust: Path | None) -> bool:
    """Say whether *file* is what it says, where it is not, and what the repository gives now; return whether it is.

    Args:
        file: its name.
        told: what it says of itself.
        trust: the list of keys that count, if not the usual one.

    Raises:
        QmsctlError: the repository does not have the commit, or cannot make the report.
    """
    session = open_asked(told.asked, trust)
    paper = paper_of(told.asked, session, trust)
    # Only what came after the commit tells that the report was issued.
    now = open_asked(Asked(told.asked.audit), trust).system
    for line in _issued(told, now):
        _say(line)
    same = _compared(file, told, session, paper)
    if told.asked.as_issued and not _was_issued(told.asked.audit, session.system, now):
        _say(
            tr(
                "It calls itself issued, and no record says that a report was issued from this commit on this day."
            )
        )
        same = False
    for line in since(told.asked, told.language, paper, trust, is_issued=same and told.asked.as_issued):
        _say(line)
    return same


def _say(line: Message | str) -> None:
    out(visible(str(line)) + "\n")


def _compared(file: Path, told: Claimed, session: Session, paper: Paper) -> bool:
    """Say whether *file* is *paper*, and where it is not; return whether every byte is."""
    try:
        anew = paper_content(session, paper, told.format, told.language, told.table)
    except QmsctlError as fault:
        if told.format is not PaperFormat.PDF:
            raise
        _say(fault.message)
        _say(_printed_from(told, session, paper))
        _say(tr("Without a browser that prints, the words of a PDF file cannot be compared."))
        return False
    if anew == told.content:
        _say(tr(
            "{file} is “{title}” as of {day} from commit {commit}: every byte is the same.",
            file=str(file), title=paper.title.into(told.language), day=session.system.day,
            commit=(told.asked.rev or "")[:10],
        ))  # fmt: skip
        return True
    is_printed = told.format is PaperFormat.PDF
    origin = _printed_from(told, session, paper) if is_printed else None
    alike = origin if origin == _FROM_IT else None
    for difference in differences(file, told.format.value, told.content, anew, alike=alike):
        _say(difference)
    if origin is not None and alike is None:
        _say(origin)
    return False


_FROM_IT: Final = tr("It says it was printed from the very page that the repository gives.")


def _printed_from(told: Claimed, session: Session, paper: Paper) -> Message:
    """Return whether the page that the repository gives is the one that was printed, by what the file says."""
    page = written_paper(session, paper, PaperFormat.HTML, told.language, "pdf").encode("utf-8")
    if hashlib.sha256(page).hexdigest() == told.page:
        return _FROM_IT
    return tr("It says it was printed from another page than the one that the repository gives.")


def _was_issued(audit: str, then: System, now: System) -> bool:
    """Return whether the records of *now* say that a report of *audit* was issued from the commit and day of *then*."""
    known = now.audit(audit)
    return known is not None and (then.history.head, then.day) in issues_of(known)


def _issued(told: Claimed, system: System) -> Iterator[Message]:
    """Yield that a record names the digest of the file, if one does."""
    audit = system.audit(told.asked.audit)
    for minutes in audit.minutes if audit else ():
        issued = minutes.fact.report
        if issued is not None and issued.sha256 == told.digest:
            yield tr("Its digest is that of the report issued on {day}.", day=minutes.fact.occurred)
