"""Failures that stop a run.  A fault in a document is never one of them: it is a problem with a place."""

from __future__ import annotations

from typing import Final

from qmsctl.messages import Message

__all__ = ["ConfigurationError", "NothingToCheckError", "QmsctlError", "RefusedError"]


class QmsctlError(Exception):
    """A failure whose cause and next step a person can be told."""

    exit_code: int = 2
    """What the process ends with: wrong call or configuration."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message.into("en"))
        self.message: Final = message
        self.hint: Final = hint
        """What to do next."""


class ConfigurationError(QmsctlError):
    """`qms.yaml` cannot be used; the message names each place."""


class RefusedError(QmsctlError):
    """What was asked for would make a record that counts for nothing, or lose something."""


class NothingToCheckError(QmsctlError):
    """There is not one document; a check of nothing must not pass."""

    exit_code = 3
