"""A dialogue as a whole: it can go back by a question, have one answer corrected, and stop without saving."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from qmsctl.cli.retracing import AgainError, Retracing, StoppedError, Typed, retracing
from qmsctl.cli.terminal import ask, confirm, say, say_refusal
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import Message, tr

__all__ = ["anything_asked", "confirmed", "held", "mendable", "settle"]

Result = TypeVar("Result")


def held(command: Callable[[], Result]) -> Result | None:
    """Run *command*, anew whenever somebody goes back in its questions; nothing comes of it if they stop."""
    dialogue = Retracing()
    while True:
        try:
            with dialogue.dialogue():
                return command()
        except AgainError:
            continue
        except StoppedError:
            say(tr("Nothing was written."))
            return None


def settle() -> None:
    """Let nobody go back behind this moment: something is saved, or opened that is not to be opened twice."""
    if (dialogue := retracing.get()) is not None:
        dialogue.settle()


def anything_asked() -> bool:
    """Return whether somebody has answered a question, and so has not seen yet what comes of it."""
    dialogue = retracing.get()
    return dialogue is not None and bool(dialogue.answers)


def confirmed() -> bool:
    """Ask whether everything that was answered is to be recorded, or which answer is to be corrected first.

    Raises:
        AgainError: an answer is to be corrected.
        InputEndedError: nobody answers any more.
    """
    dialogue = retracing.get()
    while dialogue is not None and dialogue.answers:
        answer = ask(tr("Record this (yes/no), or correct an answer (correct)"), check=_choice, kept=False)
        if answer != "correct":
            return answer == "yes"
        _correct(dialogue)
    return confirm(tr("Record this (yes/no)"), kept=False)


def mendable(made: Callable[[], Result]) -> Result:
    """Return what *made* makes of the answers; where it refuses them, one of them can be corrected.

    Raises:
        AgainError: an answer is to be corrected.
        InputEndedError: nobody answers any more.
        RefusedError: nobody was asked, or wants to correct anything.
    """
    try:
        return made()
    except RefusedError as refusal:
        dialogue = retracing.get()
        if dialogue is None or not dialogue.answers:
            raise
        say_refusal(refusal)
        _correct(dialogue)
        raise


def _choice(answer: str) -> str:
    folded = answer.casefold()
    for word, meaning in ((tr("yes"), "yes"), (tr("no"), "no"), (tr("correct"), "correct")):
        if folded and str(word).startswith(folded):
            return meaning
    raise QmsctlError(tr("answer yes or no, or correct to change an answer"))


def _correct(dialogue: Retracing) -> None:
    """List the answers, and ask which one is to be given differently; none is an answer too."""
    answers = dialogue.answers
    for number, typed in enumerate(answers, 1):
        say(_listed(number, typed))

    def check(answer: str) -> str:
        if answer and not (answer.isdecimal() and 1 <= int(answer) <= len(answers)):
            raise QmsctlError(tr("answer with a number from 1 to {last}", last=len(answers)))
        return answer

    if chosen := ask(
        tr("Which answer is to be corrected (its number; empty: none)"), check=check, kept=False
    ):
        dialogue.reopen(int(chosen) - 1)
        raise AgainError


def _listed(number: int, typed: Typed) -> Message:
    said = " ".join(typed.shown.split()) or "-"
    named = (("number", number), ("question", typed.question), ("answer", said))
    return Message("  {number}  {question}: {answer}", named)
