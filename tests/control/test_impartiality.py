"""What ties an auditor to what is audited."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.control.impartiality import (
    Conflict,
    Stake,
    conflicts_of,
    forbids_own_work,
    in_conflict,
    stake_in_words,
)
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
        # a role that ended less than two years before the audit still ties; the text they wrote does, whatever the letters
        ("dan", "scope: {processes: [P-1]}", {(Stake.WROTE, "PS-01"), (Stake.OWNED_PROCESS, "P-1")}),
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


PAST = """\
```yaml title="qms.yaml"
qms: 1
organisation: {name: Example Office}
editions: [iso9001:2015]
units: {OR: Organisation, SO: Civic Affairs}
unit_heads: {SO: head-so, OR: mayor}
processes: {P-1: {name: Documents, owner: officer}, P-2: {name: Decisions, owner: head-so}}
roles: {officer: Officer, head-so: Head, mayor: Mayor}
people:
  ann: {name: Ann, roles: [{role: officer, until: 2024-10-20}, {role: head-so, until: 2024-10-19}]}
  bob: {name: Bob, roles: [{role: officer, until: 2025-01-31}, {role: officer, from: 2026-01-01}]}
  cat: {name: Cat, worked: [{process: P-1, until: 2026-03-31}, {unit: SO, advised: yes, until: 2024-10-20}]}
  dan: {name: Dan, worked: [{process: P-1, until: 2024-10-19}, {unit: SO, from: 2026-10-21}, {process: P-9}]}
  eve: {name: Eve, worked: [{process: P-2, advised: yes}, {unit: SO}]}
AUDITING
```

```yaml title="audits/{AUD-1}/audit.yaml"
id: AUD-1
type: audit
title: Audit
revision: "1"
kind: internal
days: [2026-10-20]
criteria: [{edition: "iso9001:2015"}]
scope: {processes: [P-1, P-2], units: [SO]FROM}
```
"""


def past_stakes(person: str, *, auditing: str = "", looks_at: str = "") -> set[tuple[Stake, str, str]]:
    """Return what ties *person* to an audit of 20 October 2026, with the last day of what is over."""
    system = example(PAST.replace("AUDITING", auditing).replace("FROM", looks_at), "").system()
    found = conflicts_of(person, system.audits[0].plan.fact, system)
    return {(one.stake, one.object, str(one.until or "")) for one in found}


def test_what_is_over_ties_for_two_years() -> None:
    """Whoever answered for it, worked on it or advised on it up to two years before the audit has a stake."""
    assert {(Stake.OWNED_PROCESS, "P-1", "2024-10-20")} == past_stakes("ann")
    assert {(Stake.OWNS_PROCESS, "P-1", "")} == past_stakes("bob")
    assert {
        (Stake.WORKED_ON_PROCESS, "P-1", "2026-03-31"),
        (Stake.ADVISED_UNIT, "SO", "2024-10-20"),
    } == past_stakes("cat")
    assert set() == past_stakes("dan")
    assert {(Stake.ADVISED_ON_PROCESS, "P-2", ""), (Stake.WORKED_IN_UNIT, "SO", "")} == past_stakes("eve")


def test_how_long_it_ties_is_a_setting() -> None:
    """`qms.yaml` says for how long; work that the audit looks at ties, however long ago it was."""
    assert set() == past_stakes("ann", auditing="auditing: {independence: 12 months}")
    assert {(Stake.OWNED_PROCESS, "P-1"), (Stake.OWNED_PROCESS, "P-2"), (Stake.HEADED_UNIT, "SO")} == {
        (stake, name) for stake, name, _ in past_stakes("ann", looks_at=", from: 2024-01-01")
    }
    assert {(Stake.WORKED_ON_PROCESS, "P-1", "2024-10-19")} == past_stakes(
        "dan", looks_at=", from: 2024-10-01"
    )


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_stake_has_words(language: str) -> None:
    """Each tie can be said in both languages, what is over with its last day."""
    system = example(PAST.replace("AUDITING", "").replace("FROM", ""), "").system()
    over = {stake for stake in Stake if stake.name.startswith(("OWNED", "HEADED", "WORKED", "ADVISED"))}
    for stake in Stake:
        name = "P-1" if "PROCESS" in stake.name else "SO"
        if stake not in (Stake.OWNED_PROCESS, Stake.HEADED_UNIT):
            assert stake_in_words(Conflict("ann", stake, name), system.organisation).into(language)
        if stake in over:
            said = stake_in_words(Conflict("ann", stake, name, dt.date(2025, 3, 2)), system.organisation)
            assert "2025" in said.into(language)
