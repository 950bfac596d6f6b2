"""The same commit, day and settings give the same bytes: in every format, in another place, for somebody else."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from qmsctl.demo import Demonstration
from qmsctl.printing import BROWSER
from tests.browser import CHROMIUM, needs_browser
from tests.cli.program import git, qmsctl

AUDIT: Final = ("report", "AUD-2026-01")
READINESS: Final = ("report", "readiness", "--visit", "2027-01-20")
TABLE: Final = ("--table", "checklist")
DAY: Final = ("--on", "2026-11-13", "--lang", "pl")
PACK: Final = ("pack", "AUD-2026-01", "--also", "docx")
FILES: Final[dict[str, tuple[str, ...]]] = {
    "report.html": AUDIT,
    "report.md": AUDIT,
    "report.txt": AUDIT,
    "report.json": AUDIT,
    "report.docx": AUDIT,
    "report.xlsx": AUDIT,
    "checklist.csv": (*AUDIT, *TABLE),
    "excel.csv": (*AUDIT, *TABLE, "--format", "csv-excel"),
    "public.docx": (*AUDIT, "--public"),
    "readiness.docx": READINESS,
    "readiness.xlsx": READINESS,
    "register.xlsx": ("register",),
    "programme.html": ("audit", "programme"),
    "sheet.xlsx": ("audit", "sheet", "AUD-2026-02"),
    "pack.zip": PACK,
}
UMASK: Final = ("sh", "-c", 'umask 077 && exec "$@"', "sh")


@pytest.fixture(scope="module")
def here(demonstrations: Callable[[str], Demonstration]) -> Path:
    """The demonstration in Polish; nobody may change it."""
    return demonstrations("pl").folder


@pytest.fixture(scope="module")
def elsewhere(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of it in a folder of another name, packed in another way."""
    top = tmp_path_factory.mktemp("elsewhere")
    clone = top / "somewhere else" / "klon ąę"
    git("clone", "--quiet", str(here), str(clone), at=top)
    git("repack", "-adfq", "--window=2", at=clone)
    return clone


def surroundings(home: Path) -> dict[str, str | None]:
    """Return what differs for somebody else: time zone, locale, home, terminal, and how Python hashes."""
    home.mkdir()
    return {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": None,
        "HOME": str(home),
        "COLUMNS": "40",
        "PYTHONHASHSEED": "7",
        BROWSER: CHROMIUM,
    }


def same(words: tuple[str, ...], name: str, here: Path, elsewhere: Path, tmp_path: Path) -> bytes:
    """Write a file twice, here and elsewhere, and return its bytes, which are the same."""
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    one = qmsctl(*words, *DAY, "-o", first, at=here, env={BROWSER: CHROMIUM})
    there = surroundings(tmp_path / "home")
    other = qmsctl(*words, *DAY, "-o", second, at=elsewhere, env=there, before=UMASK)
    assert (one.status, other.status) == (0, 0), one.err + other.err
    assert first.read_bytes() == second.read_bytes()
    return first.read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_the_same_bytes_anywhere(here: Path, elsewhere: Path, tmp_path: Path, name: str) -> None:
    """Another clone, folder, time zone, locale, home, umask, terminal and order of hashing change nothing."""
    same(FILES[name], name, here, elsewhere, tmp_path)


@needs_browser
def test_a_printed_file_is_the_same_anywhere(here: Path, elsewhere: Path, tmp_path: Path) -> None:
    """The same browser prints the same bytes for everybody."""
    assert same(AUDIT, "report.pdf", here, elsewhere, tmp_path).startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["report.docx", "report.xlsx"])
def test_no_other_way_to_pack_changes_an_office_file(here: Path, tmp_path: Path, name: str) -> None:
    """What is in it is stored as it is: another version of zlib would pack the same into other bytes."""
    file = tmp_path / name
    assert qmsctl(*AUDIT, *DAY, "-o", file, at=here).status == 0
    with zipfile.ZipFile(file) as archive:
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
