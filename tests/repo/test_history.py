"""The history as it is read in one pass is the history that git itself tells commit by commit."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.cache import NO_CACHE
from qmsctl.repo.earlier import earlier
from qmsctl.repo.history import NO_HISTORY, Change, Commit, History
from qmsctl.repo.repository import open_repository
from tests.conftest import ANN, BOB, Repo


def read(repo: Repo) -> History:
    """Return the history as qmsctl reads it."""
    repository = open_repository(repo.top)
    return repository.history(repository.head)


def by_hand(repo: Repo, prefix: str = "") -> list[Commit]:
    """Return the history as git's plumbing tells it, one commit after the other."""
    waiting = {name: _commit(repo, name, prefix) for name in repo.says("rev-list", "HEAD").split()}
    order: list[Commit] = []
    while waiting:
        ready = (one for one in waiting.values() if waiting.keys().isdisjoint(one.parents))
        earliest = min(ready, key=lambda one: (one.committed, one.id))
        order.append(waiting.pop(earliest.id))
    return order


def _commit(repo: Repo, id: str, prefix: str) -> Commit:
    head, _, message = repo.git("cat-file", "commit", id).partition(b"\n\n")
    lines = head.split(b"\n")
    parents = tuple(line.removeprefix(b"parent ").decode() for line in lines if line.startswith(b"parent "))
    author = next(line for line in lines if line.startswith(b"author "))
    committer = next(line for line in lines if line.startswith(b"committer "))
    changes = []
    fields = repo.git(
        "diff-tree", "-r", "-z", "--root", "--no-renames", "--no-commit-id", *parents[:1], id
    ).split(b"\0")
    for facts, path in zip(fields[:-1:2], fields[1::2], strict=True):
        before, after = (None if not name.strip(b"0") else name.decode() for name in facts.split()[2:4])
        changes.append(Change(os.fsdecode(path), before, after))
    return Commit(
        id,
        parents,
        *_person(author),
        *_person(committer),
        os.fsdecode(message.strip(b"\n")),
        tuple(
            Change(c.path.removeprefix(prefix), c.before, c.after)
            for c in changes
            if c.path.startswith(prefix)
        ),
    )


def _person(line: bytes) -> tuple[str, str, dt.datetime]:
    name, _, rest = line.partition(b" ")[2].partition(b" <")
    email, _, date = rest.partition(b"> ")
    return os.fsdecode(name), os.fsdecode(email), dt.datetime.fromtimestamp(int(date.split()[0]), dt.UTC)


def linear(repo: Repo) -> None:
    """Added, changed, deleted, added again."""
    repo.commit({"a": "1", "b": "1"})
    repo.commit({"a": "2"}, who=BOB)
    repo.commit({"a": None})
    repo.commit({"a": "1"})


def merged(repo: Repo) -> None:
    """Two branches that changed different files."""
    repo.commit({"a": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"b": "2"})
    repo.git("checkout", "-q", "main")
    repo.commit({"c": "3"})
    repo.git("merge", "-q", "--no-ff", "-m", "Merge", "side")


def evilly_merged(repo: Repo) -> None:
    """A merge that changes what neither side has changed."""
    merged(repo)
    repo.write({"a": "slipped in", "d": "new"})
    repo.git("add", "--all")
    repo.git("commit", "-q", "--amend", "--no-edit")


def merged_without_the_side(repo: Repo) -> None:
    """A merge that throws away what the side has done."""
    repo.commit({"a": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"a": "2"})
    repo.git("checkout", "-q", "main")
    repo.commit({"c": "1"})
    repo.git("merge", "-q", "-s", "ours", "-m", "Ours", "side")


def octopus(repo: Repo) -> None:
    """A merge of three."""
    repo.commit({"a": "1"})
    for name in "xyz":
        repo.git("checkout", "-q", "-b", name, "main")
        repo.commit({name: "1"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "-m", "Three at once", "x", "y", "z")


def two_roots(repo: Repo) -> None:
    """Two histories that began apart."""
    repo.commit({"a": "1"})
    repo.git("checkout", "-q", "--orphan", "other")
    repo.git("rm", "-q", "-r", "--cached", ".")
    repo.commit({"a": None, "b": "1"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--allow-unrelated-histories", "-m", "Joined", "other")


def empty(repo: Repo) -> None:
    """Commits that change nothing."""
    repo.commit(message="Nothing yet")
    repo.commit(message="Nothing again")
    repo.commit({"a": "1"})
    repo.commit()


def strange_messages(repo: Repo) -> None:
    """Messages that look like something else."""
    raw = ":100644 100644 " + "a" * 40 + " " + "b" * 40 + " M"
    for message in [
        "",
        "\n\n\n",
        raw,
        f"\n{raw}\na\n",
        "Subject\n\n\nBody\n\n",
        "\x01" + "f" * 40,
        "Zażółć\r\n😀\x1b[31m",
        "#x",
    ]:
        repo.commit({"a": message or "none"}, message)
        repo.commit(message=message)


def foreign_bytes(repo: Repo) -> None:
    """Names and messages that are not UTF-8, and say nothing about it."""
    repo.commit({"a": "1"}, b"Za\xbf\xf3\xb3\xe6", who=(b"\xa3ukasz", b"\xb3@example.org"))


def strange_paths(repo: Repo) -> None:
    """Paths with everything a file system allows."""
    paths = [
        "-f",
        "--output=x",
        ":(top)a",
        'a"b',
        "a\tb",
        "a\nb",
        "a\n:100644 b",
        "a b",
        "żółć",
        "한",
        "*",
        "\\",
        "\udcb3\udcff",
    ]
    repo.commit(dict.fromkeys(paths, "1"))
    repo.commit({f"folder\n/{path}": "2" for path in paths})
    repo.commit(dict.fromkeys(paths))


def kinds(repo: Repo) -> None:
    """Modes, links, files in the place of folders, and another repository."""
    repo.commit({"a": "1", "b/c": "1"})
    (repo.top / "a").chmod(0o755)
    repo.commit()
    (repo.top / "a").unlink()
    (repo.top / "a").symlink_to("/etc/passwd")
    repo.commit({"b/c": None})
    (repo.top / "b").rmdir()
    repo.commit({"b": "now a file"})
    Repo(repo.top / "inner").commit({"x": "1"})
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "inner")
    repo.commit()


def binary(repo: Repo) -> None:
    """Contents that are no text."""
    repo.commit({"a": bytes(range(256)) * 40, "b": b""})
    repo.commit({"a": b"\0"})


def detached(repo: Repo) -> None:
    """A HEAD that is on no branch."""
    linear(repo)
    repo.git("checkout", "-q", "--detach", "HEAD~1")
    repo.commit({"d": "1"})


BUILDERS = [
    linear, merged, evilly_merged, merged_without_the_side, octopus, two_roots, empty, strange_messages, foreign_bytes,
    strange_paths, kinds, binary, detached,
]  # fmt: skip


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_history_is_what_git_tells(repo: Repo, build: Callable[[Repo], None]) -> None:
    """Commits, people, dates, messages and changes are those of git, oldest first."""
    build(repo)

    assert list(read(repo).commits) == by_hand(repo)


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_an_earlier_history_is_a_part_of_the_later_one(repo: Repo, build: Callable[[Repo], None]) -> None:
    """What led to a commit is the same whether it is taken out of a later history or read anew."""
    build(repo)
    repo.git("tag", "somewhere", "HEAD")
    repository = open_repository(repo.top)
    later = repository.history(repo.head)

    assert all(
        earlier(repository, commit.id, later, NO_CACHE) == repository.history(commit.id)
        for commit in later.commits
    )


def test_what_is_no_part_of_a_later_history_is_read(repo: Repo) -> None:
    """A commit of another branch has a history as well."""
    linear(repo)
    main = repo.head
    repo.git("checkout", "-q", "-b", "side", "HEAD~1")
    side = repo.commit({"side": "1"})
    repository = open_repository(repo.top)

    assert earlier(repository, side, repository.history(main), NO_CACHE) == repository.history(side)


def test_history_of_a_sha256_repository(tmp_path: Path) -> None:
    """Names of 64 digits are read like those of 40."""
    repo = Repo(tmp_path / "office", "--object-format=sha256")
    strange_paths(repo)

    assert list(read(repo).commits) == by_hand(repo)
    assert len(read(repo).commits[0].id) == 64


def test_history_in_a_linked_worktree(repo: Repo, tmp_path: Path) -> None:
    """A second working tree has the history of its own HEAD."""
    linear(repo)
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "second"), "HEAD~2")
    repository = open_repository(tmp_path / "second")

    assert repository.top == (tmp_path / "second").resolve()
    assert list(repository.history(repository.head).commits) == by_hand(repo)[:2]


def test_history_of_a_system_in_a_folder(repo: Repo) -> None:
    """Of a system that lies in a folder, every commit is there and its changes are told from that folder."""
    folder = 'Jakość "a\nb'
    repo.commit({"src/main.c": "1"})
    repo.commit({f"{folder}/qms.yaml": "qms: 1", f"{folder}/procedures/ps-01.yaml": "1", "Jakość": "2"})
    repo.commit({f"{folder}/procedures/ps-01.yaml": "2", "src/main.c": "2"})
    repository = open_repository(repo.top / folder / "procedures")
    history = repository.history(repository.head)

    assert repository.prefix == folder + "/"
    assert list(history.commits) == by_hand(repo, folder + "/")
    assert sorted(history.files) == ["procedures/ps-01.yaml", "qms.yaml"]
    assert [change.path for _, change in history.of("procedures/ps-01.yaml")] == ["procedures/ps-01.yaml"] * 2


def test_files_are_those_of_the_last_commit(repo: Repo) -> None:
    """The files that go with a history are git's own list of its last commit."""
    kinds(repo)
    listed = dict(
        reversed(line.partition("\t")[0::2])
        for line in repo.says("ls-tree", "-r", "HEAD", "--format=%(objectname)%x09%(path)").splitlines()
    )

    assert dict(read(repo).files) == listed


def test_before_the_first_commit_there_is_no_history(repo: Repo) -> None:
    """An unborn branch has no last commit, and that is no failure."""
    repo.write({"qms.yaml": "qms: 1"})
    repository = open_repository(repo.top)

    assert repository.head is None
    assert repository.history(None) == NO_HISTORY


def test_a_shallow_clone_says_that_its_beginning_is_unknown(repo: Repo, tmp_path: Path) -> None:
    """Where a clone was cut off everything seems added, so nothing there counts as recorded."""
    repo.commit({"a": "1", "b": "1"})
    repo.commit({"a": "2"})
    repo.commit({"c": "3"})
    repo.git("clone", "-q", "--depth=2", repo.top.as_uri(), str(tmp_path / "clone"))
    repository = open_repository(tmp_path / "clone")
    history = repository.history(repository.head)

    assert repository.shallow
    assert not history.complete
    assert history.recorded("b") is None
    assert history.recorded("c") == history.commits[-1]


def test_a_record_was_recorded_by_the_commit_whose_own_change_added_it(repo: Repo) -> None:
    """The commit on the side branch recorded it, not the merge that brought it; a merge records nothing."""
    evilly_merged(repo)
    history = read(repo)
    side = history.recorded("b")

    assert side is not None
    assert (side.subject, len(side.parents)) == ("Change", 1)
    assert [len(commit.parents) for commit, _ in history.of("b")] == [1, 2]
    assert history.recorded("d") is None
    assert history.recorded("never") is None


def test_the_mailmap_of_the_tree_changes_nobody(repo: Repo) -> None:
    """Whoever made a commit stays its author, whatever a file in the tree says."""
    repo.commit({".mailmap": "The Boss <boss@example.org> <bob@example.org>\n"}, who=BOB)
    repo.git("config", "log.mailmap", "true")

    assert (read(repo).commits[0].author, read(repo).commits[0].author_email) == BOB


def test_a_message_in_another_encoding_is_read_in_it(repo: Repo) -> None:
    """A commit may say how its message is encoded."""
    repo.git("config", "i18n.commitEncoding", "ISO-8859-2")
    repo.commit({"a": "1"}, "Zażółć".encode("iso8859-2"))

    assert read(repo).commits[0].message == "Zażółć"


def test_what_stands_behind_a_nul_in_a_message_is_no_change(repo: Repo) -> None:
    """A commit object may hold a NUL; what follows it is not taken for a list of changes."""
    repo.commit({"a": "1"})
    tree = repo.git("rev-parse", "HEAD^{tree}")
    who = b"Ann <ann@example.org> 1767225600 +0000"
    message = b"Subject\0:100644 100644 " + b"a" * 40 + b" " + b"b" * 40 + b" M\0forged\0"
    forged = repo.raw_commit(b"tree %s\nauthor %s\ncommitter %s\n\n%s" % (tree, who, who, message))
    history = open_repository(repo.top).history(forged)

    assert [commit.id for commit in history.commits] == [forged]
    assert [change.path for change in history.commits[0].changes] == ["a"]


@pytest.mark.parametrize(
    "date",
    [
        "99999999999999999999 +0000",
        "abc",
        "",
        "-5 +0000",
        "253402300800 +0000",
        "9223372036854775807 +0000",
        "1 +9999",
    ],
)
def test_a_date_nobody_can_read_stops_nothing(repo: Repo, date: str) -> None:
    """A date is free text to git: one that makes no sense counts as the beginning of its time."""
    repo.commit({"a": "1"})
    tree = repo.says("rev-parse", "HEAD^{tree}")
    who = f"Ann <ann@example.org> {date}"
    forged = repo.raw_commit(f"tree {tree}\nauthor {who}\ncommitter {who}\n\nForged\n".encode())
    commit = open_repository(repo.top).history(forged).commits[0]

    assert commit.subject == "Forged"
    assert 1970 <= commit.committed.year < 2300


NAMES = st.text(
    st.characters(exclude_characters="\0\n<>", exclude_categories=["Cs"]), min_size=1, max_size=12
).map(lambda name: " ".join(name.split()) or "x")
MESSAGES = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30
) | st.sampled_from([":100644 100644 a b M", "\n:", ":\n", "\n\n"])
PATHS = st.text(
    st.characters(exclude_characters="\0/\\\n\r", exclude_categories=["Cs"]) | st.sampled_from(":- \"'\n\t"),
    min_size=1,
    max_size=6,
).filter(lambda path: path.strip(".") and path.lower() != ".git")


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[tuple[str, str, set[str]]]]:
    """Return a stream for `git fast-import`, and author, message and changed paths of each of its commits."""
    stream, expected = b"", []
    for number in range(draw(st.integers(1, 5))):
        name, message = draw(NAMES), draw(MESSAGES)
        paths = draw(st.sets(PATHS, max_size=4))
        stream += b"commit refs/heads/main\n"
        stream += f"committer {name} <x@example.org> {1_767_225_600 + number} +0000\n".encode()
        stream += b"data %d\n%s\n" % (len(message.encode()), message.encode())
        for path in paths:
            quoted = "".join(f"\\{octet:03o}" for octet in path.encode())
            content = f"{number}".encode()
            stream += b'M 100644 inline "%s"\ndata %d\n%s\n' % (quoted.encode(), len(content), content)
        expected.append((name, message.strip("\n"), paths))
    return stream, expected


@with_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(streams())
def test_any_history_is_read(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[bytes, list[tuple[str, str, set[str]]]]
) -> None:
    """Whatever people are called, write and name their files, it comes back as it was."""
    stream, expected = case
    repo = Repo(tmp_path_factory.mktemp("any"))
    repo.git("fast-import", "--quiet", sent=stream)
    found = [(c.author, c.message, {change.path for change in c.changes}) for c in read(repo).commits]

    assert found == expected


def test_people_are_who_made_the_commit(repo: Repo) -> None:
    """Author and committer are two, each with a date of its own."""
    repo.commit({"a": "1"}, who=ANN, when="2026-03-01T10:00:00+0100", authored="2026-02-01T10:00:00+0100")
    commit = read(repo).commits[0]

    assert commit.authored == dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
    assert commit.committed == dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
