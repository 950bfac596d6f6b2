"""The register of documents: what is in force, and everything that casts doubt on it."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.model.document import Criterion
from qmsctl.reports.criteria import criterion_named, known_edition
from qmsctl.reports.register import Registered
from qmsctl.reports.shown import in_words
from tests.reports.office import TEXT, office, report, report_of

DRAFT = TEXT[TEXT.index('```yaml title="procedures/ps-01.yaml"') :]
DRAFT = DRAFT[: DRAFT.index("```\n") + 4]


def registered(text: str, id: str = "PS-01") -> Registered:
    """Return the entry of the Polish version of a document."""
    return next(entry for entry in report(text).register if (entry.id, entry.language) == (id, "pl"))


def approval(meaning: str, more: str) -> str:
    """Return the fence of a decision about PS-01."""
    return f"""
```yaml title="approvals/{{PS-01}}/20261102T090000Z-{meaning[:8]:x<8}.yaml"
record: approval
document: PS-01
language: pl
revision: "3.1"
meaning: {meaning}
{more}
decided: 2026-11-02
recorded: 2026-11-02T09:00:00Z
recorder: {{name: Anna Kowalska, email: ann@example.org}}
```
"""


def remarks(entry: Registered) -> list[str]:
    """Return the remarks on a document in English."""
    return [mark.word.into("en") for mark in entry.remarks]


def test_a_later_draft_is_a_remark() -> None:
    """A draft in the tree does not hide what is in force."""
    draft = DRAFT.replace('approved="2026-02-01"', 'commit="2026-11-01 Anna Kowalska <ann@example.org>"')
    entry = registered(TEXT + "\n" + draft.replace('"3.1"', '"3.2"'))

    assert (entry.revision, entry.state.word.text) == ("3.1", "in force")
    assert remarks(entry) == ["the tree holds a later draft, revision 3.2"]


def test_a_file_that_is_gone_is_a_remark() -> None:
    """What is in force and not in the tree is said."""
    deleted = DRAFT.replace('approved="2026-02-01"', 'commit="2026-11-01 A B <ann@example.org>" deleted')

    assert remarks(registered(TEXT + "\n" + deleted))[0] == "the file is gone from the tree"


def test_a_second_content_of_a_revision_is_a_remark() -> None:
    """Another content approved under the same revision is said, and does not replace the first."""
    rival = DRAFT.replace('"2026-02-01"', '"2026-03-01"').replace("wyłącznie aktualne", "różne")
    entry = registered(TEXT + "\n" + rival)

    assert entry.effective == dt.date(2026, 2, 1)
    assert "another content was approved under the same revision" in remarks(entry)


def test_a_lost_text_is_a_remark() -> None:
    """Where history no longer holds what is in force, the register says so."""
    draft = DRAFT.replace('approved="2026-02-01"', 'commit="2026-11-01 A B <ann@example.org>"')
    made = office(TEXT + "\n" + draft.replace('"3.1"', '"3.2"'))
    made.blobs.clear()

    entry = next(e for e in report_of(made.system()).register if (e.id, e.language) == ("PS-01", "pl"))

    assert "the text in force is not in this repository" in remarks(entry)


def test_a_withdrawn_document_says_since_when() -> None:
    """A withdrawn document stays in the register with the day."""
    blob = f"content: content-1:sha256:{'0' * 64}\nblob: {'0' * 40}"
    entry = registered(TEXT + approval("withdrawn", f"{blob}\ndecider: {{person: bob}}\nreason: Zbędna."))

    assert entry.state.word.text == "document withdrawn"
    assert (entry.revision, remarks(entry)) == (None, ["since 2 November 2026"])


PROGRAMME = """
```yaml title="programmes/pa-2025.yaml" approved="2025-01-10"
id: PA-2025
type: programme
title: Audit programme 2025
language: pl
revision: "1"
owner: quality-officer
from: 2025-01-01
until: {until}
entries: []
```
"""


@pytest.mark.parametrize(
    ("until", "said"), [("2025-12-31", ["its period ended on 31 December 2025"]), ("2026-12-31", [])]
)
def test_a_programme_whose_period_is_over_says_so(until: str, said: list[str]) -> None:
    """It is in force, since nobody withdrew it, and programmes nothing any more."""
    entry = registered(TEXT + PROGRAMME.format(until=until), "PA-2025")

    assert (entry.state.word.text, [mark.into("en") for mark in (one.word for one in entry.remarks)]) == (
        "in force",
        said,
    )


def test_a_waived_review_is_a_remark() -> None:
    """Beside the review that is overdue stands until when somebody answers for that."""
    late = TEXT.replace('approved="2026-02-01"', 'approved="2024-02-01"')
    waiver = """
```yaml title="waivers/{PS-01}/20261101T100000Z-aaaaaaaa.yaml"
record: waiver
rule: overdue-review
document: PS-01
reason: The procedure is written anew.
decider: {person: bob}
decided: 2026-11-01
until: 2026-12-31
basis: Note 7/2026
recorded: 2026-11-01T10:00:00Z
recorder: {name: Anna Kowalska, email: ann@example.org}
```
"""
    assert "review overdue" in remarks(registered(late))
    said = remarks(registered(late + waiver))
    assert said[said.index("review overdue") + 1].startswith("waived until 31 December 2026 by ")


def test_an_approval_shows_role_behalf_and_basis() -> None:
    """Who decided for whom, and on what basis, stands beside the day; a record alone is declared only."""
    draft = DRAFT.replace(' approved="2026-02-01"', "").replace('"3.1"', '"3.2"').replace("PS-01", "PS-07")
    draft = draft.replace("ps-01", "ps-07")
    decided = "".join(
        approval(meaning, "content: content-1:sha256:…\nblob: …\n" + more)
        .replace("PS-01", "PS-07")
        .replace('"3.1"', '"3.2"')
        for meaning, more in (
            ("prepared", "decider: {person: ann}"),
            (
                "approved",
                "decider: {person: bob, role: mayor, on_behalf_of: head-or}\nbasis: zarządzenie nr 7",
            ),
        )
    )
    entry = registered(TEXT + "\n" + draft + decided, "PS-07")

    assert in_words(entry.approved, "en") == (
        "Prezydent Miasta, on behalf of Naczelnik Wydziału Organizacyjnego, 2 November 2026, zarządzenie nr 7"
    )
    assert entry.trust is not None
    assert entry.trust.word.text == "declared"


@pytest.mark.parametrize(
    ("edition", "day", "expected"),
    [
        ("iso9001:2015", "2026-09-15", None),
        (
            "iso9001:2015",
            "2026-11-22",
            "● this edition was superseded on 16 September 2026; certificates may name it",
        ),
        (
            "iso9001:2015",
            "2028-09-30",
            "▲ this edition was superseded on 16 September 2026; certificates may name it",
        ),
        (
            "iso9001:2015",
            "2029-10-01",
            "✗ this edition was superseded on 16 September 2026; certificates could name it",
        ),
        ("iso9001:2026", "2029-10-01", None),
    ],
)
def test_an_edition_says_when_it_ends(edition: str, day: str, expected: str | None) -> None:
    """The end of a transition is said once an edition is superseded, louder as it comes near."""
    system = office().system()
    named = criterion_named(Criterion(edition=edition), system, dt.date.fromisoformat(day))
    shown = named.deadline.into("en").partition(" until")[0] if named.deadline else None

    assert shown == expected
    assert named.extent is not None
    assert named.extent.text == "all clauses"


def test_an_edition_nobody_knows_has_no_end() -> None:
    """An unknown edition is named as it was written."""
    named = criterion_named(Criterion(edition="iso9001:1994"), office().system(), dt.date(2026, 1, 1))

    assert (named.name, named.deadline) == ("iso9001:1994", None)
    assert known_edition("iso9001:1994") is None


def test_a_document_nobody_has_is_named_as_missing() -> None:
    """A criterion that is a document which does not exist says so."""
    named = criterion_named(Criterion(document="PS-99"), office().system())

    assert in_words(named.name, "en") == "PS-99 (there is no such document)"
