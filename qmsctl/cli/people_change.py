"""`qmsctl people add` and `edit`: people of `qms.yaml`, their addresses and roles, without an editor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput, name_and_text, option, read_day, said
from qmsctl.cli.terminal import interactive, say
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, marked, tr

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from qmsctl.authoring.people import PeopleChanged, PersonGiven
    from qmsctl.cli.session import Session
    from qmsctl.model.organisation import Assignment

__all__ = ["add", "edit"]

Name: TypeAlias = Annotated[str | None, option("--name", marked("NAME"), marked("First name and surname."))]
Emails: TypeAlias = Annotated[
    list[str] | None,
    option("--email", marked("ADDRESS"), marked("An address under which git knows them; may be repeated.")),
]
Unit: TypeAlias = Annotated[
    str | None, option("--unit", marked("UNIT"), marked("The unit they work in, by its symbol or name."))
]
Roles: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--role",
        marked("ROLE=FIRST..LAST"),
        marked("A role with its first and last day, of which the last may be left out; may be repeated."),
    ),
]
NewRoles: TypeAlias = Annotated[
    list[str] | None,
    option(
        "--new-role",
        marked("KEY=TITLE"),
        marked("A role the organisation has not had so far, such as auditor=Internal auditor."),
    ),
]


def add(
    name: Name = None,
    key: Annotated[
        str | None,
        option("--key", marked("KEY"), marked("By which files name them; by default made of the name.")),
    ] = None,
    email: Emails = None,
    unit: Unit = None,
    role: Roles = None,
    new_role: NewRoles = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Add a person to `qms.yaml`, and commit that alone."""
    from qmsctl.authoring.people import added_person
    from qmsctl.cli.dialogue import mendable
    from qmsctl.cli.people_dialogue import complete
    from qmsctl.cli.recording import clerk_of
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    given = _given(session.system.day, name, email, unit, role, new_role)
    may_ask = interactive(no_input=no_input)
    whole = given
    if may_ask:
        key, whole = complete(session.system, clerk_of(session).who, key, given)
    changed = mendable(lambda: added_person(session.system, key, whole))
    _record(session, changed, asked=may_ask and whole != given, dry_run=dry_run, no_commit=no_commit)


def edit(
    person: Annotated[
        str, typer.Argument(metavar=marked("PERSON"), help=marked("Key or name of the person."))
    ],
    name: Name = None,
    email: Emails = None,
    drop_email: Annotated[
        list[str] | None,
        option("--drop-email", marked("ADDRESS"), marked("An address they have no longer; may be repeated.")),
    ] = None,
    unit: Unit = None,
    role: Roles = None,
    end_role: Annotated[
        list[str] | None,
        option("--end-role", marked("ROLE=DAY"), marked("A role and the last day on which it is held.")),
    ] = None,
    new_role: NewRoles = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Change what `qms.yaml` says of a person, and commit that alone."""
    from qmsctl.authoring.meant import person_meant
    from qmsctl.authoring.people import PersonGiven, changed_person
    from qmsctl.cli.asking import picked
    from qmsctl.cli.dialogue import mendable
    from qmsctl.cli.people_dialogue import changes
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    may_ask = interactive(no_input=no_input)

    def found(word: str) -> str:
        return person_meant(session.system, word)

    key = picked(found)(person) if may_ask else found(person)
    given = replace(
        _given(session.system.day, name, email, unit, role, new_role),
        dropped=tuple(drop_email or ()),
        ended=tuple(_role_and_day(one) for one in end_role or ()),
    )
    asked = given == PersonGiven() and may_ask
    if asked:
        given = changes(session.system, key)
    changed = mendable(lambda: changed_person(session.system, key, given))
    _record(session, changed, asked=asked, dry_run=dry_run, no_commit=no_commit)


def _given(
    today: dt.date,
    name: str | None,
    emails: Sequence[str] | None,
    unit: str | None,
    roles: Sequence[str] | None,
    new_roles: Sequence[str] | None,
) -> PersonGiven:
    from qmsctl.authoring.people import PersonGiven

    return PersonGiven(
        " ".join((said(name) or "").split()) or None,
        tuple(dict.fromkeys(filter(None, map(said, emails or ())))),
        unit=said(unit),
        roles=tuple(_role(one, today) for one in roles or ()),
        new_roles=dict(name_and_text("--new-role", one) for one in new_roles or ()),
    )


def _role(text: str, today: dt.date) -> Assignment:
    """Return the role, with its days, that is written as `ROLE=FIRST..LAST`; without a day it begins *today*.

    Raises:
        QmsctlError: it names no day of the calendar.
    """
    from qmsctl.model.organisation import Assignment

    role, _, days = (part.strip() for part in text.partition("="))
    first, _, last = (part.strip() for part in days.partition(".."))
    until = read_day(last) if last else None
    if first:
        return Assignment(role=role, from_=read_day(first), until=until)
    return Assignment(role=role, from_=None if until else today, until=until)


def _role_and_day(text: str) -> tuple[str, dt.date]:
    role, day = name_and_text("--end-role", text)
    return role, read_day(day)


def _record(session: Session, changed: PeopleChanged, *, asked: bool, dry_run: bool, no_commit: bool) -> None:
    """Say what changes, ask if it was asked for, and write and commit `qms.yaml`."""
    from qmsctl.cli.dialogue import confirmed
    from qmsctl.cli.recording import record_revised, refuse_without_branch
    from qmsctl.cli.terminal import out
    from qmsctl.render.visible import visible
    from qmsctl.reports.settings_changes import settings_changes

    commit = session.system.organisation.recording.commit and not no_commit
    source = session.system.qms.configuration
    committed = session.system.history.files.get(source.path)
    if commit and not dry_run:
        refuse_without_branch(session)
        if committed is not None and not source.is_blob(committed):
            raise RefusedError(
                tr("qms.yaml is not committed as it stands, and only this change is to be recorded"),
                tr("commit it first: git add qms.yaml, then git commit"),
            )
    for one in settings_changes(changed.before, changed.after):
        say(Message("  {change}", (("change", one.message),)))
    if asked and not dry_run and not confirmed():
        say(tr("Nothing was written."))
        return
    rewritten = changed.written
    if committed is not None:
        rewritten = replace(rewritten, stored=_stored(session, committed, rewritten.after))
    made = record_revised(session, rewritten, source.raw, dry_run=dry_run, commit=commit)
    if dry_run:
        return
    out(f"{visible(session.repository.prefix + rewritten.path)}\n")
    if made is None:
        say(tr("Written, and not yet recorded: it counts once it is committed."))
    else:
        say(tr("Recorded in commit {commit}.", commit=made[:10]))


def _stored(session: Session, committed: str, after: bytes) -> bytes:
    """Return what the history holds of *after*: line ends as in the content *committed*."""
    from qmsctl.authoring.edited_copy import with_line_ends_of

    before = session.repository.git.blobs([committed]).get(committed)
    return with_line_ends_of(before, after) if before is not None else after
