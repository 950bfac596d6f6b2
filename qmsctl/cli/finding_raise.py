"""`qmsctl finding raise`: what was found, against what, and who answers for it by when."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day
from qmsctl.cli.terminal import readable, say
from qmsctl.messages import marked, tr

__all__ = ["raise_finding"]

Text = str | None
Texts = list[str] | None


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
    evidence: Annotated[
        Texts,
        option(
            "--evidence",
            marked("RECORD"),
            marked("Evidence of the audit: a record, the beginning of its name, or the question it answers."),
        ),
    ] = None,
    grade: Annotated[
        Text,
        option("--grade", marked("GRADE"), marked("major, minor, observation, opportunity or strength.")),
    ] = None,
    justification: Annotated[
        Text, option("--justification", marked("TEXT"), marked("Why it is a major nonconformity."))
    ] = None,
    title: Annotated[Text, option("--title", marked("TEXT"), marked("A short name for lists."))] = None,
    clause: Annotated[
        Texts, option("--clause", marked("CLAUSE"), marked("A clause that is not fulfilled."))
    ] = None,
    edition: Annotated[
        Text, option("--edition", marked("EDITION"), marked("The edition of the clauses, if several apply."))
    ] = None,
    document: Annotated[
        Texts, option("--document", marked("DOCUMENT"), marked("A document that is not followed."))
    ] = None,
    act: Annotated[Texts, option("--act", marked("TEXT"), marked("An act of law with its article."))] = None,
    unit: Annotated[Texts, option("--unit", marked("UNIT"), marked("A unit it concerns."))] = None,
    process: Annotated[
        Texts, option("--process", marked("PROCESS"), marked("A process it concerns."))
    ] = None,
    requirement: Annotated[
        Text, option("--requirement", marked("TEXT"), marked("What is required, and where that stands."))
    ] = None,
    found: Annotated[
        Text,
        option(
            "--found",
            marked("TEXT"),
            marked("The evidence: what was found, where, in how many cases of how many."),
        ),
    ] = None,
    statement: Annotated[
        Text, option("--statement", marked("TEXT"), marked("In one sentence: what is not fulfilled."))
    ] = None,
    owner: Annotated[
        Text, option("--owner", marked("ROLE"), marked("Who answers for it: a role or a person of qms.yaml."))
    ] = None,
    due: Annotated[
        Text, option("--due", marked("DAY"), marked("By when it is answered; by default as qms.yaml says."))
    ] = None,
    repeats: Annotated[
        Text, option("--repeats", marked("FINDING"), marked("An earlier finding that this one repeats."))
    ] = None,
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
        _text(grade) or "",
        session.system.day if occurred is None else read_day(occurred),
        _text(audit) or _text(reference) or "",
        "audit" if audit else _text(source) or ("other" if reference else "audit"),
        _text(title),
        _text(edition),
        _texts(clause),
        _texts(document),
        _texts(act),
        _texts(unit),
        _texts(process),
        _text(requirement),
        _text(found),
        _text(statement),
        _text(justification),
        _texts(evidence),
        _text(owner),
        read_day(due) if due else None,
        _text(number),
        _text(repeats),
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


def _text(given: Text) -> Text:
    """Return what was given without the blanks around it; nothing but blanks says nothing."""
    return readable(given.strip()) or None if given else None


def _texts(given: Texts) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, given or ())))
