"""`qmsctl audit checklist`: checklists that come with qmsctl become documents of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import DryRun, Folder, Lang, NoCommit, NoInput
from qmsctl.cli.terminal import choose, interactive, say
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, list_of, marked, tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmsctl.authoring.shipped_checklists import ShippedChecklist
    from qmsctl.control.system import System

__all__ = ["checklist"]


def checklist(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=marked("[LIST]..."),
            help=marked("Its name, such as services, personnel or transition-2026; without one it is asked."),
            show_default=False,
        ),
    ] = None,
    no_input: NoInput = False,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Take over checklists that come with qmsctl: of an edition, of an area of work, of the transition."""
    from qmsctl.authoring.shipped_checklists import draft_checklists
    from qmsctl.cli.recording import record
    from qmsctl.cli.session import open_session

    del folder, lang  # in force before the command runs
    session = open_session()
    system = session.system
    chosen = names or [_asked(_left(system), may_ask=interactive(no_input=no_input))]
    draft = draft_checklists(chosen, system)
    commit = system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit)
    if not dry_run:
        say(tr("Next: adapt the questions to your organisation, and have them approved as any document."))


def _left(system: System) -> Sequence[ShippedChecklist]:
    """Return the checklists that *system* could still take over."""
    from qmsctl.authoring.shipped_checklists import offered

    organisation = system.organisation
    return [
        one
        for one in offered(organisation.editions, organisation.language)
        if not any(document.working for document in system.documents_by_id.get(one.id, ()))
    ]


def _asked(left: Sequence[ShippedChecklist], *, may_ask: bool) -> str:
    """Return the name of the checklist that somebody chooses.

    Raises:
        QmsctlError: nobody can be asked, or there is none left to choose.
    """
    if not left:
        raise QmsctlError(tr("every checklist that comes with qmsctl is here already"))
    if not may_ask:
        raise QmsctlError(
            tr("a checklist has to be named, because nobody can be asked here"),
            tr("write one of: {expected}", expected=list_of([one.name for one in left])),
        )
    return choose(tr("Which checklist"), [(one.name, _label(one)) for one in left])


def _label(one: ShippedChecklist) -> Message:
    fact = one.fact
    return tr_n(
        "{name}: {title}; {count} question",
        "{name}: {title}; {count} questions",
        len(fact.questions),
        name=one.name,
        title=fact.title,
    )
