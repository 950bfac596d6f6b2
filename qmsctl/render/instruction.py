"""One step of a page that says how something is verified without qmsctl."""

from __future__ import annotations

from dataclasses import dataclass

from qmsctl.messages import Message

__all__ = ["Instruction"]


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step: what it shows, what is typed, and what has to come of it."""

    heading: Message
    text: tuple[Message, ...]
    commands: tuple[str, ...] = ()
    """For the shell of Linux, macOS and Git Bash."""
    expected: Message | None = None
    powershell: str | None = None
    """The same for Windows without Git Bash."""
