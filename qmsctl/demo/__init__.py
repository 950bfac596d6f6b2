"""The demonstration: a fictional city hall with two years of history, and faults planted in it.

Its commits are the same every time and everywhere, whatever the user's git is set to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qmsctl.demo.material import read_material
from qmsctl.demo.office import open_office
from qmsctl.errors import RefusedError
from qmsctl.messages import LANGUAGES, Message, list_of, tr

__all__ = ["PLANTED", "Demonstration", "Planted", "build"]


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault the demonstration was given, so that a check has something to find."""

    rule: str
    """The slug of the rule that reports it."""
    what: Message


PLANTED: Final[tuple[Planted, ...]] = (
    Planted(
        "unapproved-revision",
        tr("a draft of revision 2 of PS-09 lies where revision 1 is in force"),
    ),
    Planted(
        "changed-after-approval",
        tr("IN-01 was changed after it had been approved, and still calls itself revision 1"),
    ),
    Planted(
        "overdue-review",
        tr("PS-08 should have been reviewed in October 2026"),
    ),
    Planted(
        "withdrawn-reference",
        tr("PS-04 still refers to IN-02, which was withdrawn"),
    ),
    Planted(
        "self-approval",
        tr("revision 2 of PP-06 was approved by the person who had written it"),
    ),
    Planted(
        "overdue-action",
        tr("the action on NC-2026-DM-1 was due on 16 October 2026, and nobody has recorded it as done"),
    ),
)
"""Everything that a check of the demonstration finds on its day."""


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


def build(folder: Path, language: str) -> Demonstration:
    """Build the demonstration in *folder*, with everything in *language*.

    Raises:
        RefusedError: there is something in *folder* already, or the language is unknown.
        GitMissingError: there is no git.
        GitFailedError: git cannot make a repository there.
    """
    if language not in LANGUAGES:
        raise RefusedError(
            tr("there is no demonstration in the language {language}", language=language),
            tr("languages there are: {known}", known=list_of(LANGUAGES)),
        )
    _refuse_occupied(folder)
    material = read_material(language)
    folder.mkdir(parents=True, exist_ok=True)
    office = open_office(folder, material)
    commits = [office.tell(told) for told in material.story.commits]
    office.finish()
    story = material.story
    return Demonstration(folder, language, story.day, story.audit, story.audits[-1], PLANTED, len(commits))


def _refuse_occupied(folder: Path) -> None:
    """Refuse to build where something is already."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise RefusedError(
            tr("{folder} is there already and is not an empty folder", folder=str(folder)),
            tr("name a folder that does not exist yet: qmsctl demo FOLDER"),
        )
