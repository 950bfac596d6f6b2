"""Standard output and input: whether somebody sits there, and what they can see."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import StrEnum
from typing import Final

from qmsctl.cli.line_width import typed_within, within
from qmsctl.cli.retracing import AgainError, StoppedError, retracing
from qmsctl.cli.typed_command import as_typed
from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import LANGUAGES, Message, tr
from qmsctl.render.visible import visible

__all__ = [
    "Colours",
    "InputEndedError",
    "NoAnswerError",
    "OutputError",
    "ask",
    "choose",
    "choose_colours",
    "colour",
    "fitted",
    "interactive",
    "obeying",
    "out",
    "out_fitted",
    "out_for_programs",
    "readable",
    "say",
    "say_refusal",
    "shown_width",
    "tell",
    "width",
]


class NoAnswerError(QmsctlError):
    """A question is open and nobody can be asked."""

    def __init__(self, *options: str, no_input: bool = False) -> None:
        named = ", ".join(options)
        if len(options) > 1:
            fact = (
                tr("{options} are needed, and with --no-input nobody is asked", options=named)
                if no_input
                else tr("{options} are needed, and nobody can be asked here", options=named)
            )
        else:
            fact = (
                tr("{option} is needed, and with --no-input nobody is asked", option=named)
                if no_input
                else tr("{option} is needed, and nobody can be asked here", option=named)
            )
        super().__init__(
            fact,
            tr("give it on the command line; -h shows every option"),
        )


class InputEndedError(Exception):
    """The input ended at a question."""


class OutputError(QmsctlError):
    """Standard output leads to a place where nothing more can be written."""

    def __init__(self, fault: OSError) -> None:
        super().__init__(
            tr("the output cannot be written: {reason}", reason=reason_of(fault)),
            tr("make room on the disk, or send the output elsewhere"),
        )


def out(text: str, *, verbatim: bool = False) -> None:
    """Write *text* to standard output.

    Whoever reads may have enough of it: the work goes on, and its status stays true.  *verbatim*: nobody may
    change its words, which are those of documents.

    Raises:
        OutputError: there is no room for it.
    """
    try:
        # A terminal is read by somebody who types what it says; a pipe gets the same bytes from everybody.
        sys.stdout.write(typed_within(text, width()) if sys.stdout.isatty() and not verbatim else text)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_output()
    except OSError as fault:
        _close_output()
        raise OutputError(fault) from fault


def out_for_programs(text: str) -> None:
    """Write *text* to standard output as UTF-8, whatever the locale has."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    out(text)


def _close_output() -> None:
    """Send what is still to be written nowhere: Python must not complain about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: Message) -> None:
    """Write *message* as a line to standard error: it is about the work, not its result."""
    if (dialogue := retracing.get()) is not None and dialogue.given_again:
        return  # it was said when the answer that is given again was asked for
    tell(f"{fitted(visible(str(message)))}\n")


def out_fitted(text: str, *, verbatim: bool = False) -> None:
    """Write *text* as `out` does; in a terminal in lines of its width, which would break them within words.

    Raises:
        OutputError: there is no room for it.
    """
    if sys.stdout.isatty():
        lines = (text if verbatim else as_typed(text)).splitlines()
        text = "".join(f"{within(line, width())}\n" for line in lines)
    out(text, verbatim=verbatim)


def fitted(text: str) -> str:
    """Return *text* for standard error: in lines of the terminal's width, which would break them within words."""
    return within(as_typed(text), width()) if sys.stderr.isatty() else text


_OPTION: Final = re.compile(r"(?<![\w-])--[a-z]")


def say_refusal(refusal: QmsctlError) -> None:
    """Say in a dialogue why an answer will not do, and what to do; options help nobody who is asked questions."""
    say(refusal.message)
    if (hint := refusal.hint) is not None and not _OPTION.search(str(hint).partition("qmsctl ")[0]):
        say(tr("Next: {fix}", fix=hint))


def tell(text: str) -> None:
    """Write *text* to standard error, if anybody listens there."""
    with suppress(OSError):
        sys.stderr.write(as_typed(text))
        sys.stderr.flush()


def interactive(*, no_input: bool) -> bool:
    """Return whether questions may be asked."""
    return not no_input and not os.environ.get("CI") and sys.stdin.isatty() and sys.stderr.isatty()


class Colours(StrEnum):
    """When standard output is coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


_colours: ContextVar[Colours] = ContextVar("colours", default=Colours.AUTO)


def choose_colours(chosen: str) -> None:
    """Colour standard output as somebody asks for: that counts more than any variable."""
    _colours.set(Colours(chosen))


def colour() -> bool:
    """Return whether standard output shows colours: by option, `NO_COLOR`, `TERM`, `FORCE_COLOR`, or by itself."""
    chosen = _colours.get()
    if chosen is not Colours.AUTO:
        return chosen is Colours.ALWAYS
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def width() -> int:
    """Return the columns of the terminal."""
    return max(20, shutil.get_terminal_size().columns)


def shown_width() -> int | None:
    """Return the columns of the terminal, or `None` where lines go on to a file or a program."""
    return width() if sys.stdout.isatty() else None


def confirm(question: Message, *, kept: bool = True) -> bool:
    """Ask a question that only yes or no answers, in the reader's language.

    Args:
        question: what is asked.
        kept: whether it is a question of the dialogue, whose answer can be corrected.

    Raises:
        InputEndedError: the input has ended.
    """

    def check(answer: str) -> str:
        folded = answer.casefold()
        for word, truth in ((tr("yes"), "y"), (tr("no"), "")):
            if folded and str(word).startswith(folded):
                return truth
        raise QmsctlError(tr("answer yes or no"))

    return bool(ask(question, check=check, kept=kept))


def _read_line(prompt: str) -> str:
    """Show *prompt*, and return the line that is typed, with its end; nothing if the input has ended."""
    tell(prompt)
    return sys.stdin.readline()


_obeyed: ContextVar[Callable[[str], None] | None] = ContextVar("obeyed", default=None)


@contextmanager
def obeying(obey: Callable[[str], None]) -> Iterator[None]:
    """Let *obey* see every line that is typed in answer to a question before the question does.

    It raises what leads elsewhere, or QmsctlError to have the question asked again.
    """
    token = _obeyed.set(obey)
    try:
        yield
    finally:
        _obeyed.reset(token)


_LONG: Final = 60
"""Characters of a proposed answer that are still easy to read within a prompt."""
_ADDED: Final = "+ "
"""Begins what is added to a proposed answer in place of replacing it."""


def _shown_within(default: str | None) -> str | None:
    """Return what of *default* stands in the prompt; one that is long or has several lines is shown before it."""
    if default is None or (len(default) <= _LONG and "\n" not in default):
        return default
    say(tr("So far:"))
    for line in default.splitlines():
        say(Message("  {line}", (("line", line),)))
    return str(tr("Enter keeps it, + and a blank add a line"))


def _added_to(shown: str | None, default: str | None, typed: str) -> str:
    """Return *default* with what was *typed* below it, if that is to be added; only what is *shown* apart can be."""
    if shown == default or not typed.startswith(_ADDED):
        return typed
    return f"{default}\n{typed.removeprefix(_ADDED).strip()}"


def ask(
    question: Message,
    *,
    default: str | None = None,
    check: Callable[[str], str] = str,
    read_line: Callable[[str], str] = _read_line,
    worded: Callable[[str], str] | None = None,
    kept: bool = True,
) -> str:
    """Ask for one line until *check* accepts it.

    A command, which is a colon and a word, never becomes the answer.

    Args:
        question: a phrase without a question mark's blank.
        default: what an empty line stands for; one that is long or has several lines can be added to.
        check: returns the accepted value, or raises QmsctlError to say why not.
        read_line: shows the prompt and returns what is typed.
        worded: says in words what the accepted value stands for; by default that is what was typed.
        kept: whether it is a question of the dialogue, whose answer can be corrected.

    Raises:
        AgainError: somebody goes back.
        InputEndedError: nobody answers any more.
        StoppedError: somebody stops.
    """
    dialogue = retracing.get() if kept else None
    if dialogue is not None:
        if (again := dialogue.answer_again(question, check)) is not None:
            return again
        default = dialogue.proposed(question) or default
    shown = _shown_within(default)
    prompt = f"{question}{f' [{shown}]' if shown else ''}: "
    while True:
        line = read_line(visible(prompt))
        if not line:
            raise InputEndedError
        typed = line.strip()
        try:
            (_obeyed.get() or _obey)(readable(typed))
            typed = _added_to(shown, default, typed)
            accepted = check(readable(typed or default or ""))
        except QmsctlError as refusal:
            say_refusal(refusal)
        else:
            if dialogue is not None:
                answer = typed or default or ""
                dialogue.keep(question, answer, worded(accepted) if worded else answer)
            return accepted


_COMMAND_LINE: Final = re.compile(r":\s*(?:\?|[^\W\d_])")
"""A colon with a letter or a question mark: nobody means that as an answer."""


def _obey(answer: str) -> None:
    """Do what *answer* says if it is a command: a colon and a letter or word, in either language.

    Raises:
        AgainError: the question before is asked again.
        StoppedError: nothing of the dialogue is to be saved.
        KeyboardInterrupt: it is to end where something was saved already.
        QmsctlError: it is answered here and the question stands, or it is no command.
    """
    if _COMMAND_LINE.match(answer) is None:
        return
    word = answer.removeprefix(":").strip().casefold()
    if word in _words_for(tr("back"), tr("b")):
        dialogue = retracing.get()
        if dialogue is None or not dialogue.answers:
            raise QmsctlError(tr("there is no question before this one to go back to"), _possible())
        dialogue.go_back()
        raise AgainError
    if word in _words_for(tr("stop"), tr("q")):
        if confirm(tr("Stop without saving (yes/no)"), kept=False):
            dialogue = retracing.get()
            if dialogue is None or dialogue.settled:
                raise KeyboardInterrupt
            raise StoppedError
        raise QmsctlError(tr("The question stands."))
    if word in {"?", *_words_for(tr("help"), tr("help"))}:
        raise QmsctlError(_possible())
    raise QmsctlError(
        tr("{answer} is no answer: a colon and a letter begin a command", answer=answer), _possible()
    )


def _words_for(*names: Message) -> set[str]:
    """Return *names* in every language."""
    return {name.into(language) for name in names for language in LANGUAGES}


def _possible() -> Message:
    """Return which commands there are at every question."""
    return tr(":b goes back to the question before, :q stops without saving, :? shows this")


def readable(answer: str) -> str:
    """Return *answer* if it is text.

    Raises:
        QmsctlError: it has bytes that are no letters, so it could not be written down.
    """
    try:
        answer.encode()
    except UnicodeEncodeError:
        raise QmsctlError(
            tr("this is not UTF-8 text: {answer}", answer=answer),
            tr("set the terminal to UTF-8 and type it again"),
        ) from None
    return answer


def choose(
    question: Message,
    choices: Sequence[tuple[str, Message]],
    *,
    default: str | None = None,
    listed: bool = True,
) -> str:
    """Ask for one of *choices*, *listed* above: by its number, its letters, or their beginning; *default* by its number."""
    for number, (_, label) in enumerate(choices if listed else (), 1):
        say(Message("  {number}  {label}", (("number", number), ("label", label))))
    keys = [key for key, _ in choices]
    if default in keys:
        default = str(keys.index(default) + 1)

    def check(answer: str) -> str:
        if answer.isdecimal() and 1 <= int(answer) <= len(keys):
            return keys[int(answer) - 1]
        said = answer.casefold()
        matching = [key for key, label in choices if said and str(label).casefold().startswith(said)]
        if answer in keys or len(matching) == 1:
            return answer if answer in keys else matching[0]
        raise QmsctlError(tr("answer with a number from 1 to {last}", last=len(keys)))

    return ask(question, default=default, check=check, worded=lambda key: str(dict(choices)[key]))
