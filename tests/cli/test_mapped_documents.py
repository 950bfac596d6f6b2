"""Documents of other forms are revised, approved, reviewed, withdrawn and shown as qmsctl's own are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.program import Outcome, git, qmsctl
from tests.cli.works import build, changed_lines, commit, edit

EDITOR = {"EDITOR": "sed -i s/Everybody/Somebody/"}


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The works, built once."""
    return build(tmp_path_factory.mktemp("works") / "works")


@pytest.fixture
def works(pattern: Path, tmp_path: Path) -> Path:
    """The works, which a test may spoil."""
    return Path(shutil.copytree(pattern, tmp_path / "works"))


def revise(works: Path, id: str, *words: str, editor: str = EDITOR["EDITOR"]) -> Outcome:
    """Revise the document *id* with an *editor*."""
    return qmsctl("revise", id, "--reason", "Say it better", *words, at=works, env={"EDITOR": editor})


REVISED = {
    "SOP-001": ['-version: "1.0"   # as printed', '+version: "1.1"   # as printed'],
    "T-1": ["-| Version | 3 |", "+| Version | 4 |"],
    "T-2": ["-**Document-ID:** T-2 | **Rev:** 04", "+**Document-ID:** T-2 | **Rev:** 05"],
    "Y-1": ["-  rev: R2", "+  rev: R3"],
    "P-1": ["-document: P-1 rev 7", "+document: P-1 rev 8"],
}


@pytest.mark.parametrize("id", REVISED)
def test_an_approved_text_gets_its_next_revision_where_the_revision_stands(works: Path, id: str) -> None:
    """Once a record approves it, an edited text bears the next revision, and that is one changed line."""
    assert qmsctl("approve", id, at=works).status == 0
    done = revise(works, id)

    assert done.status == 0, done.err
    lines = changed_lines(works)
    assert lines[:2] == REVISED[id]
    assert len(lines) == 4
    assert f"Next: qmsctl approve {id}\n" in done.err
    assert qmsctl("approve", id, at=works).status == 0
    row = next(line for line in qmsctl("register", at=works).out.splitlines() if line.startswith(f"{id} |"))
    assert "| in force |" in row
    assert "recorded by the decider" in row


@pytest.mark.parametrize("id", REVISED)
def test_a_revision_can_be_given_where_nothing_else_changes(works: Path, id: str) -> None:
    """`--next` changes the one value, in the manner in which it stands."""
    done = revise(works, id, "--next", "B/9", editor="true")
    assert done.status == 0, done.err
    lines = changed_lines(works)
    assert len(lines) == 2
    assert "B/9" in lines[1]
    assert "revision B/9\n" in qmsctl("why", id, at=works).out


def test_a_document_without_revisions_is_asked_for_none(works: Path) -> None:
    """A kind that names no revision has none; its commit says that it changed."""
    done = revise(works, "plain/p.md")
    assert done.status == 0, done.err
    assert git("log", "-1", "--format=%s", at=works) == "plain/p.md: changed\n"
    assert "The new text of plain/p.md is a draft until it is approved." in done.err
    again = revise(works, "plain/p.md", "--next", "2", editor="true")
    assert again.status == 2
    assert "plain/p.md has no field for the revision of the document" in again.err


def test_a_revision_in_the_name_of_the_file_is_changed_by_renaming_it(works: Path) -> None:
    """The refusal says how, and after that the document has the revision."""
    done = revise(works, "PR-01", "--next", "3", editor="true")
    assert done.status == 2
    assert "the revision of PR-01 stands in the name of its file" in done.err
    assert "git mv named/PR-01_v2.md named/PR-01_v3.md" in done.err
    git("mv", "named/PR-01_v2.md", "named/PR-01_v3.md", at=works)
    commit(works, "Next revision")
    assert "File: named/PR-01_v3.md, revision 3\n" in qmsctl("why", "PR-01", at=works).out
    assert qmsctl("approve", "PR-01", at=works).out.startswith("approvals/pr-01-")


def test_what_was_not_filled_in_before_does_not_keep_anybody_from_revising(works: Path) -> None:
    """A day that is still to be decided was there before; a fault that is new has to be mended."""
    assert revise(works, "SOP-001").status == 0
    new = revise(works, "SOP-001", editor="sed -i 's/owner: .*/owner: TBD/'")
    assert new.status == 2
    assert "TBD only keeps the place of a value (owner)" in new.err


def test_another_id_is_another_document(works: Path) -> None:
    """Whoever changes the field that says which document it is, under its own name, is told."""
    done = revise(works, "T-1", editor="sed -i 's/| T-1 |/| T-9 |/'")
    assert done.status == 2
    assert "id was T-1 and is T-9 now: that is another document" in done.err


def test_text_from_a_file(works: Path, tmp_path: Path) -> None:
    """A text that was edited elsewhere is taken over as in qmsctl's own form."""
    new = tmp_path / "new.md"
    text = (works / "tab/T-2.md").read_text(encoding="utf-8").replace("Everybody", "Nobody")
    new.write_text(text, encoding="utf-8")
    done = qmsctl("revise", "T-2", "--from", str(new), "--reason", "Law", "--next", "05", at=works)
    assert done.status == 0, done.err
    assert changed_lines(works) == [
        "-**Document-ID:** T-2 | **Rev:** 04",
        "+**Document-ID:** T-2 | **Rev:** 05",
        "-Everybody who drives has a paper for it.",
        "+Nobody who drives has a paper for it.",
    ]


def test_what_a_document_declares_can_be_recorded_too(works: Path) -> None:
    """A record makes an approval surer that the document only declared; a second record is refused."""
    edit(works, "sop/SOP-001.md", "status: draft", "status: approved\napproved: 2026-02-03")
    commit(works, "Approved")
    assert "as the document says of itself | declared" in qmsctl("register", at=works).out
    done = qmsctl("approve", "SOP-001", at=works)
    assert done.status == 0, done.err
    assert "recorded by the decider" in qmsctl("register", at=works).out
    assert "is approved already" in qmsctl("approve", "SOP-001", at=works).err
    told = revise(works, "SOP-001")
    assert "SOP-001 says of itself that it is approved, and qms.yaml counts what it says" in told.err


def test_a_record_counts_beside_a_tag(works: Path) -> None:
    """Both stand in what explains the state."""
    git("-c", "tag.gpgSign=false", "tag", "-a", "-m", "x", "SOP-001_1.0", at=works)
    assert qmsctl("approve", "SOP-001", at=works).status == 0
    why = qmsctl("why", "SOP-001", at=works).out
    assert "SOP-001_1.0" in why
    assert "record: approvals/sop-001-" in why


def test_changed_after_approval(works: Path) -> None:
    """A changed word under an approved revision is found; what tells of review is no part of the content."""
    assert qmsctl("approve", "T-1", at=works).status == 0
    edit(works, "tab/T-1.md", "Everybody", "Nobody")
    commit(works, "Change")
    assert "the file departs from what was approved" in qmsctl("why", "T-1", at=works).out
    done = qmsctl("approve", "T-1", at=works)
    assert "revision 3 of T-1 was approved with another content" in done.err
    assert revise(works, "T-1", editor="true").status == 0
    assert "+| Version | 4 |" in changed_lines(works)

    assert qmsctl("approve", "SOP-001", at=works).status == 0
    edit(works, "sop/SOP-001.md", "reviewed: TBD", "reviewed: 2026-03-01")
    commit(works, "Reviewed")
    assert "Why: revision 1.0 has every decision its type demands" in qmsctl("why", "SOP-001", at=works).out


def test_review_and_withdrawal(works: Path) -> None:
    """What is in force can be reaffirmed and ended, and what is withdrawn is not revised."""
    assert qmsctl("review", "Y-1", at=works).status == 2
    assert qmsctl("approve", "Y-1", at=works).status == 0
    assert "stays in force" in qmsctl("review", "Y-1", at=works).err
    assert qmsctl("withdraw", "Y-1", "--reason", "Nobody cleans", at=works).status == 0
    assert "withdrawn" in qmsctl("why", "Y-1", at=works).out
    assert "a withdrawn document is not revised" in revise(works, "Y-1").err


def test_what_is_shown(works: Path) -> None:
    """Text, differences, history and changes are those of the document, without the fields in its text."""
    assert qmsctl("approve", "T-1", "Y-1", at=works).status == 0
    assert revise(works, "T-1").status == 0
    shown = qmsctl("show", "T-1", at=works).out
    assert "\nText\n\nEverybody puts what is stored in a place of its own.\n" in shown
    assert "Document-ID" not in shown
    assert "- Everybody washes\n- and dries\n" in qmsctl("show", "Y-1", at=works).out
    assert "[-Everybody-] {+Somebody+} puts" in qmsctl("diff", "T-1", at=works).out
    history = qmsctl("history", "T-1", at=works).out
    assert "Revision 3: in force since" in history
    assert "Revision 4: not approved" in history
    assert "T-1 | Storage | 3" in qmsctl("changes", "--since", "2020-01-01", at=works).out


def test_check_fix_changes_the_foreign_file_where_the_fault_stands(works: Path) -> None:
    """A revision without quotes gets them under the name that the field has there."""
    edit(works, "sop/SOP-001.md", '"1.0"   # as printed', "1.0   # as printed")
    commit(works, "Without quotes")
    qmsctl("check", "--fix", at=works)
    assert 'version: "1.0"   # as printed\n' in (works / "sop/SOP-001.md").read_text(encoding="utf-8")
    assert git("diff", "--stat", at=works).count("|") == 1
