"""`qmsctl revise`: a document is edited, bears its next revision, and the history says why."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import (
    DocumentId,
    DocumentLanguage,
    DryRun,
    Folder,
    Lang,
    NoCommit,
    NoInput,
    option,
    said,
)
from qmsctl.cli.terminal import NoAnswerError, ask, confirm, interactive, say
from qmsctl.errors import RefusedError
from qmsctl.messages import marked, tr

if TYPE_CHECKING:
    from qmsctl.authoring.revision import Standing
    from qmsctl.cli.session import Session
    from qmsctl.control.documents import ControlledDocument
    from qmsctl.model.document import Document
    from qmsctl.model.document_kind import FieldName
    from qmsctl.model.schema import Filed

__all__ = ["revise"]


@dataclass(frozen=True, slots=True)
class _Call:
    """What the command line says about a revision."""

    next: str | None
    reason: str | None
    dry_run: bool
    commit: bool
    may_ask: bool
    opens_editor: bool
    also: tuple[str, ...] = ()
    """Files that are committed with the document as they lie there."""


def revise(
    document: DocumentId,
    next_: Annotated[
        str | None,
        option(
            "--next", marked("REVISION"), marked("The revision the new text bears; by default the next one.")
        ),
    ] = None,
    reason: Annotated[
        str | None, option("--reason", marked("TEXT"), marked("Why it changes; it is asked for otherwise."))
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar=marked("FILE"),
            help=marked("Take the new text from this file instead of opening an editor."),
            show_default=False,
        ),
    ] = None,
    language: DocumentLanguage = None,
    id_: Annotated[
        str | None,
        option("--id", marked("ID"), marked("Of a file that becomes a document: the id it gets.")),
    ] = None,
    title: Annotated[
        str | None,
        option("--title", marked("TEXT"), marked("Of a file that becomes a document: its title.")),
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Edit a document, give it its next revision, and record why it changed."""
    from qmsctl.authoring.revision import revisable
    from qmsctl.cli.revise_dialogue import edited_in_editor, text_from
    from qmsctl.cli.revise_file import begin_beside, changed_beside, refuse_only_named, unaccompanied
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    commit = session.system.organisation.recording.commit and not no_commit
    may_ask = interactive(no_input=no_input)
    if (file := unaccompanied(session, document)) is not None:
        given: dict[FieldName, str | None] = {"id": said(id_), "title": said(title), "revision": said(next_)}
        _refuse_unwritable(session, commit=commit and not dry_run)
        begin_beside(
            session,
            file,
            {name: value for name, value in given.items() if value is not None},
            said(reason),
            may_ask=may_ask,
            dry_run=dry_run,
            commit=commit,
        )
        return
    if id_ is not None or title is not None:
        raise RefusedError(
            tr("{document} is no file beside which the fields of a document should stand", document=document),
            tr(
                "leave --id and --title out, or correct the path; qmsctl check names the files without fields"
            ),
        )
    controlled, opened = revisable(session.system, document, language)
    beside = opened.path in session.system.qms.beside
    refuse_only_named(session, controlled, opened)
    call = _Call(
        said(next_), said(reason), dry_run, commit, may_ask, opens_editor=from_ is None and not beside
    )
    _refuse_beforehand(session, call, no_text=no_input and from_ is None and not beside)
    if call.next is not None:
        _refuse_other_style(controlled, call.next)
    if beside:
        edited, also = changed_beside(session, controlled, opened, from_)
        _finish(session, controlled, opened, edited, replace(call, also=also))
        return
    if from_ is not None:
        edited = text_from(from_, opened, controlled.language)
        _refuse_uncommitted(session, opened, edited)
        _finish(session, controlled, opened, edited, call)
        return
    if opened.path in session.system.uncommitted:
        say(
            tr(
                "{file} has changes that were not committed yet; they become part of this one.",
                file=opened.path,
            )
        )
    with edited_in_editor(session, controlled, opened, may_ask=call.may_ask, keep=dry_run) as new:
        if new is not None:
            _finish(session, controlled, opened, new, call)


def _refuse_other_style(controlled: ControlledDocument, revision: str) -> None:
    """Refuse a *revision* that is counted in another way than those before.

    Raises:
        RefusedError: it is.
    """
    from qmsctl.authoring.revision import refuse_shape, style_left

    refuse_shape(revision)
    proposed = style_left(controlled, revision)
    if proposed is not None:
        raise RefusedError(
            tr(
                "revision {revision} does not continue {newest}",
                revision=revision,
                newest=controlled.approved[-1].revision,
            ),
            tr(
                "give {proposed}; to count in another way on purpose, write the revision in the text itself",
                proposed=proposed,
            ),
        )


def _refuse_beforehand(session: Session, call: _Call, *, no_text: bool) -> None:
    """Refuse before the work what would be refused after it.

    Raises:
        NoAnswerError: the text or the reason is not given, and nobody can be asked.
        NoIdentityError: git does not know who is working here.
        RefusedError: a merge is under way, or no branch is checked out.
    """
    _refuse_unwritable(session, commit=call.commit and not call.dry_run)
    unanswered = {"--from": no_text, "--reason": call.reason is None and not call.may_ask}
    for option_name, is_missing in unanswered.items():
        if is_missing:
            raise NoAnswerError(option_name)


def _refuse_unwritable(session: Session, *, commit: bool) -> None:
    """Refuse where nothing can be recorded.

    Raises:
        NoIdentityError: git does not know who is working here.
        RefusedError: a merge is under way, or no branch is checked out.
    """
    from qmsctl.cli.recording import refuse_without_branch
    from qmsctl.repo.recorder import Recorder

    recorder = Recorder(session.repository.top)
    recorder.refuse_merge()
    if commit:
        recorder.identity()
        refuse_without_branch(session)


def _refuse_uncommitted(session: Session, opened: Filed[Document], edited: Filed[Document]) -> None:
    """Refuse to write a text from elsewhere over changes that are nowhere else.

    Raises:
        RefusedError: there are some.
    """
    if opened.path in session.system.uncommitted and edited.source.raw != opened.source.raw:
        path = shlex.quote(session.repository.prefix + opened.path)
        raise RefusedError(
            tr("{file} has changes that are not committed, and the new text would replace them", file=path),
            tr("commit them first, or take them back with git restore"),
        )


def _finish(
    session: Session,
    controlled: ControlledDocument,
    opened: Filed[Document],
    edited: Filed[Document],
    call: _Call,
) -> None:
    """Settle the revision and the reason of what was edited, then write and commit it."""
    from qmsctl.authoring.revision import Standing, draft_revision, propose
    from qmsctl.cli.recording import record_revised
    from qmsctl.cli.revise_outcome import tell_revised

    name = session.system.history.files.get(opened.path)
    committed = session.repository.git.blobs([name]).get(name) if name else None
    standing, proposed = propose(controlled, edited, session.system.day)
    as_committed = _is_committed(edited.source.raw, committed) and not call.also
    if call.next is None and standing is not Standing.TAKEN and as_committed:
        say(tr("Nothing was changed, so nothing is written."))
        if call.may_ask and call.opens_editor:
            say(
                tr(
                    "If the editor is still open, it does not wait: name it with an option such as code --wait."
                )
            )
        return
    if call.next is not None and as_committed:
        say(tr("Nothing but the revision changes."))
    unedited = call.opens_editor and edited.source.content == opened.source.content
    revision = call.next or edited.fact.revision
    if call.next is None and revision:  # where none is stated, nobody is asked for one
        revision = _revision(
            controlled, opened, edited, standing, proposed, unedited=unedited, may_ask=call.may_ask
        )
    reason = call.reason or ask(tr("Why does it change"), check=_not_empty)
    revised = draft_revision(controlled, edited, revision, committed, reason)
    if revised.stored == committed and not call.also:
        say(tr("Nothing was changed, so nothing is written."))
        return
    made = record_revised(
        session, revised, opened.source.raw, dry_run=call.dry_run, commit=call.commit, also=call.also
    )
    if not call.dry_run:
        tell_revised(session, controlled, revised, made)


def _is_committed(raw: bytes, committed: bytes | None) -> bool:
    """Return whether *raw* is what the history holds, whatever a checkout did to its line ends."""
    from qmsctl.authoring.edited_copy import with_line_ends_of

    return committed is not None and with_line_ends_of(committed, raw) == committed


def _not_empty(answer: str) -> str:
    if not answer:
        raise RefusedError(tr("this cannot stay empty"))
    return answer


def _revision(
    controlled: ControlledDocument,
    opened: Filed[Document],
    edited: Filed[Document],
    standing: Standing,
    proposed: str,
    *,
    unedited: bool,
    may_ask: bool,
) -> str:
    """Return the revision the new text is to bear, and say why that one.

    A text that came out of the editor as it went in is *unedited*; of a file that was named nobody knows who edited it.
    """
    from qmsctl.authoring.revision import Standing, refuse_revision, style_left

    def accepted(answer: str) -> str:
        refuse_revision(controlled, edited, answer)
        return answer

    def meant(answer: str) -> str:
        next_one = style_left(controlled, accepted(answer))
        if next_one is None or confirm(
            tr(
                "{revision} counts in another way than before, and {proposed} would be next. Is that meant (yes/no)",
                revision=answer,
                proposed=next_one,
            )
        ):
            return answer
        raise RefusedError(tr("then give a revision such as {proposed}", proposed=next_one))

    written = edited.fact.revision
    if standing is Standing.TAKEN:
        if unedited:
            say(
                tr(
                    "You changed nothing, but the text departs from what was approved as revision {revision}.",
                    revision=written,
                )
            )
        else:
            say(
                tr(
                    "Revision {revision} was approved with another text, so this one needs the next.",
                    revision=written,
                )
            )
        return ask(tr("Next revision"), default=proposed, check=meant) if may_ask else proposed
    if standing is Standing.SAME:
        say(
            tr(
                "The content is what was approved; only comments or layout change, so revision {revision} stays.",
                revision=written,
            )
        )
    elif written == opened.fact.revision:
        say(
            tr(
                "Revision {revision} was never approved, so the draft keeps it; --next gives it another one.",
                revision=written,
            )
        )
    try:
        return accepted(proposed)
    except RefusedError as refusal:
        if not may_ask:
            raise
        say(refusal.message)
        return ask(tr("Next revision"), check=meant)
