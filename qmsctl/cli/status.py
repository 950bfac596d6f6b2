"""`qmsctl status`, and `qmsctl` alone: where things stand and what to do next, or how to begin."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Json, Lang, NoCache, On, Output, Rev, TrustFile
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["is_here", "status", "tell_beginning", "tell_status"]


class StateFormat(StrEnum):
    """How the state is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    JSON = "json"


def status(
    format: Annotated[
        StateFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|json",
            help=marked("How to write the status; plain whenever it is piped."),
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
    """Say where things stand, and what to do next."""
    from qmsctl.cli.output import format_asked

    del no_cache, folder, lang  # in force before the command runs
    format = StateFormat(format_asked(format, output, tuple(StateFormat), json=json))
    tell_status(format, output, (rev, on, as_of), trust)


def tell_status(
    format: StateFormat | None = None,
    output: Path | None = None,
    moment: tuple[str | None, str | None, str | None] = (None, None, None),
    trust: Path | None = None,
) -> None:
    """Print where things stand.

    Args:
        format: how; by default for where standard output leads.
        output: the file it is written to.
        moment: what --rev, --on and --as-of say.
        trust: the file that says whose keys count.

    Raises:
        QmsctlError: there is no repository, commit, day or usable `qms.yaml`.
    """
    from qmsctl.cli.answers import Answer, answered
    from qmsctl.cli.output import format_of, hand_out

    chosen = format or StateFormat(format_of(None, tuple(StateFormat)))
    look = (width(), colour()) if chosen is StateFormat.CONSOLE else (0, False)
    rev, on, as_of = moment

    def find_out() -> Answer:
        from qmsctl.cli.session import open_session
        from qmsctl.render.status import render_status
        from qmsctl.reports.status import status as state

        session = open_session(rev=rev, on=on, as_of=as_of, trust=trust, inspected=True)
        view = state(session.system, session.inspect(known=True))
        return Answer(render_status(view, chosen.value, current_language(), width=look[0], colour=look[1]))

    text = answered(("status", *moment, chosen.value, look), find_out, trust).text
    hand_out(text, output, chosen.value, tr("The status is in {file}.", file=str(output)))


def is_here() -> bool:
    """Return whether the current folder lies in a quality management system: in a folder with a `qms.yaml`."""
    try:
        here = Path.cwd()
        return any((folder / "qms.yaml").is_file() for folder in (here, *here.parents))
    except OSError:
        return False


def tell_beginning() -> str:
    """Return how to begin where there is no quality management system yet."""
    lines = (
        tr("Here is no quality management system yet: no qms.yaml."),
        tr("Begin one of your own: {command}", command="qmsctl init"),
        tr("Look at a fictional office with two years of history: {command}", command="qmsctl demo"),
        tr("Work on one elsewhere: {command}", command=f"qmsctl -C {tr('FOLDER')} status"),
    )
    return "".join(f"{line}\n" for line in lines)
