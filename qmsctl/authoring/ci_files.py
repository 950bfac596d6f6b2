"""Jobs that check a quality management system at every push: the files in which a forge looks for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from qmsctl import __version__
from qmsctl.authoring.files import Draft
from qmsctl.messages import Message, tr
from qmsctl.shipped import shipped

__all__ = ["GITLAB_CI", "INCLUDE", "Forge", "job", "job_path"]

GITLAB_CI: Final = ".gitlab-ci.yml"
"""The only file in which GitLab looks for jobs by itself; it may have others already."""
_GITLAB_JOB: Final = ".gitlab/qms.yml"
INCLUDE: Final = f"include:\n  - local: {_GITLAB_JOB}\n"
"""What makes GitLab take over the job."""
_GITHUB_JOB: Final = ".github/workflows/qms.yml"

_PHRASES: Final[Mapping[str, Message]] = {
    "written_by": tr("Written by qmsctl init; it is yours to change. docs/ci.md of qmsctl explains it."),
    "name": tr("Quality management system"),
    "why_weekly": tr("Reviews and actions fall due on days on which nobody changes a file."),
    "which_package": tr("The version is pinned: another one is a change that somebody sees and decides."),
    "package_where": tr(
        "While no index has qmsctl, put a wheel that you keep here, or the address of its repository and a tag."
    ),
    "check": tr("Check"),
    "fetch": tr("Fetch the repository"),
    "why_whole": tr("The whole history: who approved what, and when, stands in it alone."),
    "python": tr("Set up Python"),
    "install": tr("Install qmsctl"),
    "why_base": tr("A change under check cannot lower its own bar: the settings before it count."),
    "report": tr("Write the report on readiness"),
    "keep": tr("Keep the results"),
    "why_variable": tr(
        "Code scanning is free for public repositories only: set the variable QMS_CODE_SCANNING to true to use it."
    ),
    "scanning": tr("Code scanning"),
    "take": tr("Take the results"),
    "hand_over": tr("Hand them to code scanning"),
    "why_trusted": tr(
        "In a container the files belong to somebody else, and git reads them only if told to."
    ),
}


class Forge(StrEnum):
    """Where the repository is hosted."""

    GITHUB = "github"
    GITLAB = "gitlab"


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    """The name of the forge."""
    path: str
    """Where the job is written, from the top of the repository."""
    more: Mapping[str, str]
    """Other files it needs."""


_KINDS: Final[Mapping[Forge, _Kind]] = {
    Forge.GITHUB: _Kind("GitHub", _GITHUB_JOB, {}),
    Forge.GITLAB: _Kind("GitLab", _GITLAB_JOB, {GITLAB_CI: INCLUDE}),
}


def job_path(forge: Forge) -> str:
    """Return where the job for *forge* is written, from the top of the repository."""
    return _KINDS[forge].path


def job(forge: Forge, language: str, branch: str, folder: str) -> Draft:
    """Return the files of the job; their paths begin at the top of the repository.

    Args:
        forge: where it is to run.
        language: of its comments and of the names of its steps.
        branch: the controlled branch.
        folder: from the top of the repository to `qms.yaml`; empty if they are in one place.
    """
    kind = _KINDS[forge]
    values = {name: phrase.into(language) for name, phrase in _PHRASES.items()}
    values |= {"branch": json.dumps(branch, ensure_ascii=False), "version": __version__}
    values["folder"] = json.dumps(folder.rstrip("/") or ".", ensure_ascii=False)
    template = (shipped("templates") / "ci" / f"{forge.value}.yml").read_text(encoding="utf-8")
    text = re.sub(r"@([a-z_]+)@", lambda match: values[match[1]], template)
    files = {path: content.encode() for path, content in {kind.path: text, **kind.more}.items()}
    message = tr("Let {forge} check the quality management system", forge=kind.title)
    return Draft(files, f"{message}\n")
