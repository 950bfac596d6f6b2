"""What git is asked about a repository before anything else, in one call."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qmsctl.repo.git import Git
from qmsctl.repo.object_names import NAME

__all__ = ["FirstAnswers", "first_answers"]


class FirstAnswers(NamedTuple):
    """What git says about a repository when it is asked once."""

    folder: Path
    shallow: bool
    replaced: int
    grafted: bool


def first_answers(git: Git, where: str) -> FirstAnswers:
    """Ask *git* once for the folder that its option *where* means, and for what else has to be known at first.

    Raises:
        GitFailedError: there is no such folder, or git does not want to say.
    """
    lines = (
        git.run("rev-parse", "--glob=refs/replace/*", where, "--is-shallow-repository", "--git-path", "info")
        .decode("utf-8", "surrogateescape")
        .split("\n")[:-1]
    )
    # Folders may have line breaks in their names, but they begin like no object and end like no truth.
    replaced = next(number for number, line in enumerate(lines) if not NAME.fullmatch(line))
    end = max(number for number, line in enumerate(lines) if line in ("true", "false"))
    grafts = git.folder / "\n".join(lines[end + 1 :]) / "grafts"
    return FirstAnswers(
        Path("\n".join(lines[replaced:end])),
        lines[end] == "true",
        replaced,
        grafts.is_file() and grafts.stat().st_size > 0,
    )
