"""What every recording command does with its draft: show it, write it, commit it."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

from qmsctl.authoring.files import ChangedMeanwhileError, Draft, Rewritten, rewrite, write
from qmsctl.authoring.records import Clerk
from qmsctl.authoring.revision import Revised
from qmsctl.cli import dialogue
from qmsctl.cli.preview import show_before
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import out, say, tell
from qmsctl.control.appended import appended
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.render.visible import visible
from qmsctl.repo.commit import Commit
from qmsctl.repo.recorder import Recorder
from qmsctl.repo.repository import Repository

__all__ = [
    "Became",
    "Recorded",
    "clerk_of",
    "keep",
    "known_with",
    "record",
    "record_and_go_on",
    "record_left",
    "record_revised",
    "refuse_without_branch",
    "show_revised",
    "this_second",
    "wait_for_turn",
]

_SLACK: Final = dt.timedelta(minutes=1)
"""How far the clocks of two computers may differ before anybody need hear of it."""
_TURN: Final = 0.05
"""Seconds between two looks at the clock, for whoever waits for the next second."""


class Became(Enum):
    """What became of a draft."""

    SHOWN = "shown"
    """It was to be shown only."""
    DECLINED = "declined"
    """Somebody looked at it, and said no: nothing was written."""
    WRITTEN = "written"
    """Its files are there, and no commit holds them yet."""
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A draft that was given to `record`."""

    became: Became
    commit: str | None = None
    """The id of the commit that holds it, if one does."""


def clerk_of(session: Session) -> Clerk:
    """Return the clerk who records now: the person git names.

    Raises:
        NoIdentityError: git does not know who is working here.
    """
    recorder = Recorder(session.repository.top)
    now = this_second()
    _tell_slow_clock(session, now)
    return Clerk(recorder.identity(), now, secrets.choice, session.system.organisation.folders)


def wait_for_turn(session: Session, documents: Iterable[str]) -> None:
    """Wait until no decision on another text of one of *documents* was recorded in this very second.

    Of two texts that take effect on one day, the one recorded later holds; within one second, chance would tell.
    """
    named = {document.casefold() for document in documents}
    others = {
        decision.record.fact.recorded
        for controlled in session.system.documents
        if controlled.id.casefold() in named
        for decision in controlled.decisions
        if decision.record.fact.content != controlled.content
    }
    while this_second() in others:
        time.sleep(_TURN)


def this_second() -> dt.datetime:
    """Return the present moment as records have it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _tell_slow_clock(session: Session, now: dt.datetime) -> None:
    """Say that the clock runs behind the last record: the new one would seem older than it."""
    latest = max(session.system.qms.records, key=lambda record: record.fact.recorded, default=None)
    if latest is not None and latest.fact.recorded > now + _SLACK:
        say(
            tr(
                "The clock of this computer runs behind: {record} was recorded at {moment}, and here it is {now}.",
                record=record_name(latest),
                moment=f"{latest.fact.recorded:%Y-%m-%d %H:%M} UTC",
                now=f"{now:%Y-%m-%d %H:%M} UTC",
            )
        )
        say(tr("Next: {fix}", fix=tr("set the clock, or what is recorded now will seem older than it is")))


def record(
    session: Session,
    draft: Draft,
    *,
    dry_run: bool,
    commit: bool,
    confirmed: bool = True,
    sign: bool = False,
) -> Recorded:
    """Write *draft* and commit its files, with records that were left uncommitted before; or only show it.

    Args:
        session: where to write.
        draft: what to write.
        dry_run: show the files and the message, and write nothing.
        commit: commit what is written.
        confirmed: do not show it and ask once more.
        sign: sign the commit.

    Returns:
        What became of it.

    Raises:
        RefusedError: a file is in the way, a merge is under way, no branch is checked out, or nothing can be signed.
    """
    if sign and not commit:
        raise RefusedError(
            tr("it is a commit that is signed, and none is made here"),
            tr("leave out --no-commit, and let qms.yaml say recording: {{commit: yes}}"),
        )
    if dry_run:
        show_draft(draft, out)
        say(tr("Nothing was written."))
        return Recorded(Became.SHOWN)
    if not confirmed:
        if not show_before(draft.files, session.system):
            show_draft(draft, tell)
        if not dialogue.confirmed():
            say(tr("Nothing was written."))
            return Recorded(Became.DECLINED)
    if commit:
        refuse_without_branch(session)
    left = [session.repository.prefix + path for path in _left(session.system)]
    made = keep(
        session.repository,
        session.repository.root,
        draft.files,
        draft.message,
        commit=commit,
        left=left,
        sign=sign,
    )
    for path in draft.files:
        out(f"{visible(session.repository.prefix + path)}\n")
    if made is None:
        say(tr("Written, and not yet recorded: it counts once it is committed."))
        return Recorded(Became.WRITTEN)
    say(tr("Recorded in commit {commit}.", commit=made[:10]))
    for path in left:
        say(tr("Recorded with it, because it was written before and not yet recorded: {path}", path=path))
    return Recorded(Became.COMMITTED, made)


def record_and_go_on(session: Session, draft: Draft, *, commit: bool) -> Session:
    """Write *draft*, commit it, and return the session as it is then: nothing is read anew.

    Raises:
        RefusedError: a file is in the way, or a merge is under way.
    """
    repository = session.repository
    made = keep(repository, repository.root, draft.files, draft.message, commit=commit)
    return replace(session, system=known_with(session, draft, made))


def known_with(session: Session, draft: Draft, made: str | None) -> System:
    """Return the system with the records of *draft*, which the commit *made* holds."""
    now = this_second()
    told = Commit(made, (), "", "", now, "", "", now, draft.message) if made else None
    return appended(session.system, draft.files, told)


def record_left(session: Session) -> bool:
    """Commit the records that an earlier command wrote and nobody committed; return whether there were any.

    Raises:
        RefusedError: a merge is under way, or no branch is checked out.
    """
    left = [session.repository.prefix + path for path in _left(session.system)]
    if not left:
        return False
    refuse_without_branch(session)
    message = tr("Record what was written before")
    made = Recorder(session.repository.top).commit(left, f"{message}\n")
    say(tr("Recorded in commit {commit}.", commit=made[:10]))
    for path in left:
        say(tr("Recorded with it, because it was written before and not yet recorded: {path}", path=path))
    return True


def _left(system: System) -> list[str]:
    """Return the records that no commit holds, and the attachments they cite."""
    audits = system.organisation.folders
    attached = {
        f"{audits.of_audit(record.fact.audit)}/attachments/{attachment.file}"
        for record in system.unrecorded
        if isinstance(record.fact, Evidence)
        for attachment in record.fact.attachments
    }
    waiting = (path for path in sorted(attached) if path in system.qms.attachments)
    return [
        *(record.path for record in system.unrecorded),
        *(path for path in waiting if path not in system.history.files),
    ]


def refuse_without_branch(session: Session) -> None:
    """Refuse to record where no branch would hold the commit.

    Raises:
        RefusedError: no branch is checked out.
    """
    if session.repository.branch is None:
        raise RefusedError(
            tr("no branch is checked out here (detached HEAD), so what is recorded would be lost"),
            tr(
                "go to the branch first: git switch {branch}",
                branch=session.system.organisation.branch or "main",
            ),
        )


def keep(
    repository: Repository,
    root: Path,
    files: Mapping[str, bytes],
    message: str,
    *,
    commit: bool,
    left: Iterable[str] = (),
    sign: bool = False,
) -> str | None:
    """Write *files* and commit exactly them; if that cannot be done, take them back.

    Args:
        repository: where to commit.
        root: the folder that the paths of the files begin at.
        files: contents by path.
        message: the message of the commit.
        commit: whether to commit at all.
        left: records that an earlier command wrote and nobody committed, from the top of the repository.
        sign: whether to sign the commit.

    Returns:
        The id of the commit, if one was made.

    Raises:
        RefusedError: a file is in the way or cannot be written, or a merge is under way.
    """
    before = repository.head
    made = [root / path for path in files if not os.path.lexists(root / path)]
    prefix = root.resolve().relative_to(repository.top)
    dialogue.settle()
    write(root, files)
    if not commit:
        return None
    try:
        return Recorder(repository.top, sign=sign).commit(
            [*((prefix / path).as_posix() for path in files), *left], message
        )
    except BaseException:
        # Where somebody else committed meanwhile, what was written waits to be recorded.
        if repository.head == before:
            _take_back(made, root)
        raise


def record_revised(
    session: Session,
    revised: Revised | Rewritten,
    opened: bytes,
    *,
    dry_run: bool,
    commit: bool,
    also: tuple[str, ...] = (),
) -> str | None:
    """Write *revised* over the file it was made from, and commit that file alone; or only show it.

    Args:
        session: where to write.
        revised: what to write.
        opened: what was read of the file.
        dry_run: show the change and the message, and write nothing.
        commit: commit what is written.
        also: files that are committed with it as they lie there.

    Returns:
        The id of the commit, if one was made.

    Raises:
        ChangedMeanwhileError: the file holds something else by now, on disk or in the history.
        RefusedError: it cannot be written, or a merge is under way.
    """
    if dry_run:
        show_revised(session, revised)
        say(tr("Nothing was written."))
        return None
    repository, root, path = session.repository, session.repository.root, revised.path
    full = repository.prefix + path
    question = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"HEAD:{full}")
    if repository.git.ask(*question) != session.system.history.files.get(path):
        raise ChangedMeanwhileError(path)
    before = repository.head
    dialogue.settle()
    rewrite(root, path, opened, revised.after)
    if not commit:
        return None
    try:
        return Recorder(repository.top).commit(
            [full, *(repository.prefix + one for one in also)], revised.message, stored={full: revised.stored}
        )
    except BaseException:
        if repository.head == before:
            with suppress(RefusedError):  # whoever changed it since has the last word
                rewrite(root, path, revised.after, opened)
        raise


def show_revised(session: Session, revised: Revised | Rewritten) -> None:
    """Print the change that *revised* makes to what the history holds, and the message of its commit."""
    name = session.system.history.files.get(revised.path)
    before = session.repository.git.blobs([name]).get(name, b"") if name else b""
    lines = difflib.unified_diff(
        before.decode("utf-8", "replace").splitlines(),
        revised.stored.decode("utf-8", "replace").splitlines(),
        revised.path,
        revised.path,
        lineterm="",
    )
    message = [f"--- {tr('message of the commit')}", *revised.message.splitlines()]
    out("".join(f"{visible(line)}\n" for line in (*lines, *message)))


def _take_back(made: Iterable[Path], root: Path) -> None:
    """Delete the files *made* and the folders below *root* that are empty without them."""
    for file in made:
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == root or any(folder.iterdir()):
                break
            folder.rmdir()


def show_draft(draft: Draft, write_to: Callable[[str], None] = out) -> None:
    """Print the files of *draft* and the message of its commit."""
    lines: list[str] = []
    for path, content in draft.files.items():
        lines.append(f"--- {path}")
        try:
            lines += content.decode().splitlines()
        except UnicodeDecodeError:
            lines.append(str(tr("({size} bytes)", size=len(content))))
    lines += [f"--- {tr('message of the commit')}", *draft.message.splitlines()]
    write_to("".join(f"{visible(line)}\n" for line in lines))
