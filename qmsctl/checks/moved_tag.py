"""HIS013: a tag was moved, forged or left behind."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.documents.place import Place
from qmsctl.messages import tr
from qmsctl.repo.history import Commit, History
from qmsctl.repo.tags import Tag, Tagged
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, rule
from qmsctl.settings import Option, Options, Severity, Unit

# Clocks differ, and some are set to the time of another zone.
TOLERANCE: Final = Option("tolerance", 1, Unit.DAYS, tr("how much older than its commit a tag may say it is"))


@dataclass(frozen=True, slots=True)
class Named:
    """A tag, and what the system knows of it."""

    tag: Tag
    commit: Commit | Tagged | None
    """What it leads to."""
    twin: Commit | None
    """The commit of the history that took the place of the one it leads to."""
    place: Place
    """Of the document or audit that it is called after, or of `qms.yaml`."""
    approves: tuple[Decision, ...] = ()
    """The earlier texts of documents that it approves and that say when they were approved."""


def tags(system: System) -> Iterator[Named]:
    """Yield every tag."""
    history = system.history
    by_author, approves = _by_author(history), _earlier_texts(system)
    for tag in history.tags:
        file = _called_after(tag, system)
        same = by_author.get((tag.outside.author_email, tag.outside.authored), ()) if tag.outside else ()
        # One that was only applied again elsewhere has other parents, as has one that came with a rewritten past.
        twins = (
            twin for twin in same if file or (tag.outside is not None and twin.parents == tag.outside.parents)
        )
        yield Named(
            tag,
            history.by_id.get(tag.commit or "", tag.outside),
            next(twins, None),
            Place(file) if file else system.qms.configuration.at(),
            tuple(approves.get(tag.name, ())),
        )


def _earlier_texts(system: System) -> Mapping[str, list[Decision]]:
    """Return by tag what it approves but for the texts in the tree, whose days `contradicted-status` compares."""
    found: dict[str, list[Decision]] = {}
    for document in system.documents:
        for decision in document.decisions:
            if decision.named is not None and decision.record.fact.content != document.content:
                found.setdefault(decision.named, []).append(decision)
    return found


def _by_author(history: History) -> Mapping[tuple[str, datetime], list[Commit]]:
    """Return, by author and date, the commits that share both with one that a tag names outside the history."""
    outside = [tag.outside for tag in history.tags if tag.outside is not None]
    found: dict[tuple[str, datetime], list[Commit]] = {
        (commit.author_email, commit.authored): [] for commit in outside
    }
    addresses = {commit.author_email for commit in outside}
    for commit in history.commits if outside else ():
        if (
            commit.author_email in addresses
            and (same := found.get((commit.author_email, commit.authored))) is not None
        ):
            same.append(commit)
    return found


def _called_after(tag: Tag, system: System) -> str | None:
    """Return the file of the document or audit whose id begins the name of *tag*, or a part of it."""
    for part in tag.name.split("/"):
        for end in (len(part), *(match.start() for match in re.finditer(r"[^0-9A-Za-z]", part))):
            for document in system.documents_by_id.get(part[:end], ()):
                if document.working is not None:
                    return document.working.path
    return None


@rule(
    "HIS013",
    over=tags,
    severity=Severity.WARNING,
    clauses=("7.5.3.2",),
    options=(TOLERANCE,),
    unwaivable=Unwaivable.INTEGRITY,
)
def moved_tag(named: Named, system: System, options: Options) -> Iterator[Answer]:
    """Every tag bears the name it was given, is no older than its commit, and was not left behind by the history."""
    tag = named.tag
    if tag.inner is not None and tag.inner != tag.name:
        yield Problem(
            named.place,
            tr("the tag {tag} was made as {inner} and bears another name now", tag=tag.name, inner=tag.inner),
            tr(
                "ask who renamed it; take it away: git tag --delete -- {tag}, and fetch the right one",
                tag=shlex.quote(tag.name),
            ),
        )
    elif (
        tag.tagged is not None
        and named.commit is not None
        and named.commit.committed - tag.tagged > options.days(TOLERANCE)
    ):
        yield Problem(
            named.place,
            tr(
                "the tag {tag} says it was made on {tagged}, and its commit {commit} was made after that, on {day}",
                tag=tag.name,
                tagged=system.day_of(tag.tagged),
                commit=(tag.commit or "")[:10],
                day=system.day_of(named.commit.committed),
            ),
            tr("compare it with the same tag in another clone: git ls-remote --tags"),
        )
    elif named.twin is not None:
        yield Problem(
            named.place,
            tr(
                "the tag {tag} names commit {commit}, in whose place the history has {twin}: it was rewritten after it had been tagged",
                tag=tag.name,
                commit=(tag.commit or "")[:10],
                twin=named.twin.id[:10],
            ),
            tr(
                "compare them: git diff {commit} {twin}; keep the tag, and record why the history was rewritten",
                commit=(tag.commit or "")[:10],
                twin=named.twin.id[:10],
            ),
        )
    elif late := tuple(_late(named, system, options)):
        yield from late
    elif named.commit is None or tag.outside is not None:
        yield NotApplicable()


def _late(named: Named, system: System, options: Options) -> Iterator[Answer]:
    """Yield of which texts a tag was made after the day on which they say that they were approved."""
    tag = named.tag
    for decision in named.approves:
        if tag.tagged is None or decision.stated is None:
            continue
        tagged = system.day_of(tag.tagged)
        if tagged - decision.stated > options.days(TOLERANCE):
            yield Problem(
                named.place,
                tr(
                    "the tag {tag} was made on {tagged}, and the text of {document} that it approves says that it was"
                    " approved on {stated}: the tag was set anew, or long after the decision",
                    tag=tag.name,
                    tagged=tagged,
                    document=decision.record.fact.document,
                    stated=decision.stated,
                ),
                tr("compare it with the same tag in another clone or in a pack: git ls-remote --tags"),
            )
