"""The sections of documents that qmsctl knows, with their headings in every language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

__all__ = ["SECTIONS", "section_named"]

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "text": {"en": "Text", "pl": "Treść"},
    "purpose": {"en": "Purpose", "pl": "Cel"},
    "context": {"en": "Context", "pl": "Kontekst"},
    "scope": {"en": "Scope", "pl": "Zakres"},
    "terms": {"en": "Terms", "pl": "Terminologia"},
    "policy": {"en": "Policy", "pl": "Polityka"},
    "objectives": {"en": "Objectives", "pl": "Cele"},
    "responsibilities": {"en": "Responsibilities", "pl": "Odpowiedzialność i uprawnienia"},
    "processes": {"en": "Processes", "pl": "Procesy"},
    "steps": {"en": "Steps", "pl": "Opis postępowania"},
    "measures": {"en": "Measures", "pl": "Mierniki"},
    "related": {"en": "Related documents", "pl": "Dokumenty związane"},
    "records": {"en": "Records", "pl": "Zapisy"},
    "attachments": {"en": "Attachments", "pl": "Załączniki"},
}
"""The sections qmsctl knows, in the order they are printed, with their headings by language."""


@lru_cache(maxsize=4096)  # the same few begin the sections of thousands of documents
def section_named(heading: str) -> str:
    """Return the name of the section a Markdown *heading* begins, or the heading itself."""
    return _NAMES.get(heading.strip().casefold().lstrip("0123456789. "), heading)


_NAMES: Final[Mapping[str, str]] = {
    word: name
    for name, headings in reversed([*SECTIONS.items()])
    for word in (name, *(title.casefold() for title in headings.values()))
}
"""By what each is called in any language; of two that are called the same the first counts."""
