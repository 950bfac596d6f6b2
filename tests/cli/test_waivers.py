"""Waivers: recorded by who may, shown in every format of the check, over on their last day, and loud then."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest

from qmsctl.checks import RULES
from qmsctl.model.naming import folder_name
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.check_formats import EXCUSED_READERS, FORMATS, READERS
from tests.cli.program import Outcome, Terminal, git, qmsctl

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/waivers-1.json").read_text(encoding="utf-8"))


def today() -> dt.date:
    """Return the day it is where the office is."""
    return dt.datetime.now(ZoneInfo("Europe/Warsaw")).date()


TODAY = today()
"""On which the tests began: midnight may pass while they run."""
MONTH = TODAY + dt.timedelta(days=30)
REASON = "The owner is being appointed."

_FAULTY = 'id: PS-03\ntype: procedure\ntitle: Archives\nrevision: "1"\nowner: nobody\nsections: {purpose: Files are kept.}\n'


@pytest.fixture
def at(here: Path) -> Path:
    """The office with a procedure whose owner nobody knows."""
    (here / "procedures/ps-03.yaml").write_text(_FAULTY, encoding="utf-8")
    office.commit(here, "Write PS-03", "2026-03-04")
    return here


def waive(at: Path, *words: str, rule: str = "unknown-owner", document: str = "PS-03") -> Outcome:
    """Waive *rule* for *document* for a month, unless *words* say otherwise."""
    stated = () if "--until" in words or "--end" in words else ("--until", MONTH.isoformat())
    reason = () if "--reason" in words else ("--reason", REASON)
    return qmsctl("waive", rule, document, *stated, *reason, *words, at=at)


def result(at: Path, *words: str) -> dict[str, Any]:
    """Return the result of the check for programs."""
    data: dict[str, Any] = json.loads(qmsctl("check", "--format", "json", *words, at=at).out)
    jsonschema.validate(data, json.loads((ROOT / "docs/schema/check-1.json").read_text(encoding="utf-8")))
    return data


def rules_of(data: dict[str, Any], kind: str = "problems", path: str = "") -> set[str]:
    """Return the names of the rules that report something of *kind* in the files whose path begins so."""
    return {one["slug"] for one in data[kind] if one["path"].startswith(path)}


def test_a_waived_problem_does_not_count_and_is_shown(at: Path) -> None:
    """Before the waiver the check counts the problem; after it the result has it with who, why and until when."""
    before = result(at)
    began = today()
    done = waive(at)
    ended = today()
    after = result(at)
    (waived,) = after["waived"]
    outcome = next(rule for rule in after["rules"] if rule["slug"] == "unknown-owner")

    assert done.status == 0, done.err
    assert "unknown-owner" in rules_of(before)
    assert "unknown-owner" not in rules_of(after)
    assert (waived["rule"], waived["path"]) == ("DOC010", "procedures/ps-03.yaml")
    assert waived["waiver"]["reason"] == REASON
    assert waived["waiver"]["approver"] == "Ann Example"
    assert waived["waiver"]["role"] == "Quality officer"
    assert began.isoformat() <= waived["waiver"]["from"] <= ended.isoformat()
    assert waived["waiver"]["until"] == MONTH.isoformat()
    assert (outcome["nonconforming"], outcome["waived"]) == (0, 1)
    assert len(after["problems"]) == len(before["problems"]) - 1


def test_every_format_shows_what_is_waived(at: Path, tmp_path: Path) -> None:
    """Each has the problem with reason, approver and last day, and none counts it."""
    assert waive(at).status == 0
    wanted = [word for format in FORMATS for word in ("-o", f"{format}={tmp_path / format}")]
    assert qmsctl("check", *wanted, at=at).status in (0, 1)
    for format in FORMATS:
        text = (tmp_path / format).read_text(encoding="utf-8")
        assert EXCUSED_READERS[format](text) == [("waived", "DOC010", "procedures/ps-03.yaml", 5)], format
        assert not [seen for seen in READERS[format](text) if seen.rule == "DOC010"], format
        for word in (REASON.rstrip("."), "Ann Example", str(MONTH.year)):
            assert word in text.replace("\\", ""), (format, word)
    with Terminal("check", at=at, columns=60) as terminal:
        shown = terminal.end().out
    assert "waived: " in shown
    assert REASON.rsplit(maxsplit=1)[-1] in shown


def test_a_case_of_which_nothing_counts_is_skipped(at: Path) -> None:
    """JUnit skips the case of a document whose every problem is waived."""
    for rule in ("unknown-owner", "unapproved-revision"):
        assert waive(at, rule=rule).status == 0
    text = qmsctl("check", "--format", "junit", at=at).out

    assert re.search(r'name="PS-03 [^>]*>\s*<skipped message="waived">', text)
    assert ' skipped="1"' in text


def test_a_waiver_ends_with_its_last_day(at: Path) -> None:
    """On the last day it holds; on the day after, the problem is back, and the waiver is reported as well."""
    assert waive(at).status == 0
    last = result(at, "--on", MONTH.isoformat())
    after = result(at, "--on", (MONTH + dt.timedelta(days=1)).isoformat())
    loud = next(one for one in after["problems"] if one["slug"] == "expired-waiver")

    assert "unknown-owner" in rules_of(last, "waived")
    assert "unknown-owner" in rules_of(after)
    assert after["waived"] == []
    assert (loud["severity"], loud["path"].startswith("waivers/")) == ("error", True)


def test_an_expired_waiver_of_what_was_mended_is_quiet(at: Path) -> None:
    """Whoever mends in time hears nothing more of it."""
    assert waive(at).status == 0
    (at / "procedures/ps-03.yaml").write_text(_FAULTY.replace("nobody", "ann"), encoding="utf-8")
    office.commit(at, "Appoint the owner", "2026-03-05")
    later = result(at, "--on", (MONTH + dt.timedelta(days=1)).isoformat())
    now = result(at)

    assert not rules_of(later, path="waivers/")
    assert rules_of(now, path="waivers/") == {"idle-waiver"}


@pytest.mark.parametrize(("zone", "holds"), [("Pacific/Niue", True), ("Pacific/Kiritimati", False)])
def test_days_are_those_of_the_organisation(at: Path, zone: str, *, holds: bool) -> None:
    """A waiver that ends today on Niue is over on Kiritimati, where it is always a later day."""
    settings = at / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("Europe/Warsaw", "Pacific/Niue"), encoding="utf-8")
    office.commit(at, "Move to Niue", "2026-03-05")
    there = dt.datetime.now(ZoneInfo("Pacific/Niue")).date()
    done = waive(at, "--until", there.isoformat())
    assert done.status == 0, done.err
    settings.write_text(text.replace("Europe/Warsaw", zone), encoding="utf-8")
    data = result(at)
    if dt.datetime.now(ZoneInfo("Pacific/Niue")).date() != there:
        return  # midnight came in between

    assert ("unknown-owner" in rules_of(data, "waived")) == holds
    assert ("expired-waiver" in rules_of(data)) != holds


def test_a_waiver_that_is_not_committed_does_not_count(at: Path) -> None:
    """It is written, said to be unrecorded, and waives nothing until it is in the history."""
    assert waive(at, "--no-commit").status == 0
    before = result(at)
    office.commit(at, "Record it", TODAY.isoformat())
    after = result(at)

    assert {"unknown-owner", "unrecorded-record"} <= rules_of(before)
    assert before["waived"] == []
    assert rules_of(after, "waived") == {"unknown-owner"}


def test_a_dry_run_writes_nothing(at: Path) -> None:
    """It shows the record and the message of the commit."""
    done = waive(at, "--dry-run")

    assert (done.status, "record: waiver" in done.out, REASON in done.out) == (0, True, True)
    assert not (at / "waivers").exists()
    assert git("status", "--porcelain", at=at) == ""


@pytest.mark.parametrize(
    ("rule", "document", "words", "said"),
    [
        ("unknown-owner", "PS-01", (), "finds nothing in PS-01"),
        ("unknown-owner", "PS-30", (), "there is no document PS-30"),
        ("unknwon-owner", "PS-03", (), "did you mean unknown-owner"),
        ("malformed-file", "PS-03", (), "malformed-file cannot be waived"),
        ("changed-record", "PS-03", (), "cannot be believed"),
        ("unknown-owner", "PS-03", ("--until", "2020-01-01"), "2020"),
        ("unknown-owner", "PS-03", ("--from", "2020-01-01"), "before it was decided"),
        ("unknown-owner", "PS-03", ("--from", "2100-01-02", "--until", "2100-01-01"), "before it begins"),
        ("unknown-owner", "PS-03", ("--reason", ""), "a waiver needs a reason"),
        ("unknown-owner", "PS-03", ("--by", "mayor"), "--basis"),
        ("unknown-owner", "PS-03", ("--role", "mayor"), "did not have this role"),
        ("unknown-owner", "PS-03", ("--decided", "2100-01-01"), "has not come yet"),
        ("unknown-owner", "PS-03", ("--end",), "no waiver of unknown-owner"),
    ],
)
def test_what_would_count_for_nothing_is_refused(
    at: Path, rule: str, document: str, words: tuple[str, ...], said: str
) -> None:
    """The reason is said, and nothing is written."""
    done = waive(at, *words, rule=rule, document=document)

    assert (done.status, said in done.err) == (2, True), done.err
    assert "Next: " in done.err
    assert not (at / "waivers").exists()


def test_a_last_day_has_to_be_given(at: Path) -> None:
    """Nothing is waived for ever."""
    done = qmsctl("waive", "unknown-owner", "PS-03", "--reason", REASON, at=at)

    assert (done.status, "--until" in done.err) == (2, True)


def test_only_who_may_waives(at: Path) -> None:
    """The roles of `waivers` in qms.yaml decide; a waiver by another, written by hand, waives nothing."""
    settings = at / "qms.yaml"
    text = settings.read_text(encoding="utf-8") + "waivers: {approvers: [mayor]}\n"
    settings.write_text(text, encoding="utf-8")
    office.commit(at, "Say who may waive", "2026-03-05")
    refused = waive(at)
    done = waive(at, "--by", "mayor", "--basis", "Order 7")
    (file,) = (at / "waivers" / folder_name("PS-03")).iterdir()
    counted = result(at)
    file.write_text(file.read_text(encoding="utf-8").replace("person: bob\n  role: mayor", "person: ann"))
    git("commit", "--amend", "--all", "--quiet", "--no-edit", at=at)
    forged = result(at)

    assert (refused.status, "Bob Example" in refused.err) == (2, True)
    assert done.status == 0, done.err
    assert rules_of(counted, "waived") == {"unknown-owner"}
    assert {"unknown-owner", "unauthorised-waiver"} <= rules_of(forged)
    assert forged["waived"] == []


def test_who_may_approve_the_type_may_waive(at: Path) -> None:
    """Where qms.yaml says nothing of waivers, the approvers of the type of the document decide."""
    settings = at / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("{id: PS-##,", "{id: PS-##, approvers: [mayor],"), encoding="utf-8")
    office.commit(at, "Say who may approve", "2026-03-05")

    assert waive(at).status == 2
    assert waive(at, "--by", "bob", "--basis", "Order 7").status == 0
    assert rules_of(result(at), "waived") == {"unknown-owner"}


def test_what_cannot_be_waived_is_not_hidden_by_a_record(at: Path) -> None:
    """A waiver of a broken file, written by hand, is reported, and the broken file as well."""
    (at / "procedures/ps-03.yaml").write_text("id: PS-03\ntitle: [\n", encoding="utf-8")
    folder = at / "waivers" / folder_name("PS-03")
    folder.mkdir(parents=True)
    (folder / "20260305T100000Z-aaaaaaaa.yaml").write_text(
        "record: waiver\nrule: DOC001\ndocument: PS-03\nreason: Later.\ndecider: {person: ann}\n"
        "decided: 2026-03-05\nuntil: 2099-12-31\nrecorded: 2026-03-05T10:00:00Z\n"
        "recorder: {name: Ann Example, email: ann@example.org}\n",
        encoding="utf-8",
    )
    office.commit(at, "Waive it", "2026-03-05")
    data = result(at)

    assert {"malformed-file", "misdirected-waiver"} <= rules_of(data)
    assert data["waived"] == []


def test_a_changed_waiver_is_found(at: Path) -> None:
    """A waiver is a record: who makes it last longer by hand is reported."""
    assert waive(at).status == 0
    (file,) = (at / "waivers" / folder_name("PS-03")).iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace(MONTH.isoformat(), "2099-12-31"))
    office.commit(at, "Longer", TODAY.isoformat())

    assert "changed-record" in rules_of(result(at))


def test_a_waiver_is_ended_before_its_last_day(at: Path) -> None:
    """A correction says from when it holds no longer; before that day it did."""
    assert waive(at).status == 0
    again = waive(at)
    done = waive(at, "--end", "--reason", "Somebody was appointed.")
    data = result(at)
    listed = json.loads(qmsctl("waivers", "--format", "json", at=at).out)

    assert (again.status, "already" in again.err) == (2, True)
    assert done.status == 0, done.err
    assert "unknown-owner" in rules_of(data)
    assert not rules_of(data, path="waivers/")
    assert [one["state"] for one in listed["waivers"]] == ["ended"]


def test_a_record_and_the_settings_can_be_waived(at: Path) -> None:
    """What is no document is named by its name: a record, or qms.yaml."""
    settings = at / "qms.yaml"
    text = settings.read_text(encoding="utf-8").replace(
        "auditor: Auditor}", "auditor: Auditor}\nunit_heads: {OR: nobody}"
    )
    settings.write_text(text, encoding="utf-8")
    office.commit(at, "Name a head", "2026-03-05")
    found = rules_of(result(at), path="qms.yaml")
    done = waive(at, rule="unknown-key", document="qms.yaml")
    data = result(at)

    assert "unknown-key" in found
    assert done.status == 0, done.err
    assert rules_of(data, "waived", "qms.yaml") == {"unknown-key"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Why is it waived", "The last day", "Who decided", "Basis", "Record this (yes/no)", "yes")),
        (
            "pl",
            ("Dlaczego dopuszcza", "Ostatni dzień", "Kto podjął", "Podstawa", "Zapisać to (tak/nie)", "tak"),
        ),
    ],
)
def test_what_is_missing_is_asked(at: Path, language: str, words: tuple[str, ...]) -> None:
    """Why, until when, who decided and on what basis are asked for, once each, and again if they cannot be."""
    why, until, who, basis, record, yes = words
    env = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", "Zoe Example"), ("EMAIL", "zoe@example.org"))
    }
    call = ("--lang", language, "waive", "unknown-owner", "PS-03")
    with Terminal(*call, at=at, env=env, columns=120) as terminal:
        terminal.answer(why, "")
        terminal.answer(why, REASON)
        terminal.answer(until, "2020-01-01")
        terminal.answer(until, MONTH.isoformat())
        terminal.answer(who, "mayor")
        terminal.answer(basis, "Order 5")
        terminal.answer(record, yes)
        done = terminal.end()

    assert done.status == 0, done.out
    assert rules_of(result(at), "waived") == {"unknown-owner"}


def test_the_list_is_the_same_in_every_format(at: Path, tmp_path: Path) -> None:
    """It has each waiver with its state; the JSON keeps to its schema."""
    assert waive(at).status == 0
    data = json.loads(qmsctl("waivers", "--format", "json", at=at).out)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data, SCHEMA)
    (row,) = csv.DictReader(io.StringIO(qmsctl("waivers", "--format", "csv", at=at).out))
    for format in ("plain", "markdown", "html"):
        text = qmsctl("waivers", "--format", format, at=at).out
        assert all(word in text for word in ("PS-03", "unknown-owner", REASON, "Ann Example")), format
    for ending in ("docx", "xlsx"):
        file = tmp_path / f"waivers.{ending}"
        assert qmsctl("waivers", "-o", file, at=at).status == 0
        assert file.stat().st_size > 0
    later = json.loads(qmsctl("waivers", "--format", "json", "--on", "2099-01-01", at=at).out)
    current = json.loads(qmsctl("waivers", "--current", "--format", "json", "--on", "2099-01-01", at=at).out)

    assert (data["waivers"][0]["state"], data["waivers"][0]["waived"]) == ("in_force", 1)
    assert (row["Document"], row["Last day"], row["Problems"]) == ("PS-03", MONTH.isoformat(), "1")
    assert (later["waivers"][0]["state"], later["waivers"][0]["back"]) == ("expired", 1)
    assert current["waivers"] == []


def test_its_last_day_is_due(at: Path) -> None:
    """`due` lists the end of a waiver, for whoever answers for it."""
    assert waive(at).status == 0
    data = json.loads(qmsctl("due", "--kind", "waiver", "--format", "json", at=at).out)
    (duty,) = data["duties"]

    assert (duty["kind"], duty["due"], duty["subject"]) == ("waiver", MONTH.isoformat(), "PS-03")


def test_reports_have_what_is_waived(at: Path) -> None:
    """The report of readiness lists it apart from the problems that count."""
    assert waive(at).status == 0
    text = qmsctl("report", "readiness", "--format", "plain", at=at).out
    why = qmsctl("why", "PS-03", at=at).out

    assert "Problems that are waived, and do not count" in text
    assert REASON in text
    assert "Waived, and not counted:" in why
    assert REASON in why


def test_the_documentation_names_every_rule_that_cannot_be_waived() -> None:
    """The table has them all, and no other; `explain` says it of each."""
    page = (ROOT / "docs/waivers.md").read_text(encoding="utf-8")
    table = page.partition("## What cannot be waived")[2].partition("\n## ")[0]
    named = {rule.slug for rule in RULES if rule.unwaivable is not None}

    assert set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", table)) == named
    assert "Neither a waiver" in qmsctl("--lang", "en", "explain", "malformed-file", at=ROOT).out
    assert "Neither a waiver" not in qmsctl("--lang", "en", "explain", "overdue-review", at=ROOT).out
