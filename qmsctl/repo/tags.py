"""The tags of a repository: what each names, and what those tell that are objects of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.repo.commit import moment_of
from qmsctl.repo.git import Git, GitFailedError, object_name
from qmsctl.repo.object_names import NAME

__all__ = ["Tag", "Tagged", "read_tags"]

_PREFIX: Final = "refs/tags/"
_BIGGEST: Final = 1 << 20
"""Bytes up to which a tag or a commit is read; nobody writes longer ones."""
_DEEPEST: Final = 5
"""Tags may name tags; so many objects in a row are followed."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A commit that a tag names and that the history does not hold."""

    parents: tuple[str, ...]
    author_email: str
    authored: dt.datetime
    committed: dt.datetime


@dataclass(frozen=True, slots=True)
class Tag:
    """A name that somebody gave to a commit."""

    name: str
    """Without `refs/tags/`."""
    commit: str | None
    """The id of the commit it leads to; `None` if it leads to none."""
    missing: str | None = None
    """The id of what it leads to, if that is not there or cannot be read."""
    inner: str | None = None
    """The name inside, if the tag is an object of its own; git writes there what it is called."""
    tagged: dt.datetime | None = None
    """When it was made, by what it says."""
    outside: Tagged | None = None
    """What it names, if the history does not hold it."""
    object: str | None = None
    """The id of the tag itself, if it is an object of its own."""
    tagger: str | None = None
    """Who made it, by what it says."""
    tagger_email: str | None = None


@dataclass(frozen=True, slots=True)
class _Object:
    """What lies in the repository under one id."""

    kind: str
    content: bytes

    def said(self, key: str) -> list[str]:
        """Return what the head of a tag or a commit says under *key*."""
        head = self.content.partition(b"\n\n")[0].decode("utf-8", "surrogateescape")
        start = key + " "
        return [line.removeprefix(start) for line in head.split("\n") if line.startswith(start)]

    @property
    def target(self) -> str | None:
        """The id of what a tag names."""
        named = self.said("object") if self.kind == "tag" else []
        return named[0] if named and NAME.fullmatch(named[0]) else None


def read_tags(git: Git, known: Iterable[str]) -> tuple[Tag, ...]:
    """Return every tag, by name.

    A tag may name what is not there: it says so, and hides no other.

    Args:
        git: the repository.
        known: the ids of the commits of the history.
    """
    listed = git.run("for-each-ref", "--format=%(refname)%00%(objectname)%00", _PREFIX)
    fields = listed.decode("utf-8", "surrogateescape").split("\0")[:-1]
    named = {
        name.removeprefix("\n").removeprefix(_PREFIX): id
        for name, id in zip(fields[::2], fields[1::2], strict=True)
    }
    if not named:
        return ()
    commits = frozenset(known)
    objects = _objects(git, named.values(), commits)
    return tuple(_tag(name, id, objects, commits) for name, id in sorted(named.items()))


def _objects(git: Git, ids: Iterable[str], commits: frozenset[str]) -> dict[str, _Object]:
    """Read the objects *ids* and what they name in turn, except *commits*."""
    found: dict[str, _Object] = {}
    wanted = {id for id in ids if id not in commits}
    for _ in range(_DEEPEST):
        if not wanted:
            break
        read = dict(_read(git, sorted(wanted)))
        found |= read
        targets = (one.target for one in read.values())
        wanted = {id for id in targets if id is not None and id not in commits and id not in found}
    return found


def _read(git: Git, ids: list[str]) -> Iterator[tuple[str, _Object]]:
    """Yield what lies under each of *ids*; of files and folders only what they are.

    Nothing is yielded for what is missing, nor for what is not what its id says.
    """
    wanted: list[str] = []
    for id, answer in zip(ids, _ask(git, "--batch-check", ids).split(b"\n"), strict=False):
        match answer.split():
            case [_, b"tag" | b"commit", size] if int(size) <= _BIGGEST:
                wanted.append(id)
            case [_, other, _]:
                yield id, _Object(other.decode(), b"")
            case _:
                continue
    contents = _ask(git, "--batch", wanted)
    at = 0
    for id in wanted if contents else ():
        end = contents.index(b"\n", at)
        kind, length = contents[at:end].decode().split()[1:]
        content = contents[end + 1 : end + 1 + int(length)]
        at = end + 2 + int(length)
        if object_name(kind, content, len(id)) == id:
            yield id, _Object(kind, content)


def _ask(git: Git, how: str, ids: list[str]) -> bytes:
    """Ask for *ids* at once; if one is broken git says nothing, and all of them count as missing."""
    if not ids:
        return b""
    try:
        return git.run("cat-file", how, "--buffer", sent="".join(f"{id}\n" for id in ids).encode())
    except GitFailedError:
        return b""


def _tag(name: str, id: str, objects: Mapping[str, _Object], commits: frozenset[str]) -> Tag:
    """Return the tag *name*, which points to the object *id*."""
    at: str | None = id
    for _ in range(_DEEPEST - 1):
        if at is None or at in commits or at not in objects or objects[at].kind != "tag":
            break
        at = objects[at].target
    found = objects.get(at or "")
    outside = found is not None and found.kind == "commit"
    own = objects.get(id)
    inner = own.said("tag") if own is not None and own.kind == "tag" else []
    tagger = own.said("tagger") if own is not None and own.kind == "tag" else []
    return Tag(
        name,
        at if at in commits or outside else None,
        at if found is None and at not in commits else None,
        inner[0] if inner else None,
        _signed(tagger[0])[1] if tagger else None,
        _tagged(found) if found is not None and outside else None,
        id if own is not None and own.kind == "tag" else None,
        tagger[0].partition(" <")[0] if tagger else None,
        _signed(tagger[0])[0] if tagger else None,
    )


def _tagged(commit: _Object) -> Tagged:
    author, committer = ([*commit.said(key), ""][0] for key in ("author", "committer"))
    return Tagged(tuple(commit.said("parent")), *_signed(author), _signed(committer)[1])


def _signed(line: str) -> tuple[str, dt.datetime]:
    """Return address and moment of `NAME <ADDRESS> SECONDS ZONE`."""
    who, _, when = line.rpartition("> ")
    return who.rpartition("<")[2], moment_of(when.partition(" ")[0])
