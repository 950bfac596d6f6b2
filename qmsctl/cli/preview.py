"""Shows what a command is about to record before it asks: label and value, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from qmsctl.cli.terminal import say
from qmsctl.control.system import System
from qmsctl.messages import Message, current_language, tr
from qmsctl.reports.shown import Fact, Mark, Shown, in_words
from qmsctl.reports.to_be_recorded import to_be_recorded

__all__ = ["SHORT", "fact_lines", "show_before"]

SHORT: Final = 200
"""Characters of a value that are shown where many records are shown at once."""


def show_before(files: Mapping[str, bytes], system: System) -> bool:
    """Say what *files* would record, and return whether it can be said in words."""
    told = to_be_recorded(files, system)
    if told is None:
        return False
    say(tr("To be recorded:"))
    for one in told:
        say(Message("{heading}", (("heading", in_words(one.heading, current_language())),)))
        for line in fact_lines(one.facts):
            say(line)
    return True


def fact_lines(facts: Iterable[Fact], longest: int | None = None) -> Iterator[Message]:
    """Yield a line for each fact, and one for each of several values below its label.

    Args:
        facts: what is said.
        longest: how many characters of a value are shown; by default all of them.
    """
    language = current_language()
    for fact in facts:
        label, values = fact.label.into(language), list(_values(fact.value, language))
        if longest is not None:
            values = [_shortened(value, longest) for value in values]
        if len(values) == 1:
            yield Message("  {label}: {value}", (("label", label), ("value", values[0])))
            continue
        yield Message("  {label}:", (("label", label),))
        for value in values:
            yield Message("    {value}", (("value", value),))


def _values(value: Shown, language: str) -> Iterator[str]:
    """Yield the lines of *value*."""
    for part in value if isinstance(value, tuple) else (value,):
        shown = part.word if isinstance(part, Mark) else part  # aloud, its symbol says nothing
        yield from in_words(shown, language).strip().splitlines() or [""]


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
