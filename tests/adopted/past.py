"""What the main line of a repository said of its documents, and which approvals that comes to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.adopted.pattern import Pattern, Said
from tests.adopted.plain_git import Commit, all_commits, believed, contents, git, main_line, reached, renames

__all__ = ["Approval", "Past", "Version", "past_of"]


@dataclass
class Version:
    """A content that a commit of the main line gave to a document."""

    commit: Commit
    path: str
    blob: str
    said: Said
    content: str


@dataclass
class Approval:
    """That somebody approved a content."""

    id: str
    revision: str
    content: str
    decided: str
    effective: str
    by: str
    trust: str
    recorded: int
    months: str | None


@dataclass(frozen=True)
class Past:
    """What the main line said of the documents of a repository, read once."""

    folder: Path
    pattern: Pattern
    line: list[Commit]
    versions: list[Version]
    approvals: list[Approval]
    now: dict[str, str]
    """The files, by path."""

    @cached_property
    def _commits(self) -> list[Commit]:
        return all_commits(self.folder, self.pattern.root)

    @cached_property
    def arrived(self) -> dict[str, str]:
        """The day on which each commit reached the main line."""
        return reached(self.line, self._commits)

    @cached_property
    def renamed(self) -> list[tuple[int, str, str]]:
        """The renames, where a renamed file stays the document that it was."""
        return renames(self.folder, self.line) if self.pattern.by_name else []

    @cached_property
    def everything(self) -> list[tuple[Commit, str, str]]:
        """Every text that a commit, on the main line or not, gave to a document, with its path."""
        touched = [
            (commit, path, blob)
            for commit in self._commits
            for path, blob in commit.changes
            if blob is not None and self.pattern.is_document(path)
        ]
        texts = contents(self.folder, {blob for _, _, blob in touched})
        return [(commit, path, texts[blob]) for commit, path, blob in touched]


def past_of(folder: Path, pattern: Pattern) -> Past:
    """Read the history of *folder*."""
    line = main_line(folder, pattern.root)
    versions = list(_versions(folder, pattern, line))
    approvals = list(_approvals(folder, pattern, line, versions))
    return Past(folder, pattern, line, versions, approvals, dict(_tree(folder, pattern)))


def _versions(folder: Path, pattern: Pattern, line: list[Commit]) -> Iterator[Version]:
    touched = [
        (commit, path, blob)
        for commit in line
        for path, blob in commit.changes
        if blob is not None and pattern.is_document(path)
    ]
    texts = contents(folder, {blob for _, _, blob in touched})
    renamed = renames(folder, line) if pattern.by_name else []
    order = {commit.id: number for number, commit in enumerate(line)}
    for commit, at, blob in touched:
        path = at
        for number, old, new in renamed:
            if number > order[commit.id] and old == path:
                path = new
        said = pattern.read(path, texts[blob])
        if said is not None and said.get("id"):
            yield Version(commit, path, blob, said, pattern.content(texts[blob]))


def _tree(folder: Path, pattern: Pattern) -> Iterator[tuple[str, str]]:
    root = folder / pattern.root
    for path in git(root, "ls-files", "-z").decode().split("\0"):
        if path and pattern.is_document(path):
            yield path, (root / path).read_bytes().decode(errors="replace")


def _approvals(
    folder: Path, pattern: Pattern, line: list[Commit], versions: list[Version]
) -> Iterator[Approval]:
    order = {commit.id: number for number, commit in enumerate(line)}
    days = dict(zip(order, believed([commit.day for commit in line]), strict=True))
    first: dict[tuple[str, str, str], str] = {}
    for version in versions:
        commit, said = version.commit, version.said
        day = days[commit.id]
        effective = said.get("effective")
        revision = said.get("revision", "")
        base = (said["id"], revision, version.content)
        months = said.get("months")
        if "merges" in pattern.approvals and len(commit.parents) > 1:
            yield Approval(
                *base,
                day,
                effective or day,
                commit.committer,
                "merged",
                order[commit.id],
                months,
            )
        carried = {
            field
            for field in ("approved_on", "effective")
            if field in said
            and first.setdefault((said["id"], field, said[field]), version.content) != version.content
        }
        # A day that another text bore first was given to that text.
        if (
            "fields" in pattern.approvals
            and said.get("status") == "approved"
            and "approved_on" not in carried
        ):
            since = None if "effective" in carried else effective
            decided = said.get("approved_on") or min(since or day, day)
            for by in (said.get("approved_by") or "?").split("; "):
                yield Approval(*base, decided, since or decided, by, "declared", order[commit.id], months)
        if "trailers" in pattern.approvals:
            found = re.findall(
                r"^Approved-by: (.*?) <(.*?)>$", commit.message.strip().split("\n\n")[-1], re.MULTILINE
            )
            for name, email in found:
                trust = "recorded" if email == commit.author_email else "declared"
                yield Approval(*base, day, effective or day, name, trust, order[commit.id], months)
    if "tags" in pattern.approvals:
        yield from _by_tags(folder, pattern, order, days)


def _by_tags(
    folder: Path, pattern: Pattern, order: Mapping[str, int], days: Mapping[str, str]
) -> Iterator[Approval]:
    told = git(
        folder, "for-each-ref", "--format=%(refname:short)%00%(taggername)%00%(taggerdate:unix)", "refs/tags"
    )
    for tag in told.decode().splitlines():
        name, tagger, seconds = tag.split("\0")
        named = pattern.tag_of(name)
        commit = git(folder, "rev-parse", f"{name}^{{commit}}").decode().strip()
        if named is None or commit not in order:
            continue
        root = folder / pattern.root
        listed = git(root, "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")
        for path in (one for one in listed if one and pattern.is_document(one)):
            text = git(root, "show", f"{commit}:./{path}").decode(errors="replace")
            said = pattern.read(path, text)
            if said is None or pattern.called(said.get("id", "")) != named[0]:
                continue
            made = dt.datetime.fromtimestamp(int(seconds), dt.UTC).date().isoformat() if seconds else ""
            decided = max(made, days[commit])  # nobody approved what was not there yet
            trust = "recorded" if tagger else "declared"
            effective = said.get("effective") or decided
            base = (said["id"], named[1], pattern.content(text))
            yield Approval(*base, decided, effective, tagger or "?", trust, order[commit], said.get("months"))
