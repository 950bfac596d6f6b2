"""What plain git and the files say of documents: written apart from qmsctl, to compare with.

Nothing of qmsctl is used here.  Git is asked in its own words, and the files are looked at by
regular expressions that know one repository only.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.adopted.building import ENVIRONMENT

__all__ = ["Pattern", "Row", "rows_of"]

Said = Mapping[str, str]
"""What a text says: `id`, `title`, `revision`, `status`, `approved_by`, `approved_on`, `effective`, `reviewed_on`,
`review_due`, `months`, `owner`; days as 2026-11-30, what is missing left out."""


@dataclass(frozen=True)
class Pattern:
    """How one repository keeps its documents."""

    is_document: Callable[[str], bool]
    read: Callable[[str, str], Said | None]
    """Reads the text of a path; `None` if it cannot be read."""
    content: Callable[[str], str] = lambda text: text
    """What of a text is approved."""
    approvals: tuple[str, ...] = ()
    """`fields`, `tags`, `trailers`, `merges`."""
    tag_of: Callable[[str], tuple[str, str] | None] = lambda _: None
    """The id and revision that a tag names."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names by e-mail, where they are known."""


@dataclass(frozen=True)
class Row:
    """A document on a day."""

    id: str
    revision: str | None
    """In force; `None` if none is."""
    effective: str | None
    approved_by: str | None
    trust: str | None
    review_due: str | None
    state: str


@dataclass
class _Commit:
    id: str
    parents: list[str]
    day: str
    committer: str
    email: str
    author_email: str
    message: str
    changes: list[tuple[str, str | None]] = field(default_factory=list)


@dataclass
class _Version:
    commit: _Commit
    path: str
    blob: str
    said: Said
    content: str


@dataclass
class _Approval:
    id: str
    revision: str
    content: str
    decided: str
    effective: str
    by: str
    trust: str
    recorded: int


_ZERO: Final = "0" * 40


def _git(folder: Path, *call: str, sent: bytes | None = None) -> bytes:
    done = subprocess.run(
        ["git", "-C", str(folder), *call], env=dict(ENVIRONMENT), input=sent, capture_output=True, check=True
    )
    return done.stdout


def _main_line(folder: Path) -> list[_Commit]:
    """Return the first parents of HEAD, oldest first, with what each did to its first parent."""
    told = _git(
        folder, "log", "--first-parent", "--reverse", "--raw", "--no-renames", "--root", "--no-abbrev",
        "--diff-merges=first-parent", "-z", "--format=%x01%H%x00%P%x00%ct%x00%cn%x00%ce%x00%ae%x00%B%x02", "HEAD",
    ).decode()  # fmt: skip
    commits = []
    for piece in told.split("\x01")[1:]:
        head, _, raw = piece.partition("\x02")
        id, parents, seconds, name, email, author, message = head.split("\0", 6)
        day = dt.datetime.fromtimestamp(int(seconds), dt.UTC).date().isoformat()
        commit = _Commit(id, parents.split(), day, name, email, author, message)
        fields = [one for one in raw.split("\0") if one.strip("\n")]
        for facts, path in zip(fields[::2], fields[1::2], strict=True):
            after = facts.split()[3]
            commit.changes.append((path, None if after == _ZERO else after))
        commits.append(commit)
    return commits


def _contents(folder: Path, blobs: set[str]) -> dict[str, str]:
    if not blobs:
        return {}
    told = _git(folder, "cat-file", "--batch", sent="".join(f"{one}\n" for one in sorted(blobs)).encode())
    found, at = {}, 0
    while at < len(told):
        end = told.index(b"\n", at)
        name, _, size = told[at:end].decode().split()
        found[name] = told[end + 1 : end + 1 + int(size)].decode(errors="replace")
        at = end + 2 + int(size)
    return found


def _versions(folder: Path, pattern: Pattern, line: list[_Commit]) -> Iterator[_Version]:
    touched = [
        (commit, path, blob)
        for commit in line
        for path, blob in commit.changes
        if blob is not None and pattern.is_document(path)
    ]
    texts = _contents(folder, {blob for _, _, blob in touched})
    for commit, path, blob in touched:
        said = pattern.read(path, texts[blob])
        if said is not None and said.get("id"):
            yield _Version(commit, path, blob, said, pattern.content(texts[blob]))


def rows_of(folder: Path, pattern: Pattern, day: str) -> dict[str, Row]:
    """Return what plain git and the files say of each document on *day*, by id."""
    line = _main_line(folder)
    versions = list(_versions(folder, pattern, line))
    approvals = [one for one in _approvals(folder, pattern, line, versions) if one.decided <= day]
    now = dict(_tree(folder, pattern))
    since = _withdrawn_since(versions)
    rows: dict[str, Row] = {}
    for path, text in sorted(now.items()):
        said = pattern.read(path, text)
        if said is None:
            continue
        id = said.get("id") or path
        if said.get("status") == "withdrawn" and since.get(id, "") > day:
            said = {**said, "status": "approved"}
        rows.setdefault(id, _row(id, said, pattern.content(text), [a for a in approvals if a.id == id], day))
    return rows


def _withdrawn_since(versions: list[_Version]) -> dict[str, str]:
    """Return since when the main line has said of a document that it is withdrawn."""
    since: dict[str, str] = {}
    for version in versions:
        if version.said.get("status") == "withdrawn":
            since.setdefault(version.said["id"], version.commit.day)
        else:
            since.pop(version.said["id"], None)
    return since


def _tree(folder: Path, pattern: Pattern) -> Iterator[tuple[str, str]]:
    for path in _git(folder, "ls-files", "-z").decode().split("\0"):
        if path and pattern.is_document(path):
            yield path, (folder / path).read_bytes().decode(errors="replace")


def _approvals(
    folder: Path, pattern: Pattern, line: list[_Commit], versions: list[_Version]
) -> Iterator[_Approval]:
    order = {commit.id: number for number, commit in enumerate(line)}
    for version in versions:
        commit, said = version.commit, version.said
        effective = said.get("effective")
        revision = said.get("revision", "")
        base = (said["id"], revision, version.content)
        if "merges" in pattern.approvals and len(commit.parents) > 1:
            yield _Approval(
                *base, commit.day, effective or commit.day, commit.committer, "merged", order[commit.id]
            )
        if "fields" in pattern.approvals and said.get("status") == "approved":
            decided = said.get("approved_on") or min(effective or commit.day, commit.day)
            by = said.get("approved_by") or "?"
            yield _Approval(*base, decided, effective or decided, by, "declared", order[commit.id])
        if "trailers" in pattern.approvals:
            found = re.findall(r"^Approved-by: (.*?) <(.*?)>$", commit.message, re.MULTILINE)
            for name, email in found:
                trust = "recorded" if email == commit.author_email else "declared"
                yield _Approval(*base, commit.day, effective or commit.day, name, trust, order[commit.id])
    if "tags" in pattern.approvals:
        yield from _by_tags(folder, pattern, order)


def _by_tags(folder: Path, pattern: Pattern, order: Mapping[str, int]) -> Iterator[_Approval]:
    told = _git(
        folder, "for-each-ref", "--format=%(refname:short)%00%(taggername)%00%(taggerdate:unix)", "refs/tags"
    )
    for tag in told.decode().splitlines():
        name, tagger, seconds = tag.split("\0")
        named = pattern.tag_of(name)
        commit = _git(folder, "rev-parse", f"{name}^{{commit}}").decode().strip()
        if named is None or commit not in order:
            continue
        listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")
        for path in (one for one in listed if one and pattern.is_document(one)):
            text = _git(folder, "show", f"{commit}:{path}").decode(errors="replace")
            said = pattern.read(path, text)
            if said is None or said.get("id") != named[0]:
                continue
            made = seconds or _git(folder, "log", "-1", "--format=%ct", commit).decode().strip()
            decided = dt.datetime.fromtimestamp(int(made), dt.UTC).date().isoformat()
            trust = "recorded" if tagger else "declared"
            effective = said.get("effective") or decided
            yield _Approval(
                named[0],
                named[1],
                pattern.content(text),
                decided,
                effective,
                tagger or "?",
                trust,
                order[commit],
            )


def _row(id: str, said: Said, content: str, approvals: list[_Approval], day: str) -> Row:
    groups: dict[tuple[str, str], list[_Approval]] = {}
    for one in approvals:
        groups.setdefault((one.revision, one.content), []).append(one)
    owners: dict[str, str] = {}
    for revision, text in sorted(groups, key=lambda key: max(one.recorded for one in groups[key])):
        owners.setdefault(revision or text, text)
    kept = {key: made for key, made in groups.items() if owners[key[0] or key[1]] == key[1]}
    effective = {key: min((one.effective, one.decided) for one in made) for key, made in kept.items()}
    held = sorted((since, key) for key, since in effective.items() if since[0] <= day)
    in_force = held[-1][1] if held else None
    revision = said.get("revision", "")
    same = {text for number, text in kept if revision and number == revision}
    if said.get("status") == "withdrawn":
        state = "withdrawn"
    elif same and content not in same:
        state = "drifted"
    elif in_force is not None:
        state = "in_force"
    else:
        state = "approved" if kept else "draft"
    if in_force is None or state == "withdrawn":
        return Row(id, None, None, None, None, None, state)
    last = kept[in_force][-1]
    since = effective[in_force][0]
    return Row(id, in_force[0], since, last.by, last.trust, _due(said, since, day), state)


def _due(said: Said, since: str, day: str) -> str | None:
    if due := said.get("review_due"):
        return due
    if "months" not in said:
        return None
    reviewed = said.get("reviewed_on", "")
    begins = max(since, reviewed) if reviewed <= day else since
    year, month, number = map(int, begins.split("-"))
    index = year * 12 + month - 1 + int(said["months"])
    for last in range(number, 0, -1):
        try:
            return dt.date(index // 12, index % 12 + 1, last).isoformat()
        except ValueError:
            continue
    return None
