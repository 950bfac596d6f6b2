"""Contents that somebody will ask for, read beside what is done before that."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from qmsctl.repo.batch import BATCH, Pieces, answers, questions
from qmsctl.repo.git import Git, GitFailedError

__all__ = ["reading_blobs"]


@contextmanager
def reading_blobs(git: Git, likely: Iterable[str]) -> Iterator[Callable[[Iterable[str]], dict[str, bytes]]]:
    """Read the blobs *likely* in a process beside the caller.

    Yields:
        What does as `git.blobs` does, and waits for that process if it needs it.  What is not among
        *likely*, or did not come, is asked for as ever.
    """
    early = sorted(set(likely))
    if not early:
        yield git.blobs
        return
    with git.beside(*BATCH, sent=questions(early)) as pieces:

        def blobs(names: Iterable[str]) -> dict[str, bytes]:
            wanted = set(names)
            found: dict[str, bytes] = {}
            if not wanted.isdisjoint(early):
                with suppress(GitFailedError):  # for what is missing, git is asked again, and says why
                    stream = io.BufferedReader(Pieces(pieces()))
                    found = {
                        name: content
                        for name, kind, content in answers(stream, early)
                        if kind == "blob" and name in wanted
                    }
            return {**found, **git.blobs(wanted - found.keys())}

        yield blobs
