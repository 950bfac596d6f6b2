"""The register of a repository that is kept in another form says what plain git and its files say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsctl.control.system import control
from qmsctl.model.qms import load
from qmsctl.repo.repository import open_repository
from tests.adopted.building import Building
from tests.adopted.oracle import Row, rows_of
from tests.adopted.patterns import REPOSITORIES, Repository

_QMS = """\
qms: 1
organisation: {{name: Example Works}}
editions: [iso9001:2015]
time_zone: UTC
branch: main
{more}kinds:
{kinds}"""


def registered(folder: Path, day: str) -> dict[str, Row]:
    """Return what qmsctl says of each document on *day*, as the oracle writes it."""
    repository = open_repository(folder)
    history = repository.history(repository.head)
    system = control(
        load(repository.working_tree()), history, dt.date.fromisoformat(day), repository.git.blobs
    )
    rows = {}
    for one in system.documents:
        if one.working is None:
            continue
        held = one.in_force
        decision = (held.decided_as("approved") or held.decisions[-1]) if held else None
        rows[one.id] = Row(
            one.id,
            held.revision if held else None,
            held.effective.isoformat() if held else None,
            decision.record.fact.decider.person if decision else None,
            decision.trust.value if decision else None,
            one.review_due.isoformat() if one.review_due else None,
            one.state.value,
        )
    return rows


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda one: one.name)
def test_register_with_settings_by_hand(repository: Repository, tmp_path: Path) -> None:
    """Revisions, days, approvals, their levels of trust, reviews and states, on each day."""
    with Building(tmp_path / "works") as building:
        repository.build(building)
    (building.folder / "qms.yaml").write_text(_QMS.format(kinds=repository.settings, more=repository.more))
    for day in repository.days:
        expected = rows_of(building.folder, repository.pattern, day)
        assert expected
        assert registered(building.folder, day) == expected
