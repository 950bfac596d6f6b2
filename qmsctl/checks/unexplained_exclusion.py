"""CLS005: a clause is excluded without a reason, or does not exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from qmsctl.control.system import System
from qmsctl.control.text import placeholders
from qmsctl.messages import tr
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity
from qmsctl.standards import EDITIONS, edition, edition_named

Exclusion: TypeAlias = tuple[str, str]
"""Edition and clause."""


def exclusions(system: System) -> Iterator[Exclusion]:
    """Yield every exclusion as it is written: one with nothing behind it is no value of the organisation."""
    written = system.qms.configuration.value("exclusions")
    for key, reasons in written.items() if isinstance(written, Mapping) else ():
        for number in reasons if isinstance(reasons, Mapping) else ():
            yield key, number


@rule("CLS005", over=exclusions, severity=Severity.ERROR, clauses=("4.3",))
def unexplained_exclusion(exclusion: Exclusion, system: System) -> Iterator[Answer]:
    """Every excluded clause exists, and a reason says why it does not apply."""
    key, number = exclusion
    configuration = system.qms.configuration
    if key not in EDITIONS:
        near = edition_named(key) or closest(key, EDITIONS)
        yield Problem(
            configuration.at_key("exclusions", key),
            tr(
                "clause {clause} is excluded from {edition}, and no edition is called so",
                clause=number,
                edition=key,
            ),
            tr("did you mean {near}?", near=near) if near else tr("name an edition that you follow"),
        )
        return
    if edition(key).clause(number) is None:
        yield Problem(
            configuration.at_key("exclusions", key, number),
            tr(
                "clause {clause} is excluded, and {edition} has no such clause",
                clause=number,
                edition=edition(key).designation,
            ),
            tr("correct the number, or take the exclusion out"),
        )
    reason = configuration.value("exclusions", key, number)
    if not isinstance(reason, str) or not reason.strip() or any(placeholders(reason)):
        yield Problem(
            configuration.at_key("exclusions", key, number),
            tr("clause {clause} is excluded without a reason", clause=number),
            tr(
                "write behind it why it does not apply to what the organisation does, or take the exclusion out"
            ),
        )
