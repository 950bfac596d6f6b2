"""Signatures of commits: whose key made them, and whether it was valid at that time.

Only commits that are asked about are looked at, and what came of each can be kept (`Verdicts`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from qmsctl.repo.commit import moment_of
from qmsctl.repo.git import Git
from qmsctl.repo.history import History
from qmsctl.repo.openpgp_signatures import judge_openpgp
from qmsctl.repo.signed_objects import Signed, signed_commit, signed_tag
from qmsctl.repo.ssh_signatures import judge_ssh
from qmsctl.repo.verdicts import BAD, UNSIGNED, Standing, Verdict, Verdicts

__all__ = ["NOBODY", "NO_SIGNATURES", "Signature", "Signatures", "Signer", "Signers", "verify"]

_LARGEST: Final = 1 << 16
"""Bytes of a signature that is looked at; real ones have a few hundred."""
_SHA256: Final = 64
"""Digits of a name in a repository whose names are SHA-256."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A public key, whose it is, and on which days it counts."""

    person: str
    """The key of the person in `qms.yaml`."""
    key: str
    """The public key, as `read_public_key` returns it."""
    since: dt.date | None = None
    until: dt.date | None = None
    """The last day on which it counts."""

    def holds(self, day: dt.date) -> bool:
        """Return whether the key counts on *day*."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Signers:
    """Every key that was listed."""

    listed: tuple[Signer, ...] = ()
    zone: dt.tzinfo = dt.UTC
    """Where their days begin and end."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that is listed."""
        entries = [[s.person, s.key, str(s.since), str(s.until)] for s in self.listed]
        return hashlib.sha256(json.dumps(entries).encode("ascii")).hexdigest()


NOBODY: Final = Signers()


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of one commit or tag, and the days it has to have been valid on."""

    verdict: Verdict
    day: dt.date
    """The day of the commit: no earlier than any commit before it, no later than one that follows."""
    signers: tuple[Signer, ...] = ()
    """Whose key it is: more than one if the same key is listed for several."""
    days: tuple[dt.date, ...] = ()
    """Every day on which the key has to count: that of the commit, and the one the signature itself names."""
    in_time: bool = True
    """Whether the key was valid then by its own account."""

    @property
    def standing(self) -> Standing:
        """What came of it, whoever should have made it."""
        return self.verdict.standing

    def made_by(self, person: str) -> bool:
        """Return whether a key that is listed for *person* made it, be it valid or not."""
        return any(signer.person == person for signer in self.signers)

    def counts_for(self, person: str) -> bool:
        """Return whether a key made it that is listed for *person*, and counted then."""
        return (
            self.standing is Standing.GOOD
            and self.in_time
            and any(s.person == person and all(map(s.holds, self.days)) for s in self.signers)
        )


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of the commits that were asked about."""

    commits: Mapping[str, Signature] = field(default_factory=dict)
    """By the id of the commit; one that is not signed is missing."""
    tags: Mapping[str, tuple[Signature, ...]] = field(default_factory=dict)
    """Of the tags on each commit, by its id."""
    by_tag: Mapping[str, Signature] = field(default_factory=dict)
    """Of the same tags, by the ids of their own objects."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.commits) + sum(map(len, self.tags.values()))


NO_SIGNATURES: Final = Signatures()


def verify(
    git: Git,
    history: History,
    commits: Collection[str],
    signers: Signers,
    verdicts: Verdicts | None = None,
) -> Signatures:
    """Return the signatures of *commits* and of the tags on them.

    Args:
        git: reads the objects: two processes, and one for each signature that was not verified before.
        history: the commits with their dates.
        commits: ids of the commits that matter.
        signers: the keys that were listed; without any, nothing is looked at.
        verdicts: what was found before, and where to keep what is found now.
    """
    if not signers.listed or not commits:
        return NO_SIGNATURES
    found = _kept(commits, signers, verdicts)
    wanted = [*(commit for commit in commits if commit not in found), *_tags(git, history)]
    objects = {name: (kind, raw) for name, kind, raw in git.each_object(wanted)}
    tags = {name: tag for name, tag in _signed_tags(objects).items() if tag.target in commits}
    found |= _kept(tags, signers, verdicts)
    waiting: dict[str, Signed] = {name: tag for name, tag in tags.items() if name not in found}
    for name, (kind, raw) in objects.items():
        if kind == "commit":
            signed = signed_commit(raw, sha256=len(name) == _SHA256)
            if signed is None:
                found[name] = UNSIGNED
            else:
                waiting[name] = signed
    found |= _verdicts(waiting, [signer.key for signer in signers.listed])
    _keep({name: found[name] for name in objects if name in found}, signers, verdicts)
    return _dated(found, tags, _moments(history, commits), signers)


def _kept(names: Iterable[str], signers: Signers, verdicts: Verdicts | None) -> dict[str, Verdict]:
    """Return what was found before."""
    if verdicts is None:
        return {}
    kept = {name: verdicts.get((name, signers.digest)) for name in names}
    return {name: verdict for name, verdict in kept.items() if verdict is not None}


def _keep(found: Mapping[str, Verdict], signers: Signers, verdicts: Verdicts | None) -> None:
    """Keep what was found, but not that a program was missing: it may be there next time."""
    if verdicts is not None:
        for name, verdict in found.items():
            if verdict.standing is not Standing.UNKNOWN:
                verdicts[name, signers.digest] = verdict


def _tags(git: Git, history: History) -> list[str]:
    """Return the names of what is tagged, but for commits of *history*: the tags with a text of their own."""
    listed = git.run("for-each-ref", "--format=%(objectname)", "refs/tags").decode("ascii").split()
    return sorted(set(listed).difference(commit.id for commit in history.commits))


def _signed_tags(objects: Mapping[str, tuple[str, bytes]]) -> dict[str, Signed]:
    signed = {name: signed_tag(raw) for name, (kind, raw) in objects.items() if kind == "tag"}
    return {name: tag for name, tag in signed.items() if tag is not None}


def _verdicts(signed: Mapping[str, Signed], keys: list[str]) -> dict[str, Verdict]:
    """Return what comes of each signature."""
    found: dict[str, Verdict] = {}
    ssh: dict[str, Signed] = {}
    openpgp: dict[str, Signed] = {}
    for name, one in signed.items():
        if not one.regular or len(one.signature) > _LARGEST:
            found[name] = BAD
        elif one.signature.startswith(b"-----BEGIN SSH SIGNATURE-----"):
            ssh[name] = one
        elif one.signature.startswith(b"-----BEGIN PGP SIGNATURE-----"):
            openpgp[name] = one
        else:
            found[name] = Verdict(Standing.UNKNOWN)
    if ssh or openpgp:
        with tempfile.TemporaryDirectory(prefix="qmsctl-") as folder:
            found |= judge_ssh(ssh, keys, Path(folder)) if ssh else {}
            found |= judge_openpgp(openpgp, keys, Path(folder)) if openpgp else {}
    return found


def _moments(history: History, commits: Iterable[str]) -> dict[str, dt.datetime]:
    """Return when each of *commits* was made at the earliest that its neighbours allow.

    A committer date is free text.  It counts as no earlier than the latest of all commits before it, so that
    nobody can go back to the days of a key that has ended; and as no later than the earliest that follows.
    """
    wanted = set(commits)
    beginning, end = moment_of("0"), dt.datetime.max.replace(tzinfo=dt.UTC)
    latest: dict[str, dt.datetime] = {}
    before: dict[str, dt.datetime] = {}
    after: dict[str, dt.datetime] = {}
    own: dict[str, dt.datetime] = {}
    for commit in history.commits:
        earlier = max((latest[parent] for parent in commit.parents if parent in latest), default=beginning)
        latest[commit.id] = max(earlier, commit.committed)
        if commit.id in wanted:
            before[commit.id], own[commit.id] = earlier, commit.committed
        for parent in wanted.intersection(commit.parents):
            after[parent] = min(after.get(parent, end), commit.committed)
    return {id: max(before[id], min(own[id], after.get(id, end))) for id in own}


def _dated(
    found: Mapping[str, Verdict],
    tags: Mapping[str, Signed],
    moments: Mapping[str, dt.datetime],
    signers: Signers,
) -> Signatures:
    """Return the signatures with all that depends on when they were made."""
    on: dict[str, list[Signature]] = {}
    by_tag: dict[str, Signature] = {}
    for name, tag in tags.items():
        if tag.target in moments:
            # A tag is made after its commit, whatever it says.
            moment = max(moments[tag.target], moment_of(str(tag.seconds)))
            by_tag[name] = _signature(found[name], moment, signers)
            on.setdefault(tag.target, []).append(by_tag[name])
    return Signatures(
        {
            name: _signature(found[name], moment, signers)
            for name, moment in moments.items()
            if name in found and found[name].standing is not Standing.UNSIGNED
        },
        {commit: tuple(made) for commit, made in on.items()},
        by_tag,
    )


def _signature(verdict: Verdict, moment: dt.datetime, signers: Signers) -> Signature:
    moments = [moment] if verdict.made is None else [moment, moment_of(str(verdict.made))]
    in_time = all(
        (verdict.begins is None or verdict.begins <= at.timestamp())
        and (verdict.ends is None or at.timestamp() < verdict.ends)
        for at in moments
    )
    days = tuple(at.astimezone(signers.zone).date() for at in moments)
    return Signature(verdict, days[0], tuple(signers.listed[at] for at in verdict.listed), days, in_time)
