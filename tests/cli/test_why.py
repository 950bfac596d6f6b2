"""`qmsctl why`: each state of a document with the records, the commit and the command that would change it."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.control.documents import DocumentState
from qmsctl.model.organisation import Folders
from qmsctl.model.reading import read_document
from qmsctl.repo.recorder import Identity
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of, without_escapes

PS01, PS02 = Path("procedures/ps-01.yaml"), Path("procedures/ps-02.md")
BOB = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Bob Example"), ("EMAIL", "bob@example.org"))
}
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/why-1.json").read_text(encoding="utf-8"))
MAYOR = "Bob Example <bob@example.org>"


def explained(here: Path, *words: str, id: str = "PS-01", lacks: str = "") -> dict[str, Any]:
    """Return what `why` says as JSON, and see that it is what its schema describes.

    *lacks* begins what is said on standard error about a repository in which something is missing.
    """
    done = qmsctl("why", id, "--format", "json", *words, at=here)
    assert done.status == 0
    assert done.err.startswith(lacks)
    assert bool(done.err) == bool(lacks)
    said: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    return said


def plain(here: Path, *words: str, id: str = "PS-01", lacks: str = "") -> str:
    """Return what `why` says to people, and see that both formats agree on what there is."""
    done = qmsctl("why", id, *words, at=here)
    assert done.status == 0
    assert done.err.startswith(lacks)
    data = explained(here, *words, id=id, lacks=lacks)
    said = done.out
    assert data["reason"] in said
    for text in (*data["remarks"], *(step["does"] for step in data["steps"])):
        assert text in said
    for step in data["steps"]:
        assert step["command"] is None or f"    {step['command']}\n" in said
    for record in (*data["records"], *data["rivals"], *data["not_counted"]):
        assert f"    record: {record['file']}\n" in said
    for problem in data["problems"]:
        assert f"{problem['rule']} [{problem['slug']}] {problem['message']}" in said
    return said


def steps(said: dict[str, Any]) -> list[str]:
    """Return the commands that are proposed."""
    return [step["command"] for step in said["steps"] if step["command"]]


def change(here: Path, old: str, new: str, file: Path = PS01) -> None:
    """Change a file of the working tree."""
    text = (here / file).read_text(encoding="utf-8")
    assert old in text
    (here / file).write_text(text.replace(old, new), encoding="utf-8")


def record(here: Path, **fields: object) -> Path:
    """Write an approval of PS-01 as its file is now, by hand, and return its path."""
    document = read_document(str(PS01), (here / PS01).read_bytes())
    assert document is not None
    letters = itertools.cycle("abcdefgh")
    clerk = Clerk(
        Identity("Bob Example", "bob@example.org"),
        dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC) + dt.timedelta(minutes=len(list(here.rglob("*-*.yaml")))),
        lambda _: next(letters),
        Folders(),
    )
    made = approval_record(
        clerk, document, "en", "approved", {"decider": {"person": "bob"}, "decided": "2026-05-01", **fields}
    )
    (here / made.path).parent.mkdir(parents=True, exist_ok=True)
    (here / made.path).write_bytes(made.content)
    return Path(made.path)


# Each state


def test_in_force(here: Path) -> None:
    """What is in force names the record, who decided, how sure that is and why, and the commit that recorded it."""
    said = explained(here)
    (ground,) = said["records"]
    commit = git("log", "-1", "--format=%H", "--grep=Approve PS-01", at=here).strip()

    assert (said["state"], said["in_force"]) == ("in_force", {"revision": "1.0", "effective": "2026-02-01"})
    assert said["caused_by"] == {
        "id": commit, "author": "Bob Example", "authored": "2026-02-01", "committed": "2026-02-01", "subject": "Approve PS-01",
    }  # fmt: skip
    assert (ground["person"], ground["decided"], ground["trust"]) == ("Bob Example", "2026-02-01", "recorded")
    assert "bob@example.org, which is an address of Bob Example" in ground["trusted_because"]
    assert ground["commit"] == said["caused_by"]
    assert (here / ground["file"]).is_file()
    assert (said["missing"], said["review"], said["drift"], said["rivals"]) == ([], None, None, [])
    assert steps(said) == ["qmsctl revise PS-01", "qmsctl review PS-01", "qmsctl withdraw PS-01 --reason …"]
    text = plain(here)
    assert text.startswith("PS-01  Control of documents (en), ")
    assert (
        f"By the commit: {commit[:10]} by Bob Example, 1 February 2026 (author's date): Approve PS-01\n"
        in text
    )


def test_draft(here: Path) -> None:
    """A draft names what is missing in the order of recording, who may decide, and each command."""
    change(here, "sections: [purpose]", "needs: [approved, prepared, checked], approvers: [mayor]", Path("qms.yaml"))  # fmt: skip
    office.commit(here, "Demand more", "2026-04-01")
    assert qmsctl("approve", "PS-02", "--as", "prepared", at=here).status == 0
    said = explained(here, id="PS-02")

    assert (said["state"], said["in_force"]) == ("draft", None)
    assert [ground["meaning"] for ground in said["records"]] == ["prepared"]
    assert said["missing"] == ["checked", "approved"]
    assert said["may_approve"] == ["Mayor"]
    assert said["caused_by"]["subject"] == "Plan the audits"
    assert steps(said) == ["qmsctl approve PS-02 --as checked", "qmsctl approve PS-02", "qmsctl revise PS-02"]
    assert "Missing: checked, approved; may approve: Mayor\n" in plain(here, id="PS-02")
    assert "REV001" in [problem["rule"] for problem in said["problems"]]


def test_commands_of_a_draft_put_it_in_force(here: Path) -> None:
    """Whoever types the proposed commands one after the other has the document in force."""
    change(here, "sections: [purpose]", "needs: [checked, approved]", Path("qms.yaml"))
    office.commit(here, "Demand more", "2026-04-01")
    for _ in range(2):
        command = shlex.split(steps(explained(here, id="PS-02"))[0])
        done = qmsctl(*command[1:], at=here, env=BOB)
        assert done.status == 0, done.err

    assert explained(here, id="PS-02")["state"] == "in_force"


def test_approved_to_take_effect_later(here: Path) -> None:
    """What is approved for later says from when, and that nothing has to be done."""
    assert qmsctl("approve", "PS-02", "--effective", "2099-01-01", at=here, env=BOB).status == 0
    said = explained(here, id="PS-02")

    assert (said["state"], said["in_force"]) == ("approved", None)
    assert "takes effect on 1 January 2099" in said["reason"]
    assert said["steps"][0] == {
        "does": "nothing has to be done: it takes effect on 1 January 2099",
        "command": None,
    }
    assert steps(said) == ["qmsctl revise PS-02"]
    assert explained(here, "--on", "2099-01-01", id="PS-02")["state"] == "in_force"


def test_later_draft_and_later_revision(here: Path) -> None:
    """Behind a later draft, and before a revision that is to come, what is in force is explained with both."""
    change(here, '"1.0"', '"1.1"')
    office.commit(here, "Draft", "2026-04-01")
    draft = explained(here)
    assert qmsctl("approve", "PS-01", "--effective", "2099-01-01", at=here, env=BOB).status == 0
    later = explained(here)

    assert draft["state"] == later["state"] == "in_force"
    assert draft["remarks"] == ["the file holds a later draft, revision 1.1, which does not count yet"]
    assert (draft["missing"], steps(draft)[0]) == (["approved"], "qmsctl approve PS-01")
    assert later["remarks"] == ["revision 1.1 is approved as well, and takes effect on 1 January 2099"]
    assert later["missing"] == []
    assert "qmsctl review PS-01" not in steps(draft)
    plain(here)


def test_drifted(here: Path) -> None:
    """A drift names each commit that changed the text after the approval, by whom, and by how much."""
    change(here, "Everybody", "Nobody")
    first = office.commit(here, "Nothing of it", "2026-03-15")
    change(here, "Nobody", "Hardly anybody")
    second = office.commit(here, "More of it", "2026-04-15", who=MAYOR)
    said = explained(here)

    assert (said["state"], said["in_force"]["revision"]) == ("drifted", "1.0")
    assert [(one["commit"]["id"], one["added"], one["removed"]) for one in said["drift"]["changes"]] == [
        (first, 1, 1),
        (second, 1, 1),
    ]
    assert said["caused_by"]["id"] == second
    assert not said["drift"]["uncommitted"]
    assert "what was approved stays in force: revision 1.0, since 1 February 2026" in said["remarks"]
    assert "REV002" in [problem["rule"] for problem in said["problems"]]
    text = plain(here)
    assert f"{second[:10]} by Bob Example, 15 April 2026 (author's date): More of it; lines: +1 -1\n" in text
    restore = next(command for command in steps(said) if command.startswith("git restore"))
    git(*shlex.split(restore)[1:], at=here)
    assert explained(here)["state"] == "in_force"


def test_drifted_without_a_commit(here: Path) -> None:
    """A change that nobody committed has no commit to blame, and that is said."""
    change(here, "Everybody", "Nobody")
    said = explained(here)

    assert (said["state"], said["caused_by"]) == ("drifted", None)
    assert said["drift"] == {"revision": "1.0", "changes": [], "uncommitted": True}
    assert "the file is not committed as it stands" in said["remarks"]
    assert "a change in the working tree that no commit has" in plain(here)


def test_drift_is_mended_by_the_proposed_command(here: Path) -> None:
    """The first command that is proposed for a drift ends it."""
    change(here, "Everybody", "Nobody")
    office.commit(here, "Sneak in", "2026-03-15")
    command = shlex.split(steps(explained(here))[0])
    done = qmsctl(*command[1:], "--reason", "Mend", at=here, env={"EDITOR": "true"})

    assert done.status == 0, done.err
    assert explained(here)["state"] == "in_force"


def test_withdrawn(here: Path) -> None:
    """A withdrawal names its record, reason, day and successor; before its day it is announced."""
    words = ("--reason", "nobody does this", "--successor", "PS-02", "--effective", "2099-01-01")
    assert qmsctl("withdraw", "PS-01", *words, at=here, env=BOB).status == 0
    before, after = explained(here), explained(here, "--on", "2099-01-01")

    assert (before["state"], before["remarks"]) == ("in_force", ["it is to be withdrawn on 1 January 2099"])
    assert (after["state"], after["in_force"], after["steps"]) == ("withdrawn", None, [])
    assert [(one["meaning"], one["successor"], one["reason"]) for one in after["records"]] == [
        ("withdrawn", "PS-02", "nobody does this")
    ]
    assert after["remarks"] == [
        "reason of the withdrawal: nobody does this",
        "in its place: PS-02 (draft, never approved)",
    ]
    assert after["caused_by"]["author"] == "Bob Example"
    plain(here, "--on", "2099-01-01")


def test_successor_can_be_asked(here: Path) -> None:
    """What is proposed for a withdrawn document is to look at what took its place."""
    assert qmsctl("withdraw", "PS-01", "--reason", "x", "--successor", "PS-02", at=here, env=BOB).status == 0

    assert steps(explained(here)) == ["qmsctl why PS-02"]


@pytest.mark.parametrize("own", [True, False], ids=["own interval", "interval of the type"])
def test_review_is_computed_in_the_open(here: Path, own: bool) -> None:  # noqa: FBT001 - a case
    """The day of the next review says from which day, by which interval, and whose interval it is counted."""
    if own:
        change(here, "owner: quality-officer", "owner: quality-officer\nreview_every: 12 months")
        office.commit(here, "1.1", "2026-03-01")
        change(here, '"1.0"', '"1.1"')
        office.commit(here, "1.1", "2026-03-01")
        assert qmsctl("approve", "PS-01", "--decided", "2026-02-01", at=here, env=BOB).status == 0
    else:
        change(here, "sections: [purpose]", "review_every: 1 year", Path("qms.yaml"))
        office.commit(here, "Review", "2026-03-01")
    due = explained(here, "--on", "2027-02-01")
    overdue = explained(here, "--on", "2027-02-02")

    assert due["review"] == {
        "due": "2027-02-01", "overdue": False, "months": 12, "counted_from": "2026-02-01",
        "counted_from_review": False, "interval_of_type": not own,
    }  # fmt: skip
    assert overdue["review"]["overdue"]
    assert "DUE001" in [problem["rule"] for problem in overdue["problems"]]
    source = "as the document itself says" if own else "as qms.yaml says of its type"
    assert (
        f"Review: due on 1 February 2027: 12 months after it took effect on 1 February 2026, {source}\n"
        in plain(here, "--on", "2027-02-01")
    )
    assert "Review: was due on 1 February 2027, 1 day ago: " in plain(here, "--on", "2027-02-02")


def test_overdue_review_asks_for_a_review_first(here: Path) -> None:
    """What is overdue names the review first; once it is recorded, it is counted from there."""
    change(here, "sections: [purpose]", "review_every: 1 month", Path("qms.yaml"))
    office.commit(here, "Review", "2026-03-01")
    before = explained(here)
    done = qmsctl(*shlex.split(steps(before)[0])[1:], "--decided", "2026-06-01", at=here)
    after = explained(here, "--on", "2026-06-15")

    assert done.status == 0, done.err
    assert steps(before)[0] == "qmsctl review PS-01"
    assert (after["review"]["counted_from"], after["review"]["counted_from_review"]) == ("2026-06-01", True)
    assert "1 month after the review of 1 June 2026" in plain(here, "--on", "2026-06-15")


def test_rival(here: Path) -> None:
    """An approval of another text under a taken revision is shown apart, with its record."""
    change(here, "Everybody", "Nobody")
    record(here)
    office.commit(here, "Approve another text", "2026-05-01", who=MAYOR)
    said = explained(here)

    assert [one["decided"] for one in said["rivals"]] == ["2026-05-01"]
    assert "REV005" in [problem["rule"] for problem in said["problems"]]
    assert "Approved with another text, under a revision that was taken:\n" in plain(here)


def test_second_approval_changes_nothing(here: Path) -> None:
    """Where a second person approved the same text later, it is in force by the first approval, and both are shown."""
    record(here, decider={"person": "ann"}, decided="2026-05-01")
    office.commit(here, "Approve again", "2026-05-01")
    said = explained(here)

    assert (said["in_force"]["effective"], said["caused_by"]["subject"]) == ("2026-02-01", "Approve PS-01")
    assert [ground["person"] for ground in said["records"]] == ["Bob Example", "Ann Example"]


def test_approval_of_other_bytes(here: Path) -> None:
    """An approval whose bytes are not the text it names is said to be one."""
    change(here, '"1.0"', '"1.1"')
    record(here, blob=git("rev-parse", f"HEAD:{PS01}", at=here).strip())
    office.commit(here, "Approve", "2026-05-01", who=MAYOR)
    change(here, '"1.1"', '"1.2"')
    office.commit(here, "Draft", "2026-05-02")

    assert "the approval names another text than it says" in explained(here)["remarks"]


# What does not count, and what cannot be known


def test_unrecorded(here: Path) -> None:
    """A record that is written and not committed is shown as not counting, with what makes it count."""
    change(here, '"1.0"', '"1.1"')
    office.commit(here, "Draft", "2026-04-01")
    path = record(here)
    said = explained(here)

    assert [(one["file"], one["because"]) for one in said["not_counted"]] == [(str(path), "unrecorded")]
    assert (said["in_force"]["revision"], said["missing"]) == ("1.0", ["approved"])
    assert steps(said)[0] == f"git add -- {path} && git commit"
    assert "HIS004" in [problem["rule"] for problem in said["problems"]]
    plain(here)


def test_contested(here: Path) -> None:
    """Two corrections of one record are both shown as not counting, and the way out is named."""
    (first,) = (path.stem for path in (here / "approvals").rglob("*.yaml"))
    names = sorted(record(here, corrects=[first], correction_reason=reason).stem for reason in ("a", "b"))
    office.commit(here, "Correct twice", "2026-05-01", who=MAYOR)
    said = explained(here)

    assert said["state"] == "draft"
    assert sorted((Path(one["file"]).stem, one["because"]) for one in said["not_counted"]) == [
        (name, "contested") for name in names
    ]
    assert any(all(name in step["does"] for name in names) for step in said["steps"])
    plain(here)


@pytest.mark.parametrize(
    ("who", "level", "because"),
    [
        ("Ann Example <ann@example.org>", "declared", "Ann Example recorded what Bob Example decided"),
        ("Zoe <zoe@example.org>", "declared", "zoe@example.org, an address that qms.yaml does not know"),
        (MAYOR, "recorded", "bob@example.org, which is an address of Bob Example"),
    ],
)
def test_why_that_sure(here: Path, who: str, level: str, because: str) -> None:
    """Each level of trust says what set it."""
    change(here, '"1.0"', '"1.1"')
    record(here, basis="ordinance 7")
    office.commit(here, "Approve", "2026-05-01", who=who)
    (ground,) = explained(here)["records"]

    assert (ground["trust"], ground["basis"]) == (level, "ordinance 7")
    assert because in ground["trusted_because"]


def test_decider_nobody_knows(here: Path) -> None:
    """A decider who is not in `qms.yaml` is said to be unknown."""
    change(here, '"1.0"', '"1.1"')
    record(here, decider={"person": "nobody", "role": "mayor", "on_behalf_of": "bob"})
    office.commit(here, "Approve", "2026-05-01", who=MAYOR)
    (ground,) = explained(here)["records"]

    assert ground["trusted_because"] == "qms.yaml knows nobody called nobody"
    assert (ground["role"], ground["on_behalf_of"]) == ("Mayor", "Bob Example")


def test_shallow_clone(here: Path, tmp_path: Path) -> None:
    """Where the beginning of the history is missing, that is said, and no commit is blamed."""
    git(
        "-c", "protocol.file.allow=always", "clone", "-q", "--depth=1", f"file://{here}", "clone", at=tmp_path
    )
    said = explained(tmp_path / "clone", lacks="This clone is shallow")

    assert not said["history_complete"]
    assert "this clone is shallow" in said["remarks"][-1]
    assert "who added the record cannot be established" in said["records"][0]["trusted_because"]
    assert (said["caused_by"], said["records"][0]["commit"]) == (None, None)
    plain(tmp_path / "clone", lacks="This clone is shallow")


def test_record_that_came_with_a_merge(here: Path) -> None:
    """A record that only a merge added was added by no single person, and that is why it is only declared."""
    git("checkout", "-q", "-b", "side", at=here)
    git("commit", "-q", "--allow-empty", "-m", "Side", at=here)
    git("checkout", "-q", "main", at=here)
    git("commit", "-q", "--allow-empty", "-m", "Main", at=here)
    git("merge", "-q", "--no-commit", "--no-ff", "side", at=here)
    change(here, '"1.0"', '"1.1"')
    record(here, basis="x")
    office.commit(here, "Merge", "2026-05-01", who=MAYOR)
    (ground,) = explained(here)["records"]

    assert (ground["trust"], ground["commit"]) == ("declared", None)
    assert "it came with a merge" in ground["trusted_because"]


def test_text_that_is_lost(here: Path) -> None:
    """If git no longer has what is in force, that is said."""
    blob = git("rev-parse", f"HEAD:{PS01}", at=here).strip()
    change(here, '"1.0"', '"1.1"')
    office.commit(here, "Draft", "2026-04-01")
    (here / ".git/objects" / blob[:2] / blob[2:]).unlink()

    said = explained(here, lacks="1 content of the history is not in this repository")
    assert f"the text in force is not in this repository: git has no content {blob}" in said["remarks"]


@pytest.mark.parametrize("broken", [False, True], ids=["gone", "unreadable"])
def test_file_that_is_gone_or_broken(here: Path, broken: bool) -> None:  # noqa: FBT001 - a case
    """A document without a readable file is still explained from its records, with the way to get it back."""
    if broken:
        (here / PS01).write_text("id: PS-01\ntitle: [\n")
    else:
        (here / PS01).unlink()
    office.commit(here, "Break", "2026-04-01")
    said = explained(here)

    assert said["document"]["file"] is None
    assert said["remarks"] == ["the file cannot be read" if broken else "the file is gone from the tree"]
    plain(here)
    if broken:
        assert "DOC001" in [problem["rule"] for problem in said["problems"]]
        assert steps(said) == ["qmsctl check"]
    else:
        git(*shlex.split(steps(said)[0])[1:], at=here)
        assert explained(here)["document"]["file"] == str(PS01)


# Other moments, languages, places


def test_other_days_and_commits(here: Path) -> None:
    """`--on`, `--rev` and `--as-of` ask about another moment, for which nothing is proposed."""
    begun = explained(here, "--rev", "v1")
    early = explained(here, "--on", "2026-01-31")
    as_of = explained(here, "--as-of", "2026-01-31")

    assert [said["state"] for said in (begun, early, as_of)] == ["draft"] * 3
    assert [said["steps"] for said in (begun, early, as_of)] == [[]] * 3
    assert (begun["missing"], early["missing"]) == (["approved"], ["approved"])
    assert as_of["commit"] == git("rev-parse", "v1", at=here).strip()


def test_only_its_own_problems(here: Path) -> None:
    """Problems of other documents are not this one's."""
    assert "REV001" in [problem["rule"] for problem in explained(here, id="PS-02")["problems"]]
    assert explained(here)["problems"] == []


def test_polish(here: Path) -> None:
    """Everything that is said is Polish, but for what people wrote and what is typed."""
    change(here, "Everybody", "Nobody")
    office.commit(here, "Sneak in", "2026-03-15")
    polish, english = (
        qmsctl("--lang", language, "why", "PS-01", at=here).out.splitlines() for language in ("pl", "en")
    )
    own = [line for line in polish if line in english and not line.startswith(("    qmsctl ", "    git "))]

    assert own == []
    assert len(polish) == len(english)
    assert (
        polish[1]
        == "Dlaczego: plik nosi numer rewizji 1.0, lecz jego treść różni się od zatwierdzonej pod tym numerem"
    )
    assert "(data autora): Sneak in; wiersze: +1 -1" in "\n".join(polish)


def test_language_version_in_commands(here: Path) -> None:
    """The commands name the language where they have to."""
    translated = (here / PS01).read_text().replace("title:", "language: pl\ntranslates: en\ntitle:")
    (here / "procedures/ps-01.pl.yaml").write_text(translated)
    office.commit(here, "Translate", "2026-04-01")

    assert steps(explained(here, "--language", "pl")) == [
        "qmsctl approve PS-01 --language pl",
        "qmsctl revise PS-01 --language pl",
    ]


def test_narrow_terminal(here: Path) -> None:
    """Forty columns are enough, and nothing of the repository commands the terminal."""
    change(here, "title: Control", 'title: "\\u202eControl" #')
    office.commit(here, "Hostile\u202e \x1b]0;owned\x07", "2026-04-01")
    with Terminal("why", "PS-01", at=here, columns=40) as terminal:
        done = terminal.end()
    lines = without_escapes(done.out).splitlines()

    assert done.status == 0
    assert not re.search("[\x1b\x07\u202e]", done.out)
    assert [line for line in lines if len(line) > 40 and " " in line.strip()] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [(("PS-9",), "there is no document PS-9"), (("PS-01", "--format", "xml"), "xml is no value of --format")],
)
def test_refusals(here: Path, words: tuple[str, ...], message: str) -> None:
    """What cannot be answered is refused with a next step."""
    done = qmsctl("why", *words, at=here)

    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert "Next: " in done.err


def test_asking_changes_nothing(here: Path) -> None:
    """Asking why writes nothing, neither in the tree nor in `.git`."""
    before = state_of(here)
    explained(here)
    plain(here)

    assert state_of(here) == before


# docs/why-json.md


def test_schema_refuses_what_it_does_not_describe(here: Path) -> None:
    """A field that is added to the answer, or taken from it, is noticed everywhere."""
    change(here, "sections: [purpose]", "review_every: 1 year", Path("qms.yaml"))
    change(here, "Everybody", "Nobody")
    office.commit(here, "Sneak in", "2026-03-15")
    said, validator = explained(here), jsonschema.Draft202012Validator(SCHEMA)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    routes: tuple[tuple[str | int, ...], ...] = (
        (), ("tool",), ("document",), ("in_force",), ("caused_by",), ("records", 0), ("records", 0, "commit"),
        ("review",), ("drift",), ("drift", "changes", 0), ("problems", 0), ("steps", 0),
    )  # fmt: skip
    for route in routes:
        longer, shorter = copy.deepcopy(said), copy.deepcopy(said)
        _at(longer, route)["surplus"] = 1
        _at(shorter, route).popitem()
        assert not validator.is_valid(longer), route
        assert not validator.is_valid(shorter), route


def _at(value: Any, route: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - any part of a JSON text
    for key in route:
        value = value[key]
    return value


def test_page_explains_every_field() -> None:
    """`docs/why-json.md` names every field of the schema, and the schema every state of the code."""
    page = (ROOT / "docs/why-json.md").read_text(encoding="utf-8")

    assert [name for name in sorted(_named(SCHEMA)) if f"`{name}`" not in page] == []
    assert SCHEMA["properties"]["state"]["enum"] == [state.value for state in DocumentState]


def _named(schema: Any) -> set[str]:  # noqa: ANN401 - any part of a schema
    if isinstance(schema, list):
        return {name for part in schema for name in _named(part)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own.union(*(_named(part) for part in schema.values()))
