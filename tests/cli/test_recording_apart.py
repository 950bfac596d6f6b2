"""Two clones recorded apart by the whole program, merged by plain git: the same answers, whoever merged whom."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from qmsctl.repo.recorder import Identity
from tests.auditors import begin
from tests.cli.program import git, qmsctl
from tests.clones import AUDIT, QUESTIONS, TEAM

_SAME_DAY = ("--on", "2030-01-31")
_ASKED = {
    "check": ("check", "--format", "json", *_SAME_DAY),
    "audit status": ("audit", "status", AUDIT, "--format", "json", *_SAME_DAY),
    "finding list": ("finding", "list", "--format", "json", *_SAME_DAY),
    "report": ("report", AUDIT, "--format", "markdown", "-o", "-", *_SAME_DAY),
}

Commands = Sequence[tuple[str, ...]]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that everybody clones; nobody may change it."""
    folder = tmp_path_factory.mktemp("shared") / "office"
    begin(folder)
    return folder


def _as(letter: str) -> Mapping[str, str]:
    who: Identity = TEAM[letter]
    return {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", who.name), ("EMAIL", who.email))
    }


def _works(clone: Path, letter: str, *commands: tuple[str, ...]) -> None:
    """Run *commands* in *clone* as the auditor with this *letter*; each of them records."""
    for command in commands:
        done = qmsctl(*command, "--no-input", at=clone, env=_as(letter))
        assert done.status == 0, done.says


def _cloned(shared: Path, folder: Path, letters: str) -> Mapping[str, Path]:
    for letter in letters:
        git("clone", "--quiet", str(shared), letter, at=folder)
    return {letter: folder / letter for letter in letters}


def _pull(here: Path, other: Path, letter: str) -> None:
    """Merge into *here* what lies in the *other* clone, with plain git."""
    git("pull", "--quiet", "--no-rebase", "--no-edit", str(other), "main", at=here, env=_as(letter))


def _said_in_every_order(shared: Path, clones: Mapping[str, Path], folder: Path) -> Mapping[str, str]:
    """Merge *clones* in every order, compare what is said about the results, and return it."""
    said: list[Mapping[str, str]] = []
    for order in itertools.permutations(clones):
        here = folder / "".join(order)
        git("clone", "--quiet", str(shared), str(here), at=folder)
        for letter in order:
            _pull(here, clones[letter], order[0])
        head = git("rev-parse", "HEAD", at=here).strip()
        answers = {name: qmsctl(*words, at=here).out for name, words in _ASKED.items()}
        assert [] == [name for name, answer in answers.items() if head[:10] not in answer]
        said.append({
            name: answer.replace(head, "COMMIT").replace(head[:10], "COMMIT") for name, answer in answers.items()
        })  # fmt: skip
    first, *others = said
    for other in others:
        for name, answer in first.items():
            assert answer.splitlines() == other[name].splitlines()  # which says where they differ
        assert other == first
    return first


def _rules(said: Mapping[str, str]) -> set[str]:
    return {problem["rule"] for problem in json.loads(said["check"])["problems"]}


def _answers_file(clone: Path, *rows: str) -> str:
    text = "answers:\n" + "".join(f"  - {{{row}}}\n" for row in rows)
    (clone / "answers.yaml").write_text(text, encoding="utf-8")
    (clone / "list.txt").write_text("PS-01\n", encoding="utf-8")
    return "answers.yaml"


def _raised(question: str, grade: str, title: str) -> tuple[str, ...]:
    return (
        *("finding", "raise", "--audit", AUDIT, "--evidence", question, "--grade", grade, "--title", title),
        *("--clause", "7.5.2", "--unit", "OR", "--owner", "head-or"),
        *("--requirement", "PS-01 asks for an approval of every procedure."),
        *("--found", "PS-03 and PS-07, 2 of 10 procedures sampled, bear no approval."),
        *("--statement", "Approval before use is not ensured."),
    )


def _names(clone: Path, question: str) -> list[str]:
    """Return the names of the records that answer *question*."""
    found = clone.glob("audits/*/evidence/*.yaml")
    return sorted(path.stem for path in found if f"id: {question}\n" in path.read_text(encoding="utf-8"))


def test_answers_and_findings_of_two(shared: Path, tmp_path: Path) -> None:
    """Answers, attachments, findings, their steps and minutes of two clones come together as if recorded on one."""
    clones = _cloned(shared, tmp_path, "AB")
    for letter, first in (("A", 5), ("B", 8)):
        clone = clones[letter]
        seen = "result: does_not_conform, seen: 2 of 10 without approval, where: Folder procedures"
        answers = _answers_file(
            clone,
            f"question: Q{first}, {seen}, attachments: list.txt",
            f"question: Q{first + 1}, result: not_audited, reason: No time in room {letter}.",
        )
        number = f"NC-2026-02-{letter}{3 if letter == 'A' else 1}"  # two of A are older
        _works(
            clone,
            letter,
            ("audit", "conduct", AUDIT, "--answers", answers),
            _raised(f"Q{first}", "minor", f"Found by {letter}"),
            ("finding", "respond", number, "--acknowledge", "--correction", f"Approved, says {letter}."),
            (
                "audit",
                "minutes",
                AUDIT,
                "deviation",
                "--text",
                f"Later in {letter}",
                "--reason",
                "Fire drill",
            ),
        )

    said = _said_in_every_order(shared, clones, tmp_path)

    (audit,) = json.loads(said["audit status"])["audits"]
    assert audit["questions"] | {"outcomes": {}} == {
        "asked": QUESTIONS, "answered": 6, "contested": 0, "evidenced": 3, "outcomes": {}
    }  # fmt: skip
    assert {"NC-2026-02-A3", "NC-2026-02-B1"} < {finding["number"] for finding in audit["findings"]}
    assert not _rules(said) & {"AUD002", "FND008", "HIS001", "HIS004", "HIS005", "EVD003", "EVD004"}
    assert "Found by A" in said["report"]
    assert "Found by B" in said["report"]


def test_answers_that_contest_one_another(shared: Path, tmp_path: Path) -> None:
    """Two answers to one question, and two corrections of one answer, are shown and do not count until one names both."""
    clones = _cloned(shared, tmp_path, "CD")
    (old,) = _names(shared, "Q2")
    for letter, clone in clones.items():
        answers = _answers_file(clone, f"question: Q9, result: not_audited, reason: Not by {letter}.")
        _works(
            clone,
            letter,
            ("audit", "conduct", AUDIT, "--answers", answers),
            (
                "evidence",
                "correct",
                old,
                "--note",
                f"Seen by {letter}",
                "--correction-reason",
                "It was more.",
            ),
        )

    said = _said_in_every_order(shared, clones, tmp_path)

    (audit,) = json.loads(said["audit status"])["audits"]
    assert (audit["questions"]["answered"], audit["questions"]["contested"]) == (1, 2)
    contested = [one for one in audit["obstacles"] if one["kind"] == "contested"]
    assert [one["what"] for one in contested] == ["Q2", "Q9"]
    assert {"AUD002", "HIS005"} <= _rules(said)

    here = tmp_path / "CD"
    rivals = [one for one in json.loads(said["check"])["problems"] if one["rule"] == "HIS005"]
    for one in (*rivals, *contested):
        assert len(one["fix"].partition("qmsctl evidence correct ")[2].split()) == 2, one["fix"]
    for one in contested:
        names = one["fix"].partition("qmsctl evidence correct ")[2].split()
        assert len(names) == 2
        _works(here, "C", ("evidence", "correct", *names, "--correction-reason", "We agreed."))
    mended = json.loads(qmsctl(*_ASKED["audit status"], at=here).out)["audits"][0]
    assert (mended["questions"]["answered"], mended["questions"]["contested"]) == (3, 0)
    left = {one["rule"] for one in json.loads(qmsctl(*_ASKED["check"], at=here).out)["problems"]}
    assert not left & {"AUD002", "HIS005"}


def test_one_number_used_twice(shared: Path, tmp_path: Path) -> None:
    """Somebody who raises findings on two computers uses a number twice; the check says so and how it is mended."""
    clones = {name: tmp_path / name for name in ("desk", "laptop")}
    for name, clone in clones.items():
        git("clone", "--quiet", str(shared), name, at=tmp_path)
        _works(clone, "B", _raised("Q2", "minor", f"Found at the {name}"))
    here = clones["desk"]
    _pull(here, clones["laptop"], "B")

    problems = json.loads(qmsctl("check", "--format", "json", at=here).out)["problems"]
    (twice,) = (one for one in problems if one["rule"] == "FND008")
    finding = next(
        line.removeprefix("finding: ")
        for line in (here / twice["path"]).read_text(encoding="utf-8").splitlines()
        if line.startswith("finding: ")
    )
    _works(here, "B", ("finding", "correct", finding, "--number", "NC-2026-02-B2", "--reason", "Used twice."))

    left = json.loads(qmsctl("check", "--format", "json", at=here).out)["problems"]
    assert "FND008" not in {one["rule"] for one in left}
    listed = json.loads(qmsctl("finding", "list", "--format", "json", at=here).out)["findings"]
    assert ["NC-2026-02-B1", "NC-2026-02-B2"] == [
        one["number"] for one in listed if "-B" in one["number"]
    ]  # fmt: skip
