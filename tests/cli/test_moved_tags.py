"""Tags that approve and were deleted and set anew: what can be found of that in one repository, and what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import git
from tests.cli.test_rules_without_revisions import BOB, FIELDS, Works


def tag(works: Works, name: str, day: str, at: str = "HEAD") -> None:
    """Let Bob tag a commit."""
    works.git("tag", "-f", "-a", "-m", "In force", name, at, day=day, who=BOB)


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """Procedures with revisions, approved by tags; revision 1 in February, revision 2 in May."""
    made = Works(tmp_path / "works", "tags", fields=FIELDS + ", revision: version")
    for revision, day in (("1", "2026-02-01"), ("2", "2026-05-01")):
        made.write(f"Text {revision}.", f"version: '{revision}'\non: {day}\n")
        made.commit(day, f"Revision {revision}")
        tag(made, f"A_{revision}", day)
    return made


SET_ANEW = (
    "the tag A_1 was made on 1 June 2026, and the text of A that it approves says that it was approved on"
    " 1 February 2026: the tag was set anew, or long after the decision"
)


def test_a_tag_of_an_earlier_text(works: Works) -> None:
    """It is later than the day that the text states, in both languages; as it was made first, nothing is told."""
    assert works.problems("moved-tag", "contradicted-status") == []
    tag(works, "A_1", "2026-06-01", "HEAD~1")
    assert works.problems("moved-tag", "contradicted-status") == [SET_ANEW]
    (message,) = works.problems("moved-tag", lang="pl")
    assert message == (
        "tag A_1 utworzono 1 czerwca 2026 r., a tekst dokumentu A, który ten tag zatwierdza, podaje, że zatwierdzono"
        " go 1 lutego 2026 r.: tag założono na nowo albo długo po decyzji"
    )


def test_a_tag_of_the_text_in_the_tree(works: Works) -> None:
    """The two days differ, which is told once."""
    tag(works, "A_2", "2026-06-01")
    assert works.problems("moved-tag", "contradicted-status") == [
        "A says that it was approved on 1 May 2026, and its approval is of 1 June 2026"
    ]


def test_a_tag_that_was_moved_to_another_text(works: Works) -> None:
    """The tag of revision 1 stands on revision 2 now: what it names and what it approves are not the same revision."""
    tag(works, "A_1", "2026-05-01")
    assert works.problems("mismatched-approval") == [
        "the decision on revision 1 of A names the content of revision 2"
    ]


def test_a_tag_that_claims_to_be_older_than_its_commit(works: Works) -> None:
    """Its maker had not seen the commit yet."""
    tag(works, "A_2", "2026-04-01")
    (message,) = works.problems("moved-tag")
    assert message.startswith("the tag A_2 says it was made on 1 April 2026, and its commit ")


def test_a_tag_that_contradicts_nothing(works: Works) -> None:
    """Where a text says nothing of its approval, a tag that was set anew cannot be told from the first one."""
    settings = works.root / "qms.yaml"
    settings.write_text(settings.read_text().replace("approved_on: on, ", ""))
    works.commit("2026-05-02", "Days of approval are kept elsewhere")
    before = git("rev-parse", "A_1", at=works.root)
    tag(works, "A_1", "2026-06-01", "HEAD~2")
    assert before != git("rev-parse", "A_1", at=works.root)
    assert works.problems("moved-tag", "contradicted-status", "mismatched-approval") == []
