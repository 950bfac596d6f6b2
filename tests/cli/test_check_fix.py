"""`check --fix`: what is safe to mend is mended where it stands, and nothing beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.documents.edits import Edit, with_edits
from qmsctl.documents.lookalike import meant_text
from qmsctl.documents.other_readers import is_text_to_all
from qmsctl.documents.place import Place
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.cli import office
from tests.cli.check_formats import DAY
from tests.cli.program import git, qmsctl, state_of

ON = ("--on", DAY)
NEW = "procedures/ps-05.yaml"
IN_FORCE = "procedures/ps-01.yaml"
BROKEN = """\
# a comment\x20\x20
id: "PS\u201105"   # the number
type: procedure
title: 'Complaints'
revision: 1.10
\u043ewner: quality-officer
clauses: {iso9001:2015: [7.5.1, "\uff17.5.2"]}
sections:
  purpose: |
    Whoever complains
    gets an answer.\x20\x20
  scope: everything\t
"""
MENDED = """\
# a comment
id: "PS-05"   # the number
type: procedure
title: 'Complaints'
revision: "1.10"
owner: quality-officer
clauses: {iso9001:2015: [7.5.1, "7.5.2"]}
sections:
  purpose: |
    Whoever complains
    gets an answer.\x20\x20
  scope: everything
"""


def _write(here: Path, text: str, path: str = NEW) -> None:
    (here / path).write_bytes(text.encode())


def _read(here: Path, path: str = NEW) -> str:
    return (here / path).read_bytes().decode()


def _problems(here: Path, *words: str) -> list[dict[str, Any]]:
    done = qmsctl("check", "--format", "json", *words, at=here)
    assert done.status in (0, 1), done.err
    found: list[dict[str, Any]] = json.loads(done.out)["problems"]
    return found


def test_only_what_is_at_fault_changes(here: Path) -> None:
    """Ids, revisions, names of fields, clauses and stray blanks are mended; every other byte stays, and no other file."""
    _write(here, BROKEN)
    before = _problems(here)
    others = {path: state for path, state in state_of(here).items() if NEW not in path}
    done = qmsctl("check", "--fix", at=here)
    after = _problems(here)
    again = qmsctl("check", "--fix", "--format", "json", at=here)

    fixable = {one["rule"] for one in before if one["fixable"]}
    assert {"DOC002", "DOC008", "DOC020", "DOC021", "CLS001"} == fixable
    assert MENDED == _read(here)
    assert [] == [one for one in after if one["fixable"]]
    assert fixable.isdisjoint({one["rule"] for one in after if one["path"] == NEW})
    assert f"Mended: {NEW}: " in done.err
    assert "Nothing is committed yet." in done.err
    assert "There was nothing to mend." in again.err
    assert MENDED == _read(here)
    assert others.keys() <= state_of(here).keys()
    assert "" == git("diff", "--name-only", at=here)


def test_what_the_baseline_knows_is_mended_on_request(here: Path) -> None:
    """A known problem is left as it is, which is said with the option that has it mended."""
    _write(here, MENDED.replace('"1.10"', "1.10"))
    assert qmsctl("check", "--write-baseline", at=here).status == 0
    left = qmsctl("check", "--fix", at=here)
    shown = qmsctl("check", "--fix", "--diff", at=here)

    assert "as it is; with --no-baseline" in left.err or "as they are; with --no-baseline" in left.err
    assert "with --no-baseline" in shown.err
    assert MENDED != _read(here)
    assert f"Mended: {NEW}: " in qmsctl("check", "--fix", "--no-baseline", at=here).err
    assert MENDED == _read(here)


def test_fixable_problems_are_marked(here: Path) -> None:
    """A problem that can be mended says so, and the summary counts them."""
    _write(here, MENDED.replace('"1.10"', "1.10"))
    done = qmsctl("check", NEW, at=here)

    assert 'Next: put it in quotes: revision: "1.10" [qmsctl check --fix does it]' in done.out
    assert "Problems that qmsctl check --fix mends: 1." in done.out
    assert "zrobi to qmsctl check --fix" in qmsctl("check", "--lang", "pl", NEW, at=here).out


def test_diff_shows_what_would_change(here: Path) -> None:
    """With `--diff` every line that would change is shown as git shows it, and nothing is written."""
    text = MENDED.replace('"1.10"', "1.10").removesuffix("\n")
    _write(here, text)
    before = state_of(here)
    done = qmsctl("check", "--fix", "--diff", at=here)

    assert 1 == done.status
    assert before == state_of(here)
    assert f"--- a/{NEW}\n+++ b/{NEW}\n" in done.out
    assert '-revision: 1.10\n+revision: "1.10"\n' in done.out
    (here / "change.diff").write_text(done.out, encoding="utf-8")
    git("apply", "change.diff", at=here)
    assert MENDED == _read(here)
    (here / "change.diff").unlink()
    assert (0, "") == ((nothing := qmsctl("check", "--fix", "--diff", at=here)).status, nothing.out)


def test_diff_repeats_no_secret(here: Path) -> None:
    """A line with a personal number beside what is mended is not shown, and the others are."""
    file = here / "procedures/ps-03.yaml"
    file.write_text(
        "id: PS-03\ntype: procedure\ntitle: Cards \nsections: {purpose: The card of 44051401359.}\n"
        'revision: "1"\nowner: mayor\n'
    )
    done = qmsctl("check", "--fix", "--diff", at=here)

    assert "-title: Cards " in done.out
    assert "44051401359" not in done.says
    assert "(a line with a secret or a personal number, not shown)" in done.out


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_mark_stay(here: Path, end: str) -> None:
    """A file keeps its line ends and its byte order mark."""
    broken = "\ufeff" + MENDED.replace('"1.10"', "1.10").replace("\n", end).removesuffix(end)
    _write(here, broken)
    assert 0 <= qmsctl("check", "--fix", at=here).status <= 1

    assert "\ufeff" + MENDED.replace("\n", end) == _read(here)


def test_what_was_approved_keeps_its_words(here: Path) -> None:
    """Blanks and quotes of an approved text are mended, for what it says stays; a changed word needs a revision."""
    text = _read(here, IN_FORCE)
    _write(here, text.replace("owner: quality-officer", "owner: quality-officer  "), IN_FORCE)
    done = qmsctl("check", "--fix", at=here)
    assert text == _read(here, IN_FORCE)
    assert f"Mended: {IN_FORCE}: stray-blanks" in done.err

    approved = text.replace("7.5.2", "7.5.\uff12").replace('"1.0"', '"2.0"')
    _write(here, approved, IN_FORCE)
    office.commit(here, "Revise", "2026-11-01")
    bob = {"GIT_AUTHOR_EMAIL": "bob@example.org", "GIT_COMMITTER_EMAIL": "bob@example.org"}
    recorded = qmsctl("approve", "PS-01", "--by", "bob", "--basis", "Order 1", at=here, env=bob)
    assert 0 == recorded.status, recorded.err
    held = qmsctl("check", "--fix", IN_FORCE, at=here)

    assert approved == _read(here, IN_FORCE)
    assert (
        f"{IN_FORCE} was left as it is: somebody prepared, checked or approved exactly this text" in held.err
    )
    assert "qmsctl revise PS-01" in held.err
    assert [] == [one for one in _problems(here, IN_FORCE) if one["fixable"]]


def test_an_id_that_others_name_stays(here: Path) -> None:
    """Whatever names a document by its id as it is would lose its way, so somebody has to look."""
    _write(here, MENDED.replace("PS-05", "PS\u201105"))
    _write(
        here,
        MENDED.replace("PS-05", "PS-06").replace("title:", 'related: ["PS\u201105"]\ntitle:'),
        "procedures/ps-06.yaml",
    )
    found = [one for one in _problems(here, NEW) if one["rule"] == "DOC008"]

    assert [False] == [one["fixable"] for one in found]


def test_records_and_unreadable_files_stay(here: Path) -> None:
    """Nothing is ever written into a record, a file that cannot be read, or a commit."""
    record = next(path for path in (here / "approvals").rglob("*.yaml"))
    record.write_bytes(record.read_bytes() + b"# blanks  \n")
    _write(here, MENDED.replace("sections:", "sections: ]  "))
    before = state_of(here)
    qmsctl("check", "--fix", at=here)

    assert before == state_of(here)
    assert [] == [one for one in _problems(here, "--rev", "HEAD") if one["fixable"]]


def test_options_that_do_not_fit(here: Path) -> None:
    """A moment that has passed is not mended; `--diff` is nothing without `--fix`."""
    for words in (
        ("--fix", *ON),
        ("--fix", "--rev", "HEAD"),
        ("--diff",),
        ("--fix", "--diff", "--format", "json"),
    ):
        done = qmsctl("check", *words, at=here)
        assert 2 == done.status, words
        assert "Next: " in done.err


# Properties

_WORDS = st.text(st.sampled_from("aZ0 .:/-\u0430\u0415\u2011\uff17\u200bł\u2044"), max_size=12)


@given(_WORDS)
def test_meant_twice_is_meant_once(text: str) -> None:
    """What was meant looks like nothing else, and only characters that deceive are replaced."""
    plain = meant_text(text)

    assert plain == meant_text(plain)
    assert all(letter in plain for letter in text if letter.isascii() or letter == "ł")


@given(st.lists(st.tuples(st.integers(0, 40), st.text("ab\n", max_size=3)), max_size=6))
def test_edits_change_nothing_beside_them(wanted: list[tuple[int, str]]) -> None:
    """Edits replace what they name, each once, and a second round finds nothing to replace."""
    text = "title: quality manual of the office\nid: PS-01\n"
    source = read_yaml("procedures/ps-01.yaml", text.encode())
    assert isinstance(source, Source)
    edits = [Edit(source.inside(start, 1), text[start], new) for start, new in wanted]
    after = with_edits(source, edits).decode()
    elsewhere = [Edit(Place(source.path, edit.place.span), "\x00", "x") for edit in edits]

    first: dict[int, str] = {}
    for start, new in sorted(wanted):
        first.setdefault(start, new)
    assert "".join(first.get(at, letter) for at, letter in enumerate(text)) == after
    assert text.encode() == with_edits(source, elsewhere)


@pytest.mark.parametrize(
    "value", ["1", "1.10", "3.", ".5", "1e3", "2026-03-01", "0x1F", "017", "No", "y", "12:30", "null", "~"]
)
def test_other_programs_read_no_text(value: str) -> None:
    """Numbers, days, times and truth values of YAML 1.1 and 1.2 are told from texts."""
    assert not is_text_to_all(value)
    assert is_text_to_all(f"A/{value}")
