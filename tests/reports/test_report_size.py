"""How large the page of a report is."""

from __future__ import annotations

import pytest

from qmsctl.messages import LANGUAGES
from qmsctl.render.report import render_report
from tests.reports.hundred_questions import hundred_questions
from tests.reports.office import report

MOST = 300_000
"""Bytes that an audit of a hundred questions may take, so that any mailbox accepts its report."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hundred_questions_fit_into_an_email(language: str) -> None:
    """An audit of a hundred questions, with evidence for each and ten findings, is a page below 300 KB."""
    made = report(hundred_questions())

    assert (len(made.questions), len(made.evidence), len(made.findings)) == (100, 100, 10)
    assert len(render_report(made, "html", language).encode()) < MOST
