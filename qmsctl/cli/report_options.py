"""The options of `qmsctl report`, and which of them say something together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from qmsctl.cli.options import option, refuse_beside, refuse_without
from qmsctl.errors import QmsctlError
from qmsctl.messages import marked, tr

__all__ = [
    "About",
    "Again",
    "AsIssued",
    "Check",
    "Context",
    "Incomplete",
    "Issue",
    "IssueText",
    "Public",
    "Subject",
    "Verify",
    "Visit",
    "refuse_idle",
]

Subject: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar=marked("AUDIT"),
        help=marked(
            "Id of the audit, such as AUD-2026-01; or readiness, plan, checklist, card, findings or review."
        ),
    ),
]
About: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar=marked("[OF]"),
        help=marked("Of which audit a plan or checklist is, or of which finding a card."),
        show_default=False,
    ),
]
Check: TypeAlias = Annotated[
    bool, typer.Option("--check", help=marked("Say which of the fields of a report are there."))
]
Context: TypeAlias = Annotated[
    bool,
    typer.Option("--context", help=marked("Print what templates get, as JSON; the same as --format json.")),
]
Issue: TypeAlias = Annotated[
    bool, typer.Option("--issue", help=marked("Keep it as the issued report, with its digest on record."))
]
IssueText: TypeAlias = Annotated[
    str | None, option("--text", marked("TEXT"), marked("With --issue: anything else."))
]
Incomplete: TypeAlias = Annotated[
    bool, typer.Option("--incomplete", help=marked("With --issue: even if it lacks something."))
]
Again: TypeAlias = Annotated[
    str | None,
    option(
        "--again", marked("REASON"), marked("With --issue: why it takes the place of the one issued before.")
    ),
]
Verify: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--verify",
        metavar=marked("FILE"),
        help=marked("Say whether a file still is this report, and if not, where it differs."),
        show_default=False,
    ),
]
AsIssued: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--as-issued", help=marked("As it was issued: from the commit and on the day of the issue, no draft.")
    ),
]
Public: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--public",
        help=marked(
            "For publication: roles instead of the names in qms.yaml, no attachments. "
            "Other names of people are not found: read it before you publish it."
        ),
    ),
]
Visit: TypeAlias = Annotated[
    str | None,
    option("--visit", marked("DAY"), marked("With readiness: the day of the visit, such as 2027-01-20.")),
]


def refuse_idle(
    tasks: Mapping[str, object],
    paper: Mapping[str, object],
    moment: Mapping[str, object],
    issuing: Mapping[str, object],
) -> None:
    """Refuse more than one task of a single call, and options that do nothing for the one that is asked for.

    Args:
        tasks: by name, whether `--check`, `--context`, `--issue` and `--verify` were given.
        paper: what was given of how and where the report is written.
        moment: what was given of the moment it shows, and of how it shows it.
        issuing: what was given of how it is issued.

    Raises:
        QmsctlError: there is one.
    """
    chosen = [name for name, given in tasks.items() if given]
    if len(chosen) > 1:
        raise QmsctlError(
            tr("{first} and {second} are two things", first=chosen[0], second=chosen[1]),
            tr("ask for one of them"),
        )
    if "--issue" not in chosen:
        refuse_without("--issue", issuing)
    if "--context" in chosen:
        refuse_beside("--context", {"--format": paper["--format"], "--json": paper["--json"]})
    if "--issue" in chosen:
        refuse_beside("--issue", {"--table": paper["--table"]})
    if "--check" in chosen:  # what it says is printed, and is the same with and without names
        refuse_beside("--check", {**paper, "--public": moment["--public"]})
    if "--verify" in chosen:  # the file itself says from when it is, and how it was made
        refuse_beside("--verify", {**paper, **moment})
