"""Measures the nearest commands of other tools on as many documents: `python -m benchmarks.peers`.

Each tool is installed from the package index into an environment of its own, which is deleted afterwards.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import conversion
from benchmarks.generate import repositories
from benchmarks.machine import facts
from benchmarks.process import Figures, Program
from benchmarks.table import table

__all__ = ["PEERS", "Peer", "main"]

_TOP: Final = Path(__file__).parent.parent
_LIMIT: Final = 300.0
"""Seconds that a run may take, unless the command line says otherwise."""
_SLOW: Final = 20.0
"""Seconds from which one run must do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another tool, and the command of it that comes nearest."""

    name: str
    package: str
    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    """What makes an empty folder its own."""
    after: tuple[tuple[str, ...], ...] = ()
    """What has to be done once with the documents before they are in order."""
    output: str | None = None
    """The folder where it keeps what it need not do again."""


PEERS: Final = (
    Peer(
        name="Doorstop",
        package="doorstop==3.2",
        command=("doorstop",),
        after=(("python", str(Path(__file__).with_name("marking.py"))),),
    ),
    Peer(
        name="StrictDoc",
        package="strictdoc==0.30.4",
        command=("strictdoc", "export", "."),
        output="output",
    ),
    Peer(name="REUSE", package="reuse==6.2.0", command=("reuse", "lint")),
    Peer(
        name="Trestle",
        package="compliance-trestle==5.2.0",
        command=("trestle", "validate", "-a"),
        before=(("trestle", "init", "--local"),),
    ),
)


def install(peer: Peer, folder: Path) -> Path:
    """Install *peer* into *folder*, unless it is there, and return where its programs are."""
    programs = folder / peer.name.lower() / "bin"
    if not (programs / peer.command[0]).exists():
        venv.create(programs.parent, with_pip=True)
        pip = (str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        subprocess.run([*pip, peer.package], check=True)
    return programs


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with documents in the format of one tool, in a git repository."""

    folder: Path
    programs: Path
    home: Path

    def program(self, words: Sequence[str]) -> Program:
        """Return the program that *words* call here; what it finds is not asked."""
        environment = {
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "LANG": "C.UTF-8",
        }
        errors = self.home / "errors"
        return Program(
            (shutil.which(words[0], path=environment["PATH"]) or words[0], *words[1:]),
            self.folder, environment, stderr=errors,
        )  # fmt: skip

    def commit(self) -> None:
        """Commit everything."""
        who = ("-c", "user.name=Anna", "-c", "user.email=anna@urzad.example")
        commit = ("git", *who, "commit", "--quiet", "--allow-empty", "--message", "stan")
        for words in (("git", "init", "--quiet"), ("git", "add", "--all"), commit):
            self.program(words).run()


def prepare(peer: Peer, repository: Path, place: Place) -> int:
    """Write the documents of *repository* into *place* so that *peer* finds them in order; return how many."""
    place.folder.mkdir()
    for words in peer.before:
        place.program(words).run()
    convert = (sys.executable, "-m", conversion.__name__, str(repository), peer.name, str(place.folder))
    converted = subprocess.run(convert, cwd=_TOP, stdout=subprocess.PIPE, check=True).stdout
    place.commit()
    for words in peer.after:
        place.program(words).run()
    if peer.after:
        place.commit()
    return int(converted)


def measure(peer: Peer, place: Place, runs: int, limit: float) -> Iterator[tuple[str, list[Figures]]]:
    """Yield what the command took, from scratch and, if it keeps something, once more.

    A run that takes more than *limit* seconds is ended.
    """
    program = place.program(peer.command)

    def several(before: Callable[[], None]) -> list[Figures]:
        taken: list[Figures] = []
        while len(taken) < runs and (not taken or taken[-1].wall < _SLOW):
            before()
            taken.append(program.run(timeout=limit, look_every=0.02))
        return taken

    def forget() -> None:
        if peer.output:
            shutil.rmtree(place.folder / peer.output, ignore_errors=True)

    first = several(forget)
    yield "from scratch" if peer.output else "", first
    if peer.output and not first[-1].timed_out:
        yield "nothing new", several(lambda: None)


def _row(peer: Peer, count: int, state: str, taken: Sequence[Figures], limit: float) -> tuple[str, ...]:
    if taken[-1].timed_out:  # what it had used of the processor by then says nothing
        wall, cpu = f"over {limit:.0f}", "-"
    else:
        wall = f"{statistics.median(run.wall for run in taken):.1f}"
        cpu = f"{statistics.median(run.cpu for run in taken):.1f}"
    tree = f"{max(run.tree for run in taken):.0f}"
    name = peer.package.replace("==", " ").replace("compliance-", "")
    return (f"{count:,}", name, f"`{' '.join(peer.command)}`", state, wall, cpu, tree, f"{len(taken)}")


def main() -> int:
    """Measure as the command line says, and print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("repositories", type=Path, nargs="*", help="made by benchmarks.generate")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=[peer.name for peer in PEERS], action="append")
    parser.add_argument("--limit", type=float, default=_LIMIT, help="seconds after which a run is ended")
    parser.add_argument("--environments", type=Path, help="where the tools are kept installed")
    given = parser.parse_args()
    chosen = [peer for peer in PEERS if not given.only or peer.name in given.only]
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for number, repository in enumerate(repositories(given.repositories, scratch)):
            for peer in chosen:
                print(f"{repository.name}: {peer.name}", file=sys.stderr, flush=True)
                programs = install(peer, given.environments or scratch / "environments")
                place = Place(scratch / f"{number}-{peer.name}", programs, scratch)
                count = prepare(peer, repository.resolve(), place)
                for state, taken in measure(peer, place, given.runs, given.limit):
                    rows.append(_row(peer, count, state, taken, given.limit))
                    print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
                shutil.rmtree(place.folder)
    print("\n".join(table(("measured on", ""), facts())), "", sep="\n")
    heads = ("documents", "tool", "command", "state", "wall, s", "CPU, s", "all processes, MB", "runs")
    print("\n".join(table(heads, rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
