"""Git's names of contents: a digest of what something is and of its bytes."""

from __future__ import annotations

import hashlib
import re
from typing import Final

__all__ = ["NAME", "blob_name", "is_blob", "object_name"]

NAME: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
"""A whole name: SHA-1 or SHA-256."""


def is_blob(raw: bytes, name: str | None) -> bool:
    """Return whether *raw* is the content git calls *name*, whatever a checkout did to its line ends."""
    if name is None:
        return False
    return name == blob_name(raw, len(name)) or (
        b"\r\n" in raw and name == blob_name(raw.replace(b"\r\n", b"\n"), len(name))
    )


def blob_name(content: bytes, length: int = 40) -> str:
    """Return git's name of a file with *content*.

    Args:
        content: the bytes.
        length: hexadecimal digits of the repository's names: 40 (SHA-1) or 64 (SHA-256).
    """
    return object_name("blob", content, length)


def object_name(kind: str, content: bytes, length: int = 40) -> str:
    """Return git's name of the blob, tree, commit or tag that is *content*; *length* as for `blob_name`."""
    header = b"%s %d\0" % (kind.encode(), len(content))
    algorithm = hashlib.sha256 if length == 64 else hashlib.sha1  # noqa: PLR2004 - explained above
    return algorithm(header + content, usedforsecurity=False).hexdigest()
