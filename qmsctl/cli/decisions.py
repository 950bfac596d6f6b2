"""`qmsctl approve`, `review` and `withdraw`: who decided what about a document, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import (
    DocumentId,
    DocumentLanguage,
    DryRun,
    Folder,
    Lang,
    NoCommit,
    NoInput,
    Sign,
    option,
    read_day,
)
from qmsctl.messages import marked

if TYPE_CHECKING:
    from qmsctl.cli.session import Session

__all__ = ["approve", "review", "withdraw"]


By = Annotated[
    str | None,
    option("--by", marked("PERSON"), marked("Who decided: a person or a role; by default whoever records.")),
]
Role = Annotated[str | None, option("--role", marked("ROLE"), marked("The role in which they decided."))]
OnBehalf = Annotated[str | None, option("--on-behalf-of", marked("PERSON"), marked("For whom they decided."))]
Decided = Annotated[
    str | None, option("--decided", marked("DAY"), marked("The day of the decision; by default today."))
]
Basis = Annotated[
    str | None,
    option("--basis", marked("TEXT"), marked("The ordinance or paper that shows the decision.")),
]


def approve(
    document: DocumentId,
    meaning: Annotated[
        str,
        typer.Option("--as", metavar="prepared|checked|approved", help=marked("What the decision means.")),
    ] = "approved",
    by: By = None,
    role: Role = None,
    on_behalf_of: OnBehalf = None,
    decided: Decided = None,
    effective: Annotated[
        str | None,
        option(
            "--effective",
            marked("DAY"),
            marked("The day it takes effect; by default the day of the decision."),
        ),
    ] = None,
    basis: Basis = None,
    language: DocumentLanguage = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    sign: Sign = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record that somebody prepared, checked or approved a document as it stands."""
    from qmsctl.errors import QmsctlError
    from qmsctl.messages import tr

    del folder, lang  # in force before the command runs
    if meaning not in ("prepared", "checked", "approved"):
        raise QmsctlError(
            tr("{word} is no value of {option}", word=meaning, option="--as"),
            tr("write one of: {expected}", expected="prepared, checked, approved"),
        )
    _record(
        document,
        meaning,
        by=by,
        role=role,
        on_behalf_of=on_behalf_of,
        decided=decided,
        effective=effective,
        basis=basis,
        language=language,
        no_input=no_input,
        dry_run=dry_run,
        no_commit=no_commit,
        sign=sign,
    )


def review(
    document: DocumentId,
    by: By = None,
    role: Role = None,
    decided: Decided = None,
    basis: Basis = None,
    language: DocumentLanguage = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    sign: Sign = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record that a document in force was reviewed and stays as it is."""
    del folder, lang  # in force before the command runs
    _record(
        document,
        "reaffirmed",
        by=by,
        role=role,
        decided=decided,
        basis=basis,
        language=language,
        no_input=no_input,
        dry_run=dry_run,
        no_commit=no_commit,
        sign=sign,
    )


def withdraw(
    document: DocumentId,
    reason: Annotated[str | None, option("--reason", marked("TEXT"), marked("Why it is withdrawn."))] = None,
    successor: Annotated[
        str | None, option("--successor", marked("DOCUMENT"), marked("The document that takes its place."))
    ] = None,
    by: By = None,
    role: Role = None,
    decided: Decided = None,
    effective: Annotated[
        str | None,
        option("--effective", marked("DAY"), marked("The first day on which it is not in force.")),
    ] = None,
    basis: Basis = None,
    language: DocumentLanguage = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    sign: Sign = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Record that a document ends, why, and what takes its place."""
    del folder, lang  # in force before the command runs
    _record(
        document,
        "withdrawn",
        by=by,
        role=role,
        decided=decided,
        effective=effective,
        basis=basis,
        reason=reason,
        successor=successor,
        language=language,
        no_input=no_input,
        dry_run=dry_run,
        no_commit=no_commit,
        sign=sign,
    )


def _record(
    document: str,
    meaning: str,
    *,
    by: str | None,
    role: str | None,
    decided: str | None,
    basis: str | None,
    language: str | None,
    no_input: bool,
    dry_run: bool,
    no_commit: bool,
    sign: bool,
    on_behalf_of: str | None = None,
    effective: str | None = None,
    reason: str | None = None,
    successor: str | None = None,
) -> None:
    """Draft the decision, and write and commit its record."""
    from qmsctl.authoring.decision import NewDecision, draft_decision
    from qmsctl.cli.decision_dialogue import complete
    from qmsctl.cli.dialogue import mendable
    from qmsctl.cli.outcome import tell_outcome
    from qmsctl.cli.recording import clerk_of, record
    from qmsctl.cli.session import open_session

    session = open_session()
    clerk = clerk_of(session)
    new = NewDecision(
        document,
        meaning,
        read_day(decided) if decided else session.system.day,
        language,
        by,
        role,
        on_behalf_of,
        read_day(effective) if effective else None,
        basis,
        reason,
        successor,
    )
    whole = complete(session.system, new, clerk, no_input=no_input)
    draft = mendable(lambda: draft_decision(session.system, whole, clerk))
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit, confirmed=whole == new, sign=sign)
    if not dry_run:
        tell_outcome(session, whole, draft, recorded=commit)
    if sign and not dry_run:
        _say_whether_listed(session, session.system.organisation.person_with(clerk.who.email))


def _say_whether_listed(session: Session, signer: str | None) -> None:
    """Say what is still to be done before a signature counts."""
    from qmsctl.cli.terminal import say
    from qmsctl.messages import tr

    if not any(listed.person == signer for listed in session.system.authority.keys.signers.listed):
        say(
            tr(
                "The signature counts once the public key is listed as yours: in qms.yaml on the controlled branch, or in a trust file."
            )
        )
