"""What `qms.yaml` says of files, periods and words belongs to what changed, and each part of it is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest

from qmsctl.model.acknowledging import Acknowledging
from qmsctl.model.case_registers import CaseRegister
from qmsctl.model.dated_register import DatedRegister
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.master_list import MasterList
from qmsctl.model.organisation import Identity, Organisation
from qmsctl.model.own_law import OwnLaw
from qmsctl.reports.settings_changes import settings_changes

_OFFICE = Organisation(
    qms="1", organisation=Identity(name="Example Office"), editions=("iso9001:2015",), language="en"
)
_SOP = DocumentKind(files=("sop/**/*.md",), values={"status": {"Effective": "approved"}})
_SPEEDY = OwnLaw(title="Service standards", checked=dt.date(2026, 1, 5), periods={"motion": "5 days"})
_LIST = MasterList(files=("list.md",))
_CASES = CaseRegister(files=("cases.csv",))
_COURSES = DatedRegister(register="training.csv", about="training", subject="Course", day="Day")
_READ = Acknowledging(register="read.csv")


def _said(before: Organisation, after: Organisation, language: str = "en") -> list[tuple[str, str]]:
    return [(one.part, one.message.into(language)) for one in settings_changes(before, after)]


@pytest.mark.parametrize(
    ("after", "part", "added", "taken_out"),
    [
        (
            replace(_OFFICE, catalogues={"haccp:2024": "haccp.catalogue.yaml"}),
            "catalogues",
            "catalogue of the clauses of haccp:2024: haccp.catalogue.yaml, before: not set",
            "catalogue of the clauses of haccp:2024: not set, before: haccp.catalogue.yaml",
        ),
        (
            replace(_OFFICE, clause_maps={"iso9001:2015": "map.yaml"}),
            "clause_maps",
            "map of the clauses of iso9001:2015: map.yaml, before: not set",
            "map of the clauses of iso9001:2015: not set, before: map.yaml",
        ),
        (
            replace(_OFFICE, kinds={"sop": _SOP}),
            "kinds",
            "kind of documents sop was added: sop/**/*.md",
            "kind of documents sop was taken out",
        ),
        (
            replace(_OFFICE, laws={"own": _SPEEDY}),
            "laws",
            "periods for cases own were added",
            "periods for cases own were taken out",
        ),
        (
            replace(_OFFICE, registers={"cases": _CASES}),
            "registers",
            "registers of cases cases were added",
            "registers of cases cases were taken out",
        ),
        (
            replace(_OFFICE, dated_registers=(_COURSES,)),
            "dated_registers",
            "training.csv was added to the registers with days of duties",
            "training.csv was taken out of the registers with days of duties",
        ),
        (
            replace(_OFFICE, acknowledgements=_READ),
            "acknowledgements",
            "register of acknowledgements: read.csv, before: not set",
            "register of acknowledgements: not set, before: read.csv",
        ),
        (
            replace(_OFFICE, master_lists={"main": _LIST}),
            "master_lists",
            "list kept by hand main was added",
            "list kept by hand main was taken out",
        ),
        (
            replace(_OFFICE, avoided_words=("as soon as possible",)),
            "avoided_words",
            "no document may say “as soon as possible” any longer",
            "documents may say “as soon as possible” again",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value and " " not in value else "",
)
def test_each_part_is_told_when_it_comes_and_when_it_goes(
    after: Organisation, part: str, added: str, taken_out: str
) -> None:
    """What was added is told, what was taken out is told, and what is the same is not."""
    assert _said(_OFFICE, after) == [(part, added)]
    assert _said(after, _OFFICE) == [(part, taken_out)]
    assert _said(after, after) == []


@pytest.mark.parametrize(
    ("changes", "part", "message"),
    [
        (
            ({"laws": {"own": _SPEEDY}}, {"laws": {"own": replace(_SPEEDY, periods={"motion": "9 days"})}}),
            "laws",
            "periods for cases own have changed: periods.motion",
        ),
        (
            ({"registers": {"cases": _CASES}}, {"registers": {"cases": replace(_CASES, law="kpa")}}),
            "registers",
            "registers of cases cases are read otherwise: law",
        ),
        (
            ({"dated_registers": (_COURSES,)}, {"dated_registers": (replace(_COURSES, day="Until"),)}),
            "dated_registers",
            "training.csv: the days of duties are read otherwise than before",
        ),
        (
            ({"acknowledgements": _READ}, {"acknowledgements": replace(_READ, within="90 days")}),
            "acknowledgements",
            "acknowledgements are demanded or read otherwise: within",
        ),
        (
            ({"master_lists": {"main": _LIST}}, {"master_lists": {"main": replace(_LIST, matrix=True)}}),
            "master_lists",
            "list kept by hand main is read otherwise: matrix",
        ),
    ],
)
def test_what_is_read_otherwise_is_told(
    changes: tuple[dict[str, object], dict[str, object]], part: str, message: str
) -> None:
    """A part that stays and says something else names the fields that do."""
    before, after = (replace(_OFFICE, **change) for change in changes)  # type: ignore[arg-type]  # of every part
    assert _said(before, after) == [(part, message)]


def test_what_counts_as_an_approval_is_told_with_its_values() -> None:
    """Of a kind of documents it is told what approves now and before; the rest is named, one thing once."""
    before = replace(_OFFICE, kinds={"sop": _SOP})
    loose = replace(
        _SOP,
        files=("sop/**/*.md", "notes/*.md"),
        approvals=("fields", "tags"),
        tags="{slug}_{revision}",
        values={"status": {"Effective": "approved", "Draft": "approved"}},
    )
    after = replace(_OFFICE, kinds={"sop": loose})

    assert _said(before, after) == [
        (
            "kinds",
            "kind of documents sop: beside records counts as an approval fields, tags, before: not set",
        ),
        ("kinds", "kind of documents sop: names of tags that approve {slug}_{revision}, before: not set"),
        ("kinds", "kind of documents sop: files sop/**/*.md, notes/*.md, before: sop/**/*.md"),
        ("kinds", "kind of documents sop is read otherwise: values.status"),
    ]
    assert _said(before, after, "pl")[0][1] == (
        "rodzaj dokumentów sop: poza zapisami za zatwierdzenie uchodzi fields, tags, przedtem: nie podano"
    )
    # One that comes with approvals of its own is told with them.
    assert _said(_OFFICE, replace(_OFFICE, kinds={"sop": replace(_SOP, approvals=("merges",))})) == [
        ("kinds", "kind of documents sop was added: sop/**/*.md"),
        ("kinds", "kind of documents sop: beside records counts as an approval merges, before: not set"),
    ]


def test_no_part_of_the_settings_is_forgotten() -> None:
    """Every field of `qms.yaml` is one that changes tell, so that a new one is not left out unseen."""
    told = {
        "people", "roles", "types", "kinds", "rules", "fail_on", "waivers", "findings", "editions", "exclusions",
        "units", "unit_heads", "processes", "certificate", "auditing", "organisation", "scope", "language",
        "time_zone", "branch", "recording", "folders", "catalogues", "clause_maps", "laws", "registers",
        "dated_registers", "acknowledgements", "master_lists", "avoided_words",
    }  # fmt: skip
    assert {field.name for field in fields(Organisation)} - told == {"qms"}
