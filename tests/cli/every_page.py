"""Every page that the program writes about the demonstration, for tests that read or look at pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from qmsctl.demo import Demonstration
from tests.cli.program import qmsctl

__all__ = ["PAGES", "write_page"]

PAGES: Final[Mapping[str, str]] = {
    "report-issued": "report AUD-2026-01 --as-issued",
    "report-public": "report AUD-2026-01 --public --on DAY",
    "report-draft": "report AUD-2026-02 --on DAY",
    "register": "register --on DAY",
    "changes": "changes --since AUD-2026-01 --until HEAD",
    "history": "history PP-06",
    "diff": "diff PP-06",
    "show": "show PP-06 --on DAY",
    "show-drifted": "show IN-01 --draft --on DAY",
    "programme": "audit programme --on DAY",
    "questions": "audit sheet AUD-2026-02",
    "readiness": "report readiness --on DAY",
    "plan": "report plan AUD-2026-02 --on DAY",
    "checklist": "report checklist AUD-2026-01 --on DAY",
    "card": "report card NC-2026-01-A1 --on DAY",
    "finding-register": "report findings --on DAY",
    "review": "report review --on DAY",
    "findings": "finding list --on DAY",
    "coverage": "coverage --on DAY",
    "gap": "gap --from 2015 --to 2026 --on DAY",
    "sample": "sample REGISTER --size 5 --seed 1",
    "deadlines": "deadlines REGISTER --on DAY",
}
"""What asks for each page; the words in capitals stand for something of the demonstration."""


def write_page(name: str, demonstration: Demonstration, folder: Path) -> Path:
    """Write one of `PAGES` into *folder*, in the language of the demonstration, and return its file."""
    file = folder / f"{name}.{demonstration.language}.html"
    (register,) = demonstration.folder.glob("registers/*-2026.csv")
    meant = {"DAY": demonstration.day.isoformat(), "REGISTER": register.stem}
    words = [meant.get(word, word) for word in PAGES[name].split()]
    written = qmsctl("--lang", demonstration.language, *words, "-o", file, at=demonstration.folder)
    assert written.status == 0, written.says
    return file
