"""Entries of `qms.yaml` changed where they stand: their own lines, and not one byte beside them."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.authoring.changed_entry import with_entries
from qmsctl.authoring.changed_fields import with_fields
from qmsctl.documents.place import Path, Tree
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import RefusedError
from qmsctl.model.reading import read_document

_FILE = """\
# The office.
qms: 1
roles: {mayor: Mayor}  # more to come
people:
  # The first.
  a:
    name: Anna  # her name
    emails: [a@b, c@d] # addresses
    unit:
    roles:
      - {role: x, from: 2020-01-01} # one
      # between
      - role: y
        from: 2021-01-01

# About the second.
  b: {name: B, emails: []}
  # About the third.
  c:
    emails:
      - x@y
      - z@y
    name: C
folders: {}
"""


def _read(text: str) -> Source:
    source = read_yaml("qms.yaml", text.encode())
    assert isinstance(source, Source)
    return source


def _changed(text: str, entries: dict[Path, Tree]) -> list[str]:
    """Return the lines that go and come."""
    after = with_entries(_read(text), entries).decode()
    lines = difflib.ndiff(text.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        pytest.param(
            {("people", "d"): {"name": "D, and others", "emails": ["d@b"], "roles": [{"role": "x"}]}},
            [
                *("+   d:", "+     name: D, and others", "+     emails: [d@b]"),
                *("+     roles:", "+       - {role: x}"),
            ],
            id="a new one goes behind the last",
        ),
        pytest.param(
            {("people", "a"): {"emails": ["a@b", None, "e@f"]}},
            ["-     emails: [a@b, c@d] # addresses", "+     emails: [a@b, e@f] # addresses"],
            id="a comment behind a list stays",
        ),
        pytest.param(
            {("people", "a"): {"unit": "OR"}},
            ["-     unit:", "+     unit: OR"],
            id="what was empty is filled",
        ),
        pytest.param(
            {
                ("people", "a"): {
                    "roles": [
                        {"role": "x", "from": "2020-01-01", "until": "2020-12-31"},
                        {"role": "y", "from": "2021-01-01", "until": "2021-12-31"},
                        {"role": "z"},
                    ]
                }
            },
            [
                "-       - {role: x, from: 2020-01-01} # one",
                "+       - {role: x, from: 2020-01-01, until: 2020-12-31} # one",
                "+         until: 2021-12-31",
                "+       - {role: z}",
            ],
            id="each row of a list in its own manner",
        ),
        pytest.param(
            {("people", "b"): {"unit": "OR, SO", "emails": ["b@b"]}},
            ["-   b: {name: B, emails: []}", '+   b: {name: B, emails: [b@b], unit: "OR, SO"}'],
            id="within braces",
        ),
        pytest.param({("people", "c"): {"emails": [None, "z@y"]}}, ["-       - x@y"], id="one that goes"),
        pytest.param(
            {("roles", "auditor"): "Auditor"},
            [
                "- roles: {mayor: Mayor}  # more to come",
                "+ roles: {mayor: Mayor, auditor: Auditor}  # more to come",
            ],
            id="within braces, a comment behind them",
        ),
        pytest.param(
            {("units", "OR"): "Office"}, ["+ units:", "+   OR: Office"], id="a part that was not there"
        ),
    ],
)
def test_only_its_own_lines_change(entries: dict[Path, Tree], lines: list[str]) -> None:
    """Everything else stays: comments, quotes, order, empty lines."""
    found = [line.rstrip() for line in _changed(_FILE, entries)]

    assert [line for line in found if not line.startswith("? ")] == lines


def test_line_ends_stay() -> None:
    """A file with the line ends of Windows keeps them, in what is new as well."""
    after = with_entries(_read(_FILE.replace("\n", "\r\n")), {("people", "d"): {"name": "D"}})

    assert after.count(b"\r\n") == after.count(b"\n") == _FILE.count("\n") + 2


def test_no_comment_is_lost() -> None:
    """What would take a comment away is refused."""
    text = _FILE.replace("- x@y", "- x@y  # until May")

    with pytest.raises(RefusedError):
        with_entries(_read(text), {("people", "c"): {"emails": [None, "z@y"]}})


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), min_size=1
)


@given(
    name=_TEXTS.map(str.strip).filter(bool),
    emails=st.lists(_TEXTS.map(str.strip).filter(bool), max_size=3),
    key=st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True),
    ends=st.sampled_from(["\n", "\r\n"]),
    before=st.sampled_from([_FILE, "qms: 1\npeople: {}\n"]),
)
def test_whatever_is_written_is_read_again(
    name: str, emails: list[str], key: str, ends: str, before: str
) -> None:
    """Any text comes back as it was, everything else is as before, and what is not written so is refused."""
    source = _read(before.replace("\n", ends))
    entries: dict[Path, Tree] = {("people", f"new-{key}"): {"name": name, "emails": emails}}
    try:
        after = read_yaml("qms.yaml", with_entries(source, entries))
    except RefusedError:
        return

    assert isinstance(after, Source)
    said = after.value("people", f"new-{key}")
    assert said == ({"name": name, "emails": emails} if emails else {"name": name})
    left = after.tree["people"]
    assert isinstance(left, dict)
    assert {one: value for one, value in left.items() if one != f"new-{key}"} == (source.tree["people"] or {})
    assert {**after.tree, "people": None} == {**source.tree, "people": None}


# The fields of a document, which may be written anew as a whole

_PLAN = """\
id: AUD-2026-01
type: audit
title: Documents
kind: internal
# Why it is made.
objectives: Find out.  # short
revision: "1"
scope: {text: All, units: [OR, SO]}
days: ["2026-12-10", "2026-12-11"]
team:
  - {person: eve, role: lead_auditor}
  # she learns
  - {person: bob, role: auditor, safeguard: none}
places: [Town hall]
"""


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"days": ["2026-12-12"]}, ['- days: ["2026-12-10", "2026-12-11"]', '+ days: ["2026-12-12"]']),
        ({"places": []}, ["- places: [Town hall]"]),
        ({"scope": {"text": "All"}}, ["- scope: {text: All, units: [OR, SO]}", "+ scope:", "+   text: All"]),
        (
            {"team": [{"person": "ann", "role": "lead_auditor"}, {"person": "bob", "role": "auditor", "safeguard": "none"}]},
            ["-   - {person: eve, role: lead_auditor}", "+   - {person: ann, role: lead_auditor}"],
        ),
        ({"methods": "Interviews"}, ["+ methods: Interviews"]),
        ({"revision": "2"}, ['- revision: "1"', '+ revision: "2"']),
    ],
)  # fmt: skip
def test_fields_of_a_document(changes: dict[str, object], lines: list[str]) -> None:
    """Only the lines of what changed differ; a field that says nothing any more goes with its lines."""
    filed = read_document("audits/x/audit.yaml", _PLAN.encode())
    assert filed is not None
    after = with_fields(filed, changes).decode()
    told = [line for line in difflib.ndiff(_PLAN.splitlines(), after.splitlines()) if line[0] in "+-"]

    assert told == lines


def test_a_comment_is_never_lost() -> None:
    """Where a field can only be written anew as a whole, and holds a comment, it is left to a person."""
    filed = read_document("audits/x/audit.yaml", _PLAN.encode())
    assert filed is not None
    with pytest.raises(RefusedError):
        with_fields(
            filed, {"team": [{"person": "eve", "role": "lead_auditor"}, {"person": "bob", "role": "auditor"}]}
        )


def test_a_long_text_gets_lines_of_its_own() -> None:
    """What has no room on one line is written on several, and read as it was said."""
    filed = read_document("audits/x/audit.yaml", _PLAN.encode())
    assert filed is not None
    title = "Documents of the office and of everybody who works with them " * 5
    after = with_fields(filed, {"title": title.strip()})
    read = read_document("audits/x/audit.yaml", after)

    assert read is not None
    assert read.fact.title == title.strip()
    assert len(after.decode().splitlines()) > len(_PLAN.splitlines())
