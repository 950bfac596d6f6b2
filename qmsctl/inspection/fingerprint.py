"""By what a problem is known again in the next check, wherever its line has moved to."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from qmsctl.documents.place import Place
from qmsctl.messages import Message, Translated, Value

if TYPE_CHECKING:
    from qmsctl.inspection import Checked, Inspection
    from qmsctl.inspection.outcome import Reported

__all__ = ["VERSION", "fingerprints", "fingerprints_of", "subject_of"]

VERSION: Final = "problem-1"
"""Names the way of computing; another way gets another name, because forges keep what they were given."""

_KEY: Final = re.compile(r"\s*(?:-\s+)*([\w-]+)\s*:\s")


def fingerprints(inspection: Inspection) -> tuple[str, ...]:
    """Return a fingerprint for each problem that was `found`, in their order; no two are the same."""
    return fingerprints_of(inspection.found, inspection.documents_by_path)


def fingerprints_of(problems: Iterable[Reported], documents: Mapping[str, Checked]) -> tuple[str, ...]:
    """Return a fingerprint for each of *problems*, in their order; no two are the same.

    It is made of what stays when a document is edited elsewhere: the rule, the
    id and language of the document (of any other file its path), the key and
    the text at the place, and what the message names.  Lines, columns, counts
    and days are left out: they change while the problem stays; so is the phrase,
    which another version may word better.  Problems that are alike in all of
    this are numbered in their order.

    Args:
        problems: all that were found, whether they count or not: their numbers must not depend on that.
        documents: those of the tree, by path.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for problem in problems:
        subject = subject_of(problem, documents)
        named = (text for _, value in problem.message.values for text in _named(value))
        known_by = (problem.rule, subject, *_at(problem.place), *named)
        digest = hashlib.sha256(
            "\0".join((VERSION, *known_by, str(seen[known_by]))).encode("utf-8", "backslashreplace")
        )
        seen[known_by] += 1
        found.append(digest.hexdigest())
    return tuple(found)


def subject_of(problem: Reported, documents: Mapping[str, Checked]) -> str:
    """Return what *problem* is about: the id and language of a document, or the path of another file."""
    document = documents.get(problem.place.path)
    return f"path {problem.place.path}" if document is None else f"{document.id} {document.language}"


def _at(place: Place) -> tuple[str, str]:
    """Return the key on the line of *place*, and the text that is pointed at, both without their layout."""
    if place.span is None:
        return "", ""
    start = place.column - 1
    before = place.source_line[:start]
    pointed = place.source_line[start : start + place.span.end - place.span.start]
    key = _KEY.match(before)
    return key[1] if key else "", unicodedata.normalize("NFC", " ".join(pointed.split()))


def _named(value: Value) -> Iterator[str]:
    """Yield the texts in *value*, in no language."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Translated):
        yield value.texts[0][1]
    elif isinstance(value, Message):
        yield value.text
        for _, part in value.values:
            yield from _named(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _named(part)
