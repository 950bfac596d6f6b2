"""Which revision is in force, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pytest

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import control
from qmsctl.control.trust import Trust
from qmsctl.documents.digest import content_digest
from qmsctl.model.reading import read_document
from qmsctl.repo.snapshot import blob_name
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


def test_text_in_force_that_is_lost_is_missing() -> None:
    """Without the bytes that were approved there is no text in force, and nothing takes its place."""
    made = example(fence("1", "one", 'approved="2026-01-05"') + fence("2", "two"), "-")
    made.system()
    made.blobs.clear()
    document = ps01(made)

    assert document.in_force is not None
    assert document.in_force_text is None
    assert document.blob_missing
    assert not document.blob_mismatched


FOREIGN = """\
```yaml title="approvals/{PS-01}/20260301T100000Z-aaaaaaaa.yaml"
record: approval
document: PS-01
language: en
revision: "2"
meaning: approved
content: CONTENT
blob: BLOB
decider: {person: bob}
decided: 2026-03-01
recorded: 2026-03-01T10:00:00Z
```
"""


def foreign(raw: bytes, path: str = "procedures/ps-01.yaml") -> str:
    """Return the fence of an approval of PS-01, revision 2, that names *raw* as its content."""
    read = read_document(path, raw)
    assert read is not None
    return FOREIGN.replace("CONTENT", content_digest(read.source.content)).replace("BLOB", blob_name(raw))


def test_text_of_another_document_is_not_the_text_in_force() -> None:
    """An approval whose digest and bytes are those of another document brings no text into force."""
    other = b"id: PS-02\ntype: procedure\ntitle: Something else\nrevision: '2'\n"
    made = example(fence("1", "one", 'approved="2026-01-05"') + foreign(other), "-")
    made.blobs[blob_name(other)] = other
    document = ps01(made)

    assert document.in_force is not None
    assert document.in_force_text is None
    assert document.blob_mismatched
    assert not document.blob_missing
    assert not document.holds_what_is_in_force


@pytest.mark.parametrize("language", ["language: pl\n", ""])
def test_bytes_of_another_language_are_another_text(language: str) -> None:
    """The language of the bytes is that which they name, or else the organisation's."""
    text = f"id: PS-01\ntype: procedure\ntitle: Control\n{language}revision: '2'\n".encode()
    made = example(fence("1", "one", 'approved="2026-01-05"') + foreign(text), "-")
    made.blobs[blob_name(text)] = text

    assert ps01(made).blob_mismatched == bool(language)


def test_document_that_became_markdown_keeps_its_text_in_force() -> None:
    """What was approved as YAML is still read when the file is a Markdown draft."""
    markdown = """\
```md title="procedures/ps-01.md"
---
id: PS-01
type: procedure
title: Control of documents
revision: "2"
---

## Purpose

two
```
"""
    made = example(fence("1", "one", 'approved="2026-01-05"') + markdown, "-")
    made.system()
    del made.files["procedures/ps-01.yaml"]
    document = ps01(made)

    assert document.is_drafted
    assert document.in_force_text is not None
    assert document.in_force_text.sections == {"purpose": "one"}


def test_draft_does_not_move_the_review() -> None:
    """Until it is approved, a draft that wants other intervals leaves the next review where it is."""
    yearly = fence("1", "one", 'approved="2026-01-05"').replace(
        "sections:", "review_every: 12 months\nsections:"
    )
    later = fence("2", "two").replace("sections:", "review_every: 60 months\nsections:")

    assert ps01(example(yearly + later, "-")).review_due == dt.date(2027, 1, 5)


@pytest.mark.parametrize(
    ("day", "revision"),
    [
        ("2026-01-04", None),
        ("2026-01-05", "1"),
        ("2026-05-31", "1"),
        ("2026-06-01", None),
        ("2026-07-01", "2"),
    ],
)
def test_what_was_in_force_on_another_day(day: str, revision: str | None) -> None:
    """What a document says of another day is what it would say on that day."""
    text = (
        fence("1", "one", 'approved="2026-01-05"') + WITHDRAWAL + fence("2", "two", 'approved="2026-07-01"')
    )
    then = dt.date.fromisoformat(day)
    today, on_the_day = ps01(example(text, "-")), ps01(example(text, "-"), day)
    asked = today.in_force_on(then)

    assert revision == (asked.revision if asked else None)
    assert revision == (on_the_day.in_force.revision if on_the_day.in_force else None)


def test_what_came_before_ends_at_a_withdrawal() -> None:
    """A revision follows the one approved before it, but the first after a withdrawal follows none."""
    first, second = fence("1", "one", 'approved="2026-01-05"'), fence("2", "two", 'approved="2026-07-01"')
    after, anew = ps01(example(first + second, "-")), ps01(example(first + WITHDRAWAL + second, "-"))

    assert [(step.before.revision, step.revision) for step in after.steps] == [("1", "2")]
    assert list(anew.steps) == []


def test_one_read_for_all_documents() -> None:
    """Whatever has to be read from history is asked for once, and nothing that the tree holds."""
    made = example(fence("1", "one", 'approved="2026-01-05"') + fence("2", "two"), "-")
    system = made.system()
    asked: list[list[str]] = []

    def read(names: Iterable[str]) -> Mapping[str, bytes]:
        asked.append(sorted(names))
        return made.read_blobs(asked[-1])

    control(system.qms, system.history, system.day, read)
    first = next(name for name, raw in made.blobs.items() if b'revision: "1"\nsections' in raw)
    assert asked == [[first]]


@pytest.mark.parametrize(
    ("needs", "state"),
    [("[approved]", DocumentState.IN_FORCE), ("[prepared, checked, approved]", DocumentState.DRAFT)],
)
def test_a_document_whose_file_is_gone_keeps_the_demands_of_its_type(
    needs: str, state: DocumentState
) -> None:
    """What was approved says of which type it is, so deleting the file puts nothing into force."""
    other = fence("1", "one").replace("ps-01", "ps-02").replace("PS-01", "PS-02")
    text = fence("1", "one", 'approved="2026-01-05"') + fence("1", "one", "deleted")
    made = example(other + text, "-")
    made.files["qms.yaml"] = made.files["qms.yaml"].replace(
        b"procedure: {id: PS-##}", f"procedure: {{needs: {needs}}}".encode()
    )
    document = ps01(made)

    assert document.working is None
    assert document.state is state
