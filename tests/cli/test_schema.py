"""`qmsctl schema`: lists the kinds of files, prints one schema, writes them all; and what `init` keeps of an editor's."""

from __future__ import annotations

import json
from pathlib import Path

from qmsctl.authoring.editor_files import STATED
from tests.cli.program import git, qmsctl

_ALL = (
    *("--organisation", "Example Office", "--language", "en", "--edition", "2015"),
    *("--approver", "Jan Nowak", "--approver-email", "j.nowak@example.org", "--no-input"),
)


def test_the_kinds_are_listed(tmp_path: Path) -> None:
    """Without a kind, every kind is listed with what it is, outside a system too."""
    done = qmsctl("--lang", "pl", "schema", at=tmp_path)

    assert (0, "") == (done.status, done.err)
    assert list(STATED) == [line.split()[0] for line in done.out.splitlines()]
    assert "Plan jednego auditu." in done.out


def test_one_is_printed_or_written(tmp_path: Path) -> None:
    """One schema goes to standard output or to a file, in the language that is asked for."""
    printed = qmsctl("schema", "evidence", "--lang", "pl", at=tmp_path)
    written = qmsctl("--lang", "en", "schema", "evidence", "-o", "evidence.json", at=tmp_path)

    assert "Co stwierdzono podczas auditu i co z tego wynika." == json.loads(printed.out)["title"]
    assert "The schema is in evidence.json.\n" == written.says
    assert (
        "What was seen in an audit, and what it showed."
        == json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))["title"]
    )


def test_all_are_written_anew(tmp_path: Path) -> None:
    """After an update the schemas of a system are renewed by one command, and it says where they are."""
    assert 0 == qmsctl("init", *_ALL, at=tmp_path).status
    stale = tmp_path / ".qms/schema/document.json"
    whole = stale.read_text(encoding="utf-8")
    stale.write_text("{}\n", encoding="utf-8")

    done = qmsctl("--lang", "en", "schema", "--into", ".qms/schema", at=tmp_path)

    assert (0, "The schemas are in .qms/schema.\n") == (done.status, done.says)
    assert whole == stale.read_text(encoding="utf-8")
    assert "?? .qms/schema/trust.json\n" == git("status", "--porcelain", at=tmp_path)


def test_what_cannot_be_understood(tmp_path: Path) -> None:
    """A kind that nobody knows, a file for no kind, and both ways at once are refused with what to do."""
    (tmp_path / "file").touch()
    unknown = qmsctl("--lang", "en", "schema", "novel", at=tmp_path)
    nothing = qmsctl("--lang", "en", "schema", "-o", "x.json", at=tmp_path)
    both = qmsctl("--lang", "en", "schema", "qms", "--into", "x", at=tmp_path)
    blocked = qmsctl("--lang", "en", "schema", "--into", "file/x", at=tmp_path)

    assert [2, 2, 2, 2] == [one.status for one in (unknown, nothing, both, blocked)]
    assert "there is no schema of novel\nNext: write one of: qms, document" in unknown.err
    assert "nothing says which schema to write" in nothing.err
    assert "--into does nothing beside" in both.err
    assert "file/x cannot be written" in blocked.err
    assert ["file"] == [path.name for path in tmp_path.iterdir()]


def test_settings_of_ones_own_are_kept(tmp_path: Path) -> None:
    """Settings that somebody has for an editor stay as they are, and are theirs to commit."""
    (tmp_path / ".vscode").mkdir()
    own = tmp_path / ".vscode/settings.json"
    own.write_text('{"editor.fontSize": 20}\n', encoding="utf-8")

    done = qmsctl("--lang", "en", "init", *_ALL, at=tmp_path)

    assert 0 == done.status
    assert "kept  .vscode/settings.json\n" in done.out
    assert '"./.qms/schema/qms.json": [' in done.err
    assert '{"editor.fontSize": 20}\n' == own.read_text(encoding="utf-8")
    assert "?? .vscode/settings.json\n" == git("status", "--porcelain", at=tmp_path)


def test_other_folders(tmp_path: Path) -> None:
    """The patterns name the folders that the system has, also when `init` runs in one that is there already."""
    assert 0 == qmsctl("init", *_ALL, "--procedures", "księga", at=tmp_path).status
    settings = tmp_path / ".vscode/settings.json"
    begun = json.loads(settings.read_text(encoding="utf-8"))["yaml.schemas"]
    configuration = tmp_path / "qms.yaml"
    text = configuration.read_text(encoding="utf-8")
    settings.unlink()
    configuration.write_text(text.replace("  audits: audits", "  audits: audity"), encoding="utf-8")

    assert 0 == qmsctl("init", "--no-input", at=tmp_path).status
    again = json.loads(settings.read_text(encoding="utf-8"))["yaml.schemas"]

    assert ["ksi%C4%99ga/**/*.yaml", "ksi%C4%99ga/**/*.yml"] == begun["./.qms/schema/document.json"]
    assert ["audity/*/audit.yaml", "audity/*/audit.yml"] == again["./.qms/schema/audit.json"]
