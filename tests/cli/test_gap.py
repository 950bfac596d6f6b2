"""`qmsctl gap`: what lies between two editions, and renumbering that changes one line and no approval."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli.office import commit
from tests.cli.program import Outcome, git, qmsctl, state_of
from tests.papers.reading import from_html, from_json, from_markdown, from_plain
from tests.papers.worded_reading import cells, values

TO_2026 = ("gap", "--from", "2015", "--to", "2026")
PS01 = Path("procedures/ps-01.yaml")
PS02 = Path("procedures/ps-02.md")


@pytest.fixture(scope="module", params=LANGUAGES)
def demonstration(
    request: pytest.FixtureRequest, demonstrations: Callable[[str], Demonstration]
) -> Demonstration:
    """The demonstration in each language."""
    return demonstrations(request.param)


def tables(done: Outcome) -> dict[str, list[list[str]]]:
    """Return the tables of a paper as JSON, by key."""
    assert done.status == 0, done.err
    return {
        one["key"]: [cells(row) for group in one["groups"] for row in group["rows"]]
        for one in values(json.loads(done.out)["sections"])
        if one["kind"] == "table"
    }


def test_every_format_tells_the_same(demonstration: Demonstration, tmp_path: Path) -> None:
    """Cell for cell what the view has, in both languages; and nothing is written into the repository."""
    before = state_of(demonstration.folder)
    day = ("--on", demonstration.day.isoformat(), "--lang", demonstration.language)

    def asked(*words: str | Path) -> Outcome:
        return qmsctl(*TO_2026, *day, *words, at=demonstration.folder)

    truth = from_json(json.loads(asked("--format", "json").out))
    assert len(truth.tables) >= 7
    for format, read in {"html": from_html, "markdown": from_markdown, "plain": from_plain}.items():
        told = read(asked("--format", format).out)
        assert told.figures == truth.figures, format
        for caption, rows in truth.tables.items():
            assert told.tables[caption] == rows, (format, caption)
    for name in ("gap.docx", "gap.xlsx", "gap.html"):
        assert asked("-o", tmp_path / name).status == 0
    assert state_of(demonstration.folder) == before


def test_a_clause_that_waits_for_a_decision_is_counted(demonstration: Demonstration) -> None:
    """A document that can be renumbered may name a clause that was split: the first page counts it."""
    done = qmsctl("--lang", "en", *TO_2026, "--on", "2026-11-13", "--format", "json", at=demonstration.folder)
    figures = dict(from_json(json.loads(done.out)).figures)
    waiting = [row for row in tables(done)["documents"] if row[4]]

    assert [row[4] for row in waiting] == ["6.1.2: perhaps 6.1.2, 6.1.3"]
    assert figures["▲clausesofdocumentstobedecidedabout"] == len(waiting)


def test_only_what_was_split_has_to_be_decided(demonstration: Demonstration) -> None:
    """Of the whole office one document, two questions: everything else keeps its number."""
    done = qmsctl(
        *TO_2026, "--on", demonstration.day.isoformat(), "--format", "json", at=demonstration.folder
    )
    found = tables(done)
    undecided = {row[0] for row in found["documents"] if row[4]}

    assert undecided == {"PS-06"}
    assert [row[0] for row in found["unanswered"]] == ["6.1.2", "6.1.3"]
    assert {row[3] for row in found["unanswered"]} == {"PS-06"}
    assert [row[0] for row in found["clauses"]] == ["6.1.2", "10.1", "10.3"]
    assert len(found["anew"]) == 15


def test_the_small_office(here: Path) -> None:
    """A procedure, a draft, questions, a plan and exclusions."""
    found = tables(qmsctl(*TO_2026, "--on", "2026-11-22", "--format", "json", at=here))

    assert [row[:4] for row in found["documents"]] == [
        ["PS-01", "Control of documents (en)", "7.5.1, 7.5.2", "7.5.1, 7.5.2"],
        ["PS-02", "Internal audits (en)", "9.2.1", "9.2.1"],
    ]
    assert [row[0] for row in found["audits"]] == ["AUD-2026-01"]
    assert ["6", "Elsewhere"] in [row[:2] for row in found["exclusions"]]


def test_nothing_changes_until_it_is_asked_for(here: Path) -> None:
    """`--diff` and `--dry-run` show the lines and the message, and write nothing."""
    before = state_of(here)
    for words in (("--diff",), ("--apply", "--dry-run"), ("--dry-run",)):
        done = qmsctl(*TO_2026, *words, at=here)

        assert done.status == 0, done.err
        assert '-revision: "1.0"\n+revision: "1.1"\n' in done.out
        assert "PS-01: revision 1.0 → 1.1" in done.out
        assert "Nothing was written." in done.err
        assert state_of(here) == before


def test_one_changed_line_is_one_changed_line(here: Path) -> None:
    """The clauses and the revision change, each document in a commit of its own; the draft keeps its revision."""
    texts = {path: (here / path).read_text(encoding="utf-8") for path in (PS01, PS02)}
    head = git("rev-parse", "HEAD", at=here).strip()
    done = qmsctl(*TO_2026, "--apply", "--reason", "Both editions until 2029", at=here)

    assert done.status == 0, done.err
    assert (here / PS01).read_text(encoding="utf-8") == texts[PS01].replace('"1.0"', '"1.1"').replace(
        "{iso9001:2015: [7.5.1, 7.5.2]}",
        "{iso9001:2015: [7.5.1, 7.5.2], iso9001:2026: [7.5.1, 7.5.2]}",
    )
    assert (here / PS02).read_text(encoding="utf-8") == texts[PS02].replace(
        "[9.2.1]}", "[9.2.1], iso9001:2026: [9.2.1]}"
    )
    told = git("log", "--format=%B", f"{head}..HEAD", at=here).split("\n")
    assert "PS-01: revision 1.0 → 1.1" in told
    assert told.count("Both editions until 2029") == 2
    assert git("status", "--porcelain", at=here) == ""
    assert done.out.splitlines() == [str(PS01), str(PS02)]


def test_what_was_approved_stays_in_force(here: Path) -> None:
    """The new text is a draft; the commands that approve it and the line of qms.yaml are said."""
    done = qmsctl(*TO_2026, "--apply", at=here)
    assert "Next: qmsctl approve PS-01" in done.err
    assert "editions: [iso9001:2015, iso9001:2026]" in done.err

    (row,) = [
        one
        for one in json.loads(qmsctl("register", "--format", "json", at=here).out)["documents"]
        if one["id"] == "PS-01"
    ]
    assert row["revision"] == "1.0"
    settings = here / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("editions: [iso9001:2015]", "editions: [iso9001:2015, iso9001:2026]"))
    assert (
        qmsctl("approve", "PS-01", "--by", "bob", "--basis", "Ordinance 1", "--no-input", at=here).status == 0
    )
    covered = qmsctl("coverage", "--edition", "2026", "--level", "documented", at=here)
    assert "7.5.1" in covered.out


def test_a_second_run_finds_nothing_to_do(here: Path) -> None:
    """Whoever named clauses of the other edition decided which: nothing is added to them."""
    qmsctl(*TO_2026, "--apply", at=here)
    before = state_of(here)
    done = qmsctl(*TO_2026, "--apply", at=here)

    assert done.status == 0
    assert "There is no document that can be renumbered now." in done.err
    assert state_of(here) == before


def test_only_the_document_that_is_named(here: Path) -> None:
    """The others wait."""
    done = qmsctl(*TO_2026, "--apply", "--document", "PS-02", at=here)

    assert done.out.splitlines() == [str(PS02)]
    assert "iso9001:2026" not in (here / PS01).read_text(encoding="utf-8")


def test_what_is_not_committed_is_left_alone(here: Path) -> None:
    """Changes of somebody else do not slip into the commit; the others are renumbered all the same."""
    with (here / PS01).open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    done = qmsctl(*TO_2026, "--apply", at=here)

    assert done.status == 1
    assert done.out.splitlines() == [str(PS02)]
    assert "procedures/ps-01.yaml has changes that are not committed" in done.err
    assert "iso9001:2026" not in (here / PS01).read_text(encoding="utf-8")


def test_a_text_that_departs_from_what_was_approved_is_left_alone(here: Path) -> None:
    """A new revision would take the drift over unseen."""
    path = here / PS01
    path.write_text(path.read_text(encoding="utf-8").replace("Everybody", "Nobody"), encoding="utf-8")
    commit(here, "Change it quietly", "2026-03-05")
    done = qmsctl(*TO_2026, "--apply", at=here)

    assert done.status == 1
    assert "is not what was approved, so it was left as it is" in done.err
    assert "Next: qmsctl why PS-01" in done.err
    assert "iso9001:2026" not in path.read_text(encoding="utf-8")


def test_a_field_that_cannot_be_added_to_is_refused_alone(here: Path) -> None:
    """The line to write by hand is said, and the others are renumbered."""
    (here / "procedures/ps-03.yaml").write_text(
        'id: PS-03\ntype: procedure\ntitle: Records\nrevision: "1"\nowner: quality-officer\n'
        "clauses:\n  ? iso9001:2015\n  : [7.5.1]\nsections: {purpose: Records are kept.}\n",
        encoding="utf-8",
    )
    commit(here, "Write PS-03", "2026-03-05")
    done = qmsctl(*TO_2026, "--apply", at=here)

    assert done.status == 1
    assert "procedures/ps-03.yaml: the clauses cannot be added to the field as it stands" in done.err
    assert "iso9001:2026: [7.5.1]" in done.err
    assert str(PS01) in done.out


def test_without_a_commit_the_text_waits(here: Path) -> None:
    """`--no-commit` writes and says that it counts once it is committed."""
    head = git("rev-parse", "HEAD", at=here)
    done = qmsctl(*TO_2026, "--apply", "--no-commit", at=here)

    assert done.status == 0
    assert "Written, and not yet recorded" in done.err
    assert git("rev-parse", "HEAD", at=here) == head
    assert "iso9001:2026" in (here / PS01).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after"), [("2008", "2015"), ("2008", "2026"), ("2015", "2008"), ("2026", "2015")]
)
def test_every_way_can_be_asked_for(here: Path, before: str, after: str) -> None:
    """Forward over two editions, and back; what is new is told only forward."""
    done = qmsctl("gap", "--from", before, "--to", after, "--on", "2026-11-22", "--format", "json", at=here)
    found = tables(done)

    assert ("anew" in found) is (before < after)
    assert "clauses" in found


def test_a_gap_against_a_draft_is_said_to_be_one(here: Path) -> None:
    """Before the edition is published, and after certificates may name the earlier one."""
    early = qmsctl(*TO_2026, "--on", "2026-09-01", at=here)
    late = qmsctl(*TO_2026, "--on", "2029-10-01", at=here)

    assert "is not published yet" in early.out
    assert "No certificate may name the earlier edition any more." in late.out


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("--from", "2015", "--to", "2015"), "both are the same edition"),
        (("--from", "2014", "--to", "2026"), "no edition is called 2014"),
        (("--from", "2015", "--to", "2026", "--document", "PS-99"), "PS-99"),
        (("--from", "2015", "--to", "2026", "--apply", "--rev", "v1"), "as they are now"),
        (("--from", "2015", "--to", "2026", "--apply", "-o", "gap.html"), "-o is for the paper"),
    ],
)
def test_what_makes_no_sense_is_refused(here: Path, words: tuple[str, ...], refused: str) -> None:
    """And nothing is written."""
    before = state_of(here)
    done = qmsctl("gap", *words, at=here)

    assert (done.status, done.out) == (2, "")
    assert refused in done.err
    assert "Next: " in done.err
    assert state_of(here) == before


def test_the_checklist_of_the_transition_is_pointed_out(here: Path) -> None:
    """Whoever looks at the way to 2026 hears which checklist asks about it, until it is here; on the way back nobody does."""
    said = "To ask about the transition in an audit: qmsctl audit checklist transition-2026\n"

    assert said in qmsctl(*TO_2026, at=here).err
    assert said not in qmsctl("gap", "--from", "2026", "--to", "2015", at=here).err
    assert 0 == qmsctl("audit", "checklist", "transition-2026", at=here).status
    assert said not in qmsctl(*TO_2026, at=here).err
