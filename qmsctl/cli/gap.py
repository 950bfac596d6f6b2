"""`qmsctl gap`: what lies between two editions of a standard, and renumbering what can be renumbered."""

from __future__ import annotations

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
    Rev,
    Table,
    TrustFile,
    option,
    refuse_without,
)
from qmsctl.cli.paper_output import PaperFile, PaperForm, PaperLanguage, hand_out_paper, paper_format
from qmsctl.cli.terminal import say
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import list_of, marked, tr
from qmsctl.standards import EDITIONS
from qmsctl.standards.correlation import related

if TYPE_CHECKING:
    from qmsctl.control.system import System

__all__ = ["gap"]


def gap(
    from_: Annotated[
        str,
        typer.Option(
            "--from",
            metavar=marked("EDITION"),
            help=marked("The edition that documents name now, such as iso9001:2015 or 2015."),
            show_default=False,
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar=marked("EDITION"),
            help=marked("The edition that they shall name as well."),
            show_default=False,
        ),
    ],
    document: Annotated[
        list[str] | None, option("--document", marked("DOCUMENT"), marked("Only this document."))
    ] = None,
    apply: Annotated[
        bool,
        typer.Option(
            "--apply",
            help=marked("Write the clauses that can be renumbered beside those of the earlier edition."),
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option("--diff", help=marked("Show every line that --apply changes; write nothing by itself.")),
    ] = False,
    reason: Annotated[
        str | None, option("--reason", marked("TEXT"), marked("With --apply: why the documents change."))
    ] = None,
    output: PaperFile = None,
    format: PaperForm = None,
    json: Json = False,
    report_lang: PaperLanguage = None,
    table: Table = None,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Say what lies between two editions of the standard, and renumber what can be renumbered."""
    from qmsctl.cli.session import open_session
    from qmsctl.papers.gap import gap_paper
    from qmsctl.reports.gap import gap as between
    from qmsctl.reports.provenance import provenance

    del no_cache, folder, lang  # in force before the command runs
    writes = apply or diff or dry_run
    if writes:
        _refuse_moments({"--rev": rev, "--as-of": as_of, "--on": on})
        _refuse_paper(
            {"-o": output, "--format": format, "--json": json, "--table": table, "--report-lang": report_lang}
        )
    else:
        refuse_without("--apply", {"--reason": reason, "--no-commit": no_commit})
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    before, after = _editions(from_, to)
    only = tuple(session.system.document_named(id, None).id for id in document or ())
    made = provenance(session.system, session.inspect())
    view = between(session.system, made, before, after, only)
    if writes:
        from qmsctl.cli.gap_apply import Applying, renumber_documents

        how = Applying(reason, show=diff or dry_run, write=apply and not dry_run, commit=not no_commit)
        raise typer.Exit(0 if renumber_documents(session, view, how) else 1)
    saved = tr("What lies between the editions is in {file}.", file=str(output))
    hand_out_paper(
        session,
        gap_paper(view, only),
        output,
        paper_format(format, json=json),
        saved,
        table=table,
        language=report_lang,
    )
    _say_what_to_ask(session.system, before, after)


def _editions(from_: str, to: str) -> tuple[str, str]:
    """Return the two editions that somebody means, once those of the organisation's own catalogues are known.

    Raises:
        QmsctlError: one is unknown, both are the same, or no table leads from one to the other.
    """
    from qmsctl.reports.coverage import edition_of

    before, after = (edition_of(word, EDITIONS) for word in (from_, to))
    if before == after:
        raise QmsctlError(
            tr("both are the same edition: {edition}", edition=before),
            tr("name another one of: {expected}", expected=list_of(related(before))),
        )
    if after not in related(before):
        raise QmsctlError(
            tr(
                "no table says how clauses of {before} correspond to those of {after}",
                before=before,
                after=after,
            ),
            tr("name another one of: {expected}", expected=list_of(related(before)) or "-"),
        )
    return before, after


def _say_what_to_ask(system: System, before: str, after: str) -> None:
    """Say which checklist asks about the way from one edition to the other, if one ships and is not here yet."""
    from qmsctl.authoring.shipped_checklists import about_transition

    name = about_transition(system, before, after)
    if name is not None:
        say(
            tr("To ask about the transition in an audit: {command}", command=f"qmsctl audit checklist {name}")
        )


def _refuse_moments(asked: dict[str, str | None]) -> None:
    """Refuse to write into a moment that has passed."""
    for name, value in asked.items():
        if value is not None:
            raise RefusedError(
                tr("documents are changed as they are now, not as they were"),
                tr("leave out {option}", option=name),
            )


def _refuse_paper(asked: dict[str, object]) -> None:
    """Refuse options of the paper where none is written."""
    for name, value in asked.items():
        if value not in (None, False):
            raise QmsctlError(
                tr("{option} is for the paper, and here documents are changed", option=name),
                tr("ask for the paper in a call of its own, without --apply, --diff and --dry-run"),
            )
