"""Catalogues of an organisation's own, and maps of clauses to documents: counted as any other, and never trusted blindly."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import Outcome, qmsctl, state_of

ON = ("--on", "2026-11-22")
CATALOGUE = """\
title: Trust services criteria
names: [SOC 2]
source: made up for a test
clauses:
  - {id: CC6, title: Access}
  - {id: CC6.1, title: Logical access, corresponds: {iso9001:2015: ["7.5"]}}
  - {id: CC6.2, title: New users}
  - {id: CC6.10, title: Last users, title_pl: Ostatni użytkownicy}
"""
MAP = """\
clauses:
  CC6.1: [PS-01]
  CC6.2: [PS-02, PS-10]
  CC7.1: [PS-01]
"""
CSV_MAP = 'punkt;dokumenty\nCC6.1;PS-01\nCC6.2;"PS-02, PS-10"\nCC7.1;PS-01\n'


@pytest.fixture
def named(here: Path) -> Callable[..., Path]:
    """Names a catalogue, and perhaps a map, in the settings of the office, and commits both."""

    def name(map_: str = "", text: str = "", catalogue: str = CATALOGUE, editions: str = ", TSC") -> Path:
        (here / "clauses").mkdir(exist_ok=True)
        (here / "clauses/tsc.yaml").write_text(catalogue, encoding="utf-8")
        settings = (here / "qms.yaml").read_text(encoding="utf-8")
        lines = "catalogues: {TSC: clauses/tsc.yaml}\n"
        if map_:
            (here / map_).write_text(text, encoding="utf-8")
            lines += f"clause_maps: {{TSC: {map_}}}\n"
        settings = settings.replace(
            "editions: [iso9001:2015]\n", f"editions: [iso9001:2015{editions}]\n{lines}"
        )
        (here / "qms.yaml").write_text(settings, encoding="utf-8")
        office.commit(here, "Work to criteria of our own", "2026-11-20")
        return here

    return name


def problems(here: Path) -> list[dict[str, object]]:
    """Return the problems of a check."""
    done = qmsctl("check", *ON, "--lang", "en", "--format", "json", at=here)
    read: list[dict[str, object]] = json.loads(done.out)["problems"]
    return read


def levels(here: Path, *words: str) -> dict[str, str]:
    """Return the level of each clause of the catalogue."""
    done = qmsctl(
        *(
            "coverage",
            "--edition",
            "TSC",
            *ON,
            "--lang",
            "en",
            "--format",
            "csv",
            "--table",
            "clauses-TSC",
            *words,
        ),
        at=here,
    )
    assert done.status == 0, done.err
    rows = csv.reader(io.StringIO(done.out))
    return {row[0]: row[2] for row in rows if row[0].startswith("CC6.")}


def claim(here: Path, clauses: str) -> None:
    """Let PS-01 name *clauses* of the catalogue."""
    file = here / "procedures/ps-01.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("7.5.2]}", f"7.5.2], TSC: [{clauses}]}}"), encoding="utf-8")
    office.commit(here, "Name criteria", "2026-11-21")


def test_documents_name_criteria_of_the_organisations_own(named: Callable[..., Path]) -> None:
    """Claimed, unclaimed and unknown are told apart as for a standard that ships; 6.10 comes after 6.2."""
    here = named()
    claim(here, "CC6.10, CC9")

    assert list(levels(here)) == ["CC6.1", "CC6.2", "CC6.10"]
    assert "claimed" in levels(here)["CC6.10"]
    found = problems(here)
    (unknown,) = (one for one in found if one["slug"] == "unknown-clause")
    assert unknown["message"] == "Trust services criteria has no clause CC9"
    unclaimed = {str(one["message"]) for one in found if one["slug"] == "unclaimed-clause"}
    assert any("CC6.2" in one for one in unclaimed)
    assert not any("CC6.10" in one for one in unclaimed)
    by_name = qmsctl("coverage", "--edition", "soc 2", *ON, "--lang", "pl", at=here)
    assert "Ostatni użytkownicy" in by_name.out


@pytest.mark.parametrize(("name", "text"), [("clauses/map.yaml", MAP), ("clauses/map.csv", CSV_MAP)])
def test_a_map_counts_as_if_the_documents_said_it(named: Callable[..., Path], name: str, text: str) -> None:
    """Coverage, the register and rules take it in; clauses and ids that do not exist are said at their place."""
    here = named(name, text)

    assert {id: mark.split()[-1] for id, mark in levels(here).items()} == {
        "CC6.1": "documented",
        "CC6.2": "claimed",
        "CC6.10": "unclaimed",
    }
    listed = qmsctl("register", "--clause", "CC6.2", *ON, "--format", "csv", at=here).out
    assert [line.partition(",")[0] for line in listed.splitlines()[1:]] == ["PS-02"]
    found = {(one["slug"], one["path"], one["line"]) for one in problems(here)}
    assert ("unknown-clause", name, 4) in found
    assert ("wrong-value", name, 3) in found
    assert ("undocumented-clause", name, 3) in found
    (unknown,) = (one for one in problems(here) if one["slug"] == "wrong-value")
    assert unknown["message"] == "no document has the id PS-10"


def test_a_map_for_an_edition_that_ships(here: Path) -> None:
    """ISO 9001 itself can be mapped apart from the documents."""
    (here / "map.csv").write_text("clause,documents\n9.2.1,PS-01\n", encoding="utf-8")
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write("clause_maps: {iso9001:2015: map.csv}\n")
    office.commit(here, "Map", "2026-11-20")

    done = qmsctl("register", "--clause", "9.2.1", *ON, "--format", "csv", at=here)

    assert [line.partition(",")[0] for line in done.out.splitlines()[1:]] == ["PS-01", "PS-02"]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("title: X\n", "clauses/tsc.yaml:1:1", "the field clauses is missing"),
        (
            "title: X\nclauses: []\n",
            "clauses/tsc.yaml:2:10",
            "has no clauses, so everything would seem answered",
        ),
        ("title: X\nclauses:\n  - {id: A, titel: B}\n", "clauses/tsc.yaml:3:13", "no field is called titel"),
        (
            "title: X\nclauses:\n  - {id: A, title: B}\n  - {id: A, title: C}\n",
            "clauses/tsc.yaml:4:10",
            "clause A is given twice, first on line 3",
        ),
        (
            "title: X\nclauses:\n  - {id: A, title: B, corresponds: {iso9001:2015: [77]}}\n",
            "clauses/tsc.yaml:3:52",
            "ISO 9001:2015 has no clause 77",
        ),
        (
            "title: X\nclauses:\n  - {id: A, title: B, corresponds: {iso9001:2014: [7]}}\n",
            "clauses/tsc.yaml:3:37",
            "no edition is called iso9001:2014",
        ),
        ("title: [\n", "clauses/tsc.yaml:", ""),
    ],
)
def test_a_catalogue_with_a_fault_stops(
    named: Callable[..., Path], text: str, place: str, reason: str
) -> None:
    """Without its clauses everything would seem answered, so nothing is said but the fault at its place."""
    here = named(catalogue=text)

    done = qmsctl("check", *ON, "--lang", "en", at=here)

    assert done.status == 2
    assert place in done.err
    assert reason in " ".join(done.err.split())
    assert "clauses/tsc.yaml, which qms.yaml names, cannot be used" in " ".join(done.err.split())


def test_a_catalogue_that_is_gone_stops(named: Callable[..., Path]) -> None:
    """A file that is not there is no standard without clauses; and what was known before is not answered again."""
    here = named()
    qmsctl("register", *ON, at=here)
    (here / "clauses/tsc.yaml").unlink()

    done = qmsctl("register", *ON, "--lang", "en", at=here)

    assert (done.status, done.out) == (2, "")
    assert "the catalogue clauses/tsc.yaml is not there, or cannot be read" in " ".join(done.err.split())


def test_what_is_known_of_a_changed_catalogue_is_forgotten(named: Callable[..., Path]) -> None:
    """An answer of the cache counts for the catalogue and the map that it was made from."""
    here = named("clauses/map.yaml", MAP)
    ask = ("register", "--clause", "CC6.2", *ON, "--format", "csv")
    assert "PS-02" in qmsctl(*ask, at=here).out
    (here / "clauses/map.yaml").write_text(MAP.replace("[PS-02, PS-10]", "[PS-01]"), encoding="utf-8")

    assert "PS-02" not in qmsctl(*ask, at=here).out


def refused(done: Outcome) -> str:
    """Return why it was refused."""
    assert (done.status, done.out) == (2, "")
    return " ".join(done.err.split())


def test_a_catalogue_takes_the_place_of_none_that_ships(here: Path) -> None:
    """The clauses of ISO 9001 are not for a repository to say."""
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write("catalogues: {iso9001:2015: mine.yaml}\nclause_maps: {TCS: map.csv}\n")

    said = refused(qmsctl("check", "--lang", "en", at=here))

    assert "the clauses of iso9001:2015 come with qmsctl, and a catalogue cannot take their place" in said
    assert "no edition is called TCS" in said


def test_coverage_and_gap_by_what_corresponds(named: Callable[..., Path]) -> None:
    """A catalogue whose criteria nobody names is read by way of ISO 9001; nothing is renumbered by itself."""
    here = named(editions="")

    assert "documented" in levels(here)["CC6.1"]
    assert "unclaimed" in levels(here)["CC6.2"]
    gap = qmsctl("gap", "--from", "2015", "--to", "TSC", *ON, "--lang", "en", at=here)
    assert gap.status == 0, gap.err
    assert "ISO 9001:2015 → Trust services criteria" in gap.out
    assert "can be renumbered: 0" in gap.out
    unrelated = refused(qmsctl("gap", "--from", "TSC", "--to", "TSC", "--lang", "en", at=here))
    assert "both are the same edition" in unrelated


def test_documents_that_no_clause_names(named: Callable[..., Path]) -> None:
    """They stand at the end of the coverage; one that only a map names is none of them."""
    here = named("clauses/map.yaml", "clauses:\n  CC6.1: [PS-03]\n")
    text = (
        (here / "procedures/ps-01.yaml")
        .read_text(encoding="utf-8")
        .replace("clauses: {iso9001:2015: [7.5.1, 7.5.2]}\n", "")
    )
    for id in ("PS-03", "PS-04"):
        (here / f"procedures/{id.lower()}.yaml").write_text(text.replace("PS-01", id), encoding="utf-8")
    office.commit(here, "Two more", "2026-11-21")

    table = ("--format", "csv", "--table", "documents-unnamed")
    done = qmsctl("coverage", *ON, "--lang", "en", *table, at=here)

    assert [line.partition(",")[0] for line in done.out.splitlines()[1:]] == ["PS-04"]


def test_an_audit_judges_by_criteria_of_the_organisations_own(named: Callable[..., Path]) -> None:
    """A plan and a question may name them, and completion offers them."""
    here = named()
    before = state_of(here)
    offered = qmsctl("qmsctl coverage --clause CC6.", at=here, env={"_QMSCTL_COMPLETE": "fish"})

    assert "CC6.10" in offered.out
    assert state_of(here) == before
    checklist = here / "checklists/cl-02.yaml"
    checklist.write_text(
        "id: CL-02\ntype: checklist\ntitle: Criteria\nrevision: '1'\nowner: quality-officer\nedition: TSC\n"
        "questions:\n  - {id: Q9, clauses: [CC6.2], text: How does a new user get access?}\n"
        "  - {id: Q10, clauses: [CC8.2], text: How does a user leave?}\n",
        encoding="utf-8",
    )
    office.commit(here, "Ask", "2026-11-21")
    found = problems(here)
    assert {one["line"] for one in found if one["slug"] == "unknown-clause"} == {9}
    assert not any(one["slug"] == "unasked-clause" and "CC6.2" in str(one["message"]) for one in found)
