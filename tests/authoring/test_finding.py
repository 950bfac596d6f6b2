"""Findings that are raised: what their record says, which number they get, and what is refused."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from qmsctl.authoring.finding import NewFinding, SinceOpened, evidence_named, new_finding
from qmsctl.authoring.finding_number import next_number
from qmsctl.authoring.records import Clerk, evidence_record, finding_record, minutes_record
from qmsctl.control.system import System, control
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import RefusedError
from qmsctl.model.naming import folder_name
from qmsctl.model.organisation import Folders
from qmsctl.model.qms import load
from qmsctl.repo.history import Change, Commit, history_of
from qmsctl.repo.recorder import Identity
from qmsctl.repo.snapshot import MemorySnapshot, blob_name

DAY = dt.date(2026, 11, 20)
QMS = """\
qms: 1
organisation: {name: Example Office}
language: en
editions: [iso9001:2015, iso9001:2026]
units: {OR: Organisational Department}
processes: {P-1: {name: Control of documents}}
roles: {head-or: Head of OR, auditor: Auditor}
people:
  ann: {name: Ann Example, emails: [ann@example.org], unit: OR, roles: [{role: head-or}]}
  eve: {name: Eve Example, emails: [eve@example.org]}
  tom: {name: Tom Other, emails: [tom@example.org]}
  tad: {name: Tad Ostrow, emails: [tad@example.org]}
findings: {deadlines: {minor: {answer: 5 working days}}}
"""
PLAN = """\
id: AUD-2026-03
type: audit
title: Documents
revision: "1"
language: en
kind: internal
criteria: [{edition: "iso9001:2015", clauses: ["7.5"]}]
team: [{person: eve, role: lead_auditor, letter: B}, {person: tom, role: auditor}, {person: ann, role: auditor}]
days: [2026-11-20]
"""
PROCEDURE = "id: PS-01\ntype: procedure\ntitle: Documents\nrevision: '1'\n"


def clerk(email: str = "eve@example.org", seed: int = 0) -> Clerk:
    """Return a clerk whose randomness is known."""
    known = random.Random(seed)  # noqa: S311 - protects nothing
    when = dt.datetime(2026, 11, 20, 9, 15, seed, tzinfo=dt.UTC)
    return Clerk(Identity("Somebody", email), when, known.choice, Folders())


BAD = evidence_record(
    clerk(seed=1),
    "AUD-2026-03",
    {
        "criteria": [{"edition": "iso9001:2015", "clauses": ["7.5.2"]}],
        "result": "does_not_conform",
        "seen": "2 of 10 without approval",
        "where": "procedures/",
        "occurred": "2026-11-20",
    },
)
GOOD = replace(
    BAD,
    path=BAD.path.replace("091501Z", "091502Z"),
    content=BAD.content.replace(b"does_not_conform", b"conforms"),
)
NEW = NewFinding(
    "minor",
    DAY,
    "AUD-2026-03",
    title="Procedures in use without approval",
    clauses=("7.5.2",),
    documents=("PS-01",),
    units=("OR",),
    processes=("P-1",),
    requirement="A document is approved before use (PS-01, step 3).",
    evidence_text="PS-03 and PS-07, 2 of 10 procedures sampled, bear no approval.",
    statement="Approval before use is not ensured.",
    evidence=(BAD.name,),
    owner="head-or",
)


def system(files: Mapping[str, bytes] | None = None) -> System:
    """Return a system with one audit, all of it committed."""
    tree = {
        "qms.yaml": QMS.encode(),
        "procedures/ps-01.yaml": PROCEDURE.encode(),
        f"audits/{folder_name('AUD-2026-03')}/audit.yaml": PLAN.encode(),
        BAD.path: BAD.content,
        GOOD.path: GOOD.content,
        **(files or {}),
    }
    moment = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    changes = tuple(Change(path, None, blob_name(content)) for path, content in tree.items())
    commit = Commit(
        "1" * 40, (), "Ann", "ann@example.org", moment, "Ann", "ann@example.org", moment, "", changes
    )
    return control(
        load(MemorySnapshot(tree)),
        history_of([commit], {path: blob_name(content) for path, content in tree.items()}),
        DAY,
        lambda _: {},
    )


def record_of(files: Mapping[str, bytes]) -> Mapping[str, object]:
    """Return what the only record of *files* says."""
    ((path, content),) = files.items()
    source = read_yaml(path, content)
    assert isinstance(source, Source)
    return source.tree


def test_the_record_says_all_that_was_found() -> None:
    """Every field is where the design has it, and the day it is due follows from the settings."""
    draft = new_finding(system(), NEW, clerk())
    said = record_of(draft.files)

    assert draft.message == "Raise NC-2026-03-B1: minor nonconformity\n\nProcedures in use without approval\n"
    assert {
        "record": "finding",
        "step": "raised",
        "number": "NC-2026-03-B1",
        "source": {"audit": "AUD-2026-03"},
        "grade": "minor",
        "title": NEW.title,
        "criteria": [{"edition": "iso9001:2015", "clauses": ["7.5.2"]}, {"document": "PS-01"}],
        "units": ["OR"],
        "processes": ["P-1"],
        "requirement": NEW.requirement,
        "evidence_text": NEW.evidence_text,
        "statement": NEW.statement,
        "evidence": [BAD.name],
        "owner": "head-or",
        "due": "2026-11-27",
        "occurred": "2026-11-20",
    } == {key: value for key, value in said.items() if key not in ("finding", "recorded", "recorder")}


def test_what_was_just_recorded_can_be_cited() -> None:
    """Evidence and numbers that are younger than the system count as well."""
    since = SinceOpened({"20261120T091509Z-newwwwww": "does_not_conform"}, ("NC-2026-03-B1",))

    draft = new_finding(system(), replace(NEW, evidence=("20261120T091509Z",)), clerk(), since)
    said = record_of(draft.files)

    assert ["20261120T091509Z-newwwwww"] == said["evidence"]
    assert said["number"] == "NC-2026-03-B2"
    with pytest.raises(RefusedError, match="so this is a nonconformity"):
        new_finding(
            system(), replace(NEW, grade="opportunity", evidence=("20261120T091509Z",)), clerk(), since
        )


def test_numbers_go_up_in_the_series_of_each_recorder() -> None:
    """Letters are the plan's, or the first free ones; grades share a series; who is no member has initials."""
    raised = finding_record(
        clerk(), "k3v9x2ma", "raised", {"number": "NC-2026-03-B7", "grade": "minor", "occurred": "2026-11-20"}
    )
    held = system({raised.path: raised.content})

    assert next_number(held, "AUD-2026-03", "eve", grade="observation") == "OB-2026-03-B8"
    assert next_number(held, "AUD-2026-03", "eve@example.org", taken=["OB-2026-03-B9"]) == "NC-2026-03-B10"
    assert next_number(held, "AUD-2026-03", "tom") == "NC-2026-03-A1"
    assert next_number(held, "AUD-2026-03", "ann") == "NC-2026-03-C1"
    assert next_number(held, "AUD-2026-03", "tad") == "NC-2026-03-TO1-1"


def test_whoever_records_for_an_auditor_counts_in_a_series_of_their_own() -> None:
    """The auditor may record in another clone meanwhile: one series in two of them would number two findings alike."""
    seen_by_eve = replace(BAD, content=BAD.content + b"auditor: eve\n")
    held = system({BAD.path: seen_by_eve.content})

    assert record_of(new_finding(held, NEW, clerk("tad@example.org")).files)["number"] == "NC-2026-03-TO1-1"
    assert record_of(new_finding(held, NEW, clerk("tom@example.org")).files)["number"] == "NC-2026-03-A1"
    assert record_of(new_finding(held, NEW, clerk("eve@example.org")).files)["number"] == "NC-2026-03-B1"


def test_numbers_outside_audits() -> None:
    """They bear the year and initials that no two people share."""
    held = system()

    assert next_number(held, None, "eve") == "NC-2026-EE-1"
    assert next_number(held, None, "eve", taken=["OB-2026-EE-1"], grade="strength") == "ST-2026-EE-2"
    assert next_number(held, None, "tad") == "NC-2026-TO1-1"
    assert next_number(held, None, "tom", day=dt.date(2027, 1, 2)) == "NC-2027-TO2-1"
    assert next_number(held, None, "x@example.org") != next_number(held, None, "y@example.org")


def test_a_finding_from_elsewhere_needs_no_evidence_record() -> None:
    """A complaint is named as its register has it."""
    new = replace(NEW, source="complaint", named="OR.1510.15.2026", evidence=(), edition="iso9001:2026")

    said = record_of(new_finding(system(), new, clerk("ann@example.org")).files)

    assert {"complaint": "OR.1510.15.2026"} == said["source"]
    assert said["number"] == "NC-2026-AE-1"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"grade": "serious"}, "no value of --grade"),
        ({"named": "AUD-2026-04"}, "there is no audit AUD-2026-04"),
        ({"named": " "}, "a finding says where it comes from"),
        ({"source": "rumour"}, "no value of --source"),
        ({"occurred": dt.date(2026, 11, 22)}, "has not come yet"),
        ({"due": dt.date(2026, 11, 19)}, "before it was raised"),
        ({"evidence": ()}, "rests on evidence"),
        ({"evidence": ("2026",)}, "can be any of"),
        ({"evidence": ("nothing",)}, "has no evidence nothing"),
        ({"clauses": ("7.5.9",)}, "has no clause 7.5.9"),
        ({"clauses": ("9.1",)}, "not among the criteria"),
        ({"clauses": (), "documents": ()}, "names the criterion"),
        ({"units": ("XX",)}, "no unit XX"),
        ({"processes": ("XX",)}, "no process XX"),
        ({"documents": ("XX",)}, "no document XX"),
        ({"owner": "nobody"}, "nobody called nobody"),
        ({"number": "NC 1\nand more"}, "no number of a finding"),
        ({"requirement": None}, "the requirement is missing"),
        ({"statement": NEW.evidence_text}, "repeats the evidence"),
        ({"grade": "major"}, "needs a justification"),
        ({"grade": "observation"}, "so this is a nonconformity"),
        ({"repeats": "NC-2025-01-A1"}, "there is no finding"),
        ({"source": "other", "edition": "iso9001:2015"}, "only a finding of an audit"),
        ({"source": "other", "evidence": ()}, "of which edition"),
    ],
)
def test_what_would_be_worth_nothing_is_refused(changed: Mapping[str, object], reason: str) -> None:
    """The refusal says what is wrong, and what to do."""
    with pytest.raises(RefusedError, match=reason) as refused:
        new_finding(system(), replace(NEW, **changed), clerk())  # type: ignore[arg-type]  # fields by name
    assert refused.value.hint is not None


def test_a_closed_audit_takes_no_finding() -> None:
    """What is sealed stays as it is."""
    closed = minutes_record(clerk(), "AUD-2026-03", "audit_closed", {"occurred": "2026-11-20"})

    with pytest.raises(RefusedError, match="closed and sealed"):
        new_finding(system({closed.path: closed.content}), NEW, clerk())


def test_a_number_is_used_once() -> None:
    """A number that somebody gives must be free."""
    raised = finding_record(clerk(), "k3v9x2ma", "raised", {"number": "X-1", "occurred": "2026-11-20"})
    held = system({raised.path: raised.content})

    with pytest.raises(RefusedError, match="has the number X-1"):
        new_finding(held, replace(NEW, number="X-1"), clerk())
    assert record_of(new_finding(held, replace(NEW, number="X-2"), clerk()).files)["number"] == "X-2"


def test_evidence_is_named_by_a_beginning() -> None:
    """A beginning that fits one record names it."""
    (audit,) = system().audits

    assert evidence_named(audit, "20261120T091502") == GOOD.name
