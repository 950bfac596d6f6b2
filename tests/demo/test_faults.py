"""A check of the demonstration finds what was planted, and nothing else."""

from __future__ import annotations

import pytest

from qmsctl.messages import LANGUAGES
from tests.demo.conftest import Opened

WHERE = {
    "changed-after-approval": "procedures/in-01.yaml",
    "overdue-review": "procedures/ps-08.yaml",
    "unapproved-revision": "procedures/ps-09.yaml",
    "withdrawn-reference": "procedures/ps-04.yaml",
}


def test_each_planted_fault_is_reported_and_nothing_else(demo: Opened) -> None:
    """Every rule that is declared looks at the demonstration on its day."""
    reported = [(problem.slug, problem.message.into("en")) for problem in demo.inspection.problems]

    assert sorted(slug for slug, _ in reported) == sorted(
        planted.rule for planted in demo.demonstration.planted
    ), reported


def test_faults_lie_where_they_were_planted(demo: Opened) -> None:
    """Four lie in documents, the approval of one's own work and the action not carried out in their records."""
    places = {problem.slug: problem.place.path for problem in demo.inspection.problems}
    own, overdue = places.pop("self-approval"), places.pop("overdue-action")
    (late,) = [finding for finding in demo.system.findings if finding.number == "NC-2026-DM-1"]

    assert places == WHERE
    assert own.startswith(demo.system.organisation.folders.of_approvals("PP-06"))
    assert overdue.startswith(demo.system.organisation.folders.of_finding(late.id))


def test_there_was_something_to_look_at(demo: Opened) -> None:
    """Rules about documents, clauses, dates, the history, audits, evidence and findings saw something."""
    families = {outcome.rule[:3] for outcome in demo.inspection.outcomes if outcome.looked_at}

    assert families >= {"DOC", "REF", "CLS", "DUE", "REV", "HIS", "AUD", "EVD", "FND"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_planted_faults_are_named_in_words(demo: Opened, language: str) -> None:
    """Each comes with a sentence that says what it is, in every language."""
    sentences = [planted.what.into(language) for planted in demo.demonstration.planted]

    assert len(set(sentences)) == len(WHERE) + 2
    assert all(sentences)


def test_no_file_has_a_flaw(demo: Opened) -> None:
    """Every file reads as what it is meant to be."""
    assert demo.system.qms.flaws == ()
    assert demo.system.qms.malformed == ()
    assert demo.system.contested == ()
    assert demo.system.unrecorded == ()
