"""Names of folders and records on disk."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from typing import Final

__all__ = ["RECORD_NAME", "folder_name", "has_form", "is_markdown", "is_readable", "slug"]

RECORD_NAME: Final = re.compile(r"\d{8}T\d{6}Z-[a-z0-9]{8}")
"""A record's name: the time it was recorded, UTC, and eight random characters."""

_ENDINGS: Final = (".yaml", ".yml", ".md")

# Letters that have no decomposition into a letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae"}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")  # what looks like a hyphen is one
)

_STANDS_FOR: Final = {"#": "[0-9]", "?": r"[^\W\d_]"}


def is_readable(path: str) -> bool:
    """Return whether the name of a file says that it holds a document or a record, in whatever case."""
    return path[-5:].casefold().endswith(_ENDINGS)  # there can be very many paths


def is_markdown(path: str) -> bool:
    """Return whether the name of a file says that it is written in Markdown, and not in YAML."""
    return path[-3:].casefold() == ".md"


@cache  # every record asks for the folder of its document, and a document has many
def slug(id: str) -> str:
    """Return *id* in lower-case ASCII letters, digits and hyphens: `F1/PS-01` becomes `f1-ps-01`."""
    plain = unicodedata.normalize("NFKD", id.translate(_LETTERS)).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


@cache
def folder_name(id: str) -> str:
    """Return the name of the folder that belongs to *id*: its slug and six digits of its digest.

    The digits keep apart ids that look the same as slugs, on any file system.
    """
    digest = hashlib.sha256(unicodedata.normalize("NFC", id).encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{slug(id)}-{digest}".lstrip("-")


def has_form(id: str, form: str) -> bool:
    """Return whether *id* has the *form* of its type: a digit for `#`, a letter for `?`, any text for `*`."""
    return _expression(form).fullmatch(unicodedata.normalize("NFC", id)) is not None


@cache
def _expression(form: str) -> re.Pattern[str]:
    """Return the expression for *form*.

    What stands between two `*` is taken at its first occurrence and never tried
    again, so that no id, however long, can hold up the check.
    """
    first, *rest = (
        "".join(_STANDS_FOR.get(character, re.escape(character)) for character in part)
        for part in unicodedata.normalize("NFC", form).split("*")
    )
    between = "".join(f"(?>.*?{part})" for part in rest[:-1])
    return re.compile(first + between + (f".*{rest[-1]}" if rest else ""), re.DOTALL)
