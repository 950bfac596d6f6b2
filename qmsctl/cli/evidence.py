"""`qmsctl evidence add`: the answer to one question of an audit, with what supports it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.evidence_correct import correct
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day
from qmsctl.cli.terminal import readable
from qmsctl.cli.usage import Command, Group
from qmsctl.errors import RefusedError
from qmsctl.messages import marked, tr

__all__ = ["evidence"]

evidence = typer.Typer(
    cls=Group, rich_markup_mode=None, help=marked("Record audit evidence."), no_args_is_help=True
)

Text = str | None


@evidence.command("add", cls=Command, help=marked("Record the answer to one question of an audit."))
def add(
    audit: Annotated[Text, option("--audit", marked("AUDIT"), marked("Id of the audit."))] = None,
    question: Annotated[
        Text, option("--question", marked("QUESTION"), marked("Id of the question that is answered."))
    ] = None,
    clause: Annotated[
        list[str] | None, option("--clause", marked("CLAUSE"), marked("A clause that was judged."))
    ] = None,
    result: Annotated[
        Text,
        option(
            "--result",
            marked("RESULT"),
            marked("conforms, does_not_conform, not_applicable or not_audited."),
        ),
    ] = None,
    seen: Annotated[
        Text, option("--seen", marked("TEXT"), marked("What was looked at, and what it showed."))
    ] = None,
    where: Annotated[
        Text, option("--where", marked("TEXT"), marked("Where another auditor finds it again."))
    ] = None,
    reason: Annotated[
        Text, option("--reason", marked("TEXT"), marked("Why it is not applicable or was not audited."))
    ] = None,
    method: Annotated[
        Text,
        option(
            "--method",
            marked("METHOD"),
            marked("document_review, record_review, interview, observation, measurement or system_extract."),
        ),
    ] = None,
    population: Annotated[
        Text, option("--population", marked("NUMBER"), marked("How many there are."))
    ] = None,
    sample: Annotated[
        Text, option("--sample", marked("NUMBER"), marked("How many of them were looked at."))
    ] = None,
    sampling: Annotated[Text, option("--sampling", marked("METHOD"), marked("How they were chosen."))] = None,
    judged_against: Annotated[
        list[str] | None,
        option(
            "--judged-against", marked("DOCUMENT"), marked("A document in force that it was judged against.")
        ),
    ] = None,
    attach: Annotated[
        list[Path] | None, option("--attach", marked("FILE"), marked("A file to keep with the evidence."))
    ] = None,
    asked: Annotated[
        Text, option("--asked", marked("ROLE"), marked("Who was asked: a role, not a name."))
    ] = None,
    unit: Annotated[Text, option("--unit", marked("UNIT"), marked("The unit it was seen in."))] = None,
    occurred: Annotated[
        Text, option("--occurred", marked("DAY"), marked("The day it was seen; by default today."))
    ] = None,
    note: Annotated[Text, option("--note", marked("TEXT"), marked("Anything else."))] = None,
    corrects: Annotated[
        list[str] | None,
        option("--corrects", marked("RECORD"), marked("The answer this one takes the place of.")),
    ] = None,
    correction_reason: Annotated[
        Text, option("--correction-reason", marked("TEXT"), marked("Why the answer is corrected."))
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record the answer to one question of an audit."""
    from qmsctl.authoring.evidence import NewEvidence, draft_evidence
    from qmsctl.cli.evidence_dialogue import complete
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    clerk = clerk_of(session)
    new = NewEvidence(
        _text(audit) or "",
        _text(result) or "",
        session.system.day if occurred is None else read_day(occurred),
        _text(question),
        tuple(filter(None, map(_text, clause or ()))),
        _text(seen),
        _text(where),
        _text(reason),
        _text(method),
        _sample(population, sample, sampling),
        tuple(filter(None, map(_text, judged_against or ()))),
        tuple(attach or ()),
        _text(asked),
        _text(unit),
        _text(note),
        tuple(filter(None, map(_text, corrects or ()))),
        _text(correction_reason),
    )
    whole = complete(session.system, new, no_input=no_input)
    draft = draft_evidence(session.system, whole, clerk)
    commit = session.system.organisation.recording.commit and not no_commit
    # Whoever was asked has not seen the whole yet, and a record cannot be edited afterwards.
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=whole == new)


def _text(given: Text) -> Text:
    """Return what was given without the blanks around it; nothing but blanks says nothing."""
    return readable(given.strip()) or None if given else None


def _sample(population: Text, size: Text, method: Text) -> dict[str, str]:
    given = {
        "population": _number("--population", population),
        "size": _number("--sample", size),
        "method": _text(method),
    }
    return {name: value for name, value in given.items() if value}


def _number(option: str, given: Text) -> Text:
    """Return what was given if it is a number.

    Raises:
        RefusedError: it is none.
    """
    text = _text(given)
    if text is not None and not (text.isascii() and text.isdecimal()):
        raise RefusedError(
            tr("{word} is no value of {option}", word=text, option=option), tr("write digits only")
        )
    return text


evidence.command("correct", cls=Command, help=marked("Correct evidence: a new record takes its place."))(
    correct
)
