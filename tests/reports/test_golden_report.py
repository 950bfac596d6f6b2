"""A whole report in each format and language, byte for byte, to be opened and looked at.

UPDATE_GOLDEN=1 writes anew what is expected; look at the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qmsctl.render.report import render_report
from tests.reports.office import report

GOLDEN = Path(__file__).parent.parent / "golden" / "report"
ENDINGS = {"html": "html", "markdown": "md"}


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("format", ENDINGS)
def test_whole_report(format: str, language: str) -> None:
    """The report of one system on one day has the same bytes every time and everywhere."""
    expected = GOLDEN / f"expected.{language}.{ENDINGS[format]}"
    text = render_report(report(), format, language)
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(text, encoding="utf-8", newline="\n")

    assert expected.read_text(encoding="utf-8") == text
