"""The site, built once for every test that looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.site import build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site; nobody may change it."""
    folder: Path = tmp_path_factory.mktemp("site")
    build(folder)
    return folder
