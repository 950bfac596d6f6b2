"""What one cell of a spreadsheet holds: the words of a paper as a number, a day or a text, without marks of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from qmsctl.render.worded_blocks import WordedBlock, WordedFact, WordedStep
from qmsctl.render.words import Words, is_missing
from qmsctl.render.workbook import Entry

__all__ = ["cell_of", "cell_text", "cells_together", "sentences", "told_step"]


def cell_of(words: Words) -> Entry:
    """Return *words* as a spreadsheet sorts them: as a number or a day where they are one, else as text."""
    if words["kind"] == "text" and words["exact"] is not None:
        exact = words["exact"]
        return dt.date.fromisoformat(exact) if isinstance(exact, str) else exact
    return cell_text(words)


def cells_together(values: Sequence[Words]) -> Entry:
    """Return what one cell holds: a number or a day by itself, several values as lines of a text."""
    return cell_of(values[0]) if len(values) == 1 else "\n".join(map(cell_text, values))


def cell_text(words: Words) -> str:
    """Return *words* as they stand in a cell: a status by its word alone, several values below each other."""
    if words["kind"] == "many":
        return "\n".join(map(cell_text, words["items"]))
    if words["kind"] == "joined":
        return words["between"].join(map(cell_text, words["parts"]))
    if words["kind"] == "link":
        return cell_text(words["value"])
    return words["text"]


def sentences(blocks: Sequence[WordedBlock]) -> Iterator[str]:
    """Yield what *blocks* say in sentences of their own, not counting their facts, parts, tables and pictures."""
    for block in blocks:
        if block["kind"] in ("paragraph", "notice"):
            yield cell_text(block["value"])
        elif block["kind"] == "list":
            yield from map(cell_text, block["items"])
        elif block["kind"] == "steps":
            for step in block["steps"]:
                yield cell_text(step["head"])
                yield from told_step(step)
        elif block["kind"] == "signatures":
            yield from (f"{cell_text(line['role'])}: {cell_text(line['name'])}" for line in block["lines"])


def told_step(step: WordedStep) -> Iterator[str]:
    """Yield what was recorded of a step, line by line."""
    if not is_missing(step["aside"]):
        yield cell_text(step["aside"])
    yield from map(_labelled, step["facts"])


def _labelled(fact: WordedFact) -> str:
    return f"{fact['label']}: {cell_text(fact['value'])}"
