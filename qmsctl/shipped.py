"""Finds the starter documents, checklists and templates that come with qmsctl."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shipped"]


def shipped(kind: str) -> Path:
    """Return the shipped folder *kind*: `procedures`, `checklists` or `templates`.

    A wheel carries it inside the package, a checkout has it beside.
    """
    package = Path(__file__).parent
    inside = package / "_shipped" / kind
    return inside if inside.is_dir() else package.parent / kind
