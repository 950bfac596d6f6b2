"""What cannot be established about the system, and how to mend that."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.inspection import Inspection
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.reports.register_duties import register_faults

__all__ = ["Unestablished", "unestablished"]

_MANY: Final = 5
"""How many files are named where there are more."""


@dataclass(frozen=True, slots=True)
class Unestablished:
    """One thing that cannot be established."""

    message: Message
    fix: Message
    path: str | None = None
    """The file it is about, if it is one."""
    command: str | None = None
    slug: str | None = None
    """The rule that says so."""


def unestablished(system: System, inspection: Inspection) -> tuple[Unestablished, ...]:
    """Return what cannot be established, what concerns most first."""
    return (
        *_history(system, inspection),
        *_files(system),
        *_texts_elsewhere(system),
        *_registers(system),
        *_rules(inspection),
    )


def _history(system: System, inspection: Inspection) -> Iterator[Unestablished]:
    if not system.history.complete:
        yield Unestablished(
            tr(
                "the beginning of the history is missing, because this clone is shallow: "
                "who recorded what lies before it cannot be established"
            ),
            tr("fetch the whole history: git fetch --unshallow --tags; in CI set fetch-depth: 0"),
            command="git fetch --unshallow --tags",
        )
    if system.history.head is None:
        yield Unestablished(
            tr("nothing is in a history yet, so nobody can tell who decided what and when"),
            tr("commit what there is"),
        )
    told = {record.path for record in system.unrecorded}
    files = [path for path in system.uncommitted if path not in told]
    if inspection.working_tree and system.history.head is not None and files:
        yield Unestablished(
            tr_n(
                "{count} file on disk is not what the last commit holds: {files}",
                "{count} files on disk are not what the last commit holds: {files}",
                len(files),
                files=list_of([*files[:_MANY], *(["…"] if len(files) > _MANY else [])]),
            ),
            tr("commit what was changed on disk, so that others can see it too"),
            command="git status",
        )


def _files(system: System) -> Iterator[Unestablished]:
    for fault in sorted(system.qms.malformed, key=lambda one: one.path):
        yield Unestablished(
            tr("the file {path} cannot be read: {fault}", path=fault.path, fault=fault.message),
            fault.fix,
            fault.path,
            "qmsctl check",
            "malformed-file",
        )
    for record in sorted(system.unrecorded, key=lambda one: one.path):
        add = shlex.join(("git", "add", "--", record.path))
        yield Unestablished(
            tr("a record is written and not in the history: it does not count yet"),
            tr("let count what is written and not yet in the history"),
            record.path,
            f"{add} && git commit",
            "unrecorded-record",
        )
    for contested in sorted(system.contested, key=lambda one: one.path):
        yield Unestablished(
            tr("contested: another record corrects the same one, and neither counts"),
            tr("record one correction that names all of them"),
            contested.path,
            None,
            "contested-record",
        )


def _texts_elsewhere(system: System) -> Iterator[Unestablished]:
    """Yield of which documents the text counts though nobody looks into it."""
    in_force = [
        one.working for one in system.documents if one.in_force is not None and one.working is not None
    ]
    files = sorted(
        system.qms.beside[one.path].path if one.path in system.qms.beside else one.path
        for one in in_force
        if isinstance(one.fact, MappedDocument) and one.fact.file_digest is not None
    )
    if files:
        yield Unestablished(
            tr_n(
                "{count} document in force is a file that was not looked into: {files}",
                "{count} documents in force are files that were not looked into: {files}",
                len(files),
                files=list_of([*files[:_MANY], *(["…"] if len(files) > _MANY else [])]),
            ),
            tr("open them: that they have a text, and which, nobody but a reader can tell"),
        )


def _registers(system: System) -> Iterator[Unestablished]:
    """Yield of which registers nobody can tell what falls due by their rows."""
    for path, fault in register_faults(system):
        yield Unestablished(
            fault,
            tr("enter in the register what is missing, or mend its entry under dated_registers in qms.yaml"),
            path,
            "qmsctl due",
        )


def _rules(inspection: Inspection) -> Iterator[Unestablished]:
    """Yield what rules could not establish."""
    for problem in inspection.problems:
        if not problem.established and problem.slug not in ("malformed-file", "unrecorded-record"):
            command = shlex.join(("qmsctl", "explain", problem.slug))
            yield Unestablished(problem.message, problem.fix, problem.place.path, command, problem.slug)
