"""What ties an auditor to what is audited."""

from __future__ import annotations

import pytest

from qmsctl.control.impartiality import Conflict, Stake, conflicts_of, forbids_own_work, in_conflict
from qmsctl.control.system import System
from qmsctl.model.document import AuditPlan
from tests.pages import example

OFFICE = """\
```yaml title="qms.yaml"
qms: 1
organisation: {name: Example Office}
language: en
editions: [iso9001:2015]
units: {OR: Organisation, SO: Civic Affairs}
unit_heads: {SO: head-so}
processes:
  P-1: {name: Documents, owner: officer}
  P-2: {name: Decisions, owner: head-so}
roles: {officer: Officer, head-so: Head, mayor: Mayor}
people:
  ann: {name: Ann, emails: [Ann@example.org], unit: OR, reports_to: mayor, roles: [{role: officer, from: 2026-01-01}]}
  bob: {name: Bob, emails: [bob@example.org], roles: [{role: mayor}]}
  cat: {name: Cat, emails: [cat@example.org], unit: SO, reports_to: bob, roles: [{role: head-so}]}
  dan: {name: Dan, emails: [dan@example.org], unit: SO, reports_to: cat, roles: [{role: officer, until: 2025-12-31}]}
  eve: {name: Eve, emails: [eve@example.org]}
  fay: {name: Fay, emails: [fay@example.org], reports_to: gus}
  gus: {name: Gus, emails: [gus@example.org], reports_to: fay}
```

```yaml title="procedures/ps-01.yaml" commit="2026-01-02 dan <DAN@example.org>"
id: PS-01
type: procedure
title: Documents
revision: "1"
```

```yaml title="procedures/ps-01.yaml" commit="2026-01-03 Gus <gus@example.org>" approved="2026-02-01"
id: PS-01
type: procedure
title: Documents
revision: "1"
owner: cat
processes: [P-1]
```

```yaml title="checklists/cl-01.yaml"
id: CL-01
type: checklist
title: Questions
revision: "1"
edition: iso9001:2015
processes: [P-2]
questions: [{id: Q, text: Why?}]
```

"""


def plan(rest: str, edition: str = "iso9001:2015") -> tuple[AuditPlan, System]:
    """Return a plan, and the system it lies in."""
    criteria = "" if "criteria" in rest else f'criteria: [{{edition: "{edition}"}}]'
    text = f"""\
```yaml title="audits/{{AUD-1}}/audit.yaml"
id: AUD-1
type: audit
title: Audit
revision: "1"
kind: internal
days: [2026-10-20]
{criteria}
{rest}
```
"""
    system = example(OFFICE + text, "").system()
    return system.audits[0].plan.fact, system


def stakes(person: str, rest: str) -> set[tuple[Stake, str]]:
    """Return what ties *person* to an audit."""
    return {(one.stake, one.object) for one in conflicts_of(person, *plan(rest))}


@pytest.mark.parametrize(
    ("person", "rest", "expected"),
    [
        ("ann", "scope: {processes: [P-1]}", {(Stake.OWNS_PROCESS, "P-1"), (Stake.PREPARED, "PS-01")}),
        # who prepared it is on record; who changed it besides shows in git alone
        ("gus", "scope: {processes: [P-1]}", {(Stake.WROTE, "PS-01")}),
        # a role that has ended by the day of the audit ties nobody; the text they wrote does, whatever the letters
        ("dan", "scope: {processes: [P-1]}", {(Stake.WROTE, "PS-01")}),
        # the mayor approved it, and both who answer for the process and the office report to him
        ("bob", "scope: {processes: [P-1]}", {(Stake.APPROVED, "PS-01"), (Stake.COMMANDS, "ann")}),
        ("bob", "scope: {units: [SO]}", {(Stake.COMMANDS, "cat")}),
        ("cat", "scope: {units: [SO]}", {(Stake.HEADS_UNIT, "SO")}),
        ("dan", "scope: {units: [SO]}", {(Stake.WORKS_IN_UNIT, "SO"), (Stake.ANSWERS_TO, "cat")}),
        ("dan", "scope: {units: [OR]}", set()),
        ("cat", "criteria: [{document: PS-01}]", {(Stake.OWNS_DOCUMENT, "PS-01")}),
        ("cat", "checklists: [{checklist: CL-01}]", {(Stake.OWNS_PROCESS, "P-2")}),
        ("eve", "scope: {processes: [P-1, P-2], units: [OR, SO]}", set()),
        # a circle of superiors ends
        ("fay", "scope: {processes: [P-1, P-2], units: [OR, SO]}", set()),
        # what the schedule gives to others is theirs
        ("cat", "scope: {processes: [P-2]}\nschedule: [{process: P-2, auditor: eve}]", set()),
        ("cat", "scope: {processes: [P-2]}\nschedule: [{process: P-2, auditor: cat}]", {(Stake.OWNS_PROCESS, "P-2")}),
        ("cat", 'scope: {units: [SO]}\nschedule: [{unit: SO, time: "9:00"}]', {(Stake.HEADS_UNIT, "SO")}),
    ],
)  # fmt: skip
def test_stakes(person: str, rest: str, expected: set[tuple[Stake, str]]) -> None:
    """Ownership, authorship, approvals, units and the line of command tie somebody, and nothing else does."""
    assert expected == stakes(person, rest)


def test_only_those_who_audit() -> None:
    """Whoever only watches, guides or advises judges nothing, so nothing is held against them."""
    team = "team: [{person: ann, role: observer}, {person: cat, role: auditor}, {person: eve, role: lead_auditor}]"
    found = in_conflict(*plan(f"scope: {{processes: [P-1, P-2]}}\n{team}"))
    assert {"cat"} == set(found)
    assert Conflict("cat", Stake.OWNS_PROCESS, "P-2") in found["cat"]


@pytest.mark.parametrize(
    ("edition", "forbidden"), [("iso9001:2008", True), ("iso9001:2015", False), ("iso9001:2026", False)]
)
def test_edition_decides(edition: str, forbidden: bool) -> None:  # noqa: FBT001 - a row of the table
    """The edition of 2008 forbids auditing one's own work; the later ones want a safeguard."""
    stated, system = plan("", edition)
    assert forbidden == forbids_own_work(stated, system.organisation)
