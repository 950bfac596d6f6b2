"""What audits rest on and whether it holds, as text: for terminals, as plain lines, Markdown, a page to print, and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.control.integrity import Integrity, Kept
from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Paper
from qmsctl.render import sheet
from qmsctl.render.sheet import Sheet, Table
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone, short

__all__ = ["FORMATS", "Verified", "render_verified", "render_verified_console", "verified_paper"]

SCHEMA: Final = "qmsctl.evidence-verify/1"

STATES: Final[Mapping[Integrity, Mark]] = {
    Integrity.WHOLE: Mark(tr("whole"), "✓", Tone.GOOD),
    Integrity.ALTERED: Mark(tr("altered"), "✗", Tone.BAD),
    Integrity.PUT_BACK: Mark(tr("altered and put back; no correction says why"), "▲", Tone.CAUTION),
    Integrity.MISSING: Mark(tr("missing"), "✗", Tone.BAD),
    Integrity.MOVED: Mark(tr("moved"), "▲", Tone.CAUTION),
    Integrity.UNRECORDED: Mark(tr("never committed"), "▲", Tone.CAUTION),
    Integrity.UNKNOWN: Mark(tr("cannot be established"), "?", Tone.CAUTION),
}
_REDRAWN: Final[Mapping[Integrity, Mark]] = {
    **STATES,
    Integrity.WHOLE: Mark(tr("drawn again, the same"), "✓", Tone.GOOD),
    Integrity.ALTERED: Mark(tr("drawn again, not the same"), "✗", Tone.BAD),
}
KINDS: Final[Mapping[str, Message]] = {
    "evidence": tr("Pieces of evidence"),
    "minutes": tr("Records of the minutes"),
    "finding": tr("Findings and their follow-up"),
    "attachment": tr("Attachments"),
    "sample": tr("Samples"),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified, and when."""

    organisation: str
    day: dt.date
    commit: str | None
    complete: bool
    """Whether the whole history was there."""
    audit: str | None
    """The one audit that was looked at; `None`: all."""
    kept: tuple[Kept, ...]
    day_of: Callable[[dt.datetime], dt.date]
    """The organisation's day of a moment."""

    @property
    def broken(self) -> tuple[Kept, ...]:
        """What does not hold."""
        return tuple(one for one in self.kept if not one.holds)


def render_verified(verified: Verified, format: str, language: str) -> str:
    """Return *verified* in one of `FORMATS`, in words of *language*."""
    return FORMATS[format](verified, language)


def render_verified_console(verified: Verified, language: str, *, width: int, colour: bool) -> str:
    """Return *verified* for a terminal."""
    return sheet.console(_sheet(verified), language, width=width, colour=colour)


def verified_paper(verified: Verified, written: str) -> Paper:
    """Return *verified* as a paper; *written* is the language of the records it tells of."""
    id = verified.audit or verified.day.isoformat()
    return sheet_paper(_sheet(verified, always=True), "evidence-verified", id, written)


def _mark(kept: Kept) -> Mark:
    return (_REDRAWN if kept.kind == "sample" else STATES)[kept.state]


def _facts(verified: Verified) -> Iterator[Fact]:
    yield Fact(tr("Day"), verified.day)
    yield Fact(tr("Commit"), verified.commit)
    counted = Counter((one.kind, one.state) for one in verified.kept)
    for kind, name in KINDS.items():
        marks = _REDRAWN if kind == "sample" else STATES
        parts: tuple[Shown, ...] = tuple(
            Joined((marks[state], number), ": ") for state in Integrity if (number := counted[kind, state])
        )
        yield Fact(name, parts or tr("none"))


def _sheet(verified: Verified, *, always: bool = False) -> Sheet:
    """Return what there is to say; the table of what does not hold is left out where all does, unless *always*."""
    columns = (tr("What"), tr("State"), tr("By"), tr("Detail"))
    rows = tuple((one.path, _mark(one), _by(one, verified), one.detail) for one in verified.broken)
    heading = (
        tr("what the audit {audit} rests on", audit=verified.audit)
        if verified.audit
        else tr("what the audits rest on")
    )
    return Sheet(
        verified.organisation,
        heading,
        tuple(_facts(verified)),
        (),
        tr("Cannot be established"),
        (Table(tr("Does not hold, or cannot be established"), columns, rows, key="broken"),)
        if rows or always
        else (),
        tr("Compared with its digests and its history."),
    )


def _by(kept: Kept, verified: Verified) -> Shown:
    """Return which commit did it; nothing of what no commit can have done."""
    if kept.commit is not None:
        return tr(
            "{author} on {day}, in commit {commit}",
            author=kept.commit.author,
            day=verified.day_of(kept.commit.authored),
            commit=short(kept.commit.id),
        )
    by_somebody = (Integrity.ALTERED, Integrity.MISSING, Integrity.MOVED)
    return tr("no commit") if kept.state in by_somebody and kept.kind != "sample" else None


def _json(verified: Verified, language: str) -> str:
    """Return *verified* for programs; the schema is `docs/schema/evidence-verify-1.json`."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": verified.organisation,
        "language": language,
        "day": verified.day.isoformat(),
        "commit": verified.commit,
        "history_complete": verified.complete,
        "audit": verified.audit,
        "holds": not verified.broken,
        "looked_at": [_plain(one, verified, language) for one in verified.kept],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _plain(kept: Kept, verified: Verified, language: str) -> dict[str, object]:
    commit = kept.commit
    return {
        "kind": kept.kind,
        "file": kept.path,
        "audit": kept.audit,
        "state": kept.state.value,
        "commit": commit.id if commit else None,
        "author": commit.author if commit else None,
        "day": verified.day_of(commit.authored).isoformat() if commit else None,
        "detail": kept.detail.into(language) if kept.detail else None,
    }


FORMATS: Final[Mapping[str, Callable[[Verified, str], str]]] = {
    "plain": lambda verified, language: sheet.plain(_sheet(verified), language),
    "markdown": lambda verified, language: sheet.markdown(_sheet(verified), language),
    "html": lambda verified, language: html(_sheet(verified), language),
    "json": _json,
}
