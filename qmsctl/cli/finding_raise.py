"""`qmsctl finding raise`: what was found, against what, and who answers for it by when."""

from __future__ import annotations

from dataclasses import replace

from qmsctl.cli import finding_options as options
from qmsctl.cli.options import (
    DryRun,
    Folder,
    Lang,
    NoCommit,
    NoInput,
    read_day,
    refuse_beside,
    said,
    said_each,
)
from qmsctl.cli.terminal import say
from qmsctl.messages import tr

__all__ = ["raise_finding"]


def raise_finding(
    audit: options.Audit = None,
    source: options.Source = None,
    reference: options.Reference = None,
    evidence: options.EvidenceCited = None,
    grade: options.Grade = None,
    justification: options.Justification = None,
    title: options.Title = None,
    clause: options.Clauses = None,
    edition: options.EditionOfClauses = None,
    document: options.Documents = None,
    act: options.Acts = None,
    unit: options.Units = None,
    process: options.Processes = None,
    requirement: options.Requirement = None,
    found: options.Found = None,
    statement: options.Statement = None,
    owner: options.Owner = None,
    due: options.Due = None,
    repeats: options.Repeats = None,
    number: options.Number = None,
    occurred: options.RaisedOn = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record a finding of an audit, a complaint, an inspection or another source."""
    from qmsctl.authoring.finding import NewFinding, as_meant, cited_by, located_by, new_finding, number_of
    from qmsctl.cli.finding_dialogue import complete
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    if said(audit):
        refuse_beside("--audit", {"--source": source, "--reference": reference})
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
    whole = replace(whole, number=number_of(session.system, whole, clerk))
    draft = new_finding(session.system, whole, clerk)
    say(tr("Its number is {number}.", number=whole.number or "-"))
    commit = session.system.organisation.recording.commit and not no_commit
    # Whoever was asked has not seen the whole yet, and a record cannot be edited afterwards.
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=not asked)
