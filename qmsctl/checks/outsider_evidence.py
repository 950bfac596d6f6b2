"""EVD015: evidence is by somebody who does not audit in the team of its audit."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.impartiality import AUDITING
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD015", over=evidence, severity=Severity.WARNING, clauses=("9.2.2",))
def outsider_evidence(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Evidence is by an auditor of its audit; where it names nobody, by whoever recorded it."""
    fact = record.fact
    audit = system.audit(fact.audit)
    team = [member.person for member in audit.plan.fact.team if member.role in AUDITING] if audit else []
    person = fact.auditor or system.people_by_email.get(fact.recorder.email.casefold())
    if not team or person is None or (fact.corrects and fact.auditor is None):
        yield NotApplicable()
    elif person not in team:
        yield Problem(
            record.at("auditor") if fact.auditor else record.at("recorder"),
            tr(
                "{person} is no auditor in the team of {audit}",
                person=system.organisation.title(person),
                audit=fact.audit,
            ),
            tr(
                "record a correction that names the auditor who saw it, or add the person to the team in the plan"
            ),
        )
