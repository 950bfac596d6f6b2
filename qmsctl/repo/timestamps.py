"""Time stamps of RFC 3161: asked for, looked at and verified by openssl, without any network."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import tr
from qmsctl.repo.verifying import program_named, run

__all__ = [
    "OPENSSL",
    "OpensslMissingError",
    "Stamp",
    "digest_asked",
    "stamp_holds",
    "stamp_in",
    "stamp_request",
]

OPENSSL: Final = "openssl"
_GRANTED: Final = re.compile(r"^Status: Granted(?: with modifications)?\.$", re.MULTILINE)
_TIME: Final = re.compile(r"^Time stamp: (?P<time>.+)$", re.MULTILINE)
_AUTHORITY: Final = re.compile(r"^TSA: (?P<name>.+)$", re.MULTILINE)
_ALGORITHM: Final = re.compile(r"^Hash Algorithm: sha256$", re.MULTILINE)
_DUMPED: Final = re.compile(r"^\s+[0-9a-f]{4} - (?P<bytes>[0-9a-f -]{47})", re.MULTILINE)
"""A line of the digest as openssl prints it: where it is, sixteen bytes, and what they are as letters."""


class OpensslMissingError(QmsctlError):
    """There is no openssl."""

    def __init__(self) -> None:
        super().__init__(
            tr("openssl is not installed, and time stamps need it"),
            tr("install openssl (on Debian: apt install openssl) and try again"),
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the reply of a time stamping authority says, be it true or not."""

    granted: bool
    digest: str
    """SHA-256 of what was stamped, in hexadecimal; empty if it is another digest."""
    time: str
    """As openssl writes it: `Nov 30 12:00:00 2026 GMT`."""
    authority: str


def stamp_request(content: bytes) -> bytes:
    """Return a request for a time stamp on *content*: its SHA-256, and the wish for the certificate.

    Raises:
        OpensslMissingError: there is no openssl.
        RefusedError: it made no request.
    """
    status, answer, complaint = _openssl(
        ("ts", "-query", "-data", "content", "-sha256", "-cert"), {"content": content}
    )
    if status or not answer:
        raise RefusedError(
            tr("openssl made no request for a time stamp: {complaint}", complaint=complaint),
            tr("try it yourself: openssl ts -query -data MANIFEST.sha256 -sha256 -cert -out MANIFEST.tsq"),
        )
    return answer


def stamp_in(reply: bytes) -> Stamp | None:
    """Return what *reply* says; `None` if it is no reply of a time stamping authority.

    Raises:
        OpensslMissingError: there is no openssl.
    """
    status, answer, _ = _openssl(("ts", "-reply", "-in", "reply", "-text"), {"reply": reply})
    text = answer.decode("utf-8", "replace")
    if status or "Status: " not in text:
        return None
    time, authority = _TIME.search(text), _AUTHORITY.search(text)
    return Stamp(
        _GRANTED.search(text) is not None,
        _digest(text),
        time["time"] if time else "",
        authority["name"].removeprefix("DirName:") if authority else "",
    )


def digest_asked(request: bytes) -> str:
    """Return the SHA-256 for which *request* asks a time stamp, in hexadecimal; empty if it asks for none.

    Raises:
        OpensslMissingError: there is no openssl.
    """
    status, answer, _ = _openssl(("ts", "-query", "-in", "request", "-text"), {"request": request})
    return "" if status else _digest(answer.decode("utf-8", "replace"))


def _digest(text: str) -> str:
    """Return the digest in what openssl prints of a request or a time stamp; empty if it is no SHA-256."""
    if not _ALGORITHM.search(text):
        return ""
    dumped = re.split("\n(?=[A-Z])", text.partition("Message data:\n")[2])[0]
    return "".join(re.sub("[ -]", "", line["bytes"]) for line in _DUMPED.finditer(dumped))


def stamp_holds(reply: bytes, content: bytes, authorities: bytes, request: bytes | None = None) -> str | None:
    """Return why *reply* is no time stamp on *content*; `None` if it is one.

    Args:
        reply: that of the authority.
        content: what was stamped.
        authorities: certificates that are trusted, as PEM.
        request: the request that was sent, if it is known: the reply has to answer exactly that.

    Raises:
        OpensslMissingError: there is no openssl.
    """
    files = {"reply": reply, "content": content, "authorities": authorities}
    words = ("ts", "-verify", "-in", "reply", "-CAfile", "authorities")
    status, answer, complaint = _openssl((*words, "-data", "content"), files)
    if not status and request is not None:
        files["request"] = request
        status, answer, complaint = _openssl((*words, "-queryfile", "request"), files)
    return None if not status and b"Verification: OK" in answer else complaint or "-"


def _openssl(words: Sequence[str], files: Mapping[str, bytes]) -> tuple[int, bytes, str]:
    """Run openssl beside *files*; return its status, its answer, and the last it complained of."""
    program = program_named(OPENSSL)
    if program is None:
        raise OpensslMissingError
    with tempfile.TemporaryDirectory(prefix="qmsctl-") as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        done = run([program, *words], folder, b"")
    if done is None:
        return 1, b"", "-"
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if ":" in line]
    reason = lines[0].split(":") if lines else ["-"]
    # error:17800064:time stamp routines:ts_check_signing_certs:... : what comes before the file is for people.
    return done.returncode, done.stdout, _reason(reason)


def _reason(parts: list[str]) -> str:
    """Return the words for people in a line of openssl's: `…:error:NUMBER:library:function:reason:file:line:data`."""
    if "error" not in parts:
        return ":".join(parts).strip()
    at = parts.index("error")
    return (
        ": ".join(part.strip() for part in (*parts[at + 4 : at + 5], *parts[at + 7 :]) if part.strip()) or "-"
    )
