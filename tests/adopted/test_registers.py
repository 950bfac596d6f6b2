"""The register of a repository that is kept in another form says what plain git and its files say."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from qmsctl.cache import Cache
from qmsctl.control.system import control
from qmsctl.model.qms import load
from qmsctl.repo.repository import open_repository
from tests.adopted.building import Building
from tests.adopted.oracle import Row, due_of, findings_of, history_of, rows_of
from tests.adopted.past import Past, past_of
from tests.adopted.patterns import REPOSITORIES
from tests.adopted.repository import Repository
from tests.cli.program import qmsctl

_QMS: Final = """\
qms: 1
organisation: {{name: Example Works}}
editions: [iso9001:2015]
time_zone: UTC
branch: main
kinds:
{kinds}"""
_DAY: Final = "2026-11-30"
_SOON: Final = "2027-01-29"
_COMPARED: Final = (
    "placeholder-value",
    "awaited-value",
    "wrong-value",
    "missing-field",
    "duplicate-id",
    "malformed-file",
)
"""The rules about what stands in a field, and whether a file can be read."""


@dataclass(frozen=True)
class Built:
    """A repository that was built, and what plain git says of it."""

    repository: Repository
    folder: Path
    """The folder of its system."""
    past: Past
    """As the settings by hand read it."""
    adopted: Past
    """As what adopt proposes reads it."""

    cache: Cache

    @contextmanager
    def having(self, settings: str) -> Iterator[Path]:
        """Have *settings* in its `qms.yaml` for a while."""
        file = self.folder / "qms.yaml"
        file.write_text(settings)
        try:
            yield self.folder
        finally:
            file.unlink()


Builder: TypeAlias = "Callable[[Repository], Built]"


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Return what builds each repository once."""
    known: dict[str, Built] = {}

    def built(repository: Repository) -> Built:
        if repository.name not in known:
            folder = tmp_path_factory.mktemp("works") / repository.name
            with Building(folder) as building:
                repository.build(building)
            past = past_of(folder, repository.pattern)
            adopted = past_of(folder, repository.adopted) if repository.adopted else past
            root = folder / repository.pattern.root
            known[repository.name] = Built(
                repository, root, past, adopted, Cache(folder.with_suffix(".sqlite"))
            )
        return known[repository.name]

    return built


def registers(folder: Path, cache: Cache, days: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Row]]]:
    """Yield what qmsctl says of each document on each day, as the oracle writes it."""
    repository = open_repository(folder)
    history = repository.history(repository.head)
    qms = load(repository.working_tree())
    called = {key: person.name or key for key, person in qms.organisation.people.items()}
    for day in days:
        system = control(qms, history, dt.date.fromisoformat(day), repository.git.blobs, cache)
        cache.save()
        rows = {}
        for one in system.documents:
            if one.working is None:
                continue
            held = one.in_force
            decision = (held.decided_as("approved") or held.decisions[-1]) if held else None
            person = decision.record.fact.decider.person if decision else None
            rows[one.id] = Row(
                one.id,
                held.revision if held else None,
                held.effective.isoformat() if held else None,
                called.get(person, person) if person else None,
                decision.trust.value if decision else None,
                one.review_due.isoformat() if one.review_due else None,
                one.state.value,
            )
        yield day, rows


def _compare_registers(built: Built, past: Past) -> None:
    for day, rows in registers(built.folder, built.cache, built.repository.days):
        expected = rows_of(past, day)
        assert expected
        assert rows == expected, day


@pytest.mark.parametrize("repository", [r for r in REPOSITORIES if r.settings], ids=lambda one: one.name)
def test_register_with_settings_by_hand(repository: Repository, build: Builder) -> None:
    """Revisions, days, approvals, their levels of trust, reviews and states, on each day."""
    built = build(repository)
    with built.having(_QMS.format(kinds=repository.settings)):
        _compare_registers(built, built.past)


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda one: one.name)
def test_adopted(repository: Repository, build: Builder) -> None:
    """What adopt proposes, with one change at the most, gives the register, duties, histories and findings."""
    built = build(repository)
    done = qmsctl("adopt", "--yes", at=built.folder)
    assert done.status == 0, done.says
    file = built.folder / "qms.yaml"
    proposed = file.read_text()
    file.unlink()
    if repository.proposed is not None:
        assert proposed.count(repository.proposed[0]) == 1, proposed
        proposed = proposed.replace(*repository.proposed)
    with built.having(proposed) as folder:
        _compare_registers(built, built.adopted)
        assert _due(folder) == due_of(built.adopted, _DAY, _SOON)
        for id in repository.histories:
            assert _history(folder, id) == history_of(built.adopted, id), id
        assert _findings(folder) == findings_of(built.adopted)


def _told(folder: Path, *call: str) -> Mapping[str, object]:
    done = qmsctl(*call, "--on", _DAY, at=folder)
    assert done.status in (0, 1), done.says
    told = json.loads(done.out)
    assert isinstance(told, dict)
    return told


def _listed(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def _due(folder: Path) -> set[tuple[object, object]]:
    told = _told(folder, "due", "--format", "json", "--kind", "review")
    assert told["until"] == _SOON
    return {(one["subject"], one["due"]) for one in _listed(told["duties"])}


def _history(folder: Path, id: str) -> list[tuple[object, list[object]]]:
    told = _told(folder, "history", id, "--format", "json")
    return [
        (one["revision"], [commit["reached"] for commit in _listed(one["written"])])
        for one in _listed(told["revisions"])
    ]


def _findings(folder: Path) -> set[tuple[object, object, object]]:
    told = _told(folder, "check", "--format", "json")
    return {_finding(one) for one in _listed(told["problems"]) if one["slug"] in _COMPARED}


def _finding(problem: Mapping[str, object]) -> tuple[object, object, object]:
    """Return which fault stands where; of many placeholders that are told at once, how many they are."""
    slug, path, line = problem["slug"], problem["path"], problem["line"]
    if path == "qms.yaml":
        found = re.search(r"in (\d+) documents? of the kind", str(problem["message"]))
        line = int(found[1]) if found else line
    return slug, path, line
