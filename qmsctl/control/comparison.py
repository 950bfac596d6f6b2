"""Which two contents of a document are compared: found from what a person calls them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from qmsctl.control.contents import (
    Content,
    LostTextError,
    UnknownRevisionOfDocumentError,
    drafted,
    of_approval,
    of_revision,
    revisions_of,
)
from qmsctl.control.documents import Approved, BlobReader, ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.unreadable import unreadable_contents
from qmsctl.control.versions import Version
from qmsctl.documents.source import Source
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.reader import reader_of

__all__ = ["DRAFT", "IN_FORCE", "Asked", "Compared", "Comparison", "comparison"]

DRAFT: Final = "draft"
IN_FORCE: Final = "in-force"
_BETWEEN: Final = ".."
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Asked(Enum):
    """By what a content was asked for."""

    REVISION = "revision"
    DRAFT = "draft"
    IN_FORCE = "in_force"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Compared:
    """One side of a comparison."""

    content: Content
    source: Source
    asked: Asked
    day: dt.date | None = None
    """The day that was asked for, if it was one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides."""

    before: Compared
    after: Compared
    is_draft_unreadable: bool = False
    """Whether the tree holds a file that would have been compared, and cannot be read."""


def comparison(
    controlled: ControlledDocument,
    versions: Sequence[Version],
    system: System,
    words: Sequence[str],
    read_blobs: BlobReader,
) -> Comparison:
    """Return the two contents that *words* name.

    Args:
        controlled: the document.
        versions: every content it ever had.
        system: the day, and where the tree cannot be read.
        words: `A..B` as one word, or both sides as two; a side may be empty, and there may be none.
        read_blobs: reads contents that are known by their approval only.

    Raises:
        QmsctlError: a side is unknown, or there is nothing to compare with.
    """
    return _Finder(controlled, versions, system, read_blobs).compared(words)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds contents of one document."""

    controlled: ControlledDocument
    versions: Sequence[Version]
    system: System
    read_blobs: BlobReader

    def compared(self, words: Sequence[str]) -> Comparison:
        """Return both sides; one that is left out is found from the other."""
        first, second = self._sides(words)
        if not first and not second:
            return self._since_in_force()
        if not second:
            return Comparison(self._named(first), self._draft())
        after = self._named(second)
        return Comparison(self._named(first) if first else self._before(after), after)

    def _sides(self, words: Sequence[str]) -> tuple[str, str]:
        """Return what stands on either side of the two dots; a revision may hold dots itself."""
        if len(words) != 1:
            first, second, *_ = [*(word.strip() for word in words), "", ""]
            return first, second
        word = words[0].strip()
        cuts = [match.start() for match in re.finditer(r"(?=\.\.)", word)]
        sides = [(word[:cut].strip(), word[cut + len(_BETWEEN) :].strip()) for cut in cuts]
        if not sides:
            raise QmsctlError(
                tr("{given} names one side only", given=word),
                tr("{given}.. shows what changed since, ..{given} what changed in it", given=word),
            )
        known = (both for both in sides if all(not side or self._knows(side) for side in both))
        return next(known, sides[0])

    def _knows(self, name: str) -> bool:
        return name in (DRAFT, IN_FORCE) or name in self._revisions or _DAY.fullmatch(name) is not None

    @property
    def _revisions(self) -> tuple[str, ...]:
        """The revisions there are, with what the tree holds and nobody committed."""
        working = self.controlled.working
        held = (working.fact.revision,) if working else ()
        return tuple(dict.fromkeys((*revisions_of(self.versions), *held)))

    def _named(self, name: str) -> Compared:
        """Return the content a person calls *name*: a word of qmsctl's own first, then a revision, then a day."""
        if name == DRAFT:
            return self._draft()
        if name == IN_FORCE:
            return self._in_force(self.system.day, Asked.IN_FORCE)
        if name in self._revisions or not _DAY.fullmatch(name):
            return self._of_revision(name)
        return self._in_force(_read_day(name), Asked.DAY)

    def _draft(self) -> Compared:
        content = drafted(self.controlled, self.versions)
        if content is not None and content.source is not None:
            return Compared(content, content.source, Asked.DRAFT)
        if self._is_draft_unreadable:
            raise QmsctlError(
                tr("the file of {document} in the tree cannot be read", document=self.controlled.id),
                tr("qmsctl check says why; two revisions can be compared without it"),
            )
        raise QmsctlError(
            tr("the tree holds no file of {document}", document=self.controlled.id), self._known()
        )

    @property
    def _is_draft_unreadable(self) -> bool:
        return self.controlled.working is None and self.controlled.id in self.system.unreadable

    def _in_force(self, day: dt.date, asked: Asked) -> Compared:
        """Return what is in force on *day*.

        Raises:
            QmsctlError: nothing is.
        """
        today = day == self.system.day
        then = self.controlled.in_force if today else self.controlled.in_force_on(day)
        if then is None:
            raise QmsctlError(
                tr("no revision of {document} is in force on {day}", document=self.controlled.id, day=day),
                self._known(),
            )
        same = (one for one in self.controlled.approved if one.content == then.content)
        approved = next(same, then)  # with what was decided on it since
        return replace(self._of_approved(approved), asked=asked, day=day)

    def _of_approved(self, approved: Approved) -> Compared:
        """Return what was *approved*, wherever the repository holds it.

        Raises:
            LostTextError: it holds it no more.
        """
        content = of_approval(approved, self.versions)
        if content is not None and content.source is not None:
            return Compared(content, content.source, Asked.REVISION)
        raw = self.read_blobs([approved.blob]).get(approved.blob)
        working = self.controlled.working
        paths = [*(version.path for version in self.versions), *([working.path] if working else ())]
        reader = reader_of(self.system.organisation)
        read = None if raw is None else reader.document(paths[-1] if paths else "x.yaml", raw)
        if read is None or read.source.digest != approved.content:
            raise LostTextError(self.controlled.id, approved.revision)
        return Compared(Content(read.fact, read.source, approved, None), read.source, Asked.REVISION)

    def _of_revision(self, revision: str) -> Compared:
        """Return what was approved as *revision*, or else what was last written under it."""
        working = self.controlled.working
        held = {version.content for version in self.versions}
        is_new = (
            working is not None and working.fact.revision == revision and self.controlled.content not in held
        )
        try:
            content = of_revision(self.controlled, self.versions, revision)
        except UnknownRevisionOfDocumentError:
            if is_new:
                return replace(self._draft(), asked=Asked.REVISION)
            return self._approved_as(revision)
        if content.is_substitute:
            found = self._approved_as(revision)
        elif is_new and content.approved is None:
            found = replace(self._draft(), asked=Asked.REVISION)
        elif content.version is not None:
            return Compared(content, content.version.document.source, Asked.REVISION)
        return replace(found, content=replace(found.content, others=content.others + 1))

    def _approved_as(self, revision: str) -> Compared:
        """Return what was approved as *revision* and is in no commit where documents lie."""
        approved = next((one for one in self.controlled.approved if one.revision == revision), None)
        if approved is not None:
            return self._of_approved(approved)
        broken = unreadable_contents(
            self.controlled, self.versions, self.system.organisation, self.system.history, self.read_blobs
        )
        held = next((one for one in broken if one.revision == revision), None)
        if held is None:
            raise UnknownRevisionOfDocumentError(self.controlled.id, revision, self._revisions)
        raise QmsctlError(
            tr(
                "revision {revision} of {document} cannot be read: {path}, line {line}, commit {commit}: {reason}",
                revision=revision,
                document=self.controlled.id,
                path=held.path,
                line=held.line,
                commit=held.commit.id[:10],
                reason=held.reason,
            ),
            self._known(),
        )

    def _since_in_force(self) -> Comparison:
        """Return what the tree holds against what is in force, or if it holds that, against what was before."""
        controlled = self.controlled
        holds_it = controlled.in_force is not None and controlled.content == controlled.in_force.content
        if controlled.working is not None and not holds_it:
            return Comparison(self._in_force(self.system.day, Asked.IN_FORCE), self._draft())
        after = self._in_force(self.system.day, Asked.IN_FORCE)
        return Comparison(self._before(after), after, is_draft_unreadable=self._is_draft_unreadable)

    def _before(self, after: Compared) -> Compared:
        """Return what was in force before *after*, or if that never was approved, what was written before it.

        Raises:
            QmsctlError: *after* is the first.
        """
        revision = after.content.document.revision
        approved = self.controlled.approved
        if after.content.approved is not None:
            contents = [one.content for one in approved]
            content = after.content.approved.content
            place = contents.index(content) if content in contents else len(contents)
            earlier = [one for one in approved[:place] if one.revision != revision]
        else:  # the file may depart from what was approved under its revision
            earlier = [one for one in approved if one.revision == revision]
        if earlier:
            return self._of_approved(earlier[-1])
        written = self._revisions
        at = written.index(revision) if revision in written else 0
        if at == 0:
            raise QmsctlError(
                tr(
                    "{revision} is the first revision of {document}: there is nothing before it",
                    revision=revision,
                    document=self.controlled.id,
                ),
                self._known(),
            )
        return self._of_revision(written[at - 1])

    def _known(self) -> Message:
        return tr("revisions there are: {known}", known=list_of(self._revisions) or "-")


def _read_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise QmsctlError(
        tr("{given} is not a day of the calendar", given=text),
        tr("write year-month-day, for example 2026-11-22"),
    )
