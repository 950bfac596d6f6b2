"""`qmsctl audit minutes`: meetings, deviations from the plan, and what the audit came to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day, said
from qmsctl.cli.terminal import interactive, say
from qmsctl.control.records import record_name
from qmsctl.messages import marked, tr

if TYPE_CHECKING:
    from qmsctl.authoring.minutes import NewMinutes
    from qmsctl.model.record import Minutes
    from qmsctl.model.schema import Filed

__all__ = ["minutes"]

Text = str | None


def minutes(
    audit: AuditId,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="opening|closing|deviation|conclusions",
            help=marked("A meeting, a deviation from the plan, or the conclusions."),
        ),
    ],
    occurred: Annotated[
        Text, option("--occurred", marked("DAY"), marked("The day it happened; by default today."))
    ] = None,
    present: Annotated[
        list[str] | None, option("--present", marked("ROLE"), marked("Who was there: a role, not a name."))
    ] = None,
    text: Annotated[
        Text, option("--text", marked("TEXT"), marked("What was said, done otherwise, or concluded."))
    ] = None,
    reason: Annotated[
        Text, option("--reason", marked("TEXT"), marked("Why the audit departed from its plan."))
    ] = None,
    not_covered: Annotated[
        list[str] | None,
        option(
            "--not-covered", marked("TEXT"), marked("An area of the scope that was not looked at, and why.")
        ),
    ] = None,
    opinion: Annotated[
        list[str] | None,
        option("--opinion", marked("TEXT"), marked("An opinion on which nobody agreed in the end.")),
    ] = None,
    recommendation: Annotated[
        Text, option("--recommendation", marked("TEXT"), marked("What the audit team recommends."))
    ] = None,
    fulfilment: Annotated[
        Text,
        option(
            "--fulfilment",
            marked("TEXT"),
            marked("How far the criteria are fulfilled, and whether the system is effective."),
        ),
    ] = None,
    obstacle: Annotated[
        list[str] | None, option("--obstacle", marked("TEXT"), marked("What stood in the way of the audit."))
    ] = None,
    programme_issues: Annotated[
        Text,
        option("--programme-issues", marked("TEXT"), marked("What matters for the programme of audits.")),
    ] = None,
    next_audits: Annotated[
        Text, option("--next-audits", marked("TEXT"), marked("What the next audits should look at."))
    ] = None,
    use_of_marks: Annotated[
        Text, option("--use-of-marks", marked("TEXT"), marked("How certificate and marks are used."))
    ] = None,
    certified_scope: Annotated[
        Text,
        option(
            "--certified-scope",
            marked("TEXT"),
            marked("Whether the scope of the certificate fits, and the objectives are reached."),
        ),
    ] = None,
    corrects: Annotated[
        list[str] | None,
        option("--corrects", marked("RECORD"), marked("The minutes these take the place of.")),
    ] = None,
    correction_reason: Annotated[
        Text, option("--correction-reason", marked("TEXT"), marked("Why the minutes are corrected."))
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record a meeting, a deviation from the plan, or the conclusions of an audit."""
    from qmsctl.authoring.minutes import NewMinutes, as_meant, draft_minutes, out_of_course
    from qmsctl.authoring.minutes_correction import carried_over, corrected_minutes, says_anything
    from qmsctl.cli.audit_minutes_dialogue import complete, corrected, is_whole, reasoned
    from qmsctl.cli.next_step import say_next_of_audit
    from qmsctl.cli.recording import clerk_of, known_with, record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    new = NewMinutes(
        audit,
        kind,
        session.system.day if occurred is None else read_day(occurred),
        _texts(present),
        _text(text),
        _text(reason),
        _texts(not_covered),
        _texts(opinion),
        _text(recommendation),
        fulfilment=_text(fulfilment),
        obstacles=_texts(obstacle),
        programme_issues=_text(programme_issues),
        next_audits=_text(next_audits),
        use_of_marks=_text(use_of_marks),
        certified_scope=_text(certified_scope),
        corrects=_texts(corrects),
        correction_reason=_text(correction_reason),
    )
    new = as_meant(session.system, new)
    may_ask = interactive(no_input=no_input)
    stands = corrected_minutes(session.system, new)
    if stands is not None:
        _say_stands(new, stands)
        asked = corrected(new, stands) if may_ask and not says_anything(new) else new
        whole = carried_over(asked, stands, other_day=occurred is not None)
        whole = replace(whole, correction_reason=_text(correction_reason)) if may_ask else whole
        if may_ask and not whole.correction_reason:
            whole = reasoned(whole, stands)
    else:
        whole = complete(session.system, new) if may_ask and not is_whole(new) else new
    draft = draft_minutes(session.system, whole, clerk_of(session))
    for caution in out_of_course(session.system, whole):
        say(caution)
    commit = session.system.organisation.recording.commit and not no_commit
    made = record(session, draft, dry_run=dry_run, commit=commit, confirmed=not may_ask or whole == new)
    if made is not None:
        say_next_of_audit(known_with(session, draft, made), audit)


def _text(given: Text) -> Text:
    """Return what was given without the blanks around it; blanks say nothing, nor do the dots of a hint."""
    return said(given)


def _texts(given: list[str] | None) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, given or ())))


def _say_stands(new: NewMinutes, stands: Filed[Minutes]) -> None:
    """Say at the beginning that what is given corrects what *stands*."""
    if not new.corrects:
        say(tr("{audit} has its conclusions already, in {name}.", audit=new.audit, name=record_name(stands)))
    say(tr("What you give takes the place of what stands there; all else stays as it is."))
