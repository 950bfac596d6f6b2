"""DOC025: a file has no fields beside it, so that it is no document."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity


def files_beside(system: System) -> Iterator[str]:
    """The files beside which the fields of a document stand, or should."""
    yield from sorted({*(file.path for file in system.qms.beside.values()), *system.qms.unaccompanied})


@rule("DOC025", over=files_beside, severity=Severity.WARNING, clauses=("7.5.3.1",))
def unaccompanied_file(file: str, system: System) -> Iterator[Answer]:
    """Every file of a kind whose fields stand in files of their own has such a file beside it."""
    kind = system.qms.unaccompanied.get(file)
    if kind is not None:
        yield Problem(
            Place(file),
            tr("no fields stand beside {file}, so it is under no control", file=file),
            tr("begin: qmsctl revise {file} --id … --title …; or name it below except of the kind {kind} in qms.yaml",
               file=shlex.quote(file), kind=kind),
        )  # fmt: skip
