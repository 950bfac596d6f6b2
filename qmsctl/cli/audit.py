"""The commands of the group `audit`, each in a module of its own."""

from __future__ import annotations

from collections.abc import Callable

import typer

from qmsctl.cli.audit_checklist import checklist
from qmsctl.cli.audit_close import close
from qmsctl.cli.audit_import import bring_back
from qmsctl.cli.audit_minutes import minutes
from qmsctl.cli.audit_plan import plan
from qmsctl.cli.audit_programme import programme
from qmsctl.cli.audit_sheet import sheet
from qmsctl.cli.audit_status import status
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
    programme,
    "programme",
    marked("Show the audit programme and what was audited last when, or begin a new one."),
)
_add(
    checklist,
    "checklist",
    marked("Take over checklists that come with qmsctl: of an edition, or of an area of work."),
)
_add(plan, "plan", marked("Plan an audit: from options, from the programme, or by answering questions."))
_add(
    conduct, "conduct", marked("Conduct an audit: question by question, each answer saved when it is given.")
)
_add(sheet, "sheet", marked("Write the blank checklist of an audit: to print, or to fill in and bring back."))
_add(bring_back, "import", marked("Bring back a sheet that was filled in: show it, ask, and record it."))
_add(
    status, "status", marked("Say what was asked, answered and found, and what stands in the way of closing.")
)
_add(
    minutes, "minutes", marked("Record a meeting, a deviation from the plan, or the conclusions of an audit.")
)
_add(close, "close", marked("Close an audit and seal what it made, or say what stands in the way."))
