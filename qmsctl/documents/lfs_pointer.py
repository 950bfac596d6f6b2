"""Pointers of Git LFS: what a repository holds in place of a large file, with the digest and size of that."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["pointed_to", "pointer_to"]

_POINTER: Final = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*oid sha256:(?P<oid>[0-9a-f]{64})\nsize (?P<size>\d{1,18})\n"
)
_LONGEST: Final = 1024


def pointed_to(raw: bytes) -> tuple[str, int] | None:
    """Return the SHA-256 and the size of the file that *raw* points to; nothing, if it is no pointer."""
    found = _POINTER.fullmatch(raw) if len(raw) <= _LONGEST else None
    return (found["oid"].decode(), int(found["size"])) if found else None


def pointer_to(digest: str, size: int) -> bytes:
    """Return the pointer to the file of *size* bytes with the SHA-256 *digest*."""
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {size}\n".encode()
