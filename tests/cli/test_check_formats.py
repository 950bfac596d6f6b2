"""Every format of the check tells the same problems, is valid to its consumer, and stays it whatever files hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qmsctl.checks import RULES
from qmsctl.render.check_github import render_github
from qmsctl.render.check_markdown import render_markdown
from qmsctl.render.check_sarif import MOST_RESULTS, render_sarif
from qmsctl.render.visible import visible
from qmsctl.settings import Severity
from tests.cli import office
from tests.cli.check_formats import (
    FORMATS,
    READERS,
    Seen,
    commands_of,
    plainly,
    result_of,
    texts_of,
    validate_xml,
)
from tests.cli.program import git, qmsctl

_ON = ("--on", "2026-11-22")
_FORGES = tuple(format for format in FORMATS if format not in ("plain", "json"))
_FOLDER = "zarząd jakości, 100%"

_QMS = """\
qms: 1
organisation: {name: "Urząd <b> & | `x` ##[error]"}
language: en
editions: [iso9001:2015]
exclusions:
  iso9001:2015: {4: Elsewhere, 5: Elsewhere, 6: Elsewhere, 7: Elsewhere, 8: Elsewhere, 9: Elsewhere, 10: Elsewhere}
rules:
  unasked-clause: {enabled: no, reason: "::error::The [list](1) {0} is ##[error] being written."}
"""
_HOSTILE = (
    "plain",
    "::error file=x,line=1::forged",
    "##[error]forged %0A 100%, a:b",
    "a [link](1) {0} {{ }} \\\\ end",
    ']]> <script>alert(1)</script> &amp; \\"quoted\\"',
    "| cell | `code` *bold* #1 ~~x~~ ![i](u)",
    "zażółć \\U0001F600 gęślą",
    "turned \\u202e round \\x1b[31m red \\ufffe \\u2028 line",
)
_NAMES = (
    "plain.yaml",
    "new\nline.yaml",
    "::error,a=b%.yaml",
    "ż ó [x](1) #?.yaml",
    os.fsdecode(b"\xff.yaml"),
)


_BLOCK = 'id: "PS-{number:02}"\ntype: procedure\ntitle: "{said}"\nrevision: "1"\nowner: "{said}"\n'
_FLOW = '{{id: "PS-{number:02}", type: procedure, title: "żółć {said}", revision: "1", owner: "{said}"}}\n'
"""The second has letters of several bytes before the places of its problems."""


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A system in a folder of its repository whose documents say hostile things; nobody may change it."""
    folder = tmp_path_factory.mktemp("hostile")
    root = folder / _FOLDER
    (root / "procedures").mkdir(parents=True)
    (root / "qms.yaml").write_text(_QMS, encoding="utf-8")
    for number, said in enumerate(_HOSTILE):
        name = _NAMES[number] if number < len(_NAMES) else f"{number}.yaml"
        text = (_FLOW if number % 2 else _BLOCK).format(number=number, said=said)
        (root / "procedures" / name).write_text(text, encoding="utf-8")
    git("init", "--quiet", "--initial-branch=main", at=folder)
    office.commit(folder, "Begin", "2026-04-01")
    return root


def _known(text: str) -> list[Seen]:
    """Return the problems as the JSON has them, with all that a terminal would obey written out."""
    return sorted(
        replace(one, path=visible(one.path), message=visible(one.message)) for one in READERS["json"](text)
    )


def _compared(texts: dict[str, str], format: str, prefix: str) -> tuple[list[Seen], list[Seen]]:
    """Return what *format* should tell, and what it tells."""
    own = prefix if format in _FORGES else ""
    told = [replace(one, path=visible(one.path).removeprefix(own)) for one in READERS[format](texts[format])]
    if format == "json":
        told = [replace(one, message=visible(one.message)) for one in told]
    expected = _known(texts["json"])
    if format == "gitlab":
        expected = [replace(one, column=None) for one in expected]
    if format == "rdjson":
        expected = [
            replace(one, column=1 + len(problem["source"][: problem["column"] - 1].encode()))
            for one, problem in _with_sources(texts["json"])
        ]
    if format == "junit":  # no XML file can hold it
        expected = [replace(one, message=one.message.replace("\ufffe", "\\ufffe")) for one in expected]
    if format == "markdown":
        expected = [replace(one, message=" ".join(one.message.split())) for one in expected]
    return sorted(expected, key=repr), sorted(told, key=repr)


def _with_sources(text: str) -> list[tuple[Seen, dict[str, Any]]]:
    problems = json.loads(text)["problems"]
    return [
        (replace(one, path=visible(one.path), message=visible(one.message)), problem)
        for one, problem in zip(READERS["json"](text), problems, strict=True)
    ]


@pytest.fixture(scope="session")
def faulty(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Results of an office with a broken file and a changed one, by language and format."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("faulty") / "office")
    (folder / "procedures/ps-03.yaml").write_text("id: [\n", encoding="utf-8")
    text = (folder / "procedures/ps-01.yaml").read_text(encoding="utf-8")
    (folder / "procedures/ps-01.yaml").write_text(text.replace("quality-officer", "nobody"), encoding="utf-8")
    return {language: texts_of(folder, language) for language in ("en", "pl")}


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_tells_the_same_problems(faulty: dict[str, dict[str, str]], format: str) -> None:
    """Rule, path, line, column, severity and message are the same in every format, as far as it has them."""
    expected, told = _compared(faulty["en"], format, "")

    assert len(expected) >= 3
    assert told == expected


@pytest.fixture(scope="session")
def told_of_hostile(hostile: Path) -> dict[str, str]:
    """What is told of the hostile documents, by format."""
    return texts_of(hostile)


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_documents_stay_text(told_of_hostile: dict[str, str], format: str) -> None:
    """What documents say reaches the consumer of a format as text, in the right file: nothing of it is obeyed."""
    expected, told = _compared(told_of_hostile, format, visible(f"{_FOLDER}/"))

    assert len(expected) >= len(_HOSTILE)
    assert told == expected


def test_same_bytes_twice(hostile: Path, told_of_hostile: dict[str, str]) -> None:
    """The same files give the same bytes in every format, remembered or found anew."""
    assert texts_of(hostile, "en", "--no-cache") == told_of_hostile
    assert texts_of(hostile) == told_of_hostile


@pytest.mark.parametrize("format", _FORGES)
def test_polish(faulty: dict[str, dict[str, str]], format: str) -> None:
    """Every format speaks the language it is asked for, and only what is said differs."""
    english, polish = faulty["en"], faulty["pl"]
    told = [
        [replace(one, message="") for one in READERS[format](texts[format])] for texts in (english, polish)
    ]

    assert told[0] == told[1] != []
    assert READERS[format](english[format]) != READERS[format](polish[format])
    assert "Next" not in polish[format]


# What cannot be established


@pytest.fixture(scope="session")
def shallow(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the office without the beginning of its history."""
    folder = tmp_path_factory.mktemp("shallow") / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", pattern.as_uri(), str(folder)],
        check=True,
        capture_output=True,
    )
    return folder


def test_what_cannot_be_established_is_said(shallow: Path) -> None:
    """Not knowing is an error in every format, and told apart where the format can."""
    texts = texts_of(shallow)
    unknown = [one for one in json.loads(texts["json"])["problems"] if not one["established"]]
    run = json.loads(texts["sarif"])["runs"][0]
    doubtful = [result for result in run["results"] if not result["properties"]["established"]]
    titles = [told["title"] for name, told, _ in commands_of(texts["github"]) if name == "error"]

    assert len(unknown) == len(doubtful) >= 3
    assert {result["level"] for result in doubtful} == {"error"}
    assert any(title.endswith(": cannot be established") for title in titles)
    assert "| cannot be established |" in texts["markdown"]


def test_document_that_nothing_is_known_against_was_not_tested(shallow: Path) -> None:
    """In JUnit, a case that only lacks knowledge is an error; one with a problem is a failure."""
    texts = texts_of(shallow)
    problems = json.loads(texts["json"])["problems"]
    known: dict[str, bool] = {}
    for problem in problems:
        if problem["severity"] == "error":
            known[problem["path"]] = known.get(problem["path"], False) or problem["established"]
    root = validate_xml(texts["junit"])

    assert len(root.findall(".//error")) == sum(not one for one in known.values()) >= 1
    assert len(root.findall(".//failure")) == sum(known.values())


# JUnit


def test_every_document_is_a_case(here: Path) -> None:
    """A document without problems is a case that passes; `qms.yaml` is a case, too."""
    root = validate_xml(texts_of(here)["junit"])
    cases = {case.get("name"): [part.tag for part in case] for case in root.iter("testcase")}

    assert cases["PS-01 (en), procedures/ps-01.yaml"] == []
    assert "qms.yaml" in cases
    assert sum(name.startswith("PS-") for name in cases) == 2


def test_case_fails_where_the_check_fails(here: Path) -> None:
    """A warning fails a case only if it ends the check with status 1; otherwise it is in the case's output."""
    strict = qmsctl("check", *_ON, "--format", "junit", "--fail-on", "note", at=here)
    usual = qmsctl("check", *_ON, "--format", "junit", at=here)
    counted = [len(validate_xml(done.out).findall(".//failure")) for done in (strict, usual)]

    assert strict.status == 1
    assert counted[0] > counted[1]
    assert (counted[1] > 0) == (usual.status == 1)
    assert sorted(plainly(strict.out)) == sorted(plainly(usual.out))


# SARIF


def test_rules_come_with_their_pages(told_of_hostile: dict[str, str]) -> None:
    """Every rule that was asked is there with its page; one that is switched off is told with its reason."""
    run = json.loads(told_of_hostile["sarif"])["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    off = next(rule for rule in RULES if rule.slug == "unasked-clause")
    (note,) = run["invocations"][0]["toolConfigurationNotifications"]

    assert set(rules) == {rule.id for rule in RULES} - {off.id}
    assert all("## How to resolve" in rule["help"]["markdown"] for rule in rules.values())
    assert "unasked-clause" in note["message"]["text"]


def test_more_results_than_a_scanner_takes() -> None:
    """Of more results than code scanning takes the gravest are kept, and how many are missing is said."""
    inspection = result_of(Counter({Severity.NOTE: MOST_RESULTS, Severity.ERROR: 2}))
    run = json.loads(render_sarif(inspection, "en"))["runs"][0]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]

    assert Counter(result["level"] for result in run["results"]) == {"error": 2, "note": MOST_RESULTS - 2}
    assert told["message"]["text"].startswith("2 further problems are not shown here")


# GitHub


def test_worst_annotations_come_first() -> None:
    """Ten of a kind are annotations, the gravest problems first; the rest are counted once and stand in the log."""
    text = render_github(
        result_of(Counter({Severity.NOTE: 12, Severity.WARNING: 3, Severity.ERROR: 11})), "en"
    )
    commands = [name for name, _, _ in commands_of(text)]
    (counted,) = [data for name, told, data in commands_of(text) if told == {"title": "qmsctl"}]

    assert commands == [*["error"] * 10, *["warning"] * 3, *["notice"] * 10, "group", "endgroup"]
    assert counted.startswith("4 further problems have no annotation")
    assert [(one.severity, one.line) for one in plainly(text)] == [
        ("error", 11),
        ("note", 10),
        ("note", 11),
        ("note", 12),
    ]


def test_ten_of_a_kind_need_no_count() -> None:
    """As many problems as GitHub shows are all annotations."""
    text = render_github(result_of(Counter(dict.fromkeys(Severity, 10))), "en")

    assert Counter(name for name, _, _ in commands_of(text)) == {"error": 10, "warning": 10, "notice": 10}
    assert plainly(text) == []


# Markdown


def test_markdown_fits_into_the_room_there_is() -> None:
    """Where not all problems fit, the gravest stay and the others are counted."""
    inspection = result_of(Counter({Severity.NOTE: 500, Severity.ERROR: 5}))
    text = render_markdown(inspection, "en", 4000)
    told = READERS["markdown"](text)
    (missing,) = re.findall(r"^(\d+) further problems are not shown here", text, re.MULTILINE)

    assert len(text.encode()) <= 4000
    assert [one.severity for one in told[:6]] == [*["error"] * 5, "note"]
    assert len(told) + int(missing) == 505
    assert "further" not in render_markdown(inspection, "en")


def test_markdown_without_any_room() -> None:
    """Where no problem fits, the verdict still stands there."""
    text = render_markdown(result_of(Counter({Severity.ERROR: 3})), "en", 100)

    assert "**3 problems found" in text
    assert "3 further problems are not shown here" in text
