"""A fictional library whose documents lie in git as Markdown, before anybody adopts them.

There is no `qms.yaml` in it: it is there to try `qmsctl adopt` on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from qmsctl.demo.folder import refuse_occupied
from qmsctl.demo.material import folded, read_story_file
from qmsctl.demo.words import Replacement
from qmsctl.model.values import FORBID_UNKNOWN, Day
from qmsctl.repo.chronicle import Chronicle
from qmsctl.repo.recorder import Identity

__all__ = ["Library", "build_library"]

_HERE: Final = Path(__file__).parent
_BRANCH: Final = "main"
_NOON: Final = dt.time(12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one person did on one day: a commit, or tags on the last one."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    who: str
    at: Day
    message: str = ""
    write: Mapping[str, str] = field(default_factory=dict)
    change: Mapping[str, tuple[Replacement, ...]] = field(default_factory=dict)
    tag: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: str
    people: Mapping[str, _Person]
    commits: tuple[_Told, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What was built, and where."""

    name: str
    folder: Path
    commits: int
    tags: int


def build_library(folder: Path, language: str) -> Library:
    """Build the library in *folder*, which is new or empty, with everything in *language*.

    Raises:
        RefusedError: there is something in *folder* already.
        GitMissingError: there is no git.
        GitFailedError: git cannot make a repository there.
    """
    refuse_occupied(folder)
    story = read_story_file(_HERE / f"{language}.yaml", _Story)
    folder.mkdir(parents=True, exist_ok=True)
    chronicle = Chronicle(folder, _BRANCH)
    files: dict[str, bytes] = {}
    for told in story.commits:
        person = story.people[told.who]
        who = Identity(person.name, person.email)
        when = dt.datetime.combine(told.at, _NOON)
        changed = {path: text.encode() for path, text in told.write.items()}
        changed |= {path: _changed(files[path], how) for path, how in told.change.items()}
        if changed:
            files |= changed
            chronicle.commit(changed, f"{told.message}\n", who, when)
        for name in told.tag:
            chronicle.tag(name, name, who, when)
    chronicle.finish()
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    commits = [told for told in story.commits if told.message]
    return Library(story.name, folder, len(commits), sum(len(told.tag) for told in story.commits))


def _changed(content: bytes, how: tuple[Replacement, ...]) -> bytes:
    text = folded(content).decode()
    for one in how:
        if text.count(one.old) != 1:
            raise ValueError(one.old)
        text = text.replace(one.old, one.new)
    return text.encode()
