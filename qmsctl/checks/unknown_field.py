"""DOC002: a file has a field that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, files, rule
from qmsctl.settings import Severity


@rule("DOC002", over=files, severity=Severity.ERROR, clauses=("7.5.2",), unwaivable=Unwaivable.UNREAD)
def unknown_field(path: str, system: System) -> Iterator[Answer]:
    """Every field of a file is one that qmsctl knows."""
    if path in system.malformed:
        yield NotApplicable()  # what cannot be read is reported as such, and has no fields
    for flaw in system.flaws.get(path, ()):
        if flaw.kind == "unknown-field":
            yield Problem(flaw.place, flaw.message, flaw.fix)
