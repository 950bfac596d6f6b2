"""A compiled catalogue of texts, each looked up when it is asked for: a run says few of the thousands there are."""

from __future__ import annotations

import gettext
from array import array
from bisect import bisect_left
from typing import IO, Final

__all__ = ["CompiledCatalogue"]

_MAGIC: Final = 0x950412DE
_HEAD: Final = 7
"""Numbers of four bytes with which the file begins."""


class CompiledCatalogue(gettext.NullTranslations):
    """What a `.mo` file holds (GNU gettext, The Format of GNU MO Files).

    The texts of one are sorted by their bytes, so a text is found by halving; those of a plural are
    kept under the text for one and a NUL, and what is said in a context under that, an EOT and the text.
    `hatch_build.py` wrote the file, in UTF-8.
    """

    def _parse(self, fp: IO[bytes]) -> None:  # type: ignore[override]  # any file
        """Take the file *fp*: where each text of it stands, and how the language counts."""
        self._raw = raw = fp.read()
        numbers = array("I", raw[: len(raw) - len(raw) % 4])
        if numbers[0] != _MAGIC:
            numbers.byteswap()
        _, _, self._count, originals, translations, *_ = numbers[:_HEAD]
        # Of each text its length and where it begins.
        self._originals = numbers[originals // 4 : originals // 4 + 2 * self._count]
        self._translations = numbers[translations // 4 : translations // 4 + 2 * self._count]
        self._known: dict[str, tuple[str, ...]] = {}
        head = "".join(self._forms("")).split("\n")
        rule = next(line.partition("plural=")[2] for line in head if line.startswith("Plural-Forms:"))
        self._plural = gettext.c2py(rule.rstrip(";"))

    def _forms(self, text: str) -> tuple[str, ...]:
        """Return what stands for *text*: one form for each way of counting, or none at all."""
        if (known := self._known.get(text)) is None:
            known = self._known[text] = self._found(text.encode("utf-8", "surrogatepass"))
        return known

    def _found(self, key: bytes) -> tuple[str, ...]:
        index = bisect_left(range(self._count), key, key=self._original)
        if index == self._count or self._original(index).partition(b"\0")[0] != key:
            return ()
        size, start = self._translations[2 * index : 2 * index + 2]
        return tuple(self._raw[start : start + size].decode("utf-8").split("\0"))

    def _original(self, index: int) -> bytes:
        size, start = self._originals[2 * index : 2 * index + 2]
        return self._raw[start : start + size]

    def gettext(self, message: str) -> str:
        """Return the translation of *message*; what has none is its own."""
        forms = self._forms(message)
        return forms[self._plural(1) if len(forms) > 1 else 0] if forms else message

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of *message* where it is said of *context*."""
        forms = self._forms(f"{context}\x04{message}")
        return forms[self._plural(1) if len(forms) > 1 else 0] if forms else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the translation of *msgid1*, whose plural is *msgid2*, as it is said of *n* things."""
        forms = self._forms(msgid1)
        if len(forms) > 1:
            return forms[self._plural(n)]
        return msgid1 if n == 1 else msgid2
