"""`qmsctl report`: the report of one audit, in every format; what it lacks; issuing and verifying it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import AsOf, DryRun, Folder, Lang, NoCache, NoCommit, On, Rev, TrustFile, option, said
from qmsctl.cli.output import format_of, hand_out, is_file
from qmsctl.cli.paper_files import FILES, hand_out_file
from qmsctl.cli.report_made import Asked, audit_paper_of, audit_report_of, open_asked
from qmsctl.cli.report_papers import paper_of, refuse_unfit
from qmsctl.cli.templates import tell_unused
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import LANGUAGES, current_language, marked, tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.papers.blocks import Paper

__all__ = ["ReportFormat", "report"]


class ReportFormat(StrEnum):
    """How a report is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"


ENDINGS = {ReportFormat.HTML: "html", ReportFormat.MARKDOWN: "md"}
"""Of the formats in which a report is issued."""


def report(
    audit: Annotated[
        str,
        typer.Argument(
            metavar=marked("AUDIT"),
            help=marked(
                "Id of the audit, such as AUD-2026-01; or readiness, plan, checklist, card, findings or review."
            ),
        ),
    ],
    about: Annotated[
        str | None,
        typer.Argument(
            metavar=marked("[OF]"),
            help=marked("Of which audit a plan or checklist is, or of which finding a card."),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar=marked("FILE"),
            help=marked(
                "Where to write it: .html, .pdf, .docx, .xlsx, .md, .csv, .json or .txt; - prints it."
            ),
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option(
            metavar=marked("FORM"),
            help=marked(
                "console, plain, html, markdown, json, docx, pdf, xlsx, csv or csv-excel; "
                "by default, what the name of the file says."
            ),
            show_default=False,
        ),
    ] = None,
    report_lang: Annotated[
        str | None,
        typer.Option(
            metavar="en|pl",
            help=marked("The language of the report, if not the one spoken."),
            show_default=False,
        ),
    ] = None,
    table: Annotated[
        str | None,
        option("--table", marked("KEY"), marked("With CSV: which table; a wrong name lists them.")),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=marked("Say which of the fields of a report are there."))
    ] = False,
    context: Annotated[
        bool,
        typer.Option(
            "--context", help=marked("Print what templates get, as JSON; the same as --format json.")
        ),
    ] = False,
    issue: Annotated[
        bool, typer.Option("--issue", help=marked("Keep it as the issued report, with its digest on record."))
    ] = False,
    text: Annotated[
        str | None, option("--text", marked("TEXT"), marked("With --issue: anything else."))
    ] = None,
    incomplete: Annotated[
        bool, typer.Option("--incomplete", help=marked("With --issue: even if it lacks something."))
    ] = False,
    again: Annotated[
        str | None,
        option(
            "--again",
            marked("REASON"),
            marked("With --issue: why it takes the place of the one issued before."),
        ),
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option(
            "--verify",
            metavar=marked("FILE"),
            help=marked("Say whether a file still is this report, and if not, where it differs."),
            show_default=False,
        ),
    ] = None,
    as_issued: Annotated[
        bool, typer.Option("--as-issued", help=marked("As the report that is issued on the day, no draft."))
    ] = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help=marked(
                "For publication: roles instead of the names in qms.yaml, no attachments. "
                "Other names of people are not found: read it before you publish it."
            ),
        ),
    ] = False,
    visit: Annotated[
        str | None,
        option("--visit", marked("DAY"), marked("With readiness: the day of the visit, such as 2027-01-20.")),
    ] = None,
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
    """Write the report of an audit or another paper, say what a report lacks, issue it, or verify one."""
    from qmsctl.cli.report_check import Issuing, issue_report, name_of, tell_fields

    del no_cache, folder, lang  # in force before the command runs
    _refuse_together(
        {"--check": check, "--context": context, "--issue": issue, "--verify": verify is not None}
    )
    language = _language(report_lang)
    asked = Asked(audit, rev, on, as_of, as_issued or issue, public, about, visit)
    of_audits = {"--check": check, "--issue": issue, "--as-issued": as_issued, "--public": public}
    refuse_unfit(asked, of_audits)
    if verify is not None:
        _verify(verify, asked, trust)
        return
    if issue and (rev or as_of):
        raise RefusedError(
            tr("a report is issued from the last commit, not from an earlier one"),
            tr("leave out --rev and --as-of; --on may name the day of issue"),
        )
    session = open_asked(asked, trust)
    if check:
        raise typer.Exit(0 if tell_fields(audit_report_of(asked, session, trust)) else 1)
    if issue:
        made = audit_report_of(asked, session, trust)
        chosen = format or ReportFormat(format_of(output or Path("report.html"), tuple(ENDINGS)))
        content = _written(audit_paper_of(asked, made, session), chosen, language, session).encode("utf-8")
        name = name_of(output, audit, ENDINGS.get(chosen, "txt"), language)
        how = Issuing(name, text, said(again), incomplete, output if is_file(output) else None)
        issue_report(session, made, content, how, dry_run=dry_run, no_commit=no_commit)
        return
    chosen = ReportFormat.JSON if context else format or ReportFormat(format_of(output, tuple(ReportFormat)))
    saved = tr("The report is in {file}.", file=str(output))
    paper = paper_of(asked, session, trust)

    def written() -> str:
        form = ReportFormat.HTML if chosen is ReportFormat.PDF else chosen
        return _written(paper, form, language, session)

    if table is not None or chosen.value in FILES:
        hand_out_file(
            paper, chosen.value, language, session.system.day, output, saved, table=table, page=written
        )
    else:
        hand_out(written(), output, chosen.value, saved)


def _refuse_together(asked: dict[str, bool]) -> None:
    """Refuse more than one of what a single call can do."""
    chosen = [name for name, given in asked.items() if given]
    if len(chosen) > 1:
        raise QmsctlError(
            tr("{first} and {second} are two things", first=chosen[0], second=chosen[1]),
            tr("ask for one of them"),
        )


def _language(asked: str | None) -> str:
    language = asked or current_language()
    if language not in LANGUAGES:
        raise QmsctlError(
            tr("no report can be written in {language}", language=language),
            tr("write one of: {expected}", expected=", ".join(LANGUAGES)),
        )
    return language


def _written(paper: Paper, format: ReportFormat, language: str, session: Session) -> str:
    """Return *paper* in *format*; a terminal has its own width."""
    from qmsctl.cli.terminal import colour, width
    from qmsctl.render.report import Manner, render_paper

    own = session.own_templates()
    tell_unused(own, paper)
    return render_paper(paper, format.value, language, Manner(width(), colour(), own))


def _verify(file: Path, asked: Asked, trust: Path | None) -> None:
    """Say whether *file* is what it says, and end with 1 if not."""
    from qmsctl.cli.report_verify import claimed, compare

    told = claimed(file, asked)
    session = open_asked(told.asked, trust)
    paper = paper_of(told.asked, session, trust)
    same = compare(
        file,
        told,
        session.system.day,
        open_asked(
            Asked(asked.audit), trust
        ).system,  # only what came after the commit tells that it was issued
        lambda kind, spoken: _written(paper, ReportFormat(kind), spoken, session),
    )
    if not same:
        raise typer.Exit(1)
