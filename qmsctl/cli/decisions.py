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
    from collections.abc import Sequence

    from qmsctl.authoring.files import Draft
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
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar=marked("DOCUMENT..."),
            help=marked(
                "Ids of the documents, such as PS-01; each decision is a record and a commit of its own."
            ),
        ),
    ],
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
    """Record that somebody prepared, checked or approved documents as they stand."""
    from qmsctl.errors import QmsctlError
    from qmsctl.messages import tr

    del folder, lang  # in force before the command runs
    if meaning not in ("prepared", "checked", "approved"):
        raise QmsctlError(
            tr("{word} is no value of {option}", word=meaning, option="--as"),
            tr("write one of: {expected}", expected="prepared, checked, approved"),
        )
    _record(
        documents,
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
        [document],
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
        [document],
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
    documents: Sequence[str],
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
    """Draft the decision on each of *documents*, and write and commit their records; none if one is refused."""
    from dataclasses import replace
    from functools import partial

    from qmsctl.authoring.decision import NewDecision, draft_decision
    from qmsctl.cli.decision_dialogue import complete
    from qmsctl.cli.dialogue import mendable
    from qmsctl.cli.outcome import tell_outcome
    from qmsctl.cli.recording import Became, clerk_of, record, wait_for_turn
    from qmsctl.cli.session import open_session

    session = open_session()
    wait_for_turn(session, documents)
    clerk = clerk_of(session)
    given = NewDecision(
        "",
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
    commit = session.system.organisation.recording.commit and not no_commit
    decisions: list[tuple[NewDecision, Draft]] = []
    asked = False
    for document in dict.fromkeys(documents):
        new = replace(given, document=document)
        whole = complete(session.system, new, clerk, no_input=no_input)
        decisions.append((whole, mendable(partial(draft_decision, session.system, whole, clerk))))
        asked = asked or whole != new
        # Who decided and what shows it is asked once, for all of them.
        given = replace(given, decider=whole.decider, role=whole.role, basis=whole.basis)
    for whole, draft in decisions:
        made = record(session, draft, dry_run=dry_run, commit=commit, confirmed=not asked, sign=sign)
        if made.became is Became.DECLINED:
            return
        if made.became is not Became.SHOWN:
            tell_outcome(session, whole, draft, recorded=made.became is Became.COMMITTED)
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
