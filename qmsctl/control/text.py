"""Whether a document's text is real: there, and not waiting to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from qmsctl.model.document import Document, Section, Step

__all__ = ["PLACEHOLDER", "has_real_text", "may_hold_placeholders", "placeholders", "section_texts"]

PLACEHOLDER: Final = re.compile(
    r"""
    \[\s*(?:fill\ in|to\ be\ filled\ in|complete|insert|enter|uzupełnij|do\ uzupełnienia|wpisz|wstaw)\b[^\[\]\n]*\](?!\()
    | \[\s*(?:name|date|role|unit|address|imię\ i\ nazwisko|nazwa|data|stanowisko)\s*\](?!\()  # and no link
    | \b(?:TBD|TBC|TODO|FIXME|XXX(?!/))\b  # XXX/12/2026 is a resolution of the thirtieth session
    | \byyyy-mm-dd\b | \brrrr-mm-dd\b | \bdd\.mm\.rrrr\b
    | \blorem\ ipsum\b
    # Alone on a line only: applicants are called upon to complete what they sent.
    | (?:^|(?<=-\ ))(?:do\ uzupełnienia|to\ be\ (?:defined|completed|written))\b(?=[ .]*$)
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
"""Text that stands where content belongs.  The capitals are found in any case, as people write them."""


_SIGNS: Final = (
    b"[", b"tbd", b"tbc", b"todo", b"fixme", b"xxx", b"yyyy-mm-dd", b"rrrr-mm-dd", b"dd.mm.rrrr", b"lorem",
    b"do uzupe", b"to be ",
)  # fmt: skip
"""One of these stands in every placeholder, whatever its case: most texts need no closer look."""


def section_texts(document: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text of the sections of *document*, with the path that leads to it."""
    for name, section in document.sections.items():
        if isinstance(section, str):
            yield ("sections", name), section
        elif section is not None:
            for index, step in enumerate(section):
                for field, text in _step_texts(step):
                    yield ("sections", name, index, field), text


def _step_texts(step: Step) -> Iterator[tuple[str, str]]:
    for field in ("do", "who", "when", "record"):
        text = getattr(step, field)
        if text is not None:
            yield field, text


def placeholders(text: str) -> Iterator[re.Match[str]]:
    """Yield the placeholders in *text*."""
    return PLACEHOLDER.finditer(text) if may_hold_placeholders([text]) else iter(())


def may_hold_placeholders(texts: Iterable[str]) -> bool:
    """Return whether one of *texts* could hold a placeholder: false is certain, true wants a closer look."""
    folded = "\n".join(texts).encode("utf-8", "surrogatepass").lower()  # bytes are folded ten times as fast
    return any(sign in folded for sign in _SIGNS)


def has_real_text(document: Document, demanded: tuple[str, ...]) -> bool:
    """Return whether *document* says something: no placeholder, no demanded section empty.

    Args:
        document: the document.
        demanded: the sections its type must have.
    """
    texts = [text for _, text in section_texts(document) if text.strip()]
    if not texts or (
        may_hold_placeholders(texts) and any(True for text in texts for _ in placeholders(text))
    ):
        return False
    return all(_says_something(document.sections.get(name)) for name in demanded)


def _says_something(section: Section) -> bool:
    return bool(section.strip() if isinstance(section, str) else section)
