"""`qmsctl audit conduct`: an audit is conducted question by question, and each answer is recorded at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.evidence_options import Auditor
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day, refuse_beside
from qmsctl.cli.terminal import InputEndedError, NoAnswerError, interactive, tell
from qmsctl.messages import marked

if TYPE_CHECKING:
    import datetime as dt

    from qmsctl.cli.conduct_answer import Here
    from qmsctl.cli.session import Session

__all__ = ["AuditId", "conduct"]

_ANSWERS = "--answers"

AuditId = Annotated[
    str, typer.Argument(metavar=marked("AUDIT"), help=marked("Id of the audit, such as AUD-2026-01."))
]


def conduct(
    audit: AuditId,
    answers: Annotated[
        Path | None,
        option(_ANSWERS, marked("FILE"), marked("Take the answers from this file: YAML, CSV or XLSX.")),
    ] = None,
    unit: Annotated[
        str | None, option("--unit", marked("UNIT"), marked("The unit in which it is conducted."))
    ] = None,
    occurred: Annotated[
        str | None, option("--occurred", marked("DAY"), marked("The day of the answers; by default today."))
    ] = None,
    auditor: Auditor = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Conduct an audit: question by question, each answer saved when it is given."""
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    if answers is not None:
        refuse_beside(_ANSWERS, {"--auditor": auditor})
    if answers is None and not interactive(no_input=no_input):
        raise NoAnswerError(_ANSWERS)
    session = open_session()
    day = session.system.day if occurred is None else read_day(occurred)
    commit = session.system.organisation.recording.commit and not no_commit
    if answers is not None:
        from qmsctl.authoring.answers import Sitting
        from qmsctl.cli.answered import record_answers

        sitting = Sitting(audit, day, unit, answers.parent)
        record_answers(session, answers, sitting, dry_run=dry_run, commit=commit, confirmed=True)
        return
    _converse(session, audit, _here(session, day, unit, auditor), dry_run=dry_run, commit=commit)


def _here(session: Session, day: dt.date, unit: str | None, auditor: str | None) -> Here:
    """Return where and when it is conducted, and by whom if somebody else records.

    Raises:
        RefusedError: the organisation has no such unit, or nobody of that name.
    """
    from qmsctl.authoring.meant import person_meant
    from qmsctl.cli.conduct_answer import Here, unit_named

    return Here(
        day,
        unit_named(session.system, unit) if unit else None,
        person_meant(session.system, auditor) if auditor else None,
    )


def _converse(session: Session, audit: str, here: Here, *, dry_run: bool, commit: bool) -> None:
    from qmsctl.cli.conduct_dialogue import Conducting
    from qmsctl.cli.dialogue import settle
    from qmsctl.cli.recording import clerk_of, record_left, refuse_without_branch
    from qmsctl.cli.session import open_session

    settle()  # its questions have their own way back
    if commit and not dry_run:
        refuse_without_branch(session)
        if record_left(session):
            session = open_session()
    conducting = Conducting(session, audit, clerk_of(session), here, commit=commit, dry_run=dry_run)
    try:
        conducting.run()
    except (KeyboardInterrupt, InputEndedError) as end:
        tell("\n")
        # What was being saved is either in the history or not: only a new look can tell.
        conducting.session = open_session()
        conducting.tell_progress()
        if isinstance(end, KeyboardInterrupt):
            raise
