"""CFG002: a pattern of a kind of documents matches no file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.file_patterns import fixed_part, matches
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity


class _Pattern(NamedTuple):
    """A pattern of `qms.yaml`, and where it stands."""

    kind: str
    field: str
    position: int
    text: str


def patterns(system: System) -> Iterator[_Pattern]:
    """The patterns by which the kinds of documents name their files."""
    for name, kind in system.organisation.kinds.items():
        for index, text in enumerate(kind.files):
            yield _Pattern(name, "files", index, text)
        for index, text in enumerate(kind.except_):
            yield _Pattern(name, "except", index, text)


@rule("CFG002", over=patterns, severity=Severity.WARNING, clauses=("7.5.3.1",))
def idle_pattern(pattern: _Pattern, system: System) -> Iterator[Answer]:
    """Every pattern of a kind of documents matches a file."""
    kind = system.organisation.kinds[pattern.kind]
    files = {*system.qms.paths, *system.history.files}
    found = [path for path in files if matches(path, pattern.text)]
    if pattern.field == "files":
        found = [path for path in found if not any(matches(path, one) for one in kind.except_)]
    if found:
        return
    if kind.converted:
        yield NotApplicable()  # it says how the history is read
        return
    if _lies_elsewhere(fixed_part(pattern.text), system):
        yield NotApplicable()  # what it would match cannot be read, and another rule says so
        return
    yield Problem(
        system.qms.configuration.at("kinds", pattern.kind, pattern.field, pattern.position),
        tr(
            "the pattern {pattern} of the kind {kind} matches no file",
            pattern=pattern.text,
            kind=pattern.kind,
        )
        if pattern.field == "files"
        else tr(
            "the pattern {pattern}, which the kind {kind} leaves out, matches no file",
            pattern=pattern.text,
            kind=pattern.kind,
        ),
        tr("correct it, or delete it; it is written from the folder of qms.yaml, and capital letters count"),
    )


def _lies_elsewhere(folder: str, system: System) -> bool:
    """Return whether something that is no file stands where *folder* is, on the way to it, or in it."""
    below = f"{folder}/" if folder else ""
    return any(
        fault.path == folder or folder.startswith(f"{fault.path}/") or fault.path.startswith(below)
        for fault in system.qms.malformed
        if fault.place.span is None
    )
