"""By what a problem is known again in the next check, wherever its line has moved to."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from qmsctl.documents.place import Place
from qmsctl.messages import Message, Value

if TYPE_CHECKING:
    from qmsctl.inspection import Inspection

__all__ = ["VERSION", "fingerprints"]

VERSION: Final = "problem-1"
"""Names the way of computing; another way gets another name, because forges keep what they were given."""

_KEY: Final = re.compile(r"\s*(?:-\s+)*([\w-]+)\s*:\s")


def fingerprints(inspection: Inspection) -> tuple[str, ...]:
    """Return a fingerprint for each problem, in their order; no two are the same.

    It is made of what stays when a document is edited elsewhere: the rule, the
    id and language of the document (of any other file its path), the key and
    the text at the place, and what the message names.  Lines, columns, counts
    and days are left out: they change while the problem stays; so is the phrase,
    which another version may word better.  Problems that are alike in all of
    this are numbered in their order.
    """
    documents = {document.path: f"{document.id} {document.language}" for document in inspection.documents}
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for problem in inspection.problems:
        subject = documents.get(problem.place.path, f"path {problem.place.path}")
        named = (text for _, value in problem.message.values for text in _named(value))
        known_by = (problem.rule, subject, *_at(problem.place), *named)
        digest = hashlib.sha256(
            "\0".join((VERSION, *known_by, str(seen[known_by]))).encode("utf-8", "backslashreplace")
        )
        seen[known_by] += 1
        found.append(digest.hexdigest())
    return tuple(found)


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
    elif isinstance(value, Message):
        yield value.text
        for _, part in value.values:
            yield from _named(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _named(part)
