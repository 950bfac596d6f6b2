"""The sample reports that the README links are what the demonstration gives.

UPDATE_GOLDEN=1 writes them anew; look at the difference before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli.program import qmsctl

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "docs" / "samples"
READMES = {"en": "README.md", "pl": "README.pl.md"}


@pytest.mark.parametrize("ending", ["html", "md"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_is_what_the_demonstration_gives(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path, language: str, ending: str
) -> None:
    """Nobody has touched the report of the last finished audit up: the program wrote it, byte for byte."""
    made = demonstrations(language)
    file = tmp_path / f"audit-report.{language}.{ending}"
    words = ("report", made.audit, "--on", made.day.isoformat(), "--rev", "HEAD", "-o", str(file))
    done = qmsctl("--lang", language, *words, at=made.folder)
    assert done.status == 0, done.err
    sample = SAMPLES / file.name
    if os.environ.get("UPDATE_GOLDEN"):
        sample.parent.mkdir(exist_ok=True)
        sample.write_bytes(file.read_bytes())

    assert sample.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_is_linked_at_the_top(language: str) -> None:
    """Whoever opens the README sees first what comes out in the end."""
    top = (ROOT / READMES[language]).read_text(encoding="utf-8").partition("\n## ")[0]

    assert f"docs/samples/audit-report.{language}.md" in top
    assert f"docs/samples/audit-report.{language}.html" in top
