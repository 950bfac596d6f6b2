"""What came of verifying a pack, as text: for terminals, as plain lines, and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.messages import Message, tr, tr_n
from qmsctl.packs.verified import QUESTIONS, PackVerified, Question, Standing, Trouble
from qmsctl.render import sheet
from qmsctl.render.sheet import Sheet, Table
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone

__all__ = ["FORMATS", "PackSheet", "render_pack", "render_pack_console"]

SCHEMA: Final = "qmsctl.verify/1"

_HOLDS: Final = Mark(tr("holds"), "✓", Tone.GOOD)
_NOT_ASKED: Final = Mark(tr("nothing to look at"), "·", Tone.QUIET)
_MARKS: Final[Mapping[Standing, Mark]] = {
    Standing.BROKEN: Mark(tr("does not hold"), "✗", Tone.BAD),
    Standing.UNKNOWN: Mark(tr("cannot be established"), "?", Tone.CAUTION),
    Standing.NOTE: Mark(tr("to be known"), "!", Tone.CAUTION),
}
_NAMES: Final[Mapping[Question, Message]] = {
    "files": tr("Files that can be read"),
    "manifest": tr("Files as in the manifest"),
    "description": tr("Files as the pack describes them"),
    "history": tr("The history is whole, and the one the report names"),
    "origin": tr("Files as in the history"),
    "documents": tr("Documents as they were approved"),
    "attachments": tr("Attachments and issued reports as they were recorded"),
    "seals": tr("Files under the seal of a closed audit"),
    "papers": tr("Files made again out of the history"),
    "signature": tr("Signature of the manifest"),
    "time_stamp": tr("Time stamp"),
}


@dataclass(frozen=True, slots=True)
class PackSheet:
    """What is printed."""

    place: str
    """The pack, as the caller named it."""
    verified: PackVerified


def render_pack(pack: PackSheet, format: str, language: str) -> str:
    """Return *pack* in one of `FORMATS`, in words of *language*."""
    return FORMATS[format](pack, language)


def render_pack_console(pack: PackSheet, language: str, *, width: int, colour: bool) -> str:
    """Return *pack* for a terminal."""
    return sheet.console(_sheet(pack), language, width=width, colour=colour)


def _verdict(verified: PackVerified) -> Mark:
    """Return the answer in one line; the lines below it say of what."""
    broken = sum(one.standing is Standing.BROKEN for one in verified.troubles)
    unknown = len(verified.broken) - broken
    if broken:
        word = tr_n("{count} thing does not hold", "{count} things do not hold", broken)
        return Mark(word, "✗", Tone.BAD)
    if unknown:
        word = tr_n("{count} thing cannot be established", "{count} things cannot be established", unknown)
        return Mark(word, "?", Tone.CAUTION)
    return Mark(tr("everything that was looked at holds"), "✓", Tone.GOOD)


def _facts(verified: PackVerified) -> Iterator[Fact]:
    yield Fact(tr("Verdict"), _verdict(verified))
    described = verified.description
    if described is not None:
        yield Fact(tr("Audit"), described.audit or tr("readiness of the whole system"))
        yield Fact(tr("Day"), dt.date.fromisoformat(described.day))
        yield Fact(tr("Commit"), described.commit)
        yield Fact(tr("Made with"), f"{described.tool.name} {described.tool.version}")
    yield Fact(tr("SHA-256 of the manifest"), verified.manifest)
    for question in QUESTIONS:
        yield Fact(_NAMES[question], _answer(verified, question))


def _answer(verified: PackVerified, question: Question) -> Shown:
    """Return what came of a *question*: of how many things it holds, or how many times it does not."""
    own = [one.standing for one in verified.troubles if one.question == question]
    parts: list[Shown] = [
        Joined((_MARKS[standing], count), ": ")
        for standing in (Standing.BROKEN, Standing.UNKNOWN)
        if (count := own.count(standing))
    ]
    looked_at = verified.looked_at.get(question)
    if parts:
        return tuple(parts)
    if looked_at:
        return Joined((_HOLDS, looked_at), ": ")
    return _MARKS[Standing.NOTE] if own else _NOT_ASKED


def _sheet(pack: PackSheet) -> Sheet:
    verified = pack.verified
    columns = (tr("What"), tr("State"), tr("Detail"))
    tables = (
        (tr("Does not hold, or cannot be established"), verified.broken),
        (tr("To be known"), verified.notes),
    )
    described = verified.description
    return Sheet(
        described.organisation if described else pack.place,
        tr("verification of the pack {file}", file=pack.place),
        tuple(_facts(verified)),
        (),
        tr("Cannot be established"),
        tuple(
            Table(heading, columns, tuple((_name(one), _MARKS[one.standing], one.detail) for one in rows))
            for heading, rows in tables
            if rows
        ),
        tr("Compared with its manifest, its records and the history that goes with it."),
    )


def _name(trouble: Trouble) -> Shown:
    return trouble.name or _NAMES[trouble.question]


def _json(pack: PackSheet, language: str) -> str:
    """Return *pack* for programs; the schema is `docs/schema/verify-1.json`."""
    verified, described = pack.verified, pack.verified.description
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "pack": pack.place,
        "language": language,
        "holds": verified.holds,
        "manifest": verified.manifest,
        "description": None
        if described is None
        else {
            "tool": {"name": described.tool.name, "version": described.tool.version},
            "organisation": described.organisation,
            "subject": described.subject,
            "audit": described.audit,
            "day": described.day,
            "commit": described.commit,
        },
        "looked_at": {question: verified.looked_at.get(question, 0) for question in QUESTIONS},
        "troubles": [
            {
                "question": one.question,
                "name": one.name or None,
                "state": one.standing.value,
                "detail": one.detail.into(language),
            }
            for one in verified.troubles
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


FORMATS: Final[Mapping[str, Callable[[PackSheet, str], str]]] = {
    "plain": lambda pack, language: sheet.plain(_sheet(pack), language),
    "json": _json,
}
