"""Approvals: by whom, when, of what, and how many at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from qmsctl.checks.bulk_approval import bulk_approval
from qmsctl.checks.late_recording import late_recording
from qmsctl.checks.mismatched_approval import mismatched_approval
from qmsctl.checks.retroactive_approval import retroactive_approval
from qmsctl.checks.self_approval import self_approval
from qmsctl.checks.unauthorised_approval import unauthorised_approval
from qmsctl.control.blobs import Held
from qmsctl.inspection import inspect
from tests.checks.fences import decision, document, found, made_of, pinned
from tests.pages import Example, run

PS01 = document("PS-01", "1")
FIRST = 'approved="2026-01-05"'

# retroactive-approval


@pytest.mark.parametrize(("effective", "problems"), [("2026-02-28", 1), ("2026-03-01", 0), ("2026-03-02", 0)])
@pytest.mark.parametrize("meaning", ["approved", "withdrawn"])
def test_effect_on_the_day_of_the_decision_is_not_before_it(
    effective: str, problems: int, meaning: str
) -> None:
    """What is decided in the morning may hold on the same day."""
    made = made_of(PS01, decision("PS-01", meaning, "2026-03-01", effective=effective))

    assert len(found(retroactive_approval, made)) == problems


def test_without_an_effective_day_a_decision_holds_from_its_own() -> None:
    """A record that states no day takes effect on the day decided."""
    made = made_of(PS01, decision("PS-01", "approved", "2026-03-01"))

    assert run(made, retroactive_approval).outcomes[0].conforming == 1


NEEDS = b"{needs: [prepared, checked, approved]}"


def needing(made: Example) -> Example:
    """Return *made* in an office whose procedures have to be prepared and checked."""
    made.files["qms.yaml"] = made.files["qms.yaml"].replace(b"{id: PS-##}", NEEDS)
    return made


def test_what_the_type_demands_is_decided_before_it_takes_effect() -> None:
    """A check that came after the revision took effect came too late."""
    made = needing(
        made_of(
            PS01,
            decision("PS-01", "prepared", "2026-02-01"),
            decision("PS-01", "approved", "2026-03-01", effective="2026-03-05"),
            decision("PS-01", "checked", "2026-03-06"),
        )
    )

    assert found(retroactive_approval, made) == [
        "revision 1 of PS-01 takes effect on 5 March 2026, and was checked only on 6 March 2026"
    ]


def test_second_check_may_come_later() -> None:
    """Who checks once more, after the revision took effect, makes nothing late."""
    made = needing(
        made_of(
            PS01,
            decision("PS-01", "prepared", "2026-02-01"),
            decision("PS-01", "checked", "2026-02-02"),
            decision("PS-01", "approved", "2026-03-01"),
            decision("PS-01", "checked", "2026-03-06", decider="{person: eve}"),
        )
    )

    assert found(retroactive_approval, made) == []


def test_one_back_dated_approval_is_one_problem() -> None:
    """What came before an approval that is back-dated is not reported beside it."""
    made = needing(
        made_of(
            PS01,
            decision("PS-01", "prepared", "2026-02-01"),
            decision("PS-01", "checked", "2026-02-02"),
            decision("PS-01", "approved", "2026-03-01", effective="2026-01-01"),
        )
    )

    assert found(retroactive_approval, made) == [
        "revision 1 of PS-01 takes effect on 1 January 2026, and was approved only on 1 March 2026"
    ]


def test_decision_nobody_demands_is_not_applicable() -> None:
    """A periodic review takes no effect of its own."""
    made = made_of(
        document("PS-01", "1", attributes=FIRST),
        decision("PS-01", "reaffirmed", "2026-03-01", effective="2026-02-01"),
    )

    outcome = run(made, retroactive_approval).outcomes[0]
    assert (outcome.nonconforming, outcome.not_applicable) == (0, 2)  # it, and the preparation


# late-recording

ANN = "Ann Example <ann@example.org>"


def recorded(decided: str, committed: str, **fields: str) -> str:
    """Return the fence of an approval decided on one day and committed on another."""
    return decision(
        "PS-01", "approved", committed, fence=f'commit="{committed} {ANN}"', **{"decided": decided, **fields}
    )


@pytest.mark.parametrize(("committed", "problems"), [("2026-04-03", 0), ("2026-04-04", 1)])
def test_thirty_days_are_not_yet_late(committed: str, problems: int) -> None:
    """On the thirtieth day a record is in time, on the thirty-first it is late."""
    assert len(found(late_recording, made_of(PS01, recorded("2026-03-04", committed)))) == problems


@pytest.mark.parametrize(("zone", "problems"), [("Europe/Warsaw", 1), ("America/New_York", 0)])
def test_days_are_those_of_the_organisation(zone: str, problems: int) -> None:
    """Half past eleven in the evening, UTC, is the next day in Warsaw and the same in New York."""
    made = made_of(PS01, recorded("2026-03-04", "2026-04-03"), qms=f"time_zone: {zone}\n")
    made.commits = [
        replace(commit, committed=commit.committed.replace(hour=23, minute=30)) for commit in made.commits
    ]

    assert len(found(late_recording, made)) == problems


def test_authors_date_does_not_count() -> None:
    """Only the committer's date is looked at: the author's is set by whoever writes the commit."""
    made = made_of(PS01, recorded("2026-01-04", "2026-06-01"))
    made.commits = [
        replace(commit, authored=dt.datetime(2026, 1, 4, tzinfo=dt.UTC)) for commit in made.commits
    ]

    assert len(found(late_recording, made)) == 1


def test_correction_counts_from_what_it_corrects() -> None:
    """A misspelt basis that is mended months later does not make the decision late."""
    made = made_of(
        PS01,
        recorded("2026-03-04", "2026-03-05", name="20260305T120000Z-aaaaaaaa"),
        recorded("2026-03-04", "2026-09-01", corrects="[20260305T120000Z-aaaaaaaa]"),
    )

    assert run(made, late_recording).outcomes[0].conforming == 1


def test_correction_that_moves_the_day_back_is_late() -> None:
    """A decision that is said to be older than it was recorded counts from the day it now states."""
    made = made_of(
        PS01,
        recorded("2026-03-04", "2026-03-05", name="20260305T120000Z-aaaaaaaa"),
        recorded("2026-01-04", "2026-03-06", corrects="[20260305T120000Z-aaaaaaaa]"),
    )

    assert found(late_recording, made) == [
        "Bob Example decided on 4 January 2026, and it was recorded on 5 March 2026, 60 days later"
    ]


def test_next_step_depends_on_the_basis() -> None:
    """With a basis its paper has to be kept, without one it has to be named."""
    late = ("2026-01-04", "2026-06-01")
    with_basis, without = (
        run(made_of(PS01, recorded(*late, **fields)), late_recording).problems[0].fix.into("en")
        for fields in ({"basis": "ordinance 4/2026"}, {})
    )

    assert with_basis.startswith("keep the paper")
    assert without.startswith("record a correction")


def test_shallow_clone_cannot_tell_when_it_was_recorded() -> None:
    """Where the history begins too late, lateness cannot be established."""
    system = made_of(PS01, recorded("2026-01-04", "2026-06-01")).system()
    shallow = replace(
        system,
        documents=tuple(
            replace(document, decisions=tuple(replace(one, commit=None) for one in document.decisions))
            for document in system.documents
        ),
        history=replace(system.history, complete=False, touches={}),
    )
    outcome = inspect(shallow, [late_recording], {}).outcomes[0]

    assert (outcome.cannot_be_established, outcome.nonconforming) == (1, 0)


def test_record_that_a_merge_added_is_not_applicable() -> None:
    """Without a commit that added it there is no day to count from."""
    made = made_of(PS01, recorded("2026-01-04", "2026-06-01"))
    made.merges = {commit.id: "b" * 40 for commit in made.commits}

    assert run(made, late_recording).outcomes[0].not_applicable == 1


# mismatched-approval

OTHER = document("PS-02", "1")


def test_edited_digest_is_found() -> None:
    """A digest that is not that of the bytes is an error, though the bytes are of this document."""
    wrong = "content-1:sha256:" + "0" * 64
    made = made_of(PS01, decision("PS-01", "approved", "2026-03-01", content=wrong))

    assert found(mismatched_approval, made) == [
        "the digest in the decision on PS-01 is not that of the content it names"
    ]


def test_copied_approval_is_found_when_the_file_has_moved_on() -> None:
    """The bytes are read from history where the tree does not hold them any more."""
    made = made_of(
        OTHER,
        PS01,
        decision("PS-01", "approved", "2026-03-01", **pinned(OTHER)),
        document("PS-02", "2", text="another"),
    )
    made.system()
    raw = next(text for path, text in example_files(OTHER).items() if path.startswith("procedures"))
    made.blobs[pinned(OTHER)["blob"]] = raw

    assert found(mismatched_approval, made) == [
        "the decision on PS-01 names the content of another document, PS-02"
    ]


def example_files(fence: str) -> dict[str, bytes]:
    """Return the files of *fence*."""
    return made_of(fence).files


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"revision": '"2"'}, "the decision on revision 2 of PS-01 names the content of revision 1"),
        (
            {"language": "pl"},
            "the decision on PS-01 in the language pl names its content in another, en",
        ),
    ],
)
def test_edited_record_is_found(fields: dict[str, str], message: str) -> None:
    """A record that states another revision or language than its content has is an error."""
    made = made_of(
        PS01,
        document("PS-01", "1", language="pl"),
        decision("PS-01", "approved", "2026-03-01", **fields, **pinned(PS01)),
    )

    assert found(mismatched_approval, made) == [message]


def test_bytes_that_are_no_document_are_found() -> None:
    """Whatever else lies in the repository can be named, and is no document."""
    made = made_of(PS01, decision("PS-01", "approved", "2026-03-01", blob="a" * 40))
    made.blobs["a" * 40] = b"just a note\n"

    assert found(mismatched_approval, made) == ["the decision on PS-01 names content that is no document"]


def test_bytes_that_are_lost_are_not_compared() -> None:
    """What the repository has lost is not taken for something else."""
    made = made_of(PS01, decision("PS-01", "approved", "2026-03-01", blob="a" * 40))

    outcome = run(made, mismatched_approval).outcomes[0]
    assert (outcome.nonconforming, outcome.not_applicable) == (0, 1)


def test_comment_after_the_approval_is_no_mismatch() -> None:
    """The file may hold the same content in other bytes; those that were approved are read."""
    made = made_of(document("PS-01", "1", attributes=FIRST))
    made.system()
    made.files["procedures/ps-01.yaml"] += b"# seen on 5 May\n"

    assert run(made, mismatched_approval).outcomes[0].conforming == 2


def test_windows_line_ends_are_no_mismatch() -> None:
    """A checkout that turned line ends still holds what was approved, and nothing is read."""
    made = made_of(document("PS-01", "1", attributes=FIRST))
    made.system()
    made.blobs.clear()
    path = "procedures/ps-01.yaml"
    made.files[path] = made.files[path].replace(b"\n", b"\r\n")

    assert run(made, mismatched_approval).outcomes[0].conforming == 2


def test_head_alone_is_enough_to_find_another_document() -> None:
    """Of a blob whose digest nobody computed, id, language and revision are compared."""
    system = made_of(PS01, decision("PS-01", "approved", "2026-03-01", blob="a" * 40)).system()
    same, other = (
        inspect(replace(system, held={"a" * 40: Held(id, "en", "1")}), [mismatched_approval], {}).problems
        for id in ("PS-01", "PS-09")
    )

    assert [problem.message.into("en") for problem in same] == []
    assert [problem.message.into("en") for problem in other] == [
        "the decision on PS-01 names the content of another document, PS-09"
    ]


# bulk-approval


def many(count: int, day: str = "2026-03-01") -> str:
    """Return *count* documents, approved on *day*."""
    return "".join(
        document(f"PS-{number:02d}", "1", attributes=f'approved="{day}"') for number in range(1, count + 1)
    )


@pytest.mark.parametrize(("count", "problems"), [(20, 0), (21, 1)])
def test_twenty_revisions_are_not_too_many(count: int, problems: int) -> None:
    """Twenty approvals of one person on one day pass, twenty-one are one note."""
    assert len(found(bulk_approval, made_of(many(count)))) == problems


def test_each_person_and_day_counts_alone() -> None:
    """Twenty on one day, and twenty more of somebody else or on the next day, are not forty."""
    others = "".join(
        decision(f"PS-{number:02d}", "approved", "2026-03-01", decider="{person: eve}")
        for number in range(1, 21)
    )
    later = "".join(
        document(f"PS-{number}", "1", attributes='approved="2026-03-02"') for number in range(41, 61)
    )

    made = made_of(many(20), others, later)
    assert found(bulk_approval, made) == []
    assert run(made, bulk_approval).outcomes[0].conforming == 3


def test_one_revision_approved_twice_counts_once() -> None:
    """Two records of one decision are one revision."""
    again = "".join(decision(f"PS-{number:02d}", "approved", "2026-03-01") for number in range(1, 3))

    assert found(bulk_approval, made_of(many(20), again)) == []


# self-approval

PREPARED = decision(
    "PS-01", "prepared", "2026-02-01", decider="{person: bob}", name="20260201T120000Z-aaaaaaaa"
)
OWN = "revision 1 of PS-01 was prepared and approved by the same person, Bob Example"


def test_two_roles_are_one_person() -> None:
    """Who prepared as quality officer and approved as mayor is still one person."""
    made = made_of(
        PS01,
        PREPARED.replace("{person: bob}", "{person: bob, role: quality-officer}"),
        decision("PS-01", "approved", "2026-03-01", decider="{person: bob, role: mayor}"),
    )

    assert found(self_approval, made) == [OWN]


@pytest.mark.parametrize(
    ("decider", "problems"),
    [
        ("{person: bob, on_behalf_of: eve}", [OWN]),
        ("{person: eve, on_behalf_of: bob}", []),
    ],
)
def test_whoever_decides_for_another_has_seen_the_text(decider: str, problems: list[str]) -> None:
    """A deputy is another person; who approves for somebody else what they wrote themselves is not."""
    made = made_of(PS01, PREPARED, decision("PS-01", "approved", "2026-03-01", decider=decider))

    assert found(self_approval, made) == problems


@pytest.mark.parametrize(("author", "problems"), [("eve", []), ("bob", [OWN])])
def test_correction_decides_who_prepared(author: str, problems: list[str]) -> None:
    """Who a correction says prepared the text did; the record it corrects no longer counts."""
    corrected = "{person: eve}" if author == "bob" else "{person: bob}"
    made = made_of(
        PS01,
        PREPARED.replace("{person: bob}", corrected),
        decision(
            "PS-01",
            "prepared",
            "2026-02-05",
            decider=f"{{person: {author}}}",
            corrects="[20260201T120000Z-aaaaaaaa]",
        ),
        decision("PS-01", "approved", "2026-03-01"),
    )

    assert found(self_approval, made) == problems


def test_second_approver_is_enough() -> None:
    """If somebody else approved as well, the approval is not only the author's own."""
    made = made_of(
        PS01,
        PREPARED,
        decision("PS-01", "approved", "2026-03-01"),
        decision("PS-01", "approved", "2026-03-02", decider="{person: eve}"),
    )

    assert found(self_approval, made) == []


def test_author_of_another_text_of_the_revision_is_its_author() -> None:
    """A comma changed after the preparation does not make the approver another person than the author."""
    made = made_of(
        document("PS-01", "1", text="without a comma"),
        PREPARED,
        PS01,
        decision("PS-01", "approved", "2026-03-01"),
    )

    assert found(self_approval, made) == [OWN]


def test_revision_to_come_is_looked_at() -> None:
    """An approval of one's own work is reported before it takes effect."""
    made = made_of(
        document("PS-01", "0", attributes=FIRST),
        PS01,
        PREPARED,
        decision("PS-01", "approved", "2026-03-01", effective="2026-12-24"),
    )

    assert found(self_approval, made) == [OWN]


# unauthorised-approval

OFFICE = """\
roles: {mayor: Mayor, secretary: Secretary, clerk: Clerk}
people:
  ann: {name: Ann Example, emails: [ann@example.org], roles: [{role: clerk}]}
  bob: {name: Bob Example, emails: [bob@example.org], roles: [{role: mayor, from: 2026-02-01, until: 2026-04-30}, {role: clerk}]}
types: {procedure: {approvers: [mayor]}}
"""


def office(*fences: str) -> Example:
    """Return the example of *fences* in an office whose mayor approves procedures."""
    made = made_of(*fences)
    head = made.files["qms.yaml"].partition(b"roles:")[0]
    made.files["qms.yaml"] = head + OFFICE.encode()
    return made


@pytest.mark.parametrize(
    ("day", "problems"), [("2026-01-31", 1), ("2026-02-01", 0), ("2026-04-30", 0), ("2026-05-01", 1)]
)
@pytest.mark.parametrize("meaning", ["approved", "withdrawn"])
def test_first_and_last_day_of_a_role_belong_to_it(day: str, problems: int, meaning: str) -> None:
    """Authority is that of the day of the decision, both ends included."""
    assert len(found(unauthorised_approval, office(PS01, decision("PS-01", meaning, day)))) == problems


def test_one_of_two_roles_is_enough() -> None:
    """A mayor who is also a clerk may approve, even if the record names the lesser role."""
    decider = "{person: bob, role: clerk}"

    assert (
        found(
            unauthorised_approval, office(PS01, decision("PS-01", "approved", "2026-03-01", decider=decider))
        )
        == []
    )


def test_stated_role_was_held() -> None:
    """A role that somebody did not have on that day lends no authority, though they had another that does."""
    made = office(PS01, decision("PS-01", "approved", "2026-03-01", decider="{person: bob, role: secretary}"))

    assert found(unauthorised_approval, made) == [
        "Bob Example approved PS-01 on 1 March 2026 as Secretary, without having this role on that day"
    ]


def test_stated_role_is_looked_at_in_every_type() -> None:
    """A type that anybody may approve does not excuse a role that nobody had."""
    made = made_of(PS01, decision("PS-01", "withdrawn", "2026-03-01", decider="{person: eve, role: mayor}"))

    assert found(unauthorised_approval, made) == [
        "Eve Example withdrew PS-01 on 1 March 2026 as Mayor, without having this role on that day"
    ]


def test_authority_is_not_lent() -> None:
    """On behalf of the mayor only those decide who have a role that may."""
    made = office(
        PS01, decision("PS-01", "approved", "2026-03-01", decider="{person: ann, on_behalf_of: bob}")
    )

    assert found(unauthorised_approval, made) == [
        "Ann Example approved PS-01 on 1 March 2026 without any role that may: Mayor"
    ]


def test_preparing_needs_no_role() -> None:
    """Anybody may prepare, check and reaffirm."""
    made = office(
        PS01,
        *(
            decision("PS-01", meaning, "2026-03-01", decider="{person: ann, role: mayor}")
            for meaning in ("prepared", "checked", "reaffirmed")
        ),
    )

    assert run(made, unauthorised_approval).outcomes[0].not_applicable == 3
