"""`pack.json`: what a pack says about itself, for `qmsctl verify` and for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

from qmsctl.model.authority import Origin
from qmsctl.model.values import FORBID_UNKNOWN, BlobName, Meaning

__all__ = [
    "SCHEMA",
    "Attachments",
    "Description",
    "History",
    "Keys",
    "LeftOut",
    "PackedApproval",
    "PackedDocument",
    "PackedFile",
    "Tool",
    "description_of",
]

SCHEMA: Final = "qmsctl.pack/1"
_LARGEST: Final = 1 << 26
"""Bytes that are read of a description; one of ten thousand documents has a few million."""

Attachments: TypeAlias = Literal["all", "cited", "none"]
History: TypeAlias = Literal["whole", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What made the pack."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Whose keys counted when the signatures of decisions were judged."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    origin: Origin
    digest: str
    """SHA-256 of the whole list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file that was taken out of the commit, byte by byte."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: str
    """In the pack."""
    path: str
    """In the repository, from the folder of `qms.yaml`."""
    blob: BlobName
    """Git's name of its content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedApproval:
    """A decision on a document that is no record, and where the history holds what it is about."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    origin: Literal["tag", "trailer", "fields", "merge"]
    meaning: Meaning
    person: str
    """Who decided: a key of `qms.yaml`, or else what is said of them; `?` if nothing is."""
    decided: str
    level: Literal["merged", "declared", "recorded", "signed", "unknown"]
    commit: BlobName
    """One that held what was decided on: of a tag and of trailers, the one that bears them."""
    path: str
    """Where it lay in that commit, from the folder of `qms.yaml`."""
    blob: BlobName
    """Git's name of it there: what tells of status and approval may differ from what is in the pack."""
    tag: str | None
    """The name of the tag, if it is one."""
    object: BlobName | None
    """Git's name of the tag, if it is an object of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedDocument:
    """A document in force, as it was approved."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: str
    language: str
    revision: str
    content: str
    """Digest of the content, as its approval states it."""
    blob: BlobName
    source: str
    """The name of the file that was approved."""
    page: str
    """The name of the same as a person reads it."""
    path: str
    """Where the approved file lies, or lay."""
    approvals: tuple[PackedApproval, ...] = ()
    """The decisions on it that are no records; those that are lie in the pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What the pack would hold if it were there, or if it had been asked for."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    path: str
    blob: BlobName | None
    reason: Literal["chosen", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a pack says about itself, be it true or not."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    schema: Literal["qmsctl.pack/1"]
    tool: Tool
    organisation: str
    subject: Literal["audit", "readiness"]
    audit: str | None
    language: str
    day: str
    commit: BlobName
    prefix: str
    """From the top of the repository to the folder of `qms.yaml`."""
    approvals: str
    """The folder of the approvals, from the top of the repository."""
    branch: str
    """The branch of the bundle that ends with the commit."""
    keys: Keys
    attachments_chosen: Attachments
    history: History
    reports: tuple[str, ...]
    registers: tuple[str, ...]
    documents: tuple[PackedDocument, ...]
    records: tuple[PackedFile, ...]
    attachments: tuple[PackedFile, ...]
    left_out: tuple[LeftOut, ...]

    def written(self) -> bytes:
        """Return it as JSON; the same description gives the same bytes."""
        text = json.dumps(asdict(self), ensure_ascii=True, indent=2)
        return f"{text}\n".encode("ascii")

    @property
    def taken(self) -> tuple[PackedFile, ...]:
        """Every file that was taken out of the commit."""
        return (*self.records, *self.attachments)


def description_of(raw: bytes) -> Description | None:
    """Return the description that *raw* holds; `None` if it is none of this version."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - heavy

    if len(raw) > _LARGEST:
        return None
    try:
        return TypeAdapter(Description).validate_json(raw)
    except (ValidationError, RecursionError):
        return None
