"""What plain git says of a repository: commits, contents, renames, and when each commit reached the main line."""

from __future__ import annotations

import bisect
import datetime as dt
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.adopted.building import ENVIRONMENT

__all__ = ["Commit", "all_commits", "believed", "contents", "git", "main_line", "reached", "renames"]


@dataclass
class Commit:
    """A commit, and what it did to each path."""

    id: str
    parents: list[str]
    day: str
    committer: str
    email: str
    author_email: str
    message: str
    changes: list[tuple[str, str | None]] = field(default_factory=list)


_ZERO: Final = "0" * 40


def git(folder: Path, *call: str, sent: bytes | None = None) -> bytes:
    """Return what git prints."""
    done = subprocess.run(
        ["git", "-C", str(folder), *call], env=dict(ENVIRONMENT), input=sent, capture_output=True, check=True
    )
    return done.stdout


def believed(days: list[str]) -> list[str]:
    """Return *days*, each no earlier than the one before and no later than the next that can be believed.

    Believed is the largest number of them that run forward.
    """
    ends: list[str] = []  # the earliest day with which so many that run forward can end
    places: list[int] = []
    before: list[int] = []
    for at, day in enumerate(days):
        length = bisect.bisect_right(ends, day)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [day]
        places[length : length + 1] = [at]
    at = places[-1] if places else -1
    kept = set()
    while at >= 0:
        kept.add(at)
        at = before[at]
    told: list[str] = []
    following = "9999"
    after = []
    for at in range(len(days) - 1, -1, -1):
        following = days[at] if at in kept else following
        after.append(following)
    for day, latest in zip(days, reversed(after), strict=True):
        told.append(max(told[-1] if told else "", min(day, latest)))
    return told


def main_line(folder: Path, root: str) -> list[Commit]:
    """Return the first parents of HEAD, oldest first, with what each did to its first parent."""
    return _commits(folder, root, "--first-parent", "--diff-merges=first-parent")


def all_commits(folder: Path, root: str) -> list[Commit]:
    """Return every commit that HEAD holds, parents first, with the contents that none of its parents held."""
    return _commits(folder, root, "--topo-order", "--diff-merges=combined")


def _commits(folder: Path, root: str, *options: str) -> list[Commit]:
    told = git(
        folder, "log", *options, "--reverse", "--raw", "--no-renames", "--root", "--no-abbrev", "-z",
        "--format=%x01%H%x00%P%x00%ct%x00%cn%x00%ce%x00%ae%x00%B%x02",
        f"--relative={root}/" if root else "--no-relative", "HEAD",
    ).decode()  # fmt: skip
    commits = []
    for piece in told.split("\x01")[1:]:
        head, _, raw = piece.partition("\x02")
        id, parents, seconds, name, email, author, message = head.split("\0", 6)
        day = dt.datetime.fromtimestamp(int(seconds), dt.UTC).date().isoformat()
        commit = Commit(id, parents.split(), day, name, email, author, message)
        fields = [one for one in raw.split("\0") if one.strip("\n")]
        for facts, path in zip(fields[::2], fields[1::2], strict=True):
            after = facts.split()[-2]
            commit.changes.append((path, None if after == _ZERO else after))
        commits.append(commit)
    return commits


def contents(folder: Path, blobs: set[str]) -> dict[str, str]:
    """Return the texts of *blobs*."""
    if not blobs:
        return {}
    told = git(folder, "cat-file", "--batch", sent="".join(f"{one}\n" for one in sorted(blobs)).encode())
    found, at = {}, 0
    while at < len(told):
        end = told.index(b"\n", at)
        name, _, size = told[at:end].decode().split()
        found[name] = told[end + 1 : end + 1 + int(size)].decode(errors="replace")
        at = end + 2 + int(size)
    return found


def renames(folder: Path, line: list[Commit]) -> list[tuple[int, str, str]]:
    """Return what git takes for renames on the main line: the position of the commit, the old and the new path."""
    order = {commit.id: number for number, commit in enumerate(line)}
    told = git(
        folder, "log", "--first-parent", "--reverse", "--name-status", "-M", "--diff-filter=R", "-z",
        "--diff-merges=first-parent", "--format=%x01%H%x02", "HEAD",
    ).decode()  # fmt: skip
    found = []
    for piece in told.split("\x01")[1:]:
        id, _, raw = piece.partition("\x02")
        names = [one.strip("\n") for one in raw.split("\0") if one.strip("\n")]
        found += [
            (order[id], old, new) for _, old, new in zip(names[::3], names[1::3], names[2::3], strict=True)
        ]
    return found


def reached(line: list[Commit], commits: list[Commit]) -> dict[str, str]:
    """Return the day on which each commit reached the main line."""
    by_id = {one.id: one for one in commits}
    found: dict[str, str] = {}
    for commit, day in zip(line, believed([one.day for one in line]), strict=True):
        waiting = [commit.id]
        while waiting:
            id = waiting.pop()
            if id not in found:
                found[id] = day
                waiting += by_id[id].parents
    return found
