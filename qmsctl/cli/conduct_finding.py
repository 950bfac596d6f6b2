"""The finding that an answer leads to: asked for right after it, while what was seen is before everybody's eyes."""

from __future__ import annotations

from dataclasses import replace

from qmsctl.authoring.evidence import NewEvidence
from qmsctl.authoring.files import Draft
from qmsctl.authoring.finding import NewFinding, new_finding
from qmsctl.authoring.records import Clerk
from qmsctl.cli.conduct_prompts import Prompts, TurnError, letters
from qmsctl.cli.finding_dialogue import complete
from qmsctl.cli.recording import record_and_go_on, this_second
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import confirm, obeying, say
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.reports.marks import GRADES

__all__ = ["raise_finding"]


def raise_finding(
    session: Session, clerk: Clerk, answered: tuple[NewEvidence, str], prompts: Prompts
) -> Session:
    """Ask for the finding of an answer that does not conform, record it, and return the session as it is then.

    Args:
        session: with the answer in it.
        clerk: who records.
        answered: the answer and the name of its record.
        prompts: obeys the commands.

    Raises:
        TurnError: somebody stops.
        InputEndedError: nobody answers any more.
    """
    evidence, name = answered
    say(
        tr(
            "It does not conform, so a finding is raised from it now; :{letter} leaves that for later.",
            letter=_skip(),
        )
    )
    begun = NewFinding(
        "", session.system.day, evidence.audit, evidence=(name,), evidence_text=evidence.seen or None
    )
    while True:
        try:
            with obeying(prompts.obey):
                draft = _worded(session, begun, clerk)
        except TurnError as turn:
            if turn.command == "back":  # to the first prompt of the finding: the answer before it is recorded
                continue
            _leave(evidence.audit, name)
            if turn.command == "stop":
                raise
            return session
        after = record_and_go_on(session, draft, commit=True)
        raised = next(f for f in after.system.findings if f.raised.path in draft.files)
        say(tr("Raised: {finding}, {grade}.", finding=raised.number, grade=GRADES[raised.grade].word))
        return after


def _worded(session: Session, begun: NewFinding, clerk: Clerk) -> Draft:
    """Return the record of the finding as somebody words it."""
    while True:
        new = complete(session.system, begun, no_input=False)
        try:
            draft = new_finding(session.system, new, replace(clerk, when=this_second()))
        except RefusedError as refusal:
            say(refusal.message)
            if refusal.hint is not None:
                say(tr("Next: {fix}", fix=refusal.hint))
        else:
            if confirm(tr("Record this finding (yes/no)")):
                return draft
        begun = replace(new, grade="")  # asked anew, with everything else as it was typed


def _leave(audit: str, name: str) -> None:
    command = f"qmsctl finding raise --audit {audit} --evidence {name}"
    say(tr("The finding is still to be raised: {command}", command=command))


def _skip() -> str:
    """Return the letter that leaves something for later."""
    return next(letter for letter, key in letters("commands").items() if key == "skip")
