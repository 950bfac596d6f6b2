"""Public keys as people list them: one line of OpenSSH, or a block of OpenPGP."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final, Literal, TypeAlias

__all__ = ["KeyKind", "kind_of_key", "read_public_key", "ssh_fingerprint", "unarmoured"]

KeyKind: TypeAlias = Literal["ssh", "openpgp"]

SSH_TYPES: Final = frozenset(
    {
        "ssh-ed25519",
        "ssh-rsa",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com",
    }
)
"""Keys that can sign; certificates and DSA are left out."""

_OPENPGP: Final = "PGP PUBLIC KEY BLOCK"
_PUBLIC_KEY_PACKET: Final = 6
"""RFC 4880, section 4.3."""
_NEW_FORMAT: Final = 0x40


def read_public_key(text: str) -> str:
    """Return the public key that *text* holds, without comment and blanks around it.

    Raises:
        ValueError: it holds none, or a private one.
    """
    bare = text.strip()
    if bare.startswith("-----"):
        _check_openpgp(bare)
        return bare + "\n"
    type, encoded = _ssh_parts(bare)
    return f"{type} {encoded}"


def kind_of_key(key: str) -> KeyKind:
    """Return what kind of key *key* is, which `read_public_key` returned."""
    return "openpgp" if key.startswith("-----") else "ssh"


def ssh_fingerprint(blob: bytes) -> str:
    """Return the fingerprint of an SSH key as `ssh-keygen -l` prints it."""
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii")
    return f"SHA256:{digest.rstrip('=')}"


def _ssh_parts(line: str) -> tuple[str, str]:
    """Return type and base64 of an SSH public key: `ssh-ed25519 AAAA… comment`."""
    type, _, rest = line.partition(" ")
    encoded = rest.split(None, 1)[0] if rest.split() else ""
    if type not in SSH_TYPES or "\n" in line:
        raise ValueError(type)
    try:
        blob = base64.b64decode(encoded, validate=True)
    except binascii.Error as fault:
        raise ValueError(type) from fault
    # The type is written once more within, and there it is what ssh-keygen believes.
    name = type.encode("ascii")
    if not blob.startswith(len(name).to_bytes(4, "big") + name):
        raise ValueError(type)
    return type, encoded


def _check_openpgp(block: str) -> None:
    """Raise ValueError unless *block* is a block of OpenPGP that begins with a public key."""
    packet = unarmoured(block, _OPENPGP)
    if not packet or not packet[0] & 0x80:
        raise ValueError(_OPENPGP)
    tag = packet[0] & 0x3F if packet[0] & _NEW_FORMAT else (packet[0] & 0x3C) >> 2
    if tag != _PUBLIC_KEY_PACKET:
        raise ValueError(_OPENPGP)


def unarmoured(block: str, label: str) -> bytes:
    """Return what stands in the one armoured block *label*: `-----BEGIN label-----` and so on.

    Raises:
        ValueError: there is no such block, or more than one, or something beside it.
    """
    lines = [line.strip() for line in block.strip().splitlines()]
    if len(lines) < 3 or lines[0] != f"-----BEGIN {label}-----" or lines[-1] != f"-----END {label}-----":  # noqa: PLR2004 - two marks and something between
        raise ValueError(label)
    body = lines[1:-1]
    if "" in body:  # OpenPGP may begin with headers such as Version:, which an empty line ends
        body = body[body.index("") + 1 :]
    encoded = "".join(line for line in body if not _CHECKSUM.fullmatch(line))
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as fault:
        raise ValueError(label) from fault


_CHECKSUM: Final = re.compile(r"=[A-Za-z0-9+/]{4}")
