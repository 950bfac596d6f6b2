"""What the commands that record a step of a finding share: their options, and the recording itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from qmsctl.cli.options import option
from qmsctl.cli.terminal import readable
from qmsctl.messages import marked

if TYPE_CHECKING:
    from qmsctl.authoring.new_step import NewStep
    from qmsctl.cli.session import Session

__all__ = ["Attach", "ByWhom", "FindingNumber", "Note", "Occurred", "given", "record_steps"]

FindingNumber: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar=marked("FINDING"),
        help=marked("Number of the finding, such as NC-2026-03-B2, or the beginning of its identity."),
    ),
]
Occurred: TypeAlias = Annotated[
    str | None, option("--occurred", marked("DAY"), marked("The day it happened; by default today."))
]
Note: TypeAlias = Annotated[str | None, option("--note", marked("TEXT"), marked("Anything else."))]
ByWhom: TypeAlias = Annotated[
    str | None, option("--by", marked("PERSON"), marked("Who did it; by default whoever records."))
]
Attach: TypeAlias = Annotated[
    list[Path] | None, option("--attach", marked("FILE"), marked("A file that proves it."))
]


def given(text: str | None) -> str | None:
    """Return *text* without the blanks around it; nothing but blanks says nothing."""
    return readable(text.strip()) or None if text else None


def record_steps(
    session: Session,
    number: str,
    steps: Sequence[NewStep],
    *,
    dry_run: bool,
    no_commit: bool,
    confirmed: bool = True,
) -> None:
    """Record *steps* of the finding *number*, and say where it stands then."""
    from qmsctl.authoring.finding_step import draft_steps
    from qmsctl.cli.recording import clerk_of, record

    draft = draft_steps(session.system, number, steps, clerk_of(session))
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=confirmed)
