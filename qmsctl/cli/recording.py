"""What every recording command does with its draft: show it, write it, commit it."""

from __future__ import annotations

import datetime as dt
import secrets

from qmsctl.authoring.files import Draft, write
from qmsctl.authoring.records import Clerk
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import out, say
from qmsctl.messages import tr
from qmsctl.render.visible import visible
from qmsctl.repo.recorder import Recorder

__all__ = ["clerk_of", "record"]


def clerk_of(session: Session) -> Clerk:
    """Return the clerk who records now: the person git names.

    Raises:
        NoIdentityError: git does not know who is working here.
    """
    recorder = Recorder(session.repository.top)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return Clerk(recorder.identity(), now, secrets.choice, session.system.organisation.folders)


def record(session: Session, draft: Draft, *, dry_run: bool, commit: bool) -> None:
    """Write *draft* and commit exactly its files, or only show it.

    Args:
        session: where to write.
        draft: what to write.
        dry_run: show the files and the message, and write nothing.
        commit: commit what is written.

    Raises:
        RefusedError: a file is in the way, or a merge is under way.
    """
    if dry_run:
        _show(draft)
        return
    write(session.repository.root, draft.files)
    paths = [session.repository.prefix + path for path in draft.files]
    for path in paths:
        out(f"{visible(path)}\n")
    if not commit:
        say(tr("Written, and not yet recorded: it counts once it is committed."))
        return
    id = Recorder(session.repository.top).commit(paths, draft.message)
    say(tr("Recorded in commit {commit}.", commit=id[:10]))


def _show(draft: Draft) -> None:
    for path, content in draft.files.items():
        out(f"--- {visible(path)}\n")
        try:
            text = content.decode()
        except UnicodeDecodeError:
            out(f"{tr('({size} bytes)', size=len(content))}\n")
        else:
            out("".join(f"{visible(line)}\n" for line in text.splitlines()))
    out(f"--- {tr('message of the commit')}\n{draft.message}")
    say(tr("Nothing was written."))
