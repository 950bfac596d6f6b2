"""What adopt proposes for a repository in another form gives the register that plain git and its files say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qmsctl.adoption.candidate import look
from qmsctl.adoption.proposal import Answers, examine
from qmsctl.authoring.adopted_settings import adopted_settings
from qmsctl.model.configuration import load_organisation
from qmsctl.repo.repository import open_repository
from tests.adopted.building import Building
from tests.adopted.oracle import rows_of
from tests.adopted.patterns import REPOSITORIES, Repository
from tests.adopted.test_registers import registered

_UNCHANGED = ("devices", "tags")
"""Those for which nothing of the proposal has to be changed by hand."""


@pytest.mark.parametrize(
    "repository", [one for one in REPOSITORIES if one.name in _UNCHANGED], ids=lambda one: one.name
)
def test_register_with_proposed_settings(repository: Repository, tmp_path: Path) -> None:
    """Revisions, days, approvals, reviews and states on each day, with the settings just as they are proposed."""
    with Building(tmp_path / "works") as building:
        repository.build(building)
    found = open_repository(building.folder)
    adoption = examine(
        look(found.working_tree()), found.history(found.head), "Example Works", found.branch, None
    )
    (building.folder / "qms.yaml").write_bytes(adopted_settings(adoption, Answers(), "en"))
    people = load_organisation(found.working_tree())[0].people
    names = {key: person.name for key, person in people.items()}
    for day in repository.days:
        expected = rows_of(building.folder, repository.pattern, day)
        rows = registered(building.folder, day)
        # The proposal knows people by their keys, and the files by their names.
        named = {
            id: replace(row, approved_by=names.get(row.approved_by or "", row.approved_by))
            for id, row in rows.items()
        }
        assert named == expected
