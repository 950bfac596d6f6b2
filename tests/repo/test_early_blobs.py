"""Contents that are read beside: whoever asks for them gets what `Git.blobs` gives, or the reason it gives."""

from __future__ import annotations

import pytest

from qmsctl.repo.batch import Pieces
from qmsctl.repo.early_blobs import reading_blobs
from qmsctl.repo.git import Git, blob_name
from tests.conftest import Repo


@pytest.fixture
def git(repo: Repo) -> Git:
    """A repository with three contents, and a commit that bears no content's name."""
    repo.commit({"a": b"one\n", "b": b"\0" * 3_000_000, "c": "Zażółć\n"})
    return Git(repo.top)


ONE, ZEROS, LETTERS = (blob_name(content) for content in (b"one\n", b"\0" * 3_000_000, "Zażółć\n".encode()))


@pytest.mark.parametrize("likely", [(), (ONE,), (ONE, ZEROS), (ONE, ZEROS, LETTERS), ("f" * 40, ONE)])
@pytest.mark.parametrize("asked", [(), (ONE,), (ZEROS, LETTERS), (ONE, ZEROS, LETTERS), ("f" * 40, LETTERS)])
def test_the_same_as_without(git: Git, likely: tuple[str, ...], asked: tuple[str, ...]) -> None:
    """Whatever was expected, what is asked for is answered, twice if need be, and only that."""
    with reading_blobs(git, likely) as blobs:
        first, again = blobs(asked), blobs(asked)

    assert first == again == Git(git.folder).blobs(asked)


def test_only_what_was_asked_for_is_lacking(git: Git) -> None:
    """A content that is not there is told of where somebody wants it, not where somebody might have."""
    with reading_blobs(git, ["e" * 40, "f" * 40, ONE]) as blobs:
        assert blobs([ONE, "f" * 40]) == {ONE: b"one\n"}

    assert git.lacking == {"f" * 40}


def test_names_of_other_things_are_no_contents(repo: Repo, git: Git) -> None:
    """A commit is no content, however early it was read."""
    head = repo.says("rev-parse", "HEAD")
    with reading_blobs(git, [head, ONE]) as blobs:
        assert blobs([head, ONE]) == {ONE: b"one\n"}


def test_nobody_has_to_ask(git: Git) -> None:
    """What was read in vain is dropped."""
    with reading_blobs(git, [ONE, ZEROS]):
        pass


@pytest.mark.parametrize("length", [1, 3, 100])
def test_pieces_are_read_like_a_file(length: int) -> None:
    """However an output comes and is read, it is the same."""
    stream = Pieces(iter([b"one", b" ", b"two three"]))

    assert b"".join(iter(lambda: stream.read(length), b"")) == b"one two three"
