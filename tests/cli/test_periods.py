"""`changes --since` and `--until`: which moment is meant, and what cannot be established about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qmsctl.messages import LANGUAGES
from tests.cli import office
from tests.cli.diary import Diary
from tests.cli.program import git, qmsctl

PS01, PS02 = "procedures/ps-01.yaml", "procedures/ps-02.md"


@pytest.fixture
def diary(here: Path) -> Diary:
    """The office, in which more is going to happen after March 2026."""
    return Diary(here)


def told(at: Path, since: str, until: str = "HEAD") -> dict[str, Any]:
    """Return what `changes` says as JSON."""
    done = qmsctl("changes", "--format", "json", "--since", since, "--until", until, at=at)
    assert done.status == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_day_is_its_end_on_the_main_line(here: Path) -> None:
    """A day means the last commit of the main line by its end."""
    since = told(here, "2026-02-01")["since"]

    assert since["day"] == "2026-02-01"
    assert since["commit"] == git("rev-parse", "HEAD~2", at=here).strip()
    assert "main line" in since["why"]


def test_end_of_a_day_in_the_time_zone_of_the_organisation(diary: Diary) -> None:
    """23:30 in UTC is tomorrow in Warsaw."""
    env = {f"GIT_{who}_DATE": "2026-06-10T23:30:00+00:00" for who in ("AUTHOR", "COMMITTER")}
    git("commit", "--allow-empty", "--quiet", "-m", "Late", at=diary.folder, env=env)

    assert told(diary.folder, "2026-06-10")["looked_at"]["commits"] == 1
    assert told(diary.folder, "2026-06-11")["looked_at"]["commits"] == 0


def test_commit_and_tag_say_which_dates_they_have(diary: Diary) -> None:
    """The day of a commit is its committer's date; the author's date is named beside it."""
    env = {"GIT_AUTHOR_DATE": "2026-04-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-05-01T12:00:00Z"}
    git("commit", "--allow-empty", "--quiet", "-m", "Cherry", at=diary.folder, env=env)
    git("tag", "audited", at=diary.folder)

    by_tag = told(diary.folder, "audited")["since"]
    by_id = told(diary.folder, git("rev-parse", "--short", "HEAD", at=diary.folder).strip())["since"]

    assert by_tag["day"] == by_id["day"] == "2026-05-01"
    assert by_tag["commit"] == by_id["commit"]
    assert by_tag["why"] == (
        "audited names this commit; the day is the committer's date, the author's date is 1 April 2026"
    )


def test_three_dates_of_a_commit(diary: Diary) -> None:
    """What was written on a side branch has the day of its author, of its committer, and of the merge."""
    folder = diary.folder
    git("switch", "--quiet", "--create", "side", at=folder)
    text = (folder / PS02).read_text().replace("says", "promises")
    (folder / PS02).write_text(text)
    env = {"GIT_AUTHOR_DATE": "2026-04-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-04-02T12:00:00Z"}
    git("commit", "--all", "--quiet", "-m", "PS-02: promise", at=folder, env=env)
    git("switch", "--quiet", "main", at=folder)
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-03", "PS-01 1.1")
    merged = {f"GIT_{who}_DATE": "2026-04-05T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    git("merge", "--quiet", "--no-ff", "-m", "Merge", "side", at=folder, env=merged)

    (document,) = [one for one in told(folder, "2026-03-31")["documents"] if one["id"] == "PS-02"]
    (commit,) = document["happened"][0]["commits"]
    history = qmsctl("history", "PS-02", at=folder).out

    assert [commit[date] for date in ("authored", "committed", "reached")] == [
        "2026-04-01",
        "2026-04-02",
        "2026-04-05",
    ]
    assert (
        "author's date 1 April 2026, committer's date 2 April 2026, on the main line since 5 April 2026"
        in history
    )


def test_side_branch_that_never_arrived_did_not_happen(diary: Diary) -> None:
    """What lies on a branch that was never merged changed nothing."""
    git("switch", "--quiet", "--create", "side", at=diary.folder)
    diary.change(PS02, {"says": "promises"}, "2026-04-01", "PS-02: promise")
    git("switch", "--quiet", "main", at=diary.folder)

    assert told(diary.folder, "2026-03-31", "2026-11-22")["documents"] == []


def test_change_inside_a_merge_counts(diary: Diary) -> None:
    """A text that only the merge itself changed is a change, by the merge."""
    folder = diary.folder
    git("switch", "--quiet", "--create", "side", at=folder)
    diary.write("notes.txt", "side", "2026-04-01", "Notes")
    git("switch", "--quiet", "main", at=folder)
    git("merge", "--quiet", "--no-ff", "--no-commit", "side", at=folder)
    (folder / PS02).write_text((folder / PS02).read_text().replace("says", "promises"))
    office.commit(folder, "Merge with more", "2026-04-02")

    (document,) = told(folder, "2026-03-31")["documents"]

    assert [one["subject"] for one in document["happened"][0]["commits"]] == ["Merge with more"]


# Audits


def test_closed_audit_begins_with_its_closing(diary: Diary) -> None:
    """What was recorded after the closing is a change since the audit, even on the same day."""
    diary.decide(PS02, "approved", "2026-04-01")
    closing = diary.minutes(office.AUDIT, "audit_closed", "2026-04-01", {"seal": []})
    commit = git("rev-parse", "HEAD", at=diary.folder).strip()
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-01")

    changes = told(diary.folder, office.AUDIT)

    assert closing.path in git("show", "--name-only", "--format=", commit, at=diary.folder)
    assert (changes["since"]["commit"], changes["since"]["day"]) == (commit, "2026-04-01")
    assert "the commit that recorded its closing" in changes["since"]["why"]
    assert [one["id"] for one in changes["documents"]] == ["PS-01"]


def test_audit_whose_closing_was_recorded_late(diary: Diary) -> None:
    """What changed between the closing and its record is a change since the audit."""
    diary.decide(PS02, "approved", "2026-05-01")
    diary.minutes(office.AUDIT, "audit_closed", "2026-06-01", {"occurred": "2026-04-20", "seal": []})

    changes = told(diary.folder, office.AUDIT)

    assert changes["since"]["day"] == "2026-04-20"
    assert "recorded later" in changes["since"]["why"]
    assert [one["id"] for one in changes["documents"]] == ["PS-02"]


def test_audit_that_is_not_closed_begins_with_its_last_day(diary: Diary) -> None:
    """Without closing minutes the end of the last day of the plan counts, and that is said."""
    diary.decide(PS02, "approved", "2026-11-20")
    diary.decide(PS01, "reaffirmed", "2026-11-21")

    changes = told(diary.folder, office.AUDIT)

    assert changes["since"]["day"] == "2026-11-20"
    assert "is not closed" in changes["since"]["why"]
    assert (changes["documents"], len(changes["reviews"])) == ([], 1)


def test_audit_to_come_is_refused(diary: Diary) -> None:
    """Nothing can have changed since an audit that was not held."""
    done = qmsctl("changes", "--since", office.AUDIT, "--until", "2026-04-01", at=diary.folder)

    assert (done.status, done.out) == (2, "")
    assert "which has not come yet" in done.err


def test_audit_and_tag_of_one_name(diary: Diary) -> None:
    """An audit comes before a tag of its name, which is said."""
    diary.minutes(office.AUDIT, "audit_closed", "2026-04-01", {"seal": []})
    git("tag", office.AUDIT, "v1", at=diary.folder)

    by_audit = told(diary.folder, office.AUDIT)
    by_tag = told(diary.folder, f"refs/tags/{office.AUDIT}")

    assert by_audit["since"]["day"] == "2026-04-01"
    assert "the audit was taken" in by_audit["doubts"][0]["message"]
    assert by_tag["since"]["day"] == "2026-01-05"


def test_before_the_history_everything_is_new(here: Path) -> None:
    """A day before the first commit, such as that of an audit on paper, begins with nothing."""
    by_audit = told(here, office.CLOSED)
    by_day = told(here, "2025-11-21")

    assert by_audit["since"]["commit"] is None
    assert "begins on 5 January 2026" in by_audit["since"]["why"]
    assert by_audit["documents"] == by_day["documents"]
    assert {one["id"] for one in by_day["documents"]} == {"CL-01", "PS-01", "PS-02"}
    assert by_day["doubts"] == []


# What is refused


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--since", "2026-02-30"), "is not a day of the calendar"),
        (("--since", "AUD-2026-2"), "did you mean AUD-2026-01?"),
        (("--since", "nonsense"), "give a day such as 2026-11-22, a tag, or an audit: AUD-2025-01, AUD-2026-01"),
        (("--since", "--all"), "there is no audit, tag, commit or day --all here"),
        (("--since", ""), "there is no audit, tag, commit or day"),
        (("--since", "2026-03-02", "--until", "2026-02-01"), "exchange --since and --until"),
        (("--since", "HEAD", "--until", "v1"), "exchange --since and --until"),
        ((), "--since"),
    ],
)  # fmt: skip
def test_refused(here: Path, options: tuple[str, ...], reason: str) -> None:
    """What is no moment, or ends before it begins, is refused with what to do."""
    done = qmsctl("changes", *options, at=here)

    assert (done.status, done.out) == (2, "")
    assert reason in done.err


def test_nothing_in_the_history_yet(tmp_path: Path, here: Path) -> None:
    """Before the first commit nothing can have changed."""
    git("init", "--quiet", str(tmp_path / "new"), at=here)
    for name in ("qms.yaml", PS01):
        (tmp_path / "new" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "new" / name).write_bytes((here / name).read_bytes())

    done = qmsctl("changes", "--since", "2026-01-01", at=tmp_path / "new")

    assert (done.status, done.out) == (2, "")
    assert "nothing is in the history yet" in done.err


# What cannot be established


def test_other_branch_is_compared_and_said_to_be_one(diary: Diary) -> None:
    """A commit that did not lead to the end, as after a rewritten history, is compared with a reservation."""
    git("switch", "--quiet", "--create", "side", at=diary.folder)
    diary.change(PS02, {"says": "promises"}, "2026-04-01", "PS-02: promise")
    git("switch", "--quiet", "main", at=diary.folder)
    diary.decide(PS02, "approved", "2026-04-02")

    changes = told(diary.folder, "side")

    assert "did not lead to its end" in changes["doubts"][0]["message"]
    assert [one["what"] for one in changes["documents"][0]["happened"]] == ["first_in_force"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_shallow_clone_says_what_it_lacks(diary: Diary, tmp_path: Path, language: str) -> None:
    """Where a clone was cut off, the rest is told, with what cannot be established and how to mend it."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-02")
    diary.decide(PS02, "approved", "2026-04-03")
    git("clone", "--quiet", "--depth=2", diary.folder.as_uri(), str(tmp_path / "clone"), at=tmp_path)

    done = qmsctl(
        "--lang", language, "changes", "--since", "2026-03-31", "--until", "HEAD", at=tmp_path / "clone"
    )
    changes = told(tmp_path / "clone", "2026-03-31")
    (document,) = changes["documents"]

    assert done.status == 0
    assert "fetch-depth: 0" in done.out
    assert "2 April 2026" in done.out or "2 kwietnia 2026" in done.out
    assert changes["since"]["day"] == "2026-04-02"
    assert (
        "what changed between 31 March 2026 and 2 April 2026 cannot be established"
        in changes["doubts"][0]["message"]
    )
    assert [one["what"] for one in document["happened"]] == ["first_in_force"]
    assert document["id"] == "PS-02"
    # Its text lies behind the cut: the first commit of the clone did not write it.
    assert document["happened"][0]["commits"] == []


def test_deepest_clone_finds_nothing_and_does_not_call_it_peace(here: Path, tmp_path: Path) -> None:
    """With one commit nothing can be compared, and that is no quiet period."""
    git("clone", "--quiet", "--depth=1", here.as_uri(), str(tmp_path / "clone"), at=tmp_path)

    done = qmsctl("changes", "--since", "v1", at=tmp_path / "clone")
    nothing = qmsctl("changes", "--since", "2026-01-31", "--until", "HEAD", at=tmp_path / "clone").out

    assert (done.status, done.out) == (2, "")
    assert "fetch-depth: 0" in done.err
    assert "Nothing changed, as far as that can be established." in nothing
    assert "Nothing changed in this period." not in nothing
    assert "fetch-depth: 0" in nothing


def test_unknown_recorder_in_a_shallow_clone(diary: Diary, tmp_path: Path) -> None:
    """Who recorded what lies before the cut cannot be seen, and is not called declared."""
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-02", effective="2026-05-01")
    diary.write("notes.txt", "x", "2026-05-02", "Notes")
    git("clone", "--quiet", "--depth=2", diary.folder.as_uri(), str(tmp_path / "clone"), at=tmp_path)

    (document,) = told(tmp_path / "clone", "2026-04-03", "2026-05-02")["documents"]
    (revised,) = document["happened"]

    assert (revised["what"], revised["approval"]["trust"]) == ("revised", "unknown")


def test_text_in_force_that_is_lost(diary: Diary) -> None:
    """Where git no longer has a text, the size of the change cannot be established, and the rest is told."""
    blob = git("rev-parse", f"HEAD:{PS01}", at=diary.folder).strip()
    diary.change(PS01, {'revision: "1.0"': 'revision: "1.1"'}, "2026-04-01", "PS-01 1.1")
    diary.decide(PS01, "approved", "2026-04-02")
    (diary.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()

    done = qmsctl("changes", "--since", "2026-03-31", "--until", "HEAD", at=diary.folder)
    (document,) = told(diary.folder, "2026-03-31")["documents"]

    assert document["happened"][0]["extent"] is None
    assert "1 content of the history is not in this repository" in done.out
    assert "this cannot be established" in done.out


def test_working_tree_is_told_as_such(diary: Diary) -> None:
    """Until now means the files on the disk; what is not in the history is named, and left out on demand."""
    file = diary.folder / PS02
    file.write_text(file.read_text().replace("says", "promises"))

    now = json.loads(qmsctl("changes", "--since", "HEAD", "--format", "json", at=diary.folder).out)
    head = told(diary.folder, "HEAD")
    plain = qmsctl("changes", "--since", "HEAD", at=diary.folder).out

    assert now["until"]["working_tree"]
    assert [one["id"] for one in now["documents"]] == ["PS-02"]
    assert PS02 in now["doubts"][0]["message"]
    assert "not in the history yet" in plain
    assert (head["documents"], head["doubts"]) == ([], [])


def test_record_that_is_not_in_the_history_does_not_count(diary: Diary) -> None:
    """An approval that was written and not committed puts nothing in force."""
    env = {"GIT_AUTHOR_NAME": "Bob Example", "GIT_AUTHOR_EMAIL": "bob@example.org"}
    done = qmsctl(
        "approve", "PS-02", "--no-commit", "--by", "bob", "--basis", "ordinance 8", at=diary.folder, env=env
    )

    changes = json.loads(qmsctl("changes", "--since", "HEAD", "--format", "json", at=diary.folder).out)

    assert done.status == 0, done.err
    assert (changes["documents"], changes["decisions"]) == ([], [])
    assert "1 record is written and not in the history" in changes["doubts"][0]["message"]
