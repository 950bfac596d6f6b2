"""`qmsctl audit checklist`: what ships becomes a document of the system, in its language and for its edition."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of

_TAKE = ("audit", "checklist")


def _begun(folder: Path, edition: str, language: str) -> Path:
    """Begin a system in *folder*."""
    words = ("--organisation", "Urząd", "--approver", "Jan Nowak", "--approver-email", "jan@example.org")
    done = qmsctl("init", "--no-input", "--language", language, "--edition", edition, *words, at=folder)
    assert 0 == done.status, done.err
    return folder


@pytest.mark.parametrize(
    ("edition", "language", "title"),
    [
        ("iso9001:2015", "pl", "title: Lista pytań kontrolnych, usługi wydziałów\n"),
        ("iso9001:2026", "en", "title: Audit questions, services of departments\n"),
    ],
)
def test_checklists_become_documents(tmp_path: Path, edition: str, language: str, title: str) -> None:
    """They are written in the language and for the edition of the system, and committed; the check finds no fault."""
    _begun(tmp_path, edition, language)

    done = qmsctl("--lang", "en", *_TAKE, "services", "CL-PERSONNEL", "cl-services.yaml", at=tmp_path)

    assert 0 == done.status, done.err
    assert "checklists/cl-services.yaml\nchecklists/cl-personnel.yaml\n" == done.out
    assert "have them approved as any document" in done.err
    text = (tmp_path / "checklists/cl-services.yaml").read_text(encoding="utf-8")
    assert f"\nedition: {edition}\n" in text
    assert title in text
    assert "translates" not in text
    assert "" == git("status", "--porcelain", at=tmp_path)
    assert "Take over CL-SERVICES, CL-PERSONNEL\n" == git("log", "-1", "--format=%s", at=tmp_path)
    faults = re.findall(
        r"^checklists/cl-(?:services|personnel).*", qmsctl("check", at=tmp_path).out, re.MULTILINE
    )
    assert [line for line in faults if "unapproved-revision" not in line] == []


def test_one_is_chosen_at_a_prompt(tmp_path: Path) -> None:
    """Without a name those that are not here yet are listed, with their title and the number of questions."""
    _begun(tmp_path, "iso9001:2015", "pl")

    with Terminal("--lang", "pl", *_TAKE, at=tmp_path) as terminal:
        terminal.press("personnel: Lista pytań kontrolnych, zarządzanie personelem; 10 pytań", b"")
        terminal.answer("Którą listę pytań kontrolnych przejąć", "pers")
        done = terminal.end()

    assert 0 == done.status
    assert "complaints-kpa" not in done.out
    assert (tmp_path / "checklists/cl-personnel.yaml").is_file()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("servcies",), "did you mean services?"),
        (("services", "kadry"), "no checklist that comes with qmsctl is called kadry"),
        (("CL-ISO9001-2015",), "CL-ISO9001-2015 is here already, in checklists/cl-iso9001-2015.yaml"),
        ((), "a checklist has to be named"),
    ],
)
def test_what_cannot_be_taken_over(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    """A name that is unknown, or a checklist that is here, is refused before anything is written."""
    _begun(tmp_path, "iso9001:2015", "en")
    before = state_of(tmp_path)

    done = qmsctl("--lang", "en", *_TAKE, *names, at=tmp_path)

    assert (2, "") == (done.status, done.out)
    assert said in done.err
    assert "Next: " in done.err
    assert before == state_of(tmp_path)


def test_areas_need_an_edition_in_which_they_can_be_asked(tmp_path: Path) -> None:
    """Under 2008 the clauses of areas have other numbers, so only whole editions are offered."""
    _begun(tmp_path, "iso9001:2008", "en")

    refused = qmsctl("--lang", "en", *_TAKE, "services", at=tmp_path)
    taken = qmsctl("--lang", "en", *_TAKE, "iso9001-2015", "--dry-run", at=tmp_path)

    assert 2 == refused.status
    assert 0 == taken.status
    assert "edition: iso9001:2015\n" in taken.out
    assert not (tmp_path / "checklists/cl-complaints-kpa.yaml").exists()


def test_a_file_that_is_in_the_way_is_kept(here: Path) -> None:
    """Whatever lies under the name of the file stays as it is."""
    (here / "checklists/cl-services.yaml").write_text("my own\n", encoding="utf-8")
    office.commit(here, "Ours", "2026-02-01")

    done = qmsctl("--lang", "en", *_TAKE, "services", at=here)

    assert 2 == done.status
    assert "my own\n" == (here / "checklists/cl-services.yaml").read_text(encoding="utf-8")
