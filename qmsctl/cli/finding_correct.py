"""`qmsctl finding correct`: a record takes the place of one that is wrong, and says why."""

from __future__ import annotations

from typing import Annotated

from qmsctl.cli.finding_options import (
    Acts,
    Clauses,
    Documents,
    EditionOfClauses,
    EvidenceCited,
    FindingNumber,
    Found,
    Owner,
    Processes,
    Repeats,
    Requirement,
    Statement,
    Text,
    Texts,
    Title,
    Units,
)
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day, said, said_each
from qmsctl.messages import marked, tr

__all__ = ["correct"]


def correct(
    number: FindingNumber,
    reason: Annotated[Text, option("--reason", marked("TEXT"), marked("Why it is corrected."))] = None,
    step: Annotated[
        str,
        option(
            "--step", marked("STEP"), marked("Which step: raised unless you name another, such as regraded.")
        ),
    ] = "raised",
    title: Title = None,
    clause: Clauses = None,
    edition: EditionOfClauses = None,
    document: Documents = None,
    act: Acts = None,
    unit: Units = None,
    process: Processes = None,
    evidence: EvidenceCited = None,
    requirement: Requirement = None,
    found: Found = None,
    statement: Statement = None,
    justification: Annotated[
        Text,
        option("--justification", marked("TEXT"), marked("Why it has its grade, or stands all the same.")),
    ] = None,
    because: Annotated[
        Text, option("--because", marked("TEXT"), marked("Why it was disputed, declined or withdrawn."))
    ] = None,
    owner: Owner = None,
    due: Annotated[
        Text, option("--due", marked("DAY"), marked("By when it is answered or carried out."))
    ] = None,
    by: Annotated[Text, option("--by", marked("PERSON"), marked("Who verified or closed it."))] = None,
    repeats: Repeats = None,
    new_number: Annotated[
        Text, option("--number", marked("NUMBER"), marked("Another number, if two findings have the same."))
    ] = None,
    occurred: Annotated[
        Text, option("--occurred", marked("DAY"), marked("The day it really happened."))
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Correct what was recorded about a finding; the old record stays in the history.

    Clauses, documents, acts, units, processes and evidence that are given take the place of those
    there were; a hyphen stands for none.
    """
    from qmsctl.authoring.finding_correction import Changes, correct_step, remarks_on_correction
    from qmsctl.cli.finding_dialogue import say_remarks
    from qmsctl.cli.finding_steps import needed
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session
    from qmsctl.settings import Severity

    del folder, lang  # in force before the command runs
    session = open_session()
    words = {
        "title": said(title),
        "requirement": said(requirement),
        "evidence_text": said(found),
        "statement": said(statement),
        "justification": said(justification),
        "reason": said(because),
        "owner": said(owner),
        "due": read_day(due).isoformat() if due else None,
        "by": said(by),
        "repeats": said(repeats),
        "number": said(new_number),
        "occurred": read_day(occurred).isoformat() if occurred else None,
    }
    changes = Changes(
        {name: value for name, value in words.items() if value},
        _listed(clause),
        said(edition),
        _listed(document),
        _listed(act),
        _listed(unit),
        _listed(process),
        _listed(evidence),
    )
    why = said(reason) or needed("--reason", tr("Why is it corrected"), no_input=no_input)
    draft = correct_step(session.system, number, step, changes, why, clerk_of(session))
    remarks = remarks_on_correction(session.system, number, step, changes)
    say_remarks([remark for remark in remarks if remark.severity is not Severity.ERROR])
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit)


def _listed(texts: Texts) -> tuple[str, ...] | None:
    """Return what was given instead of what there was; a hyphen stands for nothing, and `None` for no change."""
    return tuple(text for text in said_each(texts) if text != "-") if texts else None
