"""`qmsctl gap --apply`: writes clauses of another edition beside those that documents name, each in a commit of its own."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmsctl.authoring.revision import Revised
from qmsctl.cli.options import said
from qmsctl.cli.recording import record_revised, refuse_without_branch, show_revised
from qmsctl.cli.terminal import out, say
from qmsctl.control.transition import DocumentMoved, Standing
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr, tr_n
from qmsctl.render.visible import visible
from qmsctl.repo.recorder import Recorder

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.reports.gap import Gap

__all__ = ["Applying", "renumber_documents"]


@dataclass(frozen=True, slots=True)
class Applying:
    """How documents are renumbered."""

    reason: str | None
    """Why; by default that they name both editions from now on."""
    show: bool
    """Print every change."""
    write: bool
    commit: bool


def renumber_documents(session: Session, view: Gap, how: Applying) -> bool:
    """Renumber what can be renumbered, and return whether nothing stood in the way of any document.

    All texts are made before the first is written; each is committed by itself, so that
    whatever stops the run leaves every document whole, and the next run goes on.

    Args:
        session: where to write.
        view: what lies between the editions.
        how: whether to show, write and commit.

    Raises:
        ChangedMeanwhileError: somebody changed a file meanwhile.
        NoIdentityError: git does not know who is working here.
        RefusedError: a merge is under way, or no branch is checked out.
    """
    commit = how.commit and session.system.organisation.recording.commit
    recorder = Recorder(session.repository.top)
    if how.write:
        recorder.refuse_merge()
    if how.write and commit:
        recorder.identity()
        refuse_without_branch(session)
    made, refused = _made(session, view, how)
    for moved, revised in made:
        if how.show:
            show_revised(session, revised)
        if how.write:
            record_revised(session, revised, moved.file.source.raw, dry_run=False, commit=commit)
            out(f"{visible(session.repository.prefix + revised.path)}\n")
    if how.write:
        _tell_written(session, view, made, commit=commit)
    else:
        say(tr("Nothing was written."))
    return not _tell_left(session, view, refused)


def _made(
    session: Session, view: Gap, how: Applying
) -> tuple[list[tuple[DocumentMoved, Revised]], list[RefusedError]]:
    """Return the new text of each document, and why there is none of others."""
    from qmsctl.authoring.renumbering import renumber

    reason = said(how.reason) or str(_reason(view))
    files = session.system.history.files
    names = {one.file.path: files.get(one.file.path) for one in view.ready}
    committed = session.repository.git.blobs([name for name in names.values() if name])
    made: list[tuple[DocumentMoved, Revised]] = []
    refused: list[RefusedError] = []
    for one in view.ready:
        before = committed.get(names[one.file.path] or "")
        try:
            made.append((one, renumber(session.system, one, view.map, before, reason)))
        except RefusedError as refusal:
            refused.append(refusal)
    return made, refused


def _reason(view: Gap) -> Message:
    return tr(
        "Clauses of {after} stand beside those of {before}; nothing else changes.",
        after=view.map.after.designation,
        before=view.map.before.designation,
    )


def _tell_written(
    session: Session, view: Gap, made: Sequence[tuple[DocumentMoved, Revised]], *, commit: bool
) -> None:
    """Say what was done, and what the new texts are worth until they are approved."""
    from qmsctl.reports.commands import approve_command, first_needed

    if not made:
        say(tr("There is no document that can be renumbered now."))
        return
    if commit:
        say(
            tr_n(
                "{count} document was renumbered and committed.",
                "{count} documents were renumbered, each in a commit of its own.",
                len(made),
            )
        )
    else:
        say(tr("Written, and not yet recorded: it counts once it is committed."))
    say(tr("The new revisions are drafts until they are approved; what is in force stays in force."))
    organisation = session.system.organisation
    for moved, revised in made:
        needs = organisation.type_of(revised.document.fact.type).needs
        say(tr("Next: {fix}", fix=approve_command(moved.controlled, organisation, first_needed(needs))))
    if view.map.after.key not in organisation.editions:
        line = f"editions: [{', '.join((*organisation.editions, view.map.after.key))}]"
        say(tr("So that the clauses of the other edition are counted, write in qms.yaml: {line}", line=line))


def _tell_left(session: Session, view: Gap, refused: Sequence[RefusedError]) -> bool:
    """Say which documents were left as they are and why; return whether something stood in the way of one."""
    undecided = [one for one in view.documents if one.to_decide and one.standing is not Standing.ALREADY]
    if undecided:
        ids = dict.fromkeys(one.controlled.id for one in undecided)
        say(
            tr_n(
                "In {count} document somebody has to decide about clauses that were split or fall away: {documents}",
                "In {count} documents somebody has to decide about clauses that were split or fall away: {documents}",
                len(ids),
                documents=", ".join(ids),
            )
        )
    stuck = [one for one in view.documents if one.standing in (Standing.DRIFTED, Standing.UNCOMMITTED)]
    for one in stuck:
        path = session.repository.prefix + one.file.path
        if one.standing is Standing.UNCOMMITTED:
            say(tr("{file} has changes that are not committed, so it was left as it is.", file=path))
            say(tr("Next: {fix}", fix=tr("commit them first, or take them back with git restore")))
        else:
            say(tr("{file} is not what was approved, so it was left as it is.", file=path))
            say(tr("Next: {fix}", fix=shlex.join(("qmsctl", "why", one.controlled.id))))
    for refusal in refused:
        say(refusal.message)
        if refusal.hint is not None:
            say(tr("Next: {fix}", fix=refusal.hint))
    return bool(stuck or refused)
