"""Answers that were given before: the same question about the same state has the same answer.

A check of ten thousand documents takes seconds.  Asked again while nothing has
changed, its answer is known; what must not have changed is what `_state` lists.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.cache import SETTLED, Cache
from qmsctl.cli.caveats import is_all_told, tell_caveats
from qmsctl.cli.clock import NoTimeZoneError, today_in
from qmsctl.cli.options import caching, is_day
from qmsctl.cli.own_errors import noted
from qmsctl.cli.trust_file import trust_state
from qmsctl.errors import QmsctlError
from qmsctl.messages import current_language
from qmsctl.model.watched import BASELINE, CONFIGURATION, watched_by
from qmsctl.repo.fingerprint import history_fingerprint, tree_fingerprint
from qmsctl.repo.repository import Repository, open_repository

__all__ = ["Answer", "answered"]

_SHELF: Final = "answers"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command prints, and the status it ends with."""

    text: str
    status: int = 0
    more: tuple[str, ...] = ()
    """What it writes beside, in the order it was asked for."""


def answered(
    question: tuple[object, ...],
    find_out: Callable[[], Answer],
    trust: Path | None = None,
    revisions: Sequence[str | None] = (),
) -> Answer:
    """Return the answer to *question*: the one that was given before if nothing has changed since.

    Args:
        question: the command and every option on which its answer depends.
        find_out: finds the answer.
        trust: the file that says whose keys count.
        revisions: names of commits on which the answer depends; what they name can change.
    """
    if not caching():
        return find_out()
    repository = open_repository(Path())
    tell_caveats(repository)
    cache = repository.cache(os.environ)
    key = _digest("question", *question, current_language())
    state, latest = _state(repository, cache, trust, revisions)
    kept = cache.find(_SHELF, key)
    if kept is not None and state is not None:
        known, text, status, *more = json.loads(kept)
        if known == state:
            return Answer(text, status, tuple(more))
    began = time.time()
    answer = find_out()
    # What changed while it was found, or a moment before, may be seen by neither this state nor the next.
    settled = is_all_told() and not noted() and latest < began - SETTLED
    if state is not None and settled and _state(repository, cache, trust, revisions)[0] == state:
        cache.write(_SHELF, {key: json.dumps([state, answer.text, answer.status, *answer.more])})
    return answer


def _state(
    repository: Repository, cache: Cache, trust: Path | None, revisions: Sequence[str | None]
) -> tuple[str | None, float]:
    """Return a digest of all on which an answer depends, and when any of it changed last.

    `None` stands for a state that answers nothing, such as a `qms.yaml` with faults.
    """
    try:
        watched = watched_by(repository.working_tree(), cache)
        day = today_in(watched.time_zone)
        # A day names the last commit before it, and that follows from where the branches point.
        commits = [
            repository.commit_named(name) for name in revisions if name is not None and not is_day(name)
        ]
    except (QmsctlError, NoTimeZoneError):
        return None, 0.0
    files, changed = tree_fingerprint(repository.root, watched.places, (CONFIGURATION, BASELINE))
    history = history_fingerprint(repository.git)
    return _digest(watched.raw, day.isoformat(), files, history, commits, trust_state(trust)), changed


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()
