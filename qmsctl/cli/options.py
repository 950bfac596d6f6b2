"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Any, Final, TypeAlias

import typer

from qmsctl.cli.typed_command import enter
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import LANGUAGES, Message, marked, tr
from qmsctl.messages.days import is_ambiguous_day, parse_day

__all__ = [
    "TEXT_FORMATS",
    "AsOf",
    "DocumentId",
    "DocumentLanguage",
    "DryRun",
    "Folder",
    "Json",
    "Lang",
    "NoCache",
    "NoCommit",
    "NoInput",
    "On",
    "Output",
    "Rev",
    "Sign",
    "Table",
    "TextFormat",
    "TrustFile",
    "caching",
    "is_day",
    "name_and_text",
    "option",
    "output_option",
    "read_day",
    "refuse_beside",
    "refuse_without",
    "said",
    "said_each",
    "take_today",
]


def _go(folder: Path | None) -> Path | None:
    """Make *folder* the current one, as `git -C` does.

    Raises:
        QmsctlError: it cannot be entered.
    """
    if folder is None:
        return None
    try:
        enter(folder)
    except OSError:
        raise QmsctlError(
            tr("there is no folder {folder} that can be entered", folder=str(folder)),
            tr("check the name after -C"),
        ) from None
    return folder


def _spoken(language: str | None) -> str | None:
    """Refuse a language nobody taught qmsctl; the choice itself was made before the line was parsed."""
    if language is not None and language not in LANGUAGES:
        raise QmsctlError(
            tr("qmsctl does not speak {language}", language=language),
            tr("write one of: {expected}", expected=", ".join(LANGUAGES)),
        )
    return language


Folder: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "-C",
        metavar=marked("FOLDER"),
        help=marked("Work as if started in this folder."),
        show_default=False,
        is_eager=True,
        callback=_go,
    ),
]
Lang: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="en|pl", help=marked("The language to speak."), show_default=False, callback=_spoken
    ),
]
On: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar=marked("DAY"),
        help=marked("What held on this day, such as 2026-11-22."),
        show_default=False,
    ),
]
Rev: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--rev",
        metavar=marked("REV"),
        help=marked("What the repository knew in this commit or tag, or on this day."),
        show_default=False,
    ),
]
AsOf: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar=marked("DAY"), help=marked("Both: --on and --rev of this day."), show_default=False
    ),
]
TrustFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--trust",
        metavar=marked("FILE"),
        help=marked("The file that says whose signing keys count, in place of qms.yaml."),
        show_default=False,
    ),
]


_caching: ContextVar[bool] = ContextVar("caching", default=True)


def caching() -> bool:
    """Return whether what earlier runs found out may be used, and what this one does kept."""
    return _caching.get()


def _without_cache(chosen: bool) -> bool:
    _caching.set(not chosen)
    return chosen


NoCache: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help=marked("Read everything anew, and keep nothing in the user's cache folder."),
        is_eager=True,
        callback=_without_cache,
    ),
]

DocumentId: TypeAlias = Annotated[
    str, typer.Argument(metavar=marked("DOCUMENT"), help=marked("Id of the document, such as PS-01."))
]
DocumentLanguage: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="en|pl",
        help=marked("Which language version; by default the organisation's."),
        show_default=False,
    ),
]
NoInput: TypeAlias = Annotated[bool, typer.Option("--no-input", help=marked("Ask nothing."))]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help=marked("Show what would be written; write nothing."))
]
NoCommit: TypeAlias = Annotated[
    bool, typer.Option("--no-commit", help=marked("Write the files and do not commit them."))
]
Sign: TypeAlias = Annotated[
    bool, typer.Option("--sign", help=marked("Sign the commit with the key your git is set up with."))
]
Table: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar=marked("KEY"),
        help=marked("With CSV: which table; a wrong name lists them."),
        show_default=False,
    ),
]

Json: TypeAlias = Annotated[bool, typer.Option("--json", help=marked("The same as --format json."))]
"""Every command that only reads has it: what was given is read by `format_said` or `format_asked`."""

TEXT_FORMATS: Final = ("plain", "json")
TextFormat: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="|".join(TEXT_FORMATS),
        help=marked("How to write it; by default plain."),
        show_default=False,
    ),
]
"""Of commands whose answer is a text to read, or data for programs."""


def option(name: str, metavar: str, help: str) -> Any:  # noqa: ANN401 - Typer's marker has no type of its own
    """Return an option that takes one value and has no default to show."""
    return typer.Option(name, metavar=metavar, help=help, show_default=False)


def output_option(help: str) -> Any:  # noqa: ANN401 - as above
    """Return the option that names the file a result goes to."""
    return typer.Option("-o", "--output", metavar=marked("FILE"), help=help, show_default=False)


Output: TypeAlias = Annotated[Path | None, output_option(marked("Where to write it."))]


def said(given: str | None) -> str | None:
    """Return the text that was *given*, without the blanks around it; `None` if it says nothing.

    The dots that stand for a text in a hint say nothing either: a hint may be typed as it is printed.

    Raises:
        QmsctlError: it is no text.
    """
    from qmsctl.cli.terminal import readable

    text = readable(given.strip()) if given else ""
    return text if text and text != "…" else None


def said_each(given: Sequence[str] | None) -> tuple[str, ...]:
    """Return the texts that were *given* by one option, each once, as `said` does, and none that says nothing.

    Raises:
        QmsctlError: one of them is no text.
    """
    return tuple(dict.fromkeys(filter(None, map(said, given or ()))))


def refuse_without(needed: str, options: Mapping[str, object]) -> None:
    """Refuse *options* that say nothing without the option *needed*, which was not given.

    Args:
        needed: the option, as it is typed.
        options: by name, what was given of each; nothing, if it was not.

    Raises:
        QmsctlError: one of them was given.
    """
    for name, given in options.items():
        if given:
            raise QmsctlError(
                tr("{option} does nothing without {needed}", option=name, needed=needed),
                tr("add {needed}, or leave {option} out", option=name, needed=needed),
            )


def refuse_beside(chosen: str, options: Mapping[str, object], instead: Message | None = None) -> None:
    """Refuse *options* that say nothing beside the option *chosen*, which was given.

    Args:
        chosen: the option, as it is typed.
        options: by name, what was given of each; nothing, if it was not.
        instead: what to do; by default to leave one of the two out.

    Raises:
        QmsctlError: one of them was given.
    """
    for name, given in options.items():
        if given:
            raise QmsctlError(
                tr("{option} does nothing beside {chosen}", option=name, chosen=chosen),
                instead or tr("leave out {option} or {chosen}", option=name, chosen=chosen),
            )


def name_and_text(option: str, given: str) -> tuple[str, str]:
    """Return the two sides of what was given as `NAME=TEXT`.

    Raises:
        RefusedError: one of them is missing.
    """
    name, _, text = (part.strip() for part in given.partition("="))
    if not name or not text:
        raise RefusedError(
            tr("{word} is no value of {option}", word=given, option=option),
            tr("write a name, an equals sign and a text"),
        )
    return name, text


def is_day(text: str) -> bool:
    """Return whether *text* is written as a day, be it in the calendar or not."""
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is not None


_today: ContextVar[dt.date | None] = ContextVar("today", default=None)


def take_today(day: dt.date) -> None:
    """Let `dziś` and `yesterday` be said with respect to *day*: the organisation's, once it is known."""
    _today.set(day)


def read_day(text: str) -> dt.date:
    """Return the day written as *text*: in digits, with the name of the month, or as `dziś` or `yesterday`.

    Raises:
        QmsctlError: it is no day of the calendar, or can be several.
    """
    from qmsctl.cli.clock import now

    try:
        day = parse_day(text, _today.get() or now().astimezone().date())
    except ValueError:
        raise QmsctlError(
            tr("{given} is not a day of the calendar", given=text),
            tr("write year-month-day, for example 2026-11-22"),
        ) from None
    if day is not None:
        return day
    if is_ambiguous_day(text):
        raise QmsctlError(
            tr("{given} can be more than one day", given=text),
            tr("write year-month-day, for example 2026-11-22"),
        )
    raise QmsctlError(
        tr("{given} is not written as a day", given=text),
        tr("write year-month-day, for example 2026-11-22"),
    )
