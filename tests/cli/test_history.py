"""`history`: the revisions of a document, its change card, and what of its past cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli import office
from tests.cli.diary import ANN, Diary
from tests.cli.program import Terminal, git, qmsctl, without_escapes
from tests.reports.reading import read_page

PS01, PS02 = "procedures/ps-01.yaml", "procedures/ps-02.md"


@pytest.fixture
def diary(here: Path) -> Diary:
    """The office, in which more is going to happen after March 2026."""
    return Diary(here)


def told(at: Path, id: str, *options: str) -> dict[str, Any]:
    """Return what `history` says as JSON."""
    done = qmsctl("history", id, "--format", "json", *options, at=at)
    assert done.status == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def revised(diary: Diary) -> Diary:
    """Return the office after PS-01 was revised, approved and reviewed."""
    texts = {'revision: "1.0"': 'revision: "1.1"', "Everybody works": "Everybody in the office works"}
    diary.change(PS01, texts, "2026-04-01", "PS-01 1.1: the office")
    diary.decide(PS01, "prepared", "2026-04-02", who=ANN)
    diary.decide(PS01, "checked", "2026-04-03", who=ANN)
    diary.decide(PS01, "approved", "2026-04-04", effective="2026-05-01", basis="ordinance 7")
    diary.decide(PS01, "reaffirmed", "2026-06-01")
    return diary


def test_every_revision_with_its_days(diary: Diary) -> None:
    """Prepared, checked, approved, effective, reaffirmed and superseded are told, with people and trust."""
    first, second = told(revised(diary).folder, "PS-01", "--on", "2026-11-22")["revisions"]

    assert (first["revision"], first["effective"], first["superseded"]) == ("1.0", "2026-02-01", "2026-05-01")
    assert (first["in_force"], second["in_force"], second["withdrawn"]) == (False, True, False)
    assert [(one["meaning"], one["day"], one["person"], one["trust"]) for one in second["decisions"]] == [
        ("prepared", "2026-04-02", "Ann Example", "recorded"),
        ("checked", "2026-04-03", "Ann Example", "recorded"),
        ("approved", "2026-04-04", "Bob Example", "recorded"),
        ("reaffirmed", "2026-06-01", "Bob Example", "recorded"),
    ]
    assert second["places"] == [{"kind": "section", "name": "Purpose"}]
    assert second["extent"] == {"lines_added": 1, "lines_removed": 1, "words_added": 3, "words_removed": 0}


def test_what_was_decided_later_is_not_told(diary: Diary) -> None:
    """On an earlier day nobody had decided yet."""
    days = [
        one["meaning"]
        for one in told(revised(diary).folder, "PS-01", "--on", "2026-04-02")["revisions"][1]["decisions"]
    ]

    assert days == ["prepared"]


def test_withdrawn_revision_has_its_end(diary: Diary) -> None:
    """A revision that ended with a withdrawal is not called superseded."""
    diary.decide(PS01, "withdrawn", "2026-04-01", effective="2026-05-01", reason="nobody does this")

    (revision,) = told(diary.folder, "PS-01", "--on", "2026-11-22")["revisions"]
    plain = qmsctl("history", "PS-01", "--on", "2026-11-22", at=diary.folder).out

    assert (revision["superseded"], revision["withdrawn"]) == ("2026-05-01", True)
    assert "Revision 1.0: from 1 February 2026, withdrawn on 1 May 2026" in plain
    assert "nobody does this" in plain


def test_places_of_a_change(diary: Diary) -> None:
    """Sections, questions and fields that a revision touches are named, each as what it is."""
    more = {
        'revision: "1.0"': 'revision: "2.0"',
        "Who approves": "Who has to approve",
        "title: Questions": "title: Many questions",
    }
    diary.change("checklists/cl-01.yaml", more, "2026-04-01", "CL-01 2.0")

    second = told(diary.folder, "CL-01")["revisions"][1]
    plain = qmsctl("history", "CL-01", at=diary.folder).out

    assert second["places"] == [{"kind": "field", "name": "title"}, {"kind": "question", "name": "Q2"}]
    assert "changed: title, question Q2" in plain


def test_revision_without_another_text(diary: Diary) -> None:
    """A revision raised with nothing changed is seen to change nothing."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")

    assert (
        "compared with the revision before: no text changed"
        in qmsctl("history", "PS-01", at=diary.folder).out
    )


# What cannot be read, and what was there twice


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("id: PS-01\ntype: procedure\ntitle: [\n", "line 4"),
        ("", "the file is empty"),
        ("<<<<<<< HEAD\nid: PS-01\n=======\n", "line 2"),
        ("id: PS-01\ntype: procedure\n", "the field title is missing"),
    ],
    ids=["broken YAML", "empty", "conflict", "incomplete"],
)
def test_version_that_cannot_be_read(diary: Diary, broken: str, reason: str) -> None:
    """A content that cannot be read is told at its commit, and stops nothing."""
    text = (diary.folder / PS01).read_text()
    commit = diary.write(PS01, broken, "2026-04-01", "Break it")
    diary.write(PS01, text.replace('"1.0"', '"1.1"'), "2026-04-02", "Mend it")

    changes = told(diary.folder, "PS-01")
    (event,) = changes["events"]

    assert [one["revision"] for one in changes["revisions"]] == ["1.0", "1.1"]
    assert (event["kind"], event["commit"], event["path"]) == ("unreadable", commit, PS01)
    assert reason in event["fault"]
    assert changes["lives"] == 1
    assert (
        f"{PS01} could not be read as a document: {event['fault']}"
        in qmsctl("history", "PS-01", at=diary.folder).out
    )


def test_content_that_git_lost(diary: Diary) -> None:
    """Where a content is no longer in the repository, that is said, and the rest is told."""
    blob = git("rev-parse", f"HEAD:{PS02}", at=diary.folder).strip()
    diary.change(PS02, {"says": "promises"}, "2026-04-01", "PS-02: promise")
    (diary.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()

    done = qmsctl("history", "PS-02", at=diary.folder)
    page = qmsctl("history", "PS-02", "--format", "html", at=diary.folder).out

    assert done.status == 0
    assert "PS-02: promise" in done.out
    for text in (done.out, page, done.err):
        assert "1 content of the history is not in this repository" in text


def test_deleted_and_added_again_is_two_lives(diary: Diary) -> None:
    """An id that comes back has a second life: its first text is compared with nothing, and is no rename."""
    text = (diary.folder / PS01).read_text()
    gone = diary.write(PS01, None, "2026-04-01", "Throw away")
    back = diary.write(
        "procedures/ps-01-new.yaml", text.replace("Everybody", "Somebody"), "2026-05-01", "Begin anew"
    )

    changes = told(diary.folder, "PS-01")
    plain = qmsctl("history", "PS-01", at=diary.folder).out
    polish = qmsctl("--lang", "pl", "history", "PS-01", at=diary.folder).out

    assert changes["lives"] == 2
    assert [(one["revision"], one["life"]) for one in changes["revisions"]] == [("1.0", 1), ("1.0", 2)]
    assert [(one["kind"], one["commit"]) for one in changes["events"]] == [
        ("deleted", gone),
        ("added_again", back),
    ]
    assert changes["revisions"][1]["written"][0]["renamed_from"] is None
    assert changes["revisions"][1]["places"] == [{"kind": "whole", "name": ""}]
    # The approval is of the first text, and stays with it.
    assert [len(one["decisions"]) for one in changes["revisions"]] == [1, 0]
    assert "was deleted 1 time and added again under the same id" in plain
    assert "usunięto 1 raz i dodano ponownie" in polish


def test_move_through_a_third_file_is_one_life(diary: Diary) -> None:
    """Moved and moved again, also by exchange with another document, a document lives on."""
    git("mv", PS01, "procedures/x.yaml", at=diary.folder)
    git("mv", "checklists/cl-01.yaml", PS01, at=diary.folder)
    git("mv", "procedures/x.yaml", "checklists/cl-01.yaml", at=diary.folder)
    office.commit(diary.folder, "Exchange", "2026-04-01")
    diary.move("checklists/cl-01.yaml", "procedures/ps-01-again.yaml", "2026-04-02", "Home")

    changes = told(diary.folder, "PS-01")

    assert (changes["lives"], changes["events"]) == (1, [])
    assert [one["renamed_from"] for one in changes["revisions"][0]["written"]] == [
        None,
        PS01,
        "checklists/cl-01.yaml",
    ]


def test_deletion_on_a_branch_that_was_merged_back_is_no_second_life(diary: Diary) -> None:
    """What the main line always held has one life, whatever a branch did."""
    git("switch", "--quiet", "--create", "side", at=diary.folder)
    text = (diary.folder / PS02).read_text()
    diary.write(PS02, None, "2026-04-01", "Gone")
    diary.write(PS02, text, "2026-04-02", "Back")
    git("switch", "--quiet", "main", at=diary.folder)
    env = {f"GIT_{who}_DATE": "2026-04-05T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", at=diary.folder, env=env)

    assert told(diary.folder, "PS-02")["lives"] == 1


def test_shallow_clone_does_not_take_its_first_commit_for_an_author(diary: Diary, tmp_path: Path) -> None:
    """Where a clone begins, who wrote and who recorded cannot be established."""
    folder = revised(diary).folder
    git("clone", "--quiet", "--depth=2", folder.as_uri(), str(tmp_path / "clone"), at=tmp_path)

    changes = told(tmp_path / "clone", "PS-01", "--on", "2026-11-22")
    plain = qmsctl("history", "PS-01", "--on", "2026-11-22", at=tmp_path / "clone").out

    assert not changes["complete"]
    assert [one["revision"] for one in changes["revisions"]] == ["1.0", "1.1"]
    assert changes["revisions"][1]["written"][0]["began_earlier"]
    assert {one["trust"] for one in changes["revisions"][1]["decisions"]} == {"unknown"}
    assert "who wrote it, and when, cannot be established" in plain
    assert "fetch-depth: 0" in plain


# How it looks


@pytest.mark.parametrize("language", LANGUAGES)
def test_change_card_as_an_office_knows_it(diary: Diary, language: str) -> None:
    """The page is the form of Polish offices: number, day, places, description, three signatures, in force since."""
    folder = revised(diary).folder
    done = qmsctl("--lang", language, "history", "PS-01", "--on", "2026-11-22", "-o", "card.html", at=folder)

    page = read_page((folder / "card.html").read_text(encoding="utf-8"))
    heading = {"en": "Change card", "pl": "Karta zmian"}[language]
    columns, *rows = page.tables[heading]

    assert (done.status, done.out) == (0, "")
    if language == "pl":
        assert columns == [
            "Nr zmiany (rewizja)", "Data wprowadzenia", "Zmienione miejsca", "Opis zmiany",
            "Opracował(a)", "Sprawdził(a)", "Zatwierdził(a)", "Obowiązuje od", "Zastąpiona lub wycofana",
        ]  # fmt: skip
    assert [row[0] for row in rows] == ["1.0", "1.1"]
    assert "PS-01 1.1: the office" in rows[1][3]
    assert ["Ann Example" in rows[1][4], "Ann Example" in rows[1][5], "Bob Example" in rows[1][6]] == [
        True
    ] * 3
    assert "ordinance 7" in rows[1][6]
    assert page.unclosed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_history_of_the_demonstration(demonstrations: Callable[[str], Demonstration], language: str) -> None:
    """The demonstration's PS-11 has two revisions, with the days and people of the story."""
    demonstration = demonstrations(language)
    changes = told(demonstration.folder, "PS-11", "--as-of", demonstration.day.isoformat())
    first, second = changes["revisions"]

    assert (first["effective"], first["superseded"], second["effective"]) == (
        "2025-02-03",
        "2026-10-01",
        "2026-10-01",
    )
    assert [one["meaning"] for one in second["decisions"]] == ["prepared", "checked", "approved"]
    by_hand = git("log", "--reverse", "--format=%H", "--", "procedures/ps-11.yaml", at=demonstration.folder)
    assert [
        one["commit"] for revision in changes["revisions"] for one in revision["written"]
    ] == by_hand.split()


def test_terminal_and_pipe(diary: Diary) -> None:
    """On a terminal the history is wrapped and its headings are bold; in a pipe lines are whole and plain."""
    folder = revised(diary).folder
    with Terminal("history", "PS-01", "--on", "2026-11-22", at=folder, columns=50) as terminal:
        shown = terminal.end().out
    piped = qmsctl("history", "PS-01", "--on", "2026-11-22", at=folder).out

    assert "\x1b[1mRevision 1.1: in force since 1 May 2026\x1b[0m" in shown
    assert max(map(len, without_escapes(shown).splitlines())) <= 50
    assert " ".join(without_escapes(shown).split()) == " ".join(piped.split())


@pytest.mark.parametrize("format", ["plain", "markdown", "html", "json"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_same_bytes_twice(diary: Diary, format: str, language: str) -> None:
    """The same commit and day give the same bytes."""
    folder = revised(diary).folder
    words = (
        "--lang",
        language,
        "history",
        "PS-01",
        "--rev",
        "HEAD",
        "--on",
        "2026-11-22",
        "--format",
        format,
    )
    first = qmsctl(*words, at=folder)
    second = qmsctl(*words, "--no-cache", at=folder, env={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"})

    assert first.status == 0
    assert first.out == second.out


# What a sheet is worth, what is announced, and why something changed


def test_printout_says_what_it_is(diary: Diary) -> None:
    """Only what is in force is valid; any other sheet says what it is, also across the printed page."""
    folder = revised(diary).folder
    diary.change(PS01, {'revision: "1.1"': 'revision: "1.2"'}, "2026-06-02", "PS-01 1.2")
    said = {
        ("--revision", "1.0", "--on", "2026-06-03"): "Superseded: for information only",
        ("--draft", "--on", "2026-06-03"): "Draft: not approved, not to be used",
        ("--revision", "1.1", "--on", "2026-04-05"): "In force from 1 May 2026; not yet",
    }

    for options, words in said.items():
        text = qmsctl("show", "PS-01", *options, at=folder).out
        page = qmsctl("show", "PS-01", "--format", "html", *options, at=folder).out
        assert words in text.splitlines()[-1]
        assert f'<p class="notice bad">{words}</p>' in page
        assert '<div class="stamp" aria-hidden="true">' in page
        assert "day of printing" not in text + page
    dated = qmsctl("show", "PS-01", "--on", "2026-06-03", at=folder).out
    page = qmsctl("show", "PS-01", "--format", "html", at=folder).out
    polish = qmsctl("--lang", "pl", "show", "PS-01", "--draft", at=folder).out
    assert "In force as of 3 June 2026" in dated
    assert "day of printing" not in dated
    assert "Valid on the day of printing" in page
    assert 'class="notice' not in page
    assert 'class="stamp"' not in page
    assert "Projekt niezatwierdzony \N{EN DASH} nie stosować" in polish.splitlines()[-1]


def test_withdrawn_printout_and_its_superseded_revision(diary: Diary) -> None:
    """Of a withdrawn document, the last revision is withdrawn, and the one before superseded."""
    folder = revised(diary).folder
    diary.decide(PS01, "withdrawn", "2026-06-05", effective="2026-07-01", reason="over", successor="PS-02")

    def last_line(revision: str) -> str:
        done = qmsctl("show", "PS-01", "--revision", revision, "--on", "2026-08-01", at=folder)
        return done.out.splitlines()[-1]

    refused = qmsctl("show", "PS-01", "--on", "2026-08-01", at=folder)
    early = qmsctl("show", "PS-01", "--on", "2026-04-05", at=folder)
    before = qmsctl("show", "PS-02", "--on", "2026-04-05", at=folder)
    assert "Withdrawn: for information only" in last_line("1.1")
    assert "Superseded: for information only" in last_line("1.0")
    assert "withdrawn since 1 July 2026, successor PS-02" in refused.err
    assert "--revision 1.1" in refused.err
    assert "revision 1.1 in force from 1 May 2026" in early.out
    assert "none is approved" in before.err
    assert "--draft" in before.err


def test_planned_withdrawal_is_announced(diary: Diary) -> None:
    """What will end is announced by the sheet, the register and the history, with its successor."""
    folder = revised(diary).folder
    diary.decide(PS01, "withdrawn", "2026-06-05", effective="2026-07-01", reason="over", successor="PS-02")
    on = ("--on", "2026-06-06")
    words = "to be withdrawn on 1 July 2026 (successor PS-02)"

    assert words in qmsctl("show", "PS-01", *on, at=folder).out
    assert words in qmsctl("register", *on, at=folder).out
    history = qmsctl("history", "PS-01", *on, at=folder).out
    page = qmsctl("history", "PS-01", "--format", "html", *on, at=folder).out
    assert f"Revision 1.1: in force since 1 May 2026, {words}" in history
    assert "over), takes effect on 1 July 2026, successor PS-02" in history
    rows = read_page(page).tables["Withdrawals"]
    assert ["over" in rows[1][4], "PS-02" in rows[1][5]] == [True, True]
    assert words.partition(" (")[0] not in qmsctl("register", "--on", "2026-06-04", at=folder).out


def test_reason_is_shown_instead_of_the_subject(diary: Diary) -> None:
    """The body of the message is the reason; where there is none, or only trailers, the subject stands."""
    message = "PS-01 1.1: next revision\n\nThe office moved\nto another house.\n\nSigned-off-by: Ann <a@example.org>"
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", message)
    trailer = "PS-02: promise\n\nSigned-off-by: Ann <a@example.org>"
    diary.change(PS02, {"says": "promises"}, "2026-04-02", trailer)
    reason = "The office moved to another house."

    for told_by in (
        qmsctl("history", "PS-01", at=diary.folder).out,
        qmsctl("history", "PS-01", "--format", "html", at=diary.folder).out,
        qmsctl("show", "PS-01", "--format", "html", at=diary.folder).out,
        qmsctl("changes", "--since", "2026-03-31", "--format", "plain", at=diary.folder).out,
    ):
        assert reason in told_by
        assert "next revision" not in told_by
    assert "PS-02: promise" in qmsctl("history", "PS-02", at=diary.folder).out
