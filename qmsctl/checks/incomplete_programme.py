"""AUD039: an audit programme leaves out its objectives, its criteria, or what may hinder it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD039", over=programmes, severity=Severity.WARNING, clauses=("6.1", "9.2.2"))
def incomplete_programme(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """An audit programme states its objectives, its criteria and its risks."""
    del system
    fact, place = programme.stated.fact, programme.stated
    if not (fact.objectives or "").strip():
        yield Problem(
            place.at("objectives"),
            tr("{programme} states no objectives", programme=programme.id),
            tr("write down what the audits of the period are to find out"),
        )
    if not fact.editions:
        yield Problem(
            place.at("criteria"),
            tr("the criteria of {programme} name no edition of a standard", programme=programme.id),
            tr("add the standard with its edition to the criteria"),
        )
    if not any(risk.text.strip() for risk in fact.risks):
        yield Problem(
            place.at("risks"),
            tr("{programme} says nothing about what may hinder its audits", programme=programme.id),
            tr("write down the risks of the programme, and what is done about each"),
        )
