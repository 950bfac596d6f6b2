"""`qmsctl audit`: the commands of the group, each in a module of its own."""

from __future__ import annotations

from collections.abc import Callable

import typer

from qmsctl.cli.conduct import conduct
from qmsctl.cli.usage import Command, Group
from qmsctl.messages import marked

__all__ = ["audit"]

audit = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help=marked("Plan audits, conduct them, and close them."),
    no_args_is_help=True,
)


def _add(function: Callable[..., None], name: str, help: str) -> None:
    audit.command(name, cls=Command, help=help)(function)


_add(
    conduct, "conduct", marked("Conduct an audit: question by question, each answer saved when it is given.")
)
