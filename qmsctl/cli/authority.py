"""Finds out whom to trust: from `--trust`, the user's settings, or `qms.yaml` before the change under check."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.cli.trust_file import users_trust_file
from qmsctl.control.other_approvals import commits_that_approve
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import ConfigurationError, QmsctlError, RefusedError, reason_of
from qmsctl.messages import tr
from qmsctl.model.authority import Authority, Base, KeySource, Origin, signers_of, trust_file
from qmsctl.model.configuration import CONFIGURATION, load_organisation
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms
from qmsctl.repo.branches import common_ancestor, controlled_tips, name_at
from qmsctl.repo.git import is_blob
from qmsctl.repo.history import History
from qmsctl.repo.kept_verdicts import KeptVerdicts
from qmsctl.repo.repository import Repository
from qmsctl.repo.signatures import verify
from qmsctl.repo.snapshot import MemorySnapshot

__all__ = ["authority_of"]

_BRANCH: Final = re.compile(
    rb"^branch:[ \t]+[\"']?(?P<name>[^\s\"'#][^\s\"']*)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE
)


def authority_of(
    repository: Repository,
    qms: Qms,
    history: History,
    zone: ZoneInfo,
    *,
    trust: Path | None = None,
    own: bool = True,
    cache: Cache = NO_CACHE,
) -> Authority:
    """Return whose keys count for *qms*, and the signatures of the commits that recorded its approvals.

    Args:
        repository: where both were read.
        qms: what the files state.
        history: how they came to be.
        zone: the organisation's time zone.
        trust: the file given with `--trust`.
        own: whether a trust file among the user's settings counts.
        cache: knows what was found of signatures before.

    Raises:
        QmsctlError: a trust file cannot be used.
    """
    base = _base(repository, qms, history, cache)
    keys = _keys(repository, base, zone, trust, own=own)
    if keys.origin == "none":
        keys = replace(keys, unheard=len(signers_of(qms.organisation, zone).listed))
    folders = qms.organisation.folders
    recorded = (
        *(history.recorded(record.path, folders.approvals) for record in qms.approvals),
        *(history.recorded(record.path, folders.waivers) for record in qms.waivers),
    )
    commits = {commit.id for commit in recorded if commit is not None}
    commits |= commits_that_approve(qms.organisation, history)
    kept = KeptVerdicts(cache.shelf("verdicts"))
    return Authority(keys, base, verify(repository.git, history, commits, keys.signers, kept))


def _keys(
    repository: Repository, base: Base | None, zone: ZoneInfo, trust: Path | None, *, own: bool
) -> KeySource:
    """Return the listed keys: those of the change under check are never among them."""
    if trust is not None:
        if trust.resolve().is_relative_to(repository.top):
            raise RefusedError(
                tr(
                    "{file} lies in the repository under check, which cannot say whom to trust",
                    file=str(trust),
                ),
                tr("keep the trust file elsewhere, or list the keys in qms.yaml on the controlled branch"),
            )
        return _from_file("option", trust, zone)
    file = users_trust_file() if own else None
    if file is not None:
        return _from_file("user", file, zone)
    if base is None or base.organisation is None:
        return KeySource("none")
    return KeySource("base", signers_of(base.organisation, zone), base.commit)


def _from_file(origin: Origin, file: Path, zone: ZoneInfo) -> KeySource:
    try:
        raw = file.read_bytes()
    except OSError as fault:
        raise QmsctlError(
            tr("the trust file {file} cannot be read: {reason}", file=str(file), reason=reason_of(fault)),
            tr("check its name, and that you may read it"),
        ) from fault
    return KeySource(origin, signers_of(trust_file(str(file), raw), zone))


def _base(repository: Repository, qms: Qms, history: History, cache: Cache) -> Base | None:
    """Return what held before the change under check.

    Every name that the controlled branch ever had counts, so that a change which names another branch as the
    controlled one goes back to before itself.
    """
    if history.head is None:
        return None
    now = qms.configuration.raw
    earlier = _earlier(repository, history, now)
    tips = controlled_tips(repository.git, _branches((now, *earlier.values())))
    if list(tips.items()) == [("", None)]:
        return None
    missing = next((name for name, tip in tips.items() if tip is None), None)
    if missing is not None:
        return Base(None, branch=missing)
    commit = common_ancestor(repository.git, [history.head, *(tip for tip in tips.values() if tip)])
    if commit is None:
        return Base(None, branch=next(iter(tips)))
    at_head = commit == history.head
    name = (
        history.files.get(CONFIGURATION)
        if at_head
        else name_at(repository.git, commit, repository.prefix + CONFIGURATION)
    )
    if is_blob(now, name):
        return Base(commit, qms.organisation)
    return Base(commit, _organisation(earlier.get(name or ""), cache))


def _earlier(repository: Repository, history: History, now: bytes) -> dict[str, bytes]:
    """Return what `qms.yaml` held in every commit, by git's names, where it was not what it is *now*."""
    names = {change.after for _, change in history.of(CONFIGURATION) if change.after}
    return repository.git.blobs(name for name in names if not is_blob(now, name))


def _branches(stated: Iterable[bytes]) -> dict[str, None]:
    """Return the names that the controlled branch has in *stated*, each once and in order."""
    found: dict[str, None] = {}
    for raw in stated:
        names = [match["name"].decode("utf-8", "replace") for match in _BRANCH.finditer(raw)]
        if not names and b"branch" in raw:  # written in a way only a parser understands
            source = read_yaml(CONFIGURATION, raw)
            named = source.value("branch") if isinstance(source, Source) else None
            names = [named] if isinstance(named, str) else []
        found |= dict.fromkeys(names)
    return found


def _organisation(raw: bytes | None, cache: Cache) -> Organisation | None:
    if raw is None:
        return None
    try:
        return load_organisation(MemorySnapshot({CONFIGURATION: raw}), cache)[0]
    except ConfigurationError:
        return None
