"""The baseline: an old repository starts with yesterday's problems known, and fails only because of new ones."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.checks import RULES
from qmsctl.documents.place import Place, Span
from qmsctl.inspection import Checked, Reported
from qmsctl.inspection.baseline import Baseline, baseline_text, read_baseline
from qmsctl.inspection.fingerprint import fingerprints_of
from qmsctl.inspection.triage import Triage, can_be_known, triage
from qmsctl.inspection.waiving import waivers_over
from qmsctl.messages import tr
from qmsctl.model.configuration import BASELINE
from qmsctl.model.organisation import Identity, Organisation
from qmsctl.settings import Severity
from tests.cli import office
from tests.cli.check_formats import EXCUSED_READERS, FORMATS, READERS
from tests.cli.program import Terminal, git, qmsctl

_QMS = """\
qms: 1
organisation: {name: Old Office}
language: en
editions: [iso9001:2015]
exclusions:
  iso9001:2015: {4: Elsewhere, 5: Elsewhere, 6: Elsewhere, 7: Elsewhere, 8: Elsewhere, 9: Elsewhere, 10: Elsewhere}
people:
  ann: {name: Ann Example, emails: [ann@example.org]}
"""
_FAULTY = 'id: PS-{number}\ntype: procedure\ntitle: Procedure {number}\nrevision: "1"\nowner: {owner}\n'


@pytest.fixture(scope="session")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of a hundred documents, each with two faults; nobody may change it."""
    folder = tmp_path_factory.mktemp("hundred") / "old"
    (folder / "procedures").mkdir(parents=True)
    (folder / "qms.yaml").write_text(_QMS, encoding="utf-8")
    for number in range(100, 200):
        _write(folder, number)
    git("init", "--quiet", "--initial-branch=main", at=folder)
    office.commit(folder, "What there is", "2026-01-05")
    return folder


@pytest.fixture
def old(hundred: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may do with as it likes."""
    return Path(shutil.copytree(hundred, tmp_path / "old"))


def _write(folder: Path, number: int, owner: str = "nobody") -> Path:
    file = folder / f"procedures/ps-{number}.yaml"
    file.write_text(_FAULTY.format(number=number, owner=owner), encoding="utf-8")
    return file


def result(at: Path, *words: str) -> dict[str, Any]:
    """Return the result of the check for programs."""
    data: dict[str, Any] = json.loads(qmsctl("check", "--format", "json", *words, at=at).out)
    return data


def test_an_old_repository_goes_green_in_one_command(old: Path) -> None:
    """A hundred faulty documents fail, pass once their problems are known, and fail with one new fault."""
    before = qmsctl("check", at=old)
    written = qmsctl("check", "--write-baseline", at=old)
    after = qmsctl("check", at=old)
    strict = qmsctl("check", "--fail-on", "note", at=old)
    _write(old, 200)
    new = result(old)
    red = qmsctl("check", at=old)
    everything = qmsctl("check", "--no-baseline", at=old)

    assert (before.status, written.status, after.status, strict.status) == (1, 0, 0, 0), written.err
    assert "holds 200 problems (new in it: 200, taken out: 0)" in written.err
    assert "No rule violations found that count (waived: 0, known: 200)." in after.out
    assert (red.status, everything.status) == (1, 1)
    assert {one["path"] for one in new["problems"]} == {"procedures/ps-200.yaml"}
    assert "202 problems found" in everything.out


def test_a_fixed_problem_leaves_the_baseline(old: Path) -> None:
    """The check says how many are gone; writing it again takes them out, as whole lines and no others."""
    qmsctl("check", "--write-baseline", at=old)
    before = (old / BASELINE).read_text(encoding="utf-8").splitlines()
    _write(old, 150, "ann")
    told = qmsctl("check", at=old)
    seen = result(old)["baseline"]
    again = qmsctl("check", "--write-baseline", at=old)
    after = (old / BASELINE).read_text(encoding="utf-8").splitlines()
    _write(old, 150)
    back = qmsctl("check", at=old)

    assert (told.status, "1 problem is gone" in told.out) == (0, True)
    assert (seen["known"], seen["fixed"]) == (199, 1)
    assert "taken out: 1" in again.err
    assert len(set(before) - set(after)) == 1
    assert set(after) <= set(before)
    assert (back.status, "procedures/ps-150.yaml:5:8: error" in back.out) == (1, True)


def test_a_moved_line_and_a_renamed_file_stay_known(old: Path) -> None:
    """What is known stays known wherever it has moved to."""
    qmsctl("check", "--write-baseline", at=old)
    file = old / "procedures/ps-150.yaml"
    (old / "procedures/moved.yaml").write_text(
        f"# moved\n\n{file.read_text(encoding='utf-8')}", encoding="utf-8"
    )
    file.unlink()
    data = result(old)

    assert {one["slug"] for one in data["problems"]} == {"misfiled-document"}
    assert data["baseline"]["fixed"] == 0


def test_the_same_problems_leave_the_file_alone(old: Path) -> None:
    """Writing it again changes not one byte, and takes no new day."""
    qmsctl("check", "--write-baseline", at=old)
    file = old / BASELINE
    text = file.read_text(encoding="utf-8")
    earlier = re.sub('"written": "[^"]*"', '"written": "2020-01-01"', text)
    file.write_text(earlier, encoding="utf-8")
    qmsctl("check", "--write-baseline", at=old)

    assert file.read_text(encoding="utf-8") == earlier
    assert qmsctl("check", at=old).out.count("1 January 2020") == 1


def test_every_format_marks_what_is_known(old: Path, tmp_path: Path) -> None:
    """Each has the known problems, tells them from new ones, and counts the new ones alone."""
    for number in range(110, 200):
        (old / f"procedures/ps-{number}.yaml").unlink()
    qmsctl("check", "--write-baseline", at=old)
    _write(old, 200)
    wanted = [word for format in FORMATS for word in ("-o", f"{format}={tmp_path / format}")]
    assert qmsctl("check", *wanted, at=old).status == 1
    new = {("DOC010", "procedures/ps-200.yaml"), ("REV001", "procedures/ps-200.yaml")}
    for format in FORMATS:
        text = (tmp_path / format).read_text(encoding="utf-8")
        known = EXCUSED_READERS[format](text)
        assert {(kind, len(known)) for kind, *_ in known} == {("known", 20)}, format
        assert {(one.rule, one.path) for one in READERS[format](text)} == new, format
    with Terminal("check", at=old, columns=80) as terminal:
        shown = terminal.end().out
    assert "20 problems" in shown
    assert "ps-105" not in shown


def test_polish(old: Path) -> None:
    """What is said of the baseline is said in Polish, with its plural forms."""
    done = qmsctl("--lang", "pl", "check", "--write-baseline", at=old)
    _write(old, 150, "ann")
    told = qmsctl("--lang", "pl", "check", at=old)

    assert "zawiera 200 problemów" in done.err
    assert "zniknął 1 problem" in told.out
    assert ": znany DOC010 " in told.out


def test_a_broken_file_is_never_known(old: Path) -> None:
    """What cannot be read counts before and after, and a baseline that names it by hand hides nothing."""
    (old / "procedures/ps-100.yaml").write_text("id: PS-100\ntitle: [\n", encoding="utf-8")
    done = qmsctl("check", "--write-baseline", at=old)
    (broken,) = _entries(old)
    data = json.loads((old / BASELINE).read_text(encoding="utf-8"))
    entry = {"rule": "DOC001", "slug": "malformed-file", "subject": "x", "fingerprint": broken["fingerprint"]}
    data["problems"].append(entry)
    (old / BASELINE).write_text(json.dumps(data), encoding="utf-8")
    forged = result(old)

    assert done.status == 1
    assert "1 problem is of a kind that no baseline holds, and still counts." in done.err
    assert [one["slug"] for one in forged["problems"]] == ["malformed-file"]
    assert len(forged["known"]) == 198
    assert (forged["baseline"]["known"], forged["baseline"]["refused"]) == (198, 1)
    told = qmsctl("check", at=old).out
    assert "Of the baseline, 1 problem is of a kind that no baseline holds, and counts;" in told
    assert "takes it out of qms-baseline.json" in told
    again = qmsctl("check", "--write-baseline", at=old)
    assert "taken out: 1)" in again.err
    assert result(old)["baseline"]["refused"] == 0


def _entries(at: Path) -> list[dict[str, Any]]:
    """Return GitLab's entries of malformed files."""
    data = json.loads(qmsctl("check", "--format", "gitlab", at=at).out)
    return [entry for entry in data if entry["check_name"] == "DOC001"]


def test_a_check_that_was_answered_before_sees_a_new_baseline(old: Path) -> None:
    """The answer that is remembered is of another state once the file is there, has changed, or is gone."""
    before = (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)).timestamp()
    for path in [old, *old.rglob("*")]:
        if ".git" not in path.parts:
            os.utime(path, (before, before))
    statuses = [qmsctl("check", at=old).status, qmsctl("check", at=old).status]
    qmsctl("check", "--write-baseline", at=old)
    os.utime(old / BASELINE, (before, before))
    statuses += [qmsctl("check", at=old).status, qmsctl("check", at=old).status]
    (old / BASELINE).unlink()
    statuses.append(qmsctl("check", at=old).status)

    assert statuses == [1, 1, 0, 0, 1]


def test_a_commit_is_checked_with_its_own_baseline(old: Path) -> None:
    """With --rev the baseline of that commit counts, and not that of the working tree."""
    git("tag", "v0", at=old)
    qmsctl("check", "--write-baseline", at=old)
    office.commit(old, "Baseline", "2026-01-06")
    (old / BASELINE).unlink()

    assert qmsctl("check", "--rev", "HEAD", at=old).status == 0
    assert qmsctl("check", "--rev", "v0", at=old).status == 1
    assert qmsctl("check", at=old).status == 1


def test_a_change_does_not_make_its_own_problems_known(old: Path) -> None:
    """With --settings-from the baseline of that commit counts, whatever the change under check wrote."""
    qmsctl("check", "--write-baseline", at=old)
    office.commit(old, "Baseline", "2026-01-06")
    _write(old, 200)
    qmsctl("check", "--write-baseline", at=old)
    office.commit(old, "Another procedure", "2026-01-07")
    unknown = qmsctl("check", "--settings-from", "nowhere", at=old)

    assert qmsctl("check", at=old).status == 0
    assert qmsctl("check", "--settings-from", "HEAD~1", at=old).status == 1
    assert qmsctl("check", "--settings-from", "HEAD", at=old).status == 0
    assert (unknown.status, "nowhere" in unknown.err) == (2, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"schema": "qmsctl.baseline/2"}',
        '{"schema": "qmsctl.baseline/1", "fingerprints": "problem-9", "written": "2026-01-01", "problems": []}',
        '{"schema": "qmsctl.baseline/1", "fingerprints": "problem-1", "written": "today", "problems": []}',
        '{"schema": "qmsctl.baseline/1", "fingerprints": "problem-1", "written": "2026-01-01", "problems": [1]}',
        '{"schema": "qmsctl.baseline/1", "fingerprints": "problem-1", "written": "2026-01-01"}',
        "[" * 100_000,
    ],
)
def test_a_baseline_that_cannot_be_read_stops_the_check(old: Path, text: str) -> None:
    """Nothing is taken for known then, and it is said what to do."""
    (old / BASELINE).write_text(text, encoding="utf-8")
    done = qmsctl("check", at=old)

    assert done.status == 2
    assert f"{BASELINE} cannot be used" in done.err
    assert "Next: " in done.err
    assert qmsctl("check", "--no-baseline", at=old).status == 1


def test_a_link_is_no_baseline(old: Path, tmp_path: Path) -> None:
    """Nothing is read or written through a link."""
    (tmp_path / "elsewhere.json").write_text("{}", encoding="utf-8")
    (old / BASELINE).symlink_to(tmp_path / "elsewhere.json")

    assert qmsctl("check", at=old).status == 2
    assert qmsctl("check", "--write-baseline", at=old).status == 2
    assert (tmp_path / "elsewhere.json").read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize("words", [("--rev", "HEAD"), ("--on", "2026-01-05"), ("--as-of", "2026-01-05")])
def test_a_baseline_is_of_now(old: Path, words: tuple[str, ...]) -> None:
    """No baseline is written of another day or commit."""
    done = qmsctl("check", "--write-baseline", *words, at=old)

    assert (done.status, (old / BASELINE).exists()) == (2, False)


def test_reports_have_every_problem(old: Path) -> None:
    """What an auditor reads does not know the baseline."""
    qmsctl("check", "--write-baseline", at=old)
    text = qmsctl("report", "readiness", "--format", "plain", at=old).out
    status = json.loads(qmsctl("status", "--format", "json", at=old).out)

    assert "Problems the check found: 200" in text
    assert (status["problems"], status["known"]) == (0, 200)


# Whatever is found

_KNOWABLE = [rule for rule in RULES if rule.unwaivable is None]
_NEVER = [rule for rule in RULES if rule.unwaivable is not None]
_BY_ID = {rule.id: rule for rule in RULES}
_OFFICE = Organisation(qms="1", organisation=Identity(name="Office"), editions=("iso9001:2015",))
_PATHS = [f"procedures/ps-0{number}.yaml" for number in range(3)]
_DOCUMENTS = {path: Checked(path, path[11:16].upper(), "en", "x") for path in _PATHS[:2]}


def _problem(rule: Any, path: str, line: int, name: str, *, established: bool = True) -> Reported:  # noqa: ANN401 - a rule
    place = Place(path, Span(9, 12, line, 4), "a: b c")
    message = tr("{name} is wrong, {count} times", name=name, count=line)
    return Reported(rule.id, rule.slug, Severity.ERROR, place, message, tr("mend it"), established)


def _found(rules: list[Any], *, established: bool = True) -> st.SearchStrategy[Reported]:
    return st.builds(
        _problem,
        st.sampled_from(rules),
        st.sampled_from(_PATHS),
        st.integers(1, 5),
        st.sampled_from(["a", "b"]),
        established=st.just(established),
    )


_SOME = st.lists(_found(_KNOWABLE[:3]), max_size=12)


def _baseline(problems: list[Reported]) -> Baseline:
    """Return the baseline of *problems*, as it is written and read."""
    prints = fingerprints_of(problems, _DOCUMENTS)
    kept = [(p, print) for p, print in zip(problems, prints, strict=True) if can_be_known(p, _BY_ID)]
    return read_baseline(baseline_text(dt.date(2026, 1, 1), kept, _DOCUMENTS))


def _triage(problems: list[Reported], baseline: Baseline) -> Triage:
    return triage(problems, waivers_over((), RULES), baseline, _BY_ID, _DOCUMENTS, _OFFICE)


@given(_SOME)
def test_the_baseline_of_a_result_makes_it_pass(problems: list[Reported]) -> None:
    """Whatever was found, nothing of it counts once it is known."""
    after = _triage(problems, _baseline(problems))

    assert after.counting == ()
    assert len(after.known) == len(problems)
    assert after.baseline is not None
    assert (after.baseline.known, after.baseline.fixed) == (len(problems), 0)


@given(_SOME, _found(_KNOWABLE[:3]), st.data())
def test_one_problem_more_fails(problems: list[Reported], new: Reported, data: st.DataObject) -> None:
    """Wherever it stands, and however many like it are known, exactly one problem counts."""
    more = [*problems]
    more.insert(data.draw(st.integers(0, len(problems))), new)
    after = _triage(more, _baseline(problems))

    assert len(after.counting) == 1
    assert after.counting[0].rule == new.rule
    assert after.counting[0].message.values[0] == new.message.values[0]


@given(_SOME, st.lists(_found(_NEVER) | _found(_KNOWABLE, established=False), min_size=1, max_size=4))
def test_what_is_never_excused_counts(problems: list[Reported], grave: list[Reported]) -> None:
    """A baseline of everything leaves what nobody may excuse, and what nobody knows."""
    found = [*problems, *grave]
    after = _triage(found, _baseline(found))

    assert Counter(map(id, after.counting)) == Counter(map(id, grave))


@given(st.lists(_found(_KNOWABLE[:3]), min_size=1, max_size=12), st.data())
def test_what_was_fixed_is_counted(problems: list[Reported], data: st.DataObject) -> None:
    """One problem less, and the baseline has one too many."""
    gone = data.draw(st.integers(0, len(problems) - 1))
    after = _triage(problems[:gone] + problems[gone + 1 :], _baseline(problems))

    assert after.counting == ()
    assert after.baseline is not None
    assert after.baseline.fixed == 1


def test_two_alike_are_known_and_a_third_is_new() -> None:
    """Problems that are alike in all but their line are counted."""
    rule = _KNOWABLE[0]
    two = [_problem(rule, _PATHS[0], line, "a") for line in (1, 2)]
    third = replace(two[0], place=Place(_PATHS[0], Span(9, 12, 9, 4), "a: b c"))

    assert len(_triage([*two, third], _baseline(two)).counting) == 1
    assert _triage(two[:1], _baseline(two)).counting == ()
