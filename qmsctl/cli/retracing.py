"""The way back in a dialogue: it begins anew, and what was typed before is given again without being asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import Message

__all__ = ["AgainError", "Retracing", "StoppedError", "Typed", "retracing"]


class AgainError(Exception):
    """The dialogue begins anew, because an answer is to be given differently."""


class StoppedError(Exception):
    """Somebody ends a dialogue before anything of it is saved."""


@dataclass(slots=True)
class Typed:
    """What answered a question."""

    question: str
    answer: str
    shown: str
    """What it stands for, in words: an answer can be a number of a list."""
    reopened: bool = False
    """It is to be answered differently."""


@dataclass(slots=True)
class Retracing:
    """Lets somebody go back in a dialogue: it begins anew, and what was typed is given again."""

    _typed: list[Typed] = field(default_factory=list)
    """Questions, and what answered them."""
    _at: int = 0
    """How many of them were answered since the dialogue began anew."""
    _proposed: dict[str, str] = field(default_factory=dict)
    """By question: what answered it before somebody went back."""
    _settled: bool = False

    @property
    def given_again(self) -> bool:
        """Whether the next question is answered without being asked."""
        return self._at < len(self._typed) and not self._typed[self._at].reopened

    @property
    def answers(self) -> tuple[Typed, ...]:
        """What was answered since the dialogue began anew; nothing once it cannot begin anew."""
        return () if self._settled else tuple(self._typed[: self._at])

    @property
    def settled(self) -> bool:
        """Whether the dialogue cannot begin anew any more."""
        return self._settled

    def settle(self) -> None:
        """Let nobody go back any further: something was saved, or opened that is not to be opened twice."""
        self._typed.clear()
        self._at = 0
        self._settled = True

    @contextmanager
    def dialogue(self) -> Iterator[None]:
        """Let every question that is asked be one of the dialogue, which begins here."""
        self._at = 0
        token = retracing.set(self)
        try:
            yield
        finally:
            retracing.reset(token)

    def go_back(self) -> None:
        """Have the last question asked again when the dialogue begins anew, with its answer proposed."""
        if 0 < self._at <= len(self._typed):
            typed = self._typed.pop(self._at - 1)
            self._at -= 1
            self._proposed[typed.question] = typed.answer

    def go_through(self) -> None:
        """Have every question asked again when the dialogue begins anew, with its answer proposed."""
        self._at = len(self._typed)
        while self._typed:
            self.go_back()

    def reopen(self, number: int) -> None:
        """Have answer *number*, counted from 0, asked for again when the dialogue begins anew, and no other."""
        typed = self._typed[number]
        typed.reopened = True
        self._proposed[typed.question] = typed.answer

    def answer_again(self, question: Message, check: Callable[[str], str]) -> str | None:
        """Return what *check* makes of what answered *question* before; `None` if it is to be asked."""
        asked = str(question)
        place = next((n for n, one in enumerate(self._typed[self._at :]) if one.question == asked), None)
        if place is None:
            return None
        del self._typed[self._at : self._at + place]  # nobody asks these any more
        typed = self._typed[self._at]
        if typed.reopened:
            return None
        try:
            accepted = check(typed.answer)
        except QmsctlError:  # what it is about has changed
            self.reopen(self._at)
            return None
        self._at += 1
        return accepted

    def proposed(self, question: Message) -> str | None:
        """Return what answered *question* before somebody went back."""
        return self._proposed.get(str(question))

    def keep(self, question: Message, answer: str, shown: str) -> None:
        """Keep what answered *question*."""
        if self._settled:
            return
        asked = str(question)
        self._proposed.pop(asked, None)
        following = self._typed[self._at : self._at + 1]
        if following and following[0].reopened and following[0].question == asked:
            del self._typed[self._at]
        self._typed.insert(self._at, Typed(asked, answer, shown))
        self._at += 1


retracing: Final[ContextVar[Retracing | None]] = ContextVar("retracing", default=None)
"""The dialogue that is held now."""
