"""`qmsctl due`: every dated duty until a day, with who answers for it and the command that does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Output, Rev, TrustFile, option
from qmsctl.cli.paper_output import PaperLanguage, paper_language
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import marked, tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.reports.due import DueList, WantedDuties

__all__ = ["due"]

Texts = list[str] | None

_FORMATS: Final = (
    *("console", "plain", "markdown", "html", "csv", "csv-excel", "json", "ics"),
    *("docx", "pdf", "xlsx"),
)
_FILES: Final = ("docx", "pdf", "xlsx")


def due(
    within: Annotated[
        str,
        typer.Option(
            "--within", metavar=marked("TIME"), help=marked("How far to look ahead: 60d, 2m, '90 days'.")
        ),
    ] = "60d",
    mine: Annotated[
        bool, typer.Option("--mine", help=marked("Only what you, or a role you hold, answer for."))
    ] = False,
    unit: Annotated[Texts, option("--unit", marked("UNIT"), marked("Only what concerns this unit."))] = None,
    owner: Annotated[
        Texts, option("--owner", marked("OWNER"), marked("Only what this person or role answers for."))
    ] = None,
    kind: Annotated[
        Texts,
        option(
            "--kind",
            marked("KIND"),
            marked(
                "Only duties of this kind: review, finding, action, effectiveness, audit, certificate, edition,"
                " competence, role, key, waiver."
            ),
        ),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=marked("End with status 1 if anything listed is overdue."))
    ] = False,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="|".join(_FORMATS),
            help=marked("How to write the list; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    report_lang: PaperLanguage = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """List every duty that has a day: reviews, findings, actions, audits, the certificate, people."""
    from qmsctl.cli.answers import Answer, answered
    from qmsctl.cli.output import format_asked, hand_out

    del no_cache, folder, lang  # in force before the command runs
    chosen = format_asked(format, output, _FORMATS, json=json)
    language = paper_language(report_lang)
    asked = (tuple(unit or ()), tuple(owner or ()), tuple(kind or ()))
    look = (width(), colour()) if chosen == "console" else (0, False)
    saved = tr("The list is in {file}.", file=str(output))

    def listed() -> DueList:
        from qmsctl.cli.session import open_session
        from qmsctl.cli.within import last_day_within
        from qmsctl.reports.due import due_list

        session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
        until = last_day_within(within, session.system.day)
        wanted = _wanted(session, *asked, mine=mine)
        return due_list(session.system, until, wanted, working_tree=session.working_tree)

    def find_out() -> Answer:
        from qmsctl.render.due import render_due

        found = listed()
        text = render_due(found, chosen, language, width=look[0], colour=look[1])
        return Answer(text, int(exit_code and found.is_overdue))

    if chosen in _FILES:
        raise typer.Exit(_filed(listed(), chosen, output, language, exit_code=exit_code))
    if mine:  # who asks is no part of the state of the repository
        answer = find_out()
    else:
        question = ("due", within, rev, on, as_of, chosen, language, look, asked, exit_code)
        answer = answered(question, find_out, trust)
    hand_out(answer.text, output, chosen, saved)
    raise typer.Exit(answer.status)


def _wanted(
    session: Session, units: tuple[str, ...], owners: tuple[str, ...], kinds: tuple[str, ...], *, mine: bool
) -> WantedDuties:
    """Return which duties are asked for.

    Raises:
        QmsctlError: a word names nothing, or git does not say who asks.
    """
    from qmsctl.reports.due import WantedDuties

    if not (units or owners or kinds or mine):
        return WantedDuties()
    from qmsctl.authoring.meant import person_or_role, unit_meant, word_meant
    from qmsctl.cli.me import me
    from qmsctl.reports.duties import KINDS, DutyKind

    words = {one.value: said for one, said in KINDS.items()}
    return WantedDuties(
        me(session) if mine else None,
        tuple(unit_meant(session.system, one) for one in units),
        tuple(person_or_role(session.system, one) for one in owners),
        tuple(DutyKind(word_meant(one, words, "--kind")) for one in kinds),
    )


def _filed(found: DueList, format: str, output: Path | None, language: str, *, exit_code: bool) -> int:
    """Write *found* in words of *language* as a file of *format*, and return the status."""
    from qmsctl.cli.paper_files import hand_out_file
    from qmsctl.papers.due import due_paper

    saved = tr("The list is in {file}.", file=str(output))
    hand_out_file(due_paper(found), format, language, found.day, output, saved)
    return int(exit_code and found.is_overdue)
