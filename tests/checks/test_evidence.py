"""Rules on evidence: edges that would clutter their pages."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from qmsctl.checks.evidence_outside_plan import evidence_outside_plan
from qmsctl.checks.irreproducible_sample import irreproducible_sample
from qmsctl.checks.late_entry import late_entry
from qmsctl.checks.person_in_evidence import person_in_evidence
from qmsctl.checks.superseded_criterion import superseded_criterion
from qmsctl.checks.unanswered_question import unanswered_question
from qmsctl.checks.undescribed_sample import undescribed_sample
from qmsctl.rule import CannotEstablish
from tests.checks.fences import document, found, made_of, not_established, pinned

REGISTER = "nr;unit\n" + "".join(f"K.{number};{'AB'[number % 2]}\n" for number in range(1, 7))
DIGEST = hashlib.sha256(REGISTER.encode()).hexdigest()
COMMIT = "0" * 40


def plan(**fields: str) -> str:
    """Return the fence of an audit."""
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"""\
```yaml title="audits/{{AUD-2026-01}}/audit.yaml"
id: AUD-2026-01
type: audit
title: Audit of document control
revision: "1"
kind: internal
{lines}```

"""


def evidence(number: int = 1, **fields: str) -> str:
    """Return the fence of evidence whose name ends in *number*."""
    stated = {
        "criteria": '[{edition: "iso9001:2015", clauses: [7.5.2]}]',
        "result": "conforms",
        "seen": "what was seen",
        "where": "where it is",
        "occurred": "2026-10-20",
        **fields,
    }
    lines = "".join(f"{key}: {value}\n" for key, value in stated.items())
    name = f"20261020T091500Z-aaaaaaa{number}"
    return f"""\
```yaml title="audits/{{AUD-2026-01}}/evidence/{name}.yaml"
record: evidence
audit: AUD-2026-01
{lines}```

"""


def register(text: str = REGISTER) -> str:
    """Return the fence of a register that is committed before the evidence."""
    return f"""\
```csv title="registers/cases.csv" commit="2026-10-01 Ann Example <ann@example.org>"
{text}```

"""


def sample(**fields: str) -> str:
    """Return a sample of everything in the register, with *fields* in place of what is right."""
    stated = {
        "population": "6",
        "size": "6",
        "method": "all",
        "items": "[K.1, K.2, K.3, K.4, K.5, K.6]",
        "register": "registers/cases.csv",
        "commit": "…",
        "digest": DIGEST,
        "rows": "[1, 2, 3, 4, 5, 6]",
        **fields,
    }
    return "\n" + "".join(f"  {key}: {value}\n" for key, value in stated.items() if value).rstrip("\n")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"digest": ""}, ""),
        ({"filter": '["unit=A"]'}, "gives a population of 3, not 6"),
        ({"rows": "[1, 2, 3, 4, 5]"}, "gives the rows 1, 2, 3, 4, 5, 6, not 1, 2, 3, 4, 5"),
        ({"items": "[K.9]"}, "calls these rows K.1, K.2, K.3, K.4, K.5, K.6, not K.9"),
        ({"digest": "a" * 64}, f"has the digest {DIGEST} there"),
        ({"commit": COMMIT}, "commit 0000000000, whose register was sampled, is not in the history"),
        ({"commit": ""}, "the commit of the register registers/cases.csv is not recorded"),
        ({"register": "registers/other.csv"}, "holds no register registers/other.csv"),
        ({"method": "dice"}, "dice is no value of --method"),
        ({"method": "random"}, "a seed is a word"),
    ],
)
def test_samples_drawn_again(fields: dict[str, str], said: str) -> None:
    """A sample comes out again as it is recorded, or the problem says what differs."""
    problems = found(irreproducible_sample, made_of(register(), plan(), evidence(sample=sample(**fields))))

    assert bool(said) == bool(problems)
    assert all(said in problem for problem in problems)


def test_a_register_that_cannot_be_read() -> None:
    """What the register of that commit has wrong is said, as when somebody draws from it."""
    broken = "nr;unit\n1\n"
    digest = hashlib.sha256(broken.encode()).hexdigest()
    made = made_of(register(broken), plan(), evidence(sample=sample(digest=digest)))

    (problem,) = found(irreproducible_sample, made)
    assert "the row at line 2" in problem


def test_a_register_that_is_not_here() -> None:
    """Where the content of the register is missing, nothing is claimed of the sample."""
    made = made_of(register(), plan(), evidence(sample=sample()))
    made.blobs.clear()

    assert [] == found(irreproducible_sample, made)
    (unknown,) = not_established(irreproducible_sample, made)
    assert "is not in the repository" in unknown


def test_a_register_that_changed_since() -> None:
    """The register of the pinned commit counts, whatever became of it later."""
    made = made_of(register(), plan(), evidence(sample=sample()), register("nr;unit\nX.1;A\n"))

    assert [] == found(irreproducible_sample, made)


def test_samples_without_figures() -> None:
    """A sample that says nothing lacks all three."""
    assert 3 == len(found(undescribed_sample, made_of(plan(), evidence(sample="{items: [K.1]}"))))


def test_late_corrections() -> None:
    """A correction is as late as the record it corrects in the first place; the setting says what is late."""
    first = evidence(1, recorded="2026-10-21T10:00:00Z")
    second = evidence(
        2,
        corrects="[20261020T091500Z-aaaaaaa1]",
        correction_reason="typed wrong",
        recorded="2026-11-20T10:00:00Z",
    )
    third = evidence(
        3, corrects="[20261020T091500Z-aaaaaaa2]", correction_reason="again", recorded="2026-11-21T10:00:00Z"
    )
    late = evidence(4, recorded="2026-11-20T10:00:00Z")

    assert [] == found(late_entry, made_of(plan(), first, second, third))
    (problem,) = found(late_entry, made_of(plan(), late))
    assert "31 days later" in problem
    assert [] == found(late_entry, made_of(plan(), late, qms="recording: {late_after: 31}\n"))


def test_evidence_from_before_the_history() -> None:
    """What was seen before the history began was taken over, and is late in no sense that counts."""
    made = made_of(plan(), evidence(occurred="2025-11-20", recorded="2026-03-01T10:00:00Z"))

    assert [] == found(late_entry, made)
    system = made.system()
    (record,) = system.qms.evidence
    shallow = replace(system, history=replace(system.history, complete=False))
    (answer,) = late_entry.check(record, shallow)
    assert isinstance(answer, CannotEstablish)


def test_names_in_every_text() -> None:
    """Each text of evidence that names somebody is reported once, with the names."""
    named = evidence(
        seen="Shown by Bob Example, then by Ann Example, then by Bob Example.",
        note="Eve Example was there.",
        where="The desk of the clerk",
    )

    problems = found(person_in_evidence, made_of(plan(), named))

    assert 2 == len(problems)
    assert any("in seen: Bob Example, Ann Example" in problem for problem in problems)


def test_judged_against_what_was_not_in_force() -> None:
    """An unknown document, one not yet in force, and another content are told apart."""
    text = document("PS-01", "1", 'approved="2026-10-25"')
    early = document("PS-02", "1", 'approved="2026-02-01"')
    right, wrong = pinned(early)["blob"], "a" * 40

    def judged(document: str, blob: str, revision: str = '"1"') -> str:
        return evidence(judged_against=f"[{{document: {document}, revision: {revision}, blob: {blob}}}]")

    def problems(record: str) -> list[str]:
        return found(superseded_criterion, made_of(text, early, plan(), record))

    assert [] == problems(judged("PS-02", right))
    assert "no revision of PS-01 was in force" in problems(judged("PS-01", right))[0]
    assert "no revision of PS-09 was in force" in problems(judged("PS-09", right))[0]
    assert "revision 1 of PS-02 was in force" in problems(judged("PS-02", right, '"2"'))[0]
    assert "is not what was approved" in problems(judged("PS-02", wrong))[0]


def test_days_outside_the_plan() -> None:
    """A deviation in the minutes explains another day, and a plan without days demands none."""
    deviation = """\
```yaml title="audits/{AUD-2026-01}/minutes/20261022T091500Z-dddddddd.yaml"
record: minutes
audit: AUD-2026-01
kind: deviation
text: The office was closed on the days of the plan.
occurred: 2026-10-22
```

"""
    outside, days = evidence(occurred="2026-10-22"), plan(days="[2026-10-20, 2026-10-21]")

    assert 1 == len(found(evidence_outside_plan, made_of(days, outside)))
    assert [] == found(evidence_outside_plan, made_of(days, outside, deviation))
    assert [] == found(evidence_outside_plan, made_of(plan(), outside))
    assert [] == found(evidence_outside_plan, made_of(days, evidence(occurred="2026-10-21")))
    assert [] == found(
        evidence_outside_plan,
        made_of(days, evidence(occurred="2026-10-22", result="not_audited", reason="closed")),
    )


def test_questions_without_an_answer_are_listed_by_checklist() -> None:
    """A finished audit that left many questions open has one problem for each checklist, which names them all."""
    checklists = [
        f"""\
```yaml title="checklists/{id.lower()}.yaml"
id: {id}
type: checklist
title: Questions
revision: "1"
owner: quality-officer
edition: iso9001:2015
questions:
  - {{id: {id}-Q1, clauses: [7.5.2], text: How is a document approved?}}
  - {{id: {id}-Q2, clauses: [7.5.3.2], text: How are old revisions kept from use?}}
```

"""
        for id in ("CL-01", "CL-02")
    ]
    selected = plan(checklists="[{checklist: CL-01}, {checklist: CL-02, questions: [CL-02-Q2]}]")
    conclusions = """\
```yaml title="audits/{AUD-2026-01}/minutes/20261021T120000Z-bbbbbbbb.yaml"
record: minutes
audit: AUD-2026-01
kind: conclusions
occurred: 2026-10-21
text: Documents are approved before use.
```

"""

    assert found(unanswered_question, made_of(*checklists, selected, conclusions)) == [
        "2 questions of CL-01 have no answer, although the audit AUD-2026-01 is finished: CL-01-Q1, CL-01-Q2",
        "1 question of CL-02 has no answer, although the audit AUD-2026-01 is finished: CL-02-Q2",
    ]
