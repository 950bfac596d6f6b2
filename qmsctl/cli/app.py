"""The command tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from qmsctl import __version__
from qmsctl.cli.check import check
from qmsctl.cli.demo import demo
from qmsctl.cli.evidence import evidence
from qmsctl.cli.init import init
from qmsctl.cli.options import Folder, Lang
from qmsctl.cli.report import report
from qmsctl.cli.rules import explain, rules
from qmsctl.cli.terminal import out
from qmsctl.cli.usage import Command, Group
from qmsctl.messages import marked

__all__ = ["app"]

_CONTEXT = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,  # plain help: it reads the same in a pipe, on a narrow terminal, and aloud
    context_settings=_CONTEXT,
    invoke_without_command=True,
    help=marked("Check a quality management system kept in git, record audits on it, and write the report."),
    epilog=marked("Status: 0 no problem, 1 problems, 2 wrong call or configuration, 3 nothing to check."),
)


def _version(asked: bool) -> None:
    if asked:
        out(f"qmsctl {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    folder: Folder = None,
    lang: Lang = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=marked("Show the version and exit.")
        ),
    ] = False,
) -> None:
    """Options that stand before a command."""
    del folder, lang, version
    if context.invoked_subcommand is None:
        out(context.get_help() + "\n")


def _add(function: Callable[..., None], help: str) -> None:
    app.command(cls=Command, help=help, context_settings=_CONTEXT)(function)


_add(
    demo, marked("Build a fictional office with two years of history, check it, and write its audit report.")
)
_add(init, marked("Begin a quality management system of your own."))
_add(check, marked("Check every document and record, and say what is wrong where."))
_add(explain, marked("Explain one rule: what it checks, why, examples, how to resolve."))
_add(rules, marked("List every rule."))
_add(report, marked("Write the report of an audit."))
app.add_typer(evidence, name="evidence", context_settings=_CONTEXT)
