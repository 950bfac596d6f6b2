"""Measures qmsctl beside the floor: `python -m benchmarks.measure [REPOSITORY ...]`."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.floor import EVENTS, START, SUMMANDS, floor_programs
from benchmarks.generate import repositories
from benchmarks.machine import facts
from benchmarks.office import LAST_DAY
from benchmarks.process import Figures, Program, observed
from benchmarks.table import table

__all__ = ["main"]

COMMANDS: Final = ("check", "register", "report")
COLD, WARM, LATER = "no cache yet", "nothing new", "one commit later"
STATES: Final = (COLD, WARM, LATER)
_DAY: Final = LAST_DAY.replace(day=LAST_DAY.day + 1)
"""The day on which the check is made: what is overdue must be so in every year to come."""
_PROBLEMS_FOUND: Final = 1
_SETTLES: Final = 3.0
"""Seconds after which qmsctl trusts the times of files again: it keeps no state that just changed."""


@dataclass(slots=True)
class Case:
    """One command in one state of its cache, and what its runs took."""

    command: str
    state: str
    runs: list[Figures] = field(default_factory=list)
    tree: float = 0.0
    calls: int = 0


@dataclass(slots=True)
class Bench:
    """A repository of its own to measure on, and a cache of its own."""

    scratch: Path
    repository: Path
    environment: dict[str, str]
    commits: int = 0

    @classmethod
    def of(cls, original: Path, scratch: Path) -> Bench:
        """Copy the repository *original* into *scratch*."""
        repository = scratch / "repository"
        shutil.copytree(original, repository, symlinks=True)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(scratch),
            "XDG_CACHE_HOME": str(scratch / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "LANG": "C.UTF-8",
        }
        bench = cls(scratch, repository, environment)
        bench.git("update-index", "-q", "--refresh")
        return bench

    def git(self, *words: str, **more: str) -> str:
        """Run git in the repository and return what it says."""
        return subprocess.run(
            ["git", *words],
            cwd=self.repository,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    def program(self, command: str, output: Path | None = None) -> Program:
        """Return the *command* of qmsctl, as it is installed beside this Python."""
        asked: tuple[str, ...] = (command, "--format", "json")
        if command == "report":
            asked = (command, self.last_audit(), "--format", "html")
        words = (str(Path(sys.executable).with_name("qmsctl")), *asked, "--on", f"{_DAY}")
        accepted = frozenset({0, _PROBLEMS_FOUND})
        return Program(words, self.repository, self.environment, stdout=output, accepted=accepted)

    def last_audit(self) -> str:
        """Return the id of the audit that was planned last."""
        plans = self.git(
            "log", "--format=", "--name-only", "--diff-filter=A", "-1", "--", "audits/*/audit.yaml"
        )
        stated = (self.repository / plans).read_text(encoding="utf-8").partition("\n")[0]
        return stated.removeprefix("id: ")

    def forget(self) -> None:
        """Empty the cache."""
        shutil.rmtree(self.scratch / "cache", ignore_errors=True)
        (self.scratch / "cache").mkdir()

    def change(self) -> None:
        """Commit a change of one document."""
        documents = sorted((self.repository / "procedures").rglob("ps-*.yaml"))
        document = documents[self.commits * 37 % len(documents)]
        self.commits += 1
        with document.open("a", encoding="utf-8") as file:
            file.write(f"legal_basis: [zarządzenie nr {self.commits}]\n")
        when = f"{LAST_DAY}T16:{self.commits // 60:02}:{self.commits % 60:02}+01:00"
        who = ("-c", "user.name=Anna Przykład", "-c", "user.email=anna@urzad.example")
        path = str(document.relative_to(self.repository))
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git(*who, "commit", "--quiet", "--message", "podstawa prawna", "--", path, **dates)

    def prepare(self, state: str) -> None:
        """Bring about *state*, given that the command ran before."""
        if state == COLD:
            self.forget()
            time.sleep(_SETTLES)
        elif state == LATER:
            self.change()


def measure(bench: Bench, commands: Sequence[str], runs: int, say: Callable[[str], None]) -> Iterator[str]:
    """Measure everything on *bench* and yield the lines of the result."""
    documents = sum(1 for top in ("procedures", "checklists") for _ in (bench.repository / top).rglob("*.*"))
    files = int(bench.git("ls-files").count("\n")) + 1
    commits = int(bench.git("rev-list", "--count", "HEAD"))
    yield f"### {documents:,} documents, {commits:,} commits"
    yield ""
    seen = sum(1 for _ in (bench.repository / "audits").glob("*/evidence/*.yaml"))
    yield f"{files:,} files, {seen:,} of them evidence; {_how(runs)}."
    yield ""
    parts = floor_programs(bench.repository, bench.environment, bench.scratch)
    floor: dict[str, list[Figures]] = {name: [] for name in parts}
    cases = [Case(command, state) for command in commands for state in STATES]
    for number in range(1, runs + 1):
        say(f"{documents:,} documents: round {number} of {runs}")
        for name, part in parts.items():
            floor[name].append(part.run())
        for case in cases:
            bench.prepare(case.state)
            case.runs.append(bench.program(case.command).run())
    say(f"{documents:,} documents: memory, calls of git, and whether the answers agree")
    for command in commands:
        _look_closely(bench, [case for case in cases if case.command == command])
    yield from _floor_table(floor)
    yield ""
    yield from _case_table(cases, _floors(floor))
    if {"check", "report"} <= set(commands):
        yield ""
        yield from _beside_check(cases)


def _look_closely(bench: Bench, cases: Sequence[Case]) -> None:
    """Run the *cases* of one command once more: for memory, for calls of git, and for what they answer.

    Raises:
        ValueError: an answer from the cache differs from one without.
    """
    answers: dict[str, bytes] = {}
    answer = bench.scratch / "answer"
    for case in cases:
        bench.prepare(case.state)
        taken, calls = observed(bench.program(case.command, answer), bench.scratch)
        case.tree, case.calls = taken.tree, len(calls)
        answers[case.state] = answer.read_bytes()
    bench.forget()
    bench.program(cases[0].command, answer).run()
    if not answers[COLD] or answers[COLD] != answers[WARM] or answers[LATER] != answer.read_bytes():
        raise ValueError(cases[0].command)


def _how(runs: int) -> str:
    return "one run" if runs == 1 else f"medians of {runs} runs, taken in turn"


def _median(figures: Sequence[float]) -> str:
    return f"{statistics.median(figures):.2f}"


def _spread(figures: Sequence[float]) -> str:
    return f"{min(figures):.2f} to {max(figures):.2f}"


def _floor_table(floor: Mapping[str, Sequence[Figures]]) -> Iterator[str]:
    def row(name: str, walls: Sequence[float], cpus: Sequence[float]) -> tuple[str, ...]:
        return (name, _median(walls), _spread(walls), _median(cpus))

    def part(name: str) -> tuple[str, ...]:
        return row(name, [run.wall for run in floor[name]], [run.cpu for run in floor[name]])

    walls, cpus = zip(*_floors(floor), strict=True)
    rows = [
        *map(part, SUMMANDS),
        row("**the floor: their sum, round by round**", walls, cpus),
        *map(part, (EVENTS, START)),
    ]
    yield from table(("floor", "wall, s", "least to most", "CPU, s"), rows)


def _floors(floor: Mapping[str, Sequence[Figures]]) -> list[tuple[float, float]]:
    """Return the floor of each round: wall and CPU seconds."""
    rounds = zip(*(floor[name] for name in SUMMANDS), strict=True)
    return [(sum(part.wall for part in parts), sum(part.cpu for part in parts)) for parts in rounds]


def _case_table(cases: Sequence[Case], floors: Sequence[tuple[float, float]]) -> Iterator[str]:
    rows = []
    for case in cases:
        walls, cpus = [run.wall for run in case.runs], [run.cpu for run in case.runs]
        factors = ("", "")
        if case.state == COLD:
            factors = (
                _median([mine / least for mine, (least, _) in zip(walls, floors, strict=True)]),
                _median([mine / least for mine, (_, least) in zip(cpus, floors, strict=True)]),
            )
        peak = statistics.median(run.peak for run in case.runs)
        rows.append(
            (
                f"`{case.command}`", case.state, _median(walls), _spread(walls), _median(cpus), *factors,
                f"{peak:.0f}", f"{case.tree:.0f}", f"{case.calls}",
            )
        )  # fmt: skip
    yield from table(
        (
            "command", "cache", "wall, s", "least to most", "CPU, s", "wall / floor", "CPU / floor",
            "largest process, MB", "all processes, MB", "calls of git",
        ),
        rows,
    )  # fmt: skip


def _beside_check(cases: Sequence[Case]) -> Iterator[str]:
    """Yield by how much a report takes longer than a check in the same state of the cache, round by round."""
    rows = []
    for state in STATES:
        check, report = (
            next(case for case in cases if (case.command, case.state) == (command, state))
            for command in ("check", "report")
        )
        pairs = list(zip(report.runs, check.runs, strict=True))
        walls = _median([mine.wall / other.wall for mine, other in pairs])
        rows.append((state, walls, _median([mine.cpu / other.cpu for mine, other in pairs])))
    yield from table(("cache", "wall, report / check", "CPU, report / check"), rows)


def main() -> int:
    """Measure as the command line says, and print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measure", description=__doc__)
    parser.add_argument(
        "repositories", type=Path, nargs="*", help="made by benchmarks.generate; both sizes by default"
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--command", choices=COMMANDS, action="append", help="only this one")
    given = parser.parse_args()

    def say(what: str) -> None:
        print(what, file=sys.stderr, flush=True)

    print("\n".join(table(("measured on", ""), facts())), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, original in enumerate(repositories(given.repositories, Path(folder))):
            scratch = Path(folder) / f"bench-{number}"
            scratch.mkdir()
            bench = Bench.of(original.resolve(), scratch)
            for line in ("", *measure(bench, given.command or COMMANDS, given.runs, say)):
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
