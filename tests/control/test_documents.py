"""Which revision is in force, and how sure that is."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.control.documents import ControlledDocument, DocumentState, Trust
from tests.pages import Example, example

PAGE = """\
```yaml title="procedures/ps-01.yaml" {attributes}
id: PS-01
type: procedure
title: Control of documents
revision: "{revision}"
sections: {{purpose: {text}}}
```

"""


def fence(revision: str, text: str, attributes: str = "") -> str:
    """Return the fence of one state of PS-01."""
    return PAGE.format(revision=revision, text=text, attributes=attributes)


def ps01(made: Example, day: str = "2026-11-22") -> ControlledDocument:
    """Return PS-01 as it stands on *day*."""
    made.day = dt.date.fromisoformat(day)
    document = made.system().document("PS-01")
    assert document is not None
    return document


def test_what_nobody_approved_is_a_draft() -> None:
    """A document without an approval is a draft, and nothing of it is in force."""
    document = ps01(example(fence("1", "text"), "-"))

    assert document.state is DocumentState.DRAFT
    assert document.in_force is None
    assert document.is_drafted


def test_newest_is_by_effective_day_not_by_revision() -> None:
    """Revision 9 approved after revision 10 is the one in force: a revision is only a text."""
    text = fence("A/10", "ten", 'approved="2026-01-05"') + fence("A/9", "nine", 'approved="2026-02-05"')
    document = ps01(example(text, "-"))

    assert document.in_force is not None
    assert document.in_force.revision == "A/9"


@pytest.mark.parametrize(
    ("day", "revision"), [("2026-01-04", None), ("2026-01-05", "1"), ("2026-03-01", "2")]
)
def test_in_force_depends_on_the_day(day: str, revision: str | None) -> None:
    """Each day has its own revision in force; the first counts from its effective day on."""
    text = fence("1", "one", 'approved="2026-01-05"') + fence("2", "two", 'approved="2026-03-01"')
    document = ps01(example(text, "-"), day)

    assert revision == (document.in_force.revision if document.in_force else None)


def test_draft_does_not_hide_what_is_in_force() -> None:
    """The text in force is read from history when the file is a later draft."""
    made = example(fence("1", "one", 'approved="2026-01-05"') + fence("2", "two"), "-")
    document = ps01(made)

    assert document.state is DocumentState.IN_FORCE
    assert document.is_drafted
    assert document.holds_what_is_in_force
    assert document.in_force_text is not None
    assert document.in_force_text.sections == {"purpose": "one"}


def test_changed_content_under_an_approved_revision_drifts() -> None:
    """A file that says 1 with another content than was approved as 1 has drifted."""
    document = ps01(example(fence("1", "one", 'approved="2026-01-05"') + fence("1", "other"), "-"))

    assert document.state is DocumentState.DRIFTED
    assert not document.holds_what_is_in_force


def test_comments_and_order_do_not_drift() -> None:
    """A comment, quotes and another order of fields leave the approval standing."""
    reordered = """\
```yaml title="procedures/ps-01.yaml"
# a comment
revision: 1
title: 'Control of documents'
type: procedure
id: PS-01
sections: {purpose: one}
```
"""
    document = ps01(example(fence("1", "one", 'approved="2026-01-05"') + reordered, "-"))

    assert document.state is DocumentState.IN_FORCE


def test_first_content_keeps_its_revision() -> None:
    """Of two contents approved under one revision the first recorded stays, and the other is a rival."""
    text = fence("1", "one", 'approved="2026-01-05"') + fence("1", "other", 'approved="2026-02-05"')
    document = ps01(example(text, "-"))

    assert document.in_force is not None
    assert document.in_force_text is not None
    assert document.in_force_text.sections == {"purpose": "one"}
    assert [rival.revision for rival in document.rivals] == ["1"]


WITHDRAWAL = """\
```yaml title="approvals/{PS-01}/20260601T100000Z-aaaaaaaa.yaml"
record: approval
document: PS-01
language: en
revision: "1"
meaning: withdrawn
content: content-1:sha256:…
blob: …
decider: {person: bob}
decided: 2026-06-01
reason: nobody does this any more
recorded: 2026-06-01T10:00:00Z
```
"""


def test_withdrawn_document_is_in_force_until_its_day() -> None:
    """A withdrawal ends a document from its day on, and not before."""
    text = fence("1", "one", 'approved="2026-01-05"') + WITHDRAWAL

    assert ps01(example(text, "-"), "2026-05-31").state is DocumentState.IN_FORCE
    assert ps01(example(text, "-"), "2026-06-01").state is DocumentState.WITHDRAWN
    assert ps01(example(text, "-"), "2026-06-01").in_force is None


def test_approval_after_a_withdrawal_is_a_new_life() -> None:
    """A document approved again after its withdrawal is in force again."""
    text = (
        fence("1", "one", 'approved="2026-01-05"') + WITHDRAWAL + fence("2", "two", 'approved="2026-07-01"')
    )

    assert ps01(example(text, "-")).state is DocumentState.IN_FORCE


def test_every_meaning_the_type_demands_must_be_there() -> None:
    """A type that needs a check is not in force on preparation and approval alone."""
    made = example(fence("1", "one", 'approved="2026-01-05"'), "-")
    made.files["qms.yaml"] = made.files["qms.yaml"].replace(
        b"procedure: {id: PS-##}", b"procedure: {needs: [prepared, checked, approved]}"
    )

    assert ps01(made).state is DocumentState.DRAFT


def test_own_commit_makes_a_decision_recorded() -> None:
    """A decision is recorded if the decider's own commit added it, and declared if somebody else's did."""
    text = (
        fence("1", "one", 'approved="2026-01-05"') + WITHDRAWAL
    )  # the harness lets Ann commit the withdrawal
    decisions = {d.record.fact.meaning: d.trust for d in ps01(example(text, "-")).decisions}

    assert decisions == {"prepared": Trust.RECORDED, "approved": Trust.RECORDED, "withdrawn": Trust.DECLARED}


def test_approval_that_is_not_committed_does_not_count() -> None:
    """A record outside the history is written and not yet recorded."""
    made = example(fence("1", "one", 'approved="2026-01-05"'), "-")
    for path in [path for path in made.committed if path.startswith("approvals/")]:
        del made.committed[path]
        made.unrecorded.add(path)

    document = ps01(made)
    assert document.state is DocumentState.DRAFT


@pytest.mark.parametrize(
    ("approved", "months", "due"),
    [
        ("2026-01-31", "1 month", dt.date(2026, 2, 28)),
        ("2024-02-29", "1 year", dt.date(2025, 2, 28)),
        ("2026-01-05", "18 months", dt.date(2027, 7, 5)),
    ],
)
def test_review_is_due_by_calendar_months(approved: str, months: str, due: dt.date) -> None:
    """The day with the same number, or the last of a shorter month."""
    text = fence("1", "one", f'approved="{approved}"').replace(
        "sections:", f"review_every: {months}\nsections:"
    )

    assert due == ps01(example(text, "-")).review_due


LATER = """\
```yaml title="approvals/{PS-01}/20260601T100000Z-aaaaaaaa.yaml"
record: approval
document: PS-01
language: en
revision: "1"
meaning: approved
content: content-1:sha256:…
blob: …
decider: {person: bob}
decided: 2026-06-01
effective: 2026-07-01
recorded: 2026-06-01T10:00:00Z
```
"""


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-05-31", DocumentState.DRAFT),
        ("2026-06-30", DocumentState.APPROVED),
        ("2026-07-01", DocumentState.IN_FORCE),
    ],
)
def test_approval_can_take_effect_later(day: str, state: DocumentState) -> None:
    """Between the decision and the day it takes effect a document is approved and not in force."""
    document = ps01(example(fence("1", "one") + LATER, "-"), day)

    assert document.state is state
    assert (document.in_force is not None) == (state is DocumentState.IN_FORCE)
