"""An audit whose plan was withdrawn is not held: it asks nothing of anybody, and fulfils nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.checks import RULES
from qmsctl.control.programme import Progress
from qmsctl.control.system import System
from qmsctl.inspection import inspect
from qmsctl.reports.due import all_duties
from qmsctl.reports.duties import DutyKind
from qmsctl.reports.readiness import readiness
from qmsctl.reports.status import status
from tests.pages import QMS, example

OFFICE = """
```yaml title="programmes/pa-2026.yaml"
id: PA-2026
type: programme
title: Audit programme for 2026
language: en
revision: "1"
from: 2026-01-01
until: 2026-12-31
criteria: [{edition: "iso9001:2015"}]
entries:
  - {id: "1", month: 2026-10%(audit)s}
```

```yaml title="audits/{AUD-2026-07}/audit.yaml" approved="2026-09-01"
id: AUD-2026-07
type: audit
title: Control of documents
language: en
revision: "1"
kind: %(kind)s
criteria: [{edition: iso9001:2015, clauses: ["7.5"]}]
scope: {units: [OR]}
team: [{person: eve, role: lead_auditor, letter: E}]
days: [2026-12-07, 2026-12-08]
```

```yaml title="findings/{7kq2m9ab}/20260310T120000Z-aaaa1111.yaml"
record: finding
finding: 7kq2m9ab
step: raised
number: NC-2026-01-A1
source: {audit: AUD-2026-01}
grade: minor
title: No approval
units: [OR]
criteria: [{edition: "iso9001:2015", clauses: [7.5.2]}]
occurred: 2026-03-10
```
"""
WITHDRAWN = """
```yaml title="approvals/{AUD-2026-07}/20261102T090000Z-wwwwwwww.yaml"
record: approval
document: AUD-2026-07
language: en
revision: "1"
meaning: withdrawn
content: content-1:sha256:…
blob: …
decider: {person: bob}
decided: 2026-11-02
recorded: 2026-11-02T09:00:00Z
reason: The unit is dissolved.
```
"""
BOTH = pytest.mark.parametrize("held", [True, False])


def system(*, held: bool, kind: str = "internal", audit: str = "") -> System:
    """Return an office with an audit that is to be held, or one whose plan was withdrawn."""
    made = example(OFFICE % {"kind": kind, "audit": audit} + ("" if held else WITHDRAWN), "none")
    made.files["qms.yaml"] = QMS.replace(
        "roles: [{role: auditor}]",
        "roles: [{role: auditor}], competence: {led: 2, trained: [{standard: iso9001:2008}]}",
    ).encode()
    return made.system()


@BOTH
@pytest.mark.parametrize("slug", ["unprogrammed-audit", "missed-follow-up"])
def test_no_rule_asks_about_its_plan(slug: str, held: bool) -> None:  # noqa: FBT001 - a row of the table
    """Neither the programme nor the follow-up of findings wants it any more."""
    inspection = inspect(system(held=held), RULES, {})

    assert [slug] * held == [problem.slug for problem in inspection.problems if problem.slug == slug]


@BOTH
def test_it_fulfils_no_entry_of_the_programme(held: bool) -> None:  # noqa: FBT001 - a row of the table
    """The entry stands as if nobody had planned it."""
    (programme,) = system(held=held, audit=", audit: AUD-2026-07").programmes
    (entry,) = programme.entries

    assert (held, Progress.LATE) == (entry.audit is not None, entry.progress)


@BOTH
def test_nothing_of_it_is_due(held: bool) -> None:  # noqa: FBT001 - a row of the table
    """Neither its days nor the competence of its team."""
    kinds = [duty.kind for duty in all_duties(system(held=held)) if duty.subject == "AUD-2026-07"]

    assert kinds == [DutyKind.AUDIT, DutyKind.AUDIT, DutyKind.COMPETENCE] * held


@BOTH
def test_it_is_no_visit_and_no_audit_to_come(held: bool) -> None:  # noqa: FBT001 - a row of the table
    """Readiness does not look ahead to it, and the status does not list it."""
    here = system(held=held, kind="surveillance")
    inspection = inspect(here, RULES, {})

    visit = readiness(here, inspection, visit=None).horizon.visit
    assert visit == (dt.date(2026, 12, 7) if held else None)
    assert held == (status(here, inspection).next_audit is not None)
