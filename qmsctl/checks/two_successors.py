"""REV016: a document was withdrawn in favour of two others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity

_Life: TypeAlias = "tuple[str, int] | None"
"""What a withdrawal ends: a language version, by how many of its revisions had come; `None`: the document."""


def _ended(system: System) -> Iterator[Sequence[ControlledDocument]]:
    """Yield the versions of every document that was ever withdrawn."""
    for versions in system.documents_by_id.values():
        if any(_withdrawals(version) for version in versions):
            yield versions


def _withdrawals(version: ControlledDocument) -> list[Decision]:
    return [decision for decision in version.decisions if decision.record.fact.meaning == "withdrawn"]


@rule("REV016", over=_ended, severity=Severity.ERROR, clauses=("7.5.3.2",), records_alone=True)
def two_successors(versions: Sequence[ControlledDocument], system: System) -> Iterator[Answer]:
    """One document takes the place of a withdrawn one."""
    del system
    named = [
        (_life(version, decision), decision.record)
        for version in versions
        for decision in _withdrawals(version)
        if decision.record.fact.successor
    ]
    if not named:
        yield NotApplicable()
    first: dict[_Life, str] = {}
    for life, record in sorted(named, key=lambda pair: (pair[1].fact.recorded, pair[1].path)):
        successor = record.fact.successor or ""
        if first.setdefault(life, successor) != successor:
            yield Problem(
                record.at("successor"),
                tr(
                    "{document} is withdrawn in favour of {successor} here, and of {other} in another record",
                    document=record.fact.document,
                    successor=successor,
                    other=first[life],
                ),
                tr(
                    "agree on one of the two, then record a correction of the withdrawal that names the other"
                ),
            )


def _life(version: ControlledDocument, withdrawal: Decision) -> _Life:
    """Return what *withdrawal* ends: of what is withdrawn now, all languages have one successor."""
    now = version.withdrawn is not None and _come(version, withdrawal) == _come(version, version.withdrawn)
    return None if now else (version.language, _come(version, withdrawal))


def _come(version: ControlledDocument, withdrawal: Decision) -> int:
    end = withdrawal.record.fact.effective or withdrawal.record.fact.decided
    return sum(one.effective <= end for one in version.approved)
