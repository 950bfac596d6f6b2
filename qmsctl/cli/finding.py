"""The commands of `finding`: findings from audits and elsewhere, and what becomes of them."""

from __future__ import annotations

import typer

from qmsctl.cli.finding_correct import correct
from qmsctl.cli.finding_list import list_findings, show_finding
from qmsctl.cli.finding_raise import raise_finding
from qmsctl.cli.finding_respond import respond
from qmsctl.cli.finding_steps import close, dispute, regrade, review, verify, withdraw
from qmsctl.cli.usage import Command, Group
from qmsctl.messages import marked

__all__ = ["finding"]

finding = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help=marked("Raise findings, follow them up, and see what is open."),
    no_args_is_help=True,
)

finding.command(
    "raise",
    cls=Command,
    help=marked("Record a finding of an audit, a complaint, an inspection or another source."),
)(raise_finding)
finding.command("respond", cls=Command, help=marked("Record what is done about a finding, step by step."))(
    respond
)
finding.command(
    "dispute",
    cls=Command,
    help=marked("Record that the auditee disputes a finding, or that it stands all the same."),
)(dispute)
finding.command("regrade", cls=Command, help=marked("Give a finding another grade, and say why."))(regrade)
finding.command(
    "review",
    cls=Command,
    help=marked("Accept or reject the response to a finding: somebody else than its owner judges."),
)(review)
finding.command(
    "verify",
    cls=Command,
    help=marked("Record whether the action was effective: somebody else than its owner judges."),
)(verify)
finding.command("close", cls=Command, help=marked("Close a finding about which everything is done."))(close)
finding.command(
    "withdraw", cls=Command, help=marked("Record that a finding was raised in error; it stays shown.")
)(withdraw)
finding.command(
    "list",
    cls=Command,
    help=marked("List findings over all audits and sources: open, overdue, mine, recurring."),
)(list_findings)
finding.command("show", cls=Command, help=marked("Show the card of a finding with its whole follow-up."))(
    show_finding
)
finding.command(
    "correct",
    cls=Command,
    help=marked(
        "Correct what was recorded about a finding; the old record stays in the history."
        " Lists, such as clauses, are given anew; a hyphen stands for none."
    ),
)(correct)
