"""What is counted: each count says what of, and one thing is counted alike wherever it is told."""

from __future__ import annotations

import re

from qmsctl.checks import RULES
from qmsctl.control.document_counts import document_counts, is_audit_plan
from qmsctl.inspection import inspect
from qmsctl.papers.readiness import readiness_paper
from qmsctl.reports.audit_report import audit_report
from qmsctl.reports.readiness import readiness
from qmsctl.reports.register import register
from qmsctl.reports.shown import in_words
from qmsctl.reports.status import status
from tests.reports.office import AUDIT, TEXT, office


def test_the_open_points_of_a_report_say_what_they_are() -> None:
    """The parts add up to the whole; what there is none of is not told."""
    system = office(TEXT).system()
    points = audit_report(system, AUDIT, inspect(system, RULES, {})).open_points
    said = in_words(points.counted, "en")

    whole, *parts = map(int, re.findall(r": (\d+)", said))
    assert whole == points.count == sum(parts)
    assert 0 not in parts
    assert f"open findings: {len(points.findings)}" in said


def test_documents_are_counted_alike_everywhere() -> None:
    """Register, readiness and status leave out the plans of audits; what the check looked at has them too."""
    system = office(TEXT).system()
    inspection = inspect(system, RULES, {})
    counted, listed = document_counts(system.documents), register(system)
    ready, state = readiness(system, inspection), status(system, inspection)
    plans = [one for one in system.documents if is_audit_plan(one)]

    assert plans
    assert counted.listed == len(listed) == sum(one.count for one in ready.states)
    assert counted.in_force == sum(one.revision is not None for one in listed) == state.in_force
    assert (counted.drafts, counted.departing) == (state.drafts, state.departing)
    assert inspection.counts["documents"] == counted.files
    assert inspection.counts["in_force"] == counted.in_force + sum(one.in_force is not None for one in plans)
    summary = str(readiness_paper(ready).sections[0])
    assert "plans of audits not counted" in summary
