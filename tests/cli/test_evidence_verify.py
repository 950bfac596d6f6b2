"""`qmsctl evidence verify`: every way in which a record, an attachment or a sample can stop being what it was."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Outcome, Terminal, git, qmsctl, state_of

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/evidence-verify-1.json").read_text(encoding="utf-8"))
BOB = "Bob Example <bob@example.org>"


@pytest.fixture(scope="module")
def audited(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose open audit has three answers, an attachment and a sample; nobody may change it."""
    here = office.copy(pattern, tmp_path_factory.mktemp("audited") / "office")
    (here / "registers").mkdir()
    (here / "registers/cases.csv").write_text(
        "nr\n" + "".join(f"K.{n}\n" for n in range(9)), encoding="utf-8"
    )
    office.commit(here, "Enter cases", "2026-11-01")
    (here.parent / "note.txt").write_text("What was seen.\n", encoding="utf-8")
    add = ("evidence", "add", "--no-input", "--audit", office.AUDIT, "--result", "conforms")
    seen = ("--seen", "All is as it should be.", "--where", "The files")
    more = {
        "Q1": ("--attach", "../note.txt"),
        "Q2": ("--register", "cases", "--sample-size", "2", "--seed", "1"),
        "Q3": (),
    }
    for question, options in more.items():
        done = qmsctl(*add, "--question", question, *seen, *options, at=here)
        assert 0 == done.status, done.err
    return here


@pytest.fixture
def mine(audited: Path, tmp_path: Path) -> Path:
    """A copy of the audited office."""
    return office.copy(audited, tmp_path / "office")


def verified(here: Path, *words: str, status: int) -> dict[str, dict[str, Any]]:
    """Return what does not hold, by the file and, of a sample, its kind."""
    done = qmsctl("evidence", "verify", *words, "--format", "json", at=here)
    assert status == done.status, done.says
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(data, SCHEMA)
    assert data["holds"] == (status == 0)
    broken = [one for one in data["looked_at"] if one["state"] != "whole"]
    return {one["file"] + (" (sample)" if one["kind"] == "sample" else ""): one for one in broken}


def evidence(here: Path) -> list[str]:
    """Return the paths of the answers of the open audit, by their questions: some are of the same second."""
    paths = here.glob("audits/aud-2026-01-*/evidence/*.yaml")
    by_question = sorted(paths, key=lambda path: re.findall(r"id: (Q\d)", path.read_text(encoding="utf-8")))
    return [path.relative_to(here).as_posix() for path in by_question]


def attachment(here: Path) -> str:
    """Return the path of the attachment."""
    (path,) = here.glob("audits/*/attachments/*/note.txt")
    return path.relative_to(here).as_posix()


def edit(here: Path, path: str, text: str = "# edited\n") -> None:
    """Add *text* at the end of a file."""
    with (here / path).open("a", encoding="utf-8") as file:
        file.write(text)


def test_all_whole(audited: Path) -> None:
    """What was recorded with qmsctl holds, in every format; looking writes nothing."""
    before = state_of(audited)

    assert {} == verified(audited, status=0)
    assert {} == verified(audited, office.AUDIT, status=0)
    shown = qmsctl("evidence", "verify", office.AUDIT, at=audited).out

    assert "Pieces of evidence: ✓ whole: 3" in shown
    assert "Attachments: ✓ whole: 1" in shown
    assert "Samples: ✓ drawn again, the same: 1" in shown
    assert "Does not hold" not in shown
    assert before == state_of(audited)


def test_every_fault(mine: Path) -> None:
    """Each fault is told apart, with the commit that made it if a commit did."""
    first, second, third = evidence(mine)
    file = attachment(mine)
    closed = next(mine.glob("audits/aud-2025-01-*/minutes/*.yaml")).relative_to(mine).as_posix()
    edit(mine, first)
    edit(mine, file)
    changed = office.commit(mine, "Improve", "2026-11-25", who=BOB)
    moved = third.replace("/2", "/3")
    git("mv", third, moved, at=mine)
    renamed = office.commit(mine, "Rename", "2026-11-26", who=BOB)
    (mine / closed).unlink()
    deleted = office.commit(mine, "Clean up", "2026-11-27", who=BOB)
    edit(mine, second)
    fresh = first.replace("/2", "/4")
    (mine / fresh).write_bytes((mine / first).read_bytes())

    found = verified(mine, status=1)

    def told(path: str) -> tuple[str, str | None]:
        return found[path]["state"], found[path]["commit"]

    assert ("altered", changed) == told(first)
    assert ("altered", changed) == told(file)
    assert ("moved", renamed) == told(moved)
    assert third in found[moved]["detail"]
    assert ("missing", deleted) == told(closed)
    assert ("altered", None) == told(second)
    assert ("unrecorded", None) == told(fresh)
    assert {first, file, moved, closed, second, fresh} == set(found)
    assert ("Bob Example", "2026-11-25") == (found[first]["author"], found[first]["day"])
    assert office.CLOSED == found[closed]["audit"]
    assert {closed} == set(verified(mine, office.CLOSED, status=1))
    with Terminal("evidence", "verify", "--lang", "pl", at=mine, columns=100) as terminal:
        done = terminal.end()
    assert 1 == done.status
    assert "zmienione" in done.out


def test_put_back(mine: Path) -> None:
    """What was changed and put back holds only once a correction says what happened."""
    first, _, _ = evidence(mine)
    file = attachment(mine)
    original, attached = (mine / first).read_bytes(), (mine / file).read_bytes()
    edit(mine, first)
    edit(mine, file)
    changed = office.commit(mine, "Improve", "2026-11-25", who=BOB)
    (mine / first).write_bytes(original)
    (mine / file).write_bytes(attached)
    office.commit(mine, "Put it back", "2026-11-26")

    found = verified(mine, status=1)

    assert {first: ("put_back", changed), file: ("put_back", changed)} == {
        path: (one["state"], one["commit"]) for path, one in found.items()
    }
    corrects = ("--corrects", Path(first).stem, "--correction-reason", "Bob had changed it and put it back")
    seen = ("--result", "conforms", "--seen", "All is well.", "--where", "The files")
    question = ("--audit", office.AUDIT, "--question", "Q1")
    done = qmsctl("evidence", "add", "--no-input", *question, *seen, *corrects, at=mine)
    assert 0 == done.status, done.err
    assert {} == verified(mine, status=0)


def test_attachments_gone_and_moved(mine: Path) -> None:
    """A missing attachment is told from one that lies elsewhere, and from one nobody may read."""
    file = attachment(mine)
    elsewhere = Path(file).with_name("other.txt").as_posix()
    git("mv", file, elsewhere, at=mine)

    moved = verified(mine, status=1)[file]

    assert "moved" == moved["state"]
    assert elsewhere in moved["detail"]
    (mine / elsewhere).unlink()
    gone = verified(mine, status=1)[file]
    assert ("missing", None) == (gone["state"], gone["commit"])


def test_a_sample_that_does_not_come_out(mine: Path) -> None:
    """A record that names other rows than its register gives is found, though the record itself is whole."""
    _, second, _ = evidence(mine)
    text = (mine / second).read_text(encoding="utf-8")
    other = second.replace("/2", "/3")
    (mine / other).write_text(text.replace("seed: '1'", "seed: '2'"), encoding="utf-8")
    office.commit(mine, "Record by hand", "2026-11-25")

    found = verified(mine, status=1)

    assert "altered" == found[f"{other} (sample)"]["state"]
    assert "its register gives the rows" in found[f"{other} (sample)"]["detail"]
    assert f"{second} (sample)" not in found


def test_a_shallow_clone(audited: Path, tmp_path: Path) -> None:
    """Where the beginning of the history is missing, nothing about records is claimed."""
    clone = tmp_path / "clone"
    git("clone", "--quiet", "--depth", "1", audited.as_uri(), str(clone), at=tmp_path)

    found = verified(clone, status=1)

    assert {"unknown"} == {one["state"] for one in found.values()}
    assert attachment(clone) not in found
    assert f"{evidence(clone)[1]} (sample)" in found


def test_wrong_calls(here: Path) -> None:
    """An unknown audit is refused with what there is; an office without records has nothing to verify."""
    done: Outcome = qmsctl("evidence", "verify", "AUD-2026-1", at=here)
    assert (2, "") == (done.status, done.out)
    assert "did you mean AUD-2026-01?" in done.err
    nothing = qmsctl("evidence", "verify", office.AUDIT, at=here)
    assert 3 == nothing.status
    assert "nothing to verify" in nothing.err
