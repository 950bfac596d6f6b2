"""What changed between the sections of two contents of a document: which came, went or moved, and what in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.documents.markdown import cut
from qmsctl.documents.source import Source, Tree
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedSource
from qmsctl.model.naming import is_markdown
from qmsctl.model.plain import as_plain
from qmsctl.model.schema import Filed
from qmsctl.model.sections import SECTIONS, section_named
from qmsctl.reports.alignment import Budget, Match, matched, matched_by_name
from qmsctl.reports.item_diff import Item, ItemDiff, as_lines, compare_items, items_of, one_line
from qmsctl.reports.passages import words_of
from qmsctl.reports.shown import Shown
from qmsctl.reports.text_diff import (
    NOTHING,
    PassageDiff,
    Piece,
    Size,
    Status,
    TextDiff,
    compare_lines,
    compare_texts,
    laid_out,
    total,
)

__all__ = [
    "QUESTIONS",
    "SectionDiff",
    "SectionHeld",
    "compare_questions",
    "compare_sections",
    "sections_of",
    "sections_said",
]

QUESTIONS: Final = "questions"
"""The name under which the questions of a checklist are shown, beside its sections."""


@dataclass(frozen=True, slots=True)
class SectionHeld:
    """One section of one content."""

    name: str
    """As qmsctl knows it, or else its heading; empty: what stands before the first heading."""
    heading: str
    text: str
    items: tuple[Item, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What it says, by which it is known under another heading."""
        return words_of(self.text).words + tuple(word for item in self.items for word in item.words)

    @property
    def core(self) -> tuple[str, ...]:
        """All of it."""
        return self.words


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """What became of one section."""

    name: str
    heading: Shown
    """Of the new side, if it is there."""
    status: Status
    is_relaid: bool = False
    """Whether only line breaks, blanks or marks of lists differ."""
    retitled: tuple[Piece, ...] = ()
    """The heading by words, if it changed."""
    passages: tuple[PassageDiff, ...] = ()
    items: tuple[ItemDiff, ...] = ()
    size: Size = NOTHING

    @property
    def is_changed(self) -> bool:
        """Whether any word of it came, went or moved, its heading included."""
        became = {part.status for part in self.passages} | {part.status for part in self.items}
        return bool(self.retitled) or not became <= {Status.UNCHANGED}


def sections_of(source: Source, language: str) -> tuple[SectionHeld, ...]:
    """Return the sections of a content: of a Markdown file as they stand, else in the order they are printed.

    What a file of another form says in its fields is no text of it, wherever in the file they stand.

    Args:
        source: the content.
        language: of the headings that qmsctl knows.
    """
    if source.body is not None and not isinstance(source, MappedSource):
        return _numbered(
            [
                SectionHeld(section_named(heading) if heading else "", heading or "", text, ())
                for heading, text in cut(source.body)
            ]
        )
    tree = source.value("sections")
    sections = tree if isinstance(tree, Mapping) else {}
    names = [*(name for name in SECTIONS if name in sections), *(n for n in sections if n not in SECTIONS)]
    held = (_held(name, sections[name], language) for name in names)
    return tuple(section for section in held if section.text.strip() or section.items)


def sections_said(filed: Filed[Document], language: str) -> tuple[SectionHeld, ...]:
    """Return what `sections_of` does of the file; only a Markdown file of qmsctl's own form is parsed again for it."""
    if is_markdown(filed.path) and not isinstance(filed.source, MappedSource):
        return sections_of(filed.source, language)
    sections = filed.fact.sections
    names = [*(name for name in SECTIONS if name in sections), *(n for n in sections if n not in SECTIONS)]
    held = (_held(name, as_plain(sections[name]), language) for name in names)
    return tuple(section for section in held if section.text.strip() or section.items)


def _held(name: str, tree: Tree, language: str) -> SectionHeld:
    headings = SECTIONS.get(name)
    items = items_of(tree)
    return SectionHeld(
        name,
        headings.get(language, headings["en"]) if headings else name,
        "" if items else one_line(tree),
        items,
    )


def _numbered(sections: Sequence[SectionHeld]) -> tuple[SectionHeld, ...]:
    """Return *sections* with a name of its own for each, where a heading stands twice."""
    times: dict[str, int] = {}
    found = []
    for section in sections:
        times[section.name] = count = times.get(section.name, 0) + 1
        name = section.name if count == 1 else f"{section.name} ({count})"
        found.append(SectionHeld(name, section.heading, section.text, section.items))
    return tuple(found)


def compare_sections(
    old: Sequence[SectionHeld], new: Sequence[SectionHeld], budget: Budget
) -> tuple[SectionDiff, ...]:
    """Return what became of each section, in the order of the new side; what went stands where it was."""
    named = matched_by_name([section.name for section in old], [section.name for section in new])
    matches = _with_retitled(named, old, new, budget)
    compared = {
        (match.old, match.new): _compared(old[match.old], new[match.new], budget)
        # In an order that is the same whichever side comes first: the budget may not reach for all.
        for match in sorted(matches, key=lambda match: sorted((old[match.old].name, new[match.new].name)))
    }
    found = []
    for i, j, moved in laid_out(matches, len(old), len(new)):
        if i is None or j is None:
            found.append(_alone(new[j or 0], Status.ADDED) if i is None else _alone(old[i], Status.REMOVED))
            continue
        diff = compared[i, j]
        status = Status.MOVED if moved else Status.CHANGED if diff.is_changed else Status.UNCHANGED
        found.append(replace(diff, status=status))
    return tuple(found)


def compare_questions(old: Tree, new: Tree, budget: Budget) -> SectionDiff | None:
    """Return what became of the questions of a checklist; `None` if neither side has any."""
    items = compare_items(items_of(old), items_of(new), budget)
    if not items:
        return None
    diff = SectionDiff(
        QUESTIONS, tr("Questions"), Status.CHANGED, items=items, size=total(i.size for i in items)
    )
    return diff if diff.is_changed else replace(diff, status=Status.UNCHANGED)


def _with_retitled(
    named: Sequence[Match], old: Sequence[SectionHeld], new: Sequence[SectionHeld], budget: Budget
) -> tuple[Match, ...]:
    """Return *named* and the sections that are alike under another heading."""
    left = [i for i in range(len(old)) if i not in {match.old for match in named}]
    right = [j for j in range(len(new)) if j not in {match.new for match in named}]
    alike = matched([old[i] for i in left], [new[j] for j in right], budget)
    pairs = sorted(
        [(match.old, match.new) for match in named]
        + [(left[match.old], right[match.new]) for match in alike if old[left[match.old]].words]
    )
    names = {pair: str(number) for number, pair in enumerate(pairs)}
    by_new = sorted(pairs, key=lambda pair: pair[1])
    moves = matched_by_name([names[pair] for pair in pairs], [names[pair] for pair in by_new])
    return tuple(Match(i, j, move.moved) for (i, j), move in zip(by_new, moves, strict=True))


def _compared(old: SectionHeld, new: SectionHeld, budget: Budget) -> SectionDiff:
    """Return what changed in a section; whether it moved is said elsewhere."""
    retitled = () if old.heading == new.heading else compare_lines(old.heading, new.heading, budget)
    if old.items and new.items:
        diff = _of_items(new, compare_items(old.items, new.items, budget))
    else:
        before, after = (as_lines(one.items) if one.items else one.text for one in (old, new))
        diff = _of_text(new, compare_texts(before, after, budget))
    return replace(diff, retitled=retitled)


def _alone(section: SectionHeld, status: Status) -> SectionDiff:
    """Return a section that stands on one side only."""
    nothing = replace(section, text="", items=())
    old, new = (nothing, section) if status is Status.ADDED else (section, nothing)
    budget = Budget()  # whatever is compared with nothing costs nothing
    if section.items:
        diff = _of_items(section, compare_items(old.items, new.items, budget))
    else:
        diff = _of_text(section, compare_texts(old.text, new.text, budget))
    return replace(diff, status=status)


def _of_items(section: SectionHeld, items: tuple[ItemDiff, ...]) -> SectionDiff:
    size = total(item.size for item in items)
    return SectionDiff(section.name, section.heading, Status.UNCHANGED, items=items, size=size)


def _of_text(section: SectionHeld, text: TextDiff) -> SectionDiff:
    return SectionDiff(
        section.name,
        section.heading,
        Status.UNCHANGED,
        is_relaid=text.is_relaid,
        passages=text.passages,
        size=text.size,
    )
