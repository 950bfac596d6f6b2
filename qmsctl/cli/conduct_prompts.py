"""The prompts of `qmsctl audit conduct`: one line each, and at every one the same commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from qmsctl.cli.file_prompt import ask_file
from qmsctl.cli.terminal import ask, obeying, say
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr
from qmsctl.reports.marks import OUTCOMES

__all__ = ["EMPTIED", "MORE", "RESULTS", "Prompts", "TurnError", "letters"]

COMMANDS: Final[Mapping[str, Message]] = {
    "back": tr("back"),
    "skip": tr("skip"),
    "find": tr("find"),
    "list": tr("list"),
    "stop": tr("stop"),
    "sample": tr("sample"),
}
_COMMAND_LETTERS: Final = tr("b, s, f, l, q, m")
"""In the order of `COMMANDS`; at the first prompt they stand beside those of the results."""

EMPTIED: Final = "-"
"""What is typed to empty a field that has a default."""

RESULTS: Final = ("conforms", "does_not_conform", "not_applicable", "not_audited")
_RESULT_LETTERS: Final = tr("c, d, n, u")
"""In the order of `RESULTS`."""

MORE: Final[Mapping[str, Message]] = {
    "attachment": tr("attachment"),
    "sample": tr("sample"),
    "asked": tr("role that was asked"),
    "method": tr("method"),
    "note": tr("note"),
    "documents": tr("documents judged against"),
    "unit": tr("unit"),
    "day": tr("day"),
}
_MORE_LETTERS: Final = tr("a, s, r, m, n, j, u, d")
"""In the order of `MORE`."""


class TurnError(Exception):
    """Whoever answers leaves the prompt they are at."""

    def __init__(self, command: str, argument: str = "") -> None:
        super().__init__(command)
        self.command: Final = command
        """`back`, `skip`, `find`, `stop` or `sample`."""
        self.argument: Final = argument


def letters(of: str) -> dict[str, str]:
    """Return the letters that stand for `results`, `commands` or what `more` there is, in the reader's language."""
    keys, said = {
        "results": (tuple(RESULTS), _RESULT_LETTERS),
        "commands": (tuple(COMMANDS), _COMMAND_LETTERS),
        "more": (tuple(MORE), _MORE_LETTERS),
    }[of]
    return dict(zip(str(said).split(", "), keys, strict=True))


@dataclass(frozen=True, slots=True)
class Prompts:
    """Asks, and obeys the commands that leave nobody's question."""

    listing: Callable[[], Iterable[Message]]
    """The list of the questions."""
    hints: tuple[Message, ...] = ()
    """What helps to judge the answer to the question at hand; a question mark shows it."""

    def line(
        self,
        question: Message,
        *,
        default: str | None = None,
        check: Callable[[str], str] = str,
        bare: bool = False,
        file: bool = False,
    ) -> str:
        """Ask for one line.

        Args:
            question: what is asked.
            default: what an empty line stands for.
            check: returns the accepted value, or raises QmsctlError to say why not.
            bare: commands need no colon here, because no text is asked for.
            file: it is the name of a file.

        Raises:
            TurnError: a command leads elsewhere.
            InputEndedError: nobody answers any more.
        """
        with obeying(partial(self.obey, bare=bare)):
            return ask_file(question, check) if file else ask(question, default=default, check=check)

    def result(self, default: str | None) -> str:
        """Ask for the result by its letter; an empty line stands for *default*, if there is one."""
        known = letters("results")
        choices = tuple(
            tr("{letter} {word}", letter=letter, word=OUTCOMES[key].word) for letter, key in known.items()
        )
        kept = next((letter for letter, key in known.items() if key == default), None)

        def check(answer: str) -> str:
            if answer.casefold() in known:
                return known[answer.casefold()]
            raise QmsctlError(tr("answer with one of the letters: {letters}", letters=", ".join(known)))

        question = tr("Result ({choices}; ? help)", choices=choices)
        return self.line(question, default=kept, check=check, bare=True)

    def more(self, offered: Iterable[str]) -> str:
        """Ask what else there is to say, out of the keys of `MORE` that are *offered*; nothing more is empty."""
        known = {letter: key for letter, key in letters("more").items() if key in set(offered)}
        choices = tuple(tr("{letter} {word}", letter=letter, word=MORE[key]) for letter, key in known.items())

        def check(answer: str) -> str:
            if not answer or answer.casefold() in known:
                return known.get(answer.casefold(), "")
            raise QmsctlError(
                tr(
                    "press Enter to save, or answer with one of the letters: {letters}",
                    letters=", ".join(known),
                )
            )

        say(tr("To add: {choices}", choices=choices))
        return self.line(tr("Enter saves, a letter adds"), check=check)

    def obey(self, answer: str, *, bare: bool = False) -> None:
        """Do what the command in *answer* says, if it holds one.

        Raises:
            TurnError: it leads elsewhere.
            QmsctlError: it is answered here and the question stands, or it is no command.
        """
        if answer == "?":
            raise self._help()
        if answer.startswith(":"):
            word, _, argument = answer[1:].strip().partition(" ")
            command = _command(word)
            if command is None:
                raise QmsctlError(tr("there is no command {name}", name=answer), tr("? shows the commands"))
        elif bare:
            word, _, argument = answer.partition(" ")
            command = _command(word)
        else:
            command, argument = None, ""
        if command == "help":
            raise self._help()
        if command == "list":
            *lines, last = self.listing()
            for line in lines:
                say(line)
            raise QmsctlError(last)
        if command == "sample" and not bare:
            raise QmsctlError(
                tr("a sample is chosen at the prompt for the result, or added before Enter saves")
            )
        if command is not None:
            raise TurnError(command, argument.strip())

    def _help(self) -> QmsctlError:
        """Say what can be typed, and return its last line."""
        known = letters("commands")
        said = {
            "back": tr("go back one step; at the first prompt, to the question before"),
            "skip": tr("leave this question for later"),
            "find": tr("go to a question: by its number, id, clause or a word of it"),
            "list": tr("list the questions and what came of them"),
            "sample": tr("say how many there are, or draw from a register, before anything is looked at"),
            "stop": tr("end here; what is saved stays, and the same command goes on from it"),
        }
        for hint in self.hints:
            say(hint)
        say(tr("Commands, at every prompt:"))
        for letter, key in known.items():
            if key != "sample":
                named = (("letter", letter), ("word", COMMANDS[key]), ("said", said[key]))
                say(Message("  :{letter}  {word}: {said}", named))
        say(tr("At the prompt for the result the letter alone is enough, and there is one more:"))
        letter = next(letter for letter, key in known.items() if key == "sample")
        named = (("letter", letter), ("word", COMMANDS["sample"]), ("said", said["sample"]))
        say(Message("  {letter}  {word}: {said}", named))
        return QmsctlError(tr("A minus sign empties a field."))


def _command(word: str) -> str | None:
    """Return the command that *word* names: by its letter, or by its name in the reader's language or in English."""
    folded = word.casefold()
    if folded in letters("commands"):
        return letters("commands")[folded]
    if folded in ("?", "help", str(tr("help"))):
        return "help"
    named = (key for key, name in COMMANDS.items() if folded and folded in (key, str(name)))
    return next(named, None)
