"""Approvals that stand beside the documents: trailers of commits, merges, a tag named from a slug."""

from __future__ import annotations

import re
from typing import Final

from tests.adopted.building import Building
from tests.adopted.pattern import Pattern, Said
from tests.adopted.repository import Repository, any_text, head, said

__all__ = ["FILE_NAMES", "MERGES", "SLUGS", "TRAILERS"]


def _plain(id: str, revision: str, text: str, title: str = "") -> str:
    return (
        f"---\ndocument_id: {id}\ntitle: {title or 'On ' + id}\nrevision: '{revision}'\nmaintainer: Ann Example\n"
        f"---\n\n## Scope\n\n{text}\n"
    )


def _read(path: str, text: str) -> Said:
    del path
    told = head(text)
    return said(id=told["document_id"], revision=told["revision"])


_FIELDS: Final = dict.fromkeys(("document_id", "title", "revision", "maintainer"), any_text)


# --- Trailers ------------------------------------------------------------------------------------------------


def _build_trailers(repository: Building) -> None:
    jane, john = "Jane Roe <jane@example.org>", "John Doe <john@example.org>"
    for number in range(1, 9):
        path = f"wi/WI-{number}.md"
        repository.commit(f"2025-01-{number:02}", {path: _plain(f"WI-{number}", "1", "First.")}, "Draft it")
    for number in range(1, 7):
        message = f"Put it in order\n\nWhat was asked for.\n\nReviewed-by: {john}\nApproved-by: {jane}\n"
        content = {f"wi/WI-{number}.md": _plain(f"WI-{number}", "1", "First, in order.")}
        repository.commit(f"2025-02-{number:02}", content, message, who=jane if number < 3 else john)
    # A clock that was two months behind.
    repository.commit("2024-12-20", {"wi/WI-8.md": _plain("WI-8", "1", "First, with a slip.")}, "Change")
    repository.commit(
        "2025-03-01",
        {"wi/WI-1.md": _plain("WI-1", "2", "Second.")},
        f"Change\n\nApproved-by: {john}\n\nBut this is no trailer, for it is no last paragraph.\n",
    )
    repository.commit(
        "2025-03-02", {"wi/WI-2.md": _plain("WI-2", "2", "Second.")}, f"Change\n\nApproved-by: {john}\n"
    )
    repository.commit(
        "2025-03-03", {"wi/WI-3.md": _plain("WI-3", "1", "Without anybody's word.")}, "Approved-by nobody"
    )


TRAILERS: Final = Repository(
    "trailers",
    _build_trailers,
    pattern=Pattern(
        lambda path: path.startswith("wi/"), _read, approvals=("trailers",), right=_FIELDS, top=7
    ),
    days=("2025-01-31", "2025-02-04", "2025-03-01", "2026-11-30"),
    histories=("WI-1", "WI-3", "WI-8"),
)


# --- Merges, changes inside them, and branches that never arrived --------------------------------------------


def _build_merges(repository: Building) -> None:
    lead = "Lea Lead <lea@example.org>"
    for number in range(1, 7):
        path = f"controls/C-{number}.md"
        branch = f"add-{number}"
        if number == 1:
            repository.commit("2025-01-01", {"README.md": "# Controls\n"}, "Begin")
        content = _plain(f"C-{number}", "1", "First.")
        repository.commit(f"2025-01-{number + 1:02}", {path: content}, branch=branch, begin="main")
        repository.commit(f"2025-02-{number:02}", {path: content}, f"Merge {branch}", merge=branch, who=lead)
    for number in range(1, 4):
        path, branch = f"controls/C-{number}.md", f"change-{number}"
        drafts = [_plain(f"C-{number}", "2", f"Second, draft {step}.") for step in (1, 2)]
        for step, content in enumerate(drafts, 1):
            begin = "main" if step == 1 else None
            repository.commit(f"2025-03-{number * 2 + step:02}", {path: content}, branch=branch, begin=begin)
        arrived = _plain(f"C-{number}", "2", "Changed in the merge itself.") if number == 2 else drafts[-1]
        repository.commit(f"2025-04-{number:02}", {path: arrived}, f"Merge {branch}", merge=branch, who=lead)
    lost = _plain("C-4", "2", "Never arrived.")
    repository.commit("2025-05-01", {"controls/C-4.md": lost}, branch="lost", begin="main")
    repository.commit("2025-05-02", {}, "Merge lost, and keep ours", merge="lost", who=lead)
    repository.commit("2025-05-03", {"controls/C-5.md": _plain("C-5", "1.1", "Straight to main.")})


MERGES: Final = Repository(
    "merges",
    _build_merges,
    pattern=Pattern(
        lambda path: path.startswith("controls/"), _read, approvals=("merges",), right=_FIELDS, top=7
    ),
    days=("2025-01-31", "2025-02-03", "2025-04-02", "2026-11-30"),
    histories=("C-1", "C-2", "C-4", "C-5", "C-6"),
)


# --- A lightweight tag for each document, named from its slug ------------------------------------------------


def _build_slugs(repository: Building) -> None:
    for number in range(1, 8):
        path = f"policies/{number}/policy.md"
        content = _plain(f"POL/{number:02} Ä", "1.0", "First.")
        mark = repository.commit(f"2025-01-{number:02}", {path: content})
        if number < 6:
            repository.tag(f"pol-{number:02}-a_1.0", mark)
    for number in range(1, 4):
        path = f"policies/{number}/policy.md"
        repository.commit(f"2025-05-{number:02}", {path: _plain(f"POL/{number:02} Ä", "2.0", "Second.")})
        if number < 3:
            repository.tag(f"pol-{number:02}-a_2.0")
    repository.tag("v1.0.0")
    repository.tag("pol-99-a_1.0")


SLUGS: Final = Repository(
    "slugs",
    _build_slugs,
    pattern=Pattern(
        lambda path: path.startswith("policies/"),
        _read,
        approvals=("tags",),
        tag_of=lambda name: (name.partition("_")[0], name.partition("_")[2]) if "_" in name else None,
        called=lambda named: re.sub(r"[^a-z0-9]+", "-", named.lower().replace("ä", "a")),
        right=_FIELDS,
        top=7,
    ),
    days=("2025-01-03", "2025-05-02", "2026-11-30"),
    histories=("POL/01 Ä", "POL/03 Ä"),
)


# --- Word files of which only the name is read: id, title and revision; approved by trailers ----------------


def _build_file_names(repository: Building) -> None:
    said = "Issue it\n\nApproved-by: Jane Roe <jane@example.org>\n"
    for number in range(1, 9):
        path = f"Documents/SOP-{number:03}_Purchasing {number}_v1.0.docx"
        repository.commit(f"2025-01-{number:02}", {path: b"PK\x03\x04 first %d" % number}, said)
    for number in range(1, 4):
        old = f"Documents/SOP-{number:03}_Purchasing {number}_v1.0.docx"
        new = old.replace("v1.0", "v2.1")
        files: dict[str, bytes | None] = {old: None, new: b"PK\x03\x04 second, of another length %d" % number}
        repository.commit(f"2025-06-{number:02}", files, said if number < 3 else "A draft")


def _read_file_name(path: str, text: str) -> Said:
    del text
    found = re.fullmatch(r"Documents/(SOP-\d+)_(.*)_v([\d.]+)\.docx", path)
    return said(id=found[1] if found else None, revision=found[3] if found else None)


FILE_NAMES: Final = Repository(
    "file-names",
    _build_file_names,
    pattern=Pattern(lambda path: path.endswith(".docx"), _read_file_name, approvals=("trailers",), top=0),
    days=("2025-01-04", "2025-06-02", "2026-11-30"),
    histories=("SOP-001", "SOP-003", "SOP-008"),
)
