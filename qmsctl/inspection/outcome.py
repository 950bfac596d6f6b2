"""What came of asking rules: each problem with all that settings add to it, and the figures of each rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qmsctl.documents.edits import Edit
from qmsctl.documents.place import Place
from qmsctl.messages import Message
from qmsctl.settings import Severity

__all__ = ["Outcome", "Reported"]


@dataclass(frozen=True, slots=True)
class Reported:
    """A problem with all that triage adds to it."""

    rule: str
    slug: str
    severity: Severity
    place: Place
    message: Message
    fix: Message
    established: bool = True
    """False if it could not be established whether there is a problem."""
    edits: tuple[Edit, ...] = ()
    """What would mend it, if a program can."""
    held: bool = False
    """Whether these would change what somebody stood by, so that a new revision is needed for them."""

    @property
    def fixable(self) -> bool:
        """Whether `qmsctl check --fix` mends it."""
        return bool(self.edits) and not self.held


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule looked at, and what came of it; the figures count subjects."""

    rule: str
    slug: str
    summary: str
    conforming: int
    nonconforming: int
    not_applicable: int
    cannot_be_established: int
    enabled: bool = True
    reason: str | None = None
    """Why it is switched off."""
    waived: int = 0
    """Subjects of which nothing counts, because problems of theirs are waived."""
    known: int = 0
    """Subjects of which nothing counts, because the baseline knows their problems."""
    place: Place | None = None
    """Where `qms.yaml` switches it off; the file as a whole if something else does."""
    crash: str = ""
    """How the rule failed by an error of qmsctl's own, as Python tells it; empty if it answered."""
    lowered: tuple[str, ...] = ()
    """What is set lower than the rule has it, in the words of `--rule`."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many of those that are not applicable it was not asked about at all: by the fields that no kind of
    documents names, by `unread` where the fields of a document cannot be read, or by `since` where it is older
    than the rules of its kind."""

    @property
    def looked_at(self) -> int:
        """How many subjects the rule had something to say about."""
        return self.conforming + self.nonconforming + self.cannot_be_established + self.waived + self.known
