"""Questions that several dialogues ask: a text that may not be empty, digits, words of which each must be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qmsctl.cli.terminal import ask, say
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr

__all__ = ["ask_words", "digits", "not_empty", "show_known", "split_words"]


def not_empty(answer: str) -> str:
    """Return *answer*.

    Raises:
        RefusedError: it is empty.
    """
    if not answer:
        raise RefusedError(tr("this cannot stay empty"))
    return answer


def digits(answer: str) -> str:
    """Return *answer*, which may be empty.

    Raises:
        RefusedError: it is something else than a number.
    """
    if answer and not (answer.isascii() and answer.isdecimal()):
        raise RefusedError(tr("write digits only"))
    return answer


def split_words(answer: str) -> list[str]:
    """Return the words of *answer*, with commas or blanks between them."""
    return answer.replace(",", " ").split()


def ask_words(question: Message, accept: Callable[[str], str]) -> tuple[str, ...]:
    """Ask for words, and again while *accept* refuses one of them."""

    def check(answer: str) -> str:
        return " ".join(accept(word) for word in split_words(answer))

    return tuple(dict.fromkeys(ask(question, check=check).split()))


def show_known(known: Mapping[str, str]) -> None:
    """Say which keys may be answered, each with what it is called."""
    for key, name in known.items():
        say(Message("  {key}  {name}", (("key", key), ("name", name))))
