"""Corrections that keep one another from counting."""

from __future__ import annotations

import pytest

from qmsctl.checks.contested_record import contested_record
from tests.checks.fences import decision, document, found, made_of
from tests.pages import run

A, B, C, D = (f"2026030{number}T120000Z-{letter * 8}" for number, letter in enumerate("abcd", 1))
PS01 = document("PS-01", "1")


def approval(name: str, *corrects: str, id: str = "PS-01") -> str:
    """Return an approval by its name that corrects others."""
    fields = {"corrects": f"[{', '.join(corrects)}]"} if corrects else {}
    return decision(id, "approved", f"{name[:4]}-{name[4:6]}-{name[6:8]}", name=name, **fields)


def circular(*names: str) -> list[str]:
    """Return what is said of records that correct one another."""
    return [
        f"{name} is corrected only by records that correct one another, so none of them counts"
        for name in names
    ]


def test_two_records_that_correct_each_other_are_reported() -> None:
    """Neither would count, and nobody would notice."""
    made = made_of(PS01, approval(A, B), approval(B, A))

    assert found(contested_record, made) == circular(A, B)


def test_record_that_corrects_itself_is_reported() -> None:
    """The smallest circle has one record."""
    assert found(contested_record, made_of(PS01, approval(A, A))) == circular(A)


def test_correction_of_a_whole_circle_ends_it() -> None:
    """A third record that names both says what holds."""
    made = made_of(PS01, approval(A, B), approval(B, A), approval(C, A, B))

    assert found(contested_record, made) == []


def test_chain_of_corrections_is_no_circle() -> None:
    """Each may correct the one before it."""
    made = made_of(PS01, approval(A), approval(B, A), approval(C, B))

    assert found(contested_record, made) == []
    assert run(made, contested_record).outcomes[0].conforming == 2


def test_circle_that_is_not_recorded_yet_is_none() -> None:
    """What no commit holds corrects nothing."""
    made = made_of(PS01, approval(A, B), approval(B, A))
    path = next(path for path in made.files if path.endswith(f"{B}.yaml"))
    made.unrecorded.add(path)

    assert found(contested_record, made) == []


def test_three_corrections_name_all_their_rivals() -> None:
    """Each of three corrections of one record names the two others."""
    made = made_of(PS01, approval(A), approval(B, A), approval(C, A), approval(D, A))

    assert found(contested_record, made) == [
        f"{B} corrects {A}, and so does {C}, {D}: none of them counts",
        f"{C} corrects {A}, and so does {B}, {D}: none of them counts",
        f"{D} corrects {A}, and so does {B}, {C}: none of them counts",
    ]


def test_records_of_the_same_name_in_two_folders_stand_alone() -> None:
    """A record that nothing corrects is in no circle, whatever else bears its name."""
    made = made_of(PS01, document("PS-02", "1"), approval(A), approval(A, id="PS-02"), approval(B, A))

    assert found(contested_record, made) == []


@pytest.mark.parametrize(
    ("folder", "fields", "command"),
    [
        (
            "findings/{k3v9x2ma}",
            "record: finding\nfinding: k3v9x2ma\nstep: raised\nsource: {other: A letter}\ngrade: minor\n",
            "qmsctl finding correct k3v9x2ma",
        ),
        (
            "findings/{k3v9x2ma}",
            "record: finding\nfinding: k3v9x2ma\nstep: acknowledged\n",
            "qmsctl finding correct k3v9x2ma --step acknowledged",
        ),
        (
            "audits/{AUD-2026-01}/minutes",
            "record: minutes\naudit: AUD-2026-01\nkind: conclusions\ntext: Under control.\n",
            f"qmsctl audit minutes AUD-2026-01 conclusions --corrects {B} --corrects {C}",
        ),
    ],
)
def test_the_next_step_is_a_command(folder: str, fields: str, command: str) -> None:
    """It names what a correction of both rivals needs."""
    fences = [
        f'```yaml title="{folder}/{name}.yaml"\n{fields}occurred: 2026-03-01\n{corrects}```\n\n'
        for name, corrects in ((A, ""), (B, f"corrects: [{A}]\n"), (C, f"corrects: [{A}]\n"))
    ]

    problems = run(made_of(PS01, *fences), contested_record).problems

    assert [str(problem.fix).partition(": ")[2] for problem in problems] == [command, command]
