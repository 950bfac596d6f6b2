"""What changed between two lists of steps or questions: one by one, and in each by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.documents.source import Tree
from qmsctl.reports.alignment import Budget, Match, changed, matched, matched_by_name
from qmsctl.reports.passages import words_of
from qmsctl.reports.text_diff import Kind, Piece, Size, Status, compare_lines, laid_out, size_of, total

__all__ = ["Item", "ItemDiff", "ItemPart", "as_lines", "compare_items", "items_of", "one_line"]

_ORDER: Final = (
    "do",
    "who",
    "when",
    "record",
    "text",
    "clauses",
    "ask",
    "look_for",
    "sample",
    "lapse",
    "strength",
)
"""The fields of a step and of a question, as they are read."""
_CORE: Final = ("do", "text")
_BETWEEN: Final = "\0"
"""Stands before the name of a field among the words of an item; no file can hold it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One step or question."""

    name: str | None
    """The id of a question; steps have none."""
    fields: Mapping[str, str]
    words: tuple[str, ...]
    core: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One field of a step or question."""

    key: str
    """`do`, `who`; `text`, `look_for`; or whatever the file says."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ItemDiff:
    """What became of one step or question."""

    status: Status
    name: str | None
    old: int | None
    """Its number on the old side, from 1."""
    new: int | None
    parts: tuple[ItemPart, ...]

    @property
    def is_reworded(self) -> bool:
        """Whether any word of it came or went."""
        return any(piece.kind is not Kind.EQUAL for part in self.parts for piece in part.pieces)

    @property
    def size(self) -> Size:
        """How many words came and went."""
        return total(size_of(part.pieces) for part in self.parts)


def items_of(tree: Tree) -> tuple[Item, ...]:
    """Return the steps or questions that *tree* lists."""
    if not isinstance(tree, Sequence) or isinstance(tree, str):
        return ()
    return tuple(_item(entry if isinstance(entry, Mapping) else {"do": entry}) for entry in tree)


def _item(entry: Mapping[str, Tree]) -> Item:
    known = [key for key in _ORDER if key in entry]
    keys = [*known, *sorted(key for key in entry if key not in _ORDER and key != "id")]
    fields = {key: text for key in keys if (text := " ".join(one_line(entry[key]).split()))}
    spoken = {key: words_of(text).words for key, text in fields.items()}
    words = tuple(word for key, said in spoken.items() for word in (_BETWEEN + key, *said))
    core = next((spoken[key] for key in _CORE if key in spoken), words)
    return Item(one_line(entry.get("id")) or None, fields, words, core)


def one_line(tree: Tree) -> str:
    """Return *tree* as a text, whatever it is."""
    if tree is None or isinstance(tree, str):
        return tree or ""
    if isinstance(tree, Mapping):
        return "; ".join(f"{key}: {one_line(value)}" for key, value in tree.items())
    return ", ".join(one_line(value) for value in tree)


def as_lines(items: Iterable[Item]) -> str:
    """Return *items* as the text of a section, for a side on which the section is a text."""
    return "\n".join(f"{number}. {'; '.join(item.fields.values())}" for number, item in enumerate(items, 1))


def compare_items(old: Sequence[Item], new: Sequence[Item], budget: Budget) -> tuple[ItemDiff, ...]:
    """Return what became of each: by its id if all have one of their own, else by what it says."""
    matches = _matches(old, new, budget)
    parts = _parts_of(matches, old, new, budget)
    return tuple(_item_diff(place, old, new, parts) for place in laid_out(matches, len(old), len(new)))


def _matches(old: Sequence[Item], new: Sequence[Item], budget: Budget) -> tuple[Match, ...]:
    ours, theirs = ([item.name for item in side if item.name] for side in (old, new))
    if len(set(ours)) == len(old) and len(set(theirs)) == len(new):
        return matched_by_name(ours, theirs)
    return matched(old, new, budget)


def _parts_of(
    matches: Iterable[Match], old: Sequence[Item], new: Sequence[Item], budget: Budget
) -> dict[int, tuple[ItemPart, ...]]:
    """Return the fields of each match that changed, by its number on the new side."""
    return {
        match.new: _parts(old[match.old].fields, new[match.new].fields, budget)
        for match in changed(matches, old, new)
    }


def _parts(old: Mapping[str, str], new: Mapping[str, str], budget: Budget) -> tuple[ItemPart, ...]:
    """Return every field of both, in the order of reading."""
    there = {**old, **new}
    keys = [*(key for key in _ORDER if key in there), *sorted(key for key in there if key not in _ORDER)]
    return tuple(ItemPart(key, compare_lines(old.get(key, ""), new.get(key, ""), budget)) for key in keys)


def _item_diff(
    place: tuple[int | None, int | None, bool],
    before: Sequence[Item],
    after: Sequence[Item],
    parts: Mapping[int, tuple[ItemPart, ...]],
) -> ItemDiff:
    i, j, moved = place
    item = after[j] if j is not None else before[i or 0]
    old, new = (None if number is None else number + 1 for number in (i, j))
    if i is None or j is None:
        kind, status = (Kind.ADDED, Status.ADDED) if i is None else (Kind.REMOVED, Status.REMOVED)
        return ItemDiff(status, item.name, old, new, _whole(item, kind))
    said = parts.get(j)
    status = Status.MOVED if moved else Status.CHANGED if said else Status.UNCHANGED
    return ItemDiff(status, item.name, old, new, said or _whole(item, Kind.EQUAL))


def _whole(item: Item, kind: Kind) -> tuple[ItemPart, ...]:
    return tuple(ItemPart(key, (Piece(kind, text),)) for key, text in item.fields.items())
