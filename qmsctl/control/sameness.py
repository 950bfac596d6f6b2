"""Whether a revision says anything that the one before it did not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from qmsctl.cache import Cache
from qmsctl.control.documents import Step
from qmsctl.documents.source import Source
from qmsctl.model.mapped_document import MappedSource

__all__ = ["Comparisons", "certainly_differ"]

_WORD: Final = re.compile(rb"[A-Za-z0-9]+")
_BETWEEN_WORDS: Final = _WORD.sub(b"", bytes(range(256)))
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
            # What a document of another form says of its own approval is no part of its content.
            differ = (
                before is not None
                and not isinstance(text, MappedSource)
                and certainly_differ(before, step.before.revision, text.raw, step.revision)
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
    parts = _differing(ones, others)
    both = b"\n".join((b"", *parts))
    if any(sign in both for sign in _UNSURE) or _INDENTED.search(both):
        return False
    # Words that differ do so in their letters nearly always, and these are counted sooner.
    letters, other_letters = (len(part.translate(None, _BETWEEN_WORDS)) for part in parts)
    if letters != other_letters:
        return True
    words, other_words = (sorted(_WORD.findall(part)) for part in parts)
    return words != other_words


def _differing(ones: list[bytes], others: list[bytes]) -> tuple[bytes, bytes]:
    """Return the lines that are among *ones* and not among *others*, as often as they are, and the other way round."""
    # The next revision says most of it again, so what both begin and end with is put aside before lines are counted.
    begin = _alike(ones, others)
    end = _alike(reversed(ones[begin:]), reversed(others[begin:]))
    mine, theirs = (Counter(lines[begin : len(lines) - end]) for lines in (ones, others))
    return b"\n".join((mine - theirs).elements()), b"\n".join((theirs - mine).elements())


def _alike(ones: Iterable[bytes], others: Iterable[bytes]) -> int:
    """Return with how many lines that are the same both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ones, others, strict=False)))


def _lines(raw: bytes, revision: str) -> list[bytes] | None:
    """Return the lines of *raw* without that of its *revision*; `None` unless there is exactly one."""
    lines = raw.splitlines()
    stated = [line for line in lines if line.startswith(_FIELD)]
    found = _REVISION.fullmatch(stated[0]) if len(stated) == 1 else None
    if found is None or found["value"].strip(b"'\"") != revision.encode():
        return None
    lines.remove(stated[0])
    return lines
