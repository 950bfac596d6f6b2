"""DOC002: a file has a field that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qmsctl.control.system import System
from qmsctl.documents.edits import Edit
from qmsctl.documents.lookalike import meant_text
from qmsctl.documents.source import Flaw
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, files, rule
from qmsctl.settings import Severity


@rule("DOC002", over=files, severity=Severity.ERROR, clauses=("7.5.2",), unwaivable=Unwaivable.UNREAD)
def unknown_field(path: str, system: System) -> Iterator[Answer]:
    """Every field of a file is one that qmsctl knows."""
    if path in system.malformed:
        yield NotApplicable()  # what cannot be read is reported as such, and has no fields
    for flaw in system.flaws.get(path, ()):
        if flaw.kind == "unknown-field":
            yield Problem(flaw.place, flaw.message, flaw.fix, fix(flaw, path, system))


def fix(flaw: Flaw, path: str, system: System) -> tuple[Edit, ...]:
    """Return the field as it was meant, if its name only looks like it: one letter is of another alphabet."""
    filed = next((one for one in system.qms.documents if one.path == path), None)
    if filed is None or flaw.place.span is None:
        return ()
    where = next((key for key, span in filed.source.keys.items() if span == flaw.place.span), ())
    written = str(where[-1]) if where else ""
    plain = meant_text(written)
    # The schema says which field it takes it for.
    beside = filed.source.value(*where[:-1])
    if plain == written or dict(flaw.fix.values).get("near") != plain:
        return ()
    if not isinstance(beside, Mapping) or plain in beside:
        return ()
    start = filed.source.text.content.find(written, flaw.place.span.start, flaw.place.span.end)
    return (Edit(filed.source.inside(start, len(written)), written, plain),) if start >= 0 else ()
