"""Who stands by a pack: the signature of its manifest, and the time stamp of an authority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.messages import Message, tr
from qmsctl.packs.members import (
    MANIFEST,
    OPENPGP_SIGNATURE,
    OPENPGP_SIGNERS,
    PURPOSE,
    REPLY,
    REQUEST,
    SSH_SIGNATURE,
    SSH_SIGNERS,
    digest_of,
)
from qmsctl.packs.opened import OpenedPack
from qmsctl.packs.signers import signers_in
from qmsctl.packs.verified import Question, Standing, Trouble
from qmsctl.repo.detached import LARGEST, verdict_on
from qmsctl.repo.signatures import Signer
from qmsctl.repo.timestamps import OpensslMissingError, digest_asked, stamp_holds, stamp_in
from qmsctl.repo.verdicts import Standing as Signed
from qmsctl.repo.verdicts import Verdict

__all__ = ["Witnesses", "signature", "time_stamp"]

_LARGEST = 1 << 20
"""Bytes of a reply of an authority; real ones have a few thousand."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Whom the caller trusts."""

    signers: tuple[Signer, ...] | None = None
    """Whose keys count; `None`: nobody said, so those in the pack are tried."""
    authorities: bytes | None = None
    """Certificates of time stamping authorities, as PEM."""


def signature(
    pack: OpenedPack, manifest: bytes, witnesses: Witnesses, day: dt.date | None
) -> Iterator[Trouble]:
    """Yield what is to be said of the signature of the *manifest*.

    Args:
        pack: the files.
        manifest: what was signed.
        witnesses: whose keys count.
        day: the day of the pack, by its own account; an SSH signature names none.
    """
    names = [name for name in (SSH_SIGNATURE, OPENPGP_SIGNATURE) if name in pack.files]
    if not names and witnesses.signers is None:
        detail = tr(
            "the manifest is not signed: whoever changed a file can have changed the manifest as well"
        )
        yield Trouble("signature", MANIFEST, Standing.NOTE, detail)
    elif not names:
        yield _broken("signature", MANIFEST, tr("the manifest is not signed"))
    for name in names:
        yield _signature(pack, name, manifest, witnesses, day)


def _signature(
    pack: OpenedPack, name: str, manifest: bytes, witnesses: Witnesses, day: dt.date | None
) -> Trouble:
    keys = witnesses.signers
    if keys is None:
        keys = signers_in(*(_small(pack, one, 1 << 24) for one in (SSH_SIGNERS, OPENPGP_SIGNERS)))
    verdict = verdict_on(_small(pack, name, LARGEST), manifest, [signer.key for signer in keys], PURPOSE)
    if verdict.standing is Signed.GOOD:
        return _good(
            name, verdict, [keys[at] for at in verdict.listed], day, trusted=witnesses.signers is not None
        )
    if verdict.standing is Signed.UNLISTED:
        detail = tr("it is by the key {key}, which is not among those that count", key=verdict.key)
        return Trouble(
            "signature", name, Standing.BROKEN if witnesses.signers is not None else Standing.UNKNOWN, detail
        )
    if verdict.standing is Signed.REVOKED:
        return _broken("signature", name, tr("it is by the key {key}, which was revoked", key=verdict.key))
    if verdict.standing is Signed.UNKNOWN:
        detail = tr("it cannot be verified without {program}", program=verdict.program or "-")
        return Trouble("signature", name, Standing.UNKNOWN, detail)
    return _broken("signature", name, tr("it is no signature of this manifest"))


def _good(
    name: str, verdict: Verdict, signers: list[Signer], day: dt.date | None, *, trusted: bool
) -> Trouble:
    """Return what is to be said of a signature that one of *signers* made."""
    who = ", ".join(signer.person for signer in signers if signer.person) or "-"
    if trusted and day is not None and not any(signer.holds(day) for signer in signers):
        detail = tr(
            "the key {key} of {person} does not count on the day of the pack, {day}",
            key=verdict.key,
            person=who,
            day=day,
        )
        return _broken("signature", name, detail)
    if trusted:
        detail = tr("signed by {person} with the key {key}, which you trust", person=who, key=verdict.key)
    else:
        detail = tr(
            "signed by {person} with the key {key}; that list of keys came with the pack and proves nothing by itself:"
            " --trust names one of your own",
            person=who,
            key=verdict.key,
        )
    return Trouble("signature", name, Standing.NOTE, detail)


def _small(pack: OpenedPack, name: str, most: int) -> bytes:
    """Return the content of the file *name*; nothing if it is not there, or larger than *most* bytes."""
    file = pack.files.get(name)
    return file.read_bytes() if file is not None and file.stat().st_size <= most else b""


def time_stamp(pack: OpenedPack, manifest: bytes, witnesses: Witnesses) -> Iterator[Trouble]:
    """Yield what is to be said of the time stamp on the *manifest*, and of the request for one."""
    try:
        yield from _time_stamp(pack, manifest, witnesses)
    except OpensslMissingError as fault:
        yield Trouble("time_stamp", REPLY, Standing.UNKNOWN, fault.message)


def _time_stamp(pack: OpenedPack, manifest: bytes, witnesses: Witnesses) -> Iterator[Trouble]:
    request = _small(pack, REQUEST, _LARGEST) if REQUEST in pack.files else None
    if request is not None and digest_asked(request) != digest_of(manifest):
        yield _broken("time_stamp", REQUEST, tr("it does not ask for a time stamp on this manifest"))
    if REPLY not in pack.files:
        if witnesses.authorities is not None:
            yield _broken("time_stamp", REPLY, tr("there is no time stamp"))
        elif request is not None:
            detail = tr("a time stamp was asked for, and no reply is attached")
            yield Trouble("time_stamp", REQUEST, Standing.NOTE, detail)
        return
    reply = _small(pack, REPLY, _LARGEST)
    stamp = stamp_in(reply)
    if stamp is None or not stamp.granted:
        yield _broken("time_stamp", REPLY, tr("it is no time stamp that an authority granted"))
    elif stamp.digest != digest_of(manifest):
        yield _broken("time_stamp", REPLY, tr("it is a time stamp on something else than this manifest"))
    elif witnesses.authorities is None:
        detail = tr(
            "it says {time}; whether that is true cannot be established without the certificate of the authority:"
            " --ca FILE names it",
            time=stamp.time,
        )
        yield Trouble("time_stamp", REPLY, Standing.UNKNOWN, detail)
    elif (reason := stamp_holds(reply, manifest, witnesses.authorities, request)) is not None:
        yield _broken("time_stamp", REPLY, tr("openssl does not confirm it: {reason}", reason=reason))
    else:
        detail = tr(
            "{authority} confirms that the manifest existed at {time}",
            authority=stamp.authority or "-",
            time=stamp.time,
        )
        yield Trouble("time_stamp", REPLY, Standing.NOTE, detail)


def _broken(question: Question, name: str, detail: Message) -> Trouble:
    return Trouble(question, name, Standing.BROKEN, detail)
