"""`changes` in every format and in both languages: the same content, the same bytes, nothing that runs."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from tests.cli import office
from tests.cli.diary import Diary
from tests.cli.program import Terminal, git, qmsctl, state_of, without_escapes
from tests.reports.reading import markdown_tables, read_page

DOCS = Path(__file__).parent.parent.parent / "docs"
SCHEMA: dict[str, Any] = json.loads((DOCS / "schema" / "changes-1.json").read_text(encoding="utf-8"))
PS01, PS02 = "procedures/ps-01.yaml", "procedures/ps-02.md"
PERIOD = ("--since", "2026-03-31", "--until", "2026-11-22")


@pytest.fixture(scope="module", params=LANGUAGES)
def demonstration(
    request: pytest.FixtureRequest, demonstrations: Callable[[str], Demonstration]
) -> Demonstration:
    """The demonstration in each language."""
    return demonstrations(request.param)


@pytest.fixture(scope="module")
def busy_pattern(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which something of every kind happens from April on; nobody may change it."""
    here = office.copy(pattern, tmp_path_factory.mktemp("busy") / "office")
    diary = Diary(here)
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"', "Everybody": "Each"}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-02", effective="2026-05-01")
    diary.move(PS02, "procedures/ps-02-audits.md", "2026-04-03", "Rename")
    diary.decide("procedures/ps-02-audits.md", "approved", "2026-04-04")
    diary.decide("procedures/ps-02-audits.md", "withdrawn", "2026-06-01", reason="no longer done")
    diary.decide(PS01, "reaffirmed", "2026-06-02")
    criteria = [{"edition": "iso9001:2015", "clauses": ["7.5.2"]}]
    diary.finding(
        "aaaaaaaa", "raised", "2026-06-03", number="NC-2026-01-E1", source={"audit": office.AUDIT}, grade="minor",
        title="A form", criteria=criteria, requirement="R", evidence_text="E", statement="S",
    )  # fmt: skip
    diary.minutes(office.AUDIT, "opening", "2026-11-20")
    diary.change("qms.yaml", {"auditor: Auditor": "auditor: Internal auditor"}, "2026-11-21", "Rename a role")
    approval = next((here / "approvals").rglob("20260201*.yaml"))
    diary.write(str(approval.relative_to(here)), None, "2026-11-21", "Lose a record")
    return here


@pytest.fixture
def busy(busy_pattern: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may do with as it likes."""
    return office.copy(busy_pattern, tmp_path / "office")


def said(at: Path, *options: str, env: Mapping[str, str] | None = None) -> str:
    """Return what `changes` prints."""
    done = qmsctl("changes", *options, at=at, env=env)
    assert (done.status, done.err) == (0, "")
    return done.out


# The demonstration


def test_changes_since_the_audit_of_the_demonstration(demonstration: Demonstration) -> None:
    """The demonstration since its audit: what the story tells, and nothing else, in both languages."""
    options = ("--since", "AUD-2026-01", "--until", demonstration.day.isoformat(), "--format", "json")
    told = json.loads(said(demonstration.folder, "--lang", demonstration.language, *options))

    happened = {(one["id"], what["what"]) for one in told["documents"] for what in one["happened"]}
    assert happened == {
        ("IN-01", "drifted"),
        ("IN-02", "withdrawn"),
        ("PA-2026", "revised"),
        ("PS-08", "overdue"),
        ("PS-09", "drafted"),
        ("PS-11", "revised"),
    }
    assert [(one["document"], one["meaning"], one["trust"]) for one in told["decisions"]] == [
        ("AUD-2026-02", "prepared", "recorded"),
        ("AUD-2026-02", "approved", "declared"),
        ("IN-02", "withdrawn", "recorded"),
        ("PA-2026", "prepared", "recorded"),
        ("PA-2026", "approved", "declared"),
        ("PS-09", "prepared", "recorded"),
        ("PS-11", "prepared", "recorded"),
        ("PS-11", "checked", "recorded"),
        ("PS-11", "approved", "declared"),
    ]
    assert [one["document"] for one in told["reviews"]] == ["PS-03", "PS-05"]
    happened_to = sorted(one["happened"][0] for one in told["findings"])
    assert happened_to == ["closed"] * 4 + ["followed_up"] + ["raised"] * 2
    assert [(one["id"], one["status_now"]) for one in told["audits"]] == [("AUD-2026-02", "in_progress")]
    assert [one["part"] for one in told["settings"]] == ["certificate"]
    assert (told["altered"], told["doubts"]) == ([], [])
    assert told["since"]["day"] == "2026-06-09"
    assert told["looked_at"]["commits"] == 13


def test_changes_of_the_demonstration_are_what_plain_git_says(demonstration: Demonstration) -> None:
    """The commits of the period, and those that changed each document, are those that git lists by hand."""
    folder = demonstration.folder
    options = ("--since", "AUD-2026-01", "--until", "HEAD", "--format", "json")
    told = json.loads(said(folder, *options))
    span = f"{told['since']['commit']}..HEAD"

    assert told["looked_at"]["commits"] == int(git("rev-list", "--count", span, at=folder))
    for document in told["documents"]:
        for one in document["happened"]:
            if one["what"] in ("drifted", "drafted", "revised"):
                by_hand = git(
                    "log", "--reverse", "--format=%H", span, "--", document["now"]["path"], at=folder
                )
                assert [commit["commit"] for commit in one["commits"]] == by_hand.split()


# Formats


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_says_the_same(busy: Path, language: str) -> None:
    """Each table stands in every format, with the same cells in the same order."""
    options = ("--lang", language, *PERIOD, "--format")
    page = read_page(said(busy, *options, "html"))
    plain = said(busy, *options, "plain")
    markdown = markdown_tables(said(busy, *options, "markdown"))
    contents, *headings = [element.text for element in page.all("h2")]
    rows = len(page.all("tr"))

    assert page.unclosed == []
    assert contents == {"en": "Contents", "pl": "Spis treści"}[language]
    assert [
        line.rpartition(" (")[0] for line in plain.splitlines() if re.fullmatch(r".* \(\d+\)", line)
    ] == headings
    assert len(markdown) == len(headings)
    assert sum(len(table) for table in markdown) == rows
    assert len([line for line in plain.splitlines() if " | " in line]) == rows
    for table in markdown:
        for row in table:
            assert " | ".join(row) in plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_keeps_to_its_schema(busy: Path, language: str) -> None:
    """What is printed as JSON is what the schema describes; each kind of entry is there to be tried."""
    told = json.loads(said(busy, "--lang", language, *PERIOD, "--format", "json"))

    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(told, SCHEMA, jsonschema.Draft202012Validator)
    parts = (
        "documents",
        "decisions",
        "reviews",
        "findings",
        "audits",
        "settings",
        "settings_commits",
        "altered",
    )
    assert [part for part in parts if not told[part]] == []


def test_every_field_of_the_schema_is_explained() -> None:
    """`docs/changes-json.md` names every field and every value of the schema."""
    page = (DOCS / "changes-json.md").read_text(encoding="utf-8")

    def named(schema: Any) -> set[str]:  # noqa: ANN401 - any part of a schema
        if isinstance(schema, list):
            return {name for part in schema for name in named(part)}
        if not isinstance(schema, dict):
            return set()
        own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
        return own.union(*(named(part) for part in schema.values()))

    assert [name for name in sorted(named(SCHEMA)) if f"`{name}`" not in page] == []
    assert [
        what for what in SCHEMA["$defs"]["happened"]["properties"]["what"]["enum"] if f"`{what}`" not in page
    ] == []


@pytest.mark.parametrize("format", ["plain", "markdown", "html", "json"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_same_commit_day_and_settings_give_the_same_bytes(
    busy: Path, tmp_path: Path, format: str, language: str
) -> None:
    """Another folder, time zone, locale and hash seed, a full and an empty cache, and a dirty tree change no byte."""
    options = ("--lang", language, *PERIOD, "--format", format)
    (tmp_path / "home").mkdir()
    first = said(busy, *options)
    elsewhere = Path(shutil.copytree(busy, tmp_path / "zażółć" / "elsewhere"))
    (elsewhere / PS01).write_text("id: [", encoding="utf-8")
    (elsewhere / "new.txt").write_text("new", encoding="utf-8")
    env = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "PYTHONHASHSEED": "4711",
        "HOME": str(tmp_path / "home"),
        "PYTHONUTF8": "1",
    }
    cold = qmsctl("changes", *options, at=elsewhere / "procedures", env=env)
    warm = qmsctl("changes", *options, at=elsewhere, env=env)
    without = qmsctl("changes", *options, "--no-cache", at=elsewhere, env=env)

    assert first == cold.out == warm.out == without.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_terminal_cuts_nothing(busy: Path, language: str) -> None:
    """On a narrow terminal everything is there, wrapped; in a pipe the lines are whole."""
    with Terminal("--lang", language, "changes", *PERIOD, at=busy, columns=60) as terminal:
        shown = without_escapes(terminal.end().out)
    plain = said(busy, "--lang", language, *PERIOD)

    assert max(map(len, shown.splitlines())) <= 60
    words = " ".join(shown.split())
    for subject in ("PS-01 1.1", "no longer done", "Rename a role"):
        assert subject in words
        assert subject in plain
    assert "\x1b" not in plain


def test_file_by_its_name(busy: Path) -> None:
    """The name of the file says the format; the command says where it is."""
    for name, beginning in (
        ("c.html", "<!DOCTYPE html>"),
        ("c.md", "# "),
        ("c.json", "{"),
        ("c.txt", "Example"),
    ):
        done = qmsctl("changes", *PERIOD, "-o", name, at=busy)

        assert (done.status, done.out) == (0, "")
        assert name in done.err
        assert (busy / name).read_text(encoding="utf-8").startswith(beginning)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quiet_period_says_what_was_looked_at(here: Path, language: str) -> None:
    """Where nothing changed, that is said with how much was compared."""
    told = said(here, "--lang", language, "--since", "2026-03-31", "--until", "2026-04-30")

    nothing = {"en": "Nothing changed in this period.", "pl": "W tym okresie nic się nie zmieniło."}
    looked = {"en": "documents: 5 then, 5 now", "pl": "dokumenty: przedtem 5, teraz 5"}
    assert nothing[language] in told
    assert looked[language] in told


def test_hostile_words_stay_words(here: Path) -> None:
    """What a commit, an id or a title says runs nothing, hides nothing, and ends no table."""
    diary = Diary(here)
    hostile = "<script>alert(1)</script> | \x1b[2J \u202e [x](javascript:1) ![y](http://z)"
    diary.change(
        PS01,
        {'revision: "1.0"': 'revision: "1.1"', "Control of": hostile.replace("\x1b", "")},
        "2026-04-01",
        hostile,
    )
    diary.decide(PS01, "approved", "2026-04-02")
    page, plain, markdown = (said(here, *PERIOD, "--format", one) for one in ("html", "plain", "markdown"))

    assert "<script" not in page
    assert not re.search(
        r"<(?:img|a(?! (?:class=\"skip\" )?href=\"#[\w-]+\")|iframe|link rel=\"stylesheet)", page
    )
    assert "default-src 'none'" in page
    for text in (page, plain, markdown):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert {len(row) for table in markdown_tables(markdown) for row in table} <= {3, 4, 6, 8}
    assert re.search(r"(?<!\\)\]\(javascript", markdown) is None


def test_nothing_is_written(busy: Path) -> None:
    """Neither `changes` nor `history` writes anything in the repository."""
    before = state_of(busy)
    for words in (
        ("changes", *PERIOD),
        ("changes", "--since", "v1"),
        ("history", "PS-01", "--format", "html"),
    ):
        assert qmsctl(*words, at=busy).status == 0

    assert state_of(busy) == before


# One pass


def processes(at: Path, folder: Path, *words: str) -> list[str]:
    """Return the git commands that a call of the program starts."""
    log = folder / "log"
    shim = folder / "bin" / "git"
    shim.parent.mkdir(exist_ok=True)
    real = shutil.which("git")
    shim.write_text(f'#!/bin/sh\necho "$*" >> "{log}"\nexec {real} "$@"\n')
    shim.chmod(0o755)
    log.write_text("")
    done = qmsctl(*words, "--no-cache", at=at, env={"PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"})
    assert done.status == 0, done.err
    return log.read_text().splitlines()


@pytest.mark.parametrize("words", [("changes", *PERIOD), ("history", "PS-01")], ids=lambda words: words[0])
def test_processes_do_not_grow_with_the_documents(busy: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Forty documents more that were revised start not one git more."""
    diary = Diary(busy)

    def count(documents: range) -> int:
        for revision, day in (("1", "2026-05-01"), ("2", "2026-05-02")):
            for number in documents:
                text = f'id: QP-{number}\ntype: procedure\ntitle: T\nrevision: "{revision}"\nsections: {{purpose: T}}\n'
                (busy / f"procedures/qp-{number}.yaml").write_text(text)
            diary.decide(f"procedures/qp-{documents[0]}.yaml", "approved", day)
        return len(processes(busy, tmp_path, *words))

    few = count(range(5))

    assert count(range(5, 45)) == few
