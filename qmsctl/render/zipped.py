"""A zip whose bytes follow from what is in it: fixed days, one order, one way to pack."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

__all__ = ["zipped"]

_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can name."""
_UNIX: Final = 3


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of *members*, in their order: equal members give equal bytes on every machine.

    They are stored as they are: another version of zlib packs the same text into other bytes.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, _DAY)
            member.create_system = _UNIX
            member.external_attr = 0o644 << 16
            archive.writestr(member, content, zipfile.ZIP_STORED)
    return stream.getvalue()
