"""What a signed commit or tag signs: the object without its signature, as git takes them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Signed", "signed_commit", "signed_tag"]

_NAME: Final = rb"(?:[0-9a-f]{40}|[0-9a-f]{64})"
_COMMIT: Final = re.compile(
    rb"tree " + _NAME + rb"\n(?:parent " + _NAME + rb"\n)*author [^\n]*\ncommitter [^\n]*\n"
)
"""How every commit begins that git itself made.

Git passes over what it does not expect, so a signature in between could hide the parents from git and not from
whoever verifies it.
"""
_TAG: Final = re.compile(
    rb"object (?P<object>" + _NAME + rb")\ntype commit\ntag [^\n]*\n"
    rb"tagger [^\n]*> (?P<seconds>\d{1,12}) [+-]\d{4}\n\n"
)
_LINE: Final = re.compile(rb"[^\n]*\n|[^\n]+")
_MARKS: Final = (
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN PGP MESSAGE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
    b"-----BEGIN SSH SIGNATURE-----",
)
"""The beginnings of a signature at the end of a tag: `get_format_by_sig` in git's gpg-interface.c."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature and what it is meant to sign."""

    payload: bytes
    signature: bytes
    regular: bool = True
    """Whether git reads the object as whoever signed it did; if not, the signature is worth nothing."""
    target: str = ""
    """Of a tag: the commit it is on."""
    seconds: int = 0
    """Of a tag: when it says it was made."""


def signed_commit(raw: bytes, *, sha256: bool) -> Signed | None:
    """Return signature and payload of the commit *raw*, or `None` if it is not signed.

    This is `parse_buffer_signed_by_header` of git's commit.c, line by line.

    Args:
        raw: the commit as git keeps it.
        sha256: whether the repository's names are SHA-256; each has its own header.
    """
    ours = b"gpgsig-sha256 " if sha256 else b"gpgsig "
    end = raw.find(b"\n\n") + 1 or len(raw)
    payload: list[bytes] = []
    signature: list[bytes] = []
    within = foreign = False
    times = 0
    for line in _LINE.findall(raw[:end]):
        if within and line.startswith(b" "):
            signature.append(line[1:])
            continue
        within = line.startswith(ours)
        if within:
            times += 1
            foreign = False
            signature.append(line.removeprefix(ours))
        elif line.startswith(b"gpgsig"):
            foreign = True
        elif not (foreign and line.startswith(b" ")):
            foreign = False
            payload.append(line)
    if not signature:
        return None
    regular = times == 1 and _COMMIT.match(raw) is not None
    return Signed(b"".join(payload) + raw[end:], b"".join(signature), regular)


def signed_tag(raw: bytes) -> Signed | None:
    """Return signature and payload of the tag *raw*; `None` if it is not signed, or is on no commit.

    The signature is at the end of the message: `parse_signed_buffer` of git's gpg-interface.c.
    """
    head = _TAG.match(raw)
    start = max((_last_line(raw, mark) for mark in _MARKS), default=-1)
    if head is None or start < head.end():
        return None
    return Signed(
        raw[:start], raw[start:], target=head["object"].decode("ascii"), seconds=int(head["seconds"])
    )


def _last_line(raw: bytes, mark: bytes) -> int:
    """Return where the last line of *raw* that begins with *mark* begins, or -1."""
    found = raw.rfind(b"\n" + mark)
    return found + 1 if found >= 0 else -1
