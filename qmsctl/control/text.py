"""Whether a document's text is real: there, and not waiting to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import Final

from qmsctl.documents.place import Path, Place
from qmsctl.documents.source import Source
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document, Section, Step
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.schema import Filed

__all__ = [
    "PLACEHOLDER",
    "has_real_text",
    "may_hold_placeholders",
    "placed",
    "placeholders",
    "section_texts",
    "texts_of",
]

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
    (b"tb", (b"tbd", b"tbc")),
    (b"x", (b"fixme", b"xxx")),
    (b"-mm-dd", (b"yyyy-mm-dd", b"rrrr-mm-dd")),
    *((sign, (sign,)) for sign in (b"todo", b"dd.mm.rrrr", b"lorem")),
    (b"\\", (b"\\",)),  # an escape can stand for any letter
)
"""Each behind what it shares with others: where a file lacks that, they are not looked for one by one."""
_LONGER_SIGNS: Final = (
    re.compile(
        rb"\[(?: [\s\x1c-\x1f]*(?:fill|to|complete|insert|enter|uzupe|do|wpisz|wstaw|name|date|role|unit|address|imi"
        rb"|nazwa|data|stanowisko) | [^][]*[\x80-\xff] )",  # there are i, s, k and blanks beyond ASCII
        re.VERBOSE,
    ),
    re.compile(rb"to\s+be\s+(?:defined|completed|written)"),
    re.compile(rb"do\s+uzupe"),
)
"""In a file that has none of these, in small letters, no text holds a placeholder, however its lines are broken."""


def section_texts(document: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text of the sections of *document*, with the path that leads to it."""
    for name, section in document.sections.items():
        if isinstance(section, str):
            yield ("sections", name), section
        elif section is not None:
            for index, step in enumerate(section):
                for field, text in _step_texts(step):
                    yield ("sections", name, index, field), text


def texts_of(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield each text of *document* that people read, with the path that leads to it."""
    yield ("title",), document.title
    yield from section_texts(document)
    if isinstance(document, Checklist):
        for index, question in enumerate(document.questions):
            for field in ("text", "look_for", "sample", "lapse", "strength"):
                yield ("questions", index, field), getattr(question, field) or ""
    if isinstance(document, AuditPlan | AuditProgramme):
        yield ("objectives",), document.objectives or ""
    if isinstance(document, AuditProgramme):
        for field in ("risks", "opportunities"):
            for index, risk in enumerate(getattr(document, field)):
                yield (field, index, "text"), risk.text
                yield (field, index, "action"), risk.action or ""


def _step_texts(step: Step) -> Iterator[tuple[str, str]]:
    for field in ("do", "who", "when", "record"):
        text = getattr(step, field)
        if text is not None:
            yield field, text


def placeholders(text: str) -> Iterator[re.Match[str]]:
    """Yield the placeholders in *text*."""
    return PLACEHOLDER.finditer(text)


@cache  # the rule and the coverage of clauses ask it of the same bytes
def may_hold_placeholders(raw: bytes) -> bool:
    """Return whether a text of the file *raw* could hold a placeholder: false is certain, true wants a closer look.

    Nearly no file does, and its bytes are searched ten times as fast as its texts one by one.
    """
    folded = raw.lower()
    return any(shared in folded and any(sign in folded for sign in signs) for shared, signs in _SIGNS) or any(
        sign.search(folded) for sign in _LONGER_SIGNS
    )


def has_real_text(file: Filed[Document], demanded: tuple[str, ...]) -> bool:
    """Return whether a document says something: no placeholder, no demanded section empty.

    Args:
        file: the document as it is written.
        demanded: the sections its type must have.
    """
    document = file.fact
    if isinstance(document, MappedDocument) and document.file_digest is not None:
        return True  # the text is in the file that it names, and nobody here looks into that
    if not any(text.strip() for _, text in section_texts(document)):
        return False
    if not all(_says_something(document.sections.get(name)) for name in demanded):
        return False
    return not may_hold_placeholders(file.source.raw) or not any(
        True for _, text in section_texts(document) for _ in placeholders(text)
    )


def _says_something(section: Section) -> bool:
    return bool(section.strip() if isinstance(section, str) else section)


def placed(
    source: Source, path: Path, text: str, passages: Iterable[re.Match[str]]
) -> Iterator[tuple[str, Place]]:
    """Yield each of *passages* of *text*, the value under *path*, and where it is written."""
    passages = iter(passages)
    if (first := next(passages, None)) is None:
        return  # most texts have none, and where they stand is found by parsing their file
    value = source.at(*path)
    start, end = (value.span.start, value.span.end) if value.span else (0, 0)
    if source.text.content.startswith(("|", ">"), start):
        start = source.text.content.find("\n", start, end)  # behind the sign there may be a comment
    done = 0
    for found in chain((first,), passages):
        alike = _as_written(found[0])
        passed = sum(1 for _ in alike.finditer(text, done, found.start()))  # inside a longer word it is none
        candidates = alike.finditer(source.text.content, start, end) if start >= 0 else iter(())
        written = next(islice(candidates, passed, None), None)
        yield found[0], source.inside(written.start(), len(written[0])) if written else value
        # One that cannot be found is written with escapes; those after it are no longer looked for.
        done, start = found.end(), written.end() if written else -1


def _as_written(passage: str) -> re.Pattern[str]:
    """Return an expression for *passage* as a file may hold it: broken over lines, apostrophes doubled."""
    return re.compile(r"\s+".join(map(re.escape, passage.split())).replace("'", "''?"))
