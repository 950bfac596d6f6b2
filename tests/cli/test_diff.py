"""`qmsctl diff`: which two contents are compared, and what is said to have changed between them."""

from __future__ import annotations

import copy as copying
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

from tests.cli import office
from tests.cli.program import Outcome, Terminal, git, qmsctl, state_of, without_escapes
from tests.test_docs import DOCS, at, named, text_of

BOB = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Bob Example"), ("EMAIL", "bob@example.org"))
}
ON = ("--on", "2026-11-22")
SCHEMA: dict[str, Any] = json.loads(text_of(DOCS / "schema" / "diff-1.json"))
MOVED = "procedures/ps-01-documents.yaml"

_FIRST_DRAFT = """\
id: PS-01
type: procedure
title: Control of documents
revision: "1.1"
owner: quality-officer
clauses: {iso9001:2015: [7.5.1, 7.5.2]}
sections:
  purpose: Everybody works from what is in force.
"""
_APPROVED = """\
id: PS-01
type: procedure
title: Control of documents and records
revision: "1.1"
owner: mayor
units: [OR]
clauses: {iso9001:2015: [7.5.1, 9.2.1]}
review_every: 12 months
sections:
  purpose: >
    Everybody works from the
    revision that is in force today.
  steps:
    - {do: Register the document in the list of documents, who: officer}
    - {do: Tell everybody about it, who: officer, when: at once}
"""
_DRAFT = """\
id: PS-01
type: procedure
title: Control of documents and records
revision: "1.2"
owner: mayor
units: [OR]
clauses: {iso9001:2015: [7.5.1, 9.2.1]}
review_every: 12 months
sections:
  purpose: Everybody works from the revision that is in force today.
  steps:
    - {do: Tell everybody about it, who: officer, when: within a day}
    - {do: Register the document in the list of documents, who: officer}
    - {do: File the old revision, who: clerk}
"""
_BROKEN = 'id: PS-01\ntype: procedure\nrevision: "1.1b"\ntitle: [never closed\n'

_NOTES = """\
---
id: PS-04
type: procedure
title: Notes
revision: "{revision}"
owner: quality-officer
---
{lead}

## 1. Purpose

{purpose}

## Scope

- the hall
- the cellar
"""


@pytest.fixture(scope="module")
def revised(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office after four more commits on PS-01: two drafts, a rename, an approval, a broken file, a draft."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("revised") / "office")
    (folder / "procedures/ps-01.yaml").write_text(_FIRST_DRAFT)
    office.commit(folder, "PS-01 1.1: first draft", "2026-04-01")
    git("mv", "procedures/ps-01.yaml", MOVED, at=folder)
    (folder / MOVED).write_text(_APPROVED)
    office.commit(folder, "PS-01 1.1: records belong to it", "2026-04-02")
    done = qmsctl(
        "approve", "PS-01", "--decided", "2026-04-03", "--effective", "2026-04-10", at=folder, env=BOB
    )
    assert done.status == 0, done.err
    (folder / MOVED).write_text(_BROKEN)
    office.commit(folder, "Break PS-01", "2026-05-01")
    (folder / MOVED).write_text(_DRAFT)
    office.commit(folder, "PS-01 1.2: tell them first", "2026-05-02")
    for day, revision, lead, purpose in (
        ("2026-06-01", "1.1", "Lead.", "To know."),
        ("2026-06-02", "1.10", "Lead.", "To know more."),
        ("2026-06-03", "A/1", "Lead changed.", "To know more."),
        ("2026-06-04", "wyd. 2", "Lead\nchanged.", "To know\nmore."),
        ("2026-06-05", "2..3", "Lead changed.", "To know all."),
    ):
        text = _NOTES.format(revision=revision, lead=lead, purpose=purpose)
        (folder / "procedures/ps-04.md").write_text(text)
        office.commit(folder, f"PS-04 {revision}", day)
    return folder


@pytest.fixture
def there(revised: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may do with as it likes."""
    return office.copy(revised, tmp_path / "office")


def compared(folder: Path, *words: str) -> dict[str, Any]:
    """Return the comparison as data."""
    done = qmsctl("diff", *words, "--format", "json", *ON, at=folder)
    assert (done.status, done.err) == (0, "")
    result: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(result, SCHEMA, jsonschema.Draft202012Validator)
    return result


def sides(result: dict[str, Any]) -> tuple[str, str]:
    """Return the two revisions."""
    return result["before"]["revision"], result["after"]["revision"]


def marked(pieces: list[dict[str, str]]) -> str:
    """Return pieces on one line."""
    marks = {"equal": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece["kind"]].format(piece["text"]) for piece in pieces)


def section(result: dict[str, Any], name: str) -> dict[str, Any]:
    """Return one section."""
    (found,) = [one for one in result["sections"] if one["name"] == name]
    return dict(found)


# Which two


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ("1.1", "1.2")),
        (("..",), ("1.1", "1.2")),
        (("1.0..1.1",), ("1.0", "1.1")),
        (("1.0", "1.1"), ("1.0", "1.1")),
        (("1.0 .. 1.2",), ("1.0", "1.2")),
        (("1.0..",), ("1.0", "1.2")),
        (("..1.1",), ("1.0", "1.1")),
        (("..1.2",), ("1.1", "1.2")),
        (("..draft",), ("1.1", "1.2")),
        (("in-force..draft",), ("1.1", "1.2")),
        (("..in-force",), ("1.0", "1.1")),
        (("2026-03-01..2026-04-15",), ("1.0", "1.1")),
        (("2026-04-09..2026-04-10",), ("1.0", "1.1")),
        (("2026-03-01", "draft"), ("1.0", "1.2")),
    ],
    ids=" ".join,
)
def test_sides_are_found_by_what_people_call_them(
    revised: Path, words: tuple[str, ...], expected: tuple[str, str]
) -> None:
    """Revisions as printed, the draft, what is in force, and days; a side left out is found from the other."""
    assert sides(compared(revised, "PS-01", *words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("1.1..1.10",), ("1.1", "1.10")),
        (("A/1..wyd. 2",), ("A/1", "wyd. 2")),
        (("wyd. 2", "A/1"), ("wyd. 2", "A/1")),
        (("wyd. 2..2..3",), ("wyd. 2", "2..3")),
        (("2..3..",), ("2..3", "2..3")),
        (("..2..3",), ("wyd. 2", "2..3")),
    ],
    ids=" ".join,
)
def test_revisions_are_texts(revised: Path, words: tuple[str, ...], expected: tuple[str, str]) -> None:
    """1.1 is not 1.10, and a revision may hold blanks, strokes and dots."""
    assert sides(compared(revised, "PS-04", *words)) == expected


@pytest.mark.parametrize(
    ("words", "reason", "hint"),
    [
        (("PS-01", "1.0..7"), "PS-01 has no revision 7", "revisions there are: 1.0, 1.1, 1.2"),
        (("PS-01", "7..1.0"), "PS-01 has no revision 7", "revisions there are: 1.0, 1.1, 1.2"),
        (("PS-01", "1.0...1.2"), "PS-01 has no revision .1.2", "revisions there are"),
        (("PS-01", "1.1b.."), "revision 1.1b of PS-01 cannot be read: procedures/ps-01-documents.yaml, line 4", "are: 1.0"),
        (("PS-01", "1.1"), "1.1 names one side only", "..1.1 what changed in it"),
        (("PS-01", "1", "2", "3"), "3 revisions are named", "in quotes"),
        (("PS-01", "..1.0"), "1.0 is the first revision of PS-01", "revisions there are"),
        (("PS-01", "2025-01-01..draft"), "no revision of PS-01 is in force on 1 January 2025", "revisions there are"),
        (("PS-01", "2025-02-30..draft"), "2025-02-30 is not a day of the calendar", "2026-11-22"),
        (("PS-02",), "no revision of PS-02 is in force", "revisions there are: 0.1"),
        (("PS-1",), "there is no document PS-1", "did you mean PS-01?"),
        (("PS-01", "--language", "pl"), "there is no document PS-01", "language"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value[:20],
)  # fmt: skip
def test_refusals_say_what_there_is(revised: Path, words: tuple[str, ...], reason: str, hint: str) -> None:
    """Whoever names what is not there is told what is."""
    done = qmsctl("diff", *words, *ON, at=revised)

    assert (done.status, done.out) == (2, "")
    assert reason in done.err
    assert hint in done.err


def test_approved_content_is_taken_of_several(revised: Path) -> None:
    """Two contents bore 1.1; the one that was approved is compared, and a note says so."""
    result = compared(revised, "PS-01", "1.0..1.1")

    assert result["notes"] == ["Several contents bore the revision 1.1; the approved one is compared."]
    assert result["after"]["standing"] == "in_force"
    assert result["document"]["title"] == "Control of documents and records"


def test_last_content_is_taken_if_none_is_approved(there: Path) -> None:
    """Of drafts under one revision the last counts, committed or not."""
    (there / MOVED).write_text(_DRAFT.replace("old revision", "old one"))
    office.commit(there, "PS-01 1.2: shorter", "2026-06-10")
    committed = compared(there, "PS-01", "1.1..1.2")
    (there / MOVED).write_text(_DRAFT.replace("old revision", "old copy"))
    working = compared(there, "PS-01", "1.1..1.2")

    for result, said in ((committed, "old one"), (working, "old copy")):
        assert any("none of them approved; the last one is compared" in note for note in result["notes"])
        assert said in json.dumps(section(result, "steps"))
    assert working["after"]["commit"] is None


def test_what_nobody_committed_can_be_compared(there: Path) -> None:
    """A draft on disk has its revision before it has a commit."""
    (there / MOVED).write_text(_DRAFT.replace('"1.2"', '"1.3"'))

    result = compared(there, "PS-01", "1.2..1.3")

    assert sides(result) == ("1.2", "1.3")
    assert result["after"]["commit"] is None
    assert "in no commit of this history" in qmsctl("diff", "PS-01", "1.2..1.3", at=there).out
    assert "Nothing but the revision changed." in result["notes"]


def test_what_is_in_force_against_the_one_before_if_nothing_is_drafted(there: Path) -> None:
    """Without a draft, the last change that took effect is shown."""
    (there / MOVED).write_text(_APPROVED)
    office.commit(there, "Back to 1.1", "2026-06-10")
    reviewed = qmsctl("review", "PS-01", "--decided", "2026-07-01", at=there)

    assert reviewed.status == 0, reviewed.err
    for words in ((), ("..2026-04-15",)):
        result = compared(there, "PS-01", *words)
        assert sides(result) == ("1.0", "1.1")
        assert [one["meaning"] for one in result["after"]["decisions"]] == ["approved", "reaffirmed"]


def test_drift_is_shown(there: Path) -> None:
    """A text changed after its approval is compared with what was approved under the same revision."""
    (there / MOVED).write_text(_APPROVED.replace("in force today", "in force now"))

    for words in ((), ("..draft",)):
        result = compared(there, "PS-01", *words)
        assert sides(result) == ("1.1", "1.1")
        assert marked(section(result, "purpose")["passages"][0]["pieces"]).endswith(
            "in force[- today-]{+ now+}."
        )


def test_past_knowledge(revised: Path) -> None:
    """With --rev, the draft is what that commit held, and what came later is unknown."""
    before = git("rev-parse", "HEAD~7", at=revised).strip()

    assert sides(compared(revised, "PS-01", "--rev", before)) == ("1.0", "1.1")
    assert "has no revision 1.2" in qmsctl("diff", "PS-01", "1.0..1.2", "--rev", before, at=revised).err


def test_broken_contents_are_reported_and_stop_nothing(there: Path) -> None:
    """What a commit between the two made unreadable is named with its place; one outside is not."""
    said = "Left out, because it cannot be read: procedures/ps-01-documents.yaml, line 4, in commit"

    assert any(note.startswith(said) for note in compared(there, "PS-01", "1.1..1.2")["notes"])
    assert not any(note.startswith(said) for note in compared(there, "PS-01", "1.0..1.1")["notes"])

    (there / MOVED).write_text(_BROKEN)
    broken = compared(there, "PS-01")
    refused = qmsctl("diff", "PS-01", "1.0..draft", *ON, at=there)

    assert sides(broken) == ("1.0", "1.1")
    assert (
        "The file in the tree cannot be read and is not compared; qmsctl check says why." in broken["notes"]
    )
    assert refused.status == 2
    assert "the file of PS-01 in the tree cannot be read" in refused.err


def test_deleted_file_keeps_its_past(there: Path) -> None:
    """A document whose file is gone can still be compared, but for its draft."""
    (there / MOVED).unlink()

    assert sides(compared(there, "PS-01", "1.0..1.2")) == ("1.0", "1.2")
    assert "the tree holds no file of PS-01" in qmsctl("diff", "PS-01", "1.0..", *ON, at=there).err


def test_shallow_clone_says_what_is_missing(revised: Path, tmp_path: Path) -> None:
    """What was approved and not fetched cannot be compared, and the next step is named."""
    git("clone", "--quiet", "--depth=1", revised.as_uri(), "shallow", at=tmp_path)
    shallow = tmp_path / "shallow"

    done = qmsctl("diff", "PS-01", *ON, at=shallow)

    assert done.status == 2
    assert "does not hold the text of PS-01 that was approved as revision 1.1" in done.err
    assert "fetch the whole history" in done.err


# What changed


def test_change_is_told_from_head_to_clauses(revised: Path) -> None:
    """The head says what stands on what; fields are old and new in words; clauses have their titles."""
    done = qmsctl("diff", "PS-01", "1.0..1.1", *ON, at=revised)

    assert (done.status, done.err) == (0, "")
    without_ids = re.sub(r"commit [0-9a-f]{10}", "commit …", done.out)
    assert without_ids == (
        "Example Office\n"
        "PS-01 Control of documents and records: what changed between revision 1.0 and revision 1.1\n"
        "\n"
        "Before the change\n"
        "    Revision 1.0: from 1 February 2026, superseded on 10 April 2026\n"
        "    approved: Bob Example, 1 February 2026 (recorded by the decider)\n"
        "    commit …\n"
        "\n"
        "After the change\n"
        "    Revision 1.1: in force since 10 April 2026\n"
        "    approved: Mayor, 3 April 2026 (recorded by the decider)\n"
        "    commit …\n"
        "\n"
        "Written between the two, with the reason\n"
        "    1 April 2026 (author's date), Ann Example, commit …: PS-01 1.1: first draft\n"
        "    2 April 2026 (author's date), Ann Example, commit …: moved from procedures/ps-01.yaml; "
        "PS-01 1.1: records belong to it\n"
        "\n"
        "To be noted\n"
        "    Several contents bore the revision 1.1; the approved one is compared.\n"
        "\n"
        "Words added: 17, removed: 0; sections changed: 2 of 2; fields changed: 5.\n"
        "\n"
        "Fields that changed\n"
        "    Title: [-Control of documents-] → {+Control of documents and records+}\n"
        "    Owner: [-Quality officer-] → {+Mayor+}\n"
        "    Units: {+Organisational Department+}\n"
        "    Clauses: ISO 9001:2015: [-7.5.2-] {+9.2.1+}\n"
        "    Review interval: {+12 months+}\n"
        "\n"
        "Clauses concerned: ISO 9001:2015\n"
        "    7.5.1 General (text changed)\n"
        "    [-7.5.2 Creating and updating-] (claimed no more)\n"
        "    {+9.2.1 [purpose and intervals]+} (claimed now)\n"
        "\n"
        "Purpose (changed, words added: 1, removed: 0)\n"
        "    Everybody works from the revision that is in force {+today+}.\n"
        "\n"
        "Steps (added, words added: 16, removed: 0)\n"
        "    1. (added) {+Register the document in the list of documents+}\n"
        "        who: {+officer+}\n"
        "    2. (added) {+Tell everybody about it+}\n"
        "        who: {+officer+}\n"
        "        when: {+at once+}\n"
        "\n"
        "State of 22 November 2026, made from the history; it says nothing of later days.\n"
    )


def test_change_is_told_in_polish(revised: Path) -> None:
    """A Polish reader gets Polish words around the document's own."""
    done = qmsctl("--lang", "pl", "diff", "PS-01", *ON, at=revised)

    assert (done.status, done.err) == (0, "")
    for words in (
        "co się zmieniło między rewizją 1.1 a rewizją 1.2",
        "Rewizja 1.1: obowiązuje od 10 kwietnia 2026 r. (to, co obowiązuje)",
        "zatwierdzono: Mayor, 3 kwietnia 2026 r. (wpisano osobiście)",
        "Rewizja 1.2: niezatwierdzona (obecna treść pliku)",
        "2 maja 2026 r. (data autora), Ann Example",
        "Pominięto, bo nie można odczytać: procedures/ps-01-documents.yaml, wiersz 4",
        "Punkty, których dotyczy zmiana: PN-EN ISO 9001:2015-10",
        "(przeniesiono, przedtem nr 2) Tell everybody about it",
        "kiedy: [-at once-] {+within a day+}",
        "Rozdziały bez zmian",
    ):
        assert words in done.out


def test_reformatted_text_is_no_change(revised: Path) -> None:
    """Other line breaks leave the words as they are; it is said that only the layout differs."""
    result = compared(revised, "PS-04", "A/1..wyd. 2")

    assert not result["changed"]
    assert (result["size"], result["fields"], result["clauses"]) == ({"added": 0, "removed": 0}, [], [])
    assert {(s["status"], s["relaid"]) for s in result["sections"]} == {
        ("unchanged", True),
        ("unchanged", False),
    }
    assert result["notes"] == [
        "No word changed: only line breaks, blanks, marks of lists or fields without a value differ."
    ]


def test_markdown_documents_by_their_headings(revised: Path) -> None:
    """What stands before the first heading is compared too."""
    lead = section(compared(revised, "PS-04", "1.10..A/1"), "")
    purpose = section(compared(revised, "PS-04", "1.1..1.10"), "purpose")

    assert [marked(passage["pieces"]) for passage in lead["passages"]] == ["Lead{+ changed+}."]
    assert purpose["heading"] == "1. Purpose"
    assert [marked(passage["pieces"]) for passage in purpose["passages"]] == ["To know{+ more+}."]


def test_sections_that_came_went_moved_and_were_retitled(there: Path) -> None:
    """A section is known by its name, or under another heading by what it says; repeated headings are both there."""
    text = (there / "procedures/ps-04.md").read_text()
    (there / "procedures/ps-04.md").write_text(
        text.replace("2..3", "4").replace(
            "## 1. Purpose\n\nTo know all.\n\n## Scope\n\n- the hall\n", "## Range\n\n- the hall\n"
        )
        + "\n## 2. Purpose\n\nTo know all.\n\n## Purpose\n\nTwice.\n"
    )
    git("commit", "--quiet", "--all", "--message=4", at=there)

    result = compared(there, "PS-04", "2..3", "4")

    assert [(s["heading"], s["status"], marked(s["retitled"])) for s in result["sections"]] == [
        ("", "unchanged", ""),
        ("Range", "changed", "[-Scope-]{+ Range+}"),
        ("2. Purpose", "moved", "[-1-]{+ 2+}. Purpose"),
        ("Purpose", "added", ""),
    ]
    assert [p["status"] for p in section(result, "purpose (2)")["passages"]] == ["added"]


def test_steps_are_compared_one_by_one(revised: Path) -> None:
    """The draft tells first and registers then: one step moved and changed, one is new."""
    steps = section(compared(revised, "PS-01", "1.1..1.2"), "steps")["items"]

    assert [(one["status"], one["old"], one["new"]) for one in steps] == [
        ("moved", 2, 1),
        ("unchanged", 1, 2),
        ("added", None, 3),
    ]
    assert {part["field"]: marked(part["pieces"]) for part in steps[0]["parts"]} == {
        "do": "Tell everybody about it",
        "who": "officer",
        "when": "[-at once-]{+ within a day+}",
    }


def test_questions_touch_their_own_clauses(there: Path) -> None:
    """In a checklist the clauses of the questions that changed are concerned, and no others."""
    file = there / "checklists/cl-01.yaml"
    file.write_text(
        file.read_text()
        .replace('revision: "1.0"', 'revision: "1.1"')
        .replace("Who approves a document?", "Who approves a document, and when?")
        .replace("{id: Q3, clauses: [9.2.1]", "{id: Q4, clauses: [9.3.1]")
    )
    office.commit(there, "CL-01 1.1", "2026-07-01")

    result = compared(there, "CL-01", "1.0..1.1")

    assert {q["id"]: q["status"] for q in section(result, "questions")["items"]} == {
        "Q1": "unchanged",
        "Q2": "changed",
        "Q3": "removed",
        "Q4": "added",
    }
    assert [(clause["clause"], clause["touch"]) for clause in result["clauses"]] == [
        ("7.5.2", "text"),
        ("9.2.1", "dropped"),
        ("9.3.1", "claimed"),
    ]


def test_plans_of_audits_by_their_own_fields(there: Path) -> None:
    """Every field of a plan is compared, those within fields by their own names, people by theirs."""
    (file,) = there.glob("audits/aud-2026-01-*/audit.yaml")
    file.write_text(
        file.read_text()
        .replace('revision: "1.0"', 'revision: "1.1"')
        .replace("text: The whole office", "text: The archive")
        .replace("team: [", "team: [{person: bob, role: observer}, ")
        .replace("client: mayor", "client: mayor\nodd: something")
    )
    office.commit(there, "Plan 1.1", "2026-07-01")

    fields = {field["field"]: field for field in compared(there, office.AUDIT, "1.0..1.1")["fields"]}

    assert set(fields) == {"scope.text", "team", "odd"}
    assert (fields["scope.text"]["removed"], fields["scope.text"]["added"]) == (
        ["The whole office"],
        ["The archive"],
    )
    assert fields["team"]["added"] == ["Person: Bob Example; Role: observer"]
    assert fields["odd"]["added"] == ["something"]


def test_reordered_lists_are_no_other_lists(there: Path) -> None:
    """The same entries in another order are said to be that."""
    (there / MOVED).write_text(_DRAFT.replace('"1.2"', '"1.3"').replace("[7.5.1, 9.2.1]", "[9.2.1, 7.5.1]"))

    (field,) = compared(there, "PS-01", "1.2..1.3")["fields"]

    assert (field["field"], field["reordered"]) == ("clauses.iso9001:2015", True)


def test_swapped_sides_swap_what_came_and_what_went(revised: Path) -> None:
    """Backward, what was added is removed; it is said that the first is the newer one."""
    forth, back = compared(revised, "PS-01", "1.0..1.2"), compared(revised, "PS-01", "1.2..1.0")

    assert (forth["backward"], back["backward"]) == (False, True)
    assert forth["size"] == {"added": back["size"]["removed"], "removed": back["size"]["added"]}
    assert {c["clause"]: c["touch"] for c in back["clauses"]} == {
        "7.5.1": "text",
        "7.5.2": "claimed",
        "9.2.1": "dropped",
    }


def test_a_content_does_not_differ_from_itself(revised: Path) -> None:
    """The same revision twice has no difference."""
    result = compared(revised, "PS-01", "1.1..in-force")

    assert (result["changed"], result["written"]) == (False, [])
    assert "Both sides are the same content." in result["notes"]


# Formats


@pytest.mark.parametrize(
    ("ending", "begins"),
    [(".html", "<!DOCTYPE html>"), (".md", "# PS-01"), (".json", "{"), (".txt", "Example")],
)
def test_the_name_of_the_file_says_the_format(
    revised: Path, tmp_path: Path, ending: str, begins: str
) -> None:
    """The ending of the file decides; another format can be asked for."""
    done = qmsctl("diff", "PS-01", "-o", tmp_path / f"diff{ending}", at=revised)
    asked = qmsctl("diff", "PS-01", "-o", tmp_path / f"other{ending}", "--format", "markdown", at=revised)

    assert (done.status, done.out, asked.status) == (0, "", 0)
    assert (tmp_path / f"diff{ending}").read_text().startswith(begins)
    assert (tmp_path / f"other{ending}").read_text().startswith("# PS-01")


def test_every_format_holds_every_change(revised: Path) -> None:
    """What one format says was added or removed, all do; the same call gives the same bytes."""
    result = compared(revised, "PS-01", "1.0..1.2")
    words = {
        piece["text"].strip()
        for one in result["sections"]
        for part in (*one["passages"], *(part for item in one["items"] for part in item["parts"]))
        for piece in part["pieces"]
        if piece["kind"] != "equal"
    }
    assert len(words) > 5
    for format in ("plain", "markdown", "html"):
        done = qmsctl("diff", "PS-01", "1.0..1.2", "--format", format, *ON, at=revised)
        assert [] == [word for word in words if word not in done.out]
        assert done == qmsctl("diff", "PS-01", "1.0..1.2", "--format", format, *ON, at=revised)


@pytest.fixture(scope="module")
def hostile(revised: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document whose words want to be marks, elements and commands of a terminal."""
    folder = office.copy(revised, tmp_path_factory.mktemp("hostile") / "office")
    purpose = (
        "Everybody <script>alert(1)</script> <img src=x onerror=alert(1)> **bold** ~~gone~~ {+plus+} [-minus-] "
        "[link](https://example.org/) &amp; `code` | \u202eright to left works"
    )
    (folder / MOVED).write_text(
        _DRAFT.replace('"1.2"', '"1.3"').replace("Everybody works", purpose), encoding="utf-8"
    )
    office.commit(folder, "PS-01 1.3: <b>hostile</b> **subject** \x1b[31m", "2026-07-01")
    return folder


def test_hostile_words_stay_words_in_a_terminal(hostile: Path) -> None:
    """No control character gets through, and what looks like a mark is written so that it is none."""
    done = qmsctl("diff", "PS-01", "1.2..1.3", at=hostile)

    assert done.status == 0, done.err
    assert not {letter for letter in done.out if not letter.isprintable()} - {"\n"}
    assert r"\u202eright to left" in done.out
    assert r"\{+plus\+} \[-minus\-]" in done.out


def test_hostile_words_stay_words_in_markdown(hostile: Path) -> None:
    """Markdown shows what was added as strong, what was removed as struck through, and nothing else as anything."""
    done = qmsctl("diff", "PS-01", "1.2..1.3", "--format", "markdown", at=hostile)
    page = MarkdownIt("commonmark", {"html": True}).enable("strikethrough").enable("table").render(done.out)

    assert "<script" not in page
    assert "<img" not in page
    assert "<a " not in page
    assert "<code" not in page
    strong = " ".join(re.findall(r"<strong>(.*?)</strong>", page))
    assert "**bold**" in strong
    assert "~~gone~~" in strong
    assert "&lt;script&gt;alert(1)" in strong
    assert re.findall(r"<s>(.*?)</s>", page) == ["Everybody works from the revision that is in force today."]


def test_page_fetches_and_runs_nothing(hostile: Path) -> None:
    """The page is closed to the outside, and its marks have words for whoever does not see them."""
    done = qmsctl("diff", "PS-01", "1.2..1.3", "--format", "html", at=hostile)

    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in done.out
    assert "<script" not in done.out
    assert "<img" not in done.out
    assert "&lt;b&gt;hostile&lt;/b&gt;" in done.out
    assert '<ins><span class="aloud">[added: </span>' in done.out
    assert "url(" not in done.out
    assert len(re.findall("<(?:ins|del)[ >]", done.out)) == done.out.count('<span class="aloud"> end]</span>')


def test_page_names_the_language_of_foreign_words(revised: Path) -> None:
    """A page in Polish about an English document says which words are English."""
    done = qmsctl("--lang", "pl", "diff", "PS-01", "--format", "html", at=revised)

    assert '<html lang="pl">' in done.out
    assert '<ins lang="en"><span class="aloud">[dodano: </span>within a day' in done.out


def test_json_keeps_to_its_schema(revised: Path) -> None:
    """A field that is added to the output, or taken from it, and not to the schema is noticed everywhere."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    result = compared(revised, "PS-01", "1.0..1.2")
    purpose = result["sections"].index(section(result, "purpose"))
    steps = result["sections"].index(section(result, "steps"))
    routes: Iterator[tuple[str | int, ...]] = iter(
        [
            (), ("tool",), ("document",), ("before",), ("before", "decisions", 0), ("size",), ("written", 0), ("fields", 0),
            ("clauses", 0), ("sections", 0), ("sections", purpose, "passages", 0), ("sections", purpose, "passages", 0, "pieces", 0),
            ("sections", steps, "items", 0), ("sections", steps, "items", 0, "parts", 0),
        ]
    )  # fmt: skip
    for route in routes:
        longer, shorter = copying.deepcopy(result), copying.deepcopy(result)
        at(longer, route)["added by somebody"] = 1
        at(shorter, route).popitem()

        assert not validator.is_valid(longer), route
        assert not validator.is_valid(shorter), route


def test_every_field_of_the_schema_is_explained() -> None:
    """`docs/diff-json.md` names every field of the schema."""
    page = text_of(DOCS / "diff-json.md")

    assert [name for name in sorted(named(SCHEMA)) if f"`{name}`" not in page] == []


# In a terminal


def _shown(folder: Path, columns: int, **env: str) -> Outcome:
    with Terminal("diff", "PS-01", "1.0..1.2", *ON, at=folder, columns=columns, env=env) as terminal:
        return terminal.end()


@pytest.mark.parametrize("columns", [40, 100])
def test_lines_fit_the_terminal(revised: Path, columns: int) -> None:
    """No line is wider than the terminal, and no word is lost by wrapping."""
    shown = _shown(revised, columns)
    plain = qmsctl("diff", "PS-01", "1.0..1.2", *ON, at=revised)

    lines = without_escapes(shown.out).splitlines()
    assert shown.status == 0
    assert max(map(len, lines)) <= columns
    unmarked = re.sub(r"\[-|-\]|\{\+|\+\}", "", plain.out)
    assert " ".join(" ".join(lines).split()) == " ".join(unmarked.split())


def test_colour_is_never_all_there_is(revised: Path) -> None:
    """In colour, what went is struck through and what came underlined; without, both have marks."""
    coloured, bare = _shown(revised, 100), _shown(revised, 100, NO_COLOR="1")

    assert "\x1b[31;9mQuality officer\x1b[0m → \x1b[32;4mMayor\x1b[0m" in coloured.out
    assert "[-Quality officer-] → {+Mayor+}" in bare.out
    assert "\x1b" not in bare.out


# Its work


def test_it_writes_nothing(revised: Path) -> None:
    """Neither the files nor `.git` are touched."""
    before = state_of(revised)
    qmsctl("diff", "PS-01", at=revised)

    assert state_of(revised) == before


def test_the_number_of_processes_does_not_depend_on_the_documents(there: Path, tmp_path: Path) -> None:
    """However many documents and revisions there are, git is started as often."""
    log = tmp_path / "log"
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    real = git("--exec-path", at=there).strip()
    program.write_text(f'#!/bin/sh\necho "$@" >> "{log}"\nexec "{real}/git" "$@"\n')
    program.chmod(0o755)
    path = {"PATH": f"{program.parent}:/usr/bin:/bin"}

    def started() -> int:
        log.write_text("")
        done = qmsctl("diff", "PS-01", "1.0..1.2", at=there, env=path)
        assert done.status == 0, done.err
        return len(log.read_text().splitlines())

    few = started()
    for number in range(10, 30):
        text = _APPROVED.replace("PS-01", f"PS-{number}")
        (there / f"procedures/ps-{number}.yaml").write_text(text)
    for number in range(3, 9):
        (there / MOVED).write_text(_DRAFT.replace('"1.2"', f'"1.{number}"'))
        office.commit(there, f"PS-01 1.{number}", "2026-07-01")

    assert few > 0
    assert started() == few


def test_hostile_length_does_not_hang(there: Path) -> None:
    """A text made to take a square of steps is compared less closely, and that is said."""
    text = _DRAFT
    for revision, word in (("2", "b"), ("3", "c")):
        long = " ".join(f"a {word}{number}" for number in range(60_000))
        (there / MOVED).write_text(text.replace("in force today.", long).replace('"1.2"', f'"{revision}"'))
        office.commit(there, f"PS-01 {revision}", "2026-07-01")

    result = compared(there, "PS-01", "2..3")

    assert any("too long to be compared word by word" in note for note in result["notes"])
    assert result["size"]["added"] == result["size"]["removed"] > 0
