"""CFG003: two kinds of documents match the same file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.system import System
from qmsctl.messages import list_of, tr, tr_n
from qmsctl.model.document_kind import DocumentKind
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity

_SHOWN: Final = 3
"""Files that are named where there are many."""


def kinds(system: System) -> Iterator[str]:
    """The kinds of documents of `qms.yaml`."""
    yield from system.organisation.kinds


@rule("CFG003", over=kinds, severity=Severity.WARNING, clauses=("7.5.3.1",))
def ambiguous_kind(kind: str, system: System) -> Iterator[Answer]:
    """No file of a kind of documents is one of another kind."""
    all_kinds = system.organisation.kinds
    own = [path for path in sorted(system.qms.paths) if _is_of(all_kinds[kind], path)]
    if not own:
        return
    for other in all_kinds:
        if other == kind:
            break  # it is said once, of the later of the two
        both = [path for path in own if _is_of(all_kinds[other], path)]
        if both:
            yield Problem(
                system.qms.configuration.at("kinds", kind, "files"),
                tr_n(
                    "{count} file is of the kind {other} as well as of {kind}, and is read as {other}: {files}",
                    "{count} files are of the kind {other} as well as of {kind}, and are read as {other}; the first: {files}",
                    len(both),
                    other=other,
                    kind=kind,
                    files=list_of(both[:_SHOWN]),
                ),
                tr("name them below except of the kind {other}, or of {kind}", other=other, kind=kind),
            )


def _is_of(kind: DocumentKind, path: str) -> bool:
    return kind.holds(path)
