"""An office for every test: built once, copied for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import office


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office as it was built; nobody may change it."""
    folder = tmp_path_factory.mktemp("pattern") / "office"
    office.build(folder)
    return folder


@pytest.fixture
def here(pattern: Path, tmp_path: Path) -> Path:
    """A copy of the office that a test may do with as it likes."""
    return office.copy(pattern, tmp_path / "office")
