"""Whether a revision says anything that the one before it did not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from qmsctl.cache import Cache
from qmsctl.control.documents import Step
from qmsctl.documents.source import Source

__all__ = ["Comparisons", "certainly_differ"]

_WORD: Final = re.compile(rb"[A-Za-z0-9]+")
_REVISION: Final = re.compile(
    rb"(?P<quote>['\"]?)revision(?P=quote)[ \t]*:[ \t]*(?P<value>[^#]*?)[ \t]*(?:[ \t]#.*)?"
)
_FIELD: Final = (b"revision", b"'revision", b'"revision')
"""How the line of the revision begins."""
_UNSURE: Final = (b"#", b"\\", b"\xcc", b"\xcd", b"\xe2\x84\xaa", b"\n%")
"""What may change words and not the content: comments, escapes, accents that combine, the sign of the kelvin,
directives.  Each is looked for by itself, as that is many times faster than one expression for all."""
_INDENTED: Final = re.compile(rb"[|>][-+]?[0-9]")
"""A block that says its indent, which may change words too."""


class Comparisons:
    """Of steps from one revision to the next, which change nothing but the revision; kept once known."""

    def __init__(self, cache: Cache) -> None:
        self._known: Final = cache.shelf("steps")

    def asked(self, steps: Iterable[Step]) -> Iterator[str]:
        """Yield the blobs that help to compare those of *steps* that nobody compared before."""
        return (step.before.blob for step in steps if self._known.get(_key(step)) is None)

    def says_the_same(self, step: Step, text: Source, before: bytes | None) -> bool:
        """Return whether *step* changes nothing but the revision.

        The digest of what was before is recorded, so it need not be read; its bytes save the
        trouble of reading *text* again where they show a difference.

        Args:
            step: what is compared.
            text: what bears the next revision.
            before: the bytes that the approval before names, if they are at hand.
        """
        key = _key(step)
        known = self._known.get(key)
        if known is None:
            differ = before is not None and certainly_differ(
                before, step.before.revision, text.raw, step.revision
            )
            same = not differ and text.digest_under(step.before.revision) == step.before.content
            known = str(same)
            self._known.put(key, known)
        return known == str(True)


def _key(step: Step) -> str:
    return f"{step.content} {step.before.content} {step.before.revision}"


def certainly_differ(one: bytes, revision: str, other: bytes, next_revision: str) -> bool:
    """Return whether two files say different things apart from their revisions.

    False means nothing: then both have to be read.  Words are counted on the lines in which the two
    differ; how a file is written, and in which order, changes none of them.

    Args:
        one: the bytes of a file that gives no field twice.
        revision: what it bears.
        other: the bytes of another.
        next_revision: what that bears.
    """
    ones, others = _lines(one, revision), _lines(other, next_revision)
    if ones is None or others is None:
        return False
    parts = b"\n".join((ones - others).elements()), b"\n".join((others - ones).elements())
    if any(sign in b"\n" + part for sign in _UNSURE for part in parts):
        return False
    if any(_INDENTED.search(part) for part in parts):
        return False
    words, other_words = (sorted(_WORD.findall(part)) for part in parts)
    return words != other_words


def _lines(raw: bytes, revision: str) -> Counter[bytes] | None:
    """Return the lines of *raw* without that of its *revision*; `None` unless there is exactly one."""
    lines = raw.splitlines()
    stated = [line for line in lines if line.startswith(_FIELD)]
    found = _REVISION.fullmatch(stated[0]) if len(stated) == 1 else None
    if found is None or found["value"].strip(b"'\"") != revision.encode():
        return None
    lines.remove(stated[0])
    return Counter(lines)
