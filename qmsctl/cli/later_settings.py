"""Commits from before there was a `qms.yaml`: read by the settings of now where those say how, else refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qmsctl.cache import Cache
from qmsctl.cli.caveats import UNSHALLOW, Since, tell_later_settings
from qmsctl.cli.clock import time_zone
from qmsctl.errors import ConfigurationError
from qmsctl.messages import tr
from qmsctl.model.configuration import CONFIGURATION, MissingConfigurationError, load_organisation
from qmsctl.repo.overlaid import Overlaid
from qmsctl.repo.repository import Repository
from qmsctl.repo.snapshot import Snapshot

if TYPE_CHECKING:
    from qmsctl.documents.source import Source
    from qmsctl.model.organisation import Organisation

__all__ = ["settings_at"]


def settings_at(
    repository: Repository, snapshot: Snapshot, commit: str | None, cache: Cache, *, working_tree: bool
) -> tuple[Snapshot, tuple[Organisation, Source]]:
    """Return the files that are looked at, and the settings by which they are read.

    A commit from before documents were adopted has no `qms.yaml`; that of now says how they are read, and this is said.

    Args:
        repository: where it is.
        snapshot: the files of *commit*, or those on disk.
        commit: the one that is looked at.
        cache: what is known from earlier runs.
        working_tree: whether the files are those on disk.

    Raises:
        ConfigurationError: there is no usable `qms.yaml`, nor one of now that could take its place.
    """
    try:
        return snapshot, load_organisation(snapshot, cache)
    except MissingConfigurationError:
        head = repository.head
        if working_tree or commit is None or head is None or head == commit:
            raise
        organisation, source = load_organisation(repository.at(head), cache)
    since = _since(repository, head, time_zone(organisation, source))
    if not organisation.kinds and since is None:
        raise ConfigurationError(
            tr(
                "commit {commit} has no qms.yaml; since when the repository has one cannot be established,"
                " because the beginning of the history is missing",
                commit=commit[:10],
            ),
            UNSHALLOW,
        ) from None
    if not organisation.kinds and since is not None:
        raise ConfigurationError(
            tr(
                "commit {commit} has no qms.yaml: the repository has one since commit {since}, {begins}",
                commit=commit[:10],
                since=since.commit,
                begins=since.day,
            ),
            tr(
                "ask about a day from then on: --as-of {day}; or with the files of now what held earlier: --on DAY",
                day=since.day.isoformat(),
            ),
        ) from None
    tell_later_settings(commit, since)
    return Overlaid(snapshot, {CONFIGURATION: source.raw}), (organisation, source)


def _since(repository: Repository, head: str, zone: ZoneInfo) -> Since | None:
    """Return what brought the first `qms.yaml`; `None` if the history may have been cut off after that."""
    history = repository.history(head)
    touched = [commit for commit, _ in history.of(CONFIGURATION)]
    if not touched or any(history.begins_unknown(commit) for commit in touched):
        return None
    return Since(touched[0].id[:10], touched[0].committed.astimezone(zone).date())
