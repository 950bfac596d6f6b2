"""Signatures that lie beside what they sign: made with a person's own key, verified with listed ones."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.repo.git import Git
from qmsctl.repo.openpgp_signatures import judge_openpgp
from qmsctl.repo.signed_objects import Signed
from qmsctl.repo.signing import SETTINGS, Signing, signing_as
from qmsctl.repo.ssh_signatures import judge_ssh
from qmsctl.repo.verdicts import BAD, Verdict

__all__ = ["LARGEST", "how_signed", "signature_of", "verdict_on"]

LARGEST: Final = 1 << 16
"""Bytes of a signature that is looked at; real ones have a few hundred."""
_LITERAL: Final = ("ssh-", "ecdsa-", "sk-", "key::")
"""How a setting begins that is a public key itself, as git has it; the agent holds the private one."""


def how_signed(git: Git) -> Signing:
    """Return how this person signs, by their own settings of git and nobody else's.

    Raises:
        RefusedError: git knows no key of theirs, or one of a kind that qmsctl does not verify.
    """
    own = {name: git.user_setting(name) for name in SETTINGS}
    told = {name: value for name, value in own.items() if value is not None}
    return signing_as(told, is_in_repository=git.is_set_by_repository("user.signingkey"))


def signature_of(content: bytes, how: Signing, purpose: str) -> bytes:
    """Return a signature of *content* as text, made by ssh-keygen or gpg; either may ask for a passphrase.

    Args:
        content: what is signed.
        how: with which key.
        purpose: what OpenSSH calls the namespace; OpenPGP knows none.

    Raises:
        RefusedError: the program is not there, or would not sign.
    """
    if how.format == "openpgp":
        return _signed(
            (how.gpg, "--armor", "--detach-sign", "--local-user", how.key, "--output", "-"), content
        )
    words = (how.ssh, "-q", "-Y", "sign", "-n", purpose, "-f")
    if not how.key.startswith(_LITERAL):
        return _signed((*words, str(Path(how.key).expanduser())), content)
    with tempfile.NamedTemporaryFile("w", prefix="qmsctl-", suffix=".pub", encoding="utf-8") as file:
        file.write(how.key.removeprefix("key::") + "\n")
        file.flush()
        return _signed((*words, file.name, "-U"), content)


def _signed(command: Sequence[str], content: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - the program that the user's own settings name
            command, input=content, env=dict(os.environ), capture_output=True, check=False
        )
    except OSError as fault:
        raise RefusedError(
            tr("{program} cannot be started, so nothing can be signed", program=command[0]),
            tr("install it, or name another in your settings of git: git config --global --list"),
        ) from fault
    if done.returncode or not done.stdout:
        complaint = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["-"])[-1]
        raise RefusedError(
            tr("{program} did not sign: {complaint}", program=command[0], complaint=complaint),
            tr("see which key git is set up with: git config --global user.signingKey"),
        )
    return done.stdout.replace(b"\r\n", b"\n")


def verdict_on(signature: bytes, content: bytes, keys: Iterable[str], purpose: str) -> Verdict:
    """Return what comes of *signature* under *content* with the listed *keys*, as `read_public_key` returns them."""
    if len(signature) > LARGEST:
        return BAD
    signed, listed = {"signature": Signed(content, signature)}, list(keys)
    with tempfile.TemporaryDirectory(prefix="qmsctl-") as folder:
        if signature.startswith(b"-----BEGIN SSH SIGNATURE-----"):
            found = judge_ssh(signed, listed, Path(folder), purpose)
        elif signature.startswith(b"-----BEGIN PGP SIGNATURE-----"):
            found = judge_openpgp(signed, listed, Path(folder))
        else:
            return BAD
    return found["signature"]
