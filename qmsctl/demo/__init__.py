"""The demonstration: a fictional city hall with two years of history, or with eleven, and faults planted in it.

Its commits are the same every time and everywhere, whatever the user's git is set to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from qmsctl.demo.folder import refuse_occupied
from qmsctl.demo.material import STORIES, read_material
from qmsctl.demo.office import open_office
from qmsctl.demo.planted import PLANTED, Planted
from qmsctl.errors import RefusedError
from qmsctl.messages import LANGUAGES, list_of, tr

__all__ = ["PLANTED", "STORIES", "Demonstration", "Planted", "build"]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was built, and where."""

    folder: Path
    language: str
    day: dt.date
    """The day on which it is looked at."""
    audit: str
    """The id of the audit that is reported."""
    under_way: str
    """The id of the audit that has not ended yet."""
    planted: tuple[Planted, ...]
    commits: int


def build(folder: Path, language: str, story: str = STORIES[0]) -> Demonstration:
    """Build the demonstration in *folder*, with everything in *language*.

    Args:
        folder: a new one, or an empty one.
        language: of everything that people wrote.
        story: which one is told, one of `STORIES`.

    Raises:
        RefusedError: there is something in *folder* already, or the language or the story is unknown.
        GitMissingError: there is no git.
        GitFailedError: git cannot make a repository there.
    """
    if language not in LANGUAGES:
        raise RefusedError(
            tr("there is no demonstration in the language {language}", language=language),
            tr("languages there are: {known}", known=list_of(LANGUAGES)),
        )
    if story not in STORIES:
        raise RefusedError(
            tr("there is no story {story}", story=story),
            tr("stories there are: {known}", known=list_of(STORIES)),
        )
    refuse_occupied(folder)
    material = read_material(language, story)
    folder.mkdir(parents=True, exist_ok=True)
    office = open_office(folder, material)
    commits = [office.tell(told) for told in material.story.commits]
    office.finish()
    told = material.story
    return Demonstration(
        folder, language, told.day, told.audit, told.audits[-1], PLANTED[story], len(commits)
    )
