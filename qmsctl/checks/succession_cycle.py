"""REV015: the successors of a withdrawn document lead back to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity

LONGEST: Final = 6
"""Ids in a chain that are still shown."""

_Version: TypeAlias = tuple[str, str]
"""Id and language."""
_Succession: TypeAlias = tuple[ControlledDocument, tuple[str, ...]]
"""A withdrawn document with a successor, and the ids that lead back to it, if they do."""


def _successions(system: System) -> Iterator[_Succession]:
    """Yield every withdrawn document that names a successor.  Each is passed once, however long the chains."""
    withdrawn = {(d.id, d.language): d for d in system.documents if d.withdrawn is not None}
    heirs: dict[_Version, _Version] = {}
    for version, document in withdrawn.items():
        successor = document.withdrawn.record.fact.successor if document.withdrawn else None
        heir = system.document(successor, document.language) if successor else None
        if heir is not None:
            heirs[version] = heir.id, heir.language
    cycles = _cycles(heirs)
    for version in heirs:
        yield withdrawn[version], cycles.get(version, ())


def _cycles(heirs: Mapping[_Version, _Version]) -> dict[_Version, tuple[str, ...]]:
    """Return the ids that lead from each version that is on a cycle back to it."""
    found: dict[_Version, tuple[str, ...]] = {}
    passed: set[_Version] = set()
    for start in heirs:
        path: dict[_Version, None] = {}
        at: _Version | None = start
        while at is not None and at not in passed:
            passed.add(at)
            path[at] = None
            at = heirs.get(at)
        if at in path:
            order = list(path)
            cycle = order[order.index(at) :]
            for index, version in enumerate(cycle):
                following = (*cycle[index : index + LONGEST], *cycle[: max(0, index + LONGEST - len(cycle))])
                chain = [id for id, _ in following[: len(cycle)]]
                found[version] = (*chain, "…", version[0]) if len(cycle) > LONGEST else (*chain, version[0])
    return found


@rule("REV015", over=_successions, severity=Severity.ERROR, clauses=("7.5.3.2",), records_alone=True)
def succession_cycle(succession: _Succession, system: System) -> Iterator[Answer]:
    """Whoever follows the successors of a withdrawn document never comes back to it."""
    del system
    document, chain = succession
    if chain and document.withdrawn is not None:
        record = document.withdrawn.record
        yield Problem(
            record.at("successor"),
            tr(
                "the successors of {document} lead back to it: {chain}",
                document=document.id,
                chain=" → ".join(chain),
            ),
            tr("record a correction of the withdrawal that names what really takes its place, or nothing"),
        )
