"""What a second process works out is what the first would have; where there is none, nobody notices."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from qmsctl import beside
from qmsctl.beside import Beside
from qmsctl.control.suspicions import Named, Suspicions, look_beside
from qmsctl.control.suspicions import _sent as sent
from qmsctl.documents.sensitive import SensitiveKind
from qmsctl.model.qms import Qms, load
from qmsctl.repo.snapshot import WorkingTree
from tests.cli import office
from tests.cli.program import ENVIRONMENT, PROGRAM

LOOK = f"{look_beside.__module__}:{look_beside.__name__}"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an office with more records than one process is asked to look at, and with something to find."""
    folder = tmp_path_factory.mktemp("beside") / "office"
    office.build(folder)
    pattern = next((folder / "approvals").rglob("*.yaml")).read_text(encoding="utf-8")
    (folder / "approvals" / "many").mkdir()
    for number in range(2000):
        (folder / "approvals" / "many" / f"{number}.yaml").write_text(pattern, encoding="utf-8")
    document = folder / "procedures" / "ps-01.yaml"
    text = document.read_text(encoding="utf-8")
    document.write_text(text + "legal_basis: [PS-99 says so, 44051401458]\n", encoding="utf-8")
    record = folder / "approvals" / "many" / "0.yaml"
    record.write_text(pattern + "note: ghp_16C7e42F292c6912E7710c838347Ae178B4a\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def qms(here: Path) -> Qms:
    """Return what its files state."""
    return load(WorkingTree(here))


def _looking(qms: Qms) -> Suspicions:
    ids = {document.fact.id for document in qms.documents}
    return Suspicions({"en"}, lambda words: b"PS-99" in words and "PS-99" not in ids)


def test_another_process_finds_the_same(qms: Qms) -> None:
    """Of every file it is told what one process alone finds in it: something in two of them."""
    alone, beside_it = _looking(qms), _looking(qms)
    alone.look_at(qms)
    seen = Beside(LOOK, sent(qms)).result()
    assert seen is not None
    beside_it.look_at(qms, seen)

    files = (*qms.documents, *qms.records)
    found = {file.path: alone.of(file.path, b"") for file in files}
    assert found == {file.path: beside_it.of(file.path, b"") for file in files}
    assert {SensitiveKind.PESEL, Named.UNKNOWN} <= found["procedures/ps-01.yaml"]
    assert [number for number, _ in json.loads(seen)] == [
        number for number, file in enumerate(files) if found[file.path]
    ]


def test_a_check_says_the_same_with_one_processor(here: Path) -> None:
    """Where there is no second processor one process does everything, and nobody sees a difference."""
    words = ("check", "--format", "json", "--no-cache", "--on", "2026-11-22")
    alone = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    start = f"import sys; sys.argv[1:] = {words!r}; from qmsctl.__main__ import start; start()"
    with_one, with_all = (
        subprocess.run(
            [PROGRAM[0], "-c", before + start],
            cwd=here,
            env={**ENVIRONMENT},
            capture_output=True,
            check=False,
        )
        for before in (f"{alone}; ", "")
    )

    assert with_one.stdout == with_all.stdout
    assert {"DOC016", "DOC017"} <= {problem["rule"] for problem in json.loads(with_all.stdout)["problems"]}


@pytest.mark.parametrize("function", [LOOK, "qmsctl.control.suspicions:nothing", "qmsctl.nowhere:look"])
def test_what_fails_is_not_there(function: str) -> None:
    """What breaks, or is no function at all, leaves nothing; whoever asks does the work itself."""
    work = Beside(function, [b"no head\n"])

    assert work.result() is None
    assert work.result() is None


def test_nothing_to_start(monkeypatch: pytest.MonkeyPatch, qms: Qms) -> None:
    """Where no Python can be started, or no file can be written for it, or there is one processor, there is no result."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert Beside(LOOK, sent(qms)).result() is None
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert Beside(LOOK, sent(qms)).result() is None
    monkeypatch.undo()
    monkeypatch.setattr(beside, "_processors", lambda: 1)
    assert Beside(LOOK, sent(qms)).result() is None


def test_modules_come_from_no_folder_of_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qms: Qms
) -> None:
    """A repository that holds modules of Python has them run by nobody."""
    canary = tmp_path / "canary"
    for name in ("json", "sieve", "qmsctl"):
        (tmp_path / f"{name}.py").write_text(f"open({str(canary)!r}, 'w').close()\n")
    monkeypatch.chdir(tmp_path)

    assert Beside(LOOK, sent(qms)).result() is not None
    assert not canary.exists()


def test_nobody_waits_for_what_nobody_asks_for(qms: Qms) -> None:
    """A second process ends when its result can be asked for no more."""
    work = Beside(LOOK, sent(qms))
    begun = work._begun  # noqa: SLF001 - nobody else knows which process it is
    assert begun is not None
    del work

    assert begun[0].returncode is not None
