"""`qmsctl adopt`: look at documents that are there already, and propose the settings by which they are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import DryRun, Folder, Lang, NoCache, NoInput, Rev, option
from qmsctl.cli.terminal import NoAnswerError, choose, colour, interactive, out, say, width
from qmsctl.errors import NothingToCheckError, QmsctlError
from qmsctl.messages import current_language, list_of, marked, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qmsctl.adoption.proposal import Adoption, Answers
    from qmsctl.adoption.written_days import DateOrder
    from qmsctl.cli.adopting import Place
    from qmsctl.render.adoption import Adopted

__all__ = ["adopt"]

_ORDERS = ("day-first", "month-first")
_MOST_WORDS = 5


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
    from qmsctl.cli.adopting import found_in, place_of, shown_with, write_settings

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
                "--json": json,
                "--rev": rev is not None,
            }
        )
        convert_documents(yes=yes, no_input=no_input, dry_run=dry_run)
        return
    order = _order(dates)
    place = place_of(directory, rev, dry_run=dry_run)
    adoption = found_in(place, order)
    given = _given(organisation, language, edition_name, order)
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
            _refuse_unsure(adoption, given, no_input=no_input)
        shown = shown_with(place, adoption, given)
    else:
        _show(shown_with(place, adoption, given), json=False)
        given, adoption = _answered(place, adoption, given)
        shown = shown_with(place, adoption, given)
        if not _wants_it(shown):
            say(tr("Nothing was written."))
            return
    if writes:
        write_settings(place, shown)
        shown = replace(shown, written=True)
    if not may_ask:
        _show(shown, json=json, whole=dry_run)
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


def _order(given: str | None) -> DateOrder | None:
    if given == "day-first":
        return "day-first"
    if given == "month-first":
        return "month-first"
    if given is None:
        return None
    raise QmsctlError(
        tr("{word} is no value of {option}", word=given, option="--dates"),
        tr("write one of: {expected}", expected=", ".join(_ORDERS)),
    )


def _given(
    organisation: str | None, language: str | None, edition_name: str | None, order: DateOrder | None
) -> Answers:
    """Return what the command line says.

    Raises:
        QmsctlError: there is no such edition or language.
    """
    from qmsctl.adoption.proposal import Answers
    from qmsctl.cli.init_answers import edition_of, language_of
    from qmsctl.cli.options import said

    return Answers(
        said(organisation),
        language_of(language, may_ask=False) if language is not None else None,
        edition_of(edition_name, may_ask=False) if edition_name is not None else None,
        order,
    )


def _refuse_unsure(adoption: Adoption, given: Answers, *, no_input: bool) -> None:
    """Refuse to write where something essential is a guess, and name all of it at once.

    Raises:
        NoAnswerError: something is.
    """
    missing = [] if given.name else ["--organisation"]
    if given.edition is None and not adoption.edition.sure:
        missing.append("--edition")
    if given.order is None and adoption.open_order is not None:
        missing.append("--dates")
    if missing:
        raise NoAnswerError(*missing, no_input=no_input)


def _answered(place: Place, adoption: Adoption, given: Answers) -> tuple[Answers, Adoption]:
    """Return what somebody says about what is unsure, and what is found with it."""
    from qmsctl.authoring.adopted_settings import reason_of_days, reason_of_edition
    from qmsctl.cli.adopting import found_in
    from qmsctl.cli.dialogue import held
    from qmsctl.cli.init_answers import answered, edition_of, language_of

    def dialogue() -> tuple[Answers, Adoption]:
        question = tr("Name of the organisation")
        name = answered(given.name, "--organisation", question, adoption.name, may_ask=True)
        edition = given.edition
        if edition is None and not adoption.edition.sure:
            say(reason_of_edition(adoption, given))
            edition = edition_of(None, may_ask=True, guess=adoption.edition.key)
        language = given.language or language_of(None, may_ask=True, guess=adoption.language)
        order, found = given.order, adoption
        if order is None and (kind := adoption.open_order) is not None:
            say(reason_of_days(kind))
            choices = [
                ("day-first", tr("the day first: 03/04 is in April")),
                ("month-first", tr("the month first: 03/04 is in March")),
            ]
            order = _order(choose(tr("What comes first in its days"), choices, default=kind.days.order))
            found = found_in(place, order)
        statuses = dict(_statuses(found))
        return replace(
            given, name=name, edition=edition, language=language, order=order, statuses=statuses
        ), found

    settled = held(dialogue)
    if settled is None:
        raise typer.Exit
    return settled


def _statuses(adoption: Adoption) -> list[tuple[str, str]]:
    """Ask what words for a status mean that nobody can guess, the usual ones first."""
    found: list[tuple[str, str]] = []
    from qmsctl.reports.adoption import STATUS_WORDS

    choices = [*STATUS_WORDS.items(), ("open", tr("leave it open"))]
    for word, count in [*adoption.unknown_statuses.items()][:_MOST_WORDS]:
        question = tr("What the status {word} means ({count} documents)", word=word, count=count)
        meant = choose(question, choices, default="open")
        if meant != "open":
            found.append((word, meant))
    return found


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
    out(render_adoption(shown, current_language(), width=_width(), colour=colour()))
    if whole:
        out("\n" + "".join(f"{visible(line)}\n" for line in shown.settings.splitlines()))


def _width() -> int | None:
    """Return the width of the terminal; `None` for a pipe, in which nothing is wrapped."""
    import sys

    return width() if sys.stdout.isatty() else None


def _tell_end(place: Place, shown: Adopted, *, dry_run: bool) -> None:
    from qmsctl.cli.terminal import fitted, tell
    from qmsctl.render.visible import visible

    if shown.differing is not None:
        say(tr("qms.yaml is there already, and nothing was written.  What would differ:"))
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
