"""The command tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from qmsctl import __version__
from qmsctl.cli.audit import audit
from qmsctl.cli.changes import changes
from qmsctl.cli.check import check
from qmsctl.cli.decisions import approve, review, withdraw
from qmsctl.cli.demo import demo
from qmsctl.cli.diff import diff
from qmsctl.cli.evidence import evidence
from qmsctl.cli.finding import finding
from qmsctl.cli.history import history
from qmsctl.cli.init import init
from qmsctl.cli.options import Folder, Lang
from qmsctl.cli.register import register
from qmsctl.cli.report import report
from qmsctl.cli.revise import revise
from qmsctl.cli.rules import explain, rules
from qmsctl.cli.sample import sample
from qmsctl.cli.show import show
from qmsctl.cli.terminal import out
from qmsctl.cli.usage import Command, Group
from qmsctl.cli.why import why
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


def _add(function: Callable[..., None], help: str, epilog: str | None = None) -> None:
    app.command(cls=Command, help=help, epilog=epilog, context_settings=_CONTEXT)(function)


_add(
    demo, marked("Build a fictional office with two years of history, check it, and write its audit report.")
)
_add(init, marked("Begin a quality management system of your own."))
_add(check, marked("Check every document and record, and say what is wrong where."))
_add(explain, marked("Explain one rule: what it checks, why, examples, how to resolve."))
_add(rules, marked("List every rule."))
_add(register, marked("List the documents: what is in force, since when, and who approved it."))
_add(history, marked("Show every revision of a document: who stood by it, and when it was in force."))
_add(changes, marked("Tell what changed since an audit, a day or a tag: the first page an auditor asks for."))
_add(show, marked("Show a document as it is in force, with its title block and change card."))
_add(why, marked("Say why a document is in the state it is in, and what would change it."))
_add(
    revise,
    marked("Edit a document, give it its next revision, and record why it changed."),
    marked(
        "A copy opens in your editor; save it and close the editor to go on."
        " git config --global core.editor nano chooses the editor."
    ),
)
_add(diff, marked("Show what changed between two revisions of a document, by section and by word."))
_add(approve, marked("Record that somebody prepared, checked or approved a document as it stands."))
_add(review, marked("Record that a document in force was reviewed and stays as it is."))
_add(withdraw, marked("Record that a document ends, why, and what takes its place."))
_add(sample, marked("Draw rows of a register, so that anybody can draw the same ones again."))
_add(report, marked("Write the report of an audit."))
app.add_typer(audit, name="audit", context_settings=_CONTEXT)
app.add_typer(evidence, name="evidence", context_settings=_CONTEXT)
app.add_typer(finding, name="finding", context_settings=_CONTEXT)
