"""`qmsctl waivers`: what is waived until when, by whom, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Output, Rev, TrustFile
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["waivers"]


def waivers(
    current: Annotated[
        bool, typer.Option("--current", help=marked("Only waivers that hold, or are to hold."))
    ] = False,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|csv|csv-excel|json|docx|pdf|xlsx",
            help=marked("How to write the list; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """List the waivers: what is waived until when, by whom, and why."""
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.render.waiver_list import FORMATS, render_waivers, waivers_paper
    from qmsctl.reports.waiver_list import list_of_waivers

    del no_cache, folder, lang  # in force before the command runs
    chosen = format_asked(format, output, FORMATS, json=json)
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    listed = list_of_waivers(session.system, session.inspect(), current=current)
    saved = tr("The list is in {file}.", file=str(output))
    if chosen in READ:
        paper = waivers_paper(listed, session.system.organisation.language, whole=chosen == "xlsx")
        hand_out_file(paper, chosen, current_language(), listed.day, output, saved)
        return
    text = render_waivers(listed, chosen, current_language(), width=width(), colour=colour())
    hand_out(text, output, chosen, saved)
