"""The lives of documents: begun as copies, drafted, revised, moved, and sometimes spoiled."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from benchmarks.desk import MAIN_LINE, Desk, Line
from benchmarks.office import PEOPLE, PREFIXES, UNITS, Person
from benchmarks.paper import Paper, Written
from benchmarks.prose import title
from benchmarks.stream import Change, Put, Renamed
from qmsctl.model.naming import slug
from qmsctl.standards import edition

__all__ = ["CLAUSES", "Doc", "Drafting"]

CLAUSES: Final = tuple(
    clause.id for clause in edition("iso9001:2015").leaves if not clause.id.startswith("8.3")
)
"""What documents claim: 8.3 is excluded."""

_TYPES: Final = (
    *["procedure"] * 30, *["instruction"] * 17, *["process_card"] * 8, *["service_card"] * 23, *["form"] * 12,
    *["checklist"] * 10,
)  # fmt: skip
"""A type as often as it occurs among a hundred documents."""
_TEMPLATES: Final = 5
"""How many texts of each type there are to begin with."""
_IN_DRAFT: Final = 0.06
"""How much of all documents people work on at any time."""
_MOST_EDITS: Final = 4
"""Between a new revision and its approval."""


@dataclass(slots=True, eq=False)
class Doc:
    """A document in the course of its life."""

    paper: Paper
    path: str
    written: Written
    left: int
    """How many more edits before it is ready to be approved."""
    author: Person
    approved: Written | None = None
    approved_revision: int = 0
    referenced: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether the file holds what is approved."""
        return self.approved is not None and self.written.content == self.approved.content


class Drafting:
    """Everybody's work on documents.  Each is in one of the lists, unless somebody is at it."""

    def __init__(self, desk: Desk, wanted: int) -> None:
        self.desk: Final = desk
        self.wanted: Final = wanted
        self.begun = 0
        """How many documents there are: begun and not deleted."""
        self.drafts: list[Doc] = []
        self.clean: list[Doc] = []
        self.ready: deque[Doc] = deque()
        """To be approved."""
        self.removed: list[Doc] = []
        """Withdrawn, and their files deleted."""
        self._broken: deque[tuple[int, Doc]] = deque()
        self._held: list[Doc] = []
        """Changed on a branch: nobody else touches them until it is merged."""
        self._numbers: Final = dict.fromkeys(PREFIXES, 0)
        self._templates: Final = {
            type: [Paper.template(type, desk.random) for _ in range(_TEMPLATES)] for type in PREFIXES
        }

    def take(self, among: list[Doc]) -> Doc:
        """Take one document out of *among*."""
        place = self.desk.random.randrange(len(among))
        among[place], among[-1] = among[-1], among[place]
        return among.pop()

    def settle(self, doc: Doc) -> None:
        """Put *doc* where the next step finds it."""
        if doc.is_clean:
            self.clean.append(doc)
        elif doc.left > 0:
            self.drafts.append(doc)
        else:
            self.ready.append(doc)

    def add(self, line: Line) -> None:
        """Begin one document or a few."""
        number = min(self.desk.random.choice((1, 1, 1, 2, 3)), self.wanted - self.begun)
        self.begun += number
        self._put(line, [self._new() for _ in range(number)], "nowy dokument")

    def edit(self, line: Line) -> None:
        """Work on a draft, or begin the next revision of what is in force."""
        random = self.desk.random
        chance = random.random()
        if self.drafts and (len(self.drafts) > _IN_DRAFT * self.begun or not self.clean):
            doc = self.take(self.drafts)
            doc.left -= 1
        else:
            doc = self.take(self.clean)
            if chance < 0.04:
                doc.paper.comment = f"przejrzano {self.desk.now:%d.%m.%Y}"
                self._put(line, [doc], "uwaga dla redagujących")
                return
            doc.paper.revision += 1
            doc.left = random.randint(0, _MOST_EDITS)
        doc.paper.edit(random)
        if line.is_main and chance > 0.998 and not doc.paper.markdown:
            self._break(doc)
        else:
            self._put(line, [doc], "zmiana treści")

    def _put(self, line: Line, docs: Sequence[Doc], message: str) -> None:
        """Commit *docs* as they are now."""
        changes = []
        for doc in docs:
            doc.written = doc.paper.written()
            changes.append(Put(doc.path, doc.written.raw))
        self.desk.commit(line, docs[0].author, f"{docs[0].paper.id}: {message}", changes)
        self._leave(line, docs)

    def _leave(self, line: Line, docs: Sequence[Doc]) -> None:
        """Let others have *docs* again, on a branch once it is merged."""
        for doc in docs:
            if line.is_main:
                self.settle(doc)
            else:
                line.changed[doc.path] = doc.written.blob
                self._held.append(doc)

    def _break(self, doc: Doc) -> None:
        """Commit *doc* with the marks of a conflict in it."""
        doc.written = doc.paper.broken()
        put = Put(doc.path, doc.written.raw)
        self.desk.commit(MAIN_LINE, doc.author, f"{doc.paper.id}: zmiana treści", [put])
        self._broken.append((self.desk.made + self.desk.random.randint(1, 20), doc))

    def mend(self) -> bool:
        """Mend the document that was broken first, if it has been noticed; return whether it has."""
        if not self._broken or (self._broken[0][0] > self.desk.made and self.desk.left > len(self._broken)):
            return False
        self._put(MAIN_LINE, [self._broken.popleft()[1]], "usunięcie śladów konfliktu")
        return True

    def _new(self) -> Doc:
        """Return a new document, begun as a copy of a template."""
        random = self.desk.random
        if self.removed and random.random() < 0.01:
            return self._back()
        type = random.choice(_TYPES) if self._numbers["manual"] else "manual"
        self._numbers[type] += 1
        number, author = self._numbers[type], random.choice(PEOPLE)
        id = f"{PREFIXES[type]}-{number:04}"
        related = () if type == "checklist" else self._related()
        clauses = CLAUSES if type == "manual" else tuple(random.sample(CLAUSES, random.randint(1, 4)))
        markdown = type in ("instruction", "service_card") and random.random() < 0.4
        paper = replace(
            random.choice(self._templates[type]).copy(),
            id=id, title=title(random, number), owner=author.key, unit=author.unit, clauses=clauses,
            related=related, markdown=markdown,
        )  # fmt: skip
        paper.fill(random)
        folder = "checklists" if type == "checklist" else f"procedures/{author.unit.lower()}"
        path = f"{folder}/{slug(id)}.{'md' if markdown else 'yaml'}"
        return Doc(paper, path, paper.written(), random.randint(0, _MOST_EDITS), author)

    def _related(self) -> tuple[str, ...]:
        related = self.desk.random.sample(self.clean, min(len(self.clean), self.desk.random.randint(0, 3)))
        for other in related:
            other.referenced = True
        return tuple(other.paper.id for other in related)

    def _back(self) -> Doc:
        """Return a document that was deleted, for a second life."""
        doc = self.take(self.removed)
        doc.paper.revision += 1
        doc.paper.edit(self.desk.random)
        return Doc(doc.paper, doc.path, doc.paper.written(), 1, doc.author)

    def move(self, line: Line) -> None:
        """Move a document, half of the time with an edit."""
        random = self.desk.random
        doc = self.take(self.clean)
        old = doc.path
        folder, _, name = old.rpartition("/")
        if doc.paper.type != "checklist" and random.random() < 0.5:
            folder = f"procedures/{random.choice(UNITS).lower()}"
        doc.path = f"{folder}/{name}"
        if doc.path == old:
            ending = name.rpartition(".")[2]
            doc.path = f"{folder}/{slug(doc.paper.id)}-{self.desk.made % 1000:03}.{ending}"
        changes: list[Change] = [Renamed(old, doc.path)]
        if random.random() < 0.5:
            doc.paper.revision += 1
            doc.left = random.randint(0, _MOST_EDITS)
            doc.paper.edit(random)
            doc.written = doc.paper.written()
            changes.append(Put(doc.path, doc.written.raw))
        self.desk.commit(line, doc.author, f"{doc.paper.id}: przeniesienie pliku", changes)
        if not line.is_main:
            line.changed[old] = None
        self._leave(line, [doc])

    def drift(self) -> None:
        """Change what is approved without raising its revision; nobody comes back to it."""
        doc = self.take(self.clean)
        doc.paper.edit(self.desk.random)
        put = Put(doc.path, doc.paper.written().raw)
        self.desk.commit(MAIN_LINE, doc.author, f"{doc.paper.id}: drobna poprawka", [put])

    def discard(self, line: Line) -> None:
        """Change a document on a branch whose work will not be accepted."""
        doc = self.take(self.clean)
        paper = doc.paper.copy()
        paper.edit(self.desk.random)
        put = Put(doc.path, paper.written().raw)
        self.desk.commit(line, doc.author, f"{doc.paper.id}: propozycja zmiany", [put])
        self._held.append(doc)

    def edit_in_merge(self, line: Line) -> Put | None:
        """Change one of the drafts of *line* while it is merged, if there is one."""
        doc = next((doc for doc in self._held if doc.path in line.changed and not doc.is_clean), None)
        if doc is None:
            return None
        doc.paper.edit(self.desk.random)
        doc.written = doc.paper.written()
        return Put(doc.path, doc.written.raw)

    def merged(self) -> None:
        """Let others have the documents of the branch that was merged."""
        for doc in self._held:
            self.settle(doc)
        self._held.clear()
