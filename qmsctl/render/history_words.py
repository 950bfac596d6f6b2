"""What the history of documents says, in words: dates by their names, decisions, the size and place of a change."""

from __future__ import annotations

import datetime as dt
from typing import Final

from qmsctl.control.trust import Trust
from qmsctl.messages import Message, tr, tr_n
from qmsctl.reports.document_history import Decided, DocumentHistory, Event, RevisionReported, Written
from qmsctl.reports.extent import Extent, Touched
from qmsctl.reports.marks import MEANINGS, TRUST
from qmsctl.reports.shown import Joined, Shown, short

__all__ = [
    "NOT_REACHED",
    "SHALLOW",
    "began_earlier",
    "dates_of",
    "decision_line",
    "end_words",
    "event_line",
    "event_words",
    "extent_words",
    "headline",
    "lacking_line",
    "lives_line",
    "places_words",
    "trust_word",
    "why_changed",
    "writing_line",
]

NOT_REACHED: Final = tr("not on the main line")

SHALLOW: Final = (
    tr("The beginning of the history is missing: this clone is shallow."),
    tr(
        "What is older, and who recorded it, cannot be established. "
        "To mend it: git fetch --unshallow; in CI set fetch-depth: 0."
    ),
)

_FIELDS: Final = {
    "title": tr("title"),
    "type": tr("type of document"),
    "translates": tr("authentic language"),
    "owner": tr("owner"),
    "units": tr("units"),
    "processes": tr("processes"),
    "clauses": tr("clauses of the standard"),
    "review_every": tr("interval of review"),
    "related": tr("related documents"),
    "legal_basis": tr("legal basis"),
    "retention": tr("retention"),
    "classification": tr("who may read it"),
    "applies_to": tr("to whom it applies"),
    "readers": tr("who has to read it"),
    "external": tr("external origin"),
    "edition": tr("edition of the standard"),
    "file_digest": tr("the file itself"),
    "declared": tr("status, approval and review"),
}


def trust_word(trust: str) -> Message:
    """Return how sure a decision is."""
    return TRUST[Trust(trust)].word


def extent_words(extent: Extent) -> Message:
    """Return how much a change added and took away."""
    if extent == Extent():
        return tr("no text changed")
    return tr(
        "lines +{lines_added} -{lines_removed}, words +{words_added} -{words_removed}",
        lines_added=extent.lines_added,
        lines_removed=extent.lines_removed,
        words_added=extent.words_added,
        words_removed=extent.words_removed,
    )


def places_words(places: tuple[Touched, ...]) -> Shown:
    """Return where a change was made, one place after the other."""
    return Joined(tuple(_place(place) for place in places)) if places else None


def _place(place: Touched) -> Shown:
    if place.kind == "whole":
        return tr("the whole document")
    if place.kind == "question":
        return tr("question {id}", id=place.name)
    if place.kind == "field":
        return _FIELDS.get(place.name, place.name)
    return place.name


def dates_of(authored: dt.date, committed: dt.date, reached: dt.date | None) -> Message:
    """Return the days of a commit, each by its name: none of them is simply *the* day."""
    if reached is None:
        return tr(
            "author's date {authored}, committer's date {committed}, not on the main line",
            authored=authored,
            committed=committed,
        )
    if authored == committed == reached:
        return tr("author's date, committer's date and on the main line: {day}", day=authored)
    return tr(
        "author's date {authored}, committer's date {committed}, on the main line since {reached}",
        authored=authored,
        committed=committed,
        reached=reached,
    )


def why_changed(subject: str, reason: str | None) -> str:
    """Return the reason a commit gives, on one line, or else its subject."""
    return " ".join(reason.split()) if reason else subject


def end_words(revision: RevisionReported, day: dt.date) -> Message | None:
    """Return how and when *revision* ends or ended, and what follows it, as seen on *day*."""
    end, withdrawal = revision.superseded, revision.withdrawal
    if end is None:
        return None
    if not revision.withdrawn:
        words = tr("superseded on {day}", day=end)
        return words if end <= day else tr("to be superseded on {day}", day=end)
    words = tr("withdrawn on {day}", day=end) if end <= day else tr("to be withdrawn on {day}", day=end)
    if withdrawal is None or not withdrawal.successor:
        return words
    return tr("{end} (successor {successor})", end=words, successor=withdrawal.successor)


def headline(revision: RevisionReported, lives: int, day: dt.date) -> Message:
    """Return one line about a revision: when it was in force."""
    number: str | Message = revision.revision or tr("not stated")
    if lives > 1:
        number = tr("{revision} (life {life})", revision=revision.revision, life=revision.life)
    if revision.in_force and revision.effective:
        since = tr("Revision {revision}: in force since {day}", revision=number, day=revision.effective)
        end = end_words(revision, day)
        return tr("{since}, {end}", since=since, end=end) if end else since
    if revision.effective and (end := end_words(revision, day)):
        return tr("Revision {revision}: from {day}, {end}", revision=number, day=revision.effective, end=end)
    if revision.effective:
        return tr("Revision {revision}: takes effect on {day}", revision=number, day=revision.effective)
    if not revision.revision:
        return tr("No revision is stated: not approved")
    return tr("Revision {revision}: not approved", revision=number)


def lives_line(history: DocumentHistory) -> Message:
    """Return that the id had several lives."""
    return tr_n(
        "The document was deleted {count} time and added again under the same id: "
        "what stands before and after are lives of their own.",
        "The document was deleted {count} times and added again under the same id: "
        "what stands before and after are lives of their own.",
        history.lives - 1,
    )


def lacking_line(history: DocumentHistory) -> Message:
    """Return how many contents of the history are not there."""
    return tr_n(
        "{count} content of the history is not in this repository, so what it said cannot be established.",
        "{count} contents of the history are not in this repository, so what they said cannot be established.",
        history.lacking,
    )


def writing_line(entry: Written) -> Message:
    """Return one line about a commit that changed the text."""
    if entry.began_earlier:
        return began_earlier(entry)
    moved = tr("moved from {path}; ", path=entry.renamed_from) if entry.renamed_from else Message("")
    return tr(
        "written by {author}, {extent}, commit {commit} ({dates}): {moved}{subject}",
        author=entry.author,
        extent=extent_words(entry.extent),
        commit=short(entry.commit),
        dates=dates_of(entry.day, entry.committed, entry.reached),
        moved=moved,
        subject=why_changed(entry.subject, entry.reason),
    )


def began_earlier(entry: Written) -> Message:
    """Return that a text was there when a shallow clone begins."""
    return tr(
        "stood so in the first commit that is here, {commit}; who wrote it, and when, cannot be established",
        commit=short(entry.commit),
    )


def decision_line(decision: Decided) -> Message:
    """Return one line about a decision."""
    more = [text for text in (decision.basis, decision.reason) if text]
    line = tr(
        "{meaning} {day}: {person} ({trust}{basis})",
        meaning=MEANINGS.get(decision.meaning, Message(decision.meaning)),
        day=decision.day,
        person=decision.person,
        trust=trust_word(decision.trust),
        basis="".join(f"; {text}" for text in more),
    )
    if decision.stated is not None:
        line = tr("{decision}, {stated}", decision=line, stated=decision.stated)
    if decision.meaning != "withdrawn":
        return line
    if decision.successor:
        return tr(
            "{decision}, takes effect on {day}, successor {successor}",
            decision=line,
            day=decision.ends,
            successor=decision.successor,
        )
    return tr("{decision}, takes effect on {day}", decision=line, day=decision.ends)


def event_line(event: Event) -> Message:
    """Return one line about something that befell the file."""
    return tr(
        "{what}: {author}, commit {commit} ({dates}): {subject}",
        what=event_words(event),
        author=event.author,
        commit=short(event.commit),
        dates=dates_of(event.day, event.committed, event.reached),
        subject=event.subject,
    )


def event_words(event: Event) -> Message:
    """Return what befell the file."""
    if event.kind == "deleted":
        return tr("the file was deleted")
    if event.kind == "added_again":
        return tr("a file with the same id was added again")
    fault = event.fault or Message("-")
    return tr("{file} could not be read as a document: {fault}", file=event.path or "-", fault=fault)
