"""qmsctl works from its wheel: what it ships is in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the wheel of this checkout is unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def qmsctl(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run qmsctl out of the unpacked wheel alone, in *folder*."""
    return subprocess.run(
        [sys.executable, "-c", "import sys; from qmsctl.__main__ import main; sys.exit(main())", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", ["procedures", "checklists", "templates"])
def test_wheel_holds_what_ships(unpacked: Path, kind: str) -> None:
    """Each shipped folder is in the wheel, file for file."""
    shipped = {p.relative_to(ROOT / kind) for p in (ROOT / kind).rglob("*") if p.is_file()}
    packed = unpacked / "qmsctl" / "_shipped" / kind

    assert shipped == {p.relative_to(packed) for p in packed.rglob("*") if p.is_file()}


@pytest.mark.parametrize("language", ["en", "pl"])
def test_wheel_builds_the_demonstration(unpacked: Path, tmp_path: Path, language: str) -> None:
    """The demonstration runs from the wheel, in each language, and writes its report."""
    done = qmsctl(unpacked, tmp_path, "--lang", language, "demo", "office")

    assert done.stderr == ""
    assert done.returncode == 0
    assert f'<html lang="{language}"' in next((tmp_path / "office" / "reports").glob("*.html")).read_text()


def test_wheel_is_built_with_what_is_locked() -> None:
    """Who builds qmsctl anew uses the versions the tests use: the same texts compile to the same catalogue."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    required = project["build-system"]["requires"]
    locked = (ROOT / "requirements-build.lock").read_text(encoding="utf-8")

    assert [one for one in required if f"{one} " not in locked] == []


def test_wheel_speaks_polish(unpacked: Path, tmp_path: Path) -> None:
    """The compiled Polish catalogue is in the wheel."""
    done = qmsctl(unpacked, tmp_path, "--lang", "pl", "rules")

    assert "Każdy dokument i zapis da się odczytać" in done.stdout
