"""Audits of the office: a plan, then what was seen, and now and then a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from benchmarks.desk import MAIN_LINE, Desk
from benchmarks.drafting import CLAUSES, Drafting
from benchmarks.office import AUDITOR, PEOPLE, SECRETARY, officer
from benchmarks.paper import git_blob
from benchmarks.prose import sentence
from benchmarks.records import Filing, record_name
from benchmarks.stream import Change, Put
from qmsctl.documents.digest import content_digest
from qmsctl.model.reading import read_document

__all__ = ["Audits"]

_DOCUMENTS_PER_AUDIT: Final = 400


class Audits:
    """Plans an audit when it is time, and records evidence in the one that was planned last."""

    def __init__(self, desk: Desk, drafting: Drafting, filing: Filing) -> None:
        self.desk: Final = desk
        self.drafting: Final = drafting
        self.filing: Final = filing
        self._planned: list[str] = []
        self._prolonged: set[str] = set()
        """The audits whose minutes say that they take longer than planned."""
        self._findings = 0

    def go_on(self) -> None:
        """Take the next step."""
        due = int(self.desk.share * max(2, self.drafting.wanted // _DOCUMENTS_PER_AUDIT)) + 1
        if len(self._planned) < due:
            if self._planned:
                self._conclude(self._planned[-1])
            self._plan(f"AUD-{self.desk.today.year}-{len(self._planned) + 1:02}")
        else:
            self._record(self._planned[-1])

    def _plan(self, id: str) -> None:
        """Commit the plan of the audit *id*."""
        day = self.desk.today
        self._planned.append(id)
        objectives = "".join(f"  {sentence(self.desk.random)}\n" for _ in range(16))
        plan = f"""\
id: {id}
type: audit
title: Audit wewnętrzny {id}
language: pl
revision: "1"
owner: {officer(day).key}
kind: internal
client: mayor
objectives: |
{objectives}scope:
  text: Wszystkie wydziały urzędu.
  units: [OR, SO, GK]
  from: {day - dt.timedelta(days=365)}
  until: {day}
criteria:
  - {{edition: "iso9001:2015"}}
team:
  - person: {PEOPLE[AUDITOR].key}
    role: lead_auditor
    letter: A
    safeguard: Dowody z własnego wydziału auditora przegląda także pełnomocnik ds. SZJ.
auditees: [{{role: naczelnik wydziału, unit: OR}}]
days: [{day}]
methods: Wywiad i przegląd zapisów.
"""
        path = f"{self.filing.folders.of_audit(id)}/audit.yaml"
        self.desk.commit(MAIN_LINE, officer(day), f"{id}: plan auditu", [Put(path, plan.encode())])
        if self.desk.left:
            self._agree(id, path, plan.encode())

    def _agree(self, id: str, path: str, plan: bytes) -> None:
        """Let the secretary approve the plan: what nobody agreed to look at is no evidence.

        Raises:
            ValueError: the plan cannot be read.
        """
        read, secretary = read_document(path, plan), PEOPLE[SECRETARY]
        if read is None:
            raise ValueError(path)
        approval = self.filing.approval(
            secretary,
            self.desk.now - dt.timedelta(seconds=30),
            {
                "document": id,
                "language": "pl",
                "revision": "'1'",
                "meaning": "approved",
                "content": content_digest(read.source.content),
                "blob": git_blob(plan),
                "decider": {"person": secretary.key, "role": "secretary"},
                "decided": self.desk.today,
            },
        )
        self.desk.commit(MAIN_LINE, secretary, f"{id}: zatwierdzenie planu", [approval])

    def _conclude(self, audit: str) -> None:
        """Commit the meetings of *audit* and what it came to: the report of the next tells what changed since."""
        who, day = PEOPLE[AUDITOR], self.desk.today
        present = [PEOPLE[AUDITOR].key, officer(day).key]
        meetings: tuple[Mapping[str, object], ...] = (
            {"kind": "opening", "present": present},
            {
                "kind": "conclusions",
                "text": sentence(self.desk.random),
                "recommendation": sentence(self.desk.random),
            },
            {"kind": "closing", "present": present},
        )
        minutes = [
            self.filing.minutes(
                who,
                self.desk.now - dt.timedelta(seconds=60 - 10 * number),
                {"audit": audit, "occurred": day, **meeting},
            )
            for number, meeting in enumerate(meetings)
        ]
        self.desk.commit(MAIN_LINE, who, f"{audit}: protokół i wnioski", minutes)

    def _record(self, audit: str) -> None:
        """Commit two to five pieces of evidence, and sometimes a finding they lead to."""
        random, who = self.desk.random, PEOPLE[AUDITOR]
        seen = [self._evidence(audit, place) for place in range(random.randint(2, 5))]
        changes: list[Change] = [*seen]
        if random.random() < 0.1:
            changes.append(self._finding(audit, seen))
        if audit not in self._prolonged:
            self._prolonged.add(audit)
            changes.append(self._deviation(audit))
        self.desk.commit(MAIN_LINE, who, f"{audit}: dowody z auditu", changes)

    def _evidence(self, audit: str, place: int) -> Put:
        """Return evidence judged against a document that is in force."""
        random = self.desk.random
        doc = random.choice(self.drafting.clean)
        if doc.approved is None:
            raise ValueError(doc.paper.id)
        return self.filing.evidence(
            PEOPLE[AUDITOR],
            self.desk.now - dt.timedelta(seconds=60 * (5 - place)),
            {
                "audit": audit,
                "criteria": [{"edition": "iso9001:2015", "clauses": [random.choice(CLAUSES)]}],
                "result": "conforms",
                "method": "document_review",
                "seen": f"|-\n  {sentence(random)}\n  {sentence(random)}",
                "where": f"teczka {random.randint(100, 999)}, poz. {random.randint(1, 90)}",
                "sample": {
                    "population": random.randint(20, 400),
                    "size": random.randint(3, 15),
                    "method": "random",
                },
                "judged_against": [
                    {
                        "document": doc.paper.id,
                        "language": "pl",
                        "revision": f"'{doc.approved_revision}'",
                        "blob": doc.approved.blob,
                    }
                ],
                "asked": "clerk",
                "unit": doc.paper.unit,
                "occurred": self.desk.today,
            },
        )

    def _deviation(self, audit: str) -> Put:
        """Return minutes that say why evidence is of other days than the one of the plan."""
        return self.filing.minutes(
            PEOPLE[AUDITOR],
            self.desk.now - dt.timedelta(seconds=10),
            {
                "audit": audit,
                "kind": "deviation",
                "text": "Wydziały badano kolejno, w miarę dostępności pracowników.",
                "reason": "Jeden dzień nie wystarczył na wszystkie wydziały.",
                "occurred": self.desk.today,
            },
        )

    def _finding(self, audit: str, seen: list[Put]) -> Put:
        """Return an observation that rests on what was *seen*."""
        self._findings += 1
        return self.filing.finding(
            PEOPLE[AUDITOR],
            self.desk.now - dt.timedelta(seconds=20),
            {
                "number": f"OB-{self.desk.today.year}-A{self._findings}",
                "source": {"audit": audit},
                "grade": "observation",
                "title": f"Spostrzeżenie {self._findings}",
                "criteria": [{"edition": "iso9001:2015", "clauses": [self.desk.random.choice(CLAUSES)]}],
                "statement": sentence(self.desk.random),
                "evidence": [record_name(record) for record in seen],
                "occurred": self.desk.today,
            },
        )
