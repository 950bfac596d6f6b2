"""Makes a repository as an office would have it after years: `python -m benchmarks.generate FOLDER`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.chronicle import tell
from benchmarks.stream import CommitStream

__all__ = ["SIZES", "generate", "repositories"]

SIZES: Final = ((1000, 5000), (10000, 50000))
"""Documents and commits of the repositories that are measured on."""
_OWN_SETTINGS_ONLY: Final = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", folder, *words], check=True, env={**os.environ, **_OWN_SETTINGS_ONLY})


def generate(folder: Path, documents: int, commits: int, seed: int) -> None:
    """Make a repository in *folder*.

    Args:
        folder: must not exist, or be empty.
        documents: how many procedures, cards, forms and checklists there are in the end.
        commits: how many commits, on all branches.
        seed: the same seed gives the same ids of commits.

    Raises:
        FileExistsError: there is something in *folder*.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    command = ["git", "-C", str(folder), "fast-import", "--quiet", "--date-format=raw", "--depth=50"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, env={**os.environ, **_OWN_SETTINGS_ONLY}
    ) as importer:
        if importer.stdin is None:
            raise BrokenPipeError(command)
        with importer.stdin as sink:
            tell(CommitStream(sink), documents, commits, seed)
    if importer.returncode:
        raise subprocess.CalledProcessError(importer.returncode, command)
    _git(folder, "update-ref", "-d", "refs/heads/side")
    _git(folder, "reset", "--quiet", "--hard", "main")
    _git(folder, "gc", "--quiet", "--prune=now")


def repositories(given: Sequence[Path], scratch: Path) -> Iterator[Path]:
    """Yield the repositories to measure on: those *given*, or one of each size, made in *scratch*."""
    yield from given
    if not given:
        for documents, commits in SIZES:
            print(f"making {documents:,} documents with {commits:,} commits", file=sys.stderr, flush=True)
            generate(scratch / f"{documents}", documents, commits, seed=1)
            yield scratch / f"{documents}"


def main() -> int:
    """Make a repository as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("folder", type=Path, help="must not exist, or be empty")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    try:
        generate(given.folder, given.documents, given.commits, given.seed)
    except FileExistsError:
        print(f"{given.folder} is not empty", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
