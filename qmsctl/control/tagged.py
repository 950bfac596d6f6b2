"""What tags approve: the content of a document that their commit held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qmsctl.control.mapped_past import Arrived, MainLine
from qmsctl.model.file_patterns import around_revision
from qmsctl.model.naming import slug
from qmsctl.model.organisation import Organisation
from qmsctl.repo.history import Commit, History
from qmsctl.repo.tags import Tag

__all__ = ["Meant", "tagged_contents"]


@dataclass(frozen=True, slots=True)
class Meant:
    """A tag, and a content that it approves."""

    tag: Tag
    commit: Commit
    content: Arrived
    revision: str | None
    """The revision that the tag names; `None` if it names none."""


def tagged_contents(organisation: Organisation, history: History, line: MainLine) -> Iterator[Meant]:
    """Yield what each tag approves that is named by the pattern of a kind.

    A tag is compared with what it would be called for each document that its commit held: ids hold
    every character that separates an id from a revision elsewhere.

    Args:
        organisation: its kinds say how such tags are named.
        history: every commit, and the tags.
        line: the documents as the main line held them.
    """
    patterns = {
        name: kind.tags
        for name, kind in organisation.kinds.items()
        if kind.tags is not None and "tags" in kind.approvals
    }
    if not patterns:
        return
    on_line = {commit.id for commit in line.commits}
    tags: dict[str, list[Tag]] = {}
    for tag in history.tags:
        base = _base(tag.commit, history, on_line)
        if base is not None:
            tags.setdefault(base, []).append(tag)
    arrived = {(one.path, one.blob): one for one in reversed(line.arrived)}
    for commit, held in line.replay():
        for tag in tags.get(commit.id, ()):
            tagged = history.by_id.get(tag.commit or "")
            if tagged is not None:
                yield from _meant(tag, tagged, _held_by(tagged, held, arrived, history, on_line), patterns)


def _held_by(
    tagged: Commit,
    held: Mapping[str, Arrived],
    arrived: Mapping[tuple[str, str], Arrived],
    history: History,
    on_line: set[str],
) -> Mapping[str, Arrived]:
    """Return what *tagged* held, by path, of all that ever reached the main line.

    Args:
        tagged: a commit of the main line, or of a branch that was merged.
        held: what the main line held where that branch began.
        arrived: by path and git's name of the content, what came to the main line.
        history: every commit.
        on_line: the commits of the main line.
    """
    changed: dict[str, str | None] = {}
    commit: Commit | None = tagged
    while commit is not None and commit.id not in on_line:
        for change in commit.changes:
            changed.setdefault(change.path, change.after)
        commit = history.by_id.get(commit.parents[0]) if commit.parents else None
    if not changed:
        return held
    own = {path: found for path, after in changed.items() if after and (found := arrived.get((path, after)))}
    return {path: one for path, one in held.items() if path not in changed} | own


def _base(id: str | None, history: History, on_line: set[str]) -> str | None:
    """Return the commit of the main line that *id* is, or that it was begun from."""
    while id is not None and id not in on_line:
        commit = history.by_id.get(id)
        id = commit.parents[0] if commit is not None and commit.parents else None
    return id


def _meant(
    tag: Tag, commit: Commit, held: Mapping[str, Arrived], patterns: Mapping[str, str]
) -> Iterator[Meant]:
    """Yield what *tag* approves of what was *held*; of two documents whose names fit, the longer name counts."""
    fitting: list[tuple[int, Meant]] = []
    for one in held.values():
        pattern = patterns.get(one.stated.kind)
        if pattern is None:
            continue
        before, after = _named(pattern, one)
        if after is None:
            if tag.name == before:
                fitting.append((len(before), Meant(tag, commit, one, None)))
        elif (
            tag.name.startswith(before)
            and tag.name.endswith(after)
            and len(tag.name) > len(before) + len(after)
        ):
            revision = tag.name[len(before) : len(tag.name) - len(after)]
            fitting.append((len(before) + len(after), Meant(tag, commit, one, _as_borne(revision, one))))
    longest = max((length for length, _ in fitting), default=0)
    for length, meant in fitting:
        if length == longest:
            yield meant


def _named(pattern: str, one: Arrived) -> tuple[str, str | None]:
    """Return what a tag of *one* begins and ends with, around the revision it names."""
    said = {
        "id": one.stated.id,
        "slug": slug(one.stated.id),
        "language": one.stated.language,
    }
    before, after = around_revision(pattern, said)
    return before, after


def _as_borne(revision: str, one: Arrived) -> str | None:
    """Return the revision that a tag names, as the document bears it: `v1.0` names `1.0`."""
    borne = one.stated.revision
    if not borne:
        return None
    bare: Sequence[str] = [text.casefold().removeprefix("v").removeprefix("r") for text in (revision, borne)]
    return borne if bare[0] == bare[1] else revision
