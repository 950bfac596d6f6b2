"""Revisions: raised for nothing, counted backward, approved twice."""

from __future__ import annotations

import pytest

from qmsctl.checks.backward_revision import backward_revision
from qmsctl.checks.revision_approved_twice import revision_approved_twice
from qmsctl.checks.unchanged_revision import unchanged_revision
from qmsctl.control.revisions import is_backward
from tests.checks.fences import decision, document, found, made_of, not_established
from tests.pages import run

FIRST = 'approved="2026-01-05"'
SECOND = 'approved="2026-06-01"'

# unchanged-revision


def test_change_of_any_field_is_a_change() -> None:
    """A new owner is a change as well as a new word."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "2", attributes=SECOND, owner="quality-officer"),
    )

    assert found(unchanged_revision, made) == []
    assert run(made, unchanged_revision).outcomes[0].conforming == 1


def test_comment_quotes_and_order_are_no_change() -> None:
    """What an approval does not cover does not make a revision new."""
    rewritten = """\
```yaml title="procedures/ps-01.yaml" approved="2026-06-01"
# raised on the occasion of the review
revision: '2'
title: "Procedure PS-01"
sections:
  purpose: PS-01
type: procedure
id: PS-01
```
"""

    assert found(unchanged_revision, made_of(document("PS-01", "1", attributes=FIRST), rewritten)) == [
        "revision 2 of PS-01 differs from revision 1 only in its number"
    ]


MARKDOWN = """\
```md title="procedures/ps-01.md" approved="DAY"
---
id: PS-01
type: procedure
title: Control of documents
revision: "REVISION"
---

## Purpose

One place for every document.
```
"""


def test_markdown_is_compared_by_fields_and_body() -> None:
    """A Markdown document is compared like any other."""
    first = MARKDOWN.replace("DAY", "2026-01-05").replace("REVISION", "wyd. 1")
    second = MARKDOWN.replace("DAY", "2026-06-01").replace("REVISION", "wyd. 2")

    assert found(unchanged_revision, made_of(first, second)) == [
        "revision wyd. 2 of PS-01 differs from revision wyd. 1 only in its number"
    ]
    assert found(unchanged_revision, made_of(first, second.replace("every", "each"))) == []


def test_what_is_in_force_is_compared_when_the_file_has_moved_on() -> None:
    """A real change in the draft does not hide that the revision in force changed nothing."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "2", attributes=SECOND),
        document("PS-01", "3", text="something new"),
    )

    assert found(unchanged_revision, made) == [
        "revision 2 of PS-01 differs from revision 1 only in its number"
    ]


def test_revision_to_come_is_compared_with_the_one_before_it() -> None:
    """A revision that was approved for later is looked at while it can still be corrected."""
    later = document("PS-01", "2") + decision(
        "PS-01", "approved", "2026-06-01", revision='"2"', effective="2026-12-01"
    )

    assert found(unchanged_revision, made_of(document("PS-01", "1", attributes=FIRST), later)) == [
        "revision 2 of PS-01 differs from revision 1 only in its number"
    ]


def test_draft_is_compared_with_what_it_will_replace() -> None:
    """A draft that goes back to what is in force changes what was approved to come."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "2", text="something new"),
        decision("PS-01", "approved", "2026-06-01", revision='"2"', effective="2026-12-01"),
        document("PS-01", "3"),
    )

    assert found(unchanged_revision, made) == []


def test_draft_can_still_be_mended() -> None:
    """A draft is told another way out than an approved revision."""
    made = made_of(document("PS-01", "1", attributes=FIRST), document("PS-01", "2"))
    (problem,) = run(made, unchanged_revision).problems

    assert problem.place.path == "procedures/ps-01.yaml"
    assert problem.fix.into("en") == (
        "write the change that was meant, or put revision 1 back and record its review: qmsctl review PS-01"
    )


def test_first_revision_after_a_withdrawal_begins_anew() -> None:
    """A document that is brought back unchanged needs a new approval, and changes nothing."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        decision("PS-01", "withdrawn", "2026-03-01", reason="not needed"),
        document("PS-01", "2", attributes=SECOND),
    )

    assert found(unchanged_revision, made) == []


def test_language_versions_are_compared_by_themselves() -> None:
    """A translation that changed does not excuse an original that did not."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "1", attributes=FIRST, language="pl", text="raz"),
        document("PS-01", "2", attributes=SECOND),
        document("PS-01", "2", attributes=SECOND, language="pl", text="dwa"),
    )
    (problem,) = run(made, unchanged_revision).problems

    assert problem.place.path.startswith("approvals/")
    assert run(made, unchanged_revision).outcomes[0].conforming == 1


def test_text_that_is_lost_cannot_be_compared() -> None:
    """Without the text in force nobody can tell what changed, and the rule says so."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "2", attributes=SECOND, text="two"),
        document("PS-01", "3", text="three"),
    )
    made.system()
    made.blobs.clear()

    (message,) = not_established(unchanged_revision, made)
    assert message == (
        "the text of revision 2 of PS-01 is not in the repository,"
        " so whether it changed anything cannot be established"
    )


# backward-revision


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3.10", "3.2"),
        ("10", "9"),
        ("B", "A/2"),
        ("A/2", "A/1"),
        ("B/1", "A/9"),
        ("wyd. 3", "wyd. 2"),
        ("2.0", "1.9"),
        ("AA", "Z"),
    ],
)
def test_lower_revisions_are_backward(before: str, after: str) -> None:
    """Numbers count by value and letters by the alphabet."""
    assert is_backward(before, after)
    assert not is_backward(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [("1", "1"), ("3.2", "A/1"), ("wyd. 2", "rev. 1"), ("draft", "1"), ("2026", "B"), ("02", "2")],
)
def test_other_styles_are_not_compared(before: str, after: str) -> None:
    """Between two styles there is no order, and a revision is not lower than itself."""
    assert not is_backward(before, after)
    assert not is_backward(after, before)


def test_order_is_that_of_the_days() -> None:
    """What was approved first and takes effect last comes last."""
    made = made_of(
        document("PS-01", "3", text="three"),
        decision("PS-01", "approved", "2026-01-05", revision='"3"', effective="2026-06-01"),
        document("PS-01", "2", attributes='approved="2026-02-01"', text="two"),
    )

    assert found(backward_revision, made) == []


def test_what_was_replaced_since_is_left_out() -> None:
    """A step back in the past is mended by the next revision."""
    steps = [
        document("PS-01", "3.10", attributes=FIRST, text="ten"),
        document("PS-01", "3.2", attributes=SECOND, text="two"),
        document("PS-01", "3.11", attributes='approved="2026-07-01"', text="eleven"),
    ]

    assert found(backward_revision, made_of(*steps, on="2026-06-30")) == [
        "revision 3.2 of PS-01 comes after revision 3.10, and is lower"
    ]
    assert found(backward_revision, made_of(*steps)) == []


def test_numbers_may_begin_anew_after_a_withdrawal() -> None:
    """A document that was withdrawn and written again counts from one."""
    made = made_of(
        document("PS-01", "4", attributes=FIRST),
        decision("PS-01", "withdrawn", "2026-03-01", revision='"4"', reason="not needed"),
        document("PS-01", "1", attributes=SECOND, text="written again"),
    )

    assert found(backward_revision, made) == []


def test_styles_that_differ_are_not_applicable() -> None:
    """The rule has nothing to say about a document that changed its style."""
    made = made_of(
        document("PS-01", "9", attributes=FIRST), document("PS-01", "A/1", attributes=SECOND, text="new")
    )

    assert run(made, backward_revision).outcomes[0].not_applicable == 1


# revision-approved-twice


def test_approval_that_lacks_another_decision_is_a_second_one_all_the_same() -> None:
    """A text that was approved under a taken revision is reported even if nobody prepared it."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "1", text="other words"),
        decision("PS-01", "approved", "2026-03-01"),
    )
    made.files["qms.yaml"] = made.files["qms.yaml"].replace(b"{id: PS-##}", b"{needs: [prepared, approved]}")

    (message,) = found(revision_approved_twice, made)
    assert message == (
        "revision 1 of PS-01, decided on 1 March 2026, has another text"
        " than the revision 1 decided on 5 January 2026"
    )


def test_three_texts_are_two_too_many() -> None:
    """Each text but the first is reported once, however often it was approved."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "1", attributes='approved="2026-02-05"', text="two"),
        document("PS-01", "1", attributes='approved="2026-03-05"', text="three"),
        decision("PS-01", "approved", "2026-04-05", decider="{person: eve}"),
    )

    assert len(found(revision_approved_twice, made)) == 2


def test_approval_that_was_corrected_is_no_second_one() -> None:
    """A correction that gives the text its own revision ends the matter."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "1", text="other words"),
        decision("PS-01", "approved", "2026-03-01", name="20260301T120000Z-aaaaaaaa"),
        document("PS-01", "2", text="other words"),
        decision("PS-01", "approved", "2026-03-02", revision='"2"', corrects="[20260301T120000Z-aaaaaaaa]"),
    )

    assert found(revision_approved_twice, made) == []


def test_approval_of_a_day_to_come_does_not_count_yet() -> None:
    """On a day before the second decision there was one text only."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        document("PS-01", "1", attributes='approved="2026-03-05"', text="two"),
        on="2026-03-04",
    )

    assert found(revision_approved_twice, made) == []
