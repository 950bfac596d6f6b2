"""HIS008: something that was pinned is no longer in the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import tr
from qmsctl.model.record import Approval, Evidence, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.repo.tags import Tag
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, Unwaivable, beginning_missing, rule
from qmsctl.settings import Severity


@dataclass(frozen=True, slots=True)
class Pin:
    """A commit or a content that a record names."""

    record: Filed[Record]
    at: Path
    """Where in the record."""
    name: str
    """Git's name of it."""
    is_commit: bool


def pins(system: System) -> Iterator[Pin | Tag | ControlledDocument]:
    """Yield what records that stand have pinned, the tags, and the documents whose text in force is in the history."""
    for record in system.uncorrected_records:
        yield from _pins_of(record)
    yield from system.history.tags
    yield from (one for one in system.documents if one.in_force is not None)


def _pins_of(record: Filed[Record]) -> Iterator[Pin]:
    fact = record.fact
    if isinstance(fact, Approval):
        yield Pin(record, ("blob",), fact.blob, is_commit=False)
    elif isinstance(fact, Evidence):
        for index, judged in enumerate(fact.judged_against):
            yield Pin(record, ("judged_against", index, "blob"), judged.blob, is_commit=False)
            if judged.commit is not None:
                yield Pin(record, ("judged_against", index, "commit"), judged.commit, is_commit=True)
    elif isinstance(fact, Minutes) and fact.report is not None:
        yield Pin(record, ("report", "commit"), fact.report.commit, is_commit=True)


@rule("HIS008", over=pins, severity=Severity.ERROR, clauses=("7.5.3.2",), unwaivable=Unwaivable.INTEGRITY)
def rewritten_history(pin: Pin | Tag | ControlledDocument, system: System) -> Iterator[Answer]:
    """Every commit and every content that a record or a tag names is in the history, and git can give it."""
    if isinstance(pin, Tag):
        yield from _of_tag(pin, system)
    elif isinstance(pin, ControlledDocument):
        yield from _of_document(pin, system)
    elif system.history.head is None:
        yield NotApplicable()
    elif pin.name in system.history.by_id if pin.is_commit else system.history.has_held(pin.name):
        return
    elif not system.history.complete:
        yield beginning_missing(
            system,
            tr(
                "the beginning of the history is missing, so whether what records name is in it cannot be established"
            ),
        )
    elif pin.is_commit:
        yield Problem(
            pin.record.at(*pin.at),
            tr(
                "{record} names the commit {commit}, which is not in the history: it was rewritten or cut",
                record=record_name(pin.record),
                commit=pin.name[:10],
            ),
            tr(
                "fetch the branch that holds the commit from another clone and merge it; if nobody has it, record a correction and say why"
            ),
        )
    else:
        yield Problem(
            pin.record.at(*pin.at),
            tr(
                "{record} names the content {blob}, which no commit of the history ever held",
                record=record_name(pin.record),
                blob=pin.name[:10],
            ),
            tr(
                "fetch the branch that holds the content from another clone and merge it; if nobody has it, record a correction and say why"
            ),
        )


def _of_tag(tag: Tag, system: System) -> Iterator[Answer]:
    if tag.missing is None:
        if tag.commit is None:
            yield NotApplicable()
        return
    message = tr(
        "the tag {tag} names {id}, which is no longer in the repository", tag=tag.name, id=tag.missing[:10]
    )
    fix = tr("fetch it from another clone: git fetch --tags; git fsck lists what is missing")
    answer = Problem if system.history.complete else CannotEstablish
    yield answer(system.qms.configuration.at(), message, fix)


def _of_document(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Ask whether git can give what is in force; that the history never held it, its approval is told."""
    approved = document.in_force
    if approved is None or not (document.blob_missing and system.history.has_held(approved.blob)):
        return
    yield CannotEstablish(
        approved.decision.record.at("blob"),
        tr(
            "git has lost the text of {document} {revision}, which is in force: what it says cannot be established",
            document=document.id,
            revision=approved.revision,
        ),
        tr(
            "fetch {blob} from another clone; git fsck lists what is missing",
            blob=approved.blob[:10],
        ),
    )
