"""Which problems a check shows: those in some files, or those that a change touches or brings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.check_formats import DAY, FORMATS, READERS, texts_of
from tests.cli.program import git, qmsctl, state_of

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/check-1.json").read_text(encoding="utf-8"))
ON = ("--on", DAY)
DRAFT = "procedures/ps-02.md"
IN_FORCE = "procedures/ps-01.yaml"


def _check(here: Path, *words: str, status: int | None = None) -> dict[str, Any]:
    """Return the result of a check as JSON, which is what its schema describes."""
    done = qmsctl("check", *ON, "--format", "json", *words, at=here)
    assert done.status in ((0, 1) if status is None else (status,)), done.err
    said: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    return said


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _seen(said: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["rule"], one["path"]) for one in said["problems"]}


def _with_old_faults(here: Path) -> None:
    """Give both procedures an owner that nobody is, and commit it."""
    for path in (DRAFT, IN_FORCE):
        _replace(here / path, "owner: quality-officer", "owner: nobody")
    office.commit(here, "Change owners", "2026-11-01")


# PATH


def test_only_problems_of_the_paths_are_shown(here: Path) -> None:
    """Of a file only its own problems are shown, by the same rules over the whole system; the others are counted."""
    _with_old_faults(here)
    all_ = _check(here)
    file = _check(here, DRAFT)
    folder = _check(here, "procedures")
    from_inside = _check(here / "procedures", "ps-02.md")
    whole = _check(here, ".")

    own = [one for one in all_["problems"] if one["path"] == DRAFT]
    assert own
    assert own == file["problems"] == from_inside["problems"]
    assert [one for one in all_["problems"] if one["path"].startswith("procedures/")] == folder["problems"]
    assert len(all_["problems"]) - len(own) == file["scope"]["elsewhere"] > 0
    assert [DRAFT] == file["scope"]["paths"]
    assert all_["problems"] == whole["problems"]
    assert all_["counts"] == file["counts"]
    assert all_["rules"] == file["rules"]
    assert all_["scope"] is None


def test_status_follows_what_is_shown(here: Path) -> None:
    """A check of a file without problems ends well, and says how many there are elsewhere."""
    _with_old_faults(here)
    done = qmsctl("check", *ON, "approvals", at=here)
    everything = qmsctl("check", *ON, at=here)

    assert (0, 1) == (done.status, everything.status)
    said = _check(here, "approvals", status=0)
    count = said["scope"]["elsewhere"]
    assert count == len(_check(here)["problems"])
    assert f"No rule violations found in what was asked for; other problems: {count}." in done.out
    assert "No rule violations found.\n" not in done.out


def test_paths_that_cannot_be_checked(here: Path, tmp_path: Path) -> None:
    """A path elsewhere, one that is not there and one that is no document are told apart; none of them passes."""
    (here / "notes.txt").write_text("notes\n", encoding="utf-8")
    outside = qmsctl("check", *ON, str(tmp_path / "else where"), at=here)
    unknown = qmsctl("check", *ON, "procedures/ps-99.md", at=here)
    foreign = qmsctl("check", *ON, "notes.txt", at=here)
    both = _check(here, "notes.txt", DRAFT)
    at_commit = qmsctl("check", *ON, "--rev", "HEAD", "notes.txt", at=here)

    assert [2, 2, 3, 2] == [outside.status, unknown.status, foreign.status, at_commit.status]
    assert {""} == {outside.out, unknown.out, foreign.out}
    assert "else where is not in the folder of this system" in outside.err
    assert "there is no file and no folder procedures/ps-99.md" in unknown.err
    assert "nothing to check: notes.txt is no document" in foreign.err
    assert all("Next: " in one.err for one in (outside, unknown, foreign))
    assert ["notes.txt"] == both["scope"]["not_looked_at"]
    plain = qmsctl("check", *ON, "notes.txt", DRAFT, at=here)
    assert "Not looked at, because it belongs to no document and no record: notes.txt." in plain.out


# --since


def test_a_change_shows_what_it_touches(here: Path) -> None:
    """Problems of files that changed are shown, committed or not and untracked too; older ones are counted."""
    _with_old_faults(here)
    base = git("rev-parse", "HEAD", at=here).strip()
    nothing = _check(here, "--since", base, status=0)
    _replace(here / DRAFT, "title: Internal audits", "title: Our internal audits")
    uncommitted = _check(here, "--since", base)
    office.commit(here, "Retitle", "2026-11-02")
    committed = _check(here, "--since", "HEAD~1")
    earlier = _check(here, "--since", "HEAD~1", "--rev", "HEAD")
    new = (here / DRAFT).read_text(encoding="utf-8").replace("id: PS-02", "id: PS-03")
    (here / "procedures/ps-03.md").write_text(new, encoding="utf-8")
    untracked = _check(here, "--since", "HEAD")

    assert 0 == nothing["scope"]["since"]["files"]
    assert len(_check(here, "--rev", base)["problems"]) == nothing["scope"]["since"]["older"]
    assert "clean" == nothing["verdict"]
    assert {DRAFT} == {one["path"] for one in uncommitted["problems"]}
    assert base == uncommitted["scope"]["since"]["commit"] == committed["scope"]["since"]["commit"]
    assert _seen(uncommitted) == _seen(committed) == _seen(earlier)
    assert "procedures/ps-03.md" in {one["path"] for one in untracked["problems"]}


def test_a_change_shows_what_it_breaks_elsewhere(here: Path) -> None:
    """A document that goes breaks what refers to it: that file did not change, and its problem is shown."""
    _replace(here / IN_FORCE, "title: Control of documents", "title: Control of documents\nrelated: [PS-02]")
    office.commit(here, "Refer", "2026-11-01")
    before = _check(here)
    (here / DRAFT).unlink()
    after = _check(here, "--since", "HEAD")

    brought = {one for one in _seen(after) if one[1] == IN_FORCE}
    assert brought
    assert brought.isdisjoint(_seen(before))
    assert len(_check(here)["problems"]) == len(after["problems"]) + after["scope"]["since"]["older"]


def test_a_withdrawal_shows_who_refers_to_it(here: Path) -> None:
    """Whoever still refers to a document that a change withdraws is shown, though that file did not change."""
    _replace(here / DRAFT, "title: Internal audits", "title: Internal audits\nrelated: [PS-01]")
    office.commit(here, "Refer", "2026-11-01")
    done = qmsctl(
        "withdraw", "PS-01", "--by", "bob", "--reason", "Nobody needs it.", "--basis", "Order 1", at=here
    )
    assert 0 == done.status, done.err
    said = _check(here, "--since", "HEAD~1", "--on", "2099-01-01")

    assert (1, 1) == (said["scope"]["since"]["files"], len([one for one in _seen(said) if one[1] == DRAFT]))
    assert 0 < said["scope"]["since"]["older"]


def test_a_deleted_approval_is_shown_at_its_document(here: Path) -> None:
    """Without its approval a document is no longer in force, and the change that took it away says so."""
    for file in (here / "approvals").rglob("*.yaml"):
        if "PS-01" in file.read_text(encoding="utf-8"):
            file.unlink()
    after = _check(here, "--since", "HEAD", status=1)

    assert IN_FORCE in {one["path"] for one in after["problems"]}


def test_changed_settings_show_everything(here: Path) -> None:
    """On `qms.yaml` every result depends: a change of it leaves no problem out, and says why."""
    _with_old_faults(here)
    with (here / "qms.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# a comment\n")
    all_ = _check(here)
    since = _check(here, "--since", "HEAD")
    plain = qmsctl("check", *ON, "--since", "HEAD", at=here)

    assert all_["problems"] == since["problems"]
    assert since["scope"]["since"]["everything"] is True
    assert "qms.yaml, on which every result depends" in plain.out


def test_what_no_longer_is_excused_is_shown(here: Path) -> None:
    """A change that takes away the baseline brings up what it excused, though no other file changed."""
    _with_old_faults(here)
    assert 0 == qmsctl("check", "--write-baseline", at=here).status
    office.commit(here, "Know them", "2026-11-02")
    known = _check(here, "--since", "HEAD", status=0)
    (here / "qms-baseline.json").unlink()
    counting = _check(here, "--since", "HEAD", status=1)

    assert [] == known["problems"] == known["known"]
    assert {DRAFT, IN_FORCE} <= {one["path"] for one in counting["problems"]}


def test_a_branch_is_compared_from_where_it_parted(here: Path) -> None:
    """What the other branch did meanwhile is no part of the change."""
    parted = git("rev-parse", "HEAD", at=here).strip()
    git("checkout", "-q", "-b", "change", at=here)
    _replace(here / DRAFT, "owner: quality-officer", "owner: nobody")
    office.commit(here, "Change", "2026-11-01")
    git("checkout", "-q", "main", at=here)
    (here / "procedures/ps-04.md").write_text("no document\n", encoding="utf-8")
    office.commit(here, "Meanwhile", "2026-11-02")
    git("checkout", "-q", "change", at=here)
    said = _check(here, "--since", "main")

    assert (parted, 1) == (said["scope"]["since"]["commit"], said["scope"]["since"]["files"])
    assert {DRAFT} == {one["path"] for one in said["problems"]}


def test_what_cannot_be_compared(here: Path, tmp_path: Path) -> None:
    """An unknown name, a history of its own and a shallow clone are told in a sentence with a next step."""
    unknown = qmsctl("check", *ON, "--since", "nowhere", at=here)
    git("checkout", "-q", "--orphan", "alone", at=here)
    office.commit(here, "Alone", "2026-11-02")
    orphan = qmsctl("check", *ON, "--since", "main", at=here)
    git("checkout", "-q", "main", at=here)
    git("branch", "-q", "side", "HEAD~2", at=here)
    shallow = tmp_path / "shallow"
    git("clone", "-q", "--depth", "1", "--no-single-branch", here.as_uri(), str(shallow), at=tmp_path)
    cut = qmsctl("check", *ON, "--since", "origin/side", at=shallow)

    assert [2, 2, 2] == [unknown.status, orphan.status, cut.status]
    assert "nowhere" in unknown.err
    assert "main and what is checked have no commit in common" in orphan.err
    assert "where the change since origin/side begins is not in it" in cut.err
    assert "fetch-depth: 0" in cut.err


# What does not count


def test_what_does_not_count_elsewhere_is_counted(here: Path) -> None:
    """Known problems are shown where they are asked for; all others of them are counted, in every format with a place."""
    _with_old_faults(here)
    qmsctl("check", "--write-baseline", at=here)
    office.commit(here, "Know the old problems", "2026-11-02")
    all_ = _check(here)
    file = _check(here, DRAFT)
    _replace(here / DRAFT, "title: Internal audits", "title: Our internal audits")
    since = _check(here, "--since", "HEAD")
    texts = texts_of(here, "en", "--since", "HEAD")

    own = [one for one in all_["known"] if one["path"] == DRAFT]
    hidden = len(all_["known"]) - len(own)
    assert own
    assert file["known"] == own
    assert (file["scope"]["waived"], file["scope"]["known"]) == (0, hidden)
    assert {one["path"] for one in since["known"]} == {DRAFT}
    assert len(since["known"]) + since["scope"]["known"] == len(_check(here)["known"])
    told = f"do not count and are not shown: waived 0, known {since['scope']['known']}."
    for format in ("plain", "sarif", "junit", "github", "markdown"):
        assert told in texts[format], format


# Both, in every format


def test_every_format_shows_the_same_part(here: Path) -> None:
    """All formats show the same problems, say what they were compared with, and pass nothing they do not show."""
    _with_old_faults(here)
    _replace(here / DRAFT, "title: Internal audits", "title: Our internal audits")
    texts = texts_of(here, "en", "--since", "HEAD")
    shown = {format: READERS[format](texts[format]) for format in FORMATS}
    count = len(shown["json"])
    older = json.loads(texts["json"])["scope"]["since"]["older"]

    assert count > 0
    assert {DRAFT} == {one.path for one in shown["json"]}
    assert {count} == {len(seen) for seen in shown.values()}
    for format in ("plain", "sarif", "junit", "github", "markdown"):
        assert f"older problems that are not shown: {older}" in texts[format], format
    assert IN_FORCE not in texts["junit"]


def test_paths_and_a_change_together(here: Path) -> None:
    """With both, older problems are counted in the paths; a question that was asked before gets a new answer."""
    _with_old_faults(here)
    before = state_of(here)
    said = _check(here, "procedures", "--since", "HEAD", status=0)
    again = _check(here, "procedures", "--since", "HEAD~1")

    assert before == state_of(here)
    assert 0 < said["scope"]["since"]["older"]
    assert len(_check(here)["problems"]) == said["scope"]["elsewhere"] + said["scope"]["since"]["older"]
    assert {DRAFT, IN_FORCE} == {one["path"] for one in again["problems"]}


def test_scope_in_polish(here: Path) -> None:
    """The officer reads it in Polish."""
    _with_old_faults(here)
    done = qmsctl("check", *ON, "--lang", "pl", "--since", "HEAD", "procedures", at=here)

    assert "Porównano z HEAD" in done.out
    assert "Pokazano tylko problemy w tych miejscach: procedures" in done.out
    assert "W tym, o co pytano, nie znaleziono naruszeń reguł" in done.out
