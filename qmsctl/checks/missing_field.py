"""DOC004: a file lacks a field it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, files, rule
from qmsctl.settings import Severity


@rule("DOC004", over=files, severity=Severity.ERROR, clauses=("7.5.2",), unwaivable=Unwaivable.UNREAD)
def missing_field(path: str, system: System) -> Iterator[Answer]:
    """Every file has the fields it cannot do without."""
    if path in system.malformed:
        yield NotApplicable()  # what cannot be read is reported as such, and has no fields
    for flaw in system.flaws.get(path, ()):
        if flaw.kind == "missing-field":
            yield Problem(flaw.place, flaw.message, flaw.fix)
