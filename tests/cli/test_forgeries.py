"""Forgeries, each made with git as a forger would: a rule finds it, and is silent where nothing was forged."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.model.naming import folder_name
from qmsctl.model.organisation import Folders
from qmsctl.model.reading import read_document
from qmsctl.repo.recorder import Identity
from tests.cli import office
from tests.cli.program import Outcome, git, qmsctl

ON = ("--on", "2026-11-22")
ANN, BOB, EVE = (f"{name.title()} Example <{name}@example.org>" for name in ("ann", "bob", "eve"))
PS01 = "procedures/ps-01.yaml"
APPROVALS = f"approvals/{folder_name('PS-01')}"
EVIDENCE = f"audits/{folder_name(office.AUDIT)}/evidence"


def dated(
    day: str, author: str = ANN, committer: str | None = None, authored: str | None = None
) -> dict[str, str]:
    """Return what makes git commit on *day* as whoever is named."""
    found: dict[str, str] = {}
    for role, who, when in (("AUTHOR", author, authored or day), ("COMMITTER", committer or author, day)):
        name, _, email = who.rstrip(">").partition(" <")
        found |= {
            f"GIT_{role}_NAME": name,
            f"GIT_{role}_EMAIL": email,
            f"GIT_{role}_DATE": f"{when}T12:00:00+00:00",
        }
    return found


def commit(here: Path, message: str, env: Mapping[str, str], *options: str) -> str:
    """Commit everything in *here*, and return the id of the commit."""
    git("add", "--all", at=here)
    git("commit", "--quiet", "--no-gpg-sign", f"--message={message}", *options, at=here, env=env)
    return git("rev-parse", "HEAD", at=here).strip()


def add(here: Path, name: str, day: str = "2026-04-01") -> str:
    """Commit a file that is no business of qmsctl's, and return the commit."""
    (here / name).write_text(name)
    return office.commit(here, f"Add {name}", day)


def told(here: Path, rule: str, *, beside: str = "") -> list[str]:
    """Return what the check says by *rule*, each with its path, and *beside* it on standard error."""
    done = qmsctl("check", *ON, "--format", "json", at=here)
    assert bool(done.err) == bool(beside)
    assert beside in done.err
    problems = json.loads(done.out)["problems"]
    return [f"{one['path']}: {one['message']}" for one in problems if one["slug"] == rule]


def by_history(here: Path) -> set[str]:
    """Return the names of the rules about the history that report something."""
    problems = json.loads(qmsctl("check", *ON, "--format", "json", at=here).out)["problems"]
    return {one["slug"] for one in problems if one["rule"].startswith("HIS")}


def row(here: Path, id: str = "PS-01") -> dict[str, str]:
    """Return the row of the document *id* in the register."""
    done = qmsctl("register", *ON, "--format", "json", at=here)
    assert done.status == 0, done.err
    (found,) = [one for one in json.loads(done.out)["documents"] if one["id"] == id]
    return dict(found)


def approval(here: Path) -> Path:
    """Return the file of the one approval of PS-01."""
    (found,) = (here / APPROVALS).iterdir()
    return found


def revise(here: Path, day: str = "2026-04-01") -> None:
    """Write revision 1.1 of PS-01 and commit it."""
    file = here / PS01
    text = file.read_text().replace('"1.0"', '"1.1"').replace("Everybody works", "Everybody here works")
    file.write_text(text)
    office.commit(here, "PS-01 1.1", day)


def write_approval(here: Path, day: str = "2026-04-02", recorder: str = BOB, **fields: str) -> Path:
    """Write what says that Bob approved PS-01 as it is, and that *recorder* recorded it; commit nothing."""
    document = read_document(PS01, (here / PS01).read_bytes())
    assert document is not None
    letters = itertools.cycle("stuvwxyz")
    name, _, email = recorder.rstrip(">").partition(" <")
    when = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    clerk = Clerk(Identity(name, email), when, lambda _: next(letters), Folders())
    decided = {"decider": {"person": "bob"}, "decided": day, "effective": day, **fields}
    record = approval_record(clerk, document, "en", "approved", decided)
    (here / record.path).write_bytes(record.content)
    return here / record.path


def approve(here: Path, day: str = "2026-04-02", env: Mapping[str, str] | None = None) -> str:
    """Let Bob approve PS-01 as it is on *day*, and return the commit."""
    write_approval(here, day)
    return commit(here, "Approve PS-01 1.1", env or dated(day, BOB))


def test_where_nothing_was_forged_nothing_is_said(here: Path) -> None:
    """A revision, its approval by the decider, a tag and a merge are no news to the rules about the history."""
    revise(here)
    approve(here)
    git("tag", "-a", "-m", "PS-01", "PS-01-1.1", at=here, env=dated("2026-04-03"))
    git("switch", "-qc", "side", at=here)
    (here / "procedures/ps-02.md").write_text((here / "procedures/ps-02.md").read_text() + "More.\n")
    office.commit(here, "PS-02", "2026-04-04")
    git("switch", "-q", "main", at=here)
    git("merge", "-q", "--no-ff", "-m", "Merge", "side", at=here, env=dated("2026-04-05"))

    assert by_history(here) == set()
    assert (row(here)["revision"], row(here)["trust"]) == ("1.1", "recorded by the decider")


# Dates


def test_commit_dated_back_before_the_one_it_builds_on(here: Path) -> None:
    """An approval made to look older than the revision it approves contradicts the order of the commits."""
    revise(here)
    write_approval(here, "2026-03-15")
    commit(here, "Approve", dated("2026-03-15", BOB))
    (problem,) = told(here, "backward-dates")

    assert problem.startswith(APPROVALS)
    assert "15 March 2026, before the one it builds on" in problem
    assert "of 1 April 2026" in problem


def test_author_date_after_the_commit(here: Path) -> None:
    """Nobody writes a change after it was committed; a day is left to clocks."""
    revise(here)
    approve(here, env=dated("2026-04-02", BOB, authored="2026-04-03"))
    assert told(here, "backward-dates") == []

    (here / "notes.txt").write_text("x")
    commit(here, "Note", dated("2026-04-10", authored="2026-04-12"))
    (problem,) = told(here, "backward-dates")
    assert problem.startswith("qms.yaml: ")
    assert "wrote it on 12 April 2026, after it was made, on 10 April 2026" in problem


def test_record_dated_back(here: Path) -> None:
    """A record and its author date can be set back; the committer's date tells when it really came."""
    revise(here)
    write_approval(here, "2026-04-02")
    commit(here, "Approve", dated("2026-06-15", BOB, authored="2026-04-02"))
    (problem,) = told(here, "implausible-recording-time")

    assert "recorded on 2 April 2026" in problem
    assert "74 days later" in problem
    assert told(here, "backward-dates") == []


def test_record_dated_ahead(here: Path) -> None:
    """A record was not there before it was recorded."""
    revise(here)
    write_approval(here, "2026-04-12")
    commit(here, "Approve", dated("2026-04-02", BOB))
    (problem,) = told(here, "implausible-recording-time")

    assert "recorded on 12 April 2026" in problem
    assert "held it before that, on 2 April 2026" in problem


# Names


def test_somebody_commits_in_the_name_of_the_decider(here: Path) -> None:
    """`git commit --author` makes an approval look recorded by the mayor; who made the commit is told."""
    revise(here)
    write_approval(here)
    commit(here, "Approve", dated("2026-04-02", ANN), f"--author={BOB}")
    (problem,) = told(here, "borrowed-authorship")

    assert "names Bob Example as its author, and Ann Example has made it" in problem
    assert row(here)["trust"] == "recorded by the decider"


def test_the_record_names_another_recorder_than_its_commit(here: Path) -> None:
    """Both names of a commit can be borrowed, and then the record still says who wrote it."""
    revise(here)
    write_approval(here, recorder=ANN)
    commit(here, "Approve", dated("2026-04-02", BOB))
    (problem,) = told(here, "borrowed-authorship")

    assert "says that Ann Example recorded it" in problem
    assert "is by Bob Example" in problem


def test_another_address_of_the_same_person_is_no_forgery(here: Path) -> None:
    """Author, committer and recorder may be one person under several addresses that `qms.yaml` lists."""
    settings = here / "qms.yaml"
    settings.write_text(
        settings.read_text().replace("[bob@example.org]", "[bob@example.org, Mayor@example.org]")
    )
    revise(here)
    write_approval(here, recorder="Bob Example <MAYOR@example.org>")
    commit(here, "Approve", dated("2026-04-02", BOB, "Bob <mayor@example.org>"))

    assert told(here, "borrowed-authorship") == []


def test_a_mailmap_makes_nobody_the_decider(here: Path) -> None:
    """A file in the tree can give every commit of Ann's to Bob in what git shows; who decides is not asked there."""
    revise(here)
    write_approval(here, recorder=ANN)
    (here / ".mailmap").write_text("Bob Example <bob@example.org> <ann@example.org>\n")
    commit(here, "Approve", dated("2026-04-02", ANN))

    assert git("log", "-1", "--format=%aE", at=here) == "bob@example.org\n"
    assert row(here)["trust"] == "declared"
    assert len(told(here, "unfounded-approval")) == 1


# Approvals


def test_approval_copied_from_another_document(here: Path) -> None:
    """A copy lies where it does not belong and is no new record; it approves nothing of the other document."""
    target = here / f"approvals/{folder_name('PS-02')}" / approval(here).name
    target.parent.mkdir()
    shutil.copy(approval(here), target)
    office.commit(here, "Approve PS-02", "2026-04-02")

    assert [line.partition(":")[0] for line in told(here, "misfiled-record")] == [
        str(target.relative_to(here))
    ]
    assert "is a copy of" in told(here, "renamed-record")[0]
    assert row(here, "PS-02")["state"] == "draft, never approved"


def test_approval_rewritten_for_another_document(here: Path) -> None:
    """Made to name the other document it is a record of whoever wrote it, and the decider's word is missing."""
    target = here / f"approvals/{folder_name('PS-02')}" / approval(here).name
    target.parent.mkdir()
    target.write_text(approval(here).read_text().replace("PS-01", "PS-02").replace("'1.0'", "'0.1'"))
    office.commit(here, "Approve PS-02", "2026-04-02")

    assert [line.partition(":")[0] for line in told(here, "unfounded-approval")] == [
        str(target.relative_to(here))
    ]
    assert told(here, "borrowed-authorship") != []
    assert row(here, "PS-02")["trust"] == "declared"


def test_approval_commit_amended_after_it_was_tagged(here: Path) -> None:
    """The tag still names the commit as it was, and the history has another one in its place."""
    revise(here)
    first = approve(here)
    git("tag", "PS-01-1.1", at=here)
    assert told(here, "moved-tag") == []

    file = write_approval(here, basis="ordinance 7")
    second = commit(here, "Approve PS-01 1.1", dated("2026-04-05", BOB), "--amend")
    (problem,) = told(here, "moved-tag")

    assert file.exists()
    assert problem.startswith(PS01)
    assert f"names commit {first[:10]}, in whose place the history has {second[:10]}" in problem


def test_any_tag_that_an_amended_commit_left_behind(here: Path) -> None:
    """Whatever the tag is called, the new commit has the old one's author, time and parents."""
    add(here, "x")
    git("tag", "state-of-april", at=here)
    (here / "x").write_text("2")
    commit(here, "Nothing else", dated("2026-04-05"), "--amend")

    assert "in whose place" in told(here, "moved-tag")[0]


def test_tag_of_another_branch_is_no_forgery(here: Path) -> None:
    """A branch that was never merged may be tagged, and a change of it may have been applied here."""
    git("switch", "-qc", "side", at=here)
    add(here, "y")
    add(here, "x")
    git("tag", "-a", "-m", "x", "release", at=here, env=dated("2026-04-02"))
    git("switch", "-q", "main", at=here)
    git(
        "cherry-pick",
        "release",
        at=here,
        env={key: value for key, value in dated("2026-04-03").items() if "COMM" in key},
    )

    assert told(here, "moved-tag") == []


def test_evidence_pins_the_commit_that_was_rewritten(here: Path) -> None:
    """Evidence names the commit it was judged by; once that is amended away, it is missing."""
    judged = ("--result", "conforms", "--seen", "All.", "--where", "Here", "--judged-against", "PS-01")
    done = qmsctl(
        "evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1", *judged, at=here
    )  # fmt: skip
    assert done.status == 0, done.err
    assert told(here, "rewritten-history") == []
    pinned = git("rev-parse", "HEAD~1", at=here).strip()

    git("reset", "-q", "--soft", "HEAD~2", at=here)
    commit(here, "All in one", dated("2026-04-20", BOB))
    (problem,) = told(here, "rewritten-history")

    assert problem.startswith(EVIDENCE)
    assert f"the commit {pinned[:10]}, which is not in the history" in problem


def test_approved_content_was_cut_out_of_the_history(here: Path) -> None:
    """The approval outlived the commits that held what it approved."""
    revise(here)
    approve(here)
    git("reset", "-q", "--soft", "v1", at=here)
    text = (here / PS01).read_text()
    (here / PS01).write_text(text.replace("Everybody here works", "Nobody works").replace("1.1", "1.2"))
    commit(here, "Begin anew", dated("2026-05-01"))
    (problem,) = told(here, "rewritten-history")

    assert problem.startswith(APPROVALS)
    assert "which no commit of the history ever held" in problem


# Tags


def test_tag_under_another_name(here: Path) -> None:
    """A tag that is an object of its own knows what it was called."""
    git("tag", "-a", "-m", "x", "PS-01-0.9", at=here, env=dated("2026-04-02"))
    assert told(here, "moved-tag") == []

    git("update-ref", "refs/tags/PS-01-1.0", "refs/tags/PS-01-0.9", at=here)
    (problem,) = told(here, "moved-tag")
    assert problem == f"{PS01}: the tag PS-01-1.0 was made as PS-01-0.9 and bears another name now"


def test_tag_older_than_its_commit(here: Path) -> None:
    """A tag that claims to be older than what it names was moved, or its date was."""
    git("tag", "-a", "-m", "x", "v2", at=here, env=dated("2026-02-01"))
    (problem,) = told(here, "moved-tag")

    assert problem.startswith("qms.yaml: ")
    assert "the tag v2 says it was made on 1 February 2026" in problem
    assert "made after that, on 2 March 2026" in problem


def test_tag_on_a_commit_that_is_gone(here: Path) -> None:
    """It is told, and neither hides the other tags nor stops a command."""
    lost = add(here, "x")
    git("tag", "gone", at=here)
    git("tag", "-a", "-m", "x", "also-gone", at=here, env=dated("2026-04-02"))
    git("reset", "-q", "--hard", "HEAD~1", at=here)
    (here / ".git/objects" / lost[:2] / lost[2:]).unlink()
    git("tag", "-a", "-m", "x", "v2", at=here, env=dated("2026-02-01"))

    assert [line.partition(" names")[0] for line in told(here, "rewritten-history")] == [
        "qms.yaml: the tag also-gone",
        "qms.yaml: the tag gone",
    ]
    assert len(told(here, "moved-tag")) == 1
    assert row(here)["revision"] == "1.0"


# Records


def test_record_edited_and_edited_back(here: Path) -> None:
    """A record that is again what it was has been something else."""
    file, text = approval(here), approval(here).read_text()
    file.write_text(text.replace("effective: '2026-02-01'", "effective: '2025-01-01'"))
    office.commit(here, "Tidy", "2026-04-01", who=EVE)
    assert row(here)["trust"] == "declared"

    file.write_text(text)
    office.commit(here, "Tidy", "2026-04-02", who=EVE)
    (problem,) = told(here, "changed-record")
    assert "was changed by Eve Example on 1 April 2026" in problem
    assert "and put back" in problem
    assert row(here)["trust"] == "recorded by the decider"


def test_record_edited_in_a_merge_and_edited_back(here: Path) -> None:
    """What plain `git log` does not show is found too."""
    file, text = approval(here), approval(here).read_text()
    git("switch", "-qc", "side", at=here)
    add(here, "x")
    git("switch", "-q", "main", at=here)
    git("merge", "-q", "--no-ff", "--no-commit", "side", at=here)
    file.write_text(text.replace("'2026-02-01'", "'2025-01-01'"))
    commit(here, "Merge", dated("2026-04-02", EVE))
    file.write_text(text)
    office.commit(here, "Tidy", "2026-04-03", who=EVE)

    assert git("log", "--format=%s", "--", str(file), at=here).splitlines()[0] == "Tidy"
    (problem,) = told(here, "changed-record")
    assert "by Eve Example on 2 April 2026" in problem


def test_record_deleted_and_written_anew(here: Path) -> None:
    """Deleted and brought back as it was, a record is whole again; brought back otherwise, it was changed."""
    file, text = approval(here), approval(here).read_text()
    file.unlink()
    office.commit(here, "Delete", "2026-04-01", who=EVE)
    assert len(told(here, "deleted-record")) == 1

    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    office.commit(here, "Bring back", "2026-04-02", who=EVE)
    assert by_history(here) == set()
    assert row(here)["trust"] == "recorded by the decider"

    file.unlink()
    office.commit(here, "Delete", "2026-04-03", who=EVE)
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace("effective: '2026-02-01'", "effective: '2025-01-01'"))
    office.commit(here, "Bring back", "2026-04-04", who=EVE)
    assert len(told(here, "changed-record")) == 1
    assert row(here)["trust"] == "declared"


def test_record_moved_by_the_decider_stays_declared(here: Path) -> None:
    """Bob moves what Ann recorded for him: nothing he did says that he decided."""
    revise(here)
    file = write_approval(here, recorder=ANN)
    commit(here, "Approve", dated("2026-04-02", ANN))
    file.rename(file.with_name(file.name.replace("stuvwxyz", "aaaaaaaa")))
    commit(here, "Tidy", dated("2026-04-03", BOB))
    (problem,) = told(here, "renamed-record")

    assert f"was moved here from {file.relative_to(here)} by Bob Example on 3 April 2026" in problem
    assert row(here)["trust"] == "declared"
    assert told(here, "deleted-record") == []


def test_record_moved_and_not_committed(here: Path) -> None:
    """The move is told before it is committed."""
    file = approval(here)
    file.rename(file.with_name(file.name.replace("abcdefgh", "aaaaaaaa")))
    (problem,) = told(here, "renamed-record")

    assert "and the move is not committed" in problem


def test_misfiled_record_is_moved_where_it_belongs(here: Path) -> None:
    """What `misfiled-record` asks for is no forgery, and takes nothing from who recorded it."""
    revise(here)
    file = write_approval(here)
    wrong = here / f"approvals/{folder_name('PS-02')}" / file.name
    wrong.parent.mkdir()
    file.rename(wrong)
    commit(here, "Approve", dated("2026-04-02", BOB))
    assert by_history(here) == {"misfiled-record"}

    wrong.rename(file)
    office.commit(here, "Put right", "2026-04-03")
    assert by_history(here) == set()
    assert row(here)["trust"] == "recorded by the decider"


def test_record_moved_and_changed_at_once(here: Path) -> None:
    """Under its name in another folder a record is still itself, and a change of it is one."""
    file = approval(here)
    target = here / f"approvals/{folder_name('PS-02')}" / file.name
    target.parent.mkdir()
    target.write_text(file.read_text().replace("PS-01", "PS-02"))
    file.unlink()
    office.commit(here, "Move", "2026-04-03", who=BOB)

    assert "was moved here from" in told(here, "renamed-record")[0]
    assert "was changed after it had been recorded" in told(here, "changed-record")[0]
    assert row(here, "PS-02")["trust"] in ("", "declared")


# Merges


def test_approval_slipped_in_by_a_merge(here: Path) -> None:
    """A merge brings what others wrote: what it adds itself nobody has recorded."""
    revise(here)
    git("switch", "-qc", "side", at=here)
    add(here, "x")
    git("switch", "-q", "main", at=here)
    git("merge", "-q", "--no-ff", "--no-commit", "side", at=here)
    write_approval(here)
    commit(here, "Merge", dated("2026-04-02", BOB))

    assert row(here)["trust"] == "declared"
    assert len(told(here, "unfounded-approval")) == 1


def test_approval_on_a_branch_that_was_not_merged(here: Path) -> None:
    """It does not count, and after the merge it does."""
    revise(here)
    git("switch", "-qc", "side", at=here)
    approve(here)
    git("switch", "-q", "main", at=here)
    assert row(here)["revision"] == "1.0"

    add(here, "x", "2026-04-02")
    git("merge", "-q", "--no-ff", "-m", "Merge", "side", at=here, env=dated("2026-04-03"))
    assert (row(here)["revision"], row(here)["trust"]) == ("1.1", "recorded by the decider")


def test_change_left_behind_by_a_merge(here: Path) -> None:
    """A merge that throws away what its branch had changed looks like one that brought it."""
    git("switch", "-qc", "side", at=here)
    revise(here)
    git("switch", "-q", "main", at=here)
    git("merge", "-q", "-s", "ours", "-m", "Merge", "side", at=here, env=dated("2026-04-03"))
    (problem,) = told(here, "abandoned-change")

    assert problem.startswith(f"{PS01}: {PS01} as Ann Example changed it on 1 April 2026")
    assert "was left behind by the merge" in problem


@pytest.mark.parametrize(
    ("how", "trust", "rules"),
    [
        (("rebase", "-q", "main", "side"), "recorded by the decider", {"borrowed-authorship"}),
        (("cherry-pick", "side"), "recorded by the decider", {"borrowed-authorship"}),
        (("merge", "-q", "--squash", "side"), "declared", {"borrowed-authorship"}),
    ],
    ids=["rebase", "cherry-pick", "squash"],
)
def test_commits_made_anew_keep_what_they_should(
    here: Path, how: tuple[str, ...], trust: str, rules: set[str]
) -> None:
    """A rebase and a cherry-pick keep the author, a squash does not; the content approved is the same in each."""
    revise(here)
    git("switch", "-qc", "side", at=here)
    approve(here)
    git("switch", "-q", "main", at=here)
    add(here, "x", "2026-04-02")
    ann = {key: value for key, value in dated("2026-04-03").items() if "COMMITTER" in key}
    git(*how, at=here, env={**dated("2026-04-03"), **ann})
    if "--squash" in how:
        commit(here, "Squash", dated("2026-04-03"))

    assert (row(here)["revision"], row(here)["trust"]) == ("1.1", trust)
    assert by_history(here) == rules


# What git is told to show


def shown(here: Path) -> list[Outcome]:
    """Return what every command that reads says."""
    calls = (("check", *ON), ("register", *ON), ("history", "PS-01"), ("show", "PS-01"))
    return [qmsctl(*words, at=here) for words in calls]


def test_replaced_and_grafted_history_is_read_as_it_is(here: Path) -> None:
    """A replacement that hides how a record was changed hides nothing."""
    honest_file, text = approval(here), approval(here).read_text()
    honest_file.write_text(text.replace("'2026-02-01'", "'2025-01-01'"))
    office.commit(here, "Tidy", "2026-04-01", who=EVE)
    honest = shown(here)
    first = git("rev-list", "--max-parents=0", "HEAD", at=here).strip()
    old, new = (
        git("rev-parse", f"{rev}:{honest_file.relative_to(here)}", at=here).strip()
        for rev in ("HEAD~1", "HEAD")
    )
    git("replace", old, new, at=here)
    git("replace", "--graft", "HEAD", first, at=here)
    (here / ".git/info").mkdir(exist_ok=True)
    (here / ".git/info/grafts").write_text(git("rev-parse", "HEAD", at=here))

    assert git("rev-list", "--count", "HEAD", at=here).strip() in ("1", "2")
    assert [(done.status, done.out) for done in shown(here)] == [(done.status, done.out) for done in honest]
    assert len(told(here, "changed-record", beside="qmsctl reads the originals")) == 1


@pytest.mark.parametrize("hide", ["--assume-unchanged", "--skip-worktree", "stat"])
def test_changes_hidden_from_git_are_seen(here: Path, hide: str) -> None:
    """Files are read, whatever git has been told about them: an index flag, or a time of change put back."""
    files = (approval(here), here / PS01)
    names = [str(file.relative_to(here)) for file in files]
    if hide == "stat":
        git("config", "core.trustctime", "false", at=here)
        git("config", "core.checkStat", "minimal", at=here)
    git("update-index", "--refresh", at=here)
    for file in files:
        status = file.stat()
        file.write_text(
            file.read_text().replace("Everybody", "Anybody  ").replace("'2026-02-01'", "'2025-02-01'")
        )
        assert file.stat().st_size == status.st_size
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    if hide != "stat":
        git("update-index", hide, *names, at=here)

    assert git("status", "--porcelain", at=here) == ""
    (problem,) = told(here, "changed-record")
    assert "and the change is not committed" in problem
    assert len(told(here, "changed-after-approval")) == 1
    assert row(here)["trust"] == "declared"


@pytest.mark.parametrize("words", [("check",), ("register",), ("history", "PS-01"), ("show", "PS-01")])
def test_files_elsewhere_are_not_taken_for_these(here: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """A setting can tell git that the files lie in another folder: nothing is read there, and it is said."""
    other = office.copy(here, tmp_path / "other")
    git("config", "core.worktree", str(other), at=here)
    done = qmsctl(*words, at=here)

    assert done.status == 2
    assert str(other) in done.err
    assert "core.worktree" in done.err


# What is missing


def test_text_in_force_that_git_has_lost(here: Path) -> None:
    """What is in force is known, and what it says is not: an error, with what to fetch."""
    revise(here)
    lost = git("rev-parse", f"v1:{PS01}", at=here).strip()
    (here / ".git/objects" / lost[:2] / lost[2:]).unlink()
    (problem,) = told(here, "rewritten-history", beside="not in this repository")

    assert problem.startswith(APPROVALS)
    assert "git has lost the text of PS-01 1.0, which is in force" in problem
    assert f"fetch {lost[:10]} from another clone" in qmsctl("check", *ON, at=here).out


def test_shallow_clone_says_once_what_it_cannot_know(here: Path, tmp_path: Path) -> None:
    """Each rule about the history that needs its beginning says so in one sentence, as an error, with the way out."""
    revise(here)
    approve(here)
    git("clone", "-q", "--depth=1", here.as_uri(), str(tmp_path / "clone"), at=here)
    data = json.loads(qmsctl("check", *ON, "--format", "json", at=tmp_path / "clone").out)
    unknown = [one for one in data["problems"] if "beginning of the history" in one["message"]]

    assert {one["path"] for one in unknown} == {"qms.yaml"}
    assert sorted(one["slug"] for one in unknown) == [
        "abandoned-change",
        "backward-dates",
        "borrowed-authorship",
        "changed-record",
        "deleted-record",
        "implausible-recording-time",
        "late-entry",
        "late-recording",
        "renamed-record",
        "rewritten-history",
        "unfounded-approval",
    ]
    assert all(one["severity"] == "error" and "fetch-depth: 0" in one["fix"] for one in unknown)
    counted = sum(not one["established"] for one in data["problems"])
    assert f"Cannot be established: {counted};" in qmsctl("check", *ON, at=tmp_path / "clone").out
    assert "Cannot be established:" not in qmsctl("check", *ON, at=here).out
