"""DOC003: a field holds a value it cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, files, rule
from qmsctl.settings import Severity


@rule("DOC003", over=files, severity=Severity.ERROR, clauses=("7.5.2",), unwaivable=Unwaivable.UNREAD)
def wrong_value(path: str, system: System) -> Iterator[Answer]:
    """Every field holds a value of its kind."""
    if path in system.malformed:
        yield NotApplicable()  # what cannot be read is reported as such, and has no fields
    for flaw in system.flaws.get(path, ()):
        if flaw.kind == "wrong-value":
            yield Problem(flaw.place, flaw.message, flaw.fix)
