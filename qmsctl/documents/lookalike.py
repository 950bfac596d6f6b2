"""Characters that deceive the eye: they look like one of the keyboard, or like nothing."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["meant", "meant_text"]

_ALIKE: Final = (
    # Cyrillic
    ("\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e", "ABCEHIJKMO"),
    ("\u0420\u0405\u0422\u0425\u0423\u0417\u04ae\u04c0\u051a\u051c", "PSTXY3YIQW"),
    ("\u0430\u0441\u0435\u04bb\u0456\u0458\u043a\u043e\u0440\u0455", "acehijkops"),
    ("\u0445\u0443\u0501\u051b\u051d\u0475", "xydqwv"),
    # Greek
    (
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "ABEZHIKMNOPTYX",
    ),
    ("\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1", "aikvop"),
    # Turkish and phonetic letters, hyphens and minus signs, strokes
    ("\u0131\u0261\u00ad\u02d7\u2043\u2212\u2044\u2215", "ig----//"),
)
_LOOKS_LIKE: Final = {one: meant for alike, plain in _ALIKE for one, meant in zip(alike, plain, strict=True)}
"""Characters that are not told apart from one of the keyboard, which was probably meant."""

_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
"""Letters and marks without a shape."""


def meant(character: str) -> str:
    """Return what was probably meant by *character*: itself, another one, or nothing."""
    if character.isascii() and character.isprintable():
        return character
    if character in _LOOKS_LIKE:
        return _LOOKS_LIKE[character]
    category = unicodedata.category(character)
    if category in ("Pd", "Zs"):
        return "-" if category == "Pd" else " "
    if category in ("Cc", "Cf", "Zl", "Zp") or character in _BLANK:
        return ""
    plain = unicodedata.normalize("NFKC", character)  # full-width and mathematical letters
    return plain if len(plain) == 1 and plain.isascii() else character


def meant_text(text: str) -> str:
    """Return what was probably meant by *text*, character by character; letters with diacritics are meant."""
    return text if text.isascii() else "".join(map(meant, text))
