"""A grade goes with the evidence, a long text is written in the editor, and what a finding rests on can be corrected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl
from tests.cli.test_findings import BAD, EVE, NUMBER, RAISE

GOOD = (
    *("evidence", "add", "--audit", office.AUDIT, "--question", "Q1", "--result", "conforms"),
    *("--seen", "The list of documents, 2 of 2.", "--where", "procedures/", "--unit", "OR"),
)
OF_AUDIT = ("finding", "raise", "--audit", office.AUDIT)


@pytest.fixture(scope="module")
def seen(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in whose audit one answer conforms and one does not; nobody may change it."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("seen") / "office")
    for call in (BAD, GOOD):
        done = qmsctl(*call, at=folder, env=EVE)
        assert done.status == 0, done.err
    return folder


@pytest.fixture
def at(seen: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may do with as it likes."""
    return office.copy(seen, tmp_path / "office")


def _listed(here: Path) -> dict[str, Any]:
    done = qmsctl("finding", "list", "--format", "json", at=here)
    assert done.status == 0, done.err
    (finding,) = json.loads(done.out)["findings"]
    assert isinstance(finding, dict)
    return finding


def _raised_with(evidence: str, grade: str) -> tuple[str, ...]:
    words = [*RAISE]
    words[words.index("--evidence") + 1] = evidence
    words[words.index("--grade") + 1] = grade
    return tuple(words)


def test_a_grade_that_does_not_go_with_the_evidence(seen: Path) -> None:
    """No nonconformity rests on what conforms alone, and nothing softer on what does not; the next step is named."""
    unshown = qmsctl(*_raised_with("Q1", "minor"), at=seen, env=EVE)
    softened = qmsctl(*_raised_with("Q2", "observation"), at=seen, env=EVE)
    polish = qmsctl("--lang", "pl", *_raised_with("Q1", "minor"), at=seen, env=EVE)

    assert (unshown.status, softened.status) == (2, 2)
    (name,) = (
        path.stem
        for path in seen.glob("audits/aud-2026-01-*/evidence/*.yaml")
        if "id: Q1" in path.read_text()
    )
    assert f"so it shows no nonconformity: {name}" in unshown.err
    assert f"qmsctl evidence correct {name} --result does_not_conform" in unshown.err
    assert "the evidence does not conform, so this is a nonconformity" in softened.err
    assert "nie wykazują one niezgodności" in polish.err
    assert not list(seen.glob("findings/*/*.yaml"))


def test_one_that_fails_is_enough(at: Path) -> None:
    """A nonconformity may cite what conforms beside what does not."""
    done = qmsctl(*_raised_with("Q2", "minor"), "--evidence", "Q1", at=at, env=EVE)

    assert done.status == 0, done.err
    assert len(_listed(at)["evidence"]) == 2


def test_another_grade_goes_with_the_evidence_too(at: Path) -> None:
    """An observation does not become a nonconformity by regrading: the evidence is corrected first."""
    assert qmsctl(*_raised_with("Q1", "observation"), at=at, env=EVE).status == 0
    number = _listed(at)["number"]

    call = (
        "finding",
        "regrade",
        number,
        "--grade",
        "minor",
        "--justification",
        "It is worse than it looked.",
    )
    refused = qmsctl(*call, at=at, env=EVE)
    (name,) = _listed(at)["evidence"]
    corrected = qmsctl(
        *(
            "evidence",
            "correct",
            name,
            "--result",
            "does_not_conform",
            "--correction-reason",
            "One was missing.",
        ),
        at=at,
        env=EVE,
    )
    done = qmsctl(*call, at=at, env=EVE)

    assert (refused.status, "so it shows no nonconformity" in refused.err) == (2, True), refused.err
    assert (corrected.status, done.status) == (0, 0), corrected.err + done.err


@pytest.mark.parametrize(
    ("language", "grades", "grade", "question"),
    [
        ("en", "All the evidence conforms, so it shows no nonconformity", "Grade", "Title"),
        ("pl", "Wszystkie powołane dowody są zgodne, więc nie wykazują niezgodności", "Rodzaj", "Tytuł"),
    ],
)
def test_said_when_the_grade_is_chosen(
    seen: Path, language: str, grades: str, grade: str, question: str
) -> None:
    """Of evidence that conforms the dialogue offers no nonconformity, and says why before anything is typed."""
    with Terminal(
        "--lang", language, *OF_AUDIT, "--evidence", "Q1", at=seen, env=EVE, columns=200
    ) as terminal:
        terminal.answer(grade, "4")
        terminal.answer(grade, "1")
        terminal.answer(question, "\x03")
        done = terminal.end()

    assert grades in done.says
    assert "minor" not in done.says.partition(grades)[2]


def test_refused_where_it_is_given(seen: Path) -> None:
    """A grade on the command line that does not go with the evidence is refused before any text is asked for."""
    with Terminal(*OF_AUDIT, "--evidence", "Q2", "--grade", "observation", at=seen, env=EVE) as terminal:
        early = terminal.end()
    with Terminal(*OF_AUDIT, "--grade", "minor", at=seen, env=EVE, columns=200) as terminal:
        terminal.answer("Which evidence", "Q1")
        terminal.answer("Which evidence", "Q2")
        terminal.answer("What is required", "\x03")
        asked = terminal.end()

    assert (early.status, "so this is a nonconformity" in early.says) == (2, True), early.says
    assert "What is" not in early.says
    assert "so it shows no nonconformity" in asked.says


def test_long_texts_are_written_in_the_editor(at: Path, tmp_path: Path) -> None:
    """What the editor saves is the text, with its lines and without the hints; nothing written asks again."""
    script = tmp_path / "editor"
    script.write_text(
        '#!/bin/sh\ncp "$1" "$0.seen"\n'
        'if [ -e "$0.once" ]; then { echo "PS-01, step 1:"; echo "a document is approved."; cat "$1"; } > "$1.new"; '
        'mv "$1.new" "$1"; fi\ntouch "$0.once"\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    call = [
        word for word in RAISE if word not in ("--requirement", "A document is approved before use (PS-01).")
    ]
    with Terminal(*call, at=at, env={**EVE, "GIT_EDITOR": str(script)}, columns=200) as terminal:
        terminal.answer("A long text can be written in the editor: answer :e.", "")
        terminal.answer("this cannot stay empty", ":e")
        terminal.answer("The text is empty", ":e")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert done.status == 0, done.says
    assert _listed(at)["requirement"] == "PS-01, step 1:\na document is approved."
    shown = (tmp_path / "editor.seen").read_text(encoding="utf-8")
    assert "# What is required, and where does it stand" in shown
    assert "# Lines that begin with # are left out." in shown


def test_an_editor_that_fails(seen: Path) -> None:
    """It is said, and the question stands: the text can be typed."""
    call = RAISE[: RAISE.index("--requirement")]
    with Terminal(*call, at=seen, env={**EVE, "GIT_EDITOR": "no-such-editor-here"}, columns=200) as terminal:
        terminal.answer("What is required", ":e")
        terminal.answer("the editor no-such-editor-here cannot be started", "PS-01, step 1")
        terminal.answer("What was found", "\x03")
        done = terminal.end()

    assert "What was found" in done.says


def test_what_a_finding_rests_on_is_corrected(at: Path) -> None:
    """Criteria, units, processes and evidence that are given take the place of those there were; all else stays."""
    assert (
        qmsctl(*RAISE, "--document", "PS-02", "--act", "Act on records, art. 6", at=at, env=EVE).status == 0
    )
    before = _listed(at)
    done = qmsctl(
        *("finding", "correct", NUMBER, "--reason", "The clause was wrong.", "--clause", "7.5.1"),
        *("--document", "PS-01", "--act", "-", "--unit", "-", "--evidence", "Q2", "--evidence", "Q1"),
        at=at,
        env=EVE,
    )

    assert done.status == 0, done.err
    after = _listed(at)
    (corrected,) = (
        path for path in at.glob("findings/*/*.yaml") if "corrects:" in path.read_text(encoding="utf-8")
    )
    record = read_yaml(corrected.name, corrected.read_bytes())
    assert isinstance(record, Source)
    assert record.value("criteria") == [
        {"edition": "iso9001:2015", "clauses": ["7.5.1"]},
        {"document": "PS-01"},
    ]
    assert after["units"] == []
    assert len(after["evidence"]) == 2
    same = set(before) - {"criteria", "units", "evidence", "steps"}
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert "FND0" not in qmsctl("check", at=at).out
    assert not git("status", "--porcelain", at=at)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (("--clause", "7.9"), "has no clause 7.9"),
        (("--document", "PS-10"), "there is no document PS-10"),
        (("--unit", "XX"), "the organisation has no unit XX"),
        (("--process", "P-9"), "the organisation has no process P-9"),
        (("--evidence", "Q9"), "has no evidence Q9"),
        (("--evidence", "-"), "rests on evidence of that audit"),
        (("--evidence", "Q1"), "so it shows no nonconformity"),
        (("--clause", "-", "--document", "-"), "names the criterion that is not fulfilled"),
        (("--clause", "7.5.2"), "changes nothing"),
        (("--unit", "OR"), "changes nothing"),
        (("--step", "acknowledged", "--unit", "OR"), "only the record that raised the finding says that"),
        (("--step", "acknowledged", "--title", "Other"), "only the record that raised the finding says that"),
    ],
)
def test_corrections_that_are_refused(raised_once: Path, call: tuple[str, ...], reason: str) -> None:
    """Nothing is written, and the reason comes with what to do."""
    done = qmsctl("finding", "correct", NUMBER, "--reason", "So.", *call, at=raised_once, env=EVE)

    assert (done.status, reason in done.err) == (2, True), done.err
    assert "Next: " in done.err
    assert not git("status", "--porcelain", at=raised_once)


@pytest.fixture(scope="module")
def raised_once(seen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which a nonconformity was raised and acknowledged; nobody may change it."""
    folder = office.copy(seen, tmp_path_factory.mktemp("once") / "office")
    for call in (RAISE, ("finding", "respond", NUMBER, "--acknowledge")):
        done = qmsctl(*call, at=folder, env=EVE)
        assert done.status == 0, done.err
    return folder
