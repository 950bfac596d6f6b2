"""What the commands that the demonstration proposes say about it, in both languages."""

from __future__ import annotations

import pytest

from qmsctl.reports.findings import finding_reported
from tests.cli.program import qmsctl
from tests.demo.conftest import Opened


def said(demo: Opened, *words: str) -> str:
    """Return what qmsctl prints in the language of the demonstration, on its day."""
    language, day = demo.demonstration.language, demo.demonstration.day.isoformat()
    done = qmsctl("--lang", language, *words, "--on", day, at=demo.demonstration.folder)
    assert (done.status, done.err) == (0, "")
    return done.out


def test_status_of_the_audit_under_way(demo: Opened) -> None:
    """It names roles by their titles, and says what still stands in the way."""
    text = said(demo, "audit", "status", demo.demonstration.under_way)
    (raised,) = [line for line in text.splitlines() if line.startswith("NC-2026-02-A1")]

    assert demo.system.organisation.roles["head-zp"] in raised.split(" | ")
    assert "Q-8.4.1-2, Q-8.4.2-1, Q-9.2.1-1, Q-9.2.2-4, Q-10.2.1-4" in text


@pytest.mark.parametrize("format", ["plain", "markdown", "html"])
def test_programme_keeps_texts_on_their_line(demo: Opened, format: str) -> None:
    """Objectives of several lines stand after their label, and no line break is shown as a code."""
    (programme,) = demo.system.programmes
    objectives = (programme.stated.fact.objectives or "").strip().splitlines()
    # On a page each line of a text stands on its own, in one element after the label.
    text = said(demo, "audit", "programme", "--format", format).replace("<br>\n", " ")

    assert len(objectives) == 2
    assert "x0a" not in text
    assert any(all(objective[3:] in line for objective in objectives) for line in text.splitlines())


def test_only_one_finding_recurs_and_one_is_overdue(demo: Opened) -> None:
    """The lists name them, and the report of the audit says which finding comes back."""
    recurring, overdue = (said(demo, "finding", "list", option) for option in ("--recurring", "--overdue"))
    (second,) = [finding for finding in demo.system.findings if finding.number == "NC-2026-01-A1"]

    assert [line[:13] for line in recurring.splitlines() if line.startswith("NC-")] == ["NC-2026-01-A1"]
    assert [line[:12] for line in overdue.splitlines() if line.startswith("NC-")] == ["NC-2026-DM-1"]
    assert "NC-2025-01-A1" in [fact.value for fact in finding_reported(second, demo.system).reference]
