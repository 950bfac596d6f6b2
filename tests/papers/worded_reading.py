"""Reads a worded paper: its tables, its texts, its anchors and what leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qmsctl.papers.blocks import Paper
from qmsctl.render.worded import worded

__all__ = ["cells", "links", "sections", "table", "targets", "texts", "values"]


def sections(paper: Paper, language: str = "en") -> Mapping[str, Any]:
    """Return the sections of *paper* in words of *language*, by key."""
    found = list(worded(paper, language)["sections"])
    assert len({section["key"] for section in found}) == len(found), "a key stands for one section"
    return {section["key"]: section for section in found}


def values(node: object) -> Iterator[Mapping[str, Any]]:
    """Yield everything that has a kind: blocks, and values in words."""
    if isinstance(node, dict):
        if "kind" in node:
            yield node
        for child in node.values():
            yield from values(child)
    elif isinstance(node, list):
        for child in node:
            yield from values(child)


def texts(node: object) -> str:
    """Return every text of *node*, one below the other."""
    return "\n".join(value["text"] for value in values(node) if isinstance(value.get("text"), str))


def table(paper: Paper, key: str, language: str = "en") -> list[list[str]]:
    """Return the rows of the table *key*: the text of each cell, with what stands below it in brackets."""
    tables = [
        value
        for value in values(worded(paper, language)["sections"])
        if value["kind"] == "table" and value["key"] == key
    ]
    assert len(tables) == 1, f"one table {key}"
    return [cells(row) for group in tables[0]["groups"] for row in group["rows"]]


def cells(row: list[Any]) -> list[str]:
    """Return the texts of a row."""
    return [
        (cell["value"]["text"] if cell["value"] else "")
        + (f" ({cell['below']['text']})" if cell["below"] else "")
        for cell in row
    ]


def links(paper: Paper) -> set[str]:
    """Return where the values of *paper* lead to."""
    return {value["to"] for value in values(worded(paper, "en")) if value.get("to")}


def targets(paper: Paper) -> set[str]:
    """Return what can be led to: sections and cards."""
    words = worded(paper, "en")
    anchors = [value["anchor"] for value in values(words["sections"]) if value["kind"] == "card"]
    return {section["key"] for section in words["sections"]} | set(anchors)
