"""`qmsctl evidence add`: the answer to one question of an audit, with what supports it."""

from __future__ import annotations

import typer

from qmsctl.cli import evidence_options as options
from qmsctl.cli.evidence_correct import correct
from qmsctl.cli.evidence_verify import verify
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, read_day, said, said_each
from qmsctl.cli.terminal import say
from qmsctl.cli.usage import Command, Group
from qmsctl.messages import marked

__all__ = ["evidence"]

evidence = typer.Typer(
    cls=Group, rich_markup_mode=None, help=marked("Record audit evidence."), no_args_is_help=True
)

evidence.command(
    "verify",
    cls=Command,
    help=marked("Verify every attachment and record of an audit against its digest and its history."),
)(verify)


@evidence.command("add", cls=Command, help=marked("Record the answer to one question of an audit."))
def add(
    audit: options.Audit = None,
    question: options.Question = None,
    clause: options.Clauses = None,
    edition: options.Edition = None,
    result: options.Result = None,
    seen: options.Seen = None,
    where: options.Where = None,
    reason: options.Reason = None,
    method: options.Method = None,
    population: options.Population = None,
    sample: options.SampleSize = None,
    sampling: options.Sampling = None,
    register: options.Register = None,
    sample_size: options.DrawnSize = None,
    sample_rule: options.DrawnRule = None,
    seed: options.Seed = None,
    strata: options.Strata = None,
    filter: options.Filters = None,
    row: options.Rows = None,
    judged_against: options.JudgedAgainst = None,
    attach: options.Attachments = None,
    auditor: options.Auditor = None,
    asked: options.AskedRole = None,
    unit: options.Unit = None,
    occurred: options.Occurred = None,
    note: options.Note = None,
    corrects: options.Corrects = None,
    correction_reason: options.CorrectionReason = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record the answer to one question of an audit."""
    from qmsctl.authoring.evidence import NewEvidence, as_meant, draft_evidence
    from qmsctl.authoring.evidence_cautions import cautions_on, seen_by_nobody_of_the_team
    from qmsctl.cli.dialogue import mendable
    from qmsctl.cli.evidence_dialogue import complete
    from qmsctl.cli.evidence_sample import SampleOptions, recorded_sample
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    clerk = clerk_of(session)
    drawn = SampleOptions(
        population=said(population),
        sample=said(sample),
        sampling=said(sampling),
        register=said(register),
        size=said(sample_size),
        rule=said(sample_rule),
        seed=said(seed),
        strata=said(strata),
        filter=said_each(filter),
        rows=said_each(row),
    )
    new = NewEvidence(
        audit=said(audit) or "",
        result=said(result) or "",
        occurred=session.system.day if occurred is None else read_day(occurred),
        question=said(question),
        clauses=said_each(clause),
        edition=said(edition),
        seen=said(seen),
        where=said(where),
        reason=said(reason),
        method=said(method),
        sample=recorded_sample(session, drawn),
        judged_against=said_each(judged_against),
        attachments=tuple(attach or ()),
        auditor=said(auditor),
        asked=said(asked),
        unit=said(unit),
        note=said(note),
        corrects=said_each(corrects),
        correction_reason=said(correction_reason),
    )
    new = as_meant(session.system, new)
    whole = complete(session.system, new, no_input=no_input)
    draft = mendable(lambda: draft_evidence(session.system, whole, clerk))
    for caution in (
        *cautions_on(session.system, [whole], options=True),
        *seen_by_nobody_of_the_team(session.system, whole, clerk.who.email),
    ):
        say(caution)
    commit = session.system.organisation.recording.commit and not no_commit
    # Whoever was asked has not seen the whole yet, and a record cannot be edited afterwards.
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=whole == new)


evidence.command("correct", cls=Command, help=marked("Correct evidence: a new record takes its place."))(
    correct
)
