"""The history of an earlier commit, out of that of a later one."""

from __future__ import annotations

from qmsctl.cache import Cache
from qmsctl.repo.history import History, history_of, in_order, leading_to
from qmsctl.repo.refusal import unbroken
from qmsctl.repo.repository import Repository
from qmsctl.repo.snapshot import listing_files
from qmsctl.repo.tags import read_tags

__all__ = ["earlier"]


def earlier(repository: Repository, commit: str, later: History, cache: Cache) -> History:
    """Return what led to *commit*: out of *later*, if it is a part of that, and else out of git.

    Args:
        repository: where both are.
        commit: its id.
        later: the history of another commit.
        cache: knows what was read before.

    Raises:
        DamagedRepositoryError: git cannot read it.
    """
    if commit not in later.by_id:
        with repository.reading_history(commit, cache) as history:
            return history()
    with unbroken(), listing_files(repository.git, commit, repository.prefix) as files:
        found = tuple(in_order(leading_to(commit, later.by_id)))
        tags = read_tags(repository.git, (one.id for one in found))
        return history_of(found, files(), complete=later.complete, tags=tags)
