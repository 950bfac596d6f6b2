"""The files that a caller names on the command line."""

from __future__ import annotations

from pathlib import Path

from qmsctl.errors import QmsctlError, reason_of
from qmsctl.messages import tr

__all__ = ["read_given"]


def read_given(file: Path) -> bytes:
    """Return what *file* holds.

    Raises:
        QmsctlError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("check its name, and that you may read it"),
        ) from fault
