"""The options of `qmsctl evidence add` and of `qmsctl evidence correct`, and how what was given is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

from qmsctl.cli.options import option
from qmsctl.messages import marked

__all__ = [
    "AskedRole",
    "Attachments",
    "Audit",
    "Auditor",
    "Clauses",
    "CorrectionReason",
    "Corrects",
    "DrawnRule",
    "DrawnSize",
    "Edition",
    "Filters",
    "JudgedAgainst",
    "Method",
    "Note",
    "Occurred",
    "Population",
    "Question",
    "Reason",
    "Register",
    "Result",
    "Rows",
    "SampleSize",
    "Sampling",
    "Seed",
    "Seen",
    "Strata",
    "Unit",
    "Where",
]

Audit: TypeAlias = Annotated[str | None, option("--audit", marked("AUDIT"), marked("Id of the audit."))]
Question: TypeAlias = Annotated[
    str | None, option("--question", marked("QUESTION"), marked("Id of the question that is answered."))
]
Clauses: TypeAlias = Annotated[
    list[str] | None, option("--clause", marked("CLAUSE"), marked("A clause that was judged."))
]
Edition: TypeAlias = Annotated[
    str | None,
    option(
        "--edition",
        marked("EDITION"),
        marked("The edition of the clauses, where the audit names several."),
    ),
]
Result: TypeAlias = Annotated[
    str | None,
    option(
        "--result",
        marked("RESULT"),
        marked("conforms, does_not_conform, not_applicable or not_audited."),
    ),
]
Seen: TypeAlias = Annotated[
    str | None, option("--seen", marked("TEXT"), marked("What was looked at, and what it showed."))
]
Auditor: TypeAlias = Annotated[
    str | None,
    option("--auditor", marked("PERSON"), marked("Who of the team saw it, where somebody else records it.")),
]
Where: TypeAlias = Annotated[
    str | None, option("--where", marked("TEXT"), marked("Where another auditor finds it again."))
]
Reason: TypeAlias = Annotated[
    str | None, option("--reason", marked("TEXT"), marked("Why it is not applicable or was not audited."))
]
Method: TypeAlias = Annotated[
    str | None,
    option(
        "--method",
        marked("METHOD"),
        marked("document_review, record_review, interview, observation, measurement or system_extract."),
    ),
]
Population: TypeAlias = Annotated[
    str | None, option("--population", marked("NUMBER"), marked("How many there are."))
]
SampleSize: TypeAlias = Annotated[
    str | None,
    option(
        "--sample",
        marked("NUMBER|FILE"),
        marked("How many of them were looked at, or what qmsctl sample --format json printed."),
    ),
]
Sampling: TypeAlias = Annotated[
    str | None,
    option(
        "--sampling",
        marked("METHOD"),
        marked("How they were chosen; from a register: random, systematic, judgement or all."),
    ),
]
Register: TypeAlias = Annotated[
    str | None, option("--register", marked("REGISTER"), marked("Draw the sample from this register."))
]
DrawnSize: TypeAlias = Annotated[
    str | None, option("--sample-size", marked("NUMBER"), marked("How many rows of the register to draw."))
]
DrawnRule: TypeAlias = Annotated[
    str | None,
    option(
        "--sample-rule",
        marked("RULE"),
        marked("How many, in place of a size: all, sqrt, 0.6sqrt, 0.8sqrt, 10%; rounded up."),
    ),
]
Seed: TypeAlias = Annotated[
    str | None,
    option("--seed", marked("SEED"), marked("What chance follows from; without it one is drawn and shown.")),
]
Strata: TypeAlias = Annotated[
    str | None, option("--strata", marked("COLUMN"), marked("Give each value of this column its share."))
]
Filters: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--filter",
        marked("CONDITION"),
        marked("Draw only from rows that meet it: COLUMN=VALUE, or with != <= >=."),
    ),
]
Rows: TypeAlias = Annotated[
    list[str] | None,
    option("--row", marked("ROW"), marked("A row chosen by judgement: its name, or # and its number.")),
]
JudgedAgainst: TypeAlias = Annotated[
    list[str] | None,
    option("--judged-against", marked("DOCUMENT"), marked("A document in force that it was judged against.")),
]
Attachments: TypeAlias = Annotated[
    list[Path] | None, option("--attach", marked("FILE"), marked("A file to keep with the evidence."))
]
AskedRole: TypeAlias = Annotated[
    str | None, option("--asked", marked("ROLE"), marked("Who was asked: a role, not a name."))
]
Unit: TypeAlias = Annotated[str | None, option("--unit", marked("UNIT"), marked("The unit it was seen in."))]
Occurred: TypeAlias = Annotated[
    str | None, option("--occurred", marked("DAY"), marked("The day it was seen; by default today."))
]
Note: TypeAlias = Annotated[str | None, option("--note", marked("TEXT"), marked("Anything else."))]
Corrects: TypeAlias = Annotated[
    list[str] | None,
    option("--corrects", marked("RECORD"), marked("The answer this one takes the place of.")),
]
CorrectionReason: TypeAlias = Annotated[
    str | None, option("--correction-reason", marked("TEXT"), marked("Why the answer is corrected."))
]
