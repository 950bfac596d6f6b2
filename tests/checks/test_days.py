"""Days: when a review is due, and when an audit was agreed."""

from __future__ import annotations

import pytest

from qmsctl.checks.overdue_review import overdue_review
from qmsctl.checks.unagreed_audit import unagreed_audit
from tests.checks.fences import decision, document, found, made_of
from tests.pages import Example, run

# overdue-review


@pytest.mark.parametrize(
    ("approved", "every", "due", "after"),
    [
        ("2026-01-31", "1 month", "2026-02-28", "2026-03-01"),
        ("2024-01-31", "1 month", "2024-02-29", "2024-03-01"),
        ("2024-02-29", "1 year", "2025-02-28", "2025-03-01"),
        ("2026-01-05", "12 months", "2027-01-05", "2027-01-06"),
        ("2026-03-31", "6 months", "2026-09-30", "2026-10-01"),
    ],
)
def test_review_is_due_on_its_day_and_overdue_on_the_next(
    approved: str, every: str, due: str, after: str
) -> None:
    """By calendar months: the day with the same number, or the last of a shorter month."""
    text = document("PS-01", "1", attributes=f'approved="{approved}"', review_every=every)

    assert found(overdue_review, made_of(text, on=due)) == []
    assert len(found(overdue_review, made_of(text, on=after))) == 1


def test_one_day_is_one_day() -> None:
    """The message says for how long."""
    text = document("PS-01", "1", attributes='approved="2026-01-05"', review_every="1 month")

    assert found(overdue_review, made_of(text, on="2026-02-06")) == [
        "the review of PS-01 was due on 5 February 2026, 1 day ago"
    ]


@pytest.mark.parametrize(("reviewed", "problems"), [("2026-11-21", 0), ("2026-11-22", 0), ("2026-11-23", 1)])
def test_review_counts_from_its_day(reviewed: str, problems: int) -> None:
    """A review decided by the day of the check moves the next one; a later one does not yet."""
    text = document("PS-01", "1", attributes='approved="2025-01-05"', review_every="12 months")
    made = made_of(text, decision("PS-01", "reaffirmed", reviewed))

    assert len(found(overdue_review, made)) == problems


def test_review_of_an_earlier_revision_does_not_count() -> None:
    """What was reaffirmed has to be what is in force."""
    made = made_of(
        document("PS-01", "1", attributes='approved="2025-01-05"', review_every="12 months"),
        decision("PS-01", "reaffirmed", "2026-10-05"),
        document("PS-01", "2", attributes='approved="2025-06-01"', review_every="12 months"),
    )

    assert len(found(overdue_review, made)) == 1


def test_draft_with_longer_intervals_hides_nothing() -> None:
    """Until it is approved, a draft does not put off the review of what is in force."""
    made = made_of(
        document("PS-01", "1", attributes='approved="2025-01-05"', review_every="12 months"),
        document("PS-01", "2", review_every="36 months"),
    )

    assert len(found(overdue_review, made)) == 1


# unagreed-audit

PLAN = """\
```yaml title="audits/{AUD-1}/audit.yaml" ATTRIBUTES
id: AUD-1
type: audit
title: Internal audit
revision: "1"
kind: internal
```

"""


def audited(*days: str, attributes: str = "", more: str = "") -> Example:
    """Return an audit with evidence of each of *days*."""
    seen = "".join(
        f"""\
```yaml title="audits/{{AUD-1}}/evidence/20261001T10000{number}Z-aaaaaaaa.yaml"
record: evidence
audit: AUD-1
result: conforms
occurred: {day}
recorded: 2026-10-01T10:00:0{number}Z
```

"""
        for number, day in enumerate(days)
    )
    return made_of(PLAN.replace("ATTRIBUTES", attributes), more, seen)


AGREED = 'approved="2026-09-10"'


@pytest.mark.parametrize(("day", "problems"), [("2026-09-09", 1), ("2026-09-10", 0)])
def test_evidence_of_the_first_day_of_the_plan_is_agreed(day: str, problems: int) -> None:
    """An audit may begin on the day on which its plan takes effect."""
    assert len(found(unagreed_audit, audited(day, attributes=AGREED))) == problems


def test_early_evidence_is_reported_once() -> None:
    """One problem names the first record and says how many there are."""
    (problem,) = run(
        audited("2026-09-12", "2026-09-08", "2026-09-07", attributes=AGREED), unagreed_audit
    ).problems

    assert problem.place.path.endswith("20261001T100002Z-aaaaaaaa.yaml")
    assert problem.message.into("en") == (
        "the plan of AUD-1 holds from 10 September 2026 on, and 2 records of evidence are from before,"
        " the first of them 20261001T100002Z-aaaaaaaa, from 7 September 2026"
    )


def test_back_dated_plan_does_not_cover_what_came_before_its_approval() -> None:
    """A plan holds from the day on which it was both decided and effective."""
    late = decision("AUD-1", "approved", "2026-09-20", effective="2026-09-01")

    assert len(found(unagreed_audit, audited("2026-09-10", more=late))) == 1


def test_later_revision_of_the_plan_changes_nothing() -> None:
    """An audit is agreed once its first plan is, however often that is revised."""
    later = PLAN.replace("ATTRIBUTES", 'approved="2026-09-20"').replace('"1"', '"2"')

    assert found(unagreed_audit, audited("2026-09-12", attributes=AGREED, more=later)) == []


def test_plan_that_nobody_approved_is_another_matter() -> None:
    """Without any approval there is no day to compare with."""
    assert run(audited("2026-09-12"), unagreed_audit).outcomes[0].not_applicable == 1
