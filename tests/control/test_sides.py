"""What was changed on a side branch and never arrived is found, and what came in another way is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qmsctl.control.sides import abandoned_changes
from qmsctl.repo.history import NO_HISTORY
from tests.conftest import Repo
from tests.repo.test_history import read

TEXT = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
FIRST, LAST = TEXT.replace("one", "ONE"), TEXT.replace("seven", "SEVEN")
BOTH = FIRST.replace("seven", "SEVEN")


def begin(repo: Repo) -> None:
    """Make a document, and a branch on which its first line is changed."""
    repo.commit({"a": TEXT})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"a": FIRST}, "Side")
    repo.git("checkout", "-q", "main")


def merge(repo: Repo, *options: str, message: str = "Merge") -> None:
    """Merge into the current branch."""
    repo.git("merge", "-q", "--no-ff", "-m", message, *options)


def left(repo: Repo) -> list[tuple[str, str, str]]:
    """Return the message of each merge, the path and the message of each change that it left behind."""
    history = read(repo)
    found = abandoned_changes(history, lambda path: not path.startswith("other"))
    return [
        (history.by_id[id].message, one.path, one.commit.message)
        for id, changes in found.items()
        for one in changes
    ]


def ours(repo: Repo) -> None:
    """Merge, and keep nothing."""
    begin(repo)
    repo.commit({"other": "1"})
    merge(repo, "-s", "ours", "side")


def ours_without_another_commit(repo: Repo) -> None:
    """Keep nothing although nothing stood in the way."""
    begin(repo)
    merge(repo, "-s", "ours", "side")


def conflict_settled_by_dropping(repo: Repo) -> None:
    """Both changed the same line, and the merge keeps the main line's."""
    begin(repo)
    repo.commit({"a": TEXT.replace("one", "One")})
    merge(repo, "-X", "ours", "side")


def new_document_dropped(repo: Repo) -> None:
    """A document that the branch began."""
    repo.commit({"b": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"a": "new"}, "Side")
    repo.git("checkout", "-q", "main")
    merge(repo, "-s", "ours", "side")


def deleted_meanwhile(repo: Repo) -> None:
    """The main line deleted what the branch had changed, and the merge keeps it deleted."""
    begin(repo)
    repo.commit({"a": None})
    merge(repo, "-s", "ours", "side")


def three_at_once(repo: Repo) -> None:
    """A merge of three that keeps nothing of one and has nothing of the other to keep."""
    begin(repo)
    repo.git("checkout", "-q", "-b", "another")
    repo.commit({"other": "1"})
    repo.git("checkout", "-q", "main")
    merge(repo, "-s", "ours", "side", "another")


def changed_twice(repo: Repo) -> None:
    """The last content of the branch counts."""
    begin(repo)
    repo.git("checkout", "-q", "side")
    repo.commit({"a": TEXT.replace("one", "ONE AND A HALF")}, "Side")
    repo.git("checkout", "-q", "main")
    merge(repo, "-s", "ours", "side")


def merged_later_again(repo: Repo) -> None:
    """The first merge left it behind, and the second has nothing of it to bring."""
    ours(repo)
    repo.git("checkout", "-q", "side")
    repo.commit({"b": "1"})
    repo.git("checkout", "-q", "main")
    merge(repo, "side", message="Merge again")


@pytest.mark.parametrize(
    "build",
    [
        ours, ours_without_another_commit, conflict_settled_by_dropping, new_document_dropped, deleted_meanwhile,
        three_at_once, changed_twice, merged_later_again,
    ],
    ids=lambda build: build.__name__,
)  # fmt: skip
def test_what_a_merge_left_behind_is_found(repo: Repo, build: Callable[[Repo], None]) -> None:
    """The path is told once, with the commit that last changed it and the merge that dropped it."""
    build(repo)

    assert left(repo) == [("Merge", "a", "Side")]


def fast_forward(repo: Repo) -> None:
    """No merge at all."""
    begin(repo)
    repo.git("merge", "-q", "side")


def taken(repo: Repo) -> None:
    """The branch's content is the merge's."""
    begin(repo)
    merge(repo, "side")


def taken_together(repo: Repo) -> None:
    """Both changed the document in different places, and the merge has both."""
    begin(repo)
    repo.commit({"a": LAST})
    merge(repo, "side")
    assert (repo.top / "a").read_text() == BOTH


def taken_alone_before(repo: Repo) -> None:
    """The change was applied to the main line by itself, then the branch was merged without it."""
    begin(repo)
    repo.commit({"other": "1"})
    repo.git("cherry-pick", "side")
    repo.commit({"a": BOTH})
    merge(repo, "-s", "ours", "side")


def taken_alone_later(repo: Repo) -> None:
    """The change was applied to the main line after a merge without it."""
    ours(repo)
    repo.commit({"a": FIRST})


def put_back(repo: Repo) -> None:
    """The branch took its own change back."""
    begin(repo)
    repo.git("checkout", "-q", "side")
    repo.commit({"a": TEXT})
    repo.git("checkout", "-q", "main")
    repo.commit({"a": LAST})
    merge(repo, "-s", "ours", "side")


def main_line_brought_to_the_side(repo: Repo) -> None:
    """The branch took in the main line on its way, and what it held of that is the main line's."""
    begin(repo)
    repo.commit({"b": "1"})
    repo.git("checkout", "-q", "side")
    merge(repo, "main", message="Main to side")
    repo.git("checkout", "-q", "main")
    repo.commit({"b": "2"})
    merge(repo, "side")


def moved_meanwhile(repo: Repo) -> None:
    """The main line moved and changed the document; git put the branch's change where it lies now."""
    begin(repo)
    repo.commit({"a": None, "b": LAST})
    merge(repo, "side")
    assert (repo.top / "b").read_text() == BOTH


def stacked(repo: Repo) -> None:
    """A branch on a branch, merged one after the other; the second finds the first's work done."""
    begin(repo)
    repo.git("checkout", "-q", "-b", "upper", "side")
    repo.commit({"b": "1"})
    repo.git("checkout", "-q", "main")
    merge(repo, "side")
    repo.commit({"a": BOTH})
    merge(repo, "upper")


def squashed(repo: Repo) -> None:
    """The branch came as one commit, and was then merged."""
    begin(repo)
    repo.git("merge", "-q", "--squash", "side")
    repo.commit()
    repo.commit({"a": BOTH})
    merge(repo, "side")


def below_a_branch_that_changed_it_again(repo: Repo) -> None:
    """What a branch changed after its own side had begun there arrived with the branch."""
    begin(repo)
    repo.git("checkout", "-q", "-b", "inner", "side")
    repo.commit({"b": "1"})
    repo.git("checkout", "-q", "side")
    repo.commit({"a": BOTH})
    merge(repo, "inner", message="Inner")
    repo.git("checkout", "-q", "main")
    merge(repo, "side")


def elsewhere_only(repo: Repo) -> None:
    """Nothing is said of files that were not asked about."""
    repo.commit({"a": TEXT})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"other": "1"})
    repo.git("checkout", "-q", "main")
    merge(repo, "-s", "ours", "side")


@pytest.mark.parametrize(
    "build",
    [
        fast_forward, taken, taken_together, taken_alone_before, taken_alone_later, put_back,
        main_line_brought_to_the_side, moved_meanwhile, stacked, squashed, below_a_branch_that_changed_it_again,
        elsewhere_only,
    ],
    ids=lambda build: build.__name__,
)  # fmt: skip
def test_what_arrived_is_not_reported(repo: Repo, build: Callable[[Repo], None]) -> None:
    """However it came, and whatever became of it then."""
    build(repo)

    assert left(repo) == []


def test_a_side_of_a_side_is_looked_at(repo: Repo) -> None:
    """What a branch left behind of a branch of its own never arrived either, though the outer merge took all it had."""
    repo.commit({"a": TEXT, "b": "1"})
    repo.git("checkout", "-q", "-b", "outer")
    repo.commit({"b": "2"})
    repo.git("checkout", "-q", "-b", "inner")
    repo.commit({"a": FIRST}, "Inner change")
    repo.git("checkout", "-q", "outer")
    merge(repo, "-s", "ours", "inner", message="Inner merge")
    repo.git("checkout", "-q", "main")
    merge(repo, "outer", message="Outer merge")

    assert left(repo) == [("Inner merge", "a", "Inner change")]


def test_what_the_outer_merge_drops_is_told_once(repo: Repo) -> None:
    """A change that came to the branch by a branch of its own and was dropped with it is one change."""
    repo.commit({"a": TEXT, "b": "1"})
    repo.git("checkout", "-q", "-b", "outer")
    repo.git("checkout", "-q", "-b", "inner")
    repo.commit({"a": FIRST}, "Inner change")
    repo.git("checkout", "-q", "outer")
    merge(repo, "inner", message="Inner merge")
    repo.git("checkout", "-q", "main")
    merge(repo, "-s", "ours", "outer", message="Outer merge")

    assert left(repo) == [("Outer merge", "a", "Inner change")]


def test_histories_that_began_apart(repo: Repo) -> None:
    """A merge of two that have nothing in common brings everything."""
    repo.commit({"a": "1"})
    repo.git("checkout", "-q", "--orphan", "apart")
    repo.git("rm", "-q", "-r", "--cached", ".")
    repo.commit({"a": None, "b": "1"})
    repo.git("checkout", "-q", "main")
    merge(repo, "--allow-unrelated-histories", "apart")

    assert left(repo) == []


def test_before_the_first_commit(repo: Repo) -> None:
    """No history, nothing left behind."""
    assert abandoned_changes(NO_HISTORY, lambda _: True) == {}
