"""From what a report was made: the commit alone, or files that differ from it, and which."""

from __future__ import annotations

import dataclasses
import re

import pytest

from qmsctl.messages import LANGUAGES
from qmsctl.render.report import render_report
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import in_words
from tests.reports.office import TEXT, office, report, report_of

UNCOMMITTED = {"en": "with uncommitted changes", "pl": "ze zmianami spoza commitu"}
SAME = {"en": ("Read from", "the commit"), "pl": ("Źródło danych", "commit")}


def made_with(*paths: str, working_tree: bool = True) -> AuditReport:
    """Return a report of whose files *paths* differ from the commit."""
    made = report()
    changed = dataclasses.replace(made.provenance, uncommitted=paths, working_tree=working_tree)
    return dataclasses.replace(made, provenance=changed)


def said(provenance: Provenance) -> dict[str, str]:
    """Return what is said of it, in English."""
    return {fact.label.text: in_words(fact.value, "en") for fact in provenance.facts}


@pytest.mark.parametrize("format", ["html", "markdown", "plain"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_differ_from_the_commit_are_named(format: str, language: str) -> None:
    """The cover and the foot say that there are changes, and the first section which."""
    text = render_report(made_with("qms.yaml", "procedures/ps-02.yaml"), format, language)

    assert text.count(UNCOMMITTED[language]) == 2
    assert "procedures/ps-02.yaml" in text


@pytest.mark.parametrize("format", ["html", "markdown", "plain"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_files_that_are_the_same_are_said_to_be(format: str, language: str) -> None:
    """Nobody has to guess whether a working tree held more than its commit."""
    text = render_report(made_with(), format, language)

    label, source = SAME[language]
    assert re.search(rf"{label}\W+{source}\b", re.sub(r"<[^>]*>", " ", text))
    assert UNCOMMITTED[language] not in text
    assert text == render_report(made_with(working_tree=False), format, language)


def test_the_pages_of_a_print_say_it_too() -> None:
    """The foot of every printed page names the commit and its changes."""
    page = render_report(made_with("qms.yaml"), "html", "en")

    assert r"with\000020uncommitted\000020changes" in page[: page.index("</style>")]


def test_ten_files_are_named_and_the_others_counted() -> None:
    """A long list does not bury the report."""
    shown = said(made_with(*(f"procedures/ps-{number:02}.yaml" for number in range(1, 13))).provenance)

    assert shown["Read from"] == "▲ the working tree; 12 files of it differ from the commit"
    assert shown["Changed, new or gone since the commit"].endswith("; procedures/ps-10.yaml; and 2 more")
    assert "Changed, new or gone since the commit" not in said(made_with().provenance)


def test_one_file_differs() -> None:
    """One file is one file."""
    shown = said(made_with("qms.yaml").provenance)

    assert shown["Read from"] == "▲ the working tree; 1 file of it differs from the commit"


def test_a_commit_has_no_changes() -> None:
    """A report from a commit names it, whatever lies in the working tree."""
    assert said(made_with(working_tree=False).provenance)["Read from"] == "the commit"


def test_a_tree_without_a_commit_says_so() -> None:
    """Before the first commit there is nothing to differ from."""
    bare = dataclasses.replace(made_with("qms.yaml").provenance, commit=None)

    assert bare.made_from.text == "no commit"
    assert said(bare)["Read from"] == "the working tree; nothing of it is in a commit yet"
    assert "Changed, new or gone since the commit" not in said(bare)


def test_the_report_has_what_the_system_knows() -> None:
    """What differs comes from the system, and is nobody's guess."""
    system = office(TEXT).system()

    assert report_of(system).provenance.uncommitted == system.uncommitted != ()
