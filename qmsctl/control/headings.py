"""Which document a content of the past is: its id, language and revision, read without the rest.

A history holds many times more contents than its last commit, and of most of
them nothing else is ever asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from qmsctl.cache import Shelf
from qmsctl.control.blobs import Held
from qmsctl.control.repeated_heads import RepeatedHeads
from qmsctl.documents.yaml import NOTHING
from qmsctl.model.reader import Reader, blob_of

__all__ = ["BlobStream", "Heading", "Headings"]

BlobStream: TypeAlias = Callable[[Iterable[str]], Iterable[tuple[str, bytes]]]
"""Reads blobs by git's names for them, and yields each while it comes; a missing one is left out."""

_FIELD: Final = re.compile(
    rb"""\n(?P<name>id|revision|language):[ \t]*
    (?: (?P<plain>[^\s'"\[\]{}|>&*!%@`#,?-][^\r\n'"#:]*?) | "(?P<double>[^"\\\r\n]+)" | '(?P<single>[^'\r\n]+)' )
    [ \t]*(?:[ \t]\#[^\r\n]*)?\r?$ (?!\n[ \t]+\S)  # a value that goes on in the next line""",
    re.MULTILINE | re.VERBOSE,
)
"""A field as nearly everybody writes it, behind the end of the line before; what is written otherwise is parsed.
The search for a character is many times as fast as one for the beginning of a line."""
_MENTIONED: Final = re.compile(rb"""\n["']?(?:id|revision|language)["']?[ \t]*:""")
_FENCE: Final = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a content says about which document it is."""

    id: str
    revision: str
    language: str | None
    """`None` if it names none."""


class Headings:
    """The headings of contents, of which many are known from earlier runs."""

    def __init__(self, reader: Reader, known: Shelf) -> None:
        """Begin with what lies on the shelf *known*; *reader* reads the others."""
        self._reader: Final = reader
        self._known: Final = known
        self._found: Final[dict[str, Heading | None]] = {}
        self._heads: Final = RepeatedHeads(reader)

    def learn(self, stood: Mapping[str, str], each_blob: BlobStream) -> None:
        """Take in the contents *stood* that are not known yet: keys of `Reader.key`, each with its path."""
        if not self._reader.kinds:  # then the keys are the names of the blobs, of which there are very many
            for blob, raw in each_blob(self.lacking(stood)):
                self.take(blob, raw, stood[blob])
            return
        waiting: dict[str, list[str]] = {}
        for key in self.lacking(stood):
            waiting.setdefault(blob_of(key), []).append(key)
        for blob, raw in each_blob(waiting):
            for key in waiting[blob]:
                self.take(key, raw, stood[key])

    def lacking(self, blobs: Iterable[str]) -> Iterator[str]:
        """Yield those of *blobs*, keys of `Reader.key`, that have to be read first."""
        for blob in blobs:
            if blob not in self._found:
                kept = self._known.get(blob)
                if kept is None:
                    yield blob
                else:
                    self._found[blob] = Heading(*stated) if (stated := json.loads(kept)) else None

    def take(self, blob: str, raw: bytes, path: str) -> None:
        """Take in the content *raw*, which has the key *blob* and stood in the file *path*."""
        heading = self._heading(raw, path)
        self._found[blob] = heading
        stated = None if heading is None else [heading.id, heading.revision, heading.language]
        if self._known.keeps:
            self._known.put(blob, json.dumps(stated))

    def held(
        self, blobs: Mapping[str, str], contents: Mapping[str, bytes], language: str
    ) -> dict[str, Held | None]:
        """Return what each of *blobs* holds by its heading, `None` for no document; a missing one is left out.

        Args:
            blobs: names, each with a path whose ending says how it is probably written.
            contents: those that `lacking` asked for and that are there.
            language: of the organisation; a document that names none is in it.
        """
        for blob, path in blobs.items():
            if blob not in self and blob in contents:
                self.take(blob, contents[blob], path)
        return {
            blob: None
            if (one := self[blob]) is None
            else Held(one.id, one.language or language, one.revision)
            for blob in blobs
            if blob in self
        }

    def _heading(self, raw: bytes, path: str) -> Heading | None:
        """Return what *raw* says, by a look at its lines, or by parsing it where that is not enough."""
        if self._reader.kinds and self._reader.kind_of(path):
            if (said := self._heads.read(path, raw)) is not None:
                return Heading(said.id, said.revision, said.language)
        elif (found := _seen(raw)) is not None:
            return found
        document = self._reader.in_any_form(path, raw)
        if document is None:
            return None
        return Heading(document.fact.id, document.fact.revision, document.fact.language)

    def __contains__(self, blob: str) -> bool:
        return blob in self._found

    def __getitem__(self, blob: str) -> Heading | None:
        """Return the heading of *blob*; `None` if it is no document."""
        return self._found[blob]


def _seen(raw: bytes) -> Heading | None:
    """Return what a look at the lines of *raw* tells, or `None` if that is not enough."""
    head = raw
    if raw.startswith(b"---"):
        fences = list(_FENCE.finditer(raw[:_FAR]))[:2]
        head = raw[: fences[1].start()] if len(fences) > 1 else raw
    fields: dict[str, str] = {}
    lines = 0
    head = b"\n" + head
    for field in _FIELD.finditer(head):
        lines += 1
        text = (field["plain"] or field["double"] or field["single"]).strip()
        if field["plain"] is None or text.decode("utf-8", "replace") not in NOTHING:
            fields.setdefault(field["name"].decode(), text.decode("utf-8", "replace"))
    if lines == len(fields) == len(_MENTIONED.findall(head)) and {"id", "revision"} <= fields.keys():
        return Heading(fields["id"], fields["revision"], fields.get("language"))
    return None


_FAR: Final = 64 * 1024
"""Bytes within which the fields of a Markdown document end, or it is parsed."""
