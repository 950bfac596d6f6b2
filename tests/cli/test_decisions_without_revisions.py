"""Decisions that are recorded on documents whose kind has no place for a revision."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Final

import pytest

from tests.cli.program import git, qmsctl
from tests.cli.test_rules_without_revisions import DRIFT, Works, each_origin

DECIDED: Final = ("--by", "bob", "--basis", "Note 7", "--no-input")
BARE: Final = "id: id, title: title, review_every: cycle"
CYCLE: Final = "cycle: 12 months\n"


def decide(works: Works, *words: str, day: str) -> str:
    """Record a decision of *day*, and return what is said."""
    done = qmsctl("--lang", "en", *words, *DECIDED, "--decided", day, at=works.root)
    assert done.status == 0, done.err
    return done.err


def test_what_is_proposed_is_what_works(tmp_path: Path) -> None:
    """Each command that `why` proposes for a text that tags approved can be run, and does what it says."""
    works = Works(tmp_path / "works", "tags", fields=BARE)
    works.bring("Everything that is bought.", "2026-02-01", CYCLE)
    told = json.loads(qmsctl("why", "A", "--json", at=works.root).out)
    commands = {step["command"].split()[1]: shlex.split(step["command"]) for step in told["steps"]}
    assert set(commands) == {"review", "revise", "withdraw"}

    reviewed = decide(works, *commands["review"][1:], day="2026-05-01")
    assert "A stays in force as it is; the next review is due by 1 May 2027." in reviewed
    assert works.row()["review_due"] == "2027-05-01"
    (record,) = (works.root / "approvals").glob("*/*.yaml")
    assert "revision" not in record.read_text()
    assert git("log", "-1", "--format=%s", at=works.root) == "A reaffirmed: Bob Example, 1 May 2026\n"

    (works.root / "new.md").write_text((works.root / "sop/a.md").read_text() + "\nAnd lent.\n")
    revised = qmsctl(
        *commands["revise"][1:], "--from", "new.md", "--reason", "x", "--no-input", at=works.root
    )
    assert revised.status == 0, revised.err

    assert "A is withdrawn" in decide(works, *commands["withdraw"][1:], day="2026-06-01")
    assert works.row()["state"] == "document withdrawn"
    shown = [one for one in works.checked()["problems"] if one["rule"].startswith(("REV", "HIS"))]
    assert [one["slug"] for one in shown if one["severity"] == "error"] == []


def test_a_text_that_is_not_approved_is_approved_by_a_record(tmp_path: Path) -> None:
    """The next text is approved as it stands, once; a text changed after that is not what the record approved."""
    works = Works(tmp_path / "works", "tags", fields=BARE)
    works.bring("Everything that is bought.", "2026-02-01")
    works.write("Everything that is lent.")
    works.commit("2026-03-01", "Change")
    missing = json.loads(qmsctl("why", "A", "--json", at=works.root).out)["steps"]
    assert "qmsctl approve A" in [step["command"] for step in missing]

    said = decide(works, "approve", "A", day="2026-04-01")
    assert "A: the text in the file is approved and in force from 1 April 2026." in said
    assert works.row()["effective"] == "2026-04-01"
    again = qmsctl("--lang", "en", "approve", "A", *DECIDED, at=works.root)
    assert (again.status, "the text of A is approved already" in again.err) == (2, True)
    polish = qmsctl("--lang", "pl", "approve", "A", *DECIDED, at=works.root)
    assert "tekst dokumentu A ma już zapis: zatwierdz" in polish.err


def test_where_nothing_but_records_approves(tmp_path: Path) -> None:
    """A kind that says nothing of approvals has those of records; a text that departs from them is told."""
    works = Works(tmp_path / "works", "tags", fields=BARE)
    settings = works.root / "qms.yaml"
    settings.write_text(
        settings.read_text().replace('    approvals: [tags]\n    tags: "{id}_{revision}"\n', "")
    )
    works.write("Everything that is bought.")
    works.commit("2026-02-01", "Text")
    assert works.problems(*DRIFT) == []  # nobody can tell what approves it
    decide(works, "approve", "A", day="2026-02-02")
    assert works.row()["state"] == "in force"
    assert works.problems(*DRIFT) == []
    works.write("Everything that is sold.")
    works.commit("2026-03-01", "Change")
    (message,) = works.problems(*DRIFT)
    assert message.startswith(
        "the text of A is not the one approved on 2 February 2026, and nothing in it says so"
    )


@each_origin
def test_a_text_that_comes_back_is_approved_anew(tmp_path: Path, origin: str) -> None:
    """After another text was in force, a record puts the earlier one in force from its own day, and a review counts for it."""
    works = Works(tmp_path / "works", origin)
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything that is sold.", "2026-03-01")
    works.write("Everything that is bought.", "status: draft\n")
    works.commit("2026-04-01", "Back")
    assert works.row()["effective"] == "2026-03-01"

    said = decide(works, "approve", "A", day="2026-04-02")

    assert "A: the text in the file is approved and in force from 2 April 2026." in said
    assert works.row()["effective"] == "2026-04-02"
    assert works.row("2026-03-15")["effective"] == "2026-03-01"
    assert qmsctl("approve", "A", *DECIDED, at=works.root).status == 2
    assert "A stays in force as it is" in decide(works, "review", "A", day="2026-05-02")
    assert works.row()["effective"] == "2026-04-02"


@pytest.mark.parametrize("fields", [BARE, BARE + ", status: state"])
def test_a_draft_between_two_tags(tmp_path: Path, fields: str) -> None:
    """A text without any place to say that it is a draft is not blamed for saying nothing; one that could is."""
    works = Works(tmp_path / "works", "tags", fields=fields)
    works.bring("Everything that is bought.", "2026-02-01")
    works.write("Everything that is lent.")
    works.commit("2026-03-01", "Change")
    found = {one["slug"]: one for one in works.checked()["problems"] if one["slug"] in DRIFT}
    if "status" in fields:
        assert set(found) == {"changed-after-approval"}
        return
    assert set(found) == {"unapproved-revision"}
    assert found["unapproved-revision"]["severity"] == "warning"
    assert found["unapproved-revision"]["message"] == (
        "the text of A is not approved (nothing says who approved it), so the one of 1 February 2026 stays in force"
    )
    assert works.row()["remarks"] == "the tree holds a later draft"
    assert "Everything that is bought." in works.in_force()


def test_a_document_that_could_say_its_revision_has_to(tmp_path: Path) -> None:
    """`why` proposes no decision that would be refused: first the revision is written into the file."""
    works = Works(tmp_path / "works", "tags", fields=BARE + ", revision: version")
    works.bring("Everything that is bought.", "2026-02-01")
    steps = json.loads(qmsctl("why", "A", "--json", at=works.root).out)["steps"]
    assert [step["command"] for step in steps] == [None, "qmsctl revise A"]
    for verb in ("approve", "review"):
        assert qmsctl(verb, "A", *DECIDED, at=works.root).status == 2


def test_a_record_without_the_revision_that_the_text_bears(here: Path) -> None:
    """A decision on a document that bears a revision names it: one that does not is not believed."""
    (record,) = [one for one in (here / "approvals").glob("ps-01-*/*.yaml") if "approved" in one.read_text()]
    record.write_text(
        "".join(line for line in record.read_text().splitlines(keepends=True) if "revision" not in line)
    )
    git("commit", "-q", "-a", "-m", "Forged", at=here)
    found = {one["rule"] for one in json.loads(qmsctl("check", "--format", "json", at=here).out)["problems"]}
    assert "REV013" in found


def test_evidence_that_was_judged_against_a_text(tmp_path: Path) -> None:
    """It pins the text by its content, can be read again, and is told if another text was in force on its day."""
    works = Works(tmp_path / "works", "tags", fields=BARE)
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything that is lent.", "2026-04-01")
    plan = ("--day", "2026-03-02", "--title", "T", "--lead", "ann", "--objectives", "See.", "--clause", "7.5")
    assert qmsctl("audit", "plan", *plan, "--no-input", at=works.root).status == 0
    decide(works, "approve", "AUD-2026-01", day="2026-03-01")
    criteria = ("--audit", "AUD-2026-01", "--clause", "7.5.2", "--where", "Room 1", "--judged-against", "A")
    seen = ("--result", "conforms", "--auditor", "ann", "--seen", "Three orders.", "--no-input")

    for day, told in (
        ("2026-04-02", []),
        ("2026-03-02", ["what was judged against is not the text of A that was in force on 2 March 2026"]),
    ):
        added = qmsctl("evidence", "add", *criteria, *seen, "--occurred", day, at=works.root)
        assert added.status == 0, added.err
        assert works.problems("missing-field", "superseded-criterion") == told


def test_the_history_and_a_list_kept_by_hand(tmp_path: Path) -> None:
    """The history says from when the text holds that is in force; a list that has a revision is told there is none."""
    works = Works(tmp_path / "works", "tags", fields=BARE)
    works.bring("Everything that is bought.", "2026-02-01")
    works.bring("Everything that is lent.", "2026-04-01")
    on = ("--on", "2026-06-30", "--lang")
    history = qmsctl("history", "A", *on, "en", at=works.root).out
    assert "Revision not stated: in force since 1 April 2026" in history
    (works.root / "list.csv").write_text("Id,Title,Revision\nA,About A,3\n")
    english = qmsctl("register", "--against", "list.csv", *on, "en", at=works.root).out
    assert "A | Revision | 3 | none; the file says none | list.csv:2" in english
    polish = qmsctl("register", "--against", "list.csv", *on, "pl", at=works.root).out
    assert "żadna; w pliku jej nie ma" in polish
    (works.root / "list.csv").write_text("Id,Title,Revision\nA,About A,-\n")
    assert qmsctl("register", "--against", "list.csv", *on, "en", at=works.root).status == 0
