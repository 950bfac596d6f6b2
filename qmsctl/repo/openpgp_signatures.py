"""Signatures of OpenPGP, verified by gpg with the listed keys and no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from qmsctl.repo.public_keys import kind_of_key
from qmsctl.repo.signed_objects import Signed
from qmsctl.repo.verdicts import BAD, Standing, Verdict
from qmsctl.repo.verifying import GPG, each, program_named, run

__all__ = ["judge_openpgp"]

_QUIET: Final = (
    "--no-options",  # no settings, be they the user's or the machine's
    "--batch",
    "--no-tty",
    "--no-autostart",  # no agent: public keys need none
    "--disable-dirmngr",
    "--no-auto-key-retrieve",
    "--trust-model=always",  # whom to trust is not for gpg to say
    "--lock-never",
    "--status-fd=1",
)
_OUTCOMES: Final = frozenset({"GOODSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "BADSIG", "ERRSIG"})
"""Of each signature gpg says one of these: doc/DETAILS of GnuPG."""
_NO_KEY: Final = "9"
_WEAK: Final = frozenset({"1", "2", "3"})
"""MD5, SHA-1 and RIPEMD-160 (RFC 4880, section 9.4): two texts can be made that share a signature."""


@dataclass(slots=True)
class _Ring:
    """The listed keys as gpg knows them."""

    home: Path
    listed: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Where a key stands among the listed ones, by the fingerprint of the whole."""
    begins: dict[str, int] = field(default_factory=dict)
    """Seconds from which a key or a part of one is valid, by its own fingerprint."""
    ends: dict[str, int] = field(default_factory=dict)
    """Seconds from which it is valid no more, if ever."""


def judge_openpgp(signed: Mapping[str, Signed], keys: Sequence[str], folder: Path) -> dict[str, Verdict]:
    """Return what comes of each signature.

    Args:
        signed: signatures and what they sign, by the name of the object.
        keys: the listed keys of every kind.
        folder: a folder of our own.
    """
    program = program_named(GPG)
    if program is None:
        return dict.fromkeys(signed, Verdict(Standing.UNKNOWN, program=GPG))
    ring = _ring(program, keys, folder)

    def verdict(name: str) -> Verdict:
        file = folder / f"{name}.asc"
        file.write_bytes(signed[name].signature)
        said = _ask(program, ring.home, "--verify", str(file), "-", sent=signed[name].payload)
        return _verdict(said, ring) if said else Verdict(Standing.UNKNOWN, program=GPG)

    return each(signed, verdict)


def _ask(program: str, home: Path, *arguments: str, sent: bytes = b"") -> list[list[str]] | None:
    """Return the words of each status line gpg prints; `None` if it could not be asked."""
    done = run([program, f"--homedir={home}", *_QUIET, *arguments], home, sent)
    if done is None:
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    said = [line.split()[1:] for line in lines if line.startswith("[GNUPG:] ")]
    return [words for words in said if words]


def _ring(program: str, keys: Sequence[str], folder: Path) -> _Ring:
    """Return the listed OpenPGP keys in a home of their own."""
    home = folder / "gnupg"
    home.mkdir(mode=0o700)
    ring = _Ring(home)
    for index, key in enumerate(keys):
        if kind_of_key(key) != "openpgp":
            continue
        for words in _ask(program, home, "--import", sent=key.encode()) or ():
            if words[0] == "IMPORT_OK":
                ring.listed[words[-1]] = (*ring.listed.get(words[-1], ()), index)
    done = run([program, f"--homedir={home}", *_QUIET, "--with-colons", "--list-keys"], home, b"")
    _note_validity(ring, done.stdout.decode("utf-8", "replace") if done else "")
    return ring


def _note_validity(ring: _Ring, listing: str) -> None:
    """Note from when to when each key and each part of one is valid; a part ends with the whole."""
    whole: tuple[str, str] = ("", "")
    own: tuple[str, str] = ("", "")
    for line in listing.splitlines():
        fields = line.split(":")
        if fields[0] in ("pub", "sub"):
            own = (fields[5], fields[6])
            if fields[0] == "pub":
                whole = own
        elif fields[0] == "fpr":
            begins = [int(one) for one, _ in (whole, own) if one.isdigit()]
            ends = [int(one) for _, one in (whole, own) if one.isdigit()]
            if begins:
                ring.begins[fields[9]] = max(begins)
            if ends:
                ring.ends[fields[9]] = min(ends)


def _verdict(said: list[list[str]], ring: _Ring) -> Verdict:
    """Return what gpg says of one signature.  That a key or signature has ended since is judged later."""
    outcomes = [words for words in said if words[0] in _OUTCOMES]
    if len(outcomes) == 1 and outcomes[0][0] == "ERRSIG":
        return _unverified(outcomes[0])
    valid = next((words for words in said if words[0] == "VALIDSIG"), None)
    if len(outcomes) != 1 or outcomes[0][0] == "BADSIG" or valid is None:
        return BAD
    fingerprint, made, expires, digest, key = valid[1], valid[3], valid[4], valid[8], valid[-1]
    if digest in _WEAK or key not in ring.listed:
        return BAD
    if outcomes[0][0] == "REVKEYSIG":
        return Verdict(Standing.REVOKED, key, ring.listed[key])
    ends = [_seconds(expires)] if _seconds(expires) else []
    if fingerprint in ring.ends:
        ends.append(ring.ends[fingerprint])
    return Verdict(
        Standing.GOOD,
        key,
        ring.listed[key],
        _seconds(made),
        ring.begins.get(fingerprint),
        min(ends, default=None),
    )


def _unverified(words: list[str]) -> Verdict:
    """Return what it means that gpg could not verify a signature: `ERRSIG`, the key, and so on."""
    if words[6:7] != [_NO_KEY]:
        return Verdict(Standing.UNKNOWN, words[1], program=GPG)
    # The fingerprint comes last, and older versions do not give it.
    named = [word for word in (words[1], *words[7:]) if word != "-"]
    return Verdict(Standing.UNLISTED, named[-1])


def _seconds(time: str) -> int:
    """Return a time as gpg writes it: in seconds or, as doc/DETAILS allows, as 20261122T101500."""
    if "T" not in time:
        return int(time)
    return int(dt.datetime.strptime(time + "+0000", "%Y%m%dT%H%M%S%z").timestamp())
