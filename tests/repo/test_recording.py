"""Who recorded a file is who wrote its bytes: not who moved, copied, changed or merged it."""

from __future__ import annotations

from tests.conftest import ANN, BOB, Repo
from tests.repo.test_history import read

RECORD, ELSEWHERE = "approvals/ps-01/n.yaml", "approvals/ps-02/n.yaml"


def recorder(repo: Repo, path: str = RECORD, within: str = "approvals") -> str | None:
    """Return the address of who recorded *path*."""
    commit = read(repo).recorded(path, within)
    return commit.author_email if commit else None


def test_moving_records_nothing(repo: Repo) -> None:
    """Whoever moves a record has not recorded it, at once or in two steps, and back it is as before."""
    repo.commit({RECORD: "x"}, who=ANN)
    repo.commit({RECORD: None, ELSEWHERE: "x"}, who=BOB)
    assert recorder(repo, ELSEWHERE) == "ann@example.org"

    repo.commit({ELSEWHERE: None}, who=BOB)
    repo.commit({"approvals/ps-01/other.yaml": "x"}, who=BOB)
    assert recorder(repo, "approvals/ps-01/other.yaml") == "ann@example.org"

    repo.commit({"approvals/ps-01/other.yaml": None, RECORD: "x"}, who=BOB)
    assert recorder(repo) == "ann@example.org"


def test_copying_records_nothing(repo: Repo) -> None:
    """A second file with the same bytes is no second record of whoever made it."""
    repo.commit({RECORD: "x"}, who=ANN)
    repo.commit({ELSEWHERE: "x"}, who=BOB)

    assert recorder(repo, ELSEWHERE) == "ann@example.org"


def test_moving_and_changing_in_one_commit_records_nothing(repo: Repo) -> None:
    """A record that lies elsewhere under its name and is changed on the way was not written anew."""
    repo.commit({RECORD: "x"}, who=ANN)
    repo.commit({RECORD: None, ELSEWHERE: "y"}, who=BOB)

    assert recorder(repo, ELSEWHERE) is None


def test_what_was_changed_is_not_what_was_recorded(repo: Repo) -> None:
    """Who recorded the first bytes has not recorded others; put back, they are the first again."""
    repo.commit({RECORD: "x"}, who=BOB)
    repo.commit({RECORD: "y"}, who=ANN)
    assert recorder(repo) is None

    repo.commit({RECORD: None})
    repo.commit({RECORD: "z"}, who=ANN)
    assert recorder(repo) == "ann@example.org"

    repo.commit({RECORD: "x"}, who=ANN)
    assert recorder(repo) == "bob@example.org"


def test_what_lay_elsewhere_is_new_where_records_lie(repo: Repo) -> None:
    """An attachment or a draft that somebody was made to commit is no record of theirs."""
    repo.commit({"audits/x/attachments/n.yaml": "x"}, who=BOB)
    repo.commit({RECORD: "x"}, who=ANN)

    assert recorder(repo) == "ann@example.org"


def test_a_merge_records_nothing(repo: Repo) -> None:
    """Neither what a merge slips in, nor what it moves."""
    repo.commit({"a": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({RECORD: "x"}, who=ANN)
    repo.git("checkout", "-q", "main")
    repo.commit({"b": "1"})
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repo.write({"approvals/ps-01/slipped.yaml": "y", RECORD: None, ELSEWHERE: "x"})
    repo.commit(who=BOB)

    assert len(read(repo).commits[-1].parents) == 2
    assert recorder(repo, "approvals/ps-01/slipped.yaml") is None
    assert recorder(repo, ELSEWHERE) == "ann@example.org"


def test_who_merged_whom_does_not_matter(repo: Repo) -> None:
    """Of two who wrote the same bytes apart, the earlier recorded them, in whatever order their work was merged."""
    repo.commit({"a": "1"})
    repo.git("branch", "left")
    repo.git("checkout", "-q", "-b", "right")
    repo.commit({RECORD: "x"}, who=BOB, when="2026-02-02T10:00:00Z")
    repo.git("checkout", "-q", "left")
    repo.commit({RECORD: "x", "b": "1"}, who=ANN, when="2026-02-01T10:00:00Z")
    found = []
    for first, second in (("left", "right"), ("right", "left")):
        repo.git("checkout", "-q", "--detach", first)
        repo.git("merge", "-q", "--no-ff", "-m", "Merge", second)
        found.append(recorder(repo))

    assert found == ["ann@example.org"] * 2


def test_a_date_set_back_makes_nobody_the_first(repo: Repo) -> None:
    """A commit counts as made no earlier than those before it, whatever date it gives itself."""
    repo.commit({RECORD: "x"}, who=ANN, when="2026-02-02T10:00:00Z")
    repo.commit({RECORD: None}, when="2026-02-03T10:00:00Z")
    repo.commit({RECORD: "x"}, who=BOB, when="2020-01-01T10:00:00Z")

    assert recorder(repo) == "ann@example.org"


def test_a_side_that_never_arrived_records_nothing(repo: Repo) -> None:
    """What only a branch that was not merged holds is not in the history."""
    repo.commit({"a": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({RECORD: "x"}, who=BOB)
    repo.git("checkout", "-q", "main")
    repo.commit({RECORD: "x"}, who=ANN)

    assert recorder(repo) == "ann@example.org"


def test_a_record_keeps_its_line_through_moves(repo: Repo) -> None:
    """The line of a file has every commit that touched it, wherever it lay under its name, also in a circle."""
    repo.commit({RECORD: "x"}, "1")
    repo.commit({RECORD: None, ELSEWHERE: "y"}, "2")
    repo.commit({ELSEWHERE: "z"}, "3")
    repo.commit({ELSEWHERE: None, RECORD: "x"}, "4")
    history = read(repo)

    assert [commit.message for commit, _ in history.line_of(RECORD)] == ["1", "2", "2", "3", "4", "4"]
    assert [commit.message for commit, _ in history.of(RECORD)] == ["1", "2", "4"]
    assert history.line_of("never") == ()
