"""`qmsctl audit close`: an audit in whose way nothing stands is closed, and what it made is sealed."""

from __future__ import annotations

from typing import Annotated

from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day
from qmsctl.cli.terminal import out, readable, say
from qmsctl.errors import RefusedError
from qmsctl.messages import marked, tr, tr_n
from qmsctl.render.visible import visible

__all__ = ["close"]


def close(
    audit: AuditId,
    occurred: Annotated[
        str | None, option("--occurred", marked("DAY"), marked("The day it is closed; by default today."))
    ] = None,
    text: Annotated[str | None, option("--text", marked("TEXT"), marked("Anything else."))] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Close an audit and seal what it made, or say what stands in the way."""
    from qmsctl.authoring.minutes import closable_audit, draft_closing
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session
    from qmsctl.control.closing import obstacles

    del folder, lang, no_input  # in force before the command runs, and nothing is asked
    session = open_session()
    found = obstacles(closable_audit(session.system, audit), session.system)
    for number, one in enumerate(found, 1):
        out(visible(f"{number}. {one.message}") + "\n")
        out(visible(f"   {tr('Next: {fix}', fix=one.fix)}") + "\n")
    if found:
        raise RefusedError(
            tr_n(
                "{audit} cannot be closed: {count} thing stands in the way",
                "{audit} cannot be closed: {count} things stand in the way",
                len(found),
                audit=audit,
            ),
            tr("mend what is listed above, then close the audit"),
        )
    day = session.system.day if occurred is None else read_day(occurred)
    said = readable(text.strip()) if text else None
    draft = draft_closing(session.system, audit, day, said, clerk_of(session))
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit)
    if not dry_run:
        say(tr("{audit} is closed and sealed. The follow-up of its findings goes on.", audit=audit))
