"""How sure it is that somebody decided what a record says: declared, recorded or signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.documents.source import Source
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.model.values import TrustLevel
from qmsctl.repo.history import Commit, History
from qmsctl.repo.signatures import Signature, Signatures
from qmsctl.repo.verdicts import Standing

__all__ = ["NOBODY", "Decision", "Origin", "Trust", "contradicts", "decision_on", "trusted"]


NOBODY: Final = "?"
"""Stands for whoever decided where nothing says who it was."""


class Origin(Enum):
    """Where it is said that somebody decided."""

    RECORD = "record"
    """A record of qmsctl's."""
    TAG = "tag"
    """A tag on the commit that held what was decided on."""
    TRAILER = "trailer"
    """The last lines of the message of the commit that brought it."""
    FIELDS = "fields"
    """What was decided on, which says so of itself."""
    MERGE = "merge"
    """The merge that brought it to the main line; nobody says that it was an approval."""


class Trust(Enum):
    """How sure it is that somebody decided what a record says."""

    MERGED = "merged"
    """It was merged; nobody said that this approves it."""
    DECLARED = "declared"
    """A record says so."""
    RECORDED = "recorded"
    """The decider's own commit added the record."""
    SIGNED = "signed"
    """That commit, or a tag on it, bears a signature by a key that is listed for the decider."""

    def reaches(self, level: TrustLevel) -> bool:
        """Return whether it is at least as sure as *level*."""
        return self.value in _AT_LEAST[level]

    UNKNOWN = "unknown"
    """The history does not reach back to its beginning, so nobody can tell which commit added the record first."""


_AT_LEAST: Final[Mapping[TrustLevel, tuple[str, ...]]] = {
    "declared": ("declared", "unknown", "recorded", "signed"),
    "recorded": ("recorded", "signed"),
    "signed": ("signed",),
}
"""By level: the levels that are at least as sure."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An approval, by a record or of another origin, and how far it can be trusted."""

    record: Filed[Approval]
    trust: Trust
    commit: Commit | None
    """The commit that added it; of another origin, the one that held what was decided on."""
    signature: Signature | None = None
    """The signature of that commit, or of the tag."""
    origin: Origin = Origin.RECORD
    named: str | None = None
    """The tag, if it is one."""
    stood: str | None = None
    """The file that held what was decided on, where a kind of documents says how it is read."""
    lay: tuple[str, str] | None = None
    """Of another origin than a record: a commit that held what was decided on, and where it lay in that commit."""
    stated: dt.date | None = None
    """Of a tag: the day on which the text that it approves says that it was approved."""
    returned: int = 0
    """Of another origin than a record: how often what was decided on had been there before, with another in between."""


def decision_on(
    record: Filed[Approval],
    top: str,
    whose: Callable[[str], str | None],
    history: History,
    signatures: Signatures,
) -> Decision:
    """Return *record* with its level of trust: git's raw author decides, never a mailmap.

    Args:
        record: one that counts.
        top: the folder of approvals.
        whose: tells the person behind an e-mail address.
        history: how it came to be.
        signatures: of commits and tags.
    """
    return Decision(
        record, *trusted(record.source, record.fact.decider.person, top, whose, history, signatures)
    )


def trusted(  # noqa: PLR0913, PLR0917 - all that trust follows from
    source: Source,
    decider: str,
    top: str,
    whose: Callable[[str], str | None],
    history: History,
    signatures: Signatures,
) -> tuple[Trust, Commit | None, Signature | None]:
    """Return how sure it is that *decider* decided what a record says, the commit that added it, and its signature.

    Args:
        source: the file of the record, which counts.
        decider: the person who is said to have decided.
        top: the folder of such records.
        whose: tells the person behind an e-mail address.
        history: how it came to be.
        signatures: of commits and tags.
    """
    # What was changed since, if only on disk, is no longer what that commit recorded.
    as_kept = source.is_blob(history.files.get(source.path))
    commit = history.recorded(source.path, top) if as_kept else None
    if not history.complete:
        return Trust.UNKNOWN, commit, None
    if commit is None:
        return Trust.DECLARED, None, None
    signature = signatures.commits.get(commit.id)
    own = whose(commit.author_email) == decider
    trust = Trust.RECORDED if own and not contradicts(signature, decider) else Trust.DECLARED
    made = [*signatures.tags.get(commit.id, ()), *((signature,) if signature else ())]
    if any(one.counts_for(decider) for one in made):
        trust = Trust.SIGNED
    return trust, commit, signature


def contradicts(signature: Signature | None, decider: str) -> bool:
    """Return whether *signature* shows that the name on the commit or tag that bears it is not the truth."""
    if signature is None:
        return False
    others = signature.standing is Standing.GOOD and not signature.made_by(decider)
    return others or signature.standing is Standing.BAD
