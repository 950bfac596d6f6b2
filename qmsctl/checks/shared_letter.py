"""AUD034: two auditors of a team number their findings with the same letter, or one has none."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.impartiality import AUDITING
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD034", over=audits, severity=Severity.WARNING, clauses=("7.5.2", "9.2.2"))
def shared_letter(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Of several auditors in a team each has a letter of their own."""
    del system
    auditing = [(i, member) for i, member in enumerate(audit.plan.fact.team) if member.role in AUDITING]
    if len({member.person for _, member in auditing}) < 2:  # noqa: PLR2004 - one alone shares with nobody
        yield NotApplicable()
        return
    taken: dict[str, str] = {}
    for index, member in auditing:
        letter = (member.letter or "").strip()
        if not letter:
            yield Problem(
                audit.plan.at("team", index, "person"),
                tr(
                    "{person} has no letter for the findings of {audit}", person=member.person, audit=audit.id
                ),
                tr("write beside the person a letter that nobody else in the team has"),
            )
        elif taken.setdefault(letter.casefold(), member.person) != member.person:
            yield Problem(
                audit.plan.at("team", index, "letter"),
                tr(
                    "{person} and {other} number the findings of {audit} with the same letter, {letter}",
                    person=member.person,
                    other=taken[letter.casefold()],
                    audit=audit.id,
                    letter=letter,
                ),
                tr("write beside the person a letter that nobody else in the team has"),
            )
