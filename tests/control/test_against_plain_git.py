"""A history with renames, merges and copies of templates, against what plain git gives by hand.

Git has no notion of a document: by hand one lists the tree of every commit and
looks into each file for its id.  The product reads the history once instead.
"""

from __future__ import annotations

import re
import subprocess

import pytest

from benchmarks.generate import generate
from qmsctl.cache import Shelf
from qmsctl.control.system import control
from qmsctl.control.versions import Past
from qmsctl.model.qms import load
from qmsctl.model.reading import read_document
from qmsctl.repo.repository import Repository, open_repository

_ID = re.compile(rb"""^id: *["']?([^"'\n#]+?)["']? *\r?$""", re.MULTILINE)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """An office of forty documents and three hundred commits."""
    folder = tmp_path_factory.mktemp("office") / "office"
    generate(folder, 40, 300, 7)
    return open_repository(folder)


def git(office: Repository, *words: str) -> bytes:
    """Return what plain git says."""
    return subprocess.run(["git", *words], cwd=office.top, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def by_hand(office: Repository) -> dict[str, set[str]]:
    """The digests of all contents that ever lay in a tree of the history, by the id they bear."""
    blobs: dict[str, str] = {}
    for commit in git(office, "rev-list", "HEAD").decode().split():
        for line in git(office, "ls-tree", "-r", commit, "procedures", "checklists").decode().splitlines():
            facts, _, path = line.partition("\t")
            blobs[facts.split()[2]] = path
    found: dict[str, set[str]] = {}
    for blob, path in blobs.items():
        raw = git(office, "cat-file", "blob", blob)
        stated, read = _ID.search(raw), read_document(path, raw)
        if stated is not None and read is not None:
            found.setdefault(stated[1].decode(), set()).add(read.source.digest)
    return found


def test_every_content_of_every_document_is_found(office: Repository, by_hand: dict[str, set[str]]) -> None:
    """Whatever a document was called and wherever it lay, its contents are those that bore its id."""
    commit = office.commit_named("HEAD")
    qms, history = load(office.at(commit)), office.history(commit)
    past = Past(qms.organisation, history, office.git.each_blob, Shelf())

    found = {
        id: {version.content for version in past.versions_of(id, qms.organisation.language)} for id in by_hand
    }

    assert len(by_hand) >= 40
    assert found == by_hand


def test_what_is_in_force_is_in_the_history(office: Repository, by_hand: dict[str, set[str]]) -> None:
    """No document is in force with a text that never was its own."""
    commit = office.commit_named("HEAD")
    qms, history = load(office.at(commit)), office.history(commit)
    day = max(one.committed for one in history.commits).date()
    in_force = {
        document.id: document.in_force.content
        for document in control(qms, history, day, office.git.blobs).documents
        if document.in_force is not None and document.id in by_hand
    }

    assert len(in_force) > 20
    assert [id for id, content in in_force.items() if content not in by_hand[id]] == []


def test_follow_would_join_strangers(office: Repository) -> None:
    """Git's own `--follow` gives a document the history of the template it was copied from; qmsctl does not."""
    commit = office.commit_named("HEAD")
    qms, history = load(office.at(commit)), office.history(commit)
    past = Past(qms.organisation, history, office.git.each_blob, Shelf())
    wrong = 0
    for document in qms.documents[:15]:
        if not document.path.startswith(("procedures/", "checklists/")):
            continue
        followed = git(office, "log", "--follow", "--format=%H", "--", document.path).decode().split()
        versions = past.versions_of(document.fact.id, document.fact.language or "")
        own = {version.commit.id for version in versions}
        birth = followed[-1]
        wrong += birth not in own and birth != versions[0].commit.id

    assert wrong > 0
