"""Decisions about a finding: disputed, regraded, response reviewed, verified, closed, withdrawn; each is a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import typer

from qmsctl.cli.finding_options import (
    Attach,
    ByWhom,
    FindingNumber,
    Grade,
    Note,
    Occurred,
    Text,
    record_steps,
)
from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, option, read_day, said
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, marked, tr

__all__ = ["close", "dispute", "needed", "regrade", "review", "verify", "withdraw"]

_YES = {"yes": True, "no": False}


def dispute(
    number: FindingNumber,
    reason: Annotated[
        Text, option("--reason", marked("TEXT"), marked("Why the auditee disputes it."))
    ] = None,
    uphold: Annotated[
        Text, option("--uphold", marked("TEXT"), marked("It stands all the same: why."))
    ] = None,
    note: Note = None,
    occurred: Occurred = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record that the auditee disputes a finding, or that it stands all the same."""
    from qmsctl.authoring.new_step import NewStep
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    day = read_day(occurred) if occurred else session.system.day
    if said(uphold):
        step = NewStep("upheld", day, justification=said(uphold), text=said(note))
    else:
        why = said(reason) or needed("--reason", tr("Why does the auditee dispute it"), no_input=no_input)
        step = NewStep("disputed", day, reason=why, text=said(note))
    record_steps(session, number, (step,), dry_run=dry_run, no_commit=no_commit)


def regrade(
    number: FindingNumber,
    grade: Grade = None,
    justification: Annotated[
        Text, option("--justification", marked("TEXT"), marked("Why the grade changes."))
    ] = None,
    note: Note = None,
    occurred: Occurred = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Give a finding another grade, and say why."""
    from qmsctl.authoring.finding import GRADE_WORDS
    from qmsctl.authoring.meant import word_meant
    from qmsctl.authoring.new_step import NewStep
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    stated = said(grade) or _chosen("--grade", tr("Grade"), GRADE_WORDS, no_input=no_input)
    wanted = word_meant(stated, GRADE_WORDS, "--grade")
    why = said(justification) or needed("--justification", tr("Why does the grade change"), no_input=no_input)
    day = read_day(occurred) if occurred else session.system.day
    step = NewStep("regraded", day, grade=wanted, justification=why, text=said(note))
    record_steps(session, number, (step,), dry_run=dry_run, no_commit=no_commit)


def review(
    number: FindingNumber,
    accepted: Annotated[
        Text,
        typer.Option(
            "--accepted", metavar="yes|no", help=marked("Whether the response will do."), show_default=False
        ),
    ] = None,
    reason: Annotated[
        Text, option("--reason", marked("TEXT"), marked("Why it is rejected: what a new one has to mend."))
    ] = None,
    due: Annotated[
        Text,
        option(
            "--due", marked("DAY"), marked("By when a new response is given; by default as qms.yaml says.")
        ),
    ] = None,
    by: ByWhom = None,
    note: Note = None,
    occurred: Occurred = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Accept or reject the response to a finding: somebody else than its owner judges."""
    from qmsctl.authoring.meant import YES_OR_NO, word_meant
    from qmsctl.authoring.new_step import NewStep, refuse_step
    from qmsctl.cli.recording import clerk_of
    from qmsctl.cli.session import open_session
    from qmsctl.control.findings import finding_called

    del folder, lang  # in force before the command runs
    if accepted is not None:
        accepted = word_meant(accepted, YES_OR_NO, "--accepted")
    session = open_session()
    day = read_day(occurred) if occurred else session.system.day
    until = read_day(due) if due else None
    step = NewStep("reviewed", day, due=until, by=said(by), text=said(note))
    # What whoever records cannot review is refused before anything is asked.
    doubt = replace(step, accepted=False, reason="-")
    refuse_step(session.system, finding_called(session.system.findings, number), doubt, clerk_of(session))
    words = {"yes": tr("found sufficient"), "no": tr("rejected")}
    will_do = _YES[
        accepted or _chosen("--accepted", tr("Is the response sufficient"), words, no_input=no_input)
    ]
    why = said(reason)
    if not will_do:
        why = why or needed("--reason", tr("What does a new response have to mend"), no_input=no_input)
    elif until is not None:
        raise QmsctlError(
            tr("a response that is accepted asks for no new one"),
            tr("leave out --due, or reject the response"),
        )
    step = replace(step, accepted=will_do, reason=why)
    record_steps(session, number, (step,), dry_run=dry_run, no_commit=no_commit)


def verify(
    number: FindingNumber,
    effective: Annotated[
        Text,
        typer.Option(
            "--effective", metavar="yes|no", help=marked("Whether the action works."), show_default=False
        ),
    ] = None,
    criterion: Annotated[
        Text, option("--criterion", marked("TEXT"), marked("How it is known; by default as the action says."))
    ] = None,
    seen: Annotated[
        Text, option("--seen", marked("TEXT"), marked("What was looked at, and what it showed."))
    ] = None,
    by: ByWhom = None,
    attach: Attach = None,
    occurred: Occurred = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record whether the action was effective: somebody else than its owner judges."""
    from qmsctl.authoring.meant import YES_OR_NO, word_meant
    from qmsctl.authoring.new_step import NewStep, criterion_of, refuse_step
    from qmsctl.cli.recording import clerk_of
    from qmsctl.cli.session import open_session
    from qmsctl.control.findings import finding_called

    del folder, lang  # in force before the command runs
    if effective is not None:
        effective = word_meant(effective, YES_OR_NO, "--effective")
    session = open_session()
    day = read_day(occurred) if occurred else session.system.day
    step = NewStep("verified", day, criterion=said(criterion), by=said(by), attachments=tuple(attach or ()))
    held = finding_called(session.system.findings, number)
    # What cannot be verified by whoever records is refused before anything is asked.
    doubt = replace(step, effective=False, criterion=step.criterion or "-")
    refuse_step(session.system, held, doubt, clerk_of(session))
    words = {"yes": tr("effective"), "no": tr("not effective")}
    works = effective or _chosen("--effective", tr("Is the action effective"), words, no_input=no_input)
    what = said(seen) or needed("--seen", tr("What was looked at, and what did it show"), no_input=no_input)
    if not criterion_of(held, step):
        how = needed("--criterion", tr("How is it known that the action is effective"), no_input=no_input)
        step = replace(step, criterion=how)
    step = replace(step, effective=_YES[works], text=what)
    record_steps(session, number, (step,), dry_run=dry_run, no_commit=no_commit)


def close(
    number: FindingNumber,
    by: ByWhom = None,
    note: Note = None,
    occurred: Occurred = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Close a finding about which everything is done."""
    from qmsctl.authoring.new_step import NewStep
    from qmsctl.cli.session import open_session
    from qmsctl.cli.terminal import interactive

    del folder, lang  # in force before the command runs
    session = open_session()
    day = read_day(occurred) if occurred else session.system.day
    step = NewStep("closed", day, by=said(by), text=said(note))
    # Nothing is asked, so a person sees here for the first time what becomes of which finding.
    seen = not interactive(no_input=no_input)
    record_steps(session, number, (step,), dry_run=dry_run, no_commit=no_commit, confirmed=seen)


def withdraw(
    number: FindingNumber,
    reason: Annotated[Text, option("--reason", marked("TEXT"), marked("Why it was raised in error."))] = None,
    note: Note = None,
    occurred: Occurred = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record that a finding was raised in error; it stays shown."""
    from qmsctl.authoring.new_step import NewStep
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    day = read_day(occurred) if occurred else session.system.day
    why = said(reason) or needed("--reason", tr("Why was it raised in error"), no_input=no_input)
    step = NewStep("withdrawn", day, reason=why, text=said(note))
    record_steps(session, number, (step,), dry_run=dry_run, no_commit=no_commit)


def needed(option: str, question: Message, *, no_input: bool) -> str:
    """Ask for what an option left open.

    Raises:
        NoAnswerError: nobody can be asked.
    """
    from qmsctl.cli.terminal import NoAnswerError, ask, interactive

    if not interactive(no_input=no_input):
        raise NoAnswerError(option)

    def check(answer: str) -> str:
        if not answer:
            raise QmsctlError(tr("this cannot stay empty"))
        return answer

    return ask(question, check=check)


def _chosen(option: str, question: Message, choices: Mapping[str, Message], *, no_input: bool) -> str:
    """Ask for one of *choices* that an option left open.

    Raises:
        NoAnswerError: nobody can be asked.
    """
    from qmsctl.cli.terminal import NoAnswerError, choose, interactive

    if not interactive(no_input=no_input):
        raise NoAnswerError(option)
    return choose(question, list(choices.items()))
