"""How the check is set, by `qms.yaml`, another commit and the command line; and `qmsctl settings`, which shows it."""

from __future__ import annotations

import itertools
import json
import re
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

from qmsctl.checks import RULES
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.check_formats import DAY, FORMATS, READERS, texts_of, validate_xml
from tests.cli.program import Terminal, git, qmsctl, state_of, without_escapes

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/settings-1.json").read_text(encoding="utf-8"))
ON = ("--on", DAY)
DRAFT = "REV001"
"""The rule that reports the draft of the office."""


def _set(here: Path, text: str) -> None:
    """Add *text* to `qms.yaml`."""
    with (here / "qms.yaml").open("a", encoding="utf-8") as stream:
        stream.write(text)


def _line(here: Path, text: str) -> int:
    """Return the line of `qms.yaml` that holds *text*."""
    lines = (here / "qms.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def _check(here: Path, *words: str) -> dict[str, Any]:
    """Return the result of a check as JSON."""
    done = qmsctl("check", *ON, "--format", "json", *words, at=here)
    assert done.status in (0, 1), done.err
    said: dict[str, Any] = json.loads(done.out)
    assert (done.status == 1) == any(
        _RANKS[one["severity"]] >= _RANKS[said["settings"]["fail_on"]] for one in said["problems"]
    )
    return said


_RANKS = {"error": 3, "warning": 2, "note": 1}


def _severities(said: dict[str, Any], rule: str) -> set[str]:
    """Return how grave the problems of *rule* with procedures are."""
    return {
        one["severity"]
        for one in said["problems"]
        if one["rule"] == rule and one["path"].startswith("procedures/")
    }


def _shown(here: Path, *words: str) -> dict[str, dict[str, Any]]:
    """Return what `settings` says as JSON, by name, and see that it is what its schema describes."""
    done = qmsctl("settings", "--json", *words, at=here)
    assert 0 == done.status, done.err
    said = json.loads(done.out)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    return {f"{one['slug']}.{one['name']}" if one["slug"] else one["name"]: one for one in said["settings"]}


def _refused(done: Any, *said: str) -> None:  # noqa: ANN401 - what a run came to
    """See that a run was refused with one line that says each of *said*, and a next step."""
    assert (2, "") == (done.status, done.out)
    assert [part for part in said if part not in done.err] == []
    assert "Next: " in done.err


# In qms.yaml


def test_a_family_is_set_at_once(here: Path) -> None:
    """What is said of a family holds for all its rules, and what is said of one of them counts before it."""
    before = _check(here)
    _set(
        here,
        "rules: {REV*: {enabled: no, reason: Later.}, unapproved-revision: {enabled: yes, severity: note}}\n",
    )
    after = _check(here)
    off = {one["rule"] for one in after["rules"] if not one["enabled"]}

    assert _severities(before, DRAFT) == {"warning"}
    assert _severities(after, DRAFT) == {"note"}
    assert off == {rule.id for rule in RULES if rule.family == "REV"} - {DRAFT}
    assert {one["reason"] for one in after["rules"] if not one["enabled"]} == {"Later."}


def test_severity_by_type_of_document(here: Path) -> None:
    """A type can have a severity of its own; another type keeps that of the rule."""
    _set(here, f"rules: {{{DRAFT}: {{by_type: {{procedure: error}}}}}}\n")
    assert _severities(_check(here), DRAFT) == {"error"}
    text = (here / "procedures/ps-02.md").read_text(encoding="utf-8")
    (here / "procedures/ps-02.md").write_text(text.replace("type: procedure", "type: note"), encoding="utf-8")
    assert _severities(_check(here), DRAFT) == {"warning"}


def test_an_option_of_a_rule_decides(here: Path) -> None:
    """A figure in `qms.yaml` decides what the rule reports."""
    _set(here, "rules: {overdue-review: {options: {grace: 9999 days}}}\n")
    text = (here / "qms.yaml").read_text(encoding="utf-8")
    strict = text.replace("9999 days", "0 days").replace("{id: PS-##", "{id: PS-##, review_every: 1 month")
    (here / "qms.yaml").write_text(strict, encoding="utf-8")
    due = _severities(_check(here), "DUE001")
    (here / "qms.yaml").write_text(strict.replace("0 days", "9999 days"), encoding="utf-8")

    assert due == {"warning"}
    assert _severities(_check(here), "DUE001") == set()


def test_the_level_that_fails(here: Path) -> None:
    """`fail_on` of `qms.yaml` ends with status 1, `--fail-on` counts before it, and every format has one status."""
    assert qmsctl("check", *ON, at=here).status == 0
    _set(here, "fail_on: warning\n")
    for format in FORMATS:
        assert qmsctl("check", *ON, "--format", format, at=here).status == 1
    assert qmsctl("check", *ON, "--fail-on", "error", at=here).status == 0
    junit = validate_xml(qmsctl("check", *ON, "--format", "junit", at=here).out)
    assert len(junit.findall(".//failure")) > 0


@pytest.mark.parametrize(
    ("text", "said", "near"),
    [
        ("fail_on: eror", "eror", "did you mean error?"),
        ("fail-on: error", "fail-on", "did you mean fail_on?"),
        ("rules: {self-aproval: {severity: note}}", "self-aproval", "did you mean self-approval?"),
        ("rules: {REW*: {severity: note}}", "REW*", "did you mean REV?"),
        ("rules: {REV: {sevrity: note}}", "sevrity", "did you mean severity?"),
        ("rules: {REV: {severity: nte}}", "nte", "did you mean note?"),
        ("rules: {REV: {by_type: {procedure: nte}}}", "nte", "did you mean note?"),
        ("rules: {REV: {by_type: {procdure: note}}}", "procdure", "did you mean procedure?"),
        ("rules: {REV018: {options: {msot: 3}}}", "msot", "did you mean most?"),
        ("rules: {REV018: {options: {most: many}}}", "many", "write a whole number"),
        ("rules: {REV018: {options: {most: [1, 2]}}}", "1, 2", "single text"),
        ("rules: {REV018: {options: 5}}", "5", "indented"),
        ("rules: {REV018: {enabled: perhaps}}", "perhaps", "yes or no"),
        ("rules: {REV018: {enabled: no}}", "REV018", "add a reason"),
        ("rules: {malformed-file: {enabled: no, reason: Later.}}", "malformed-file", "severity: note"),
        ("rules: {doc003: {enabled: no, reason: Later.}}", "wrong-value cannot be switched off", "mend"),
        ("rules: {REV018: {severity: note}, bulk-approval: {severity: error}}", "bulk-approval", "one name"),
    ],
)
def test_what_cannot_be_set_is_said_at_its_place(here: Path, text: str, said: str, near: str) -> None:
    """A fault in the settings stops the run, at its line, with what was probably meant."""
    _set(here, f"{text}\n")
    _refused(qmsctl("settings", at=here), f"qms.yaml:{_line(here, text)}:", said, near)


def test_a_check_says_the_same_of_what_cannot_be_set(here: Path) -> None:
    """No check runs by settings that are half understood."""
    _set(here, "rules: {REW*: {severity: note}}\n")

    assert qmsctl("check", *ON, at=here) == qmsctl("settings", at=here)


# On the command line


def test_the_command_line_counts_before_the_file(here: Path) -> None:
    """Whatever the file says, and however exactly, the command line has the last word."""
    _set(here, f"rules: {{{DRAFT}: {{severity: error, by_type: {{procedure: error}}}}}}\n")
    assert _severities(_check(here), DRAFT) == {"error"}
    assert _severities(_check(here, "--rule", "REV.severity=note"), DRAFT) == {"note"}
    assert _severities(_check(here, "--rule", f"{DRAFT}.by_type.procedure=note"), DRAFT) == {"note"}
    off = _check(
        here, "--rule", "rev.enabled=no", "--rule", f"{DRAFT}.enabled=no", "--rule", f"{DRAFT}.reason=For now"
    )
    assert _severities(off, DRAFT) == set()
    reasons = {one["rule"]: one["reason"] for one in off["rules"] if not one["enabled"]}
    assert (reasons[DRAFT], reasons["REV002"]) == ("For now", "--rule rev.enabled=no")
    assert {(one["path"], one["line"]) for one in off["settings"]["switched_off"]} == {("qms.yaml", 1)}


@pytest.mark.parametrize(
    ("words", "said", "near"),
    [
        ("REV018", "REV018", "RULE.FIELD=VALUE"),
        ("REV018=note", "REV018=note", "RULE.FIELD=VALUE"),
        (".severity=note", ".severity=note", "RULE.FIELD=VALUE"),
        ("REV018.=note", "REV018.=note", "RULE.FIELD=VALUE"),
        ("REV018.severity.x=note", "REV018.severity.x=note", "RULE.FIELD=VALUE"),
        ("REV018.options=4", "REV018.options=4", "RULE.FIELD=VALUE"),
        ("REV18.severity=note", "REV18", "did you mean REV018?"),
        ("REV018.sevrity=note", "sevrity", "did you mean severity?"),
        ("REV018.zzz=note", "zzz", "enabled, severity, reason, by_type, options"),
        ("REV018.severity=nte", "nte", "did you mean note?"),
        ("REV018.enabled=perhaps", "perhaps", "write yes or no"),
        ("REV018.by_type.procdure=note", "procdure", "did you mean procedure?"),
        ("REV018.options.msot=4", "msot", "did you mean most?"),
        ("REV018.options.most=x", "x", "write a whole number"),
        ("REV.options.most=4", "REV", "qmsctl settings REV"),
        ("", "--rule", "RULE.FIELD=VALUE"),
        ("=", "--rule", "RULE.FIELD=VALUE"),
    ],
)
def test_what_an_option_cannot_set_is_refused(here: Path, words: str, said: str, near: str) -> None:
    """An option that sets nothing is refused with what was probably meant."""
    _refused(qmsctl("settings", f"--rule={words}", at=here), said, near)


# What is off is seen


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_format_says_what_is_off(here: Path, language: str) -> None:
    """A rule that is off is told in every format with its reason, counted, and nowhere said to have passed."""
    reason = "Nie <teraz> | [x](1) ##[error]"
    _set(
        here,
        f'rules:\n  REV*: {{enabled: no, reason: "{reason}"}}\n  DUE001: {{enabled: no, reason: Soon.}}\n',
    )
    texts = texts_of(here, language)
    off = {rule.slug for rule in RULES if rule.family == "REV"} | {"overdue-review"}
    lines = {"REV*": _line(here, "REV*"), "DUE001": _line(here, "DUE001")}

    for format, text in texts.items():
        assert [slug for slug in off if slug not in text] == [], format
        assert not {one.rule for one in READERS[format](text)} & {"REV001", "DUE001"}
    for format in ("plain", "github"):
        counts = [int(number) for number in re.findall(r"\d+", _counted(texts[format]))]
        assert counts[0] == sum(counts[1:]) == len(RULES)
        assert counts[3] == len(off)
    said = json.loads(texts["json"])
    assert [(set(one["rules"]), one["reason"], one["line"]) for one in said["settings"]["switched_off"]] == [
        ({"overdue-review"}, "Soon.", lines["DUE001"]),
        (off - {"overdue-review"}, reason, lines["REV*"]),
    ]
    run = json.loads(texts["sarif"])["runs"][0]
    assert len(run["invocations"][0]["toolConfigurationNotifications"]) == 2
    assert not {one["id"] for one in run["tool"]["driver"]["rules"]} & {"REV001", "DUE001"}
    suite = validate_xml(texts["junit"]).find("testsuite")
    assert suite is not None
    skipped = {case.get("name") for case in suite.iter("testcase") if case.find("skipped") is not None}
    assert (skipped, suite.get("skipped")) == (off, str(len(off)))
    places = {
        one["location"]["lines"]["begin"]
        for one in json.loads(texts["gitlab"])
        if one["check_name"] == "switched-off" and one["severity"] == "info"
    }
    commented = {
        one["location"]["range"]["start"]["line"]
        for one in json.loads(texts["rdjson"])["diagnostics"]
        if one["code"]["value"] == "switched-off" and one["severity"] == "INFO"
    }
    assert places == commented == set(lines.values())


def _counted(text: str) -> str:
    return next(line for line in text.splitlines() if re.match(r"(?:Rules|Reguły): \d", line))


@pytest.mark.parametrize("words", [("--rule", "malformed-file.enabled=no"), ("--rule", "DOC.enabled=no")])
def test_a_broken_file_cannot_be_hidden(here: Path, words: tuple[str, str]) -> None:
    """The rule that tells of it is not switched off by its name, and stays on where its family is off."""
    (here / "procedures/ps-09.yaml").write_text("id: [\n", encoding="utf-8")
    done = qmsctl("check", *ON, *words, at=here)
    if "malformed-file" in words[1]:
        _refused(done, "cannot be switched off: part of a file is not read", "severity: note")
        return
    said = _check(here, *words)

    assert done.status == 1
    assert "procedures/ps-09.yaml:2:1: error DOC001 [malformed-file]" in done.out
    on = {one["rule"] for one in said["rules"] if one["rule"].startswith("DOC") and one["enabled"]}
    assert on == {"DOC001", "DOC002", "DOC003", "DOC004", "DOC005"}


def test_what_is_set_lower_is_said(here: Path) -> None:
    """Every format says which severities and figures are lower than qmsctl has them, and nothing of the others."""
    assert _check(here)["settings"]["lowered"] == []
    _set(
        here,
        "rules:\n  bulk-approval: {options: {most: 40}}\n  overdue-review: {severity: note, options: {grace: 30 days}}\n"
        "  self-approval: {by_type: {procedure: note}}\n  late-recording: {severity: error, options: {days: 3}}\n"
        "  overdue-action: {severity: note}\n",
    )
    expected = [
        {"setting": "options.most=40", "rules": ["bulk-approval"]},
        {"setting": "by_type.procedure=note", "rules": ["self-approval"]},
        {"setting": "severity=note", "rules": ["overdue-review", "overdue-action"]},
        {"setting": "options.grace=30 days", "rules": ["overdue-review"]},
    ]
    said = _check(here)["settings"]["lowered"]

    assert sorted(said, key=str) == sorted(expected, key=str)
    for format, text in texts_of(here).items():
        if format != "json":
            assert "Set lower than qmsctl has it: " in text, format
            assert "severity=note (overdue-review, overdue-action)" in text, format
            assert "late-recording" not in "".join(re.findall("Set lower.*", text)), format
    polish = qmsctl("--lang", "pl", "check", *ON, at=here).out
    assert "Ustawiono łagodniej niż w qmsctl: " in polish


# The settings of another commit


@pytest.fixture
def change(here: Path) -> Path:
    """The office on a branch that lowers the bar by which it is checked, and changes more of `qms.yaml`."""
    _set(here, "fail_on: warning\nrules:\n  bulk-approval: {options: {most: 5}}\n")
    office.commit(here, "Set the check", "2026-11-01")
    git("checkout", "--quiet", "-b", "change", at=here)
    text = (here / "qms.yaml").read_text(encoding="utf-8")
    text = text.partition("fail_on: ")[0].replace("name: Example Office", "name: Another Office")
    (here / "qms.yaml").write_text(
        f"{text}fail_on: error\nrules:\n  REV*: {{enabled: no, reason: Never mind.}}\n"
        "  HIS: {enabled: no, reason: Nor that.}\n",
        encoding="utf-8",
    )
    office.commit(here, "Lower the bar", "2026-11-02")
    return here


@pytest.mark.parametrize("revision", ["main", "HEAD~1", "refs/heads/main"])
def test_a_change_cannot_lower_its_own_bar(change: Path, revision: str) -> None:
    """Rules, options and the level that fails are those of the commit; the rest is that of the change."""
    lowered = qmsctl("check", *ON, at=change)
    said = _check(change, "--settings-from", revision)
    checked = qmsctl("check", *ON, "--settings-from", revision, at=change)
    commit = git("rev-parse", "main", at=change).strip()

    assert lowered.status == 0
    assert checked.status == 1
    assert all(one["enabled"] for one in said["rules"])
    assert said["settings"] == {
        "fail_on": "warning",
        "from": {"name": revision, "commit": commit},
        "switched_off": [],
        "lowered": [],
    }
    assert said["organisation"] == "Another Office"
    assert _severities(said, DRAFT) == {"warning"}
    assert any(one["rule"] == "HIS012" for one in said["problems"])
    assert f"those of qms.yaml in {revision}, commit {commit[:10]}." in checked.out
    shown = _shown(change, "--settings-from", revision)
    assert shown["bulk-approval.options.most"]["value"] == "5"
    assert shown["bulk-approval.options.most"]["source"] == "revision"


def test_every_format_says_whose_settings_count(change: Path) -> None:
    """Every format names the commit, those that hold nothing but problems too; all hold the same problems."""
    texts = texts_of(change, "en", "--settings-from", "main")
    commit = git("rev-parse", "main", at=change).strip()

    told = {format for format, text in texts.items() if commit[:10] in text and "main" in text}
    assert told == set(FORMATS)
    rules = sorted(one.rule for one in READERS["json"](texts["json"]))
    assert {
        format: sorted(one.rule for one in READERS[format](text)) for format, text in texts.items()
    } == dict.fromkeys(texts, rules)


def test_what_the_commit_switches_off_is_off(change: Path) -> None:
    """A rule that the other commit switches off is off, and the line of the change is not taken for its place."""
    git("checkout", "--quiet", "main", at=change)
    said = _check(change, "--settings-from", "change")

    assert {one["rule"][:3] for one in said["rules"] if not one["enabled"]} == {"REV", "HIS"}
    assert {one["reason"] for one in said["settings"]["switched_off"]} == {"Never mind.", "Nor that."}
    assert all(one["path"] == "qms.yaml" for one in said["settings"]["switched_off"])


def test_the_command_line_counts_before_the_commit(change: Path) -> None:
    """Whoever starts the check has the last word."""
    said = _check(change, "--settings-from", "main", "--rule", f"{DRAFT}.severity=note", "--fail-on", "error")

    assert _severities(said, DRAFT) == {"note"}
    assert said["settings"]["fail_on"] == "error"


@pytest.mark.parametrize("command", ["check", "settings"])
def test_a_commit_that_cannot_set_the_check(change: Path, command: str) -> None:
    """A commit that is not there, has no `qms.yaml`, or one with faults, is an error with a next step."""
    empty = git("commit-tree", "-m", "Nothing", git("mktree", at=change).strip(), at=change).strip()
    _refused(qmsctl(command, "--settings-from", empty, at=change), f"no qms.yaml in {empty}")
    _refused(qmsctl(command, "--settings-from", "nowhere", at=change), "nowhere", "git fetch")
    _refused(qmsctl(command, "--settings-from", "2026-11-01", at=change), "2026-11-01", "git branch --all")
    _refused(qmsctl(command, "--settings-from", "--help", at=change), "--help")
    good = (change / "qms.yaml").read_text(encoding="utf-8")
    (change / "qms.yaml").write_text(good.replace("REV*", "REW*"), encoding="utf-8")
    office.commit(change, "Break it", "2026-11-03")
    (change / "qms.yaml").write_text(good, encoding="utf-8")
    broken = qmsctl(command, "--settings-from", "HEAD", at=change)
    _refused(broken, "qms.yaml in HEAD", f"line {_line(change, 'REV*')}", "REW*", "did you mean REV?")


def test_the_settings_of_the_change_are_checked_all_the_same(change: Path) -> None:
    """What would be a fault once the change is merged is one before."""
    text = (change / "qms.yaml").read_text(encoding="utf-8")
    (change / "qms.yaml").write_text(text.replace("REV*", "REW*"), encoding="utf-8")

    _refused(
        qmsctl("check", *ON, "--settings-from", "main", at=change), "qms.yaml:", "REW*", "did you mean REV?"
    )


def test_answers_that_are_kept_know_whose_settings_count(change: Path, tmp_path: Path) -> None:
    """What the name of a commit stands for may change; the kept answer is given as long as it does not."""
    caches = {"XDG_CACHE_HOME": str(tmp_path / "caches")}

    def ask(*words: str) -> Any:  # noqa: ANN401 - what a run came to
        return qmsctl("check", *words, at=change, env=caches)

    time.sleep(2.1)
    first = ask("--settings-from", "main")
    assert ask("--settings-from", "main") == first
    assert ask() != first
    assert ask("--settings-from", "change") != first
    assert ask("--settings-from", "main", "--rule", f"{DRAFT}.severity=error") != first
    git("branch", "--force", "main", "HEAD", at=change)
    after = ask("--settings-from", "main")
    assert after != first
    assert after == ask("--settings-from", "main", "--no-cache")


def test_settings_of_a_system_in_a_folder(change: Path, tmp_path: Path) -> None:
    """The `qms.yaml` of another commit is that of the same folder of the repository."""
    top = tmp_path / "top"
    (top / "quality").mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main", at=top)
    for name in ("qms.yaml", "procedures", "approvals"):
        (change / name).rename(top / "quality" / name)
    office.commit(top, "Begin", "2026-11-03")

    said = _check(top / "quality", "--settings-from", "main")
    assert said["settings"]["from"]["name"] == "main"
    assert {one["rule"][:3] for one in said["rules"] if not one["enabled"]} == {"REV", "HIS"}


# qmsctl settings


def test_every_value_with_its_origin(here: Path) -> None:
    """Each value is shown with the line, the option or the default that it comes from."""
    _set(here, "rules:\n  REV*:\n    severity: note\n  bulk-approval:\n    options:\n      most: 40\n")
    shown = _shown(here, "--rule", "DUE.severity=error", "--fail-on", "note")

    def origin(name: str) -> tuple[Any, ...]:
        one = shown[name]
        return one["value"], one["source"], one["line"], one["option"]

    assert origin("fail_on") == ("note", "option", None, "--fail-on note")
    assert origin("bulk-approval.options.most") == ("40", "file", _line(here, "most: 40"), None)
    assert origin("bulk-approval.severity") == ("note", "file", _line(here, "severity: note"), None)
    assert origin("overdue-review.severity") == ("error", "option", None, "--rule DUE.severity=error")
    assert origin("overdue-review.options.grace") == ("0 days", "default", None, None)
    assert shown["bulk-approval.options.most"]["number"] == 40
    assert shown["bulk-approval.options.most"]["default"] == "20"
    assert {one["rule"] for one in shown.values()} == {None, *(rule.id for rule in RULES)}


def test_only_some_rules_and_only_what_is_chosen(here: Path) -> None:
    """Names leave out the other rules, `--changed` what nobody chose."""
    assert "Nothing is set here" in qmsctl("settings", "--changed", at=here).out
    _set(here, "rules: {REV: {severity: note}}\n")

    assert {one["rule"] for one in _shown(here, "bulk-approval", "DUE*").values()} == {
        "REV018",
        "DUE001",
        "DUE002",
        "DUE003",
    }
    assert set(_shown(here, "--changed")) == {f"{r.slug}.severity" for r in RULES if r.family == "REV"}
    assert set(_shown(here, "--changed", "REV018")) == {"bulk-approval.severity"}
    _refused(qmsctl("settings", "bulk-aproval", at=here), "bulk-aproval", "did you mean bulk-approval?")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_formats_of_the_settings_tell_the_same(here: Path, language: str) -> None:
    """Every format shows the same names, values and origins, in Polish too."""
    _set(here, 'rules:\n  REV*: {enabled: no, reason: "A | b [x](1) \\u202e"}\n  HIS: {severity: note}\n')
    line = _line(here, "HIS")
    asked = ("settings", "REV018", "HIS010", "--rule", "HIS010.options.late=9 days")

    def text(format: str) -> str:
        done = qmsctl("--lang", language, *asked, "--format", format, at=here)
        assert (done.status, done.err) == (0, "")
        return done.out

    default = {"en": "default", "pl": "domyślnie"}[language]
    known = [(one["slug"], one["name"], one["value"]) for one in json.loads(text("json"))["settings"]]
    plain = [line.split(" | ") for line in text("plain").replace("A | b", "A b").splitlines()[1:]]
    tokens = MarkdownIt("commonmark").enable("table").parse(text("markdown"))
    cells = [
        "".join(child.content for child in cell.children or ())
        for opening, cell in itertools.pairwise(tokens)
        if opening.type == "td_open"
    ]

    assert [(name.split(" ")[1], said.partition(":")[0]) for name, said, _ in plain] == [
        (f"{slug}.{name}", value) for slug, name, value in known
    ]
    assert len(cells) == 4 * len(known)
    assert [origin for *_, origin in plain] == cells[3::4]
    assert f"qms.yaml:{line}" in cells
    assert "--rule HIS010.options.late=9 days" in cells
    assert default in cells
    assert "\u202e" not in text("plain") + text("markdown")
    assert {"en": "how long a record may wait", "pl": "jak długo zapis może czekać"}[language] in text(
        "plain"
    )


@pytest.mark.parametrize("columns", [40, 100])
def test_settings_on_a_terminal(here: Path, columns: int) -> None:
    """A terminal shows a block for each rule, and no line is wider than it."""
    _set(here, "rules: {REV018: {options: {most: 40}}}\n")
    with Terminal("settings", "REV018", at=here, columns=columns) as terminal:
        shown = without_escapes(terminal.end().out)
    lines = [line.rstrip() for line in shown.splitlines()]

    assert max(map(len, lines)) <= columns
    assert "REV018 bulk-approval" in lines
    assert "  severity: note (default)" in lines
    assert any(line.startswith("  options.most: 40") for line in lines)


def test_looking_at_settings_changes_nothing(here: Path, tmp_path: Path) -> None:
    """The command writes nothing but the file it is told to."""
    before = state_of(here)
    file = tmp_path / "settings.md"
    done = qmsctl("settings", "-o", str(file), "--settings-from", "HEAD", at=here)

    assert (done.status, done.out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith(
        "# Example Office: how the check is set by qms.yaml in HEAD"
    )
    assert state_of(here) == before
    _refused(qmsctl("settings", "--json", "--format", "plain", at=here), "exclude each other")


def test_settings_where_there_is_no_system(tmp_path: Path) -> None:
    """Without a repository or a `qms.yaml` the command says how to begin."""
    assert qmsctl("settings", at=tmp_path).status == 2
    git("init", "--quiet", at=tmp_path)
    _refused(qmsctl("settings", at=tmp_path), "no qms.yaml here", "qmsctl init")


# What changed


def test_a_change_of_the_settings_is_told(change: Path) -> None:
    """What a period changed in the settings is told in words, in both languages."""
    git("branch", "--force", "main", "change", at=change)
    git("checkout", "--quiet", "main", at=change)
    for language, words in (
        (
            "en",
            (
                "least severity that makes the check fail: error, before: warning",
                "rule REV* was switched off: Never mind.",
                "rule bulk-approval: option most not set, before: 5",
            ),
        ),
        ("pl", ("wyłączono regułę REV*: Never mind.", "reguła bulk-approval: opcja most")),
    ):
        done = qmsctl("--lang", language, "changes", "--since", "2026-11-01", "--until", DAY, at=change)
        assert done.status == 0, done.err
        text = " ".join(done.out.split())
        assert [one for one in words if one not in text] == []
