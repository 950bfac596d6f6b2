"""`qmsctl finding raise`: what was found, against what, and who answers for it by when."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from qmsctl.cli.finding_options import (
    Acts,
    Clauses,
    Documents,
    EditionOfClauses,
    EvidenceCited,
    Found,
    Owner,
    Processes,
    Repeats,
    Requirement,
    Statement,
    Text,
    Title,
    Units,
)
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day, said, said_each
from qmsctl.cli.terminal import say
from qmsctl.messages import marked, tr

__all__ = ["raise_finding"]


def raise_finding(
    audit: Annotated[
        Text, option("--audit", marked("AUDIT"), marked("The audit in which it was found."))
    ] = None,
    source: Annotated[
        Text,
        option(
            "--source",
            marked("SOURCE"),
            marked(
                "Where it comes from, if not an audit: complaint, inspection, management_review or other."
            ),
        ),
    ] = None,
    reference: Annotated[
        Text,
        option(
            "--reference", marked("TEXT"), marked("What the source is called: a case mark, a day, a unit.")
        ),
    ] = None,
    evidence: EvidenceCited = None,
    grade: Annotated[
        Text,
        option("--grade", marked("GRADE"), marked("major, minor, observation, opportunity or strength.")),
    ] = None,
    justification: Annotated[
        Text, option("--justification", marked("TEXT"), marked("Why it is a major nonconformity."))
    ] = None,
    title: Title = None,
    clause: Clauses = None,
    edition: EditionOfClauses = None,
    document: Documents = None,
    act: Acts = None,
    unit: Units = None,
    process: Processes = None,
    requirement: Requirement = None,
    found: Found = None,
    statement: Statement = None,
    owner: Owner = None,
    due: Annotated[
        Text, option("--due", marked("DAY"), marked("By when it is answered; by default as qms.yaml says."))
    ] = None,
    repeats: Repeats = None,
    number: Annotated[
        Text, option("--number", marked("NUMBER"), marked("Its number; by default the next of your series."))
    ] = None,
    occurred: Annotated[
        Text, option("--occurred", marked("DAY"), marked("The day it is raised; by default today."))
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record a finding of an audit, a complaint, an inspection or another source."""
    from qmsctl.authoring.finding import NewFinding, as_meant, cited_by, located_by, new_finding, next_number
    from qmsctl.cli.finding_dialogue import complete
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    clerk = clerk_of(session)
    new = NewFinding(
        said(grade) or "",
        session.system.day if occurred is None else read_day(occurred),
        said(audit) or said(reference) or "",
        "audit" if audit else said(source) or ("other" if reference else "audit"),
        said(title),
        said(edition),
        said_each(clause),
        said_each(document),
        said_each(act),
        said_each(unit),
        said_each(process),
        said(requirement),
        said(found),
        said(statement),
        said(justification),
        said_each(evidence),
        said(owner),
        read_day(due) if due else None,
        said(number),
        said(repeats),
    )
    new = as_meant(session.system, new)
    whole = complete(session.system, new, no_input=no_input)
    asked = whole != new
    if new.grade:  # otherwise whoever was asked has said where, and perhaps that it is nowhere
        whole = located_by(session.system, whole, cited_by(session.system, whole))
    if whole.number is None:
        number = next_number(
            session.system, whole.audit, clerk.who.email, grade=whole.grade, day=whole.occurred
        )
        whole = replace(whole, number=number)
    draft = new_finding(session.system, whole, clerk)
    say(tr("Its number is {number}.", number=whole.number or "-"))
    commit = session.system.organisation.recording.commit and not no_commit
    # Whoever was asked has not seen the whole yet, and a record cannot be edited afterwards.
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=not asked)
