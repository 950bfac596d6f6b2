"""Standard output and input: whether somebody sits there, and what they can see."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, TypeVar

from qmsctl.cli.typed_command import as_typed
from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import Message, tr
from qmsctl.render.visible import visible

__all__ = [
    "Choice",
    "InputEndedError",
    "NoAnswerError",
    "OutputError",
    "Retracing",
    "ask",
    "choose",
    "colour",
    "interactive",
    "obeying",
    "out",
    "out_for_programs",
    "readable",
    "say",
    "shown_width",
    "tell",
    "width",
]

Choice = TypeVar("Choice")
_COMMAND: Final = ": qmsctl "
"""How a command to copy begins."""


class NoAnswerError(QmsctlError):
    """A question is open and nobody can be asked."""

    def __init__(self, option: str) -> None:
        super().__init__(
            tr("{option} is needed, and nobody can be asked here", option=option),
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


def out(text: str) -> None:
    """Write *text* to standard output.

    Whoever reads may have enough of it: the work goes on, and its status stays true.

    Raises:
        OutputError: there is no room for it.
    """
    try:
        # A terminal is read by somebody who types what it says; a pipe gets the same bytes from everybody.
        sys.stdout.write(as_typed(text) if sys.stdout.isatty() else text)
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
    if (retracing := _retracing.get()) is not None and retracing.given_again:
        return  # it was said when the answer that is given again was asked for
    text = visible(str(message))
    if sys.stderr.isatty():  # a terminal breaks lines within words
        text = _wrapped(text)
    tell(f"{text}\n")


def _wrapped(text: str) -> str:
    """Return *text* in lines of the terminal's width; a command in it stays on one, so that it can be copied."""
    indent = text[: len(text) - len(text.lstrip())]
    head, colon, command = text.partition(_COMMAND)
    if len(text) > width() and colon:
        return f"{_filled(f'{head}:', indent)}\n{_COMMAND.removeprefix(': ')}{command}"
    return _filled(text, indent)


def _filled(text: str, indent: str) -> str:
    # Ids and options have hyphens, and are copied from here.
    filled = textwrap.fill(
        text, width(), replace_whitespace=False, break_on_hyphens=False, subsequent_indent=indent
    )
    return filled or text


def tell(text: str) -> None:
    """Write *text* to standard error, if anybody listens there."""
    with suppress(OSError):
        sys.stderr.write(as_typed(text))
        sys.stderr.flush()


def interactive(*, no_input: bool) -> bool:
    """Return whether questions may be asked."""
    return not no_input and not os.environ.get("CI") and sys.stdin.isatty() and sys.stderr.isatty()


def colour() -> bool:
    """Return whether standard output shows colours."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def width() -> int:
    """Return the columns of the terminal."""
    return max(20, shutil.get_terminal_size().columns)


def shown_width() -> int | None:
    """Return the columns of the terminal, or `None` where lines go on to a file or a program."""
    return width() if sys.stdout.isatty() else None


def confirm(question: Message) -> bool:
    """Ask a question that only yes or no answers, in the reader's language.

    Raises:
        InputEndedError: the input has ended.
    """

    def check(answer: str) -> str:
        folded = answer.casefold()
        for word, truth in ((tr("yes"), "y"), (tr("no"), "")):
            if folded and str(word).startswith(folded):
                return truth
        raise QmsctlError(tr("answer yes or no"))

    return bool(ask(question, check=check))


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


@dataclass(slots=True)
class Retracing:
    """Lets somebody go back in a dialogue one step at a time: it begins anew, and what was typed is given again."""

    _typed: list[tuple[str, str]] = field(default_factory=list)
    """Questions, and what answered them."""
    _at: int = 0
    """How many of them were answered since the dialogue began anew."""
    _proposed: dict[str, str] = field(default_factory=dict)
    """By question: what answered it before somebody went back."""

    @property
    def given_again(self) -> bool:
        """Whether the next question is answered without being asked."""
        return self._at < len(self._typed)

    @contextmanager
    def dialogue(self) -> Iterator[None]:
        """Let every question that is asked be one of the dialogue, which begins here."""
        self._at = 0
        token = _retracing.set(self)
        try:
            yield
        finally:
            _retracing.reset(token)

    def go_back(self) -> None:
        """Have the last question asked again when the dialogue begins anew, with its answer proposed."""
        if self._typed:
            question, answer = self._typed.pop()
            self._proposed[question] = answer

    def go_through(self) -> None:
        """Have every question asked again when the dialogue begins anew, with its answer proposed."""
        while self._typed:
            self.go_back()

    def answer_again(self, check: Callable[[str], str]) -> str | None:
        """Return what *check* makes of what was typed before; `None` if the question is to be asked."""
        if not self.given_again:
            return None
        _, answer = self._typed[self._at]
        try:
            accepted = check(answer)
        except QmsctlError:  # what it is about has changed, so all that follows is asked for
            del self._typed[self._at :]
            return None
        self._at += 1
        return accepted

    def proposed(self, question: Message) -> str | None:
        """Return what answered *question* before somebody went back."""
        return self._proposed.get(str(question))

    def keep(self, question: Message, answer: str) -> None:
        """Keep what answered *question*."""
        self._proposed.pop(str(question), None)
        self._typed.append((str(question), answer))
        self._at = len(self._typed)


_retracing: ContextVar[Retracing | None] = ContextVar("retracing", default=None)


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
) -> str:
    """Ask for one line until *check* accepts it.

    Args:
        question: a phrase without a question mark's blank.
        default: what an empty line stands for; one that is long or has several lines can be added to.
        check: returns the accepted value, or raises QmsctlError to say why not.
        read_line: shows the prompt and returns what is typed.

    Raises:
        InputEndedError: nobody answers any more.
    """
    if (retracing := _retracing.get()) is not None:
        if (again := retracing.answer_again(check)) is not None:
            return again
        default = retracing.proposed(question) or default
    shown = _shown_within(default)
    prompt = f"{question}{f' [{shown}]' if shown else ''}: "
    while True:
        line = read_line(visible(prompt))
        if not line:
            raise InputEndedError
        typed = line.strip()
        try:
            if (obey := _obeyed.get()) is not None:
                obey(readable(typed))
            typed = _added_to(shown, default, typed)
            accepted = check(readable(typed or default or ""))
        except QmsctlError as refusal:
            say(refusal.message)
            if refusal.hint is not None:
                say(tr("Next: {fix}", fix=refusal.hint))
        else:
            if retracing is not None:
                retracing.keep(question, typed or default or "")
            return accepted


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


def choose(question: Message, choices: Sequence[tuple[str, Message]], *, default: str | None = None) -> str:
    """Ask for one of *choices*: by its number, its letters, or their beginning; *default* is shown by its number."""
    for number, (_, label) in enumerate(choices, 1):
        say(Message("  {number}  {label}", (("number", number), ("label", label))))
    keys = [key for key, _ in choices]
    if default in keys:
        default = str(keys.index(default) + 1)

    def check(answer: str) -> str:
        if answer.isdecimal() and 1 <= int(answer) <= len(keys):
            return keys[int(answer) - 1]
        matching = [
            key for key, label in choices if answer and str(label).casefold().startswith(answer.casefold())
        ]
        if answer in keys:
            return answer
        if len(matching) == 1:
            return matching[0]
        raise QmsctlError(tr("answer with a number from 1 to {last}", last=len(keys)))

    return ask(question, default=default, check=check)
