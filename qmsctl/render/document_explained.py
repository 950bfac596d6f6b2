"""Why a document is in its state, as people read it: short plain lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from qmsctl.inspection import Reported
from qmsctl.messages import Message, Value, list_of, tr, tr_n
from qmsctl.render.check_excused import waived_sentence
from qmsctl.render.check_text import SEVERITY_WORDS
from qmsctl.render.visible import visible
from qmsctl.reports.document_explained import Drift, Explained, Review
from qmsctl.reports.grounds import CommitNamed, Decided, Ground
from qmsctl.reports.marks import STATES
from qmsctl.reports.state_in_words import MEANINGS, meanings_in_words
from qmsctl.reports.waived import WaivedShown

__all__ = ["render_explained"]

_Line = tuple[int, Message]
"""How far it is indented, and what it says."""


def render_explained(explained: Explained, language: str, width: int | None = None) -> str:
    """Return *explained* as lines in words of *language*.

    Args:
        explained: the document and why it stands as it does.
        language: to speak.
        width: columns of the terminal that shows it; `None`: lines are not broken.
    """
    lines: list[str] = []
    for level, message in _lines(explained):
        indent, text = "  " * level, visible(message.into(language))
        lines += _broken(text, indent, width) if width else [indent + text]
    return "".join(f"{line}\n" for line in lines)


def _broken(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent + "    ", break_on_hyphens=False
    )


def _lines(explained: Explained) -> Iterator[_Line]:
    yield (
        0,
        tr(
            "{id}  {title} ({language}), {day}: {state}",
            id=explained.id,
            title=explained.title or "-",
            language=explained.language,
            day=explained.day,
            state=STATES[explained.state].word,
        ),
    )
    yield 0, tr("Why: {reason}", reason=explained.sentence)
    for remark in explained.remarks:
        yield 1, remark
    if explained.caused_by is not None:
        yield 0, tr("By the commit: {commit}", commit=_commit(explained.caused_by))
    if explained.file is not None:
        yield (
            0,
            tr(
                "File: {file}, revision {revision}",
                file=explained.file,
                revision=explained.file_revision or "-",
            ),
        )
    yield from _records(explained)
    yield from _missing(explained)
    if explained.review is not None:
        yield 0, _review(explained.review, explained)
    if explained.drift is not None:
        yield from _drift(explained.drift)
    yield from _problems(explained.problems)
    yield from _waived(explained.waived)
    if explained.steps:
        yield 0, tr("What would change it:")
    for step in explained.steps:
        yield 1, step.does
        if step.command is not None:
            yield 2, Message("{command}", (("command", step.command),))


def _records(explained: Explained) -> Iterator[_Line]:
    if explained.grounds:
        yield 0, tr("It rests on:")
    for ground in explained.grounds:
        yield from _ground(ground)
    if explained.rivals:
        yield 0, tr("Approved with another text, under a revision that was taken:")
    for ground in explained.rivals:
        yield from _ground(ground)
    for one in explained.uncounted:
        yield (
            0,
            tr("Does not count, because another record corrects the same one:")
            if one.contested
            else tr("Does not count, because it is not in the history yet:"),
        )
        yield 1, _decision(one.decided)
        yield 2, tr("record: {file}", file=one.decided.file)


def _ground(ground: Ground) -> Iterator[_Line]:
    yield 1, _decision(ground.decided)
    if ground.stated is not None:
        yield 2, tr("stated {where}: {file}", where=ground.stated, file=ground.decided.file)
    else:
        yield 2, tr("record: {file}", file=ground.decided.file)
    yield 2, tr("trust: {level}; {reason}", level=ground.trust.word, reason=ground.trusted_because)
    if ground.commit is not None:
        yield 2, tr("commit: {commit}", commit=_commit(ground.commit))


def _decision(decided: Decided) -> Message:
    """Return who decided what: role, deputy, effect and basis as far as they are recorded."""
    facts: list[Message] = []
    if decided.role:
        facts.append(Message("{role}", (("role", decided.role),)))
    if decided.on_behalf_of:
        facts.append(tr("on behalf of {whom}", whom=decided.on_behalf_of))
    if decided.effective:
        facts.append(tr("with effect from {day}", day=decided.effective))
    if decided.basis:
        facts.append(tr("basis: {basis}", basis=decided.basis))
    told = (Message("{person}", (("person", decided.person),)), *facts)
    meaning = MEANINGS[decided.meaning]
    if not decided.revision:
        return tr("its text {meaning} on {day}: {facts}", meaning=meaning, day=decided.day, facts=told)
    return tr(
        "revision {revision} {meaning} on {day}: {facts}",
        revision=decided.revision,
        meaning=meaning,
        day=decided.day,
        facts=told,
    )


def _commit(commit: CommitNamed) -> Message:
    return tr(
        "{commit} by {author}, {day} (author's date): {subject}",
        commit=commit.id[:10],
        author=commit.author,
        day=commit.authored,
        subject=commit.subject,
    )


def _missing(explained: Explained) -> Iterator[_Line]:
    if not explained.missing:
        return
    meanings = meanings_in_words(explained.missing)
    if "approved" in explained.missing and explained.deciders:
        roles = list_of(explained.deciders)
        yield 0, tr("Missing: {meanings}; may approve: {roles}", meanings=meanings, roles=roles)
    else:
        yield 0, tr("Missing: {meanings}", meanings=meanings)


def _review(review: Review, explained: Explained) -> Message:
    """Return when it is due, and how that day is computed."""
    counted = (
        tr("{period} after the review of {day}", period=_months(review.months), day=review.counted_from)
        if review.reaffirmed
        else tr(
            "{period} after it took effect on {day}", period=_months(review.months), day=review.counted_from
        )
    )
    source = (
        tr("as qms.yaml says of its type") if review.interval_of_type else tr("as the document itself says")
    )
    if review.overdue:
        days = (explained.day - review.due).days
        return tr_n(
            "Review: was due on {due}, {count} day ago: {counted}, {source}",
            "Review: was due on {due}, {count} days ago: {counted}, {source}",
            days,
            due=review.due,
            counted=counted,
            source=source,
        )
    return tr("Review: due on {due}: {counted}, {source}", due=review.due, counted=counted, source=source)


def _months(count: int) -> Message:
    return tr_n("{count} month", "{count} months", count)


def _drift(drift: Drift) -> Iterator[_Line]:
    yield 0, tr("Changed since the approval of revision {revision}:", revision=drift.revision)
    for change in drift.changes:
        yield (
            1,
            tr(
                "{commit}; lines: +{added} -{removed}",
                commit=_commit(change.commit),
                added=change.added,
                removed=change.removed,
            ),
        )
    if drift.uncommitted:
        yield 1, tr("a change in the working tree that no commit has")
    elif not drift.changes:
        yield 1, tr("by whom cannot be established, because the beginning of the history is missing")


def _problems(problems: tuple[Reported, ...]) -> Iterator[_Line]:
    if problems:
        yield 0, tr("Problems of the check:")
    for problem in problems:
        severity = SEVERITY_WORDS[problem.severity] if problem.established else tr("cannot be established")
        values: dict[str, Value] = {
            "severity": severity,
            "rule": problem.rule,
            "slug": problem.slug,
            "message": problem.message,
            "place": f"{problem.place.path}:{problem.place.line}",
        }
        yield 1, Message("{severity} {rule} [{slug}] {message} ({place})", tuple(values.items()))


def _waived(waived: tuple[WaivedShown, ...]) -> Iterator[_Line]:
    if waived:
        yield 0, tr("Waived, and not counted:")
    for one in waived:
        values: dict[str, Value] = {
            "rule": one.rule,
            "slug": one.slug,
            "message": one.message,
            "place": one.place,
        }
        yield 1, Message("{rule} [{slug}] {message} ({place})", tuple(values.items()))
        yield 2, waived_sentence(one.until, one.approver, one.role, one.reason, one.record)
