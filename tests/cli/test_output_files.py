"""`-o FILE` puts a result in the place of an older one, and never in the place of a part of a system."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl, state_of

_KEPT = "belongs to the quality management system, so it is kept"
_REGISTER = ("register", "--format", "plain", "-o")


@pytest.mark.parametrize(
    ("command", "file"),
    [
        (_REGISTER, "procedures/ps-01.yaml"),
        (_REGISTER, "qms.yaml"),
        (_REGISTER, "audits/../procedures/ps-01.yaml"),
        (("check", "-o"), "json={record}"),
        (("coverage", "--format", "pdf", "-o"), "{record}"),
        (("audit", "sheet", office.AUDIT, "--format", "markdown", "-o"), "{plan}"),
        (("report", office.AUDIT, "--issue", "--incomplete", "--format", "markdown", "-o"), "{plan}"),
    ],
)
def test_no_part_of_the_system_is_overwritten(here: Path, command: tuple[str, ...], file: str) -> None:
    """Documents, records and settings stay as they are, whichever command would write; nothing else is written."""
    record, plan = (
        next(here.glob(pattern)).relative_to(here).as_posix()
        for pattern in ("approvals/*/*.yaml", "audits/aud-2026-01-*/audit.yaml")
    )
    if "--issue" in command:
        done = qmsctl(
            "audit", "minutes", office.AUDIT, "conclusions", "--text", "It works.", "--no-input", at=here
        )
        assert done.status == 0, done.err
    before, head = state_of(here), git("rev-parse", "HEAD", at=here)

    done = qmsctl(*command, file.format(record=record, plan=plan), at=here)

    assert done.status == 2, done.says
    assert _KEPT in done.err, done.err
    assert "Next: name a new file, or one outside its folders: procedures, checklists," in done.err
    assert (before, head) == (state_of(here), git("rev-parse", "HEAD", at=here))


def test_neither_is_one_of_another_place(here: Path, tmp_path: Path) -> None:
    """A link is followed, and a system is protected from a command that works on another one or in a folder of it."""
    policy = here / "procedures" / "ps-01.yaml"
    raw = policy.read_bytes()
    link = tmp_path / "result.txt"
    link.symlink_to(policy)
    other = office.copy(here, tmp_path / "other")

    for place, file in ((here, link), (other, policy), (here / "procedures", Path("ps-01.yaml"))):
        done = qmsctl(*_REGISTER, file, at=place)
        assert (2, True) == (done.status, _KEPT in done.err), done.says

    assert raw == policy.read_bytes()
    assert link.is_symlink()


def test_folders_are_those_of_the_settings(here: Path, tmp_path: Path) -> None:
    """Where `qms.yaml` names another folder it is that one; where it cannot be read, those that it has by default."""
    other = office.copy(here, tmp_path / "other")
    git("mv", "procedures", "docs", at=here)
    settings = here / "qms.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "folders: {procedures: docs}\n", encoding="utf-8"
    )
    office.commit(here, "Move the documents", "2026-03-05")
    (here / "procedures").mkdir()
    (here / "procedures" / "list.txt").write_text("an older list", encoding="utf-8")

    refused = qmsctl(*_REGISTER, "docs/ps-01.yaml", at=here)
    written = qmsctl(*_REGISTER, "procedures/list.txt", at=here)

    assert (2, True) == (refused.status, _KEPT in refused.err), refused.says
    assert written.status == 0, written.err

    (here / "procedures" / "list.txt").write_text("an older list", encoding="utf-8")
    settings.write_text("qms: 1\n? [", encoding="utf-8")
    broken = qmsctl(*_REGISTER, here / "procedures" / "list.txt", at=other)
    assert (2, True) == (broken.status, _KEPT in broken.err), broken.says


@pytest.mark.parametrize("file", ["register.txt", "reports/register.txt", "../register.txt"])
def test_an_older_result_is_overwritten(here: Path, file: str) -> None:
    """Everything else the caller names is written, as the caller says."""
    (here / "reports").mkdir()
    (here / file).write_text("an older register", encoding="utf-8")

    done = qmsctl(*_REGISTER, file, at=here)

    assert done.status == 0, done.err
    assert "PS-01" in (here / file).read_text(encoding="utf-8")


def test_what_is_no_file_is_written_to(here: Path) -> None:
    """A pipe or a device has nothing to lose."""
    done = qmsctl(*_REGISTER, os.devnull, at=here)

    assert done.status == 0, done.err
