"""Text from a repository made harmless for a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["visible"]

_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def visible(text: str) -> str:
    """Return *text* with every character that a terminal would obey or hide written out.

    Escape sequences, line breaks in file names, and marks that turn the
    direction of writing would otherwise show something else than is there.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written(character) for character in text)


def _written(character: str) -> str:
    if character == "\t":
        return " "
    if unicodedata.category(character) in _HIDDEN:
        number = ord(character)
        return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"  # noqa: PLR2004 - one byte
    return character
