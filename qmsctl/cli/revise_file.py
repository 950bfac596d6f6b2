"""`qmsctl revise` of documents that are files with their fields beside them: nobody needs an editor for it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qmsctl.authoring.revised_file import (
    beginning_beside,
    is_uncommitted,
    refuse_unreadable,
    with_digest,
)
from qmsctl.cli.terminal import NoAnswerError, ask, out, say
from qmsctl.cli.typed_command import from_start
from qmsctl.control.revisions import next_revision
from qmsctl.documents.lfs_pointer import pointed_to
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.sidecars import look_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qmsctl.cli.session import Session
    from qmsctl.control.documents import ControlledDocument
    from qmsctl.model.document import Document
    from qmsctl.model.document_kind import FieldName
    from qmsctl.model.schema import Filed
    from qmsctl.model.sidecars import FileBeside

__all__ = ["begin_beside", "changed_beside", "refuse_only_named", "unaccompanied"]


def changed_beside(
    session: Session, controlled: ControlledDocument, opened: Filed[Document], from_: Path | None
) -> tuple[Filed[Document], tuple[str, ...]]:
    """Return *opened* as it is about the file that lies beside it now, and that file if it is to be committed.

    Raises:
        FaultyTextError: its fields have faults.
        RefusedError: the file is not there, is kept by Git LFS and not committed, or its fields cannot be changed.
    """
    from qmsctl.authoring.revision import FaultyTextError, examine_edited

    system, file = session.system, session.system.qms.beside[opened.path]
    if from_ is not None:
        raise RefusedError(
            tr("the text of {document} is {file}, which is changed where it lies", document=controlled.id, file=file.path),
            tr("run the command without --from")
            if Path(from_).resolve() == Path(session.repository.root, file.path).resolve()
            else tr("save the new text there: cp {new} {file}; then run the command without --from",
               new=shlex.quote(str(from_start(from_))), file=shlex.quote(str(from_start(Path(file.path))))),
        )  # fmt: skip
    digest = refuse_unreadable(file)
    fact = opened.fact
    kind = system.organisation.kinds[fact.kind if isinstance(fact, MappedDocument) else ""]
    also = (file.path,) if is_uncommitted(system, file) or not file.names else ()
    _refuse_large_storage(session, file, also)
    raw = with_digest(opened, kind, digest)
    edited, faults = examine_edited(opened, raw, controlled.language)
    if edited is None or faults:
        raise FaultyTextError(opened.path, faults, tr("mend what is named above in the file"))
    if raw == opened.source.raw:
        say(tr("{file} is the one that {document} states.", file=file.path, document=controlled.id))
    return edited, also


def _refuse_large_storage(session: Session, file: FileBeside, also: tuple[str, ...]) -> None:
    """Refuse to commit a file that Git LFS keeps: its bytes belong there, and qmsctl runs no filter.

    Raises:
        RefusedError: it has changes that are not committed.
    """
    if not also or not file.names:
        return
    name = session.system.history.files.get(file.path)
    committed = session.repository.git.blobs([name]).get(name, b"") if name else b""
    attributes = session.repository.top / ".gitattributes"
    try:
        kept_there = b"filter=lfs" in attributes.read_bytes() and name is None
    except OSError:
        kept_there = False
    if pointed_to(committed) or kept_there:
        path = shlex.quote(session.repository.prefix + file.path)
        raise RefusedError(
            tr("{file} may belong into Git LFS, and its change is not committed yet", file=file.path),
            tr("commit it with git, which knows where it belongs: git add {file}, then git commit; then run this again",
               file=path),
        )  # fmt: skip


def refuse_only_named(session: Session, controlled: ControlledDocument, opened: Filed[Document]) -> None:
    """Refuse to revise a file of which nothing but the name is read: nobody can edit it here.

    Raises:
        RefusedError: it is one.
    """
    from qmsctl.model.reader import reader_of

    if not reader_of(session.system.organisation).reads_only_name(opened.path):
        return
    path, revision = PurePosixPath(opened.path), opened.fact.revision
    following = next_revision(revision) if revision else ""
    renamed = path.with_name(path.name.replace(revision, following)) if revision else path
    raise RefusedError(
        tr("the text of {document} is {file}, which is changed where it lies", document=controlled.id, file=path.name),
        tr("save it, then: git mv {old} {new}, git add {new}, git commit",
           old=shlex.quote(str(path)), new=shlex.quote(str(renamed)))
        if renamed != path
        else tr("save it, then: git add {file}, git commit", file=shlex.quote(str(path))),
    )  # fmt: skip


def unaccompanied(session: Session, named: str) -> str | None:
    """Return the path of the file *named* if fields should stand beside it and do not, else nothing."""
    files = session.system.qms.unaccompanied
    if named in files:
        return named
    full = os.path.relpath(Path.cwd() / named, session.repository.root)
    path = PurePosixPath(*Path(full).parts).as_posix()
    return path if path in files else None


def begin_beside(
    session: Session,
    path: str,
    given: Mapping[FieldName, str],
    reason: str | None,
    *,
    may_ask: bool,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write the fields beside the file *path*, and commit both.

    Raises:
        NoAnswerError: the id or the reason is not given, and nobody can be asked.
        RefusedError: another document has its id, or the file cannot be read.
    """
    from qmsctl.cli.recording import keep, show_draft

    system = session.system
    kind = system.organisation.kinds[system.qms.unaccompanied[path]]
    said = dict(given)
    asked: tuple[FieldName, ...] = ("id", "title")
    lacking = [
        name
        for name in asked
        if name in kind.fields and name not in said and name not in kind.named(f"{path}.yaml")
    ]
    if not may_ask and ("id" in lacking or reason is None):
        raise NoAnswerError(*(["--id"] if "id" in lacking else []), *(["--reason"] if reason is None else []))
    if may_ask:
        words = {"id": tr("Id of the document"), "title": tr("Its title")}
        said |= {name: ask(words[name], check=_not_empty) for name in lacking}
    why = reason or ask(tr("Why is it there"), check=_not_empty)
    file = look_at(session.repository.working_tree(), path)
    digest = refuse_unreadable(file)
    also = (path,) if is_uncommitted(system, file) or not file.names else ()
    _refuse_large_storage(session, file, also)
    draft = beginning_beside(system, path, digest, said, why)
    if dry_run:
        show_draft(draft)
        say(tr("Nothing was written."))
        return
    repository = session.repository
    left = [repository.prefix + one for one in also]
    made = keep(repository, repository.root, draft.files, draft.message, commit=commit, left=left)
    out("".join(f"{repository.prefix}{one}\n" for one in draft.files))
    if made is None:
        say(tr("Written, and not yet recorded: it counts once it is committed."))
        return
    say(tr("Recorded in commit {commit}.", commit=made[:10]))
    id = said.get("id") or kind.named(f"{path}.yaml").get("id") or f"{path}.yaml"
    say(tr("Next: {fix}", fix=shlex.join(("qmsctl", "approve", id))))


def _not_empty(answer: str) -> str:
    if not answer.strip():
        raise RefusedError(tr("this cannot stay empty"))
    return answer
