"""Successors of withdrawn documents: without a gap, a circle or a second heir."""

from __future__ import annotations

import pytest

from qmsctl.checks.succession_cycle import succession_cycle
from qmsctl.checks.succession_gap import succession_gap
from qmsctl.checks.two_successors import two_successors
from tests.checks.fences import decision, document, found, made_of
from tests.pages import run

FIRST = 'approved="2026-01-05"'


def old(id: str = "PS-01", **fields: str) -> str:
    """Return a document that was approved in January."""
    return document(id, "1", attributes=FIRST, **fields)


def ended(successor: str | None, id: str = "PS-01", day: str = "2026-06-01", **fields: str) -> str:
    """Return the withdrawal of *id* in favour of *successor*."""
    named = {"successor": successor} if successor else {}
    return decision(id, "withdrawn", day, reason="merged", **named, **fields)


# succession-gap


@pytest.mark.parametrize(("begins", "problems"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
def test_successor_takes_over_on_the_first_day_without_the_other(begins: str, problems: int) -> None:
    """A withdrawal ends a document from its day on, so the successor begins on that day at the latest."""
    made = made_of(old(), ended("PS-02"), document("PS-02", "1", attributes=f'approved="{begins}"'))

    assert len(found(succession_gap, made)) == problems


def test_effective_day_of_the_withdrawal_counts() -> None:
    """A withdrawal decided early and effective later leaves no gap."""
    made = made_of(
        old(),
        ended("PS-02", effective="2026-07-01"),
        document("PS-02", "1", attributes='approved="2026-07-01"'),
    )

    assert run(made, succession_gap).outcomes[0].conforming == 1


def test_successor_that_was_never_approved_leaves_a_gap() -> None:
    """A draft takes nothing's place."""
    assert found(succession_gap, made_of(old(), ended("PS-02"), document("PS-02", "1"))) == [
        "PS-01 was withdrawn on 1 June 2026 in favour of PS-02, which was not in force on that day"
    ]


def test_successor_that_comes_later_is_named_with_its_day() -> None:
    """The message says how long nothing held."""
    made = made_of(
        old(),
        ended("PS-02"),
        document("PS-02", "1"),
        decision("PS-02", "approved", "2026-06-05", effective="2026-12-01"),
    )

    assert found(succession_gap, made) == [
        "PS-01 was withdrawn on 1 June 2026 in favour of PS-02, which is in force only from 1 December 2026 on"
    ]


def test_successor_that_ended_before_leaves_a_gap() -> None:
    """A successor that was itself withdrawn by that day was not in force."""
    made = made_of(old(), old("PS-02"), ended("PS-02"), ended(None, "PS-02", "2026-05-31"))

    assert len(found(succession_gap, made)) == 1


def test_successor_that_ended_later_was_a_successor() -> None:
    """What happens to a successor later leaves no gap behind."""
    made = made_of(old(), old("PS-02"), ended("PS-02"), ended(None, "PS-02", "2026-08-31"))

    assert found(succession_gap, made) == []


def test_successor_in_the_same_language_is_looked_at() -> None:
    """The Polish version has its gap though the English one has none."""
    made = made_of(
        old(language="pl"),
        ended("PS-02", language="pl"),
        old("PS-02", translates="pl"),
        document("PS-02", "1", attributes='approved="2026-07-01"', language="pl"),
    )

    assert len(found(succession_gap, made)) == 1


def test_successor_may_exist_in_another_language_only() -> None:
    """Where the successor has one version, that one takes the place in every language."""
    assert (
        found(succession_gap, made_of(old(language="pl"), ended("PS-02", language="pl"), old("PS-02"))) == []
    )


def test_file_of_the_withdrawn_document_may_be_gone() -> None:
    """A gap stays one when the file is deleted."""
    made = made_of(old(), ended("PS-02"), old("PS-03"))
    made.system()
    del made.files["procedures/ps-01.yaml"]

    assert len(found(succession_gap, made)) == 1


def test_successor_that_cannot_be_read_is_left_to_its_own_rule() -> None:
    """A successor whose file is broken is no missing document."""
    broken = '```yaml title="procedures/ps-02.yaml"\nid: PS-02\ntitle: [\n```\n'

    assert run(made_of(old(), ended("PS-02"), broken), succession_gap).outcomes[0].not_applicable == 1


def test_withdrawal_without_a_successor_is_not_applicable() -> None:
    """Nothing has to take the place of what nobody needs."""
    assert run(made_of(old(), ended(None)), succession_gap).outcomes[0].not_applicable == 1


def test_document_that_is_back_in_force_has_no_gap() -> None:
    """A withdrawal is over once the document was approved again."""
    made = made_of(
        old(), ended("PS-09"), document("PS-01", "2", attributes='approved="2026-07-01"', text="again")
    )

    assert run(made, succession_gap).outcomes[0].looked_at == 0


# succession-cycle


def test_document_that_succeeds_itself() -> None:
    """The shortest circle has one document, and it is not reported as a gap as well."""
    made = made_of(old(), ended("PS-01"))

    assert found(succession_cycle, made) == ["the successors of PS-01 lead back to it: PS-01 → PS-01"]
    assert found(succession_gap, made) == []


def test_who_leads_into_a_circle_is_not_on_it() -> None:
    """Only those are reported whose successors lead back to them."""
    made = made_of(
        *(old(f"PS-0{number}") for number in (1, 2, 3)),
        ended("PS-02", "PS-01"),
        ended("PS-03", "PS-02"),
        ended("PS-02", "PS-03"),
    )

    assert found(succession_cycle, made) == [
        "the successors of PS-02 lead back to it: PS-02 → PS-03 → PS-02",
        "the successors of PS-03 lead back to it: PS-03 → PS-02 → PS-03",
    ]
    assert run(made, succession_cycle).outcomes[0].conforming == 1


def test_long_circle_is_not_written_out() -> None:
    """Of a circle of nine documents the first six are named."""
    ids = [f"PS-0{number}" for number in range(1, 10)]
    made = made_of(
        *(old(id) for id in ids),
        *(ended(following, id) for id, following in zip(ids, [*ids[1:], ids[0]], strict=True)),
    )
    messages = found(succession_cycle, made)

    assert len(messages) == 9
    assert (
        "the successors of PS-06 lead back to it: PS-06 → PS-07 → PS-08 → PS-09 → PS-01 → PS-02 → … → PS-06"
        in messages
    )


def test_document_in_force_ends_every_circle() -> None:
    """A circle that leads to a document which was approved again is none."""
    made = made_of(
        old(),
        old("PS-02"),
        ended("PS-02"),
        ended("PS-01", "PS-02", "2026-07-01"),
        document("PS-01", "2", attributes='approved="2026-07-01"', text="again"),
    )

    assert run(made, succession_cycle).outcomes[0].conforming == 1


def test_correction_opens_a_circle() -> None:
    """A withdrawal that is corrected leads nowhere any more."""
    made = made_of(
        old(),
        old("PS-02"),
        ended("PS-02", name="20260601T120000Z-aaaaaaaa"),
        ended("PS-01", "PS-02"),
        ended(None, day="2026-06-02", corrects="[20260601T120000Z-aaaaaaaa]"),
    )

    assert found(succession_cycle, made) == []


# two-successors


def test_withdrawal_without_a_successor_does_not_contradict() -> None:
    """Who names nobody names nobody else."""
    made = made_of(old(), ended("PS-02"), ended(None, day="2026-06-02"), ended("PS-02", day="2026-06-03"))

    assert run(made, two_successors).outcomes[0].conforming == 1


def test_each_withdrawal_that_names_another_is_reported() -> None:
    """The successor named first stands, and every later record that names another is reported."""
    made = made_of(old(), ended("PS-02"), ended("PS-03", day="2026-06-02"), ended("PS-04", day="2026-06-03"))

    assert found(two_successors, made) == [
        "PS-01 is withdrawn in favour of PS-03 here, and of PS-02 in another record",
        "PS-01 is withdrawn in favour of PS-04 here, and of PS-02 in another record",
    ]


def test_correction_that_names_another_is_no_second_heir() -> None:
    """Of a record and its correction only the correction counts."""
    made = made_of(
        old(),
        ended("PS-02", name="20260601T120000Z-aaaaaaaa"),
        ended("PS-03", day="2026-06-02", corrects="[20260601T120000Z-aaaaaaaa]"),
    )

    assert found(two_successors, made) == []


def test_languages_have_one_successor() -> None:
    """A document is withdrawn in every language in favour of one."""
    made = made_of(
        old(),
        old(language="pl", translates="en"),
        ended("PS-02"),
        ended("PS-03", day="2026-06-02", language="pl"),
    )

    assert len(found(two_successors, made)) == 1


def test_withdrawal_that_takes_effect_later_is_compared() -> None:
    """Two heirs are found before the day comes."""
    made = made_of(
        old(),
        ended("PS-02", effective="2026-12-01"),
        ended("PS-03", day="2026-06-02", effective="2026-12-01"),
    )

    assert len(found(two_successors, made)) == 1
