"""`qmsctl audit status`: how far audits have come, and what stands in the way of closing them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Output, Rev, Table
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["status"]


class StatusFormat(StrEnum):
    """How the status is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"


def status(
    audit: Annotated[
        str | None,
        typer.Argument(
            metavar=marked("[AUDIT]"), help=marked("Id of the audit; by default all."), show_default=False
        ),
    ] = None,
    format: Annotated[
        StatusFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|json|docx|pdf|xlsx|csv|csv-excel",
            help=marked("How to write the status; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    table: Table = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Say what was asked, answered and found, and what stands in the way of closing."""
    from qmsctl.cli.answers import Answer, answered
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import FILES, hand_out_file

    del no_cache, folder, lang  # in force before the command runs
    chosen = StatusFormat(format_asked(format, output, tuple(StatusFormat), json=json))
    look = (width(), colour()) if chosen is StatusFormat.CONSOLE else (0, False)

    saved = tr("The status is in {file}.", file=str(output))
    if table is not None or chosen.value in FILES:
        from qmsctl.cli.session import open_session
        from qmsctl.render.audit_status import status_paper
        from qmsctl.reports.audit_status import audit_state, audit_states

        system = open_session(rev=rev, on=on, as_of=as_of).system
        states = audit_states(system) if audit is None else audit_state(system, audit)
        office = system.organisation
        paper = status_paper(states, office.organisation.name, system.day, office.language)
        hand_out_file(paper, chosen.value, current_language(), system.day, output, saved, table=table)
        return

    def find_out() -> Answer:
        from qmsctl.cli.session import open_session
        from qmsctl.render.audit_status import Seen, render_audit, render_audits
        from qmsctl.reports.audit_status import audit_state, audit_states

        system = open_session(rev=rev, on=on, as_of=as_of).system
        history = system.history
        name, day = system.organisation.organisation.name, system.day.isoformat()
        seen, shown = Seen(name, day, history.head, history.complete), (*look, current_language())
        if audit is not None:
            return Answer(render_audit(audit_state(system, audit), seen, chosen.value, shown))
        return Answer(render_audits(audit_states(system), seen, chosen.value, shown))

    text = answered(("audit status", audit, rev, on, as_of, chosen.value, look), find_out).text
    hand_out(text, output, chosen.value, saved)
