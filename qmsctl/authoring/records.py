"""Records as files: named so that clones which record apart merge without conflict."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import string
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.files import dump
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.organisation import Folders
from qmsctl.model.schema import Filed
from qmsctl.repo.recorder import Identity
from qmsctl.repo.snapshot import blob_name

__all__ = [
    "Clerk",
    "RecordFile",
    "approval_record",
    "attachment_file",
    "evidence_record",
    "finding_record",
    "minutes_record",
    "proof_file",
    "waiver_record",
]

_ALPHABET: Final = string.ascii_lowercase + string.digits
_TOKEN_LENGTH: Final = 8
_PORTABLE: Final = re.compile(
    r"""(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)) (?![\s.]) [^\x00-\x1f\x7f-\x9f<>:"/\\|?*\u2028\u2029\ud800-\udfff]+ (?<![\s.])""",
    re.VERBOSE,
)
"""What Windows can store too, and what neither a listing nor a line hides."""


_LONGEST_NAME: Final = 200
"""Bytes; file systems keep 255, and some need a few for themselves."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record and where it belongs."""

    path: str
    content: bytes

    @property
    def name(self) -> str:
        """The name by which other records cite it."""
        return self.path.rpartition("/")[2].removesuffix(".yaml")


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who records, when, and where the random characters of names come from."""

    who: Identity
    when: dt.datetime
    """UTC."""
    pick: Callable[[str], str]
    """Picks one character of a text at random: `secrets.choice`, or a seeded one."""
    folders: Folders

    def token(self) -> str:
        """Return eight random characters."""
        return "".join(self.pick(_ALPHABET) for _ in range(_TOKEN_LENGTH))

    def record(self, folder: str, kind: str, fields: Mapping[str, object]) -> RecordFile:
        """Return the record *kind* with *fields*, to be put into *folder*."""
        moment = self.when.astimezone(dt.UTC)
        content = dump(
            {
                "record": kind,
                **fields,
                "recorded": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "recorder": {"name": self.who.name, "email": self.who.email},
            }
        )
        return RecordFile(f"{folder}/{moment:%Y%m%dT%H%M%SZ}-{self.token()}.yaml", content)


def approval_record(
    clerk: Clerk, document: Filed[Document], language: str, meaning: str, fields: Mapping[str, object]
) -> RecordFile:
    """Return the record that somebody stands by *document* as its file is now.

    Args:
        clerk: who records.
        document: the document with its bytes.
        language: the language of this version.
        meaning: prepared, checked, approved, reaffirmed or withdrawn.
        fields: decider, decided, effective, basis and the like.
    """
    stated = {
        "document": document.fact.id,
        "language": language,
        "revision": document.fact.revision or None,
        "meaning": meaning,
        "content": document.source.digest,
        "blob": blob_name(document.source.raw),
    }
    folder = clerk.folders.of_approvals(document.fact.id)
    return clerk.record(folder, "approval", {**stated, **fields})


def evidence_record(clerk: Clerk, audit: str, fields: Mapping[str, object]) -> RecordFile:
    """Return evidence of *audit*."""
    return clerk.record(f"{clerk.folders.of_audit(audit)}/evidence", "evidence", {"audit": audit, **fields})


def minutes_record(clerk: Clerk, audit: str, kind: str, fields: Mapping[str, object]) -> RecordFile:
    """Return minutes of *audit*."""
    stated = {"audit": audit, "kind": kind}
    return clerk.record(f"{clerk.folders.of_audit(audit)}/minutes", "minutes", {**stated, **fields})


def finding_record(clerk: Clerk, finding: str, step: str, fields: Mapping[str, object]) -> RecordFile:
    """Return one step of *finding*."""
    folder = clerk.folders.of_finding(finding)
    return clerk.record(folder, "finding", {"finding": finding, "step": step, **fields})


def waiver_record(clerk: Clerk, rule: str, document: str, fields: Mapping[str, object]) -> RecordFile:
    """Return a waiver of *rule* for *document*."""
    stated = {"rule": rule, "document": document}
    return clerk.record(clerk.folders.of_waivers(document), "waiver", {**stated, **fields})


def attachment_file(
    clerk: Clerk, audit: str, name: str, content: bytes
) -> tuple[RecordFile, dict[str, object]]:
    """Return the file of an attachment under its digest, and how evidence cites it.

    Raises:
        RefusedError: its name could not be kept by every clone, or would hide it.
    """
    return _kept_below(clerk.folders.of_audit(audit), name, content)


def proof_file(clerk: Clerk, finding: str, name: str, content: bytes) -> tuple[RecordFile, dict[str, object]]:
    """Return the file of a proof under its digest, and how a step of *finding* cites it.

    Raises:
        RefusedError: its name could not be kept by every clone, or would hide it.
    """
    return _kept_below(clerk.folders.of_finding(finding), name, content)


def _kept_below(folder: str, name: str, content: bytes) -> tuple[RecordFile, dict[str, object]]:
    name = unicodedata.normalize("NFC", name)  # some file systems take composed letters apart
    if not _PORTABLE.fullmatch(name):
        raise RefusedError(
            tr("{name} is no name under which a file can be kept everywhere", name=name),
            tr("attach a copy under a plainer name: letters and digits, blanks and hyphens, then the ending"),
        )
    if len(name.encode()) > _LONGEST_NAME:
        raise RefusedError(
            tr("{name} is too long a name to be kept everywhere", name=name),
            tr("attach a copy under a shorter name"),
        )
    digest = hashlib.sha256(content).hexdigest()
    cited = f"{digest}/{name}"
    return RecordFile(f"{folder}/attachments/{cited}", content), {
        "file": cited,
        "sha256": digest,
        "size": len(content),
    }
