"""DOC001: a file cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.rule import Answer, CannotEstablish, Problem, Unwaivable, files, rule
from qmsctl.settings import Severity


@rule("DOC001", over=files, severity=Severity.ERROR, clauses=("7.5.3.1",), unwaivable=Unwaivable.UNREAD)
def malformed_file(path: str, system: System) -> Iterator[Answer]:
    """Every document and record can be read."""
    for fault in system.qms.malformed:
        if fault.path == path:
            answer = Problem if fault.established else CannotEstablish
            yield answer(fault.place, fault.message, fault.fix)
