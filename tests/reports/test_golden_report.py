"""A whole report in each format and language, byte for byte, to be opened and looked at.

UPDATE_GOLDEN=1 writes anew what is expected; look at the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from qmsctl.render.report import render_report
from tests.reports.office import report

GOLDEN = Path(__file__).parent.parent / "golden" / "report"
SAMPLES = GOLDEN.parents[2] / "docs" / "samples"
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


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize(
    "report", [GOLDEN / "expected.{}.md", SAMPLES / "audit-report.{}.md"], ids=["golden", "sample"]
)
def test_each_rule_says_what_became_of_all_it_looked_at(report: Path, language: str) -> None:
    """What a rule looked at conforms, does not, is waived, or cannot be established: the figures add up."""
    text = Path(str(report).format(language)).read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]{3}\d{3}) \| .*? \| ((?:\d+ \| )*\d+) \|$", text, re.MULTILINE)

    assert len(rows) > 100
    for rule, figures in rows:
        looked_at, *outcomes, _not_applicable = map(int, figures.split(" | "))
        assert len(outcomes) == 4, rule
        assert looked_at == sum(outcomes), rule
