"""`qmsctl finding respond`: what those who answer for a finding do about it, each step a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.finding_options import Attach, FindingNumber, Note, Occurred, Text, record_steps
from qmsctl.cli.options import (
    DryRun,
    Folder,
    Lang,
    NoCommit,
    NoInput,
    option,
    read_day,
    refuse_beside,
    refuse_without,
    said,
)
from qmsctl.messages import marked, tr

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from typing import Any

    from qmsctl.authoring.new_step import NewStep

__all__ = ["respond"]

_ASSESSED = {"accepted": True, "declined": False}


def respond(
    number: FindingNumber,
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge", help=marked("The auditee has seen it and accepts it."))
    ] = False,
    correction: Annotated[
        Text, option("--correction", marked("TEXT"), marked("What was done about the cases that were found."))
    ] = None,
    containment: Annotated[
        Text, option("--containment", marked("TEXT"), marked("What was done at once about the consequences."))
    ] = None,
    extent: Annotated[
        Text, option("--extent", marked("TEXT"), marked("Whether there are similar cases, and where."))
    ] = None,
    cause: Annotated[Text, option("--cause", marked("TEXT"), marked("Why it could happen."))] = None,
    method: Annotated[
        Text, option("--method", marked("TEXT"), marked("How the cause was found, such as five whys."))
    ] = None,
    action: Annotated[
        Text, option("--action", marked("TEXT"), marked("What will be done so that the cause is gone."))
    ] = None,
    owner: Annotated[
        Text,
        option(
            "--owner", marked("ROLE"), marked("Who carries out the action; by default the finding's owner.")
        ),
    ] = None,
    due: Annotated[Text, option("--due", marked("DAY"), marked("By when the action is carried out."))] = None,
    criterion: Annotated[
        Text, option("--criterion", marked("TEXT"), marked("How it will be known that the action works."))
    ] = None,
    done: Annotated[
        Text, option("--done", marked("TEXT"), marked("The action was carried out: where that can be seen."))
    ] = None,
    attach: Attach = None,
    assess: Annotated[
        Text,
        typer.Option(
            "--assess",
            metavar="accepted|declined",
            help=marked("Whether an observation or an opportunity is acted on."),
            show_default=False,
        ),
    ] = None,
    reason: Annotated[Text, option("--reason", marked("TEXT"), marked("Why it is declined."))] = None,
    share: Annotated[
        Text, option("--share", marked("TEXT"), marked("A strength was shared: with whom, and how."))
    ] = None,
    note: Note = None,
    occurred: Occurred = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record what is done about a finding, step by step."""
    from qmsctl.authoring.meant import word_meant
    from qmsctl.authoring.new_step import NewStep
    from qmsctl.cli.finding_respond_dialogue import asked_steps
    from qmsctl.cli.recording import clerk_of
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    if assess is not None:
        assess = word_meant(assess, {"accepted": tr("accepted"), "declined": tr("declined")}, "--assess")
    session = open_session()
    day = read_day(occurred) if occurred else session.system.day
    answer = {
        "acknowledged": acknowledge or None,
        "assessed": None if assess is None else _ASSESSED[assess],
        "correction": said(correction),
        "containment": said(containment),
        "extent": said(extent),
        "cause": said(cause),
        "action": said(action),
        "done": said(done),
        "shared": said(share),
    }
    plan = NewStep(
        "action",
        day,
        cause_method=said(method),
        owner=said(owner),
        due=read_day(due) if due else None,
        criterion=said(criterion),
        reason=said(reason),
        text=said(note),
        attachments=tuple(attach or ()),
    )
    steps = tuple(_steps(answer, plan, day))
    asked = not steps
    if steps:
        belonging = {
            "cause": {"--method": method},
            "action": {"--owner": owner, "--due": due, "--criterion": criterion},
        }
        for name, others in belonging.items():
            if answer[name] is None:
                refuse_without(f"--{name}", others)
        if assess is None:
            refuse_without("--assess", {"--reason": reason})
        if [step.kind for step in steps] == ["shared"]:
            refuse_beside("--share", {"--note": note})
    if asked:
        steps = asked_steps(session.system, number, plan, clerk_of(session), no_input=no_input)
    record_steps(session, number, steps, dry_run=dry_run, no_commit=no_commit, confirmed=not asked)


def _steps(answer: Mapping[str, bool | str | None], plan: NewStep, day: dt.date) -> Iterator[NewStep]:
    """Yield the steps that the command line gives, in the order in which they follow from each other."""
    from dataclasses import replace

    from qmsctl.authoring.new_step import NewStep

    note = plan.text
    for name, value in answer.items():
        if value is None:
            continue
        if name == "acknowledged":
            yield NewStep(name, day, text=note)
        elif name == "assessed":
            yield NewStep(name, day, accepted=bool(value), reason=plan.reason, text=note)
        elif name == "action":
            yield replace(plan, action=str(value), cause_method=None, reason=None, text=note, attachments=())
        elif name == "done":
            yield NewStep("done", day, proof=str(value), attachments=plan.attachments, text=note)
        elif name == "shared":
            yield NewStep("shared", day, text=str(value))
        else:
            method = plan.cause_method if name == "cause" else None
            part: dict[str, Any] = {name: value}
            yield NewStep("response", day, text=note, cause_method=method, **part)
        note = None  # one note, with the first record
    if answer["done"] is None and plan.attachments:
        yield NewStep("done", day, attachments=plan.attachments, text=note)
