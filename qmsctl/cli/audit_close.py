"""`qmsctl audit close`: an audit in whose way nothing stands is closed, and what it made is sealed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

from qmsctl.cli.asking import not_empty
from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day, said
from qmsctl.cli.terminal import ask, confirm, interactive, out_fitted, say
from qmsctl.errors import RefusedError
from qmsctl.messages import marked, tr, tr_n
from qmsctl.render.visible import visible

if TYPE_CHECKING:
    from qmsctl.control.audits import ControlledAudit

__all__ = ["close"]


def close(
    audit: AuditId,
    occurred: Annotated[
        str | None, option("--occurred", marked("DAY"), marked("The day it is closed; by default today."))
    ] = None,
    text: Annotated[str | None, option("--text", marked("TEXT"), marked("Anything else."))] = None,
    incomplete: Annotated[
        str | None,
        option(
            "--incomplete",
            marked("REASON"),
            marked("Close it without its closing meeting or its issued report, and why; the reason is kept."),
        ),
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Close an audit and seal what it made, or say what stands in the way."""
    from qmsctl.authoring.audit_closing import NewClosing, closable_audit, draft_closing
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session
    from qmsctl.control.closing import obstacles

    del folder, lang  # in force before the command runs
    session = open_session()
    audited = closable_audit(session.system, audit)
    found = obstacles(audited, session.system)
    for number, one in enumerate(found, 1):
        out_fitted(visible(f"{number}. {one.message}") + "\n")
        out_fitted(visible(f"   {tr('Next: {fix}', fix=one.fix)}") + "\n")
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
    why = said(incomplete)
    if audited.unfinished and not why:
        why = _why_incomplete(audited, no_input=no_input)
        if why is None:
            say(tr("Nothing was written."))
            return
    draft = draft_closing(session.system, NewClosing(audit, day, said(text), why), clerk_of(session))
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit)
    if not dry_run:
        say(tr("{audit} is closed and sealed. The follow-up of its findings goes on.", audit=audit))


def _why_incomplete(audit: ControlledAudit, *, no_input: bool) -> str | None:
    """Say what is missing and what follows if *audit* is closed without it; return why it is, `None` if it is not.

    Raises:
        RefusedError: nobody can be asked.
    """
    from qmsctl.reports.audit_status import missing_step

    for kind in audit.unfinished:
        say(missing_step(kind, audit.id))
    if not interactive(no_input=no_input):
        raise RefusedError(
            tr("{audit} is not complete, so it was not closed", audit=audit.id),
            tr(
                "record what is missing, or say why it is closed all the same: qmsctl audit close {audit} --incomplete …",
                audit=shlex.quote(audit.id),
            ),
        )
    say(
        tr(
            "Closing seals the audit as it is. What is recorded afterwards shows as late, and its report says that it"
            " was closed without it, and why."
        )
    )
    if not confirm(tr("Close it all the same (yes/no)")):
        return None
    return ask(tr("Why is it closed without it"), check=not_empty)
