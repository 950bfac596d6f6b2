"""`qmsctl finding list` and `qmsctl finding show`: what was found, where it stands, and what is late."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.finding_options import FindingNumber
from qmsctl.cli.me import me
from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Output, Rev, option
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["list_findings", "show_finding"]

Texts = list[str] | None


def list_findings(
    open_: Annotated[
        bool, typer.Option("--open", help=marked("Only findings about which something is still to be done."))
    ] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help=marked("Only findings past their due date."))
    ] = False,
    mine: Annotated[
        bool, typer.Option("--mine", help=marked("Only findings that you, or a role you hold, answer for."))
    ] = False,
    recurring: Annotated[
        bool, typer.Option("--recurring", help=marked("Only findings that repeat an earlier one."))
    ] = False,
    unit: Annotated[Texts, option("--unit", marked("UNIT"), marked("Only findings in this unit."))] = None,
    clause: Annotated[
        Texts, option("--clause", marked("CLAUSE"), marked("Only findings about this clause or below it."))
    ] = None,
    grade: Annotated[
        Texts, option("--grade", marked("GRADE"), marked("Only findings of this grade."))
    ] = None,
    audit: Annotated[
        Texts, option("--audit", marked("AUDIT"), marked("Only findings of this audit."))
    ] = None,
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
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """List findings over all audits and other sources: open, overdue, mine, by unit, clause, grade."""
    from qmsctl.authoring.finding import GRADE_WORDS
    from qmsctl.authoring.meant import unit_meant, word_meant
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.render.finding_list import LIST_FORMATS, findings_paper, render_findings
    from qmsctl.reports.finding_list import Wanted, find_findings, list_of_findings

    del no_cache, folder, lang  # in force before the command runs
    chosen = format_asked(format, output, LIST_FORMATS, json=json)
    session = open_session(rev=rev, on=on, as_of=as_of)
    wanted = Wanted(
        open_,
        overdue,
        recurring,
        me(session) if mine else None,
        tuple(unit_meant(session.system, one) for one in unit or ()),
        tuple(clause or ()),
        tuple(word_meant(one, GRADE_WORDS, "--grade") for one in grade or ()),
        tuple(audit or ()),
    )
    listed = list_of_findings(session.system, find_findings(session.system, wanted), wanted)
    saved = tr("The list is in {file}.", file=str(output))
    if chosen in READ:
        paper = findings_paper(listed, session.system.organisation.language, whole=chosen == "xlsx")
        hand_out_file(paper, chosen, current_language(), listed.day, output, saved)
        return
    text = render_findings(listed, chosen, current_language(), width=width(), colour=colour())
    hand_out(text, output, chosen, saved)


def show_finding(
    number: FindingNumber,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|json|docx|pdf|xlsx",
            help=marked("How to write the card; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Show the card of a finding with its whole follow-up."""
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.control.findings import finding_called
    from qmsctl.render.finding_list import CARD_FORMATS, finding_paper, render_finding
    from qmsctl.reports.finding_list import list_of_findings

    del no_cache, folder, lang  # in force before the command runs
    chosen = format_asked(format, output, CARD_FORMATS, json=json)
    session = open_session(rev=rev, on=on, as_of=as_of)
    found = finding_called(session.system.findings, number)
    listed = list_of_findings(session.system, (found,))
    saved = tr("The card is in {file}.", file=str(output))
    if chosen in READ:
        paper = finding_paper(listed, session.system.organisation.language)
        hand_out_file(paper, chosen, current_language(), listed.day, output, saved)
        return
    text = render_finding(listed, chosen, current_language(), width=width(), colour=colour())
    hand_out(text, output, chosen, saved)
