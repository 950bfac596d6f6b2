"""`changes`: what became of everything in a period, as people ask for it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from qmsctl.messages import LANGUAGES
from tests.cli import office
from tests.cli.diary import ANN, Diary
from tests.cli.program import git, qmsctl

PS01, PS02 = "procedures/ps-01.yaml", "procedures/ps-02.md"
BEGIN = ("--since", "2026-03-31", "--until", "2026-11-22")
"""Behind everything the office did, and a day on which reviews may be due."""


@pytest.fixture
def diary(here: Path) -> Diary:
    """The office, in which more is going to happen after March 2026."""
    return Diary(here)


def told(at: Path, *options: str, language: str = "en") -> dict[str, Any]:
    """Return what `changes` says as JSON."""
    done = qmsctl("--lang", language, "changes", "--format", "json", *(options or BEGIN), at=at)
    assert (done.status, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def happened(changes: dict[str, Any]) -> dict[str, list[str]]:
    """Return the ids of documents by what happened to them."""
    found: dict[str, list[str]] = {}
    for document in changes["documents"]:
        for one in document["happened"]:
            found.setdefault(one["what"], []).append(document["id"])
    return found


def document(changes: dict[str, Any], id: str) -> dict[str, Any]:
    """Return what is told of the document *id*."""
    (found,) = [one for one in changes["documents"] if one["id"] == id]
    return dict(found)


# Documents


def test_revised_document(diary: Diary) -> None:
    """A revision is told with what it took the place of, who approved it, how sure that is, size and reason."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "Try something")
    commit = diary.change(
        PS01, {"Everybody works": "Everybody in the office works"}, "2026-04-02", "PS-01: the office"
    )
    diary.decide(PS01, "approved", "2026-04-10", effective="2026-05-01", basis="ordinance 7", recorder=ANN)

    changes = told(diary.folder)
    found = document(changes, "PS-01")
    (revised,) = found["happened"]

    assert happened(changes) == {"revised": ["PS-01"]}
    assert (found["then"]["revision"], found["now"]["revision"]) == ("1.0", "1.1")
    assert found["now"]["effective"] == "2026-05-01"
    approval = revised["approval"]
    assert (approval["person"], approval["trust"], approval["recorder"]) == (
        "Bob Example",
        "declared",
        "Ann Example",
    )
    assert revised["extent"] == {"lines_added": 1, "lines_removed": 1, "words_added": 3, "words_removed": 0}
    assert [one["subject"] for one in revised["commits"]] == ["Try something", "PS-01: the office"]
    assert revised["commits"][-1]["commit"] == commit


def test_state_of_the_end_counts_on_its_day(diary: Diary) -> None:
    """What was approved and takes effect after the period is to come, and not a revision."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-10", effective="2026-05-01")

    before = told(diary.folder, "--since", "2026-03-31", "--until", "2026-04-30")
    after = told(diary.folder, "--since", "2026-04-30", "--until", "2026-05-01")

    assert happened(before) == {"to_come": ["PS-01"]}
    assert document(before, "PS-01")["coming"] == "2026-05-01"
    assert happened(after) == {"revised": ["PS-01"]}
    assert after["decisions"] == []
    # Its text is older than the period, and so is the reason for it.
    (revised,) = document(after, "PS-01")["happened"]
    assert [one["subject"] for one in revised["commits"]] == ["PS-01 1.1"]


def test_two_revisions_in_one_period(diary: Diary) -> None:
    """A revision that came and went within the period is named on the way."""
    for number, day in (("1.1", "2026-04-01"), ("1.2", "2026-06-01")):
        text = (diary.folder / PS01).read_text()
        old = 'revision: "1.0"' if number == "1.1" else 'revision: "1.1"'
        diary.write(PS01, text.replace(old, f'revision: "{number}"'), day, f"PS-01 {number}")
        diary.decide(PS01, "approved", day)

    changes = told(diary.folder)
    plain = qmsctl("changes", *BEGIN, at=diary.folder).out

    assert document(changes, "PS-01")["passed"] == ["1.1"]
    assert "1.0 → 1.1 → 1.2" in plain


def test_new_document_in_force_and_new_draft(diary: Diary) -> None:
    """First in force and first appeared are told apart."""
    draft = 'id: PS-10\ntype: procedure\ntitle: New\nrevision: "1"\nsections: {purpose: Something new.}\n'
    diary.decide(PS02, "approved", "2026-04-01")
    diary.write("procedures/ps-10.yaml", draft, "2026-04-02", "Draft PS-10")
    diary.write("procedures/ps-09.yaml", draft.replace("PS-10", "PS-09"), "2026-04-03", "Draft PS-09")
    diary.decide("procedures/ps-09.yaml", "approved", "2026-04-04")

    changes = told(diary.folder)

    assert happened(changes) == {"first_in_force": ["PS-02", "PS-09"], "first_appeared": ["PS-10"]}
    assert [document(changes, id)["first_appeared"] for id in ("PS-02", "PS-09", "PS-10")] == [
        False,
        True,
        True,
    ]


def test_withdrawn_document(diary: Diary) -> None:
    """A withdrawal has its day, its reason and its successor."""
    diary.decide(
        PS01, "withdrawn", "2026-04-01", effective="2026-05-01", reason="nobody does this", successor="PS-02"
    )

    before = told(diary.folder, "--since", "2026-03-31", "--until", "2026-04-30")
    changes = told(diary.folder)

    assert happened(before) == {}
    assert [one["meaning"] for one in before["decisions"]] == ["withdrawn"]
    assert happened(changes) == {"withdrawn": ["PS-01"]}
    withdrawal = document(changes, "PS-01")["happened"][0]["withdrawal"]
    assert (withdrawal["effective"], withdrawal["reason"], withdrawal["successor"]) == (
        "2026-05-01",
        "nobody does this",
        "PS-02",
    )


def test_withdrawn_document_that_comes_back(diary: Diary) -> None:
    """An approval after a withdrawal puts a document in force again."""
    diary.decide(PS01, "withdrawn", "2026-04-01", reason="nobody does this")
    diary.change(PS01, {'revision: "1.0"': 'revision: "2.0"'}, "2026-05-01", "PS-01 2.0")
    diary.decide(PS01, "approved", "2026-05-02")

    assert happened(told(diary.folder, "--since", "2026-04-15", "--until", "2026-11-22")) == {
        "in_force_again": ["PS-01"]
    }


def test_moved_document_is_no_new_one(diary: Diary) -> None:
    """A file that was renamed is told with both paths; a document is its id."""
    diary.move(PS01, "procedures/ps-01-documents.yaml", "2026-04-01", "Rename PS-01")

    changes = told(diary.folder)
    found = document(changes, "PS-01")

    assert happened(changes) == {"moved": ["PS-01"]}
    assert (found["then"]["path"], found["now"]["path"]) == (PS01, "procedures/ps-01-documents.yaml")


def test_swapped_documents_keep_their_ids(diary: Diary) -> None:
    """Two documents that exchange their files are moved, and neither is revised."""
    git("mv", PS01, "procedures/x.yaml", at=diary.folder)
    git("mv", "checklists/cl-01.yaml", PS01, at=diary.folder)
    git("mv", "procedures/x.yaml", "checklists/cl-01.yaml", at=diary.folder)
    office.commit(diary.folder, "Exchange", "2026-04-01")

    assert happened(told(diary.folder)) == {"moved": ["CL-01", "PS-01"]}


def test_drifted_document_and_its_end(diary: Diary) -> None:
    """A text that was changed after its approval is told with commit and size, and so is the end of that."""
    commit = diary.change(PS01, {"Everybody works": "Nobody works"}, "2026-04-01", "PS-01: typo")
    drifted = told(diary.folder, "--since", "2026-03-31", "--until", "2026-04-30")
    diary.change(PS01, {"Nobody works": "Everybody works"}, "2026-05-01", "PS-01: as approved")
    restored = told(diary.folder, "--since", "2026-04-30", "--until", "2026-11-22")

    (one,) = document(drifted, "PS-01")["happened"]
    assert one["what"] == "drifted"
    assert [commit] == [made["commit"] for made in one["commits"]]
    assert (one["extent"]["words_added"], one["extent"]["words_removed"]) == (1, 1)
    assert happened(restored) == {"drift_ended": ["PS-01"]}
    assert happened(told(diary.folder)) == {}


def test_draft_behind_what_is_in_force(diary: Diary) -> None:
    """A draft of the next revision is told, and what is in force stays."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "Draft")

    found = document(told(diary.folder), "PS-01")

    assert [one["what"] for one in found["happened"]] == ["drafted"]
    assert (found["now"]["revision"], found["now"]["in_file"]) == ("1.0", "1.1")


def test_each_change_has_its_own_commits(diary: Diary) -> None:
    """What led to the revision in force, what came after it, and what moved the file are told apart."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-02")
    diary.move(PS01, "procedures/ps-01-documents.yaml", "2026-04-03", "Rename")
    diary.change("procedures/ps-01-documents.yaml", {'"1.1"': '"1.2"'}, "2026-04-04", "PS-01 1.2")

    commits = {
        one["what"]: [commit["subject"] for commit in one["commits"]]
        for one in document(told(diary.folder), "PS-01")["happened"]
    }

    assert commits == {"revised": ["PS-01 1.1"], "moved": ["Rename"], "drafted": ["PS-01 1.2"]}


def test_approval_of_a_document_whose_file_cannot_be_read(diary: Diary) -> None:
    """What follows from records is told, though the file is broken; that it is gone is not said."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-02")
    diary.write(PS01, "id: PS-01\ntitle: [\n", "2026-04-03", "Break")

    changes = told(diary.folder)

    assert happened(changes) == {"revised": ["PS-01"]}
    assert [PS01 in one["message"] for one in changes["doubts"]] == [True]


def test_deleted_document(diary: Diary) -> None:
    """A file that is gone and was never withdrawn is told, in force or not."""
    diary.write(PS01, None, "2026-04-01", "Tidy up")
    diary.write(PS02, None, "2026-04-02", "Tidy up more")

    changes = told(diary.folder)

    assert happened(changes) == {"deleted": ["PS-01", "PS-02"]}
    assert document(changes, "PS-01")["happened"][0]["commits"][0]["subject"] == "Tidy up"


def test_approval_that_no_longer_counts(diary: Diary) -> None:
    """Where `qms.yaml` comes to demand more, a document is no longer in force, and both are told."""
    diary.change(
        "qms.yaml",
        {"sections: [purpose]": "sections: [purpose], needs: [checked, approved]"},
        "2026-04-01",
        "Demand",
    )

    changes = told(diary.folder)

    assert happened(changes) == {"no_longer_in_force": ["PS-01"]}
    assert [one["message"] for one in changes["settings"]] == [
        "type procedure: needs checked, approved, before: approved"
    ]


def test_review_that_fell_due(diary: Diary) -> None:
    """A review is newly overdue after the day it was due, and only once."""
    diary.change(
        "qms.yaml",
        {"sections: [purpose]": "sections: [purpose], review_every: 3 months"},
        "2026-03-03",
        "Review",
    )

    on_the_day = told(diary.folder, "--since", "2026-03-31", "--until", "2026-05-01")
    the_day_after = told(diary.folder, "--since", "2026-03-31", "--until", "2026-05-02")
    later = told(diary.folder, "--since", "2026-05-02", "--until", "2026-11-22")

    assert [happened(one) for one in (on_the_day, the_day_after, later)] == [{}, {"overdue": ["PS-01"]}, {}]
    assert document(the_day_after, "PS-01")["review_due"] == "2026-05-01"


def test_what_comes_from_outside_and_was_only_looked_at(diary: Diary) -> None:
    """A law of which only the day of looking at it differs has not changed; one with another text has."""
    law = """\
id: Z-{name}
type: external
title: An act
language: en
revision: "{revision}"
external: {{source: The parliament, verified: {day}}}
"""
    diary.change("qms.yaml", {"types:\n": "types:\n  external: {needs: []}\n"}, "2026-04-01", "Acts")
    for name in ("A", "B"):
        text = law.format(name=name, revision="Dz.U. 2024", day="2026-04-01")
        begin = diary.write(f"procedures/z-{name.lower()}.yaml", text, "2026-04-02", f"Z-{name}")
    for name, revision in (("a", "Dz.U. 2024"), ("b", "Dz.U. 2026")):
        diary.change(
            f"procedures/z-{name}.yaml",
            {"2026-04-01": "2026-10-01", "Dz.U. 2024": revision},
            "2026-10-01",
            f"Z-{name}: looked at",
        )
    new = law.format(name="C", revision="Dz.U. 2025", day="2026-10-02")
    diary.write("procedures/z-c.yaml", new, "2026-10-02", "Z-C")

    options = ("--since", begin, "--until", "2026-11-22")
    found = happened(told(diary.folder, *options))
    shown = qmsctl("--lang", "en", "changes", *options, at=diary.folder).out

    assert (found["verified"], found["changed"], found["listed"]) == (["Z-A"], ["Z-B"], ["Z-C"])
    assert "first_appeared" not in found
    assert "External documents checked again, still current" in shown
    assert "1 October 2026" in shown


def test_natural_order(diary: Diary) -> None:
    """PS-9 stands before PS-10."""
    for number in (10, 9, 100):
        text = f'id: QP-{number}\ntype: procedure\ntitle: T\nrevision: "1"\nsections: {{purpose: Text.}}\n'
        diary.write(f"procedures/qp-{number}.yaml", text, "2026-04-01", f"QP-{number}")

    assert happened(told(diary.folder)) == {"first_appeared": ["QP-9", "QP-10", "QP-100"]}


def test_copy_of_a_template_starts_a_history_of_its_own(diary: Diary) -> None:
    """A copy has its own commits, not those of the document it was copied from."""
    copied = (diary.folder / PS01).read_text().replace("id: PS-01", "id: PS-03")
    diary.write("procedures/ps-03.yaml", copied, "2026-04-01", "PS-03 from PS-01")

    changes = told(diary.folder)

    assert happened(changes) == {"first_appeared": ["PS-03"]}
    commits = document(changes, "PS-03")["happened"][0]["commits"]
    assert [one["subject"] for one in commits] == ["PS-03 from PS-01"]


# Decisions and reviews


def test_decisions_recorded_in_the_period(diary: Diary) -> None:
    """Every decision has its meaning, decider, recorder, days and trust; reviews stand apart."""
    diary.decide(PS01, "reaffirmed", "2026-04-01")
    diary.decide(PS01, "checked", "2026-04-02", who=ANN)
    diary.decide(PS02, "approved", "2026-04-03", recorder=ANN, basis="ordinance 8")

    changes = told(diary.folder)

    assert [
        (one["document"], one["meaning"], one["person"], one["recorder"], one["trust"])
        for one in changes["decisions"]
    ] == [
        ("PS-01", "checked", "Ann Example", "Ann Example", "recorded"),
        ("PS-02", "approved", "Bob Example", "Ann Example", "declared"),
    ]
    assert [(one["document"], one["decided"], one["commit"]["reached"]) for one in changes["reviews"]] == [
        ("PS-01", "2026-04-01", "2026-04-01")
    ]


def test_decision_that_was_recorded_late(diary: Diary) -> None:
    """What counts is when the repository came to know it; the day of the decision stands beside it."""
    diary.decide(PS02, "approved", "2026-04-05", decided="2026-02-02", recorder=ANN, basis="ordinance 8")

    changes = told(diary.folder)
    (decision,) = changes["decisions"]

    assert happened(changes) == {"first_in_force": ["PS-02"]}
    assert (decision["decided"], decision["recorded"]) == ("2026-02-02", "2026-04-05")


def test_corrected_and_contested_decisions(diary: Diary) -> None:
    """A record that another one corrects, or that two correct, is told and does not count."""
    first = diary.decide(PS02, "approved", "2026-04-01", basis="ordinance 7")
    corrects = [Path(first.path).stem]

    def correct(day: str, basis: str) -> None:
        diary.decide(PS02, "approved", day, corrects=corrects, correction_reason="wrong number", basis=basis)

    correct("2026-04-02", "ordinance 8")
    corrected = told(diary.folder)
    correct("2026-04-03", "ordinance 9")
    contested = told(diary.folder)

    def standing(changes: dict[str, Any]) -> list[tuple[str, str, str | None]]:
        return [(one["basis"], one["standing"], one["trust"]) for one in changes["decisions"]]

    assert standing(corrected) == [("ordinance 7", "corrected", None), ("ordinance 8", "counts", "recorded")]
    assert happened(corrected) == {"first_in_force": ["PS-02"]}
    assert standing(contested) == [
        ("ordinance 7", "corrected", None),
        ("ordinance 8", "contested", None),
        ("ordinance 9", "contested", None),
    ]
    assert happened(contested) == {}


# Findings, audits, records


def _finding(diary: Diary, key: str, day: str, number: str) -> None:
    source = {"audit": office.AUDIT}
    criteria = [{"edition": "iso9001:2015", "clauses": ["7.5.2"]}]
    diary.finding(
        key, "raised", day, number=number, source=source, grade="minor", title="A form bears no revision",
        criteria=criteria, requirement="R", evidence_text="E", statement="S", owner="quality-officer",
    )  # fmt: skip


def test_findings(diary: Diary) -> None:
    """Raised, closed, reopened, disputed, regraded, withdrawn and followed up are told apart."""
    for number, key in enumerate(("aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd", "eeeeeeee"), 1):
        _finding(diary, key, f"2026-03-{number + 2:02}", f"NC-2026-01-E{number}")
    diary.finding("bbbbbbbb", "closed", "2026-03-20", by="ann")
    diary.finding("aaaaaaaa", "closed", "2026-04-01", by="ann")
    diary.finding("bbbbbbbb", "disputed", "2026-04-02", reason="It is not over")
    diary.finding("cccccccc", "regraded", "2026-04-03", grade="major", justification="It happened again")
    diary.finding("dddddddd", "withdrawn", "2026-04-04", reason="A mistake")
    diary.finding("eeeeeeee", "response", "2026-04-05", correction="C", extent="E", cause="C")
    _finding(diary, "ffffffff", "2026-04-06", "NC-2026-01-E10")

    findings = told(diary.folder)["findings"]

    assert [(one["number"], one["happened"]) for one in findings] == [
        ("NC-2026-01-E1", ["closed"]),
        ("NC-2026-01-E2", ["reopened", "disputed"]),
        ("NC-2026-01-E3", ["regraded"]),
        ("NC-2026-01-E4", ["withdrawn"]),
        ("NC-2026-01-E5", ["followed_up"]),
        ("NC-2026-01-E10", ["raised"]),
    ]
    regraded = findings[2]
    assert (regraded["grade_then"], regraded["grade_now"]) == ("minor", "major")
    assert findings[0]["steps"] == [["closed", "2026-04-01"]]


def test_audit_held_and_closed(diary: Diary) -> None:
    """An audit is told with its status at both ends and what was recorded of its course."""
    diary.minutes(office.AUDIT, "opening", "2026-11-20")
    diary.minutes(office.AUDIT, "conclusions", "2026-11-20", {"text": "Fine"})
    diary.minutes(office.AUDIT, "audit_closed", "2026-11-21", {"seal": []})

    (audit,) = told(diary.folder)["audits"]

    assert (audit["id"], audit["status_then"], audit["status_now"]) == (office.AUDIT, "planned", "closed")
    assert [kind for kind, _ in audit["minutes"]] == ["opening", "conclusions", "audit_closed"]


def test_records_that_should_not_have_changed(diary: Diary) -> None:
    """A record that was changed or deleted after it had been written is told with the commit; a moved one is not."""
    approval = next((diary.folder / "approvals").rglob("*.yaml")).relative_to(diary.folder)
    minutes = next((diary.folder / "audits").rglob("minutes/*.yaml")).relative_to(diary.folder)
    evidence = next((diary.folder / "audits").rglob("evidence/*.yaml")).relative_to(diary.folder)
    diary.change(str(approval), {"2026-02-01": "2026-01-31"}, "2026-04-01", "Back-date")
    diary.write(str(minutes), None, "2026-04-02", "Lose the minutes")
    diary.move(str(evidence), f"evidence-moved-{evidence.name}", "2026-04-03", "Move")
    git("mv", f"evidence-moved-{evidence.name}", str(evidence), at=diary.folder)
    office.commit(diary.folder, "Move back", "2026-04-04")

    altered = told(diary.folder)["altered"]

    assert [(one["path"], one["gone"], one["commit"]["subject"]) for one in altered] == [
        (str(approval), False, "Back-date"),
        (str(minutes), True, "Lose the minutes"),
    ]


# qms.yaml


def test_settings_in_words(diary: Diary) -> None:
    """What changed in people, roles, types and rules is said in words, in both languages."""
    file = diary.folder / "qms.yaml"
    text = file.read_text()
    for old, new in (
        ("roles: [{role: mayor}]", "roles: [{role: mayor, until: 2026-03-31}]"),
        ("emails: [eve@example.org]", "emails: [eve@example.net]"),
        ("  ann: {", "  joe: {name: Joe Example, roles: [{role: mayor, from: 2026-04-01}]}\n  ann: {"),
        ("auditor: Auditor}", "auditor: Internal auditor, clerk: Clerk}"),
        ("id: PS-##,", "id: PS-##, approvers: [mayor], review_every: 2 years,"),
        ("9.3: Elsewhere, ", ""),
    ):
        assert old in text
        text = text.replace(old, new)
    text += (
        "rules:\n  self-approval: {severity: note}\n  unclaimed-clause: {enabled: no, reason: too early}\n"
    )
    diary.write("qms.yaml", text, "2026-04-01", "New mayor")

    english = told(diary.folder)
    polish = told(diary.folder, language="pl")

    assert [one["message"] for one in english["settings"]] == [
        "Joe Example (joe) was added to the people",
        "Joe Example has the role Mayor (since 1 April 2026)",
        "Bob Example has the role Mayor until 31 March 2026, before: at all times",
        (
            "Eve Example: addresses in git eve@example.net, before: eve@example.org; "
            "by them it is judged who recorded an approval"
        ),
        "role auditor is now called Internal auditor, before: Auditor",
        "role Clerk (clerk) was added",
        "type procedure: may be approved by Mayor, before: anybody",
        "type procedure: reviewed every 24 months, before: not set",
        "rule self-approval: severity note, before: that of the rule",
        "rule unclaimed-clause was switched off: too early",
        "clause 9.3 of iso9001:2015 is no longer excluded",
    ]
    assert [one["subject"] for one in english["settings_commits"]] == ["New mayor"]
    assert "Bob Example ma rolę Mayor do 31 marca 2026 r., przedtem: bez ograniczeń czasowych" in [
        one["message"] for one in polish["settings"]
    ]


def test_keys_and_trust_in_words(diary: Diary) -> None:
    """Whose signature counts, and how sure an approval has to be, are changes that are told."""
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK/StpF7EXWNjC8B7eJexDgVbvkktt0m3OWsWldUHOWA"
    texts = {
        "emails: [bob@example.org]": f'emails: [bob@example.org], keys: [{{kind: ssh, key: "{key}", from: 2026-01-02}}]',
        "id: PS-##,": "id: PS-##, trust: recorded,",
    }
    diary.change("qms.yaml", texts, "2026-04-01", "List a key")
    (diary.folder / "key.pub").write_text(key)
    printed = subprocess.run(
        ["ssh-keygen", "-l", "-f", "key.pub"], cwd=diary.folder, capture_output=True, check=True
    )
    fingerprint = printed.stdout.decode().split()[1]

    assert [one["message"] for one in told(diary.folder)["settings"]] == [
        (
            f"Bob Example: signing keys ssh {fingerprint} (since 2 January 2026), before: not set; "
            "by them it is judged whose signature counts"
        ),
        "type procedure: its approvals have to be at least recorded by the decider, before: declared",
    ]


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        ("qms: 1\norganisation: [\n", "qms.yaml of commit"),
        ("qms: 0\norganization: Old Office\nstaff: [ann]\n", "qms.yaml of commit"),
        (
            "qms: 1\norganisation: {name: O}\neditions: [iso9001:2015]\ntime_zone: Mars/Base\n",
            "no time zone is called",
        ),
        (None, "there was no qms.yaml in commit"),
    ],
    ids=["broken", "another shape", "unknown time zone", "absent"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_older_settings_that_cannot_be_used(
    diary: Diary, then: str | None, reason: str, language: str
) -> None:
    """What hangs on the older `qms.yaml` cannot be established; everything else is told all the same."""
    now = (diary.folder / "qms.yaml").read_text()
    diary.write("qms.yaml", then, "2026-03-10", "Break")
    diary.write("qms.yaml", now, "2026-04-01", "Mend")
    diary.decide(PS02, "approved", "2026-04-02")

    changes = told(diary.folder, *BEGIN, language=language)
    text = qmsctl("--lang", "en", "changes", *BEGIN, at=diary.folder).out

    assert happened(changes) == {"first_in_force": ["PS-02"]}
    assert changes["settings"] == []
    assert len(changes["doubts"]) == 1
    assert reason in text
    assert "what changed in people, roles, types and rules cannot be established" in text


def test_unusable_settings_of_the_end_stop_the_command(diary: Diary) -> None:
    """Without the present `qms.yaml` nothing can be told, and the fault is named with its place."""
    diary.write("qms.yaml", "qms: 1\norganisation: [\n", "2026-04-01", "Break")

    done = qmsctl("changes", "--since", "v1", at=diary.folder)

    assert (done.status, done.out) == (2, "")
    assert "qms.yaml:3:1" in done.err


def test_document_that_could_not_be_read_is_not_new(diary: Diary) -> None:
    """What was there and could not be read did not first appear when it was mended."""
    text = (diary.folder / PS02).read_text()
    diary.write(PS02, "---\nid: PS-02\ntitle: [\n---\n", "2026-03-10", "Break")
    diary.write(PS02, text, "2026-04-01", "Mend")

    changes = told(diary.folder)

    assert happened(changes) == {}
    assert [PS02 in one["message"] for one in changes["doubts"]] == [True]


def test_document_that_cannot_be_read_now_is_not_deleted(diary: Diary) -> None:
    """What is there and cannot be read is in doubt, and not gone."""
    diary.write(PS02, "---\nid: PS-02\ntitle: [\n---\n", "2026-04-01", "Break")

    changes = told(diary.folder)

    assert happened(changes) == {}
    assert [PS02 in one["message"] for one in changes["doubts"]] == [True]
