"""The change card of a document (in Polish *karta zmian*) as a page to print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Paper
from qmsctl.render.history_words import (
    NOT_REACHED,
    SHALLOW,
    began_earlier,
    end_words,
    event_words,
    extent_words,
    lacking_line,
    lives_line,
    places_words,
    trust_word,
    why_changed,
)
from qmsctl.render.sheet import Sheet, Table
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.document_history import Decided, DocumentHistory, RevisionReported
from qmsctl.reports.marks import NOT_RECORDED
from qmsctl.reports.shown import Fact, Joined, Shown, short

__all__ = ["change_card_paper", "render_change_card"]

_CARD: Final = (
    tr("Change or revision"),
    tr("Introduced on"),
    tr("Changed places"),
    tr("Description of the change"),
    tr("Prepared by"),
    tr("Checked by"),
    tr("Approved by"),
    tr("In force since"),
    tr("Superseded or withdrawn on"),
)
_CARD_NOTE: Final = tr(
    "Introduced on: the day on which the text reached the main line of the repository. "
    "Description: the messages of the commits. Nothing in this card was typed into it."
)
_REVIEWS: Final = (tr("Revision"), tr("Day"), tr("Reviewed by"), tr("Trust"), tr("Record in commit"))
_WITHDRAWALS: Final = (
    tr("Revision"),
    tr("Takes effect on"),
    tr("Decided by and on"),
    tr("Trust"),
    tr("Reason"),
    tr("Successor"),
    tr("Record in commit"),
)
_COMMITS: Final = (
    tr("Commit"),
    tr("Revision"),
    tr("Author"),
    tr("Author's date"),
    tr("Committer's date"),
    tr("On the main line since"),
    tr("Size of the change"),
    tr("Reason"),
    tr("File"),
)
_COMMITS_NOTE: Final = tr(
    "A commit is a change recorded in the history. The author's and the committer's date are as stated by "
    "whoever made it."
)
_EVENTS: Final = (
    tr("Commit"),
    tr("What happened"),
    tr("Author"),
    tr("Author's date"),
    tr("Committer's date"),
    tr("On the main line since"),
    tr("Reason"),
)


def render_change_card(history: DocumentHistory, language: str) -> str:
    """Return *history* as a page of its own, in words of *language*."""
    return html(_sheet(history), language)


def change_card_paper(history: DocumentHistory) -> Paper:
    """Return *history* as a paper."""
    return sheet_paper(_sheet(history), "change-card", history.id, history.language)


def _sheet(history: DocumentHistory) -> Sheet:
    commit = short(history.commit) if history.commit else None
    facts = [
        Fact(tr("Title"), history.title),
        Fact(tr("Language"), history.language),
        Fact(tr("As of"), history.day),
        Fact(tr("Commit"), commit),
    ]
    if history.lives > 1:
        facts.append(Fact(tr("Lives"), lives_line(history)))
    return Sheet(
        history.organisation,
        tr("Change card of {id}", id=history.id),
        tuple(facts),
        tuple(_doubts(history)),
        tr("What cannot be established"),
        tuple(table for table in _tables(history) if table.rows),
        tr(
            "State of {day}; made from the history up to commit {commit}.",
            day=history.day,
            commit=commit or "-",
        ),
    )


def _doubts(history: DocumentHistory) -> Iterator[Message]:
    """Yield what cannot be established."""
    if not history.complete:
        yield from SHALLOW
    if history.lacking:
        yield lacking_line(history)


def _tables(history: DocumentHistory) -> Iterator[Table]:
    card = tuple(_row(one, history) for one in history.revisions)
    yield Table(tr("Change card"), _CARD, card, _CARD_NOTE, key="revisions")
    yield Table(tr("Reviews without change"), _REVIEWS, tuple(_reviews(history)), key="reviews")
    yield Table(tr("Withdrawals"), _WITHDRAWALS, tuple(_withdrawals(history)), key="withdrawals")
    yield Table(tr("Commits"), _COMMITS, tuple(_commits(history)), _COMMITS_NOTE, key="commits")
    yield Table(tr("What befell the file"), _EVENTS, tuple(_events(history)), key="events")


def _row(revision: RevisionReported, history: DocumentHistory) -> tuple[Shown, ...]:
    number: Shown = revision.revision
    if history.lives > 1:
        number = tr("{revision} (life {life})", revision=revision.revision, life=revision.life)
    changed: Shown = (places_words(revision.places), extent_words(revision.extent))
    end = end_words(revision, history.day)
    return (
        number,
        revision.introduced or _not_introduced(revision),
        changed if revision.written else None,
        tuple(
            began_earlier(entry) if entry.began_earlier else why_changed(entry.subject, entry.reason)
            for entry in revision.written
        ),
        *(_signed(revision, meaning) for meaning in ("prepared", "checked", "approved")),
        revision.effective or tr("not approved"),
        end,
    )


def _not_introduced(revision: RevisionReported) -> Shown:
    """Return why there is no day on which the text reached the main line."""
    if not revision.written or revision.written[-1].began_earlier:
        return tr("this cannot be established")
    return NOT_REACHED


def _signed(revision: RevisionReported, meaning: str) -> Shown:
    """Return who decided in *meaning*, or that nobody recorded it."""
    decisions = (decision for decision in revision.decisions if decision.meaning == meaning)
    return tuple(line for decision in decisions for line in _signature(decision)) or NOT_RECORDED


def _signature(decision: Decided) -> tuple[Shown, ...]:
    return (*_decided(decision), trust_word(decision.trust))


def _decided(decision: Decided) -> tuple[Shown, ...]:
    """Return who decided, when, and where that is stated."""
    lines: tuple[Shown, ...] = (_who(decision), decision.day, decision.basis, decision.stated)
    return tuple(line for line in lines if line)


def _who(decision: Decided) -> Shown:
    return Joined(tuple(part for part in (decision.person, decision.role) if part))


def _reviews(history: DocumentHistory) -> Iterator[tuple[Shown, ...]]:
    for revision in history.revisions:
        for decision in revision.decisions:
            if decision.meaning == "reaffirmed":
                commit = short(decision.commit) if decision.commit else None
                trust = trust_word(decision.trust)
                yield revision.revision, decision.day, _who(decision), trust, commit


def _withdrawals(history: DocumentHistory) -> Iterator[tuple[Shown, ...]]:
    for revision in history.revisions:
        for decision in revision.decisions:
            if decision.meaning == "withdrawn":
                yield (
                    revision.revision,
                    decision.ends,
                    _decided(decision),
                    trust_word(decision.trust),
                    decision.reason,
                    decision.successor,
                    short(decision.commit) if decision.commit else None,
                )


def _commits(history: DocumentHistory) -> Iterator[tuple[Shown, ...]]:
    for revision in history.revisions:
        for entry in revision.written:
            if entry.began_earlier:
                continue
            moved = tr("moved from {path} to {to}", path=entry.renamed_from or "", to=entry.path)
            yield (
                short(entry.commit),
                revision.revision,
                entry.author,
                entry.day,
                entry.committed,
                entry.reached or NOT_REACHED,
                extent_words(entry.extent),
                why_changed(entry.subject, entry.reason),
                moved if entry.renamed_from else entry.path,
            )


def _events(history: DocumentHistory) -> Iterator[tuple[Shown, ...]]:
    for event in history.events:
        yield (
            short(event.commit),
            event_words(event),
            event.author,
            event.day,
            event.committed,
            event.reached or NOT_REACHED,
            event.subject,
        )
