"""The commands of the group `export`: registers, checklists and findings for spreadsheets and programs.

Each is the view that another command shows.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import AsOf, DocumentId, Folder, Json, Lang, NoCache, On, Output, Rev
from qmsctl.cli.usage import Command, Group
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import current_language, marked, tr

if TYPE_CHECKING:
    from qmsctl.control.system import System
    from qmsctl.model.document import Checklist

__all__ = ["export"]

export = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help=marked("Hand out registers, checklists and findings: as CSV, Excel or JSON, or as OSCAL."),
    no_args_is_help=True,
)


class ExportFormat(StrEnum):
    """How something is handed out."""

    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    XLSX = "xlsx"
    JSON = "json"


_FORMATS: Final = tuple(one.value for one in ExportFormat)

Format: TypeAlias = Annotated[
    ExportFormat | None,
    typer.Option(
        "--format",
        metavar="csv|csv-excel|xlsx|json",
        help=marked("How to write it; by default, what the name of the file says, or CSV."),
        show_default=False,
    ),
]


def _chosen(format: ExportFormat | None, output: Path | None, *, json: bool) -> str:
    """Return the format that was asked for, by name or by the ending of the file; CSV for a pipe."""
    from qmsctl.cli.output import format_of, format_said, is_file

    said = format_said(format, json=json)
    return said or (format_of(output, _FORMATS) if is_file(output) else ExportFormat.CSV.value)


def documents(
    output: Output = None,
    format: Format = None,
    json: Json = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Hand out the register of documents, as qmsctl register has it."""
    from qmsctl.cli.register import RegisterFormat, register

    del no_cache, folder, lang  # in force before the command runs
    register(
        format=RegisterFormat(_chosen(format, output, json=json)), output=output, rev=rev, on=on, as_of=as_of
    )


def findings(
    output: Output = None,
    format: Format = None,
    json: Json = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Hand out the findings of every source, as qmsctl finding list has them."""
    from qmsctl.cli.finding_list import list_findings

    del no_cache, folder, lang  # in force before the command runs
    list_findings(format=_chosen(format, output, json=json), output=output, rev=rev, on=on, as_of=as_of)


def actions(
    output: Output = None,
    format: Format = None,
    json: Json = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Hand out the register of nonconformities and actions, as qmsctl report findings has it."""
    from qmsctl.cli.output import hand_out
    from qmsctl.cli.paper_output import PaperFormat
    from qmsctl.cli.report import report
    from qmsctl.cli.session import open_session
    from qmsctl.papers.finding_register import COLUMNS
    from qmsctl.render.csv_text import csv_text
    from qmsctl.reports.shown import in_words

    del no_cache, folder, lang  # in force before the command runs
    chosen = PaperFormat(_chosen(format, output, json=json))
    if chosen not in (PaperFormat.CSV, PaperFormat.CSV_EXCEL):
        report("findings", output=output, format=chosen, rev=rev, on=on, as_of=as_of)
    elif open_session(rev=rev, on=on, as_of=as_of).system.findings:
        report("findings", output=output, format=chosen, table="findings", rev=rev, on=on, as_of=as_of)
    else:  # the paper says so in words, and has no table
        headings = [in_words(column.label, current_language()) for column in COLUMNS]
        saved = tr("The report is in {file}.", file=str(output))
        hand_out(csv_text(headings, [], excel=chosen is PaperFormat.CSV_EXCEL), output, chosen.value, saved)


def checklist(
    document: DocumentId,
    output: Output = None,
    format: Format = None,
    json: Json = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Hand out the questions of a checklist as a table that qmsctl import reads back."""
    from qmsctl.cli.output import hand_out, is_file, save
    from qmsctl.cli.session import open_session
    from qmsctl.cli.terminal import say
    from qmsctl.render.checklist_table import checklist_csv, checklist_json, checklist_workbook

    del no_cache, folder, lang  # in force before the command runs
    chosen = _chosen(format, output, json=json)
    system = open_session(rev=rev, on=on, as_of=as_of).system
    found = _checklist(system, document)
    saved = tr("The checklist is in {file}.", file=str(output))
    if chosen == "xlsx":
        if output is None or not is_file(output):
            raise QmsctlError(
                tr("a workbook is not for the terminal"), tr("name its file, for example: -o questions.xlsx")
            )
        save(output, checklist_workbook(found, current_language()))
        say(saved)
        return
    text = (
        checklist_json(found, system.organisation.organisation.name)
        if chosen == "json"
        else checklist_csv(found, current_language(), excel=chosen == "csv-excel")
    )
    hand_out(text, output, chosen, saved)


def _checklist(system: System, word: str) -> Checklist:
    """Return the checklist *word* as its file is.

    Raises:
        RefusedError: there is none, or its file cannot be read.
    """
    from qmsctl.authoring.known import checklist_meant
    from qmsctl.model.document import Checklist

    id = checklist_meant(system, word)
    versions = [one.working for one in system.documents_by_id.get(id, ()) if one.working is not None]
    own = [one for one in versions if one.fact.language in (None, system.organisation.language)]
    for working in (*own, *versions):
        if isinstance(working.fact, Checklist):
            return working.fact
    raise RefusedError(
        tr("{document} is no checklist", document=id), tr("qmsctl register --type checklist lists them")
    )


def oscal(
    audit: AuditId,
    output: Output = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Hand out the results of an audit as OSCAL assessment results; experimental."""
    from qmsctl.cli.output import hand_out
    from qmsctl.cli.session import open_session
    from qmsctl.cli.terminal import say
    from qmsctl.render.oscal import oscal_results

    del no_cache, folder, lang  # in force before the command runs
    system = open_session(rev=rev, on=on, as_of=as_of).system
    text = oscal_results(system, system.audit_named(audit), current_language())
    hand_out(text, output, "json", tr("The results are in {file}.", file=str(output)))
    say(tr("OSCAL is experimental here: what it says may change with the next version of qmsctl."))


for _name, _command, _help in (
    ("documents", documents, marked("Hand out the register of documents.")),
    ("findings", findings, marked("Hand out the findings of every source.")),
    ("actions", actions, marked("Hand out the register of nonconformities and actions.")),
    ("checklist", checklist, marked("Hand out a checklist as a table that qmsctl import reads back.")),
    ("oscal", oscal, marked("Hand out the results of an audit as OSCAL assessment results (experimental).")),
):
    export.command(_name, cls=Command, help=_help)(_command)
