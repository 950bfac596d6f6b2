"""The options of `qmsctl audit minutes`."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from qmsctl.cli.options import option
from qmsctl.messages import marked

__all__ = [
    "CertifiedScope",
    "CorrectionReason",
    "Corrects",
    "Fulfilment",
    "Kind",
    "NextAudits",
    "NotCovered",
    "Obstacles",
    "Occurred",
    "Opinions",
    "Present",
    "ProgrammeIssues",
    "Reason",
    "Recommendation",
    "Text",
    "UseOfMarks",
]

Kind: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="opening|closing|deviation|conclusions",
        help=marked("A meeting, a deviation from the plan, or the conclusions."),
    ),
]
Occurred: TypeAlias = Annotated[
    str | None, option("--occurred", marked("DAY"), marked("The day it happened; by default today."))
]
Present: TypeAlias = Annotated[
    list[str] | None, option("--present", marked("ROLE"), marked("Who was there: a role, not a name."))
]
Text: TypeAlias = Annotated[
    str | None, option("--text", marked("TEXT"), marked("What was said, done otherwise, or concluded."))
]
Reason: TypeAlias = Annotated[
    str | None, option("--reason", marked("TEXT"), marked("Why the audit departed from its plan."))
]
NotCovered: TypeAlias = Annotated[
    list[str] | None,
    option("--not-covered", marked("TEXT"), marked("An area of the scope that was not looked at, and why.")),
]
Opinions: TypeAlias = Annotated[
    list[str] | None,
    option("--opinion", marked("TEXT"), marked("An opinion on which nobody agreed in the end.")),
]
Recommendation: TypeAlias = Annotated[
    str | None, option("--recommendation", marked("TEXT"), marked("What the audit team recommends."))
]
Fulfilment: TypeAlias = Annotated[
    str | None,
    option(
        "--fulfilment",
        marked("TEXT"),
        marked("How far the criteria are fulfilled, and whether the system is effective."),
    ),
]
Obstacles: TypeAlias = Annotated[
    list[str] | None, option("--obstacle", marked("TEXT"), marked("What stood in the way of the audit."))
]
ProgrammeIssues: TypeAlias = Annotated[
    str | None,
    option("--programme-issues", marked("TEXT"), marked("What matters for the programme of audits.")),
]
NextAudits: TypeAlias = Annotated[
    str | None, option("--next-audits", marked("TEXT"), marked("What the next audits should look at."))
]
UseOfMarks: TypeAlias = Annotated[
    str | None, option("--use-of-marks", marked("TEXT"), marked("How certificate and marks are used."))
]
CertifiedScope: TypeAlias = Annotated[
    str | None,
    option(
        "--certified-scope",
        marked("TEXT"),
        marked("Whether the scope of the certificate fits, and the objectives are reached."),
    ),
]
Corrects: TypeAlias = Annotated[
    list[str] | None,
    option("--corrects", marked("RECORD"), marked("The minutes these take the place of.")),
]
CorrectionReason: TypeAlias = Annotated[
    str | None, option("--correction-reason", marked("TEXT"), marked("Why the minutes are corrected."))
]
