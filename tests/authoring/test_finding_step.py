"""The follow-up of a finding: which step may follow which, and what its records come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from qmsctl.authoring.finding import NewFinding, new_finding
from qmsctl.authoring.finding_step import NewStep, draft_steps
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from tests.authoring.test_finding import DAY, NEW, clerk, record_of, system

RESPONSE: dict[str, Any] = {"correction": "Withdrawn.", "extent": "No other.", "cause": "Nobody looks."}
ACTION: dict[str, Any] = {
    "action": "A list.",
    "due": dt.date(2099, 1, 1),
    "criterion": "None in use without approval.",
}


def _step(kind: str, **fields: Any) -> NewStep:  # noqa: ANN401 - the fields of a step
    return NewStep(kind, DAY, **fields)


def _after(new: NewFinding, *steps: NewStep, email: str = "tom@example.org") -> System:
    """Return the system in which *new* was raised and *steps* were recorded one after the other."""
    files: Mapping[str, bytes] = new_finding(system(), new, clerk()).files
    for seed, step in enumerate(steps, 1):
        (held,) = system(files).findings
        files = {**files, **draft_steps(system(files), held.number, [step], clerk(email, seed)).files}
    return system(files)


def _finding(new: NewFinding, *steps: NewStep) -> ControlledFinding:
    (finding,) = _after(new, *steps).findings
    return finding


def test_parts_of_the_response_may_come_one_by_one() -> None:
    """It is answered once correction, extent and cause are known; what comes later takes nothing back."""
    parts = [_step("response", **{name: text}) for name, text in RESPONSE.items()]

    assert _finding(NEW, *parts[:2]).status is FindingStatus.ACKNOWLEDGED
    assert _finding(NEW, *parts).status is FindingStatus.ANSWERED
    assert _finding(NEW, _step("response", **RESPONSE)).status is FindingStatus.ANSWERED
    assert _finding(NEW, *parts, _step("action", **ACTION), parts[1]).status is FindingStatus.PLANNED


def test_steps_recorded_at_once_follow_each_other() -> None:
    """Whatever the random part of their names is, they are read in the order in which they follow."""
    steps = [
        _step("acknowledged"),
        *(_step("response", **{name: text}) for name, text in RESPONSE.items()),
        _step("action", **ACTION),
        _step("done", proof="The list."),
    ]
    raised = new_finding(system(), NEW, clerk()).files
    for seed in range(2, 8):
        files = {**raised, **draft_steps(system(raised), "NC-2026-03-B1", steps, clerk(seed=seed)).files}
        (finding,) = system(files).findings
        assert [step.fact.step for step in finding.steps] == [
            *("raised", "acknowledged", "response", "response", "response", "action", "done")
        ]
        assert [step.fact.cause for step in finding.steps if step.fact.cause] == ["Nobody looks."]
        assert finding.steps[4].fact.cause
        assert finding.status is FindingStatus.DONE


def test_an_ineffective_action_reopens_it() -> None:
    """Another action, its proof and another check are wanted before it can be closed."""
    done = (_step("response", **RESPONSE), _step("action", **ACTION), _step("done", proof="The list."))
    failed = _step("verified", effective=False, criterion="None.", text="PS-09 has none.")
    held = _after(NEW, *done, failed)

    assert held.findings[0].status is FindingStatus.INEFFECTIVE
    assert held.findings[0].due == dt.date(2026, 11, 27)  # five working days, as the settings say
    with pytest.raises(RefusedError, match=r"no corrective action .*, no proof .*, no check found"):
        draft_steps(held, "NC-2026-03-B1", [_step("closed")], clerk(seed=9))
    with pytest.raises(RefusedError, match="nobody had planned"):
        draft_steps(held, "NC-2026-03-B1", [_step("done", proof="Again.")], clerk(seed=9))
    again = (_step("action", **ACTION), _step("done", proof="Both."))
    passed = _step("verified", effective=True, criterion="None.", text="All have it.")
    closed = _finding(NEW, *done, failed, *again, passed, _step("closed"))
    assert closed.status is FindingStatus.CLOSED


def test_a_major_says_what_was_done_at_once() -> None:
    """Containment is one of its parts."""
    major = replace(NEW, grade="major", justification="No approval is recorded at all.")
    done = (
        _step("response", **RESPONSE),
        _step("action", **ACTION),
        _step("done", proof="The list."),
        _step("verified", effective=True, text="All have it."),
    )
    held = _after(major, *done)

    with pytest.raises(RefusedError, match="done at once about the consequences"):
        draft_steps(held, "NC-2026-03-B1", [_step("closed")], clerk(seed=9))
    at_once = [_step("response", containment="Copies were taken away."), _step("closed")]
    assert draft_steps(held, "NC-2026-03-B1", at_once, clerk("tom@example.org", 9)).files


def test_who_owns_the_action_neither_verifies_nor_closes() -> None:
    """Nor does whoever holds the role that owns it; the plan's owner is asked by name, title or key."""
    steps = (
        _step("response", **RESPONSE),
        _step("action", **ACTION, owner="Tom Other"),
        _step("done", proof="The list."),
    )
    held = _after(NEW, *steps)

    assert held.findings[0].owner == "tom"
    check = _step("verified", effective=True, text="All have it.")
    with pytest.raises(RefusedError, match="Tom Other owns the action"):
        draft_steps(held, "NC-2026-03-B1", [check], clerk("tom@example.org", 9))
    with pytest.raises(RefusedError, match="no person of"):
        draft_steps(held, "NC-2026-03-B1", [check], clerk("x@example.org", 9))
    by = record_of(
        draft_steps(held, "NC-2026-03-B1", [replace(check, by="Eve")], clerk("x@example.org", 9)).files
    )
    assert by["by"] == "eve"
    with pytest.raises(RefusedError, match="somebody else closes it"):
        draft_steps(
            held, "NC-2026-03-B1", [replace(check, by="eve"), _step("closed", by="tom")], clerk(seed=9)
        )


def test_an_observation_is_assessed() -> None:
    """Declined with a reason, or accepted with or without an action; then it can be closed."""
    observed = NewFinding(
        "observation", DAY, "OR.3", "complaint", statement="Answers take long.", owner="tad"
    )

    assert _finding(observed).due == dt.date(2027, 1, 19)
    with pytest.raises(RefusedError, match="how the finding was assessed"):
        _finding(observed, _step("closed"))
    with pytest.raises(RefusedError, match="declined needs a reason"):
        _finding(observed, _step("assessed", accepted=False))
    declined = _step("assessed", accepted=False, reason="The form ends this year.")
    with pytest.raises(RefusedError, match="was not accepted"):
        _finding(observed, declined, _step("action", **ACTION))
    assert _finding(observed, declined, _step("closed")).status is FindingStatus.CLOSED
    accepted = (_step("assessed", accepted=True), _step("action", **ACTION))
    assert _finding(observed, *accepted).status is FindingStatus.PLANNED
    with pytest.raises(RefusedError, match="no proof is recorded"):
        _finding(observed, *accepted, _step("closed"))
    assert _finding(observed, *accepted, _step("done", proof="New form."), _step("closed")).is_open is False


def test_a_strength_is_shared() -> None:
    """Nothing else is asked of it."""
    strength = NewFinding("strength", DAY, "OR", "other", statement="Answers are kept in one place.")

    assert _finding(strength).due is None
    assert (
        _finding(strength, _step("shared", text="All units, at the meeting.")).status is FindingStatus.SHARED
    )
    with pytest.raises(RefusedError, match="needs no such step"):
        _finding(strength, _step("response", correction="None."))


def test_what_is_late_follows_from_the_settings() -> None:
    """Stated days count before those of the settings; a finished action waits for its check."""
    raised = _finding(replace(NEW, due=dt.date(2026, 11, 21)))

    assert not raised.is_overdue(dt.date(2026, 11, 21))
    assert raised.is_overdue(dt.date(2026, 11, 22))
    done = _finding(
        NEW, _step("response", **RESPONSE), _step("action", **ACTION), _step("done", proof="The list.")
    )
    assert done.due == dt.date(2027, 2, 18)
    assert done.is_overdue(dt.date(2027, 2, 19))


def test_a_disputed_finding_goes_on_where_it_stood() -> None:
    """Upheld or regraded, it has the status it had before."""
    answered, disputed = _step("response", **RESPONSE), _step("disputed", reason="It was approved.")

    assert _finding(NEW, answered, disputed).status is FindingStatus.DISPUTED
    upheld = _step("upheld", justification="The paper bears no date.")
    assert _finding(NEW, answered, disputed, upheld).status is FindingStatus.ANSWERED
    assert _finding(NEW, disputed, _step("acknowledged")).status is FindingStatus.ACKNOWLEDGED


def test_a_step_may_be_recorded_late() -> None:
    """It counts from its day on, whatever was recorded before it."""
    new = replace(NEW, occurred=dt.date(2026, 11, 10))
    answered = NewStep("response", dt.date(2026, 11, 12), **RESPONSE)
    planned = NewStep("action", dt.date(2026, 11, 18), **ACTION)
    acknowledged = NewStep("acknowledged", dt.date(2026, 11, 11))

    finding = _finding(new, answered, planned, acknowledged)

    assert [step.fact.step for step in finding.steps] == ["raised", "acknowledged", "response", "action"]
    assert finding.status is FindingStatus.PLANNED
    with pytest.raises(RefusedError, match="before the cause was known"):
        _finding(new, answered, NewStep("action", dt.date(2026, 11, 11), **ACTION))
