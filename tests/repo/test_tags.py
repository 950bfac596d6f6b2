"""Every tag is read, whatever lies beside it, and none is believed more than its object says."""

from __future__ import annotations

import datetime as dt
import os
from functools import partial

import pytest

from qmsctl.repo.git import Git
from qmsctl.repo.repository import open_repository
from qmsctl.repo.tags import Tag
from tests.conftest import Repo

NOON = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)


def tags_of(repo: Repo) -> dict[str, Tag]:
    """Return the tags as qmsctl reads them, by name."""
    repository = open_repository(repo.top)
    return {tag.name: tag for tag in repository.history(repository.head).tags}


def annotate(repo: Repo, name: str, target: str = "HEAD") -> None:
    """Make a tag that is an object of its own, on a day in February."""
    repo.git("tag", "-a", "-m", name, name, target, GIT_COMMITTER_DATE=NOON.isoformat())


def raw_tag(repo: Repo, name: str, content: bytes) -> None:
    """Make *content* a tag, whatever git thinks of it."""
    id = repo.git("hash-object", "-t", "tag", "-w", "--stdin", "--literally", sent=content).decode()
    repo.write({f".git/refs/tags/{name}": id + "\n"})


def test_a_tag_leads_to_its_commit(repo: Repo) -> None:
    """A plain tag is a name alone; one that is an object of its own says its name and its time; one may name another."""
    first = repo.commit({"a": "1"})
    repo.git("tag", "plain")
    annotate(repo, "own")
    annotate(repo, "of/a/tag", "own")
    repo.commit({"a": "2"})

    own, other = (repo.git("rev-parse", f"refs/tags/{name}").decode().strip() for name in ("own", "of/a/tag"))
    made = partial(Tag, tagged=NOON, tagger="Ann Example", tagger_email="ann@example.org")
    assert tags_of(repo) == {
        "plain": Tag("plain", first),
        "own": made("own", first, inner="own", object=own),
        "of/a/tag": made("of/a/tag", first, inner="of/a/tag", object=other),
    }


def test_a_repository_without_tags(repo: Repo) -> None:
    """No tag is no tag."""
    repo.commit({"a": "1"})

    assert tags_of(repo) == {}


def test_a_tag_outside_the_history(repo: Repo) -> None:
    """What a tag names and the history does not hold is described."""
    first = repo.commit({"a": "1"})
    second = repo.commit({"a": "2"}, when="2026-03-01T10:00:00+0100", authored="2026-02-01T10:00:00+0100")
    annotate(repo, "left")
    repo.git("reset", "-q", "--hard", first)
    (tag,) = tags_of(repo).values()

    assert tag.commit == second
    assert tag.outside is not None
    assert tag.outside.parents == (first,)
    assert tag.outside.author_email == "ann@example.org"
    assert tag.outside.authored == dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
    assert tag.outside.committed == dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def test_a_tag_on_what_is_no_commit(repo: Repo) -> None:
    """A folder or a file can be tagged; that leads to no commit, and nothing is missing."""
    repo.commit({"a": "1"})
    repo.git("tag", "folder", "HEAD^{tree}")
    annotate(repo, "file", "HEAD:a")

    assert [(tag.commit, tag.missing) for tag in tags_of(repo).values()] == [(None, None)] * 2


def test_tags_on_what_is_gone_hide_no_other(repo: Repo) -> None:
    """Of what is missing, broken or forged the tag says so; the other tags are read."""
    first = repo.commit({"a": "1"})
    repo.git("tag", "good")
    annotate(repo, "whole")
    second = repo.commit({"a": "2"})
    repo.git("tag", "plain")
    annotate(repo, "own")
    repo.git("reset", "-q", "--hard", first)
    (repo.top / ".git/objects" / second[:2] / second[2:]).unlink()
    repo.write({".git/refs/tags/nothing": "1" * 40 + "\n", ".git/refs/tags/broken": "no id\n"})
    tags = tags_of(repo)

    assert sorted(tags) == ["good", "nothing", "own", "plain", "whole"]
    assert {name: tag.missing for name, tag in tags.items() if tag.missing} == {
        "nothing": "1" * 40,
        "plain": second,
        "own": second,
    }
    assert (tags["good"].commit, tags["whole"].commit, tags["whole"].tagged) == (first, first, NOON)


def test_an_object_that_cannot_be_read_stops_nothing(repo: Repo) -> None:
    """A tag whose file on disk is damaged counts as missing."""
    first = repo.commit({"a": "1"})
    repo.git("tag", "good")
    annotate(repo, "damaged")
    id = repo.says("rev-parse", "refs/tags/damaged")
    file = repo.top / ".git/objects" / id[:2] / id[2:]
    file.chmod(0o644)
    file.write_bytes(b"damaged")
    tags = tags_of(repo)

    assert tags["good"].commit == first
    assert (tags["damaged"].commit, tags["damaged"].missing) == (None, id)


def test_an_object_under_a_false_id_is_not_believed(repo: Repo) -> None:
    """Git believes its object files; a tag whose content is not what its id says counts as missing."""
    repo.commit({"a": "1"})
    annotate(repo, "honest")
    annotate(repo, "other")
    honest, other = (repo.says("rev-parse", f"refs/tags/{name}") for name in ("honest", "other"))
    files = [repo.top / ".git/objects" / id[:2] / id[2:] for id in (honest, other)]
    files[0].chmod(0o644)
    files[0].write_bytes(files[1].read_bytes())

    assert repo.says("cat-file", "tag", honest) == repo.says("cat-file", "tag", other)
    assert tags_of(repo)["honest"].missing == honest


@pytest.mark.parametrize("name", ["--output=x", "-d", "$(touch${IFS}x)", "żółć", b"\xb3\xff", '"'])
def test_names_are_read_as_they_are(repo: Repo, name: str | bytes) -> None:
    """A tag may be called nearly anything."""
    first = repo.commit({"a": "1"})
    repo.git("update-ref", b"refs/tags/" + os.fsencode(name), first)

    assert tags_of(repo) == {os.fsdecode(name): Tag(os.fsdecode(name), first)}
    assert not (repo.top / "x").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"object\ntype commit\ntag x\ntagger x\n\n",
        b"object HEAD\ntype commit\ntag x\ntagger A <a> 1 +0000\n\n",
        b"object " + b"f" * 40 + b"\ntype commit\n\nobject " + b"e" * 40 + b"\n",
    ],
)
def test_malformed_tags_are_read(repo: Repo, content: bytes) -> None:
    """Whatever somebody stored as a tag, it is a value and no failure."""
    repo.commit({"a": "1"})
    raw_tag(repo, "x", content)
    (tag,) = tags_of(repo).values()

    assert tag.commit is None
    assert tag.missing in (None, "f" * 40)


def test_a_date_nobody_can_read_is_the_beginning(repo: Repo) -> None:
    """The date of a tag is free text."""
    first = repo.commit({"a": "1"})
    for number, date in enumerate(("", "soon", "99999999999999999999 +0000", "-5 +0000")):
        raw_tag(repo, f"x{number}", f"object {first}\ntype commit\ntag x\ntagger A <a@b> {date}\n\n".encode())

    assert {tag.tagged.year for tag in tags_of(repo).values() if tag.tagged} <= {1969, 1970}
    assert len(tags_of(repo)) == 4


def test_a_chain_of_tags_is_followed_to_its_end_or_not_at_all(repo: Repo) -> None:
    """Nobody makes tags of tags of tags without end to keep a reader busy."""
    first = repo.commit({"a": "1"})
    annotate(repo, "t0")
    for number in range(1, 9):
        annotate(repo, f"t{number}", f"t{number - 1}")
    tags = tags_of(repo)

    assert [tags[f"t{number}"].commit for number in range(4)] == [first] * 4
    assert tags["t8"].commit is None
    assert all(tag.missing is None for tag in tags.values())


def test_tags_of_a_sha256_repository(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Names of 64 digits are read like those of 40."""
    repo = Repo(tmp_path_factory.mktemp("sha") / "office", "--object-format=sha256")
    first = repo.commit({"a": "1"})
    annotate(repo, "v1")

    assert tags_of(repo)["v1"].commit == first


def test_tags_cost_few_processes(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tags there are, git is asked a few times."""
    for number in range(12):
        repo.commit({"a": str(number)})
        annotate(repo, f"own{number}")
        repo.git("tag", f"plain{number}")
    calls: list[str] = []
    run = Git.run

    def counting(self: Git, *arguments: str, sent: bytes = b"") -> bytes:
        calls.append(arguments[0])
        return run(self, *arguments, sent=sent)

    repository = open_repository(repo.top)
    commits = repository.history(repository.head)
    monkeypatch.setattr(Git, "run", counting)
    again = repository.history(commits.head)

    assert len(again.tags) == 24
    assert calls.count("for-each-ref") == 1
    assert calls.count("cat-file") == 2
