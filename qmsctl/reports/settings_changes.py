"""What changed in `qms.yaml`, in words: whom the system believes and what it demands hang on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, TypeVar

from qmsctl.control.finding_deadlines import deadlines_of
from qmsctl.control.trust import Trust
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.organisation import DocumentType, Organisation
from qmsctl.reports.differing import NOT_SET, differing, listed, or_not_set
from qmsctl.reports.marks import GRADES, MEANINGS, TRUST
from qmsctl.reports.people_changes import people_changes
from qmsctl.reports.reading_changes import kind_changes, reading_changes
from qmsctl.reports.rule_changes import NO_REASON, rule_changes

__all__ = ["SettingChange", "settings_changes"]

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One thing that `qms.yaml` says otherwise than before."""

    part: str
    """The field of `qms.yaml` it stands in."""
    message: Message


def settings_changes(before: Organisation, after: Organisation) -> Iterator[SettingChange]:
    """Yield what *after* says otherwise than *before*, people first."""
    parts: tuple[tuple[str, Iterator[Message]], ...] = (
        ("people", people_changes(before, after)),
        ("roles", _titles(before.roles, after.roles, _ROLE)),
        ("types", _types(before, after)),
        ("kinds", kind_changes(before, after)),
        ("rules", rule_changes(before, after)),
        ("waivers", _waivers(before, after)),
        ("findings", _deadlines(before, after)),
        ("editions", _editions(before, after)),
        ("exclusions", _exclusions(before, after)),
        ("units", _titles(before.units, after.units, _UNIT)),
        ("unit_heads", _heads(before, after)),
        ("processes", _processes(before, after)),
        ("certificate", _certificate(before, after)),
        ("auditing", _auditing(before, after)),
        ("organisation", _scalars(before, after)),
        ("folders", _folders(before, after)),
    )
    for part, messages in parts:
        for message in messages:
            yield SettingChange(part, message)
    for part, message in reading_changes(before, after):
        yield SettingChange(part, message)


# Keys with a title

Titled = tuple[
    Callable[[str, str], Message], Callable[[str, str], Message], Callable[[str, str, str], Message]
]
"""What is said of one that was added, taken out, or renamed."""

_ROLE: Final[Titled] = (
    lambda key, title: tr("role {title} ({key}) was added", key=key, title=title),
    lambda key, title: tr("role {title} ({key}) was taken out", key=key, title=title),
    lambda key, old, new: tr(
        "role {key} is now called {after}, before: {before}", key=key, after=new, before=old
    ),
)
_UNIT: Final[Titled] = (
    lambda key, title: tr("unit {title} ({key}) was added", key=key, title=title),
    lambda key, title: tr("unit {title} ({key}) was taken out", key=key, title=title),
    lambda key, old, new: tr(
        "unit {key} is now called {after}, before: {before}", key=key, after=new, before=old
    ),
)
_PROCESS: Final[Titled] = (
    lambda key, title: tr("process {title} ({key}) was added", key=key, title=title),
    lambda key, title: tr("process {title} ({key}) was taken out", key=key, title=title),
    lambda key, old, new: tr(
        "process {key} is now called {after}, before: {before}", key=key, after=new, before=old
    ),
)


def _titles(before: Mapping[str, str], after: Mapping[str, str], said: Titled) -> Iterator[Message]:
    added, taken_out, renamed = said
    for key, old, new in differing(before, after):
        if old is None and new is not None:
            yield added(key, new)
        elif new is None and old is not None:
            yield taken_out(key, old)
        elif old is not None and new is not None:
            yield renamed(key, old, new)


def _processes(before: Organisation, after: Organisation) -> Iterator[Message]:
    was, now = ({key: process.name for key, process in one.processes.items()} for one in (before, after))
    yield from _titles(was, now, _PROCESS)
    for key, old, new in differing(before.processes, after.processes):
        if new is not None and new.owner != (old.owner if old else None):
            yield tr(
                "process {key}: owner {after}, before: {before}",
                key=key,
                after=_titled(new.owner, after),
                before=_titled(old.owner if old else None, before),
            )
        if new is not None and new.fields != (old.fields if old else ()):
            yield tr(
                "process {key}: its auditors have to know {after}, before: {before}",
                key=key,
                after=listed(new.fields),
                before=listed(old.fields if old else ()),
            )


def _heads(before: Organisation, after: Organisation) -> Iterator[Message]:
    for key, old, new in differing(before.unit_heads, after.unit_heads):
        yield tr(
            "unit {key}: head {after}, before: {before}",
            key=key,
            after=_titled(new, after),
            before=_titled(old, before),
        )


def _certificate(before: Organisation, after: Organisation) -> Iterator[Message]:
    old, new = before.certificate, after.certificate
    if old == new:
        return
    if new is None:
        yield tr("the certificate was taken out")
    elif old is None or (old.edition, old.decided, old.valid_until) != (
        new.edition,
        new.decided,
        new.valid_until,
    ):
        yield tr(
            "certificate to {edition}, decided {decided}, valid until {until}",
            edition=new.edition,
            decided=new.decided,
            until=new.valid_until,
        )
    else:
        yield tr("number, body or surveillances of the certificate have changed")


def _auditing(before: Organisation, after: Organisation) -> Iterator[Message]:
    old, new = before.auditing, after.auditing
    if old.every != new.every:
        yield tr(
            "everything is audited at least every: {after}, before: {before}",
            after=_months(new.every),
            before=_months(old.every),
        )
    if old.experience != new.experience:
        yield tr(
            "audits before leading one: {after}, before: {before}",
            after=new.experience,
            before=old.experience,
        )
    if old.independence != new.independence:
        yield tr(
            "nobody audits what they answered for, worked on or advised on, for: {after}, before: {before}",
            after=_months(new.independence),
            before=_months(old.independence),
        )
    if new.strict and not old.strict:
        yield tr("no safeguard makes up any longer for auditing one's own work")
    if old.strict and not new.strict:
        yield tr("a safeguard makes up again for auditing one's own work")


# What the system demands


def _types(before: Organisation, after: Organisation) -> Iterator[Message]:
    for key, old, new in differing(before.types, after.types):
        if new is None:
            yield tr("type {type} was taken out: one approval by anybody is enough for it", type=key)
            continue
        if old is None:
            yield tr("type {type} was added", type=key)
        yield from _type(key, old or DocumentType(), new, before, after)


def _type(
    key: str, old: DocumentType, new: DocumentType, before: Organisation, after: Organisation
) -> Iterator[Message]:
    """Yield what documents of the type *key* have to have now, and had to before."""
    if old.needs != new.needs:
        yield tr(
            "type {type}: needs {after}, before: {before}",
            type=key,
            after=_meanings(new.needs),
            before=_meanings(old.needs),
        )
    if old.approvers != new.approvers:
        yield tr(
            "type {type}: may be approved by {after}, before: {before}",
            type=key,
            after=_approvers(new.approvers, after),
            before=_approvers(old.approvers, before),
        )
    if old.trust != new.trust:
        yield tr(
            "type {type}: its approvals have to be at least {after}, before: {before}",
            type=key,
            after=TRUST[Trust(new.trust)].word,
            before=TRUST[Trust(old.trust)].word,
        )
    if old.review_every != new.review_every:
        yield tr(
            "type {type}: reviewed every {after}, before: {before}",
            type=key,
            after=_months(new.review_every),
            before=_months(old.review_every),
        )
    if old.sections != new.sections:
        yield tr(
            "type {type}: sections {after}, before: {before}",
            type=key,
            after=listed(new.sections),
            before=listed(old.sections),
        )
    if old.id != new.id:
        yield tr(
            "type {type}: form of the ids {after}, before: {before}",
            type=key,
            after=or_not_set(new.id),
            before=or_not_set(old.id),
        )


def _waivers(before: Organisation, after: Organisation) -> Iterator[Message]:
    old, new = before.waivers.approvers, after.waivers.approvers
    if old != new:
        yield tr(
            "rules may be waived by {after}, before: {before}",
            after=_waiving(new, after),
            before=_waiving(old, before),
        )


def _waiving(roles: Sequence[str], organisation: Organisation) -> str | Message:
    return _approvers(roles, organisation) if roles else tr("whoever may approve the document")


def _editions(before: Organisation, after: Organisation) -> Iterator[Message]:
    for edition in after.editions:
        if edition not in before.editions:
            yield tr("the edition {edition} of the standard was added", edition=edition)
    for edition in before.editions:
        if edition not in after.editions:
            yield tr("the edition {edition} of the standard was taken out", edition=edition)


def _exclusions(before: Organisation, after: Organisation) -> Iterator[Message]:
    old, new = (
        {
            (edition, clause): reason
            for edition, clauses in one.exclusions.items()
            for clause, reason in clauses.items()
        }
        for one in (before, after)
    )
    for edition, clause in dict.fromkeys([*new, *old]):
        names = {"clause": clause, "edition": edition}
        reason = new.get((edition, clause)) or NO_REASON
        if (edition, clause) not in old:
            yield tr("clause {clause} of {edition} is now excluded: {reason}", reason=reason, **names)
        elif (edition, clause) not in new:
            yield tr("clause {clause} of {edition} is no longer excluded", **names)
        elif old[edition, clause] != new[edition, clause]:
            yield tr(
                "clause {clause} of {edition} is excluded for another reason: {reason}",
                reason=reason,
                **names,
            )


# Everything else


def _scalars(before: Organisation, after: Organisation) -> Iterator[Message]:
    def differ(old: str | None, new: str | None) -> dict[str, str | Message] | None:
        return None if old == new else {"before": or_not_set(old), "after": or_not_set(new)}

    if names := differ(before.organisation.name, after.organisation.name):
        yield tr("name of the organisation: {after}, before: {before}", **names)
    if names := differ(before.organisation.address, after.organisation.address):
        yield tr("address of the organisation: {after}, before: {before}", **names)
    if names := differ(before.scope, after.scope):
        yield tr("scope of the system: {after}, before: {before}", **names)
    if names := differ(before.language, after.language):
        yield tr("language: {after}, before: {before}", **names)
    if names := differ(before.time_zone, after.time_zone):
        yield tr("time zone: {after}, before: {before}", **names)
    if names := differ(before.branch, after.branch):
        yield tr("controlled branch: {after}, before: {before}", **names)
    yield from _recording(before, after)


def _recording(before: Organisation, after: Organisation) -> Iterator[Message]:
    if before.recording.commit and not after.recording.commit:
        yield tr("recording commands no longer commit what they write")
    if after.recording.commit and not before.recording.commit:
        yield tr("recording commands commit what they write again")
    if before.recording.late_after != after.recording.late_after:
        yield tr(
            "days after which evidence counts as recorded late: {after}, before: {before}",
            after=after.recording.late_after,
            before=before.recording.late_after,
        )


_DEADLINES: Final[Mapping[str, Message]] = {
    "acknowledge": tr("to acknowledge"),
    "correct": tr("to correct"),
    "answer": tr("to answer"),
    "implement": tr("to carry out the action"),
    "verify": tr("to verify the effectiveness"),
    "assess": tr("to assess"),
}


def _deadlines(before: Organisation, after: Organisation) -> Iterator[Message]:
    """Yield the times within which findings are followed up, where they differ."""
    for grade, mark in GRADES.items():
        old, new = deadlines_of(before, grade), deadlines_of(after, grade)
        for field, what in _DEADLINES.items():
            then, now = getattr(old, field), getattr(new, field)
            if then != now:
                yield tr(
                    "{grade}, time {what}: {after}, before: {before}",
                    grade=mark.word,
                    what=what,
                    after=_span(now),
                    before=_span(then),
                )


def _span(span: str | None) -> Message:
    if span is None:
        return NOT_SET
    count = int(span.partition(" ")[0])
    if "working" in span:
        return tr_n("{count} working day", "{count} working days", count)
    return tr_n("{count} day", "{count} days", count)


def _folders(before: Organisation, after: Organisation) -> Iterator[Message]:
    for field in fields(after.folders):
        old, new = getattr(before.folders, field.name), getattr(after.folders, field.name)
        if old != new:
            yield tr("folder {name}: {after}, before: {before}", name=field.name, after=new, before=old)


def _titled(key: str | None, organisation: Organisation) -> str | Message:
    return organisation.title(key) if key else NOT_SET


def _meanings(meanings: Sequence[str]) -> tuple[Message, ...]:
    return tuple(MEANINGS[meaning] for meaning in meanings) or (NOT_SET,)


def _approvers(roles: Sequence[str], organisation: Organisation) -> str | Message:
    return list_of([organisation.title(role) for role in roles]) if roles else tr("anybody")


def _months(months: int | None) -> Message:
    return NOT_SET if months is None else tr_n("{count} month", "{count} months", months)
