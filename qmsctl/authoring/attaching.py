"""Files that evidence takes with it: read once, and refused if they are no files or too large to keep."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

from qmsctl.errors import RefusedError, reason_of
from qmsctl.messages import tr

__all__ = ["LARGEST_ATTACHMENT", "attached_bytes"]

LARGEST_ATTACHMENT: Final = 64 * 1024 * 1024
"""Bytes; git keeps every version of everything for ever."""


def attached_bytes(file: Path) -> bytes:
    """Return the bytes of the attachment *file*.

    Raises:
        RefusedError: it is no file, is a link, cannot be read, or is too large to keep for ever.
    """
    try:
        _refuse_no_file(file, file.lstat().st_mode)
        # Whatever takes its place meanwhile: no link is followed, and nothing is waited for.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        flags |= getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(file, flags), "rb") as stream:
            status = os.fstat(stream.fileno())
            _refuse_no_file(file, status.st_mode)
            content = stream.read(LARGEST_ATTACHMENT + 1) if status.st_size <= LARGEST_ATTACHMENT else None
    except OSError as fault:
        if fault.errno in (errno.ENOENT, errno.ENOTDIR):
            raise RefusedError(
                tr("there is no file {file} to attach", file=str(file)), tr("check its name")
            ) from None
        raise RefusedError(
            tr("{file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("give yourself the right to read it"),
        ) from fault
    except ValueError:  # a NUL in the name
        raise RefusedError(
            tr("there is no file {file} to attach", file=str(file)), tr("check its name")
        ) from None
    if content is None or len(content) > LARGEST_ATTACHMENT:
        raise RefusedError(
            tr("{file} is larger than {limit} bytes", file=str(file), limit=LARGEST_ATTACHMENT),
            tr("attach a smaller copy, and say in the answer where the original is kept"),
        )
    return content


def _refuse_no_file(file: Path, mode: int) -> None:
    """Refuse what is no regular file.

    Raises:
        RefusedError: it is a folder, a link, a device or a pipe.
    """
    if stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        raise RefusedError(
            tr(
                "{file} is a folder, and only files are kept with evidence: nothing to attach", file=str(file)
            ),
            tr("attach the files in it one by one, or pack them into one file"),
        )
    if stat.S_ISLNK(mode):
        raise RefusedError(
            tr("{file} is a link, and links are not followed", file=str(file)),
            tr("attach the file that it leads to, by its own name"),
        )
    raise RefusedError(
        tr("{file} is no regular file", file=str(file)), tr("save what it gives into a file, and attach that")
    )
