"""Rules about the plans of audits: edges that would clutter their pages."""

from __future__ import annotations

import pytest

from qmsctl.checks.double_booked_auditor import double_booked_auditor
from qmsctl.checks.missed_follow_up import missed_follow_up
from tests.pages import example, run

PLAN = """\
```yaml title="audits/{AUD-2026-02}/audit.yaml"
id: AUD-2026-02
type: audit
title: Audit of the department
revision: "1"
kind: internal
days: [2026-12-10, 2026-12-11]
scope: {units: [OR]}
criteria: [{edition: "iso9001:2015", clauses: ["7.5"]}]
%s
```

"""
FINDING = """\
```yaml title="findings/{7kq2m9ab}/20260310T120000Z-aaaa1111.yaml"
record: finding
finding: 7kq2m9ab
step: raised
number: NC-2026-01-A1
source: {audit: AUD-2026-01}
grade: minor
title: No approval
units: [%s]
occurred: 2026-03-10
```
"""


@pytest.mark.parametrize(
    ("more", "finding", "expected"),
    [
        ("", "", (0, 1)),  # nothing is open, and nothing is named
        ("", FINDING % "SO", (0, 1)),  # what is open concerns another unit
        ("", FINDING % "OR", (1, 0)),
        ("follow_up: [NC-2026-01-A1]", FINDING % "OR", (0, 0)),
        ("follow_up: [NC-2026-01-A1]", "", (1, 0)),
    ],
)
def test_a_plan_with_nothing_to_follow_up_passes_nothing(
    more: str, finding: str, expected: tuple[int, int]
) -> None:
    """That no finding is left out is earned by the findings that the plan names."""
    (outcome,) = run(example(PLAN % more + finding, ""), missed_follow_up).outcomes

    assert (outcome.nonconforming, outcome.not_applicable) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("{auditor: eve, day: 2026-12-10, time: '9:00-11:00', unit: OR}, {auditor: eve, day: 2026-12-10, time: '10:00-12:00', unit: SO}", (1, 0)),
        ("{auditor: eve, day: 2026-12-10, time: '9:00-11:00', unit: OR}, {auditor: eve, day: 2026-12-11, time: '10:00-12:00', unit: SO}", (0, 0)),
        ("{auditor: eve, day: 2026-12-10, time: '9:00-11:00', unit: OR}, {auditor: bob, day: 2026-12-10, time: '10:00-12:00', unit: SO}", (0, 0)),
        # an audit of two days that does not say on which of them
        ("{auditor: eve, time: '9:00-11:00', unit: OR}, {auditor: eve, time: '10:00-12:00', unit: SO}", (0, 1)),
    ],
)  # fmt: skip
def test_only_rows_of_one_day_are_compared(rows: str, expected: tuple[int, int]) -> None:
    """Where no row tells its day, nothing was compared, and nothing passes."""
    (outcome,) = run(example(PLAN % f"schedule: [{rows}]", ""), double_booked_auditor).outcomes

    assert (outcome.nonconforming, outcome.not_applicable) == expected


@pytest.mark.parametrize(
    ("rows", "unknown"),
    [
        ("{auditor: eve, day: 2026-12-10, time: rano, unit: OR}", 0),
        ("{auditor: eve, day: 2026-12-10, time: rano, unit: OR}, {auditor: eve, day: 2026-12-10, time: '9:00-10:00', unit: SO}", 1),
        ("{auditor: eve, day: 2026-12-10, time: '9:00-10:00', unit: OR}, {auditor: eve, day: 2026-12-10, time: '8.30', unit: SO}", 1),
        ("{auditor: eve, day: 2026-12-10, time: rano, unit: OR}, {auditor: eve, day: 2026-12-10, time: '9:00-10:00', unit: OR}", 0),
        ("{auditor: eve, day: 2026-12-10, time: rano, unit: OR}, {auditor: bob, day: 2026-12-10, time: '9:00-10:00', unit: SO}", 0),
        ("{auditor: eve, day: 2026-12-10, time: rano, unit: OR}, {auditor: eve, day: 2026-12-11, time: '9:00-10:00', unit: SO}", 0),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_read(rows: str, unknown: int) -> None:
    """Where it could overlap another of the same person and day, nobody knows, and nothing passes."""
    (outcome,) = run(example(PLAN % f"schedule: [{rows}]", ""), double_booked_auditor).outcomes

    assert (outcome.nonconforming, outcome.cannot_be_established) == (0, unknown)
