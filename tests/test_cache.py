"""What is kept between two runs: it may be deleted, broken or old at any time, and nobody notices."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from qmsctl import cache as cache_module
from qmsctl.cache import NO_CACHE, Cache, Shelf, cache_folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the cache of a test lies."""
    return tmp_path / "caches" / "one.sqlite"


def _fill(file: Path, **entries: str) -> None:
    made = Cache(file)
    for key, text in entries.items():
        made.shelf("facts").put(key, text)
    made.save()


def test_what_was_put_is_there_in_the_next_run(file: Path) -> None:
    """A text is found under its key and on its shelf, and nowhere else."""
    _fill(file, a="zażółć", b="2")
    opened = Cache(file)

    assert ("zażółć", "2", None) == tuple(opened.shelf("facts").get(key) for key in "abc")
    assert opened.shelf("others").get("a") is None
    assert opened.find("facts", "b") == "2"
    assert opened.find("facts", "c") is None
    assert sorted(opened.shelf("facts").items()) == [("a", "zażółć"), ("b", "2")]


def test_what_was_put_is_there_at_once(file: Path) -> None:
    """Nobody has to save first."""
    shelf = Cache(file).shelf("facts")
    shelf.put("a", "1")

    assert shelf.get("a") == "1"
    assert not file.exists()


def test_only_the_user_may_look_into_it(file: Path) -> None:
    """The folder is the user's own: what documents say lies in it."""
    _fill(file, a="1")

    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_many_entries_are_written_while_they_come(file: Path) -> None:
    """What does not fit into a batch does not wait in memory."""
    shelf = Cache(file).shelf("facts")
    for number in range(2500):
        shelf.put(str(number), "x")

    assert len(Cache(file).read("facts")) == 2000


@pytest.mark.parametrize("broken", [b"", b"no database", b"SQLite format 3\0" + b"x" * 4000])
def test_a_broken_file_is_made_anew(file: Path, broken: bytes) -> None:
    """Whatever lies in its place is an empty cache, and then a good one."""
    file.parent.mkdir(parents=True)
    file.write_bytes(broken)
    assert Cache(file).shelf("facts").get("a") is None

    _fill(file, a="1")
    _fill(file, a="1")  # the first may have had to delete what lay there

    assert Cache(file).find("facts", "a") == "1"


def test_another_table_in_its_place_is_an_empty_cache(file: Path) -> None:
    """A database of somebody else answers nothing."""
    file.parent.mkdir(parents=True)
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE entry (other TEXT)")
    connection.close()

    assert Cache(file).shelf("facts").get("a") is None


def test_a_locked_file_is_not_waited_for_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another process writes, this one goes without, and the file stays."""
    _fill(file, a="1")
    monkeypatch.setattr(cache_module, "_PATIENCE", 0.01)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    assert Cache(file).find("facts", "a") is None
    _fill(file, b="2")
    other.execute("COMMIT")
    other.close()

    assert Cache(file).read("facts") == {"a": "1"}


def test_another_version_begins_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one version of qmsctl found out is worth nothing to the next."""
    _fill(file, a="1")
    monkeypatch.setattr(cache_module, "_build", lambda: "another")

    assert Cache(file).find("facts", "a") is None


def test_what_nobody_asks_for_is_cleared_away(file: Path) -> None:
    """Old contents do not gather without end; a few of them may stay."""
    _fill(file, **{f"old{number}": "x" for number in range(1500)})
    opened = Cache(file)
    opened.shelf("facts").get("new")
    opened.shelf("facts").put("new", "1")
    opened.save()

    assert Cache(file).read("facts") == {"new": "1"}
    _fill(file, other="2")
    assert len(Cache(file).read("facts")) == 2


def test_without_a_cache_nothing_is_kept() -> None:
    """What stands nowhere keeps nothing, not even while the process lives."""
    NO_CACHE.shelf("facts").put("a", "1")
    NO_CACHE.save()

    assert NO_CACHE.shelf("facts").get("a") is None
    assert not Shelf().keeps


def test_a_folder_that_cannot_be_made_is_gone_without(tmp_path: Path) -> None:
    """Where a file stands in the way, qmsctl works without a cache."""
    (tmp_path / "way").write_text("a file")
    _fill(tmp_path / "way" / "one.sqlite", a="1")

    assert Cache(tmp_path / "way" / "one.sqlite").find("facts", "a") is None


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/var/caches", "HOME": "/"}, "/var/caches/qmsctl"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/"}, "/.cache/qmsctl"),
        ({"HOME": "/"}, "/.cache/qmsctl"),
        ({"HOME": "/nonexistent"}, None),
        ({}, None),
    ],
)
def test_it_lies_where_the_user_keeps_such_things(environment: dict[str, str], expected: str | None) -> None:
    """The XDG variable counts if it is absolute; a home that is not there gives no cache."""
    assert cache_folder(environment) == (None if expected is None else Path(expected))


def test_each_system_has_its_own(tmp_path: Path) -> None:
    """Two folders never share what is known of them."""
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    one, two = (Cache.of(tmp_path / name, environment) for name in ("one", "two"))
    one.shelf("facts").put("a", "1")
    one.save()

    assert two.find("facts", "a") is None
    assert Cache.of(tmp_path / "one", environment).find("facts", "a") == "1"
