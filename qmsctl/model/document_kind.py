"""Where `qms.yaml` says how documents are read that are not written in qmsctl's own form.

A kind of documents is one way of keeping them: which files they are, where in a file its metadata
stand, what the fields are called there, and how dates, intervals, statuses and clauses are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, get_args

from qmsctl.model.file_patterns import (
    NamePattern,
    PathPattern,
    beside_patterns,
    fixed_part,
    matches,
    parts_of,
    sibling_patterns,
    sidecar_patterns,
)
from qmsctl.model.foreign_dates import DateForm
from qmsctl.model.values import FORBID_UNKNOWN, Day, Listed, Named

__all__ = [
    "DAYS",
    "FIELDS",
    "LISTS",
    "NOT_CONTENT",
    "ApprovalOrigin",
    "DocumentKind",
    "FieldName",
    "MetadataPlace",
    "Need",
]

MetadataPlace: TypeAlias = Literal["yaml", "head", "table", "lines", "sidecar", "name"]
"""Where the metadata of a document stand: see `docs/kinds.md`; with `name` alone, nothing is read but the name."""
ApprovalOrigin: TypeAlias = Literal["tags", "trailers", "fields", "merges"]
"""What counts as an approval beside qmsctl's own records, which always do."""
FieldName: TypeAlias = Literal[
    "id",
    "title",
    "revision",
    "type",
    "language",
    "translates",
    "status",
    "owner",
    "units",
    "processes",
    "clauses",
    "related",
    "legal_basis",
    "retention",
    "classification",
    "applies_to",
    "readers",
    "prepared_by",
    "prepared_on",
    "checked_by",
    "checked_on",
    "approved_by",
    "approved_on",
    "effective",
    "review_every",
    "reviewed_on",
    "review_due",
    "sha256",
]
"""What may be known of a document, whatever it is called where it stands."""
Need: TypeAlias = FieldName | Literal["approvals"]
"""What a rule may need of a kind of documents: a field, or that something beside records counts as an approval."""
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
DAYS: frozenset[FieldName] = frozenset(
    {"prepared_on", "checked_on", "approved_on", "effective", "reviewed_on", "review_due"}
)
LISTS: frozenset[FieldName] = frozenset(
    {
        "units",
        "processes",
        "related",
        "legal_basis",
        "readers",
        "prepared_by",
        "checked_by",
        "approved_by",
    }
)
NOT_CONTENT: frozenset[FieldName] = frozenset(
    {
        "status",
        "prepared_by",
        "prepared_on",
        "checked_by",
        "checked_on",
        "approved_by",
        "approved_on",
        "effective",
        "reviewed_on",
        "review_due",
    }
)
"""What a document says about how it came to be approved and reviewed: no part of what is approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """Documents that are kept in one way, and how they are read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    files: Annotated[tuple[PathPattern, ...], Listed()]
    """By their paths from the folder of `qms.yaml`: `*` stands for any name, `**` for any folders."""
    except_: Annotated[tuple[PathPattern, ...], Listed()] = ()
    metadata: Annotated[tuple[MetadataPlace, ...], Listed()] = ("head",)
    """Where its fields stand; the first place that has a field counts."""
    name: NamePattern | None = None
    """How the file is named: `{id:SOP-###} {title}`; it counts where no field says it."""
    fields: Mapping[FieldName, Annotated[tuple[Named, ...], Listed()]] = field(default_factory=dict)
    """By what is meant: what it is called there; the first that is present counts."""
    parts: Mapping[Named, NamePattern] = field(default_factory=dict)
    """By a field of the file: the pattern by which its value says several things."""
    fixed: Mapping[FieldName, Named] = field(default_factory=dict)
    """What all of them have in common, where none says otherwise."""
    values: Mapping[FieldName, Mapping[str, Named]] = field(default_factory=dict)
    """By what is meant: what a word of the file stands for."""
    dates: Annotated[tuple[DateForm, ...], Listed()] = ("YYYY-MM-DD",)
    """How its days are written; nothing is guessed."""
    separators: Annotated[tuple[Named, ...], Listed()] = (",", ";")
    """What stands between the items of a list that is written as one text."""
    edition: str | None = None
    """Whose clauses it names, where it does not say so; by default the first of the organisation's."""
    since: Day | None = None
    """Rules ask only about those that were changed on this day or later."""
    approvals: Annotated[tuple[ApprovalOrigin, ...], Listed()] = ()
    """What counts as an approval beside the records."""
    converted: bool = False
    """Whether its documents are in qmsctl's form by now: only the history has them as they were."""
    tags: NamePattern | None = None
    """How tags are named that approve a revision: `{slug}_{revision}`."""

    @property
    def roots(self) -> tuple[str, ...]:
        """The folders in which its files lie; an empty one is that of `qms.yaml`."""
        return tuple(dict.fromkeys(fixed_part(pattern) for pattern in self.files))

    @property
    def stands_beside(self) -> bool:
        """Whether its fields stand in files of their own, beside those that hold the text."""
        return "sidecar" in self.metadata

    @property
    def is_elsewhere(self) -> bool:
        """Whether nobody looks into the file that holds the text."""
        return self.stands_beside or self.metadata == ("name",)

    def holds(self, path: str) -> bool:
        """Return whether the file *path* holds the fields of such a document."""
        files = sidecar_patterns(self.files) if self.stands_beside else self.files
        return any(matches(path, one) for one in files) and not self.leaves_out(path)

    def wants_beside(self, path: str) -> bool:
        """Return whether fields are to stand beside the file *path*."""
        return (
            self.stands_beside
            and any(matches(path, one) for one in beside_patterns(self.files))
            and not self.leaves_out(path)
        )

    def may_stand_beside(self, path: str) -> bool:
        """Return whether fields may stand beside the file *path*, under its name without its ending."""
        return self.stands_beside and any(matches(path, one) for one in sibling_patterns(self.files))

    def leaves_out(self, path: str) -> bool:
        """Return whether the file *path* is none of them, whatever it is called."""
        return any(matches(path, one) for one in self.except_)

    @property
    def is_known_by_name(self) -> bool:
        """Whether the name of a file is the only thing that says which document it is."""
        return "id" not in self.fields and not any("{id" in one for one in self.parts.values())

    @property
    def deciding(self) -> DocumentKind:
        """The same kind with no more than decides what is a document, what approves it, and since when rules ask."""

        def of(table: Mapping[FieldName, Any]) -> Mapping[FieldName, Any]:
            return {name: said for name, said in table.items() if name in NOT_CONTENT}

        return DocumentKind(
            files=self.files,
            except_=self.except_,
            fields=of(self.fields),
            parts={
                name: pattern
                for name, pattern in self.parts.items()
                if any(f"{{{field}" in pattern for field in NOT_CONTENT)
            },
            fixed=of(self.fixed),
            values=of(self.values),
            since=self.since,
            approvals=self.approvals,
            tags=self.tags,
        )

    @property
    def spellings(self) -> frozenset[str]:
        """What the fields are called in the files."""
        return frozenset((*self.parts, *(one for spelled in self.fields.values() for one in spelled)))

    def named(self, path: str) -> Mapping[str, str]:
        """Return what the name of the file *path* says."""
        if self.name is None:
            return {}
        whole = PurePosixPath(path)
        name = str(whole.with_suffix("")) if "/" in self.name else whole.stem
        inner = PurePosixPath(name)
        if self.stands_beside and not inner.suffix[1:].isdigit():  # `v3.1` ends with no ending
            name = inner.stem if "/" not in self.name else str(inner.with_suffix(""))
        return parts_of(name, self.name) or {}

    def tells(self, name: str) -> bool:
        """Return whether anything says where the field *name* stands: if not, nobody can be asked for it.

        `approvals` stands for what counts as an approval beside records.
        """
        return (
            (name == "approvals" and bool(self.approvals))
            or name in self.fields
            or name in self.fixed
            or any(f"{{{name}" in pattern for pattern in (self.name or "", *self.parts.values()))
        )
