"""Writes a pack as a folder or a zip, whole or not at all; the same files give the same bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from qmsctl.errors import QmsctlError, RefusedError, reason_of
from qmsctl.messages import tr

__all__ = ["DATE", "MODE", "SYSTEM", "is_zip", "refuse_occupied", "rewrite_pack", "write_pack"]

DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The first day a zip can name: when a pack was made is not a part of what it says."""
SYSTEM: Final = 3
"""Unix, whatever it was made on."""
MODE: Final = 0o100644 << 16
"""A file that everybody may read."""
_LEVEL: Final = 9


def is_zip(target: Path) -> bool:
    """Return whether the name *target* asks for a zip; any other asks for a folder."""
    return target.suffix.lower() == ".zip"


def refuse_occupied(target: Path) -> None:
    """Refuse to mix a pack with files that are there already.

    Raises:
        RefusedError: *target* is something else than a zip to be replaced, a new name, or an empty folder.
    """
    if is_zip(target):
        if target.is_dir():
            raise RefusedError(
                tr("{file} is a folder, and the pack was to be a zip", file=str(target)),
                tr("name a file that is not there yet"),
            )
        return
    if os.path.lexists(target) and (not target.is_dir() or any(target.iterdir())):
        raise RefusedError(
            tr(
                "{folder} is there already and holds something, which would get into the pack",
                folder=str(target),
            ),
            tr("name a folder that is not there yet, or a file that ends in .zip"),
        )


def write_pack(members: Mapping[str, bytes], target: Path) -> None:
    """Write *members* to the zip or folder *target*.

    Raises:
        RefusedError: there is something that it would be mixed with.
        QmsctlError: it cannot be written there.
    """
    refuse_occupied(target)
    try:
        if is_zip(target):
            _write_zip(members, target)
        else:
            _write_folder(members, target)
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be written: {reason}", file=str(target), reason=reason_of(fault)),
            tr("name a file in a folder that exists and that you may write to"),
        ) from fault


def rewrite_pack(members: Mapping[str, bytes], target: Path, name: str) -> None:
    """Write the file *name*, which is new among *members*, into the pack *target*.

    Raises:
        QmsctlError: it cannot be written there.
    """
    try:
        if target.is_dir():
            _write_file(members[name], target / name)
        else:
            _write_zip(members, target)
    except OSError as fault:
        raise QmsctlError(
            tr("{file} cannot be written: {reason}", file=str(target), reason=reason_of(fault)),
            tr("give yourself the right to write there, or work on a copy of the pack"),
        ) from fault


def _write_file(content: bytes, target: Path) -> None:
    file, name = tempfile.mkstemp(prefix=".qmsctl-", dir=target.parent)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_zip(members: Mapping[str, bytes], target: Path) -> None:
    file, name = tempfile.mkstemp(prefix=".qmsctl-", suffix=".zip", dir=target.parent)
    try:
        with os.fdopen(file, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for member, content in sorted(members.items()):
                info = zipfile.ZipInfo(member, DATE)
                info.create_system, info.external_attr = SYSTEM, MODE
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content, compresslevel=_LEVEL)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_folder(members: Mapping[str, bytes], target: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix=".qmsctl-", dir=target.parent))
    try:
        for member, content in sorted(members.items()):
            file = folder / member
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        folder.chmod(0o777 & ~_umask())
        if target.is_dir():  # empty, or it would have been refused
            target.rmdir()
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _umask() -> int:
    """Return which rights new files do not get: temporary ones are made for their owner alone."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
