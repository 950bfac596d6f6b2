"""From what a paper was made: the day, the commit, and whether the files are those of the commit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.control.system import System
from qmsctl.inspection import Inspection
from qmsctl.inspection.key_source import key_source
from qmsctl.messages import Message, tr, tr_n
from qmsctl.reports.shown import Fact, Mark, Shown, Tone, short

__all__ = ["Provenance", "provenance", "provenance_of"]

_NAMED: Final = 10
"""How many of the files that differ from the commit are named."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """From what this report was made."""

    day: dt.date
    commit: str | None
    working_tree: bool
    complete: bool
    """Whether the whole history was there."""
    version: str
    uncommitted: tuple[str, ...] = ()
    """Files of the working tree that differ from the commit: changed, new or gone."""
    keys: Message | None = None
    """Where the keys of signers come from."""

    @property
    def made_from(self) -> Message:
        """The commit, and whether it is all there is to it: for the foot of the page."""
        if self.commit is None:
            return tr("no commit")
        if self.uncommitted:
            return tr("commit {commit} with uncommitted changes", commit=short(self.commit))
        return tr("commit {commit}", commit=short(self.commit))

    @property
    def cover(self) -> tuple[Fact, ...]:
        """What stands on the first page."""
        changed = self.commit is not None and self.uncommitted
        return (
            Fact(tr("Made from"), Mark(self.made_from, "▲", Tone.CAUTION) if changed else self.made_from),
        )

    @property
    def _read_from(self) -> Shown:
        if self.commit is None:
            return tr("the working tree; nothing of it is in a commit yet")
        if not self.working_tree or not self.uncommitted:
            return tr("the commit")  # so that a clean working tree gives the same bytes
        word = tr_n(
            "the working tree; {count} file of it differs from the commit",
            "the working tree; {count} files of it differ from the commit",
            len(self.uncommitted),
        )
        return Mark(word, "▲", Tone.CAUTION)

    @property
    def _differing(self) -> tuple[Shown, ...]:
        """The files that differ from the commit, the first of them by name."""
        if self.commit is None:
            return ()
        more = len(self.uncommitted) - _NAMED
        rest = (tr("and {count} more", count=more),) if more > 0 else ()
        return (*self.uncommitted[:_NAMED], *rest)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The provenance, labelled."""
        differing = self._differing
        whole: Shown = tr("complete")
        if not self.complete:
            word = tr("shallow: its beginning is missing, and who recorded what cannot be established")
            whole = Mark(word, "✗", Tone.BAD)
        return (
            Fact(tr("As of"), self.day),
            Fact(tr("Commit"), self.commit or tr("none: nothing is in a history yet")),
            Fact(tr("Read from"), self._read_from),
            *(
                (Fact(tr("Changed, new or gone since the commit"), differing, long=True),)
                if differing
                else ()
            ),
            Fact(tr("History"), whole),
            *((Fact(tr("Keys of signers"), self.keys),) if self.keys else ()),
            Fact(tr("Made with"), f"qmsctl {self.version}"),
        )


def provenance(system: System, inspection: Inspection) -> Provenance:
    """Return from what a paper about *system* is made, of which *inspection* is the result."""
    return provenance_of(system, working_tree=inspection.working_tree)


def provenance_of(system: System, *, working_tree: bool) -> Provenance:
    """Return from what a paper about *system* is made for which no rule is asked."""
    return Provenance(
        system.day,
        system.history.head,
        working_tree,
        system.history.complete,
        __version__,
        system.uncommitted if working_tree else (),
        key_source(system.authority),
    )
