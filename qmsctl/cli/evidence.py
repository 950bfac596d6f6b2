"""`qmsctl evidence add`: the answer to one question of an audit, with what supports it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.evidence_correct import correct
from qmsctl.cli.evidence_verify import verify
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day
from qmsctl.cli.terminal import readable, say
from qmsctl.cli.usage import Command, Group
from qmsctl.messages import marked

if TYPE_CHECKING:
    pass

__all__ = ["evidence"]

evidence = typer.Typer(
    cls=Group, rich_markup_mode=None, help=marked("Record audit evidence."), no_args_is_help=True
)

evidence.command(
    "verify",
    cls=Command,
    help=marked("Verify every attachment and record of an audit against its digest and its history."),
)(verify)

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
    edition: Annotated[
        Text,
        option(
            "--edition",
            marked("EDITION"),
            marked("The edition of the clauses, where the audit names several."),
        ),
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
        Text,
        option(
            "--sample",
            marked("NUMBER|FILE"),
            marked("How many of them were looked at, or what qmsctl sample --format json printed."),
        ),
    ] = None,
    sampling: Annotated[
        Text,
        option(
            "--sampling",
            marked("METHOD"),
            marked("How they were chosen; from a register: random, systematic, judgement or all."),
        ),
    ] = None,
    register: Annotated[
        Text, option("--register", marked("REGISTER"), marked("Draw the sample from this register."))
    ] = None,
    sample_size: Annotated[
        Text, option("--sample-size", marked("NUMBER"), marked("How many rows of the register to draw."))
    ] = None,
    sample_rule: Annotated[
        Text,
        option(
            "--sample-rule",
            marked("RULE"),
            marked("How many, in place of a size: all, sqrt, 0.6sqrt, 0.8sqrt, 10%; rounded up."),
        ),
    ] = None,
    seed: Annotated[
        Text,
        option(
            "--seed", marked("SEED"), marked("What chance follows from; without it one is drawn and shown.")
        ),
    ] = None,
    strata: Annotated[
        Text, option("--strata", marked("COLUMN"), marked("Give each value of this column its share."))
    ] = None,
    filter: Annotated[
        list[str] | None,
        option(
            "--filter",
            marked("CONDITION"),
            marked("Draw only from rows that meet it: COLUMN=VALUE, or with != <= >=."),
        ),
    ] = None,
    row: Annotated[
        list[str] | None,
        option("--row", marked("ROW"), marked("A row chosen by judgement: its name, or # and its number.")),
    ] = None,
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
    from qmsctl.authoring.evidence import NewEvidence, as_meant, draft_evidence
    from qmsctl.authoring.evidence_cautions import cautions_on
    from qmsctl.cli.evidence_dialogue import complete
    from qmsctl.cli.evidence_sample import SampleOptions, recorded_sample
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    clerk = clerk_of(session)
    options = SampleOptions(
        _text(population),
        _text(sample),
        _text(sampling),
        _text(register),
        _text(sample_size),
        _text(sample_rule),
        _text(seed),
        _text(strata),
        _texts(filter),
        _texts(row),
    )
    new = NewEvidence(
        _text(audit) or "",
        _text(result) or "",
        session.system.day if occurred is None else read_day(occurred),
        _text(question),
        _texts(clause),
        _text(edition),
        _text(seen),
        _text(where),
        _text(reason),
        _text(method),
        recorded_sample(session, options),
        _texts(judged_against),
        tuple(attach or ()),
        _text(asked),
        _text(unit),
        _text(note),
        _texts(corrects),
        _text(correction_reason),
    )
    new = as_meant(session.system, new)
    whole = complete(session.system, new, no_input=no_input)
    draft = draft_evidence(session.system, whole, clerk)
    for caution in cautions_on(session.system, [whole], options=True):
        say(caution)
    commit = session.system.organisation.recording.commit and not no_commit
    # Whoever was asked has not seen the whole yet, and a record cannot be edited afterwards.
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=whole == new)


def _text(given: Text) -> Text:
    """Return what was given without the blanks around it; nothing but blanks says nothing."""
    return readable(given.strip()) or None if given else None


def _texts(given: list[str] | None) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, given or ())))


evidence.command("correct", cls=Command, help=marked("Correct evidence: a new record takes its place."))(
    correct
)
