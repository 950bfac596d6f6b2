"""Small repositories whose documents are kept as real ones keep them: see `docs/adopt.md`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.cli.program import git

__all__ = ["FENCED", "NAMED", "POLISH", "SIDECARS", "TABLES", "YAML_RECORDS", "begin", "commit", "put"]

_PEOPLE = {"Ann Example": "ann@example.org", "Bob Sample": "bob@example.org"}

FENCED: Mapping[str, str] = {
    f"docs/sops/SOP-{number:03}-{name}.md": f"""---
doc_id: SOP-{number:03}
title: {name.title()}
version: "{number}.0"
status: {status}
owner: Quality Manager
approvers: [Ann Example]
approved_date: {day}
review_in: 6 months
last_reviewed_on: 2026-01-0{number}
iso_clause: "8.4.1, 8.{number}"
cost_centre: C{number}
---
# {name.title()}

## Purpose

The purpose of it is to know who does what, and when it is done.
"""
    for number, name, status, day in (
        (1, "purchasing", "Published", "13/01/2026"),
        (2, "storage", "draft", "02/03/2026"),
        (3, "complaints", "Active", "04/05/2026"),
    )
}
"""A fenced head: ids as fields, days with the day first, intervals, clauses in one text."""

TABLES: Mapping[str, str] = {
    f"handbuch/va-{number}-{name}.md": f"""# {name.title()}

| Feld | Wert |
|---|---|
| Dokument-ID | VA-{number:02} |
| Fassung | {number}.{number} |
| Freigegeben von | Anna Beispiel |
| Freigegeben am | {number}.1.2026 |
| Nächste Überprüfung | 1.{number}.2027 |
| Verantwortlich | Leitung QM |

## Zweck

Die Anweisung regelt, wer für die Prüfung verantwortlich ist und wie sie durchgeführt wird.
"""
    for number, name in ((1, "einkauf"), (2, "lagerung"), (3, "reklamation"))
}
"""A table at the top of the text, in German, with days that nobody can be sure of."""

POLISH: Mapping[str, str] = {
    f"procedury/{symbol.replace('/', '-')}.md": f"""# Procedura {symbol}

**Symbol:** {symbol}  **Wydanie:** {edition}
**Zatwierdził:** Burmistrz Miasta
**Obowiązuje od:** {day}
**Właściciel procedury:** Pełnomocnik ds. SZJ

## Cel

Celem procedury jest określenie zasad nadzoru nad dokumentami w urzędzie oraz odpowiedzialności.
"""
    for symbol, edition, day in (("P1/01/2011", "A", "31.01.2011"), ("P2/01/2011", "A/1", "15.03.2012"))
}
"""Bold lines at the top, in Polish, with slashes in the symbols and letters as editions."""

NAMED: Mapping[str, str] = {
    f"office/SOP-{number:03}_{name}_v{number}.1.docx": f"bytes of {name}"
    for number, name in ((11, "Purchasing"), (12, "Storage"), (13, "Complaints"))
}
"""Word files of which only the name says something."""

SIDECARS: Mapping[str, str] = {
    path: text
    for number, name in ((1, "policy"), (2, "manual"))
    for path, text in (
        (f"library/{name}.docx", f"bytes of {name}"),
        (
            f"library/{name}.docx.yaml",
            f"id: QM-{number}\ntitle: The {name}\nrevision: {number}\napproval_date: 2026-01-0{number}\napprover: bob@example.org\n",
        ),
    )
}
"""Files beside others that say what those are."""

YAML_RECORDS: Mapping[str, str] = {
    f"records/rec-{number}.yaml": f"record_id: REC-{number}\ntitle: Record {number}\nrecord_version: '0.{number}'\n"
    f"state: CLOSED\nowner: bob@example.org\neffective_date: 2026-02-0{number}\nsatisfies:\n  iso9001:2015: [7.5.{number}]\n"
    for number in (1, 2, 3)
}
"""YAML documents that are no settings of any program."""


def put(at: Path, files: Mapping[str, str | bytes]) -> None:
    """Write *files* below *at*."""
    for path, content in files.items():
        file = at / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def begin(at: Path, files: Mapping[str, str | bytes], *, by: str = "Ann Example") -> Path:
    """Make a repository in *at* with *files*, and return it."""
    at.mkdir(parents=True, exist_ok=True)
    git("init", "-q", "-b", "main", at=at)
    return commit(at, files, by=by)


def commit(
    at: Path, files: Mapping[str, str | bytes], message: str = "Add documents", *, by: str = "Ann Example"
) -> Path:
    """Commit *files* in *at* as *by*, and return *at*."""
    put(at, files)
    git("add", "-A", at=at)
    env = {"GIT_AUTHOR_NAME": by, "GIT_AUTHOR_EMAIL": _PEOPLE[by]}
    git("commit", "-q", "-m", message, at=at, env=env)
    return at
