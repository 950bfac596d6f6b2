"""Works whose documents are kept in other forms than qmsctl's: heads, tables, bold lines, YAML, names of files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.cli.program import git

__all__ = ["build", "changed_lines", "commit", "edit", "put"]

_QMS = """\
qms: "1"
organisation: {name: Example Works}
language: en
time_zone: UTC
branch: main
editions: [iso9001:2015]
roles: {quality-manager: Quality Manager}
people:
  ann: {name: Ann Example, emails: [ann@example.org], roles: [{role: quality-manager}]}
kinds:
  sops:
    files: sop/*.md
    fields: {id: doc_id, title: title, revision: version, owner: owner, status: status, approved_on: approved, reviewed_on: reviewed}
    fixed: {type: procedure}
    approvals: [tags, fields]
    tags: "{id}_{revision}"
  tables:
    files: tab/*.md
    metadata: [table, lines]
    fields: {id: Document-ID, title: Title, revision: [Version, Rev]}
    fixed: {type: procedure}
  records:
    files: yam/*.yaml
    metadata: yaml
    fields: {id: key, title: name, revision: meta.rev}
    fixed: {type: procedure}
  parts:
    files: parts/*.md
    parts: {document: "{id} rev {revision}"}
    fields: {title: title}
    fixed: {type: procedure}
  plain:
    files: plain/*.md
    fields: {title: title}
    fixed: {type: procedure}
  named:
    files: named/*.md
    name: "{id:PR-##}_v{revision}"
    fixed: {type: procedure}
"""

_FILES: Mapping[str, str] = {
    "qms.yaml": _QMS,
    "sop/SOP-001.md": """\
---
doc_id: SOP-001
title: Purchasing
version: "1.0"   # as printed
owner: Quality Manager
status: draft
reviewed: TBD
---

# Purchasing

## Purpose

Everybody buys what is needed, and knows from whom it comes.
""",
    "tab/T-1.md": """\
# Storage

| Document-ID | T-1 |
|---|---|
| Title | Storage |
| Version | 3 |

Everybody puts what is stored in a place of its own.
""",
    "tab/T-2.md": """\
# Transport

**Document-ID:** T-2 | **Rev:** 04

Everybody who drives has a paper for it.
""",
    "yam/y.yaml": "key: Y-1\nname: Cleaning\nmeta:\n  rev: R2\nsteps:\n  - Everybody washes\n  - and dries\n",
    "parts/p.md": "---\ndocument: P-1 rev 7\ntitle: Parts\n---\n\nEverybody knows every part.\n",
    "plain/p.md": "---\ntitle: Plain things\n---\n\nEverybody knows that this has no revision.\n",
    "named/PR-01_v2.md": "# Named\n\nEverybody reads the name of the file.\n",
}


def build(folder: Path, more: Mapping[str, str | bytes] = {}) -> Path:
    """Make the works in *folder*, with *more* files, in one commit."""
    folder.mkdir(parents=True, exist_ok=True)
    git("init", "--quiet", "--initial-branch=main", "--template=", at=folder)
    put(folder, {**_FILES, **more})
    commit(folder, "Begin")
    return folder


def put(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write *files*."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def commit(folder: Path, message: str) -> None:
    """Commit everything."""
    git("add", "--all", at=folder)
    git("commit", "--quiet", "--message", message, at=folder)


def edit(folder: Path, path: str, old: str, new: str) -> None:
    """Change a file by hand."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def changed_lines(folder: Path) -> list[str]:
    """Return the lines that the last commit took out and put in."""
    diff = git("show", "--format=", "--unified=0", "HEAD", at=folder).splitlines()
    return [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]
