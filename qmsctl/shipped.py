"""Finds the starter documents, checklists and templates that come with qmsctl."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

__all__ = ["shipped", "without_translation_mark"]

_TRANSLATES: Final = re.compile(r"^translates:.*\n", re.MULTILINE)


def shipped(kind: str) -> Path:
    """Return the shipped folder *kind*: `procedures`, `checklists` or `templates`.

    A wheel carries it inside the package, a checkout has it beside.
    """
    package = Path(__file__).parent
    inside = package / "_shipped" / kind
    return inside if inside.is_dir() else package.parent / kind


def without_translation_mark(content: bytes) -> bytes:
    """Return a shipped document as the authentic version it is for whoever starts from it."""
    return _TRANSLATES.sub("", content.decode()).encode()
