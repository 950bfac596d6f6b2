"""A system to which a record was appended is the one that is read anew."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from pathlib import Path

import pytest

from qmsctl.authoring.evidence import NewEvidence, draft_evidence
from qmsctl.authoring.files import write
from qmsctl.authoring.minutes import NewMinutes, draft_minutes
from qmsctl.authoring.records import Clerk
from qmsctl.control.appended import appended
from qmsctl.control.records import record_name
from qmsctl.control.system import System, control
from qmsctl.model.organisation import Folders
from qmsctl.model.qms import load
from qmsctl.repo.commit import Commit
from qmsctl.repo.recorder import Identity, Recorder
from qmsctl.repo.repository import open_repository
from tests.cli import office

_DAY = dt.date(2026, 11, 22)
_NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
_EVE = Identity("Eve Example", "eve@example.org")
_CLERK = Clerk(_EVE, _NOW, secrets.choice, Folders())


def _system(here: Path) -> System:
    repository = open_repository(here)
    return control(
        load(repository.working_tree()), repository.history(repository.head), _DAY, repository.git.blobs
    )


def _recorded(here: Path, files: Mapping[str, bytes]) -> Commit:
    """Commit *files* and return what is told of the commit."""
    write(here, files)
    made = Recorder(here).commit(files, "Record", who=_EVE, when=_NOW)
    return Commit(made, (), "", "", _NOW, "", "", _NOW, "Record")


def _told(system: System) -> list[object]:
    """Return what the system says of its audits, by the paths of records."""
    return [
        (
            audit.id,
            audit.status,
            [[answer.path for answer in asked.answers] for asked in audit.asked],
            [record.path for record in audit.evidence],
            [record.path for record in audit.minutes],
            [record.path for record in audit.late],
            [record.path for record in system.contested],
            [record.path for record in system.unrecorded],
        )
        for audit in system.audits
    ]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A small office of one's own."""
    office.build(tmp_path / "office")
    return tmp_path / "office"


def test_appended_is_what_is_read_anew(here: Path) -> None:
    """Answers, a correction and minutes that were appended one by one leave the audit as a new reading finds it."""
    (here / "list.txt").write_text("PS-01\n", encoding="utf-8")
    answer = NewEvidence(
        office.AUDIT, "conforms", _DAY, "Q1", seen="Ten", where="Shelf", attachments=(here / "list.txt",)
    )
    system = _system(here)
    draft = draft_evidence(system, answer, _CLERK)
    system = appended(system, draft.files, _recorded(here, draft.files))

    audit = system.audit_named(office.AUDIT)
    (first,) = audit.asked[0].answers
    corrected = NewEvidence(
        office.AUDIT, "not_audited", _DAY, "Q1", reason="No time",
        corrects=(record_name(first),), correction_reason="Wrong", kept=first.fact,
    )  # fmt: skip
    draft = draft_evidence(system, corrected, _CLERK)
    system = appended(system, draft.files, _recorded(here, draft.files))
    draft = draft_minutes(system, NewMinutes(office.AUDIT, "conclusions", _DAY, text="All well"), _CLERK)
    system = appended(system, draft.files, _recorded(here, draft.files))
    waiting = draft_evidence(
        system, NewEvidence(office.AUDIT, "not_audited", _DAY, "Q2", reason="No time"), _CLERK
    )
    write(here, waiting.files)
    system = appended(system, waiting.files, None)

    anew = _system(here)
    assert _told(anew) == _told(system)
    assert anew.qms.attachments == system.qms.attachments
    assert anew.history.files == system.history.files
    assert anew.history.head == system.history.head
