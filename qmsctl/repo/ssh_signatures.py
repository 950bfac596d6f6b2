"""Signatures of OpenSSH, verified by ssh-keygen."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from qmsctl.repo.public_keys import kind_of_key, ssh_fingerprint, unarmoured
from qmsctl.repo.signed_objects import Signed
from qmsctl.repo.verdicts import BAD, Standing, Verdict
from qmsctl.repo.verifying import SSH_KEYGEN, each, program_named, run

__all__ = ["judge_ssh"]

_MAGIC: Final = b"SSHSIG\0\0\0\1"
"""How a signature begins: PROTOCOL.sshsig of OpenSSH; its version is 1."""


def judge_ssh(
    signed: Mapping[str, Signed], keys: Sequence[str], folder: Path, purpose: str = "git"
) -> dict[str, Verdict]:
    """Return what comes of each signature; one by a key that nobody listed need not be verified.

    Args:
        signed: signatures and what they sign, by the name of the object.
        keys: the listed keys of every kind.
        folder: an empty folder of our own.
        purpose: what OpenSSH calls the namespace: for what the signature was made.
    """
    listed: dict[bytes, tuple[int, ...]] = {}
    for index, key in enumerate(keys):
        if kind_of_key(key) == "ssh":
            blob = base64.b64decode(key.split()[1])
            listed[blob] = (*listed.get(blob, ()), index)
    allowed = folder / "allowed_signers"
    # Each key is a principal of its own, so a signature by one listed key never counts for another.
    lines = (f'key-{at[0]} namespaces="{purpose}" {keys[at[0]]}\n' for at in listed.values())
    allowed.write_text("".join(lines), encoding="ascii")
    program = program_named(SSH_KEYGEN)

    def verdict(name: str) -> Verdict:
        blob = _key_of(signed[name].signature)
        if blob is None:
            return BAD
        fingerprint = ssh_fingerprint(blob)
        if blob not in listed:
            return Verdict(Standing.UNLISTED, fingerprint)
        if program is None:
            return Verdict(Standing.UNKNOWN, fingerprint, program=SSH_KEYGEN)
        file = folder / f"{name}.sig"
        file.write_bytes(signed[name].signature)
        done = run(
            [program, "-Y", "verify", "-n", purpose, "-f", str(allowed), "-I", f"key-{listed[blob][0]}", "-s", str(file)],
            folder,
            signed[name].payload,
        )  # fmt: skip
        if done is None or b"option -- Y" in done.stderr:  # OpenSSH before 8.1 knows no signatures
            return Verdict(Standing.UNKNOWN, fingerprint, program=SSH_KEYGEN)
        good = done.returncode == 0 and done.stdout.startswith(f'Good "{purpose}" signature'.encode())
        return Verdict(Standing.GOOD, fingerprint, listed[blob]) if good else BAD

    return each(signed, verdict)


def _key_of(signature: bytes) -> bytes | None:
    """Return the public key that *signature* names, or `None` if it is no signature of OpenSSH."""
    try:
        blob = unarmoured(signature.decode("ascii"), "SSH SIGNATURE")
    except ValueError:
        return None
    if not blob.startswith(_MAGIC):
        return None
    start = len(_MAGIC) + 4
    length = int.from_bytes(blob[len(_MAGIC) : start], "big")
    return blob[start : start + length]
