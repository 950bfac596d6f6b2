"""The demonstration, built once in each language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from qmsctl.control.system import System, control
from qmsctl.demo import Demonstration, build
from qmsctl.inspection import Inspection, inspect, rule_settings
from qmsctl.messages import LANGUAGES
from qmsctl.model.qms import load
from qmsctl.repo.repository import Repository, open_repository
from tests.pages import declared_rules


@dataclass(frozen=True)
class Opened:
    """The demonstration with all that follows from it on its day."""

    demonstration: Demonstration
    repository: Repository
    system: System
    inspection: Inspection


def opened(demonstration: Demonstration) -> Opened:
    """Return *demonstration* with everything that follows from it."""
    repository = open_repository(demonstration.folder)
    system = control(
        load(repository.working_tree()),
        repository.history(repository.head),
        demonstration.day,
        repository.git.blobs,
    )
    rules = declared_rules()
    inspection = inspect(system, rules, rule_settings(system, rules))
    return Opened(demonstration, repository, system, inspection)


@pytest.fixture(scope="session", params=LANGUAGES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The demonstration in each language."""
    folder: Path = tmp_path_factory.mktemp("demo") / request.param
    return opened(build(folder, request.param))


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, ...]:
    """The demonstration in every language at once."""
    folder = tmp_path_factory.mktemp("both")
    return tuple(opened(build(folder / language, language)) for language in LANGUAGES)
