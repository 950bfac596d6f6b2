"""What the bytes that approvals name really hold: which document, in which language and revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qmsctl.model.document import Document
from qmsctl.model.reader import Reader
from qmsctl.model.schema import Filed

__all__ = ["Held", "held_in", "read_all"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a blob holds, as far as it was read."""

    id: str
    language: str
    revision: str
    content: str | None = None
    """The digest; `None` if only the head was read."""


def held_in(document: Filed[Document], language: str) -> Held:
    """Return what *document* is.

    Args:
        document: what was read.
        language: of the organisation; a document that names none is in it.
    """
    fact = document.fact
    return Held(fact.id, fact.language or language, fact.revision, document.source.digest)


def read_all(
    reader: Reader, wanted: Mapping[str, str], contents: Mapping[str, bytes]
) -> dict[str, Filed[Document] | None]:
    """Return what each blob of *wanted* holds, `None` for no document; what is not in *contents* is left out.

    Args:
        reader: reads them.
        wanted: names of blobs, each with a path whose ending says how it is probably written.
        contents: the blobs that are in the repository.
    """
    found: dict[str, Filed[Document] | None] = {}
    for blob, path in wanted.items():
        raw = contents.get(blob)
        if raw is not None:
            found[blob] = reader.in_any_form(path, raw)
    return found
