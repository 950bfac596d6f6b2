"""HIS011: who recorded an approval is not who its commit names."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin, Trust
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, beginning_missing, rule
from qmsctl.settings import Severity


def decisions(system: System) -> Iterator[Decision]:
    """Yield every decision that counts and that a record tells."""
    return (
        decision
        for document in system.documents
        for decision in document.decisions
        if decision.origin is Origin.RECORD
    )


@rule(
    "HIS011",
    over=decisions,
    severity=Severity.WARNING,
    clauses=("5.3", "7.5.2"),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def borrowed_authorship(decision: Decision, system: System) -> Iterator[Answer]:
    """The commit of a decision was made by its author, and the record names the same person as its recorder."""
    record, commit = decision.record, decision.commit
    if commit is None:
        written = system.first_written[record.path]
        if written is None or not system.history.begins_unknown(written[0]):
            yield NotApplicable()
            return
        yield beginning_missing(
            system,
            tr(
                "the beginning of the history is missing, so who recorded the approvals cannot be established"
            ),
        )
        return
    if decision.trust is Trust.RECORDED and not _is_same(commit.author_email, commit.committer_email, system):
        yield Problem(
            record.at("decider"),
            tr(
                "commit {commit} names {author} as its author, and {committer} has made it: it counts as recorded by {author} on their word",
                commit=commit.id[:10],
                author=commit.author,
                committer=commit.committer,
            ),
            tr(
                "ask {author}; if it is true, have the decision confirmed, with its basis",
                author=commit.author,
            ),
        )
    if not _is_same(commit.author_email, record.fact.recorder.email, system):
        yield Problem(
            record.at("recorder"),
            tr(
                "the record says that {recorder} recorded it, and its commit {commit} is by {author}",
                recorder=record.fact.recorder.name,
                commit=commit.id[:10],
                author=commit.author,
            ),
            tr(
                "ask both; then record a correction that says who recorded the decision, and why two names stand here"
            ),
        )


def _is_same(one: str, other: str, system: System) -> bool:
    """Return whether two addresses are one, or belong to one person."""
    if one.casefold() == other.casefold():
        return True
    person = system.organisation.person_with(one)
    return person is not None and person == system.organisation.person_with(other)
