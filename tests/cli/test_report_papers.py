"""`qmsctl report` and a word: the papers besides the report of an audit, in both languages and every format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli.program import Outcome, git, qmsctl, state_of
from tests.papers.worded_reading import cells, texts, values
from tests.reports.reading import read_page

PAPERS = (
    ("readiness", "--visit", "2027-01-20"),
    ("plan", "AUD-2026-02"),
    ("checklist", "AUD-2026-02"),
    ("card", "NC-2026-02-A1"),
    ("findings",),
    ("review",),
)
TITLES = {
    "en": {
        "readiness": "Readiness for the audit",
        "plan": "Audit plan No. AUD-2026-02",
        "checklist": "Checklist of audit No. AUD-2026-02",
        "card": "Nonconformity card NC-2026-02-A1",
        "findings": "Register of nonconformities and actions",
        "review": "Minutes of the management review",
    },
    "pl": {
        "readiness": "Gotowość do auditu",
        "plan": "Plan auditu nr AUD-2026-02",
        "checklist": "Lista pytań kontrolnych auditu nr AUD-2026-02",
        "card": "Karta niezgodności nr NC-2026-02-A1",
        "findings": "Rejestr niezgodności i działań",
        "review": "Protokół z przeglądu zarządzania",
    },
}
each_paper = pytest.mark.parametrize("words", PAPERS, ids=[words[0] for words in PAPERS])


@pytest.fixture(scope="module", params=LANGUAGES)
def demonstration(
    request: pytest.FixtureRequest, demonstrations: Callable[[str], Demonstration]
) -> Demonstration:
    """The demonstration in each language."""
    return demonstrations(request.param)


def report(demonstration: Demonstration, *words: str) -> Outcome:
    """Ask for a paper on the day of the demonstration, in its language."""
    options = ("--on", demonstration.day.isoformat(), "--lang", demonstration.language)
    return qmsctl("report", *words, *options, at=demonstration.folder)


def written(demonstration: Demonstration, *words: str) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """Return a paper as JSON."""
    done = report(demonstration, *words, "--format", "json")
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out)


@each_paper
def test_each_paper_has_its_title_in_every_format(
    demonstration: Demonstration, words: tuple[str, ...], tmp_path: Path
) -> None:
    """As lines, as JSON, as a sound page and as Markdown; the repository stays as it was."""
    before = state_of(demonstration.folder)
    title = TITLES[demonstration.language][words[0]]

    assert title in report(demonstration, *words).out
    for name in ("paper.html", "paper.md", "paper.json"):
        done = report(demonstration, *words, "-o", str(tmp_path / name))
        assert done.status == 0
        assert title in (tmp_path / name).read_text(encoding="utf-8").replace("\\-", "-")
    assert state_of(demonstration.folder) == before

    page = read_page((tmp_path / "paper.html").read_text(encoding="utf-8"))
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert page.unclosed == []
    assert len(set(ids)) == len(ids)
    assert [link for link in page.all("a") if link.attributes["href"].removeprefix("#") not in ids] == []


@each_paper
def test_each_paper_can_be_verified(
    demonstration: Demonstration, words: tuple[str, ...], tmp_path: Path
) -> None:
    """A file made from a commit is the same again; one changed word is found."""
    file = tmp_path / "paper.html"
    report(demonstration, *words, "-o", str(file))
    of = tuple(word for word in words[:2] if not word.startswith("-"))
    assert qmsctl("report", *of, "--verify", str(file), at=demonstration.folder).status == 0

    file.write_text(file.read_text(encoding="utf-8").replace("qmsctl 0", "qmsctl 9", 1), encoding="utf-8")
    assert qmsctl("report", *of, "--verify", str(file), at=demonstration.folder).status == 1


def test_another_paper_is_not_the_one_that_is_verified(demonstration: Demonstration, tmp_path: Path) -> None:
    """A plan is no checklist, and the command that verifies it is said."""
    file = tmp_path / "plan.html"
    report(demonstration, "plan", "AUD-2026-02", "-o", str(file))
    done = qmsctl("report", "checklist", "AUD-2026-02", "--verify", str(file), at=demonstration.folder)

    assert done.status == 2
    assert f"qmsctl report plan AUD-2026-02 --verify {file}" in done.err


def test_readiness_tells_what_the_story_planted(demonstration: Demonstration) -> None:
    """The overdue finding, the changed text, the late review and the draft of the story are things to do."""
    paper = written(demonstration, "readiness")
    (tasks,) = [one for one in values(paper["sections"]) if one["kind"] == "table" and one["key"] == "tasks"]
    rows = [cells(row) for group in tasks["groups"] for row in group["rows"]]
    told = {(row[3], row[4]) for row in rows}

    number = "NC-2026-DM-1"
    assert {
        (number, f"qmsctl finding respond {number}"),
        ("IN-01", "qmsctl why IN-01"),
        ("PS-08", "qmsctl review PS-08"),
        ("PS-09", "qmsctl approve PS-09 --as checked"),
    } <= told
    assert rows[0][3] == number
    assert paper["standing"]["text"].startswith(f"{len(rows)} ")


def test_what_is_in_force_stands_beside_a_file_that_differs(demonstration: Demonstration) -> None:
    """A changed text and a later draft are listed with the revision in force, and counted in the summary."""
    paper = written(demonstration, "readiness")
    (table,) = [one for one in values(paper["sections"]) if one.get("key") == "not-in-force"]
    rows = {cells(row)[0]: cells(row) for group in table["groups"] for row in group["rows"]}

    assert set(rows) == {"IN-01", "PS-09"}
    assert all(row[3].startswith("1") for row in rows.values())
    counts = {
        "en": "19, plans of audits not counted; with a revision in force: 18",
        "pl": "19, bez planów auditów",
    }
    assert counts[demonstration.language] in texts(paper["sections"])


def test_readiness_holds_every_problem_of_the_check(demonstration: Demonstration) -> None:
    """What the console calls red is not green on paper."""
    options = ("--on", demonstration.day.isoformat(), "--format", "json")
    checked = json.loads(qmsctl("check", *options, at=demonstration.folder).out)
    paper = written(demonstration, "readiness")
    (table,) = [one for one in values(paper["sections"]) if one.get("key") == "problems" and "groups" in one]

    assert len([row for group in table["groups"] for row in group["rows"]]) == len(checked["problems"])


def test_the_management_review_is_given_what_audits_saw(demonstration: Demonstration) -> None:
    """Evidence and findings on the clauses of an input stand below it: nothing recorded is said to be missing."""
    paper = written(demonstration, "review")
    tables = {
        one["key"]: [cells(row) for group in one["groups"] for row in group["rows"]]
        for one in values(paper["sections"])
        if one.get("kind") == "table"
    }

    assert [row[1] for row in tables["seen-providers"]] == ["AUD-2026-02"] * 3
    assert [row[0] for row in tables["found-providers"]] == ["NC-2026-02-A1"]
    assert [row[1] for row in tables["seen-monitoring"]] == ["AUD-2026-01"]
    assert "PP-06" not in [row[0] for row in tables["changed-documents"]]
    assert "AUD-2025-01" not in {row[1] for key in tables if key.startswith("seen-") for row in tables[key]}


def test_changes_are_told_since_the_last_audit(demonstration: Demonstration) -> None:
    """The register of changes begins with the audit that was finished last."""
    paper = written(demonstration, "readiness")
    (section,) = [one for one in paper["sections"] if one["key"] == "changes"]

    assert "AUD-2026-01" in texts(section)
    assert "IN-02" in texts(section)


@pytest.mark.parametrize(
    ("words", "said", "fix"),
    [
        (("plan",), "qmsctl report plan needs to know of what", "qmsctl audit status"),
        (("card",), "qmsctl report card needs to know of what", "qmsctl finding list"),
        (("findings", "NC-1"), "there is one word too many: NC-1", "plan, checklist, card"),
        (("AUD-2026-01", "AUD-2026-02"), "there is one word too many: AUD-2026-02", "plan, checklist, card"),
        (("readiness", "--issue"), "--issue belongs to the report of an audit", "leave it out"),
        (("review", "--check"), "--check belongs to the report of an audit", "leave it out"),
        (("review", "--visit", "2027-01-20"), "--visit belongs to another paper", "qmsctl report readiness"),
        (("readiness", "--visit", "2020-01-20"), "the visit on 20 January 2020 is before", "--visit"),
        (("readiness", "--visit", "soon"), "soon is not written as a day", "year-month-day"),
        (("plan", "AUD-2026-22"), "there is no audit AUD-2026-22", "did you mean AUD-2026-0"),
        (("card", "NC-2026-02-A9"), "there is no finding NC-2026-02-A9", "did you mean"),
    ],
)
def test_a_call_that_cannot_be_answered_says_what_to_do(
    demonstrations: Callable[[str], Demonstration], words: tuple[str, ...], said: str, fix: str
) -> None:
    """Place, reason and next step; the status is that of a wrong call."""
    done = report(demonstrations("en"), *words)

    assert done.status == 2
    assert said in done.err
    assert fix in done.err.partition("Next: ")[2]
    assert done.out == ""


def test_a_fresh_system_is_not_ready(tmp_path: Path) -> None:
    """After `init` nothing is in force, nothing is evidenced, and that is what there is to do."""
    who = ("--approver", "Ann Example", "--approver-email", "ann@example.org")
    made = ("--no-input", "--organisation", "Example Office", "--edition", "iso9001:2015", *who)
    assert qmsctl("--lang", "en", "init", "office", *made, at=tmp_path).status == 0
    done = qmsctl("report", "readiness", "--format", "json", "--lang", "en", at=tmp_path / "office")
    paper = json.loads(done.out)
    (tasks,) = [one for one in values(paper["sections"]) if one["kind"] == "table" and one["key"] == "tasks"]
    rows = [cells(row) for group in tasks["groups"] for row in group["rows"]]

    assert done.status == 0
    assert len([row for row in rows if row[4].startswith("qmsctl approve")]) > 5
    assert any("always demanded" in row[2] for row in rows)


def test_a_shallow_clone_is_told_first(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """Without the beginning of the history nobody can tell who recorded what; the command that fetches it is said."""
    office = tmp_path / "office"
    git("clone", "-q", "--depth", "3", demonstrations("en").folder.as_uri(), str(office), at=tmp_path)
    done = qmsctl("report", "readiness", "--on", "2026-11-13", "--lang", "en", at=office)

    first = next(line for line in done.out.splitlines() if line.startswith("1 | "))
    assert "✗ first of all" in first
    assert "git fetch --unshallow --tags" in first


def test_what_is_not_committed_is_told_first(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """A changed file cannot be what others see; the paper says it, and that it cannot be made again."""
    office = tmp_path / "office"
    git("clone", "-q", str(demonstrations("en").folder), str(office), at=tmp_path)
    file = office / "procedures" / "ps-01.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    done = qmsctl("report", "readiness", "--on", "2026-11-13", "--lang", "en", at=office)

    assert "1 | ✗ first of all | commit what was changed on disk, so that others can see it too" in done.out
    assert "it cannot be made again" in done.out
