"""What changed in how `qms.yaml` says that files are read: kinds of documents, registers, lists, standards, words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from qmsctl.messages import Message, list_of, tr
from qmsctl.model.dated_register import DatedRegister
from qmsctl.model.differing_fields import differing_fields
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.organisation import Organisation
from qmsctl.reports.differing import NOT_SET, differing, listed, or_not_set

__all__ = ["kind_changes", "reading_changes"]

Value = TypeVar("Value")

_SAID: Final = ("approvals", "tags", "files")
"""The fields of a kind of documents whose values are told: they decide what counts as what."""


def kind_changes(before: Organisation, after: Organisation) -> Iterator[Message]:
    """Yield what *after* says otherwise than *before* about documents that are not in qmsctl's own form."""
    for key, old, new in differing(before.kinds, after.kinds):
        if new is None:
            yield tr("kind of documents {kind} was taken out", kind=key)
            continue
        if old is None:
            yield tr("kind of documents {kind} was added: {files}", kind=key, files=list_of(new.files))
        yield from _kind(key, old or DocumentKind(files=new.files), new, is_new=old is None)


def _kind(key: str, old: DocumentKind, new: DocumentKind, *, is_new: bool) -> Iterator[Message]:
    if old.approvals != new.approvals:
        yield tr(
            "kind of documents {kind}: beside records counts as an approval {after}, before: {before}",
            kind=key,
            after=listed(new.approvals),
            before=listed(old.approvals),
        )
    if old.tags != new.tags:
        yield tr(
            "kind of documents {kind}: names of tags that approve {after}, before: {before}",
            kind=key,
            after=or_not_set(new.tags),
            before=or_not_set(old.tags),
        )
    if old.files != new.files:
        yield tr(
            "kind of documents {kind}: files {after}, before: {before}",
            kind=key,
            after=list_of(new.files),
            before=list_of(old.files),
        )
    others = [name for name in differing_fields(old, new) if name not in _SAID]
    if others and not is_new:
        yield tr("kind of documents {kind} is read otherwise: {fields}", kind=key, fields=list_of(others))


def reading_changes(before: Organisation, after: Organisation) -> Iterator[tuple[str, Message]]:
    """Yield the part of `qms.yaml` and what *after* says otherwise in it: whatever names files, periods and words."""
    for edition, old, new in differing(before.catalogues, after.catalogues):
        yield (
            "catalogues",
            tr(
                "catalogue of the clauses of {edition}: {after}, before: {before}",
                edition=edition,
                after=or_not_set(new),
                before=or_not_set(old),
            ),
        )
    for edition, old, new in differing(before.clause_maps, after.clause_maps):
        yield (
            "clause_maps",
            tr(
                "map of the clauses of {edition}: {after}, before: {before}",
                edition=edition,
                after=or_not_set(new),
                before=or_not_set(old),
            ),
        )
    yield from (("laws", said) for said in _entries(before.laws, after.laws, _LAW))
    yield from (("registers", said) for said in _entries(before.registers, after.registers, _CASES))
    yield from (("dated_registers", said) for said in _dated(before, after))
    yield from (("acknowledgements", said) for said in _acknowledgements(before, after))
    yield from (("master_lists", said) for said in _entries(before.master_lists, after.master_lists, _LIST))
    for word in after.avoided_words:
        if word not in before.avoided_words:
            yield "avoided_words", tr("no document may say “{word}” any longer", word=word)
    for word in before.avoided_words:
        if word not in after.avoided_words:
            yield "avoided_words", tr("documents may say “{word}” again", word=word)


Entries = tuple[Callable[[str], Message], Callable[[str], Message], Callable[[str, str], Message]]
"""What is said of an entry that was added, taken out, or changed in some fields."""

_LAW: Final[Entries] = (
    lambda key: tr("periods for cases {key} were added", key=key),
    lambda key: tr("periods for cases {key} were taken out", key=key),
    lambda key, fields: tr("periods for cases {key} have changed: {fields}", key=key, fields=fields),
)
_CASES: Final[Entries] = (
    lambda key: tr("registers of cases {key} were added", key=key),
    lambda key: tr("registers of cases {key} were taken out", key=key),
    lambda key, fields: tr("registers of cases {key} are read otherwise: {fields}", key=key, fields=fields),
)
_LIST: Final[Entries] = (
    lambda key: tr("list kept by hand {key} was added", key=key),
    lambda key: tr("list kept by hand {key} was taken out", key=key),
    lambda key, fields: tr("list kept by hand {key} is read otherwise: {fields}", key=key, fields=fields),
)


def _entries(before: Mapping[str, Value], after: Mapping[str, Value], said: Entries) -> Iterator[Message]:
    added, taken_out, changed = said
    for key, old, new in differing(before, after):
        if old is None:
            yield added(key)
        elif new is None:
            yield taken_out(key)
        else:
            yield changed(key, list_of(list(differing_fields(old, new))))


def _dated(before: Organisation, after: Organisation) -> Iterator[Message]:
    def by_file(organisation: Organisation) -> Mapping[str, list[DatedRegister]]:
        found: dict[str, list[DatedRegister]] = {}
        for one in organisation.dated_registers:
            found.setdefault(one.register, []).append(one)
        return found

    for file, old, new in differing(by_file(before), by_file(after)):
        if old is None:
            yield tr("{file} was added to the registers with days of duties", file=file)
        elif new is None:
            yield tr("{file} was taken out of the registers with days of duties", file=file)
        else:
            yield tr("{file}: the days of duties are read otherwise than before", file=file)


def _acknowledgements(before: Organisation, after: Organisation) -> Iterator[Message]:
    old, new = before.acknowledgements, after.acknowledgements
    if old == new:
        return
    was, now = (one.register if one else NOT_SET for one in (old, new))
    if was != now:
        yield tr("register of acknowledgements: {after}, before: {before}", after=now, before=was)
    if old and new and list(differing_fields(old, new)) != ["register"]:
        others = [name for name in differing_fields(old, new) if name != "register"]
        yield tr("acknowledgements are demanded or read otherwise: {fields}", fields=list_of(others))
