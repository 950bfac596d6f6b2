"""Measures the register of documents in another form: 700 of them, 11,000 commits, without a cache."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.process import Figures, Program
from benchmarks.table import table
from tests.adopted.building import Building
from tests.adopted.patterns.large import build_procedures

__all__ = ["main"]

_QMSCTL: Final = (sys.executable, "-m", "qmsctl")
_LOG: Final = (
    "git",
    "log",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "-z",
    "--diff-merges=first-parent",
    "HEAD",
)
_READ: Final = "import pathlib; [one.read_bytes() for one in pathlib.Path('docs').rglob('*.md')]"
_PARTS: Final = ("git log --raw", "reading the files", "reading what they held before", "register")
_RUNS: Final = 5


def _programs(folder: Path, blobs: Path) -> dict[str, Program]:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C.UTF-8"}
    commands: tuple[tuple[str, ...], ...] = (
        _LOG,
        (sys.executable, "-c", _READ),
        ("git", "cat-file", "--batch", "--buffer"),
        (*_QMSCTL, "register", "--no-cache", "--format", "json"),
    )
    return {
        name: Program(command, folder, environment, stdin=blobs if "before" in name else None)
        for name, command in zip(_PARTS, commands, strict=True)
    }


def _built(folder: Path) -> Path:
    """Make the repository, adopt it, and return the list of what its documents ever held."""
    with Building(folder) as building:
        build_procedures(building)
    subprocess.run([*_QMSCTL, "adopt", "--yes"], cwd=folder, check=True, capture_output=True)
    told = building.git("log", "--format=", *_LOG[2:], "--", "docs")
    names = {facts.split(" ")[3] for facts in told.split("\0") if facts.lstrip("\n").startswith(":")}
    blobs = folder.with_suffix(".blobs")
    blobs.write_text("".join(f"{name}\n" for name in sorted(names - {"0" * 40})))
    return blobs


def _rows(figures: dict[str, list[Figures]]) -> Iterator[tuple[str, ...]]:
    for name, runs in figures.items():
        walls, cpus = [one.wall for one in runs], [one.cpu for one in runs]
        yield (
            f"`{name}`" if " " not in name or name.startswith("git") else name,
            f"{statistics.median(walls):.2f}",
            f"{min(walls):.2f} to {max(walls):.2f}",
            f"{statistics.median(cpus):.2f}",
        )


def main() -> None:
    """Make the repository, measure in turn, and print a table for `benchmarks/README.md`."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=_RUNS, help="how often each part is measured")
    runs = asked.parse_args().runs
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "procedures"
        programs = _programs(folder, _built(folder))
        figures: dict[str, list[Figures]] = {name: [] for name in programs}
        for _ in range(runs):
            for name, program in programs.items():
                figures[name].append(program.run())
    print("\n".join(table(("", "wall, s", "least to most", "CPU, s"), _rows(figures))))
    *floor, register = (
        statistics.median(one.cpu for one in figures[name]) for name in (_PARTS[0], _PARTS[1], _PARTS[3])
    )
    whole = sum(floor) + statistics.median(one.cpu for one in figures[_PARTS[2]])
    print(
        f"\nCPU: {register / sum(floor):.1f} times the history and the files, {register / whole:.1f} with all contents"
    )


if __name__ == "__main__":
    main()
