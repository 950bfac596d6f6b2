"""Failures that stop a run.  A fault in a document is never one of them: it is a problem with a place."""

from __future__ import annotations

import errno
import shlex
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from qmsctl.messages import Message, tr

__all__ = [
    "ConfigurationError",
    "FolderGoneError",
    "MissingExtraError",
    "NothingToCheckError",
    "QmsctlError",
    "RefusedError",
    "reason_of",
]

_REASONS: Final[Mapping[int, Message]] = {
    errno.ENOENT: tr("No such file or directory"),
    errno.EACCES: tr("Permission denied"),
    errno.EPERM: tr("Operation not permitted"),
    errno.EISDIR: tr("Is a directory"),
    errno.ENOTDIR: tr("Not a directory"),
    errno.EEXIST: tr("File exists"),
    errno.ENOSPC: tr("No space left on device"),
    errno.EROFS: tr("Read-only file system"),
    errno.ENAMETOOLONG: tr("File name too long"),
}
"""What an operating system says most often, in its own words."""


def reason_of(fault: OSError) -> Message | str:
    """Return why the operating system refused, in the reader's language where it is a common reason."""
    return _REASONS.get(fault.errno or 0) or fault.strerror or ""


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


class FolderGoneError(QmsctlError):
    """The folder in which somebody works was deleted meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            tr("the current folder does not exist any more"),
            tr("go to a folder that exists, or name one: {command}", command="qmsctl -C FOLDER"),
        )


class MissingExtraError(QmsctlError):
    """What was asked for needs packages that not every installation has."""

    def __init__(self, message: Message, packages: str) -> None:
        # The Python that runs this is the one that has to find them, wherever qmsctl was installed.
        python = shlex.quote(sys.executable or "python3")
        install = f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"
        super().__init__(message, tr("install what is missing: {command}", command=f"{install} {packages}"))


class RefusedError(QmsctlError):
    """What was asked for would make a record that counts for nothing, or lose something."""


class NothingToCheckError(QmsctlError):
    """There is not one document; a check of nothing must not pass."""

    exit_code = 3
