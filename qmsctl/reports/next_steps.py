"""What would change the state of a document: each step with the command that takes it.

Nobody has to take them; what has to be done is told by `tasks`.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.control.versions import Version
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.record import Approval, Record
from qmsctl.reports.commands import approve_command, command_for
from qmsctl.reports.state_in_words import MEANINGS

__all__ = ["Step", "next_steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that would change the state."""

    does: Message
    command: str | None
    """What to type; `None` where nothing has to be done, or no command does it."""


def next_steps(
    document: ControlledDocument, versions: Sequence[Version], system: System, missing: tuple[str, ...]
) -> Iterator[Step]:
    """Yield what would change the state of *document*, the most pressing first.

    Args:
        document: the document as it stands today.
        versions: every content it had, oldest first.
        system: what follows from files, history and the day.
        missing: the decisions that the text in the file lacks.
    """
    yield from _records(document, system)
    if document.withdrawn is not None:
        yield from _after_the_end(document, system)
    elif document.working is None:
        yield from _without_file(document, versions, system)
    elif document.state is DocumentState.DRIFTED:
        yield from _drifted(document, versions, system)
    elif document.unreadable:
        yield Step(
            tr("see what is wrong with the file, and mend it"),
            f"qmsctl check {shlex.quote(document.working.path)}",
        )
    else:
        yield from _ordinary(document, system, missing)


def _records(document: ControlledDocument, system: System) -> Iterator[Step]:
    """Yield how records that do not count come to count."""
    waiting = [record.path for record in system.unrecorded if _is_about(record.fact, document)]
    if waiting:
        add = shlex.join(("git", "add", "--", *waiting))
        yield Step(tr("let count what is written and not yet in the history"), f"{add} && git commit")
    contested = [record_name(record) for record in system.contested if _is_about(record.fact, document)]
    if contested:
        yield Step(
            tr("record one correction that names all of them: {names}", names=list_of(contested)), None
        )


def _is_about(fact: Record, document: ControlledDocument) -> bool:
    return isinstance(fact, Approval) and (fact.document, fact.language) == (document.id, document.language)


def _after_the_end(document: ControlledDocument, system: System) -> Iterator[Step]:
    successor = document.withdrawn.record.fact.successor if document.withdrawn else None
    following = system.document(successor) if successor else None
    if following is not None:
        yield Step(tr("see what took its place"), command_for("why", following, system.organisation))
    yield Step(
        tr("nothing has to be done: it stays withdrawn unless a text is approved that takes effect later"),
        None,
    )


def _without_file(
    document: ControlledDocument, versions: Sequence[Version], system: System
) -> Iterator[Step]:
    if document.id in system.unreadable:
        yield Step(tr("see what is wrong with the file, and mend it"), "qmsctl check")
        return
    if versions:
        yield Step(tr("put the file back"), _restore(versions[-1]))
    yield Step(tr("end the document, once its file is back"), _withdraw(document, system))


def _drifted(document: ControlledDocument, versions: Sequence[Version], system: System) -> Iterator[Step]:
    yield Step(
        tr("give the text a revision of its own, and have it approved"),
        command_for("revise", document, system.organisation),
    )
    revision = document.working.fact.revision if document.working else ""
    approved = {one.content for one in document.approved if one.revision == revision}
    as_approved = [version for version in versions if version.content in approved]
    if as_approved:
        yield Step(tr("put back the text that was approved"), _restore(as_approved[-1]))


def _ordinary(document: ControlledDocument, system: System, missing: tuple[str, ...]) -> Iterator[Step]:
    """Yield what is done with a document that is drafted, in force, or about to be."""
    organisation, working = system.organisation, document.working
    revise = command_for("revise", document, organisation)
    if working is not None and working.path in system.uncommitted:
        yield Step(tr("commit the changes of the file: only what the history holds can be approved"), revise)
    in_force = document.in_force
    review = Step(
        tr("confirm that it was reviewed and stays as it is"), command_for("review", document, organisation)
    )
    is_overdue = document.review_due is not None and document.review_due < system.day
    may_review = in_force is not None and document.content == in_force.content
    says_none = document.bears_revisions and working is not None and not working.fact.revision
    may_review = may_review and not says_none
    if may_review and is_overdue:
        yield review
    if says_none:
        yield Step(
            tr("say in the file which revision it is: a record of a decision names the one it is about"), None
        )
    for meaning in () if says_none else missing:
        yield Step(_recorded_as(meaning, document, system), approve_command(document, organisation, meaning))
    if document.state is DocumentState.APPROVED and document.to_come:
        effective = document.to_come[0].effective
        yield Step(tr("nothing has to be done: it takes effect on {day}", day=effective), None)
    yield Step(
        tr("change the draft")
        if missing
        else tr("change it, under its next revision")
        if document.bears_revisions
        else tr("change it, and have the new text approved"),
        revise,
    )
    if may_review and not is_overdue:
        yield review
    if in_force is not None and not says_none:
        yield Step(tr("end the document"), _withdraw(document, system))


def _recorded_as(meaning: str, document: ControlledDocument, system: System) -> Message:
    roles = [system.organisation.title(role) for role in document.demands.approvers]
    if meaning == "approved" and roles:
        return tr("record who approved it; that may be: {roles}", roles=list_of(roles))
    return tr("record the decision that is missing: {meaning}", meaning=MEANINGS[meaning])


def _restore(version: Version) -> str:
    return shlex.join(("git", "restore", f"--source={version.commit.id[:10]}", "--", version.path))


def _withdraw(document: ControlledDocument, system: System) -> str:
    return f"{command_for('withdraw', document, system.organisation)} --reason …"
