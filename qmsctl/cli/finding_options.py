"""What the commands that record a step of a finding share: their options, and the recording itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from qmsctl.cli.options import option
from qmsctl.messages import marked

if TYPE_CHECKING:
    from qmsctl.authoring.new_step import NewStep
    from qmsctl.cli.session import Session

__all__ = [
    "Acts",
    "Attach",
    "Audit",
    "ByWhom",
    "Clauses",
    "Documents",
    "Due",
    "EditionOfClauses",
    "EvidenceCited",
    "FindingNumber",
    "Found",
    "Grade",
    "Justification",
    "Note",
    "Number",
    "Occurred",
    "Owner",
    "Processes",
    "RaisedOn",
    "Reference",
    "Repeats",
    "Requirement",
    "Source",
    "Statement",
    "Text",
    "Texts",
    "Title",
    "Units",
    "record_steps",
]

Text: TypeAlias = str | None
Texts: TypeAlias = list[str] | None

FindingNumber: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar=marked("FINDING"),
        help=marked("Number of the finding, such as NC-2026-03-B2, or the beginning of its identity."),
    ),
]
Occurred: TypeAlias = Annotated[
    Text, option("--occurred", marked("DAY"), marked("The day it happened; by default today."))
]
Note: TypeAlias = Annotated[Text, option("--note", marked("TEXT"), marked("Anything else."))]
ByWhom: TypeAlias = Annotated[
    Text, option("--by", marked("PERSON"), marked("Who did it; by default whoever records."))
]
Attach: TypeAlias = Annotated[
    list[Path] | None, option("--attach", marked("FILE"), marked("A file that proves it."))
]
Title: TypeAlias = Annotated[Text, option("--title", marked("TEXT"), marked("A short name for lists."))]
Clauses: TypeAlias = Annotated[
    Texts, option("--clause", marked("CLAUSE"), marked("A clause that is not fulfilled."))
]
EditionOfClauses: TypeAlias = Annotated[
    Text, option("--edition", marked("EDITION"), marked("The edition of the clauses, if several apply."))
]
Documents: TypeAlias = Annotated[
    Texts, option("--document", marked("DOCUMENT"), marked("A document that is not followed."))
]
Acts: TypeAlias = Annotated[Texts, option("--act", marked("TEXT"), marked("An act of law with its article."))]
Units: TypeAlias = Annotated[Texts, option("--unit", marked("UNIT"), marked("A unit it concerns."))]
Processes: TypeAlias = Annotated[
    Texts, option("--process", marked("PROCESS"), marked("A process it concerns."))
]
EvidenceCited: TypeAlias = Annotated[
    Texts,
    option(
        "--evidence",
        marked("RECORD"),
        marked("Evidence of the audit: a record, the beginning of its name, or the question it answers."),
    ),
]
Requirement: TypeAlias = Annotated[
    Text, option("--requirement", marked("TEXT"), marked("What is required, and where that stands."))
]
Found: TypeAlias = Annotated[
    Text,
    option(
        "--found",
        marked("TEXT"),
        marked("The evidence: what was found, where, in how many cases of how many."),
    ),
]
Statement: TypeAlias = Annotated[
    Text, option("--statement", marked("TEXT"), marked("In one sentence: what is not fulfilled."))
]
Owner: TypeAlias = Annotated[
    Text, option("--owner", marked("ROLE"), marked("Who answers for it: a role or a person of qms.yaml."))
]
Repeats: TypeAlias = Annotated[
    Text, option("--repeats", marked("FINDING"), marked("An earlier finding that this one repeats."))
]
Audit: TypeAlias = Annotated[
    Text, option("--audit", marked("AUDIT"), marked("The audit in which it was found."))
]
Source: TypeAlias = Annotated[
    Text,
    option(
        "--source",
        marked("SOURCE"),
        marked("Where it comes from, if not an audit: complaint, inspection, management_review or other."),
    ),
]
Reference: TypeAlias = Annotated[
    Text,
    option("--reference", marked("TEXT"), marked("What the source is called: a case mark, a day, a unit.")),
]
Grade: TypeAlias = Annotated[
    Text,
    option("--grade", marked("GRADE"), marked("major, minor, observation, opportunity or strength.")),
]
Justification: TypeAlias = Annotated[
    Text, option("--justification", marked("TEXT"), marked("Why it is a major nonconformity."))
]
Due: TypeAlias = Annotated[
    Text, option("--due", marked("DAY"), marked("By when it is answered; by default as qms.yaml says."))
]
Number: TypeAlias = Annotated[
    Text, option("--number", marked("NUMBER"), marked("Its number; by default the next of your series."))
]
RaisedOn: TypeAlias = Annotated[
    Text, option("--occurred", marked("DAY"), marked("The day it is raised; by default today."))
]


def record_steps(
    session: Session,
    number: str,
    steps: Sequence[NewStep],
    *,
    dry_run: bool,
    no_commit: bool,
    confirmed: bool = True,
) -> None:
    """Record *steps* of the finding *number*, and say where it stands then.

    Whoever was asked anything sees what is to be recorded, and is asked once more.
    """
    from qmsctl.authoring.finding_step import draft_steps
    from qmsctl.cli.dialogue import anything_asked
    from qmsctl.cli.next_step import say_next_of_finding
    from qmsctl.cli.recording import clerk_of, known_with, record

    draft = draft_steps(session.system, number, steps, clerk_of(session))
    commit = session.system.organisation.recording.commit and not no_commit
    seen = confirmed and not anything_asked()
    made = record(session, draft, dry_run=dry_run, commit=commit, confirmed=seen)
    if made.commit is not None:
        say_next_of_finding(known_with(session, draft, made.commit), number)
