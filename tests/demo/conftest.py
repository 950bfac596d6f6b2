"""The demonstration, built once in each language."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from qmsctl.control.system import System, control
from qmsctl.demo import Demonstration
from qmsctl.inspection import Inspection, inspect
from qmsctl.inspection.bar import bar_of, said_in_file
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
    bar = bar_of(rules, said_in_file(system.organisation, system.qms.configuration, rules))
    inspection = inspect(system, rules, bar.rules)
    return Opened(demonstration, repository, system, inspection)


@pytest.fixture(scope="session")
def open_in(demonstrations: Callable[[str], Demonstration]) -> Callable[[str], Opened]:
    """Opens the demonstration in a language, once."""
    return functools.cache(lambda language: opened(demonstrations(language)))


@pytest.fixture(scope="session", params=LANGUAGES)
def demo(request: pytest.FixtureRequest, open_in: Callable[[str], Opened]) -> Opened:
    """The demonstration in each language."""
    return open_in(request.param)


@pytest.fixture(scope="session")
def both(open_in: Callable[[str], Opened]) -> tuple[Opened, ...]:
    """The demonstration in every language at once."""
    return tuple(map(open_in, LANGUAGES))
