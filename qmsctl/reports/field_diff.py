"""What changed in the fields of a document: each with its label, and its values as people call them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.documents.source import Tree
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.organisation import Organisation
from qmsctl.reports.alignment import Budget
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.item_diff import one_line
from qmsctl.reports.marks import AUDIT_KINDS, ROLES
from qmsctl.reports.passages import words_of
from qmsctl.reports.shown import Joined, Shown, in_words
from qmsctl.reports.text_diff import Kind, Piece, compare_lines

__all__ = ["FieldDiff", "compare_fields", "field_label"]

_ELSEWHERE: Final = frozenset({"id", "revision", "sections", "questions", "unstated"})
"""What is shown by other means."""
_LONG: Final = 80
"""Characters from which on a text is compared by words."""

_LABELS: Final[Mapping[str, Message]] = {
    "title": tr("Title"),
    "type": tr("Type"),
    "language": tr("Language"),
    "translates": tr("Translation from"),
    "owner": tr("Owner"),
    "units": tr("Units"),
    "unit": tr("Unit"),
    "processes": tr("Processes"),
    "clauses": tr("Clauses"),
    "review_every": tr("Review interval"),
    "related": tr("Related documents"),
    "legal_basis": tr("Legal basis"),
    "retention": tr("Retention class"),
    "classification": tr("Access"),
    "applies_to": tr("Applies to"),
    "readers": tr("To be read by"),
    "declared": tr("By its own words"),
    "status": tr("Status"),
    "prepared_by": tr("Prepared by"),
    "prepared_on": tr("Prepared on"),
    "checked_by": tr("Checked by"),
    "checked_on": tr("Checked on"),
    "approved_by": tr("Approved by"),
    "approved_on": tr("Approved on"),
    "effective": tr("In force since"),
    "reviewed_on": tr("Reviewed on"),
    "review_due": tr("Next review"),
    "external": tr("External origin"),
    "file_digest": tr("Digest of the file"),
    "source": tr("Issued by"),
    "where": tr("Where it is found"),
    "cited_as": tr("Cited as"),
    "changed": tr("Last changed"),
    "verified": tr("Last verified"),
    "verify_every": tr("Verification interval"),
    "edition": tr("Edition of the standard"),
    "kind": tr("Kind of audit"),
    "client": tr("Audit client"),
    "objectives": tr("Objectives of the audit"),
    "scope": tr("Scope of the audit"),
    "criteria": tr("Criteria of the audit"),
    "team": tr("Audit team"),
    "auditees": tr("Auditees"),
    "days": tr("Days of the audit"),
    "places": tr("Places"),
    "methods": tr("Methods"),
    "checklists": tr("Checklists"),
    "checklist": tr("Checklist"),
    "questions": tr("Questions"),
    "distribution": tr("Distribution list"),
    "document": tr("Document"),
    "act": tr("Act of law"),
    "person": tr("Person"),
    "role": tr("Role"),
    "letter": tr("Letter of the findings"),
    "text": tr("Text"),
    "from": tr("From"),
    "until": tr("Until"),
    "mode": tr("Carried out"),
    "schedule": tr("Schedule"),
    "programme": tr("Audit programme"),
    "follow_up": tr("Follow-up of earlier audits"),
    "safeguard": tr("Safeguard"),
    "risks": tr("Risks of the programme"),
    "opportunities": tr("Opportunities of the programme"),
    "entries": tr("Audits of the programme"),
    "resources": tr("Resources"),
    "confidentiality": tr("Confidentiality"),
    "review": tr("Review"),
    "lessons": tr("Lessons"),
    "action": tr("What is done about it"),
    "what": tr("What"),
    "day": tr("Day"),
    "time": tr("Time"),
    "process": tr("Process"),
    "auditor": tr("Auditor"),
    "auditee": tr("Auditee"),
    "month": tr("Month"),
    "moved_to": tr("Moved to"),
    "duration": tr("Duration"),
    "lead": tr("Lead auditor"),
    "state": tr("State"),
    "reason": tr("Reason"),
    "audit": tr("Audit"),
    "entry": tr("Entry"),
}


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field that changed."""

    key: str
    """As files name it; a dot leads into a field of fields: `scope.text`."""
    label: Shown
    removed: tuple[Shown, ...]
    """The old value, or the entries of a list that went."""
    added: tuple[Shown, ...]
    """The new value, or the entries that came."""
    pieces: tuple[Piece, ...] = ()
    """A long text by words; then both others are empty."""
    is_list: bool = False
    """Whether it holds entries, of which some went and others came."""

    @property
    def is_reordered(self) -> bool:
        """Whether only the order of a list changed."""
        return not (self.removed or self.added or self.pieces)


def compare_fields(
    old: Mapping[str, Tree], new: Mapping[str, Tree], organisation: Organisation, budget: Budget
) -> tuple[FieldDiff, ...]:
    """Return the fields of two contents that differ in more than their layout, in the order of the file.

    Args:
        old: the fields as they are written, sections included.
        new: those of the other side.
        organisation: says how people, roles, units and processes are called.
        budget: what comparing may cost.
    """
    before, after = _flat(old, ()), _flat(new, ())
    keys = sorted(before.keys() | after.keys(), key=lambda key: (_place(key[0]), key))
    found = (
        (key, _compared(key, before.get(key, ()), after.get(key, ()), organisation, budget)) for key in keys
    )
    lists = _lists(old, ()) | _lists(new, ())
    return tuple(replace(field, is_list=key in lists) for key, field in found if field is not None)


def field_label(key: tuple[str, ...]) -> Shown:
    """Return what people call the field to which *key* leads."""
    parts = [_LABELS.get(part) or (edition_named(part) if ":" in part else part) for part in key]
    return parts[0] if len(parts) == 1 else Joined(tuple(parts), ": ")


def _place(name: str) -> int:
    return list(_LABELS).index(name) if name in _LABELS else len(_LABELS)


def _flat(tree: Mapping[str, Tree], above: tuple[str, ...]) -> dict[tuple[str, ...], tuple[Tree, ...]]:
    """Return the values of every field, those of fields within fields under their own names."""
    found: dict[tuple[str, ...], tuple[Tree, ...]] = {}
    for name, value in tree.items():
        if not above and (name in _ELSEWHERE or (name == "kind" and tree.get("type") != "audit")):
            continue
        if isinstance(value, Mapping):
            found |= _flat(value, (*above, name))
        elif isinstance(value, str):
            found[*above, name] = (value,)
        elif value:
            found[*above, name] = tuple(value)
    return found


def _lists(tree: Mapping[str, Tree], above: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return where lists stand."""
    found: set[tuple[str, ...]] = set()
    for name, value in tree.items():
        if isinstance(value, Mapping):
            found |= _lists(value, (*above, name))
        elif value is not None and not isinstance(value, str):
            found.add((*above, name))
    return found


def _compared(
    key: tuple[str, ...],
    old: tuple[Tree, ...],
    new: tuple[Tree, ...],
    organisation: Organisation,
    budget: Budget,
) -> FieldDiff | None:
    """Return what changed in one field, if any word of it did."""
    name, label = ".".join(key), field_label(key)
    if _is_long(old) and _is_long(new):
        pieces = compare_lines(str(old[0]), str(new[0]), budget)
        changed = any(piece.kind is not Kind.EQUAL for piece in pieces)
        return FieldDiff(name, label, (), (), pieces) if changed else None
    ours, theirs = ([_bare(value) for value in side] for side in (old, new))
    if ours == theirs:
        return None
    gone = _beyond(old, Counter(theirs))
    come = _beyond(new, Counter(ours))
    removed, added = ([_called(key[-1], value, organisation) for value in side] for side in (gone, come))
    if [in_words(value, "en") for value in removed] == [in_words(value, "en") for value in added]:
        removed, added = [one_line(value) for value in gone], [one_line(value) for value in come]
    return FieldDiff(name, label, tuple(removed), tuple(added))


def _beyond(values: Iterable[Tree], others: Counter[str]) -> list[Tree]:
    """Return those of *values* that are not among *others*, each counted once."""
    found: list[Tree] = []
    for value in values:
        bare = _bare(value)
        if others[bare]:
            others[bare] -= 1
        else:
            found.append(value)
    return found


def _is_long(values: tuple[Tree, ...]) -> bool:
    return len(values) == 1 and isinstance(values[0], str) and len(values[0]) > _LONG


def _bare(value: Tree) -> str:
    """Return *value* without what only lays it out."""
    return " ".join(words_of(one_line(value)).words)


def _called(name: str, value: Tree, organisation: Organisation) -> Shown:
    """Return *value*, which stands in the field *name*, as people call it."""
    if isinstance(value, Mapping):
        inner = (
            Joined((field_label((key,)), _called(key, part, organisation)), ": ")
            for key, part in value.items()
        )
        return Joined(tuple(inner), "; ")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Joined(tuple(_called(name, part, organisation) for part in value))
    call = _CALLED.get(name)
    return call(value or "", organisation) if call else value or ""


def _titled(text: str, organisation: Organisation) -> Shown:
    return ROLES.get(text) or organisation.title(text)


def _process(text: str, organisation: Organisation) -> Shown:
    return organisation.processes[text].name if text in organisation.processes else text


def _unit(text: str, organisation: Organisation) -> Shown:
    return organisation.units.get(text, text)


def _day(text: str, organisation: Organisation) -> Shown:
    del organisation
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    return text


def _interval(text: str, organisation: Organisation) -> Shown:
    del organisation
    count, _, unit = text.partition(" ")
    if not count.isdecimal() or len(count) > len("999"):
        return text
    if unit in ("month", "months"):
        return tr_n("{count} month", "{count} months", int(count))
    return tr_n("{count} year", "{count} years", int(count)) if unit in ("year", "years") else text


_CALLED: Final[Mapping[str, Callable[[str, Organisation], Shown]]] = {
    "owner": _titled,
    "client": _titled,
    "person": _titled,
    "role": _titled,
    "distribution": _titled,
    "unit": _unit,
    "units": _unit,
    "processes": _process,
    "edition": lambda text, _: edition_named(text),
    "kind": lambda text, _: AUDIT_KINDS.get(text, text),
    "days": _day,
    "from": _day,
    "until": _day,
    "review_every": _interval,
}
