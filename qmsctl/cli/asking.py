"""Questions that several dialogues ask: a text that may not be empty, digits, names of things that must be known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from qmsctl.authoring.meant import AmbiguousError
from qmsctl.cli.terminal import ask, choose, say
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import Message, tr

__all__ = ["ask_named", "digits", "not_empty", "pick", "picked", "show_known", "show_titles", "split_words"]


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


def ask_named(
    question: Message,
    find: Callable[[str], str],
    *,
    is_key: Callable[[str], bool],
    default: Sequence[str] = (),
    title: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """Ask for names, and again while *find* refuses one of them; a hyphen alone stands for none.

    Args:
        question: what to ask.
        find: returns the key of what a name stands for, or raises QmsctlError.
        is_key: says whether a word is no title or name, so that blanks may stand between several.
        default: the keys that an empty line stands for.
        title: says how what a key stands for is called: that is what the question shows.
    """
    found: list[str] = []
    proposed = "; ".join(map(title, default))

    def check(answer: str) -> str:
        if proposed and (answer == proposed or answer.startswith(f"{proposed}\n")):
            found[:] = [*default, *_named_in(answer.removeprefix(proposed).strip(), find, is_key)]
        else:
            found[:] = [] if answer == "-" else _named_in(answer, find, is_key)
        return answer

    ask(question, default=proposed or None, check=check)
    return tuple(dict.fromkeys(found))


def _named_in(answer: str, find: Callable[[str], str], is_key: Callable[[str], bool]) -> list[str]:
    """Return what *answer* names: one thing, several with commas between them, or keys with blanks between them."""
    if not answer:
        return []
    try:
        return [find(answer)]
    except QmsctlError:
        parts = [part for part in (part.strip() for part in re.split("[,;]", answer)) if part]
        if len(parts) == 1:
            words = parts[0].split()
            if len(words) == 1 or not all(map(is_key, words)):
                raise
            parts = words
    return [key for part in parts for key in _named_in(part, find, is_key)]


def picked(find: Callable[[str], str]) -> Callable[[str], str]:
    """Return *find*, with a question where a word fits several things."""

    def found(word: str) -> str:
        try:
            return find(word)
        except AmbiguousError as several:
            return pick(several)

    return found


def pick(several: AmbiguousError) -> str:
    """Ask which of *several* things was meant."""
    choices = [
        (key, Message("{key}  {name}", (("key", key), ("name", name)))) for key, name in several.found.items()
    ]
    return choose(tr("Which one is {word}", word=several.word), choices)


def show_titles(titles: Iterable[str]) -> None:
    """Say what may be answered, where what it is called is enough."""
    for title in titles:
        say(Message("  {title}", (("title", title),)))


def show_known(known: Mapping[str, str]) -> None:
    """Say which keys may be answered, each with what it is called."""
    for key, name in known.items():
        say(Message("  {key}  {name}", (("key", key), ("name", name))))
