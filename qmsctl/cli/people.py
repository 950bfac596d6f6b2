"""`qmsctl people`: who works in the system, under which addresses git knows them, and which roles they hold when."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Output, Rev, option
from qmsctl.cli.people_change import add, edit
from qmsctl.cli.terminal import colour, width
from qmsctl.cli.usage import Command, Group
from qmsctl.messages import current_language, marked, tr

__all__ = ["people"]

people = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help=marked("List the people of the system with their addresses and roles; add and change them."),
    invoke_without_command=True,
)


@people.callback()
def list_people(
    context: typer.Context,
    unit: Annotated[str | None, option("--unit", marked("UNIT"), marked("Only people of this unit."))] = None,
    role: Annotated[
        str | None, option("--role", marked("ROLE"), marked("Only people who hold this role on the day."))
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
    """List the people of the system."""
    del no_cache, folder, lang  # in force before the command runs
    if context.invoked_subcommand is not None:
        return
    from qmsctl.authoring.meant import unit_meant
    from qmsctl.authoring.people import role_of
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.render.people import FORMATS, people_paper, render_people
    from qmsctl.reports.people_list import people_list

    chosen = format_asked(format, output, FORMATS, json=json)
    system = open_session(rev=rev, on=on, as_of=as_of).system
    listed = people_list(
        system,
        unit=unit_meant(system, unit) if unit else None,
        role=role_of(system.organisation, role) if role else None,
    )
    saved = tr("The list is in {file}.", file=str(output))
    language = current_language()
    if chosen in READ:
        paper = people_paper(listed, system.organisation.language)
        hand_out_file(paper, chosen, language, listed.day, output, saved)
        return
    hand_out(render_people(listed, chosen, language, width=width(), colour=colour()), output, chosen, saved)


people.command("add", cls=Command, help=marked("Add a person to qms.yaml, by questions or options."))(add)
people.command("edit", cls=Command, help=marked("Change what qms.yaml says of a person."))(edit)
