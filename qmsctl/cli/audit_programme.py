"""`qmsctl audit programme`: what is audited when, what was, and what never; and the beginning of a new programme."""

from __future__ import annotations

import re
import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import (
    AsOf,
    DryRun,
    Folder,
    Json,
    Lang,
    NoCache,
    NoCommit,
    On,
    Output,
    Rev,
    TrustFile,
    option,
    refuse_beside,
    refuse_without,
)
from qmsctl.cli.terminal import colour, say, width
from qmsctl.errors import RefusedError
from qmsctl.messages import current_language, list_of, marked, tr

if TYPE_CHECKING:
    from qmsctl.authoring.audit_programme import Begun

__all__ = ["ProgrammeFormat", "programme"]


class ProgrammeFormat(StrEnum):
    """How the programme is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


def programme(
    year: Annotated[
        str | None,
        typer.Argument(
            metavar=marked("[YEAR]"),
            help=marked("A year of the programme; by default the current one."),
            show_default=False,
        ),
    ] = None,
    id_: Annotated[
        str | None,
        option("--id", marked("PROGRAMME"), marked("Id of the programme, where several have the year.")),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help=marked("Show what the file says, not what is in force."))
    ] = False,
    new: Annotated[
        str | None,
        option(
            "--new",
            marked("YEARS"),
            marked("Begin a programme for this year, or for a cycle such as 2027-2029, as a draft."),
        ),
    ] = None,
    format: Annotated[
        ProgrammeFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|csv|csv-excel|json|docx|pdf|xlsx",
            help=marked("How to write the programme; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Show the audit programme, what was audited last when, and what the certificate demands."""
    del no_cache, folder, lang  # in force before the command runs
    if new is not None:
        shown = {"--id": id_, "--draft": draft, "--format": format, "--json": json, "-o": output}
        moment = {"--rev": rev, "--on": on, "--as-of": as_of, "--trust": trust}
        refuse_beside("--new", {**({year: year} if year else {}), **shown, **moment})
        _begin(new, dry_run=dry_run, no_commit=no_commit)
        return
    from qmsctl.cli.output import format_asked

    refuse_without("--new", {"--dry-run": dry_run, "--no-commit": no_commit})
    chosen = ProgrammeFormat(format_asked(format, output, tuple(ProgrammeFormat), json=json))
    _show(year, id_, chosen, output, draft=draft, at=(rev, on, as_of, trust))


def _show(
    year: str | None,
    id: str | None,
    chosen: ProgrammeFormat,
    output: Path | None,
    *,
    draft: bool,
    at: tuple[str | None, str | None, str | None, Path | None],
) -> None:
    from qmsctl.cli.output import hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.render.audit_programme import programme_paper, render_programme, render_programme_console
    from qmsctl.reports.audit_programme import audit_programme

    asked = _years(year)[0] if year else None
    rev, on, as_of, trust = at
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    view = audit_programme(session.system, year=asked, id=id, draft=draft)
    language = current_language()
    saved = tr("The audit programme is in {file}.", file=str(output))
    if chosen.value in READ:
        paper = programme_paper(view, session.system.organisation.language)
        hand_out_file(paper, chosen.value, language, view.day, output, saved)
        return
    text = (
        render_programme_console(view, language, width=width(), colour=colour())
        if chosen is ProgrammeFormat.CONSOLE
        else render_programme(view, chosen.value, language)
    )
    hand_out(text, output, chosen.value, saved)


def _begin(years: str, *, dry_run: bool, no_commit: bool) -> None:
    """Write a programme for *years* as a draft, and commit it."""
    from qmsctl.authoring.audit_programme import draft_programme
    from qmsctl.cli.recording import record
    from qmsctl.cli.session import open_session

    session = open_session()
    first, last = _years(years)
    begun = draft_programme(session.system, first, last)
    commit = session.system.organisation.recording.commit and not no_commit
    _tell_unled(begun)
    record(session, begun.draft, dry_run=dry_run, commit=commit)
    if not dry_run:
        say(
            tr(
                "Next: qmsctl revise {document} fills in what is missing, qmsctl approve {document} puts it in force.",
                document=shlex.quote(begun.id),
            )
        )


def _tell_unled(begun: Begun) -> None:
    """Say which audits nobody can lead, and why."""
    if not begun.auditors:
        say(
            tr(
                "Nobody in qms.yaml has the role of an auditor, so no audit of the programme has a lead auditor."
            )
        )
        role = shlex.quote(f"auditor={tr('Internal auditor')}")
        say(
            tr(
                "Next: qmsctl people edit PERSON --new-role {role} --role auditor gives somebody the role.",
                role=role,
            )
        )
    elif begun.unled:
        say(
            tr(
                "No auditor is without a stake in these audits, so they have no lead auditor yet: {entries}.",
                entries=list_of(begun.unled),
            )
        )
        say(
            tr(
                "Next: have somebody else trained, or ask an auditor from outside, and write their key into the programme"
            )
        )


def _years(text: str) -> tuple[int, int]:
    """Return the first and last year that *text* names: `2027`, `2027-2029`.

    Raises:
        RefusedError: it names none.
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip(), re.ASCII)
    if found is None:
        raise RefusedError(
            tr("{given} is no year", given=text),
            tr("write a year, such as 2027, or the first and last of a cycle: 2027-2029"),
        )
    return int(found[1]), int(found[2] or found[1])
