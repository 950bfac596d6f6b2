"""Who decided what about documents: approvals one by one or by the dozen, reviews, withdrawals."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.desk import MAIN_LINE, Desk
from benchmarks.drafting import Doc, Drafting
from benchmarks.office import PEOPLE, SECRETARY, Person, approver, officer
from benchmarks.records import Filing
from benchmarks.stream import Change, Deleted, Put
from qmsctl.model.values import add_months

__all__ = ["Decisions"]

_REVIEWED: Final = {"procedure": 36}
"""Months between reviews where they are not 60, as `qms.yaml` has them."""
_OWN: Final = 0.62
"""How many decisions the deciders record themselves."""
_FORGOTTEN: Final = 0.015
"""How many reviews are forgotten."""
_LAST_DELETED: Final = 0.9
"""How far the years have gone when a file is deleted for the last time: others take their places."""
_BETWEEN_RECORDS: Final = dt.timedelta(seconds=37)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """What somebody decided about a document."""

    doc: Doc
    meaning: str
    person: Person
    role: str | None = None
    decided: dt.date
    effective: dt.date | None = None
    basis: str | None = None


class Decisions:
    """Approves what is ready, reaffirms what is due, withdraws what is not needed any more."""

    def __init__(self, desk: Desk, drafting: Drafting, filing: Filing) -> None:
        self.desk: Final = desk
        self.drafting: Final = drafting
        self.filing: Final = filing
        self._prepared: deque[Doc] = deque()
        """Ready, and their authors stand by them already."""
        self._effective: dict[Doc, dt.date] = {}
        self._due: dict[Doc, dt.date] = {}
        self._reviews: list[tuple[dt.date, int, Doc]] = []
        self._reminders = 0

    @property
    def waiting(self) -> int:
        """How many documents wait for an approval."""
        return len(self.drafting.ready) + len(self._prepared)

    def approve(self) -> None:
        """Record a decision on one document, or the officer's entry of several at once."""
        ready = self.drafting.ready
        if self._prepared and (not ready or self.desk.random.random() < 0.6):
            self._approve_oneself(self._prepared.popleft())
        elif self.desk.random.random() >= _OWN:
            self._approve_together([ready.popleft() for _ in range(min(len(ready), self._several(6)))])
        elif ready[0].paper.type == "procedure":
            self._prepare(ready.popleft())
        else:
            self._approve_oneself(ready.popleft())

    def _several(self, most: int) -> int:
        return self.desk.random.randint(1, most)

    def _prepare(self, doc: Doc) -> None:
        """Let the author record that the revision is prepared."""
        decision = _Decision(doc=doc, meaning="prepared", person=doc.author, decided=self.desk.today)
        self._record(doc.author, f"{doc.paper.id}: opracowanie rewizji {doc.paper.revision}", [decision])
        self._prepared.append(doc)

    def _approve_oneself(self, doc: Doc) -> None:
        """Let the one who approves record it."""
        decision = self._approval(doc, self.desk.today)
        self._record(
            decision.person, f"{doc.paper.id}: zatwierdzenie rewizji {doc.paper.revision}", [decision]
        )
        self._in_force(decision)

    def _approve_together(self, docs: Sequence[Doc]) -> None:
        """Let the officer record what somebody decided about *docs*."""
        random = self.desk.random
        decided = self.desk.today - dt.timedelta(days=random.choice((0, 0, 0, 1, 2, 5)))
        basis = f"zarządzenie nr 120.{random.randint(1, 400)}.{decided.year}"
        decisions: list[_Decision] = []
        for doc in docs:
            if doc.paper.type == "procedure":
                decisions.append(
                    _Decision(doc=doc, meaning="prepared", person=doc.author, decided=decided, basis=basis)
                )
            decisions.append(self._approval(doc, decided, basis))
        self._record(officer(self.desk.today), f"Zatwierdzenie dokumentów, {basis}", decisions)
        for decision in decisions:
            if decision.meaning == "approved":
                self._in_force(decision)

    def _approval(self, doc: Doc, decided: dt.date, basis: str | None = None) -> _Decision:
        person, role = approver(doc.paper.type, decided, self.desk.random)
        effective = decided + dt.timedelta(days=self.desk.random.randint(0, 14))
        return _Decision(
            doc=doc, meaning="approved", person=person, role=role,
            decided=decided, effective=effective, basis=basis,
        )  # fmt: skip

    def _in_force(self, decision: _Decision) -> None:
        doc = decision.doc
        doc.approved, doc.approved_revision = doc.written, doc.paper.revision
        self._effective[doc] = decision.effective or decision.decided
        self._remind(doc, decision.decided)
        self.drafting.settle(doc)

    def _remind(self, doc: Doc, reviewed: dt.date) -> None:
        """Put the next review of *doc* down, some time before it is due."""
        due = add_months(reviewed, _REVIEWED.get(doc.paper.type, 60))
        self._due[doc] = due - dt.timedelta(days=self.desk.random.randint(5, 90))
        self._reminders += 1  # documents themselves have no order
        heapq.heappush(self._reviews, (self._due[doc], self._reminders, doc))

    def _record(self, who: Person, message: str, decisions: Sequence[_Decision]) -> None:
        """Commit the records of *decisions*, which *who* records one after the other."""
        changes: list[Change] = []
        for place, decision in enumerate(decisions):
            doc = decision.doc
            before = decision.meaning in ("reaffirmed", "withdrawn")
            record = self.filing.approval(
                who,
                self.desk.now - _BETWEEN_RECORDS * (len(decisions) - place),
                {
                    "document": doc.paper.id,
                    "language": "pl",
                    "revision": f"'{doc.approved_revision if before else doc.paper.revision}'",
                    "meaning": decision.meaning,
                    "content": (doc.approved if before and doc.approved else doc.written).content,
                    "blob": (doc.approved if before and doc.approved else doc.written).blob,
                    "decider": {"person": decision.person.key, "role": decision.role},
                    "decided": decision.decided,
                    "effective": decision.effective,
                    "basis": decision.basis,
                    "reason": "sprawy przejęła inna jednostka" if decision.meaning == "withdrawn" else None,
                },
            )
            changes.append(record)
        self.desk.commit(MAIN_LINE, who, message, changes)

    def review(self) -> bool:
        """Reaffirm what is due for review, several at once; return whether anything was."""
        today = self.desk.today
        if not self._reviews or self._reviews[0][0] > today:
            return False
        docs: list[Doc] = []
        while self._reviews and self._reviews[0][0] <= today + dt.timedelta(days=21) and len(docs) < 20:
            due, _, doc = heapq.heappop(self._reviews)
            if due == self._due.get(doc) and self.desk.random.random() > _FORGOTTEN:
                docs.append(doc)
        if not docs:
            return False
        basis = f"protokół z przeglądu dokumentacji {today:%m/%Y}"
        decisions = [
            _Decision(
                doc=doc, meaning="reaffirmed", person=PEOPLE[SECRETARY], role="secretary", decided=today, basis=basis
            )
            for doc in docs
        ]  # fmt: skip
        self._record(officer(today), "Przegląd okresowy dokumentów", decisions)
        for doc in docs:
            self._remind(doc, today)
        return True

    def withdraw(self) -> None:
        """Withdraw a document to which no other refers; half of the files are deleted with it."""
        doc = self.drafting.take(self.drafting.clean)
        today = self.desk.today
        if doc.referenced or doc.paper.type == "manual" or self._effective[doc] > today:
            self.drafting.settle(doc)
            self.drafting.edit(MAIN_LINE)
            return
        self._due.pop(doc)
        person, role = approver(doc.paper.type, today, self.desk.random)
        decision = _Decision(
            doc=doc, meaning="withdrawn", person=person, role=role, decided=today, effective=today
        )
        self._record(person, f"{doc.paper.id}: wycofanie", [decision])
        if self.desk.share < _LAST_DELETED and self.desk.random.random() < 0.5:
            self.desk.commit(MAIN_LINE, person, f"{doc.paper.id}: usunięcie pliku", [Deleted(doc.path)])
            self.drafting.removed.append(doc)
            self.drafting.begun -= 1

    def tamper(self) -> None:
        """Change a record that was written."""
        path, raw = self.desk.random.choice(self.filing.filed)
        put = Put(path, raw + b"# poprawiono\n")
        self.desk.commit(MAIN_LINE, self.desk.random.choice(PEOPLE), "poprawka zapisu", [put])
