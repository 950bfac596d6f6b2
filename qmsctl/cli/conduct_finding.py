"""The finding that an answer leads to: asked for right after it, while what was seen is before everybody's eyes."""

from __future__ import annotations

import shlex
from dataclasses import replace

from qmsctl.authoring.correction import findings_resting_on
from qmsctl.authoring.evidence import NewEvidence
from qmsctl.authoring.files import Draft
from qmsctl.authoring.finding import NewFinding, new_finding
from qmsctl.authoring.records import Clerk
from qmsctl.cli.conduct_prompts import Prompts, TurnError, letters
from qmsctl.cli.finding_dialogue import complete
from qmsctl.cli.preview import show_before
from qmsctl.cli.recording import record_and_go_on, this_second
from qmsctl.cli.retracing import Retracing
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import InputEndedError, confirm, obeying, say, say_refusal, tell
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.reports.marks import GRADES

__all__ = ["raise_finding"]


def raise_finding(
    session: Session, clerk: Clerk, answered: tuple[NewEvidence, str], prompts: Prompts
) -> Session:
    """Ask for the finding of an answer that does not conform, record it, and return the session as it is then.

    A correction of what a finding cites already asks for none.

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
    if resting := [
        one.number for one in findings_resting_on(session.system, evidence.audit, evidence.corrects)
    ]:
        say(
            tr(
                "It does not conform, and {findings} rests on it already; to raise another one: {command}",
                findings=list_of(resting),
                command=_command(evidence.audit, name),
            )
        )
        return session
    say(
        tr(
            "It does not conform, so a finding is raised from it now; :{letter} leaves that for later.",
            letter=_skip(),
        )
    )
    begun = NewFinding(
        "", session.system.day, evidence.audit, evidence=(name,), evidence_text=evidence.seen or None
    )
    try:
        with obeying(prompts.obey):
            draft = _worded(session, begun, clerk)
    except TurnError as turn:
        _leave(evidence.audit, name)
        if turn.command == "stop":
            raise
        return session
    except (KeyboardInterrupt, InputEndedError):
        tell("\n")
        _leave(evidence.audit, name)
        raise
    after = record_and_go_on(session, draft, commit=True)
    raised = next(f for f in after.system.findings if f.raised.path in draft.files)
    say(tr("Raised: {finding}, {grade}.", finding=raised.number, grade=GRADES[raised.grade].word))
    return after


def _worded(session: Session, begun: NewFinding, clerk: Clerk) -> Draft:
    """Return the record of the finding as somebody words it, going back as they like.

    Raises:
        TurnError: they leave the finding.
        InputEndedError: nobody answers any more.
    """
    retracing = Retracing()
    while True:
        try:
            with retracing.dialogue():
                new = complete(session.system, begun, no_input=False)
                draft = new_finding(session.system, new, replace(clerk, when=this_second()))
                show_before(draft.files, session.system)
                if confirm(tr("Record this finding (yes/no)")):
                    return draft
        except TurnError as turn:
            if turn.command != "back":
                raise
            retracing.go_back()  # at the first prompt of the finding nothing: the answer before it is recorded
            continue
        except RefusedError as refusal:
            say_refusal(refusal)
        retracing.go_through()


def _leave(audit: str, name: str) -> None:
    say(tr("The finding is still to be raised: {command}", command=_command(audit, name)))


def _command(audit: str, name: str) -> str:
    """Return the command that raises a finding of *audit* from the evidence *name*."""
    return shlex.join(["qmsctl", "finding", "raise", "--audit", audit, "--evidence", name])


def _skip() -> str:
    """Return the letter that leaves something for later."""
    return next(letter for letter, key in letters("commands").items() if key == "skip")
