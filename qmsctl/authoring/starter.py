"""The beginning of a quality management system: settings, starter documents, a checklist, help for editors."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

__all__ = [
    "ATTRIBUTES",
    "Beginning",
    "Holder",
    "common_values",
    "filled_in",
    "founded",
    "people_lines",
    "starter",
    "without_translation_mark",
]

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
_GAP: Final = re.compile(r"@(\w+)@")
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


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role from the first day."""

    role: str
    name: str
    email: str


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
    documents = (
        (f"{beginning.procedures}/{name}", content)
        for name, content in _library("procedures", beginning.language)
    )
    return founded(beginning, _settings(beginning), documents, folders)


def founded(
    beginning: Beginning,
    settings: str,
    documents: Iterable[tuple[str, bytes]],
    folders: Folders | None,
) -> Draft:
    """Return the files of a new system: settings, documents, checklists of its edition, help for git and editors.

    Args:
        beginning: what is known of it.
        settings: its `qms.yaml`.
        documents: path and content of everything else that it begins with.
        folders: where an existing `qms.yaml` keeps what; by default where the new one does.

    Raises:
        RefusedError: the settings are not valid.
    """
    files = {CONFIGURATION: settings.encode("utf-8", "surrogatepass")}
    try:
        begun, _ = load_organisation(MemorySnapshot(files))
    except BrokenConfigurationError as error:
        raise RefusedError(error.flaws[0].message, error.flaws[0].fix) from error
    files[".gitattributes"] = ATTRIBUTES.encode()
    files |= dict(documents)
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
    values = common_values(beginning, {"approver": approver}) | {"officer": _officer(beginning, approver)}
    template = (shipped("templates") / "starter" / f"qms.{beginning.language}.yaml").read_text(
        encoding="utf-8"
    )
    return filled_in(template, values)


def common_values(beginning: Beginning, more: Mapping[str, str]) -> dict[str, str]:
    """Return what every `qms.yaml` is filled in with, as YAML values; *more* are texts that it names besides."""
    texts = {
        "organisation": beginning.organisation,
        "branch": beginning.branch,
        "approver_name": beginning.approver_name,
        "approver_email": beginning.approver_email,
        "approver_role": beginning.approver_role,
        "procedures": beginning.procedures,
        "checklists": beginning.checklists,
        **more,
    }
    return {name: _quoted(text) for name, text in texts.items()} | {
        "language": beginning.language,
        "edition": beginning.edition,
        "day": beginning.day.isoformat(),
    }


def filled_in(template: str, values: Mapping[str, str]) -> str:
    """Return *template* with each `@name@` replaced; what is no name of a value stays as it is."""
    return _GAP.sub(lambda match: values.get(match[1], match[0]), template)


def people_lines(beginning: Beginning, holders: Iterable[Holder]) -> str:
    """Return the people of `qms.yaml`, each once with all roles: who approves, who begins, and *holders*."""
    first = Holder("mayor", beginning.approver_name, beginning.approver_email)
    officer = Holder("quality-officer", beginning.officer_name, beginning.officer_email)
    known: dict[str, list[Holder]] = {}
    named = tuple(holders)
    if any(holder.role == officer.role for holder in named):
        officer = Holder("", "", "")
    for holder in (first, officer, *named):
        if holder.name:
            key = slug(holder.name) or holder.role
            known.setdefault(key, []).append(holder)
    return "".join(_person(key, held, beginning.day) for key, held in known.items())


def _person(key: str, held: Sequence[Holder], day: dt.date) -> str:
    """Return the lines about one person."""
    emails = dict.fromkeys(_quoted(one.email) for one in held)
    roles = dict.fromkeys(one.role for one in held)
    return (
        f"  {_quoted(key)}:\n    name: {_quoted(held[0].name)}\n    emails: [{', '.join(emails)}]\n    roles:\n"
    ) + "".join(f"      - {{role: {role}, from: {day.isoformat()}}}\n" for role in roles)


def _officer(beginning: Beginning, approver: str) -> str:
    """Return the lines about the quality officer, if somebody else than the approver is known to be one."""
    key = slug(beginning.officer_name) or "officer"
    if not beginning.officer_name or key == approver:
        return ""
    officer = Holder("quality-officer", beginning.officer_name, beginning.officer_email)
    return _person(key, [officer], beginning.day)


def _quoted(text: str) -> str:
    """Return *text* as a YAML value: bare if that is safe anywhere, otherwise in quotes."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _NO_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)
