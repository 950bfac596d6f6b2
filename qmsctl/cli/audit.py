"""The commands of the group `audit`, each in a module of its own."""

from __future__ import annotations

from collections.abc import Callable

import typer

from qmsctl.cli.audit_plan import plan
from qmsctl.cli.audit_programme import programme
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
    programme,
    "programme",
    marked("Show the audit programme and what was audited last when, or begin a new one."),
)
_add(plan, "plan", marked("Plan an audit: from options, from the programme, or by answering questions."))
