"""The beginning of a quality management system: settings, starter documents, a checklist, help for editors."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.editor_files import editor_files
from qmsctl.authoring.files import Draft
from qmsctl.authoring.shipped_checklists import checklists_to_begin_with
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.configuration import CONFIGURATION, BrokenConfigurationError, load_organisation
from qmsctl.model.naming import slug
from qmsctl.model.organisation import Folders
from qmsctl.repo.snapshot import MemorySnapshot
from qmsctl.shipped import shipped, without_translation_mark

__all__ = ["ATTRIBUTES", "Beginning", "starter", "without_translation_mark"]

ATTRIBUTES: Final = """\
# Records and what they cite are bytes: git must never convert them.
approvals/** -text
audits/*/evidence/** -text
audits/*/minutes/** -text
audits/*/attachments/** -text
findings/*/attachments/** -text
findings/** -text
waivers/** -text
"""

_PLAIN: Final = re.compile(r"[^\W\d_][\w .'()/-]*")
_NO_TEXT: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""What other YAML programs take for something else than a text."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What has to be known to begin."""

    organisation: str
    language: str
    edition: str
    """Key of the edition of the standard."""
    approver_name: str
    """Who approves documents."""
    approver_email: str
    approver_role: str
    day: dt.date
    """From when on the roles are held."""
    officer_name: str = ""
    officer_email: str = ""
    branch: str = "main"
    procedures: str = "procedures"
    checklists: str = "checklists"


def starter(beginning: Beginning, folders: Folders | None = None) -> Draft:
    """Return the files of a new quality management system.

    Args:
        beginning: what is known of it.
        folders: where an existing `qms.yaml` keeps what; by default where the new one does.

    They are valid, and they are not finished: starter documents hold
    placeholders for what only the organisation knows.

    Raises:
        RefusedError: what is known makes no valid `qms.yaml`.
    """
    files = {CONFIGURATION: _settings(beginning).encode("utf-8", "surrogatepass")}
    try:
        begun, _ = load_organisation(MemorySnapshot(files))
    except BrokenConfigurationError as error:
        raise RefusedError(error.flaws[0].message, error.flaws[0].fix) from error
    files[".gitattributes"] = ATTRIBUTES.encode()
    for name, content in _library("procedures", beginning.language):
        files[f"{beginning.procedures}/{name}"] = content
    for one in checklists_to_begin_with(beginning.edition, beginning.language):
        files[f"{beginning.checklists}/{one.file}"] = one.content
    files |= editor_files(folders or begun.folders, beginning.language)
    message = tr("Begin the quality management system of {organisation}", organisation=beginning.organisation)
    return Draft(files, f"{message}\n")


def _library(kind: str, language: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each shipped document of *kind* in *language*."""
    for file in sorted(shipped(kind).glob(f"*.{language}.yaml")):
        name = file.name.replace(f".{language}.yaml", ".yaml")
        yield name, without_translation_mark(file.read_bytes())


def _settings(beginning: Beginning) -> str:
    """Return `qms.yaml`."""
    approver = slug(beginning.approver_name) or "approver"
    values = {
        "organisation": _quoted(beginning.organisation),
        "language": beginning.language,
        "edition": beginning.edition,
        "branch": _quoted(beginning.branch),
        "approver": _quoted(approver),
        "approver_name": _quoted(beginning.approver_name),
        "approver_email": _quoted(beginning.approver_email),
        "approver_role": _quoted(beginning.approver_role),
        "day": beginning.day.isoformat(),
        "officer": _officer(beginning, approver),
        "procedures": _quoted(beginning.procedures),
        "checklists": _quoted(beginning.checklists),
    }
    template = (shipped("templates") / "starter" / f"qms.{beginning.language}.yaml").read_text(
        encoding="utf-8"
    )
    return re.sub(r"@(\w+)@", lambda match: values[match[1]], template)


def _officer(beginning: Beginning, approver: str) -> str:
    """Return the lines about the quality officer, if somebody else than the approver is known to be one."""
    key = slug(beginning.officer_name) or "officer"
    if not beginning.officer_name or key == approver:
        return ""
    return (
        f"  {_quoted(key)}:\n"
        f"    name: {_quoted(beginning.officer_name)}\n"
        f"    emails: [{_quoted(beginning.officer_email)}]\n"
        "    roles:\n"
        f"      - {{role: quality-officer, from: {beginning.day.isoformat()}}}\n"
    )


def _quoted(text: str) -> str:
    """Return *text* as a YAML value: bare if that is safe anywhere, otherwise in quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _NO_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)
