"""The parts of an Office file, a zip of XML that anybody may have made, before anybody reads what they say.

How much it unpacks to is looked at before anything is unpacked, and no part may define entities of XML,
which grow when they are read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

__all__ = ["LargeOfficeFileError", "NoOfficeFileError", "office_parts", "stored_again"]

_PARTS: Final = 1000
_PACKED: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""The ways to pack that an Office file may use (ECMA-376, part 2: the mapping to ZIP)."""


class NoOfficeFileError(Exception):
    """It is none, or a damaged one."""


class LargeOfficeFileError(Exception):
    """It would unpack to more than whoever reads it is ready for."""


def office_parts(raw: bytes, gain: int) -> dict[str, bytes]:
    """Return the parts of an Office file by their names.

    Args:
        raw: its bytes.
        gain: how many bytes packing may have saved.

    Raises:
        NoOfficeFileError: it is no zip, a damaged one, packed as no Office file is, or defines entities.
        LargeOfficeFileError: its parts are very many, say that they unpack to more, or lie upon one another.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
            gained = sum(max(0, one.file_size - one.compress_size) for one in infos)
            if gained > gain or len(infos) > _PARTS or sum(one.compress_size for one in infos) > len(raw):
                raise LargeOfficeFileError
            if any(one.compress_type not in _PACKED for one in infos):
                raise NoOfficeFileError
            parts = {one.filename: _content(archive, one) for one in infos}
    except (
        zipfile.BadZipFile,  # zipfile: no zip, cut off, a directory or a check sum that does not fit
        zlib.error,  # zlib: a part that was damaged
        EOFError,  # zipfile: a part that ends before its length
        RuntimeError,  # zipfile: a password; and NotImplementedError, a kind of it: a version or a flag unknown to it
        ValueError,  # io: a place before the beginning; and UnicodeDecodeError, a kind of it: a name that is no text
    ):
        raise NoOfficeFileError from None
    if any(map(_declares, parts.values())):
        raise NoOfficeFileError
    return parts


def stored_again(parts: Mapping[str, bytes]) -> bytes:
    """Return *parts* as a file in which nothing has to be unpacked any more."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as plain:
        for name, content in parts.items():
            plain.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Return as much of *part* as the directory says that there is: `ZipFile.read` unpacks all before it looks."""
    with archive.open(part) as stream:
        return stream.read(part.file_size)


def _declares(part: bytes) -> bool:
    """Return whether *part* has a declaration of a document type, which no Office file needs, in any encoding of XML."""
    return b"<!DOCTYPE" in part.replace(b"\0", b"")
