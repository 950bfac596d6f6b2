"""`qmsctl audit minutes`: meetings, deviations from the plan, and what the audit came to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.asking import not_empty
from qmsctl.cli.conduct import AuditId
from qmsctl.cli.long_text import ask_text, say_editor
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day
from qmsctl.cli.terminal import ask, interactive, readable, say
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, marked, tr

if TYPE_CHECKING:
    from qmsctl.authoring.minutes import NewMinutes
    from qmsctl.control.system import System

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
    from qmsctl.cli.recording import clerk_of, record
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
    whole = _complete(session.system, new) if interactive(no_input=no_input) and not _is_whole(new) else new
    draft = draft_minutes(session.system, whole, clerk_of(session))
    for caution in out_of_course(session.system, whole):
        say(caution)
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=whole == new)


def _text(given: Text) -> Text:
    """Return what was given without the blanks around it; nothing but blanks says nothing."""
    return readable(given.strip()) or None if given else None


def _texts(given: list[str] | None) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, given or ())))


def _is_whole(new: NewMinutes) -> bool:
    """Return whether somebody who gave options gave all that is needed."""
    if new.kind in ("opening", "closing"):
        return bool(new.present)
    return bool(new.text and (new.reason or new.kind != "deviation"))


def _complete(system: System, new: NewMinutes) -> NewMinutes:
    """Ask for what minutes of this kind have and nobody gave."""
    if new.kind in ("opening", "closing"):
        new = replace(new, present=new.present or _present(system))
    question = {
        "opening": tr("What was agreed (may be empty)"),
        "closing": tr("What was said (may be empty)"),
        "deviation": tr("What was done otherwise than planned"),
        "conclusions": tr("What the audit came to"),
    }.get(new.kind)
    if question is not None and not new.text:
        say_editor()
        needed = new.kind in ("deviation", "conclusions")
        new = replace(new, text=ask_text(question, check=not_empty if needed else str) or None)
    if new.kind == "deviation" and not new.reason:
        new = replace(new, reason=ask(tr("Reason"), check=not_empty))
    if new.kind == "conclusions":
        new = replace(
            new,
            not_covered=new.not_covered
            or _several(tr("An area of the scope that was not looked at, and why (empty: no more)")),
            fulfilment=new.fulfilment
            or ask(tr("How far are the criteria fulfilled, and is the system effective (may be empty)"))
            or None,
            recommendation=new.recommendation
            or ask(tr("What does the team recommend (may be empty)"))
            or None,
        )
    if new.kind in ("closing", "conclusions"):
        question = tr("An opinion on which nobody agreed in the end (empty: no more)")
        new = replace(new, opinions=new.opinions or _several(question))
    if new.corrects and not new.correction_reason:
        new = replace(new, correction_reason=ask(tr("Why are the minutes corrected"), check=not_empty))
    return new


def _present(system: System) -> tuple[str, ...]:
    """Show the roles there are, and ask who was there until nobody more is named."""
    from qmsctl.authoring.minutes import present_meant
    from qmsctl.cli.finding_dialogue import say_roles

    given: dict[str, None] = {}

    def check(answer: str) -> str:
        if answer == "?":
            raise RefusedError(
                tr("roles there are: {known}", known=list_of([*system.organisation.roles]) or "-")
            )
        present_meant(system, answer)
        return answer if given else not_empty(answer)

    say_roles(system)
    while answer := ask(tr("Who was there (roles, with commas; empty: nobody else)"), check=check):
        given |= dict.fromkeys(present_meant(system, answer))
    return tuple(given)


def _several(question: Message) -> tuple[str, ...]:
    """Ask until nothing more is answered."""
    given: list[str] = []
    while answer := ask(question):
        given.append(answer)
    return tuple(given)
