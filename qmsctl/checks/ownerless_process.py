"""CFG001: a process has no owner."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity


def processes(system: System) -> Iterator[str]:
    """The keys of the processes of `qms.yaml`."""
    yield from system.organisation.processes


@rule("CFG001", over=processes, severity=Severity.WARNING, clauses=("4.4.1", "5.3"))
def ownerless_process(process: str, system: System) -> Iterator[Answer]:
    """Every process has an owner."""
    if not (system.organisation.processes[process].owner or "").strip():
        yield Problem(
            system.qms.configuration.at_key("processes", process),
            tr("the process {process} has no owner", process=process),
            tr("name the role that answers for it: owner: and a role of qms.yaml"),
        )
