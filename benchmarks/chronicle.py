"""Eight years of an office's work on its quality management system, one commit after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from benchmarks.audits import Audits
from benchmarks.decisions import Decisions
from benchmarks.desk import MAIN_LINE, Desk, Line
from benchmarks.drafting import Drafting
from benchmarks.office import CHANGES_OF_ROLES, MAILMAP, configuration, officer
from benchmarks.records import Filing
from benchmarks.stream import Change, CommitStream, Deleted, Put
from qmsctl.authoring.starter import ATTRIBUTES

__all__ = ["tell"]

# How often what happens; an edit is what happens otherwise.
_BRANCHES: Final = 0.078
_GROWS: Final = 0.8
_APPROVES: Final = 0.7
_ADDS_ON_BRANCH: Final = 0.12
_MOVES: Final = 0.035
_AUDITS: Final = 0.022
_WITHDRAWS: Final = 0.0045
_DISCARDED: Final = 0.01
"""Branches whose work is merged away."""
_CHANGED_IN_MERGE: Final = 0.03
_LONGEST_BRANCH: Final = 10
"""Commits, with those made meanwhile and the merge."""
_FEW: Final = 8


def tell(stream: CommitStream, documents: int, commits: int, seed: int) -> None:
    """Write *commits* commits to *stream*, after which there have been *documents* documents.

    The same numbers give the same commits.
    """
    _Chronicle(Desk(stream, commits, Random(f"{seed} {documents} {commits}")), documents).tell()


class _Chronicle:
    """Chooses what happens next."""

    def __init__(self, desk: Desk, documents: int) -> None:
        filing = Filing(desk.random)
        self.desk: Final = desk
        self.drafting: Final = Drafting(desk, documents)
        self.decisions: Final = Decisions(desk, self.drafting, filing)
        self.audits: Final = Audits(desk, self.drafting, filing)
        self.upcoming = list(CHANGES_OF_ROLES)
        self.faults: deque[tuple[int, Callable[[], None]]] = deque(self._faults(documents))

    def _faults(self, documents: int) -> Iterator[tuple[int, Callable[[], None]]]:
        """Yield what goes wrong, each with the number of the commit from which on it does."""
        tampered, drifted = max(1, documents // 2000), max(1, documents // 400)
        for number in range(tampered):
            yield int(self.desk.commits * (0.3 + 0.6 * number / tampered)), self.decisions.tamper
        for number in range(drifted):
            yield int(self.desk.commits * (0.95 + 0.04 * number / drifted)), self.drafting.drift

    def tell(self) -> None:
        """Make every commit, and tag the end of every year."""
        desk = self.desk
        today = desk.today
        self._begin()
        while desk.left:
            if desk.today.year > today.year:
                desk.stream.tag(f"stan-{today.year}", desk.head)
            today = desk.today
            spare = desk.left > _LONGEST_BRANCH and len(self.drafting.clean) > _FEW
            if spare and desk.random.random() < _BRANCHES:
                self._branch()
            else:
                self._go_on()

    def _begin(self) -> None:
        today = self.desk.today
        changes = [
            Put("qms.yaml", configuration(today)),
            Put(".gitattributes", ATTRIBUTES.encode()),
            Put(".mailmap", MAILMAP.encode()),
        ]
        self.desk.commit(MAIN_LINE, officer(today), "Początek systemu zarządzania jakością", changes)

    def _go_on(self) -> None:
        """Make one commit on the main line, or two."""
        today = self.desk.today
        if self.upcoming and today >= self.upcoming[0]:
            self.upcoming.pop(0)
            put = Put("qms.yaml", configuration(today))
            self.desk.commit(MAIN_LINE, officer(today), "qms.yaml: zmiana ról", [put])
            return
        if self.faults and self.faults[0][0] <= self.desk.made and len(self.drafting.clean) > _FEW:
            self.faults.popleft()[1]()
            return
        if self.drafting.mend() or self.decisions.review():
            return
        chance = self.desk.random.random()
        if self.drafting.begun < self._grown() and chance < _GROWS:
            self.drafting.add(MAIN_LINE)
        elif self.decisions.waiting > min(_FEW, self.desk.left // 2) and chance < _APPROVES:
            self.decisions.approve()
        elif len(self.drafting.clean) > _FEW:
            self._seldom(self.desk.random.random())
        elif self.drafting.drafts:
            self.drafting.edit(MAIN_LINE)
        elif self.decisions.waiting:
            self.decisions.approve()
        elif self.drafting.begun < self.drafting.wanted:
            self.drafting.add(MAIN_LINE)
        else:
            self.drafting.edit(MAIN_LINE)

    def _grown(self) -> float:
        """Return how many documents there should be by now: a quarter at once, all some time before the end."""
        share = self.desk.share
        return self.drafting.wanted * min(1.0, 0.25 * min(1.0, share / 0.04) + 0.75 * share / 0.85)

    def _seldom(self, chance: float) -> None:
        """Do what is done once in a while, or edit a document."""
        occasions: tuple[tuple[float, Callable[[], None]], ...] = (
            (_MOVES, lambda: self.drafting.move(MAIN_LINE)),
            (_AUDITS, self.audits.go_on),
            (_WITHDRAWS, self.decisions.withdraw),
        )
        for share, act in occasions:
            if chance < share:
                act()
                return
            chance -= share
        self.drafting.edit(MAIN_LINE)

    def _branch(self) -> None:
        """Work on a branch while the main line goes on, and merge it."""
        desk, random = self.desk, self.desk.random
        side = desk.branch()
        discarded = random.random() < _DISCARDED
        turns = [True] * random.randint(1, 4) + [False] * random.randint(0, 3)
        random.shuffle(turns)
        for on_branch in turns:
            if not on_branch:
                self._go_on()
            elif len(self.drafting.clean) > _FEW:
                self._on_branch(side, discarded=discarded)
        if side.tip:
            message = "Scalenie gałęzi roboczej"
            desk.commit(MAIN_LINE, officer(desk.today), message, self._merge(side), merged=side.tip)
        self.drafting.merged()

    def _on_branch(self, side: Line, *, discarded: bool) -> None:
        """Make one commit on *side*."""
        chance = self.desk.random.random()
        if discarded:
            self.drafting.discard(side)
        elif chance < _ADDS_ON_BRANCH and self.drafting.begun < self.drafting.wanted:
            self.drafting.add(side)
        elif chance > 1 - _MOVES:
            self.drafting.move(side)
        else:
            self.drafting.edit(side)

    def _merge(self, side: Line) -> list[Change]:
        """Return what the merge of *side* changes on the main line."""
        changes: dict[str, Change] = {
            path: Deleted(path) if blob is None else Put(path, blob) for path, blob in side.changed.items()
        }
        if changes and self.desk.random.random() < _CHANGED_IN_MERGE:
            own = self.drafting.edit_in_merge(side)
            if own is not None:
                changes[own.path] = own
        return list(changes.values())
