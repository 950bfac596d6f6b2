"""What a check found and does not count, in words: what is waived, and what the baseline knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from qmsctl.inspection import Inspection, Reported, Waived
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.configuration import BASELINE
from qmsctl.render.visible import visible

__all__ = [
    "KNOWN",
    "WAIVED",
    "excused_lines",
    "excused_summary",
    "known_line",
    "known_note",
    "waived_lines",
    "waived_note",
    "waived_sentence",
]

WAIVED: Final = tr("waived")
KNOWN: Final = tr("known")


def waived_note(waived: Waived) -> Message:
    """Return who answers for a problem, until when and why."""
    by = waived.by
    fact = by.waiver.record.fact
    return waived_sentence(fact.until, by.approver, by.role, fact.reason, by.record)


def waived_sentence(until: dt.date, approver: str, role: str | None, reason: str, record: str) -> Message:
    """Return the same out of its parts."""
    reason = " ".join(reason.split())
    if role is None or role == approver:
        return tr(
            "Waived until {until} by {approver}: {reason} (record {record})",
            until=until,
            approver=approver,
            reason=reason,
            record=record,
        )
    return tr(
        "Waived until {until} by {approver}, {role}: {reason} (record {record})",
        until=until,
        approver=approver,
        role=role,
        reason=reason,
        record=record,
    )


def known_note(inspection: Inspection) -> Message:
    """Return since when a problem is known."""
    day = inspection.baseline.written if inspection.baseline else inspection.day
    return tr("Known from the baseline of {day}.", day=day)


def excused_summary(inspection: Inspection) -> Iterator[tuple[Message, bool]]:
    """Yield how many problems are waived and known, and what in the baseline is over or was never to be there."""
    if inspection.waived:
        waivers = tr_n("{count} waiver", "{count} waivers", len({one.by.path for one in inspection.waived}))
        yield (
            tr_n(
                "Waived, and not counted: {count} problem ({waivers}).",
                "Waived, and not counted: {count} problems ({waivers}).",
                len(inspection.waived),
                waivers=waivers,
            ),
            False,
        )
    if seen := inspection.baseline:
        if seen.refused:
            yield (
                tr_n(
                    "Of the baseline, {count} problem is of a kind that no baseline holds, and counts; "
                    "qmsctl check --write-baseline takes it out of {file}.",
                    "Of the baseline, {count} problems are of a kind that no baseline holds, and count; "
                    "qmsctl check --write-baseline takes them out of {file}.",
                    seen.refused,
                    file=BASELINE,
                ),
                True,
            )
        yield (
            tr_n(
                "Known from the baseline of {day}, and not counted: {count} problem; --no-baseline shows all.",
                "Known from the baseline of {day}, and not counted: {count} problems; --no-baseline shows all.",
                len(inspection.known),
                day=seen.written,
            ),
            False,
        )
        if seen.fixed:
            yield (
                tr_n(
                    "Of the baseline, {count} problem is gone; qmsctl check --write-baseline takes it out of {file}.",
                    "Of the baseline, {count} problems are gone; qmsctl check --write-baseline takes them out of {file}.",
                    seen.fixed,
                    file=BASELINE,
                ),
                False,
            )


def excused_lines(inspection: Inspection, paths: str, language: str) -> Iterator[str]:
    """Yield plain lines of all that does not count: what is waived with its waiver, what is known on one line each.

    Args:
        inspection: the result.
        paths: what stands before every path.
        language: of the words.
    """
    for waived in inspection.waived:
        yield from waived_lines(waived, paths + waived.problem.place.path, language)
    for problem in inspection.known:
        yield _line(problem, KNOWN, paths + problem.place.path, language)


def waived_lines(waived: Waived, path: str, language: str) -> Iterator[str]:
    """Yield the lines that tell what is waived, at *path*, and under which waiver."""
    yield _line(waived.problem, WAIVED, path, language)
    yield f"    {visible(waived_note(waived).into(language))}"


def known_line(problem: Reported, path: str, language: str) -> str:
    """Return the line that tells a known *problem*, at *path*."""
    return _line(problem, KNOWN, path, language)


def _line(problem: Reported, word: Message, path: str, language: str) -> str:
    place = problem.place
    message = visible(problem.message.into(language))
    where = f"{visible(path)}:{place.line}:{place.column}"
    return f"{where}: {word.into(language)} {problem.rule} [{problem.slug}] {message}"
