"""Rules about findings: edges that would clutter their pages."""

from __future__ import annotations

import pytest

from qmsctl.checks.named_person import named_person
from qmsctl.checks.overdue_action import overdue_action
from qmsctl.checks.overdue_step import overdue_step
from qmsctl.checks.proposed_solution import proposed_solution
from qmsctl.checks.softened_nonconformity import softened_nonconformity
from qmsctl.checks.step_out_of_order import step_out_of_order
from qmsctl.checks.unanswered_dispute import unanswered_dispute
from qmsctl.checks.unmarked_recurrence import unmarked_recurrence
from qmsctl.checks.unverified_action import unverified_action
from qmsctl.checks.unverified_closure import unverified_closure
from qmsctl.checks.weasel_words import weasel_words
from tests.checks.fences import document, found, made_of

_PLAN = """\
```yaml title="audits/{AUD-2026-01}/audit.yaml"
id: AUD-2026-01
type: audit
title: Audit of document control
revision: "1"
language: LANGUAGE
kind: internal
```

"""


def _plan(language: str = "en") -> str:
    return _PLAN.replace("LANGUAGE", language)


def _step(kind: str, day: str, letter: str, **fields: str) -> str:
    """Return the fence of a step of the only finding."""
    said = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return (
        f'```yaml title="findings/{{k3v9x2ma}}/{day.replace("-", "")}T101500Z-{letter * 8}.yaml"\n'
        f"record: finding\nfinding: k3v9x2ma\nstep: {kind}\n{said}occurred: {day}\n```\n\n"
    )


def _raised(day: str = "2026-10-21", **fields: str) -> str:
    stated = {
        "number": "NC-1",
        "source": "{audit: AUD-2026-01}",
        "grade": "minor",
        "requirement": "PS-01, step 3",
        "evidence_text": "2 of 10 procedures",
        "statement": "Approval before use is not ensured.",
        "owner": "quality-officer",
    }
    return _step("raised", day, "b", **{**stated, **fields})


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["the statement of NC-1 proposes a solution: should"]), ("pl", [])],
)
def test_words_are_those_of_the_language_of_the_plan(language: str, said: list[str]) -> None:
    """An English word is nothing in a Polish audit, though the organisation speaks English."""
    made = made_of(document("PS-01", "1"), _plan(language), _raised(statement="It should be approved."))

    assert found(proposed_solution, made) == said


def test_polish_words_in_a_polish_audit() -> None:
    """What belongs to something is no demand."""
    good = _raised(statement="Rejestr, który należy do zapisów, nie jest prowadzony.")
    bad = _raised(statement="Należy prowadzić rejestr; często go brak.")

    assert found(proposed_solution, made_of(document("PS-01", "1"), _plan("pl"), good)) == []
    made = made_of(document("PS-01", "1"), _plan("pl"), bad)
    assert found(proposed_solution, made) == ["the statement of NC-1 proposes a solution: Należy"]
    assert found(weasel_words, made) == ["NC-1 can be argued about: często"]


def test_each_person_is_named_once_for_each_field() -> None:
    """Whoever mends it sees every place."""
    text = "Bob Example and Ann Example did not, nor did Bob Example."
    made = made_of(document("PS-01", "1"), _plan(), _raised(statement=text, title="Bob Example"))

    assert len(found(named_person, made)) == 3


def test_what_is_disputed_is_not_late() -> None:
    """Nobody has to correct what may not stand; the dispute itself has its day."""
    disputed = _step("disputed", "2026-11-20", "c", reason="It was approved.")
    made = made_of(document("PS-01", "1"), _plan(), _raised(), disputed)

    assert found(overdue_step, made) == []
    assert found(unanswered_dispute, made) == []  # there are seven days to answer


def test_a_day_that_nobody_stated_follows_from_the_settings() -> None:
    """Thirty days after it was raised; one that was stated counts before that."""
    (said,) = found(overdue_action, made_of(document("PS-01", "1"), _plan(), _raised("2026-10-01")))
    assert "was due on 31 October 2026, 22 days ago" in said
    stated = _raised("2026-10-01", due="2026-11-22")
    assert found(overdue_action, made_of(document("PS-01", "1"), _plan(), stated)) == []


def test_a_check_has_ninety_days() -> None:
    """Counted from the day the action was carried out."""
    before = (
        _raised("2026-07-01"),
        _step("response", "2026-07-02", "c", correction="c", extent="e", cause="No list."),
        _step("action", "2026-07-03", "d", action="A list.", owner="clerk", due="2026-08-24"),
    )
    late = _step("done", "2026-08-23", "e", proof="The list.")
    just = _step("done", "2026-08-24", "e", proof="The list.")

    assert len(found(unverified_action, made_of(document("PS-01", "1"), _plan(), *before, late))) == 1
    assert found(unverified_action, made_of(document("PS-01", "1"), _plan(), *before, just)) == []


def test_what_was_done_before_an_ineffective_check_counts_no_more() -> None:
    """Closing wants another action, its proof, and a check that found it effective."""
    made = made_of(
        document("PS-01", "1"),
        _plan(),
        _raised(),
        _step("response", "2026-10-22", "c", correction="c", extent="e", cause="No list."),
        _step("action", "2026-10-23", "d", action="A list.", owner="clerk", due="2026-11-01"),
        _step("done", "2026-10-24", "e", proof="The list."),
        _step("verified", "2026-10-25", "f", effective="no", by="eve"),
        _step("verified", "2026-10-26", "g", effective="yes", by="eve"),
        _step("closed", "2026-10-27", "h", by="eve"),
    )

    (said,) = found(unverified_closure, made)
    assert "no corrective action is recorded, no proof is recorded" in said
    assert "no check" not in said
    assert found(step_out_of_order, made) == [
        "NC-1: the effectiveness was checked before the action was carried out"
    ]


def test_a_finding_does_not_repeat_itself() -> None:
    """What it names must be another."""
    made = made_of(document("PS-01", "1"), _plan(), _raised(repeats="k3v9x2ma"))

    assert found(unmarked_recurrence, made) == ["NC-1 repeats k3v9x2ma, and there is no such earlier finding"]


def test_only_evidence_of_its_own_audit_can_be_softened() -> None:
    """A finding from elsewhere cites none, so nothing can be said."""
    made = made_of(document("PS-01", "1"), _raised(source="{other: A letter}", grade="observation"))

    assert found(softened_nonconformity, made) == []
