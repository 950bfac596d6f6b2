"""Documents that are kept as somebody else writes them, and what they say of their own approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, TypeAlias

from qmsctl.documents.digest import content_digest
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Parsed, Source
from qmsctl.model.document import Document
from qmsctl.model.document_kind import FieldName
from qmsctl.model.schema import Filed
from qmsctl.model.values import FORBID_UNKNOWN, Day, DigestOfFile, Named

__all__ = [
    "STATUSES",
    "Declared",
    "MappedDocument",
    "MappedSource",
    "Status",
    "declared_of",
    "stands_under_path",
]

Status: TypeAlias = Literal["draft", "approved", "withdrawn"]
"""What a document can say of itself; whether it is in force follows from its days."""
STATUSES: Final[Mapping[str, Status]] = {
    **dict.fromkeys(("draft", "in draft", "in review", "under review", "review", "proposed"), "draft"),
    **dict.fromkeys(("wip", "pending", "szkic", "projekt", "w opracowaniu", "entwurf"), "draft"),
    **dict.fromkeys(("approved", "effective", "active", "published", "in force", "released"), "approved"),
    **dict.fromkeys(("current", "final", "zatwierdzony", "obowiązujący", "obowiązuje"), "approved"),
    **dict.fromkeys(("aktualny", "freigegeben", "gültig"), "approved"),
    **dict.fromkeys(("withdrawn", "retired", "obsolete", "archived", "superseded"), "withdrawn"),
    **dict.fromkeys(("deprecated", "wycofany", "nieaktualny", "uchylony", "ungültig"), "withdrawn"),
}
"""The words for statuses that nobody has to explain, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a document says of its own approval and review, which by itself proves nothing."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    status: Status | None = None
    prepared_by: tuple[str, ...] = ()
    prepared_on: Day | None = None
    checked_by: tuple[str, ...] = ()
    checked_on: Day | None = None
    approved_by: tuple[str, ...] = ()
    approved_on: Day | None = None
    effective: Day | None = None
    reviewed_on: Day | None = None
    review_due: Day | None = None
    unclear: bool = False
    """Whether it bears a status of which nobody has said what it means."""

    @property
    def decided(self) -> dt.date | None:
        """The day that it gives for its approval, or the one from which it says it holds."""
        return self.approved_on or self.effective

    @property
    def approves(self) -> bool:
        """Whether it says that it is approved: by its status, or where it bears none by whom or when."""
        if self.status is not None or self.unclear:  # what nobody can read may as well say that it is not
            return self.status == "approved"
        return bool(self.approved_by or self.decided)

    def says(self, meaning: str, day: str) -> bool:
        """Return whether it says that somebody prepared, checked or approved it, and names no other *day* for that."""
        said = {
            "prepared": (bool(self.prepared_by), self.prepared_on),
            "checked": (bool(self.checked_by), self.checked_on),
            "approved": (self.approves, self.approved_on),
        }
        does, stated = said.get(meaning, (False, None))
        return does and (stated is None or stated.isoformat() == day)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedDocument(Document):
    """A document that is not written in qmsctl's form, as `qms.yaml` says it is to be read."""

    kind: Named
    """The name of its kind."""
    revision: str = ""
    """Empty if it says none."""
    declared: Declared = field(default_factory=Declared)
    file_digest: DigestOfFile | None = None
    """Of the file that it stands beside, as it says itself."""
    unstated: tuple[str, ...] = ()
    """The fields for which there is a place, and no value."""


NOTHING_DECLARED: Final = Declared()


def declared_of(document: Document | None) -> Declared:
    """Return what *document* says of its own approval and review; nothing, if it is in qmsctl's form."""
    return document.declared if isinstance(document, MappedDocument) else NOTHING_DECLARED


def stands_under_path(filed: Filed[Document]) -> bool:
    """Return whether the document *filed* says no id, so that it stands under its path in the register."""
    return isinstance(filed.fact, MappedDocument) and filed.fact.id == filed.path


class MappedSource(Source):
    """A file that was read by a kind: its tree is what the file means, its content what it says."""

    __slots__ = ("departs", "reader", "said", "said_with")

    def __init__(  # noqa: PLR0913 - all that is known of it
        self,
        path: str,
        raw: bytes,
        parsed: Parsed | Callable[[], Parsed],
        *,
        reader: object,
        said: Callable[[], Mapping[str, Tree]],
        said_with: Callable[[Mapping[FieldName, str]], Mapping[str, Tree] | None],
        digest: str | None = None,
        name: str | None = None,
        departs: bool = False,
    ) -> None:
        """Keep what was read.

        Args:
            path: from the root of the quality management system.
            raw: the bytes.
            parsed: what they mean, or what finds it out.
            reader: what read them, and reads others in their place.
            said: returns what they say in their own words, without what tells of approval and review.
            said_with: returns what they would say with other values in some fields; nothing, if one has no place.
            digest: of their content, if it is known.
            name: of the bytes in git, if it is known.
            departs: whether the file that they stand beside is another than they name.
        """
        super().__init__(path, raw, parsed, digest=digest, name=name)
        self.reader: Final = reader
        self.said: Final = said
        self.departs: Final = departs
        self.said_with: Final = said_with

    @property
    def content(self) -> Mapping[str, Tree]:
        """What it says as a whole, without what tells of its approval and review."""
        return self.said()

    def digest_under(self, revision: str) -> str:
        """Return the digest its content would have if it bore *revision* and said the same otherwise."""
        said = self.said_with({"revision": revision})
        return self.digest if said is None else content_digest(said)

    def beside(self, digest: str) -> MappedSource:
        """Return this as what it means beside the file with *digest*, which need not be the one that it names."""
        other: Mapping[FieldName, str] = {"sha256": digest}
        said = self.said_with(other)
        if said is None:
            return self
        return MappedSource(
            self.path,
            self.raw,
            lambda: self.parsed,
            reader=self.reader,
            said=lambda: said,
            said_with=lambda instead: self.said_with({**other, **instead}),
            name=self.name,
            departs=True,
        )
