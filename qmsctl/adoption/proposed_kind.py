"""One kind of documents as it would stand in `qms.yaml`, and what speaks for each part of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from qmsctl.adoption.candidate import Candidate
from qmsctl.adoption.groups import Group
from qmsctl.adoption.mapped_fields import (
    Column,
    FoundField,
    columns_of,
    found_fields,
    separators_of,
    unmapped,
)
from qmsctl.adoption.names import forms_of, name_pattern
from qmsctl.adoption.shapes import is_day_like
from qmsctl.adoption.statuses import FoundStatuses, found_statuses
from qmsctl.adoption.written_days import DateOrder, WrittenDays, written_days
from qmsctl.model.document_kind import DAYS, ApprovalOrigin, FieldName, MetadataPlace
from qmsctl.model.file_patterns import parts_of
from qmsctl.model.foreign_dates import months_in
from qmsctl.model.naming import slug

__all__ = ["ProposedKind", "described", "free_name"]

_TYPES: Final = {
    "procedure": "sop sops procedure procedures procedury procedura proc verfahren verfahrensanweisung va prosedyre",
    "policy": "policy policies polityki polityka pol richtlinien richtlinie",
    "instruction": "wi work-instructions instructions instruction instrukcje instrukcja anweisungen aa",
    "form": "form forms formularze formularz frm fm formulare",
    "template": "template templates szablony wzory vorlagen",
    "record": "record records rec zapisy protokoły",
    "manual": "manual manuals qm księga ksiega handbuch handbook",
    "plan": "plan plans plany",
}
_TYPE_OF: Final = {word: type for type, words in _TYPES.items() for word in words.split()}
_USUAL_DAYS: Final = ("YYYY-MM-DD",)
_FEW: Final = 2
_INNER: Final = re.compile(r"\.[A-Za-z]{2,8}\Z")


@dataclass(frozen=True, slots=True)
class ProposedKind:
    """How documents of one kind would be read."""

    name: str
    group: Group
    metadata: tuple[MetadataPlace, ...]
    fields: tuple[FoundField, ...]
    unmapped: tuple[Column, ...]
    name_pattern: str | None
    named: int
    """How many names of files are written by it."""
    days: WrittenDays
    statuses: FoundStatuses
    fixed: Mapping[FieldName, str] = field(default_factory=dict)
    separators: tuple[str, ...] = ()
    odd_intervals: tuple[str, ...] = ()
    """Values that stand where an interval should, and are none."""
    id_forms: tuple[tuple[str, int], ...] = ()
    """How ids are written, with counts."""
    approvals: tuple[ApprovalOrigin, ...] = ()
    tags: str | None = None

    @property
    def members(self) -> tuple[Candidate, ...]:
        """Its files."""
        return self.group.members

    def field(self, name: FieldName) -> FoundField | None:
        """Return what says *name*."""
        return next((one for one in self.fields if one.name == name), None)

    def settings(self, owners: Mapping[str, str], statuses: Mapping[str, str]) -> dict[str, Any]:
        """Return it as `qms.yaml` has it.

        Args:
            owners: the keys of people and roles, by what documents call them.
            statuses: what words for statuses mean that nobody could guess.
        """
        usual = self.days.forms in ((), _USUAL_DAYS)
        said: dict[str, Any] = {
            "files": [*self.group.files],
            "except": [*self.group.except_],
            "metadata": [] if self.metadata == ("head",) else [*self.metadata],
            "name": self.name_pattern,
            "fields": {one.name: [*one.keys] for one in self.fields},
            "fixed": dict(self.fixed),
            "values": self.values(owners, statuses),
            "dates": [] if usual else [*self.days.forms],
            "separators": [*self.separators],
            "approvals": [*self.approvals],
            "tags": self.tags,
        }
        return {key: value for key, value in said.items() if value}

    def values(self, owners: Mapping[str, str], statuses: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return what words of its documents stand for, by field."""
        values: dict[str, dict[str, str]] = {}
        words = {**self.statuses.guessed, **{w: m for w, m in statuses.items() if w in self.statuses.unknown}}
        if words:
            values["status"] = words
        owner = self.field("owner")
        called = {" ".join(texts[0].split()): None for texts in owner.texts()} if owner else {}
        if meant := {text: owners[text] for text in called if text in owners}:
            values["owner"] = meant
        return values

    @property
    def bears_revisions(self) -> bool:
        """Whether a field or the name of the file says a revision."""
        return self.field("revision") is not None or "{revision" in (self.name_pattern or "")

    def ids(self) -> tuple[str, ...]:
        """Return the id of each document, as a field says it, or else the name of its file."""
        ids = self.field("id")
        return tuple(_by_path(ids).values()) if ids is not None else tuple(one.stem for one in self.members)

    def revisions(self) -> Mapping[str, str]:
        """Return the revision of each document, by its id, as far as fields say both."""
        ids, revisions = self.field("id"), self.field("revision")
        if revisions is None:
            return {}
        by_path = _by_path(revisions)
        if ids is None:
            return {one.stem: by_path[one.path] for one in self.members if one.path in by_path}
        return {id: by_path[path] for path, id in _by_path(ids).items() if path in by_path}


def _by_path(found: FoundField) -> dict[str, str]:
    said: dict[str, str] = {}
    for column in found.columns:
        for path, texts in column.texts.items():
            said.setdefault(path, texts[0])
    return said


def described(
    group: Group, taken: Sequence[str], order: DateOrder, told: Mapping[str, FieldName]
) -> ProposedKind:
    """Return how the files of *group* are read.

    Args:
        group: files that are kept in one way.
        taken: names of other kinds.
        order: what comes first in days of which nobody can tell the month.
        told: by the folded name of a field, what somebody said that it says.
    """
    members = group.members
    columns = columns_of(members)
    fields = found_fields(members, columns, told)
    by_name = {one.name: one for one in fields}
    binary = members[0].place is None
    pattern = _pattern(members, by_name, binary=binary)
    day_texts = [
        texts[0] for one in fields if one.name in DAYS for texts in one.texts() if is_day_like(texts[0])
    ]
    statuses = [texts[0] for texts in by_name["status"].texts()] if "status" in by_name else []
    intervals = [texts[0] for texts in by_name["review_every"].texts()] if "review_every" in by_name else []
    ids = [texts[0] for texts in by_name["id"].texts()] if "id" in by_name else []
    approving: tuple[FieldName, ...] = ("status", "approved_by", "approved_on")
    return ProposedKind(
        free_name(_name(group), taken),
        group,
        _metadata(members),
        fields,
        unmapped(columns, fields),
        pattern[0] if pattern else None,
        pattern[1] if pattern else 0,
        written_days(day_texts, order),
        found_statuses(statuses),
        _fixed(group, by_name),
        separators_of(fields),
        tuple(dict.fromkeys(text for text in intervals if months_in(text) is None)),
        tuple(forms_of(ids)),
        ("fields",) if any(name in by_name for name in approving) else (),
    )


def _metadata(members: Sequence[Candidate]) -> tuple[MetadataPlace, ...]:
    if members[0].place is None:
        return ("name",)
    counted = Counter(place for one in members for place in one.places)
    order = ("yaml", "sidecar", "head", "table", "lines")
    # The place of most documents counts most; the head of a file is meant for nothing else.
    return tuple(sorted(counted, key=lambda place: (place != "head", -counted[place], order.index(place))))


def _pattern(
    members: Sequence[Candidate], by_name: Mapping[FieldName, FoundField], *, binary: bool
) -> tuple[str, int] | None:
    """Return the pattern of the files' names, where they say what no field does."""
    stems = [one.stem for one in members]
    inner = _shared_suffix(stems)
    found = name_pattern([stem.removesuffix(inner) for stem in stems])
    said = by_name.get("id")
    if said is not None and said.filled == len(members):
        return None
    if found is None:
        return (
            (f"{{id}}{inner}", len(stems))
            if said is None and len(set(stems)) == len(stems) and len(stems) > 1
            else None
        )
    pattern, count = f"{found[0]}{inner}", found[1]
    if said is not None and not _agree(said, members, pattern):
        return None
    if not binary:
        pattern = pattern.replace("{title}", "{slug}")  # the heading of the text is the better title
    return pattern, count


def _shared_suffix(stems: Sequence[str]) -> str:
    """Return what all of *stems* end with after a dot, as in `page.html` and `page.pl`; nothing if they differ."""
    endings = {match[0] if (match := _INNER.search(stem)) else "" for stem in stems}
    return endings.pop() if len(endings) == 1 else ""


def _agree(ids: FoundField, members: Sequence[Candidate], pattern: str) -> bool:
    """Return whether the names of files say the same ids as the fields, where both are there."""
    said = _by_path(ids)
    both = [(said[one.path], parts_of(one.stem, pattern)) for one in members if one.path in said]
    return all(parts is not None and slug(parts.get("id", "")) == slug(id) for id, parts in both)


def _fixed(group: Group, by_name: Mapping[FieldName, FoundField]) -> dict[FieldName, str]:
    """Return the type of documents that say none, by the name of their folder, or of their id."""
    if "type" in by_name and by_name["type"].filled == len(group.members):
        return {}
    words = [re.split(r"[\s_-]", by_name["id"].keys[0])[0]] if "id" in by_name else []
    ids = (
        [texts[0] for texts in by_name["id"].texts()]
        if "id" in by_name
        else [one.stem for one in group.members]
    )
    starts = {re.split(r"[-_ .0-9]", id, maxsplit=1)[0].casefold() for id in ids}
    words += [*starts] if len(starts) == 1 else []
    words += [*reversed(group.root.split("/"))]
    type = next((_TYPE_OF[word.casefold()] for word in words if word.casefold() in _TYPE_OF), None)
    if type is None or (type == "manual" and len(group.members) > _FEW):
        return {}  # a folder called handbook holds its chapters, and not so many manuals
    return {"type": type}


def _name(group: Group) -> str:
    last = slug(group.root.rpartition("/")[2])
    if last:
        return last
    # Of several files in a folder whose name has no Latin letter, no single one names them all.
    return "documents" if len(group.members) >= _FEW else slug(group.members[0].stem) or "documents"


def free_name(name: str, taken: Sequence[str]) -> str:
    """Return *name*, with a number if it is *taken*."""
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
