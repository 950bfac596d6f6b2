"""`qmsctl adopt`: look at documents that are there already, and propose the settings by which they are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import DryRun, Folder, Lang, NoCache, NoInput, Rev, option
from qmsctl.cli.terminal import colour, interactive, out, say, shown_width
from qmsctl.errors import NothingToCheckError, QmsctlError
from qmsctl.messages import current_language, list_of, marked, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qmsctl.cli.adopting import Place
    from qmsctl.render.adoption import Adopted

__all__ = ["adopt"]


def adopt(
    directory: Annotated[
        Path,
        typer.Argument(
            metavar=marked("[DIR]"),
            help=marked("The folder that qms.yaml is to lie in; by default this one."),
            show_default=False,
        ),
    ] = Path(),
    organisation: Annotated[
        str | None, option("--organisation", marked("NAME"), marked("Name of the organisation."))
    ] = None,
    language: Annotated[
        str | None, option("--language", "en|pl", marked("Language of the documents."))
    ] = None,
    edition_name: Annotated[
        str | None,
        option("--edition", marked("EDITION"), marked("Edition of the standard, such as iso9001:2015.")),
    ] = None,
    dates: Annotated[
        str | None,
        option(
            "--dates",
            "day-first|month-first",
            marked("What comes first in a day such as 03/04/2026, where the documents do not show it."),
        ),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar=marked("NAME=FIELD"),
            help=marked(
                "What a field of the documents says, such as owner=cost_centre; any number of times."
            ),
            show_default=False,
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=marked("Take every guess, and ask nothing."))
    ] = False,
    convert: Annotated[
        bool,
        typer.Option(
            "--convert",
            help=marked("Turn the documents that qms.yaml reads into qmsctl's own form, in one commit."),
        ),
    ] = False,
    dry_run: DryRun = False,
    no_input: NoInput = False,
    json: Annotated[
        bool, typer.Option("--json", help=marked("Write what was found as JSON; ask nothing."))
    ] = False,
    rev: Rev = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Look at documents that are there already, and propose the settings by which they are read."""
    from qmsctl.cli.adopt_answers import asked_for, given_answers, refuse_unknown_fields, refuse_unsure
    from qmsctl.cli.adopting import found_in, kept_answers, place_of, shown_with, write_settings

    del no_cache, folder, lang  # in force before the command runs
    if convert:
        from qmsctl.cli.converting import convert_documents

        _refuse_beside_convert(
            {
                "DIR": directory != Path(),
                "--organisation": organisation is not None,
                "--language": language is not None,
                "--edition": edition_name is not None,
                "--dates": dates is not None,
                "--field": bool(fields),
                "--json": json,
                "--rev": rev is not None,
            }
        )
        convert_documents(yes=yes, no_input=no_input, dry_run=dry_run)
        return
    given = given_answers(organisation, language, edition_name, dates, fields or ())
    place = place_of(directory, rev, dry_run=dry_run)
    place.refuse_unusable()
    typed, given = given, kept_answers(place, given)
    adoption = found_in(place, given)
    refuse_unknown_fields(adoption, typed)
    if not adoption.kinds:
        _show(shown_with(place, adoption, given), json=json)
        if place.settings is not None:
            raise NothingToCheckError(
                tr("qms.yaml is there already, and nothing else here looks like a document"),
                tr("see what it reads: {command}", command=place.next_command),
            )
        raise NothingToCheckError(
            tr("there is no document here whose fields say what it is"),
            tr("name the folder that has them: qmsctl adopt FOLDER; or begin anew: qmsctl init"),
        )
    writes = not dry_run and place.settings is None
    may_ask = writes and not yes and not json and interactive(no_input=no_input)
    if not may_ask:
        if writes and not yes:
            refuse_unsure(adoption, given, no_input=no_input)
        shown = shown_with(place, adoption, given)
    else:
        _show(shown_with(place, adoption, given), json=False)
        given, adoption = asked_for(place, adoption, given)
        shown = shown_with(place, adoption, given)
        if not _wants_it(shown):
            say(tr("Nothing was written."))
            return
    if writes:
        write_settings(place, shown)
        shown = replace(shown, written=True)
    if not may_ask:
        _show(shown, json=json, whole=dry_run and place.settings is None)
    _tell_end(place, shown, dry_run=dry_run)


def _refuse_beside_convert(given: Mapping[str, bool]) -> None:
    """Refuse what says how documents are read, where that is settled.

    Raises:
        QmsctlError: something of it is given.
    """
    if words := [word for word, is_given in given.items() if is_given]:
        raise QmsctlError(
            tr("--convert goes by qms.yaml as it is, and takes no {options}", options=list_of(words)),
            tr("first adopt the documents, then convert them: qmsctl adopt --convert"),
        )


def _wants_it(shown: Adopted) -> bool:
    from qmsctl.cli.terminal import confirm, tell
    from qmsctl.render.visible import visible

    tell("".join(f"{visible(line)}\n" for line in shown.settings.splitlines()))
    return confirm(tr("Write this qms.yaml (yes/no)"))


def _show(shown: Adopted, *, json: bool, whole: bool = False) -> None:
    """Print what was found; *whole*: with the settings, which nobody would see otherwise."""
    from qmsctl.cli.terminal import out_for_programs
    from qmsctl.render.adoption import adoption_json, render_adoption
    from qmsctl.render.visible import visible

    if json:
        out_for_programs(adoption_json(shown, current_language()))
        return
    out(render_adoption(shown, current_language(), width=shown_width(), colour=colour()))
    if whole:
        out("\n" + "".join(f"{visible(line)}\n" for line in shown.settings.splitlines()))


def _tell_end(place: Place, shown: Adopted, *, dry_run: bool) -> None:
    from qmsctl.cli.terminal import fitted, tell
    from qmsctl.render.visible import visible

    if shown.differing is not None:
        say(tr("qms.yaml is there already, and nothing was written.  What would be added:"))
        lines = [visible(line) for line in shown.differing] or [str(tr("nothing"))]
        tell("".join(f"{fitted(f'  {line}')}\n" for line in lines))
        return
    if dry_run:
        say(tr("Nothing was written."))
        return
    say(tr("The settings are in {file}; no document was changed.", file=str(place.shown_path)))
    if place.repository is None:
        say(tr("There is no history here yet: git init, git add and git commit begin one."))
    say(tr("Next: look through them, commit them, and run {command}.", command=place.next_command))
