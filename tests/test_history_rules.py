"""The edges of the rules about the history: where each begins to speak, and of what it has nothing to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from qmsctl.checks.abandoned_change import abandoned_change
from qmsctl.checks.backward_dates import backward_dates
from qmsctl.checks.borrowed_authorship import borrowed_authorship
from qmsctl.checks.implausible_recording_time import implausible_recording_time
from qmsctl.checks.moved_tag import moved_tag
from qmsctl.checks.renamed_record import renamed_record
from qmsctl.checks.rewritten_history import rewritten_history
from qmsctl.control.system import System, control
from qmsctl.inspection import Outcome, inspect
from qmsctl.model.qms import load
from qmsctl.repo.history import Commit, History, history_of
from qmsctl.repo.snapshot import MemorySnapshot
from qmsctl.repo.tags import Tag, Tagged
from qmsctl.rule import AnyRule
from tests.pages import DAY, Example, example

SECOND = dt.timedelta(seconds=1)
A_DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)

DOCUMENT = """\
```yaml title="procedures/ps-01.yaml"
id: PS-01
type: procedure
title: Control of documents
revision: "1"
```
"""
EVIDENCE = """\
```yaml title="audits/{AUD-1}/evidence/20260302T120000Z-aaaaaaaa.yaml" commit="2026-03-02 Ann Example <ann@example.org>"
record: evidence
audit: AUD-1
result: conforms
occurred: 2026-03-02
recorded: 2026-03-02T12:00:00Z
```
"""


def system_of(made: Example, *commits: Commit, complete: bool = True) -> System:
    """Return the system of *made*, with the history that *commits* tell instead of its own."""
    system = made.system()
    history = system.history
    if commits or not complete:
        told = commits or history.commits
        history = history_of(told, history.files, complete=complete, tags=history.tags)
    return control(load(MemorySnapshot(made.files)), history, DAY, made.read_blobs)


def asked(rule: AnyRule, system: System) -> tuple[list[str], Outcome]:
    """Return what *rule* says about *system*, and how much it looked at."""
    inspection = inspect(system, [rule], {})
    return [problem.message.into("en") for problem in inspection.problems], inspection.outcomes[0]


def line(*moments: dt.datetime) -> Iterator[Commit]:
    """Yield commits one after the other, made at *moments*."""
    parents: tuple[str, ...] = ()
    for number, moment in enumerate(moments):
        id = f"{number:040}"
        yield Commit(id, parents, "Ann", "ann@example.org", moment, "Ann", "ann@example.org", moment, "x")
        parents = (id,)


@pytest.mark.parametrize(("back", "problems"), [(A_DAY, 0), (A_DAY + SECOND, 1), (-A_DAY, 0)])
def test_a_day_is_left_to_clocks(back: dt.timedelta, problems: int) -> None:
    """A commit may be dated a day before the one it builds on, and not a second more."""
    found, outcome = asked(backward_dates, system_of(example(DOCUMENT, "-"), *line(NOON, NOON - back)))

    assert len(found) == problems
    assert (outcome.looked_at, outcome.not_applicable) == (1, 1)


def test_of_several_parents_the_latest_counts() -> None:
    """A merge builds on both sides; what comes after it is compared with it alone."""
    early, late, merge = line(NOON - 3 * A_DAY, NOON, NOON - 2 * A_DAY)
    late, merge = replace(late, parents=()), replace(merge, parents=(early.id, late.id))
    found, _ = asked(backward_dates, system_of(example(DOCUMENT, "-"), early, late, merge))

    assert len(found) == 1
    assert late.id[:10] in found[0]


@pytest.mark.parametrize(("ahead", "problems"), [(A_DAY, 0), (A_DAY + SECOND, 1), (-9 * A_DAY, 0)])
def test_an_author_may_be_a_day_ahead(ahead: dt.timedelta, problems: int) -> None:
    """What was written long before its commit was only applied later; what was written after it was not."""
    (commit,) = line(NOON)
    commit = replace(commit, authored=NOON + ahead)

    assert len(asked(backward_dates, system_of(example(DOCUMENT, "-"), commit))[0]) == problems


@pytest.mark.parametrize(
    ("after", "problems"),
    [(7 * A_DAY, 0), (7 * A_DAY + SECOND, 1), (-A_DAY, 0), (-A_DAY - SECOND, 1)],
)
def test_a_record_may_wait_a_week_for_its_commit(after: dt.timedelta, problems: int) -> None:
    """It may be a day ahead of it, for the clocks, and a week behind it."""
    made = example(DOCUMENT + EVIDENCE, "-")
    commits = [
        replace(commit, committed=NOON + after) if commit.committed == NOON else commit
        for commit in made.system().history.commits
    ]

    assert len(asked(implausible_recording_time, system_of(made, *commits))[0]) == problems


def test_a_record_counts_from_its_first_commit() -> None:
    """Not from one that changed it, or moved it, or brought it back."""
    fence = EVIDENCE.replace("2026-03-02 Ann", "2026-06-02 Ann")
    moved = fence.replace("aaaaaaaa", "bbbbbbbb")
    gone = fence.partition("record:")[0].replace(" commit=", " deleted commit=") + "```\n"
    made = example(DOCUMENT + EVIDENCE + fence.replace("conforms", "not_audited") + gone + moved, "-")

    assert asked(implausible_recording_time, made.system())[0] == []


def test_what_is_not_committed_is_left_out() -> None:
    """A record outside the history has no commit to be compared with, and was not moved."""
    head, _, rest = EVIDENCE.partition(" commit=")
    made = example(f"{DOCUMENT}{head} uncommitted\n{rest.partition(chr(10))[2]}", "-")

    for rule in (implausible_recording_time, renamed_record):
        assert asked(rule, made.system())[1].not_applicable == 1


def test_an_attachment_is_no_record() -> None:
    """A file with the same bytes among the attachments of an audit makes no copy of a record."""
    attached = EVIDENCE.replace("/evidence/", "/attachments/x/").replace("2026-03-02 Ann", "2026-03-01 Ann")
    made = example(DOCUMENT + attached + EVIDENCE, "-")

    assert asked(renamed_record, made.system())[0] == []


def test_nothing_is_missed_before_the_first_commit() -> None:
    """Where there is no history, nothing was cut out of it."""
    text = DOCUMENT.replace("```yaml title", '```yaml approved="2026-03-02" title')
    made = example(text, "-")
    made.commits.clear()
    made.committed.clear()
    system = control(load(MemorySnapshot(made.files)), History(()), DAY, made.read_blobs)
    found, outcome = asked(rewritten_history, system)

    assert found == []
    assert outcome.conforming == 0


def test_an_issued_report_pins_its_commit() -> None:
    """The commit a report was made from is in the history, or the history was rewritten."""
    minutes = """\
```yaml title="audits/{AUD-1}/minutes/20260302T120000Z-aaaaaaaa.yaml"
record: minutes
audit: AUD-1
kind: report_issued
occurred: 2026-03-02
report: {file: report.html, sha256: 0000000000000000000000000000000000000000000000000000000000000000, commit: COMMIT}
recorded: 2026-03-02T12:00:00Z
```
"""
    made = example(DOCUMENT + EVIDENCE + minutes.replace("COMMIT", "f" * 40), "-")
    assert "names the commit ffffffffff" in asked(rewritten_history, made.system())[0][0]

    known = made.commits[-1].id
    made = example(DOCUMENT + EVIDENCE + minutes.replace("COMMIT", known), "-")
    assert asked(rewritten_history, made.system())[0] == []


def test_a_correction_settles_what_was_lost() -> None:
    """Nobody can mend a record that names what is gone; a correction takes its place."""
    pinned = "judged_against: [{document: PS-01, revision: '1', blob: " + "e" * 40 + "}]\n"
    lost = EVIDENCE.replace("occurred:", pinned + "occurred:")
    corrected = EVIDENCE.replace("120000Z-aaaaaaaa", "130000Z-bbbbbbbb").replace(
        "occurred:", "corrects: [20260302T120000Z-aaaaaaaa]\noccurred:"
    )

    assert len(asked(rewritten_history, example(DOCUMENT + lost, "-").system())[0]) == 1
    assert asked(rewritten_history, example(DOCUMENT + lost + corrected, "-").system())[0] == []


def test_without_a_merge_nothing_was_looked_at() -> None:
    """No merge is no pass."""
    found, outcome = asked(abandoned_change, example(DOCUMENT, "-").system())

    assert (found, outcome.looked_at) == ([], 0)


def test_a_committer_matters_only_where_the_decider_is_the_author() -> None:
    """A decision that is only declared rests on its basis, whoever made its commit."""
    text = DOCUMENT.replace("```yaml title", '```yaml approved="2026-03-02" title')
    made = example(text, "-")
    commits = [
        replace(one, committer="Eve", committer_email="eve@example.org")
        for one in made.system().history.commits
    ]
    assert len(asked(borrowed_authorship, system_of(made, *commits))[0]) == 2

    declared = [
        replace(one, author="Eve", author_email="eve@example.org", committer_email="x@example.org")
        for one in commits
    ]
    found, _ = asked(borrowed_authorship, system_of(made, *declared))
    assert all("recorded it, and its commit" in message for message in found)


@pytest.mark.parametrize(
    ("tag", "said", "applicable"),
    [
        (Tag("v1", "0" * 40), None, True),
        (Tag("v1", "0" * 40, inner="v1", tagged=NOON - A_DAY), None, True),
        (Tag("v1", "0" * 40, inner="v1", tagged=NOON - A_DAY - SECOND), "says it was made on", True),
        (Tag("v1", "0" * 40, inner="v2", tagged=NOON), "was made as v2", True),
        (Tag("v1", None), None, False),
        (Tag("v1", None, missing="f" * 40), None, False),
        (Tag("v1", "f" * 40, outside=Tagged((), "ann@example.org", NOON, NOON)), "in whose place", True),
        (Tag("v1", "f" * 40, outside=Tagged((), "bob@example.org", NOON, NOON)), None, False),
        (Tag("v1", "f" * 40, outside=Tagged(("e" * 40,), "ann@example.org", NOON, NOON)), None, False),
        (Tag("PS-01-1", "f" * 40, outside=Tagged(("e" * 40,), "ann@example.org", NOON, NOON)), "in whose place", True),
        (Tag("approved/PS-01", "f" * 40, outside=Tagged(("e" * 40,), "ann@example.org", NOON, NOON)), "in whose", True),
        (Tag("PS-011", "f" * 40, outside=Tagged(("e" * 40,), "ann@example.org", NOON, NOON)), None, False),
    ],
)  # fmt: skip
def test_tags(tag: Tag, said: str | None, applicable: bool) -> None:  # noqa: FBT001 - a column of the table above
    """Each tag is judged by what it says and by what the history has in place of what it names."""
    made = example(DOCUMENT, "-")
    system = made.system()
    history = history_of(line(NOON), system.history.files, tags=[tag])
    system = control(load(MemorySnapshot(made.files)), history, DAY, made.read_blobs)
    found, outcome = asked(moved_tag, system)

    assert [said in message for message in found if said] == [True for _ in range(said is not None)]
    assert outcome.not_applicable == (not applicable)


def test_what_is_unknown_is_counted_for_each_and_said_once() -> None:
    """In a shallow clone every record is one whose move cannot be established, and one sentence says so."""
    made = example(
        DOCUMENT + EVIDENCE + EVIDENCE.replace("aaaaaaaa", "bbbbbbbb").replace("conforms", "not_audited"), "-"
    )
    commits = [replace(commit, parents=()) for commit in made.system().history.commits]
    found, outcome = asked(renamed_record, system_of(made, *commits, complete=False))

    assert len(found) == 1
    assert outcome.cannot_be_established == 2
