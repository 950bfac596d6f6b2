"""The files of a pack: what they may be called, and the manifest that lists their digests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.model.naming import slug

__all__ = [
    "APART",
    "APPROVALS",
    "BUNDLE",
    "DESCRIPTION",
    "LONGEST",
    "MANIFEST",
    "OPENPGP_SIGNATURE",
    "OPENPGP_SIGNERS",
    "ORIGINS",
    "PAGE",
    "PURPOSE",
    "REPLY",
    "REQUEST",
    "SSH_SIGNATURE",
    "SSH_SIGNERS",
    "Manifest",
    "Names",
    "digest_of",
    "is_safe",
    "manifest_of",
    "read_manifest",
]

MANIFEST: Final = "MANIFEST.sha256"
SSH_SIGNATURE: Final = "MANIFEST.sha256.sig"
OPENPGP_SIGNATURE: Final = "MANIFEST.sha256.asc"
REQUEST: Final = "MANIFEST.tsq"
REPLY: Final = "MANIFEST.tsr"
APART: Final = frozenset({MANIFEST, SSH_SIGNATURE, OPENPGP_SIGNATURE, REQUEST, REPLY})
"""What is made of the manifest, and so cannot stand in it."""
DESCRIPTION: Final = "pack.json"
PAGE: Final = ("VERIFY.html", "VERIFY.txt")
BUNDLE: Final = "history.bundle"
ORIGINS: Final = "history.txt"
"""Which content of the history each file is, one to a line."""
APPROVALS: Final = "approvals.txt"
"""Where the history holds what was approved by something else than a record, one to a line."""
SSH_SIGNERS: Final = "allowed_signers"
OPENPGP_SIGNERS: Final = "signers.asc"
PURPOSE: Final = "qmsctl-pack"
"""What OpenSSH calls the namespace: a signature for this is one for nothing else."""

LONGEST: Final = 200
"""Characters of a name: with the folder they are unpacked in, Windows allows 260."""
_SAFE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,10}")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the dot."""
_LINE: Final = re.compile(rb"(?P<digest>[0-9a-f]{64})  (?P<name>[^\r\n\\]+)\n")


def is_safe(name: str) -> bool:
    """Return whether *name* means the same file on every system, below the folder of the pack and nowhere else."""
    return len(name) <= LONGEST and all(map(_is_safe_part, name.split("/")))


def _is_safe_part(part: str) -> bool:
    return _SAFE.fullmatch(part) is not None and not part.endswith(".") and not _RESERVED.fullmatch(part)


class Names:
    """Gives files names in a pack: their own path where it is safe, and never one name to two of them."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def named(self, folder: str, path: str) -> str:
        """Return the name of the file *path* below *folder*; where parts of it are not safe, they are replaced."""
        name = f"{folder}/{'/'.join(map(_safe_part, path.split('/')))}"
        if len(name) > LONGEST or self._taken.get(name.casefold(), path) != path:
            ending = _ENDING.fullmatch("." + path.rpartition(".")[2])
            name = f"{folder}/{digest_of(path.encode('utf-8', 'surrogateescape'))[:32]}{ending[0] if ending else ''}"
        self._taken[name.casefold()] = path
        return name


def _safe_part(part: str) -> str:
    """Return *part* of a path, or what stands for it: its slug, some of its digest, its ending."""
    if _is_safe_part(part):
        return part
    stem, dot, ending = part.rpartition(".")
    if not _ENDING.fullmatch(dot + ending):
        stem, ending = part, ""
    plain = slug(stem)[:40] or "x"
    return f"{plain}-{digest_of(part.encode('utf-8', 'surrogateescape'))[:6]}{'.' + ending if ending else ''}"


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of *content* in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def manifest_of(members: Mapping[str, bytes]) -> bytes:
    """Return the manifest of *members* as `sha256sum -c` reads it: sorted by name, each line ended by LF."""
    lines = (
        f"{digest_of(content)}  {name}\n" for name, content in sorted(members.items()) if name not in APART
    )
    return "".join(lines).encode("ascii")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says, be it true or not."""

    digests: Mapping[str, str]
    """SHA-256 by name."""
    bad_lines: tuple[int, ...]
    """The numbers of the lines that list no file."""
    twice: tuple[str, ...]
    """Names that are listed more than once."""
    as_written: bool
    """Whether it is, byte by byte, as qmsctl writes it."""

    def of_itself(self, there: Collection[str]) -> Iterator[str]:
        """Yield what it lists although that is made of the manifest itself; *there* is what the pack holds."""
        return (name for name in sorted(APART) if name in self.digests and name in there)


def read_manifest(raw: bytes) -> Manifest:
    """Read the manifest *raw*; what is wrong with it is part of the answer."""
    digests: dict[str, str] = {}
    bad: list[int] = []
    twice: list[str] = []
    for number, line in enumerate(raw.splitlines(keepends=True), 1):
        found = _LINE.fullmatch(line)
        name = found["name"].decode("utf-8", "replace") if found else ""
        if found is None or not is_safe(name):
            bad.append(number)
        elif name in digests:
            twice.append(name)
        else:
            digests[name] = found["digest"].decode("ascii")
    rewritten = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return Manifest(digests, tuple(bad), tuple(twice), rewritten.encode("utf-8") == raw)
