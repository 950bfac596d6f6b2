"""`qmsctl waive`: somebody answers until a day for a rule that is broken in one document."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import (
    DryRun,
    Folder,
    Lang,
    NoCommit,
    NoInput,
    Sign,
    option,
    read_day,
    refuse_beside,
    said,
)
from qmsctl.messages import marked

__all__ = ["waive"]


def waive(
    rule: Annotated[
        str, typer.Argument(metavar=marked("RULE"), help=marked("Id or name of a rule, such as DUE001."))
    ],
    document: Annotated[
        str,
        typer.Argument(
            metavar=marked("DOCUMENT"),
            help=marked("Id of the document, such as PS-01; the name of a record; or qms.yaml."),
        ),
    ],
    reason: Annotated[str | None, option("--reason", marked("TEXT"), marked("Why it is waived."))] = None,
    until: Annotated[
        str | None, option("--until", marked("DAY"), marked("The last day on which it is waived."))
    ] = None,
    from_: Annotated[
        str | None, option("--from", marked("DAY"), marked("The first day; by default the day decided."))
    ] = None,
    by: Annotated[
        str | None,
        option(
            "--by", marked("PERSON"), marked("Who decided: a person or a role; by default whoever records.")
        ),
    ] = None,
    role: Annotated[
        str | None, option("--role", marked("ROLE"), marked("The role in which they decided."))
    ] = None,
    decided: Annotated[
        str | None, option("--decided", marked("DAY"), marked("The day of the decision; by default today."))
    ] = None,
    basis: Annotated[
        str | None,
        option("--basis", marked("TEXT"), marked("The ordinance or paper that shows the decision.")),
    ] = None,
    end: Annotated[
        bool, typer.Option("--end", help=marked("End the waiver today, before its last day."))
    ] = False,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    sign: Sign = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record that somebody answers until a day for a rule that is broken in one document."""
    from qmsctl.authoring.waiver import NewWaiver, draft_end, draft_waiver, named_subject
    from qmsctl.checks import RULES
    from qmsctl.cli.dialogue import mendable
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session
    from qmsctl.cli.waive_dialogue import complete
    from qmsctl.inspection.bar import find_rule

    del folder, lang  # in force before the command runs
    if end:
        refuse_beside("--end", {"--until": until, "--from": from_, "--decided": decided})
    found = find_rule(rule, RULES)
    session = open_session()
    system = session.system
    new = NewWaiver(
        found,
        document,
        read_day(decided) if decided else system.day,
        said(reason),
        read_day(from_) if from_ else None,
        read_day(until) if until else None,
        by,
        role,
        said(basis),
    )
    clerk = clerk_of(session)
    if not end:
        named_subject(system, found, document)
    whole = complete(system, new, clerk, no_input=no_input, end=end)
    if end:
        draft = mendable(lambda: draft_end(system, whole, clerk))
    else:
        inspection = session.inspect()
        draft = mendable(lambda: draft_waiver(system, inspection, whole, clerk))
    commit = system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=whole == new, sign=sign)
