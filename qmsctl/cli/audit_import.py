"""`qmsctl audit import`: brings back a sheet of answers that somebody filled in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import DryRun, Folder, Json, Lang, NoCommit, NoInput, option, read_day
from qmsctl.cli.terminal import NoAnswerError, interactive
from qmsctl.errors import QmsctlError
from qmsctl.messages import marked, tr

__all__ = ["bring_back"]

_YES = "--yes"


class ImportFormat(StrEnum):
    """How what would be recorded is shown."""

    CONSOLE = "console"
    JSON = "json"


def bring_back(
    audit: AuditId,
    file: Annotated[
        Path,
        typer.Argument(
            metavar=marked("FILE"), help=marked("The sheet that was filled in: XLSX, CSV or YAML.")
        ),
    ],
    unit: Annotated[
        str | None, option("--unit", marked("UNIT"), marked("The unit in which it was filled in."))
    ] = None,
    occurred: Annotated[
        str | None, option("--occurred", marked("DAY"), marked("The day of the answers; by default today."))
    ] = None,
    format: Annotated[
        ImportFormat | None,
        typer.Option(
            "--format",
            metavar="console|json",
            help=marked("With --dry-run: how to show what would be recorded; JSON has every text whole."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    yes: Annotated[bool, typer.Option(_YES, help=marked("Record it without asking."))] = False,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Bring back a sheet that was filled in: show what would be recorded, ask, and record it."""
    from qmsctl.authoring.answers import Sitting
    from qmsctl.cli.answered import record_answers
    from qmsctl.cli.output import format_said
    from qmsctl.cli.session import open_session
    from qmsctl.reports.conducting import documents_shown

    del folder, lang  # in force before the command runs
    for_programs = format_said(format, json=json) == ImportFormat.JSON
    if for_programs and not dry_run:
        raise QmsctlError(
            tr("as JSON it can only be shown, and this would record it"),
            tr("add --dry-run, or leave out --format"),
        )
    if not (yes or dry_run or interactive(no_input=no_input)):
        raise NoAnswerError(_YES)
    session = open_session()
    day = session.system.day if occurred is None else read_day(occurred)
    commit = session.system.organisation.recording.commit and not no_commit
    # What the sheet shows as in force is what its answers are judged against, as in conduct.
    shown = documents_shown(session.system.audit_named(audit), session.system)
    sitting = Sitting(audit, day, unit, file.parent, shown)
    record_answers(
        session, file, sitting, dry_run=dry_run, commit=commit, confirmed=yes, for_programs=for_programs
    )
