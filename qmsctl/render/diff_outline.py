"""What changed in a document, put into words and lines: the same for every format that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.render.visible import visible
from qmsctl.reports.clauses_touched import ClauseTouched, Touch
from qmsctl.reports.document_diff import Decided, DocumentDiff, Side, Written
from qmsctl.reports.field_diff import FieldDiff
from qmsctl.reports.item_diff import ItemDiff, ItemPart
from qmsctl.reports.section_diff import QUESTIONS, SectionDiff
from qmsctl.reports.shown import in_words, short
from qmsctl.reports.text_diff import NOTHING, Kind, PassageDiff, Piece, Size, Status

__all__ = ["Line", "Outline", "Part", "Run", "outline"]

STATUSES: Final = {
    Status.UNCHANGED: tr("unchanged"),
    Status.CHANGED: tr("changed"),
    Status.MOVED: tr("moved"),
    Status.ADDED: tr("added"),
    Status.REMOVED: tr("removed"),
}
MEANINGS: Final = {
    "prepared": tr("prepared"),
    "checked": tr("checked"),
    "approved": tr("approved"),
    "reaffirmed": tr("reaffirmed"),
}
TOUCHES: Final = {
    Touch.CLAIMED: tr("claimed now"),
    Touch.DROPPED: tr("claimed no more"),
    Touch.TEXT: tr("text changed"),
}
LABELS: Final = {
    "who": tr("who"),
    "when": tr("when"),
    "record": tr("record"),
    "clauses": tr("clauses"),
    "ask": tr("whom to ask"),
    "look_for": tr("what to look for"),
    "sample": tr("sample"),
    "lapse": tr("what a lapse looks like"),
    "strength": tr("what a strength looks like"),
}
_SPOKEN: Final = ("do", "text")
"""What an item is about; it needs no label."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words on a line: of the document if they have a kind, else of qmsctl."""

    text: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line, which may be long."""

    runs: tuple[Run, ...]
    mark: str = ""
    """What stands before it: the number of a step, the mark of an item."""
    label: str = ""
    deep: bool = False
    """Whether it belongs to the line before it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading."""

    heading: tuple[Run, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that is said, in one language."""

    organisation: str
    title: str
    head: tuple[Part, ...]
    """Of what the two sides are, and why there is a change."""
    size: str
    parts: tuple[Part, ...]
    footer: str


def outline(diff: DocumentDiff, language: str) -> Outline:
    """Return what *diff* says in words of *language*; the document's own words stay as they are."""
    speaker = _Speaker(language)
    title = tr(
        "{id} {title}: what changed between revision {before} and revision {after}",
        id=diff.id,
        title=diff.title,
        before=diff.before.revision,
        after=diff.after.revision,
    )
    return Outline(
        visible(diff.organisation),
        speaker.say(title),
        tuple(speaker.head(diff)),
        speaker.say(_total(diff)),
        tuple(speaker.parts(diff)),
        speaker.say(
            tr("State of {day}, made from the history; it says nothing of later days.", day=diff.day)
        ),
    )


def _total(diff: DocumentDiff) -> Message:
    touched = sum(section.status is not Status.UNCHANGED for section in diff.sections)
    return tr(
        "Words added: {added}, removed: {removed}; sections changed: {touched} of {all}; fields changed: {fields}.",
        added=diff.size.added,
        removed=diff.size.removed,
        touched=touched,
        all=len(diff.sections),
        fields=len(diff.fields),
    )


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Puts the parts of a view into words of one language."""

    language: str

    def say(self, message: Message) -> str:
        return visible(" ".join(message.into(self.language).split()))

    def head(self, diff: DocumentDiff) -> Iterator[Part]:
        """Yield what stands before the changes themselves."""
        yield self._titled(tr("Before the change"), self._side(diff.before))
        yield self._titled(tr("After the change"), self._side(diff.after))
        if diff.written:
            title = (
                tr("Undone, newest last")
                if diff.is_backward
                else tr("Written between the two, with the reason")
            )
            yield self._titled(title, (line for one in diff.written for line in self._writing(one)))
        if diff.notes:
            yield self._titled(tr("To be noted"), (self._line(note) for note in diff.notes))

    def parts(self, diff: DocumentDiff) -> Iterator[Part]:
        """Yield the changes."""
        if diff.fields:
            yield self._titled(tr("Fields that changed"), (self._field(field) for field in diff.fields))
        for name, group in groupby(diff.clauses, key=lambda clause: clause.edition_name):
            title = tr("Clauses concerned: {edition}", edition=in_words(name, self.language))
            yield self._titled(title, (self._clause(clause) for clause in group))
        changed = [s for s in diff.sections if s.status is not Status.UNCHANGED or s.is_relaid]
        for section in changed:
            yield self._section(section)
        rest = [in_words(s.heading, self.language) for s in diff.sections if s not in changed and s.name]
        if rest:
            yield self._titled(tr("Unchanged sections"), [Line((Run(visible(list_of(rest))),))])

    def _titled(self, title: Message, lines: Iterable[Line]) -> Part:
        return Part((Run(self.say(title)),), tuple(lines))

    def _line(self, message: Message, mark: str = "") -> Line:
        return Line((Run(self.say(message)),), mark)

    def _side(self, side: Side) -> Iterator[Line]:
        standing = _standing(side)
        yield self._line(
            tr("{standing} ({asked})", standing=standing, asked=side.asked) if side.asked else standing
        )
        for decision in side.decisions:
            yield self._line(self._decision(decision))
        yield self._line(
            tr("commit {commit}", commit=short(side.commit))
            if side.commit
            else tr("in no commit of this history")
        )

    def _decision(self, decision: Decided) -> Message:
        return tr(
            "{meaning}: {by} ({trust})",
            meaning=MEANINGS.get(decision.meaning, Message(decision.meaning)),
            by=in_words(decision.by, self.language),
            trust=decision.trust.word,
        )

    def _writing(self, one: Written) -> Iterator[Line]:
        moved = tr("moved from {path}; ", path=one.renamed_from) if one.renamed_from else Message("")
        yield self._line(
            tr(
                "{day} (author's date), {author}, commit {commit}: {moved}{subject}",
                day=one.day,
                author=one.author,
                commit=short(one.commit),
                moved=moved,
                subject=one.subject,
            )
        )
        if one.reason:
            yield Line((Run(_one_line(one.reason)),), deep=True)

    def _field(self, field: FieldDiff) -> Line:
        label = visible(in_words(field.label, self.language))
        if field.pieces:
            return Line(tuple(_runs(field.pieces)), label=label)
        if field.is_reordered:
            return Line((Run(self.say(tr("the same entries in another order"))),), label=label)
        gone = [Run(_one_line(in_words(value, self.language)), Kind.REMOVED) for value in field.removed]
        come = [Run(_one_line(in_words(value, self.language)), Kind.ADDED) for value in field.added]
        arrow = [Run("→")] if gone and come and not field.is_list else []
        return Line(tuple(_apart([*gone, *arrow, *come])), label=label)

    def _clause(self, clause: ClauseTouched) -> Line:
        title = in_words(clause.title, self.language) or self.say(tr("the edition has no such clause"))
        kind = {Touch.CLAIMED: Kind.ADDED, Touch.DROPPED: Kind.REMOVED, Touch.TEXT: None}[clause.touch]
        named = Run(visible(f"{clause.clause} {title}"), kind)
        return Line((named, Run(f" ({self.say(TOUCHES[clause.touch])})")))

    def _section(self, section: SectionDiff) -> Part:
        heading = _runs(section.retitled) if section.retitled else [Run(self._heading(section))]
        became = [STATUSES[section.status]]
        if section.size != NOTHING:
            became.append(_size(section.size))
        elif section.is_relaid:
            became.append(tr("only its layout differs"))
        said = Run(f" ({self.say(Message('{became}', (('became', became),)))})")
        lines = [*self._passages(section.passages), *self._items(section)]
        return Part((*heading, said), tuple(lines))

    def _heading(self, section: SectionDiff) -> str:
        return _one_line(in_words(section.heading, self.language)) or self.say(tr("Before the first heading"))

    def _passages(self, passages: Sequence[PassageDiff]) -> Iterator[Line]:
        """Yield a line for each paragraph in which something changed, and one for those between."""
        for unchanged, group in groupby(_paragraphs(passages), key=_is_unchanged):
            paragraphs = list(group)
            if unchanged:
                skipped = tr_n("{count} paragraph unchanged", "{count} paragraphs unchanged", len(paragraphs))
                yield self._line(skipped, "…")
            else:
                yield from (self._paragraph(paragraph) for paragraph in paragraphs)

    def _paragraph(self, paragraph: Sequence[PassageDiff]) -> Line:
        runs: list[Run] = []
        for passage in paragraph:
            inner = _runs(passage.pieces)
            if passage.status is Status.MOVED:
                inner = [Run(f"({self.say(STATUSES[Status.MOVED])})"), *_spaced(inner)]
            runs += _spaced(inner) if runs else inner
        return Line(tuple(runs), paragraph[0].mark)

    def _items(self, section: SectionDiff) -> Iterator[Line]:
        for unchanged, group in groupby(section.items, key=lambda item: item.status is Status.UNCHANGED):
            items = list(group)
            if not unchanged:
                for item in items:
                    yield from self._item(item)
            elif section.name == QUESTIONS:
                yield self._line(
                    tr_n("{count} question unchanged", "{count} questions unchanged", len(items)), "…"
                )
            else:
                yield self._line(tr_n("{count} step unchanged", "{count} steps unchanged", len(items)), "…")

    def _item(self, item: ItemDiff) -> Iterator[Line]:
        mark = visible(item.name) if item.name else f"{item.new or item.old}."
        became = self.say(
            tr("moved, before no. {number}", number=item.old)
            if item.status is Status.MOVED and item.old
            else STATUSES[item.status]
        )
        lead = next((part for part in item.parts if part.key in _SPOKEN), None)
        runs = _spaced(_runs(lead.pieces)) if lead else []
        yield Line((Run(f"({became})"), *runs), mark)
        for part in item.parts:
            whole = item.status in (Status.ADDED, Status.REMOVED)
            if part is not lead and (whole or _is_reworded(part)):
                label = LABELS.get(part.key)
                yield Line(
                    tuple(_runs(part.pieces)),
                    label=self.say(label) if label else visible(part.key),
                    deep=True,
                )


def _standing(side: Side) -> Message:
    """Return the revision with the days on which it was in force."""
    revision, day = side.revision, side.effective
    if day is None:
        return tr("Revision {revision}: not approved", revision=revision)
    if side.standing == "to_come":
        return tr("Revision {revision}: takes effect on {day}", revision=revision, day=day)
    if side.superseded is not None and side.standing != "in_force":
        is_withdrawn = side.standing == "withdrawn"
        end = (
            tr("withdrawn on {day}", day=side.superseded)
            if is_withdrawn
            else tr("superseded on {day}", day=side.superseded)
        )
        return tr("Revision {revision}: from {day}, {end}", revision=revision, day=day, end=end)
    return tr("Revision {revision}: in force since {day}", revision=revision, day=day)


def _size(size: Size) -> Message:
    return tr("words added: {added}, removed: {removed}", added=size.added, removed=size.removed)


def _paragraphs(passages: Sequence[PassageDiff]) -> Iterator[list[PassageDiff]]:
    paragraph: list[PassageDiff] = []
    for passage in passages:
        if passage.begins and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(passage)
    if paragraph:
        yield paragraph


def _is_unchanged(paragraph: Sequence[PassageDiff]) -> bool:
    return all(passage.status is Status.UNCHANGED for passage in paragraph)


def _is_reworded(part: ItemPart) -> bool:
    return any(piece.kind is not Kind.EQUAL for piece in part.pieces)


def _runs(pieces: Iterable[Piece]) -> list[Run]:
    return [Run(visible(piece.text), piece.kind) for piece in pieces]


def _spaced(runs: list[Run]) -> list[Run]:
    """Return *runs* with a blank before them."""
    return [
        replace(run, text=f" {run.text.lstrip(' ')}") if not number else run
        for number, run in enumerate(runs)
    ]


def _apart(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield *runs* with blanks between them."""
    for number, run in enumerate(runs):
        yield replace(run, text=f" {run.text}") if number else run


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))
