"""What the bytes that approvals name really hold: which document, in which language and revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qmsctl.model.document import Document
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed

__all__ = ["Held", "held_in", "other_form", "read_all"]


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


def read_all(wanted: Mapping[str, str], contents: Mapping[str, bytes]) -> dict[str, Filed[Document] | None]:
    """Return what each blob of *wanted* holds, `None` for no document; what is not in *contents* is left out.

    Args:
        wanted: names of blobs, each with a path whose ending says how it is probably written.
        contents: the blobs that are in the repository.
    """
    found: dict[str, Filed[Document] | None] = {}
    for blob, path in wanted.items():
        raw = contents.get(blob)
        if raw is not None:
            # A document may have been YAML before it became Markdown; nothing is both.
            found[blob] = read_document(path, raw) or read_document(other_form(path), raw)
    return found


def other_form(path: str) -> str:
    """Return *path* with the ending of the other form a document can have."""
    return path + (".yaml" if path.casefold().endswith(".md") else ".md")
