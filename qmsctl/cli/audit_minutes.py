"""`qmsctl audit minutes`: meetings, deviations from the plan, and what the audit came to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qmsctl.cli import audit_minutes_options as options
from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, read_day, said, said_each
from qmsctl.cli.terminal import interactive, say
from qmsctl.control.records import record_name
from qmsctl.messages import tr

if TYPE_CHECKING:
    from qmsctl.authoring.minutes import NewMinutes
    from qmsctl.model.record import Minutes
    from qmsctl.model.schema import Filed

__all__ = ["minutes"]


def minutes(
    audit: AuditId,
    kind: options.Kind,
    occurred: options.Occurred = None,
    present: options.Present = None,
    text: options.Text = None,
    reason: options.Reason = None,
    not_covered: options.NotCovered = None,
    opinion: options.Opinions = None,
    recommendation: options.Recommendation = None,
    fulfilment: options.Fulfilment = None,
    obstacle: options.Obstacles = None,
    programme_issues: options.ProgrammeIssues = None,
    next_audits: options.NextAudits = None,
    use_of_marks: options.UseOfMarks = None,
    certified_scope: options.CertifiedScope = None,
    corrects: options.Corrects = None,
    correction_reason: options.CorrectionReason = None,
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
        said_each(present),
        said(text),
        said(reason),
        said_each(not_covered),
        said_each(opinion),
        said(recommendation),
        fulfilment=said(fulfilment),
        obstacles=said_each(obstacle),
        programme_issues=said(programme_issues),
        next_audits=said(next_audits),
        use_of_marks=said(use_of_marks),
        certified_scope=said(certified_scope),
        corrects=said_each(corrects),
        correction_reason=said(correction_reason),
    )
    new = as_meant(session.system, new)
    may_ask = interactive(no_input=no_input)
    stands = corrected_minutes(session.system, new)
    if stands is not None:
        _say_stands(new, stands)
        asked = corrected(new, stands) if may_ask and not says_anything(new) else new
        whole = carried_over(asked, stands, other_day=occurred is not None)
        whole = replace(whole, correction_reason=said(correction_reason)) if may_ask else whole
        if may_ask and not whole.correction_reason:
            whole = reasoned(whole, stands)
    else:
        whole = complete(session.system, new) if may_ask and not is_whole(new) else new
    draft = draft_minutes(session.system, whole, clerk_of(session))
    for caution in out_of_course(session.system, whole):
        say(caution)
    commit = session.system.organisation.recording.commit and not no_commit
    made = record(session, draft, dry_run=dry_run, commit=commit, confirmed=not may_ask or whole == new)
    if made.commit is not None:
        say_next_of_audit(known_with(session, draft, made.commit), audit)


def _say_stands(new: NewMinutes, stands: Filed[Minutes]) -> None:
    """Say at the beginning that what is given corrects what *stands*."""
    if not new.corrects:
        say(tr("{audit} has its conclusions already, in {name}.", audit=new.audit, name=record_name(stands)))
    say(tr("What you give takes the place of what stands there; all else stays as it is."))
