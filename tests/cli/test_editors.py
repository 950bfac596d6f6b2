"""An editor helps with the files of a system out of the box: the YAML language server, driven as an editor does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from qmsctl.messages import LANGUAGES, Message
from tests.cli.language_server import Editor, is_here
from tests.cli.program import qmsctl

needs_server = pytest.mark.skipif(
    not is_here(), reason="there is no YAML language server here; bash .ci/run installs it"
)

DOCUMENT = """\
id: PS-77
type: procedure
title: Control of documents
revision: "1"
classification: secret
review_every: sometimes
clauses:
  iso9001:2015: [7.5.2, 8.1]

"""
"""What is wrong stands in lines 5 and 6; line 9 is where somebody goes on typing."""


class Office(NamedTuple):
    """A system that was begun in one language."""

    language: str
    folder: Path


@pytest.fixture(scope="module", params=LANGUAGES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return a system as `init` begins it."""
    folder = tmp_path_factory.mktemp("begun")
    answers = {
        "--organisation": "Example Office",
        "--language": request.param,
        "--edition": "2015",
        "--approver": "Jan Nowak",
        "--approver-email": "j.nowak@example.org",
        "--procedures": "księga jakości",
    }
    done = qmsctl("init", *(word for pair in answers.items() for word in pair), "--no-input", at=folder)
    assert 0 == done.status, done.err
    return Office(request.param, folder)


@pytest.fixture(scope="module")
def editor(office: Office) -> Iterator[Editor]:
    """Return an editor in which it is open."""
    with Editor(office.folder) as opened:
        yield opened


@needs_server
def test_what_init_writes_is_not_underlined(office: Office, editor: Editor) -> None:
    """No file that `init` writes has anything underlined in it."""
    files = [
        path.relative_to(office.folder).as_posix()
        for path in sorted(office.folder.rglob("*.yaml"))
        if ".qms" not in path.parts
    ]

    assert "qms.yaml" in files
    assert {} == {
        file: found
        for file in files
        if (found := editor.problems(file, (office.folder / file).read_text(encoding="utf-8")))
    }


@needs_server
def test_a_document_being_written(office: Office, editor: Editor) -> None:
    """Wrong values are underlined where they stand, keys and values are offered, fields explain themselves."""
    path = "księga jakości/ps-77.yaml"

    found = editor.problems(path, DOCUMENT)

    assert {(5, 17), (6, 15)} == {(line, column) for line, column, _ in found}
    assert {"owner", "legal_basis", "retention", "sections"} <= set(editor.offered(path, 9, 1))
    assert not {"record", "entries"} & set(editor.offered(path, 9, 1))
    assert {"public", "internal", "restricted"} <= set(editor.offered(path, 5, 17))
    described = Message("The title as printed.").into(office.language)
    assert described in editor.explained(path, 3, 2).replace("\\", "")


@needs_server
def test_settings_being_written(office: Office) -> None:
    """A wrong field and a wrong value of `qms.yaml` are underlined, and those that are lacking are offered."""
    settings = (office.folder / "qms.yaml").read_text(encoding="utf-8")
    lines = settings.count("\n")

    with Editor(office.folder) as editor:
        found = editor.problems("qms.yaml", settings + "colour: blue\nauditing:\n  strict: perhaps\n\n")
        offered = editor.offered("qms.yaml", lines + 4, 1)

    assert {(lines + 1, 1), (lines + 3, 11)} == {(line, column) for line, column, _ in found}
    assert "certificate" in offered


@needs_server
@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("checklists/a.yaml", "id: A\ntype: procedure\ntitle: A\nrevision: a\nedition: iso9001:2015\n", 2),
        ("audits/a/audit.yaml", "id: A\ntype: audit\ntitle: A\nrevision: a\nkind: surprise\n", 5),
        ("audits/a/evidence/b.yaml", "record: evidence\nresult: perhaps\n", 2),
        ("findings/a/b.yaml", "record: finding\nfinding: a\nstep: forgotten\n", 3),
    ],
)
def test_every_kind_has_its_schema(editor: Editor, path: str, text: str, line: int) -> None:
    """What a file can state follows from its folder."""
    assert line in [found for found, _, _ in editor.problems(path, text)]


def test_nothing_comes_from_a_network(office: Office) -> None:
    """The settings name files of the repository only, and no schema refers to another."""
    settings = json.loads((office.folder / ".vscode/settings.json").read_text(encoding="utf-8"))

    assert settings["yaml.schemaStore.enable"] is False
    assert all((office.folder / name).is_file() for name in settings["yaml.schemas"])
    for name in settings["yaml.schemas"]:
        assert '"$ref"' not in (office.folder / name).read_text(encoding="utf-8")
